"""The search finds the field's terms where they are explained, and says legibly what is there."""

import re

import pytest
from axe_checks import ALL_RULES
from conftest import visit
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LEADS_TO = {
    "fully connected": "01-neuron-to-layer",
    "dense": "01-neuron-to-layer",
    "affine": "01-neuron-to-layer",
    "inner product": "01-neuron-to-layer",
    "linear layer": "01-neuron-to-layer",
    "activation": "01-neuron-to-layer",
    "broadcasting": "02-batch",
    "flatten": "02-batch",
    "minibatch": "02-batch",
    "backpropagation": "03-grad-x",
    "chain rule": "03-grad-x",
    "upstream gradient": "03-grad-x",
    "outer product": "04-grad-W",
    "learning rate": "05-grad-b",
    "gradient check": "06-gradient-check",
    "finite difference": "06-gradient-check",
    "FLOP": "07-parameters-and-cost",
    "roofline": "07-parameters-and-cost",
    "im2col": "08-convolution",
    "convolution": "08-convolution",
    "heat map": "09-heat-maps",
    "padding": "09-heat-maps",
    "fully convolutional": "09-heat-maps",
    "ReLU": "10-train",
    "softmax": "10-train",
    "hyperplane": "01-neuron-to-layer",
    "cross-entropy": "10-train",
    "gradient descent": "10-train",
    "linear_forward": "reference",
    "bias-missing": "01-neuron-to-layer",
}


@pytest.fixture(scope="module")
def search(browser, url):
    """Return a function that searches and returns the open page with its results."""
    with visit(browser, url + "search.html", 1280) as seen:

        def results(term):
            seen.page.goto(f"{url}search.html?q={term}")
            seen.page.locator("#search-results .search-summary", has_text="found").wait_for()
            return seen.page.locator("#search-results li")

        yield results
        assert seen.errors == []


@pytest.mark.parametrize(("term", "page"), LEADS_TO.items(), ids=LEADS_TO)
def test_term_leads_first_to_where_it_is_explained(search, term, page):
    href = search(term).first.locator("a").get_attribute("href")
    assert href.split(".html")[0] == page, href


@pytest.mark.parametrize(
    "words",
    ["mismatch in its core dimension", "could not be broadcast together", "shape mismatch"],
)
def test_words_of_numpy_lead_to_the_page_of_mistakes(search, words):
    found = [link.get_attribute("href") for link in search(words).locator("a").all()]
    assert any(href.startswith("mistakes.html") for href in found), found


def test_entry_of_the_index_is_shown_with_its_paragraph(search):
    expect(search("fully connected").first).to_contain_text("This is what fully connected means")


def test_excerpts_show_a_formula_once_and_without_its_source(search):
    found = search("gradient")
    found.page.wait_for_load_state("networkidle")  # each excerpt is cut out of a page
    excerpts = [excerpt.inner_text() for excerpt in found.all()]
    assert len(excerpts) > 10
    for excerpt in excerpts:
        assert not re.search(r"\\[a-z]+|\{[A-Za-z]\}", excerpt), excerpt


def test_results_have_no_axe_violation(browser, url):
    with visit(browser, url + "search.html?q=gradient", 1280) as seen:
        seen.page.locator("#search-results .search-summary", has_text="found").wait_for()
        seen.page.wait_for_load_state("networkidle")
        seen.run_axe("light", ALL_RULES)
        assert seen.axe["light"] == []

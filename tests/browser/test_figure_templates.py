"""The figure of chapter 01 and the first page: rows of a trained layer, and their scores."""

import figure_checks as checks
import numpy as np
import pytest
from printed import number

from fclib import linear_forward, load_digits
from fclib.data.detector import split

pytestmark = pytest.mark.browser

PAGE, FIGURE = "01-neuron-to-layer.html", "fc-templates"
READ = """figure => ({
    pixels: figure.querySelector("label:has(:checked)").dataset.pixels.split(" ").map(Number),
    weights: [...figure.querySelectorAll("[data-weights]")]
        .map(row => row.dataset.weights.split(" ").map(Number)),
    bias: [...figure.querySelectorAll("[data-bias]")].map(row => Number(row.dataset.bias)),
    scores: [...figure.querySelectorAll(".score")].map(score => score.textContent),
    best: [...figure.querySelectorAll(".row-image")].findIndex(row => row.matches(".best")),
})"""


def assert_shows_the_scores(page):
    seen = page.locator(FIGURE).evaluate(READ)
    x = np.array(seen["pixels"])[None] / 16
    scores = linear_forward(x, seen["weights"], seen["bias"])[0]
    np.testing.assert_allclose([number(text) for text in seen["scores"]], scores, atol=0.051)
    assert seen["best"] == scores.argmax()
    return seen["pixels"]


def test_every_digit_gets_the_scores_of_fclib(open_figure):
    page = open_figure()
    images, target = load_digits()
    _, unseen = split()
    for digit in range(10):
        page.locator(f"{FIGURE} [value='{digit}']").check()
        pixels = np.array(assert_shows_the_scores(page))
        same = [n for n in unseen if (images[n].ravel() == pixels).all()]
        assert target[same] == [digit]


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    assert_shows_the_scores(open_figure(viewport, alive=False))


def test_is_on_the_first_page(windows, url):
    with checks.opened(windows, url + "intro.html", FIGURE) as page:
        page.locator(f"{FIGURE} [value='7']").check()
        assert_shows_the_scores(page)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)

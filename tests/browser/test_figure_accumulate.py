"""The figure of chapter 04: samples join and leave ∂L/∂W, and one entry is written out.

All numbers are multiples of 1/4, so what the figure prints is compared as text.
"""

import re

import figure_checks as checks
import numpy as np
import pytest
from playwright.sync_api import expect
from printed import number, written

from fclib import grad_W, linear_forward
from fclib.data import worked_batch, worked_example

pytestmark = pytest.mark.browser

PAGE, FIGURE = "04-grad-W.html", "fc-accumulate"
INPUTS, OUTPUTS = (1, 2, 3), (1, 2)
SAMPLES = (1, 2, 3, 4)
# Without the module boxes are disabled, and show which samples are in the sum.
CONTROLS = ":is(input:enabled, button, [role=slider], [tabindex])"
# [key, text, lit] of every cell; the number is the last child where there are others.
CELLS = """all => all.map(e => [e.dataset.cell,
    (e.lastElementChild ?? e).textContent, e.classList.contains("lit")])"""


def cells(page):
    found = page.locator(f"{FIGURE} [data-cell]").evaluate_all(CELLS)
    assert len(found) == (12 + 8) + (3 + 2) + 2 * 6
    return {key: text for key, text, _ in found}, {key for key, _, lit in found if lit}


def box(page, n):
    return page.get_by_role("checkbox", name=f"sample {n}")


def entry(page, i, j):
    return page.locator(f"{FIGURE} [data-cell=s{i}{j}]")


def batch(page):
    """Read X and ∂L/∂Y from the page."""
    texts, _ = cells(page)
    return [
        np.array([[number(texts[f"{letter}{n}{k}"]) for k in indices] for n in SAMPLES])
        for letter, indices in (("x", INPUTS), ("g", OUTPUTS))
    ]


def assert_shows(page, samples, i, j, last):
    """Compare everything that changes with fclib, for these samples, this entry and sample."""
    x, grad_y = batch(page)
    rows = [n - 1 for n in samples]
    total = grad_W(grad_y[rows], x[rows])
    product = np.outer(grad_y[last - 1], x[last - 1])
    texts, lit = cells(page)
    for c in INPUTS:
        assert texts[f"h{c}"] == written(x[last - 1, c - 1])
    for r in OUTPUTS:
        assert texts[f"v{r}"] == written(grad_y[last - 1, r - 1])
        for c in INPUTS:
            assert texts[f"p{r}{c}"] == written(product[r - 1, c - 1])
            assert texts[f"s{r}{c}"] == written(total[r - 1, c - 1]), samples
    columns = {f"g{n}{i}" for n in samples} | {f"x{n}{j}" for n in samples}
    assert lit == columns | {f"v{i}", f"h{j}", f"p{i}{j}", f"s{i}{j}"}
    factors = [(grad_y[n, i - 1], x[n, j - 1]) for n in rows]
    terms = ["·".join(written(factor, bracketed=True) for factor in pair) for pair in factors]
    shown = page.locator(f"{FIGURE} .dot-product").inner_text()
    letters, numbers = (re.sub(r"\s", "", line) for line in shown.split("\n", 1))
    assert letters == f"∂L/∂W{i}{j}=Σn∂L/∂yn{i}·xn{j}"
    expected = "+".join(terms) or "anemptysum"
    assert numbers == f"={expected}={written(total[i - 1, j - 1])}"
    added = last in samples
    title = page.locator(f"{FIGURE} .title").inner_text()
    assert title == f"sample {last} {'added' if added else 'taken out'}"
    assert page.locator(f"{FIGURE} .sign").inner_text() == ("+" if added else "\N{MINUS SIGN}")


def test_starts_with_the_worked_batch(open_figure):
    page = open_figure()
    x, grad_y = batch(page)
    _, W, b = worked_example()
    worked_x, target = worked_batch()
    np.testing.assert_array_equal(x, worked_x)
    np.testing.assert_array_equal(grad_y, linear_forward(worked_x, W, b) - target)
    assert_shows(page, {1, 2}, 2, 1, last=2)
    assert "1.5·(−2)" in page.locator(f"{FIGURE} .dot-product").inner_text()


def test_every_choice_of_samples_gives_its_sum(open_figure):
    page = open_figure()
    samples, seen = {1, 2}, {(1, 2)}
    # One more and one less, in an order that meets all sixteen.
    for n in (3, 1, 3, 2, 3, 1, 3, 4, 3, 1, 3, 2, 3, 1, 3):
        box(page, n).click()
        samples ^= {n}
        seen.add(tuple(sorted(samples)))
        assert_shows(page, samples, 2, 1, last=n)
    assert len(seen) == 16


def test_all_and_none(open_figure):
    page = open_figure()
    page.get_by_role("button", name="None").click()
    assert_shows(page, set(), 2, 1, last=2)
    page.get_by_role("button", name="All").click()
    assert_shows(page, set(SAMPLES), 2, 1, last=4)


def test_pointing_at_an_entry_writes_it_out_and_a_click_keeps_it(open_figure):
    page = open_figure()
    for i in OUTPUTS:
        for j in INPUTS:
            entry(page, i, j).hover()
            assert_shows(page, {1, 2}, i, j, last=2)
    page.mouse.move(0, 0)
    assert_shows(page, {1, 2}, 2, 1, last=2)
    entry(page, 1, 3).click()
    page.mouse.move(0, 0)
    assert_shows(page, {1, 2}, 1, 3, last=2)


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    box(page, 4).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    for key, (i, j) in [
        ("ArrowRight", (2, 2)),
        ("ArrowDown", (2, 2)),
        ("ArrowUp", (1, 2)),
        ("ArrowLeft", (1, 1)),
    ]:
        page.keyboard.press(key)
        assert_shows(page, {1, 2, 4}, i, j, last=4)
    x, grad_y = batch(page)
    rows = [0, 1, 3]
    value = written(grad_W(grad_y[rows], x[rows])[0, 0]).replace("\N{MINUS SIGN}", "minus ")
    expected = f"Sum of samples 1, 2, 4: row 1, column 1 is {value}"
    expect(page.locator(f"{FIGURE} [role=status]")).to_have_text(expected)


def test_taps_choose(open_figure):
    page = open_figure(**checks.TOUCH)
    box(page, 3).tap()
    entry(page, 2, 3).tap()
    assert_shows(page, {1, 2, 3}, 2, 3, last=3)


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert_shows(page, {1, 2}, 2, 1, last=2)
    checks.assert_has_no_controls(page, FIGURE, f":is({CONTROLS}, .controls)")


@checks.on_each_screen
def test_fits_its_page_and_keeps_its_height(open_figure, viewport):
    page = open_figure(viewport)
    height = page.locator(FIGURE).bounding_box()["height"]
    for button in ("All", "None"):
        page.get_by_role("button", name=button).click()
        for i in OUTPUTS:  # their dot products differ in length
            entry(page, i, 3).click()
            assert page.locator(FIGURE).bounding_box()["height"] == height
    checks.assert_fits(page, FIGURE, viewport)
    checks.assert_targets_are_large_enough(page, FIGURE, 4 + 6 + 2)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport, CONTROLS)


@pytest.mark.parametrize("theme", ["light", "dark"])
@checks.on_wide_and_phone
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    page.get_by_role("button", name="All").click()
    checks.assert_accessible(page, theme, FIGURE)

"""The figure of chapter 05: how far a step goes, for each loss and batch size.

What it shows is compared with steps that fclib takes on a layer and a batch of this size.
"""

import figure_checks as checks
import numpy as np
import pytest
from playwright.sync_api import expect

from fclib import grad_b, linear_forward

pytestmark = pytest.mark.browser

PAGE, FIGURE = "05-grad-b.html", "fc-sum-or-mean"
SIZES = (1, 2, 4, 8, 16, 32, 64)
LOSSES = ("sum", "mean", "twice")
RATE, EDGE = 0.1, 1.6
CENTRES = """all => all.map(dot => ["cx", "cy"].map(k => parseFloat(dot.getAttribute(k))))"""


def descent(loss, size, steps):
    """Return b1 after each step, its start 1 above where the mean loss is least."""
    rng = np.random.default_rng(5)
    x, W = rng.normal(size=(size, 3)), rng.normal(size=(2, 3))
    target = linear_forward(x, W, np.array([0.0, 0.0]))
    b, seen = np.array([1.0, 0.0]), []
    for _ in range(steps + 1):
        seen.append(b[0])
        grad_y = linear_forward(x, W, b) - target
        grad_y = grad_y if loss == "sum" else grad_y / size
        b = b - RATE * grad_b(grad_y) / (size if loss == "twice" else 1)
    return np.array(seen)


def choose(page, loss, size):
    page.locator(f"{FIGURE} [value={loss}]").check()
    page.locator(f"{FIGURE} [type=range]").fill(str(SIZES.index(size)))


def assert_shows(page, loss, size):
    dots = np.array(page.locator(f"{FIGURE} .dot").evaluate_all(CENTRES))
    places = descent(loss, size, len(dots) - 1)
    inside = np.abs(places) <= EDGE
    across = 100 * (places + EDGE) / (2 * EDGE)
    # Two decimals of a per cent.
    np.testing.assert_allclose(dots[inside, 0], across[inside], atol=0.0051)
    assert np.all((dots[~inside, 0] < 0) | (dots[~inside, 0] > 100))
    ratio = page.locator(f"{FIGURE} [data-shows=ratio]").inner_text().split(" = ")
    assert float(ratio[1]) == pytest.approx(1 - places[1], abs=0.000051)
    assert eval(ratio[0].replace("·", "*")) == pytest.approx(1 - places[1])
    verdict = page.locator(f"{FIGURE} [data-shows=verdict]").inner_text()
    assert verdict.startswith("further off") is bool(abs(places[1]) > 1)
    assert verdict.startswith("past") is bool(-1 <= places[1] < 0)


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert_shows(page, "sum", 16)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_and_size_takes_the_steps_of_fclib(open_figure, loss):
    page = open_figure()
    for size in SIZES:
        choose(page, loss, size)
        assert_shows(page, loss, size)


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} [value=sum]").focus()
    page.keyboard.press("ArrowDown")
    page.locator(f"{FIGURE} [type=range]").press("End")
    assert_shows(page, "mean", 64)
    said = "Step taken over step needed: 0.1 = 0.1; each step ends nearer to the bottom"
    expect(page.locator(f"{FIGURE} [role=status]")).to_have_text(said)


@checks.on_each_screen
def test_fits_its_page(open_figure, viewport):
    page = open_figure(viewport)
    checks.assert_fits(page, FIGURE, viewport)
    checks.assert_targets_are_large_enough(page, FIGURE)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme, FIGURE)

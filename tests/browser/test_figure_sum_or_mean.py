"""The figure of chapter 05: what the layer sums up, for each loss and batch size.

The errors and inputs that the page carries are multiples of 1/8, so the sums are exact; what is
printed has three decimals, and lengths of bars are compared in pixels.
"""

import figure_checks as checks
import numpy as np
import pytest
from playwright.sync_api import expect

from fclib import grad_b, grad_W

pytestmark = pytest.mark.browser

PAGE, FIGURE = "05-grad-b.html", "fc-sum-or-mean"
SIZES = (1, 2, 4, 8, 16, 32, 64)
LOSSES = ("sum", "mean", "twice")
RATE = 0.1
# Everything that the figure shows, as numbers and texts.
SHOWN = """figure => {
    const all = (selector, read) => [...figure.querySelectorAll(selector)].map(read);
    const number = name => e => Number(e.getAttribute(name));
    return {
        samples: all("[data-error]", e => [Number(e.dataset.error), Number(e.dataset.input)]),
        scale: Number(figure.querySelector(".samples").dataset.unit),
        zero: Number(figure.querySelector(".samples").dataset.zero),
        tops: all(".bar", number("y")),
        heights: all(".bar", number("height")),
        out: all("[data-error]", e => getComputedStyle(e).visibility === "hidden"),
        unit: Number(figure.querySelector(".totals").dataset.unit),
        totals: Object.fromEntries(all("[data-bar]",
            e => [e.dataset.bar, Number(e.getAttribute("width"))])),
        texts: all("[data-shows]",
            e => [e.dataset.shows, e.textContent.replace("\N{MINUS SIGN}", "-")]),
        formulas: all(".formula", e => e.innerText.replace(/\\s/g, "")),
        chosen: all(".chosen", e => e.dataset.loss),
        ring: ["cx", "cy"].map(k => parseFloat(figure.querySelector(".ring").getAttribute(k))),
        line: figure.querySelector(".chosen").getAttribute("d"),
    };
}"""


def choose(page, loss, size):
    page.locator(f"{FIGURE} [value={loss}]").check()
    page.locator(f"{FIGURE} [type=range]").fill(str(SIZES.index(size)))


def shown(page):
    return page.locator(FIGURE).evaluate(SHOWN)


def assert_shows(page, loss, size):
    """Compare everything that changes with fclib."""
    see = shown(page)
    error, x = np.array(see["samples"])[:size].T
    in_loss, in_layer = {"sum": (1, 1), "mean": (size, 1), "twice": (size, size)}[loss]
    grad_y = (error / in_loss)[:, None]
    b = grad_b(grad_y)[0] / in_layer
    W = grad_W(grad_y, x[:, None])[0, 0] / in_layer

    heights = np.zeros(64)
    heights[:size] = see["scale"] * np.abs(grad_y[:, 0])
    np.testing.assert_allclose(see["heights"], heights, atol=1e-4)
    tops = see["zero"] - see["scale"] * grad_y[:, 0].clip(min=0)
    np.testing.assert_allclose(see["tops"][:size], tops, atol=1e-3)
    assert see["out"] == [n >= size for n in range(64)]
    assert see["totals"] == pytest.approx({"b": see["unit"] * b, "W": see["unit"] * W}, abs=1e-3)

    # Where the other parameters stay, L is least where the gradients of the batch cancel.
    best = -error.mean()
    share = -RATE * b / best
    end = "further off than before" if share > 2 else "past it" if share > 1 else "towards it"
    expected = {"size": size, "b": b, "W": W, "step": -RATE * b, "best": best, "share": share}
    assert {key for key, _ in see["texts"]} == {*expected, "verdict"}
    for key, text in see["texts"]:
        if key == "verdict":
            assert text == end
        else:
            assert float(text) == pytest.approx(expected[key], abs=0.00051), key

    over_y, over_b = in_loss > 1 or loss != "sum", loss == "twice"
    assert ("yn1−tn1)/N" in see["formulas"][0]) == over_y
    assert see["formulas"][1].endswith("(Σn∂L/∂yn1)/N" if over_b else "=Σn∂L/∂yn1")
    # The ring lies on the point of its line, which is drawn at build time.
    assert see["chosen"] == [loss]
    points = [point.split() for point in see["line"].replace("h0", "")[1:].split("L")]
    at = [float(place) for place in points[SIZES.index(size)]]
    assert see["ring"] == pytest.approx(at, abs=0.02)


@pytest.mark.parametrize("loss", LOSSES)
def test_every_batch_size_gives_its_sums(open_figure, loss):
    page = open_figure()
    assert_shows(page, "sum", 16)
    for size in SIZES:
        choose(page, loss, size)
        assert_shows(page, loss, size)


def test_lines_grow_stay_level_and_fall(open_figure):
    page = open_figure()
    sums = {}
    for loss in LOSSES:
        for size in (1, 64):
            choose(page, loss, size)
            sums[loss, size] = float(dict(shown(page)["texts"])["b"])
    assert sums["sum", 1] == sums["mean", 1] == sums["twice", 1]
    assert sums["sum", 64] > 50 * sums["sum", 1]
    assert 0.5 < sums["mean", 64] / sums["mean", 1] < 2
    assert sums["twice", 64] < sums["twice", 1] / 50


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} [value=sum]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert_shows(page, "mean", 32)
    slider = page.get_by_role("slider", name="Batch size N")
    assert slider.get_attribute("aria-valuetext") == "32"
    texts = dict(shown(page)["texts"])
    step = texts["step"].replace("-", "minus ")
    expected = f"N = 32: gradient of b 1 {texts['b']}, step {step}, towards it"
    expect(page.locator(f"{FIGURE} [role=status]")).to_have_text(expected)


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert_shows(page, "sum", 16)
    checks.assert_has_no_controls(page, FIGURE)


@checks.on_each_screen
def test_fits_its_page_and_keeps_its_height(open_figure, viewport):
    page = open_figure(viewport)
    height = page.locator(FIGURE).bounding_box()["height"]
    for loss in LOSSES:
        for size in (1, 64):
            choose(page, loss, size)
            assert page.locator(FIGURE).bounding_box()["height"] == height
            checks.assert_fits(page, FIGURE, viewport, texts=f"{checks.TEXTS}:not(sub *)")
    checks.assert_targets_are_large_enough(page, FIGURE)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@pytest.mark.parametrize("theme", ["light", "dark"])
@checks.on_wide_and_phone
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    choose(page, "twice", 64)
    checks.assert_accessible(page, theme)

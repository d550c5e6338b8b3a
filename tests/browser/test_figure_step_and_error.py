"""The figure of chapter 06: its arithmetic against NumPy's, and how it is driven."""

import re

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces, drag, point, stroke
from printed import number

pytestmark = pytest.mark.browser

PAGE, FIGURE = "06-gradient-check.html", "fc-step-and-error"
MANTISSAS = ("1", "1.25", "1.6", "2", "2.5", "3.2", "4", "5", "6.3", "8")
STEPS = [*(float(f"{m}e{k}") for k in range(-16, 1) for m in MANTISSAS), 10.0]
KINDS = {"float64": np.float64, "float32": np.float32}
PLACES = {"float64": 15, "float32": 8}

# Makes the choices, then goes through all steps: for each what is printed, and where the point is.
WALK = f"""choices => {{
  const figure = document.querySelector("{FIGURE}");
  for (const value of choices) figure.querySelector(`[value=${{value}}]`).click();
  const range = figure.querySelector("[type=range]");
  const rows = [];
  for (let k = 0; k <= Number(range.max); k++) {{
    range.value = k;
    range.dispatchEvent(new Event("input", {{bubbles: true}}));
    const point = figure.querySelector(".point");
    rows.push({{
      ...Object.fromEntries([...figure.querySelectorAll("[data-value]")]
        .map(e => [e.dataset.value, e.textContent])),
      place: ["cx", "cy"].map(name => parseFloat(point.getAttribute(name))),
    }});
  }}
  return {{rows, path: figure.querySelector(".curve").getAttribute("d")}};
}}"""


def function(name, x):
    kind = x.dtype.type
    if name == "affine":
        return kind(1.5) * x - kind(0.7)
    return np.tanh(x) if name == "tanh" else np.maximum(x, kind(0))


def numerical(name, kind, difference):
    """Return the numerical derivative for each step, and the true one."""
    kind = KINDS[kind]
    x, h = kind({"affine": 1.3, "tanh": 0.5, "relu": 0.01}[name]), np.array(STEPS, kind)
    after = function(name, x + h)
    if difference == "central":
        found = (after - function(name, x - h)) / (kind(2) * h)
    else:
        found = (after - function(name, x)) / h
    true = {"affine": 1.5, "tanh": 1 - np.tanh(0.5) ** 2, "relu": 1.0}[name]
    return found.astype(float), true


def value(text):
    """Read a number as the figure writes it: 1.25 × 10 and a raised −5."""
    mantissa, _, exponent = text.partition(" × 10")
    return number(f"{mantissa}e{exponent or 0}")


def read(page, key):
    return page.locator(f"{FIGURE} [data-value={key}]").text_content()


@pytest.mark.parametrize("difference", ["central", "forward"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["affine", "tanh", "relu"])
def test_every_step_gives_the_numbers_of_numpy(pages, name, kind, difference):
    walk = pages.evaluate(WALK, [name, kind, difference])
    rows = walk["rows"]
    found, true = numerical(name, kind, difference)
    error = np.abs(found - true) / true
    places = PLACES[kind]
    assert [value(row["h"]) for row in rows] == STEPS
    assert {row["true"] for row in rows} == {f"{true:.{places}f}"}

    if name == "tanh":
        # A tanh of V8 and one of NumPy may differ by a few units in the last place, ε/2 each, and
        # the difference of two is divided by h or 2h. Large steps hide that, and are compared.
        bound = 4 * np.finfo(KINDS[kind]).eps / np.array(STEPS) + 10.0**-places
        shown = np.array([float(row["numerical"]) for row in rows])
        assert np.all(np.abs(shown - found) <= bound)
        # One per cent of the error, or of a tenth of a decade on the drawing.
        sure = bound / true < 0.01 * error
        assert np.sum(sure) > 10
    else:
        assert [row["numerical"] for row in rows] == [f"{d:.{places}f}" for d in found]
        sure = np.ones(len(STEPS), bool)
        assert [value(row["error"]) for row in rows] == [float(f"{e:.1e}") for e in error]

    # The drawing: 17 decades across and 18 down, an error of zero on the lowest line.
    across = 100 * (np.log10(STEPS) + 16) / 17
    down = 100 * (1 - np.log10(np.maximum(error, 1e-17))) / 18
    drawn = np.array(re.findall(r"[ML]([-.\d]+) ([-.\d]+)", walk["path"]), float)
    for points in (drawn, np.array([row["place"] for row in rows])):
        np.testing.assert_allclose(points[:, 0], across, atol=0.01)
        np.testing.assert_allclose(points[sure, 1], down[sure], atol=0.04)


@pytest.fixture(scope="module")
def pages(browser, url):
    with checks.opened(checks.Windows(browser), url + PAGE, FIGURE) as page:
        yield page


def test_shows_what_the_chapter_says(open_figure):
    page = open_figure()

    def best(*choices):
        rows = page.evaluate(WALK, list(choices))["rows"]
        errors = [value(row["error"]) for row in rows]
        return STEPS[int(np.argmin(errors))], errors

    epsilon = np.finfo(float).eps
    for difference, order in (("central", 3), ("forward", 2)):
        step, _ = best("tanh", "float64", difference)
        assert 0.05 < step / epsilon ** (1 / order) < 20
    _, affine = best("affine", "float64", "central")
    assert max(affine[-10:]) < 1e-15
    _, relu = best("relu", "float64", "central")
    below = np.array(STEPS) < 0.01
    assert max(np.array(relu)[below][-30:]) < 1e-11
    assert min(np.array(relu)[np.array(STEPS) > 0.01]) > 0.05


def test_keyboard_drag_and_choices(open_figure):
    page = open_figure()
    assert value(read(page, "h")) == 1e-5
    slider = page.locator(f"{FIGURE} [type=range]")
    slider.press("ArrowRight")
    assert value(read(page, "h")) == 1.25e-5
    assert slider.get_attribute("aria-valuetext") == "1.25 times 10 to the minus 5"
    assert_announces(page, FIGURE, "Step 1.25 times 10 to the minus 5, relative", more=True)

    box = page.locator(f"{FIGURE} .plot").bounding_box()
    drag(page, (box["x"] + 200, box["y"] + 100), box["width"] * 14 / 17 - 200, 20)
    assert value(read(page, "h")) == 0.01

    curve = page.locator(f"{FIGURE} .curve")
    before = curve.get_attribute("d")
    page.locator(f"{FIGURE} [value=relu]").check()
    assert curve.get_attribute("d") != before
    assert page.locator(f"{FIGURE} .before").get_attribute("d") == before
    names = page.locator(f"{FIGURE} [data-name]").all_text_contents()
    assert names == ["ReLU x at 0.01, central, float64", "tanh x at 0.5, central, float64"]
    assert page.locator(f"{FIGURE} [data-guide=mark-words]").text_content() == "kink"
    assert page.locator(f"{FIGURE} [data-guide=truncation]").get_attribute("d") == ""


def test_a_finger_drags_sideways_and_scrolls_down(open_figure):
    page = open_figure(checks.PHONE, has_touch=True)
    plot = page.locator(f"{FIGURE} .plot")
    plot.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    stroke(page, point(plot), 60, 2)
    dragged = read(page, "h")
    assert value(dragged) > 1e-5
    stroke(page, point(plot), -10, -150)
    page.wait_for_timeout(200)
    assert read(page, "h") == dragged


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    found, true = numerical("tanh", "float64", "central")
    k = STEPS.index(1e-5)
    assert float(read(page, "numerical")) == pytest.approx(found[k], abs=1e-10)
    assert float(read(page, "true")) == pytest.approx(true, abs=1e-15)
    assert page.locator(f"{FIGURE} .curve").get_attribute("d").count("L") > 150
    checks.assert_has_no_controls(page, FIGURE)


def test_prints_without_controls(open_figure):
    page = open_figure(theme="dark")
    page.emulate_media(media="print")
    checks.assert_has_no_controls(page, FIGURE)
    assert page.locator(f"{FIGURE} .legend").is_visible()


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_fits_and_is_accessible(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme, FIGURE)
    height = page.locator(FIGURE).bounding_box()["height"]
    for choice in ("float32", "forward", "relu", "affine"):
        page.locator(f"{FIGURE} [value={choice}]").check()
        page.locator(f"{FIGURE} [type=range]").press("End")
        checks.assert_fits(page, FIGURE, viewport)
    assert page.locator(FIGURE).bounding_box()["height"] == height
    checks.assert_targets_are_large_enough(page, FIGURE)

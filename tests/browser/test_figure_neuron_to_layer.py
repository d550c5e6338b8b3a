"""The figure of chapter 01, driven as a reader drives it.

All inputs are multiples of 1/2 below 2**6, so products and sums are exact in binary and in two
decimals: what the figure prints is compared as text, without a tolerance.
"""

import re

import figure_checks as checks
import numpy as np
import pytest
from driving import announcements, assert_announces, assert_settled, drag, point, stroke
from printed import assert_prints, assert_sliders_agree, number, written

from fclib import linear_forward
from fclib.data import worked_example

pytestmark = pytest.mark.browser

PAGE, FIGURE = "01-neuron-to-layer.html", "fc-neuron-to-layer"
INPUTS, OUTPUTS = (1, 2, 3), (1, 2)
WEIGHTS = [f"w{i}{j}" for i in OUTPUTS for j in INPUTS]
SLIDERS = [*WEIGHTS, "x1", "x2", "x3", "b1", "b2"]


def entry(page, key):
    return page.locator(f"{FIGURE} .entries [data-key={key}]")


def read(page, key):
    return number(entry(page, key).inner_text())


def parameters(page):
    """Read x, W and b from the matrix equation."""
    x = np.array([read(page, f"x{j}") for j in INPUTS])
    W = np.array([read(page, key) for key in WEIGHTS]).reshape(2, 3)
    b = np.array([read(page, f"b{i}") for i in OUTPUTS])
    return x, W, b


def carried(weight, value):
    return f"{written(weight)} · {written(value, bracketed=True)} = {written(weight * value)}"


def assert_numbers_agree(page):
    """Compare everything that the figure prints with fclib, given its x, W and b."""
    x, W, b = parameters(page)
    y = linear_forward(x[None], W, b)[0]
    values = {f"w{i}{j}": W[i - 1, j - 1] for i in OUTPUTS for j in INPUTS}
    for letter, vector in (("x", x), ("b", b), ("y", y)):
        values |= {f"{letter}{i}": value for i, value in enumerate(vector, start=1)}

    # Weights in two places, biases and outputs in three, inputs in two and in two sums.
    products = {key: carried(values[key], values[f"x{key[2]}"]) for key in WEIGHTS}
    assert_prints(page, FIGURE, values, products, 2 * 6 + 3 * 2 + 3 * 2 + 4 * 3)
    return y


def hover_edge(page, i, j):
    """Point at an edge a quarter of its way along, where no other edge is near."""
    line = page.locator(f"{FIGURE} .edge[data-key=w{i}{j}] .line")
    # Edges that rise start at the bottom of their box; output 1 stands between inputs 1 and 2.
    down = 0.25 if j <= i else 0.75
    place = point(line, 0.25, down)
    page.mouse.move(*place)
    return place


def lit(page):
    """Return the keys that are lit, having checked that each is lit everywhere or nowhere."""
    states = page.locator(f"{FIGURE} [data-key]").evaluate_all(
        "all => all.map(e => [e.dataset.key, e.classList.contains('lit')])"
    )
    on = {key for key, state in states if state}
    assert on.isdisjoint(key for key, state in states if not state)
    return on


def test_starts_with_the_worked_example(open_figure):
    page = open_figure()
    for shown, expected in zip(parameters(page), worked_example(), strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert_numbers_agree(page)
    assert_sliders_agree(page, FIGURE, SLIDERS)


def test_outputs_follow_drags_and_keys(open_figure):
    page = open_figure()
    rng = np.random.default_rng(1)
    keys = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown", "Home", "End"]
    outputs = []
    for turn in range(24):
        slider = entry(page, SLIDERS[rng.integers(len(SLIDERS))])
        if turn % 2:
            slider.press(keys[turn // 2 % len(keys)])
        else:
            drag(page, point(slider), int(rng.integers(-90, 90)))
        outputs.append(assert_numbers_agree(page))
        assert_sliders_agree(page, FIGURE, SLIDERS)
    assert np.min(outputs) < 0 < np.max(outputs)
    assert len(np.unique(outputs, axis=0)) > 12


def test_zero_is_written_without_a_sign(open_figure):
    page = open_figure()
    for key in ("w11", "w12", "w13", "b1"):
        entry(page, key).press("Home")
        for _ in range(8):
            entry(page, key).press("ArrowRight")
    assert assert_numbers_agree(page)[0] == 0
    assert page.locator(f"{FIGURE} [data-product=w12]").text_content() == "0 · 3 = 0"
    assert page.locator(f"{FIGURE} .edge[data-key=w12]").get_attribute("data-sign") == "0"


@pytest.mark.parametrize(
    ("handle", "key"),
    [
        (".node[data-key=x2]", "x2"),
        (".bias[data-key=b2]", "b2"),
        (".entries [data-key=w21]", "w21"),
    ],
)
def test_a_step_is_ten_pixels_and_stops_at_the_limits(open_figure, handle, key):
    page = open_figure()
    start = read(page, key)
    middle = point(page.locator(f"{FIGURE} {handle}"))
    drag(page, middle, 20)
    assert read(page, key) == start + 1
    drag(page, middle, 400)
    assert read(page, key) == 4
    assert_numbers_agree(page)


def test_dragging_an_edge_changes_its_weight_and_its_look(open_figure):
    page = open_figure()
    line = page.locator(f"{FIGURE} .edge[data-key=w21] .line")
    style = (
        "e => [getComputedStyle(e).strokeDasharray, parseFloat(getComputedStyle(e).strokeWidth)]"
    )
    dash, width = line.evaluate(style)
    assert dash != "none"

    drag(page, hover_edge(page, 2, 1), 60)

    assert read(page, "w21") == 1
    assert_numbers_agree(page)
    positive_dash, positive_width = line.evaluate(style)
    assert positive_dash == "none"
    assert positive_width == pytest.approx(width / 2)  # 1 against |-2|; a browser rounds lengths
    # The arrow keys go on from where the drag ended.
    page.keyboard.press("ArrowRight")
    assert read(page, "w21") == 1.5


@pytest.mark.parametrize(("i", "j"), [(i, j) for i in OUTPUTS for j in INPUTS])
def test_an_edge_and_its_entry_light_each_other(open_figure, i, j):
    page = open_figure()
    assert lit(page) == set()
    product = page.locator(f"{FIGURE} [data-product=w{i}{j}]")
    for reach in (lambda: hover_edge(page, i, j), entry(page, f"w{i}{j}").hover):
        reach()
        assert lit(page) == {f"w{i}{j}", f"x{j}", f"y{i}"}
        assert product.is_visible()
        assert page.locator(f"{FIGURE} [data-product]:visible").count() == 1
        page.mouse.move(0, 0)
        assert lit(page) == set()
        assert not product.is_visible()


@pytest.mark.parametrize("view", [".node", ".entries >", ".sums"])
def test_an_output_lights_its_row_and_writes_its_sum(open_figure, view):
    page = open_figure()
    place = view + "[data-key=y2]" if view == ".node" else f"{view} [data-key=y2]"
    page.locator(f"{FIGURE} {place}").hover()
    assert lit(page) == {"y2", "b2", "w21", "w22", "w23", "x1", "x2", "x3"}
    sums = page.locator(f"{FIGURE} .sums > div")
    assert sums.nth(0).text_content() == "y2=W21·x1+W22·x2+W23·x3+b2"
    x, W, b = worked_example()
    terms = [f"{W[1, j]:g}·{x[j]:g}" for j in range(3)]
    expected = "+".join([*terms, f"{b[1]:g}"]) + f"={linear_forward(x[None], W, b)[0, 1]:g}"
    shown = sums.nth(2).text_content().replace("\N{MINUS SIGN}", "-")
    assert re.sub(r"[()]", "", shown) == f"y2={expected}"


def test_an_input_lights_its_column(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} .node[data-key=x3]").hover()
    assert lit(page) == {"x3", "w13", "w23", "y1", "y2"}
    assert page.locator(f"{FIGURE} .sums > div").nth(0).text_content().startswith("yi=")


def test_works_with_the_keyboard_alone(open_figure):
    page = open_figure()
    labels = page.locator(f"{FIGURE} [role=slider]").evaluate_all(
        "all => all.map(e => e.ariaLabel)"
    )
    assert "weight W 2 1, from input 1 to output 2" in labels
    assert len(set(labels)) == len(SLIDERS)

    entry(page, "w11").focus()
    visited = []
    for _ in range(len(SLIDERS) + 1):
        focused = "[document.activeElement.dataset.key, document.activeElement.textContent]"
        visited.append(page.evaluate(focused))
        page.keyboard.press("Tab")
    assert [key for key, _ in visited[:-1]] == SLIDERS
    assert visited[-1] == [None, "Reset"]
    assert not page.evaluate(f"document.activeElement.closest('{FIGURE}')")

    entry(page, "w21").focus()
    assert lit(page) == {"w21", "x1", "y2"}
    # From -2, in steps of 1/2 and pages of 2, between -4 and 4.
    for key, expected in [
        ("ArrowRight", -1.5),
        ("ArrowUp", -1),
        ("ArrowLeft", -1.5),
        ("ArrowDown", -2),
        ("PageUp", 0),
        ("PageDown", -2),
        ("Home", -4),
        ("ArrowLeft", -4),
        ("End", 4),
        ("PageUp", 4),
    ]:
        page.keyboard.press(key)
        assert read(page, "w21") == expected, key
        assert_numbers_agree(page)
        assert_sliders_agree(page, FIGURE, SLIDERS)


def test_keys_do_not_scroll_the_page_and_shortcuts_pass(open_figure):
    page = open_figure()
    entry(page, "b1").focus()
    before = page.evaluate("scrollY")
    for key in ("PageDown", "End", "ArrowDown", "Control+ArrowDown"):
        page.keyboard.press(key)
    assert read(page, "b1") == 3.5
    assert page.evaluate("scrollY") == before


def test_reset_restores_the_worked_example(open_figure):
    page = open_figure()
    reset = page.locator(FIGURE).get_by_role("button", name="Reset")
    for key in SLIDERS:
        entry(page, key).press("End")
    assert np.all(parameters(page)[1] == 4)
    reset.click()
    for shown, expected in zip(parameters(page), worked_example(), strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert_numbers_agree(page)
    assert_sliders_agree(page, FIGURE, SLIDERS)
    # A slider counts on from the restored value, not from the one before.
    entry(page, "x1").press("ArrowRight")
    assert read(page, "x1") == worked_example().x[0] + 0.5


def test_outputs_are_announced_once_when_the_change_has_settled(open_figure):
    page = open_figure()
    region = page.locator(f"{FIGURE} [role=status]")
    assert region.text_content() == ""
    heard = announcements(page, FIGURE)
    drag(page, point(entry(page, "x1")), 50)
    entry(page, "b2").press("Home")
    y = assert_numbers_agree(page)
    spoken = [f"y {i} = {y[i - 1]:g}".replace("-", "minus ") for i in OUTPUTS]
    assert_announces(page, FIGURE, ", ".join(spoken))
    page.wait_for_timeout(1000)  # longer than the figure waits: a second one would be heard
    assert_settled(heard())
    *earlier, last = (said for said, _ in heard())
    assert last == ", ".join(spoken)
    assert last not in earlier


@pytest.mark.parametrize("handle", [".entries [data-key=x2]", ".node[data-key=x2]"])
def test_a_finger_drags_sideways(open_figure, handle):
    page = open_figure(**checks.TOUCH)
    before = page.evaluate("scrollY")
    stroke(page, point(page.locator(f"{FIGURE} {handle}")), -60, 2)
    assert read(page, "x2") == 0
    assert_numbers_agree(page)
    assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("handle", [".entries [data-key=x2]", ".node[data-key=x2]"])
def test_a_finger_still_scrolls_the_page(open_figure, handle):
    page = open_figure(**checks.TOUCH)
    before = page.evaluate("scrollY")
    # Slanting, so that the number has moved by the time the browser takes the finger for its own.
    stroke(page, point(page.locator(f"{FIGURE} {handle}")), -80, -150)
    page.wait_for_function(f"scrollY > {before} + 50")
    assert read(page, "x2") == 3


def test_a_tap_on_an_output_keeps_it_lit(open_figure):
    page = open_figure(**checks.TOUCH)
    page.locator(f"{FIGURE} .entries [data-key=y2]").tap()
    assert lit(page) == {"y2", "b2", "w21", "w22", "w23", "x1", "x2", "x3"}
    page.locator(f"{FIGURE} .entries [data-key=w12]").tap()
    assert lit(page) == {"w12", "x2", "y1"}


def test_a_finger_takes_the_nearest_edge(open_figure):
    page = open_figure(**checks.TOUCH)
    x, y = point(page.locator(f"{FIGURE} .edge[data-key=w11] .line"), 0.45, 0.45)
    # Above the uppermost edge, out of its own 24 pixels and within a finger's 44.
    page.touchscreen.tap(x, y - 18)
    assert lit(page) == {"w11", "x1", "y1"}
    stroke(page, (x, y - 18), 40, 2)
    assert read(page, "w11") == worked_example()[1][0, 0] + 2
    assert_numbers_agree(page)


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    for shown, expected in zip(parameters(page), worked_example(), strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert_numbers_agree(page)
    checks.assert_has_no_controls(page, FIGURE)
    assert page.locator(f"{FIGURE} .edge .line").evaluate_all(
        "all => all.every(e => getComputedStyle(e).stroke !== 'none')"
    )


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@pytest.mark.parametrize("theme", ["light", "dark"])
@checks.on_wide_and_phone
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    states = [
        lambda: None,
        entry(page, "w12").focus,
        page.locator(f"{FIGURE} .node[data-key=y1]").hover,
        page.locator(f"{FIGURE} .node[data-key=x1]").hover,
    ]
    for reach in states:
        reach()
        checks.assert_accessible(page, theme, FIGURE)


@checks.on_each_screen
def test_targets_are_large_enough(open_figure, viewport):
    page = open_figure(viewport)
    # Sliders, a button, and in the drawing inputs, biases and outputs.
    checks.assert_targets_are_large_enough(page, FIGURE, len(SLIDERS) + 1 + 7)
    edges = page.locator(f"{FIGURE} .edge .hit").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).strokeWidth))"
    )
    assert len(edges) == 6
    assert min(edges) >= 24


@checks.on_each_screen
def test_fits_its_page_in_legible_type(open_figure, viewport):
    page = open_figure(viewport)
    for key in SLIDERS:  # the widest numbers there are
        entry(page, key).press("Home")
    entry(page, "w11").press("ArrowRight")
    entry(page, "x1").press("ArrowRight")
    checks.assert_fits(page, FIGURE, viewport, texts="[data-value]", least=14)


def test_network_and_equation_stand_side_by_side_or_stacked(open_figure):
    def boxes(viewport):
        page = open_figure(viewport)
        views = [page.locator(f"{FIGURE} {view}") for view in (".network", ".equation", ".sums")]
        return page, [view.bounding_box() for view in views]

    page, (network, equation, sums) = boxes(checks.WIDE)
    assert network["x"] + network["width"] < equation["x"]
    assert equation["y"] + equation["height"] < sums["y"]
    for i in OUTPUTS:  # a row of the equation is as high as its output
        circle = page.locator(f"{FIGURE} .node[data-key=y{i}] circle").bounding_box()
        row = entry(page, f"y{i}").bounding_box()
        middle = [box["y"] + box["height"] / 2 for box in (circle, row)]
        assert middle[0] == pytest.approx(middle[1], abs=1)  # one pixel

    _, (network, equation, sums) = boxes(checks.PHONE)
    assert network["y"] + network["height"] < equation["y"]
    assert equation["y"] + equation["height"] < sums["y"]


def test_prints_dark_on_white_without_controls(open_figure):
    page = open_figure(theme="dark")
    page.emulate_media(media="print")
    assert not page.locator(f"{FIGURE} button").is_visible()
    colours = page.locator(f"{FIGURE} :is([data-value], .operator, .line)").evaluate_all(
        "all => all.map(e => getComputedStyle(e).color.match(/[\\d.]+/g).slice(0, 3).map(Number))"
    )
    # Relative luminance under WCAG 2: a contrast of 4.5 with white needs at most 0.183.
    share = np.array(colours) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    assert np.max(linear @ [0.2126, 0.7152, 0.0722]) <= 1.05 / 4.5 - 0.05

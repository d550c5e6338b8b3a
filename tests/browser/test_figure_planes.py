"""The figure of chapter 01: neurons with two inputs as lines, and what ReLUs make of them."""

import figure_checks as checks
import numpy as np
import pytest
from driving import drag, point, stroke

from fclib import linear_forward, relu

pytestmark = pytest.mark.browser

PAGE, FIGURE = "01-neuron-to-layer.html", "fc-planes"
EDGE, UNIT = 3, 60
READ = """figure => ({
    neurons: [...figure.querySelectorAll(".neuron:not(.out)")].map(neuron => {
        const [x, y, turn] = neuron.getAttribute("transform").match(/-?[\\d.]+/g).map(Number);
        return [x, y, -turn];
    }),
    points: [...figure.querySelectorAll(".point")]
        .map(point => [...point.dataset.at.split(" ").map(Number), point.matches(".on")]),
    counts: figure.querySelector(".counts").textContent,
})"""


def assert_shows_the_sides(page, count):
    """Compare the side of every point with fclib, for the lines that are drawn."""
    seen = page.locator(FIGURE).evaluate(READ)
    x, y, turn = np.array(seen["neurons"]).T
    W = np.stack([np.cos(np.radians(turn)), np.sin(np.radians(turn))], axis=1)
    feet = np.stack([x / UNIT - EDGE, EDGE - y / UNIT], axis=1)
    b = -(W * feet).sum(axis=1)
    assert len(W) == count
    *places, on = np.array(seen["points"]).T
    outputs = linear_forward(np.stack(places, axis=1), W, b)
    # A foot is drawn to a tenth of a pixel: a point on the line itself may be on either side.
    clear = np.abs(outputs).min(axis=1) > 0.01
    np.testing.assert_array_equal(on[clear], relu(outputs).any(axis=1)[clear])
    assert seen["counts"].startswith(f"{int(on.sum())} of {len(on)} points")
    return turn, b


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    assert_shows_the_sides(open_figure(viewport, alive=False), 1)


def test_a_finger_moves_the_line_and_scrolls_beside_it(open_figure):
    page = open_figure(**checks.TOUCH)
    turn, b = assert_shows_the_sides(page, 1)
    page.locator(f"{FIGURE} .plane").scroll_into_view_if_needed()
    stroke(page, point(page.locator(f"{FIGURE} .tip").first), -60, -60)
    turned, b = assert_shows_the_sides(page, 1)
    assert turned != turn
    x, y = point(page.locator(f"{FIGURE} .plane"), 0.1, 0.8)  # far from the line and its arrow
    before = page.evaluate("scrollY")
    stroke(page, (x, y), 0, -150)
    page.wait_for_function(f"scrollY > {before} + 50")
    assert assert_shows_the_sides(page, 1) == (turned, b)


def test_sliders_and_drags_turn_and_move_the_line(open_figure):
    page = open_figure()
    turn, b = assert_shows_the_sides(page, 1)
    page.locator(f"{FIGURE} [name=turn]").press("ArrowRight")
    page.locator(f"{FIGURE} [name=bias]").press("ArrowRight")
    turned, moved = assert_shows_the_sides(page, 1)
    assert turned - turn == 5
    np.testing.assert_allclose(moved - b, 0.25, atol=0.01)  # a foot is drawn to 0.1 pixels
    drag(page, point(page.locator(f"{FIGURE} .tip").first), -60, -60)
    dragged, _ = assert_shows_the_sides(page, 1)
    assert dragged != turned
    page.locator(FIGURE).get_by_role("button", name="Reset").click()
    assert assert_shows_the_sides(page, 1) == (turn, b)


def test_relus_of_two_and_three_neurons(open_figure):
    page = open_figure()
    for count in (2, 3, 1):
        page.locator(f"{FIGURE} [name=planes-count][value='{count}']").check()
        assert_shows_the_sides(page, count)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)


@checks.on_each_screen
def test_fits_its_page(open_figure, viewport):
    # Lines are longer than the plane, which cuts them.
    checks.assert_fits(open_figure(viewport), FIGURE, viewport, parts=":not(.plane *)")

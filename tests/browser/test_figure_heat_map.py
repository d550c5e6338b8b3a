"""The figure of chapter 09: two layers slid over digits.

The page carries the weights as 16-bit integers, each off by at most half a step. ``bounds``
says what that does to a probability.
"""

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces, point
from pictures import go, place, shades

from fclib import softmax
from fclib.data import digit_canvas, load_detector
from fclib.data.detector import split
from fclib.network import two_layer_scores

pytestmark = pytest.mark.browser

PAGE, FIGURE = "09-heat-maps.html", "fc-heat-map"
ROWS, COLUMNS, PATCH = 21, 49, 8
SHADES = 10


def canvas():
    return digit_canvas(rng=np.random.default_rng(22), choose_from=split()[1])


def crops():
    windows = np.lib.stride_tricks.sliding_window_view(canvas().image[0], (PATCH, PATCH))
    return windows.reshape(-1, PATCH * PATCH)


def probabilities():
    """Evaluate crop by crop, with the weights as they are in the file."""
    return softmax(two_layer_scores(crops(), *load_detector())).reshape(ROWS, COLUMNS, 11)


def off():
    """Return how far off a score can be: the rounding of every weight through both layers."""
    W1, b1, W2, b2 = load_detector()
    half = [abs(array).max() / 32767 / 2 for array in (W1, b1, W2, b2)]
    x = crops()
    hidden = np.maximum(0, x @ W1.T + b1).sum(axis=1)
    in_hidden = half[0] * x.sum(axis=1) + half[1]
    in_scores = in_hidden * (abs(W2).sum(axis=1).max() + len(b1) * half[2])
    return (in_scores + half[2] * hidden).max() + half[3]


def bounds(p):
    """Return the least and the largest probability: the odds are off by a factor of exp(2·off)."""
    return [p / (p + (1 - p) * np.exp(sign * 2 * off())) for sign in (1, -1)]


def printed(page):
    return np.array(page.locator(f"{FIGURE} .p").all_text_contents(), float)


def choose(page, k):
    page.locator(f"{FIGURE} [type=radio]").nth(k).check()


def assert_map(page, expected):
    """Compare each shade with the square root of the probability, unless it is near an edge."""
    drawn = shades(page, f"{FIGURE} .heat", (ROWS, COLUMNS))
    low, high = (np.floor(SHADES * np.sqrt(p) + 0.5) / SHADES for p in bounds(expected))
    assert np.all((drawn >= low - 1e-9) & (drawn <= high + 1e-9))
    assert np.mean(low == high) > 0.98


def test_the_image_is_of_digits_that_the_detector_has_not_seen(open_figure):
    page = open_figure()
    image = canvas().image[0]
    drawn = shades(page, f"{FIGURE} svg:first-of-type > g", image.shape)
    np.testing.assert_allclose(drawn, image, atol=1e-6)  # printed with six digits


def test_every_map_is_that_of_the_crops(open_figure):
    expected = probabilities()
    found = set()
    page = open_figure()
    for k in [*range(11), 5]:  # the last again: it is chosen at the start
        choose(page, k)
        assert_map(page, expected[..., k])
        peak = tuple(place(page, FIGURE))
        assert bounds(expected[*peak, k])[1] >= bounds(expected[..., k].max())[0]
        found.add((k, peak))
        name = page.locator(f"{FIGURE} .name").text_content()
        assert name == (str(k) if k < 10 else "none")
    # Where the highest place of a class is a digit, it is that digit.
    image = canvas()
    corners = zip(image.target.tolist(), map(tuple, image.corners.tolist()), strict=True)
    assert len(found & set(corners)) == len(set(image.target.tolist())) == 7


def test_prints_the_probabilities_of_the_window(open_figure):
    expected = probabilities()
    rng = np.random.default_rng(0)
    places = [(0, 0), (20, 48), *zip(rng.integers(0, 21, 8), rng.integers(0, 49, 8), strict=True)]
    page = open_figure()
    for row, column in [*canvas().corners, *places]:
        go(page, FIGURE, row, column)
        shown = printed(page)
        low, high = bounds(expected[row, column])
        assert np.all((shown >= low - 0.005) & (shown <= high + 0.005))  # two decimals
    go(page, FIGURE, 8, 45)
    assert_announces(page, FIGURE, f"Row 9, column 46: 5 with {printed(page)[5]:.2f}")
    # The square lies on the pixels that are read: compared with the image's own frame.
    svg, square = (
        page.locator(f"{FIGURE} {s}").first.bounding_box() for s in ("svg", "rect.window")
    )
    unit = svg["width"] / 56
    assert square["x"] + square["width"] / 2 - svg["x"] == pytest.approx(49 * unit, abs=1)
    assert square["y"] + square["height"] / 2 - svg["y"] == pytest.approx(12 * unit, abs=1)


def test_pointer_and_keys_move_the_window(open_figure):
    page = open_figure()
    for picture in ("svg >> nth=0", "svg >> nth=1"):
        go(page, FIGURE, 0, 0)
        # The middle of the window at row 16, column 30.
        page.mouse.click(*point(page.locator(f"{FIGURE} >> {picture}"), 34.1 / 56, 20.1 / 28))
        assert place(page, FIGURE) == [16, 30]
    row, column = page.locator(f"{FIGURE} [type=range]").all()
    row.press("ArrowLeft")
    column.press("Home")
    assert place(page, FIGURE) == [15, 0]
    page.get_by_role("button", name="To the highest").click()
    top = place(page, FIGURE)
    page.locator(f"{FIGURE} :checked").press("ArrowDown")
    page.locator(f"{FIGURE} :checked").press("ArrowUp")
    assert place(page, FIGURE) == top != [15, 0]


@checks.on_each_screen
def test_fits_its_page_and_keeps_its_size(open_figure, viewport):
    page = open_figure(viewport)
    height = page.locator(FIGURE).bounding_box()["height"]
    choose(page, 10)
    assert page.locator(FIGURE).bounding_box()["height"] == height
    checks.assert_fits(page, FIGURE, viewport)
    checks.assert_targets_are_large_enough(page, FIGURE)


def test_is_complete_without_javascript(open_figure):
    page = open_figure(alive=False)
    assert_map(page, probabilities()[..., 5])
    assert printed(page).tolist() == [float(k == 5) for k in range(11)]
    checks.assert_has_no_controls(page, FIGURE)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme, FIGURE)


def test_digits_can_be_drawn_and_are_read_at_once(open_figure):
    page = open_figure()
    page.get_by_role("button", name="Clear").click()
    page.get_by_role("checkbox", name="Draw").check()
    picture = page.locator(f"{FIGURE} >> svg >> nth=0")
    page.mouse.move(*point(picture, 20.5 / 56, 5.5 / 28))
    page.mouse.down()
    page.mouse.move(*point(picture, 20.5 / 56, 11.5 / 28), steps=20)
    page.mouse.up()
    image = shades(page, f"{FIGURE} svg:first-of-type > g", (28, 56))
    assert np.all(image[5:12, 20] == 1)
    for row, column in ((4, 16), (4, 17), (0, 40)):
        go(page, FIGURE, row, column)
        window = image[row : row + PATCH, column : column + PATCH].reshape(1, -1)
        expected = softmax(two_layer_scores(window, *load_detector()))[0]
        np.testing.assert_allclose(printed(page), expected, atol=0.01)
    page.get_by_role("button", name="Restore").click()
    again = shades(page, f"{FIGURE} svg:first-of-type > g", (28, 56))
    np.testing.assert_allclose(again, canvas().image[0], atol=1e-6)

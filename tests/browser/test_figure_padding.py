"""The second figure of chapter 09: padding once around the image, or around each window.

Pixels and kernel are whole numbers and weights are quarters: every score is exact.
"""

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces, point
from pictures import go, place, shades
from printed import number

from fclib import conv2d, heat_map, linear_forward, relu
from fclib.data import digit_canvas
from fclib.data.detector import split

pytestmark = pytest.mark.browser

PAGE, FIGURE = "09-heat-maps.html", "fc-padding"
ROWS, COLUMNS, PATCH = 21, 49, 8


class Network:
    """What the page carries, evaluated with fclib in both ways."""

    def __init__(self, page, padding):
        data = page.locator(f"{FIGURE} .views").evaluate(
            "e => [[...atob(e.dataset.pixels)].map(c => c.charCodeAt(0)),"
            " ...[e.dataset.kernel, e.dataset.weights].map(t => t.split(' ').map(Number))]"
        )
        self.image = np.array(data[0], float).reshape(28, 56)
        self.kernel = np.array(data[1]).reshape(1, 1, 3, 3)
        self.W = np.array(data[2])[None]
        self.padded = padding == "zeros"
        self.inset = 0 if self.padded else 1

    def features(self, images):
        if self.padded:
            images = np.pad(images, ((0, 0), (1, 1), (1, 1)))
        return relu(conv2d(images[:, None], self.kernel))[:, 0]

    def windows(self):
        size = PATCH + 2 * self.inset
        windows = np.lib.stride_tricks.sliding_window_view(self.image, (size, size))
        return windows.reshape(-1, size, size)

    def shape(self):
        return ROWS - 2 * self.inset, COLUMNS - 2 * self.inset

    def alone(self):
        found = self.features(self.windows())
        return linear_forward(found, self.W).reshape(self.shape())

    def dense(self):
        whole = self.features(self.image[None])
        return heat_map(whole, self.W, [0.0], (1, PATCH, PATCH))[0]


def shown(page, selector):
    return number(page.locator(f"{FIGURE} {selector}").text_content())


def cells(page, name):
    texts = page.locator(f"{FIGURE} .{name} .cell").all_text_contents()
    return np.array(texts, float).reshape(PATCH, PATCH)


def choose(page, padding):
    page.locator(f"{FIGURE} [value={padding}]").check()


@pytest.mark.parametrize("padding", ["zeros", "none"])
def test_dense_and_alone(open_figure, padding):
    page = open_figure()
    choose(page, "none")
    choose(page, padding)
    network = Network(page, padding)
    dense, alone = network.dense(), network.alone()
    difference = abs(dense - alone)
    assert (difference.max() > 50) == network.padded
    assert shown(page, ".largest") == difference.max()
    rows, columns = network.shape()
    assert page.locator(f"{FIGURE} .shape").text_content() == f"{rows} × {columns}"
    drawn = shades(page, f"{FIGURE} .map", (ROWS, COLUMNS))
    inside = np.s_[network.inset : ROWS - network.inset, network.inset : COLUMNS - network.inset]
    expected = np.floor(10 * difference / (difference.max() or 1) + 0.5) / 10
    np.testing.assert_allclose(drawn[inside], expected)
    assert drawn.sum() == pytest.approx(expected.sum())

    whole = network.features(network.image[None])[0]
    found = network.features(network.windows()).reshape(rows, columns, PATCH, PATCH)
    rng = np.random.default_rng(0)
    for _ in range(6):
        r, s = rng.integers(0, rows), rng.integers(0, columns)
        go(page, FIGURE, r + network.inset, s + network.inset)
        np.testing.assert_array_equal(cells(page, "dense"), whole[r : r + 8, s : s + 8])
        np.testing.assert_array_equal(cells(page, "alone"), found[r, s])
        assert shown(page, ".dense .score") == dense[r, s]
        assert shown(page, ".alone .score") == alone[r, s]
        assert shown(page, ".difference") == difference[r, s]
        outlined = page.locator(f"{FIGURE} .dense .differs").count()
        assert outlined == (whole[r : r + 8, s : s + 8] != found[r, s]).sum()
        # The kernel reaches one pixel: only the border of the window can differ.
        np.testing.assert_array_equal(whole[r + 1 : r + 7, s + 1 : s + 7], found[r, s, 1:-1, 1:-1])


def test_pointer_and_keys_move_the_window(open_figure):
    page = open_figure()
    for picture in ("svg >> nth=0", "svg >> nth=1"):
        page.mouse.click(*point(page.locator(f"{FIGURE} >> {picture}"), 34.1 / 56, 20.1 / 28))
        assert place(page, FIGURE) == [16, 30]
        go(page, FIGURE, 0, 0)
    page.locator(f"{FIGURE} :checked").press("ArrowDown")
    assert place(page, FIGURE) == [1, 1]  # the larger window does not fit at 0
    page.locator(FIGURE).get_by_label("Window’s row").press("End")
    assert place(page, FIGURE) == [19, 1]
    said = "Window at row 19, column 1: the scores differ by 0; anywhere, by up to 0"
    assert_announces(page, FIGURE, said)


@checks.on_each_screen
def test_fits_its_page_and_keeps_its_size(open_figure, viewport):
    page = open_figure(viewport)
    height = page.locator(FIGURE).bounding_box()["height"]
    for padding in ("none", "zeros"):
        choose(page, padding)
        assert page.locator(FIGURE).bounding_box()["height"] == height
        checks.assert_fits(page, FIGURE, viewport)
    checks.assert_targets_are_large_enough(page, FIGURE)


def test_is_complete_without_javascript(open_figure):
    page = open_figure(alive=False)
    network = Network(page, "zeros")
    difference = abs(network.dense() - network.alone())
    assert shown(page, ".largest") == difference.max()
    # It opens on a digit, or a pixel beside it, whose scores differ.
    r, s = place(page, FIGURE)
    digits = digit_canvas(rng=np.random.default_rng(22), choose_from=split()[1])
    assert abs(digits.corners - (r, s)).max(axis=1).min() <= 1
    assert shown(page, ".difference") == difference[r, s] > 0
    checks.assert_has_no_controls(page, FIGURE)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme, FIGURE)

"""The second figure of chapter 09: padding once around the image, or around each window.

Pixels and kernel are whole numbers and weights are quarters: every score is exact.
"""

import numpy as np
import pytest
from figure_checks import (
    NARROW,
    PHONE,
    WIDE,
    announcement,
    assert_accessible,
    assert_fits,
    assert_nothing_moves_when_the_module_arrives,
    assert_targets_are_large_enough,
    opened,
)
from pictures import point, shades

from fclib import conv2d, heat_map, linear_forward, relu

pytestmark = pytest.mark.browser

PAGE, NAME = "09-heat-maps.html", "padding"
FIGURE = f"fc-{NAME}"
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


def number(page, selector):
    text = page.locator(f"{FIGURE} {selector}").text_content()
    return float(text.replace("\N{MINUS SIGN}", "-"))


def cells(page, name):
    texts = page.locator(f"{FIGURE} .{name} .cell").all_text_contents()
    return np.array(texts, float).reshape(PATCH, PATCH)


def go(page, row, column):
    for slider, value in zip(
        page.locator(f"{FIGURE} [type=range]").all(), (row, column), strict=True
    ):
        slider.fill(str(value))


def choose(page, padding):
    page.locator(f"{FIGURE} [value={padding}]").check()


def place(page):
    return [int(s.input_value()) for s in page.locator(f"{FIGURE} [type=range]").all()]


@pytest.mark.parametrize("padding", ["zeros", "none"])
def test_dense_and_alone(browser, url, padding):
    with opened(browser, url + PAGE, FIGURE) as page:
        choose(page, "none")
        choose(page, padding)
        network = Network(page, padding)
        dense, alone = network.dense(), network.alone()
        difference = abs(dense - alone)
        assert (difference.max() > 50) == network.padded
        assert number(page, ".largest") == difference.max()
        rows, columns = network.shape()
        assert page.locator(f"{FIGURE} .shape").text_content() == f"{rows} × {columns}"
        drawn = shades(page, f"{FIGURE} .map", (ROWS, COLUMNS))
        inside = np.s_[
            network.inset : ROWS - network.inset, network.inset : COLUMNS - network.inset
        ]
        expected = np.floor(10 * difference / (difference.max() or 1) + 0.5) / 10
        np.testing.assert_allclose(drawn[inside], expected)
        assert drawn.sum() == pytest.approx(expected.sum())

        whole = network.features(network.image[None])[0]
        found = network.features(network.windows()).reshape(rows, columns, PATCH, PATCH)
        rng = np.random.default_rng(0)
        for _ in range(6):
            r, s = rng.integers(0, rows), rng.integers(0, columns)
            go(page, r + network.inset, s + network.inset)
            np.testing.assert_array_equal(cells(page, "dense"), whole[r : r + 8, s : s + 8])
            np.testing.assert_array_equal(cells(page, "alone"), found[r, s])
            assert number(page, ".dense .score") == dense[r, s]
            assert number(page, ".alone .score") == alone[r, s]
            assert number(page, ".difference") == difference[r, s]
            outlined = page.locator(f"{FIGURE} .dense .differs").count()
            assert outlined == (whole[r : r + 8, s : s + 8] != found[r, s]).sum()
            # The kernel reaches one pixel: only the border of the window can differ.
            np.testing.assert_array_equal(
                whole[r + 1 : r + 7, s + 1 : s + 7], found[r, s, 1:-1, 1:-1]
            )


def test_pointer_and_keys_move_the_window(browser, url):
    with opened(browser, url + PAGE, FIGURE) as page:
        for picture in ("svg >> nth=0", "svg >> nth=1"):
            page.mouse.click(*point(page, f"{FIGURE} >> {picture}", 34.1 / 56, 20.1 / 28))
            assert place(page) == [16, 30]
            go(page, 0, 0)
        page.locator(f"{FIGURE} :checked").press("ArrowDown")
        assert place(page) == [1, 1]  # the larger window does not fit at 0
        page.locator(FIGURE).get_by_label("Window’s row").press("End")
        assert place(page) == [19, 1]
        said = "Window at row 19, column 1: the scores differ by 0; anywhere, by up to 0"
        assert announcement(page, FIGURE) == said


@pytest.mark.parametrize("viewport", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_fits_its_page_and_keeps_its_size(browser, url, viewport):
    with opened(browser, url + PAGE, FIGURE, viewport) as page:
        height = page.locator(FIGURE).bounding_box()["height"]
        for padding in ("none", "zeros"):
            choose(page, padding)
            assert page.locator(FIGURE).bounding_box()["height"] == height
            assert_fits(page, FIGURE, viewport)
        assert_targets_are_large_enough(page, FIGURE)


def test_is_complete_without_javascript(browser, url):
    with opened(browser, url + PAGE, FIGURE, alive=False) as page:
        network = Network(page, "zeros")
        difference = abs(network.dense() - network.alone())
        assert number(page, ".largest") == number(page, ".difference") == difference.max()
        assert not page.locator(f"{FIGURE} :is(input, button):visible").count()
        assert not page.locator(f"{FIGURE} .controls:visible").count()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_when_the_module_arrives(browser, url, viewport):
    assert_nothing_moves_when_the_module_arrives(browser, url + PAGE, NAME, viewport)


@pytest.mark.parametrize(
    ("viewport", "theme"),
    [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")],
    ids=["light", "dark", "phone"],
)
def test_has_no_accessibility_violation(browser, url, viewport, theme):
    with opened(browser, url + PAGE, FIGURE, viewport, theme) as page:
        assert_accessible(page, theme)

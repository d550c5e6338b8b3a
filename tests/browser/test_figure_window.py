"""The figure of chapter 08: a layer's row of weights, slid over an image as a kernel.

Pixels are whole numbers and weights multiples of 1/2, so all sums are exact and compared as text.
"""

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces, point, stroke
from pictures import go, place
from printed import number

from fclib import conv2d, heat_map, linear_to_conv

pytestmark = pytest.mark.browser

PAGE, FIGURE = "08-convolution.html", "fc-window"
ROWS, COLUMNS, SIZE = 3, 5, 2
SHAPE = (2, SIZE, SIZE)


def numbers(page, selector):
    texts = page.locator(f"{FIGURE} {selector}").all_text_contents()
    return np.array([number(text) if text else np.nan for text in texts])


def layer(page):
    """Return the image and the row of weights that the page carries."""
    image = numbers(page, "[data-pixel]").reshape(2, ROWS + SIZE - 1, COLUMNS + SIZE - 1)
    W = page.locator(f"{FIGURE} [data-number]").evaluate_all(
        "all => all.map(e => Number(e.dataset.number))"
    )
    return image, np.array([W])


def shown_map(page):
    return numbers(page, ".output .cell").reshape(ROWS, COLUMNS)


def right_map(page):
    image, W = layer(page)
    return heat_map(image, W, [0.0], SHAPE)[0]


def lit(page):
    """Return the text of each part that is lit: kernel, weight, pixel and product."""
    return page.locator(f"{FIGURE} .lit").evaluate_all(
        "all => all.map(e => Number((e.matches('label') ? e.lastChild : e).textContent"
        ".replace('\\u2212', '-')))"
    )


def test_slides_over_all(open_figure):
    page = open_figure(reduced_motion="reduce")
    image, W = layer(page)
    right = right_map(page)
    kernel = linear_to_conv(W, SHAPE)
    np.testing.assert_array_equal(right, conv2d(image[None], kernel)[0, 0])
    # Visited are the places up to the window's, row by row; the others are empty.
    row, column = place(page, FIGURE)
    seen = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS) <= row * COLUMNS + column
    np.testing.assert_array_equal(shown_map(page), np.where(seen, right, np.nan))
    page.get_by_role("button", name="Slide over all").click()
    np.testing.assert_array_equal(shown_map(page), right)
    assert place(page, FIGURE) == [ROWS - 1, COLUMNS - 1]
    page = open_figure()
    page.get_by_role("button", name="Slide over all").click()
    assert np.isnan(shown_map(page)).sum() > 8
    page.wait_for_function(
        f"[...document.querySelectorAll('{FIGURE} .output .cell')].every(e => e.textContent)",
    )
    np.testing.assert_array_equal(shown_map(page), right)


def test_every_place_by_keyboard(open_figure):
    page = open_figure()
    image, W = layer(page)
    right = right_map(page)
    go(page, FIGURE, 0, 0)
    page.get_by_label("Window’s column").focus()
    for column in range(COLUMNS):
        patch = image[:, :SIZE, column : column + SIZE].flatten()
        np.testing.assert_array_equal(numbers(page, ".of-x.entry"), patch)
        np.testing.assert_array_equal(numbers(page, ".of-p"), W[0] * patch)
        assert numbers(page, ".total") == right[0, column]
        assert not page.locator(f"{FIGURE} .right").is_visible()
        page.keyboard.press("ArrowRight")
    assert place(page, FIGURE) == [0, COLUMNS - 1]
    page.get_by_label("Window’s row").press("End")
    said = f"Row {ROWS}, column {COLUMNS}: {right[-1, -1]:g}".replace("-", "minus ")
    assert_announces(page, FIGURE, said)


# For each wrong order: the shape that a row is taken for, and the axes that make a kernel of it.
WRONG = {"pixel by pixel": ((SIZE, SIZE, 2), (2, 0, 1)), "column by column": (SHAPE, (0, 2, 1))}


@pytest.mark.parametrize("order", WRONG)
def test_flattened_in_another_order_the_values_are_wrong(open_figure, order):
    page = open_figure(reduced_motion="reduce")
    image, W = layer(page)
    right = right_map(page)
    page.get_by_role("button", name="Slide over all").click()
    page.get_by_label(order).check()
    taken_for, axes = WRONG[order]
    kernel = W[0].reshape(taken_for).transpose(axes)
    wrong = conv2d(image[None], kernel[None])[0, 0]
    np.testing.assert_array_equal(shown_map(page), wrong)
    marked = page.locator(f"{FIGURE} .output .cell").evaluate_all(
        "all => all.map(e => e.classList.contains('wrong'))"
    )
    assert marked == (wrong != right).flatten().tolist()
    assert sum(marked) >= 10
    go(page, FIGURE, 1, 2)
    np.testing.assert_array_equal(numbers(page, ".kernel span span"), kernel.flatten())
    patch = image[:, 1 : 1 + SIZE, 2 : 2 + SIZE]
    back = np.argsort(axes)  # from a kernel's axes to the row's
    np.testing.assert_array_equal(numbers(page, ".of-x.entry"), patch.transpose(back).flatten())
    assert right[1, 2] != wrong[1, 2]
    hint = page.locator(f"{FIGURE} .right:visible").text_content()
    assert hint == f"; the layer gives {right[1, 2]:g}".replace("-", "\N{MINUS SIGN}")


def test_a_weight_lights_wherever_it_is(open_figure):
    page = open_figure()
    image, W = layer(page)
    go(page, FIGURE, 0, 1)
    patch = image[:, :SIZE, 1 : 1 + SIZE].flatten()

    def expected(k):
        return [W[0, k], W[0, k], patch[k], W[0, k] * patch[k]]

    page.locator(f"{FIGURE} .entry.of-w").nth(3).hover()
    assert lit(page) == expected(3)
    second = page.locator(f"{FIGURE} .image .grid").nth(1)
    page.mouse.move(*point(second, 2.5 / 6, 1.5 / 4))
    assert lit(page) == expected(7)
    page.mouse.move(0, 0)
    page.locator(f"{FIGURE} [name=window-weight]:checked").focus()
    page.keyboard.press("ArrowRight")
    assert lit(page) == expected(6)


def test_pointer_and_finger_move_the_window(open_figure):
    page = open_figure()
    first, second = page.locator(f"{FIGURE} .image .grid").all()
    page.mouse.move(*point(first, 2.6 / 6, 1.6 / 4))
    page.mouse.down()
    assert place(page, FIGURE) == [1, 3]  # not before it moves
    page.mouse.move(*point(first, 4.6 / 6, 2.6 / 4), steps=4)
    assert place(page, FIGURE) == [2, 4]
    page.mouse.move(0, 0)  # held, it stops at the corner
    page.mouse.up()
    assert place(page, FIGURE) == [0, 0]
    page.mouse.click(*point(second, 1.6 / 6, 2.6 / 4))
    assert place(page, FIGURE) == [2, 1]
    page.mouse.click(*point(page.locator(f"{FIGURE} .output .grid"), 4.5 / 5, 1.5 / 3))
    assert place(page, FIGURE) == [1, 4]
    page = open_figure(**checks.TOUCH)
    empty, top = np.isnan(shown_map(page)).sum(), page.evaluate("scrollY")
    stroke(page, point(page.locator(f"{FIGURE} .image .grid").first, 0.2, 0.9), 10, -200)
    page.wait_for_function(f"scrollY > {top} + 50")
    assert place(page, FIGURE) == [1, 3]
    assert np.isnan(shown_map(page)).sum() == empty


@checks.on_each_screen
def test_fits_its_page_and_keeps_its_size(open_figure, viewport):
    page = open_figure(viewport)
    height = page.locator(FIGURE).bounding_box()["height"]
    page.get_by_label("column by column").check()
    go(page, FIGURE, 1, 1)  # the widest numbers
    assert page.locator(FIGURE).bounding_box()["height"] == height
    checks.assert_fits(page, FIGURE, viewport)
    checks.assert_targets_are_large_enough(page, FIGURE)


def test_is_complete_without_javascript(open_figure):
    page = open_figure(alive=False)
    shown = shown_map(page)
    np.testing.assert_array_equal(shown, np.where(np.isnan(shown), np.nan, right_map(page)))
    assert (~np.isnan(shown)).sum() == 9
    assert len(lit(page)) == 4
    checks.assert_has_no_controls(page, FIGURE)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    page.get_by_label("column by column").check()
    checks.assert_accessible(page, theme, FIGURE)

"""The figure of chapter 13: stacked queries, keys and values, against linear_tokens."""

import json
import re

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces
from printed import number

from fclib import linear_tokens

pytestmark = pytest.mark.browser

PAGE, FIGURE = "13-transformer.html", "fc-stacked-rows"
TEXTS, TOKENS, HEADS, WIDTH = 2, 3, 2, 2
NAMES = {"query": 0, "key": 1, "value": 2}


def ranges(page):
    return page.locator(f"{FIGURE} [type=range]").all()


def printed(page, key):
    return page.locator(f"{FIGURE} [data-value={key}]").inner_text()


def layer(page, order):
    """Return x, and W and b with their rows in an order, which NumPy's axes bring about."""
    data = json.loads(page.locator(f"{FIGURE} [data-layer]").get_attribute("data-layer"))
    x = np.array(data["x"]).reshape(TEXTS, TOKENS, HEADS * WIDTH)
    W = np.array(data["W"], float).reshape(3, HEADS, WIDTH, -1)
    b = np.array(data["b"], float).reshape(3, HEADS, WIDTH)
    if order == "heads":
        W, b = W.swapaxes(0, 1), b.swapaxes(0, 1)
    return x, W.reshape(-1, HEADS * WIDTH), b.ravel()


def named(words):
    """Return the part, the head and the number in it that words name."""
    component, head, part = re.match(r"number (\d) of head (\d)'s (\w+)", words).groups()
    return NAMES[part], int(head), int(component)


def assert_shows(page, order, n, i):
    x, W, b = layer(page, order)
    y = linear_tokens(x, W, b)
    text, token = divmod(n, TOKENS)
    formula, _, value = printed(page, "entry").rpartition(" = ")
    assert number(value) == y[text, token, i]
    plain = formula.replace("\N{MINUS SIGN}", "-").replace("·", "*")
    assert eval(plain) == y[text, token, i]
    assert printed(page, "token").startswith(f"text {text}, token {token}: ")
    row, words = printed(page, "row").split(": ")
    assert int(row) == i
    # The entry of Y is that of the part and head that are named, wherever its row is stored.
    part, head, component = named(words)
    separate = linear_tokens(*layer(page, "blocks")).reshape(TEXTS, TOKENS, 3, HEADS, WIDTH)
    assert separate[text, token, part, head, component] == y[text, token, i]
    offset = printed(page, "index").replace("·", "*").split(" = ")
    assert eval(offset[0]) == int(offset[1]) == i
    taken, verdict = printed(page, "split").split(", ")
    places = np.arange(3 * HEADS * WIDTH).reshape(3, HEADS, WIDTH)
    assert places[named(taken)] == i
    assert verdict == ("rightly" if taken == words else "wrongly")
    shown = page.locator(f"{FIGURE} .of-y .lit")
    assert shown.count() == 1
    assert number(shown.inner_text()) == y[text, token, i]
    for letter, matrix, lit in (("x", x.reshape(-1, HEADS * WIDTH), n), ("w", W, i)):
        cells = page.locator(f"{FIGURE} .of-{letter} .cell")
        assert [number(t) for t in cells.all_text_contents()] == matrix.ravel().tolist()
        rows = page.locator(f"{FIGURE} .of-{letter} .lit").evaluate_all(
            "all => all.map(e => Number(e.dataset.row))"
        )
        assert rows == [lit] * matrix.shape[1]


def test_numbers_tell_rows_and_tokens_apart(open_figure):
    x, W, b = layer(open_figure(), "blocks")
    assert len(np.unique(W, axis=0)) == len(W)
    assert len(np.unique(x.reshape(6, 4), axis=0)) == 6
    assert np.unique(b).size > 1


@pytest.mark.parametrize("order", ["blocks", "heads"])
def test_every_entry_is_that_of_linear_tokens(open_figure, order):
    page = open_figure()
    page.locator(f"{FIGURE} [value={order}]").check()
    token, row = ranges(page)
    for i in range(12):
        row.fill(str(i))
        for n in (i % 6, 5 - i % 6):
            token.fill(str(n))
            assert_shows(page, order, n, i)


def test_an_entry_can_be_pointed_at_and_tapped(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} .of-y .cell[data-token='0'][data-row='10']").hover()
    assert_shows(page, "blocks", 0, 10)
    page.locator(f"{FIGURE} .of-w .cell[data-row='2']").first.click()
    page.locator(f"{FIGURE} .of-x .cell[data-row='5']").first.click()
    page.mouse.move(0, 0)
    assert_shows(page, "blocks", 5, 2)


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} [type=radio]:checked").press("ArrowRight")
    token, row = ranges(page)
    token.press("Home")
    row.press("ArrowRight")
    assert_shows(page, "heads", 0, 8)
    assert row.get_attribute("aria-valuetext") == "row 8, number 0 of head 1's key"
    assert_announces(page, FIGURE, "Row 8: number 0 of head 1's key. Token text 0, ", more=True)


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    checks.assert_has_no_controls(page, FIGURE)
    assert_shows(page, "blocks", 4, 7)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.on_each_screen
def test_fits_and_moves_nothing_below(open_figure, viewport):
    page = open_figure(viewport)
    assert_still = checks.still_below(page, FIGURE)
    for order in ("heads", "blocks"):
        page.locator(f"{FIGURE} [value={order}]").check()
        for i in range(12):
            ranges(page)[1].fill(str(i))
            assert_still()
        checks.assert_fits(page, FIGURE, viewport)
        checks.assert_targets_are_large_enough(page, FIGURE)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)

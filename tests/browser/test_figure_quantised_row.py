"""The figure of chapter 12: a quantised row, against quantise_rows and linear_quantised."""

import json

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces
from playwright.sync_api import expect
from printed import number

from fclib import linear_quantised, quantise_rows

pytestmark = pytest.mark.browser

PAGE, FIGURE = "12-fewer-bits.html", "fc-quantised-row"
BITS = (8, 6, 4, 3, 2)
HEIGHTS = """all => all.map(e => parseFloat(e.getAttribute("y")))"""


def choose(page, bits, scale):
    page.locator(f"{FIGURE} [name=quantised-row-bits][value='{bits}']").check()
    page.locator(f"{FIGURE} [value={scale}]").check()


def assert_shows(page, bits, shared=None):
    """Compare with fclib; ``shared`` is the largest weight of another row, if it has a say."""
    row = json.loads(page.locator(f"{FIGURE} [data-row]").get_attribute("data-row"))
    w, x = np.array(row["w"]), np.array(row["x"])
    if shared is None:
        Q, scale = quantise_rows(w[None], bits)
    else:
        # One row of all weights has the one scale of all.
        Q, scale = quantise_rows(np.append(w, shared)[None], bits)
        Q = Q[:, :-1]
    cells = {
        key: page.locator(f"{FIGURE} [data-cell^={key}]").all_text_contents()
        for key in ("w", "q", "s")
    }
    assert [number(text) for text in cells["w"]] == w.tolist()
    assert [number(text) for text in cells["q"]] == Q[0].tolist()
    stored = scale[0] * Q[0]
    # Two and four decimals.
    np.testing.assert_allclose([number(text) for text in cells["s"]], stored, atol=0.00501)
    printed = {
        key: page.locator(f"{FIGURE} [data-value={key}]").inner_text()
        for key in ("scale", "used", "worst", "exact", "product", "error")
    }
    product = linear_quantised(x[None], Q, scale)[0, 0]
    expected = {
        "scale": scale[0],
        "worst": np.abs(stored - w).max(),
        "exact": w @ x,
        "product": product,
        "error": product - w @ x,
    }
    for key, value in expected.items():
        text = printed[key].split("= ")[-1].split(";")[0]
        assert number(text) == pytest.approx(value, abs=0.000051), key
    assert printed["used"] == f"{len(set(Q[0].tolist()))} of {2**bits - 1}"
    crosses = page.locator(f"{FIGURE} .stored").evaluate_all(HEIGHTS)
    np.testing.assert_allclose(crosses, 50 - 100 * stored / 2.2, atol=0.0051)
    return Q[0]


def test_every_choice_is_that_of_fclib(open_figure):
    page = open_figure()
    for bits in BITS:
        choose(page, bits, "row")
        assert_shows(page, bits)
        choose(page, bits, "all")
        for other in (1, 2.5, 8):
            page.locator(f"{FIGURE} [type=range]").fill(str(other))
            Q = assert_shows(page, bits, shared=other)
    assert not Q.any()  # two bits, and a weight of 8 elsewhere: nothing is left of the row


def test_lines_are_the_levels_and_eight_bits_have_too_many(open_figure):
    page = open_figure()
    levels = page.locator(f"{FIGURE} .level")
    for bits, count in ((4, 15), (3, 7), (2, 3), (6, 0), (8, 0)):
        choose(page, bits, "row")
        assert levels.count() == count


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    checks.assert_has_no_controls(page, FIGURE)
    assert_shows(page, 4)
    expect(page.locator(f"{FIGURE} .level")).to_have_count(15)


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} [name=quantised-row-bits]:checked").press("ArrowRight")
    page.locator(f"{FIGURE} [name=quantised-row-scale]:checked").press("ArrowRight")
    page.locator(f"{FIGURE} [type=range]").press("End")
    assert_shows(page, 3, shared=8)
    assert_announces(page, FIGURE, "Scale 8 / 3 = 2.6667, 1 of 7 values in use", more=True)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(
        open_figure, FIGURE, viewport, ":is([type=range], [type=radio])"
    )


@checks.on_each_screen
def test_fits_its_page(open_figure, viewport):
    page = open_figure(viewport)
    for scale in ("row", "all"):
        choose(page, 8, scale)
        checks.assert_fits(page, FIGURE, viewport, parts=":not(path, circle)")
        checks.assert_targets_are_large_enough(page, FIGURE)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)

"""The figure of chapter 12: bits, neighbours and errors, against NumPy's types and to_bfloat16."""

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces
from printed import number

from fclib import to_bfloat16

pytestmark = pytest.mark.browser

PAGE, FIGURE = "12-fewer-bits.html", "fc-number-bits"
SCALE = 0.05
TYPES = {"float32": 32, "bfloat16": 16, "float16": 16, "int8": 8}
# Ties, carries into the exponent, subnormals, what overflows, zeros of both signs.
NUMBERS = [
    3.14159, -2.7, 1 + 2**-8, 1 + 3 * 2**-8, 255.9, 1 + 2**-11, 1 + 3 * 2**-11, 1 + 2**-24,
    0.3, 6e-8, 2.9e-8, 1e-40, 65519.9, 65520, 3.39e38, 3.4e38, 1e39, -1e39, 0, 0.125, 6.375, -40,
]  # fmt: skip
BITS = "all => all.filter(e => !e.hidden).map(e => e.textContent).join('')"


def pattern_of(x, kind):
    """Round by NumPy and fclib; return the bits as text."""
    with np.errstate(over="ignore"):
        if kind == "int8":
            return f"{int(np.clip(np.rint(x / SCALE), -128, 127)) % 256:08b}"
        if kind == "float16":
            return f"{np.float16(x).view(np.uint16):016b}"
        if kind == "bfloat16":
            return f"{to_bfloat16(x)[()].view(np.uint32) >> 16:016b}"
        return f"{np.float32(x).view(np.uint32):032b}"


def value_of(bits, kind):
    """Return the number that bits stand for."""
    whole = int(bits, 2)
    if kind == "int8":
        return float(np.uint8(whole).view(np.int8)) * SCALE
    if kind == "float16":
        return float(np.uint16(whole).view(np.float16))
    return float(np.uint32(whole << 16 if kind == "bfloat16" else whole).view(np.float32))


def neighbours_of(bits, kind):
    """Return the numbers next to a stored one, None where there is none."""
    if kind == "int8":
        q = np.uint8(int(bits, 2)).view(np.int8)
        return [SCALE * k if -128 <= k <= 127 else None for k in (int(q) - 1, int(q) + 1)]
    stored = value_of(bits, kind)
    found = []
    for end in (-np.inf, np.inf):
        if stored == end:
            found.append(None)
        elif kind == "bfloat16":
            # Bits without their sign are in the order of the numbers.
            whole = int(bits, 2)
            order = (-(whole & 0x7FFF) if whole >> 15 else whole) + (1 if end > 0 else -1)
            found.append(value_of(f"{order if order >= 0 else 0x8000 - order:016b}", kind))
        else:
            kept = np.float16 if kind == "float16" else np.float32
            with np.errstate(over="ignore"):
                found.append(float(np.nextafter(kept(stored), kept(end))))
    return found


def read(text):
    words = {"none": None, "∞": np.inf, "\N{MINUS SIGN}∞": -np.inf, "nan": np.nan}
    return words[text] if text in words else number(text)


def printed(page, key):
    return page.locator(f"{FIGURE} [data-value={key}]").inner_text()


def assert_shows(page, x, kind):
    bits = page.locator(f"{FIGURE} .bit").evaluate_all(BITS)
    assert bits == pattern_of(x, kind), (x, kind)
    stored = value_of(bits, kind)
    close = {"rel": 1e-8, "abs": 0}  # nine digits are printed
    assert read(printed(page, "stored")) == pytest.approx(stored, **close)
    for shown, expected in zip(
        printed(page, "neighbours").split(" and "), neighbours_of(bits, kind), strict=True
    ):
        assert read(shown) == (expected if expected is None else pytest.approx(expected, **close))
    error = printed(page, "error").split(",")[0]
    # Three digits are printed.
    assert read(error) == pytest.approx(stored - x if np.isfinite(stored) else stored, rel=0.006)


@pytest.mark.parametrize("kind", TYPES)
def test_every_number_is_rounded_as_by_numpy_and_fclib(open_figure, kind):
    page = open_figure()
    page.locator(f"{FIGURE} [name=number-bits-type][value={kind}]").check()
    for x in NUMBERS:
        page.locator(f"{FIGURE} [type=number]").fill(repr(x))
        assert_shows(page, x, kind)


@pytest.mark.parametrize("kind", TYPES)
def test_every_bit_can_be_turned(open_figure, kind):
    page = open_figure()
    page.locator(f"{FIGURE} [name=number-bits-type][value={kind}]").check()
    for place in range(TYPES[kind]):
        bits = pattern_of(1.3, kind)
        page.locator(f"{FIGURE} [type=number]").fill("1.3")
        page.locator(f"{FIGURE} .bit input").nth(place).press("Space")
        turned = bits[:place] + str(1 - int(bits[place])) + bits[place + 1 :]
        assert page.locator(f"{FIGURE} .bit").evaluate_all(BITS) == turned
        if np.isnan(value_of(turned, kind)):  # of which there are many
            assert printed(page, "stored") == "nan"
        else:
            assert_shows(page, value_of(turned, kind), kind)


def test_the_slider_and_the_field_agree_and_words_are_refused(open_figure):
    page = open_figure()
    slider, field = (page.locator(f"{FIGURE} [type={kind}]") for kind in ("range", "number"))
    slider.press("Home")
    assert field.input_value() == "-8"
    assert_shows(page, -8, "bfloat16")
    field.fill("2.5")
    assert slider.input_value() == "2.5"
    field.fill("")
    assert page.locator(f"{FIGURE} .note").inner_text().startswith("Type a number")
    assert printed(page, "typed") == "2.5"
    field.fill("1.004")
    assert_announces(page, FIGURE, "Stored 1.0078125, error 0.00381, 0.38% of it")


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert page.locator(f"{FIGURE} .bit input:enabled").count() == 0
    checks.assert_has_no_controls(page, FIGURE, ":is([type=number], [type=range], .controls)")
    assert_shows(page, 3.14159, "bfloat16")


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    controls = ":is([type=number], [type=range], [type=radio])"
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport, controls)


@checks.on_each_screen
def test_every_type_fits_and_moves_nothing_below(open_figure, viewport):
    page = open_figure(viewport)
    assert_still = checks.still_below(page, FIGURE)
    for kind in TYPES:
        page.locator(f"{FIGURE} [name=number-bits-type][value={kind}]").check()
        assert_still()
        checks.assert_fits(
            page, FIGURE, viewport, parts=":not(input, .line)"
        )  # its ends stick out of it
        checks.assert_targets_are_large_enough(page, FIGURE)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)

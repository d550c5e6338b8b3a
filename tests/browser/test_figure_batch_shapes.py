"""The figure of shapes in chapter 02: what it says of the mistakes is held against NumPy itself."""

import re
from itertools import product

import figure_checks as checks
import numpy as np
import pytest
from driving import announcements, assert_announces, assert_settled

pytestmark = pytest.mark.browser

PAGE, FIGURE = "02-batch.html", "fc-batch-shapes"
SHAPES = ["(4, 2)", "(4, 3)", "(3, 2)", "(2,)"]  # of Y, X, W transposed and b, at first
SIZES = list(product(range(1, 7), repeat=3))

# The first line is the right formula, which the figure draws at first.
LINES = f"""() => [...document.querySelectorAll("{FIGURE} li:not(:first-child)")].map((line) =>
  ["code", ".kind", ".detail", ".on-paper"].map((part) => line.querySelector(part).textContent))"""
# Every combination of sizes, as a reader would set it, and what the lines then say.
SWEEP = f"""(sizes) => sizes.map((values) => {{
  document.querySelectorAll("{FIGURE} [type=range]").forEach((slider, k) => {{
    slider.value = values[k];
    slider.dispatchEvent(new Event("input", {{bubbles: true}}));
  }});
  return [document.querySelector("{FIGURE} .summary").textContent, ({LINES})()];
}})"""


def slider(page, name):
    return page.get_by_role("slider", name=re.compile(f"^{name} "))


def run(code, n, d, m):
    """Let NumPy run the code; return the kind of its result and its shape or NumPy's message."""
    rng = np.random.default_rng([n, d, m])
    x, W, b = (rng.normal(size=shape) for shape in ((n, d), (m, d), m))
    try:
        y = eval(code, {"x": x, "W": W, "b": b})
    except ValueError as error:
        return "error", str(error)
    if y.shape != (n, m):
        return "wrong shape", y.shape
    return "right" if np.allclose(y, x @ W.T + b) else "silent", y.shape


def assert_detail_is_true(detail, kind, found, n, m):
    """Hold the words behind a verdict against the shape that NumPy gave, or its message."""
    if kind == "wrong shape":
        assert detail == f"{found}, not {(n, m)}"
    elif kind != "error":
        assert detail == {"right": "at these sizes", "silent": "right shape, wrong values"}[kind]
    elif "@" in detail:
        left, right = (eval(shape) for shape in detail.split("@"))
        assert f"size {right[0]} is different from {left[-1]}" in found
    else:
        shapes = re.split("[+*]", detail)
        assert "".join(shapes).replace(" ", "") in found.replace(" ", "")


def test_every_verdict_is_what_numpy_does(open_figure):
    page = open_figure()
    seen = set()
    for (n, d, m), (summary, lines) in zip(SIZES, page.evaluate(SWEEP, SIZES), strict=True):
        assert len(lines) == 6
        for code, kind, detail, _ in lines:
            expected, found = run(code, n, d, m)
            assert kind == expected, (code, n, d, m)
            assert_detail_is_true(detail, kind, found, n, m)
            seen.add(kind)
        equal = {
            f"{a} = {b}"
            for (a, p), (b, q) in (
                (("N", n), ("D", d)),
                (("D", d), ("M", m)),
                (("N", n), ("M", m)),
            )
            if p == q
        }
        words = "N = D = M" if len(equal) == 3 else "".join(equal) or "No two sizes are equal"
        silent = sum(kind == "silent" for _, kind, _, _ in lines)
        assert summary == f"{words}. Silent: {silent} of 6."
    assert seen == {"error", "wrong shape", "silent", "right"}


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    checks.assert_has_no_controls(page, FIGURE)
    assert page.locator(f"{FIGURE} .shape").all_text_contents() == SHAPES
    assert page.locator(f"{FIGURE} .note").all_text_contents() == ["", "", "W (2, 3)", "as (4, 2)"]
    for line in page.locator(f"{FIGURE} li:not(:first-child)").all():
        code, kind, detail, note = (
            line.locator(part).inner_text() for part in ("code", ".kind", ".detail", ".on-paper")
        )
        expected, found = run(code, 4, 3, 2)
        assert kind == expected
        assert_detail_is_true(detail, kind, found, 4, 2)
        # The note holds for all sizes from 2 up.
        rule = {"always silent": "True", "never silent": "False"}.get(note)
        rule = rule or note.removeprefix("silent if ").replace("=", "==")
        for n, d, m in (sizes for sizes in SIZES if min(sizes) > 1):
            silent = run(code, n, d, m)[0] == "silent"
            assert silent == eval(rule, {"N": n, "D": d, "M": m}), (code, n, d, m)


def test_sliders_set_shapes_and_grids(open_figure):
    page = open_figure()
    assert not page.locator(f"{FIGURE} .on-paper").first.is_visible()
    for name, keys, value in (("N", ["ArrowUp"], 5), ("D", ["End"], 6), ("M", ["Home"], 1)):
        for key in keys:
            slider(page, name).press(key)
        assert slider(page, name).input_value() == str(value)
    assert page.locator(f"{FIGURE} output").all_text_contents() == ["5", "6", "1"]
    shapes = {"y": (5, 1), "x": (5, 6), "w": (6, 1), "b": (5, 1)}
    for letter, (rows, columns) in shapes.items():
        box = page.locator(f"{FIGURE} .q-{letter} .cells").bounding_box()
        assert (box["height"] + 1, box["width"] + 1) == (20 * rows, 20 * columns)
    shapes = page.locator(f"{FIGURE} .shape").all_text_contents()
    assert shapes == ["(5, 1)", "(5, 6)", "(6, 1)", "(1,)"]
    notes = page.locator(f"{FIGURE} .note").all_text_contents()
    assert notes == ["", "", "W (1, 6)", "as (5, 1)"]


def operands(code, n, d, m):
    """Return the shapes of what the code multiplies and adds, in order."""
    x, W, b = (np.zeros(shape) for shape in ((n, d), (m, d), m))
    shown = []
    for part in re.split(r" [@*+] (?![^(]*\))", code):
        shown.append(str(eval(part, {"x": x, "W": W, "b": b}).shape))
    return shown


@pytest.mark.parametrize("sizes", [(4, 3, 2), (3, 3, 3), (2, 4, 2), (1, 5, 2)])
def test_a_chosen_formula_draws_its_own_shapes(open_figure, sizes):
    page = open_figure()
    page.evaluate(SWEEP, [sizes])
    assert page.locator(f"{FIGURE} li").count() == 7
    for line in page.locator(f"{FIGURE} li").all():
        line.click(position={"x": 200, "y": 8})  # anywhere on it
        code = line.get_attribute("data-code")
        kind, found = run(code, *sizes)
        shown = page.locator(f"{FIGURE} .shape").all_text_contents()
        assert shown == ["error" if kind == "error" else str(found), *operands(code, *sizes)], code
        for slot, shape in zip(("result", "left", "right", "bias"), shown, strict=True):
            cells = page.locator(f"{FIGURE} [data-slot={slot}] .cells")
            assert cells.is_visible() == (shape != "error")
            if shape == "error" or (slot == "bias" and kind != "error"):
                continue
            rows, columns = (1, *eval(shape))[-2:]
            box = cells.bounding_box()
            expected = (20 * rows, min(20 * columns, 120))
            assert (box["height"] + 1, box["width"] + 1) == pytest.approx(expected), (code, slot)
    page.locator(f"{FIGURE} :checked").press("ArrowDown")  # round to the first
    assert page.locator(f"{FIGURE} .shape").first.text_content() == str((sizes[0], sizes[2]))


def test_silent_lines_stand_out_without_colour(open_figure):
    page = open_figure()
    look = "e => [getComputedStyle(e).fontWeight, getComputedStyle(e).backgroundColor]"
    kinds = page.locator(f"{FIGURE} .kind")
    silent = [kind == "silent" for kind in kinds.all_text_contents()]
    looks = [kind.evaluate(look) for kind in kinds.all()]
    assert sum(silent) == 1
    for marked, (weight, background) in zip(silent, looks, strict=True):
        assert (weight == "700") == (background != "rgba(0, 0, 0, 0)") == marked


def test_the_result_is_announced_once_it_has_settled(open_figure):
    page = open_figure()
    heard = announcements(page, FIGURE)
    slider(page, "M").press("ArrowRight")
    said = "D = M. Silent: 2 of 6. x @ W + b x @ W.reshape(x.shape[1], -1) + b"
    assert_announces(page, FIGURE, said)
    assert_settled(heard())


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.on_each_screen
def test_every_size_fits_and_moves_nothing_below(open_figure, viewport):
    page = open_figure(viewport)
    assert_still = checks.still(page, f"{FIGURE} li, {FIGURE} [type=range], figure.interactive ~ *")
    checks.assert_targets_are_large_enough(page, FIGURE)
    for sizes in ((6, 6, 6), (1, 1, 1), (1, 6, 6), (6, 1, 6), (6, 6, 1), (1, 1, 6)):
        page.evaluate(SWEEP, [sizes])
        assert_still()
        checks.assert_fits(page, FIGURE, viewport, texts=":is(span, code, p, label, output)")


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    for sizes in ((4, 3, 2), (3, 1, 1)):  # all four kinds of line
        page.evaluate(SWEEP, [sizes])
        checks.assert_accessible(page, theme, FIGURE)


def test_prints_without_sliders_and_with_the_rules(open_figure):
    page = open_figure(theme="dark")
    page.emulate_media(media="print")
    checks.assert_has_no_controls(page, FIGURE)
    assert page.locator(f"{FIGURE} .on-paper").first.is_visible()
    badge = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).printColorAdjust]"
    silent = page.locator(f"{FIGURE} [data-kind=silent] .kind")
    assert silent.evaluate(badge) == ["rgb(0, 0, 0)", "exact"]

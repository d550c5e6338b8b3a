"""The figure of shapes in chapter 02: what it says of the mistakes is held against NumPy itself."""

import re
from itertools import product

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGE = "02-batch.html"
FIGURE = "fc-batch-shapes"
SIZES = list(product(range(1, 7), repeat=3))
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}

LINES = f"""() => [...document.querySelectorAll("{FIGURE} li")].map((line) =>
  ["code", ".kind", ".detail", ".on-paper"].map((part) => line.querySelector(part).textContent))"""
# Every combination of sizes, as a reader would set it, and what the lines then say.
SWEEP = f"""(sizes) => sizes.map((values) => {{
  document.querySelectorAll("{FIGURE} input").forEach((slider, k) => {{
    slider.value = values[k];
    slider.dispatchEvent(new Event("input", {{bubbles: true}}));
  }});
  return [document.querySelector("{FIGURE} .summary").textContent, ({LINES})()];
}})"""

# What sticks out of the figure, or out of its own box; nothing is shown of the announcement.
OVERFLOW = """all => {
  const figure = all[0].getBoundingClientRect();
  return all.filter((element) => {
    const {left, right, width} = element.getBoundingClientRect();
    const outside = width && (left < figure.left - 1 || right > figure.right + 1);
    const clipped = element.clientWidth && element.scrollWidth > element.clientWidth + 1;
    return !element.matches(".announcement") && (outside || clipped);
  }).map((element) => element.outerHTML);
}"""

# Where elements are, measured from the figure: text above it may still be settling.
BOXES = f"""all => {{
  const origin = document.querySelector("{FIGURE}").getBoundingClientRect();
  return all.map((element) => {{
    const {{x, y, width, height}} = element.getBoundingClientRect();
    return [x - origin.x, y - origin.y, width, height];
  }});
}}"""


@pytest.fixture
def open_figure(browser, url):
    """Return a function that opens the chapter; an uncaught error in the page fails the test."""
    contexts, errors = [], []

    def open_(viewport=WIDE, theme="light", alive=True, before=None):
        context = browser.new_context(
            viewport=viewport, color_scheme=theme, java_script_enabled=alive
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if before:
            before(page)
        page.goto(url + PAGE)
        page.locator(FIGURE).scroll_into_view_if_needed()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


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


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert not page.locator(f"{FIGURE} .controls").is_visible()
    assert page.locator(f"{FIGURE} .shape, {FIGURE} [data-shape]").all_text_contents() == [
        "(4, 2)",
        "(4, 3)",
        "(3, 2)",
        "(2, 3)",
        "(2,)",
        "(4, 2)",
    ]
    for line in page.locator(f"{FIGURE} li").all():
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
    assert page.locator(f"{FIGURE} .q-w [data-shape]").all_text_contents() == ["(6, 1)", "(1, 6)"]
    assert page.locator(f"{FIGURE} .q-b [data-shape]").all_text_contents() == ["(1,)", "(5, 1)"]


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
    region = page.locator(f"{FIGURE} [role=status]")
    slider(page, "M").press("ArrowRight")
    assert region.text_content() == ""
    page.wait_for_function(f"document.querySelector('{FIGURE} [role=status]').textContent")
    said = "D = M. Silent: 2 of 6. x @ W + b x @ W.reshape(x.shape[1], -1) + b"
    assert region.text_content() == said


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    late = "window.arrive = () => import('./batch-shapes.js?late');"

    def hold_the_module_back(page):
        page.route(
            re.compile(r"batch-shapes\.js(?!\?late)"),
            lambda route: route.fulfill(body=late, content_type="text/javascript"),
        )

    page = open_figure(viewport, before=hold_the_module_back)
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_timeout(300)
    assert not page.locator(f"{FIGURE} .sliders").is_visible()  # they would do nothing yet
    parts = page.locator(f"{FIGURE}, {FIGURE} *, figure.interactive ~ *")
    before = parts.evaluate_all(BOXES)
    page.evaluate("arrive()")
    page.locator(f"{FIGURE} .sliders").wait_for()
    np.testing.assert_allclose(parts.evaluate_all(BOXES), before, atol=0.01)


@pytest.mark.parametrize("viewport", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_every_size_fits_and_moves_nothing_below(open_figure, viewport):
    page = open_figure(viewport)
    below = page.locator(f"{FIGURE} li, {FIGURE} input, figure.interactive ~ *")
    before = below.evaluate_all(BOXES)
    assert np.min([box[3] for box in before[:3]]) >= 24  # the height of a target
    for sizes in ((6, 6, 6), (1, 1, 1), (1, 6, 6), (6, 1, 6), (6, 6, 1), (1, 1, 6)):
        page.evaluate(SWEEP, [sizes])
        np.testing.assert_allclose(below.evaluate_all(BOXES), before, atol=0.01)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"]
        overflow = page.locator(f"{FIGURE}, {FIGURE} *").evaluate_all(OVERFLOW)
        assert overflow == [], sizes
    fonts = page.locator(f"{FIGURE} :is(span, code, p, label, output)").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(fonts) >= 12


@pytest.mark.parametrize(("theme", "viewport"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)])
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    for sizes in ((4, 3, 2), (3, 1, 1)):  # all four kinds of line
        page.evaluate(SWEEP, [sizes])
        results = Axe().run(page, context="figure.interactive", options={})
        assert results.violations_count == 0, results.generate_report()


def test_prints_without_sliders_and_with_the_rules(open_figure):
    page = open_figure(theme="dark")
    page.emulate_media(media="print")
    assert not page.locator(f"{FIGURE} .controls").is_visible()
    assert page.locator(f"{FIGURE} .on-paper").first.is_visible()
    badge = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).printColorAdjust]"
    silent = page.locator(f"{FIGURE} [data-kind=silent] .kind")
    assert silent.evaluate(badge) == ["rgb(0, 0, 0)", "exact"]

"""What figures with controls have to keep to; the tests of each such figure call these."""

import json
import re
from contextlib import contextmanager

import axe_checks
import numpy as np
import pytest

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}  # what WCAG asks a page to fit, 1280 pixels zoomed by 4
TOUCH = {"viewport": PHONE, "has_touch": True, "is_mobile": True}

on_wide_and_phone = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
on_each_screen = pytest.mark.parametrize(
    "viewport", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"]
)
in_each_look = pytest.mark.parametrize(
    ("viewport", "theme"),
    [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (NARROW, "dark")],
    ids=["light", "dark", "phone", "narrow"],
)

CONTROLS = ":is(input, button, [role=slider], [tabindex])"
TARGETS = ":is(label, [type=range], [type=number], [role=slider], button, rect.hit)"
TEXTS = ":is(span, b, i, sup, dd, dt, text, tspan, .title-x, .title-y)"

# On the page, not in the window: keys may scroll.
BOXES = """all => all.map(e => {
  const {x, y, width, height} = e.getBoundingClientRect();
  return [x + scrollX, y + scrollY, width, height];
})"""
RECORD_SHIFTS = """window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(e => { shift += e.value; }))
  .observe({type: "layout-shift"});"""
# Two frames are drawn, and the page has done what they gave rise to.
REST = """() => new Promise(done => requestAnimationFrame(() =>
  requestAnimationFrame(() => requestIdleCallback(() => done()))))"""
# The size of each text in pixels of the screen; a drawing may be scaled.
SIZES = """all => all
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE))
  .map(e => parseFloat(getComputedStyle(e).fontSize) * (e.getScreenCTM?.().a ?? 1))"""
# Takes away what neither holds the figure nor lies in it.
LEAVE_ALONE = """figure => {
  for (let e = figure.closest("figure.interactive"); e !== document.body; e = e.parentElement)
    for (const other of [...e.parentElement.children]) if (other !== e) other.remove();
}"""
# What sticks out of the figure, or out of its own box.
OVERFLOW = """all => {
  const figure = document.querySelector("figure.interactive").getBoundingClientRect();
  return all.filter(e => {
    if (e.closest(".announcement, .visually-hidden")) return false;
    const {left, right, width} = e.getBoundingClientRect();
    const outside = width && (left < figure.left - 1 || right > figure.right + 1);
    const cut = !e.ownerSVGElement && e.clientWidth && e.scrollWidth > e.clientWidth + 1;
    return outside || cut;
  }).map(e => e.outerHTML.slice(0, 120));
}"""


class Windows:
    """Browser windows that stay open: a new one starts a process, and takes longer than a test.

    Each kind of reader (size, scheme, finger, with or without JavaScript) has one, and each test a
    page that was loaded for it.
    """

    def __init__(self, browser):
        self.browser, self.kept = browser, {}

    def new(self, **options):
        """Open a window; return its page and the list of the errors in it."""
        page, errors = self.browser.new_context(**options).new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page, errors

    def take(self, **options):
        """Return the page of the window with these options as it was before its first use."""
        key = json.dumps(options, sort_keys=True)
        if key not in self.kept:
            self.kept[key] = self.new(**options)
        page, errors = self.kept[key]
        errors.clear()
        page.goto("about:blank")
        page.mouse.move(0, 0)
        page.emulate_media(media="screen")
        return page, errors


@contextmanager
def opened(windows, address, figure, viewport=WIDE, theme="light", alive=True, before=None, **more):
    """Open the page of a figure; an uncaught error in the page fails the test.

    ``before`` is called with the page of a window of its own, before anything is loaded.
    """
    options = {"viewport": viewport, "color_scheme": theme, "java_script_enabled": alive, **more}
    page, errors = windows.new(**options) if before else windows.take(**options)
    if before:
        before(page)
    page.goto(address)
    page.locator(figure).scroll_into_view_if_needed()
    if alive:
        page.evaluate("document.fonts.ready.then(() => null)")
    if alive and before is None:
        page.locator(f"{figure}:defined").wait_for()
    yield page
    if before:
        page.context.close()
    assert errors == [], errors


def assert_accessible(page, theme, figure):
    """Run axe-core on a figure; the page is left with nothing but it."""
    assert page.locator("html").get_attribute("data-theme") == theme
    # The rest of the page takes axe-core two thirds of its time. test_site.py checks whole pages.
    page.locator(figure).evaluate(LEAVE_ALONE)
    found = axe_checks.results(page, part="figure.interactive")
    assert axe_checks.lines(found) == []
    # Guards against a run that looked at nothing.
    assert any(rule["id"] == "color-contrast" for rule in found["passes"])


def still(page, parts):
    """Return a check that parts of a page are where they are now."""
    found = page.locator(parts)
    before = found.evaluate_all(BOXES)

    def assert_still():
        np.testing.assert_allclose(found.evaluate_all(BOXES), before, rtol=0, atol=0.01)

    return assert_still


def still_below(page, figure):
    """Return a check that what stands below a figure is where it is now."""
    return still(page, f"figure:has({figure}) figcaption, figure:has({figure}) ~ *")


def assert_fits(page, figure, viewport, parts="", texts=TEXTS, least=12):
    """Check that parts stay inside and that texts are large enough to be read."""
    assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"]
    overflow = page.locator(f":is({figure}, {figure} *){parts}").evaluate_all(OVERFLOW)
    assert overflow == [], overflow
    smallest = min(page.locator(f"{figure} {texts}").evaluate_all(SIZES))
    assert smallest >= least, smallest


def assert_targets_are_large_enough(page, figure, count=None):
    """A label is part of its control's target."""
    sizes = page.locator(f"{figure} {TARGETS}").evaluate_all(
        """all => all.filter(e => e.checkVisibility()).map(e => {
            const {width, height} = e.getBoundingClientRect();
            return Math.min(width, height);
        })"""
    )
    assert sizes
    assert count in (None, len(sizes)), len(sizes)
    assert min(sizes) >= 24, min(sizes)


def assert_has_no_controls(page, figure, controls=f":is({CONTROLS}, .controls)"):
    """Check that none shows that would do nothing: without the module, on paper."""
    shown = page.locator(f"{figure} {controls}:visible").evaluate_all(
        "all => all.map(e => e.outerHTML.slice(0, 120))"
    )
    assert shown == [], shown


def assert_nothing_moves_when_the_module_arrives(open_figure, figure, viewport, controls=CONTROLS):
    # In the place of the page's figures, a script that fetches them when the test says so.
    late = (
        "const here = document.currentScript.src.split('?')[0];"
        "window.arrive = () => import(`${here}?late`);"
    )

    def hold_the_module_back(page):
        page.route(
            re.compile(r"/figures/[\w-]+\.js(?!\?late)"),
            lambda route: route.fulfill(body=late, content_type="text/javascript"),
        )

    page = open_figure(viewport, before=hold_the_module_back)
    page.evaluate(REST)
    assert_has_no_controls(page, figure, controls)
    parts = page.locator(f"{figure}, {figure} *, figure.interactive ~ *")
    before = parts.evaluate_all(BOXES)
    page.evaluate(RECORD_SHIFTS)
    page.evaluate("arrive()")
    page.locator(f"{figure}:defined").wait_for()
    page.evaluate(REST)  # shifts are reported with the next frames
    # A module may round lengths in another way than Python.
    np.testing.assert_allclose(parts.evaluate_all(BOXES), before, rtol=0, atol=0.001)
    assert page.evaluate("shift") < 0.01

"""What figures with controls have to keep to; the tests of each such figure call these."""

import re
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}  # what WCAG asks a page to fit, 1280 pixels zoomed by 4

BOXES = "all => all.map(e => Object.values(e.getBoundingClientRect().toJSON()))"
# The size of each text in pixels of the screen.
SIZES = """all => all
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE))
  .map(e => parseFloat(getComputedStyle(e).fontSize))"""
OUTSIDE = """all => {
  const figure = document.querySelector("figure.interactive").getBoundingClientRect();
  return all.filter(e => {
    if (!e.checkVisibility({visibilityProperty: true})) return false;
    const {left, right} = e.getBoundingClientRect();
    return left < figure.left - 1 || right > figure.right + 1;
  }).map(e => e.outerHTML.slice(0, 120));
}"""


@contextmanager
def opened(browser, address, figure, viewport=WIDE, theme="light", alive=True, before=None, **more):
    """Open the page of a figure; an uncaught error in the page fails the test."""
    context = browser.new_context(
        viewport=viewport, color_scheme=theme, java_script_enabled=alive, **more
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    if before:
        before(page)
    page.goto(address)
    page.locator(figure).scroll_into_view_if_needed()
    if alive and before is None:
        page.locator(f"{figure}:defined").wait_for()
    yield page
    context.close()
    assert errors == []


def assert_accessible(page, theme):
    assert page.locator("html").get_attribute("data-theme") == theme
    results = Axe().run(page, context="figure.interactive", options={})
    assert results.violations_count == 0, results.generate_report()
    # Guards against a run that looked at nothing.
    assert any(rule["id"] == "color-contrast" for rule in results.response["passes"])


def assert_fits(page, figure, viewport):
    assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"]
    texts = page.locator(f"{figure} :is(span, b, i, sup, dd, dt, text, tspan, .title-x, .title-y)")
    outside = texts.evaluate_all(OUTSIDE)
    assert outside == [], outside
    assert min(texts.evaluate_all(SIZES)) >= 12


def assert_nothing_moves_when_the_module_arrives(browser, address, name, viewport):
    # In the place of the module, one that fetches it when the test says so.
    late = f"window.arrive = () => import('./{name}.js?late');"

    def hold_the_module_back(page):
        page.route(
            re.compile(rf"/{name}\.js(?!\?late)"),
            lambda route: route.fulfill(body=late, content_type="text/javascript"),
        )

    figure = f"fc-{name}"
    with opened(browser, address, figure, viewport, before=hold_the_module_back) as page:
        page.evaluate("document.fonts.ready.then(() => null)")
        page.wait_for_timeout(500)  # let the rest of the page come to rest
        assert not page.locator(f"{figure} :is(input, button):visible").count()  # not alive yet
        parts = page.locator(f"{figure}, {figure} *, figure.interactive ~ *")
        before = parts.evaluate_all(BOXES)
        page.evaluate("arrive()")
        page.locator(f"{figure}:defined").wait_for()
        page.wait_for_timeout(200)
        assert parts.evaluate_all(BOXES) == before


def announcement(page, figure):
    """Return what is said once the figure has been left alone."""
    region = page.locator(f"{figure} [role=status]")
    region.filter(has_text=re.compile(".")).wait_for(state="attached", timeout=3000)
    return region.text_content()


def assert_targets_are_large_enough(page, figure):
    """A label is part of its control's target."""
    sizes = page.locator(f"{figure} :is(label, [type=range], [type=number], button)").evaluate_all(
        """all => all.filter(e => e.checkVisibility()).map(e => {
            const {width, height} = e.getBoundingClientRect();
            return Math.min(width, height);
        })"""
    )
    assert sizes
    assert min(sizes) >= 24

"""The built site behind a small server, and visits to each page in three ways."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from figure_checks import opened

from benchmarks.visit import served

SITE = Path(__file__).parents[2] / "_build" / "html"
RECORD_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) layoutShift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
# The rule named here is an experiment in axe-core 4.12, and off; 4.14 has it on. Preloading means
# that axe-core fetches style sheets itself, some from addresses that do not exist.
RUN_AXE = """(options) => axe.run({resultTypes: ["violations"], preload: false, ...options})
  .then((results) => results.violations)"""
ALL_RULES = {"rules": {"label-content-name-mismatch": {"enabled": True}}}
# Contrast takes axe-core most of its time. Colours hang on the scheme, all the rest on the width.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
ALL_BUT_CONTRAST = {"rules": {**ALL_RULES["rules"], "color-contrast": {"enabled": False}}}
SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  await document.fonts.ready;
  scrollTo(0, 0);
}"""
TRANSFERRED = """() => [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")]
  .reduce((total, entry) => total + entry.encodedBodySize, 0)"""

# What is neither drawn nor shown: [reason, start of the element] for each equation that a reader
# would miss.
MISSING_EQUATIONS = """() => {
  const faults = [];
  for (const element of document.querySelectorAll(".math, .math-display")) {
    if (element.closest("details:not([open])")) continue;  // opens without a script
    const drawn = element.querySelector(".katex-html");
    const box = drawn?.getBoundingClientRect();
    const start = element.outerHTML.slice(0, 120);
    if (!drawn) faults.push(["not rendered", start]);
    else if (!(box.width > 0 && box.height > 0)) faults.push(["has no size", start]);
    if (!element.querySelector("math")) faults.push(["has no MathML", start]);
  }
  return faults;
}"""


def other_hosts(seen, url):
    return [address for address in seen.requests if not address.startswith((url, "data:", "blob:"))]


def page_names():
    """Return the site's pages; ``index.html`` is a copy of the first one."""
    return sorted(path.name for path in SITE.glob("*.html") if path.name != "index.html")


@pytest.fixture(scope="session")
def site():
    if not page_names():
        pytest.fail("there is no site in _build/html: run make site first")
    return SITE


@pytest.fixture(scope="session")
def url(site):
    with served(site) as address:
        yield address


@pytest.fixture
def open_figure(request, browser, url):
    """Return a function that opens the module's figure and takes what ``opened`` takes after it.

    An uncaught error in one of its pages fails the test.
    """
    module = request.module
    with ExitStack() as stack:

        def open_(*args, **options):
            page = opened(browser, url + module.PAGE, module.FIGURE, *args, **options)
            return stack.enter_context(page)

        yield open_


@dataclass
class Visit:
    """An open page and what happened in it so far."""

    name: str
    page: object
    requests: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    axe: dict = field(default_factory=dict)
    transferred: int = 0
    shift: float = 0.0

    def run_axe(self, mode, options):
        """Keep the violations of axe-core's rules, one readable line for each element."""
        self.page.evaluate(AXE_SCRIPT)
        violations = self.page.evaluate(RUN_AXE, options)
        self.axe[mode] = [f"{v['id']}: {n['html'][:150]}" for v in violations for n in v["nodes"]]


@contextmanager
def visit(browser, address, width, *, javascript=True):
    """Open a page as a first-time reader: a fresh context has no cache and no stored choices."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        java_script_enabled=javascript,
        color_scheme="light",
    )
    page = context.new_page()
    seen = Visit(urlsplit(address).path.lstrip("/"), page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on(
        "console",
        lambda message: (
            message.type == "error"
            and seen.errors.append(f"{message.text} {message.location['url']}")
        ),
    )
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.add_init_script(RECORD_SHIFTS)
    page.goto(address, wait_until="load")
    if javascript:  # without it no promise is ever kept
        page.evaluate(SCROLL_THROUGH)
        page.wait_for_load_state("networkidle")
        seen.transferred = page.evaluate(TRANSFERRED)
        seen.shift = page.evaluate("window.layoutShift")
    yield seen
    context.close()


@pytest.fixture(scope="module", params=page_names() or ["none"])
def address(request, url):
    """The page under test; one stands for all where there is no site, so that the tests fail."""
    return url + request.param


@pytest.fixture(scope="module")
def desktop(browser, address):
    """A wide screen: light, then the search field used, then dark."""
    with visit(browser, address, 1280) as seen:
        seen.run_axe("light", ALL_RULES)
        seen.page.keyboard.press("Control+K")
        seen.page.keyboard.type("layer")
        seen.page.keyboard.press("Escape")
        seen.page.emulate_media(color_scheme="dark")
        seen.page.wait_for_selector("html[data-theme=dark]")
        seen.page.wait_for_function("document.getAnimations().length === 0")  # colours fade
        seen.run_axe("dark", COLOURS)
        seen.page.wait_for_load_state("networkidle")
        yield seen


@pytest.fixture(scope="module")
def phone(browser, address):
    with visit(browser, address, 390) as seen:
        seen.run_axe("phone", ALL_BUT_CONTRAST)
        yield seen


@pytest.fixture(scope="module")
def without_javascript(browser, address):
    with visit(browser, address, 1280, javascript=False) as seen:
        yield seen

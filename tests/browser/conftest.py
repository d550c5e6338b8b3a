"""The built site behind a small server, and visits to each page in three ways."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_checks import ALL_BUT_COLOURS, ALL_RULES, COLOURS, violations
from figure_checks import REST, Windows, opened

from benchmarks.visit import served

SITE = Path(__file__).parents[2] / "_build" / "html"
RECORD_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) layoutShift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  await Promise.allSettled([document.fonts.ready, ...[...document.images].map((i) => i.decode())]);
  scrollTo(0, 0);
  await (REST)();
}""".replace("REST", REST)
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
def url(site):
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def windows(browser):
    return Windows(browser)


@pytest.fixture
def open_figure(request, windows, url):
    """Return a function that opens the module's figure and takes what ``opened`` takes after it.

    An uncaught error in one of its pages fails the test.
    """
    module = request.module
    with ExitStack() as stack:

        def open_(*args, **options):
            page = opened(windows, url + module.PAGE, module.FIGURE, *args, **options)
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
        """Keep the violations of axe-core's rules."""
        self.axe[mode] = violations(self.page, options)


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
        yield seen


@pytest.fixture(scope="module")
def phone(browser, address):
    with visit(browser, address, 390) as seen:
        seen.run_axe("phone", ALL_BUT_COLOURS)
        yield seen


@pytest.fixture(scope="module")
def without_javascript(browser, address):
    with visit(browser, address, 1280, javascript=False) as seen:
        yield seen

"""The built site as readers meet it: on every screen, on paper, with and without JavaScript."""

import re

import pytest
from axe_checks import violations
from conftest import MISSING_EQUATIONS, other_hosts, page_names, visit

pytestmark = pytest.mark.browser

# A column of A4 between the margins of site.css: 210 − 2·17 mm at 96 pixels an inch.
PAPER_WIDTH = 665

# The page's text without code and without the source that KaTeX keeps in its annotations.
PROSE = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const element of main.querySelectorAll("pre, code, script, style, annotation")) {
    element.remove();
  }
  return main.textContent;
}"""
HIDDEN_WHEN_PRINTED = (
    ".bd-sidebar-primary, .bd-sidebar-secondary, .bd-header-article, .prev-next-footer, .copybtn"
)
# What some pages alone have, and the files that serve it.
SERVED_BY = {
    ".cell": ["mystnb"],
    ".highlight": ["copybutton.js", "copybutton.css", "clipboard"],
    "[class^=sd-], [class*=' sd-']": ["sphinx-design"],
    ".sd-tab-set": ["design-tabs"],
    ".toggle, .admonition.dropdown": ["togglebutton.js", "togglebutton.css"],
}
CLOSED = """() => [...document.querySelectorAll("details > :not(summary)")]
  .filter((element) => !element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map((element) => element.outerHTML.slice(0, 120))"""
BEYOND_THE_SHEET = """(width) => [...document.querySelectorAll("pre, table, .katex-html")]
  .filter((element) => {
    const {left, right} = element.getBoundingClientRect();
    return left < 0 || right > width || element.scrollWidth > width;
  })
  .map((element) => element.outerHTML.slice(0, 120))"""
WRONG_TAB_STOPS = """() => [
    ...document.querySelectorAll(".katex-display, .pst-scrollable-table-container")]
  .filter((element) => (element.scrollWidth > element.clientWidth) !== (element.tabIndex === 0))
  .map((element) => element.outerHTML.slice(0, 120))"""
# The shade at the edge lies behind what scrolls; a row or a cell with a ground of its own hides it.
SCROLLS_UNSEEN = """() => [...document.querySelectorAll(".bd-article *")].filter((element) => {
    const {overflowX, backgroundAttachment} = getComputedStyle(element);
    const scrolls = /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth;
    const covered = [...element.querySelectorAll("tbody *")].some((part) =>
      part.matches("tr, td") && /^rgb\\(/.test(getComputedStyle(part).backgroundColor));
    return scrolls && (covered || !backgroundAttachment.includes("local"));
  })
  .map((element) => element.outerHTML.slice(0, 120))"""
COLOURS = """(names) => {
  const probe = document.body.appendChild(document.createElement("i"));
  const rgb = (name) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map(Number);
  };
  const colours = Object.fromEntries(names.map((name) => [name, rgb(name)]));
  probe.remove();
  return colours;
}"""
QUANTITIES = ["--q-x", "--q-w", "--q-b", "--q-y", "--q-g"]
BACKGROUNDS = [
    "background",
    "on-background",
    "surface",
    *(f"{kind}-bg" for kind in ("info", "success", "warning", "danger")),
]


def test_page_asks_no_other_host_for_anything(desktop, url):
    assert other_hosts(desktop, url) == []


def test_page_has_no_axe_violation_on_a_wide_screen(desktop):
    assert desktop.axe["light"] == []


def test_page_has_no_axe_violation_in_the_dark(desktop):
    assert desktop.axe["dark"] == []


def test_page_has_no_axe_violation_on_a_phone(phone):
    assert phone.axe["phone"] == []


def test_page_logs_no_error(desktop, phone):
    assert desktop.errors + phone.errors == []


def test_page_stays_put_while_it_loads(desktop, phone):
    # Above 0.1 a page counts as poor; the theme's own movement was measured at 0.01.
    assert max(desktop.shift, phone.shift) < 0.05


def test_page_weighs_less_than_420_kb(desktop):
    assert 0 < desktop.transferred < 420_000


def test_page_asks_for_what_it_has_and_no_more(desktop):
    asked = "\n".join(desktop.requests)
    for selector, files in SERVED_BY.items():
        has = desktop.page.locator(selector).count() > 0
        assert {name: name in asked for name in files} == dict.fromkeys(files, has), selector


def test_page_does_not_scroll_sideways_on_a_phone(phone):
    assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_what_scrolls_sideways_on_a_phone_says_so(phone):
    assert phone.page.evaluate(SCROLLS_UNSEEN) == []


def test_equations_show_without_javascript(without_javascript):
    assert without_javascript.page.evaluate(MISSING_EQUATIONS) == []
    raw = re.findall(r"\$\$|\\[a-zA-Z(\[]+", without_javascript.page.evaluate(PROSE))
    assert raw == []


def test_navigation_works_without_javascript(without_javascript, url):
    page = without_javascript.page
    links = page.locator("nav.bd-links a.internal")
    target = links.nth(links.count() - 1)
    title = target.inner_text().strip()
    target.click()
    page.wait_for_load_state("load")
    assert page.locator("article h1").first.inner_text().rstrip("#").strip() == title
    assert page.url.startswith(url)
    page.go_back()


def test_paper_shows_the_text_alone(desktop):
    page = desktop.page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_WIDTH, "height": 900})
    shown = [element for element in page.locator(HIDDEN_WHEN_PRINTED).all() if element.is_visible()]
    closed = page.evaluate(CLOSED)
    clipped = page.evaluate(BEYOND_THE_SHEET, PAPER_WIDTH)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    faint = violations(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 844})
    assert shown == []
    assert closed == []
    assert clipped == []
    assert faint == []  # the screen is dark at this point, the sheet is white
    assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def luminance(rgb):
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_quantities_are_readable_on_every_background(browser, url, scheme):
    # axe-core does not judge text that KaTeX overlaps, which is most of it.
    with visit(browser, url + page_names()[0], 1280) as seen:
        seen.page.emulate_media(color_scheme=scheme)
        seen.page.wait_for_selector(f"html[data-theme={scheme}]")
        backgrounds = [f"--pst-color-{name}" for name in BACKGROUNDS]
        colours = seen.page.evaluate(COLOURS, QUANTITIES + backgrounds)
    light = {name: luminance(rgb) for name, rgb in colours.items()}
    for quantity in QUANTITIES:
        for background in backgrounds:
            darker, lighter = sorted((light[quantity], light[background]))
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (quantity, background)


def test_keyboard_reaches_what_scrolls_and_nothing_else(phone):
    assert phone.page.evaluate(WRONG_TAB_STOPS) == []


def test_the_summary_prints_on_one_page(browser, url):
    page = browser.new_page()
    page.goto(url + "summary.html")
    paper = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["wide", "phone"])
def test_first_screen_says_what_this_is_and_where_to_start(browser, url, size):
    width, height = size
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(url + "intro.html")
        article = page.locator("article")
        start = article.get_by_role("link", name="Start with chapter 1")
        for part in (article.locator("h1"), article.locator("p").first, start):
            box = part.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= height, part
        assert start.get_attribute("href") == "01-neuron-to-layer.html"


# What a finger takes hold of in figures and quizzes and is smaller than 44 pixels. A label is part
# of its control's target; a network's drawing repeats the controls of the equation beside it.
SMALL_TARGETS = """() => {
  const kinds = "button, input, select, summary, [role=slider], label:has(input)";
  return [...document.querySelectorAll(`:is(figure.interactive, .quiz) :is(${kinds})`)]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest("svg.network"))
    .map((e) => e.closest("label") ?? e)
    .filter((e) => {
      const {width, height} = e.getBoundingClientRect();
      return width && Math.min(width, height) < 44;
    })
    .map((e) => e.outerHTML.slice(0, 120));
}"""


def test_a_finger_finds_every_control_of_figures_and_quizzes(browser, url):
    touch = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**touch) as context:
        page = context.new_page()
        for name in page_names():
            page.goto(url + name)
            assert page.evaluate("matchMedia('(pointer: coarse)').matches")
            assert page.evaluate(SMALL_TARGETS) == [], name

"""The site opened from a folder, without a server: text, search, next and previous, figures."""

import re

import pytest
from conftest import MISSING_EQUATIONS, other_hosts, visit

pytestmark = pytest.mark.browser

FIGURE = re.compile(r"<(fc-[a-z-]+)>")
# What a figure's script writes, into elements and their attributes. What the reader sets, the value
# of a control, is not in the markup.
MARKUP = "figure => figure.outerHTML"
CONTROLS = "[role=slider], input:not([type=radio]:checked), button"


def pages_with_figures(site):
    """Return ``{page: its figures}``; a figure of two pages is with the last."""
    last = {
        figure: path.name
        for path in sorted(site.glob("*.html"))
        for figure in FIGURE.findall(path.read_text(encoding="utf-8"))
    }
    return {name: [f for f in last if last[f] == name] for name in last.values()}


def use(page, control):
    """Change a control as the keyboard does."""
    control.focus()
    kind = control.evaluate("e => e.getAttribute('role') ?? e.getAttribute('type') ?? e.localName")
    keys = {"slider": "ArrowRight", "range": "ArrowRight", "radio": "Space", "number": "ArrowUp"}
    page.keyboard.press(keys.get(kind, "Space"))


def moves(page, figure):
    """Use one control after the other until the figure's markup changes."""
    element = page.locator(figure)
    before = element.evaluate(MARKUP)
    for control in element.locator(CONTROLS).all():
        if control.is_enabled() and control.is_visible():
            use(page, control)
            if element.evaluate(MARKUP) != before:
                return True
    return False


def test_every_figure_comes_alive(browser, site):
    pages = pages_with_figures(site)
    assert len(pages) > 9
    for name, figures in pages.items():
        with visit(browser, (site / name).as_uri(), 1280) as seen:
            for figure in figures:
                seen.page.locator(f"{figure}:defined").wait_for()
                assert moves(seen.page, figure), f"{figure} stands still"
            assert seen.errors == []


def test_search_finds_a_term_and_leads_to_it(browser, site):
    # A browser does not fetch from file://, so results come without excerpts, and the console says
    # so; all else works.
    folder = site.as_uri() + "/"
    with visit(browser, folder + "intro.html", 1280) as seen:
        page = seen.page
        page.keyboard.press("Control+K")
        page.locator(".search-button__search-container input").fill("im2col")
        page.keyboard.press("Enter")
        page.locator("#search-results li a").first.click()
        page.wait_for_url(re.compile(r"/08-convolution\.html"))
        assert page.evaluate(MISSING_EQUATIONS) == []
        assert other_hosts(seen, folder) == []


def test_next_leads_through_all_pages_and_previous_back(browser, site):
    chapters = [path.name for path in sorted(site.glob("[0-9][0-9]-*.html"))]
    with visit(browser, (site / "intro.html").as_uri(), 1280) as seen:
        page = seen.page
        for name in chapters:
            page.locator(".prev-next-footer .right-next").click()
            page.wait_for_url(f"**/{name}", wait_until="commit")
        for name in reversed(chapters[:-1]):
            page.locator(".prev-next-footer .left-prev").click()
            page.wait_for_url(f"**/{name}", wait_until="commit")
        assert seen.errors == []

"""The page of what a class got wrong: its cells open, and everybody can read it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from fclib.grading.insights.page import Book, page
from tests.grading.test_insights import ROW, found

pytestmark = pytest.mark.browser
__all__ = ["found"]  # the class, a fixture


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cell_opens_and_nothing_is_hard_to_read(browser, tmp_path, found, scheme):
    path = tmp_path / "insights.html"
    text = page(found, Book({"sign": ROW}, "https://book.example"), names=True)
    path.write_text(text, encoding="utf-8")
    # The page's own policy would keep axe-core out, which is a script.
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 390, "height": 800}, bypass_csp=True
    )
    try:
        tab = context.new_page()
        asked = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        cell = tab.locator("[popover]").first
        assert not cell.is_visible()
        tab.get_by_role("button", name="sign in 01-one: 3 students").click()
        assert cell.is_visible()
        assert "s02" in cell.inner_text()
        results = Axe().run(tab)
        assert results.violations_count == 0, results.generate_report()
        assert asked == [path.as_uri()]
    finally:
        context.close()

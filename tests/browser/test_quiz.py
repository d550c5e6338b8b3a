"""The questions at a chapter's end: answered with the keyboard, and kept in this browser alone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGE = "11-many-machines"
WEEK = 7 * 24 * 60 * 60 * 1000  # milliseconds


def said(page):
    """Return what stands beside the first question and the first one with a number."""
    outputs = (page.locator(f".quiz {kind} output").first for kind in ("*", "[data-kind=number]"))
    return [output.text_content() for output in outputs]


def test_answers_are_checked_and_remembered_in_the_browser(browser, url):
    with browser.new_context() as context:
        page, requests = context.new_page(), []
        page.goto(f"{url}{PAGE}.html", wait_until="networkidle")
        # On a busy machine the page's own fonts may still be coming.
        page.on(
            "request",
            lambda request: request.resource_type != "font" and requests.append(request.url),
        )
        first = page.locator(".quiz fieldset").first
        number = page.locator(".quiz fieldset[data-kind=number]").first

        first.locator("input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the button
        expect(first.locator("output")).to_have_text("Not yet.")
        assert not first.locator("details[open]").count()
        first.locator("input").first.press("ArrowDown")
        first.get_by_role("button", name="Check").press("Enter")
        expect(first.locator("output")).to_have_text("Right.")
        assert first.locator("details[open]").count() == 1

        # MyST takes a number and a full stop at the beginning for an item of a list.
        assert number.locator("details").text_content().startswith("Why1500: ")
        number.locator("input").fill(" 1500,0 ")  # as half of Europe writes it
        number.get_by_role("button", name="Check").press("Enter")
        assert said(page) == ["Right.", "Right."]
        assert requests == []

        page.reload()
        assert said(page) == ["Right.", "Right."]
        assert first.locator("input").nth(1).is_checked()

        page.goto(f"{url}summary.html")
        again = page.locator("#read-again")
        assert not again.is_visible()
        page.evaluate(
            """([name, week]) => {
                const kept = JSON.parse(localStorage.getItem(name));
                localStorage.setItem(name, JSON.stringify({...kept, when: kept.when - week - 1}));
            }""",
            [f"fclib-quiz:{PAGE}", WEEK],
        )
        page.reload()
        assert again.get_by_role("link").get_attribute("href") == f"{PAGE}.html"

    with browser.new_context() as another:
        page = another.new_page()
        page.goto(f"{url}{PAGE}.html")
        assert said(page) == ["", ""]

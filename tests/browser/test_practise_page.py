"""The practice page as a page: weight, keyboard, screen reader, phone, and the chapter's cells."""

import gzip
import re

import pytest
from axe_checks import violations
from conftest import other_hosts, visit
from playwright.sync_api import expect
from practising import PATIENCE, Reader, python_for_all

from tests.grading.courses import ROOT

NAME = "04-grad-W"
BUDGET = 9_000_000  # bytes, compressed, of all that the first click fetches
OFFER = 800  # bytes of a chapter's page before the click: the button and where it puts things
OWN_SCRIPT = 30_000  # bytes, compressed, of what this project wrote
TARGETS = """() => [...document.querySelectorAll(".practise :is(button, summary)")]
  .filter((element) => element.checkVisibility() && !element.closest("details:not([open])"))
  .map((element) => [element.textContent, element.getBoundingClientRect()])
  .filter(([, {width, height}]) => width < 44 || height < 44)
  .map(([text]) => text)"""
TO_THE_BOTTOM = "button => scrollBy(0, button.getBoundingClientRect().bottom - innerHeight)"

pytestmark = pytest.mark.browser


def test_chapter_asks_for_nothing_of_it_before_the_click(browser, url):
    with visit(browser, f"{url}{NAME}.html", 1280) as seen:
        seen.page.get_by_role("button", name="Try it here (about 8 MB, once)").wait_for()
        assert not [request for request in seen.requests if re.search("practise|pyodide", request)]
        parts = seen.page.locator(".practise-offer, .practise-offer + script, .practise-place")
        markup = "".join(parts.evaluate_all("parts => parts.map((part) => part.outerHTML)"))
        assert 100 < len(markup) < OFFER
        assert (
            seen.page.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)")
            == 0
        )


def test_first_click_stays_within_its_budget_and_on_this_host(browser, site, url):
    with visit(browser, f"{url}{NAME}.html", 1280) as seen:
        before = len(seen.requests)
        seen.page.get_by_role("button", name="Try it here").click()
        expect(seen.page.locator(".practise-state")).to_have_text(
            "Python is ready.", timeout=PATIENCE
        )
        fetched = {request for request in seen.requests[before:] if request.startswith(url)}
        assert other_hosts(seen, url) == []
    asked = {site / address.removeprefix(url) for address in fetched}
    worker = {path for path in (site / "_static" / "pyodide").iterdir()}
    weight = sum(
        path.stat().st_size if path.suffix == ".gz" else len(gzip.compress(path.read_bytes()))
        for path in asked | worker | {site / "_static" / "practise" / "worker.js"}
    )
    assert 7_000_000 < weight < BUDGET


def test_own_script_is_small(site):
    practise = site / "_static" / "practise"
    editor = (ROOT / "book" / "vendor" / "codemirror" / "codemirror.js").read_bytes()
    script = (practise / "practise.js").read_bytes()
    assert script.startswith(editor)
    own = script[len(editor) :] + (practise / "worker.js").read_bytes()
    assert 1_000 < len(gzip.compress(own)) < OWN_SCRIPT


def tried(context, url, go):
    """Return a reader who has made a mistake, with all there is of the exercise open."""
    reader = Reader(context.new_page(), url)
    go(reader, NAME)
    reader.write("grad_W_answer", "def grad_W(grad_y, x):\n    return grad_y.T @ x / len(x)  # no")
    reader.run_all()
    reader.page.get_by_text("More", exact=True).click()
    return reader


@pytest.fixture(scope="module")
def desk(browser, url):
    """A window of which all pages use one Python."""
    context = browser.new_context(viewport={"width": 1280, "height": 844})
    python_for_all(context, url)
    yield context
    context.close()


@pytest.fixture(scope="module")
def at_a_desk(desk, url):
    return tried(desk, url, Reader.go_alone)


@pytest.fixture(scope="module")
def on_a_phone(browser, url):
    """In the chapter, one of whose own cells is open too."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    reader = tried(context, url, Reader.go)
    reader.page.get_by_role("button", name="Edit").first.click()
    yield reader
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["at_a_desk", "on_a_phone"])
def test_no_axe_violation_with_everything_open(request, device, scheme):
    page = request.getfixturevalue(device).page
    page.emulate_media(color_scheme=scheme)
    page.wait_for_selector(f"html[data-theme={scheme}]")
    page.wait_for_function("document.getAnimations().length === 0")  # colours fade
    assert violations(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    assert page.evaluate(TARGETS) == []


def test_keys_that_a_phone_lacks_write_into_the_cell(on_a_phone):
    reader = on_a_phone
    reader.write("by_hand_answer", "")
    cell = reader.cell("by_hand_answer")
    cell.locator(".cm-content").tap()
    for key in ("left bracket", "left parenthesis", "colon", "Tab"):
        cell.get_by_role("button", name=key, exact=True).tap()
        expect(cell.locator(".cm-editor")).to_have_class(re.compile("cm-focused"))
    assert reader.text("by_hand_answer").startswith("[(:")
    keys = [key.bounding_box() for key in cell.get_by_role("group", name="Keys").locator("*").all()]
    assert len({round(key["y"]) for key in keys}) == 1
    # A finger on Run takes the focus from the editor, and must not miss the button for it.
    cell.get_by_role("button", name="Run", exact=True).tap()
    expect(cell.locator(".is-error")).to_contain_text("SyntaxError", timeout=PATIENCE)


def test_button_below_the_line_of_points_is_pressed(browser, url):
    """The line makes room while one writes, and is back before the mouse button is up again."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    reader = Reader(context.new_page(), url)
    reader.go_alone(NAME)
    reader.write("grad_W_answer", "grad_W = None")
    button = reader.cell("batches").get_by_role("button")
    assert button.inner_text() == "Run"
    button.evaluate(TO_THE_BOTTOM)
    box, mouse = button.bounding_box(), reader.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    reader.page.locator(".cm-focused").wait_for(state="detached")
    line = reader.page.locator(".practise-points").bounding_box()
    assert line["y"] < box["y"] + box["height"] / 2 < line["y"] + line["height"]
    mouse.up()
    expect(button).to_have_text("Stop")
    context.close()


def test_all_of_it_is_done_with_the_keyboard(browser, url):
    context = browser.new_context()
    reader = Reader(context.new_page(), url)
    page = reader.page
    page.goto(f"{url}{NAME}.html")
    page.get_by_role("button", name="Try it here").focus()
    page.keyboard.press("Enter")
    reader.wait_for("Python is ready.")
    cell = reader.cell("outer_by_hand_answer")
    cell.locator(".cm-content").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("outer_by_hand = [[4/2, -1], [-4, 2], [6, -3]]\nif True:\npass")

    def last_line():
        return reader.text("outer_by_hand_answer").splitlines()[-1]

    assert "[[4/2, -1]" in reader.text("outer_by_hand_answer")  # "/" is the site's key for search
    assert last_line() == "    pass"  # after a colon Enter indents
    page.keyboard.press("Shift+Tab")
    assert last_line() == "pass"
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert last_line() == "    pass"
    page.keyboard.press("Escape")
    expect(cell.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Enter")
    reader.wait_until_idle()
    for _ in range(20):  # past the buttons of this cell to the check's
        page.keyboard.press("Tab")
        if (
            reader.cell("outer_by_hand")
            .get_by_role("button", name="Run")
            .evaluate("button => button === document.activeElement")
        ):
            break
    page.keyboard.press("Enter")
    expect(reader.cell("outer_by_hand").locator(".practise-output")).to_have_text(
        re.compile("all six numbers are right")
    )
    context.close()


def test_choice_to_start_with_the_page_is_kept(browser, url):
    context = browser.new_context()
    reader = Reader(context.new_page(), url)
    reader.go_alone(NAME)
    box = reader.page.get_by_role("checkbox", name="Start it on every page of this site")
    box.check()
    reader.page.goto(f"{url}05-grad-b.html")
    reader.wait_for("Python is")  # it starts, or is ready already
    box.uncheck()
    reader.page.reload()
    assert reader.page.locator("script[src*=practise]").count() == 0
    context.close()


def test_chapters_cell_is_changed_and_run_and_kept(desk, url):
    reader = Reader(desk.new_page(), url)
    cell = reader.page.get_by_role("group", name=re.compile("^Code cell")).first
    reader.go("02-batch")
    cell.get_by_role("button", name="Edit").click()
    cell.locator(".cm-content").fill("print(6 * 7)")
    cell.get_by_role("button", name="Run").click()
    expect(cell.locator(".practise-output")).to_have_text("42")

    reader.page.reload()
    reader.page.get_by_role("button", name="Try it here").click()
    expect(cell.locator(".cm-content")).to_have_text("print(6 * 7)")
    cell.get_by_role("button", name="Reset").click()
    expect(cell.locator(".cm-content")).to_contain_text("image = ")
    reader.page.reload()
    reader.page.get_by_role("button", name="Try it here").click()
    cell.get_by_role("button", name="Edit").wait_for()
    reader.page.close()

"""What goes wrong while a reader practises: endless loops, Python's end, no room, no network."""

import re

import pytest
from conftest import visit
from playwright.sync_api import expect
from practising import PATIENCE, Reader, until, version

NAME = "04-grad-W"
ENDLESS = "def grad_W(grad_y, x):\n    while True:\n        pass"
# sorted calls __lt__ through C, where Python's own limit on recursion does not count.
FATAL = """class Deep:
    def __lt__(self, other):
        return sorted([Deep(), Deep()])[0] is None

sorted([Deep(), Deep()])"""

KEPT_OFFLINE = """async (names) => {
  const kept = await (await caches.open("fclib")).keys();
  return names.every((name) => kept.some(({ url }) => url.endsWith(name)));
}"""

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser, url):
    # What a service worker fetches passes by Playwright's routes.
    context = browser.new_context(service_workers="block")
    yield Reader(context.new_page(), url)
    context.close()


@pytest.fixture(scope="module")
def started(browser, url):
    """A reader in front of an exercise; Python starts once for all tests that take this one."""
    context = browser.new_context()
    reader = Reader(context.new_page(), url)
    reader.go_alone(NAME)
    yield reader
    assert reader.errors == []
    context.close()


def test_endless_loop_is_stopped_and_what_ran_before_runs_again(started):
    started.run("outer_by_hand")
    started.write("grad_W_answer", ENDLESS)
    started.press("batches", "Run")
    started.wait_for("Python is running")
    expect(started.cell("batches").get_by_role("button", name="Stop")).to_be_visible()
    started.press("batches", "Stop")
    assert started.output("batches") == "Stopped."
    started.wait_for("Python is ready")
    started.write("grad_W_answer", "def grad_W(grad_y, x):\n    return np.float64(0)")
    assert "grad_W has shape ()" in started.run("batches")  # np is there: the first cell ran again


def test_endless_printing_neither_fills_the_page_nor_holds_it_up(started):
    started.write("outer_by_hand_answer", "while True:\n    print('again')")
    started.press("outer_by_hand_answer", "Run")
    cell = started.cell("outer_by_hand_answer")
    expect(cell.locator(".is-printed")).to_contain_text("the rest is not shown", timeout=PATIENCE)
    started.press("outer_by_hand_answer", "Stop")
    assert len(started.output("outer_by_hand_answer")) < 25_000


def test_end_of_python_is_noticed_told_and_mended(started):
    started.write("outer_by_hand_answer", FATAL)
    said = started.run("outer_by_hand_answer")
    assert said.startswith("Python itself broke down here") or "RecursionError" in said
    started.write("outer_by_hand_answer", "outer_by_hand = [[2, -1], [-4, 2], [6, -3]]")
    assert started.run("outer_by_hand") == "outer_by_hand: all six numbers are right."


def test_restart_forgets_all_names(started):
    started.write("outer_by_hand_answer", "kept = 1")
    started.run("outer_by_hand_answer")
    started.page.get_by_text("More", exact=True).click()
    started.page.get_by_role("button", name="Restart Python").click()
    started.wait_for("Python is ready")
    started.write("outer_by_hand_answer", "kept")
    assert "NameError" in started.run("outer_by_hand_answer")


def test_reset_brings_the_original_back_and_can_be_undone(reader, site):
    reader.go_alone(NAME)
    original = reader.text("outer_by_hand_answer")
    reader.write("outer_by_hand_answer", "mine = 1")
    reader.press("outer_by_hand_answer", "Reset")
    assert reader.text("outer_by_hand_answer") == original
    reader.press("outer_by_hand_answer", "Undo reset")
    assert reader.text("outer_by_hand_answer") == "mine = 1"


def test_two_tabs_show_the_same_answers(browser, url):
    context = browser.new_context()
    one, two = (Reader(context.new_page(), url) for _ in range(2))
    one.go_alone(NAME)
    two.go_alone(NAME)
    one.write("by_hand_answer", "grad_W_by_hand = 1")
    expect(two.cell("by_hand_answer").locator(".cm-content")).to_have_text("grad_W_by_hand = 1")
    two.write("by_hand_answer", "grad_W_by_hand = 2")
    expect(one.cell("by_hand_answer").locator(".cm-content")).to_have_text("grad_W_by_hand = 2")
    context.close()


def test_what_is_typed_in_the_last_moment_is_there_again(reader):
    """The page is left right after the last key, before the browser has kept the text."""
    reader.go_alone(NAME)
    original = reader.text("by_hand_answer")
    reader.write("by_hand_answer", "mine = 1")
    reader.go_alone("05-grad-b")
    reader.go_alone(NAME)
    assert reader.text("by_hand_answer") == "mine = 1"
    reader.press("by_hand_answer", "Reset")
    reader.go_alone("05-grad-b")
    reader.go_alone(NAME)
    assert reader.text("by_hand_answer") == original
    assert reader.page.evaluate("localStorage.getItem('fclib-left')") is None


def test_new_version_offers_the_answers_to_the_old_one(reader, site):
    page, now = reader.page, version(site, NAME)
    reader.go_alone(NAME)
    reader.write("by_hand_answer", "mine = 1")
    reader.wait_until_kept(NAME, now, "by_hand_answer", "mine = 1")

    def newer(route):
        response = route.fetch()
        route.fulfill(response=response, json=response.json() | {"version": "another"})

    page.route("**/practise/04-grad-W.json", newer)
    reader.go_alone(NAME)
    assert (
        "The exercise has changed since you wrote your answers"
        in page.locator(".practise-note").inner_text()
    )
    assert reader.text("by_hand_answer") != "mine = 1"
    page.get_by_role("button", name="Take over what I wrote").click()
    assert reader.text("by_hand_answer") == "mine = 1"
    reader.wait_until_kept(NAME, "another", "by_hand_answer", "mine = 1")


@pytest.mark.parametrize("trouble", ["refused", "full"])
def test_warning_where_the_browser_keeps_nothing(reader, trouble):
    page = reader.page
    if trouble == "refused":
        page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('no'); };")
    reader.go_alone(NAME)
    if trouble == "full":
        cdp = page.context.new_cdp_session(page)
        cdp.send(
            "Storage.overrideQuotaForOrigin", {"origin": reader.url.rstrip("/"), "quotaSize": 1}
        )
        reader.write("by_hand_answer", f"mine = '{'x' * 2_000_000}'")
    expect(page.locator(".practise-note")).to_contain_text(
        "This browser does not keep your answers"
    )
    reader.write("by_hand_answer", "mine = 1")
    assert "mine = 1" in str(reader.download())
    assert "mine = 1" in reader.download_all()


def test_page_from_a_folder_says_why_it_runs_nothing_and_offers_the_notebook(browser, site):
    with visit(browser, (site / f"{NAME}.html").as_uri(), 1280) as seen:
        seen.page.get_by_role("button", name="Try it here").click()
        alert = seen.page.locator(".practise-place [role=alert]")
        expect(alert).to_contain_text("opened from a folder")
        assert alert.get_by_role("link").get_attribute("href").endswith(f"{NAME}.ipynb")


def test_exercise_works_without_a_network_after_the_first_visit(browser, url):
    context = browser.new_context()
    reader = Reader(context.new_page(), url)
    reader.go(NAME)
    expect(reader.page.locator(".practise-kept")).to_contain_text("works without a network")
    context.set_offline(True)
    reader.go(NAME)
    assert reader.run("outer_by_hand").startswith("outer_by_hand is still empty")
    title = reader.page.title()
    reader.page.goto(f"{url}01-neuron-to-layer.html")  # never read before
    assert reader.page.get_by_role("heading").inner_text() == "No network"
    reader.page.get_by_role("link", name=title).click()
    expect(reader.page).to_have_title(title)
    context.close()


def test_page_is_kept_before_python_is_there(browser, url):
    """Who leaves while it is on its way, and loses the network, comes back to the exercise."""
    context = browser.new_context()
    context.route("**/numpy.zip.gz", lambda route: None)  # it never comes
    reader = Reader(context.new_page(), url)
    reader.page.goto(f"{url}{NAME}.html")
    reader.page.get_by_role("button", name="Try it here").click()
    until(reader.page, KEPT_OFFLINE, [f"{NAME}.html", "practise.js", f"{NAME}.json"])
    context.set_offline(True)
    reader.page.reload()
    reader.page.get_by_role("button", name="Try it here").click()
    reader.cell("by_hand_answer").wait_for()
    context.close()


def test_python_that_cannot_be_fetched_is_told_and_tried_again(reader):
    page = reader.page
    page.context.route("**/numpy.zip.gz", lambda route: route.abort())
    reader.go_alone(NAME)
    reader.press("setup", "Run")
    reader.wait_for("Python could not be started")
    page.context.unroute("**/numpy.zip.gz")
    reader.run("setup")
    reader.wait_for("Python is ready")


def test_open_takes_back_a_downloaded_notebook_and_no_other(reader, site, tmp_path):
    page = reader.page
    reader.go_alone(NAME)
    reader.write("by_hand_answer", "mine = 1")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download with my answers").click()
    waited.value.save_as(tmp_path / "mine.ipynb")
    reader.press("by_hand_answer", "Reset")
    chosen = page.locator("input[type=file]")
    chosen.set_input_files(tmp_path / "mine.ipynb")
    expect(page.locator(".practise-note")).to_contain_text("Opened mine.ipynb.")
    assert reader.text("by_hand_answer") == "mine = 1"
    chosen.set_input_files(site / "exercises" / "05-grad-b" / "05-grad-b.ipynb")
    expect(page.locator(".practise-note")).to_contain_text("a notebook of another exercise")
    (tmp_path / "none.ipynb").write_text("no", encoding="utf-8")
    chosen.set_input_files(tmp_path / "none.ipynb")
    expect(page.locator(".practise-note")).to_contain_text(re.compile("it is not JSON"))
    assert reader.text("by_hand_answer") == "mine = 1"


def test_answers_of_all_exercises_are_saved_in_one_file_and_taken_back(
    browser, url, site, tmp_path
):
    """The file replaces nothing in other exercises that was written after it."""
    cell, others = "by_hand_answer", ("03-grad-x", "05-grad-b")
    one, two = (Reader(browser.new_context().new_page(), url) for _ in range(2))
    for name in (*others, NAME):
        one.go_alone(name)
        one.write(cell, f"mine = '{name}'")
        one.wait_until_kept(name, version(site, name), cell, f"mine = '{name}'")
    two.go_alone("05-grad-b")
    two.write(cell, "later = 1")
    two.wait_until_kept("05-grad-b", version(site, "05-grad-b"), cell, "later = 1")
    # Saved later, and written earlier: the hour of writing counts, on the exercise's own page, too.
    one.go_alone("05-grad-b")
    (tmp_path / "all.json").write_text(one.download_all(), encoding="utf-8")
    one.page.context.close()
    two.go_alone(NAME)
    two.page.locator("input[type=file]").set_input_files(tmp_path / "all.json")
    expect(two.page.locator(".practise-note")).to_contain_text("since then in other exercises")
    taken = {NAME: f"mine = '{NAME}'", "03-grad-x": "mine = '03-grad-x'", "05-grad-b": "later = 1"}
    for name, text in taken.items():
        two.go_alone(name)
        expect(two.cell(cell).locator(".cm-content")).to_have_text(text)
    two.page.context.close()

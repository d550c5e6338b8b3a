"""What students call themselves is text on each of formgrader's pages, and none of it runs."""

from urllib.parse import quote, unquote

import pytest
from nbgrader.api import Gradebook

from tests.browser.test_formgrader import logged_in
from tests.grading import courses

pytestmark = pytest.mark.browser

NAME = courses.NAME
STUDENT = "student00000"
RUNS = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
FIRST, LAST = f"Ann{RUNS}", f'O\'Brien "B" & Sons\\{RUNS}'
STRANGE = f"o'brien\"{RUNS.replace('/', '')}"  # an id that another program put there


@pytest.fixture(scope="module")
def formgrader(browser, tmp_path_factory):
    course = tmp_path_factory.mktemp("names") / "course"
    courses.make(course)
    courses.hand_in(course, 1)
    courses.command(course, "fclib", "autograde", NAME)
    folder = course / "autograded" / STUDENT / NAME
    (folder / "page.html").write_text(f"<p>mine</p>{RUNS}", encoding="utf-8")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_student(STUDENT, first_name=FIRST, last_name=LAST)
        gradebook.add_student(STRANGE, first_name=FIRST, last_name=LAST)
    with logged_in(browser, course) as formgrader:
        yield formgrader


def check(formgrader, *texts):
    shown = formgrader.page.locator("body").inner_text()
    for text in texts:
        assert text in shown
    assert formgrader.page.locator("img[src=x]").count() == 0
    assert formgrader.dialogs == []


def open_submission(formgrader):
    formgrader.open(f"gradebook/{NAME}/{NAME}", "tbody a")
    formgrader.page.locator("tbody a").first.click()
    formgrader.page.wait_for_function("window.formgrader && formgrader.loaded")


def test_lists_show_names_and_ids_as_they_are(formgrader):
    formgrader.open("manage_students", "td.score")
    check(formgrader, f"{LAST}, {FIRST}", STRANGE)
    formgrader.submissions(NAME)
    check(formgrader, f"{LAST}, {FIRST}")
    formgrader.open(f"gradebook/{NAME}/{NAME}", "tbody a")
    formgrader.page.locator(".reveal .name-hidden").first.click()
    check(formgrader, f"{LAST}, {FIRST}")


@pytest.mark.parametrize("below", ["", f"/{NAME}"])
def test_page_of_one_student_shows_the_id_and_finds_its_rows(formgrader, below):
    formgrader.errors.clear()
    place = f"manage_students/{quote(STRANGE, safe='')}"
    with formgrader.page.expect_response(lambda got: "/formgrader/api/" in got.url) as rows:
        formgrader.page.goto(f"{formgrader.address}/formgrader/{place}{below}")
    # The script asked for this very student: nothing of the id was lost or changed in it.
    assert unquote(rows.value.url).endswith(f"/{STRANGE}{below}")
    check(formgrader, STRANGE)
    assert not [error for error in formgrader.errors if "SyntaxError" in error]


def test_grading_page_shows_the_name(formgrader):
    open_submission(formgrader)
    formgrader.page.locator(".live-notebook .glyphicon.name-hidden").click()
    check(formgrader, f"{LAST}, {FIRST}")


def test_what_scripts_are_answered_is_no_page_when_somebody_opens_it(formgrader):
    got = formgrader.page.goto(f"{formgrader.address}/formgrader/api/students")
    assert got.headers["content-type"].startswith("text/plain")
    check(formgrader, "Ann")


def test_page_that_a_student_handed_in_runs_nothing(formgrader):
    open_submission(formgrader)
    address = formgrader.page.url.split("?")[0].rstrip("/")
    formgrader.page.goto(f"{address}/page.html")
    assert "mine" in formgrader.page.locator("body").inner_text()
    assert formgrader.dialogs == []

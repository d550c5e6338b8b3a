"""Formgrader in Chromium, from the Autograde button to the feedback page, as an instructor sees it.

The course has two students of the sample class, one who answered all of the target assignment, and
some who attack it. Each step leaves a picture in _build/screenshots/instructor.
"""

import re
import shutil
from contextlib import contextmanager

import nbformat
import pytest

from tests import jupyter_server, submissions
from tests.grading import courses

pytestmark = pytest.mark.browser

TARGET, LAYER = submissions.NAME, "01-neuron-to-layer"
RIGHT = "student00000"
HOSTILE = ("script-in-text", "script-in-display", "script-in-names", "script-in-error")
CASES = {
    case.student: case
    for case in submissions.cases("attacks")
    if case.student in ("allclose-replaced", *HOSTILE)
}
CLASS = {"ada": 20, "hana": 7}  # as tests/class/expected.toml has them
PICTURES = courses.ROOT / "_build" / "screenshots" / "instructor"
SCRIPTS = "scripts => scripts.map(script => script.textContent + script.src)"
LONG = 120_000  # ms; a loaded machine grades slowly


def earned(student):
    """Return the points that the grader gives in the target: of 16, one is a person's to give."""
    lost = CASES[student].lost if student in CASES else {}
    return sum((submissions.points() | lost).values())


class Formgrader:
    """A browser in which an instructor is logged in."""

    def __init__(self, course, address, page):
        self.course, self.address, self.page = course, address, page
        self.elsewhere, self.errors, self.dialogs = [], [], []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        page.on("dialog", self._dismiss)
        page.set_default_timeout(LONG)

    def _note(self, request):
        if not request.url.startswith((self.address, "data:", "file:", "blob:")):
            self.elsewhere.append(request.url)

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path, ready):
        """Open a page and wait until what is named is there."""
        self.page.goto(f"{self.address}/formgrader/{path}")
        self.page.locator(ready).first.wait_for()

    def row(self, text):
        """Return the row of a table in which a cell has a text."""
        return self.page.locator("tbody tr", has=self.page.get_by_text(text, exact=True))

    def press(self, button):
        """Press one of a row's buttons; return the log that formgrader shows when it is done."""
        button.click()
        box = self.page.locator(".modal")
        box.get_by_role("button", name="OK").wait_for()
        assert box.locator(".modal-title").inner_text() == "Success", box.inner_text()
        log = box.inner_text()
        box.get_by_role("button", name="OK").click()
        box.wait_for(state="detached")
        return log

    def picture(self, name, full=False):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=full)

    def submissions(self, assignment):
        self.open(f"manage_submissions/{assignment}", ".student-id")

    def autograde(self, student, assignment):
        self.submissions(assignment)
        return self.press(self.row(student).locator(".autograde a"))

    def grading_page(self, student, assignment):
        """Open the page on which a person grades; its grades are loaded when this returns."""
        self.open(f"gradebook/{assignment}/{assignment}", "tbody a")
        self.row(student).locator("a").first.click()
        self.page.wait_for_function(
            "window.formgrader && formgrader.loaded && formgrader.grades.loaded"
            " && formgrader.comments.loaded"
        )

    def write(self, field, value):
        """Write into a field and leave it; return once the server has saved it."""
        place = self.page.locator(f"[id='{field}']")
        place.fill(value)
        with self.page.expect_response(lambda got: got.request.method == "PUT") as saved:
            place.press("Tab")
        assert saved.value.ok


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with submissions, nothing of it graded."""
    course = tmp_path_factory.mktemp("formgrader") / "course"
    courses.make(course)
    shutil.copytree(courses.ROOT / "solutions" / LAYER, course / "solutions" / LAYER)
    courses.command(course, "nbgrader", "generate_assignment", LAYER)
    for student in CLASS:
        sample = courses.ROOT / "tests" / "class" / student / LAYER
        shutil.copytree(sample, course / "submitted" / student / LAYER)
    for case in CASES.values():
        submissions.hand_in(case, course)
    courses.hand_in(course, 1)
    return course


@contextmanager
def logged_in(browser, course):
    settings = course.parent / "settings"
    folders = {f"JUPYTER_{kind}_DIR": str(settings / kind.lower()) for kind in ("DATA", "RUNTIME")}
    environment = courses.environment(course) | folders
    with jupyter_server.running("server", course, environment) as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        formgrader = Formgrader(course, server.address, context.new_page())
        formgrader.page.goto(server.url("formgrader/manage_assignments"))
        formgrader.page.locator("td.num-submissions").first.wait_for()
        yield formgrader
        context.close()


@pytest.fixture(scope="module")
def graded(browser, course):
    """Formgrader after its Autograde button was pressed for every submission."""
    with logged_in(browser, course) as formgrader:
        formgrader.picture("01-assignments")
        formgrader.logs = {}
        for assignment, students in [(TARGET, [RIGHT, *CASES]), (LAYER, CLASS)]:
            formgrader.submissions(assignment)
            formgrader.picture(f"02-submissions-{assignment}")
            for student in students:
                button = formgrader.row(student).locator(".autograde a")
                formgrader.logs[student] = formgrader.press(button)
            formgrader.picture(f"03-autograded-{assignment}")
        yield formgrader


def test_autograde_button_grades_through_this_projects_grader(graded):
    """Stock nbgrader gives the attacks full marks, and writes no notes into a notebook."""
    graded.submissions(TARGET)
    for student in [RIGHT, *CASES]:
        row = graded.row(student)
        assert row.locator(".score").inner_text() == f"{earned(student):g} / 16"
        assert row.locator(".status").inner_text() == "needs manual grading"
        path = graded.course / "autograded" / student / TARGET / f"{TARGET}.ipynb"
        notes = nbformat.read(path, as_version=4).metadata.fclib.notes
        expected = CASES[student].notes if student in CASES else []
        assert bool(notes) == bool(expected)
        for pattern in expected:
            assert any(re.search(pattern, note) for note in notes)
        assert "Applying preprocessor: SplitExecute" in graded.logs[student]
        assert all(note in graded.logs[student] for note in notes)


def test_pages_of_students_and_assignments_have_the_right_numbers(graded):
    graded.open("manage_assignments", "td.num-submissions")
    numbers = {name: graded.row(name).locator(".num-submissions") for name in (TARGET, LAYER)}
    assert numbers[TARGET].inner_text() == str(len(CASES) + 1)
    assert numbers[LAYER].inner_text() == str(len(CLASS))

    graded.open("gradebook", "td.score")
    graded.picture("04-manual-grading")
    average = graded.row(LAYER).locator(".score").inner_text()
    assert average == f"{sum(CLASS.values()) / len(CLASS):g} / 20"

    graded.open("manage_students", "td.score")
    graded.picture("05-students")
    for student, points in CLASS.items():
        # Out of both assignments: the gradebook knows no student who need not do one.
        assert graded.row(student).locator(".score").inner_text() == f"{points} / 36"

    graded.open("manage_students/hana", "td.score")
    graded.picture("06-student")
    assert graded.row(LAYER).locator(".score").inner_text() == "7 / 20"
    assert graded.row(f"{TARGET} (no submission)").count() == 1


@pytest.mark.parametrize("student", HOSTILE)
def test_grading_page_shows_what_a_student_wrote_and_runs_none_of_it(graded, student):
    graded.grading_page(student, TARGET)
    graded.picture(f"07-{student}", full=True)
    # What is written there can be read, unless it stood where nobody looks.
    text = graded.page.locator("#notebook").first.inner_text()
    assert ("<script>alert" in text) == bool(CASES[student].markup)
    for script in graded.page.locator("script").evaluate_all(SCRIPTS):
        assert "alert(" not in script
    assert (
        graded.page.locator("#notebook iframe, #notebook script, #notebook [onerror]").count() == 0
    )
    assert graded.dialogs == []


def test_points_and_comments_by_hand_survive_both_graders(graded):
    graded.grading_page(RIGHT, TARGET)
    graded.write("words", "0.75")
    graded.write("double_extra_credit", "2")
    graded.write("split", "0.5")
    graded.write("layer_answer-comment", "Short & <b>clear</b>.")
    graded.picture("08-points-by-hand", full=True)
    points = earned(RIGHT) + 0.75 + 2 - 0.5

    def check():
        graded.grading_page(RIGHT, TARGET)
        for field, value in [("words", "0.75"), ("double_extra_credit", "2"), ("split", "0.5")]:
            assert graded.page.locator(f"[id='{field}']").input_value() == value
        comment = graded.page.locator("[id='layer_answer-comment']").input_value()
        assert comment == "Short & <b>clear</b>."
        graded.submissions(TARGET)
        assert graded.row(RIGHT).locator(".score").inner_text() == f"{points:g} / 16"

    check()
    graded.autograde(RIGHT, TARGET)
    check()
    said = courses.command(
        graded.course, "fclib", "autograde", TARGET, "--student", RIGHT, "--force"
    )
    assert "1 graded" in said
    check()
    # A person has seen the cells that a grader graded anew; the last question was only theirs.
    graded.picture("09-regraded")


def test_grading_goes_on_to_the_next_submission_by_key_and_by_click(graded):
    graded.open(f"gradebook/{TARGET}/{TARGET}", "tbody a")
    names = [RIGHT, *CASES]
    graded.page.locator("tbody a").first.click()
    graded.page.wait_for_function("window.formgrader && formgrader.loaded")
    first = graded.page.url
    assert f"Submission 1 / {len(names)}" in graded.page.locator("h4").inner_text()
    graded.page.keyboard.press("Escape")
    graded.page.keyboard.press("Control+.")
    graded.page.wait_for_url(lambda url: url.split("?")[0] != first.split("?")[0])
    graded.page.get_by_text(f"Submission 2 / {len(names)}", exact=True).wait_for()
    graded.page.locator("li.next a").click()
    graded.page.get_by_text(f"Submission 3 / {len(names)}", exact=True).wait_for()


def test_feedback_is_made_by_its_button_and_can_be_read(graded):
    graded.submissions(LAYER)
    graded.press(graded.row("hana").locator(".generate-feedback a"))
    page = graded.course / "feedback" / "hana" / LAYER / f"{LAYER}.html"
    graded.page.goto(page.as_uri())
    graded.picture("10-feedback")
    text = graded.page.locator("body").inner_text()
    assert "7 of 20 points" in text
    assert "[bias-missing]" in text
    assert graded.page.locator("script").count() == 0


def test_nothing_went_to_another_server_and_nothing_failed_in_the_page(graded):
    """The last test: it tells of all pages that the others opened."""
    graded.grading_page(RIGHT, TARGET)
    assert graded.elsewhere == []
    assert graded.errors == []
    assert graded.dialogs == []

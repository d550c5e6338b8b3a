"""A student's whole way in JupyterLab: fetch, do, check, Validate, submit, read the feedback.

JupyterLab, nbgrader's extensions and its exchange are the real ones; the exchange lies in a
temporary folder. Each fixture is a step, and needs those before it. Pictures of the steps are kept
in _build/screenshots/student/.
"""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import get_username

from fclib.grading.authoring import exercises
from tests import jupyter_server, jupyterlab
from tests.grading import courses

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "_build" / "screenshots" / "student"
NAME = "01-neuron-to-layer"
PLACEHOLDER = "...  # your code here"
WITHOUT_BIAS = "return [sum(w * v for w, v in zip(row, x)) for row in W]"
RIGHT = "return [sum(w * v for w, v in zip(row, x)) + o for row, o in zip(W, b)]"
OTHER_ANSWERS = {
    "y_by_hand = None": "y_by_hand = [5, 4, -13]",
    "def parameter_count": "return (in_features + 1) * out_features",
    "fc6_parameters = None": "fc6_parameters, fc6_share = 37_752_832, 37_752_832 / 60_965_224",
    "digit_read = None": "scores = linear_scalar(x, W, b); digit_read = scores.index(max(scores))",
}
# JupyterLab asks another host for news, and the student whether it may.
ASK_NOBODY = '{"fetchNews": "false", "checkForUpdates": false}'

pytestmark = pytest.mark.browser


class Student(jupyterlab.JupyterLab):
    """A student in front of JupyterLab."""

    def __init__(self, page):
        self.page, self.pictures = page, PICTURES
        page.set_default_timeout(jupyterlab.PATIENCE)

    def validate(self, picture):
        """Press Validate and keep a picture of what it says; close and return it."""
        self.page.locator("jp-button.validate-button:visible").click()
        dialog = self.page.get_by_role("dialog")
        dialog.wait_for()
        self.picture(picture)
        text = dialog.inner_text()
        dialog.get_by_role("button", name="OK").click()
        dialog.wait_for(state="detached")
        return text

    def submission(self, number):
        """Return a line in the list of what was submitted; the first row there is empty."""
        return self.assignments("submitted").locator(".nested_list_item").nth(number - 1)

    def submit(self, number):
        """Submit for the first, second, ... time."""
        self.tab("Assignments")
        self.press("fetched", "Submit")
        self.submission(number).wait_for()

    def read_feedback(self, number, picture):
        """Fetch the feedback on a submission; return its text and the number of its formulas."""
        self.press("submitted", "Fetch Feedback")
        line = self.submission(number)
        line.get_by_text("(view feedback)").click()
        # Until then the folder of an earlier submission may be shown, which has such a page too.
        folder = line.locator(".item_name").inner_text().removesuffix(" (view feedback)")
        self.page.locator(f'.jp-BreadCrumbs-item[title$="{folder}"]').wait_for()
        body = self.open_feedback()
        self.picture(picture)
        text, formulas = body.inner_text(), body.locator("math").count()
        self.page.locator(".lm-TabBar-tab.lm-mod-current", has_text=".html").locator(
            ".lm-TabBar-tabCloseIcon"
        ).click()
        return text, formulas


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A folder with an instructor's course, the exchange, and a student's home."""
    hub = tmp_path_factory.mktemp("hub")
    course, settings = hub / "course", hub / "student" / ".jupyter"
    exchange = f"\nc.Exchange.root = {str(hub / 'exchange')!r}\n"
    shutil.copytree(ROOT / "solutions" / NAME, course / "solutions" / NAME)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(config + exchange, encoding="utf-8")
    quiet = settings / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text(ASK_NOBODY, encoding="utf-8")
    (settings / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'fclib'{exchange}", encoding="utf-8"
    )
    courses.command(course, "nbgrader", "generate_assignment", NAME)
    courses.command(course, "nbgrader", "release_assignment", NAME)
    return hub


@pytest.fixture(scope="module")
def student(browser, hub):
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    inherited = {
        name: value
        for name, value in exercises.environment().items()
        if not name.startswith(("JUPYTER", "IPYTHON", "XDG_"))
    }
    environment = inherited | {"HOME": str(hub / "student")}
    with jupyter_server.running("lab", hub / "student", environment) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(server.url("lab"))
        yield Student(page)
        page.close()


@pytest.fixture(scope="module")
def untouched(student):
    """What Validate says of the assignment as it was fetched."""
    student.open_list()
    student.assignments("released").wait_for()
    student.picture("01-released")
    student.press("released", "Fetch")
    student.assignments("fetched").wait_for()
    student.picture("02-fetched")
    student.open_notebook(NAME)
    student.cell("from fclib.checks").wait_for()
    student.picture("03-opened")
    return student.validate("04-validate-untouched")


@pytest.fixture(scope="module")
def wrong(student, untouched):
    """What a check's output is for a wrong answer, and what Validate says of it."""
    student.run("from fclib.checks")
    student.replace_line("def linear_scalar", PLACEHOLDER, WITHOUT_BIAS)
    student.run("def linear_scalar")
    output = student.run("check.three_to_three").locator("pre")
    student.picture("05-check-names-the-mistake")
    cut = output.evaluate("pre => pre.scrollWidth > pre.clientWidth")
    return output.inner_text(), cut, student.validate("06-validate-wrong")


@pytest.fixture(scope="module")
def half_done(student, hub, wrong):
    """What a check shows for the right answer, and the feedback on half of the exercise."""
    student.replace_line("def linear_scalar", "return [sum", RIGHT)
    student.run("def linear_scalar")
    shown = student.run("check.three_to_three").inner_text()
    student.picture("07-check-agrees")
    student.validate("08-validate-half-done")
    student.submit(1)
    student.picture("09-submitted")
    grade(hub / "course")
    return shown, student.read_feedback(1, "10-feedback-on-half")


@pytest.fixture(scope="module")
def done(student, hub, half_done):
    """What Validate says of the whole exercise, and the feedback on it."""
    student.tab(f"{NAME}.ipynb")
    for cell, answer in OTHER_ANSWERS.items():
        student.replace_line(cell, PLACEHOLDER, answer)
    validated = student.validate("11-validate-done")
    student.submit(2)
    grade(hub / "course", "--update")
    return validated, student.read_feedback(2, "12-feedback-on-all")


def grade(course, *update):
    """The instructor's part."""
    courses.command(course, "nbgrader", "collect", NAME, *update)
    courses.command(course, "fclib", "autograde", NAME)
    courses.command(course, "nbgrader", "generate_feedback", NAME)
    courses.command(course, "nbgrader", "release_feedback", NAME)


def test_validate_tells_somebody_who_has_not_begun_where_to_begin(untouched):
    assert "y_by_hand is still empty: put a list of three numbers there." in untouched
    assert "Is it written yet?" in untouched
    assert "Traceback" not in untouched


def test_check_names_the_mistake_and_nothing_else(wrong):
    message, cut, _ = wrong
    assert message.startswith("[bias-missing] linear_scalar gave y[0] = 5.5, expected 6")
    assert message.splitlines()[-1] == "See chapter 1, “Mistakes and how they show”."
    assert not cut


def test_validate_says_what_the_check_says(wrong):
    message, _, validated = wrong
    assert message in validated
    assert "Traceback" not in validated


def test_check_agrees_with_the_right_answer(half_done):
    shown, _ = half_done
    assert re.match(r"linear_scalar: right for \d+ layers of three inputs", shown)


def test_submission_has_what_was_typed(hub, done):
    (path,) = (hub / "course").glob(f"submitted/{get_username()}/{NAME}/{NAME}.ipynb")
    source = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    assert RIGHT in source
    assert all(answer in source for answer in OTHER_ANSWERS.values())


def test_feedback_in_jupyterlab_shows_points_and_reasons(half_done):
    _, (text, formulas) = half_done
    assert "10 of 20 points" in text
    assert "parameter_count returned None" in text
    assert formulas > 0
    assert "$$" not in text


def test_whole_exercise_validates_and_earns_every_point(done):
    validated, (text, _) = done
    assert "Success! Your notebook passes all the tests." in validated
    assert "20 of 20 points" in text


def test_both_submissions_are_still_in_the_exchange(hub, done):
    kept = sorted((hub / "exchange" / "fclib" / "inbound").iterdir())
    assert len(kept) == 2
    assert all((folder / f"{NAME}.ipynb").is_file() for folder in kept)

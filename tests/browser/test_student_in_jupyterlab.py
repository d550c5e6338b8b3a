"""A student's whole way in JupyterLab: fetch, do, check, Validate, submit, read the feedback.

JupyterLab, nbgrader's extensions and its exchange are the real ones; the exchange lies in a
temporary folder. Each fixture is a step, and needs those before it. Pictures of the steps are kept
in _build/screenshots/student/.
"""

import shutil
from pathlib import Path

import nbformat
import pytest
from lab import Student, jupyter_lab, keep_quiet
from nbgrader.utils import get_username

from fclib.grading import exercises
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
    "ip1_parameters = None": "ip1_parameters, ip1_share = 400_500, 400_500 / 431_080",
    "digit_read = None": "scores = linear_scalar(x, W, b); digit_read = scores.index(max(scores))",
}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A folder with an instructor's course, the exchange, and a student's home."""
    hub = tmp_path_factory.mktemp("hub")
    course, settings = hub / "course", hub / "student" / ".jupyter"
    exchange = f"\nc.Exchange.root = {str(hub / 'exchange')!r}\n"
    shutil.copytree(ROOT / "solutions" / NAME, course / "solutions" / NAME)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(config + exchange, encoding="utf-8")
    keep_quiet(hub / "student")
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
    with jupyter_lab(hub / "student", environment, PICTURES / "server.log") as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        yield Student(page, address, PICTURES)
        page.close()


@pytest.fixture(scope="module")
def untouched(student):
    """What Validate says of the assignment as it was fetched."""
    student.menu("Nbgrader", "nbgrader:open-assignment-list")
    student.assignment("released").wait_for()
    student.picture("01-released")
    student.press("released", "Fetch")
    student.assignment("fetched").locator(".assignment-notebooks-link").click()
    student.picture("02-fetched")
    student.assignment("fetched").get_by_role("link", name=NAME).last.click()
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
    submit(student, 1)
    student.picture("09-submitted")
    grade(hub / "course")
    fetch_feedback(student, 1)
    student.picture("10-feedback-fetched")
    return shown, read_feedback(student, "11-feedback-on-half")


@pytest.fixture(scope="module")
def done(student, hub, half_done):
    """What Validate says of the whole exercise, and the feedback on it."""
    student.tab(f"{NAME}.ipynb")
    for cell, answer in OTHER_ANSWERS.items():
        student.replace_line(cell, PLACEHOLDER, answer)
    validated = student.validate("12-validate-done")
    submit(student, 2)
    grade(hub / "course", "--update")
    fetch_feedback(student, 2)
    return validated, read_feedback(student, "13-feedback-on-all")


def submit(student, number):
    student.tab("Assignments")
    student.press("fetched", "Submit")
    submission(student, number).wait_for()


def submission(student, number):
    """Return a line in the list of what was submitted; the first row there is empty."""
    return student.assignment("submitted").locator(".nested_list_item").nth(number - 1)


def grade(course, *update):
    """The instructor's part."""
    courses.command(course, "nbgrader", "collect", NAME, *update)
    courses.command(course, "fclib", "autograde", NAME)
    courses.command(course, "nbgrader", "generate_feedback", NAME)
    courses.command(course, "nbgrader", "release_feedback", NAME)


def fetch_feedback(student, number):
    student.press("submitted", "Fetch Feedback")
    submission(student, number).get_by_text("(view feedback)").click()


def read_feedback(student, picture):
    """Open the feedback page in the folder that is shown; return its text and its formulas."""
    student.page.locator(".jp-DirListing-item", has_text=".html").dblclick()
    body = student.page.frame_locator(".jp-HTMLViewer:visible iframe").locator("body")
    body.get_by_text("of 20 points").wait_for()
    student.picture(picture)
    formulas = body.locator("math").count()
    text = body.inner_text()
    student.page.locator(".lm-TabBar-tab.lm-mod-current", has_text=".html").locator(
        ".lm-TabBar-tabCloseIcon"
    ).click()
    return text, formulas


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
    assert shown.startswith("linear_scalar: right for the chapter's example")


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

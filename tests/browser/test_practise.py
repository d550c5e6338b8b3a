"""A newcomer's way: write, be told the mistake, read about it, mend it, come back, hand in."""

import re
import shutil
import tomllib

import nbformat
import pytest
from nbgrader.api import Gradebook
from practising import Reader, version

from tests.grading import courses

ROOT = courses.ROOT
NAME = "04-grad-W"
ANSWERS = ROOT / "tests" / "class" / "answers" / NAME
MEAN = "def grad_W(grad_y, x):\n    return grad_y.T @ x.reshape(len(x), -1) / len(x)"
RIGHT = """def grad_W(grad_y, x):
    n = len(x)
    return grad_y.T @ x.reshape(n, int(np.prod(x.shape[1:])))"""

pytestmark = pytest.mark.browser


def test_from_a_named_mistake_to_a_graded_notebook(browser, url, site, tmp_path):
    """On a phone."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    reader = Reader(context.new_page(), url)
    page = reader.page
    reader.go(NAME)
    reader.write("grad_W_answer", MEAN)
    assert reader.run("batches").startswith("[grad-W-mean] grad_W[")
    link = reader.cell("batches").get_by_role("link", name="grad-W-mean")
    link.tap()
    page.wait_for_url("**/04-grad-W.html#grad-w-mean")
    assert page.locator("#grad-w-mean").is_visible()
    assert reader.text("grad_W_answer") == MEAN  # the same page: nothing was loaded again

    reader.write("grad_W_answer", RIGHT)
    assert "From before your last change." in page.locator(".is-stale").first.evaluate(
        "cell => getComputedStyle(cell.querySelector('.practise-output'), '::after').content"
    )
    assert reader.run("batches").startswith("grad_W: right for batches")
    reader.run_all()
    assert (
        reader.points() == "9 of 18 points so far. 2 more come from hidden checks when you hand in."
    )
    reader.wait_until_kept(NAME, version(site, NAME), "grad_W_answer", RIGHT)

    page.close()
    later = Reader(context.new_page(), url)
    later.page.goto(f"{url}{NAME}.html")
    later.page.get_by_role("button", name="Try it here").tap()
    later.cell("grad_W_answer").wait_for()
    assert later.text("grad_W_answer") == RIGHT
    notebook = later.download()
    assert reader.errors + later.errors == []
    context.close()
    course = tmp_path / "course"
    assert points(course, {"newcomer": notebook}) == {"newcomer": 9 + 2}


def test_what_is_written_in_the_page_earns_the_same_points_in_three_ways(browser, url, tmp_path):
    """In the page, by fclib autograde and by nbgrader autograde: right, with a slip, half done."""
    expected = tomllib.loads((ANSWERS / "expected.toml").read_text(encoding="utf-8"))
    notebooks, seen = {}, {}
    context = browser.new_context()
    reader = Reader(context.new_page(), url)
    reader.go_alone(NAME)
    released = {}
    for student in expected:
        text = (ANSWERS / f"{student}.py").read_text(encoding="utf-8")
        answers = dict(re.findall(r"^# %% (\w+)\n(.*?)(?=^# %% |\Z)", text, re.S | re.M))
        answers.pop("own", None)
        released = {cell: reader.text(cell) for cell in answers} | released
        for cell, answer in (released | answers).items():
            reader.write(cell, answer.strip())
        reader.run_all()
        seen[student] = int(reader.points().split()[0])
        notebooks[student] = reader.download()
    context.close()
    hidden = {"ada": 2, "hana": 0, "tova": 0}  # which no page can show
    in_page = {student: seen[student] + hidden[student] for student in seen}
    assert in_page == {student: outcome["points"] for student, outcome in expected.items()}
    course = tmp_path / "course"
    assert points(course, notebooks) == in_page
    assert points(course, notebooks, "nbgrader autograde --force") == in_page


def points(course, notebooks, command="fclib autograde"):
    """Grade notebooks with a command; return the points by student."""
    if not course.exists():
        course.mkdir()
        shutil.copy(ROOT / "nbgrader_config.py", course)
        shutil.copytree(ROOT / "solutions" / NAME, course / "solutions" / NAME)
        courses.command(course, "nbgrader", "generate_assignment", NAME)
    for student, notebook in notebooks.items():
        place = course / "submitted" / student / NAME / f"{NAME}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, place)
    courses.command(course, *command.split(), NAME)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(NAME)}

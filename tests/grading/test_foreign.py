"""Courses of other people: nothing of this one can be imported while they are graded."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from fclib.grading.authoring import exercises

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CONFIGURATION = """
c = get_config()
c.CourseDirectory.course_id = "foreign"
c.Autograde.sanitize_preprocessors = [
    "fclib.grading.steps.restore.RestoreCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "fclib.grading.steps.execute.SplitExecute",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.exporter_class = "fclib.grading.steps.copies.SubmissionExporter"
c.GenerateFeedback.exporter_class = "fclib.grading.pages.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = [
    "fclib.grading.pages.feedback.GradesSoFar",
    "fclib.grading.pages.feedback.HideHiddenTests",
]
"""
DECLARED = """
c.SplitExecute.checks = ["marks"]
c.SplitExecute.shown = ["units"]
"""
MARKS = """
class NotYetError(AssertionError):
    public = "not yet, says the course's own check"

def is_length(value, metres):
    if value != metres:
        raise NotYetError(f"{value} is not {metres}")
"""
UNITS = "from pathlib import Path\nFOOT = float(Path(__file__).with_name('foot').read_text())\n"
SETUP = "import units\nimport marks"
ANSWER = "import units\ndef metres(feet):\n    return feet * units.FOOT"


def cell(kind, name, source, *, points=None, solution=False):
    """Return a cell that nbgrader knows."""
    make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    told = {"schema_version": 3, "grade_id": name, "locked": not solution, "solution": solution}
    told |= {"grade": points is not None, "task": False}
    if points is not None:
        told["points"] = points
    return make(source, id=name.replace("_", "-"), metadata={"nbgrader": told})


def notebook(answer):
    """Return a notebook with a helper module, a visible, a hidden and a manual cell."""
    check = "marks.is_length(metres(20), 20 * units.FOOT)"
    hidden = f"### BEGIN HIDDEN TESTS\n{check}\n### END HIDDEN TESTS"
    solution = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        metadata={"kernelspec": kernel},
        cells=[
            cell("code", "setup", SETUP),
            cell("code", "answer", solution, solution=True),
            cell("code", "visible", "marks.is_length(metres(10), 10 * units.FOOT)", points=2),
            cell("code", "hidden", f"assert metres\n{hidden}", points=3),
            cell("markdown", "why", "Because.", points=1, solution=True),
        ],
    )


# What the scripts of these names do.
START = {
    "nbgrader": ["-m", "nbgrader"],
    "fclib": ["-c", "from fclib.grading.cli import main; raise SystemExit(main())"],
}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A function that runs nbgrader or fclib where `fclib` has its grading part and no other."""
    folder = tmp_path_factory.mktemp("elsewhere")
    package = folder / "packages" / "fclib"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "grading").symlink_to(ROOT / "fclib" / "grading")
    environment = exercises.environment() | {
        "PYTHONPATH": str(package.parent),
        "JUPYTER_CONFIG_DIR": str(folder / "settings"),
        "IPYTHONDIR": str(folder / "settings"),
    }

    def run(course, program, *arguments):
        done = subprocess.run(
            [sys.executable, "-P", *START[program], *arguments],
            cwd=course,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout + done.stderr

    return run


def points(course, student):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (submission.assignment.name, notebook.name, grade.name): grade.auto_score
            for submission in gradebook.student_submissions(student)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, elsewhere):
    """A course with modules of its own, released, and one right and one wrong submission."""
    course = tmp_path_factory.mktemp("handed-in") / "course"
    source = course / "source" / "lengths"
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text(CONFIGURATION + DECLARED)
    (course / "marks.py").write_text(MARKS)
    (course / "units").mkdir()
    (course / "units" / "__init__.py").write_text(UNITS)
    (course / "units" / "foot").write_text("0.3048")
    for name in ("one", "two"):
        nbformat.write(notebook(ANSWER), source / f"{name}.ipynb")
    elsewhere(course, "nbgrader", "generate_assignment", "lengths")
    for student, answer in {"ada": ANSWER, "bob": ANSWER.replace("*", "+")}.items():
        folder = course / "submitted" / student / "lengths"
        folder.mkdir(parents=True)
        for name in ("one", "two"):
            released = nbformat.read(course / "release" / "lengths" / f"{name}.ipynb", as_version=4)
            released.cells[1].source = answer
            released.cells[4].source = "Mine."
            released.cells.append(nbformat.v4.new_code_cell("import marks\nmarks.is_length(1, 2)"))
            nbformat.write(released, folder / f"{name}.ipynb")
    return course


@pytest.fixture
def course(handed_in, tmp_path):
    return shutil.copytree(handed_in, tmp_path / "course")


@pytest.mark.parametrize("program", ["nbgrader", "fclib"])
def test_a_course_with_modules_of_its_own_is_graded(course, elsewhere, program):
    said = elsewhere(course, program, "autograde", "lengths")
    right, wrong = points(course, "ada"), points(course, "bob")
    assert len(right) == len(wrong) == 6
    for (_, _, name), score in right.items():
        assert score == {"visible": 2, "hidden": 3, "why": None}[name], said
    for (_, _, name), score in wrong.items():
        assert score == {"visible": 0, "hidden": 0, "why": None}[name]
    graded = (course / "autograded" / "ada" / "lengths" / "one.ipynb").read_text()
    outputs = [cell.get("outputs") for cell in nbformat.reads(graded, as_version=4).cells]
    assert not any(outputs), "a cell of the student's own could not import the course's module"
    elsewhere(course, "nbgrader", "generate_feedback", "lengths")
    page = (course / "feedback" / "bob" / "lengths" / "one.html").read_text()
    assert "not yet, says the course&#39;s own check" in page


def test_a_changed_module_of_the_course_is_graded_again(course, elsewhere):
    def grade():
        return elsewhere(course, "fclib", "autograde", "lengths")

    assert "2 graded, 0 unchanged" in grade()
    assert "0 graded, 2 unchanged" in grade()
    (course / "units" / "foot").write_text("0.3")
    assert "2 graded, 0 unchanged" in grade()
    (course / "marks.py").write_text(MARKS.replace("value != metres", "True"))
    assert "2 graded, 0 unchanged" in grade()
    assert set(points(course, "ada").values()) == {0, None}


def test_nbgraders_own_course_is_graded(tmp_path, elsewhere):
    elsewhere(tmp_path, "nbgrader", "quickstart", "course")
    course = tmp_path / "course"
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(CONFIGURATION.replace("c = get_config()\n", ""))
    elsewhere(course, "nbgrader", "generate_assignment", "ps1")
    folder = course / "submitted" / "ada" / "ps1"
    folder.mkdir(parents=True)
    for path in sorted((course / "source" / "ps1").glob("*.ipynb")):
        text = path.read_text(encoding="utf-8").replace("### BEGIN SOLUTION", "")
        answered = json.loads(text.replace("### END SOLUTION", ""))
        (folder / path.name).write_text(json.dumps(answered), encoding="utf-8")
    elsewhere(course, "fclib", "autograde", "ps1")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submission = gradebook.find_submission("ps1", "ada")
        automatic = [
            (grade.name, grade.auto_score, grade.max_score_gradecell)
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.auto_score is not None
        ]
    assert len(automatic) >= 4
    # That one deletes a function of the student's, to see another one miss it: here that is a name
    # of the test's, and the student's process keeps its own. The README says so.
    lost = {name for name, score, most in automatic if score < most}
    assert lost == {"sum_of_squares_uses_squares"}, automatic

"""A sample class, graded as an instructor would: points, reasons, feedback, reports.

The submissions and what they should earn are in tests/class/.
"""

import csv
import html
import importlib
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbgrader.api import Gradebook

from fclib.grading.pages import report

pytestmark = pytest.mark.slow

refresh = importlib.import_module("tests.class.refresh")

ROOT = Path(__file__).parents[1]
ASSIGNMENT = "01-neuron-to-layer"
EXPECTED = tomllib.loads((refresh.CLASS / "expected.toml").read_text(encoding="utf-8"))[ASSIGNMENT]
MAXIMUM = 20

every_student = pytest.mark.parametrize("student", EXPECTED)


class Graded(NamedTuple):
    """A course after grading: its folder, and (points, points to get) by student and cell."""

    course: Path
    points: dict

    def notebook(self, student):
        path = self.course / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        return nbformat.read(path, as_version=4)

    def page(self, student):
        """Return a feedback page as a reader sees it: without tags, which also split code."""
        path = self.course / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"
        return html.unescape(re.sub(r"<[^>]*>", "", path.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def graded(sample_class):
    with Gradebook(f"sqlite:///{sample_class}/gradebook.db") as gradebook:
        points = {
            submission.student.id: {
                grade.name: (grade.score, grade.max_score)
                for grade in submission.notebooks[0].grades
            }
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }
    return Graded(sample_class, points)


def test_every_submission_stands_on_the_current_release():
    for path in refresh.submissions():
        submission = nbformat.read(path, as_version=4)
        fresh = refresh.refreshed(submission, refresh.release(path))
        assert path.read_text(encoding="utf-8") == refresh.text(fresh), (
            f"{path} differs from the release: run python tests/class/refresh.py"
        )


def test_refresh_takes_the_release_and_keeps_answers_and_own_cells():
    path = refresh.CLASS / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    old, release = nbformat.read(path, as_version=4), refresh.release(path)
    release.cells[0].source += "\nOne more sentence."
    release.cells.insert(1, nbformat.v4.new_markdown_cell("A new cell.", id="cell-01"))
    new = refresh.refreshed(old, release)
    assert [cell.source for cell in new.cells[:2]] == [cell.source for cell in release.cells[:2]]
    assert [cell.source for cell in new.cells[2:]] == [cell.source for cell in old.cells[1:]]


def test_expected_outcomes_name_the_submissions_and_add_up():
    assert list(EXPECTED) == [path.parts[-3] for path in refresh.submissions()]
    release = refresh.release(refresh.submissions()[0])
    metadata = [cell.metadata.get("nbgrader", {}) for cell in release.cells]
    worth = {cell["grade_id"]: cell["points"] for cell in metadata if cell.get("grade")}
    for student, outcome in EXPECTED.items():
        lost = outcome.get("lost", {})
        earned = worth | {cell: points for cell, (points, _) in lost.items()}
        assert sum(earned.values()) == outcome["points"], student


@every_student
def test_points_are_those_expected_cell_by_cell(graded, student):
    got = graded.points[student]
    lost = {cell: score for cell, (score, maximum) in got.items() if score < maximum}
    expected = EXPECTED[student].get("lost", {})
    assert lost == {cell: points for cell, (points, _) in expected.items()}
    assert sum(score for score, _ in got.values()) == EXPECTED[student]["points"]
    assert sum(maximum for _, maximum in got.values()) == MAXIMUM


@every_student
def test_every_lost_cell_gives_the_expected_reason(graded, student):
    reasons = {cell: kind(error) for cell, error in errors(graded.notebook(student)).items()}
    expected = EXPECTED[student].get("lost", {})
    assert reasons == {cell: reason for cell, (_, reason) in expected.items()}


def errors(notebook):
    """Return the error output of each test cell that has one."""
    return {
        cell.metadata.nbgrader.grade_id: output
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
        for output in cell.outputs
        if output.output_type == "error"
    }


def kind(error):
    """Sort a check's answer: a misconception's id, or one of expected.toml's other words."""
    first = error.evalue.splitlines()[0]
    if named := re.match(r"\[([\w-]+)\] ", first):
        return named[1]
    if error.ename != "CheckFailed" or " stopped with " in first:
        return "raises"
    return "empty" if "still empty" in first or "Is it written yet?" in first else "unknown"


@every_student
def test_grades_table_has_a_line_for_each_student(graded, student):
    lines = report.table(graded.course, ASSIGNMENT).splitlines()
    row = next(line for line in lines if line.startswith(f"{student} "))
    assert row.split()[1] == str(EXPECTED[student]["points"])
    for _, reason in EXPECTED[student].get("lost", {}).values():
        words = {
            "raises": "stopped with|not defined",
            "empty": "empty|written yet",
            "unknown": r"−\S+ [^\[]",
        }
        assert re.search(words.get(reason, rf"\[{reason}\]"), block(lines, row))


def block(lines, row):
    """Return a row of the table with the indented lines that belong to it."""
    after = lines[lines.index(row) + 1 :]
    own = next((i for i, line in enumerate(after) if not line.startswith(" ")), len(after))
    return "\n".join([row, *after[:own]])


def test_export_has_every_students_points(graded):
    with open(graded.course / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {
            row["student_id"]: row
            for row in csv.DictReader(file)
            if row["assignment"] == ASSIGNMENT and row["student_id"] in EXPECTED
        }
    assert {student: float(row["score"]) for student, row in rows.items()} == {
        student: outcome["points"] for student, outcome in EXPECTED.items()
    }
    assert {float(row["max_score"]) for row in rows.values()} == {MAXIMUM}


@every_student
def test_feedback_page_gives_the_message_of_every_lost_cell(graded, student):
    page = graded.page(student)
    for cell in graded.notebook(student).cells:
        for error in errors(nbformat.v4.new_notebook(cells=[cell])).values():
            # What a hidden test may say stands beside the cell; other words are for instructors.
            for line in cell.metadata.get("fclib", {}).get("told", error.ename).splitlines():
                assert line in page


@every_student
def test_feedback_page_hides_the_hidden_tests_and_the_solution(graded, student):
    source = (ROOT / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py").read_text(encoding="utf-8")
    page = graded.page(student)
    lines = {line.strip() for line in page.splitlines()}
    path = refresh.CLASS / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    own = {
        line.strip()
        for cell in nbformat.read(path, as_version=4).cells
        for line in cell.source.splitlines()
    }
    # What is on the page is found there, so what is not found is not there.
    assert "check.three_to_three(linear_scalar)" in lines
    assert not lines & (region(source, "SOLUTION") - own)
    assert not lines & region(source, "HIDDEN TESTS")
    assert not any(seed in page for seed in re.findall(r"seed=\d+", source))
    assert "HIDDEN TESTS" not in page


def region(source, name):
    """Return the lines of a source between its BEGIN and END marks."""
    parts = re.findall(rf"### BEGIN {name}\n(.*?)### END {name}", source, re.DOTALL)
    assert parts
    return {line.strip() for part in parts for line in part.splitlines()}

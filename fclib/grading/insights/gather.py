"""Read what a class did: points from the gradebook, and from notebooks why they were lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Connection, select, union_all

from fclib.grading.insights.graded import Graded
from fclib.grading.insights.losses import GradedCell, Loss, Lost, of_notebook

NO_RESPONSE = "No response."
"""What nbgrader's own step writes about an answer that is as it was released."""


class Class(NamedTuple):
    """All that the pages are made of.

    Attributes
    ----------
    students : dict of str to str
        Names by id; an empty name where the gradebook knows none.
    assignments : list of str
        In order.
    maxima : dict of GradedCell to float
        The points of every test.
    scores : dict of (str, str) to dict
        By student and assignment, for each test the points that are known.
    losses : list of Loss
    penalties : dict of (str, str) to float
        What being late cost.
    """

    students: dict[str, str]
    assignments: list[str]
    maxima: dict[GradedCell, float]
    scores: dict[tuple[str, str], dict[GradedCell, float]]
    losses: list[Loss]
    penalties: dict[tuple[str, str], float]


class _Row(NamedTuple):
    """A grade as the gradebook has it."""

    student: str
    test: GradedCell
    automatic: float | None
    manual: float | None
    extra: float | None


def gather(coursedir: CourseDirectory, names: Sequence[str], known: Mapping[str, Any]) -> Class:
    """Read the gradebook and the autograded notebooks of some assignments.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    names : sequence of str
        Its assignments in order; those that the gradebook does not have are left out.
    known : mapping
        The course's catalogue of mistakes.
    """
    with (
        Gradebook(coursedir.db_url, coursedir.course_id) as gradebook,
        gradebook.engine.connect() as connection,
    ):
        students = {
            row.id: ", ".join(filter(None, [row.last_name, row.first_name]))
            for row in connection.execute(select(Student.__table__))
        }
        maxima = _maxima(connection, names)
        rows = _rows(connection, names)
        empty = _not_written(connection, names)
        penalties = _penalties(connection, names)
    scores: dict[tuple[str, str], dict[GradedCell, float]] = {}
    lost: dict[tuple[str, str, str], list[Lost]] = {}
    for row in rows:
        score = row.automatic if row.manual is None else row.manual
        if score is None:
            continue  # nobody has read it yet, or nothing is handed in
        mine = scores.setdefault((row.student, row.test.assignment), {})
        mine[row.test] = score + (row.extra or 0.0)
        if mine[row.test] < maxima[row.test]:
            place = (row.student, row.test.assignment, row.test.notebook)
            points = maxima[row.test] - mine[row.test]
            lost.setdefault(place, []).append(Lost(row.test, points, row.manual is not None))
    losses: list[Loss] = []
    for (student, assignment, notebook), found in lost.items():
        folder = coursedir.format_path(coursedir.autograded_directory, student, assignment)
        graded = Graded(Path(folder, f"{notebook}.ipynb"))
        untouched = empty.get((student, assignment, notebook), frozenset())
        losses += of_notebook(student, graded, found, untouched, known)
    present = {test.assignment for test in maxima}
    return Class(
        students, [name for name in names if name in present], maxima, scores, losses, penalties
    )


def _places(names: Sequence[str]) -> Any:
    """Return a query of all cells of these assignments: id, assignment, notebook, name."""
    assignment, notebook, cell = Assignment.__table__, Notebook.__table__, BaseCell.__table__
    return (
        select(
            cell.c.id,
            assignment.c.name.label("assignment"),
            notebook.c.name.label("notebook"),
            cell.c.name.label("cell"),
        )
        .join(notebook, notebook.c.id == cell.c.notebook_id)
        .join(assignment, assignment.c.id == notebook.c.assignment_id)
        .where(assignment.c.name.in_(names))
        .subquery()
    )


def _maxima(connection: Connection, names: Sequence[str]) -> dict[GradedCell, float]:
    places = _places(names)
    grade, task = GradeCell.__table__, TaskCell.__table__
    points = union_all(
        select(grade.c.id, grade.c.max_score), select(task.c.id, task.c.max_score)
    ).subquery()
    wanted = select(places.c.assignment, places.c.notebook, places.c.cell, points.c.max_score)
    rows = connection.execute(wanted.join(points, points.c.id == places.c.id))
    return {GradedCell(*row[:3]): row[3] or 0.0 for row in rows}


def _rows(connection: Connection, names: Sequence[str]) -> list[_Row]:
    """Return every grade of what was handed in."""
    places, grade = _places(names), Grade.__table__
    notebook, submission = SubmittedNotebook.__table__, SubmittedAssignment.__table__
    wanted = (
        select(
            submission.c.student_id,
            *(places.c.assignment, places.c.notebook, places.c.cell),
            *(grade.c.auto_score, grade.c.manual_score, grade.c.extra_credit),
        )
        .join(places, places.c.id == grade.c.cell_id)
        .join(notebook, notebook.c.id == grade.c.notebook_id)
        .join(submission, submission.c.id == notebook.c.assignment_id)
    )
    return [_Row(row[0], GradedCell(*row[1:4]), *row[4:]) for row in connection.execute(wanted)]


def _not_written(
    connection: Connection, names: Sequence[str]
) -> dict[tuple[str, str, str], frozenset[str]]:
    """Return the answers that are as they were released, by student, assignment and notebook."""
    places, comment = _places(names), Comment.__table__
    notebook, submission = SubmittedNotebook.__table__, SubmittedAssignment.__table__
    wanted = (
        select(submission.c.student_id, places.c.assignment, places.c.notebook, places.c.cell)
        .select_from(comment)
        .join(places, places.c.id == comment.c.cell_id)
        .join(notebook, notebook.c.id == comment.c.notebook_id)
        .join(submission, submission.c.id == notebook.c.assignment_id)
        .where(comment.c.auto_comment == NO_RESPONSE)
    )
    found: dict[tuple[str, str, str], set[str]] = {}
    for student, assignment, name, cell in connection.execute(wanted):
        found.setdefault((student, assignment, name), set()).add(cell)
    return {place: frozenset(cells) for place, cells in found.items()}


def _penalties(connection: Connection, names: Sequence[str]) -> dict[tuple[str, str], float]:
    assignment, submission = Assignment.__table__, SubmittedAssignment.__table__
    notebook = SubmittedNotebook.__table__
    wanted = (
        select(submission.c.student_id, assignment.c.name, notebook.c.late_submission_penalty)
        .join(assignment, assignment.c.id == submission.c.assignment_id)
        .join(notebook, notebook.c.assignment_id == submission.c.id)
        .where(assignment.c.name.in_(names), notebook.c.late_submission_penalty.is_not(None))
    )
    found: dict[tuple[str, str], float] = {}
    for student, name, penalty in connection.execute(wanted):
        found[student, name] = found.get((student, name), 0.0) + penalty
    return found

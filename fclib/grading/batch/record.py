"""Write a graded submission into nbgrader's gradebook: one transaction, by indexed keys only.

nbgrader's own objects compute sums over the whole table whenever they are loaded. Here rows are
found by the keys that the database has indices for, so the ten thousandth submission takes no
longer than the first.
"""

import datetime
import functools
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import (
    Connection,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, OperationalError

from fclib.grading.files import no_room

STUDENTS, SUBMISSIONS = Student.__table__, SubmittedAssignment.__table__
ATTEMPTS = 8
NOTEBOOKS, GRADES, COMMENTS = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__
# Statements are made once, for to make one anew takes longer than to execute it.
EXTENSIONS = select(SUBMISSIONS.c.student_id, SUBMISSIONS.c.extension).where(
    SUBMISSIONS.c.assignment_id == bindparam("assignment")
)
EXTENSION = select(SUBMISSIONS.c.extension).where(
    SUBMISSIONS.c.assignment_id == bindparam("assignment"),
    SUBMISSIONS.c.student_id == bindparam("student"),
)
CAME = (
    update(SUBMISSIONS)
    .where(SUBMISSIONS.c.id == bindparam("row"))
    .values(timestamp=bindparam("came"))
)
PENALTY = (
    update(NOTEBOOKS)
    .where(NOTEBOOKS.c.id == bindparam("row"))
    .values(late_submission_penalty=bindparam("penalty"))
)
SCORE = (
    update(GRADES)
    .where(GRADES.c.id == bindparam("row"))
    .values(auto_score=bindparam("score"), needs_manual_grade=bindparam("manual"))
)
COMMENT = (
    update(COMMENTS)
    .where(COMMENTS.c.id == bindparam("row"))
    .values(auto_comment=bindparam("comment"))
)


class Recorder:
    """Records graded submissions of a course.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        Its ``db_url`` names the gradebook.
    penalty : callable
        Given student, score and seconds late, returns the penalty or None, as nbgrader's plugin
        for late submissions does.
    """

    def __init__(
        self, coursedir: CourseDirectory, penalty: Callable[[str, float, float], float | None]
    ) -> None:
        self.gradebook = Gradebook(coursedir.db_url, coursedir.course_id)
        self.penalty = penalty
        self.assignments: dict[str, dict[str, Any]] = {}

    def close(self) -> None:
        """Close the gradebook."""
        self.gradebook.close()

    def notebooks(self, assignment: str) -> list[str]:
        """Return the names of an assignment's notebooks."""
        return list(self._assignment(assignment)["notebooks"])

    def recorded(self, assignment: str) -> dict[str, str | None]:
        """Return when it is due, as text, for each student whose submission is in the gradebook."""
        entry = self._assignment(assignment)
        with self.gradebook.engine.connect() as connection:
            rows = connection.execute(EXTENSIONS, {"assignment": entry["id"]})
            return {who: _due(entry, extension) for who, extension in rows}

    def due(self, assignment: str, student: str) -> str | None:
        """Return when a submission is due, extension included, as text; None without a date."""
        entry = self._assignment(assignment)
        if entry["due"] is None:
            return None
        keys = {"assignment": entry["id"], "student": student}
        with self.gradebook.engine.connect() as connection:
            return _due(entry, connection.execute(EXTENSION, keys).scalar())

    def record(self, result: dict[str, Any], again: bool = False) -> None:
        """Record one submission, whole or not at all.

        Parameters
        ----------
        result : dict
            ``student``, ``assignment``, ``timestamp`` (UTC in ISO format, or None) and
            ``notebooks``: for each name the ``scores`` and ``comments`` of its cells.
        again : bool
            The same submission was recorded before: what a person has read of it stays read.
        """
        for attempt in range(ATTEMPTS):
            try:
                self._record(result, again)
                return
            except (IntegrityError, OperationalError) as error:
                # Another process added the same rows at this moment, or has the gradebook locked.
                if attempt + 1 == ATTEMPTS or no_room(error):
                    raise
                time.sleep(0.1 * 2**attempt)

    def _record(self, result: dict[str, Any], again: bool) -> None:
        assignment = self._assignment(result["assignment"])
        with self.gradebook.engine.begin() as connection:
            _get_or_add(connection, STUDENTS, {"id": result["student"]})
            keys = {"assignment_id": assignment["id"], "student_id": result["student"]}
            submission = _get_or_add(connection, SUBMISSIONS, keys)
            late = _seconds_late(connection, submission, assignment, result["timestamp"])
            for name, notebook in assignment["notebooks"].items():
                keys = {"notebook_id": notebook["id"], "assignment_id": submission.id}
                row = _get_or_add(connection, NOTEBOOKS, keys)
                graded = result["notebooks"].get(name)
                score = _record_notebook(connection, row.id, notebook, graded, again)
                if graded is not None:
                    penalty = self._penalty(result["student"], score, late)
                    connection.execute(PENALTY, {"row": row.id, "penalty": penalty})

    def _penalty(self, student: str, score: float, late: float) -> float | None:
        if late <= 0:
            return None
        penalty = self.penalty(student, score, late)
        return None if penalty is None else min(max(penalty, 0), score)

    def _assignment(self, name: str) -> dict[str, Any]:
        """Return the keys of an assignment, its notebooks and their cells in the gradebook."""
        if name not in self.assignments:
            entry = self.gradebook.find_assignment(name)
            notebooks = {
                notebook.name: {
                    "id": notebook.id,
                    "grades": {cell.name: cell.id for cell in notebook.grade_cells},
                    "tasks": {cell.name: cell.id for cell in notebook.task_cells},
                    "comments": {
                        cell.name: cell.id
                        for cell in [*notebook.solution_cells, *notebook.task_cells]
                    },
                }
                for notebook in entry.notebooks
            }
            self.assignments[name] = {
                "id": entry.id,
                "due": entry.duedate,
                "notebooks": notebooks,
            }
            self.gradebook.db.rollback()
        return self.assignments[name]


def _due(assignment: dict[str, Any], extension: datetime.timedelta | None) -> str | None:
    due: datetime.datetime | None = assignment["due"]
    return None if due is None else (due + (extension or datetime.timedelta())).isoformat()


def _record_notebook(
    connection: Connection,
    notebook_id: str,
    notebook: dict[str, dict[str, str]],
    graded: dict[str, Any] | None,
    again: bool,
) -> float:
    """Record the grades and comments of one notebook; return its score."""
    scores = {} if graded is None else graded["scores"]
    comments = {} if graded is None else graded["comments"]
    total, added, changed = 0.0, [], []
    cells = {**notebook["grades"], **notebook["tasks"]}
    rows = _of_cells(connection, GRADES, notebook_id, cells)
    for name, cell in cells.items():
        row = rows.get(cell)
        before = NOT_GRADED if row is None else row
        score, manual = before.auto_score, before.needs_manual_grade
        if graded is None:
            score, manual = 0, False
        elif name in scores:
            score = scores[name]
            if not (again and before.auto_score == score):
                manual = before.manual_score is not None or score is None
        if row is None:
            grade = {"auto_score": score, "needs_manual_grade": manual}
            added.append({"cell_id": cell, "notebook_id": notebook_id, **grade})
        elif graded is None or name in scores:
            changed.append({"row": row.id, "score": score, "manual": manual})
        if graded is not None:
            given = score if before.manual_score is None else before.manual_score
            total += (given or 0.0) + (before.extra_credit or 0.0)
    _add_and_change(connection, GRADES, added, SCORE, changed)
    rows = _of_cells(connection, COMMENTS, notebook_id, notebook["comments"])
    _add_and_change(
        connection,
        COMMENTS,
        [
            {"cell_id": cell, "notebook_id": notebook_id, "auto_comment": comments.get(name)}
            for name, cell in notebook["comments"].items()
            if cell not in rows
        ],
        COMMENT,
        [
            {"row": rows[cell].id, "comment": comments[name]}
            for name, cell in notebook["comments"].items()
            if cell in rows and name in comments
        ],
    )
    return total


class _NotGraded(NamedTuple):
    """What a cell's grade is that is not in the gradebook: what nbgrader would add."""

    auto_score: float | None = None
    manual_score: float | None = None
    extra_credit: float | None = None
    needs_manual_grade: bool = True


NOT_GRADED = _NotGraded()


def _add_and_change(
    connection: Connection,
    table: Table,
    added: list[dict[str, Any]],
    change: Update,
    changed: list[dict[str, Any]],
) -> None:
    if added:
        connection.execute(_insert(table), added)
    if changed:
        connection.execute(change, changed)


def _seconds_late(
    connection: Connection, submission: Row[Any], assignment: dict[str, Any], timestamp: str | None
) -> float:
    """Note when a submission came in; return by how many seconds it was late."""
    came = submission.timestamp
    if timestamp is not None:
        came = datetime.datetime.fromisoformat(timestamp)
        connection.execute(CAME, {"row": submission.id, "came": came})
    if came is None or assignment["due"] is None:
        return 0.0
    due = assignment["due"] + (submission.extension or datetime.timedelta())
    return max(0.0, (came - due).total_seconds())


def _of_cells(
    connection: Connection, table: Table, notebook_id: str, cells: dict[str, str]
) -> dict[str, Row[Any]]:
    """Return those rows of a notebook that there are, by the ids of their cells."""
    wanted = {"cells": [*cells.values()], "notebook": notebook_id}
    return {row.cell_id: row for row in connection.execute(_cells_in(table), wanted)}


@functools.cache
def _cells_in(table: Table) -> Select[Any]:
    # By both: that is what there is an index for.
    return select(table).where(
        table.c.cell_id.in_(bindparam("cells", expanding=True)),
        table.c.notebook_id == bindparam("notebook"),
    )


def _get_or_add(connection: Connection, table: Table, keys: dict[str, str]) -> Row[Any]:
    """Return the row with these keys, after adding it if there is none."""
    wanted = _with_keys(table, tuple(keys))
    row = connection.execute(wanted, keys).first()
    if row is None:
        connection.execute(_insert(table), keys)
        row = connection.execute(wanted, keys).one()
    return row


@functools.cache
def _insert(table: Table) -> Insert:
    return insert(table)


@functools.cache
def _with_keys(table: Table, names: tuple[str, ...]) -> Select[Any]:
    return select(table).where(*[table.c[name] == bindparam(name) for name in names])

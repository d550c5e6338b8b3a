"""Write a graded submission into nbgrader's gradebook: one transaction, by indexed keys only.

nbgrader's own objects compute sums over the whole table whenever they are loaded. Here rows are
found by their keys, so the ten thousandth submission takes no longer than the first.
"""

import datetime
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError, OperationalError

from fclib.grading.batch.rows import (
    CAME,
    COMMENT,
    COMMENTS,
    EXTENSION,
    EXTENSIONS,
    GRADES,
    NOTEBOOKS,
    PENALTY,
    SCORE,
    STUDENTS,
    SUBMISSIONS,
    add_and_change,
    get_or_add,
    of_cells,
)
from fclib.grading.files import no_room

ATTEMPTS = 8


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
            get_or_add(connection, STUDENTS, {"id": result["student"]})
            keys = {"assignment_id": assignment["id"], "student_id": result["student"]}
            submission, before = get_or_add(connection, SUBMISSIONS, keys)
            late = _seconds_late(connection, submission, before, assignment, result["timestamp"])
            for name, notebook in assignment["notebooks"].items():
                keys = {"notebook_id": notebook["id"], "assignment_id": submission}
                row, before = get_or_add(connection, NOTEBOOKS, keys)
                graded = result["notebooks"].get(name)
                is_new = before is None
                score = _record_notebook(connection, row, is_new, notebook, graded, again)
                if graded is not None:
                    penalty = self._penalty(result["student"], score, late)
                    if penalty is not None or not is_new:
                        connection.execute(PENALTY, {"row": row, "penalty": penalty})

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
    is_new: bool,
    notebook: dict[str, dict[str, str]],
    graded: dict[str, Any] | None,
    again: bool,
) -> float:
    """Record the grades and comments of one notebook; return its score."""
    scores = {} if graded is None else graded["scores"]
    comments = {} if graded is None else graded["comments"]
    total, added, changed = 0.0, [], []
    cells = {**notebook["grades"], **notebook["tasks"]}
    rows = {} if is_new else of_cells(connection, GRADES, notebook_id, cells)
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
    add_and_change(connection, GRADES, added, SCORE, changed)
    rows = {} if is_new else of_cells(connection, COMMENTS, notebook_id, notebook["comments"])
    add_and_change(
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


def _seconds_late(
    connection: Connection,
    submission: str,
    before: Row[Any] | None,
    assignment: dict[str, Any],
    timestamp: str | None,
) -> float:
    """Note when a submission came in; return by how many seconds it was late."""
    came, extension = (None, None) if before is None else (before.timestamp, before.extension)
    if timestamp is not None:
        came = datetime.datetime.fromisoformat(timestamp)
        connection.execute(CAME, {"row": submission, "came": came})
    if came is None or assignment["due"] is None:
        return 0.0
    due = assignment["due"] + (extension or datetime.timedelta())
    return max(0.0, (came - due).total_seconds())

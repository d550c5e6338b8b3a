"""Rows of nbgrader's gradebook, found by the keys that the database has indices for.

Statements are made once, for to make one anew takes longer than to execute it.
"""

import functools
from typing import Any

from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
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

STUDENTS, SUBMISSIONS = Student.__table__, SubmittedAssignment.__table__
NOTEBOOKS, GRADES, COMMENTS = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__
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


def of_cells(
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


def get_or_add(
    connection: Connection, table: Table, keys: dict[str, str]
) -> tuple[str, Row[Any] | None]:
    """Return the id of the row with these keys, and the row; None in place of one that is added."""
    row = connection.execute(_with_keys(table, tuple(keys)), keys).first()
    if row is not None:
        return row.id, row
    added = connection.execute(_insert(table), keys).inserted_primary_key
    assert added is not None  # as each table has one
    return added[0], None


@functools.cache
def _insert(table: Table) -> Insert:
    return insert(table)


@functools.cache
def _with_keys(table: Table, names: tuple[str, ...]) -> Select[Any]:
    return select(table).where(*[table.c[name] == bindparam(name) for name in names])


def add_and_change(
    connection: Connection,
    table: Table,
    added: list[dict[str, Any]],
    change: Update,
    changed: list[dict[str, Any]],
) -> None:
    """Add rows to a table, and change others in it."""
    if added:
        connection.execute(_insert(table), added)
    if changed:
        connection.execute(change, changed)

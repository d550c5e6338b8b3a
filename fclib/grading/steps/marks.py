"""Keep what a person has read as read, where ``nbgrader autograde --force`` grades it once more.

nbgrader marks every grade that a person gave as one to look at again, changed or not.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator
from pathlib import Path
from typing import TypeAlias

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

Read: TypeAlias = "dict[tuple[str, str], float | None]"
"""Automatic scores of cells that a person has read, by notebook and cell."""


@contextlib.contextmanager
def kept(coursedir: CourseDirectory, student: str, assignment: str) -> Generator[None]:
    """Grade a submission within this; if it is what it was, what was read of it stays read."""
    folder = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
    before, read = _sources(folder), _read(coursedir, student, assignment)
    yield
    if not read:
        return
    after = _sources(folder)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for (notebook, cell), score in read.items():
            with contextlib.suppress(MissingEntry):  # the assignment has lost it
                grade = gradebook.find_grade(cell, notebook, assignment, student)
                same = notebook in before and before[notebook] == after.get(notebook)
                if same and grade.auto_score == score:
                    grade.needs_manual_grade = False
        gradebook.db.commit()


def _read(coursedir: CourseDirectory, student: str, assignment: str) -> Read:
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return {}
        return {
            (notebook.name, grade.name): grade.auto_score
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.manual_score is not None and not grade.needs_manual_grade
        }


def _sources(folder: Path) -> dict[str, list[str]]:
    """Return the text of each graded notebook's cells: tests and answers."""
    return {
        path.stem: [
            cell["source"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        ]
        for path in folder.glob("*.ipynb")
    }

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

Place: TypeAlias = "tuple[str, str]"
"""A notebook and a cell."""
Sources: TypeAlias = "dict[Place, tuple[str, bool]]"
"""What was graded: the text of each cell, and whether it is an answer."""
Read: TypeAlias = "dict[Place, float | None]"
"""Automatic scores of cells that a person has read."""


@contextlib.contextmanager
def kept(coursedir: CourseDirectory, student: str, assignment: str) -> Generator[None]:
    """Grade a submission within this; if it is what it was, what was read of it stays read."""
    before = sources(coursedir, student, assignment)
    read = _read(coursedir, student, assignment)
    yield
    if not read:
        return
    after = sources(coursedir, student, assignment)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for (notebook, cell), score in read.items():
            with contextlib.suppress(MissingEntry):  # the assignment has lost it
                grade = gradebook.find_grade(cell, notebook, assignment, student)
                same = is_as_it_was((notebook, cell), before, after)
                if same and grade.auto_score == score:
                    grade.needs_manual_grade = False
        gradebook.db.commit()


def is_as_it_was(place: Place, before: Sources, after: Sources) -> bool:
    """Whether a cell has the text that a person has read, and so have all answers beside it."""
    beside = {one for one, (_, is_answer) in before.items() if is_answer and one[0] == place[0]}
    return place in before and all(before[one] == after.get(one) for one in {place, *beside})


def sources(coursedir: CourseDirectory, student: str, assignment: str) -> Sources:
    """Return the text of the cells that were graded, and whether each is an answer."""
    folder = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
    found = {}
    for path in folder.glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            about = cell["metadata"].get("nbgrader", {})
            if "grade_id" in about:
                is_answer = bool(about.get("solution") or about.get("task"))
                # nbgrader writes it as lines, fclib as one text.
                text = "".join(cell["source"])
                found[path.stem, about["grade_id"]] = text, is_answer
    return found


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

"""A course folder's configuration as nbgrader reads it, and the points in its gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config.loader import PyFileConfigLoader

if TYPE_CHECKING:
    from nbgrader.api import SubmittedAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config


def read_config(root: str | Path) -> Config:
    """Return the configuration in a course folder's nbgrader_config.py."""
    loader = PyFileConfigLoader("nbgrader_config.py", path=str(Path(root).resolve()))
    return loader.load_config()


def names(root: str | Path) -> list[str]:
    """Return the names of a course's assignments, in order: folders with a source in them."""
    section = read_config(root).CourseDirectory
    folders = sorted(Path(root, section.get("source_directory", "source")).glob("*/"))
    return [
        folder.name
        for folder in folders
        if (folder / f"{folder.name}.py").is_file() or any(folder.glob("*.ipynb"))
    ]


def course_directory(root: str | Path, config: Config) -> CourseDirectory:
    """Return nbgrader's view of a course folder."""
    # Imported here, since it takes seconds: grading starts its processes first.
    from nbgrader.coursedir import CourseDirectory

    return CourseDirectory(config=config, root=str(Path(root).resolve()))


def in_gradebook(coursedir: CourseDirectory, names: Sequence[str]) -> Sequence[str]:
    """Return those assignments that the gradebook has: others are not given out yet.

    All, where it has none of them.
    """
    if not has_gradebook(coursedir.db_url):
        return names
    from nbgrader.api import Gradebook

    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        known = {assignment.name for assignment in gradebook.assignments}
    return [name for name in names if name in known] or names


def has_gradebook(db_url: str) -> bool:
    """Whether there is one to read: opening a SQLite file that is not there would make it."""
    from sqlalchemy import make_url

    address = make_url(db_url)
    return address.drivername != "sqlite" or Path(address.database or "").is_file()


def is_handed_in(submission: SubmittedAssignment) -> bool:
    """Whether there is work: an extension puts a student into the gradebook before there is any."""
    return submission.timestamp is not None or any(
        grade.auto_score is not None or grade.manual_score is not None or grade.needs_manual_grade
        for notebook in submission.notebooks
        for grade in notebook.grades
    )


def points(submission: SubmittedAssignment) -> float:
    """Return what a submission earned, less what it lost for being late."""
    return max(0.0, submission.score - submission.late_submission_penalty)

"""``fclib rerelease``: an assignment gets or loses a test though there are hand-ins.

nbgrader refuses that, since the gradebook's rows belong to the cells of the release. So what people
have given is taken out, the release made anew, everything graded again, and what was taken out put
back by the names of students and cells.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url

from fclib.grading import courses
from fclib.grading.batch import autograde
from fclib.grading.words import printable

Place = tuple[str, str]
"""A notebook and a cell."""


class NotGradedError(RuntimeError):
    """Grading has stopped."""


class Given(NamedTuple):
    """What people and files have said of one submission.

    Attributes
    ----------
    points : dict
        By place the points by hand, the extra credit, and whether it is still to be read.
    comments : dict of Place to str
    """

    student: str
    timestamp: datetime.datetime | None
    extension: datetime.timedelta | None
    points: dict[Place, tuple[float | None, float | None, bool]]
    comments: dict[Place, str | None]


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Make the releases anew, and grade; return the exit status."""
    coursedir = courses.course_directory(course, courses.read_config(course))
    address = make_url(coursedir.db_url)
    if address.drivername != "sqlite" or not courses.has_gradebook(coursedir.db_url):
        print("fclib: this needs a gradebook that is an SQLite file", file=sys.stderr)
        return 2
    database = Path(address.database or "")
    copy = database.with_name(f"{database.name}.before")
    for name in names:
        shutil.copy2(database, copy)
        try:
            _rerelease(course, coursedir, name)
        except (subprocess.CalledProcessError, MissingEntry, NotGradedError) as error:
            shutil.copy2(copy, database)
            print(f"fclib: {name}: {error}; the gradebook is as it was", file=sys.stderr)
            return 2
    print(f"The gradebook of before is {copy}")
    return 0


def _rerelease(course: Path, coursedir: CourseDirectory, name: str) -> None:
    given = _take_out(coursedir, name)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--force"]
    subprocess.run(command, cwd=course, check=True)
    for line in _put_back(coursedir, name, given):
        print(printable(line))
    everything = {"jobs": None, "student": "*", "force": True, "shard": autograde.WHOLE}
    if autograde.run(course, [name], argparse.Namespace(**everything, scheduler=None)) > 1:
        raise NotGradedError("it could not be graded")
    _mark_read(coursedir, name, given)


def _take_out(coursedir: CourseDirectory, name: str) -> list[Given]:
    """Remove the submissions of an assignment from the gradebook; return what people gave them."""
    found = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for one in gradebook.find_assignment(name).submissions:
            points, comments = {}, {}
            for notebook in one.notebooks:
                for grade in notebook.grades:
                    about = grade.manual_score, grade.extra_credit, grade.needs_manual_grade
                    points[notebook.name, grade.name] = about
                for comment in notebook.comments:
                    comments[notebook.name, comment.name] = comment.manual_comment
            found.append(Given(one.student.id, one.timestamp, one.extension, points, comments))
        for one in found:
            gradebook.remove_submission(name, one.student)
    return found


def _put_back(coursedir: CourseDirectory, name: str, given: Sequence[Given]) -> list[str]:
    """Add the submissions with what people gave; return a line for what has no cell any more."""
    lost = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for one in given:
            with gradebook.db.no_autoflush:  # SQLAlchemy warns of nbgrader's own order otherwise
                submission = gradebook.add_submission(name, one.student)
            submission.timestamp, submission.extension = one.timestamp, one.extension
            there = set()
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    place = notebook.name, grade.name
                    there.add(place)
                    score, extra, _ = one.points.get(place, (None, None, False))
                    grade.manual_score, grade.extra_credit = score, extra
                    grade.needs_manual_grade = False
                for comment in notebook.comments:
                    comment.manual_comment = one.comments.get((notebook.name, comment.name))
            lost += [
                f"{one.student}: {score:g} points by hand had the cell {place[1]}, which is no more"
                for place, (score, _, _) in one.points.items()
                if score is not None and place not in there
            ]
        gradebook.db.commit()
    return lost


def _mark_read(coursedir: CourseDirectory, name: str, given: Sequence[Given]) -> None:
    """Mark as read what a person had read: another cell's test changes nothing in an answer."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for one in given:
            for notebook in gradebook.find_submission(name, one.student).notebooks:
                for grade in notebook.grades:
                    score, _, unread = one.points.get(
                        (notebook.name, grade.name), (None, None, True)
                    )
                    if score is not None and not unread:
                        grade.needs_manual_grade = False
        gradebook.db.commit()

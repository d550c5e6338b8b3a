"""``fclib extend``: a later due date for one student."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, Student, SubmittedAssignment

from fclib.grading import courses, times
from fclib.grading.lms.uploads import key, keys
from fclib.grading.words import printable

GENERATE = "nbgrader generate_assignment NAME"


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Give one student until a time, for some assignments; return the exit status."""
    config = courses.read_config(course)
    coursedir = courses.course_directory(course, config)
    if not courses.has_gradebook(coursedir.db_url):
        print(f"fclib: there is no gradebook yet. First: {GENERATE}", file=sys.stderr)
        return 2
    zone = config.NbGraderAPI.get("timezone", "UTC")
    try:
        until = times.parse(options.until)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            student = _find(gradebook.students, options.student)
            for name in names:
                due = _due(gradebook, name)
                if due is None or until < due:
                    when = "no due date" if due is None else f"due {times.shown(due, zone)}"
                    raise ValueError(f"{name} has {when}: {options.until} is no extension")
                _submission(gradebook, name, student.id).extension = until - due
                gradebook.db.commit()
                print(f"{_called(student)} has until {times.shown(until, zone)} for {name}")
    except ValueError as error:
        print(f"fclib: {printable(str(error))}", file=sys.stderr)
        return 2
    print(f"Then, if it is graded already: fclib autograde {' '.join(names)}")
    return 0


def _find(students: Sequence[Student], text: str) -> Student:
    """Return the student whose id, or else whose name, in any spelling, a text is."""
    found = [one for one in students if one.id == text]
    if not found:
        found = [one for one in students if key(text) in keys(one.first_name, one.last_name)]
    if len(found) > 1:
        raise ValueError(f"{text} may be {' or '.join(map(_called, found))}: give the id")
    if not found:
        raise ValueError(
            f"the gradebook knows no student {text}. Those whom it knows: nbgrader db student "
            "list. Others first: fclib roster FILE, or nbgrader db student add"
        )
    return found[0]


def _called(student: Student) -> str:
    about = filter(None, [student.first_name, student.last_name, student.email])
    return printable(f"{student.id} ({' '.join(about)})".replace(" ()", ""))


def _due(gradebook: Gradebook, name: str) -> datetime.datetime | None:
    try:
        due: datetime.datetime | None = gradebook.find_assignment(name).duedate
    except MissingEntry as error:
        raise ValueError(f"the gradebook knows no assignment {name}. First: {GENERATE}") from error
    return due


def _submission(gradebook: Gradebook, name: str, student: str) -> SubmittedAssignment:
    """Return a submission; where nothing is handed in yet one of which nothing is to be read."""
    try:
        return gradebook.find_submission(name, student)
    except MissingEntry:
        with gradebook.db.no_autoflush:  # SQLAlchemy warns of nbgrader's own order otherwise
            submission = gradebook.add_submission(name, student)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.needs_manual_grade = False
        return submission

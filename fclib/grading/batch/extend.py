"""``fclib extend``: a later due date for one student."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

from fclib.grading import courses, times


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Give one student until a time, for some assignments; return the exit status."""
    config = courses.read_config(course)
    coursedir = courses.course_directory(course, config)
    zone = config.NbGraderAPI.get("timezone", "UTC")
    try:
        until = times.parse(options.until)
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            gradebook.find_student(options.student)
            for name in names:
                due = gradebook.find_assignment(name).duedate
                if due is None or until < due:
                    when = "no due date" if due is None else f"due {times.shown(due, zone)}"
                    raise ValueError(f"{name} has {when}: {options.until} is no extension")
                _submission(gradebook, name, options.student).extension = until - due
                gradebook.db.commit()
                print(f"{options.student} has until {times.shown(until, zone)} for {name}")
    except (ValueError, MissingEntry) as error:
        print(f"fclib: {error}", file=sys.stderr)
        return 2
    print(f"Then, if it is graded already: fclib autograde {' '.join(names)}")
    return 0


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

"""What was given to submissions: taken out of the gradebook, and put back into other cells."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from fclib.grading.steps.marks import Place, Sources, is_as_it_was, sources


class Mark(NamedTuple):
    """The points of one cell, and whether it is still to be read."""

    automatic: float | None
    by_hand: float | None
    extra: float | None
    unread: bool


NO_MARK = Mark(None, None, None, False)


class Given(NamedTuple):
    """What people and files have said of one submission.

    Attributes
    ----------
    marks : dict of Place to Mark
    comments : dict of Place to (str, str)
        Those of the grader and those of people.
    penalties : dict of str to float
        For being late, by notebook.
    sources : Sources
        What was graded.
    """

    student: str
    timestamp: datetime.datetime | None
    extension: datetime.timedelta | None
    marks: dict[Place, Mark]
    comments: dict[Place, tuple[str | None, str | None]]
    penalties: dict[str, float | None]
    sources: Sources


def take_out(coursedir: CourseDirectory, name: str) -> list[Given]:
    """Remove the submissions of an assignment from the gradebook; return what was given them."""
    found = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for one in gradebook.find_assignment(name).submissions:
            marks, comments, penalties = {}, {}, {}
            for notebook in one.notebooks:
                penalties[notebook.name] = notebook.late_submission_penalty
                for grade in notebook.grades:
                    marks[notebook.name, grade.name] = Mark(
                        *(grade.auto_score, grade.manual_score),
                        *(grade.extra_credit, grade.needs_manual_grade),
                    )
                for comment in notebook.comments:
                    both = comment.auto_comment, comment.manual_comment
                    comments[notebook.name, comment.name] = both
            student = one.student.id
            graded = sources(coursedir, student, name)
            found.append(
                Given(student, one.timestamp, one.extension, marks, comments, penalties, graded)
            )
        for one in found:
            gradebook.remove_submission(name, one.student)
    return found


def put_back(coursedir: CourseDirectory, name: str, given: Sequence[Given]) -> list[str]:
    """Add the submissions with what people gave; return a line for what has no cell any more."""
    lost = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for one in given:
            with gradebook.db.no_autoflush:  # SQLAlchemy warns of nbgrader's own order otherwise
                submission = gradebook.add_submission(name, one.student)
            submission.timestamp, submission.extension = one.timestamp, one.extension
            there = set()
            for notebook in submission.notebooks:
                notebook.late_submission_penalty = one.penalties.get(notebook.name)
                for grade in notebook.grades:
                    place = notebook.name, grade.name
                    there.add(place)
                    mark = one.marks.get(place, NO_MARK)
                    grade.manual_score, grade.extra_credit = mark.by_hand, mark.extra
                    grade.needs_manual_grade = False
                for comment in notebook.comments:
                    place = notebook.name, comment.name
                    there.add(place)
                    both = one.comments.get(place, (None, None))
                    comment.auto_comment, comment.manual_comment = both
            lost += _lost(one, there)
        gradebook.db.commit()
    return lost


def _lost(one: Given, there: set[Place]) -> list[str]:
    """Return a line for each thing that a person gave to a cell which is no more."""
    found = []
    for place, mark in one.marks.items():
        if place not in there:
            if mark.by_hand is not None:
                found.append((f"{mark.by_hand:g} points by hand", place))
            if mark.extra:
                found.append((f"{mark.extra:g} points of extra credit", place))
    for place, (_, by_hand) in one.comments.items():
        if place not in there and by_hand:
            found.append((f"the comment {by_hand!r}", place))
    return [
        f"{one.student}: {what} had the cell {place[1]}, which is no more" for what, place in found
    ]


def finish(coursedir: CourseDirectory, name: str, given: Sequence[Given]) -> list[str]:
    """Mark as read what was read and is as it was; return a line for who was not graded anew.

    Those keep the automatic points that they had.
    """
    old = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        for one in given:
            after, kept = sources(coursedir, one.student, name), 0
            for notebook in gradebook.find_submission(name, one.student).notebooks:
                for grade in notebook.grades:
                    place = notebook.name, grade.name
                    mark = one.marks.get(place, NO_MARK)
                    # Grading marks what it gives no points as one to be read.
                    if grade.auto_score is None and not grade.needs_manual_grade:
                        kept += mark != NO_MARK
                        grade.auto_score, grade.needs_manual_grade = mark.automatic, mark.unread
                    elif mark.by_hand is not None and not mark.unread:
                        same = grade.auto_score == mark.automatic
                        if same and is_as_it_was(place, one.sources, after):
                            grade.needs_manual_grade = False
            if kept:
                old.append(f"{one.student}: not graded anew: {kept} cells are as they were")
        gradebook.db.commit()
    return old

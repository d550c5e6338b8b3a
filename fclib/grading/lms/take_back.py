"""Undo what was collected for one student and is the work of another, as a later roster says."""

import contextlib
from pathlib import Path

from nbgrader import utils
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from fclib.grading.courses import has_gradebook
from fclib.grading.lms.hand_back import Place, keep, kept


def settle(coursedir: CourseDirectory, folder: Path, now: dict[str, Place]) -> list[str]:
    """After a collection note whose work came from where, and take back what was another's.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    folder : Path
        The assignment's downloads.
    now : dict of str to Place
        By student, of what was collected.

    Returns
    -------
    list of str
        What to say.
    """
    before, lines = kept(folder), []
    owners = {where.whose: student for student, where in now.items()}
    left = dict(before)
    for student, where in before.items():
        if student not in now and where.whose in owners:
            taken, words = take_back(coursedir, student, owners[where.whose])
            lines.append(words)
            if taken:
                del left[student]
    keep(folder, {**left, **now})
    return lines


def take_back(coursedir: CourseDirectory, student: str, owner: str) -> tuple[bool, str]:
    """Remove a student's submission, unless people gave something to it.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        Its ``assignment_id`` says which.
    student, owner : str
        For whom it was collected, and whose it is.

    Returns
    -------
    (bool, str)
        Whether it is removed, and what to say.
    """
    name = coursedir.assignment_id
    given = _given(coursedir, name, student)
    if given:
        return False, (
            f"{student}: NOT TAKEN BACK, though it is the work of {owner}: it has {given}. Give "
            f"that to {owner}, then nbgrader db student remove {student} --force, and collect again"
        )
    for step in ("submitted", "autograded", "feedback"):
        made = coursedir.format_path(getattr(coursedir, f"{step}_directory"), student, name)
        if Path(made).is_dir() and not Path(made).is_symlink():
            utils.rmtree(made)
    if has_gradebook(coursedir.db_url):
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            with contextlib.suppress(MissingEntry):
                gradebook.remove_submission(name, student)
            with contextlib.suppress(MissingEntry):
                ghost = gradebook.find_student(student)
                if not (ghost.submissions or ghost.first_name or ghost.last_name):
                    gradebook.remove_student(student)
    return True, f"{student}: taken back, it is the work of {owner}"


def _given(coursedir: CourseDirectory, name: str, student: str) -> str:
    """Return what people gave to a submission, as words; empty where that is nothing."""
    if not has_gradebook(coursedir.db_url):
        return ""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            submission = gradebook.find_submission(name, student)
        except MissingEntry:
            return ""
        grades = [grade for one in submission.notebooks for grade in one.grades]
        comments = [comment for one in submission.notebooks for comment in one.comments]
        found = {
            "points by hand": any(one.manual_score is not None for one in grades),
            "extra credit": any(one.extra_credit for one in grades),
            "comments": any(one.manual_comment for one in comments),
            "an extension": bool(submission.extension),
        }
    return ", ".join(what for what, is_there in found.items() if is_there)

"""Whose an upload is, by the names and numbers that the gradebook knows."""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from fclib.grading.courses import has_gradebook
from fclib.grading.lms import worksheet
from fclib.grading.lms.uploads import Upload, key, keys, made_up
from fclib.grading.words import wrong_id


class Known(NamedTuple):
    """What the gradebook knows of its students.

    Attributes
    ----------
    names : dict of str to list of str
        Their ids by name.
    numbers, participants : dict of str to str
        Their ids by Canvas's number, and by the one that Moodle has in this assignment.
    earlier, enrolled : set of str
        The ids that an earlier run made up, and those that it did not.
    """

    names: dict[str, list[str]]
    numbers: dict[str, str]
    participants: dict[str, str]
    earlier: set[str]
    enrolled: set[str]


class Owner(NamedTuple):
    """The student who handed something in.

    Attributes
    ----------
    id : str or None
        In the gradebook, or made up; None if no id can be told.
    doubt : str
        Why that may not be the one; empty where the gradebook knows the student.
    """

    id: str | None
    doubt: str


def read(coursedir: CourseDirectory, folder: Path) -> Known:
    """Return what a course's gradebook knows, and a worksheet that `worksheet.keep` has kept.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    folder : Path
        The assignment's downloads.
    """
    participants = worksheet.kept(folder)
    if not has_gradebook(coursedir.db_url):
        return Known({}, {}, participants, set(), set())
    names: dict[str, list[str]] = defaultdict(list)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        students = gradebook.students
    for student in students:
        for name in keys(student.first_name, student.last_name):
            names[name].append(student.id)
    enrolled = {
        one.id
        for one in students
        if one.first_name or one.last_name or one.email or one.lms_user_id
    }
    earlier = {one.id for one in students} - enrolled  # grading them adds no more than the id
    numbers = {name: name for name in earlier}
    numbers |= {one.lms_user_id: one.id for one in students if one.lms_user_id}
    return Known(names, numbers, participants, earlier, enrolled)


def owner(upload: Upload, alone: bool, known: Known) -> Owner:
    """Return who handed in an upload.

    Parameters
    ----------
    upload : Upload
    alone : bool
        Whether nobody else in the download has this name.
    known : Known
    """
    found = _owner(upload, alone, known)
    trouble = wrong_id(found.id) if found.id is not None else ""
    return Owner(None, f"NOT COLLECTED: {found.id} is not an id: {trouble}") if trouble else found


def _owner(upload: Upload, alone: bool, known: Known) -> Owner:
    named = known.names.get(key(upload.name), [])
    numbers = known.numbers if upload.is_canvas else known.participants
    if upload.user in numbers:
        return Owner(numbers[upload.user], "")
    if alone and len(named) == 1:
        return Owner(named[0], "")
    student = made_up(upload, alone)
    doubt = f"{'several students' if named else 'no student'} of this name in the gradebook"
    if student in known.enrolled and student not in named:
        return Owner(
            None,
            f"{doubt}, and {student} is the id of another, NOT COLLECTED: give the gradebook this "
            "student's name or lms_user_id",
        )
    return Owner(student, "" if student in known.earlier | known.enrolled else doubt)

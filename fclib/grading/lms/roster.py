"""``fclib roster``: who is in the class, from a file that Canvas or Moodle exports.

Canvas's gradebook export has ``Student, ID, SIS User ID, SIS Login ID, Section`` and then a column
``Title (number)`` for each assignment; above the students stands a row of the points
(``lib/gradebook_importer.rb`` in instructure/canvas-lms). Moodle's grading worksheet has
``Identifier, Full name, ID number, Email address, Status, Grade`` and
``Last modified (submission)`` (``mod/assign/feedback/offline`` in moodle/moodle); which of these
there are is a setting of the site's.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from fclib.grading import courses
from fclib.grading.lms import worksheet
from fclib.grading.lms.hand_back import extracted
from fclib.grading.lms.uploads import key
from fclib.grading.lms.worksheet import MODIFIED
from fclib.grading.words import printable, wrong_id

HEADING = re.compile(r"(?P<title>.+) \((?P<number>\d+)\)")
NOBODY = ("Student, Test", "Points Possible")
NUMBER = re.compile(r"\d+$")
"""Of a participant in one assignment, at the end of Moodle's Identifier."""


class RosterError(ValueError):
    """A file that is no roster, or of which an id cannot be told."""


class Person(NamedTuple):
    """A student as a file has it."""

    id: str
    first_name: str
    last_name: str
    email: str
    lms_user_id: str
    participant: str
    handed_in: str


def read(path: Path, identifiers: dict[str, str]) -> tuple[list[Person], list[str]]:
    """Return the students of a file, and Canvas's headings of assignments.

    Parameters
    ----------
    path : Path
        A gradebook of Canvas or a grading worksheet of Moodle, as CSV.
    identifiers : dict of str to str
        By "canvas" and "moodle", which column is a student's id in nbgrader.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")  # a row may be short
            columns, rows = list(reader.fieldnames or []), list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError(
            f"{path} is no CSV file in UTF-8 ({error}): export it again, or save it from a "
            "spreadsheet as CSV UTF-8"
        ) from error
    is_canvas = {"Student", "ID"} <= set(columns)
    if not (is_canvas or {"Identifier", "Full name"} <= set(columns)):
        raise RosterError(
            f"{path} has the columns {', '.join(columns) or 'of nothing'}: it is no gradebook "
            "of Canvas (Student, ID) and no grading worksheet of Moodle (Identifier, Full name)"
        )
    wanted = identifiers["canvas" if is_canvas else "moodle"]
    if wanted not in columns:
        raise RosterError(
            f"{path} has no column {wanted}, which is to have the students' ids; it has "
            f"{', '.join(columns)}. Set c.{'Canvas' if is_canvas else 'Moodle'}Export.identifier"
        )
    people = [_person(row, wanted, is_canvas) for row in rows]
    headings = [column for column in columns if is_canvas and HEADING.fullmatch(column)]
    return [person for person in people if person is not None], headings


def _person(row: dict[str, str], wanted: str, is_canvas: bool) -> Person | None:
    name = (row.get("Student" if is_canvas else "Full name") or "").strip()
    if name in NOBODY or not name:
        return None
    student = (row.get(wanted) or "").strip()
    if wrong_id(student):
        raise RosterError(f"{printable(name)} has no id in {wanted}: {wrong_id(student)}")
    if is_canvas:
        last, _, first = name.partition(", ")
        return Person(student, first, last, "", row["ID"].strip(), "", "")
    first, _, last = name.rpartition(" ")
    email = (row.get("Email address") or "").strip()
    number = NUMBER.search((row.get("Identifier") or "").strip())
    participant, handed_in = number[0] if number else "", (row.get(MODIFIED) or "").strip()
    return Person(student, first, last, email, "", participant, handed_in)


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Bring a roster into the gradebook; return the exit status."""
    config = courses.read_config(course)
    identifiers = {
        "canvas": config.CanvasExport.get("identifier", "SIS Login ID"),
        "moodle": config.MoodleExport.get("identifier", "Username"),
    }
    coursedir = courses.course_directory(course, config)
    try:
        people, headings = read(options.file, identifiers)
        if options.times and not any(person.handed_in for person in people):
            raise RosterError(
                f"{options.file} says no times: --times takes Moodle's grading worksheet with the "
                f"column {MODIFIED}"
            )
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            for person in people:
                about = zip(person._fields[1:5], person[1:5], strict=True)
                known = {name: value for name, value in about if value}
                gradebook.update_or_create_student(person.id, **known)
        lines = _note(coursedir, config, options.times, people) if options.times else []
    except (OSError, ValueError) as error:
        print(f"fclib: {error}", file=sys.stderr)
        return 2
    print("\n".join([f"{len(people)} students", *lines]))
    twins = _namesakes(people)
    if twins:
        print(f"of one name, told apart by their numbers or their ids: {', '.join(twins)}")
    if headings:
        print(f"For nbgrader_config.py:\n{_setting(headings, names)}")
    return 0


def _note(
    coursedir: CourseDirectory, config: Config, name: str, people: Sequence[Person]
) -> list[str]:
    """Note what the file says of one assignment; return what to say of it."""
    folder = extracted(ZipCollectApp(config=config), coursedir.root, name).parent
    worksheet.keep(folder, {one.participant: one.id for one in people if one.participant})
    handed_in = {one.id: one.handed_in for one in people}
    zone = config.NbGraderAPI.get("timezone", "UTC")
    return worksheet.note_times(coursedir, name, handed_in, zone)


def _namesakes(people: Sequence[Person]) -> list[str]:
    names: dict[str, list[str]] = {}
    for person in people:
        names.setdefault(key(person.first_name + person.last_name), []).append(person.id)
    return [printable(" and ".join(ids)) for ids in names.values() if len(ids) > 1]


def _setting(headings: Sequence[str], names: Sequence[str]) -> str:
    """Return the setting that says which column is which assignment's, as far as titles tell."""
    lines = []
    for heading in headings:
        title = key(HEADING.sub(r"\g<title>", heading))
        found = [name for name in names if key(name) in title or title in key(name)]
        lines.append(f"    {found[0] if len(found) == 1 else 'NAME'!r}: {heading!r},")
    return "\n".join(["c.CanvasExport.columns = {", *map(printable, lines), "}"])

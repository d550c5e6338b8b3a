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
import datetime
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from fclib.grading import courses, times, untrusted
from fclib.grading.lms.uploads import key
from fclib.grading.steps import handed_in
from fclib.grading.words import printable, wrong_id

HEADING = re.compile(r"(?P<title>.+) \((?P<number>\d+)\)")
NOBODY = ("Student, Test", "Points Possible")
NEVER = ("", "-")
"""Moodle's words for a time when nothing was handed in."""
MODIFIED = "Last modified (submission)"
WRITTEN = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%Y-%m-%d %H:%M")
"""How Moodle writes a time in English, and as it should be written."""


class RosterError(ValueError):
    """A file that is no roster, or of which an id cannot be told."""


class Person(NamedTuple):
    """A student as a file has it."""

    id: str
    first_name: str
    last_name: str
    email: str
    lms_user_id: str
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
        return Person(student, first, last, "", row["ID"].strip(), "")
    first, _, last = name.rpartition(" ")
    email = (row.get("Email address") or "").strip()
    return Person(student, first, last, email, "", (row.get(MODIFIED) or "").strip())


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
                about = person._asdict()
                del about["id"], about["handed_in"]
                known = {name: value for name, value in about.items() if value}
                gradebook.update_or_create_student(person.id, **known)
        zone = config.NbGraderAPI.get("timezone", "UTC")
        times_noted = _note_times(coursedir, options.times, people, zone) if options.times else []
    except (OSError, RosterError) as error:
        print(f"fclib: {error}", file=sys.stderr)
        return 2
    print("\n".join([f"{len(people)} students", *times_noted]))
    twins = _namesakes(people)
    if twins:
        print(f"of one name, told apart by their numbers or their ids: {', '.join(twins)}")
    if headings:
        print(f"For nbgrader_config.py:\n{_setting(headings, names)}")
    return 0


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


def _note_times(
    coursedir: CourseDirectory, name: str, people: Sequence[Person], zone: str
) -> list[str]:
    """Write when each student handed in beside what was collected; return what to say of it."""
    lines, noted = [], 0
    for person in people:
        if person.handed_in in NEVER:
            continue
        text = f"{_time(person.handed_in, zone):%Y-%m-%d %H:%M:%S} UTC"
        where = handed_in.place(coursedir, person.id, name)
        try:
            with untrusted.folder(where.above, *where.parts) as opened:
                untrusted.write_file(opened, handed_in.TIMESTAMP, text.encode())
            noted += 1
        except (OSError, untrusted.UnreadableError) as error:
            reason = error if handed_in.is_there(where) else "nothing was collected"
            lines.append(printable(f"{person.id}: no time noted: {reason}"))
    return [f"{noted} times noted for {name}", *lines]


def _time(text: str, zone: str) -> datetime.datetime:
    """Return a time in UTC, as it is written in the course's time zone."""
    for form in WRITTEN:
        try:
            time = datetime.datetime.strptime(text, form)
        except ValueError:
            continue
        try:
            return times.parse(f"{time:%Y-%m-%d %H:%M} {zone}")
        except ValueError as error:
            raise RosterError(f"c.NbGraderAPI.timezone: {error}") from error
    raise RosterError(
        f"{text!r} in the column {MODIFIED!r} is no time that is read here: export the worksheet "
        "with Moodle in English"
    )

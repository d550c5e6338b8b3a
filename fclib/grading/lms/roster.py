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
import zoneinfo
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook

from fclib.grading import courses, files
from fclib.grading.lms.uploads import key
from fclib.grading.words import printable, wrong_id

HEADING = re.compile(r"(?P<title>.+) \((?P<number>\d+)\)")
NOBODY = ("Student, Test", "Points Possible")
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
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = list(rows[0]) if rows else []
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
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            for person in people:
                about = person._asdict()
                del about["id"], about["handed_in"]
                known = {name: value for name, value in about.items() if value}
                gradebook.update_or_create_student(person.id, **known)
        if options.times:
            zone = config.NbGraderAPI.get("timezone", "UTC")
            _note_times(coursedir.root, options.times, people, zone)
    except (OSError, RosterError) as error:
        print(f"fclib: {error}", file=sys.stderr)
        return 2
    print(f"{len(people)} students")
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


def _note_times(root: str, name: str, people: Sequence[Person], zone: str) -> None:
    """Write when each student handed in beside what was collected."""
    for person in people:
        folder = Path(root, "submitted", person.id, name)
        if person.handed_in not in ("", "-") and folder.is_dir():
            time = _time(person.handed_in).replace(tzinfo=zoneinfo.ZoneInfo(zone))
            text = f"{time.astimezone(datetime.UTC):%Y-%m-%d %H:%M:%S} UTC"
            files.replace(folder / "timestamp.txt", text.encode())


def _time(text: str) -> datetime.datetime:
    for form in WRITTEN:
        try:
            return datetime.datetime.strptime(text, form)
        except ValueError:
            continue
    raise RosterError(
        f"{text!r} in the column {MODIFIED!r} is no time that is read here: export the worksheet "
        "with Moodle in English"
    )

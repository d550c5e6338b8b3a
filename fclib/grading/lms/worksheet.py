"""What Moodle's grading worksheet says of one assignment: who came when, and whose a number is.

The number at the end of an Identifier, "Participant 5101", is the one in the names of the
assignment's download (``get_uniqueid_for_user`` in ``mod/assign`` of moodle/moodle).
"""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from fclib.grading import files, times, untrusted
from fclib.grading.steps import handed_in
from fclib.grading.words import printable

KEPT = "participants.json"
NEVER = ("", "-")
"""Moodle's words for a time when nothing was handed in."""
MODIFIED = "Last modified (submission)"
WRITTEN = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%Y-%m-%d %H:%M")
"""How Moodle writes a time in English, and as it should be written."""


def keep(folder: Path, students: Mapping[str, str]) -> None:
    """Remember the students by their numbers, below the assignment's downloads."""
    folder.mkdir(parents=True, exist_ok=True)
    files.replace(folder / KEPT, json.dumps(students, ensure_ascii=False).encode())


def kept(folder: Path) -> dict[str, str]:
    """Return what `keep` has remembered; nothing where there was no worksheet."""
    try:
        found: dict[str, str] = json.loads((folder / KEPT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def note_times(
    coursedir: CourseDirectory, name: str, modified: Mapping[str, str], zone: str
) -> list[str]:
    """Write when each student handed in beside what was collected.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    name : str
        The assignment.
    modified : mapping of str to str
        Times as the worksheet has them, by student.
    zone : str
        The course's time zone.

    Returns
    -------
    list of str
        What to say.
    """
    lines, missing, noted = [], [], 0
    for student, written in modified.items():
        if written in NEVER:
            continue
        text = f"{_time(written, zone):%Y-%m-%d %H:%M:%S} UTC"
        where = handed_in.place(coursedir, student, name)
        try:
            with untrusted.folder(where.above, *where.parts) as opened:
                untrusted.write_file(opened, handed_in.TIMESTAMP, text.encode())
            noted += 1
        except (OSError, untrusted.UnreadableError) as error:
            if handed_in.is_there(where):
                lines.append(printable(f"{student}: no time noted: {error}"))
            else:
                missing.append(printable(student))
    if missing:
        lines.append(f"no time noted, since nothing was collected, for {', '.join(missing)}")
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
            raise ValueError(f"c.NbGraderAPI.timezone: {error}") from error
    raise ValueError(
        f"{text!r} in the column {MODIFIED!r} is no time that is read here: export the worksheet "
        "with Moodle in English"
    )

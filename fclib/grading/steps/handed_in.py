"""Read what was handed in, whatever it is, and say what is odd about it.

Each file is read once, never through a link, and up to a limit. All that grades it, and the hash
that stands for it, is made from what was read then.
"""

import contextlib
import datetime
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from fclib.grading import untrusted
from fclib.grading.steps.notebooks import LARGEST_NOTEBOOK

MOST_OF_NOTEBOOKS = 4 * LARGEST_NOTEBOOK  # bytes of all together
NO_ROOM = f"it and those before it have more than {MOST_OF_NOTEBOOKS:,} bytes together"
MOST_FILES = 1_000
MOST_NAMED = 3
TIMESTAMP = "timestamp.txt"
OF_THE_EXCHANGE = (TIMESTAMP, "submission_secret.txt")
LARGEST_OF_THE_EXCHANGE = 1_000  # bytes: each is a line of text
SUFFIX = ".ipynb"


class Place(NamedTuple):
    """Where a submission is: a folder of the course's, and the student's names below it."""

    above: str
    parts: tuple[str, ...]


class HandedIn(NamedTuple):
    """What was read of a submission.

    Attributes
    ----------
    notebooks : dict of str to bytes or str
        By name; a str says why there is none.
    files : dict of str to bytes
        What lay beside them, by path.
    timestamp : str or None
        When it came in, UTC in ISO format.
    notes : list of str
        For the instructor.
    """

    notebooks: dict[str, bytes | str]
    files: dict[str, bytes]
    timestamp: str | None
    notes: list[str]


def place(coursedir: CourseDirectory, student: str, assignment: str) -> Place:
    """Return the `Place` of a submission."""
    above, below = _around(coursedir, assignment)
    return Place(above, (student, *filter(None, below.split("/"))))


def student_of(coursedir: CourseDirectory, assignment: str, folder: str) -> str | None:
    """Return whose submission is in a folder, or None: a name may be one that a pattern misses."""
    above, below = _around(coursedir, assignment)
    inside = folder.startswith(above) and folder.endswith(below)
    student = folder[len(above) : len(folder) - len(below)]
    return student if inside and student else None


def students(coursedir: CourseDirectory, assignment: str) -> list[str]:
    """Return the names in the folder of submissions, sorted: whatever somebody put there."""
    above, _ = _around(coursedir, assignment)
    return sorted(os.listdir(above)) if os.path.isdir(above) else []


def _around(coursedir: CourseDirectory, assignment: str) -> tuple[str, str]:
    path = coursedir.format_path(coursedir.submitted_directory, "\n", assignment)
    above, _, below = path.partition("\n")
    return above, below


def is_there(where: Place) -> bool:
    """Whether something is where a submission would be, be it a folder or not."""
    return os.path.lexists(os.path.join(where.above, *where.parts))


def read(where: Place, room: int, expected: Collection[str] | None = None) -> HandedIn:
    """Read a submission.

    Parameters
    ----------
    where : Place
    room : int
        Bytes that the files beside its notebooks may have together.
    expected : collection of str, optional
        The names of the notebooks to read; all of them if not given.

    Returns
    -------
    HandedIn

    Raises
    ------
    fclib.grading.untrusted.UnreadableError
        If there is no folder to read, for example since it is a link.
    """
    notebooks: dict[str, bytes | str] = {}
    contents: dict[str, bytes | str] = {}
    odd: list[tuple[str, str]] = []
    no_room: list[str] = []
    for_notebooks = MOST_OF_NOTEBOOKS
    with untrusted.folder(where.above, *where.parts) as opened:
        for entry in untrusted.entries(opened):
            name = entry.path.removesuffix(SUFFIX)
            hidden = any(part.startswith(".") for part in entry.path.split("/"))
            if "/" not in name and name != entry.path and (expected is None or name in expected):
                fits = entry.size <= for_notebooks
                content = _content(entry, LARGEST_NOTEBOOK) if fits else NO_ROOM
                for_notebooks -= len(content) if isinstance(content, bytes) else 0
                notebooks[name] = content
            elif entry.odd == untrusted.FOLDER or (hidden and not entry.odd):
                continue
            elif entry.odd:
                odd.append((entry.path, entry.odd))
            elif entry.path in OF_THE_EXCHANGE:
                contents[entry.path] = _content(entry, LARGEST_OF_THE_EXCHANGE)
            elif name != entry.path:
                continue
            elif entry.size > room or len(contents) >= MOST_FILES:
                no_room.append(entry.path)
            else:
                contents[entry.path] = _content(entry, room)
                room -= len(contents[entry.path])
    odd += [(path, f"unreadable ({why})") for path, why in contents.items() if isinstance(why, str)]
    files = {path: content for path, content in contents.items() if isinstance(content, bytes)}
    timestamp, notes = _time(files.get(TIMESTAMP), TIMESTAMP in dict(odd))
    if notes:
        files.pop(TIMESTAMP, None)
    return HandedIn(notebooks, files, timestamp, notes + _room_notes(no_room) + _odd_notes(odd))


def _odd_notes(odd: list[tuple[str, str]]) -> list[str]:
    return untrusted.left_out([pair for pair in odd if pair[0] != TIMESTAMP])


def _content(entry: untrusted.Entry, most: int) -> bytes | str:
    try:
        return entry.read(most)
    except untrusted.UnreadableError as error:
        return str(error)


def _room_notes(paths: list[str]) -> list[str]:
    if not paths:
        return []
    more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    return [f"left out, since there is no room for it: {untrusted.shortened(paths[0])}{more}"]


def _time(content: bytes | None, is_odd: bool) -> tuple[str | None, list[str]]:
    """Return when something came in, and a note if that cannot be told from its timestamp."""
    if content is None and not is_odd:
        return None, []
    if content is not None:
        with contextlib.suppress(ValueError, OverflowError, AttributeError, TypeError):
            text = content.decode("utf-8").strip()
            return (parse_utc(text).isoformat() if text else None), []
    return None, [f"{TIMESTAMP} has no time in it: nobody knows whether this was late"]


def read_time(above: str | Path, *parts: str) -> datetime.datetime | None:
    """Return the time in a folder's timestamp.txt, or None; no part may be a link."""
    with (
        contextlib.suppress(untrusted.UnreadableError, ValueError, OverflowError, TypeError),
        untrusted.folder(above, *parts) as opened,
    ):
        content = untrusted.Entry(TIMESTAMP, 0, "", opened).read(LARGEST_OF_THE_EXCHANGE)
        text = content.decode("utf-8").strip()
        return parse_utc(text) if text else None
    return None


def missing_notebook_notes(
    where: Place, expected: Collection[str], others: Iterable[str] = ()
) -> list[str]:
    """Return a note for each notebook that was released and not handed in.

    Parameters
    ----------
    where : Place
        Where the submission is.
    expected : collection of str
        The names of the released notebooks.
    others : iterable of str
        The names of more of them, of which nothing is to be said.

    Returns
    -------
    list of str
        Each also names the notebooks that are there instead: one of them may be it, renamed.
    """
    folder = Path(where.above, *where.parts)
    missing = [
        f"{name}{SUFFIX}" for name in expected if not os.path.lexists(folder / f"{name}{SUFFIX}")
    ]
    if not missing:
        return []
    known = {f"{name}{SUFFIX}" for name in (*expected, *others)}
    found = []
    with (
        contextlib.suppress(untrusted.UnreadableError),
        untrusted.folder(where.above, *where.parts) as opened,
    ):
        found = [
            untrusted.shortened(entry.path)
            for entry in untrusted.entries(opened)
            if entry.path.lower().endswith(SUFFIX)
            and ".ipynb_checkpoints" not in entry.path.split("/")
            and entry.path not in known
        ]
    instead = ", ".join(found[:MOST_NAMED]) + (" and more" if len(found) > MOST_NAMED else "")
    hint = f"; {instead} is there instead: rename it and grade again" if found else ""
    return [f"{name} was not handed in{hint}" for name in missing]

"""What the names of files in downloads from Canvas and Moodle say.

They were read in the programs that write them. Canvas, ``lib/content_zipper.rb`` in
instructure/canvas-lms: ``lastnamefirstname_12345_67890_file.ipynb``, where the numbers are the user
and the upload, with ``_LATE`` before them for late work, and ``anon`` and letters for name and user
where names are hidden. A file that was handed in again has ``-1`` at the end of its name.

Moodle, ``mod/assign/classes/downloader.php`` in moodle/moodle:
``Full Name_12345_assignsubmission_file/file.ipynb``, or the same in one name where folders are
turned off; older ones end the folder's name with ``_``, and what came with a text has
``onlinetext`` for ``file``. The number is of no use: a student has another one in each assignment.

Students choose the end of a name, and with Moodle the folders in theirs, so only what stands first
says whose it is. Moodle leaves no ``_`` in a name; Canvas has two numbers where Moodle has one.
"""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

CANVAS = re.compile(
    r"(?P<name>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<number>\d+)_(?P<file>.+)", re.DOTALL
)
CANVAS_ANONYMOUS = re.compile(
    r"(?P<late>LATE_)?(?P<name>anon)_(?P<user>[^\W_]+)_(?P<number>\d+)_(?P<file>.+)", re.DOTALL
)
OF_MOODLE = "_assignsubmission_"
MOODLE = re.compile(
    rf"(?P<name>[^_]+)_(?P<user>\d+){OF_MOODLE}(?:file|onlinetext)_?(?P<file>.*)", re.DOTALL
)
AGAIN = re.compile(r"(?:-\d+| ?\(\d+\)|-Copy\d+)$")
"""What Canvas, browsers and Jupyter add to a name that was there before, each of them once more."""


class Upload(NamedTuple):
    """A notebook that a student uploaded.

    Attributes
    ----------
    path, root : Path
        The notebook, and the folder of all that was extracted.
    name, user : str
        The student's name as the system spells it, and the system's number.
    number : int
        Larger for a later upload; 0 where it is not known.
    file : str
        The name that the student gave.
    is_late, is_canvas : bool
    """

    path: Path
    root: Path
    name: str
    user: str
    number: int
    file: str
    is_late: bool
    is_canvas: bool


def parse(path: Path, root: Path) -> Upload | None:
    """Return what a path says of an upload, or None.

    Parameters
    ----------
    path, root : Path
        A notebook, and the folder of all that was extracted.

    Returns
    -------
    Upload or None
    """
    for folder in reversed(path.relative_to(root).parents):
        if OF_MOODLE in folder.name:
            match = MOODLE.fullmatch(folder.name)
            if match is None:
                return None
            return Upload(path, root, match["name"], match["user"], 0, path.name, False, False)
    match = MOODLE.fullmatch(path.name)
    if match:
        return Upload(path, root, match["name"], match["user"], 0, match["file"], False, False)
    match = CANVAS_ANONYMOUS.fullmatch(path.name) or CANVAS.fullmatch(path.name)
    if match:
        is_late = match["late"] is not None
        number = int(match["number"])
        return Upload(
            path, root, match["name"], match["user"], number, match["file"], is_late, True
        )
    return None


def key(name: str) -> str:
    """Return what stays the same of a name in all spellings: letters and digits, no accents."""
    spelt = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in spelt if character.isalnum())


def keys(first: str | None, last: str | None) -> set[str]:
    """Return the keys of a student's name: Moodle's order of its parts is a setting."""
    return {key(f"{last or ''}{first or ''}"), key(f"{first or ''}{last or ''}")} - {""}


def made_up(upload: Upload, alone: bool) -> str:
    """Return an id for a student whom the gradebook does not know.

    It names a folder, and has no comma, at which nbgrader would cut a list of ids.
    """
    if upload.is_canvas:
        return upload.user
    name = upload.name if alone else f"{upload.name} {upload.user}"
    kept = (one if one.isalnum() or one in " .'-" else "_" for one in name)
    return "".join(kept).strip(" .'-_") or upload.user

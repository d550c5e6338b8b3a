"""Folders that a student may have made, read and written without following a link.

Each part of a path is opened by the descriptor of the folder above it and never through a link
(``openat`` with ``O_NOFOLLOW``). So what was looked at is what is read, also when somebody
exchanges it at that moment.
"""

import contextlib
import itertools
import os
import stat
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import NamedTuple

from fclib.grading.words import printable

DEEPEST = 40
MOST_ENTRIES = 20_000
MOST_NAMED = 3
LONGEST_SHOWN = 100  # characters of a path in a note
AT_A_TIME = 1 << 20  # bytes
AS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe without a writer would block the open, and a terminal could become the process's own.
AS_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
AS_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
FOR_ALL = 0o666  # less what the process's own mask takes away

FOLDER = "a folder"
LINK = "a link"
SPECIAL = "a pipe, a socket or a device"
OTHERS = "a second name of another user's file"
NO_NAME = "named with characters that cannot be shown"
TOO_MANY = f"beyond the first {MOST_ENTRIES:,} files"


class UnreadableError(Exception):
    """Something is not read, for the reason that the message says."""


class Entry(NamedTuple):
    """One thing that lies below a folder.

    Attributes
    ----------
    path : str
        Its path below that folder, with ``/`` between the parts.
    size : int
        Bytes, of an ordinary file.
    odd : str
        Why it is not read; empty for an ordinary file, `FOLDER` for a folder that is looked into.
    folder : int
        The descriptor of the folder it is in, open while the iteration stands here.
    """

    path: str
    size: int
    odd: str
    folder: int

    def read(self, most: int) -> bytes:
        """Return the content; raise `UnreadableError` if it is odd or has more bytes than that."""
        if self.odd:
            raise UnreadableError(f"it is {self.odd}")
        with _opened(os.path.basename(self.path), AS_FILE, self.folder) as file:
            found = os.fstat(file)
            odd = _oddness(found, os.fstat(self.folder).st_uid)
            if odd:
                raise UnreadableError(f"it is {odd}")
            if found.st_size > most:  # without reading a part of it, which counts nowhere
                raise UnreadableError(f"it has {found.st_size:,} bytes")
            return _content(file, most)


@contextlib.contextmanager
def folder(above: str | Path, *parts: str) -> Generator[int]:
    """Open a folder of a student's; yield its descriptor.

    Parameters
    ----------
    above : path-like
        A folder of the course's own. It may be a link: the instructor made it.
    *parts : str
        The names below it. None of them may be a link.

    Raises
    ------
    UnreadableError
    """
    with contextlib.ExitStack() as stack:
        opened = stack.enter_context(_opened(os.fspath(above), AS_FOLDER & ~os.O_NOFOLLOW, None))
        for part in parts:
            if part in ("", ".", "..") or "/" in part:
                raise UnreadableError(f"{part!r} is not the name of a folder")
            opened = stack.enter_context(_opened(part, AS_FOLDER, opened))
        yield opened


def read_file(path: str | Path, most: int, above: str | Path | None = None) -> bytes:
    """Return the content of one file, up to so many bytes; raise `UnreadableError` if it is odd.

    No part of the path below the folder ``above`` may be a link; without one, its name only.
    """
    parent, name = os.path.split(path)
    parts = Path(parent).relative_to(above).parts if above is not None else ()
    with folder(parent if above is None else above, *parts) as opened:
        return Entry(name, 0, "", opened).read(most)


def write_file(opened: int, name: str, data: bytes) -> None:
    """Write a file whole into an open folder; a link of that name is replaced, not followed."""
    half = f".{name}.part"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(half, dir_fd=opened)
    with open(os.open(half, AS_NEW_FILE, FOR_ALL, dir_fd=opened), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, name, src_dir_fd=opened, dst_dir_fd=opened)


def entries(opened: int) -> Generator[Entry]:
    """Yield each `Entry` below an open folder, sorted, a folder before what is in it.

    Folders deeper than 40, and what comes after 20,000 entries, are not looked into.
    """
    left = [MOST_ENTRIES]
    yield from _below(opened, "", 0, os.fstat(opened).st_uid, left)


def left_out(odd: Iterable[tuple[str, str]]) -> list[str]:
    """Return a note for each reason why something is not read, however many there are.

    Parameters
    ----------
    odd : iterable of (str, str)
        Paths and reasons.
    """
    by_reason: dict[str, list[str]] = {}
    for path, reason in odd:
        by_reason.setdefault(reason, []).append(path)
    notes = []
    for reason, paths in by_reason.items():
        named = ", ".join(map(shortened, paths[:MOST_NAMED]))
        more = f" and {len(paths) - MOST_NAMED:,} more" if len(paths) > MOST_NAMED else ""
        notes.append(f"left out, since it is {reason}: {named}{more}")
    return notes


def shortened(path: str) -> str:
    """Return a path for a note, however long and odd it is."""
    shown = printable(path)
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"


def _below(opened: int, prefix: str, depth: int, owner: int, left: list[int]) -> Generator[Entry]:
    for name in _names(opened, left):
        path = prefix + name
        if left[0] <= 0:
            yield Entry(path, 0, TOO_MANY, opened)
            return
        left[0] -= 1
        try:
            found = os.stat(name, dir_fd=opened, follow_symlinks=False)
        except OSError as error:
            yield Entry(path, 0, f"not readable ({error.strerror})", opened)
            continue
        odd = _oddness(found, owner) if name.isprintable() else NO_NAME
        if odd != FOLDER:
            yield Entry(path, found.st_size, odd, opened)
        elif depth == DEEPEST:
            yield Entry(path, 0, f"more than {DEEPEST} folders deep", opened)
        else:
            yield from _folder(name, path, depth, owner, left, opened)


def _folder(
    name: str, path: str, depth: int, owner: int, left: list[int], above: int
) -> Generator[Entry]:
    try:
        with _opened(name, AS_FOLDER, above) as opened:
            yield Entry(path, 0, FOLDER, above)
            yield from _below(opened, f"{path}/", depth + 1, owner, left)
    except UnreadableError as error:
        yield Entry(path, 0, f"a folder that cannot be read ({error})", above)


def _names(opened: int, left: list[int]) -> list[str]:
    """Return the names in a folder, sorted, and not many more than will be looked at."""
    try:
        with os.scandir(opened) as found:
            return sorted(entry.name for entry in itertools.islice(found, left[0] + 1))
    except OSError as error:
        raise UnreadableError(os.strerror(error.errno or 0)) from error


def _oddness(found: os.stat_result, owner: int) -> str:
    """Return why something is not read, if it is not, by what the kernel says of it."""
    if stat.S_ISLNK(found.st_mode):
        return LINK
    if stat.S_ISDIR(found.st_mode):
        return FOLDER
    if not stat.S_ISREG(found.st_mode):
        return SPECIAL
    # Where the kernel lets people make hard links to files that they may not read.
    return OTHERS if found.st_nlink > 1 and found.st_uid != owner else ""


@contextlib.contextmanager
def _opened(name: str, flags: int, above: int | None) -> Generator[int]:
    try:
        descriptor = os.open(name, flags, dir_fd=above)
    except OSError as error:
        raise UnreadableError(_why(name, above, error)) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _why(name: str, above: int | None, error: OSError) -> str:
    # Linux answers "not a directory" for a link, too.
    with contextlib.suppress(OSError):
        if stat.S_ISLNK(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode):
            return f"it is {LINK}"
    return os.strerror(error.errno or 0)


def _content(file: int, most: int) -> bytes:
    parts: list[bytes] = []
    left = most + 1
    while left > 0:
        try:
            part = os.read(file, min(left, AT_A_TIME))
        except OSError as error:
            raise UnreadableError(error.strerror) from error
        if not part:
            return b"".join(parts)
        parts.append(part)
        left -= len(part)
    raise UnreadableError(f"it has {max(os.fstat(file).st_size, most + 1):,} bytes")

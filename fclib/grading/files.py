"""Files: those below a folder of the course's, and one written whole or not at all."""

import errno
import os
import sqlite3
from pathlib import Path

DEEPEST = 40
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
POSTGRESQL_DISK_FULL = "53100"


def below(folder: str | Path) -> list[Path]:
    """Return all that lies below a folder, sorted; links are not followed.

    Python's own functions for this recurse, and stop at what a student can nest in a minute.
    """
    found: list[Path] = []
    waiting = [(Path(folder), 0)]
    while waiting:
        above, depth = waiting.pop()
        with os.scandir(above) as entries:
            for entry in entries:
                path = above / entry.name
                found.append(path)
                if depth < DEEPEST and entry.is_dir(follow_symlinks=False):
                    waiting.append((path, depth + 1))
    return sorted(found)


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, also when the power fails or the disk is full."""
    half = path.with_name(f"{path.name}.part")
    try:
        with open(half, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        half.unlink(missing_ok=True)  # it takes what room there is
        raise
    half.replace(path)


def no_room(error: BaseException) -> bool:
    """Whether an error, a gradebook's included, says that there is no room left to write in."""
    cause = getattr(error, "orig", error)  # SQLAlchemy keeps the driver's own
    return (
        getattr(cause, "errno", None) in NO_ROOM
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL
    )

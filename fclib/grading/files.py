"""Files: those below a folder that a student may have made, and one written whole or not at all."""

import os
from pathlib import Path

DEEPEST = 40


def below(folder):
    """Return all that lies below a folder, sorted; links are not followed.

    Python's own functions for this recurse, and stop at what a student can nest in a minute.
    """
    found, waiting = [], [(Path(folder), 0)]
    while waiting:
        above, depth = waiting.pop()
        with os.scandir(above) as entries:
            for entry in entries:
                path = above / entry.name
                found.append(path)
                if depth < DEEPEST and entry.is_dir(follow_symlinks=False):
                    waiting.append((path, depth + 1))
    return sorted(found)


def replace(path, data):
    """Write a file whole or not at all, also when the power fails."""
    half = path.with_name(f"{path.name}.part")
    with open(half, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)

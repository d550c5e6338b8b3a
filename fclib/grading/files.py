"""The files below a folder that a student may have made."""

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

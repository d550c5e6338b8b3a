"""What the student's functions change in their arguments, kept while a test runs twice."""

from __future__ import annotations

from typing import Any

import numpy as np

from fclib.grading.sandbox.inside import packing


class Changes:
    """The changes that calls make while a test runs, and then once more.

    The first run does not show them to the test. A function that changes its arguments only when
    it sees them first would show nothing in the second either: so what a call did the first time
    counts the second time, if it then gets the same arguments and leaves them alone.
    """

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Forget everything: another test begins."""
        self.calls, self.repeated = 0, False
        self.kept: dict[int, tuple[bytes, Any]] = {}

    def repeat(self) -> None:
        """Count the calls anew: the same test begins once more."""
        self.calls, self.repeated = 0, True

    def of_call(self, arguments: Any, after: Any) -> Any:
        """Return the arguments as they are after a call; None if they are what they were.

        Parameters
        ----------
        arguments : list
            As they were before it.
        after : list or None
            What the student's process says of them.
        """
        place = self.calls
        self.calls += 1
        if not self.repeated:
            if after is not None:
                self.kept[place] = _content(arguments), after
            return after
        if after is not None or place not in self.kept:
            return after
        before, kept = self.kept[place]
        return kept if _content(arguments) == before else None


def _content(arguments: Any) -> bytes:
    """Return the bytes of all data in some arguments; objects and functions are all alike."""
    node, blobs = packing.pack(arguments, lambda _: {})
    return b"".join([repr(node).encode(), *map(bytes, blobs)])


def write_back(old: Any, new: Any) -> bool:
    """Change an argument as the student's code changed its copy.

    Returns
    -------
    bool
        Whether ``old`` is now like ``new``; if not, whoever holds it must take ``new`` instead.
    """
    if isinstance(old, list) and isinstance(new, list):
        kept = dict(enumerate(old))
        old[:] = [
            kept[i] if i in kept and write_back(kept[i], entry) else entry
            for i, entry in enumerate(new)
        ]
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        kept = dict(old)
        old.clear()
        for key, entry in new.items():
            old[key] = kept[key] if key in kept and write_back(kept[key], entry) else entry
        return True
    if isinstance(old, tuple) and isinstance(new, tuple):
        same = [write_back(*pair) for pair in zip(old, new, strict=False)]
        return len(old) == len(new) and all(same)
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.size == new.size and old.flags.c_contiguous and old.flags.writeable:
            old.shape = new.shape  # x.shape = (n, -1) changes its caller's array too
        if old.shape != new.shape or old.dtype != new.dtype or not old.flags.writeable:
            # Objects are not compared: they may be arrays, which only compare entry by entry.
            return not new.dtype.hasobject and np.array_equal(old, new)
        old[...] = new
        return True
    return type(old) is type(new) and _content(old) == _content(new)

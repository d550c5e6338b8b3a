"""What the student's functions change in their arguments, kept while a test runs twice."""

from __future__ import annotations

from typing import Any

from fclib.grading.sandbox.inside import wire


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
    node, blobs = wire.pack(arguments, lambda _: {})
    return b"".join([repr(node).encode(), *map(bytes, blobs)])

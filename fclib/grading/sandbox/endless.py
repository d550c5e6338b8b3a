"""Functions that have used up the time of a test: later tests of the same function fail at once.

A function that never ends would otherwise cost each of its tests the whole limit. A cell that
defines the name anew makes another function of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fclib.grading.sandbox.job import STUDENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fclib.grading.sandbox.job import Cell

Definition = tuple[str, int]
"""A name, and the place of the cell that last defined it; −1 where none is known to."""


class Endless:
    """Which of the student's functions have not come to an end.

    Parameters
    ----------
    cells : sequence of dict
        The notebook's cells in order, with ``role`` and ``source``.
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = cells
        self.found: set[Definition] = set()

    def note(self, names: Iterable[str], index: int) -> None:
        """Remember what used up the time of the test at a place."""
        self.found |= {self.definition(name, index) for name in names}

    def among(self, names: Iterable[str], index: int) -> str | None:
        """Return the one of these names that has used up a test's time before; None if none has."""
        here = (name for name in sorted(names) if self.definition(name, index) in self.found)
        return next(here, None)

    def definition(self, name: str, index: int) -> Definition:
        """Return which definition of a name holds at a place."""
        word = re.escape(name)
        binds = re.compile(
            rf"\b(?:def|class)\s+{word}\b|^\s*{word}\s*(?::[^=\n]*)?=(?!=)|\bas\s+{word}\b", re.M
        )
        places = [
            place
            for place, cell in enumerate(self.cells[:index])
            if cell["role"] == STUDENT and binds.search(cell["source"])
        ]
        return name, places[-1] if places else -1

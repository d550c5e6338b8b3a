"""Functions that have used up the time of a test: later tests of the same function fail at once.

A function that never ends would otherwise cost each of its tests the whole limit. It is another
function once a cell defines it anew, or anything that it uses: then its next test runs.
"""

from __future__ import annotations

import functools
import re
import symtable
import warnings
from typing import TYPE_CHECKING

from fclib.grading.sandbox.job import STUDENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fclib.grading.sandbox.job import Cell

Definition = tuple[str, int]
"""A name, and the place of the last cell that defines it or what it uses; −1 where none does."""

LONGEST = 20_000
"""Characters of a cell that is read as Python; a longer one is taken for one that cannot be."""
IPYTHON = re.compile(r"^\s*[%!].*$", re.M)
"""A line for IPython or the shell: Python cannot read it."""
WORD = re.compile(r"[^\W\d]\w*")


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
        suspects = sorted(set(names) & {name for name, _ in self.found})
        here = (name for name in suspects if self.definition(name, index) in self.found)
        return next(here, None)

    def definition(self, name: str, index: int) -> Definition:
        """Return which definition of a name holds at a place."""
        seen, ahead, latest = {name}, [name], -1
        while ahead:
            places = [place for place in self._places.get(ahead.pop(), []) if place < index]
            if places:
                latest = max(latest, places[-1])
                used = self._read[places[-1]][1] - seen
                seen |= used
                ahead += used
        return name, latest

    @functools.cached_property
    def _read(self) -> list[tuple[set[str], set[str]]]:
        """The names that each cell binds, and those that it uses."""
        nothing: tuple[set[str], set[str]] = set(), set()
        return [
            _names(cell["source"]) if cell["role"] == STUDENT else nothing for cell in self.cells
        ]

    @functools.cached_property
    def _places(self) -> dict[str, list[int]]:
        """The places of the cells that bind a name, in order."""
        places: dict[str, list[int]] = {}
        for place, (bound, _) in enumerate(self._read):
            for name in bound:
                places.setdefault(name, []).append(place)
        return places


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names of the notebook that a cell binds, and those that it uses."""
    try:
        if len(source) > LONGEST:
            raise ValueError("too long to be read as Python")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they would be about a student's code
            tables = [symtable.symtable(IPYTHON.sub("", source), "cell", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = set(WORD.findall(source))
        return words, words  # it may bind any of them: a test too many runs rather than one too few
    bound: set[str] = set()
    used: set[str] = set()
    for table in tables:  # which grows meanwhile by what is nested
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_global():  # no local variable: those of a function are its own
                used.add(symbol.get_name())
                if symbol.is_assigned() or symbol.is_imported():
                    bound.add(symbol.get_name())
    return bound, used

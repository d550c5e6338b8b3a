"""What a student's code gave to a test, as a short text: equal for answers that behave alike.

It is made in the trusted process, of the values that came over. Sums in another order differ in
their last digits and behave alike, so numbers are rounded, each array by its own largest number.
"""

from __future__ import annotations

import hashlib
import math
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Floats = npt.NDArray[np.float64]

BITS = 20
"""Binary digits of an array's largest number that count: as close as checks compare."""
ROOM = 1 << 20
"""Numbers, and characters of text, that are looked at; what follows is told by its size alone."""
OF_AN_ENTRY = 16
"""Room that each entry takes up which is looked at by itself: it takes as long as many numbers."""
# Written as "list | tuple" in a condition they would be made anew for each value.
SEQUENCES, SETS = (list, tuple), (set, frozenset)
ROUNDED = (np.ndarray, float, complex, np.inexact)
TOLD = (str, bool, int, np.generic)
NUMBERS = {int, float, np.float64}
LARGEST = 1 << 62
SHOWN = 16
"""Hexadecimal digits of the text: a collision would put two mistakes of a class together."""


class Behaviour:
    """Collects what the student's code gives to one test, in the order in which it gives it."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._floats: list[Floats] = []
        self._room = ROOM

    def gave(self, value: Any) -> None:
        """Add a value: data, or an object of the student's, of which only its being one counts."""
        if value is None:
            self._add("NoneType None")
        elif isinstance(value, SEQUENCES):
            self._add_sequence(value)
        elif isinstance(value, dict):
            self._add(f"dict {len(value)}")
            self._add_entries(chain.from_iterable(value.items()))
        elif isinstance(value, SETS):
            self._room -= OF_AN_ENTRY * len(value)
            alone = sorted(map(_alone, value)) if self._room >= 0 else "many"
            self._add(f"{type(value).__name__} {len(value)} {alone}")
        elif isinstance(value, bytes):
            self._add(f"bytes {len(value)}")
            self._hash.update(value[:ROOM])
        elif isinstance(value, np.ndarray) and value.dtype.kind == "O":
            # What it holds, and not where that lies in memory.
            self._add(f"array of objects {value.shape}")
            self._add_entries(value.flat)
        elif isinstance(value, ROUNDED):
            self._add_numbers(type(value).__name__, np.asarray(value))
        elif value is ... or isinstance(value, TOLD):
            self._add(f"{type(value).__name__} {_short(value)}")
        else:
            self._add("object")

    def raised(self, error: Exception) -> None:
        """Add an error by its builtin kind; its words are the student's."""
        kind = next(base for base in type(error).__mro__ if base.__module__ == "builtins")
        self._add(f"raised {kind.__name__}")

    def text(self) -> str:
        """Return the text for all that was added."""
        made = self._hash.copy()
        for rounded in _rounded(self._floats):
            made.update(rounded.tobytes())
        return made.hexdigest()[:SHOWN]

    def _add(self, words: str) -> None:
        self._hash.update(f"{words[:ROOM]}\n".encode("utf-8", "replace"))

    def _add_sequence(self, value: list[Any] | tuple[Any, ...]) -> None:
        kind = type(value).__name__
        if type(value) in SEQUENCES and _finite(value) and len(value) <= self._room:
            # As below, in a third of the time: most of what comes over are such lists.
            self._add(f"{kind} f {(len(value),)}")
            self._room -= len(value)
            self._floats.append(np.array(value))
        elif _numbers(value):
            self._add_numbers(kind, np.asarray(value))
        else:
            self._add(f"{kind} {len(value)}")
            self._add_entries(value)

    def _add_entries(self, entries: Iterable[Any]) -> None:
        for entry in entries:
            self._room -= OF_AN_ENTRY
            if self._room < 0:
                return
            self.gave(entry)

    def _add_numbers(self, kind: str, array: npt.NDArray[Any]) -> None:
        self._add(f"{kind} {array.dtype.kind} {array.shape}")
        array = array.ravel()[: max(0, self._room)]
        self._room -= array.size
        if array.dtype.kind not in "fc":
            self._hash.update(array.tobytes())
        elif array.size:
            # A copy: whoever has the value may change it.
            wide = array.astype(complex if array.dtype.kind == "c" else float)
            self._floats.append(wide.view(float))


def _alone(value: object) -> str:
    """Return the text of one value: a set's are in no order of their own."""
    behaviour = Behaviour()
    behaviour.gave(value)
    return behaviour.text()


def _finite(value: list[Any] | tuple[Any, ...]) -> bool:
    """Whether all entries are Python's own floats, and finite: then their sum mostly is as well."""
    return set(map(type, value)) == {float} and math.isfinite(sum(value))


def _numbers(value: list[Any] | tuple[Any, ...]) -> bool:
    """Whether all entries are numbers, so that they are rounded together."""
    return (
        bool(value)
        and NUMBERS.issuperset(map(type, value))
        and all(abs(entry) < LARGEST for entry in value if type(entry) is int)
    )


def _short(value: object) -> str:
    """Return the value's text; a number of a million digits is told by how many it has."""
    if isinstance(value, int) and abs(value) >= LARGEST:
        return f"of {value.bit_length()} bits"
    return str(value)[:ROOM]


def _rounded(arrays: Sequence[Floats]) -> list[Floats]:
    """Round each array by its largest finite number; all at once, for most are small."""
    sizes = np.array([array.size for array in arrays], int)
    if not sizes.any():
        return [*arrays]
    joined = np.concatenate(arrays)
    finite = np.isfinite(joined)
    others = np.where(np.isnan(joined), np.nan, joined)  # there are several nan
    joined = np.where(finite, joined, 0.0)
    ends = np.cumsum(sizes)
    largest = np.zeros(len(arrays))
    largest[sizes > 0] = np.maximum.reduceat(np.abs(joined), (ends - sizes)[sizes > 0])
    with np.errstate(all="ignore"):
        # A little more than the largest: a power of two and what is just below it round alike.
        _, exponents = np.frexp(largest * (1 + 2.0**-BITS))
        rounded = np.rint(np.ldexp(joined, np.repeat(BITS - exponents, sizes)))
    rounded += 0.0  # no negative zero
    return np.split(np.where(finite, rounded, others), ends[:-1])

"""Which numbers of a result change with which of the arguments, beside those that should."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..comparing import kind_of_numbers
from ..subject import Function
from .pairs import Array, Pair

MOST = 64
"""So many numbers are changed at most, one after the other: a student waits meanwhile."""
TRIED = 2
"""So many cases are looked at: of one sample and one class nothing may depend on anything."""
SEEN, UNSEEN = 1e-6, 1e-9
"""How far a result moves, in parts of its largest number, for that to be seen, or to be nothing."""


def depends(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say of the simplest wrong results which number should change with another, or should not."""
    simplest = sorted(wrong, key=_entries)[:TRIED]
    found = (_depends(pair, again, reference) for pair in simplest if _entries(pair) <= MOST)
    return next(filter(None, found), None)


def _entries(pair: Pair) -> int:
    return sum(map(np.size, _numbers(pair).values()))


def _depends(pair: Pair, again: Function, reference: Function) -> str | None:
    more = None
    for entry, cases in _changed(pair):
        ours, right = _moved(again, cases, pair.got), _moved(reference, cases, pair.want)
        if ours is None or right is None:
            continue
        if (missing := (ours == 0) & (right > SEEN)).any():
            return f"{_at(missing)} stays as it is when {entry} changes, and should not."
        if more is None and (extra := (ours > SEEN) & (right < UNSEEN)).any():
            more = f"{_at(extra)} changes with {entry}, and should not."
    return more


def _numbers(pair: Pair) -> dict[int, Array]:
    """Return the arguments that are arrays of floats, or lists of floats, by their places."""
    found = {}
    for place, value in enumerate(pair.case):
        if kind_of_numbers(value) == "f":
            found[place] = np.asarray(value)
    return found


def _changed(pair: Pair) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield each number's name, and the arguments with two other numbers in its place."""
    for place, array in _numbers(pair).items():
        for index in np.ndindex(*array.shape):
            cases = []
            for number in (array[index] + 1, -2 * array[index] - 0.5):
                other, changed = [*pair.case], array.copy()
                changed[index] = number
                other[place] = changed.tolist() if isinstance(pair.case[place], list) else changed
                cases.append(other)
            where = f"[{', '.join(map(str, index))}]" if index else ""
            yield f"{pair.names[place]}{where}", cases


def _moved(function: Function, cases: Sequence[Sequence[Any]], before: Array) -> Array | None:
    """Return how far each number of a result moves at most, or None where it has another shape."""
    far = np.zeros(before.shape)
    for case in cases:
        try:
            after = function(*case)
        except (ValueError, IndexError):
            return None
        if after is None or np.shape(after) != before.shape:
            return None
        far = np.maximum(far, np.abs(np.asarray(after, float) - before))
    return far / (np.abs(before).max(initial=0.0) or 1.0)


def _at(where: Array) -> str:
    index = np.argwhere(where)[0].tolist()
    return f"Its number at {index}" if index else "It"

"""Versions of a function whose loops miss the last or the first of what they run over."""

from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

import numpy as np

ENDS = {
    "last": (slice(None, -1), slice(-1, None)),
    "first": (slice(1, None), slice(0, 1)),
}
"""What a loop gets to when it misses an end, and what it misses."""


class Loop(NamedTuple):
    """What a loop runs over.

    Attributes
    ----------
    noun : str
        What it is, "input".
    cut : callable, optional
        Takes the arguments and a slice, and returns the arguments with that slice along an index
        that is summed over.
    axis : int, optional
        The axis of the result along which a loop fills it.
    """

    noun: str
    cut: Callable | None = None
    axis: int | None = None


def zeros(result, *arguments):
    """Return what stands in a result before loops fill it."""
    return np.zeros(result.shape)


def without(end, chosen):
    """Say what is missed, for a message."""
    return f"it comes without {' and '.join(f'the {end} {noun}' for noun in chosen)}"


def too_short(function, loops, starts=(zeros, None), together=None):
    """Return wrong versions by misconception, for one loop or several that miss an end.

    Parameters
    ----------
    function : callable
        The right function; its result is an array.
    loops : list of Loop
        What its loops run over.
    starts : tuple of callable
        What stands in a result where no loop gets, from the result and the arguments; None for a
        result that is shorter.
    together : int, optional
        How many loops miss their end at most; all of them if it is not given.
    """
    counts = range(1, (together or len(loops)) + 1)
    return {
        f"loop-misses-{end}": [
            version
            for size in counts
            for chosen in combinations(loops, size)
            for version in _versions(function, chosen, starts, end)
        ]
        for end in ENDS
    }


def _versions(function, chosen, starts, end):
    filled = any(loop.axis is not None for loop in chosen)
    note = without(end, [loop.noun for loop in chosen])
    for start in starts if filled else (None,):
        yield noted(cut_short(function, chosen, start, end), note)


def cut_short(function, chosen, start, end):
    """Return a version whose chosen loops miss an end; without ``start`` its result is shorter."""
    kept, place = ENDS[end]

    def version(*arguments):
        left = arguments
        for loop in chosen:
            left = loop.cut(left, kept) if loop.cut else left
        result = np.asarray(function(*left))
        begun = None if start is None else start(result, *arguments)
        for loop in chosen:
            if loop.axis is None:
                continue
            along = [slice(None)] * result.ndim
            along[loop.axis] = kept if begun is None else place
            if begun is None:
                result = result[tuple(along)]
            else:
                result[tuple(along)] = begun[tuple(along)]
        return result

    return version


def noted(version, note):
    """Put a note on a wrong version, which `comparing.diagnose` passes on."""
    version.note = note
    return version


def noted_like(made, version):
    """Put the note of a wrong version on one that is made from it."""
    return noted(made, getattr(version, "note", ""))

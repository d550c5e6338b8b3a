"""Versions of a function whose loops miss the last or the first of what they run over."""

import dis
from collections.abc import Iterator, Sequence
from itertools import combinations
from types import CodeType
from typing import Any, NamedTuple

import numpy as np

from .subject import Array, Function

ENDS = {
    "last": (slice(None, -1), slice(-1, None)),
    "first": (slice(1, None), slice(0, 1)),
}
"""What a loop gets to when it misses an end, and what it misses."""

MISSES = {end: f"loop-misses-{end}" for end in ENDS}
"""What the mistake is called that leaves out an end."""
LOOPS = {id_: end for end, id_ in MISSES.items()}
"""The end that each of these mistakes leaves out; where there is one of all, it is both ends."""


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
    cut: Function | None = None
    axis: int | None = None


def has_loop(code: CodeType) -> bool:
    """Whether code, or a function in it, has a loop."""
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    # At the end of a while, Python 3.11 has POP_JUMP_BACKWARD_IF_TRUE.
    back = any("JUMP_BACKWARD" in step.opname for step in dis.get_instructions(code))
    return back or any(map(has_loop, inner))


def zeros(result: Array, *arguments: Any) -> Array:
    """Return what stands in a result before loops fill it."""
    return np.zeros(result.shape)


def without(end: str, chosen: Sequence[str]) -> str:
    """Say what is missed, for a message."""
    return f"it comes without {' and '.join(f'the {end} {noun}' for noun in chosen)}"


def too_short(
    function: Function,
    loops: Sequence[Loop],
    starts: Sequence[Function | None] = (zeros, None),
    together: int | None = None,
) -> dict[str, list[Function]]:
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
        MISSES[end]: [
            version
            for size in counts
            for chosen in combinations(loops, size)
            for version in _versions(function, chosen, starts, end)
        ]
        for end in ENDS
    }


def _versions(
    function: Function, chosen: Sequence[Loop], starts: Sequence[Function | None], end: str
) -> Iterator[Function]:
    filled = any(loop.axis is not None for loop in chosen)
    note = without(end, [loop.noun for loop in chosen])
    for start in starts if filled else (None,):
        yield noted(cut_short(function, chosen, start, end), note)


def cut_short(
    function: Function, chosen: Sequence[Loop], start: Function | None, end: str
) -> Function:
    """Return a version whose chosen loops miss an end; without ``start`` its result is shorter."""
    kept, place = ENDS[end]

    def version(*arguments: Any) -> Array:
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


def noted(version: Any, note: str) -> Any:
    """Put a note on a wrong version, which `comparing.diagnose` passes on."""
    version.note = note
    return version


def noted_like(made: Any, version: Any) -> Any:
    """Put the note of a wrong version on one that is made from it."""
    return noted(made, getattr(version, "note", ""))

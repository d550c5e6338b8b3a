"""A result of another shape than the right one, with the right numbers in it or what is left."""

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

import numpy as np

from ..comparing import agree
from ..words import Short
from .pairs import Array, Pair, apart, holds, line, lines


def shaped(pairs: Sequence[Pair]) -> str | None:
    """Say how the shape came about, if the numbers tell."""
    wrong = [pair for pair in pairs if apart(pair)]
    return next(_ways(wrong), None) if len({pair.want.ndim for pair in wrong}) == 1 else None


def _ways(pairs: Sequence[Pair]) -> Iterator[str]:
    ndim = pairs[0].want.ndim
    for order in permutations(range(ndim)):
        if holds(lambda pair, o=order: pair.want.transpose(o), pairs):  # type: ignore[misc]
            names = " and ".join(lines(k, ndim) for k in range(ndim) if order[k] != k)
            yield f"The numbers are right, with {names} exchanged."
    for turns in (1, 3):
        if holds(lambda pair, k=turns: np.rot90(pair.want, k, (-2, -1)), pairs):  # type: ignore[misc]
            yield "It is turned by a quarter: the right numbers stand in other places."
    if all(_flat(pair.got, pair.want) for pair in pairs):
        yield _reshaped(pairs)
    for axis in range(ndim):
        yield from _short(axis, ndim, pairs)
        yield from _reduced(axis, ndim, pairs)
    if ndim and holds(lambda pair: np.sum(pair.want), pairs):
        yield "All numbers of the result are added up to one."
    if ndim and holds(lambda pair: pair.want.mean(), pairs):
        yield "It is the mean of all numbers of the result."
    yield from _larger(pairs)


def _flat(got: Array, want: Array) -> bool:
    return got.size == want.size and agree(got.ravel(), want.ravel())


def _reshaped(pairs: Sequence[Pair]) -> str:
    squeezed = all(pair.got.squeeze().shape == pair.want.squeeze().shape for pair in pairs)
    ways = {int(np.sign(pair.got.ndim - pair.want.ndim)) for pair in pairs} if squeezed else set()
    if ways == {1}:
        return "The numbers are right, and their array has an axis of length 1 too many."
    if ways == {-1}:
        return "The numbers are right, and their array has an axis of length 1 less than it should."
    return "The numbers are right, one after another, in another shape."


def _short(axis: int, ndim: int, pairs: Sequence[Pair]) -> Iterator[str]:
    one = line(axis, ndim)
    ends: tuple[tuple[str, Callable[[Array], Array]], ...] = (
        (Short(f"It comes without its last {one}.", "last"), lambda y: np.delete(y, -1, axis)),
        (Short(f"It comes without its first {one}.", "first"), lambda y: np.delete(y, 0, axis)),
        (f"It is its first {one} alone.", lambda y: np.take(y, 0, axis)),
        (f"It is its last {one} alone.", lambda y: np.take(y, -1, axis)),
        (f"It is its first {one} alone.", lambda y: np.take(y, [0], axis)),
        (f"It is its last {one} alone.", lambda y: np.take(y, [-1], axis)),
    )
    for words, make in ends:
        if holds(lambda pair, f=make: f(pair.want), pairs):  # type: ignore[misc]
            yield words


def _reduced(axis: int, ndim: int, pairs: Sequence[Pair]) -> Iterator[str]:
    names = lines(axis, ndim)
    for kept in (False, True):
        for words, reduce in (
            (f"The {names} are added up.", np.sum),
            (f"It is the mean of the {names}.", np.mean),
            (f"It is the largest of the {names}.", np.max),
        ):
            if holds(lambda pair, f=reduce, k=kept: f(pair.want, axis, keepdims=k), pairs):  # type: ignore[misc]
                yield words


def _larger(pairs: Sequence[Pair]) -> Iterator[str]:
    """Tell results that have the right one in them, or its parts."""
    for axis in range(min(pair.got.ndim for pair in pairs)):
        if all(_has(np.take(pair.got, 0, axis), pair) for pair in pairs) and all(
            np.ptp(pair.got, axis).max(initial=0) == 0 for pair in pairs
        ):
            yield f"It is right, repeated along axis {axis}."
        if all(_has(pair.got.sum(axis), pair) for pair in pairs):
            yield f"The parts of each number are there, along axis {axis}, and not yet its sum."
        if all(_has(np.take(pair.got, 0, axis), pair) for pair in pairs):
            yield f"The right result stands first along axis {axis}, and more behind it."
        if all(_has(np.take(pair.got, -1, axis), pair) for pair in pairs):
            yield f"The right result stands last along axis {axis}, and more before it."
        for words, start in (("behind", 0), ("before", None)):
            if all(_begins(pair, axis, start) for pair in pairs):
                yield f"The right result is there, with more {words} it along axis {axis}."


def _has(array: Array, pair: Pair) -> bool:
    return agree(np.asarray(array), pair.want)


def _begins(pair: Pair, axis: int, start: int | None) -> bool:
    """Whether the right result is at one end of a longer one."""
    if pair.got.ndim != pair.want.ndim or pair.got.shape[axis] <= pair.want.shape[axis]:
        return False
    length = pair.want.shape[axis]
    along = slice(length) if start == 0 else slice(-length, None)
    return _has(pair.got[(slice(None),) * axis + (along,)], pair)

"""A result with the right numbers in other places."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from ..comparing import agree
from .pairs import Array, Pair, holds, lines

FILLED: tuple[Callable[[Array], Array], ...] = (
    lambda y: y.T.reshape(y.shape),
    lambda y: y.ravel().reshape(y.shape, order="F"),
)
"""Column by column in place of row by row, when numbers are read or when they are written."""


def placed(pairs: Sequence[Pair]) -> str | None:
    """Say how the numbers have moved, if all of them are right."""
    if all(pair.want.size < 2 for pair in pairs):
        return None
    if not all(agree(*map(_in_order, (pair.got, pair.want))) for pair in pairs):
        return None
    return next(_ways(pairs), "The right numbers are all there, in other places.")


def _in_order(array: Array) -> Array:
    return np.sort(array.astype(float), axis=None)


def _ways(pairs: Sequence[Pair]) -> Iterator[str]:
    axes = {pair.want.ndim for pair in pairs}
    if len(axes) > 1:
        return
    [ndim] = axes
    for first, second in combinations(range(ndim), 2):
        if holds(lambda pair, a=first, b=second: pair.want.swapaxes(a, b), pairs):  # type: ignore[misc]
            yield (f"It is right with {lines(first, ndim)} and {lines(second, ndim)} exchanged.")
    if any(
        holds(lambda pair, f=fill: f(pair.want), pairs)  # type: ignore[misc]
        for fill in FILLED
    ):
        yield "The shape is right, and the numbers were filled in in another order."
    for axis in range(ndim):
        yield from _along(axis, ndim, pairs)
    if holds(lambda pair: np.flip(pair.want, (-2, -1)), pairs):
        yield "It is turned by half: its last two axes stand in the opposite order."
    if holds(lambda pair: pair.want.ravel()[::-1].reshape(pair.want.shape), pairs):
        yield "The right numbers stand in the opposite order."
    if holds(lambda pair: np.sort(pair.want, axis=None).reshape(pair.want.shape), pairs):
        yield "The right numbers are there, sorted."
    for axis in range(ndim):
        if all(_same_lines(pair, axis) for pair in pairs):
            yield f"The right {lines(axis, ndim)} are there, in another order."


def _along(axis: int, ndim: int, pairs: Sequence[Pair]) -> Iterator[str]:
    names = lines(axis, ndim)
    if holds(lambda pair: np.flip(pair.want, axis), pairs):
        yield f"Its {names} stand in the opposite order."
    for by, where in ((1, "later"), (-1, "earlier")):
        if holds(lambda pair, by=by: np.roll(pair.want, by, axis), pairs):  # type: ignore[misc]
            yield f"Its {names} stand one place {where} than they should, and the end goes round."
    if holds(lambda pair: np.sort(pair.want, axis), pairs):
        yield f"The right numbers are there, sorted along axis {axis}."
    if holds(lambda pair: -np.sort(-pair.want, axis), pairs):
        yield f"The right numbers are there, sorted along axis {axis}, the highest first."


def _same_lines(pair: Pair, axis: int) -> bool:
    """Whether the lines along an axis are those of the right result in some order."""
    got, want = (
        np.round(np.moveaxis(array.astype(float), axis, 0).reshape(array.shape[axis], -1), 6)
        for array in (pair.got, pair.want)
    )
    return sorted(map(tuple, got.tolist())) == sorted(map(tuple, want.tolist()))

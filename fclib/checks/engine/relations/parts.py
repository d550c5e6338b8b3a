"""A result that is right but for one part of it, or wrong but for one."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..words import Short
from .pairs import Array, Pair, apart, line, lines

FEWEST = 2
"""In so many cases a part that is no end must be wrong: in one it may be so by chance."""


LEFT: dict[str, Callable[[Array], Array]] = {"zero": lambda a: a == 0, "nan": np.isnan}
"""What is left where nothing was filled in."""


def one_part(pairs: Sequence[Pair]) -> str | None:
    """Say which row, column or number alone is wrong, or alone is right."""
    wrong = [(pair, _differs(pair)) for pair in pairs if apart(pair)]
    ndims = {pair.want.ndim for pair, _ in wrong}
    if len(ndims) > 1 and 0 not in ndims:  # one number after another
        wrong = [
            (pair._replace(got=pair.got.ravel(), want=pair.want.ravel()), where.ravel())
            for pair, where in wrong
        ]
        ndims = {1}
    if len(ndims) != 1:
        return None
    [ndim] = ndims
    if ndim == 1 and len(wrong) < FEWEST and pairs[0].names:  # of a function one case is too few
        return None
    ends = [(axis, *end) for axis in range(ndim) for end in ((0, "first"), (-1, "last"))]
    for axis, place, name in ends:
        if _in_line([where for _, where in wrong], axis, place):
            words = f"All is right but its {name} {line(axis, ndim)}"
            if all(_zeros(pair, axis, place) for pair, _ in wrong):
                zeros = "zero" if ndim == 1 else "all zeros"
                return Short(f"{words}, which is {zeros}.", name)
            return f"{words}."
    for axis, place, name in ends if len(wrong) == len(pairs) else ():
        if _in_line([~where for _, where in wrong], axis, place):
            return f"Only its {name} {line(axis, ndim)} is right."
    return _some(wrong, ndim)


def left(wrong: Sequence[Pair]) -> str | None:
    """Say that what is not right is zero, or nan, where that is all that can be said."""
    marked = [(pair, _differs(pair)) for pair in wrong]
    if any(where.all() for _, where in marked if where.size > 1):
        return None
    for words, is_left in LEFT.items():
        if all(np.all(is_left(pair.got[where])) for pair, where in marked):
            return f"Some of its numbers are {words}, and the others are right."
    return None


def alone(pairs: Sequence[Pair]) -> str | None:
    """Say which line at an end has no wrong number, where every other has one.

    What is right may consist of that line.
    """
    marked = [_differs(pair) for pair in pairs]
    [ndim, *others] = {where.ndim for where in marked}
    for axis in range(0 if others else ndim):
        lines_marked = [
            np.any(np.moveaxis(where, axis, 0).reshape(where.shape[axis], -1), axis=1)
            for where in marked
        ]
        for place, name in ((0, "first"), (-1, "last")):
            if all(not any_[place] and np.delete(any_, place).all() for any_ in lines_marked):
                return f"Only its {name} {line(axis, ndim)} is right."
    return None


def _some(wrong: Sequence[tuple[Pair, Array]], ndim: int) -> str | None:
    """Say what else the wrong numbers have in common, where right ones stand beside them."""
    if len(wrong) < FEWEST:
        return None
    if ndim == 2 and all(_is_diagonal(~where) for _, where in wrong):
        return "Only the numbers on its diagonal are right."
    if ndim == 2 and all(_is_diagonal(where) for _, where in wrong):
        return "All is right but the numbers on its diagonal."
    if all(where.sum() == 1 and where.size > 2 for _, where in wrong):
        return "All is right but one number."
    for axis in range(ndim):
        if all(_is_some_line(where, axis) for _, where in wrong):
            return f"All is right but one {line(axis, ndim)}."
    for words, is_left in LEFT.items():
        which = _pattern(wrong, ndim)
        if which and all(np.all(is_left(pair.got[where])) for pair, where in wrong):
            return f"Some of its numbers are {words}, and the others are right: {which}."
    return _by_sign(wrong)


def _pattern(wrong: Sequence[tuple[Pair, Array]], ndim: int) -> str:
    """Say where the wrong numbers are, if they follow a pattern in every case."""
    if sum(not where.all() for _, where in wrong) < FEWEST:
        return ""
    for words, made in _patterns(ndim):
        if all(np.array_equal(where, made(np.ones_like(where))) for _, where in wrong):
            return words
    for words, chosen in (("largest", np.max), ("smallest", np.min)):
        if all(np.array_equal(~where, pair.want == chosen(pair.want)) for pair, where in wrong):
            return f"right is the {words} alone"
    return ""


def _patterns(ndim: int) -> Iterator[tuple[str, Callable[[Array], Array]]]:
    if ndim >= 2:
        last = "" if ndim == 2 else " of its last two axes"
        yield f"right are those on the diagonal{last}", lambda a: a & (np.eye(*a.shape[-2:]) == 0)
    if ndim == 2:
        yield "right are those up to the diagonal", lambda a: np.triu(a, 1)
        yield "right are those from the diagonal on", lambda a: np.tril(a, -1)
    for axis in range(ndim):
        names, one = lines(axis, ndim), line(axis, ndim)
        for start, step, words in (
            (1, 2, f"right is every other {one}, from the first on"),
            (0, 2, f"right is every other {one}, from the second on"),
            *((k, 1, f"right are the first {k} {names}") for k in range(2, 6)),
        ):
            yield words, lambda a, k=axis, s=slice(start, None, step): _kept(a, k, s)  # type: ignore[misc]
        yield f"wrong is the second {one}", lambda a, k=axis: _kept(a, k, slice(1, 2))  # type: ignore[misc]
        yield f"right are the {names} between the ends", lambda a, k=axis: _ends(a, k)  # type: ignore[misc]
        yield f"wrong are the {names} between the ends", lambda a, k=axis: _kept(a, k, slice(1, -1))  # type: ignore[misc]


def _kept(where: Array, axis: int, kept: slice) -> Array:
    """Return a mask that is True in some lines alone."""
    along = (slice(None),) * axis + (kept,)
    mask = np.zeros_like(where)
    mask[along] = where[along]
    return mask


def _ends(where: Array, axis: int) -> Array:
    return _kept(where, axis, slice(1)) | _kept(where, axis, slice(-1, None))


def _by_sign(wrong: Sequence[tuple[Pair, Array]]) -> str | None:
    """Say that only what should be negative, or positive, is wrong."""
    mixed = [pair for pair, _ in wrong if pair.want.min() < 0 < pair.want.max()]
    if len(mixed) < FEWEST:
        return None
    for words, is_so in (("negative", np.less), ("positive", np.greater)):
        if all(np.array_equal(where, is_so(pair.want, 0)) for pair, where in wrong):
            return f"Only the numbers that should be {words} are wrong."
    return None


def _differs(pair: Pair) -> Array:
    got, want = pair.got.astype(float), pair.want.astype(float)
    scale = float(np.abs(want[np.isfinite(want)]).max(initial=0.0)) or 1.0
    limit = 0 if pair.exact else 1e-6 * scale
    differs: Array = ~np.isclose(got, want, rtol=0, atol=limit, equal_nan=True)
    return differs


def _in_line(marked: Sequence[Array], axis: int, place: int) -> bool:
    """Whether all that is marked lies in one line, the whole of which may be meant."""
    # Where there is one line, it is the first and the last.
    several = [where for where in marked if where.shape[axis] > 1]
    rest = (where for where in marked if where.shape[axis] == 1)
    return (
        bool(several)
        and all(map(np.any, rest))
        and all(_is_line(where, axis, place) for where in several)
    )


def _is_line(where: Array, axis: int, place: int) -> bool:
    lines_marked = np.atleast_1d(where.any(axis=tuple(k for k in range(where.ndim) if k != axis)))
    one = bool(lines_marked[place]) and int(lines_marked.sum()) == 1
    return one and _full(where, axis, place)


def _full(where: Array, axis: int, place: int) -> bool:
    """Whether most of a line is marked: a number may be right by chance."""
    return float(np.take(where, place, axis).mean()) > 0.5


def _is_some_line(where: Array, axis: int) -> bool:
    marked = where.any(axis=tuple(k for k in range(where.ndim) if k != axis))
    one = where.shape[axis] > 2 and int(marked.sum()) == 1
    return one and _full(where, axis, int(np.argmax(marked)))


def _is_diagonal(where: Array) -> bool:
    return min(where.shape) > 1 and np.array_equal(where, np.eye(*where.shape))


def _zeros(pair: Pair, axis: int, place: int) -> bool:
    return not np.take(pair.got, place, axis).any()

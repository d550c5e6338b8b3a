"""A result that is a function of the right one, or off by something regular."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ..comparing import agree
from ..words import number
from .pairs import Array, Pair, apart, holds, line, lines

WHOLE: dict[str, Callable[[Array], Array]] = {
    "Numbers below zero have become zeros.": lambda y: np.maximum(y, 0),
    "Numbers above zero have become zeros.": lambda y: np.minimum(y, 0),
    "Every number has lost its sign.": np.abs,
    "Every number is cut to a whole one.": np.trunc,
    "Every number is rounded to a whole one.": np.rint,
    "Every number is rounded down to a whole one.": np.floor,
    "Every number is rounded up to a whole one.": np.ceil,
    "Every number is squared.": np.square,
    "Only the signs are left of the numbers.": np.sign,
    "Every number is squashed to between −1 and 1.": np.tanh,
    "Every number is squashed to between 0 and 1.": lambda y: 1 / (1 + np.exp(-y)),
    "Every number has become its exponential.": np.exp,
    "Every number has become its reciprocal.": lambda y: 1 / y,
    "Every number has become the root of its size.": lambda y: np.sqrt(np.abs(y)),
    "The numbers are divided by the largest of them in size.": lambda y: y / np.abs(y).max(),
    "The numbers are divided by their sum.": lambda y: y / y.sum(),
    "The numbers are divided by their length as a vector.": lambda y: y / np.linalg.norm(y),
    "The mean of all numbers is taken off them.": lambda y: y - y.mean(),
    "The numbers have become their softmax.": lambda y: _softmax(y, None),
    "Every number has all those before it added to it.": lambda y: np.cumsum(y).reshape(y.shape),
}
ROWS: dict[str, Callable[[Array, int], Array]] = {
    "the mean of each {} is taken off it": lambda y, k: y - y.mean(k, keepdims=True),
    "each {} is divided by its sum": lambda y, k: y / y.sum(k, keepdims=True),
    "each {} is divided by its length": lambda y, k: y / np.linalg.norm(y, axis=k, keepdims=True),
    "each {} is divided by its largest number": lambda y, k: y / y.max(k, keepdims=True),
    "each {} has become its softmax": lambda y, k: _softmax(y, k),
    "each {} adds up those before it": lambda y, k: np.cumsum(y, k),
}
FEWEST = 4
"""So many different numbers must be cut off at an end, for that to be where it is cut."""
DECIMALS = (1, 2, 3, 4)
TENS = {-1: "tens", -2: "hundreds", -3: "thousands"}
NEARLY = 8e-3
"""A result that is so near, in every case, has lost digits on the way: bfloat16 keeps two."""
BITS = (32, 16, 8)


def _softmax(y: Array, axis: int | None) -> Any:
    e = np.exp(y - y.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def changed(pairs: Sequence[Pair]) -> str | None:
    """Say what was done to the right result."""
    if all(len({*pair.got.ravel().tolist()}) == 1 < pair.got.size for pair in pairs):
        return "All its numbers are the same."
    several = [pair for pair in pairs if len(np.atleast_1d(pair.got)) < pair.got.size]
    axes = {pair.got.ndim for pair in several}
    if len(several) > 1 and len(axes) == 1 and all(_constant(pair.got) for pair in several):
        return f"Each {line(0, axes.pop())} holds one number again and again."
    return next(_done(_as_floats(pairs)), None)


def _constant(got: Array) -> bool:
    """Whether each line along the first axis holds one number alone."""
    return not np.ptp(got.reshape(len(got), -1), axis=1).any()


def _as_floats(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair._replace(want=pair.want.astype(float)) for pair in pairs]


def _done(pairs: Sequence[Pair]) -> Iterator[str]:
    if not all(np.all(np.isfinite(pair.got)) for pair in pairs):
        return
    for words, function in WHOLE.items():
        if holds(lambda pair, f=function: f(pair.want), pairs):  # type: ignore[misc]
            yield words
    running = "In each slice along axis 0, every number has all those before it added to it."
    if pairs[0].want.ndim > 2 and holds(
        lambda pair: np.cumsum(pair.want.reshape(len(pair.want), -1), 1).reshape(pair.want.shape),
        pairs,
    ):
        yield running
    for places in DECIMALS:
        if holds(lambda pair, n=places: np.round(pair.want, n), pairs):  # type: ignore[misc]
            yield f"Every number is rounded to {places} decimal{'s' * (places > 1)}."
    for places, words in TENS.items():
        if holds(lambda pair, n=places: np.round(pair.want, n), pairs):  # type: ignore[misc]
            yield f"Every number is rounded to {words}."
    low, high = min(p.got.min() for p in pairs), max(p.got.max() for p in pairs)
    # One number that is wrong may be the largest by chance.
    cut = {v for p in pairs for v in p.want.ravel().tolist() if v < low or v > high}
    if low < high and len(cut) >= FEWEST and holds(lambda p: np.clip(p.want, low, high), pairs):
        ends = [f"below {number(low)}"] * any(p.want.min() < low for p in pairs)
        ends += [f"above {number(high)}"] * any(p.want.max() > high for p in pairs)
        yield f"Numbers {' and '.join(ends)} are cut off there."
    near = max(np.abs(p.want[p.got == 0]).max(initial=0.0) for p in pairs)
    if holds(lambda pair: np.where(np.abs(pair.want) <= near, 0, pair.want), pairs):
        yield "Numbers near zero have become zeros: they are cut off."
    for axis in range(pairs[0].want.ndim if pairs[0].want.ndim > 1 else 0):
        # What is done along axis 1 is done to each row.
        each = line(1 - axis, 2) if pairs[0].want.ndim == 2 else f"line along axis {axis}"
        for words, along in ROWS.items():
            if holds(lambda pair, f=along, k=axis: f(pair.want, k), pairs):  # type: ignore[misc]
                yield f"The numbers are right until {words.format(each)}."
    if holds(lambda pair: np.copysign(pair.want, pair.got), pairs):
        yield "Every number is right but for its sign, which is wrong in places."
    if pairs[0].want.size > 1 and holds(lambda pair: pair.want.astype(np.float16), pairs):
        yield "Every number has only the digits of half precision."


def nearly(pairs: Sequence[Pair]) -> str | None:
    """Say that results have too few digits, or come from a type that holds no larger numbers."""
    pairs = _as_floats(pairs)
    wrong = [pair for pair in pairs if apart(pair)]
    if not all(np.all(np.isfinite(array)) for pair in wrong for array in (pair.got, pair.want)):
        return None
    for bits in BITS:
        over = [(pair.got - pair.want) / 2**bits for pair in wrong]
        if all(np.array_equal(by, np.trunc(by)) for by in over):
            return f"It is off by a multiple of 2^{bits}, as where whole numbers wrap around."
    off = max(float(_relative(pair).max()) for pair in pairs)
    if off > NEARLY:
        return None
    ask = "" if pairs[0].exact else ": are digits lost?"
    return f"It is nearly right, within {off:.1g} of its largest number{ask or '.'}"


def _relative(pair: Pair) -> Array:
    off: Array = np.abs(pair.got - pair.want) / (np.abs(pair.want).max() or 1.0)
    return np.nan_to_num(off, nan=np.inf)


def moved(pairs: Sequence[Pair]) -> str | None:
    """Say by what the result is off, if it is the same in every row, or a multiple of something."""
    pairs = _as_floats(pairs)
    off = [pair.got - pair.want for pair in pairs]
    if not all(np.all(np.isfinite(by)) for by in off):
        return None
    return next(_offsets(pairs, off), None)


def _offsets(pairs: Sequence[Pair], off: list[Array]) -> Iterator[str]:
    large = any(by.size > 1 and by.any() for by in off)
    first = float(off[0].flat[0])
    if large and all(np.allclose(by, first, rtol=1e-6, atol=1e-9) for by in off):
        way = "large" if first > 0 else "small"
        yield f"Every number is too {way} by {number(abs(round(first, 9)))}."
    axes = {by.ndim for by in off}
    ndim = axes.pop() if len(axes) == 1 else 1
    for place, name in enumerate(pairs[0].names):
        for axis in range(-1, -1 - ndim, -1):
            factor = _multiple(pairs, off, place, axis)
            if factor is not None:
                times = {1.0: "", -1.0: ", with a minus"}.get(factor, f", {number(factor)} times")
                along = "" if axis == -1 else f", along its {lines(axis % ndim, ndim)}"
                yield f"It is off by {name}{times}{along}."
    wrong = [(pair, by) for pair, by in zip(pairs, off, strict=True) if apart(pair)]
    for axis in range(ndim if ndim > 1 else 0):
        # Along an axis of length 1, everything is constant.
        telling = [by for _, by in wrong if by.shape[axis] > 1]
        if telling and all(np.ptp(by, axis).max() <= 1e-6 * np.abs(by).max() for by in telling):
            yield f"It is off by the same in all {lines(axis, ndim)}."
    if large and all(agree(pair.got, pair.want + by.mean()) for pair, by in wrong):
        yield "All numbers of a result are off by the same."


def _multiple(pairs: Sequence[Pair], off: list[Array], place: int, axis: int) -> float | None:
    """Return k if each result is off by k times an argument: a vector of it along an axis."""
    factors = []
    for pair, by in zip(pairs, off, strict=True):
        argument = np.asarray(pair.case[place])
        if argument.dtype.kind not in "iuf":
            return None
        if not np.any(argument) or (axis != -1 and argument.ndim > 1):
            return None
        if axis != -1:
            argument = argument.reshape(-1, *[1] * (-1 - axis))
        try:
            like = np.broadcast_to(argument.astype(float), by.shape)
        except ValueError:
            return None
        factor = float((by * like).sum() / (like * like).sum())
        if abs(factor) < 1e-6 or not agree(by, factor * like) or by.size == 1:
            return None
        factors.append(factor)
    alike = np.allclose(factors, factors[0], rtol=1e-5, atol=0)
    return float(np.round(factors[0], 5)) if alike else None

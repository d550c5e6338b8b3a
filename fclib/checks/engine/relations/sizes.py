"""A result that is a multiple of the right one, and what it is multiplied by."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, combinations_with_replacement, permutations

import numpy as np

from ..comparing import agree
from ..words import number
from .pairs import Pair, apart

FACTORS = {
    -1.0: "Every number has the opposite sign.",
    2.0: "Every number is twice as large as it should be.",
    0.5: "Every number is half of what it should be.",
    0.25: "Every number is a quarter of what it should be.",
    -2.0: "Every number is twice as large as it should be, with the opposite sign.",
    -0.5: "Every number is half of what it should be, with the opposite sign.",
    float(f"{1 / math.log(2):.6g}"): "It is 1.4427 times what it should be, as with base 2 for e.",
    float(
        f"{1 / math.log(10):.6g}"
    ): "It is 0.4343 times what it should be, as with base 10 for e.",
}

DOWN = {2: "half", 4: "a quarter"}
"""Whole numbers that are divided too often may have lost a half on the way."""

FEWEST = 2
"""One number is a multiple of any other."""
ENOUGH = 3
"""So many single numbers may have a factor in common, or be off by a size."""


def scaled(pairs: Sequence[Pair]) -> str | None:
    """Name the factor that all numbers of a result have in common."""
    if all(not pair.got.any() for pair in pairs):
        return "It is all zeros."
    # Of zero, zero is every multiple.
    pairs = [pair for pair in pairs if pair.got.any() or pair.want.any()]
    factors = [_factor(pair) for pair in pairs]
    if any(factor is None for factor in factors):
        return None
    known = [factor for factor in factors if factor is not None]
    if not _telling(pairs):
        return None
    if np.allclose(known, 1, rtol=1e-4):  # only counts are judged so strictly
        return None
    if np.allclose(known, known[0], rtol=1e-5, atol=0):
        rounded = float(f"{known[0]:.6g}")
        return FACTORS.get(rounded, f"Every number is {number(rounded)} times what it should be.")
    return next(_from_sizes(pairs, known), None)


def _telling(pairs: Sequence[Pair]) -> bool:
    """Whether a factor means anything: of one number alone, everything is a multiple."""
    return any(pair.want.size > 1 for pair in pairs) or len(pairs) >= ENOUGH


def _factor(pair: Pair) -> float | None:
    got, want = pair.got.astype(float).ravel(), pair.want.astype(float).ravel()
    if not apart(pair):
        return 1.0
    if not np.all(np.isfinite(got)) or not want.any():
        return None
    factor = float(got @ want) / float(want @ want)
    return factor if agree(got, factor * want) else None


def _from_sizes(pairs: Sequence[Pair], factors: list[float]) -> Iterator[str]:
    """Name the factor by the sizes that it comes from in every case."""
    names = [name for name in pairs[0].sizes if all(pair.sizes.get(name) for pair in pairs)]
    for name in names:
        of = np.array([float(pair.sizes[name]) for pair in pairs])
        what = called(name, pairs)
        for sign, end in ((1, ""), (-1, ", with the opposite sign")):
            for power, words in (
                (-1.0, "divided by {}"),
                (1.0, "multiplied by {}"),
                (-0.5, "divided by the square root of {}"),
                (0.5, "multiplied by the square root of {}"),
                (-2.0, "divided by {} twice"),
                (2.0, "multiplied by {} twice"),
            ):
                if np.all(of > 0) and np.allclose(factors, sign * of**power, rtol=1e-5, atol=0):
                    yield f"Every number is {words.format(what)}{end}."
        for power, words in ((1.0, "multiplied by"), (-1.0, "divided by")):
            more = np.array(factors) / of**power if np.all(of > 0) else np.zeros(2)
            if np.ptp(more) < 1e-6 and (times := round(float(more[0]), 5)) in (2, 4, 0.5, 0.25):
                yield f"Every number is {words} {what}, and is {number(times)} times that."
        # One sample less, as in an unbiased variance; of one sample it may be left as it is.
        less = np.maximum(of - 1, 1)
        if np.allclose(factors, of / less, rtol=1e-5, atol=0):
            yield f"It is as if {what} were one less."
        if np.allclose(factors, 1 / less, rtol=1e-5, atol=0):
            yield f"Every number is divided by one less than {what}."
    yield from _from_two_sizes(pairs, factors, names)


def called(name: str, pairs: Sequence[Pair]) -> str:
    """Call a number by its argument's name, and say of anything else that it is how many."""
    given = dict(zip(pairs[0].names, pairs[0].case, strict=False))  # a part has no names
    return name if isinstance(given.get(name), int | float) else f"the number of {name}"


def _from_two_sizes(pairs: Sequence[Pair], factors: list[float], names: list[str]) -> Iterator[str]:
    for first, second in permutations(names, 2):
        a, b = (np.array([float(pair.sizes[name]) for pair in pairs]) for name in (first, second))
        one, other = called(first, pairs), called(second, pairs)
        if first < second and np.allclose(factors, 1 / (a * b), rtol=1e-5, atol=0):
            yield f"Every number is divided by {one} and by {other}."
        if np.allclose(factors, a / b, rtol=1e-5, atol=0):
            yield f"Every number is divided by {other}, times {one}."
    for three in combinations(names, 3):
        by = np.prod([[float(pair.sizes[name]) for pair in pairs] for name in three], axis=0)
        if np.allclose(factors, 1 / by, rtol=1e-5, atol=0):
            one, other, third = (called(name, pairs) for name in three)
            yield f"Every number is divided by {one}, by {other} and by {third}."


def counted(pairs: Sequence[Pair]) -> str | None:
    """Say by which size, or product of two, a single number is off."""
    if len(pairs) < ENOUGH or any(pair.want.size != 1 for pair in pairs):
        return None
    off = np.array([pair.got.item() - pair.want.item() for pair in pairs], dtype=float)
    if np.count_nonzero(off) < FEWEST or not np.all(np.isfinite(off)):
        return None
    for part, words in DOWN.items():
        if all(pair.got.item() == pair.want.item() // part for pair in pairs):
            return f"Every number is {words} of what it should be, rounded down."
    if len(distinct := set(off.tolist())) == 1:
        [off_by] = distinct
        return f"It is always too {_way(off_by)} by {number(abs(off_by))}."
    names = list(pairs[0].sizes)
    chosen = [(name,) for name in names] + list(combinations_with_replacement(names, 2))
    for of in chosen:
        by = np.array([math.prod(float(pair.sizes[name]) for name in of) for pair in pairs])
        if not np.any(by):
            continue
        factor = float(off[np.argmax(by)] / by.max())
        if factor and np.allclose(off, factor * by, rtol=1e-9, atol=0):
            times = "" if abs(factor) == 1 else f"{number(abs(factor))} times "
            product = " times ".join(called(name, pairs) for name in of)
            return f"It is too {_way(factor)} by {times}{product}."
    for name in names:
        for more, one in ((1, "and 1"), (-1, "less 1")):
            by = np.array([float(pair.sizes[name]) for pair in pairs]) + more
            if np.ptp(by) and (np.array_equal(off, by) or np.array_equal(off, -by)):
                return f"It is too {_way(off[np.argmax(by)])} by {called(name, pairs)} {one}."
    return None


def _way(off: float) -> str:
    return "large" if off > 0 else "small"

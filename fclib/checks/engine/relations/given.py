"""What is true of a wrong answer that is no function: a number, or an array of them."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from ..words import ordinal
from .pairs import Array, Pair
from .parts import one_part
from .places import placed
from .sizes import scaled
from .values import changed, moved, nearly

SLIPS = {
    -1.0: "it has the opposite sign",
    2.0: "it is twice as large as it should be",
    0.5: "it is half of what it should be",
    -0.5: "it is half of what it should be, with the opposite sign",
}
"""Factors by which people slip. Any other one would only tell how to get the right number."""
UNITS = (3, 6, 9, 2, 1)
"""Powers of ten by which a number is off that is given in thousands, millions or percent."""
DIGITS = 0.02
"""A number whose leading digits are right is off by less."""

_OF_ARRAYS: tuple[Callable[[Sequence[Pair]], str | None], ...]
_OF_ARRAYS = (scaled, placed, changed, moved, one_part, nearly)
SEVERAL = 3
"""Of two numbers one is an end, and told as that."""
ENOUGH = 4
"""What was done to a few numbers may be a slip in one of them."""
OFF_BY: dict[Callable[[Sequence[Pair]], str | None], str] = {
    scaled: "all its numbers are the same multiple of what they should be",
    moved: "all its numbers are off by the same",
}
"""Said in place of how much: that would give the right numbers away, and they are asked for."""


def of_shape(got: Sequence[int], want: Sequence[int]) -> str:
    """Say which numbers of a wrong shape are right: words to put behind a colon, or nothing."""
    right = [k for k, (one, other) in enumerate(zip(got, want, strict=True)) if one == other]
    if not right:
        return ""
    *most, last = map(ordinal, right)
    listed = f"{', '.join(most)} and {last} numbers are" if most else f"{last} number is"
    return f"its {listed} right"


def of_answer(got: Any, want: Any, known: Iterable[tuple[str, Any]] = ()) -> str:
    """Say what is true of a wrong answer: words to put behind a colon, or nothing.

    Parameters
    ----------
    got, want : float or array
        The answer and the right one.
    known : pairs of str and float or array, optional
        Wrong answers, each after the words that say what it is: "that is the share of the others".
    """
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    others = [(words, np.asarray(value, dtype=float)) for words, value in known]
    for rtol in (1e-9, 5e-4):  # of two that are near one another, the one that it is
        for words, value in others:
            if got.shape == value.shape and np.allclose(got, value, rtol=rtol, atol=0):
                return words
    for digits in (2, 3):
        for words, value in others:
            if _rounded(got, value, digits) and not _rounded(got, want, digits):
                return words
    if got.shape != want.shape or not np.all(np.isfinite(got)) or not want.any():
        return ""
    if got.size == 1:
        return _of_number(got.item(), want.item())
    pairs = [Pair(got, want, (), (), {})]
    finds = [find for find in _OF_ARRAYS if got.size >= ENOUGH or find is not changed]
    for find in finds:
        if found := find(pairs):
            amount = find in OFF_BY and re.search(r"\d", found)
            return (
                OFF_BY[find]
                if amount
                else f"{found[0].lower()}{found[1:].partition(':')[0]}".rstrip(".")
            )
    one = got.size >= SEVERAL and np.count_nonzero(~np.isclose(got, want)) == 1
    return "all its other numbers are right" if one else ""


def _rounded(got: Array, value: Array, digits: int) -> bool:
    """Whether several numbers are others, rounded to so few digits behind the point."""
    return (
        got.size >= SEVERAL
        and got.shape == value.shape
        and np.array_equal(got, np.round(value, digits))
        and not np.array_equal(got, np.rint(got))
    )


def _of_number(got: float, want: float) -> str:
    factor = got / want
    for slip, words in SLIPS.items():
        if abs(factor / slip - 1) < 1e-3:
            return words
    for digits in UNITS:
        for power in (digits, -digits):
            if factor > 0 and abs(factor / 10.0**power - 1) < DIGITS:
                size = "large" if power > 0 else "small"
                return f"it is about {10**digits:,} times too {size}, in another unit or by a digit"
    if abs(got * want - 1) < 1e-3:
        return "it is one divided by what it should be"
    if 0 < want < 1 and abs(got + want - 1) < 1e-3:
        return "that is the part of all the others"
    if abs(factor - 1) < DIGITS:
        return f"it is near, too {'large' if got > want else 'small'}"
    return ""

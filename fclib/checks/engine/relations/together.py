"""A result that would be right for another number, or where one argument is applied to another."""

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from ..comparing import agree
from ..words import number
from .pairs import Array, Pair

TOGETHER: dict[str, Callable[[Array, Array], Array]] = {
    "multiplied by": np.multiply,
    "divided by": np.divide,
}
"""What may have been done to an argument with another one of the same shape."""


def as_if_together(pairs: Sequence[Pair], reference: Callable[..., Any]) -> str | None:
    """Say that the result would be right if another argument had been applied to one."""
    for (place, name), (other, of) in permutations(enumerate(pairs[0].names), 2):
        both = [(pair.case[place], pair.case[other]) for pair in pairs]
        if not all(map(_alike, both)):
            continue
        for words, change in TOGETHER.items():
            if all(
                _right(pair, place, change(*two), reference)
                for pair, two in zip(pairs, both, strict=True)
            ):
                return f"It is what would be right if {name} were {words} {of}."
    return None


def _alike(two: tuple[Any, Any]) -> bool:
    """Whether both are arrays of numbers, of one shape."""
    arrays = all(isinstance(a, np.ndarray) and a.ndim and a.dtype.kind in "iuf" for a in two)
    return arrays and two[0].shape == two[1].shape


def _with(case: tuple[Any, ...], place: int, value: Any) -> tuple[Any, ...]:
    return *case[:place], value, *case[place + 1 :]


def as_if_other(pairs: Sequence[Pair], reference: Callable[..., Any]) -> str | None:
    """Say which other number an argument would have to be, where the result is linear in it."""
    if all(pair.want.size == 1 for pair in pairs):  # one number is a multiple of any other
        return None
    for place, name in enumerate(pairs[0].names):
        if not all(isinstance(pair.case[place], float) for pair in pairs):
            continue
        due = [(pair, _factor(pair, place, reference)) for pair in pairs]
        others = [one for one in due if one[1] != 1]
        if not others or any(factor is None for _, factor in due):
            continue
        pair, factor = others[0]
        value = pair.case[place]
        return (
            f"It is what would be right if {name} were another: "
            f"{number(factor * value)} where it is {number(value)}."
        )
    return None


def _factor(pair: Pair, place: int, reference: Callable[..., Any]) -> float | None:
    """Return by what a number would have to be multiplied; None if nothing makes it right."""
    try:
        without = np.asarray(reference(*_with(pair.case, place, 0.0)))
    except (ValueError, ArithmeticError):  # it must not be zero
        return None
    got, want = pair.got - without, pair.want - without
    if not np.any(want):
        return None
    factor = round(float((got * want).sum() / (want * want).sum()), 9)
    if not factor:  # that nothing was done is told otherwise
        return None
    return factor if _right(pair, place, factor * pair.case[place], reference) else None


def _right(pair: Pair, place: int, value: Any, reference: Callable[..., Any]) -> bool:
    try:
        return agree(pair.got, reference(*_with(pair.case, place, value)))
    except (ValueError, IndexError):  # it is right for no such argument
        return False

"""A result of several samples, beside what a function makes of each of them alone."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..comparing import agree
from ..subject import Function
from .pairs import Array, Pair

FEWEST = 2
"""In so many cases at least, of several samples each."""

LOOKED_AT = 4


TOGETHER: dict[str, Callable[[Array], Any]] = {
    "the largest": lambda each: each.max(0),
    "the smallest": lambda each: each.min(0),
    "the first": lambda each: each[0],
    "the last": lambda each: each[-1],
    "the product": lambda each: each.prod(0),
    "the sum": lambda each: each.sum(0),
    "the mean": lambda each: each.mean(0),
    "the first less the rest": lambda each: 2 * each[0] - each.sum(0),
    "the sum of every other": lambda each: each[::2].sum(0),
    "the median": lambda each: np.median(each, axis=0),
    "the root of the sum of squares": lambda each: np.sqrt((each**2).sum(0)),
}
"""What may be made of several results."""


def one_by_one(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say what the result of several samples, or layers, is of those of each alone."""
    for name in wrong[0].sizes:
        tried = [(pair, _each(pair, name, again, reference)) for pair in wrong[:LOOKED_AT]]
        several = [(pair, np.asarray(each)) for pair, each in tried if each is not None]
        if len(several) < FEWEST:
            continue
        for divided, end in ((False, ""), (True, ", divided by how many there are")):
            ways = [
                words
                for words, put in TOGETHER.items()
                if all(
                    agree(pair.got, put(each) / (len(each) if divided else 1))
                    for pair, each in several
                )
            ]
            if len(ways) == 1:  # the largest may be the first, by chance
                return f"It is {ways[0]} of what it gives for the {name} one by one{end}."
    return None


def twice(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say which sample is counted twice, where a right result is the sum of what each gives."""
    for name in wrong[0].sizes:
        several = []
        for pair in wrong[:LOOKED_AT]:
            each = _each(pair, name, reference)
            if each is not None and not agree(pair.want, np.sum(each, axis=0)):
                break  # it is no sum, of which one is enough to tell
            several += [(pair, each)] if each is not None else []
        else:
            for end, place in (("first", 0), ("last", -1)) if len(several) >= FEWEST else ():
                if all(agree(pair.got, pair.want + each[place]) for pair, each in several):
                    return f"It counts the {end} of the {name} twice."
    return None


def _each(
    pair: Pair, name: str, function: Function, like: Function | None = None
) -> list[Array] | None:
    """Return what a function gives for each sample alone; None where that has another shape.

    Or where it is not ``like`` what another function gives, which the first sample may tell.
    """
    n = pair.sizes[name]
    if n < 2 or not any(_of_length(value, n) for value in pair.case):
        return None
    found = []
    for k in range(int(n)):
        case = [value[k : k + 1] if _of_length(value, n) else value for value in pair.case]
        try:
            result = function(*case)
            alike = like is None or agree(result, like(*case))
        except (ValueError, IndexError):  # another argument is as long as there are samples
            return None
        if result is None or not alike or np.shape(result) != pair.got.shape:
            return None
        found.append(np.asarray(result))
    return found


def _of_length(value: object, n: float) -> bool:
    return isinstance(value, np.ndarray | list) and len(value) == n

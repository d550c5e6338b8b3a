"""For which arguments a result is wrong, and on which it does not depend."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from ..comparing import agree, as_numbers
from .pairs import Array, Pair

FEWEST = 2
"""So many cases must be right to tell for which the result is wrong."""


_Property = tuple[str, Callable[[Pair], bool]]


def only_of_kind(every: Sequence[Pair], wrong: Sequence[Pair]) -> str | None:
    """Say which kind of arguments, by type, layout and axes, all cases with a wrong result have."""
    return _only(every, wrong, _kinds(every[0]))


def only_of_size(every: Sequence[Pair], wrong: Sequence[Pair]) -> str | None:
    """Say what the sizes of all cases with a wrong result have in common, and of no other."""
    return _only(every, wrong, _sizes(every[0]))


def _only(
    every: Sequence[Pair], wrong: Sequence[Pair], properties: Iterator[_Property]
) -> str | None:
    marked = [any(pair is other for other in wrong) for pair in every]
    if marked.count(False) < FEWEST:
        return None
    for words, has in properties:
        if [has(pair) for pair in every] == marked:
            return f"It is wrong only {words}"
    return None


def _kinds(like: Pair) -> Iterator[_Property]:
    for place, name in enumerate(like.names):
        yield from _of_argument(place, name)
    whole = "where an argument holds whole numbers"
    yield whole, lambda pair: any(_kind(value) in "iu" for value in pair.case)
    yield (
        "where arguments are float32",
        lambda pair: any(getattr(value, "dtype", None) == np.float32 for value in pair.case),
    )
    for words, lies in LAYOUTS.items():
        yield (
            f"for arrays that {words}",
            lambda pair, f=lies: any(  # type: ignore[misc]
                isinstance(value, np.ndarray) and f(value) for value in pair.case
            ),
        )


LAYOUTS: dict[str, Callable[[Array], bool]] = {
    "lie with gaps in memory, as views do": lambda a: not a.flags.forc,
    "lie in memory column by column": lambda a: a.flags.f_contiguous and not a.flags.c_contiguous,
    "lie otherwise than row by row in memory": lambda a: not a.flags.c_contiguous,
}


def _sizes(like: Pair) -> Iterator[_Property]:
    for name in like.sizes:
        yield f"where the number of {name} is 1", _has_size(name, one=True)
        yield f"where the number of {name} is above 1", _has_size(name, one=False)
    for one, other in combinations(like.sizes, 2):
        yield f"with as many {one} as {other}", _compares(one, other, 0)
        yield f"with more {one} than {other}", _compares(one, other, 1)
        yield f"with fewer {one} than {other}", _compares(one, other, -1)


def _of_argument(place: int, name: str) -> Iterator[_Property]:
    yield f"where {name} holds whole numbers", lambda pair: _kind(pair.case[place]) in "iu"
    yield f"where {name} has more than two axes", lambda pair: np.ndim(_value(pair, place)) > 2


def _value(pair: Pair, place: int) -> Any:
    numbers = None if callable(pair.case[place]) else as_numbers(pair.case[place])
    return 0 if numbers is None else numbers


def _kind(value: object) -> str:
    """Return NumPy's letter for an array's or a list's kind of numbers; "-" for anything else."""
    if not isinstance(value, np.ndarray | list):
        return "-"
    numbers = as_numbers(value)
    return "-" if numbers is None else str(numbers.dtype.kind)


def _has_size(name: str, *, one: bool) -> Callable[[Pair], bool]:
    return lambda pair: pair.sizes.get(name) == 1 if one else pair.sizes.get(name, 0) > 1


def _compares(one: str, other: str, sign: int) -> Callable[[Pair], bool]:
    return lambda pair: np.sign(pair.sizes.get(one, 0) - pair.sizes.get(other, 0)) == sign


def independent_of(
    wrong: Sequence[Pair], again: Callable[..., object], reference: Callable[..., object]
) -> str | None:
    """Say on which argument a result does not depend, though it should."""
    # One number may be the same by chance; several single ones are not.
    pairs = [pair for pair in wrong if pair.want.size > 1][:FEWEST] or wrong[: 2 * FEWEST]
    if len(pairs) < FEWEST:
        return None
    for place, name in enumerate(pairs[0].names):
        if all(_same_without(pair, place, again, reference) for pair in pairs):
            return f"It does not depend on {name}."
    return None


def _same_without(
    pair: Pair, place: int, again: Callable[..., object], reference: Callable[..., object]
) -> bool:
    value, other = pair.case[place], [*pair.case]
    if isinstance(value, int) and not isinstance(value, bool):
        other[place] = value + 1
    elif _kind(value) == "f" and np.size(value):
        changed = 2 * np.asarray(value)[::-1] + 0.125
        other[place] = changed.tolist() if isinstance(value, list) else changed
    else:
        return False
    # Where the right result is the same too, nothing follows.
    return agree(again(*other), pair.got) and not agree(reference(*other), pair.want)

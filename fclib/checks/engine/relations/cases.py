"""For which arguments a result is wrong, and on which it does not depend."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations
from typing import Any

import numpy as np

from ..comparing import agree, kind_of_numbers
from ..subject import Function
from .pairs import Array, Pair

FEWEST = 2
"""So many cases must be right to tell for which the result is wrong."""
LOOKED_AT = 6
"""Of right cases so many are tried again with other signs."""

NONE = "It is wrong only where there are no "
"""Where there are no samples there is nothing else: the first is meant."""
SEVERAL = "is above 1"
"""Where a result is wrong for several of something, and right for one."""

_Property = tuple[str, Callable[[Pair], bool]]
_Change = Callable[[Array], Array]


def only_of_kind(
    every: Sequence[Pair], wrong: Sequence[Pair], again: Function, reference: Function
) -> str | None:
    """Say which kind of arguments, by type, layout and axes, all cases with a wrong result have."""
    properties = chain(_choices(every), _kinds(every[0]))
    return _only(every, wrong, properties, again, reference)


def only_of_size(
    every: Sequence[Pair], wrong: Sequence[Pair], again: Function, reference: Function
) -> str | None:
    """Say what the sizes of all cases with a wrong result have in common, and of no other."""
    found: dict[str, str] = {}
    for name in every[0].sizes:
        words = _only(every, wrong, _of_size(name), again, reference)
        if words is None:
            continue
        like = words.replace(name, "")
        if like in found and like != NONE:
            return None  # it cannot be told of which of the two it comes
        found.setdefault(like, words)
    return next(iter(found.values()), None) or _only(every, wrong, _sizes(every), again, reference)


def _only(
    every: Sequence[Pair],
    wrong: Sequence[Pair],
    properties: Iterator[_Property],
    again: Function,
    reference: Function,
) -> str | None:
    marked = [any(pair is other for other in wrong) for pair in every]
    if marked.count(False) < FEWEST:
        return None
    for words, has in properties:
        if [has(pair) for pair in every] == marked:
            right = [pair for pair, bad in zip(every, marked, strict=True) if not bad]
            # A case may be right by chance: with the signs that it has, for one.
            if all(_right_with(np.negative, p, again, reference) for p in right[:LOOKED_AT]):
                return f"It is wrong only {words}"
            return None
    return None


def _right_with(
    change: _Change, pair: Pair, again: Function, reference: Function, only: int | None = None
) -> bool:
    """Whether a result is right once an argument is changed; each in turn, or ``only`` one."""
    places = range(len(pair.case)) if only is None else [only]
    for place in places:
        if kind_of_numbers(pair.case[place]) == "f":
            other = changed_case(pair, place, change)
            try:
                if not agree(again(*other), reference(*other)):
                    return False
            except (ValueError, IndexError):  # such arguments have no right result
                continue
    return True


def changed_case(pair: Pair, place: int, change: _Change) -> list[Any]:
    """Return the arguments with one of them changed, a list or an array as it was."""
    other, value = [*pair.case], pair.case[place]
    made = change(np.asarray(value))
    other[place] = made.tolist() if isinstance(value, list) else made
    return other


REPLACED: dict[str, _Change] = {
    "It is right where {0} is all zeros: look at what is done with {0}.": np.zeros_like,
    "It is wrong only where {} has numbers below zero.": np.abs,
    "It is right where {} is all ones.": np.ones_like,
}


def right_where(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say for which other values of an argument the result would be right."""
    pairs = wrong[:LOOKED_AT]
    if len(pairs) < FEWEST:
        return None
    for words, change in REPLACED.items():
        for place, name in enumerate(pairs[0].names):
            if not all(kind_of_numbers(pair.case[place]) == "f" for pair in pairs):
                continue
            # A right result that is all zeros or all one number shows nothing.
            try:
                rights = [np.asarray(reference(*changed_case(p, place, change))) for p in pairs]
            except (ValueError, IndexError):
                continue
            if not all((right != right.flat[:1]).any() for right in rights):
                continue
            if all(_right_with(change, pair, again, reference, place) for pair in pairs):
                return words.format(name)
    return None


def _choices(every: Sequence[Pair]) -> Iterator[_Property]:
    """Yield what an argument may be that is no number: a text or None."""
    for place, name in enumerate(every[0].names):
        values = [pair.case[place] for pair in every]
        for value in dict.fromkeys(v for v in values if v is None or isinstance(v, str)):
            word = "None" if value is None else f'"{value}"'
            yield (
                f"where {name} is {word}",
                lambda pair, k=place, v=value: (  # type: ignore[misc]
                    isinstance(pair.case[k], type(v)) and pair.case[k] == v
                ),
            )
            if value is None:
                yield f"where {name} is not None", lambda pair, k=place: pair.case[k] is not None  # type: ignore[misc]


def _kinds(like: Pair) -> Iterator[_Property]:
    for place, name in enumerate(like.names):
        yield from _of_argument(place, name)
    whole = "where an argument holds whole numbers"
    yield whole, lambda pair: any(kind_of_numbers(value) in "iu" for value in pair.case)
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


def _of_size(name: str) -> Iterator[_Property]:
    yield f"where there are {name}", lambda pair: pair.sizes.get(name, 0) > 0
    yield f"where there are no {name}", _has_size(name, 0)
    yield f"where the number of {name} is 1", _has_size(name, 1)
    for most in (1, 2, 3):
        yield f"where the number of {name} is above {most}", _is_above(name, most)


def _sizes(every: Sequence[Pair]) -> Iterator[_Property]:
    like = every[0]
    yield (
        "where no argument holds whole numbers",
        lambda pair: not any(kind_of_numbers(value) in "iu" for value in pair.case),
    )
    for one, other in combinations(like.sizes, 2):
        # Of fewer nothing follows where more was never tried.
        if {np.sign(p.sizes.get(one, 0) - p.sizes.get(other, 0)) for p in every} != {-1, 0, 1}:
            continue
        yield f"with as many {one} as {other}", _compares(one, other, 0)
        yield f"with more {one} than {other}", _compares(one, other, 1)
        yield f"with fewer {one} than {other}", _compares(one, other, -1)


def _of_argument(place: int, name: str) -> Iterator[_Property]:
    yield f"where {name} has a single axis", lambda pair: _axes(pair.case[place]) == 1
    yield f"where {name} has more than one axis", lambda pair: _axes(pair.case[place]) > 1
    yield (
        f"where {name} holds whole numbers",
        lambda pair: kind_of_numbers(pair.case[place]) in "iu",
    )
    for kind in ("uint8", "int64", "float32"):
        yield (
            f"where {name} is of type {kind}",
            lambda pair, k=kind: getattr(pair.case[place], "dtype", None) == k,  # type: ignore[misc]
        )
    yield f"where {name} has more than two axes", lambda pair: _axes(pair.case[place]) > 2


def _axes(value: object) -> int:
    return value.ndim if isinstance(value, np.ndarray) else 0


def _has_size(name: str, size: int) -> Callable[[Pair], bool]:
    return lambda pair: pair.sizes.get(name) == size


def _is_above(name: str, most: int) -> Callable[[Pair], bool]:
    return lambda pair: pair.sizes.get(name, 0) > most


def _compares(one: str, other: str, sign: int) -> Callable[[Pair], bool]:
    return lambda pair: np.sign(pair.sizes.get(one, 0) - pair.sizes.get(other, 0)) == sign


OTHERWISE: tuple[_Change, ...] = (
    lambda a: 2 * a[::-1] + 0.125,
    lambda a: -3 * a - 1,
    lambda a: 100 * np.linspace(-4, 5, a.size).reshape(a.shape) ** 3,
)
"""What an argument is changed to: a step function gives the same for some changes."""
AMONG: tuple[_Change, ...] = (
    lambda a: np.roll(a, 1, 0),
    lambda a: np.full_like(a, a.flat[0]),
    lambda a: np.full_like(a, a.flat[-1]),
)
"""The same for whole numbers, which may be indices: no others than there are."""


def independent_of(
    every: Sequence[Pair], wrong: Sequence[Pair], again: Function, reference: Function
) -> str | None:
    """Say on which argument a result does not depend, though it should.

    It must not depend on it in cases that are right either, of which a few are looked at.
    """
    names = wrong[0].names if len(wrong[0].names) > 1 else ()
    right = [pair for pair in every if not any(pair is other for other in wrong)]
    for place, name in enumerate(names):
        if not all(np.all(np.isfinite(pair.got)) for pair in wrong):
            return None
        if any(_depends(pair, place, again) for pair in right[:LOOKED_AT]):
            continue
        changing = [(pair, others) for pair in wrong if (others := _others(pair, place))]
        tried = changing[:FEWEST] + changing[FEWEST:][-FEWEST:]
        if len(tried) >= FEWEST and all(_same_for(*one, again, reference) for one in tried):
            return f"It does not depend on {name}."
    return None


def _depends(pair: Pair, place: int, again: Function) -> bool:
    """Whether a result is another for other values of an argument."""
    results = [again(*other) for other in _others(pair, place)]
    return any(got is not None and not np.array_equal(got, pair.got) for got in results)


def _same_for(
    pair: Pair, others: Sequence[Sequence[Any]], again: Function, reference: Function
) -> bool:
    for other in others:
        got = again(*other)
        if got is None or not np.array_equal(got, pair.got):
            return False
    try:  # where the right result is the same too, nothing follows
        return any(not agree(reference(*other), pair.want) for other in others)
    except (ValueError, IndexError):  # such arguments have none
        return False


def _others(pair: Pair, place: int) -> list[list[Any]]:
    """Return the arguments with others in one place: numbers, or labels in another order."""
    value = pair.case[place]
    if isinstance(value, int) and not isinstance(value, bool):
        return [[*pair.case[:place], value + more, *pair.case[place + 1 :]] for more in (1, 2, 7)]
    kind = kind_of_numbers(value)
    if kind == "f" and np.size(value):
        return [changed_case(pair, place, change) for change in OTHERWISE]
    if kind in "iu" and np.size(value):
        made = [changed_case(pair, place, change) for change in AMONG]
        return [other for other in made if not np.array_equal(other[place], value)]
    return []

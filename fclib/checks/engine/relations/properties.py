"""What right results always are, or do when an argument changes, and wrong ones do not."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..comparing import agree, kind_of_numbers
from ..subject import Function
from .cases import changed_case
from .pairs import Array, Pair, apart, line, lines
from .sizes import scaled

FEWEST = 2
"""In so many cases at least a property must show: one may have it by chance."""
ENOUGH = 4
CLOSE = 1e-5
LOOKED_AT = 6
"""So many wrong cases are tried again with other arguments."""
OTHER = "{} is another"
LARGE = 8.0
"""What is added to numbers, more than most of them are."""

_Change = Callable[[Array], Array]


def always(pairs: Sequence[Pair]) -> str | None:
    """Say what every right result is, and the wrong ones are not."""
    if not all(pair.got.shape == pair.want.shape for pair in pairs):
        return None
    if not all(np.all(np.isfinite(pair.got)) for pair in pairs):
        return None
    return next(_always(pairs), None)


def _always(pairs: Sequence[Pair]) -> Iterator[str]:
    # Rows of floats may be alike by chance, as where zero comes of what is negative.
    if all(_are_places(pair.want) for pair in pairs):
        repeat = [pair for pair in pairs if len(pair.got) > len(_rows(pair.got))]
        if len(repeat) >= FEWEST:
            yield "It holds the same row more than once, and should not."
    for axis in range(min(pair.want.ndim for pair in pairs)):
        along = f"numbers along axis {axis} should each"
        each = {1: "numbers should", 2: f"{lines(1 - axis, 2)} should each"}
        should = each.get(pairs[0].want.ndim, along)
        for total in (0, 1):
            if not all(_add_up(pair.want, axis, total) for pair in pairs):
                continue
            if sum(not _add_up(pair.got, axis, total) for pair in pairs) >= FEWEST:
                yield f"Its {should} add up to {total}, and do not."
    if len(pairs) < ENOUGH:
        return
    for low, high, words in ((0, 1, "0 and 1"), (-1, 1, "−1 and 1")):
        inside = all(pair.got.min() >= low and pair.got.max() <= high for pair in pairs)
        if inside and sum(pair.want.min() < low or pair.want.max() > high for pair in pairs) > 1:
            yield f"It always lies between {words}, and should not."
    for beyond, words in ((np.less, "below"), (np.greater, "above")):
        bad = sum(beyond(pair.got, 0).any() for pair in pairs)
        if bad >= FEWEST and not any(beyond(pair.want, 0).any() for pair in pairs):
            yield f"It is {words} zero in places, and never should be."


def _add_up(array: Array, axis: int, total: float) -> bool:
    return bool(np.abs(array.sum(axis) - total).max() < CLOSE)


def _are_places(array: Array) -> bool:
    return array.ndim == 2 and array.dtype.kind in "iu" and len(array) == len(_rows(array))


def _rows(array: Array) -> set[tuple[float, ...]]:
    return set(map(tuple, array.tolist()))


def steady(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say which change of an argument leaves the right results as they are, or only these."""
    pairs = wrong[:LOOKED_AT]
    if any(map(callable, pairs[0].case)):  # what its results are like is not known
        return None
    for place, name in enumerate(pairs[0].names):
        if not all(kind_of_numbers(pair.case[place]) == "f" for pair in pairs):
            continue
        for words, change in _changes(min(np.ndim(pair.case[place]) for pair in pairs)):
            known: list[tuple[bool, bool]] = []
            for pair in pairs:
                same = _same(pair, place, change, again, reference)
                known += [same] if same is not None else []
                if same == (False, False):  # as it should
                    break
            if len(known) < FEWEST:
                continue
            if all(right for _, right in known) and not all(ours for ours, _ in known):
                if words == OTHER:
                    return f"It depends on {name}, and should not."
                return f"It changes when {words.format(name)}, and should not."
            if all(one == (True, False) for one in known):
                return f"It stays the same when {words.format(name)}, and should not."
    return None


def _changes(ndim: int) -> Iterator[tuple[str, _Change]]:
    yield OTHER, _another
    yield "one number is added to all of {}", lambda a: a + LARGE
    yield "{} is doubled", lambda a: 2 * a
    yield "{} is negated", lambda a: -a
    for axis in range(ndim if ndim == 2 else 0):
        yield (
            f"one number is added to all of the first {line(axis, ndim)} of {{}}",
            lambda a, k=axis: np.where(_first(a, k), a + LARGE, a),  # type: ignore[misc]
        )


def _another(a: Array) -> Array:
    other: Array = 0.75 - 3 * a
    return other


def _doubled(a: Array) -> Array:
    other: Array = 2 * a[::-1] + 0.125
    return other


def _first(a: Array, axis: int) -> Array:
    places: Array = np.arange(a.shape[axis]) == 0
    return places.reshape([-1 if k == axis else 1 for k in range(a.ndim)])


def _same(
    pair: Pair, place: int, change: _Change, again: Function, reference: Function
) -> tuple[bool, bool] | None:
    """Whether the result, and the right one, stay as they are; None where that cannot be told."""
    case = changed_case(pair, place, change)
    if np.allclose(case[place], pair.case[place], atol=0):  # 8 more are nothing to 1e30
        return None
    try:
        ours, right = again(*case), reference(*case)
    except (ValueError, IndexError):  # such arguments have none
        return None
    return None if ours is None else (agree(ours, pair.got), agree(right, pair.want))


def at_zero(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say what is true of a result where one argument is all zeros, and the others are simple."""
    for place, name in enumerate(wrong[0].names):
        pairs = [pair for pair in wrong if kind_of_numbers(pair.case[place]) == "f"][:LOOKED_AT]
        zero = [_with_zeros(pair, place, again, reference) for pair in pairs]
        known = [pair for pair in zero if pair is not None]
        if len(known) < max(FEWEST, len(pairs)) or not any(map(apart, known)):
            continue
        words = scaled(known)
        if words == "It is all zeros.":
            return f"Where {name} is all zeros, so is it, and should not be."
        if words:
            return f"Where {name} is all zeros, {words[0].lower()}{words[1:]}"
        for other, of in enumerate(wrong[0].names):
            if other == place or any(kind_of_numbers(pair.case[other]) != "f" for pair in known):
                continue
            same = [_same(pair, other, _another, again, reference) for pair in known]
            told = [one for one in same if one is not None]
            if len(told) >= FEWEST and all(one == (False, True) for one in told):
                return f"Where {name} is all zeros, it depends on {of}, and should not."
            if len(told) >= FEWEST and all(one == (True, False) for one in told):
                return f"Where {name} is all zeros, it does not depend on {of}, and should."
    return None


def _with_zeros(pair: Pair, place: int, again: Function, reference: Function) -> Pair | None:
    case = changed_case(pair, place, np.zeros_like)
    try:
        ours, right = again(*case), np.asarray(reference(*case))
    except (ValueError, IndexError):
        return None
    if ours is None or np.shape(ours) != right.shape:
        return None
    return pair._replace(got=np.asarray(ours), want=right, case=tuple(case))


def linear(wrong: Sequence[Pair], again: Function, reference: Function) -> str | None:
    """Say that a result is not linear in an argument in which the right one is."""
    for place, name in enumerate(wrong[0].names):
        pairs = [pair for pair in wrong if kind_of_numbers(pair.case[place]) == "f"][:LOOKED_AT]
        if len(pairs) < FEWEST:
            continue
        try:
            # Where it does not depend on it at all, there is no sum of products.
            right = [_is_linear(pair, place, reference, strictly=True) for pair in pairs]
            ours = [_is_linear(pair, place, again) for pair in pairs]
        except (ValueError, IndexError, TypeError):  # no result for such arguments
            continue
        if all(right) and not any(ours):
            return (
                f"It is not linear in {name}, as a sum of products would be: is something "
                "squared, divided, cut off or the largest taken on the way?"
            )
    return None


def _is_linear(pair: Pair, place: int, function: Function, strictly: bool = False) -> bool:
    """Whether two changes together do what each does alone, added up, and each does something."""
    changes: list[_Change] = [
        _doubled,
        _another,
        lambda a: _doubled(a) + _another(a),
        np.zeros_like,
    ]
    results = [function(*changed_case(pair, place, change)) for change in changes]
    if any(result is None for result in results):
        raise TypeError
    first, second, both, none = map(np.asarray, results)
    if not all(np.all(np.isfinite(result)) for result in results):
        return False  # divided by zero
    return agree(first + second, both + none) and not (strictly and agree(first, none))

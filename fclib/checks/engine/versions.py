"""Wrong versions that follow from the right one: signs, orders, loops, and sizes in the code."""

from collections.abc import Mapping, Sequence
from itertools import permutations, product
from typing import Any

import numpy as np

from .loops import Loop, noted, too_short, zeros
from .mistakes import HARD_CODED, ORDER, SIGN, Versions
from .signature import Signature
from .subject import Array, Case, Function
from .words import count

FEW = 3
"""Results that may come in any order; of more, two change places."""


def generic(
    function: Function,
    results: int,
    shape: Signature,
    examples: Mapping[str, Sequence[int]],
    *,
    counts: bool,
) -> Versions:
    """Return the wrong versions that a right one of so many results has, whatever it is.

    What ``counts`` has no sign, and no loops that fill an array. ``examples`` are sizes that may
    stand in the code, by the letters of axes.
    """
    found = {ORDER: in_other_orders(function, results)}
    if not counts:
        found[SIGN] = negated(function, results)
    loops = shape.loops() if results == 1 and shape.output else {}
    if loops:
        starts = (zeros, None, *map(_begun_at, shape.rows()))
        found |= too_short(function, [*loops.values()], starts)
        found[HARD_CODED] = _of_example(
            function, [[(loops[letter], size) for size in examples[letter]] for letter in examples]
        )
    return {id_: versions for id_, versions in found.items() if versions}


def negated(function: Function, results: int) -> list[Function]:
    """Return versions with one result of the opposite sign, and with all of them."""

    def version(places: Sequence[int]) -> Function:
        def negated(*arguments: Any) -> Any:
            value = function(*arguments)
            if results == 1:
                return -np.asarray(value)
            return tuple(-one if place in places else one for place, one in enumerate(value))

        return negated

    single = [(place,) for place in range(results)] if results > 1 else []
    return [version(places) for places in [tuple(range(results)), *single]]


def in_other_orders(function: Function, results: int) -> list[Function]:
    """Return versions whose results come in another order; see `FEW`."""

    def version(order: Sequence[int]) -> Function:
        def exchanged(*arguments: Any) -> Any:
            value = function(*arguments)
            return tuple(value[place] for place in order)

        return exchanged

    orders = [*permutations(range(results))][1:]
    return [
        version(order)
        for order in orders
        if results <= FEW or sum(k != place for k, place in enumerate(order)) == 2
    ]


def _begun_at(place: int) -> Function:
    """Return what gives a result that begins as a row that is added to each."""
    return lambda result, *arguments: np.broadcast_to(arguments[place], result.shape)


def _of_example(function: Function, sizes: Sequence[Sequence[tuple[Loop, int]]]) -> list[Function]:
    """Return versions in which one loop or more run to a size of an example."""
    choices = [tuple(filter(None, each)) for each in product(*([None, *some] for some in sizes))]
    return [
        noted(_counting_to(function, fixed, shorter), f"it takes {_counted(fixed)} in every call")
        for fixed in choices
        if fixed
        for shorter in {False, any(loop.axis is not None for loop, _ in fixed)}
    ]


def _counted(fixed: Sequence[tuple[Loop, int]]) -> str:
    return " and ".join(count(number, loop.noun) for loop, number in fixed)


def _counting_to(function: Function, fixed: Sequence[tuple[Loop, int]], shorter: Any) -> Function:
    """Return a version whose loops run to fixed numbers; its result is shorter, or has zeros."""

    def version(*arguments: Any) -> Array:
        left: Case = arguments
        result = np.zeros(np.shape(function(*arguments)))
        filled = [slice(None)] * result.ndim
        for loop, number in fixed:
            if loop.axis is not None:
                filled[loop.axis] = slice(number)
            short = loop.axis is not None and result.shape[loop.axis] < number
            if short or not _there(_part(loop, arguments, slice(number - 1, number))):
                raise IndexError("index out of bounds")
            left = _part(loop, left, slice(number))
        result[tuple(filled)] = np.asarray(function(*left))[tuple(filled)]
        return result[tuple(filled)] if shorter else result

    return version


def _part(loop: Loop, arguments: Case, kept: slice) -> Case:
    part: Case = loop.cut(arguments, kept) if loop.cut else arguments
    return part


def _there(arguments: Sequence[Any]) -> bool:
    return all(np.size(value) for value in arguments)

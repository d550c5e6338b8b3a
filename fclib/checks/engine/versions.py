"""Wrong versions that follow from the right one: fractions lost, and sizes in the code."""

from collections.abc import Sequence

import numpy as np

from .loops import Loop
from .subject import Array, Case, Function


def in_type_of(function: Function, place: int, loop: Loop) -> list[Function]:
    """Return versions whose result has the type of an argument, which may hold no fractions.

    One is cut at the end, the other at each term of the sum that ``loop`` runs over.
    """

    def at_the_end(*arguments: Array) -> Array:
        return np.asarray(function(*arguments)).astype(arguments[place].dtype)

    def term_by_term(*arguments: Array) -> Array:
        total = np.zeros(np.shape(function(*arguments)), arguments[place].dtype)
        k = 0
        while _there(part := _part(loop, arguments, slice(k, k + 1))):
            total[...] = total + function(*part)
            k += 1
        return total

    return [at_the_end, term_by_term]


def counting_to(function: Function, *fixed: tuple[Loop, int]) -> Function:
    """Return a version whose loops run to fixed numbers, whatever there is."""

    def version(*arguments: Array) -> Array:
        left: Case = arguments
        result = np.zeros(np.shape(function(*arguments)))
        filled = [slice(None)] * result.ndim
        for loop, number in fixed:
            if loop.axis is not None:
                filled[loop.axis] = slice(number)
            short = loop.axis is not None and result.shape[loop.axis] < number
            if short or (
                loop.cut and not _there(_part(loop, arguments, slice(number - 1, number)))
            ):
                raise IndexError("index out of bounds")
            left = _part(loop, left, slice(number))
        result[tuple(filled)] = function(*left)[tuple(filled)]
        return result

    return version


def _part(loop: Loop, arguments: Case, kept: slice) -> Case:
    part: Case = loop.cut(arguments, kept) if loop.cut else arguments
    return part


def _there(arguments: Sequence[Array]) -> bool:
    return all(array.size for array in arguments)

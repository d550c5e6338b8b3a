"""What functions return, as arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .comparing import as_numbers
from .subject import Array, Subject

Arrays = tuple[Any, ...]
"""An array for each result, or None where it is none."""


def as_arrays(subject: Subject, value: Any) -> Arrays:
    """Return the results as a tuple of arrays, or a tuple of None where one is no such thing."""
    values = value if len(subject.results) > 1 else (value,)
    return tuple(map(as_numbers if subject.read else _as_array, values))


def arrays_of(subject: Subject, value: Any) -> Arrays:
    """Return the results as arrays; none where their number is not known."""
    try:
        return as_arrays(subject, value)
    except TypeError:
        return ()


def _as_array(value: Any) -> Array | None:
    """Return what is an array of numbers, or would be one; None for anything else.

    A matrix multiplies otherwise than an array, and a masked array leaves out entries.
    """
    for one in (value, *value) if isinstance(value, list | tuple) else (value,):
        if isinstance(one, np.matrix | np.ma.MaskedArray):
            return None
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "iuf" else None


def wanted(subject: Subject, case: Sequence[Any]) -> tuple[Array, ...]:
    """Return the right results as a tuple of arrays."""
    right = subject.reference(*case)
    return tuple(map(np.asarray, right if len(subject.results) > 1 else (right,)))

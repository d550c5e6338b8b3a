"""A result beside the right one, and whether a way of making one from the other holds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..comparing import agree, identical

Array = npt.NDArray[Any]


class Pair(NamedTuple):
    """What a function gave for one case, and what is right.

    Attributes
    ----------
    got, want : ndarray
        The two results.
    names : tuple of str
        The names of the arguments.
    case : tuple
        The arguments.
    sizes : dict of str to float
        What there is of each, such as ``{"samples": 4}``, and arguments that are one number.
    terms : dict of str to float
        What the right result adds up, if it is a count.
    exact : bool
        Whether the result must be equal, and not only close.
    """

    got: Array
    want: Array
    names: tuple[str, ...]
    case: tuple[Any, ...]
    sizes: dict[str, float]
    terms: Mapping[str, float] = {}
    exact: bool = False


def apart(pair: Pair) -> bool:
    """Whether the two results differ."""
    return not (identical if pair.exact else agree)(pair.got, pair.want)


def holds(made: Callable[[Pair], Array], pairs: Sequence[Pair]) -> bool:
    """Whether the results are made from the right ones in this way, in every case."""
    with np.errstate(all="ignore"):
        try:
            return not any(apart(pair._replace(want=made(pair))) for pair in pairs)
        except (ValueError, IndexError, TypeError):  # it cannot be done with these shapes
            return False


LINES = {1: ("number",), 2: ("row", "column")}


def line(axis: int, axes: int) -> str:
    """Name what is counted along an axis: "row", "column", "slice along axis 2"."""
    known = LINES.get(axes, ())
    return known[axis] if axis < len(known) else f"slice along axis {axis}"


def lines(axis: int, axes: int) -> str:
    """Name several of them."""
    return f"slices along axis {axis}" if axes > 2 else f"{line(axis, axes)}s"

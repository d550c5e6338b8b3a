"""A function that students write, as checks know it, and arguments for it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Case = tuple[Any, ...]
"""The arguments of one call."""
Function = Callable[..., Any]
Rng = np.random.Generator
SIGNS = np.array([-1, 1])


class Subject(NamedTuple):
    """A function that students write.

    Attributes
    ----------
    name : str
        As students write it.
    arguments : tuple of str
        The names of its arguments.
    results : tuple of str
        The names of its results; more than one if it returns a tuple.
    reference : callable
        The right function.
    wrong : dict of str to list of callable
        Its known wrong versions by misconception.
    sizes : callable
        Takes the arguments and returns their size in words, "for 4 samples and 3 inputs".
    destroyed : dict of str to str
        What it is called to change an argument, by the argument's name.
    lengths : callable, optional
        Takes the arguments and returns what there is of each, ``{"samples": 4, "inputs": 3}``.
    trial : list of tuple
        Arguments, none of them integers, on which a wrong function is tried once more.
    also : callable, optional
        Takes a wrong function and a case, and returns a mistake that only this exercise knows.
    read : callable, optional
        Takes a result, the words that begin a message and those that end it, and returns the
        result as an array of numbers, or fails. Without it, results are arrays.
    exact : bool
        Whether results must be equal, as counts must, and not only close.
    signature : signature.Signature, optional
        Its shapes, from which arguments are drawn.
    terms : callable, optional
        Takes the arguments and returns, by result, what that adds up if it is a count:
        ``{"bytes": {"weights": 24, "biases": 8}}``.
    along : dict of str to tuple of str
        What there is one of along each axis of a result, or of an argument, that has more than two:
        ``{"y": ("image", "output", "row", "column")}``.
    within : dict of str to list of str
        Of the lengths, those that one of them bounds: that a window is as large as its image says
        nothing of a function that is right only then.
    departs : callable, optional
        Takes a wrong function and says which of its steps is the first to go wrong, or None.
    """

    name: str
    arguments: tuple[str, ...]
    results: tuple[str, ...]
    reference: Callable[..., Any]
    wrong: Mapping[str, Sequence[Callable[..., Any]]]
    sizes: Callable[..., str]
    destroyed: Mapping[str, str]
    lengths: Callable[..., dict[str, int]] | None = None
    trial: Sequence[Case] = ()
    also: Callable[..., str | None] | None = None
    read: Callable[[Any, str, str], Any] | None = None
    exact: bool = False
    signature: Any = None
    terms: Callable[..., Mapping[str, Mapping[str, float]]] | None = None
    along: Mapping[str, Sequence[str]] = {}
    within: Mapping[str, Sequence[str]] = {}
    departs: Callable[[Callable[..., Any]], str | None] | None = None


def draw(rng: np.random.Generator, *shape: int, dtype: npt.DTypeLike = np.float64) -> Array:
    """Draw multiples of 1/8 up to 4, none of them zero, so that no product and no sum hides."""
    drawn: Array = rng.integers(1, 33, shape) * _signs(rng, shape) / 8
    return drawn.astype(dtype, copy=False)


def fine(rng: np.random.Generator, *shape: int) -> Array:
    """Draw numbers of as many digits as fit, which a shorter type would round."""
    drawn: Array = rng.normal(size=shape)
    return drawn


def whole(rng: np.random.Generator, *shape: int) -> Array:
    """Draw whole numbers from −9 to 9, none of them zero."""
    drawn: Array = rng.integers(1, 10, shape) * _signs(rng, shape)
    return drawn


def _signs(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Draw −1 or 1, as ``rng.choice`` does in twice the time."""
    return SIGNS[rng.integers(0, 2, shape)]

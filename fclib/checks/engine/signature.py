"""What follows from a function's shapes: arguments to try, names of sizes, and its loops.

A signature is written as NumPy writes those of its generalised functions: in ``(n,m),(n,d)->(m,d)``
two matrices give a third, and the first axes of the two are as long as one another.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from .drawing import Draw, telling_sizes
from .loops import Loop
from .subject import Array, Case, Rng, draw
from .words import count, plural

_ARGUMENT = re.compile(r"(\w*) *([(\[])([^)\]]*)[)\]]")
"""A name, a bracket, and the letters of axes in it."""


class Signature(NamedTuple):
    """The shapes of a function.

    An argument without axes is a number, ``stride ()``. In square brackets stand the lengths of
    which an argument is the tuple: ``W (m,c*h*w), in_shape [c,h,w] -> kernel (m,c,h,w)``.

    Attributes
    ----------
    text : str
        ``(n,m),(n,d)->(m,d)``; names before the brackets are passed over.
    axes : dict of str to str
        What there is one of along each axis: ``{"n": "sample", "d": "input", "m": "output"}``.
    names : tuple of str
        The names of the arguments.
    draws : dict of str to callable
        What draws an argument that holds other numbers than eighths: see `drawing`.
    follows : dict of str to callable
        Takes the lengths of axes, by their letters, and numbers among the arguments, by their
        names, and returns an axis's length that follows from them:
        ``{"r": lambda of: of["H"] - of["h"] + 1}``.
    """

    text: str
    axes: Mapping[str, str]
    names: tuple[str, ...]
    draws: Mapping[str, Draw] = {}
    follows: Mapping[str, Callable[[Mapping[str, Any]], int]] = {}

    @property
    def inputs(self) -> tuple[tuple[str, ...], ...]:
        """The letters of each argument's axes."""
        return _groups(self.text.partition("->")[0])

    @property
    def output(self) -> tuple[str, ...]:
        """The letters of the first result's axes."""
        return _groups(self.text.partition("->")[2])[0]

    @property
    def tuples(self) -> frozenset[str]:
        """The names of arguments that are tuples of lengths."""
        return _tuples(self.text)

    def along(self, results: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return what lies along the axes of arguments and results that have more than two."""
        groups = _groups(self.text)
        return {
            name: tuple(self.axes[letter].partition(" of ")[0] for letter in letters)
            for name, letters in zip([*self.names, *results], groups, strict=True)
            if len(letters) > 2 and self.axes.keys() >= {*letters}
        }

    def of(self, *case: Any) -> dict[str, Any]:
        """Return how long each axis is, by its letter, and the numbers among the arguments."""
        found: dict[str, Any] = {}
        for name, letters, value in zip(self.names, self.inputs, case, strict=True):
            shape = value if name in self.tuples else np.shape(value)
            if not letters:
                found[name] = value
            last = len(letters) - 1
            for place, letter in enumerate(letters):
                length = math.prod(shape[last:]) if place == last else shape[place]
                found.setdefault(letter, length)
        for letter, length_of in self.follows.items():
            found[letter] = length_of(found)
        return found

    def lengths(self, *case: Any) -> dict[str, int]:
        """Return how long each axis is, by the names of what lies along them."""
        found = self.of(*case)
        return {plural(noun): found[letter] for letter, noun in self.axes.items()}

    def sizes(self, *case: Any) -> str:
        """Return the sizes in words: "for 4 samples, 3 inputs and 2 outputs"."""
        lengths = self.lengths(*case)
        by_shape = self.follows or self.tuples
        nouns = {} if by_shape else self.axes
        shown, numbers = [], []
        for letters, name, value in zip(self.inputs, self.names, case, strict=True):
            counted = name in self.axes and not by_shape
            if name in self.tuples or not (letters or counted or value is None):
                numbers.append(f"{name} = {value}")
            elif np.ndim(value) > (1 if by_shape else max(1, len(letters))):
                nouns = {letter: noun for letter, noun in nouns.items() if letter not in letters}
                shown.append(f"{name} of shape {np.shape(value)}")
        shown += [count(lengths[plural(noun)], noun) for noun in nouns.values()]
        *most, end = [*shown, *numbers]
        return f"for {', '.join(most)} and {end}" if most else f"for {end}"

    def case(self, rng: Rng, sizes: Sequence[int], **given: Any) -> Case:
        """Draw arguments for sizes in the order of ``axes``; some may be ``given`` by name."""
        of = dict(zip([one for one in self.axes if one not in self.follows], sizes, strict=True))

        def drawn(name: str, letters: Sequence[str]) -> Any:
            shape = tuple(math.prod(of[part] for part in one.split("*")) for one in letters)
            if name in given:
                return given[name]
            if name in of and not letters:
                return of[name]
            if name in self.tuples:
                return shape
            return self.draws[name](rng, shape, of) if name in self.draws else draw(rng, *shape)

        return tuple(map(drawn, self.names, self.inputs))

    def of_images(self, rng: Rng, name: str, shape: Sequence[int], **others: int) -> Case:
        """Draw arguments of which one has several axes in place of its last one.

        ``others`` are the lengths of the axes that it has not.
        """
        first, last = self.inputs[self.names.index(name)]
        of = {first: shape[0], last: math.prod(shape[1:])} | others
        case = self.case(rng, [of[letter] for letter in self.axes])
        return tuple(
            value.reshape(shape) if own == name else value
            for own, value in zip(self.names, case, strict=True)
        )

    def cases(self, rng: Rng, drawn: int = 3) -> list[Case]:
        """Draw arguments for sizes that tell mistakes apart, and for some that are drawn."""
        axes = len(self.axes) - len(self.follows)
        more = [tuple(rng.integers(2, 8, axes).tolist()) for _ in range(drawn)]
        return self.of_sizes(rng, [*telling_sizes(axes), *more])

    def of_sizes(self, rng: Rng, sizes: Iterable[Sequence[int]], **given: Any) -> list[Case]:
        """Draw arguments for each of some sizes, see `case`."""
        return [self.case(rng, each, **given) for each in sizes]

    def loops(self) -> dict[str, Loop]:
        """Return what loops of such a function run over, by the axis's letter; {} for others."""
        # A window runs to where an axis ends, and is no shorter for what is left out.
        if self.follows or self.tuples or not all(self.inputs):
            return {}
        return {
            letter: Loop(noun, axis=self.output.index(letter))
            if letter in self.output
            else Loop(noun, self._cut(letter))
            for letter, noun in self.axes.items()
        }

    def rows(self) -> list[int]:
        """Return the places of arguments that may be added to each row of the first result."""
        ends = [self.output[k:] for k in range(len(self.output))]
        return [place for place, letters in enumerate(self.inputs) if letters in ends]

    def _cut(self, letter: str) -> Any:
        def cut(case: Case, kept: slice) -> Case:
            return tuple(
                _flat(value, len(letters))[
                    tuple(kept if own == letter else slice(None) for own in letters)
                ]
                for letters, value in zip(self.inputs, case, strict=True)
            )

        return cut


def names(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of a signature's arguments, and those of its results."""
    given, returned = (
        tuple(found[1] for found in _ARGUMENT.finditer(part)) for part in text.split("->")
    )
    return given, returned


def _flat(value: Any, axes: int) -> Array:
    """Return an argument as an array of so many axes: the last may have come as several."""
    array = np.asarray(value)
    return array.reshape(*array.shape[: axes - 1], math.prod(array.shape[axes - 1 :]))


# Both are asked for with every call of a student's function, and a signature stays what it is.
@cache
def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the letters in each pair of brackets."""
    return tuple(
        tuple(letter.strip() for letter in found[3].split(",") if letter.strip())
        for found in _ARGUMENT.finditer(text)
    )


@cache
def _tuples(text: str) -> frozenset[str]:
    """Return the names of arguments before square brackets."""
    found = _ARGUMENT.finditer(text.partition("->")[0])
    return frozenset(one[1] for one in found if one[2] == "[")

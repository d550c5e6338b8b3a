"""What follows from a function's shapes: arguments to try, names of sizes, and its loops.

A signature is written as NumPy writes those of its generalised functions: in ``(n,m),(n,d)->(m,d)``
two matrices give a third, and the first axes of the two are as long as one another.
"""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from .loops import Loop
from .subject import Case, draw
from .words import count, plural

DISTINCT = (4, 3, 2, 5, 6)
"""Sizes that are no two alike: a wrong transpose is an error with them."""
EQUAL = 3
"""The size of axes that are equally long: a wrong transpose is silent with it."""


class Signature(NamedTuple):
    """The shapes of a function.

    Attributes
    ----------
    text : str
        ``(n,m),(n,d)->(m,d)``; names before the brackets are passed over.
    axes : dict of str to str
        What there is one of along each axis: ``{"n": "sample", "d": "input", "m": "output"}``.
    names : tuple of str
        The names of the arguments.
    """

    text: str
    axes: Mapping[str, str]
    names: tuple[str, ...]

    @property
    def inputs(self) -> list[tuple[str, ...]]:
        """The letters of each argument's axes."""
        return _groups(self.text.partition("->")[0])

    @property
    def output(self) -> tuple[str, ...]:
        """The letters of the first result's axes."""
        return _groups(self.text.partition("->")[2])[0]

    def lengths(self, *case: Any) -> dict[str, int]:
        """Return how long each axis is, by the names of what lies along them."""
        found: dict[str, int] = {}
        for name, letters, value in zip(self.names, self.inputs, case, strict=True):
            shape = np.shape(value)
            if name in self.axes:
                found[name] = value
            last = len(letters) - 1
            for place, letter in enumerate(letters):
                length = math.prod(shape[last:]) if place == last else shape[place]
                found.setdefault(letter, length)
        return {plural(noun): found[letter] for letter, noun in self.axes.items()}

    def sizes(self, *case: Any) -> str:
        """Return the sizes in words: "for 4 samples, 3 inputs and 2 outputs"."""
        lengths = self.lengths(*case)
        parts = [count(lengths[plural(noun)], noun) for noun in self.axes.values()]
        for letters, name, value in zip(self.inputs, self.names, case, strict=True):
            if np.ndim(value) > len(letters):
                others = [noun for letter, noun in self.axes.items() if letter not in letters]
                parts = [count(lengths[plural(noun)], noun) for noun in others]
                parts.insert(0, f"{name} of shape {np.shape(value)}")
        *most, end = parts
        return f"for {', '.join(most)} and {end}" if most else f"for {end}"

    def case(self, rng: np.random.Generator, sizes: Sequence[int]) -> Case:
        """Draw arguments for sizes in the order of ``axes``."""
        of = dict(zip(self.axes, sizes, strict=True))
        return tuple(
            of[name] if name in of else draw(rng, *(of[letter] for letter in letters))
            for name, letters in zip(self.names, self.inputs, strict=True)
        )

    def of_images(
        self, rng: np.random.Generator, name: str, shape: Sequence[int], **others: int
    ) -> Case:
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

    def cases(self, rng: np.random.Generator, drawn: int = 3) -> list[Case]:
        """Draw arguments for sizes that tell mistakes apart, and for some that are drawn."""
        more = [tuple(rng.integers(2, 8, len(self.axes)).tolist()) for _ in range(drawn)]
        return [self.case(rng, sizes) for sizes in [*telling_sizes(len(self.axes)), *more]]

    def loops(self) -> list[Loop]:
        """Return what loops of such a function run over."""
        return [
            Loop(noun, axis=self.output.index(letter))
            if letter in self.output
            else Loop(noun, self._cut(letter))
            for letter, noun in self.axes.items()
        ]

    def _cut(self, letter: str) -> Any:
        def cut(case: Case, kept: slice) -> Case:
            return tuple(
                value[tuple(kept if own == letter else slice(None) for own in letters)]
                for letters, value in zip(self.inputs, case, strict=True)
            )

        return cut


def telling_sizes(axes: int) -> list[tuple[int, ...]]:
    """Return sizes: distinct ones, each two equal, all equal, and each of them 1."""
    distinct = DISTINCT[:axes]
    found = [distinct, distinct[1:] + distinct[:1]]
    for pair in combinations(range(axes), 2) if axes > 2 else ():
        found.append(tuple(EQUAL if k in pair else 2 + 2 * (k % 2) for k in range(axes)))
    found += [(EQUAL,) * axes, (2,) * axes]
    for one in range(axes):
        found.append(tuple(1 if k == one else distinct[k] for k in range(axes)))
    return found


def _groups(text: str) -> list[tuple[str, ...]]:
    """Return the letters in each pair of brackets."""
    return [
        tuple(letter.strip() for letter in group.split(",") if letter.strip())
        for group in re.findall(r"\(([^)]*)\)", text)
    ]

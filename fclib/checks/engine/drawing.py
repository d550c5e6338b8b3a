"""What is drawn for an argument, and of which sizes."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from .subject import Rng

DISTINCT = (4, 3, 2, 5, 6)
"""Sizes that are no two alike: a wrong transpose is an error with them."""
EQUAL = 3
"""The size of axes that are equally long: a wrong transpose is silent with it."""


Draw = Callable[[Rng, Sequence[int], Mapping[str, Any]], Any]
"""Takes a generator, a shape and the lengths of all axes by their letters; draws an argument."""


def below(letter: str) -> Draw:
    """Draw whole numbers from 0 on, fewer than an axis is long: labels of classes."""
    return lambda rng, shape, of: rng.integers(0, of[letter], shape)


def one_of(*choices: Any) -> Draw:
    """Draw one of some values."""
    return lambda rng, shape, of: choices[rng.integers(len(choices))]


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

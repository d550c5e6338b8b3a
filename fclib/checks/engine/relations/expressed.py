"""A count that is another product of sizes, or another sum of them, than it should be."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np

from ..words import number
from .pairs import Array, Pair

MORE = 3
"""So many more cases than products there must be: any few numbers are made of as many others."""
MOST = 16
"""No slip counts a product more often."""
SIZES = 4
"""Of more sizes too many products can be made, and some fit by chance."""
POWER = 3
"""No slip multiplies a size by itself more often."""

_Product = tuple[str, ...]


def expressed(pairs: Sequence[Pair]) -> str | None:
    """Say of which sizes a single number is made, or what stands in the place of one term."""
    if any(pair.want.size != 1 for pair in pairs):
        return None
    got = np.array([float(pair.got.item()) for pair in pairs])
    off = got - [float(pair.want.item()) for pair in pairs]
    for name in pairs[0].terms:
        term = np.array([float(pair.terms[name]) for pair in pairs])
        if words := _in_sizes(off + term, pairs):
            return f"In place of the {name} it counts {words}."
    words = _in_sizes(got, pairs)
    return words and f"It comes to {words}, in every case."


def _in_sizes(values: Array, pairs: Sequence[Pair]) -> str | None:
    """Write numbers, one for each case, with the sizes that they are made of; None if of none."""
    sizes = _sizes(pairs)
    # The same in all cases is told as that.
    if not 0 < len(sizes) <= SIZES or not np.ptp(values) or not np.all(values == np.rint(values)):
        return None
    return next(_sums(values, sizes), None) or _power(values, sizes)


def _sizes(pairs: Sequence[Pair]) -> dict[str, Array]:
    """Return the sizes that differ between cases; of two that are always equal, the first."""
    found: dict[str, Array] = {}
    for name in pairs[0].sizes:
        of = np.array([float(pair.sizes.get(name, 0)) for pair in pairs])
        if np.ptp(of) and not any(np.array_equal(of, other) for other in found.values()):
            found[name] = of
    return found


def _sums(values: Array, sizes: dict[str, Array]) -> Iterator[str]:
    """Yield the ways to write numbers as one product, two, or a sum of all sizes."""
    products = _products(sizes)
    each = [(name,) for name in sizes]
    for parts in [*combinations(products, 1), *combinations(products, 2), each, [*each, ()]]:
        if len(values) < len(parts) + MORE:
            continue
        table = np.stack([products[part] for part in parts], axis=1)
        often = np.linalg.lstsq(table, values, rcond=None)[0].round(6)
        counts = np.all(often == np.rint(often)) and often.min() > 0 and often.max() <= MOST
        if counts and np.array_equal(table @ often, values):
            yield _written(zip(parts, often.tolist(), strict=True))


def _products(sizes: dict[str, Array]) -> dict[_Product, Array]:
    """Return the sizes, their products, their squares, and 1."""
    ones = np.ones_like(next(iter(sizes.values())))
    chosen = [of for k in range(1, len(sizes) + 1) for of in combinations(sizes, k)]
    chosen += [*((name, name) for name in sizes), ()]
    return {of: np.prod([ones, *(sizes[name] for name in of)], axis=0) for of in chosen}


def _power(values: Array, sizes: dict[str, Array]) -> str | None:
    """Write numbers as a product in which sizes may come several times."""
    table = np.stack([np.ones_like(values), *sizes.values()], axis=1)
    there = (values > 0) & (table > 0).all(axis=1)
    if there.sum() < len(sizes) + MORE:
        return None
    table[:, 0] = math.e  # whose logarithm is 1
    logs = np.log(table[there])
    log, *powers = np.linalg.lstsq(logs, np.log(values[there]), rcond=None)[0].round(6).tolist()
    whole = [round(power) for power in powers]
    times = round(float(np.exp(log)))
    made = times * np.prod(table[:, 1:] ** whole, axis=1)
    if min(whole) < 0 or max(whole) > POWER or not 1 <= times <= MOST:
        return None
    product = tuple(name for name, k in zip(sizes, whole, strict=True) for _ in range(k))
    return _written([(product, times)]) if np.array_equal(made, values) else None


def _written(parts: Iterable[tuple[_Product, float]]) -> str:
    """Write a sum of products: "2 × inputs × outputs + samples + 1"."""
    return " + ".join(
        " × ".join([number(often)] * (often != 1 or not product) + [*product])
        for product, often in parts
    )

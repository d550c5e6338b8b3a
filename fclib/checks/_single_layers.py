"""What a wrong count of a network's parameters makes of a single layer."""

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise
from numbers import Real
from typing import Any

import numpy as np

from fclib.architectures import count_parameters
from fclib.checks.engine.relations.cases import only_of_size
from fclib.checks.engine.relations.expressed import expressed
from fclib.checks.engine.relations.pairs import Pair, apart
from fclib.checks.engine.relations.sizes import counted, scaled
from fclib.checks.engine.relations.terms import termed
from fclib.checks.engine.running import run

SHAPES: dict[str, list[tuple[int, ...]]] = {
    "a fully connected layer": [(3, 2), (2, 5), (7, 3), (4, 4), (5, 9), (11, 6)],
    "a convolution": [
        *[(4, 3, 2, 2), (3, 2, 3, 3), (2, 5, 1, 4)],
        *[(6, 3, 5, 2), (5, 4, 3, 1), (7, 2, 2, 5), (3, 6, 4, 4)],
    ],
}
AXES = {
    2: ("outputs", "inputs"),
    4: ("outputs", "channels", "rows of the kernel", "columns of the kernel"),
}


NETWORKS: list[list[tuple[int, ...]]] = [
    *[[a, b] for a, b in pairwise(SHAPES["a fully connected layer"])],
    *[[a, b, c] for a, b, c in zip(*SHAPES.values(), [(2, 9), (3, 4), (8, 2)] * 2, strict=False)],
    [(2, 3), (4, 2), (3, 4), (5, 3)],
]
_Function = Callable[..., Any]


def first_wrong_layer(function: _Function) -> str | None:
    """Say which kind of layer is counted wrongly alone, and how; or what several add up wrongly."""
    for kind, shapes in SHAPES.items():
        terms = [{"weights": math.prod(shape), "biases": shape[0]} for shape in shapes]
        pairs = _pairs(function, [[shape] for shape in shapes], terms)
        if pairs is None:
            return None
        if any(map(apart, pairs)):
            words = scaled(pairs) or termed(pairs) or counted(pairs) or expressed(pairs)
            wrong = [pair for pair in pairs if apart(pair)]
            words = words or only_of_size(pairs, wrong, function, count_parameters)
            return words and f"Of {kind} alone: {words[0].lower()}{words[1:].rstrip('.')}."
    return _of_several(function)


def _of_several(function: _Function) -> str | None:
    """Say what goes wrong from layer to layer, where each alone is counted rightly."""
    pairs = _pairs(function, NETWORKS, list(map(_by_place, NETWORKS)))
    if pairs is None or not any(map(apart, pairs)):
        return None
    if all(
        pair.got == _product_goes_on(layers) for pair, layers in zip(pairs, NETWORKS, strict=True)
    ):
        return "The product of one layer's sizes goes on into the next: where does it begin?"
    return termed(pairs)


def _by_place(layers: Sequence[tuple[int, ...]]) -> dict[str, int]:
    """Return what there is to count in the first layer, in the last, and in those between."""
    places = {"the first layer": layers[:1], "the layers between": layers[1:-1]}
    return {
        f"{what} of {where}": sum(map(of, some))
        for where, some in (places | {"the last layer": layers[-1:]}).items()
        for what, of in (("weights", math.prod), ("biases", lambda shape: shape[0]))
    }


def _product_goes_on(layers: Sequence[tuple[int, ...]]) -> int:
    products: Iterable[int] = accumulate(map(math.prod, layers), operator.mul)
    return sum(products) + sum(shape[0] for shape in layers)


def _pairs(
    function: _Function, networks: Sequence[Any], terms: Sequence[dict[str, int]]
) -> list[Pair] | None:
    """Return the counts of networks beside the right ones; None where one is no number."""
    pairs = []
    for layers, of in zip(networks, terms, strict=True):
        value = run(function, layers).value
        if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
            return None
        got, want = np.asarray(float(value)), np.asarray(float(count_parameters(layers)))
        names = AXES[len(layers[0])] if len(layers) == 1 else ()
        sizes = dict(zip(names, map(float, layers[0]), strict=False))
        pairs.append(Pair(got, want, (), (), sizes, of, exact=True))
    return pairs

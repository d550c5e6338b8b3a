"""What a wrong count of a network's parameters makes of a single layer."""

import math
from collections.abc import Callable
from numbers import Real
from typing import Any

import numpy as np

from fclib.architectures import count_parameters
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


def first_wrong_layer(function: Callable[..., Any]) -> str | None:
    """Say which kind of layer is counted wrongly alone, and how; None where each is right."""
    for kind, shapes in SHAPES.items():
        pairs = []
        for shape in shapes:
            value = run(function, [shape]).value
            if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
                return None
            sizes = dict(zip(AXES[len(shape)], map(float, shape), strict=True))
            terms = {"weights": float(math.prod(shape)), "biases": float(shape[0])}
            got, want = np.asarray(float(value)), np.asarray(float(count_parameters([shape])))
            pairs.append(Pair(got, want, (), (), sizes, terms, exact=True))
        if any(map(apart, pairs)):
            words = scaled(pairs) or termed(pairs) or counted(pairs)
            return words and f"Of {kind} alone: {words[0].lower()}{words[1:]}"
    return None

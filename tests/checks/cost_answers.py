"""Answers to exercise 07 as students write them, right ones and wrong ones."""

import math
from functools import reduce

import numpy as np

from fclib.checks import cost as checks
from fclib.checks.wrong.cost import WRONG
from tests.checks.exercise import Exercise, Function


def nested_loops(layers):
    total = 0
    for shape in layers:
        weights = 1
        for size in shape:
            weights *= size
        total += weights + shape[0]
    return total


def by_kind(layers):
    total = 0
    for layer in layers:
        if len(layer) == 2:
            out, inputs = layer
            total += out * (inputs + 1)
        else:
            out, channels, height, width = layer
            total += out * (channels * height * width + 1)
    return total


def recursive(layers):
    if not layers:
        return 0
    return math.prod(layers[0]) + layers[0][0] + recursive(layers[1:])


RIGHT_COUNTS = {
    "nested loops": nested_loops,
    "by kind": by_kind,
    "recursion": recursive,
    "math.prod": lambda layers: sum(math.prod(shape) + shape[0] for shape in layers),
    "np.prod": lambda layers: sum(int(np.prod(shape)) + shape[0] for shape in layers),
    "NumPy integer": lambda layers: np.sum([np.prod(s) + s[0] for s in layers], dtype=np.int64),
    "reduce": lambda layers: sum(reduce(lambda a, b: a * b, s) + s[0] for s in layers),
    "outputs times inputs and one": lambda layers: sum(
        s[0] * (math.prod(s[1:]) + 1) for s in layers
    ),
    "float": lambda layers: float(nested_loops(layers)),
    "weights, then biases": lambda layers: (
        sum(map(math.prod, layers)) + sum(shape[0] for shape in layers)
    ),
}
NETWORKS = ("networks",)


def first_only(layers):
    for shape in layers:
        return math.prod(shape) + shape[0]
    return 0


def empties_the_list(layers):
    total = 0
    while layers:
        shape = layers.pop()
        total += math.prod(shape) + shape[0]
    return total


COUNT_MISTAKES = {
    "input-destroyed": (NETWORKS, [empties_the_list]),
    "biases-uncounted": (NETWORKS, [lambda layers: sum(int(np.prod(s)) for s in layers)]),
    "bias-per-input": (
        NETWORKS,
        [lambda layers: sum((s[0] + 1) * int(np.prod(s[1:])) for s in layers)],
    ),
    "single-bias": (NETWORKS, [lambda layers: sum(int(np.prod(s)) for s in layers) + len(layers)]),
    "nodes-counted": (NETWORKS, [lambda layers: sum(int(np.prod(s[1:])) + s[0] for s in layers)]),
    "channels-uncounted": (
        NETWORKS,
        [
            lambda layers: sum(
                s[0] * (s[2] * s[3] + 1) if len(s) == 4 else s[0] * (s[1] + 1) for s in layers
            )
        ],
    ),
    "kernel-side-once": (
        NETWORKS,
        [
            lambda layers: sum(
                s[0] * (s[1] * s[2] + 1) if len(s) == 4 else s[0] * (s[1] + 1) for s in layers
            )
        ],
    ),
    "returned-too-early": (NETWORKS, [first_only]),
    "last-product-only": (NETWORKS, [lambda layers: nested_loops(layers[-1:])]),
    "loop-misses-last": (NETWORKS, [lambda layers: nested_loops(layers[:-1])]),
    "loop-misses-first": (NETWORKS, [lambda layers: nested_loops(layers[1:])]),
}
COUNT_PAIRS = {
    "biases-uncounted + kernel-side-once": lambda layers: sum(math.prod(s[:3]) for s in layers),
    "biases-uncounted + channels-uncounted": lambda layers: sum(
        s[0] * (s[2] * s[3] if len(s) == 4 else s[1]) for s in layers
    ),
}


def flops(n, d, m):
    return 2 * n * d * m


def moved(n, d, m):
    return 4 * (n * d + m * d + m + n * m)


def counted(n, d, m):
    total = 0
    for _ in range(n):
        total += m * (d + d)
    return total, 4 * sum([n * d, m * (d + 1), n * m])


RIGHT_COSTS = {
    "formula": lambda n, d, m: (flops(n, d, m), moved(n, d, m)),
    "a list": lambda n, d, m: [flops(n, d, m), moved(n, d, m)],
    "sample by sample": counted,
    "products and additions": lambda n, d, m: (n * m * d + n * m * (d - 1) + n * m, moved(n, d, m)),
    "floats": lambda n, d, m: (float(flops(n, d, m)), float(moved(n, d, m))),
    "NumPy integers": lambda n, d, m: (np.int64(flops(n, d, m)), np.int64(moved(n, d, m))),
    "an array": lambda n, d, m: tuple(np.array([flops(n, d, m), moved(n, d, m)])),
    "nbytes": lambda n, d, m: (
        flops(n, d, m),
        sum(
            np.broadcast_to(np.float32(0), shape).size * 4
            for shape in [(n, d), (m, d), (m,), (n, m)]
        ),
    ),
    "one product": lambda n, d, m: (d * m * n * 2, (d * (n + m) + m * (n + 1)) * 4),
}
COSTS = ("costs",)


class Remembered:
    """A function that keeps what it worked out, and looks at two of its three arguments."""

    def __init__(self):
        self.known = {}

    def __call__(self, n, inputs, outputs):
        first = self.known.setdefault((n, inputs), (outputs, moved(n, inputs, outputs)))
        return 2 * n * inputs * first[0], first[1]


COST_MISTAKES = {
    "arguments-swapped": (
        COSTS,
        [
            lambda n, out_features, in_features: (
                flops(n, in_features, out_features),
                moved(n, in_features, out_features),
            )
        ],
    ),
    "state-kept": (COSTS, [Remembered()]),
    "multiplications-only": (COSTS, [lambda n, d, m: (n * m * d, moved(n, d, m))]),
    "bias-addition-twice": (
        COSTS,
        [lambda n, d, m: (n * (2 * d * m + m), moved(n, d, m))],
    ),
    "bias-addition-uncounted": (
        COSTS,
        [lambda n, d, m: (n * m * d + n * m * (d - 1), moved(n, d, m))],
    ),
    "batch-uncounted": (COSTS, [lambda n, d, m: (flops(1, d, m), moved(1, d, m))]),
    "batch-reads-weights-again": (COSTS, [lambda n, d, m: (flops(n, d, m), n * moved(1, d, m))]),
    "weights-only-moved": (COSTS, [lambda n, d, m: (flops(n, d, m), 4 * m * (d + 1))]),
    "outputs-unmoved": (COSTS, [lambda n, d, m: (flops(n, d, m), moved(n, d, m) - 4 * n * m)]),
    "biases-unmoved": (COSTS, [lambda n, d, m: (flops(n, d, m), 4 * (n * d + m * d + n * m))]),
    "eight-bytes": (COSTS, [lambda n, d, m: (flops(n, d, m), 8 * moved(n, d, m) // 4)]),
    "numbers-for-bytes": (COSTS, [lambda n, d, m: (flops(n, d, m), n * d + m * d + m + n * m)]),
    "order-swapped": (COSTS, [lambda n, d, m: [moved(n, d, m), flops(n, d, m)]]),
}
COST_PAIRS = {
    "multiplications-only + eight-bytes": lambda n, d, m: (n * d * m, 2 * moved(n, d, m)),
    "batch-uncounted + numbers-for-bytes": lambda n, d, m: (flops(1, d, m), moved(1, d, m) // 4),
}

EXERCISE = Exercise(
    chapter="07-parameters-and-cost",
    functions={
        "count_parameters": Function(
            checks={"networks": checks.networks},
            wrong=WRONG["count_parameters"],
            right=RIGHT_COUNTS,
            mistakes=COUNT_MISTAKES,
            pairs=COUNT_PAIRS,
        ),
        "linear_cost": Function(
            checks={"costs": checks.costs},
            wrong=checks.COST.wrong,
            right=RIGHT_COSTS,
            mistakes=COST_MISTAKES,
            pairs=COST_PAIRS,
        ),
    },
)

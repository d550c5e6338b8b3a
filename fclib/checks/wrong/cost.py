"""Wrong versions of the functions of exercise 07."""

import math

from fclib.checks.engine.loops import ENDS, noted, without


def _summed(parameters):
    """Make a wrong count of a network from what it gives for one layer's weight shape."""
    return lambda layers: sum(map(parameters, layers))


def _first_only(layers):
    for shape in layers:
        return math.prod(shape) + shape[0]
    return 0


def _without_layer(kept):
    return lambda layers: sum(math.prod(shape) + shape[0] for shape in layers[kept])


def _spatial(shape):
    return math.prod(shape[2:])


EXERCISE = 7

WRONG = {
    "count_parameters": {
        "biases-uncounted": [_summed(math.prod)],
        "bias-per-input": [
            _summed(lambda shape: math.prod(shape) + math.prod(shape[1:])),
            _summed(lambda shape: math.prod(shape) + shape[1]),
        ],
        "single-bias": [_summed(lambda shape: math.prod(shape) + 1)],
        "nodes-counted": [_summed(lambda shape: shape[0] + math.prod(shape[1:]))],
        "channels-uncounted": [
            _summed(
                lambda shape: (
                    shape[0] * (_spatial(shape) if len(shape) > 2 else shape[1]) + shape[0]
                )
            ),
        ],
        "kernel-side-once": [_summed(lambda shape: math.prod(shape[:3]) + shape[0])],
        "returned-too-early": [_first_only],
        "last-product-only": [lambda layers: _first_only(layers[::-1])],
        **{
            f"loop-misses-{end}": [noted(_without_layer(kept), without(end, ["layer"]))]
            for end, (kept, _) in ENDS.items()
        },
    },
    "linear_cost": {
        "multiplications-only": [lambda n, d, m: (n * d * m, _bytes(n, d, m))],
        "bias-addition-twice": [lambda n, d, m: (2 * n * d * m + n * m, _bytes(n, d, m))],
        "bias-addition-uncounted": [lambda n, d, m: (n * m * (2 * d - 1), _bytes(n, d, m))],
        "batch-uncounted": [
            lambda n, d, m: (2 * d * m, _bytes(1, d, m)),
            lambda n, d, m: (2 * d * m, _bytes(n, d, m)),
        ],
        "batch-reads-weights-again": [
            lambda n, d, m: (2 * n * d * m, 4 * n * (d + d * m + m + m)),
            lambda n, d, m: (2 * n * d * m, 4 * (n * d + n * d * m + m + n * m)),
        ],
        "weights-only-moved": [lambda n, d, m: (2 * n * d * m, 4 * (d * m + m))],
        "outputs-unmoved": [lambda n, d, m: (2 * n * d * m, 4 * (n * d + d * m + m))],
        "eight-bytes": [lambda n, d, m: (2 * n * d * m, 2 * _bytes(n, d, m))],
        "numbers-for-bytes": [lambda n, d, m: (2 * n * d * m, _bytes(n, d, m) // 4)],
        "biases-unmoved": [lambda n, d, m: (2 * n * d * m, _bytes(n, d, m) - 4 * m)],
        "order-swapped": [lambda n, d, m: (_bytes(n, d, m), 2 * n * d * m)],
    },
}
"""For each function that students write, its known wrong versions by misconception."""


def _bytes(n, d, m):
    return 4 * (n * d + d * m + m + n * m)

"""Wrong versions of the functions of exercise 07."""

import math
from typing import Any

from fclib.checks.engine.loops import ENDS, MISSES, noted, without
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Function

Shape = tuple[int, ...]


def _summed(parameters: Function) -> Function:
    """Make a wrong count of a network from what it gives for one layer's weight shape."""
    return lambda layers: sum(map(parameters, layers))


def _of_layers(kept: Any) -> Function:
    return lambda layers: sum(math.prod(shape) + shape[0] for shape in layers[kept])


CHAPTER = "07-parameters-and-cost"

_ROWS = {
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
                    shape[0] * (math.prod(shape[2:]) if len(shape) > 2 else shape[1]) + shape[0]
                )
            ),
        ],
        "kernel-side-once | M·C·k | a kernel has a height and a width.": [
            _summed(lambda shape: math.prod(shape[:3]) + shape[0])
        ],
        "returned-too-early": [_of_layers(slice(1))],
        "last-product-only": [_of_layers(slice(-1, None))],
        **{
            MISSES[end]: [noted(_of_layers(kept), without(end, ["layer"]))]
            for end, (kept, _) in ENDS.items()
        },
    },
    "linear_cost": {
        "multiplications-only | N·D·M | these are the multiplications. What is done with the "
        "products?": [lambda n, d, m: (n * d * m, _bytes(n, d, m))],
        "bias-addition-twice | 2·N·D·M + N·M | there is one addition too many for each output. How "
        "many add D products and a bias?": [
            lambda n, d, m: (2 * n * d * m + n * m, _bytes(n, d, m))
        ],
        "bias-addition-uncounted | N·M·(2·D − 1) | there is one addition too few for each output. "
        "What comes on top of the sum?": [lambda n, d, m: (n * m * (2 * d - 1), _bytes(n, d, m))],
        "batch-uncounted | the cost of one sample | this is what one sample costs.": [
            lambda n, d, m: (2 * d * m, _bytes(1, d, m)),
            lambda n, d, m: (2 * d * m, _bytes(n, d, m)),
        ],
        "batch-reads-weights-again | 4·N·(D + M·D + M + M) bytes | the weights are counted once "
        "for each sample; a batch shares them.": [
            lambda n, d, m: (2 * n * d * m, 4 * n * (d + d * m + m + m)),
            lambda n, d, m: (2 * n * d * m, 4 * (n * d + n * d * m + m + n * m)),
        ],
        "weights-only-moved | 4·(M·D + M) bytes | inputs and outputs have to be moved too.": [
            lambda n, d, m: (2 * n * d * m, 4 * (d * m + m))
        ],
        "outputs-unmoved | bytes without Y | the outputs have to be written somewhere.": [
            lambda n, d, m: (2 * n * d * m, 4 * (n * d + d * m + m))
        ],
        "eight-bytes | float64 | it is twice too much: how many bytes has a float32?": [
            lambda n, d, m: (2 * n * d * m, 2 * _bytes(n, d, m))
        ],
        "numbers-for-bytes | numbers, not bytes | this counts numbers; each takes several bytes.": [
            lambda n, d, m: (2 * n * d * m, _bytes(n, d, m) // 4)
        ],
        "biases-unmoved | bytes without b | the biases have to be moved too.": [
            lambda n, d, m: (2 * n * d * m, _bytes(n, d, m) - 4 * m)
        ],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""


def _bytes(n: int, d: int, m: int) -> Any:
    return 4 * (n * d + d * m + m + n * m)

"""Wrong versions of the function of exercise 02."""

import math

import numpy as np

from fclib.checks.engine.mistakes import Versions, mistakes
from fclib.checks.engine.subject import Array, Function


def rows(x: Array) -> Array:
    """Flatten each sample, also where there is none."""
    return np.reshape(x, (len(x), math.prod(x.shape[1:])))


def _layer(output: Function) -> Function:
    """Make a wrong layer from what it gives for flattened samples."""
    return lambda x, W, b: output(rows(x), W, b)


CHAPTER = "02-batch"

_ROWS: dict[str, Versions] = {
    "linear_forward": {
        "forward-untransposed": [
            _layer(lambda x, W, b: x @ W + b),
            _layer(lambda x, W, b: np.dot(x, W) + b),  # NumPy words its errors otherwise
        ],
        "forward-elementwise": [_layer(lambda x, W, b: x * W + b)],
        "input-not-flattened | x Wᵀ with x of shape (N, C, H, W) | a sample with several axes goes "
        "into the product as it is. The layer expects one row.": [lambda x, W, b: x @ W.T + b],
        "batch-flattened | all samples in one row | the samples have run together into one row. "
        "Which axis must stay?": [
            lambda x, W, b: x.flatten() @ W.T + b,
            lambda x, W, b: x.reshape(1, -1) @ W.T + b,
            lambda x, W, b: np.dot(x.flatten(), W.T) + b,
        ],
        "forward-columns | W Xᵀ + b | this is the formula for samples as columns. Here samples are "
        "rows.": [
            _layer(lambda x, W, b: W @ x.T + b[:, None]),
            _layer(lambda x, W, b: W @ x.T + b),
            lambda x, W, b: W @ x + b,
            lambda x, W, b: np.dot(W, x) + b,
        ],
        "last-sample-only | y of the last sample | each sample takes the place of the one before "
        "it, so only the last is left.": [
            _layer(lambda x, W, b: x[-1] @ W.T + b),
            _layer(lambda x, W, b: x[-1:] @ W.T + b),
            _layer(lambda x, W, b: x[-1] @ W.T + b if len(x) else np.zeros((0, len(W)))),
        ],
        "flatten-order | x flattened in another order than (C, H, W) | the shape is right and the "
        "features are in another order than the weights expect.": [
            lambda x, W, b: x.reshape(len(x), W.shape[1], order="F") @ W.T + b,
            lambda x, W, b: x.reshape(len(x), -1, order="F") @ W.T + b,
            lambda x, W, b: rows(np.moveaxis(x, 1, -1)) @ W.T + b,
        ],
        "reshape-empty-batch | reshape(0, −1) | with no samples, NumPy cannot work out −1. Say how "
        "many features there are.": [lambda x, W, b: x.reshape(len(x), -1) @ W.T + b],
        "bias-missing": [_layer(lambda x, W, b: x @ W.T)],
        "bias-subtracted": [_layer(lambda x, W, b: x @ W.T - b)],
        "bias-of-first-output": [_layer(lambda x, W, b: x @ W.T + b[:1])],
        "bias-column | Y = X Wᵀ + b as a column | b runs along the wrong axis. Each output has one "
        "bias: which axis is theirs?": [_layer(lambda x, W, b: x @ W.T + b[:, None])],
        "bias-per-sample | y_ni = Σ_j W_ij x_nj + b_n | every row got one bias for all its "
        "outputs. To what does one bias belong?": [
            _layer(lambda x, W, b: x @ W.T + np.resize(b, len(x))[:, None])
        ],
        "uint8-overflow | products in the type of x | W was turned into the type of x, which has "
        "no fractions and may end at 255.": [
            lambda x, W, b: rows(x) @ W.T.astype(x.dtype) + b,
            lambda x, W, b: rows(x) @ W.T.astype(x.dtype) + b.astype(x.dtype),
        ],
        "weights-reshaped | X · reshape(W) | the shape of W is right now, and its entries have "
        "moved. reshape is no transpose.": [
            _layer(lambda x, W, b: x @ W.reshape(W.shape[::-1]) + b)
        ],
        "activation-inside": [_layer(lambda x, W, b: np.maximum(0, x @ W.T + b))],
        "forward-mean": [
            _layer(lambda x, W, b: x @ W.T / max(1, len(x)) + b),
            _layer(lambda x, W, b: (x @ W.T + b) / max(1, len(x))),
            _layer(lambda x, W, b: x @ W.T / x.shape[1] + b),
        ],
        "returned-too-early": [_layer(lambda x, W, b: x[0] @ W.T + b)],
        "hard-coded-shape": [
            lambda x, W, b: x.reshape(-1, 3) @ W.T + b,
            lambda x, W, b: x.reshape(2, -1) @ W.T + b,
        ],
        "input-reshaped-in-place | x.shape = (N, −1) | the shape of the caller's own array is set. "
        "Reshaping gives an array of another shape instead.": [],
        "name-reused | C, H, W = x.shape | an argument's name was given to a number, and the array "
        "has no name any more.": [],
    }
}
WRONG = {name: mistakes(known) for name, known in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

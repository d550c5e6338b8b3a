"""Wrong versions of the function of exercise 02."""

import math

import numpy as np

from fclib.checks.engine.loops import Loop, too_short, zeros


def _rows(x):
    """Flatten each sample, also where there is none."""
    return np.reshape(x, (len(x), math.prod(x.shape[1:])))


def _layer(output):
    """Make a wrong layer from what it gives for flattened samples."""
    return lambda x, W, b: output(_rows(x), W, b)


def _result_like_x(x, W, b):
    y = np.zeros((len(x), len(W)), dtype=x.dtype)
    y[...] = _rows(x) @ W.T + b
    return y


def _one_bias_a_sample(rows, W, b):
    return rows @ W.T + np.resize(b, len(rows))[:, None]


_LOOPS = too_short(
    _layer(lambda x, W, b: x @ W.T + b),
    [
        Loop("sample", axis=0),
        Loop("output", axis=1),
        Loop("input", lambda case, kept: (_rows(case[0])[:, kept], case[1][:, kept], case[2])),
    ],
    starts=(zeros, None, lambda y, x, W, b: np.broadcast_to(b, y.shape)),
)


EXERCISE = 2

WRONG = {
    "linear_forward": {
        "forward-untransposed": [
            _layer(lambda x, W, b: x @ W + b),
            _layer(lambda x, W, b: np.dot(x, W) + b),  # NumPy words its errors otherwise
        ],
        "forward-elementwise": [_layer(lambda x, W, b: x * W + b)],
        "input-not-flattened": [lambda x, W, b: x @ W.T + b],
        "batch-flattened": [
            lambda x, W, b: x.flatten() @ W.T + b,
            lambda x, W, b: x.reshape(1, -1) @ W.T + b,
            lambda x, W, b: np.dot(x.flatten(), W.T) + b,
        ],
        "forward-columns": [
            _layer(lambda x, W, b: W @ x.T + b[:, None]),
            _layer(lambda x, W, b: W @ x.T + b),
            lambda x, W, b: W @ x + b,
            lambda x, W, b: np.dot(W, x) + b,
        ],
        "last-sample-only": [
            _layer(lambda x, W, b: x[-1] @ W.T + b),
            _layer(lambda x, W, b: x[-1:] @ W.T + b),
            _layer(lambda x, W, b: x[-1] @ W.T + b if len(x) else np.zeros((0, len(W)))),
        ],
        "flatten-order": [
            lambda x, W, b: x.reshape(len(x), W.shape[1], order="F") @ W.T + b,
            lambda x, W, b: x.reshape(len(x), -1, order="F") @ W.T + b,
            lambda x, W, b: _rows(np.moveaxis(x, 1, -1)) @ W.T + b,
        ],
        "reshape-empty-batch": [lambda x, W, b: x.reshape(len(x), -1) @ W.T + b],
        "bias-missing": [_layer(lambda x, W, b: x @ W.T)],
        "bias-subtracted": [_layer(lambda x, W, b: x @ W.T - b)],
        "bias-of-first-output": [_layer(lambda x, W, b: x @ W.T + b[:1])],
        "bias-column": [_layer(lambda x, W, b: x @ W.T + b[:, None])],
        "bias-per-sample": [_layer(_one_bias_a_sample)],
        "output-dtype-of-input": [
            _result_like_x,
            lambda x, W, b: (_rows(x) @ W.T + b).astype(x.dtype),
        ],
        "uint8-overflow": [
            lambda x, W, b: _rows(x) @ W.T.astype(x.dtype) + b,
            lambda x, W, b: _rows(x) @ W.T.astype(x.dtype) + b.astype(x.dtype),
        ],
        "weights-reshaped": [_layer(lambda x, W, b: x @ W.reshape(W.shape[::-1]) + b)],
        "activation-inside": [_layer(lambda x, W, b: np.maximum(0, x @ W.T + b))],
        "forward-mean": [
            _layer(lambda x, W, b: x @ W.T / max(1, len(x)) + b),
            _layer(lambda x, W, b: (x @ W.T + b) / max(1, len(x))),
            _layer(lambda x, W, b: x @ W.T / x.shape[1] + b),
        ],
        "returned-too-early": [_layer(lambda x, W, b: x[0] @ W.T + b)],
        "sign": [_layer(lambda x, W, b: -(x @ W.T) - b)],
        "hard-coded-shape": [
            lambda x, W, b: x.reshape(-1, 3) @ W.T + b,
            lambda x, W, b: x.reshape(2, -1) @ W.T + b,
        ],
        **_LOOPS,
    }
}
"""For each function that students write, its known wrong versions by misconception."""

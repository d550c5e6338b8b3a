"""Wrong versions of the function of exercise 04."""

from typing import Any

import numpy as np

from fclib.checks.engine.mistakes import Versions, mistakes
from fclib.checks.engine.subject import Array, Function
from fclib.checks.wrong.batch import rows


def _gradient(formula: Function) -> Function:
    """Make a wrong version from what it gives for flattened samples."""
    return lambda grad_y, x: formula(grad_y, rows(x))


def _dot_products(grad_y: Array, x: Array) -> list[Any]:
    return [upstream.T @ sample for upstream, sample in zip(grad_y, x, strict=True)]


def _filled_with_dot_products(grad_y: Array, x: Array) -> Array:
    return np.zeros((grad_y.shape[1], x.shape[1])) + sum(_dot_products(grad_y, x))


CHAPTER = "04-grad-W"

_ROWS: dict[str, Versions] = {
    "grad_W": {
        "grad-W-transposed | Xᵀ · ∂L/∂Y | this is the gradient of W's transpose. A gradient has "
        "the shape of its own variable.": [_gradient(lambda g, x: x.T @ g)],
        "grad-W-reshaped | reshape(Xᵀ · ∂L/∂Y) | the shape was mended and the entries have moved. "
        "reshape is no transpose.": [
            _gradient(lambda g, x: (x.T @ g).reshape(g.shape[1], x.shape[1])),
            _gradient(lambda g, x: g.reshape(g.shape[::-1]) @ x),
        ],
        "elementwise-product": [
            lambda g, x: g * x,
            _gradient(lambda g, x: g * x),
        ],
        "summed-along-another": [
            _gradient(lambda g, x: (g[:, :, None] * x[:, None]).sum(axis=1)),
            _gradient(lambda g, x: (g[:, :, None] * x[:, None]).sum(axis=2)),
        ],
        "grad-W-mean | (∂L/∂Y)ᵀ · X / N | it is N times too small. If the loss is a mean, grad_y "
        "has its 1/N already.": [_gradient(lambda g, x: g.T @ x / max(1, len(x)))],
        "grad-W-mean-twice | (∂L/∂Y)ᵀ · X / N² | it is N² times too small: it was divided by N "
        "twice.": [_gradient(lambda g, x: g.T @ x / max(1, len(x)) ** 2)],
        "grad-W-last-sample | outer product of the last sample | only the last sample is left. "
        "What do the others' gradients do?": [_gradient(lambda g, x: np.outer(g[-1], x[-1]))],
        "grad-W-first-sample | outer product of the first sample | only the first sample counts. "
        "What do the others' gradients do?": [_gradient(lambda g, x: np.outer(g[0], x[0]))],
        "grad-W-collapsed-batch | (mean or sum of ∂L/∂Y) times (sum of X) | the batch was added up "
        "before the product. Multiply within each sample first.": [
            _gradient(lambda g, x: np.outer(g.sum(axis=0), x.sum(axis=0))),
            _gradient(lambda g, x: np.outer(g.sum(axis=0), x.sum(axis=0)) / max(1, len(x))),
            _gradient(lambda g, x: np.outer(g.sum(axis=0), x.sum(axis=0)) / max(1, len(x)) ** 2),
        ],
        "grad-W-ignores-upstream | 1ᵀ · X | these are sums of inputs. What arrived at the outputs "
        "is not used.": [
            _gradient(lambda g, x: np.ones_like(g).T @ x),
            _gradient(lambda g, x: x.sum(axis=0)),
            _gradient(lambda g, x: x.sum(axis=0, keepdims=True)),
        ],
        "grad-W-unsummed | one outer product for each sample | each sample has its own matrix "
        "here; all samples use the same W.": [
            _gradient(lambda g, x: g[:, :, None] * x[:, None, :])
        ],
        "vector-transpose | g.T @ x of two vectors | a vector has one axis, so .T changes nothing: "
        "this is one number, not a matrix.": [
            _gradient(lambda g, x: sum(_dot_products(g, x))),
            _gradient(_dot_products),
            _gradient(_filled_with_dot_products),
        ],
        "input-not-flattened": [
            lambda g, x: g.T @ x,
            lambda g, x: np.dot(g.T, x),
            lambda g, x: np.tensordot(g, x, axes=(0, 0)),
        ],
        "batch-flattened": [
            lambda g, x: g.T @ x.flatten(),
            lambda g, x: g.T @ x.reshape(1, -1),
            lambda g, x: np.outer(g, x),
        ],
        "flatten-order": [
            lambda g, x: g.T @ x.reshape(rows(x).shape, order="F"),
            lambda g, x: g.T @ rows(np.moveaxis(x, 1, -1)),
        ],
        "reshape-empty-batch": [lambda g, x: g.T @ x.reshape(len(x), -1)],
        "hard-coded-shape": [
            lambda g, x: g.T @ x.reshape(2, -1),
            lambda g, x: g.T @ x.reshape(16, -1),
            lambda g, x: g.T @ x.reshape(-1, 2),
            lambda g, x: g.T @ x.reshape(-1, 3),
            lambda g, x: g.T @ x.reshape(-1, 800),
        ],
        "weight-decay-inside | (∂L/∂Y)ᵀ · X + λW | something in proportion to W was added. A "
        "penalty on weights belongs to the loss.": [],
    }
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

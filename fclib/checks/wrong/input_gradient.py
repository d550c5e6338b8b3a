"""Wrong versions of the function of exercise 03."""

import numpy as np

from fclib.checks.engine.mistakes import Versions, mistakes
from fclib.checks.engine.subject import Array


def _across(grad_y: Array, W: Array) -> Array:
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for j in range(W.shape[1]):
        grad_x[:, j] = grad_y[:, j] * W[j, j]
    return grad_x


CHAPTER = "03-grad-x"

_ROWS: dict[str, Versions] = {
    "grad_x": {
        "grad-x-untransposed | ∂L/∂Y · Wᵀ | the gradient went along W the way the forward pass "
        "goes. Which index is summed over?": [lambda grad_y, W: grad_y @ W.T],
        "grad-x-transposed | Wᵀ · (∂L/∂Y)ᵀ | every number is there, with samples as columns. The "
        "input has them as rows.": [lambda grad_y, W: W.T @ grad_y.T],
        "grad-x-columns | Wᵀ · ∂L/∂Y | this is the formula for one sample as a column. Here "
        "samples are rows.": [lambda grad_y, W: W.T @ grad_y],
        "grad-x-reshaped | reshape(Wᵀ · (∂L/∂Y)ᵀ) | the shape was mended and the entries have "
        "moved. reshape is no transpose.": [
            lambda grad_y, W: (W.T @ grad_y.T).reshape(len(grad_y), W.shape[1]),
        ],
        "elementwise-product | entry times entry | * multiplies entry by entry and sums nothing. "
        "Which products belong to one number?": [
            lambda grad_y, W: grad_y * W,
            lambda grad_y, W: grad_y * W.T,
        ],
        "summed-along-another | the right products, summed along another axis | the products are "
        "right, and another index is summed over than should be.": [
            lambda grad_y, W: (grad_y[:, :, None] * W).sum(axis=2),
            lambda grad_y, W: (grad_y[:, :, None] * W).sum(axis=0),
        ],
        "grad-x-mean | ∂L/∂Y · W / N | it is N times too small. Each sample has a row of its own; "
        "nothing is averaged.": [lambda grad_y, W: grad_y @ W / max(1, len(grad_y))],
        "grad-x-summed | Σ_n ∂L/∂y_n · W | the samples are added up. Each has its own input, and "
        "so its own gradient.": [
            lambda grad_y, W: (grad_y @ W).sum(axis=0),
            lambda grad_y, W: (grad_y @ W).sum(axis=0, keepdims=True),
            lambda grad_y, W: np.ones((len(grad_y), 1)) * (grad_y @ W).sum(axis=0),
        ],
        "grad-x-ignores-upstream | Σ_i W_ij for every sample | these are sums of weights. What "
        "arrived at the outputs is not used.": [
            lambda grad_y, W: np.ones_like(grad_y) @ W,
            lambda grad_y, W: W.sum(axis=0),
            lambda grad_y, W: W.sum(axis=0, keepdims=True),
        ],
        "grad-x-one-path | ∂L/∂y_ni · W_ij of one output i | an input reaches the loss through "
        "every output, and only one path is counted here.": [
            lambda grad_y, W: np.outer(grad_y[:, -1], W[-1]),
            lambda grad_y, W: np.outer(grad_y[:, 0], W[0]),
            _across,
        ],
        "returned-too-early": [
            lambda grad_y, W: grad_y[0] @ W,
            lambda grad_y, W: grad_y[:1] @ W,
            lambda grad_y, W: np.where(np.arange(len(grad_y))[:, None] == 0, grad_y @ W, 0),
        ],
        "last-sample-only": [
            lambda grad_y, W: grad_y[-1] @ W,
            lambda grad_y, W: grad_y[-1:] @ W,
        ],
        "weights-reshaped": [
            lambda grad_y, W: grad_y @ W.T.reshape(W.shape),
            lambda grad_y, W: grad_y @ W.reshape(W.shape[::-1]).T,
        ],
        "hard-coded-shape": [
            lambda grad_y, W: grad_y.reshape(2, -1) @ W,
            lambda grad_y, W: grad_y.reshape(-1, 3) @ W,
            lambda grad_y, W: grad_y[:, :3] @ W[:3],
            lambda grad_y, W: (grad_y @ W)[:, :2],
        ],
        "upstream-destroyed | grad_y changed in place | grad_y belongs to the caller, who may need "
        "it again. Put results into a new array.": [],
    }
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

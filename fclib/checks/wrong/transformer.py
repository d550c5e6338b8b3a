"""Wrong versions of the functions of exercise 13."""

from typing import Any

import numpy as np

from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function
from fclib.transformer import (
    TrainingMemory,
    lora_backward,
    tied_head_gradient,
    training_memory,
)

CHAPTER = "13-transformer"


def _scaled(factor: Function) -> Function:
    """Make a version whose update has another factor than alpha / r."""

    def version(grad_y: Array, x: Array, W: Array, A: Array, B: Array, alpha: float) -> Any:
        return lora_backward(grad_y, x, W, A, B, factor(alpha, len(A)) * len(A))

    return version


def _replaced(**changes: Any) -> Function:
    """Make a version with some of the three gradients computed otherwise."""

    def version(grad_y: Array, x: Array, W: Array, A: Array, B: Array, alpha: float) -> Any:
        right = lora_backward(grad_y, x, W, A, B, alpha)
        given = {
            name: change(grad_y, x, W, A, B, alpha / len(A)) for name, change in changes.items()
        }
        return right._replace(**given)

    return version


def _repeated_once(grad_scores: Array, hidden: Array, grad_x: Array, tokens: Array) -> Any:
    gradient = grad_scores.T @ hidden
    gradient[tokens] += grad_x
    return gradient


def _last_use(grad_scores: Array, hidden: Array, grad_x: Array, tokens: Array) -> Any:
    gradient = grad_scores.T @ hidden
    gradient[tokens] = grad_x
    return gradient


def _memory(change: Function) -> Function:
    """Make a version from the right counts: a function of them and of the arguments."""

    def version(n: int, in_features: int, out_features: int, rank: int | None) -> Any:
        right = training_memory(n, in_features, out_features, rank)
        return tuple(change(right, n, in_features, out_features, rank))

    return version


def _without_biases(right: TrainingMemory, n: int, D: int, M: int, rank: int | None) -> Any:
    if rank is None:
        return (2 * M * D, 2 * M * D, 12 * M * D, right.inputs)
    return right._replace(weights=right.weights - 2 * M)


def _all_trained(right: TrainingMemory, n: int, D: int, M: int, rank: int | None) -> Any:
    if rank is None:
        return right
    parameters = M * D + M + rank * (D + M)
    return right._replace(gradients=2 * parameters, optimizer=12 * parameters)


def _biases_trained(right: TrainingMemory, n: int, D: int, M: int, rank: int | None) -> Any:
    if rank is None:
        return right
    return right._replace(
        gradients=right.gradients + 2 * M,
        optimizer=right.optimizer + 12 * M,
    )


_ROWS: dict[str, dict[str, list[Any]]] = {
    "linear_tokens": {
        "tokens-flattened | (B, T·D) Wᵀ | each text has run together into one sample. Here every "
        "token is a sample.": [
            lambda x, W, b: x.reshape(len(x), -1) @ W.T + b,
            lambda x, W, b: x.reshape(len(x), int(np.prod(x.shape[1:]))) @ W.T + b,
        ],
        "tokens-not-unfolded | (B·T, M) | the tokens lie in one long list. Give them back the axes "
        "that came in.": [lambda x, W, b: x.reshape(-1, x.shape[-1]) @ W.T + b],
        "bias-missing": [lambda x, W, b: x @ W.T],
        "forward-untransposed": [lambda x, W, b: x @ W + b],
    },
    "lora_backward": {
        "alpha-not-over-r | α B A | the update is r times too strong: it is scaled by α divided by "
        "the rank.": [_scaled(lambda alpha, r: alpha)],
        "update-unscaled | B A | the update has no scale. What are α and the rank for?": [
            _scaled(lambda alpha, r: 1.0)
        ],
        "frozen-path-missing | (α/r) (G B) A | the gradient comes back through the update only. "
        "Frozen weights still carry it.": [
            _replaced(x=lambda grad_y, x, W, A, B, scale: scale * (grad_y @ B) @ A)
        ],
        "update-path-missing | G W | the gradient comes back through the frozen weights only.": [
            _replaced(x=lambda grad_y, x, W, A, B, scale: grad_y @ W)
        ],
    },
    "tied_head_gradient": {
        "tied-gradient-once | one of the two gradients | the table is used twice, and the gradient "
        "of one use is missing.": [
            lambda grad_scores, hidden, grad_x, tokens: grad_scores.T @ hidden,
            lambda grad_scores, *rest: tied_head_gradient(0 * grad_scores, *rest),
            _last_use,
        ],
        "repeated-word-once | E[tokens] += ∂L/∂X | a word that comes twice got one of its "
        "gradients: += with repeated indices adds once.": [_repeated_once],
    },
    "training_memory": {
        "optimizer-uncounted | weights and gradients only | the optimizer keeps numbers of its own "
        "for every trained parameter.": [
            _memory(lambda right, *_: right._replace(optimizer=0)),
        ],
        "master-uncounted | 8 bytes for Adam | two means are there, and a third array of float32 "
        "is not: the master copy.": [
            _memory(lambda right, *_: right._replace(optimizer=right.optimizer * 2 // 3)),
        ],
        "biases-uncounted": [_memory(_without_biases)],
        "frozen-weights-trained | gradients of W and b | frozen weights have neither gradients nor "
        "an optimizer.": [_memory(_all_trained), _memory(_biases_trained)],
        "middle-uncounted | 2 N D | ∂L/∂B needs an input too: what came out of A.": [
            _memory(lambda right, n, D, *_: right._replace(inputs=2 * n * D))
        ],
        "numbers-for-bytes": [
            _memory(
                lambda right, *_: (
                    right.weights // 2,
                    right.gradients // 2,
                    right.optimizer // 4,
                    right.inputs // 2,
                )
            )
        ],
    },
    "by hand": {
        "qkv-rows-interleaved | rows of queries, keys and values in turn | the rows lie in three "
        "blocks: all queries, then all keys, then all values.": [],
        "forward-only | 2 P N | this is the forward pass alone. What does a weight cost on the way "
        "back?": [],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

"""Wrong versions of the functions of exercise 11."""

import functools
from typing import Any

import numpy as np

from fclib.activation import relu
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function
from fclib.linear import linear_backward, linear_forward
from fclib.sharding import shards, split_backward, split_forward

CHAPTER = "11-many-machines"


def backward_parts(function: Function) -> Function:
    """Make a function of a list with three gradients for each machine give three arrays.

    The first axis of each is the machine: so results of any number of machines can be compared.
    """

    @functools.wraps(function)
    def joined(grad_y: Array, x: Array, W: Array, axis: str, p: int) -> Any:
        return tuple(map(np.array, zip(*function(grad_y, x, W, axis, p), strict=True)))

    return joined


def _forward(change: Function) -> Function:
    """Make a version from what becomes of the machines' parts where they are summed."""

    def version(x: Array, W: Array, b: Array, axis: str, p: int) -> Any:
        if axis != "D":
            return np.array(split_forward(x, W, b, axis, p))
        held = shards("D", p, len(x), x.shape[1], len(W))
        partial = np.array([linear_forward(x[:, s.d], W[:, s.d]) for s in held])
        return np.array(change(partial, b, p))

    return version


def _everywhere(y: Any, p: int) -> Any:
    return [y] * p


def _other_orientation(function: Function) -> Function:
    """Make a version that takes the rows of W for its inputs and the columns for its outputs."""

    def version(*arguments: Any) -> Any:
        *arrays, axis, p = arguments
        return function(*arrays, {"N": "N", "M": "D", "D": "M"}[axis], p)

    return version


def _own(grad_y: Array, x: Array, W: Array, axis: str, p: int) -> list[Any]:
    held = shards(axis, p, len(x), x.shape[1], len(W))
    return [linear_backward(grad_y[s.n, s.m], x[s.n, s.d], W[s.m, s.d]) for s in held]


def _backward(change: Function) -> Any:
    """Make a version from what becomes of the sums: a function of the right one and of p."""

    def version(grad_y: Array, x: Array, W: Array, axis: str, p: int) -> list[Any]:
        right = split_backward(grad_y, x, W, axis, p)
        summed = {"N": ("W", "b"), "M": ("x",), "D": ()}[axis]
        return [
            grads._replace(**{name: change(getattr(grads, name), p) for name in summed})
            for grads in right
        ]

    return backward_parts(version)


def _along(axes: Any, version: Function) -> Function:
    """Take a version along some axes, and what is right along the others."""

    def mixed(grad_y: Array, x: Array, W: Array, axis: str, p: int) -> Any:
        right = backward_parts(split_backward)
        return (version if axis in axes else right)(grad_y, x, W, axis, p)

    return mixed


def _mean_of_weights(grad_y: Array, x: Array, W: Array, axis: str, p: int) -> list[Any]:
    right = split_backward(grad_y, x, W, axis, p)
    return [grads._replace(W=grads.W / p) if axis == "N" else grads for grads in right]


def _biases_unsummed(grad_y: Array, x: Array, W: Array, axis: str, p: int) -> Any:
    right = split_backward(grad_y, x, W, axis, p)
    if axis != "N":
        return right
    own = _own(grad_y, x, W, axis, p)
    return [grads._replace(b=mine.b) for grads, mine in zip(right, own, strict=True)]


def _numbers(factor: Function, summed: Function | None = None) -> Function:
    def version(n: int, D: int, M: int, axis: str, p: int) -> Any:
        K = {"N": M * D + M, "M": n * D, "D": n * M}
        return factor(p) * (K if summed is None else summed(n, D, M, K))[axis]

    return version


def _ring(p: int) -> Any:
    return 2 * (p - 1) / p


def _two_layers(hidden_of: Function, output: Function | None = None) -> Function:
    """Make a version of two layers from what the machines hold of the hidden units."""

    def version(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, p: int) -> Any:
        parts = hidden_of(x, W1, b1, p)
        held = shards("D", p, len(x), len(W1), len(W2))
        partial = [linear_forward(a, W2[:, s.d]) for a, s in zip(parts, held, strict=True)]
        return sum(partial) + b2 if output is None else output(partial, b2, p)

    return version


def _hidden(x: Array, W1: Array, b1: Array, p: int) -> list[Any]:
    return [relu(z) for z in split_forward(x, W1, b1, "M", p)]


def _relu_before_sum(x: Array, W1: Array, b1: Array, W2: Array, b2: Array, p: int) -> Any:
    # The first layer split over its inputs, where they can be; ReLU on each part.
    p = p if x.shape[1] % p == 0 else 1
    held = shards("D", p, len(x), x.shape[1], len(W1))
    hidden = sum(relu(linear_forward(x[:, s.d], W1[:, s.d])) for s in held) + b1
    return linear_forward(hidden, W2, b2)


_ROWS = {
    "split_forward": {
        "bias-on-every-machine | Σ_k (X_k W_kᵀ + b) | the bias is there once for each machine. To "
        "which of the parts does it belong?": [
            _forward(lambda parts, b, p: _everywhere(sum(parts) + p * b, p))
        ],
        "bias-missing": [_forward(lambda parts, b, p: _everywhere(sum(parts), p))],
        "all-reduce-missing | each machine's own part | each machine has its own part of a sum. "
        "Who adds the parts?": [
            _forward(lambda parts, b, p: parts + b),
            _forward(lambda parts, b, p: parts),
            _forward(lambda parts, b, p: parts + b / p),
        ],
        "all-reduce-twice | p Σ_k | the sum was added up once more over the machines: p times too "
        "large.": [_forward(lambda parts, b, p: _everywhere(p * sum(parts) + b, p))],
        "mean-for-sum | 1/p Σ_k | a mean over the machines in place of the sum: p times too "
        "small.": [_forward(lambda parts, b, p: _everywhere(sum(parts) / p + b, p))],
        "wrong-axis-for-orientation | columns of W for its outputs | inputs and outputs are "
        "exchanged. Which axis of W are the outputs here?": [_other_orientation(split_forward)],
    },
    "split_backward": {
        "all-reduce-missing": [
            backward_parts(_own),
            *(_along(axis, backward_parts(_own)) for axis in "NM"),
        ],
        "biases-not-reduced | ∂L/∂b of a machine's own samples | the biases see all samples too: "
        "their gradient is summed over the machines as well.": [backward_parts(_biases_unsummed)],
        "all-reduce-twice": [
            _backward(lambda total, p: p * total),
            *(_along(axis, _backward(lambda total, p: p * total)) for axis in "NM"),
        ],
        "mean-for-sum": [
            _backward(lambda total, p: total / p),
            *(_along(axis, _backward(lambda total, p: total / p)) for axis in "NM"),
            backward_parts(_mean_of_weights),
        ],
        "wrong-axis-for-orientation": [backward_parts(_other_orientation(split_backward))],
    },
    "all_reduce_numbers": {
        "half-of-the-ring | (p − 1)/p K | this is the first half of the ring: then each machine "
        "has only a p-th of the sum.": [_numbers(lambda p: (p - 1) / p)],
        "everyone-to-everyone | (p − 1) K | whole arrays go round here. On a ring a step moves a "
        "p-th of them.": [_numbers(lambda p: p - 1), _numbers(lambda p: 2 * (p - 1))],
        "biases-uncounted": [
            _numbers(_ring, lambda n, D, M, K: K | {"N": M * D}),
        ],
        "wrong-axis-for-orientation": [
            _numbers(_ring, lambda n, D, M, K: {"N": K["N"], "M": K["D"], "D": K["M"]})
        ],
    },
    "two_layers_split": {
        "relu-before-sum | Σ_k max(0, X_k W_kᵀ) | ReLU met parts of a sum. It has to wait for the "
        "whole of it.": [_relu_before_sum],
        "relu-missing | (X W₁ᵀ + b₁) W₂ᵀ + b₂ | two layers with nothing between them are one.": [
            _two_layers(lambda x, W1, b1, p: split_forward(x, W1, b1, "M", p))
        ],
        "bias-on-every-machine": [
            _two_layers(_hidden, lambda partial, b2, p: sum(partial) + p * b2)
        ],
        "mean-for-sum": [_two_layers(_hidden, lambda partial, b2, p: sum(partial) / p + b2)],
        "all-reduce-missing": [_two_layers(_hidden, lambda partial, b2, p: partial[0] + b2)],
    },
    "by hand": {
        "unequal-shards-averaged | mean of means | a mean of means counts each machine alike, "
        "however many samples it has.": [],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

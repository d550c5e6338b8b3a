"""Layers for exercise 06, right ones and some with a mistake, for a gradient checker to tell apart.

Each is a pair ``forward(x, W, b)`` and ``backward(grad_y, x, W)``, which returns the gradients of
x, W and b.
"""

import numpy as np


def right():
    """Return right layers by what sets each apart."""
    return {
        "a fully connected layer": (_linear, _linear_backward),
        "one with a tanh behind it": (_tanh, _tanh_backward),
        "one whose outputs are in the thousands": _scaled(4096.0),
        "one whose outputs are in the thousandths": _scaled(1 / 4096),
        "one that ignores its biases": (
            lambda x, W, b: x @ W.T,
            lambda grad_y, x, W: (grad_y @ W, grad_y.T @ x, np.zeros(len(W))),
        ),
    }


def broken():
    """Return layers with a mistake, by what is wrong; each is new, since some keep a state."""
    return {
        "its grad_x has the opposite sign": _with(x=lambda g, x, W: -(g @ W)),
        "its grad_x goes through the transpose of W": _with(x=lambda g, x, W: g @ W.T),
        "its grad_x does not use grad_y": _with(
            x=lambda g, x, W: np.ones_like(g) @ W,
        ),
        "its gradients take the mean of grad_y over the outputs": (
            _linear,
            lambda g, x, W: _linear_backward(
                np.broadcast_to(g.mean(axis=1, keepdims=True), g.shape), x, W
            ),
        ),
        "its grad_W is divided by the batch": _with(W=lambda g, x, W: g.T @ x / len(x)),
        "its grad_W is that of the last sample": _with(W=lambda g, x, W: np.outer(g[-1], x[-1])),
        "its grad_W does not use grad_y": _with(W=lambda g, x, W: np.ones_like(g).T @ x),
        "its grad_W adds up the batch first": _with(
            W=lambda g, x, W: np.outer(g.mean(axis=0), x.sum(axis=0))
        ),
        "its grad_W is transposed by reshaping": _with(
            W=lambda g, x, W: (x.T @ g).reshape(W.shape)
        ),
        "its grad_W is half as large": _with(W=lambda g, x, W: g.T @ x / 2),
        "its grad_W is 1 % too large": _with(W=lambda g, x, W: g.T @ x * 1.01),
        "its grad_b is that of the mean": _with(b=lambda g, x, W: g.mean(axis=0)),
        "its grad_b is all ones": _with(b=lambda g, x, W: np.ones(len(W))),
        "its grad_b is smaller by 1 everywhere": _with(b=lambda g, x, W: g.sum(axis=0) - 1),
        "its grad_b has the shape (1, M)": _with(b=lambda g, x, W: g.sum(axis=0, keepdims=True)),
        "it takes the number of outputs for that of inputs": _with(
            x=lambda g, x, W: np.resize(g @ W, g.shape)
        ),
        "its outputs are in the thousandths and its grad_W is half as large": (
            lambda x, W, b: _linear(x, W, b) / 4096,
            lambda g, x, W: (g @ W / 4096, g.T @ x / 8192, g.sum(axis=0) / 4096),
        ),
        "its backward pass forgets the tanh": (_tanh, _linear_backward),
        "its second backward pass adds the first": (_linear, _accumulating()),
    }


def _linear(x, W, b):
    return x @ W.T + b


def _linear_backward(grad_y, x, W):
    return grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)


# The bias is not passed to backward, so it is not in the tanh: y = tanh(x Wᵀ) + b.
def _tanh(x, W, b):
    return np.tanh(x @ W.T) + b


def _tanh_backward(grad_y, x, W):
    inner = grad_y * (1 - np.tanh(x @ W.T) ** 2)
    return inner @ W, inner.T @ x, grad_y.sum(axis=0)


def _scaled(factor):
    return (
        lambda x, W, b: factor * _linear(x, W, b),
        lambda grad_y, x, W: tuple(factor * g for g in _linear_backward(grad_y, x, W)),
    )


def _with(**wrong):
    """Return the fully connected layer with another formula for one of its gradients."""

    def backward(grad_y, x, W):
        right_ones = zip("xWb", _linear_backward(grad_y, x, W), strict=True)
        return tuple(
            wrong[name](grad_y, x, W) if name in wrong else gradient
            for name, gradient in right_ones
        )

    return _linear, backward


def _accumulating():
    kept = []

    def backward(grad_y, x, W):
        gradients = _linear_backward(grad_y, x, W)
        kept.append(gradients)
        same = [
            g for g in kept if all(a.shape == b.shape for a, b in zip(g, gradients, strict=True))
        ]
        return tuple(map(sum, zip(*same, strict=True)))

    return backward

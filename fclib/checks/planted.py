"""Layers for exercise 06, right ones and some with a mistake, for a gradient checker to tell apart.

Each is a pair ``forward(x, W, b)`` and ``backward(grad_y, x, W)``, which returns the gradients of
x, W and b.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from fclib.checks.engine.subject import Array, Function, Rng

Layer = tuple[Function, Function]


class Kind(NamedTuple):
    """A kind of layer: y = outer(x Wᵀ) + biases · b.

    The bias is not passed to ``backward``, so it is not in ``outer``.

    Attributes
    ----------
    outer, slope : callable
        What is done to each entry of x Wᵀ, and the derivative of that.
    biases : float
        What the biases are multiplied by.
    """

    outer: Function
    slope: Function
    biases: float = 1.0


PLAIN = Kind(lambda z: z, np.ones_like)
TANH = Kind(np.tanh, lambda z: 1 - np.tanh(z) ** 2)


def scaled(factor: float) -> Kind:
    """Return the kind of a fully connected layer whose outputs are larger by a factor."""
    return Kind(lambda z: factor * z, lambda z: np.full_like(z, factor), factor)


def drawn(rng: Rng) -> Kind:
    """Draw a kind: sums of a straight line and a sine, in the thousands or the thousandths.

    Nobody knows its numbers without trying them, so whoever remembers other layers is not helped.
    """
    factor = rng.choice([1 / 4096, 1.0, 4096.0]) * rng.choice([-1, 1])
    line, wave, rate, biases = rng.uniform(0.5, 1.5, 4)
    return Kind(
        lambda z: factor * (line * z + wave * np.sin(rate * z)),
        lambda z: factor * (line + wave * rate * np.cos(rate * z)),
        factor * biases,
    )


def right() -> dict[str, Layer]:
    """Return right layers by what sets each apart."""
    return {
        "a fully connected layer": layer(PLAIN),
        "one with a tanh behind it": layer(TANH),
        "one whose outputs are in the thousands": layer(scaled(4096.0)),
        "one whose outputs are in the thousandths": layer(scaled(1 / 4096)),
        "one that ignores its biases": layer(PLAIN._replace(biases=0.0)),
    }


def broken(kind: Callable[[Kind], Kind] = lambda usual: usual) -> dict[str, Layer]:
    """Return layers with a mistake, by what is wrong; each is new, since some keep a state.

    ``kind`` takes the usual kind of each and returns the one to plant the mistake in.
    """
    linear, half = {name: kind(PLAIN) for name in WRONG}, kind(scaled(1 / 4096))
    curved, piling = kind(TANH), kind(PLAIN)
    return {
        **{name: layer(linear[name], **wrong) for name, wrong in WRONG.items()},
        "its outputs are in the thousandths and its grad_W is half as large": layer(
            half, W=lambda g, x, W: g.T @ x / 2
        ),
        "its backward pass forgets the tanh": layer(
            curved._replace(slope=lambda z: curved.slope(np.zeros_like(z))),
            forward=layer(curved)[0],
        ),
        "its second backward pass adds the first": _accumulating(*layer(piling)),
    }


def layer(
    kind: Kind,
    forward: Function | None = None,
    grad_y: Function = lambda g: g,
    **wrong: Function,
) -> Layer:
    """Return a layer of a kind: its forward and its backward pass.

    Parameters
    ----------
    kind : Kind
    forward : callable, optional
        Another forward pass.
    grad_y : callable
        What is done to grad_y before anything else.
    **wrong
        Other formulas for ``x``, ``W`` or ``b``: each takes the gradient at x Wᵀ, or for b at
        biases · b, and x and W.
    """
    formulas = GRADIENTS | wrong

    def usual(x: Array, W: Array, b: Array) -> Array:
        y: Array = kind.outer(x @ W.T) + kind.biases * b
        return y

    def backward(g: Array, x: Array, W: Array) -> tuple[Array, ...]:
        g = grad_y(g)
        inner = g * kind.slope(x @ W.T)
        return (
            formulas["x"](inner, x, W),
            formulas["W"](inner, x, W),
            formulas["b"](kind.biases * g, x, W),
        )

    return forward or usual, backward


GRADIENTS: dict[str, Function] = {
    "x": lambda g, x, W: g @ W,
    "W": lambda g, x, W: g.T @ x,
    "b": lambda g, x, W: g.sum(axis=0),
}

WRONG: dict[str, dict[str, Function]] = {
    "its grad_x has the opposite sign": {"x": lambda g, x, W: -(g @ W)},
    "its grad_x goes through the transpose of W": {"x": lambda g, x, W: g @ W.T},
    "its grad_x does not use grad_y": {"x": lambda g, x, W: np.ones_like(g) @ W},
    "its grad_x takes the columns of W in the opposite order": {
        "x": lambda g, x, W: g @ W[:, ::-1]
    },
    "its gradients come from the largest entry of grad_y alone": {
        "grad_y": lambda g: np.where(np.abs(g) == np.abs(g).max(), g, 0)
    },
    "its gradients take the mean of grad_y over the outputs": {
        "grad_y": lambda g: np.broadcast_to(g.mean(axis=1, keepdims=True), g.shape)
    },
    "its grad_W is divided by the batch": {"W": lambda g, x, W: g.T @ x / len(x)},
    "its grad_W is that of the last sample": {"W": lambda g, x, W: np.outer(g[-1], x[-1])},
    "its grad_W does not use grad_y": {"W": lambda g, x, W: np.ones_like(g).T @ x},
    "its grad_W adds up the batch first": {
        "W": lambda g, x, W: np.outer(g.mean(axis=0), x.sum(axis=0))
    },
    "its grad_W is transposed by reshaping": {"W": lambda g, x, W: (x.T @ g).reshape(W.shape)},
    "its grad_W is half as large": {"W": lambda g, x, W: g.T @ x / 2},
    "its grad_W is 1 % too large": {"W": lambda g, x, W: g.T @ x * 1.01},
    "its grad_b is that of the mean": {"b": lambda g, x, W: g.mean(axis=0)},
    "its grad_b is all ones": {"b": lambda g, x, W: np.ones(len(W))},
    "its grad_b is smaller by 1 everywhere": {"b": lambda g, x, W: g.sum(axis=0) - 1},
    "its grad_b has the shape (1, M)": {"b": lambda g, x, W: g.sum(axis=0, keepdims=True)},
    "it takes the number of outputs for that of inputs": {
        "x": lambda g, x, W: np.resize(g @ W, g.shape)
    },
}
"""What is wrong with layers in one formula: see `layer`."""


def _accumulating(forward: Function, backward: Function) -> Layer:
    kept: list[tuple[Array, ...]] = []

    def adding(grad_y: Array, x: Array, W: Array) -> tuple[Array, ...]:
        gradients = backward(grad_y, x, W)
        kept.append(gradients)
        same = [
            g for g in kept if all(a.shape == b.shape for a, b in zip(g, gradients, strict=True))
        ]
        return tuple(sum(each[1:], each[0]) for each in zip(*same, strict=True))

    return forward, adding

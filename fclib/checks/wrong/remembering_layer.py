"""Wrong versions of the class of exercise 05."""

from typing import Any

import numpy as np

from fclib.checks.engine.mistakes import ORDER, SIGN, Versions, mistakes
from fclib.checks.engine.subject import Array, Function
from fclib.checks.engine.versions import in_other_orders, negated
from fclib.checks.wrong.batch import WRONG as LAYERS
from fclib.checks.wrong.batch import rows
from fclib.checks.wrong.whole_layer import (
    BACKWARD,
    FACTORS,
    FILLED,
    each,
    fortran,
    right_gradients,
)


class _Layer:
    """The right layer; wrong ones differ from it in one thing."""

    output = staticmethod(lambda x, W, b: rows(x) @ W.T + b)
    gradients = staticmethod(right_gradients)

    def __init__(self, W: Array, b: Array) -> None:
        self.W, self.b = W, b
        self.inputs: list[Array] = []
        self.grad_W, self.grad_b = np.zeros(W.shape), np.zeros(b.shape)

    def forward(self, x: Array) -> Array:
        self.inputs.append(x)
        return self.output(x, self.W, self.b)

    def backward(self, grad_y: Array) -> Array:
        grad_x, grad_W, grad_b = self.gradients(grad_y, self.inputs.pop(), self.W)
        self.add(grad_W, grad_b)
        return grad_x

    def add(self, grad_W: Array, grad_b: Array) -> None:
        self.grad_W = self.grad_W + grad_W
        self.grad_b = self.grad_b + grad_b

    def zero_grad(self) -> None:
        self.grad_W, self.grad_b = np.zeros(self.W.shape), np.zeros(self.b.shape)


def _layer(**parts: Any) -> type[_Layer]:
    """Make a layer that differs from the right one in some of its parts."""
    return type("Linear", (_Layer,), parts)


def _gradients(backward: Function) -> type[_Layer]:
    return _layer(gradients=staticmethod(backward))


def _output(forward: Function) -> type[_Layer]:
    return _layer(output=staticmethod(forward))


class _LastInput(_Layer):
    def forward(self, x: Array) -> Array:
        self.inputs = [x]
        return self.output(x, self.W, self.b)

    def backward(self, grad_y: Array) -> Array:
        self.inputs *= 2  # one to take, one to stay
        return super().backward(grad_y)


class _OldestInput(_Layer):
    def backward(self, grad_y: Array) -> Array:
        self.inputs.append(self.inputs.pop(0))
        return super().backward(grad_y)


class _Overwritten(_Layer):
    def add(self, grad_W: Array, grad_b: Array) -> None:
        self.grad_W, self.grad_b = grad_W, grad_b


class _WeightsOverwritten(_Layer):
    def add(self, grad_W: Array, grad_b: Array) -> None:
        self.grad_W, self.grad_b = grad_W, self.grad_b + grad_b


class _BiasesOverwritten(_Layer):
    def add(self, grad_W: Array, grad_b: Array) -> None:
        self.grad_W, self.grad_b = self.grad_W + grad_W, grad_b


def _weights_not_zeroed(self: _Layer) -> None:
    self.grad_b = np.zeros(self.b.shape)


def _biases_not_zeroed(self: _Layer) -> None:
    self.grad_W = np.zeros(self.W.shape)


def _learning(factor: float, *, before: bool) -> list[type[_Layer]]:
    """Make layers that take a step in their backward pass, before grad_x or after it.

    One steps by what this backward gives, the other by all that has added up.
    """

    def version(added_up: bool) -> type[_Layer]:
        def backward(self: Any, grad_y: Array) -> Array:
            x, old = self.inputs.pop(), self.W
            _, *steps = self.gradients(grad_y, x, old)
            self.add(*steps)
            if added_up:
                steps = self.grad_W, self.grad_b
            self.W, self.b = old - factor * steps[0], self.b - factor * steps[1]
            return self.gradients(grad_y, x, self.W if before else old)[0]

        return _layer(backward=backward)

    return [version(added_up=False), version(added_up=True)]


_CLASS: Versions = {
    "stale-cache | gradients with another forward's x | the gradient takes the input of another "
    "forward call. Through which one does this backward go back?": [_LastInput, _OldestInput],
    "gradients-overwrite | only the last use's gradients | the layer was used twice before its "
    "gradients were read, and one use is missing.": [
        _Overwritten,
        _WeightsOverwritten,
        _BiasesOverwritten,
    ],
    "gradients-accumulate | gradients added to those of earlier calls | there is more than this "
    "batch gave. What is left from the one before?": [
        _layer(zero_grad=lambda self: None),
        _layer(zero_grad=_weights_not_zeroed),
        _layer(zero_grad=_biases_not_zeroed),
    ],
    "update-before-grad-x | ∂L/∂X with the weights of after the step | the weights had changed "
    "before the gradient went back through them.": [
        layer for factor in FACTORS for layer in _learning(factor, before=True)
    ],
    "weights-destroyed": [layer for factor in FACTORS for layer in _learning(factor, before=False)],
    "flatten-order": [
        _layer(
            output=staticmethod(lambda x, W, b: x.reshape(len(x), -1, order="F") @ W.T + b),
            gradients=staticmethod(fortran),
        )
    ],
    # Known by what a layer learns.
    "biases-not-updated | b1 or b2 left as it was | not all biases learn. Where is the update of "
    "each?": [],
}

# They show with arguments which the checks of the class do not have.
_NOT_HERE = {"reshape-empty-batch"}

# linear_forward is given; these happen to those who write the product once more.
_FORWARD = {
    "activation-inside",
    "bias-missing",
    "bias-subtracted",
    "flatten-order",
    "forward-untransposed",
    "input-not-flattened",
}

CHAPTER = "05-grad-b"

WRONG = {
    "Linear": mistakes(
        _CLASS,
        each(_gradients, BACKWARD, _NOT_HERE | set(FILLED)),
        each(_gradients, {SIGN: negated(right_gradients, 3)}),
        each(_gradients, {ORDER: in_other_orders(right_gradients, 3)}),
        each(_gradients, FILLED),
        each(_output, LAYERS["linear_forward"], set(LAYERS["linear_forward"]) - _FORWARD),
    )
}
"""For each class that students write, its known wrong versions by misconception."""

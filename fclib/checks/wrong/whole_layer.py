"""Wrong versions of the functions and of the class of exercise 05."""

from itertools import permutations

import numpy as np

from fclib.checks.wrong.batch import WRONG as LAYERS
from fclib.checks.wrong.input_gradient import WRONG as GRADIENTS_OF_X
from fclib.checks.wrong.weight_gradient import WRONG as GRADIENTS_OF_W

FACTORS = (1, 0.5, 0.1, 0.05, 0.01, 0.001)
"""Learning rates and strengths of a penalty that people write down without being asked."""

_BIASES = {
    "grad-b-unsummed": [lambda g: g],
    "grad-b-mean": [lambda g: g.sum(axis=0) / max(1, len(g))],
    "grad-b-wrong-axis": [lambda g: g.sum(axis=1)],
    "grad-b-scalar": [lambda g: g.sum(), lambda g: np.full(g.shape[1], g.sum())],
    "grad-b-keepdims": [
        lambda g: g.sum(axis=0, keepdims=True),
        lambda g: g.sum(axis=0)[:, None],
    ],
    "grad-b-ones": [
        lambda g: np.ones(g.shape[1]),
        lambda g: np.ones(g.shape),
        lambda g: np.ones(g.shape).sum(axis=0),
        lambda g: 1,
    ],
    "grad-b-zeros": [
        lambda g: np.zeros(g.shape[1]),
        lambda g: np.zeros(g.shape),
        lambda g: 0,
    ],
    "grad-b-last-sample": [lambda g: g[-1]],
    "grad-b-first-sample": [lambda g: g[0]],
    "sign": [lambda g: -g.sum(axis=0)],
}


def _rows(x):
    """Flatten each sample, also where there is none."""
    return np.reshape(x, (len(x), int(np.prod(x.shape[1:]))))


def _right_x(grad_y, W):
    return grad_y @ W


def _right_W(grad_y, x):
    return grad_y.T @ _rows(x)


def _right_b(grad_y):
    return grad_y.sum(axis=0)


def _right(grad_y, x, W):
    return _right_x(grad_y, W).reshape(x.shape), _right_W(grad_y, x), _right_b(grad_y)


def _with(grad_x=_right_x, grad_W=_right_W, grad_b=_right_b):
    """Put three gradients together, some of them wrong; grad_x gets the shape of x if it fits."""

    def version(grad_y, x, W):
        at_input = grad_x(grad_y, W)
        if at_input.shape == _rows(x).shape:
            at_input = at_input.reshape(x.shape)
        return at_input, grad_W(grad_y, x), grad_b(grad_y)

    return version


def _flat(grad_x):
    """Leave grad_x in the shape that it has."""
    return lambda grad_y, x, W: (grad_x(grad_y, W), _right_W(grad_y, x), _right_b(grad_y))


def _changed(change):
    """Change the three right gradients; ``change`` gets the samples and the weights too."""
    return lambda grad_y, x, W: change(*_right(grad_y, x, W), len(x), W)


def _sample(n):
    """Take one sample for all of them."""
    return _with(
        grad_W=lambda grad_y, x: np.outer(grad_y[n], _rows(x)[n]), grad_b=lambda grad_y: grad_y[n]
    )


def _fortran(grad_y, x, W):
    rows = x.reshape((len(x), W.shape[1]), order="F")
    return (grad_y @ W).reshape(x.shape, order="F"), grad_y.T @ rows, _right_b(grad_y)


def _channels_last(grad_y, x, W):
    moved = np.moveaxis(x, 1, -1) if x.ndim > 2 else x
    grad_x = (grad_y @ W).reshape(moved.shape)
    grad_x = np.moveaxis(grad_x, -1, 1) if x.ndim > 2 else grad_x
    return grad_x, grad_y.T @ _rows(moved), _right_b(grad_y)


def _cut_like_x(grad_y, x, W):
    grad_x = np.zeros(x.shape, x.dtype)
    grad_x[...] = (grad_y @ W).reshape(x.shape)
    return grad_x, _right_W(grad_y, x), _right_b(grad_y)


def _both_cut_like_x(grad_y, x, W):
    grad_x, grad_W, grad_b = _cut_like_x(grad_y, x, W)
    return grad_x, grad_W.astype(x.dtype), grad_b


def _joined(*groups):
    """Join dicts of lists of versions."""
    return {
        id_: [version for group in groups for version in group.get(id_, [])]
        for id_ in dict.fromkeys(id_ for group in groups for id_ in group)
    }


def _each(make, versions, leave_out=()):
    """Make a version of a whole from every wrong version of a part."""
    return {
        id_: [make(version) for version in known]
        for id_, known in versions.items()
        if id_ not in leave_out
    }


_BACKWARD = _joined(
    # First: for images, a version below that shows with other arguments only looks like it.
    {"grad-x-not-reshaped": [_flat(_right_x)]},
    _each(_flat, GRADIENTS_OF_X["grad_x"], {"hard-coded-shape", "output-dtype-of-input"}),
    # Whoever writes the sizes of an example into the code has met the checks of exercises 3 and 4.
    _each(
        lambda part: _with(grad_x=part),
        GRADIENTS_OF_X["grad_x"],
        {"hard-coded-shape", "output-dtype-of-input"},
    ),
    _each(lambda part: _with(grad_W=part), GRADIENTS_OF_W["grad_W"], {"hard-coded-shape"}),
    _each(lambda part: _with(grad_b=part), _BIASES),
    {
        "grad-x-transposed": [lambda g, x, W: (_right(g, x, W)[0].T, *_right(g, x, W)[1:])],
        "grad-W-mean": [
            _changed(lambda x, W, b, n, _: (x, W / max(1, n), b / max(1, n))),
            _changed(lambda x, W, b, n, _: (x / max(1, n), W / max(1, n), b / max(1, n))),
        ],
        "grad-W-last-sample": [_sample(-1)],
        "grad-W-first-sample": [_sample(0)],
        "weight-decay-inside": [
            _changed(lambda x, W, b, n, w, factor=factor: (x, W + factor * w, b))
            for factor in (2, *FACTORS)
        ],
        "order-swapped": [
            _changed(lambda *five, order=order: tuple(five[i] for i in order))
            for order in permutations(range(3))
            if order != (0, 1, 2)
        ],
        "sign": [_changed(lambda x, W, b, n, _: (-x, -W, -b))],
        "input-not-flattened": [lambda g, x, W: (g @ W, g.T @ x, _right_b(g))],
        "flatten-order": [
            _fortran,
            _channels_last,
            lambda g, x, W: (_fortran(g, x, W)[0], *_right(g, x, W)[1:]),
        ],
        "output-dtype-of-input": [
            _cut_like_x,
            _both_cut_like_x,
            _with(grad_x=lambda g, W: (g @ W).astype(g.dtype)),
        ],
    },
)


class _Layer:
    """The right layer; wrong ones differ from it in one thing."""

    output = staticmethod(lambda x, W, b: _rows(x) @ W.T + b)
    gradients = staticmethod(_right)

    def __init__(self, W, b):
        self.W, self.b, self.inputs = W, b, []
        self.grad_W, self.grad_b = np.zeros(W.shape), np.zeros(b.shape)

    def forward(self, x):
        self.inputs.append(x)
        return self.output(x, self.W, self.b)

    def backward(self, grad_y):
        grad_x, grad_W, grad_b = self.gradients(grad_y, self.inputs.pop(), self.W)
        self.add(grad_W, grad_b)
        return grad_x

    def add(self, grad_W, grad_b):
        self.grad_W = self.grad_W + grad_W
        self.grad_b = self.grad_b + grad_b

    def zero_grad(self):
        self.grad_W, self.grad_b = np.zeros(self.W.shape), np.zeros(self.b.shape)


def _layer(**parts):
    """Make a layer that differs from the right one in some of its parts."""
    return type("Linear", (_Layer,), parts)


def _gradients(backward):
    return _layer(gradients=staticmethod(backward))


def _output(forward):
    return _layer(output=staticmethod(forward))


class _LastInput(_Layer):
    def forward(self, x):
        self.inputs = [x]
        return self.output(x, self.W, self.b)

    def backward(self, grad_y):
        self.inputs *= 2  # one to take, one to stay
        return super().backward(grad_y)


class _OldestInput(_Layer):
    def backward(self, grad_y):
        self.inputs.append(self.inputs.pop(0))
        return super().backward(grad_y)


class _Overwritten(_Layer):
    def add(self, grad_W, grad_b):
        self.grad_W, self.grad_b = grad_W, grad_b


class _WeightsOverwritten(_Layer):
    def add(self, grad_W, grad_b):
        self.grad_W, self.grad_b = grad_W, self.grad_b + grad_b


class _BiasesOverwritten(_Layer):
    def add(self, grad_W, grad_b):
        self.grad_W, self.grad_b = self.grad_W + grad_W, grad_b


def _weights_not_zeroed(self):
    self.grad_b = np.zeros(self.b.shape)


def _biases_not_zeroed(self):
    self.grad_W = np.zeros(self.W.shape)


def _learning(factor, *, before):
    """Make layers that take a step in their backward pass, before grad_x or after it.

    One steps by what this backward gives, the other by all that has added up.
    """

    def version(added_up):
        def backward(self, grad_y):
            x, old = self.inputs.pop(), self.W
            _, *steps = self.gradients(grad_y, x, old)
            self.add(*steps)
            if added_up:
                steps = self.grad_W, self.grad_b
            self.W, self.b = old - factor * steps[0], self.b - factor * steps[1]
            return self.gradients(grad_y, x, self.W if before else old)[0]

        return _layer(backward=backward)

    return [version(added_up=False), version(added_up=True)]


_CLASS = {
    "stale-cache": [_LastInput, _OldestInput],
    "gradients-overwrite": [_Overwritten, _WeightsOverwritten, _BiasesOverwritten],
    "gradients-accumulate": [
        _layer(zero_grad=lambda self: None),
        _layer(zero_grad=_weights_not_zeroed),
        _layer(zero_grad=_biases_not_zeroed),
    ],
    "update-before-grad-x": [
        layer for factor in FACTORS for layer in _learning(factor, before=True)
    ],
    "weights-destroyed": [layer for factor in FACTORS for layer in _learning(factor, before=False)],
    "flatten-order": [
        _layer(
            output=staticmethod(lambda x, W, b: x.reshape(len(x), -1, order="F") @ W.T + b),
            gradients=staticmethod(_fortran),
        )
    ],
}

# They show with arguments which the checks of the class do not have.
_NOT_HERE = {"reshape-empty-batch", "output-dtype-of-input"}

# linear_forward is given; these happen to those who write the product once more.
_FORWARD = {
    "activation-inside",
    "bias-missing",
    "bias-subtracted",
    "flatten-order",
    "forward-untransposed",
    "input-not-flattened",
}

EXERCISE = 5

WRONG = {
    "grad_b": _BIASES,
    "linear_backward": _BACKWARD,
    "Linear": _joined(
        _CLASS,
        _each(_gradients, _BACKWARD, _NOT_HERE),
        _each(_output, LAYERS["linear_forward"], set(LAYERS["linear_forward"]) - _FORWARD),
    ),
}
"""For each function or class that students write, its known wrong versions by misconception."""

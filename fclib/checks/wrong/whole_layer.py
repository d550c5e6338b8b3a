"""Wrong versions of the functions and of the class of exercise 05."""

from collections.abc import Container, Sequence
from itertools import combinations

import numpy as np

from fclib.checks._sizes import AXES
from fclib.checks.engine.loops import (
    ENDS,
    MISSES,
    Loop,
    cut_short,
    noted,
    noted_like,
    too_short,
    without,
    zeros,
)
from fclib.checks.engine.mistakes import Versions, mistakes
from fclib.checks.engine.signature import Signature
from fclib.checks.engine.subject import Array, Function
from fclib.checks.wrong.batch import rows
from fclib.checks.wrong.input_gradient import WRONG as GRADIENTS_OF_X
from fclib.checks.wrong.weight_gradient import WRONG as GRADIENTS_OF_W

Gradients = tuple[Array, Array, Array]

FACTORS = (1, 0.5, 0.1, 0.05, 0.01, 0.001)
"""Learning rates and strengths of a penalty that people write down without being asked."""

_OF_X, _OF_W, _OF_B = (
    [loop for letter, loop in Signature(text, AXES, names).loops().items() if letter in text]
    for text, names in (
        ("(n,m),(m,d)->(n,d)", ("grad_y", "W")),
        ("(n,m),(n,d)->(m,d)", ("grad_y", "x")),
        ("(n,m)->(m)", ("grad_y",)),
    )
)
"""What the loops of the three gradients run over."""

_ROWS: Versions = {
    "grad-b-unsummed | ∂L/∂Y | one number for each output, whatever the batch.": [lambda g: g],
    "grad-b-mean | (∂L/∂Y)ᵀ · 1 / N | it is N times too small. If the loss is a mean, grad_y has "
    "its 1/N already.": [lambda g: g.sum(axis=0) / max(1, len(g))],
    "grad-b-wrong-axis | Σ_i ∂L/∂y_ni | the sum runs over the outputs, and there is a number for "
    "each sample.": [lambda g: g.sum(axis=1)],
    "grad-b-scalar | Σ_n Σ_i ∂L/∂y_ni | everything is added up. Each output has a bias of its "
    "own.": [
        lambda g: g.sum(),
        lambda g: np.full(g.shape[1], g.sum()),
    ],
    "grad-b-keepdims | (∂L/∂Y)ᵀ · 1 with shape (1, M) | the numbers are right, in a matrix of one "
    "row or column. b has one axis.": [
        lambda g: g.sum(axis=0, keepdims=True),
        lambda g: g.sum(axis=0)[:, None],
    ],
    "grad-b-ones | 1 | ∂y/∂b is 1, and that is one factor of the chain rule. Where is the other?": [
        lambda g: np.ones(g.shape[1]),
        lambda g: np.ones(g.shape),
        lambda g: np.ones(g.shape).sum(axis=0),
        lambda g: 1,
    ],
    "grad-b-zeros | 0 | all zeros: a bias moves its output, so the loss feels it.": [
        lambda g: np.zeros(g.shape[1]),
        lambda g: np.zeros(g.shape),
        lambda g: 0,
    ],
    "grad-b-last-sample | ∂L/∂y of the last sample | only the last sample is left. What do the "
    "others' gradients do?": [lambda g: g[-1]],
    "grad-b-first-sample | ∂L/∂y of the first sample | only the first sample counts. What do the "
    "others' gradients do?": [lambda g: g[0]],
}
_BIASES = mistakes(_ROWS)


def _right_x(grad_y: Array, W: Array) -> Array:
    return grad_y @ W


def _right_W(grad_y: Array, x: Array) -> Array:
    return grad_y.T @ rows(x)


def _right_b(grad_y: Array) -> Array:
    return grad_y.sum(axis=0)


def right_gradients(grad_y: Array, x: Array, W: Array) -> Gradients:
    return _right_x(grad_y, W).reshape(x.shape), _right_W(grad_y, x), _right_b(grad_y)


def _with(
    grad_x: Function = _right_x, grad_W: Function = _right_W, grad_b: Function = _right_b
) -> Function:
    """Put three gradients together, some of them wrong; grad_x gets the shape of x if it fits."""

    def version(grad_y: Array, x: Array, W: Array) -> Gradients:
        at_input = grad_x(grad_y, W)
        if at_input.shape == rows(x).shape:
            at_input = at_input.reshape(x.shape)
        return at_input, grad_W(grad_y, x), grad_b(grad_y)

    return version


def _flat(grad_x: Function) -> Function:
    """Leave grad_x in the shape that it has."""
    return lambda grad_y, x, W: (grad_x(grad_y, W), _right_W(grad_y, x), _right_b(grad_y))


def _changed(change: Function) -> Function:
    """Change the three right gradients; ``change`` gets the samples and the weights too."""
    return lambda grad_y, x, W: change(*right_gradients(grad_y, x, W), len(x), W)


def _sample(n: int) -> Function:
    """Take one sample for all of them."""
    return _with(
        grad_W=lambda grad_y, x: np.outer(grad_y[n], rows(x)[n]), grad_b=lambda grad_y: grad_y[n]
    )


def fortran(grad_y: Array, x: Array, W: Array) -> Gradients:
    flat = x.reshape((len(x), W.shape[1]), order="F")
    return (grad_y @ W).reshape(x.shape, order="F"), grad_y.T @ flat, _right_b(grad_y)


def _channels_last(grad_y: Array, x: Array, W: Array) -> Gradients:
    moved = np.moveaxis(x, 1, -1) if x.ndim > 2 else x
    grad_x = (grad_y @ W).reshape(moved.shape)
    grad_x = np.moveaxis(grad_x, -1, 1) if x.ndim > 2 else grad_x
    return grad_x, grad_y.T @ rows(moved), _right_b(grad_y)


def each(make: Function, versions: Versions, leave_out: Container[str] = ()) -> Versions:
    """Make a version of a whole from every wrong version of a part."""
    return {
        id_: [noted_like(make(version), version) for version in known]
        for id_, known in versions.items()
        if id_ not in leave_out
    }


def _one_nest(chosen: Sequence[str], end: str) -> Function:
    """Make a version with one nest of loops for all three gradients, some of which miss an end."""

    def part(function: Function, loops: Sequence[Loop]) -> Function:
        return cut_short(function, [loop for loop in loops if loop.noun in chosen], zeros, end)

    version = _with(
        grad_x=part(_right_x, _OF_X),
        grad_W=part(_right_W, _OF_W),
        grad_b=part(_right_b, _OF_B),
    )
    return noted(version, without(end, chosen))


_NESTS = {
    MISSES[end]: [
        _one_nest(chosen, end)
        for size in (1, 2, 3)
        for chosen in combinations(("sample", "output", "input"), size)
    ]
    for end in ENDS
}

# Whoever writes the sizes of an example into the code has met the checks of exercises 3 and 4.
_NOT_HERE = {"hard-coded-shape"}

# Gradients that are too short cannot be added up in a layer.
FILLED = mistakes(
    each(
        lambda part: _with(grad_x=part),
        too_short(_right_x, _OF_X, (zeros,), together=1),
    ),
    each(
        lambda part: _with(grad_W=part),
        too_short(_right_W, _OF_W, (zeros,), together=1),
    ),
    each(lambda part: _with(grad_b=part), too_short(_right_b, _OF_B, (zeros,), together=1)),
    _NESTS,
)

BACKWARD = mistakes(
    # First: for images, a version below that shows with other arguments only looks like it.
    {
        "grad-x-not-reshaped | ∂L/∂X as (N, D) for x of more axes | grad_x is flat. A gradient has "
        "the shape of what it belongs to.": [_flat(_right_x)]
    },
    each(_flat, GRADIENTS_OF_X["grad_x"], _NOT_HERE),
    each(
        lambda part: _with(grad_x=part),
        GRADIENTS_OF_X["grad_x"],
        _NOT_HERE,
    ),
    each(lambda part: _with(grad_W=part), GRADIENTS_OF_W["grad_W"], _NOT_HERE),
    each(lambda part: _with(grad_b=part), _BIASES),
    {
        "grad-x-transposed": [
            lambda g, x, W: (right_gradients(g, x, W)[0].T, *right_gradients(g, x, W)[1:])
        ],
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
        "order-swapped | the three gradients in another order | the results are right and come in "
        "another order than was asked for.": [],
        "input-not-flattened": [lambda g, x, W: (g @ W, g.T @ x, _right_b(g))],
        "flatten-order": [
            fortran,
            _channels_last,
            lambda g, x, W: (fortran(g, x, W)[0], *right_gradients(g, x, W)[1:]),
        ],
    },
    FILLED,
)


CHAPTER = "05-grad-b"

WRONG = {"grad_b": _BIASES, "linear_backward": BACKWARD}
"""For each function that students write, its known wrong versions by misconception."""

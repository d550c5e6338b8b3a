"""Wrong versions of the functions of exercise 01. Those that cannot run raise, as students' do."""

import numpy as np

from fclib.checks.engine.loops import Loop, too_short, zeros


def _dot(row, x):
    return sum(w * v for w, v in zip(row, x, strict=True))


def _rows(output):
    """Make a wrong layer from what it gives for one row of W, its bias, x and all of b."""
    return lambda x, W, b: [output(row, bias, x, b) for row, bias in zip(W, b, strict=True)]


def _untransposed(x, W, b):
    return [sum(W[j][i] * x[j] for j in range(len(x))) + b[i] for i in range(len(W))]


def _columns_paired_with_x(x, W, b):
    """Go along the columns of W with zip, which stops at the shorter one without a word."""
    return [
        sum(w * v for w, v in zip(column, x, strict=False)) + bias
        for column, bias in zip(zip(*W, strict=True), b, strict=False)
    ]


def _input_of_the_row(x, W, b):
    return [sum(row) * x[i] + b[i] for i, row in enumerate(W)]


def _inputs_zipped_with_rows(x, W, b):
    return [sum(row) * v + bias for row, v, bias in zip(W, x, b, strict=False)]


def _per_product(numbers):
    """Make a version that gives a number for each product."""
    return lambda x, W, b: np.concatenate(
        [numbers(np.array(row), bias, np.array(x)) for row, bias in zip(W, b, strict=True)]
    )


def _total_not_reset(x, W, b):
    total, y = 0, []
    for row, bias in zip(W, b, strict=True):
        total += _dot(row, x)
        y.append(total + bias)
    return y


def _total_with_bias_not_reset(x, W, b):
    y = []
    for row, bias in zip(W, b, strict=True):
        y.append((y[-1] if y else 0) + _dot(row, x) + bias)
    return y


def _fixed_sizes(inputs, outputs):
    """Sum over a fixed number of inputs or outputs; None takes it from the arguments."""
    return lambda x, W, b: [
        sum(W[i][j] * x[j] for j in range(inputs or len(x))) + b[i]
        for i in range(outputs or len(W))
    ]


def _room_for_three(x, W, b):
    y = [0.0, 0.0, 0.0]
    for i, (row, bias) in enumerate(zip(W, b, strict=True)):
        y[i] = _dot(row, x) + bias
    return y


def _cut_at_every_product(x, W, b):
    y = []
    for row, total in zip(W, b, strict=True):
        total = int(total)
        for w, v in zip(row, x, strict=True):
            total = int(total + w * v)
        y.append(total)
    return y


_LOOPS = too_short(
    lambda x, W, b: np.array(W) @ np.array(x) + b,
    [
        Loop("output", axis=0),
        Loop("input", lambda layer, kept: (layer[0][kept], np.array(layer[1])[:, kept], layer[2])),
    ],
    starts=(zeros, None, lambda y, x, W, b: np.array(b)),
)


EXERCISE = 1

WRONG = {
    "linear_scalar": {
        "forward-untransposed": [_untransposed, _columns_paired_with_x],
        "forward-elementwise": [
            lambda x, W, b: [W[i][i] * x[i] + b[i] for i in range(len(W))],
            lambda x, W, b: [W[i][i] * x[i] + b[i] for i in range(len(x))],
            lambda x, W, b: [W[i][i] * x[i] + b[i] for i in range(min(len(W), len(x)))],
        ],
        "bias-missing": [_rows(lambda row, bias, x, b: _dot(row, x))],
        "bias-per-product": [_rows(lambda row, bias, x, b: _dot(row, x) + len(x) * bias)],
        "bias-of-first-output": [_rows(lambda row, bias, x, b: _dot(row, x) + b[0])],
        "bias-subtracted": [_rows(lambda row, bias, x, b: _dot(row, x) - bias)],
        "last-product-only": [
            _rows(lambda row, bias, x, b: row[-1] * x[-1] + bias),
            _rows(lambda row, bias, x, b: row[-1] * x[-1]),
        ],
        "input-of-the-row": [_input_of_the_row, _inputs_zipped_with_rows],
        "result-per-product": [
            _per_product(lambda row, bias, x: bias + np.cumsum(row * x)),
            _per_product(lambda row, bias, x: np.cumsum(row * x + bias)),
            _per_product(lambda row, bias, x: np.cumsum(row * x)),
            _per_product(lambda row, bias, x: row * x + bias),
            _per_product(lambda row, bias, x: row * x),
        ],
        "lists-joined": [lambda x, W, b: [*(_dot(row, x) for row in W), *b]],
        "total-not-reset": [_total_not_reset, _total_with_bias_not_reset],
        "returned-too-early": [lambda x, W, b: [_dot(W[0], x) + b[0]]],
        "activation-inside": [_rows(lambda row, bias, x, b: max(0.0, _dot(row, x) + bias))],
        "forward-mean": [
            _rows(lambda row, bias, x, b: _dot(row, x) / len(x) + bias),
            _rows(lambda row, bias, x, b: (_dot(row, x) + bias) / len(x)),
        ],
        "sign": [_rows(lambda row, bias, x, b: -_dot(row, x) - bias)],
        "output-dtype-of-input": [
            _rows(lambda row, bias, x, b: int(_dot(row, x) + bias)),
            _cut_at_every_product,
            _rows(lambda row, bias, x, b: round(_dot(row, x) + bias)),
        ],
        "hard-coded-shape": [
            _fixed_sizes(3, 3),
            _fixed_sizes(3, None),
            _fixed_sizes(None, 3),
            _room_for_three,
        ],
        "square-assumed": [
            lambda x, W, b: _fixed_sizes(len(x), len(x))(x, W, b),
            lambda x, W, b: _fixed_sizes(len(W), len(W))(x, W, b),
        ],
        "hard-coded-answer": [lambda x, W, b: [6.0, -1.5, 3.5]],
        **_LOOPS,
    },
    "parameter_count": {
        "biases-uncounted": [lambda inputs, outputs: inputs * outputs],
        "bias-per-input": [lambda inputs, outputs: inputs * outputs + inputs],
        "single-bias": [lambda inputs, outputs: inputs * outputs + 1],
        "nodes-counted": [lambda inputs, outputs: inputs + outputs],
    },
}
"""For each function that students write, its known wrong versions by misconception."""

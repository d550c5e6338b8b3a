"""Wrong versions of the functions of exercise 01. Those that cannot run raise, as students' do."""

from typing import Any

import numpy as np

from fclib.checks.engine.mistakes import Versions, mistakes
from fclib.checks.engine.subject import Function


def _dot(row: Any, x: Any) -> Any:
    return sum(w * v for w, v in zip(row, x, strict=True))


def _rows(output: Function) -> Function:
    """Make a wrong layer from what it gives for one row of W, its bias, x and all of b."""
    return lambda x, W, b: [output(row, bias, x, b) for row, bias in zip(W, b, strict=True)]


def _columns_paired_with_x(x: Any, W: Any, b: Any) -> Any:
    """Go along the columns of W with zip, which stops at the shorter one without a word."""
    return [
        sum(w * v for w, v in zip(column, x, strict=False)) + bias
        for column, bias in zip(zip(*W, strict=True), b, strict=False)
    ]


def _per_product(numbers: Function) -> Function:
    """Make a version that gives a number for each product."""
    return lambda x, W, b: np.concatenate(
        [numbers(np.array(row), bias, np.array(x)) for row, bias in zip(W, b, strict=True)]
    )


def _total_not_reset(x: Any, W: Any, b: Any) -> Any:
    total, y = 0, []
    for row, bias in zip(W, b, strict=True):
        total += _dot(row, x)
        y.append(total + bias)
    return y


def _total_with_bias_not_reset(x: Any, W: Any, b: Any) -> Any:
    y: list[float] = []
    for row, bias in zip(W, b, strict=True):
        y.append((y[-1] if y else 0) + _dot(row, x) + bias)
    return y


def _room_for_three(x: Any, W: Any, b: Any) -> Any:
    y = [0.0, 0.0, 0.0]
    for i, (row, bias) in enumerate(zip(W, b, strict=True)):
        y[i] = _dot(row, x) + bias
    return y


CHAPTER = "01-neuron-to-layer"

_ROWS: dict[str, Versions] = {
    "linear_scalar": {
        "forward-untransposed | y_i = Σ_j W_ji x_j + b_i | rows and columns of W have changed "
        "places. To which output does row i belong?": [
            lambda x, W, b: [
                sum(W[j][i] * x[j] for j in range(len(x))) + b[i] for i in range(len(W))
            ],
            _columns_paired_with_x,
        ],
        "forward-elementwise | y_i = W_ii x_i + b_i | every output takes every input, not only the "
        "one across from it.": [
            lambda x, W, b: [W[i][i] * x[i] + b[i] for i in range(len(W))],
            lambda x, W, b: [W[i][i] * x[i] + b[i] for i in range(len(x))],
            lambda x, W, b: [W[i][i] * x[i] + b[i] for i in range(min(len(W), len(x)))],
        ],
        "bias-missing | y_i = Σ_j W_ij x_j | the sums of products are right, and something that "
        "each output owns is left out.": [_rows(lambda row, bias, x, b: _dot(row, x))],
        "bias-per-product | y_i = Σ_j (W_ij x_j + b_i) | the bias comes in once for each product. "
        "How often does an output need it?": [
            _rows(lambda row, bias, x, b: _dot(row, x) + len(x) * bias)
        ],
        "bias-of-first-output | y_i = Σ_j W_ij x_j + b_1 | every output got the same bias, the "
        "first.": [_rows(lambda row, bias, x, b: _dot(row, x) + b[0])],
        "bias-subtracted | y_i = Σ_j W_ij x_j − b_i | the bias has the wrong sign.": [
            _rows(lambda row, bias, x, b: _dot(row, x) - bias)
        ],
        "last-product-only | y_i = W_iD x_D + b_i | each takes the place of the one before it, so "
        "only the last is left.": [
            _rows(lambda row, bias, x, b: row[-1] * x[-1] + bias),
            _rows(lambda row, bias, x, b: row[-1] * x[-1]),
        ],
        "input-of-the-row | y_i = Σ_j W_ij x_i + b_i | each product of row i takes the same input. "
        "What changes as you go along the row?": [
            lambda x, W, b: [sum(row) * x[i] + b[i] for i, row in enumerate(W)],
            lambda x, W, b: [sum(row) * v + bias for row, v, bias in zip(W, x, b, strict=False)],
        ],
        "result-per-product | b_i + W_i1 x_1, b_i + W_i1 x_1 + W_i2 x_2, ... | there is a number "
        "for each product, and an output has many. When is its sum complete?": [
            _per_product(lambda row, bias, x: bias + np.cumsum(row * x)),
            _per_product(lambda row, bias, x: np.cumsum(row * x + bias)),
            _per_product(lambda row, bias, x: np.cumsum(row * x)),
            _per_product(lambda row, bias, x: row * x + bias),
            _per_product(lambda row, bias, x: row * x),
        ],
        "lists-joined | Σ_j W_ij x_j, ..., b_1, ..., b_M | + of two lists puts one behind the "
        "other. It adds no numbers.": [lambda x, W, b: [*(_dot(row, x) for row in W), *b]],
        "total-not-reset | y_i = Σ_{k≤i} Σ_j W_kj x_j + b_i | from the second output on, each "
        "starts from what the one before it left behind.": [
            _total_not_reset,
            _total_with_bias_not_reset,
        ],
        "returned-too-early | [y_1] | only the first is there. If there is a loop, does return "
        "stand inside it?": [lambda x, W, b: [_dot(W[0], x) + b[0]]],
        "activation-inside | y_i = max(0, Σ_j W_ij x_j + b_i) | negative outputs have become "
        "zeros; the layer itself has no activation.": [
            _rows(lambda row, bias, x, b: max(0.0, _dot(row, x) + bias))
        ],
        "forward-mean | y_i = Σ_j W_ij x_j / D + b_i | an output is a sum over the inputs, and "
        "this is a mean.": [
            _rows(lambda row, bias, x, b: _dot(row, x) / len(x) + bias),
            _rows(lambda row, bias, x, b: (_dot(row, x) + bias) / len(x)),
        ],
        "sign | −y | every value has the opposite sign.": [],
        "output-dtype-of-input | y, cut to integers | the fractions are lost. A result may need "
        "them even where an argument holds integers.": [
            _rows(lambda row, bias, x, b: round(_dot(row, x) + bias)),
        ],
        "hard-coded-shape | sums over the sizes of one example | the sizes of one example stand in "
        "the code. Take them from the arguments.": [
            _room_for_three,
        ],
        "square-assumed | sums over as many inputs as there are outputs | this works only where "
        "two sizes are equal. Which size belongs to which loop or array?": [],
        "hard-coded-answer | the numbers of one example | for all arguments these are the numbers "
        "of the worked example.": [lambda x, W, b: [6.0, -1.5, 3.5]],
        # Known by what a function does.
        "loop-misses-last | sums or results without the last | the last one is left out.": [],
        "loop-misses-first | sums or results without the first | the first one is left out.": [],
        "arguments-swapped | f(W, x, b) | the function takes its arguments in another order than "
        "it gets them. Compare your line with def to the one that was given.": [],
        "input-destroyed | x changed in place | this argument belongs to the caller, who may need "
        "it again. Put results elsewhere.": [],
        "weights-destroyed | W or b changed in place | weights and biases belong to the caller, "
        "who needs them again. Put results elsewhere.": [],
        "state-kept | a result that depends on earlier calls | the result depends on earlier "
        "calls. Build it anew in each call, from the arguments alone.": [],
    },
    "parameter_count": {
        "biases-uncounted | M·D | the weights are all there; the layer has parameters besides "
        "them.": [lambda inputs, outputs: inputs * outputs],
        "bias-per-input | M·D + D | the number of biases is not right. To what does one bias "
        "belong?": [lambda inputs, outputs: inputs * outputs + inputs],
        "single-bias | M·D + 1 | one bias for the whole layer is too few.": [
            lambda inputs, outputs: inputs * outputs + 1
        ],
        "nodes-counted | D + M | these are the inputs and outputs. The weights sit on the "
        "connections between them.": [lambda inputs, outputs: inputs + outputs],
        "channels-uncounted | M·H·W + M | these are the inputs from one channel, and the layer "
        "takes those of all channels.": [],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

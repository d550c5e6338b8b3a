"""Answers to exercise 01 as students write them, right ones and wrong ones.

None of them uses the wrong versions that the checks know, so that a check is not compared with
itself.
"""

import math
from functools import reduce

import numpy as np

from fclib.checks import neuron_to_layer as checks
from tests.checks.exercise import late, short


def index_loops(x, W, b):
    y = []
    for i in range(len(W)):
        total = 0
        for j in range(len(x)):
            total += W[i][j] * x[j]
        y.append(total + b[i])
    return y


def enumerated(x, W, b):
    y = list(b)
    for i, row in enumerate(W):
        for j, w in enumerate(row):
            y[i] += w * x[j]
    return y


def while_loops(x, W, b):
    y, i = [], 0
    while i < len(W):
        y += [b[i]]
        j = len(x)
        while j > 0:
            j -= 1
            y[-1] += W[i][j] * x[j]
        i += 1
    return y


def recursive(x, W, b):
    if not W:
        return []
    first = reduce(lambda t, p: t + p[0] * p[1], zip(W[0], x, strict=True), b[0])
    return [first, *recursive(x, W[1:], b[1:])]


def column_by_column(x, W, b):
    y = np.array(b, dtype=float)
    for j, value in enumerate(x):
        y += value * np.array(W)[:, j]
    return y


def strided_view(x, W, b):
    store = np.zeros(2 * len(W))
    store[::2] = np.array(W) @ x + b
    return store[::2]


RIGHT_LAYERS = {
    "index loops": index_loops,
    "enumerate, from a copy of b": enumerated,
    "while loops, backwards": while_loops,
    "recursion and reduce": recursive,
    "zip and sum": lambda x, W, b: [
        sum(w * v for w, v in zip(row, x, strict=True)) + bias
        for row, bias in zip(W, b, strict=True)
    ],
    "map, as a tuple": lambda x, W, b: tuple(
        map(lambda row, bias: math.sumprod(row, x) + bias, W, b)
        if hasattr(math, "sumprod")
        else map(lambda row, bias: sum(map(lambda w, v: w * v, row, x)) + bias, W, b)
    ),
    "matmul": lambda x, W, b: np.array(W) @ np.array(x) + np.array(b),
    "np.dot row by row": lambda x, W, b: [np.dot(W[i], x) + b[i] for i in range(len(b))],
    "x times W transposed": lambda x, W, b: (np.array([x]) @ np.array(W).T + b)[0],
    "einsum": lambda x, W, b: np.einsum("ij,j->i", W, x) + b,
    "tensordot": lambda x, W, b: np.tensordot(W, x, axes=1) + b,
    "inner": lambda x, W, b: np.inner(W, x) + b,
    "broadcast and sum": lambda x, W, b: (np.array(W) * x).sum(axis=1) + b,
    "sum over columns": column_by_column,
    "outer and trace": lambda x, W, b: [
        np.outer(row, x).trace() + bias for row, bias in zip(W, b, strict=True)
    ],
    "bias as one more column": lambda x, W, b: np.column_stack([W, b]) @ [*x, 1],
    "Fortran order": lambda x, W, b: np.asfortranarray(W) @ x + b,
    "float32": lambda x, W, b: np.array(W, np.float32) @ np.array(x, np.float32) + np.float32(b),
    "strided view": strided_view,
}

RIGHT_COUNTS = {
    "product": lambda inputs, outputs: outputs * (inputs + 1),
    "weights and biases": lambda inputs, outputs: inputs * outputs + outputs,
    "one by one": lambda inputs, outputs: sum(inputs + 1 for _ in range(outputs)),
    "array size": lambda inputs, outputs: np.broadcast_to(0, (outputs, inputs)).size + outputs,
    "NumPy integer": lambda inputs, outputs: np.prod([outputs, inputs + 1]),
    "float": lambda inputs, outputs: float(outputs * inputs + outputs),
}


def transposed_by_columns(x, W, b):
    y = []
    for j in range(len(W[0])):
        total = 0
        for i in range(len(W)):
            total += W[i][j] * x[i]
        y.append(total + b[j])
    return y


def overwritten(x, W, b):
    y = [0] * len(W)
    for i in range(len(W)):
        for j in range(len(x)):
            y[i] = W[i][j] * x[j] + b[i]
    return y


def overwritten_from_bias(x, W, b):
    y = list(b)
    for i in range(len(W)):
        for j in range(len(x)):
            y[i] = W[i][j] * x[j]
    return y


def one_total(x, W, b):
    y, total = [], 0
    for i in range(len(W)):
        for j in range(len(x)):
            total += W[i][j] * x[j]
        y.append(total + b[i])
    return y


def one_total_with_bias(x, W, b):
    y, total = [], 0
    for row, bias in zip(W, b, strict=True):
        total += bias
        for w, v in zip(row, x, strict=True):
            total += w * v
        y.append(total)
    return y


def return_in_loop(x, W, b):
    y = []
    for row, bias in zip(W, b, strict=True):
        y.append(bias + sum(w * v for w, v in zip(row, x, strict=True)))
        return y


def return_in_while(x, W, b):
    i = 0
    while i < len(W):
        return [sum(W[i][j] * x[j] for j in range(len(x))) + b[i]]


def clipped(x, W, b):
    y = index_loops(x, W, b)
    for i in range(len(y)):
        if y[i] < 0:
            y[i] = 0
    return y


def int_array(x, W, b):
    y = np.zeros(len(W), dtype=np.array(x).dtype)
    for i in range(len(W)):
        y[i] = sum(W[i][j] * x[j] for j in range(len(x))) + b[i]
    return y


def int_array_bit_by_bit(x, W, b):
    y = np.zeros(len(W), dtype=type(x[0]))
    for i in range(len(W)):
        y[i] = b[i]
        for j in range(len(x)):
            y[i] += W[i][j] * x[j]
    return y


def three_outputs(x, W, b):
    y = [0, 0, 0]
    for i in range(len(W)):
        y[i] = np.dot(W[i], x) + b[i]
    return y


def scaled_in_place(x, W, b):
    y = []
    for i in range(len(W)):
        for j in range(len(x)):
            W[i][j] *= x[j]
        y.append(sum(W[i]) + b[i])
    return y


def products_kept_in_x(x, W, b):
    y = []
    for row, bias in zip(W, b, strict=True):
        for j in range(len(x)):
            x[j] = x[j] * row[j]
        y.append(sum(x) + bias)
    return y


def bias_trick(x, W, b):
    x.append(1)
    return [sum(map(lambda w, v: w * v, [*row, bias], x)) for row, bias in zip(W, b, strict=True)]


def added_to_b(x, W, b):
    for i in range(len(W)):
        for j in range(len(x)):
            b[i] += W[i][j] * x[j]
    return b


def default_list(x, W, b, y=[]):  # noqa: B006  the mistake
    for row, bias in zip(W, b, strict=True):
        y.append(np.dot(row, x) + bias)
    return y


class Growing:
    """A function with a list outside of it."""

    def __init__(self):
        self.y = []

    def __call__(self, x, W, b):
        self.y += index_loops(x, W, b)
        return self.y


class Counting(Growing):
    """A function whose total goes on from one call to the next."""

    def __call__(self, x, W, b):
        self.y = [(self.y or [0])[-1] + value for value in index_loops(x, W, b)]
        return self.y


def loops_over(outputs=range, inputs=range):
    """Make a layer whose loops run over other ranges."""

    def linear_scalar(x, W, b):
        y = []
        for i in outputs(len(W)):
            total = b[i]
            for j in inputs(len(x)):
                total += W[i][j] * x[j]
            y.append(total)
        return y

    return linear_scalar


def filled_over(outputs=range, inputs=range, start=lambda b: [0] * len(b)):
    """Make a layer whose loops fill a list over other ranges; the bias comes in at the end."""

    def linear_scalar(x, W, b):
        y = start(b)
        for i in outputs(len(W)):
            for j in inputs(len(x)):
                y[i] += W[i][j] * x[j]
            if start is not list:
                y[i] += b[i]
        return y

    return linear_scalar


def appended_too_early(x, W, b):
    y = []
    for i in range(len(W)):
        total = b[i]
        for j in range(len(x)):
            total += W[i][j] * x[j]
            y.append(total)
    return y


def appended_with_bias_later(x, W, b):
    y = []
    for row, bias in zip(W, b, strict=True):
        for w, v in zip(row, x, strict=True):
            y += [w * v + bias]
    return y


def bounds_exchanged(x, W, b):
    y = [0] * len(b)
    for i in range(len(x)):
        for j in range(len(W)):
            y[i] += W[i][j] * x[j]
        y[i] += b[i]
    return y


def W_comes_first(W, x, b):
    return loops_over()(x, W, b)


def b_comes_first(b, W, x):
    y = [0] * len(b)
    for i in range(len(W)):
        for j in range(len(x)):
            y[i] = y[i] + W[i][j] * x[j]
        y[i] = y[i] + b[i]
    return y


# By id: a check that must name it, and what students write.
VARIANTS = {
    "forward-untransposed": (
        checks.every_size,
        [
            lambda x, W, b: [
                sum(W[j][i] * x[j] for j in range(len(x))) + b[i] for i in range(len(b))
            ],
            lambda x, W, b: np.array(x) @ np.array(W) + np.array(b),
            lambda x, W, b: np.array(W).T @ np.array(x) + np.array(b),
            transposed_by_columns,
            lambda x, W, b: [
                sum(w * v for w, v in zip(column, x, strict=False)) + bias
                for column, bias in zip(list(zip(*W, strict=True)), b, strict=False)
            ],
        ],
    ),
    "forward-elementwise": (
        checks.every_size,
        [
            lambda x, W, b: [row[i] * x[i] + b[i] for i, row in enumerate(W)],
            lambda x, W, b: [value * W[j][j] + b[j] for j, value in enumerate(x)],
            lambda x, W, b: [w * v + bias for w, v, bias in zip(np.diag(W), x, b, strict=False)],
        ],
    ),
    "bias-missing": (
        checks.every_size,
        [
            lambda x, W, b: np.array(W) @ x,
            lambda x, W, b: [sum(map(lambda w, v: w * v, row, x)) for row in W],
        ],
    ),
    "bias-per-product": (
        checks.every_size,
        [
            lambda x, W, b: [
                sum(W[i][j] * x[j] + b[i] for j in range(len(x))) for i in range(len(W))
            ],
            lambda x, W, b: (np.array(W) * x + np.array(b)[:, None]).sum(axis=1),
        ],
    ),
    "bias-of-first-output": (
        checks.every_size,
        [
            lambda x, W, b: [np.dot(row, x) + b[0] for row in W],
            lambda x, W, b: np.array(W) @ x + b[:1],
        ],
    ),
    "bias-subtracted": (
        checks.every_size,
        [
            lambda x, W, b: np.array(W) @ x - b,
            lambda x, W, b: [
                sum(w * v for w, v in zip(row, x, strict=True)) - bias
                for row, bias in zip(W, b, strict=True)
            ],
        ],
    ),
    "last-product-only": (checks.every_size, [overwritten, overwritten_from_bias]),
    "total-not-reset": (
        checks.every_size,
        [one_total, one_total_with_bias, lambda x, W, b: np.cumsum(np.array(W) @ x) + b],
    ),
    "returned-too-early": (checks.every_size, [return_in_loop, return_in_while]),
    "activation-inside": (
        checks.every_size,
        [clipped, lambda x, W, b: np.maximum(np.array(W) @ x + b, 0)],
    ),
    "forward-mean": (
        checks.every_size,
        [
            lambda x, W, b: np.mean(np.array(W) * x, axis=1) + b,
            lambda x, W, b: [value / len(x) for value in index_loops(x, W, b)],
        ],
    ),
    "sign": (
        checks.every_size,
        [
            lambda x, W, b: [-value for value in index_loops(x, W, b)],
            lambda x, W, b: -np.array(W) @ x - b,
        ],
    ),
    "output-dtype-of-input": (
        checks.arguments,
        [
            int_array,
            int_array_bit_by_bit,
            lambda x, W, b: (np.array(W) @ x + b).astype(np.array(x).dtype),
        ],
    ),
    "hard-coded-shape": (
        checks.every_size,
        [
            lambda x, W, b: [
                row[0] * x[0] + row[1] * x[1] + row[2] * x[2] + bias
                for row, bias in zip(W, b, strict=True)
            ],
            lambda x, W, b: [np.dot(W[i], x) + b[i] for i in range(3)],
            lambda x, W, b: [
                W[0][0] * x[0] + W[0][1] * x[1] + W[0][2] * x[2] + b[0],
                W[1][0] * x[0] + W[1][1] * x[1] + W[1][2] * x[2] + b[1],
                W[2][0] * x[0] + W[2][1] * x[1] + W[2][2] * x[2] + b[2],
            ],
            three_outputs,
        ],
    ),
    "square-assumed": (
        checks.every_size,
        [
            lambda x, W, b: [
                sum(W[i][j] * x[j] for j in range(len(x))) + b[i] for i in range(len(x))
            ],
            lambda x, W, b: [
                sum(W[i][j] * x[j] for j in range(len(W))) + b[i] for i in range(len(W))
            ],
            bounds_exchanged,
        ],
    ),
    "input-of-the-row": (
        checks.every_size,
        [
            lambda x, W, b: [
                sum(W[i][j] * x[i] for j in range(len(x))) + b[i] for i in range(len(W))
            ],
            lambda x, W, b: [
                sum(w * value for w in row) + bias
                for row, value, bias in zip(W, x, b, strict=False)
            ],
        ],
    ),
    "result-per-product": (checks.every_size, [appended_too_early, appended_with_bias_later]),
    "lists-joined": (
        checks.every_size,
        [
            lambda x, W, b: list(np.dot(W, x)) + b,
            lambda x, W, b: [sum(map(lambda w, v: w * v, row, x)) for row in W] + list(b),
        ],
    ),
    "loop-misses-last": (
        checks.every_size,
        [
            loops_over(inputs=short),
            loops_over(outputs=short),
            loops_over(outputs=short, inputs=short),
            filled_over(outputs=short),
            filled_over(outputs=short, inputs=short),
            filled_over(outputs=short, start=list),
            lambda x, W, b: [np.dot(row[:-1], x[:-1]) + b[i] for i, row in enumerate(W)],
        ],
    ),
    "loop-misses-first": (
        checks.every_size,
        [
            loops_over(inputs=late),
            loops_over(outputs=late),
            filled_over(inputs=late),
            filled_over(outputs=late),
            filled_over(outputs=late, inputs=late),
            filled_over(outputs=late, inputs=late, start=list),
        ],
    ),
    "arguments-swapped": (checks.every_size, [W_comes_first, b_comes_first]),
    "hard-coded-answer": (
        checks.three_to_three,
        [lambda x, W, b: (6, -1.5, 3.5), lambda x, W, b: np.array([6, -1.5, 3.5])],
    ),
    "input-destroyed": (checks.arguments, [bias_trick, products_kept_in_x]),
    "weights-destroyed": (checks.arguments, [added_to_b, scaled_in_place]),
    "state-kept": (checks.three_to_three, [default_list, Growing(), Counting()]),
    "biases-uncounted": (
        checks.counts,
        [
            lambda inputs, outputs: len(range(inputs)) * outputs,
            lambda inputs, outputs: np.prod([inputs, outputs]),
        ],
    ),
    "bias-per-input": (
        checks.counts,
        [
            lambda inputs, outputs: inputs * (outputs + 1),
            lambda inputs, outputs: sum([outputs] * inputs) + inputs,
        ],
    ),
    "single-bias": (
        checks.counts,
        [
            lambda inputs, outputs: 1 + inputs * outputs,
            lambda inputs, outputs: np.broadcast_to(0, (outputs, inputs)).size + 1.0,
        ],
    ),
    "nodes-counted": (
        checks.counts,
        [lambda inputs, outputs: sum((inputs, outputs)), lambda *sizes: np.sum(sizes)],
    ),
}

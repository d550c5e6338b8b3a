"""Answers to exercise 03 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import input_gradient as checks
from tests.checks.exercise import Exercise, Function, late, short


def loops(grad_y, W):
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for n in range(len(grad_y)):
        for j in range(W.shape[1]):
            for i in range(len(W)):
                grad_x[n, j] += grad_y[n, i] * W[i, j]
    return grad_x


def sample_by_sample(grad_y, W):
    grad_x = np.empty((len(grad_y), W.shape[1]))
    for n, upstream in enumerate(grad_y):
        grad_x[n] = W.T @ upstream
    return grad_x


def output_by_output(grad_y, W):
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for i, row in enumerate(W):
        grad_x += np.outer(grad_y[:, i], row)
    return grad_x


def input_by_input(grad_y, W):
    return np.array([grad_y @ W[:, j] for j in range(W.shape[1])]).T


def strided(grad_y, W):
    store = np.zeros((2 * len(grad_y), W.shape[1]))
    store[::2] = grad_y @ W
    return store[::2]


RIGHT = {
    "three loops": loops,
    "one sample at a time": sample_by_sample,
    "one output at a time": output_by_output,
    "one input at a time": input_by_input,
    "matmul": lambda grad_y, W: np.matmul(grad_y, W),
    "np.dot": lambda grad_y, W: np.dot(grad_y, W),
    "einsum": lambda grad_y, W: np.einsum("ni,ij->nj", grad_y, W),
    "tensordot": lambda grad_y, W: np.tensordot(grad_y, W, axes=1),
    "inner": lambda grad_y, W: np.inner(grad_y, W.T),
    "for columns, transposed": lambda grad_y, W: (W.T @ grad_y.T).T,
    "broadcast and sum": lambda grad_y, W: (grad_y[:, :, None] * W).sum(axis=1),
    "Fortran order": lambda grad_y, W: np.asfortranarray(grad_y @ W),
    "strided view": strided,
    "float32": lambda grad_y, W: grad_y.astype(np.float32) @ W.astype(np.float32),
    "list of rows": lambda grad_y, W: (
        (grad_y @ W).tolist() if len(grad_y) else np.zeros((0, W.shape[1]))
    ),
}


def last_path_stays(grad_y, W):
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for n in range(len(grad_y)):
        for j in range(W.shape[1]):
            for i in range(len(W)):
                grad_x[n, j] = grad_y[n, i] * W[i, j]
    return grad_x


def first_path_only(grad_y, W):
    return grad_y[:, :1] * W[:1]


def first_sample_only(grad_y, W):
    for upstream in grad_y:
        return W.T @ upstream


def added_up(grad_y, W):
    total = np.zeros(W.shape[1])
    for upstream in grad_y:
        total += upstream @ W
    return total


def like_upstream(grad_y, W):
    grad_x = np.zeros((grad_y.shape[0], W.shape[1]), dtype=grad_y.dtype)
    for n in range(len(grad_y)):
        grad_x[n] = grad_y[n] @ W
    return grad_x


def like_upstream_in_loops(grad_y, W):
    grad_x = np.zeros((grad_y.shape[0], W.shape[1]), dtype=grad_y.dtype)
    for n in range(len(grad_y)):
        for j in range(W.shape[1]):
            for i in range(len(W)):
                grad_x[n, j] += grad_y[n, i] * W[i, j]
    return grad_x


def like_weights(grad_y, W):
    grad_x = np.empty((len(grad_y), W.shape[1]), W.dtype)
    for j in range(W.shape[1]):
        grad_x[:, j] = grad_y @ W[:, j]
    return grad_x


def three_outputs(grad_y, W):
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for n in range(len(grad_y)):
        for j in range(W.shape[1]):
            grad_x[n, j] = sum(grad_y[n, i] * W[i, j] for i in range(3))
    return grad_x


def two_inputs(grad_y, W):
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for n in range(len(grad_y)):
        for j in range(2):
            grad_x[n, j] = grad_y[n] @ W[:, j]
    return grad_x


def upstream_cleared(grad_y, W):
    result = grad_y @ W
    grad_y[...] = 0
    return result


def weights_sorted(grad_y, W):
    result = grad_y @ W
    W.sort(axis=0)
    return result


def loops_over(samples=range, inputs=range, outputs=range):
    """Make a gradient whose loops run over other ranges."""

    def grad_x(grad_y, W):
        result = np.zeros((len(grad_y), W.shape[1]))
        for n in samples(len(grad_y)):
            for j in inputs(W.shape[1]):
                for i in outputs(len(W)):
                    result[n, j] += grad_y[n, i] * W[i, j]
        return result

    return grad_x


def last_row_stays(grad_y, W):
    result = np.zeros((0, W.shape[1]))
    for upstream in grad_y:
        result = upstream @ W
    return result


def bounds_exchanged(grad_y, W):
    result = np.zeros((len(grad_y), W.shape[1]))
    for n in range(len(grad_y)):
        for j in range(W.shape[0]):
            for i in range(W.shape[1]):
                result[n, j] += grad_y[n, i] * W[i, j]
    return result


def room_like_grad_y(grad_y, W):
    result = np.zeros(grad_y.shape)
    result[:] = grad_y @ W
    return result


def zeros_like_upstream(grad_y, W):
    result = np.zeros_like(grad_y[:, :1] * W[:1, :].astype(grad_y.dtype))
    for i in reversed(range(len(W))):
        for n in range(len(grad_y)):
            for j in range(W.shape[1]):
                result[n, j] += grad_y[n, i] * W[i, j]
    return result


def added_to_integers(grad_y, W):
    result = np.zeros((len(grad_y), W.shape[1]), dtype=grad_y.dtype)
    for i in range(len(W)):
        result += np.outer(grad_y[:, i], W[i])
    return result


def W_comes_first(W, grad_y):
    return grad_y @ W


class Growing:
    """A function that keeps the results of earlier calls."""

    def __init__(self):
        self.total = 0.0

    def __call__(self, grad_y, W):
        self.total += 1
        return loops(grad_y, W) + self.total


ONE, BATCHES, ARGUMENTS = "one_sample", "batches", "arguments"
EVERY = (ONE, BATCHES, ARGUMENTS)
SEVERAL = (BATCHES, ARGUMENTS)
MISTAKES = {
    "grad-x-untransposed": (
        EVERY,
        [
            lambda grad_y, W: np.dot(grad_y, W.T),
            lambda grad_y, W: np.matmul(grad_y, np.transpose(W)),
        ],
    ),
    "grad-x-transposed": (
        EVERY,
        [
            lambda grad_y, W: (grad_y @ W).T,
            lambda grad_y, W: np.einsum("ij,ni->jn", W, grad_y),
        ],
    ),
    "grad-x-columns": (EVERY, [lambda grad_y, W: np.matmul(W.transpose(), grad_y)]),
    "grad-x-reshaped": (
        SEVERAL,
        [lambda grad_y, W: np.matmul(W.T, grad_y.T).reshape(grad_y.shape[0], W.shape[1])],
    ),
    "elementwise-product": (EVERY, [lambda grad_y, W: np.multiply(grad_y, W)]),
    "summed-along-another": (
        EVERY,
        [
            lambda grad_y, W: np.einsum("ni,ij->ni", grad_y, W),
            lambda grad_y, W: np.einsum("ni,ij->ij", grad_y, W),
        ],
    ),
    "grad-x-mean": (
        SEVERAL,
        [
            lambda grad_y, W: (grad_y / grad_y.shape[0]) @ W,
            lambda grad_y, W: np.einsum("ni,ij->nj", grad_y, W) / max(len(grad_y), 1),
        ],
    ),
    "grad-x-summed": (EVERY, [added_up, lambda grad_y, W: grad_y.sum(axis=0) @ W]),
    "grad-x-ignores-upstream": (
        EVERY,
        [
            lambda grad_y, W: np.tile(W.sum(axis=0), (len(grad_y), 1)),
            lambda grad_y, W: np.sum(W, axis=0),
        ],
    ),
    "grad-x-one-path": (EVERY, [last_path_stays, first_path_only]),
    "returned-too-early": (EVERY, [first_sample_only]),
    "last-sample-only": (EVERY, [last_row_stays]),
    "sign": (EVERY, [lambda grad_y, W: -loops(grad_y, W)]),
    "weights-reshaped": (
        EVERY,
        [lambda grad_y, W: np.dot(grad_y, np.reshape(W.T, (len(W), -1)))],
    ),
    "output-dtype-of-input": (
        (ARGUMENTS,),
        [
            like_upstream,
            like_upstream_in_loops,
            like_weights,
            zeros_like_upstream,
            added_to_integers,
        ],
    ),
    "hard-coded-shape": (
        EVERY,
        [three_outputs, two_inputs, lambda grad_y, W: np.reshape(grad_y, (-1, 3)) @ W],
    ),
    "loop-misses-last": (
        EVERY,
        [
            loops_over(samples=short),
            loops_over(inputs=short),
            loops_over(outputs=short),
            loops_over(short, short, short),
            lambda grad_y, W: grad_y[:-1] @ W if len(grad_y) else np.zeros((0, W.shape[1])),
        ],
    ),
    "loop-misses-first": (
        EVERY,
        [
            loops_over(samples=late),
            loops_over(inputs=late),
            loops_over(outputs=late),
            loops_over(late, late, late),
        ],
    ),
    "square-assumed": (EVERY, [bounds_exchanged, room_like_grad_y]),
    "arguments-swapped": (EVERY, [W_comes_first]),
    "upstream-destroyed": ((ARGUMENTS,), [upstream_cleared]),
    "weights-destroyed": ((ARGUMENTS,), [weights_sorted]),
    "state-kept": (EVERY, [Growing()]),
}

PAIRS = {
    "sign + grad-x-mean": lambda grad_y, W: -(grad_y @ W) / max(1, len(grad_y)),
    "grad-x-transposed + grad-x-mean": lambda grad_y, W: (grad_y @ W).T / max(1, len(grad_y)),
    "sign + grad-x-untransposed": lambda grad_y, W: -(grad_y @ W.T),
    "grad-x-one-path + grad-x-mean": lambda grad_y, W: (
        grad_y[:, -1:] * W[-1:] / max(1, len(grad_y))
    ),
    "grad-x-summed + sign": lambda grad_y, W: -(grad_y @ W).sum(axis=0),
    "grad-x-ignores-upstream + grad-x-mean": lambda grad_y, W: (
        np.tile(W.sum(axis=0), (len(grad_y), 1)) / max(1, len(grad_y))
    ),
    "upstream-destroyed + grad-x-mean": lambda grad_y, W: (
        upstream_cleared(grad_y, W) / max(1, len(grad_y))
    ),
    "grad-x-transposed + sign": lambda grad_y, W: -(W.T @ grad_y.T),
}

EXERCISE = Exercise(
    chapter="03-grad-x",
    functions={
        "grad_x": Function(
            checks={ONE: checks.one_sample, BATCHES: checks.batches, ARGUMENTS: checks.arguments},
            wrong=checks.GRADIENT.wrong,
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        )
    },
)

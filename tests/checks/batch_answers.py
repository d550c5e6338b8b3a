"""Answers to exercise 02 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import batch as checks
from tests.checks.exercise import Exercise, Function, late, short


def rows_of(x):
    return np.asarray(x).reshape(len(x), int(np.prod(x.shape[1:])))


def loops(x, W, b):
    x = rows_of(x)
    y = np.zeros((len(x), len(W)))
    for n in range(len(x)):
        for i in range(len(W)):
            y[n, i] = b[i]
            for j in range(x.shape[1]):
                y[n, i] += W[i, j] * x[n, j]
    return y


def sample_by_sample(x, W, b):
    y = np.empty((len(x), len(W)))
    for n, sample in enumerate(x):
        y[n] = W @ sample.ravel() + b
    return y


def bias_as_weight(x, W, b):
    x = rows_of(x)
    return np.hstack([x, np.ones((len(x), 1))]) @ np.column_stack([W, b]).T


def strided(x, W, b):
    store = np.zeros((2 * len(x), len(W)))
    store[::2] = rows_of(x) @ W.T + b
    return store[::2]


def by_columns(x, W, b):
    x = rows_of(x)
    y = np.tile(np.asarray(b, float), (len(x), 1))
    for j in range(x.shape[1]):
        y += np.outer(x[:, j], W[:, j])
    return y


RIGHT = {
    "three loops": loops,
    "one sample at a time": sample_by_sample,
    "matmul": lambda x, W, b: rows_of(x) @ W.T + b,
    "np.dot": lambda x, W, b: np.dot(rows_of(x), W.transpose()) + b[None, :],
    "einsum": lambda x, W, b: np.einsum("nj,ij->ni", rows_of(x), W) + b,
    "tensordot": lambda x, W, b: np.tensordot(rows_of(x), W, axes=(1, 1)) + b,
    "inner": lambda x, W, b: np.inner(rows_of(x), W) + b,
    "W x, transposed": lambda x, W, b: (W @ rows_of(x).T + b[:, None]).T,
    "broadcast and sum": lambda x, W, b: (rows_of(x)[:, None, :] * W[None]).sum(axis=2) + b,
    "columns as outer products": by_columns,
    "bias as one more weight": bias_as_weight,
    "ones times the bias": lambda x, W, b: rows_of(x) @ W.T + np.outer(np.ones(len(x)), b),
    "Fortran order": lambda x, W, b: np.asfortranarray(rows_of(x) @ W.T + b),
    "strided view": strided,
    "float32": lambda x, W, b: (
        rows_of(x).astype(np.float32) @ W.T.astype(np.float32) + b.astype(np.float32)
    ),
    "list of rows": lambda x, W, b: (
        (rows_of(x) @ W.T + b).tolist() if len(x) else np.zeros((0, len(W)))
    ),
    "size from W": lambda x, W, b: x.reshape(-1, W.shape[1]) @ W.T + b,
}


def copied_type(x, W, b):
    y = np.zeros((x.shape[0], W.shape[0]), dtype=x.dtype)
    for n in range(len(x)):
        y[n] = W @ x[n].ravel() + b
    return y


def clipped(x, W, b):
    y = loops(x, W, b)
    y[y < 0] = 0
    return y


def reshaped_for_the_caller(x, W, b):
    x.shape = (len(x), W.shape[1])
    return x @ W.T + b


def reversed_in_place(x, W, b):
    x[...] = x[::-1].copy()
    return (rows_of(x) @ W.T + b)[::-1]


def scaled_weights(x, W, b):
    W *= 2
    return rows_of(x) @ W.T / 2 + b


def loops_over(samples=range, outputs=range, inputs=range, start=None):
    """Make a layer whose loops run over other ranges."""

    def linear_forward(x, W, b):
        x = rows_of(x)
        y = np.zeros((len(x), len(W))) if start is None else start(x, b)
        for n in samples(len(x)):
            for i in outputs(len(W)):
                for j in inputs(x.shape[1]):
                    y[n, i] += W[i, j] * x[n, j]
                y[n, i] += b[i] * (start is None)
        return y

    return linear_forward


def b_repeated(x, b):
    return np.tile(np.array(b, float), (len(x), 1))


def rows_appended(x, W, b):
    x = rows_of(x)
    y = np.zeros((max(0, len(x) - 1), len(W)))
    for n in range(len(x) - 1):
        y[n] = W @ x[n] + b
    return y


def last_row_stays(x, W, b):
    y = np.zeros((0, len(W)))
    for sample in x:
        y = W @ sample.ravel() + b
    return y


def bounds_exchanged(x, W, b):
    x = rows_of(x)
    y = np.zeros((len(x), len(W)))
    for n in range(len(x)):
        for i in range(x.shape[1]):
            y[n, i] = b[i]
            for j in range(len(W)):
                y[n, i] += W[i, j] * x[n, j]
    return y


def samples_for_outputs(x, W, b):
    x = rows_of(x)
    y = np.zeros((len(x), len(W)))
    for n in range(len(W)):
        for i in range(len(x)):
            y[n, i] = W[i] @ x[n] + b[i]
    return y


def room_like_x(x, W, b):
    y = np.zeros(rows_of(x).shape)
    y[...] = rows_of(x) @ W.T + b
    return y


def W_comes_first(W, x, b):
    return rows_of(x) @ W.T + b


def width_for_weights(x, W, b):
    if x.ndim == 4:
        N, C, H, W = x.shape
        x = x.reshape(N, C * H * W)
    return x @ W.T + b


class Growing:
    """A function that keeps the outputs of earlier calls."""

    def __init__(self):
        self.total = 0.0

    def __call__(self, x, W, b):
        y = loops(x, W, b) + self.total
        self.total += 1
        return y


BATCHES, IMAGES, ARGUMENTS = "batches", "images", "arguments"
EVERY = (BATCHES, IMAGES, ARGUMENTS)
MISTAKES = {
    "forward-untransposed": (
        EVERY,
        [
            lambda x, W, b: np.matmul(rows_of(x), W) + b,
            lambda x, W, b: np.add(rows_of(x) @ W, b),
        ],
    ),
    "forward-elementwise": (EVERY, [lambda x, W, b: np.multiply(rows_of(x), W) + b]),
    "input-not-flattened": ((IMAGES,), [lambda x, W, b: np.matmul(x, W.T) + b]),
    "batch-flattened": (EVERY, [lambda x, W, b: np.matmul(np.ravel(x), W.T) + b]),
    "flatten-order": (
        (IMAGES,),
        [
            lambda x, W, b: (
                np.array([s.flatten("F") for s in x]).reshape(len(x), W.shape[1]) @ W.T + b
            ),
            lambda x, W, b: (
                (x.transpose(0, 2, 3, 1) if x.ndim == 4 else x).reshape(len(x), W.shape[1]) @ W.T
                + b
            ),
        ],
    ),
    "input-reshaped-in-place": ((IMAGES, ARGUMENTS), [reshaped_for_the_caller]),
    "reshape-empty-batch": (
        (IMAGES,),
        [
            lambda x, W, b: np.reshape(x, (x.shape[0], -1)) @ W.T + b,
            lambda x, W, b: np.dot(x.reshape((len(x), -1)), W.T) + b,
        ],
    ),
    "bias-missing": (EVERY, [lambda x, W, b: np.einsum("nj,ij->ni", rows_of(x), W)]),
    "bias-subtracted": (EVERY, [lambda x, W, b: np.inner(rows_of(x), W) - b]),
    "bias-of-first-output": (EVERY, [lambda x, W, b: rows_of(x) @ W.T + b[0]]),
    "bias-column": (EVERY, [lambda x, W, b: rows_of(x) @ W.T + b.reshape(-1, 1)]),
    "bias-per-sample": (
        EVERY,
        [
            lambda x, W, b: np.array(
                [W @ sample.ravel() + b[n % len(b)] for n, sample in enumerate(x)]
            ).reshape(len(x), len(W))
        ],
    ),
    "output-dtype-of-input": ((ARGUMENTS,), [copied_type]),
    "uint8-overflow": (
        (ARGUMENTS,),
        [lambda x, W, b: np.dot(rows_of(x), np.array(W, dtype=x.dtype).T) + b],
    ),
    "weights-reshaped": (
        EVERY,
        [lambda x, W, b: np.dot(rows_of(x), W.reshape(W.shape[1], W.shape[0])) + b],
    ),
    "activation-inside": (EVERY, [clipped]),
    "forward-mean": (
        EVERY,
        [lambda x, W, b: np.mean(rows_of(x)[:, None] * W, axis=2) + b],
    ),
    "returned-too-early": (EVERY, [lambda x, W, b: W @ x[0].flatten() + b]),
    "sign": (EVERY, [lambda x, W, b: -loops(x, W, b)]),
    "hard-coded-shape": (EVERY, [lambda x, W, b: np.reshape(x, (2, -1)) @ W.T + b]),
    "loop-misses-last": (
        EVERY,
        [
            loops_over(samples=short),
            loops_over(outputs=short),
            loops_over(inputs=short),
            loops_over(short, short, short),
            loops_over(inputs=short, outputs=short, start=b_repeated),
            loops_over(outputs=short, start=b_repeated),
            rows_appended,
        ],
    ),
    "loop-misses-first": (
        EVERY,
        [
            loops_over(samples=late),
            loops_over(outputs=late),
            loops_over(inputs=late),
            loops_over(late, late, late),
            loops_over(samples=late, start=b_repeated),
            lambda x, W, b: rows_of(x)[1:] @ W.T + b if len(x) else np.zeros((0, len(W))),
        ],
    ),
    "forward-columns": (
        EVERY,
        [
            lambda x, W, b: np.matmul(W, rows_of(x).T) + b.reshape(-1, 1),
            lambda x, W, b: np.dot(W, rows_of(x).T) + b,
        ],
    ),
    "last-sample-only": (EVERY, [last_row_stays]),
    "name-reused": ((IMAGES,), [width_for_weights]),
    "square-assumed": (EVERY, [bounds_exchanged, samples_for_outputs]),
    "arguments-swapped": (EVERY, [W_comes_first]),
    "input-destroyed": ((ARGUMENTS,), [reversed_in_place]),
    "weights-destroyed": ((ARGUMENTS,), [scaled_weights]),
    "state-kept": (EVERY, [Growing()]),
}

PAIRS = {
    "bias-missing + activation-inside": lambda x, W, b: np.maximum(0, rows_of(x) @ W.T),
    "sign + bias-missing": lambda x, W, b: -(rows_of(x) @ W.T),
    "flatten-order + bias-missing": lambda x, W, b: x.reshape(len(x), W.shape[1], order="F") @ W.T,
    "forward-mean + bias-subtracted": lambda x, W, b: rows_of(x) @ W.T / W.shape[1] - b,
    "weights-reshaped + bias-missing": lambda x, W, b: (
        rows_of(x) @ W.reshape(W.shape[1], W.shape[0])
    ),
}

EXERCISE = Exercise(
    chapter="02-batch",
    functions={
        "linear_forward": Function(
            checks={
                BATCHES: checks.batches,
                IMAGES: checks.images,
                ARGUMENTS: checks.arguments,
            },
            wrong=checks.LAYER.wrong,
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        )
    },
)

"""Answers to exercise 04 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import weight_gradient as checks
from tests.checks.exercise import Exercise, Function, late, short


def rows_of(x):
    return np.asarray(x).reshape(len(x), int(np.prod(x.shape[1:])))


def loops(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(len(x)):
        for i in range(grad_y.shape[1]):
            for j in range(x.shape[1]):
                grad_W[i, j] += grad_y[n, i] * x[n, j]
    return grad_W


def sum_of_outer_products(grad_y, x):
    grad_W = np.zeros((grad_y.shape[1], rows_of(x).shape[1]))
    for upstream, sample in zip(grad_y, x, strict=True):
        grad_W += np.outer(upstream, sample)  # np.outer flattens, row by row
    return grad_W


def with_new_axes(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(len(x)):
        grad_W += grad_y[n][:, None] * x[n][None, :]
    return grad_W


def row_by_row(grad_y, x):
    return np.array([grad_y[:, i] @ rows_of(x) for i in range(grad_y.shape[1])])


def entry_by_entry(grad_y, x):
    x = rows_of(x)
    return [
        [float(np.dot(grad_y[:, i], x[:, j])) for j in range(x.shape[1])]
        for i in range(grad_y.shape[1])
    ]


def strided(grad_y, x):
    store = np.zeros((grad_y.shape[1], 2 * rows_of(x).shape[1]))
    store[:, ::2] = grad_y.T @ rows_of(x)
    return store[:, ::2]


RIGHT = {
    "three loops": loops,
    "sum of outer products": sum_of_outer_products,
    "columns times rows": with_new_axes,
    "one output at a time": row_by_row,
    "dot products, a list of rows": entry_by_entry,
    "matmul": lambda grad_y, x: grad_y.T @ rows_of(x),
    "np.dot": lambda grad_y, x: np.dot(grad_y.transpose(), rows_of(x)),
    "einsum": lambda grad_y, x: np.einsum("ni,nj->ij", grad_y, rows_of(x)),
    "tensordot": lambda grad_y, x: np.tensordot(grad_y, rows_of(x), axes=(0, 0)),
    "unflattened, then reshaped": lambda grad_y, x: np.tensordot(grad_y, x, axes=(0, 0)).reshape(
        grad_y.shape[1], rows_of(x).shape[1]
    ),
    "inner": lambda grad_y, x: np.inner(grad_y.T, rows_of(x).T),
    "the other way round, transposed": lambda grad_y, x: (rows_of(x).T @ grad_y).T,
    "broadcast and sum": lambda grad_y, x: (grad_y[:, :, None] * rows_of(x)[:, None]).sum(axis=0),
    "Fortran order": lambda grad_y, x: np.asfortranarray(grad_y.T @ rows_of(x)),
    "strided view": strided,
    "float32": lambda grad_y, x: grad_y.astype(np.float32).T @ rows_of(x).astype(np.float32),
    "size from the shape": lambda grad_y, x: (
        grad_y.T @ x.reshape(x.shape[0], np.prod(x.shape[1:], dtype=int))
    ),
}


def mean_of_outer_products(grad_y, x):
    return np.mean([np.outer(g, s) for g, s in zip(grad_y, x, strict=True)], axis=0)


def last_one_stays(grad_y, x):
    grad_W = np.zeros((grad_y.shape[1], rows_of(x).shape[1]))
    for upstream, sample in zip(grad_y, x, strict=True):
        grad_W = np.outer(upstream, sample)
    return grad_W


def returned_in_the_loop(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(len(x)):
        grad_W += np.outer(grad_y[n], x[n])
        return grad_W


def list_of_outer_products(grad_y, x):
    return np.array([np.outer(g, s) for g, s in zip(grad_y, x, strict=True)])


def transposed_vectors(grad_y, x):
    x = rows_of(x)
    total = 0
    for n in range(len(x)):
        total += np.matmul(grad_y[n].T, x[n])
    return total


def transposed_vectors_into_a_matrix(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(len(x)):
        grad_W += grad_y[n].T @ x[n]
    return grad_W


def fortran_samples(grad_y, x):
    rows = np.array([sample.flatten("F") for sample in x])
    return grad_y.T @ rows.reshape(rows_of(x).shape)


def channels_last(grad_y, x):
    order = (0, 2, 3, 1) if x.ndim == 4 else (0, 1)
    return grad_y.T @ rows_of(x.transpose(order))


def like_x(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]), dtype=x.dtype)
    grad_W[:] = np.einsum("ni,nj->ij", grad_y, x)
    return grad_W


def like_upstream(grad_y, x):
    x = rows_of(x)
    grad_W = np.empty((grad_y.shape[1], x.shape[1]), grad_y.dtype)
    for i in range(len(grad_W)):
        grad_W[i] = grad_y[:, i] @ x
    return grad_W


def like_upstream_in_loops(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]), grad_y.dtype)
    for n in range(len(x)):
        for i in range(grad_y.shape[1]):
            for j in range(x.shape[1]):
                grad_W[i, j] += grad_y[n, i] * x[n, j]
    return grad_W


def three_by_two(grad_y, x):
    x = rows_of(x)
    grad_W = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(len(x)):
        for i in range(3):
            for j in range(2):
                grad_W[i, j] += grad_y[n, i] * x[n, j]
    return grad_W


def upstream_scaled(grad_y, x):
    result = grad_y.T @ rows_of(x)
    grad_y *= 2
    return result


def input_scaled(grad_y, x):
    result = grad_y.T @ rows_of(x)
    x[...] = 0
    return result


def reshaped_for_the_caller(grad_y, x):
    x.shape = rows_of(x).shape
    return grad_y.T @ x


def loops_over(samples=range, outputs=range, inputs=range):
    """Make a gradient whose loops run over other ranges."""

    def grad_W(grad_y, x):
        x = rows_of(x)
        result = np.zeros((grad_y.shape[1], x.shape[1]))
        for n in samples(len(x)):
            for i in outputs(len(result)):
                for j in inputs(x.shape[1]):
                    result[i, j] += grad_y[n, i] * x[n, j]
        return result

    return grad_W


def bounds_exchanged(grad_y, x):
    x = rows_of(x)
    result = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(len(x)):
        for i in range(x.shape[1]):
            for j in range(grad_y.shape[1]):
                result[i, j] += grad_y[n, i] * x[n, j]
    return result


def samples_for_outputs(grad_y, x):
    x = rows_of(x)
    result = np.zeros((grad_y.shape[1], x.shape[1]))
    for n in range(grad_y.shape[1]):
        for i in range(len(x)):
            result[i] += grad_y[n, i] * x[n]
    return result


def x_comes_first(x, grad_y):
    result = np.zeros((grad_y.shape[1], rows_of(x).shape[1]))
    for g, sample in zip(grad_y, rows_of(x), strict=True):
        result += np.outer(g, sample)
    return result


class Growing:
    """A function that keeps the gradients of earlier calls."""

    def __init__(self):
        self.total = 0.0

    def __call__(self, grad_y, x):
        self.total += 1
        return loops(grad_y, x) + self.total


ONE, BATCHES, IMAGES, ARGUMENTS = "one_sample", "batches", "images", "arguments"
EVERY = (ONE, BATCHES, IMAGES, ARGUMENTS)
SEVERAL = (BATCHES, IMAGES, ARGUMENTS)
MISTAKES = {
    "grad-W-transposed": (
        EVERY,
        [
            lambda grad_y, x: np.dot(rows_of(x).T, grad_y),
            lambda grad_y, x: np.einsum("nj,ni->ji", rows_of(x), grad_y),
        ],
    ),
    "grad-W-reshaped": (
        EVERY,
        [
            lambda grad_y, x: np.reshape(
                np.dot(rows_of(x).T, grad_y), (grad_y.shape[1], rows_of(x).shape[1])
            )
        ],
    ),
    "elementwise-product": (EVERY, [lambda grad_y, x: np.multiply(grad_y, rows_of(x))]),
    "summed-along-another": (
        EVERY,
        [
            lambda grad_y, x: np.einsum("ni,nj->nj", grad_y, rows_of(x)),
            lambda grad_y, x: np.einsum("ni,nj->ni", grad_y, rows_of(x)),
        ],
    ),
    "grad-W-mean": (
        SEVERAL,
        [
            mean_of_outer_products,
            lambda grad_y, x: grad_y.T @ rows_of(x) / len(grad_y) if len(x) else loops(grad_y, x),
        ],
    ),
    "grad-W-mean-twice": (
        SEVERAL,
        [lambda grad_y, x: mean_of_outer_products(grad_y, x) / len(x)],
    ),
    "grad-W-last-sample": (
        SEVERAL,
        [last_one_stays, lambda grad_y, x: grad_y[-1:].T @ rows_of(x)[-1:]],
    ),
    "grad-W-first-sample": (SEVERAL, [returned_in_the_loop]),
    "grad-W-collapsed-batch": (
        SEVERAL,
        [
            lambda grad_y, x: np.outer(grad_y.mean(axis=0), rows_of(x).sum(axis=0)),
            lambda grad_y, x: np.outer(grad_y.sum(axis=0), rows_of(x).sum(axis=0)),
            lambda grad_y, x: grad_y.mean(axis=0)[:, None] * rows_of(x).mean(axis=0, keepdims=True),
        ],
    ),
    "grad-W-ignores-upstream": (
        EVERY,
        [
            lambda grad_y, x: np.tile(rows_of(x).sum(axis=0), (grad_y.shape[1], 1)),
            lambda grad_y, x: np.sum(rows_of(x), 0),
        ],
    ),
    "grad-W-unsummed": (
        EVERY,
        [
            list_of_outer_products,
            lambda grad_y, x: np.einsum("ni,nj->nij", grad_y, rows_of(x)),
        ],
    ),
    "vector-transpose": (EVERY, [transposed_vectors, transposed_vectors_into_a_matrix]),
    "sign": (EVERY, [lambda grad_y, x: -loops(grad_y, x)]),
    "input-not-flattened": (
        (IMAGES,),
        [
            lambda grad_y, x: np.matmul(grad_y.T, x),
            lambda grad_y, x: np.dot(grad_y.transpose(), x),
            lambda grad_y, x: np.einsum("ni,n...->i...", grad_y, x),
        ],
    ),
    "batch-flattened": (EVERY, [lambda grad_y, x: np.matmul(grad_y.T, np.ravel(x))]),
    "flatten-order": ((IMAGES,), [fortran_samples, channels_last]),
    "reshape-empty-batch": (
        (IMAGES,),
        [
            lambda grad_y, x: np.dot(grad_y.T, np.reshape(x, (x.shape[0], -1))),
            lambda grad_y, x: np.einsum("ni,nj->ij", grad_y, x.reshape(len(x), -1)),
        ],
    ),
    "output-dtype-of-input": ((ARGUMENTS,), [like_x, like_upstream, like_upstream_in_loops]),
    "hard-coded-shape": (
        EVERY,
        [three_by_two, lambda grad_y, x: grad_y.T @ np.reshape(x, (-1, 2))],
    ),
    "loop-misses-last": (
        EVERY,
        [
            loops_over(samples=short),
            loops_over(outputs=short),
            loops_over(inputs=short),
            loops_over(short, short, short),
        ],
    ),
    "loop-misses-first": (
        EVERY,
        [
            loops_over(samples=late),
            loops_over(outputs=late),
            loops_over(inputs=late),
            loops_over(late, late, late),
        ],
    ),
    "square-assumed": (EVERY, [bounds_exchanged, samples_for_outputs]),
    "arguments-swapped": (EVERY, [x_comes_first]),
    "upstream-destroyed": ((ARGUMENTS,), [upstream_scaled]),
    "input-destroyed": ((ARGUMENTS,), [input_scaled]),
    "input-reshaped-in-place": ((IMAGES, ARGUMENTS), [reshaped_for_the_caller]),
    "state-kept": (EVERY, [Growing()]),
}

PAIRS = {
    "sign + grad-W-mean": lambda grad_y, x: -mean_of_outer_products(grad_y, x),
    "grad-W-transposed + grad-W-mean": lambda grad_y, x: mean_of_outer_products(grad_y, x).T,
    "grad-W-reshaped + sign": lambda grad_y, x: (
        -(rows_of(x).T @ grad_y).reshape(grad_y.shape[1], -1)
    ),
    "grad-W-last-sample + grad-W-mean": lambda grad_y, x: last_one_stays(grad_y, x) / len(x),
    "flatten-order + grad-W-mean": lambda grad_y, x: fortran_samples(grad_y, x) / len(x),
    "flatten-order + grad-W-transposed": lambda grad_y, x: fortran_samples(grad_y, x).T,
    "grad-W-unsummed + grad-W-mean": lambda grad_y, x: (
        list_of_outer_products(grad_y, x) / max(1, len(x))
    ),
    "grad-W-ignores-upstream + grad-W-mean": lambda grad_y, x: (
        np.ones_like(grad_y).T @ rows_of(x) / max(1, len(x))
    ),
    "reshape-empty-batch + grad-W-mean": lambda grad_y, x: (
        grad_y.T @ x.reshape(len(x), -1) / max(1, len(x))
    ),
    "upstream-destroyed + grad-W-mean": lambda grad_y, x: (
        upstream_scaled(grad_y, x) / max(1, len(x))
    ),
}

EXERCISE = Exercise(
    chapter="04-grad-W",
    functions={
        "grad_W": Function(
            checks={
                ONE: checks.one_sample,
                BATCHES: checks.batches,
                IMAGES: checks.images,
                ARGUMENTS: checks.arguments,
            },
            wrong=checks.GRADIENT.wrong,
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        )
    },
)

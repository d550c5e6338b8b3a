"""The products behind the layer, each at the speed that NumPy can have. Arguments are validated."""

import numpy as np

BLOCK = 1024
"""Samples whose gradients are added in one go."""
SMALL = 2**16
"""Numbers for which NumPy's iterator costs less than changing its buffer."""


def matmul(a, b, dtype, out):
    """Multiply matrices in a floating type, (N, K) by (K, M)."""
    # Integers are converted first: np.matmul would leave BLAS for its own loop.
    return np.matmul(a.astype(dtype, copy=False), b.astype(dtype, copy=False), out=out)


def outer_products(grad_y, x, dtype, out):
    """Sum the outer products of N pairs of rows, (N, M) and (N, D): an array of shape (M, D)."""
    if len(x) != 1:
        return matmul(grad_y.T, x, dtype, out)
    # A matrix product with an inner dimension of 1 takes four times as long (4096→4096: 25 ms
    # in place of 5).
    if out is None:
        out = np.empty((grad_y.shape[1], x.shape[1]), dtype)
    column, row = grad_y.T.astype(dtype, copy=False), x.astype(dtype, copy=False)
    return repeated(np.multiply, column, row, out)


def column_sums(grad_y, dtype, out):
    """Sum the N rows of an (N, M) array."""
    if len(grad_y) > BLOCK:
        # A sum of n terms may be off by n rounding errors, and float32 sums of two million by 1 %.
        # Sums of sums of 1,024 are off by a thousandth of that.
        blocks = range(0, len(grad_y), BLOCK)
        grad_y = np.array([column_sums(grad_y[i : i + BLOCK], dtype, None) for i in blocks])
    return matmul(np.ones(len(grad_y), dtype), grad_y, dtype, out)


def repeated(operation, a, b, out):
    """Apply a ufunc to a matrix and a row, or a column and a row, that are repeated to fit."""
    if out.size < SMALL:
        return operation(a, b, out=out)
    # NumPy's iterator would write the repetitions out, 8,192 numbers at a time, unless that is less
    # than a row (numpy issue 13307). An outer product, 800→500, takes 61 µs so and 132 without;
    # adding 4096 biases to 64 samples 0.10 ms and 0.83, in float64.
    size = np.setbufsize(16)
    try:
        return operation(a, b, out=out)
    finally:
        np.setbufsize(size)

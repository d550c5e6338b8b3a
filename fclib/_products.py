"""The layer's matrix products, each by the fastest way in NumPy; callers validate the arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

BLOCK = 1024
"""Rows that one product sums; the sums of several such blocks are then added."""
SMALL = 2**16
"""Results with fewer entries are computed sooner than NumPy's buffer can be resized."""
UNPACKED = 10**6
"""Multiplications up to which OpenBLAS has a routine that copies neither matrix."""
ROWS = {np.dtype(np.float32): 3, np.dtype(np.float64): 2}
"""Samples up to which a product for each is the fastest, by type."""
FEW = 128
"""Samples of float32 up to which the weights are best the left factor."""


def matmul(a: Array, b: Array, dtype: np.dtype[Any], out: Array | None) -> Array:
    """Multiply matrices in a floating type, (N, K) by (K, M)."""
    # Integers are converted first: np.matmul would leave BLAS for its own loop.
    a, b = a.astype(dtype, copy=False), b.astype(dtype, copy=False)
    product: Array = np.matmul(a, b, out=out)
    return product


def times_weights(x: Array, weights: Array, dtype: np.dtype[Any], out: Array | None) -> Array:
    """Multiply a batch by W or Wᵀ, in whichever way the weights go through memory fastest.

    A matrix-matrix routine first copies both factors into blocks that fit its caches, which pays
    when many samples use them. For two or three samples it does not: a product for each, which
    reads the weights where they lie, takes 0.45–0.92 of the time (4096→4096, float32; OpenBLAS's
    kernels for SkylakeX and Haswell). For up to some hundred samples of float32 the copy of Wᵀ is
    made best when W is the left factor: 0.65–0.98 for 8 to 32 samples; in float64 up to 1.4, so
    there it stays on the right. ``make bench`` measures all three ways.
    """
    n, is_transposed = len(x), weights.flags.f_contiguous
    arrays = [x, weights.T if is_transposed else weights, *([] if out is None else [out])]
    plain = all(array.flags.c_contiguous and array.dtype == dtype for array in arrays)
    if not plain or n == 1 or n * weights.size <= UNPACKED:
        return matmul(x, weights, dtype, out)
    if n <= ROWS.get(dtype, 0):
        if out is None:
            out = np.empty((n, weights.shape[1]), dtype)
        for sample, row in zip(x, out, strict=True):
            np.dot(sample, weights, out=row)
        return out
    if is_transposed and dtype == np.float32 and n <= FEW:
        columns: Array = np.matmul(weights.T, x.T)
        if out is None:
            return columns.T.copy()
        out[...] = columns.T
        return out
    return matmul(x, weights, dtype, out)


def outer_products(grad_y: Array, x: Array, dtype: np.dtype[Any], out: Array | None) -> Array:
    """Sum the outer products of N pairs of rows, (N, M) and (N, D): an array of shape (M, D)."""
    if len(x) != 1:
        return matmul(grad_y.T, x, dtype, out)
    # A matrix product with an inner dimension of 1 takes five times as long (4096→4096: 25 ms
    # in place of 5).
    if out is None:
        out = np.empty((grad_y.shape[1], x.shape[1]), dtype)
    column, row = grad_y.T.astype(dtype, copy=False), x.astype(dtype, copy=False)
    return repeated(np.multiply, column, row, out)


def column_sums(grad_y: Array, dtype: np.dtype[Any], out: Array | None) -> Array:
    """Sum the N rows of an (N, M) array."""
    if len(grad_y) > BLOCK:
        # A sum of n terms may be off by n rounding errors, and float32 sums of two million by 1 %.
        # Sums of sums of 1,024 are off by a thousandth of that.
        blocks = range(0, len(grad_y), BLOCK)
        grad_y = np.array([column_sums(grad_y[i : i + BLOCK], dtype, None) for i in blocks])
    return matmul(np.ones(len(grad_y), dtype), grad_y, dtype, out)


def repeated(operation: np.ufunc, a: Array, b: Array, out: Array) -> Array:
    """Apply a ufunc to a matrix and a row, or to a column and a row, and let NumPy broadcast."""
    if out.size < SMALL:
        operation(a, b, out=out)
        return out
    # NumPy's iterator would copy what it broadcasts into a buffer of 8,192 numbers; one that is
    # smaller than a row keeps it from that (numpy issue 13307). In float64 an outer product,
    # 800→500, then takes 61 µs in place of 132, and adding 4096 biases to 64 samples 0.10 ms in
    # place of 0.83.
    size = np.setbufsize(16)
    try:
        operation(a, b, out=out)
    finally:
        np.setbufsize(size)
    return out

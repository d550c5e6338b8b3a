"""The layer in fewer bits: bfloat16, a step with a float32 master copy, and quantised weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fclib._validation import agree, batch, bias, matrix, real

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]

__all__ = [
    "MasterStep",
    "QuantisedWeights",
    "linear_quantised",
    "master_step",
    "quantise_rows",
    "to_bfloat16",
]

DROPPED = 16
"""Bits that bfloat16 leaves out of float32, all of them from the end of the fraction."""
QUIET = np.uint32(0x0040_0000)
"""The bit of a nan's fraction that says it raises nothing; it survives the cut."""
BLOCK = 256
"""Rows of quantised weights that are turned into float32 at a time."""


class MasterStep(NamedTuple):
    """What a step of training leaves behind.

    Attributes
    ----------
    master : ndarray of float32, shape (M, D)
        The weights that steps are added to.
    W : ndarray of float32, shape (M, D)
        The same weights rounded to bfloat16, for the next forward and backward pass.
    """

    master: NDArray[np.float32]
    W: NDArray[np.float32]


class QuantisedWeights(NamedTuple):
    """Weights as whole numbers, and one scale for each row: W ≈ scale[:, None] · Q.

    Attributes
    ----------
    Q : ndarray of int8, shape (M, D)
    scale : ndarray of float32, shape (M,)
    """

    Q: NDArray[np.int8]
    scale: NDArray[np.float32]


def to_bfloat16(x: ArrayLike) -> NDArray[np.float32]:
    """Round numbers to bfloat16, and return them as float32: the nearest, of two the even one.

    bfloat16 has float32's 8 bits of exponent and 7 of its 23 bits of fraction, so every bfloat16
    is a float32 whose last 16 bits are zero.

    Parameters
    ----------
    x : array_like of any shape
        What is not float32 is rounded to it first.

    Returns
    -------
    ndarray of float32, the shape of x
        Beyond the largest bfloat16, 3.39e38, by half a step or more: infinity. nan stays nan.

    Raises
    ------
    TypeError
        If x is not real numbers.

    See Also
    --------
    master_step : A step of training that is not lost.

    Notes
    -----
    As whole numbers, the bits of positive floats are in the same order as the floats. So adding
    half of the last kept bit and cutting rounds up where the rest is a half or more; with one less,
    and one more if the last kept bit is 1, a tie goes to the even neighbour. A carry into the
    exponent is right too: it is the next power of two, or infinity.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import to_bfloat16
    >>> to_bfloat16([1.0, 1.001, 1.004, 3.14159])
    array([1.       , 1.       , 1.0078125, 3.140625 ], dtype=float32)
    """
    with np.errstate(over="ignore"):  # float64 beyond float32 is infinite, as it should be
        numbers = np.array(real("x", x), np.float32)
    bits = numbers.view(np.uint32)
    nan = np.isnan(numbers)
    last_kept = (bits >> DROPPED) & 1
    rounded: Array = bits + (np.uint32(2 ** (DROPPED - 1) - 1) + last_kept)
    rounded = np.where(nan, bits | QUIET, rounded)
    cut = (rounded >> DROPPED) << DROPPED
    result: NDArray[np.float32] = cut.view(np.float32)
    return result


def master_step(W_master: ArrayLike, grad_W: ArrayLike, learning_rate: float) -> MasterStep:
    """Take a step of gradient descent on a float32 copy, and round that copy for the next pass.

    master ← master − η ∂L/∂W,  W ← bfloat16(master).

    Parameters
    ----------
    W_master : array_like, shape (M, D)
        The weights in float32.
    grad_W : array_like, shape (M, D)
        ∂L/∂W, as it came from a pass with rounded weights.
    learning_rate : float
        η.

    Returns
    -------
    MasterStep

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an array is not real numbers.

    See Also
    --------
    to_bfloat16 : The rounding that it uses.

    Notes
    -----
    bfloat16 has a step of 2⁻⁷ above 1 and of 2⁻⁸ below it. A change of less than half a step is
    lost when W itself is rounded after each step; the master keeps it until enough of them have
    come together.

    References
    ----------
    P. Micikevicius et al., Mixed precision training, ICLR 2018, section 3.1.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import master_step
    >>> step = master_step(np.ones((1, 1)), np.ones((1, 1)), learning_rate=0.001)
    >>> step.master, step.W
    (array([[0.999]], dtype=float32), array([[1.]], dtype=float32))
    """
    master, gradient = matrix("W_master", W_master), matrix("grad_W", grad_W)
    if master.shape != gradient.shape:
        raise ValueError(
            f"grad_W must have the shape of W_master "
            f"(grad_W.shape={gradient.shape}, W_master.shape={master.shape})"
        )
    master = master.astype(np.float32, copy=False)
    stepped: NDArray[np.float32] = master - np.float32(learning_rate) * gradient.astype(np.float32)
    return MasterStep(stepped, to_bfloat16(stepped))


def quantise_rows(W: ArrayLike, bits: int) -> QuantisedWeights:
    """Write each row of W as whole numbers times one scale, the row's own.

    s_i = max_j abs(W_ij) / (2^(bits−1) − 1),  Q_ij = round(W_ij / s_i).

    Parameters
    ----------
    W : array_like, shape (M, D)
    bits : int
        From 2 to 8. Q has values from −(2^(bits−1) − 1) to 2^(bits−1) − 1, as many below zero
        as above.

    Returns
    -------
    QuantisedWeights
        Q as int8, whatever ``bits`` is. A row of zeros has the scale 1.

    Raises
    ------
    ValueError
        If W is not a matrix or has an entry that is not finite in float32, or bits is not from 2
        to 8.
    TypeError
        If W is not real numbers.

    See Also
    --------
    linear_quantised : The layer with such weights.

    Notes
    -----
    An entry is off by at most half a scale. A scale belongs to a row, that is to an output, so it
    can be taken out of the sum over the inputs: see `linear_quantised`.

    Examples
    --------
    >>> from fclib import quantise_rows
    >>> quantise_rows([[1.0, -0.75, 0.25], [8.0, 0.0, -8.0]], bits=3)
    QuantisedWeights(Q=array([[ 3, -2,  1],
           [ 3,  0, -3]], dtype=int8), scale=array([0.33333334, 2.6666667 ], dtype=float32))
    """
    W = matrix("W", W)
    if bits not in range(2, 9):
        raise ValueError(f"bits must be a whole number from 2 to 8 and is {bits}")
    with np.errstate(over="ignore"):
        finite = np.isfinite(W.astype(np.float32, copy=False))  # as the scale has to be
    if not finite.all():
        row, column = (int(place) for place in np.argwhere(~finite)[0])
        raise ValueError(
            f"W must be finite in float32 to have a scale, and W[{row}, {column}] is "
            f"{W[row, column]}"
        )
    largest = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=1, initial=0.0).astype(np.float32) / np.float32(largest)
    scale[scale == 0] = 1
    Q = np.clip(np.rint(W / scale[:, None]), -largest, largest).astype(np.int8)
    return QuantisedWeights(Q, scale)


def linear_quantised(
    x: ArrayLike, Q: ArrayLike, scale: ArrayLike, b: ArrayLike | None = None
) -> NDArray[np.float32]:
    """Compute Y = (X Qᵀ) · s + b: the scales are taken out of the sum over the inputs.

    Parameters
    ----------
    x : array_like, shape (N, D) or (N, ...) with D values per sample
    Q : array_like of integers, shape (M, D)
        As `quantise_rows` gives it.
    scale : array_like, shape (M,)
        One for each row of Q, that is for each output. Each is finite and greater than 0.
    b : array_like, shape (M,), optional
        Biases, not quantised: they are M numbers among M·D.

    Returns
    -------
    ndarray of float32, shape (N, M)

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a scale is 0, negative or not finite.
    TypeError
        If Q is not integers, or another argument not real numbers.

    See Also
    --------
    quantise_rows : How such weights are made.

    Notes
    -----
    W is never formed: Q is turned into float32 a block of rows at a time, so that the weights
    come from memory as single bytes.

    Examples
    --------
    >>> from fclib import linear_quantised
    >>> linear_quantised([[1.0, 2.0, 4.0]], [[3, -2, 1]], scale=[0.5], b=[1.0])
    array([[2.5]], dtype=float32)
    """
    x, Q = batch("x", x), matrix("Q", Q)
    agree("x", x.shape[1], "features", "Q", Q.shape[1], x, Q)
    if Q.dtype.kind not in "iu":
        raise TypeError(f"Q must hold integers, as quantise_rows gives them, and has {Q.dtype}")
    scale = real("scale", scale)
    if scale.shape != Q.shape[:1]:
        raise ValueError(
            f"scale must have shape ({len(Q)},), one for each row of Q "
            f"(scale.shape={scale.shape}, Q.shape={Q.shape})"
        )
    wrong = np.flatnonzero(~(np.isfinite(scale) & (scale > 0)))
    if wrong.size:
        raise ValueError(
            f"scale must be finite and greater than 0, and scale[{wrong[0]}] is {scale[wrong[0]]}"
        )
    x = x.astype(np.float32, copy=False)
    y = np.empty((len(x), len(Q)), np.float32)
    for start in range(0, len(Q), BLOCK):
        rows = slice(start, start + BLOCK)
        y[:, rows] = x @ Q[rows].astype(np.float32).T
    y *= scale.astype(np.float32)
    if b is not None:
        y += bias(b, Q).astype(np.float32)
    return y

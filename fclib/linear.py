"""The fully connected layer: Y = X Wᵀ + b, and the three gradients of a loss through it.

Shapes, everywhere in this package: N samples, D inputs (``in_features``), M outputs
(``out_features``); ``x`` (N, D), ``W`` (M, D), ``b`` (M,), ``y`` and ``grad_y`` (N, M).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fclib._products import column_sums, outer_products, repeated, times_weights
from fclib._validation import agree, batch, bias, destination, float_type, matrix, real

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Destination = NDArray[np.floating] | None
    Destinations = tuple[Destination, Destination, Destination]

__all__ = [
    "LinearGradients",
    "grad_W",
    "grad_b",
    "grad_x",
    "linear_backward",
    "linear_forward",
]


class LinearGradients(NamedTuple):
    """The three gradients of a loss through a fully connected layer.

    Attributes
    ----------
    x : ndarray, the shape of x
        ∂L/∂X, what the layer below receives as its ``grad_y``.
    W : ndarray, shape (M, D)
        ∂L/∂W.
    b : ndarray, shape (M,)
        ∂L/∂b.
    """

    x: NDArray[np.floating]
    W: NDArray[np.floating]
    b: NDArray[np.floating]


def linear_forward(
    x: ArrayLike,
    W: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: NDArray[np.floating] | None = None,
) -> NDArray[np.floating]:
    """Compute Y = X Wᵀ + b: each output is a weighted sum of all inputs, plus a bias.

    Parameters
    ----------
    x : array_like, shape (N, D) or (N, ...) with D values per sample
        One sample per row. Inputs with more axes, such as images (N, C, H, W), are flattened
        in row-major order, so D = C·H·W. N may be 0.
    W : array_like, shape (M, D)
        Weights, one output per row: ``W[i, j]`` leads from input j to output i.
    b : array_like, shape (M,), optional
        Biases. Without them the map is linear, with them affine.
    out : ndarray, shape (N, M), optional
        Where to write the result. Its dtype must be that of the result, and it must not
        share memory with x, W or b.

    Returns
    -------
    ndarray, shape (N, M)
        In the floating type that NumPy's promotion of x, W and b gives, float64 if all of
        them are integers.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or ``out`` has another shape or dtype or
        overlaps an input.
    TypeError
        If an argument is not real numbers, or ``out`` is not an ndarray.

    See Also
    --------
    linear_backward : Its three gradients.

    Notes
    -----
    Keras and many texts store the transpose, W of shape (in, out), and write Y = X W + b.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import linear_forward
    >>> x = np.array([[1.0, 2.0, 3.0]])
    >>> W = np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]])
    >>> linear_forward(x, W, b=np.array([10.0, 20.0]))
    array([[ 8., 23.]])
    """
    x, W = batch("x", x), matrix("W", W)
    agree("x", x.shape[1], "features", "W", W.shape[1], x, W)
    operands = [x, W]
    if b is not None:
        b = bias(b, W)
        operands.append(b)
    dtype = float_type(*operands)
    out = destination("out", out, (len(x), len(W)), dtype, *operands)
    y = times_weights(x, W.T, dtype, out)
    if b is not None:
        repeated(np.add, y, b, y)
    return y


def linear_backward(
    grad_y: ArrayLike,
    x: ArrayLike,
    W: ArrayLike,
    *,
    out: Destinations | None = None,
) -> LinearGradients:
    """Compute the gradients of a loss with respect to x, W and b, given its gradient at y.

    ∂L/∂X = ∂L/∂Y · W,  ∂L/∂W = (∂L/∂Y)ᵀ · X,  ∂L/∂b = (∂L/∂Y)ᵀ · 1.

    Parameters
    ----------
    grad_y : array_like, shape (N, M)
        ∂L/∂Y, the gradient of the loss at this layer's output.
    x : array_like, shape (N, D) or (N, ...)
        The input that the forward pass had.
    W : array_like, shape (M, D)
        The weights that the forward pass had: update them after this call, not before.
    out : LinearGradients of ndarray, optional
        Where to write the three gradients; None in the place of one makes a new array for it.

    Returns
    -------
    LinearGradients
        ``x`` with the shape of x, ``W`` with the shape of W, ``b`` of shape (M,).

    Raises
    ------
    ValueError
        If the shapes do not fit together, or an array of ``out`` has another shape or dtype
        or overlaps an input.
    TypeError
        If an argument is not real numbers, or a part of ``out`` is not an ndarray.

    See Also
    --------
    grad_x : The gradient at the input alone.
    grad_W : That of the weights.
    grad_b : That of the biases.

    Notes
    -----
    ∂L/∂W and ∂L/∂b are sums over the batch, because every sample uses the same W and b.
    A loss that is a mean over the batch brings its 1/N in with ``grad_y``; the layer adds none.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import linear_backward
    >>> grads = linear_backward(
    ...     grad_y=np.array([[1.0, -1.0]]),
    ...     x=np.array([[1.0, 2.0, 3.0]]),
    ...     W=np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]]),
    ... )
    >>> grads.x
    array([[ 0.5, -0.5, -1.5]])
    >>> grads.W
    array([[ 1.,  2.,  3.],
           [-1., -2., -3.]])
    >>> grads.b
    array([ 1., -1.])
    """
    grad_y, W = matrix("grad_y", grad_y), matrix("W", W)
    x = real("x", x)
    rows = batch("x", x)
    agree("x", rows.shape[1], "features", "W", W.shape[1], x, W)
    agree("grad_y", len(grad_y), "samples", "x", len(rows), grad_y, x)
    agree("grad_y", grad_y.shape[1], "outputs", "W", W.shape[0], grad_y, W)
    dtypes = float_type(grad_y, W), float_type(grad_y, x), float_type(grad_y)
    out_x = out_W = out_b = None
    if out is not None:
        # All of them before the first is written, against all inputs and one another.
        out_x, out_W, out_b = out
        taken = [grad_y, x, W]
        shapes = x.shape, W.shape, W.shape[:1]
        for name, array, shape, dtype in zip("xWb", out, shapes, dtypes, strict=True):
            checked = destination(f"out.{name}", array, shape, dtype, *taken)
            if checked is not None:
                taken.append(checked)
        # A strided out.x cannot be flattened without a copy, and a copy would be lost.
        if out_x is not None:
            if not out_x.flags.c_contiguous:
                raise ValueError("out.x must be C-contiguous: np.empty(x.shape) is")
            out_x = out_x.reshape(rows.shape)
    return LinearGradients(
        x=times_weights(grad_y, W, dtypes[0], out_x).reshape(x.shape),
        W=outer_products(grad_y, rows, dtypes[1], out_W),
        b=column_sums(grad_y, dtypes[2], out_b),
    )


def grad_x(
    grad_y: ArrayLike, W: ArrayLike, *, out: NDArray[np.floating] | None = None
) -> NDArray[np.floating]:
    """Compute ∂L/∂X = ∂L/∂Y · W: each gradient returns along the weight its value went through.

    Parameters
    ----------
    grad_y : array_like, shape (N, M)
        ∂L/∂Y.
    W : array_like, shape (M, D)
        Weights.
    out : ndarray, shape (N, D), optional
        Where to write the result.

    Returns
    -------
    ndarray, shape (N, D)

    Raises
    ------
    ValueError, TypeError
        As for `linear_backward`.

    See Also
    --------
    linear_backward : All three gradients at once.

    Examples
    --------
    >>> from fclib import grad_x
    >>> grad_x([[1.0, -1.0]], [[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]])
    array([[ 0.5, -0.5, -1.5]])
    """
    grad_y, W = matrix("grad_y", grad_y), matrix("W", W)
    agree("grad_y", grad_y.shape[1], "outputs", "W", W.shape[0], grad_y, W)
    dtype = float_type(grad_y, W)
    out = destination("out", out, (len(grad_y), W.shape[1]), dtype, grad_y, W)
    return times_weights(grad_y, W, dtype, out)


def grad_W(
    grad_y: ArrayLike, x: ArrayLike, *, out: NDArray[np.floating] | None = None
) -> NDArray[np.floating]:
    """Compute ∂L/∂W = (∂L/∂Y)ᵀ · X: the sum over the batch of N outer products.

    Parameters
    ----------
    grad_y : array_like, shape (N, M)
        ∂L/∂Y.
    x : array_like, shape (N, D) or (N, ...)
        The input that the forward pass had.
    out : ndarray, shape (M, D), optional
        Where to write the result.

    Returns
    -------
    ndarray, shape (M, D)

    Raises
    ------
    ValueError, TypeError
        As for `linear_backward`.

    See Also
    --------
    linear_backward : All three gradients at once.

    Examples
    --------
    >>> from fclib import grad_W
    >>> grad_W([[1.0, -1.0]], [[1.0, 2.0, 3.0]])
    array([[ 1.,  2.,  3.],
           [-1., -2., -3.]])
    """
    grad_y, x = matrix("grad_y", grad_y), batch("x", x)
    agree("grad_y", len(grad_y), "samples", "x", len(x), grad_y, x)
    dtype = float_type(grad_y, x)
    out = destination("out", out, (grad_y.shape[1], x.shape[1]), dtype, grad_y, x)
    return outer_products(grad_y, x, dtype, out)


def grad_b(grad_y: ArrayLike, *, out: NDArray[np.floating] | None = None) -> NDArray[np.floating]:
    """Compute ∂L/∂b = (∂L/∂Y)ᵀ · 1: the sum of ∂L/∂Y over the batch.

    Parameters
    ----------
    grad_y : array_like, shape (N, M)
        ∂L/∂Y.
    out : ndarray, shape (M,), optional
        Where to write the result.

    Returns
    -------
    ndarray, shape (M,)

    Raises
    ------
    ValueError, TypeError
        As for `linear_backward`.

    See Also
    --------
    linear_backward : All three gradients at once.

    Examples
    --------
    >>> from fclib import grad_b
    >>> grad_b([[1.0, -1.0], [0.5, 2.0]])
    array([1.5, 1. ])
    """
    grad_y = matrix("grad_y", grad_y)
    dtype = float_type(grad_y)
    out = destination("out", out, grad_y.shape[1:], dtype, grad_y)
    return column_sums(grad_y, dtype, out)

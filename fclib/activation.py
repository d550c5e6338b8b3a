"""ReLU, the activation between the course's layers, and its gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fclib._validation import destination, float_type, real

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["relu", "relu_backward"]


def relu(x: ArrayLike, *, out: NDArray[Any] | None = None) -> NDArray[Any]:
    """Compute max(0, x), entry by entry.

    Parameters
    ----------
    x : array_like, any shape
    out : ndarray, the shape and dtype of x, optional
        Where to write the result; x itself is allowed.

    Returns
    -------
    ndarray, the shape and dtype of x
        nan stays nan.

    Raises
    ------
    ValueError
        If ``out`` has another shape or dtype.
    TypeError
        If x is not real numbers, or ``out`` is not an ndarray.

    See Also
    --------
    relu_backward : Its gradient.

    Examples
    --------
    >>> from fclib import relu
    >>> relu([[-1.0, 0.0, 2.0]])
    array([[0., 0., 2.]])
    """
    x = real("x", x)
    out = destination("out", out, x.shape, x.dtype)
    y: NDArray[Any] = np.maximum(x, x.dtype.type(0), out=out)
    return y


def relu_backward(grad_y: ArrayLike, x: ArrayLike) -> NDArray[np.floating]:
    """Compute ∂L/∂x = ∂L/∂y where x > 0, and 0 elsewhere.

    Parameters
    ----------
    grad_y : array_like, the shape of x
        ∂L/∂y.
    x : array_like, any shape
        The input that the forward pass had.

    Returns
    -------
    ndarray, the shape of x
        In the floating type of grad_y.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument is not real numbers.

    See Also
    --------
    relu : The forward pass.

    Notes
    -----
    At x = 0 there is a kink and no derivative. Any value between 0 and 1 would do; 0 is the
    usual choice.

    Examples
    --------
    >>> from fclib import relu_backward
    >>> relu_backward([[5.0, 5.0, 5.0]], [[-1.0, 0.0, 2.0]])
    array([[0., 0., 5.]])
    """
    grad_y, x = real("grad_y", grad_y), real("x", x)
    if grad_y.shape != x.shape:
        raise ValueError(
            f"grad_y must have the shape of x (grad_y.shape={grad_y.shape}, x.shape={x.shape})"
        )
    dtype = float_type(grad_y)
    return np.where(x > 0, grad_y, 0).astype(dtype, copy=False)

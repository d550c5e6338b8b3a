"""Numerical gradients by central differences, and the comparison of a backward pass with them."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fclib._validation import real

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

__all__ = ["GradientCheck", "check_gradient", "numerical_gradient"]


class GradientCheck(NamedTuple):
    """What `check_gradient` found.

    Attributes
    ----------
    passed : bool
        Whether the error is at most the tolerance.
    error : float
        The largest difference of analytic and numerical, relative to the largest entry of
        either gradient. It is nan if either gradient has a nan.
    worst_index : tuple of int
        The entry of x with that difference; ``()`` if x has no entries.
    analytic, numerical : float
        The two values there; nan if x has no entries.
    """

    passed: bool
    error: float
    worst_index: tuple[int, ...]
    analytic: float
    numerical: float


def numerical_gradient(
    f: Callable[[NDArray[np.floating]], Any], x: ArrayLike, eps: float | None = None
) -> NDArray[np.floating]:
    """Estimate ∂f/∂x by central differences, one entry of x at a time.

    ∂f/∂x_i ≈ (f(x + eps·e_i) − f(x − eps·e_i)) / 2 eps

    Parameters
    ----------
    f : callable
        Takes an array like x and returns a single number.
    x : array_like, any shape
        Where to take the gradient. It is left untouched. Integers are converted to
        float64, since a step smaller than 1 does not exist between integers.
    eps : float, optional
        The step. By default the cube root of the machine epsilon of x's dtype times
        max(1, abs(x_i)), which balances truncation, of order eps², against rounding, of order
        machine epsilon / eps.

    Returns
    -------
    ndarray, the shape of x
        In the floating type of x.

    Raises
    ------
    ValueError
        If f returns anything but one number, or eps is not a positive number that changes x.
    TypeError
        If x is not real numbers.

    See Also
    --------
    check_gradient : Compare it with a backward pass.

    Notes
    -----
    The error of central differences is eps²/6 times the third derivative. An affine map has
    none, so there large steps are the more exact ones.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import numerical_gradient
    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, -3.0])).round(6)
    array([ 2., -6.])
    """
    point = real("x", x)
    point = point.astype(point.dtype if point.dtype.kind == "f" else np.float64)  # a copy
    if eps is None:
        steps = np.cbrt(np.finfo(point.dtype).eps) * np.maximum(1, np.abs(point))
    elif isinstance(eps, Real) and 0 < eps < np.inf:
        steps = np.full(point.shape, eps)
    else:
        raise ValueError(f"eps must be one positive number and is {eps!r}")

    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        here = point[index]
        above, below = point.dtype.type(here + steps[index]), point.dtype.type(here - steps[index])
        if above == below:
            raise ValueError(
                f"eps={eps} does not change x{list(index)}={here} in {point.dtype}: "
                f"take a larger step or float64"
            )
        # A fresh copy each time: f may keep or change what it is given.
        values = [_scalar(f(_with_entry(point, index, value))) for value in (above, below)]
        # The step that was really taken, after rounding, not the one that was asked for.
        gradient[index] = (values[0] - values[1]) / float(above - below)
    return gradient


def check_gradient(
    forward: Callable[[NDArray[np.floating]], ArrayLike],
    backward: Callable[[NDArray[np.floating]], ArrayLike],
    x: ArrayLike,
    *,
    eps: float | None = None,
    tolerance: float | None = None,
    rng: np.random.Generator | None = None,
) -> GradientCheck:
    """Compare a backward pass with central differences of its forward pass.

    Draws a random ∂L/∂Y, so that no mistake hides behind equal entries, and compares
    ``backward(grad_y)`` with the numerical gradient of L(x) = Σ grad_y · forward(x).

    Parameters
    ----------
    forward : callable
        Takes an array like x and returns an array or a number.
    backward : callable
        Takes ∂L/∂Y, with the shape of forward's result, and returns ∂L/∂x, with the shape of x.
    x : array_like, any shape
        Where to compare.
    eps : float, optional
        The step, as for `numerical_gradient`.
    tolerance : float, optional
        The largest error that passes. By default the cube root of the machine epsilon of
        x's dtype, 6e-6 for float64 and 5e-3 for float32. Rounding leaves an error of the
        order of its square, a wrong formula one of the order of 1.
    rng : numpy.random.Generator, optional
        Draws ∂L/∂Y. By default one with a fixed seed, so that a result can be had again.

    Returns
    -------
    GradientCheck
        Whether they agree, and the worst entry with its two values.

    Raises
    ------
    ValueError
        If backward's result has not the shape of x.

    See Also
    --------
    numerical_gradient : What it compares with.

    Notes
    -----
    A gradient check compares backward with forward. If both share a mistake, such as a
    permuted flatten, it passes.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import check_gradient
    >>> from fclib import grad_x, linear_forward
    >>> W = np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]])
    >>> x = np.array([[1.0, 2.0, 3.0]])
    >>> check_gradient(lambda x: linear_forward(x, W), lambda g: grad_x(g, W), x).passed
    True
    >>> check_gradient(lambda x: linear_forward(x, W), lambda g: -grad_x(g, W), x).passed
    False
    """
    x = real("x", x)
    x = x.astype(x.dtype if x.dtype.kind == "f" else np.float64)
    if rng is None:
        rng = np.random.default_rng(0)
    if tolerance is None:
        tolerance = float(np.cbrt(np.finfo(x.dtype).eps))
    grad_y = rng.standard_normal(np.shape(forward(x.copy()))).astype(x.dtype)
    analytic = np.asarray(backward(grad_y.copy()))
    if analytic.shape != x.shape:
        raise ValueError(
            f"backward must return the shape of x, {x.shape}, and returned {analytic.shape}"
        )
    numerical = numerical_gradient(lambda x: np.sum(grad_y * forward(x)), x, eps)
    if x.size == 0:
        return GradientCheck(True, 0.0, (), np.nan, np.nan)
    difference = np.abs(analytic - numerical)
    scale = max(np.abs(analytic).max(), np.abs(numerical).max())
    # argmax returns the place of a nan, if there is one, so a nan never passes.
    index = tuple(int(i) for i in np.unravel_index(np.argmax(difference), x.shape))
    error = float(difference[index] / scale) if scale != 0 else 0.0
    return GradientCheck(
        passed=error <= tolerance,
        error=error,
        worst_index=index,
        analytic=float(analytic[index]),
        numerical=float(numerical[index]),
    )


def _with_entry(array: NDArray[Any], index: tuple[int, ...], value: Any) -> NDArray[Any]:
    changed = array.copy()
    changed[index] = value
    return changed


def _scalar(value: Any) -> float:
    if np.ndim(value) != 0:
        raise ValueError(f"f must return one number and returned an array of {np.shape(value)}")
    return float(value)

"""Data that the course uses: the numbers of its worked example, and handwritten digits."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

__all__ = [
    "Digits",
    "WorkedBatch",
    "WorkedExample",
    "load_digits",
    "worked_batch",
    "worked_example",
]


class WorkedExample(NamedTuple):
    """One sample and one layer with three inputs and three outputs: x (3,), W (3, 3), b (3,)."""

    x: np.ndarray
    W: np.ndarray
    b: np.ndarray


class WorkedBatch(NamedTuple):
    """Two samples for that layer and what they should give: x (2, 3), target (2, 3)."""

    x: np.ndarray
    target: np.ndarray


class Digits(NamedTuple):
    """Handwritten digits: images (1797, 8, 8) of uint8 from 0 to 16, target (1797,) of int64."""

    images: np.ndarray
    target: np.ndarray


def worked_example():
    """Return the numbers that chapters 1 to 5 work through.

    Every value and every product is exact in binary floating point, so results can be
    compared with ``==``.

    Returns
    -------
    WorkedExample
        New arrays of float64 in each call.

    Examples
    --------
    >>> x, W, b = worked_example()
    >>> W @ x + b
    array([ 6. , -1.5,  3.5])
    """
    return WorkedExample(
        x=np.array([2.0, -1.0, 3.0]),
        W=np.array([[1.0, -2.0, 0.5], [-1.0, 3.0, 1.5], [2.0, 1.0, -0.5]]),
        b=np.array([0.5, -1.0, 2.0]),
    )


def worked_batch():
    """Return the worked example's sample and a second one, with targets for a squared error.

    Of L = ½ Σ (y − target)², ∂L/∂Y is y − target; it is exact too.

    Returns
    -------
    WorkedBatch
        New arrays of float64 in each call.

    Examples
    --------
    >>> _, W, b = worked_example()
    >>> x, target = worked_batch()
    >>> x @ W.T + b - target
    array([[ 1. , -2. ,  0.5],
           [-1. ,  0.5,  2. ]])
    """
    return WorkedBatch(
        x=np.array([[2.0, -1.0, 3.0], [1.0, 2.0, -2.0]]),
        target=np.array([[5.0, 0.5, 3.0], [-2.5, 0.5, 5.0]]),
    )


def load_digits():
    """Return 1,797 handwritten digits of 8×8 pixels, from a file in this package.

    Returns
    -------
    Digits
        New arrays in each call.

    Notes
    -----
    A pixel counts the dark points in a 4×4 block of the scanned form, hence 0 to 16. The
    arrays are unsigned bytes: convert before you compute, since 200 + 100 is 44 in uint8.

    References
    ----------
    E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine
    Learning Repository, 1998, https://doi.org/10.24432/C50P49. These are its 1,797 test
    images, as scikit-learn ships them.

    Examples
    --------
    >>> images, target = load_digits()
    >>> images.shape, target[:5]
    ((1797, 8, 8), array([0, 1, 2, 3, 4]))
    """
    with np.load(Path(__file__).with_name("digits.npz")) as archive:
        return Digits(archive["images"], archive["target"].astype(np.int64))

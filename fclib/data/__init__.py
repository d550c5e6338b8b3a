"""Data that the course uses: the numbers of its worked example, and handwritten digits."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Canvas",
    "Detector",
    "Digits",
    "WorkedBatch",
    "WorkedExample",
    "digit_canvas",
    "load_detector",
    "load_digits",
    "load_runs",
    "worked_batch",
    "worked_example",
]


class WorkedExample(NamedTuple):
    """One sample and one layer with three inputs and two outputs: x (3,), W (2, 3), b (2,)."""

    x: NDArray[np.float64]
    W: NDArray[np.float64]
    b: NDArray[np.float64]


class WorkedBatch(NamedTuple):
    """Four samples for that layer and what they should give: x (4, 3), target (4, 2)."""

    x: NDArray[np.float64]
    target: NDArray[np.float64]


class Digits(NamedTuple):
    """Handwritten digits: images (1797, 8, 8) of uint8 from 0 to 16, target (1797,) of int64."""

    images: NDArray[np.uint8]
    target: NDArray[np.int64]


class Canvas(NamedTuple):
    """Digits on a larger image: image (1, 28, 56) from 0 to 1, corners (8, 2), target (8,)."""

    image: NDArray[np.float64]
    corners: NDArray[np.int64]
    target: NDArray[np.int64]


class Detector(NamedTuple):
    """Two trained layers for 8×8 patches: W1 (32, 64), b1 (32,), W2 (11, 32), b2 (11,).

    The classes are the ten digits and, as number 10, "no digit in the middle".
    """

    W1: NDArray[np.float64]
    b1: NDArray[np.float64]
    W2: NDArray[np.float64]
    b2: NDArray[np.float64]


def worked_example() -> WorkedExample:
    """Return the numbers that chapters 1 to 5 work through.

    No two entries of any result that the chapters write out have the same size, and none is
    0 or ±1: a wrong transpose, sum or entry can not pass for the right one. Every value and every
    product is exact in binary floating point, so results can be compared with ``==``.

    Returns
    -------
    WorkedExample
        New arrays of float64 in each call.

    Examples
    --------
    >>> from fclib import worked_example
    >>> x, W, b = worked_example()
    >>> W @ x + b
    array([4.75, 2.25])
    """
    return WorkedExample(
        x=np.array([-2.0, 3.0, 1.5]),
        W=np.array([[1.0, 3.0, -2.5], [-2.0, -1.5, 0.5]]),
        b=np.array([1.5, 2.0]),
    )


def worked_batch() -> WorkedBatch:
    """Return the worked example's sample and three more, with targets for a squared error.

    Of L = ½ Σ (y − target)², ∂L/∂Y is y − target; it is exact too.

    Returns
    -------
    WorkedBatch
        New arrays of float64 in each call.

    Examples
    --------
    >>> from fclib import worked_batch, worked_example
    >>> _, W, b = worked_example()
    >>> x, target = worked_batch()
    >>> x @ W.T + b - target
    array([[ 3.5,  1.5],
           [-2. , -4.5],
           [-0.5,  4. ],
           [-3. , -2.5]])
    """
    return WorkedBatch(
        x=np.array([[-2.0, 3.0, 1.5], [3.0, 1.5, 1.0], [1.0, -1.5, 3.0], [0.5, -2.0, -1.5]]),
        target=np.array([[1.25, 0.75], [8.5, -1.25], [-9.0, -0.25], [2.75, 5.75]]),
    )


def load_digits() -> Digits:
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
    >>> from fclib import load_digits
    >>> images, target = load_digits()
    >>> images.shape, target[:5]
    ((1797, 8, 8), array([0, 1, 2, 3, 4]))
    """
    # Not compressed: unpacking takes milliseconds, in each process that grades or is graded.
    rows = np.load(_file("digits.npy"))
    images, target = rows[:, :-1], rows[:, -1]
    return Digits(images.copy().reshape(-1, 8, 8), target.astype(np.int64))


def digit_canvas(*, rng: np.random.Generator, choose_from: ArrayLike | None = None) -> Canvas:
    """Put eight random digits on an empty image of 28×56 pixels, in two rows of four.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the digits, and the place of each in its own 14×14 pixels.
    choose_from : array_like of int, optional
        Which of the 1,797 digits may be drawn; all by default.

    Returns
    -------
    Canvas
        The image, the upper left corner (row, column) of each digit, and what it is.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib.data import digit_canvas
    >>> image, corners, target = digit_canvas(rng=np.random.default_rng(0))
    >>> image.shape, corners.shape, target.shape
    ((1, 28, 56), (8, 2), (8,))
    """
    images, target = load_digits()
    chosen = rng.choice(len(images) if choose_from is None else choose_from, 8, replace=False)
    cells = np.array([(14 * row, 14 * column) for row in range(2) for column in range(4)])
    corners = cells + rng.integers(0, 7, (8, 2))
    canvas = np.zeros((1, 28, 56))
    for number, (row, column) in zip(chosen, corners, strict=True):
        canvas[0, row : row + 8, column : column + 8] = images[number] / 16
    return Canvas(canvas, corners, target[chosen])


def load_detector() -> Detector:
    """Return the layers that chapter 9 slides over images, from a file in this package.

    ``fclib.data.detector`` trained them, as chapter 10 does.

    Returns
    -------
    Detector
        New arrays of float64 in each call.

    Examples
    --------
    >>> from fclib.data import load_detector
    >>> load_detector().W1.shape
    (32, 64)
    """
    with np.load(_file("detector.npz")) as archive:
        return Detector(*(archive[name].astype(np.float64) for name in Detector._fields))


def load_runs() -> list[dict[str, list[float | None]]]:
    """Return the logs of eight real training runs on the digits; all but one are broken.

    Returns
    -------
    list of dict
        Lists with one number for each epoch: ``loss``, the mean over its batches (None once it is
        no finite number), ``accuracy`` on held-out digits, and ``W1_norm``, the size of the first
        layer's weights after it.

    Examples
    --------
    >>> from fclib.data import load_runs
    >>> runs = load_runs()
    >>> len(runs), sorted(runs[0])
    (8, ['W1_norm', 'accuracy', 'loss'])
    """
    import json  # 2 ms at every start, for one chapter

    with open(_file("runs.json"), encoding="utf-8") as runs:
        logs: list[dict[str, list[float | None]]] = json.load(runs)
    return logs


def _file(name: str) -> str:
    # Not pathlib: with what it imports it would take 6 ms of the 20 that import fclib may.
    return os.path.join(os.path.dirname(__file__), name)

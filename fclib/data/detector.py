"""Train the two layers of `fclib.data.load_detector`: ``python -m fclib.data.detector``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fclib.data import Detector, digit_canvas, load_digits
from fclib.network import initialise, train

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATCH = 8
NO_DIGIT = 10
HELD_OUT = 360
CROPS_PER_CANVAS = 40


def split() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the numbers of the digits that train the detector, and of those that test it."""
    order = np.random.default_rng(0).permutation(1797)
    return order[HELD_OUT:], order[:HELD_OUT]


def train_detector(*, rng: np.random.Generator) -> Detector:
    """Train on digits, and on patches of canvases whose middle is not that of a digit.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws everything that is random.

    Returns
    -------
    Detector
    """
    images, target = load_digits()
    chosen, _ = split()
    patches = _patches_beside_digits(3 * len(chosen), chosen, rng)
    x = np.concatenate([images[chosen] / 16, patches])
    labels = np.concatenate([target[chosen], np.full(len(patches), NO_DIGIT)])
    parameters = initialise(PATCH * PATCH, 32, NO_DIGIT + 1, rng=rng)
    train(x, labels, parameters, epochs=40, batch_size=32, learning_rate=0.3, rng=rng)
    return Detector(*parameters)


def _patches_beside_digits(
    how_many: int, chosen: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    patches: list[NDArray[np.float64]] = []
    while len(patches) < how_many:
        image, corners, _ = digit_canvas(rng=rng, choose_from=chosen)
        last = np.array(image.shape[1:]) - PATCH
        for row, column in rng.integers(0, last + 1, (CROPS_PER_CANVAS, 2)):
            if np.abs(corners - (row, column)).max(axis=1).min() > 0:
                patches.append(image[0, row : row + PATCH, column : column + PATCH])
    return np.array(patches[:how_many])


def main() -> None:
    """Write the file."""
    detector = train_detector(rng=np.random.default_rng(0))
    arrays = {name: array.astype(np.float32) for name, array in detector._asdict().items()}
    np.savez_compressed(Path(__file__).with_name("detector.npz"), **arrays)


if __name__ == "__main__":
    main()

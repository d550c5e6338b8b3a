"""Train the two layers of `fclib.data.load_detector`: ``python -m fclib.data.detector``."""

from pathlib import Path

import numpy as np

from fclib.data import Detector, digit_canvas, load_digits
from fclib.network import initialise, train

PATCH = 8
NO_DIGIT = 10
HELD_OUT = 360
CROPS_A_CANVAS = 40


def split():
    """Return the numbers of the digits that train the detector, and of those that test it."""
    order = np.random.default_rng(0).permutation(1797)
    return order[HELD_OUT:], order[:HELD_OUT]


def train_detector(*, rng):
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


def _patches_beside_digits(how_many, chosen, rng):
    patches = []
    while len(patches) < how_many:
        image, corners, _ = digit_canvas(rng=rng, choose_from=chosen)
        last = np.array(image.shape[1:]) - PATCH
        for row, column in rng.integers(0, last + 1, (CROPS_A_CANVAS, 2)):
            if np.abs(corners - (row, column)).max(axis=1).min() > 0:
                patches.append(image[0, row : row + PATCH, column : column + PATCH])
    return np.array(patches[:how_many])


def main():
    """Write the file."""
    detector = train_detector(rng=np.random.default_rng(0))
    arrays = {name: array.astype(np.float32) for name, array in detector._asdict().items()}
    np.savez_compressed(Path(__file__).with_name("detector.npz"), **arrays)


if __name__ == "__main__":
    main()

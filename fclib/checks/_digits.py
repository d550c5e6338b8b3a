"""The layer that reads digits without training: each row of its weights is a digit's mean image."""

import numpy as np

from fclib.checks.engine.subject import Array
from fclib.data import load_digits

IN_THE_MEANS = 1000
"""So many digits make the means; those after them are new to the layer."""
IMAGES, TARGET = load_digits()


def nearest_mean_layer(largest: float = 16) -> tuple[Array, Array, Array, Array]:
    """Return all 1,797 images as rows, the layer, and what the images are.

    Parameters
    ----------
    largest : float
        What the darkest pixel counts: 16, as in the file, or 1.

    Returns
    -------
    tuple of ndarray
        x (1797, 64), W (10, 64), b (10,) and target (1797,).
    """
    x = IMAGES.reshape(-1, 64) * (largest / 16)
    means, seen = x[:IN_THE_MEANS], TARGET[:IN_THE_MEANS]
    W = np.array([means[seen == digit].mean(axis=0) for digit in range(10)])
    return x, W, -0.5 * (W**2).sum(axis=1), TARGET.copy()

"""The layer that reads digits without training: each row of its weights is a digit's mean image."""

import numpy as np

from fclib.checks.engine.subject import Array
from fclib.data import load_digits

IN_THE_MEANS = 1000
"""So many digits make the means; those after them are new to the layer."""
IMAGES, TARGET = load_digits()
# Here, once: where a process for each submission begins with this module imported, none makes them.
ROWS = IMAGES.reshape(-1, 64).astype(float)
MEANS = np.array(
    [ROWS[:IN_THE_MEANS][TARGET[:IN_THE_MEANS] == digit].mean(axis=0) for digit in range(10)]
)
for _shared in (ROWS, MEANS, TARGET):
    _shared.flags.writeable = False


def nearest_mean_layer(largest: float = 16) -> tuple[Array, Array, Array, Array]:
    """Return all 1,797 images as rows, the layer, and what the images are; not to be changed.

    Parameters
    ----------
    largest : float
        What the darkest pixel counts: 16, as in the file, or 1.

    Returns
    -------
    tuple of ndarray
        x (1797, 64), W (10, 64), b (10,) and target (1797,).
    """
    scale = largest / 16
    x, W = (ROWS, MEANS) if scale == 1 else (ROWS * scale, MEANS * scale)
    return x, W, -0.5 * (W**2).sum(axis=1), TARGET

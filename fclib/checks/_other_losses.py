"""Losses of a classifier that are not the cross-entropy, and are taken for it."""

from collections.abc import Callable, Sequence

import numpy as np

from fclib.checks.engine.comparing import agree
from fclib.checks.engine.subject import Array, Case
from fclib.loss import softmax

_Loss = Callable[[Array, Array, Array], float]
"""Takes the scores, their probabilities, and the truth as zeros and ones."""


def _each(loss: Callable[[Array, Array, Array], Array]) -> _Loss:
    """Make a loss from what it gives for each score: the mean over the samples."""
    return lambda z, p, truth: float(loss(z, p, truth).sum() / len(z))


def _at(p: Array, truth: Array) -> Array:
    """Return each sample's probability of the right class."""
    probabilities: Array = p[truth == 1]
    return probabilities


OTHERS: dict[str, list[_Loss]] = {
    "the squared error of the probabilities": [
        _each(lambda z, p, truth: (p - truth) ** 2),
        _each(lambda z, p, truth: (p - truth) ** 2 / 2),
        lambda z, p, truth: float(((p - truth) ** 2).mean()),
    ],
    "the squared error of the scores": [
        _each(lambda z, p, truth: (z - truth) ** 2),
        _each(lambda z, p, truth: (z - truth) ** 2 / 2),
        lambda z, p, truth: float(((z - truth) ** 2).mean()),
    ],
    "it has a part for each wrong class too, as where every class is a question of its own": [
        _each(lambda z, p, truth: -np.log(np.where(truth == 1, p, 1 - p))),
        lambda z, p, truth: float(-np.log(np.where(truth == 1, p, 1 - p)).mean()),
    ],
    "a hinge, which adds up by how much scores come too near to the right one": [
        _each(lambda z, p, truth: _margins(z, truth)),
        _each(lambda z, p, truth: _margins(z, truth) * (1 - truth)),
    ],
    "of the mean probability, where the mean of the losses is asked for": [
        lambda z, p, truth: float(-np.log(_at(p, truth).mean())),
    ],
    "each sample's loss is weighted by how unsure the network is of it": [
        lambda z, p, truth: float(-((1 - _at(p, truth)) ** 2 * np.log(_at(p, truth))).mean()),
        lambda z, p, truth: float(-((1 - _at(p, truth)) * np.log(_at(p, truth))).mean()),
    ],
    "what the probabilities lack to the truth": [
        _each(lambda z, p, truth: np.abs(p - truth)),
        lambda z, p, truth: float((1 - _at(p, truth)).mean()),
    ],
}
"""By what they are, with the ways to write them."""


def _margins(z: Array, truth: Array) -> Array:
    margins: Array = np.maximum(0, z - z[truth == 1][:, None] + 1)
    return margins


def other_loss(cases: Sequence[Case], losses: Sequence[float]) -> str | None:
    """Say which other loss it is, where it is one in every case."""
    batches = [
        (scores, softmax(scores), np.eye(scores.shape[1])[target]) for scores, target in cases
    ]
    for words, ways in OTHERS.items():
        if any(agree(losses, [loss(*batch) for batch in batches]) for loss in ways):
            return words
    return None

"""Logs of real training runs for exercise 10: one that is healthy, and one for each of some bugs.

Run ``python -m fclib.checks.broken_runs`` to write those that students see, `fclib.data.load_runs`.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

import fclib.data
from fclib.activation import relu, relu_backward
from fclib.checks.engine.subject import Array, Function
from fclib.data import load_digits
from fclib.linear import linear_backward, linear_forward
from fclib.loss import softmax_cross_entropy, softmax_cross_entropy_backward
from fclib.network import initialise, train, two_layer_scores

EPOCHS, BATCH, LEARNING_RATE, HIDDEN_UNITS = 12, 32, 0.5, 32

KINDS = (
    "healthy",
    "sign",
    "learning-rate-too-large",
    "zero-initialised",
    "labels-shuffled",
    "updated-copy",
    "grad-W-mean-twice",
    "gradients-accumulate",
)
SHOWN = (4, 2, 0, 6, 3, 7, 1, 5)
"""The kinds of the runs that students see, in their order."""


def run(kind: str, seed: int) -> Any:
    """Train two layers on digits, with a bug or none; return the log.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    seed : int
        Draws the samples, their order and the starting weights.

    Returns
    -------
    dict
        Lists with one number for each epoch: ``loss``, the mean of the batches, ``accuracy`` on
        held-out digits, and ``W1_norm``, the size of the first layer's weights after it. A
        ``loss`` that is no finite number is None.
    """
    rng = np.random.default_rng(seed)
    images, target = load_digits()
    x = images.reshape(-1, 64) / 16
    order = rng.permutation(len(x))
    held_out, chosen = order[:360], order[360:]
    parameters = initialise(64, HIDDEN_UNITS, 10, rng=rng)
    labels = target[chosen]
    if kind == "zero-initialised":
        for parameter in parameters:
            parameter[:] = 0
    if kind == "labels-shuffled":
        labels = rng.permutation(labels)
    log: dict[str, list[float | None]] = {"loss": [], "accuracy": [], "W1_norm": []}
    step = _step(kind)
    with np.errstate(all="ignore"):  # some of them overflow
        for _ in range(EPOCHS):
            [loss] = train(
                x[chosen],
                labels,
                parameters,
                epochs=1,
                batch_size=BATCH,
                learning_rate=LEARNING_RATE,
                rng=rng,
                step=step,
            )
            read = two_layer_scores(x[held_out], *parameters).argmax(axis=1)
            log["loss"].append(_plain(loss))
            log["accuracy"].append(round(float(np.mean(read == target[held_out])), 3))
            log["W1_norm"].append(_plain(np.linalg.norm(parameters[0])))
    return log


def _step(kind: str) -> Function:
    totals: list[Any] = [0.0] * 4

    def step(
        x: Array, target: Array, W1: Array, b1: Array, W2: Array, b2: Array, learning_rate: float
    ) -> Any:
        z = linear_forward(x, W1, b1)
        a = relu(z)
        scores = linear_forward(a, W2, b2)
        loss = softmax_cross_entropy(scores, target)
        second = linear_backward(softmax_cross_entropy_backward(scores, target), a, W2)
        first = linear_backward(relu_backward(second.x, z), x, W1)
        gradients: list[Any] = [first.W, first.b, second.W, second.b]
        rate = learning_rate
        if kind == "sign":
            rate = -rate
        elif kind == "learning-rate-too-large":
            rate *= 30
        elif kind == "updated-copy":
            rate = 0.0  # what is written to a copy changes nothing
        elif kind == "grad-W-mean-twice":
            gradients = [gradient / len(x) for gradient in gradients]
        elif kind == "gradients-accumulate":
            totals[:] = [t + g for t, g in zip(totals, gradients, strict=True)]
            gradients = totals
        for parameter, gradient in zip((W1, b1, W2, b2), gradients, strict=True):
            parameter -= rate * gradient
        return loss

    return step


def _plain(value: Any) -> Any:
    """Return a number that JSON can hold, with as many digits as a log would print."""
    return float(f"{value:.4g}") if np.isfinite(value) else None


def main() -> None:
    """Write the runs that students see."""
    logs = [run(KINDS[place], seed=20 + k) for k, place in enumerate(SHOWN)]
    path = Path(fclib.data.__file__).with_name("runs.json")
    path.write_text(json.dumps(logs, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

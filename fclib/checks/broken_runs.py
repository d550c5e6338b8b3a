"""Logs of real training runs for exercise 10: one that is healthy, and one for each of some bugs.

Run ``python -m fclib.checks.broken_runs`` to write those that students see, `fclib.data.load_runs`.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import fclib.data
from fclib.activation import relu, relu_backward
from fclib.checks._loss import loss_and_gradient
from fclib.checks.engine.subject import Array, Function
from fclib.checks.wrong.training import training_step
from fclib.data import load_digits
from fclib.network import initialise, train, two_layer_scores

EPOCHS, BATCH, LEARNING_RATE, HIDDEN_UNITS = 12, 32, 0.5, 32


class Bug(NamedTuple):
    """What is wrong in a run.

    Attributes
    ----------
    parts : callable
        Returns the parts of the training step that are wrong: see `training_step`.
    start : callable
        What becomes of the parameters before the first step.
    labels : callable
        Takes a generator and the labels, and returns those of the run.
    """

    parts: Function = dict
    start: Function = np.copy
    labels: Function = lambda rng, labels: labels


def _adding_up() -> Function:
    """Make what adds gradients to those of all earlier steps."""
    totals: list[Any] = [0.0] * 4

    def gradients(four: list[Array], n: int) -> list[Any]:
        totals[:] = [total + gradient for total, gradient in zip(totals, four, strict=True)]
        return totals

    return gradients


BUGS = {
    "healthy": Bug(),
    "sign": Bug(lambda: {"rate": np.negative}),
    "learning-rate-too-large": Bug(lambda: {"rate": lambda rate: 30 * rate}),
    "zero-initialised": Bug(start=np.zeros_like),
    "labels-shuffled": Bug(labels=lambda rng, labels: rng.permutation(labels)),
    "updated-copy": Bug(lambda: {"only": ()}),  # what is written to a copy changes nothing
    "grad-W-mean-twice": Bug(lambda: {"gradients": lambda four, n: [g / n for g in four]}),
    "gradients-accumulate": Bug(lambda: {"gradients": _adding_up()}),
}
"""What a run may have, by the name that students give it."""
KINDS = (*BUGS,)
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
    bug = BUGS[kind]
    parameters = tuple(map(bug.start, initialise(64, HIDDEN_UNITS, 10, rng=rng)))
    labels = bug.labels(rng, target[chosen])
    log: dict[str, list[float | None]] = {"loss": [], "accuracy": [], "W1_norm": []}
    step = training_step(
        relu=relu,
        relu_gradient=relu_backward,
        cross_entropy=loss_and_gradient,
        **bug.parts(),
    )
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

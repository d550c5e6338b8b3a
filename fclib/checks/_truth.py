"""What a wrong cross-entropy takes for the truth: softened labels, or another class than the label.

Its gradient is (p − truth) / N, so that the truth it was made with can be read off it. Its loss is
the truth's sum over −log p.
"""

from collections.abc import Callable, Iterator

import numpy as np

from fclib.checks._other_losses import other_loss
from fclib.checks.engine.comparing import agree
from fclib.checks.engine.running import run
from fclib.checks.engine.subject import Array, Case, Function, draw
from fclib.checks.engine.words import number
from fclib.loss import softmax

CLASSES = 4
SAMPLES = (3, 1, 5, 2, 4, 3)
"""How many there are in each case: enough for a loss to be told as a sum of two parts."""
CLOSE = 1e-6

_Classes = Callable[[Array, Array], Array]


def taken_for_truth(function: Function) -> str | None:
    """Say what a wrong cross-entropy takes for the truth, where its loss or gradient tells."""
    rng = np.random.default_rng(1)
    cases = [(draw(rng, n, CLASSES), rng.integers(0, CLASSES, n)) for n in SAMPLES]
    losses, gradients = [], []
    for scores, target in cases:
        value = run(function, scores, target).value
        if not isinstance(value, tuple | list) or len(value) != 2:
            return None
        if np.shape(value[0]) != () or np.shape(value[1]) != scores.shape:
            return None
        losses.append(float(value[0]))
        gradients.append(np.asarray(value[1], float))
    of_loss, of_gradient = _of_losses(cases, losses), _of_gradients(cases, gradients)
    if of_loss is None and (other := other_loss(cases, losses)):
        return f"The loss is another one: {other}."
    if of_loss and of_loss == of_gradient:
        return f"Loss and gradient take {of_loss}."
    said = [
        f"the {name} takes {words}"
        for name, words in (("loss", of_loss), ("gradient", of_gradient))
        if words
    ]
    return f"{said[0][0].upper()}{'; '.join(said)[1:]}." if said else None


def _of_gradients(cases: list[Case], gradients: list[Array]) -> str | None:
    truths = [
        softmax(scores) - len(scores) * gradient
        for (scores, _), gradient in zip(cases, gradients, strict=True)
    ]
    hot = [np.eye(CLASSES)[target] for _, target in cases]
    if not all(np.all(np.isfinite(truth)) for truth in truths) or _all_close(truths, hot):
        return None
    at = np.concatenate([t[h == 1] for t, h in zip(truths, hot, strict=True)])
    others = np.concatenate([t[h == 0] for t, h in zip(truths, hot, strict=True)])
    if max(np.ptp(at), np.ptp(others)) < CLOSE:
        return _softened(float(at[0]), float(others[0]))
    for words, classes in _other_classes():
        if _all_close(truths, [np.eye(CLASSES)[classes(*case)] for case in cases]):
            return f"{words} for the right one"
    return None


def _all_close(some: list[Array], others: list[Array]) -> bool:
    return all(np.allclose(a, b, rtol=0, atol=CLOSE) for a, b in zip(some, others, strict=True))


def _of_losses(cases: list[Case], losses: list[float]) -> str | None:
    log_p = [np.log(softmax(scores)) for scores, _ in cases]

    def of(classes: _Classes) -> Array:
        return np.array(
            [
                -lines[np.arange(len(lines)), classes(*case)].mean()
                for lines, case in zip(log_p, cases, strict=True)
            ]
        )

    right = of(lambda scores, target: target)
    if agree(losses, right) or not np.all(np.isfinite(losses)):
        return None
    for words, classes in _other_classes():
        if agree(losses, of(classes)):
            return f"{words} for the right one"
    every = np.array([-lines.sum(axis=1).mean() for lines in log_p])
    parts = np.stack([right, every - right], axis=1)
    (at, others), *_ = np.linalg.lstsq(parts, np.array(losses), rcond=None)
    # A multiple of the right loss alone is told as such.
    softened = abs(others) > CLOSE and agree(losses, parts @ [at, others])
    return _softened(float(at), float(others)) if softened else None


def _softened(at: float, others: float) -> str:
    rest = f"and as {number(round(others, 6))} at each other"
    rest = "and as 0 elsewhere, as it should" if abs(others) < CLOSE else rest
    return f"the truth of {CLASSES} classes as {number(round(at, 6))} at the label, {rest}"


def _other_classes() -> Iterator[tuple[str, _Classes]]:
    yield (
        "the class before each label (are labels counted from 0?)",
        lambda scores, target: (target - 1) % CLASSES,
    )
    yield (
        "the class after each label (are labels counted from 0?)",
        lambda scores, target: (target + 1) % CLASSES,
    )
    yield "the labels in the opposite order", lambda scores, target: target[::-1]
    yield "the first label of all", lambda scores, target: np.full(len(target), target[0])
    yield "the last class always", lambda scores, target: np.full(len(target), CLASSES - 1)
    yield "the first class always", lambda scores, target: np.zeros(len(target), int)
    yield "the class with the highest score", lambda scores, target: scores.argmax(axis=1)
    yield "the class with the lowest score", lambda scores, target: scores.argmin(axis=1)

"""Which of the six parts of a step of training is the first to go wrong.

The loss tells of the way forward, and what became of the parameters of the way back. Where a part
has nothing to do, a step that is wrong elsewhere must be right: with weights that are zero, scores
that are all alike, hidden values that are all positive.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from fclib.checks.engine.comparing import agree
from fclib.checks.engine.relations import Pair, related
from fclib.checks.engine.relations.sizes import scaled
from fclib.checks.engine.running import run
from fclib.checks.engine.subject import Array, Case, Function, draw
from fclib.network import initialise
from fclib.network import train_step as reference_step

PARAMETERS = ("W1", "b1", "W2", "b2")
ARGUMENTS = ("x", "target", *PARAMETERS, "learning_rate")
SIZES = [(4, 3, 5, 2), (5, 3, 4, 3), (3, 2, 4, 4), (1, 3, 5, 3), (6, 4, 3, 2), (1, 2, 4, 2)]
SCORES_OR_UPDATE = "The loss is right; the gradient of the scores, or the update, goes wrong first"
RATES = (0.25, 0.5, 0.125, 0.25, 1.0, 0.5)


def after_step(step: Function) -> Function:
    """Return a function that takes a step and returns the loss and the parameters after it."""

    def stepped(
        x: Array, target: Array, W1: Array, b1: Array, W2: Array, b2: Array, learning_rate: float
    ) -> Any:
        W1, b1, W2, b2 = (value.copy() for value in (W1, b1, W2, b2))
        loss = step(x, target, W1, b1, W2, b2, learning_rate)
        return None if loss is None else (loss, W1, b1, W2, b2)

    return stepped


def step_case(
    rng: np.random.Generator,
    n: int,
    inputs: int,
    hidden: int,
    classes: int,
    rate: float = 0.25,
) -> tuple[Any, ...]:
    """Draw a batch, parameters whose biases are not zero, and a rate at which an order shows."""
    W1, b1, W2, b2 = initialise(inputs, hidden, classes, rng=rng)
    x, target = draw(rng, n, inputs) / 2, rng.integers(0, classes, n)
    return x, target, W1, b1 + draw(rng, hidden) / 8, W2, b2 + draw(rng, classes) / 8, rate


def first_to_depart(stepped: Function) -> Any:
    """Say which part of a wrong step is the first to go wrong, and what is true of it.

    ``stepped`` returns the loss and the parameters after the step, see `after_step`.
    """
    rng = np.random.default_rng(1)
    cases = [step_case(rng, *sizes, rate) for sizes, rate in zip(SIZES, RATES, strict=True)]
    got = [_steps(stepped, case) for case in cases]
    if any(result is None for result in got):
        return None
    pairs = {
        name: [
            Pair(result[name], want[name], ARGUMENTS, case, _lengths(*case))
            for result, want, case in zip(got, map(_right, cases), cases, strict=True)
        ]
        for name in ("loss", *PARAMETERS)
    }
    wrong = [name for name in pairs if any(not agree(p.got, p.want) for p in pairs[name])]
    if "loss" in wrong:
        return _forward(stepped, cases, pairs["loss"])
    return _backward(stepped, cases, pairs, wrong) if wrong else None


def _steps(stepped: Function, case: Case) -> Any:
    """Return the loss, and how far each parameter went against its gradient; None if it stops."""
    outcome = run(stepped, *case)
    if outcome.error is not None or outcome.value is None:
        return None
    return _by_name(case, outcome.value)


def _by_name(case: Case, value: Any) -> Any:
    loss, *after = map(np.asarray, value)
    rate = case[-1] or 1.0
    changes = [(before - now) / rate for before, now in zip(case[2:6], after, strict=True)]
    return {"loss": loss} | dict(zip(PARAMETERS, changes, strict=True))


def _right(case: Case) -> Any:
    return _by_name(case, after_step(reference_step)(*case))


def _lengths(
    x: Array, target: Array, W1: Array, b1: Array, W2: Array, b2: Array, learning_rate: float
) -> dict[str, Any]:
    return {
        "samples": len(x),
        "inputs": x.shape[1],
        "hidden units": len(W1),
        "classes": len(W2),
        "learning_rate": learning_rate,
    }


def _changed(case: Case, **values: Any) -> Any:
    """Return a case with some arguments replaced by what a function makes of them."""
    return tuple(
        values[name](value) if name in values else value
        for name, value in zip(ARGUMENTS, case, strict=True)
    )


def _right_with(stepped: Function, cases: Sequence[Case], names: Any, **values: Any) -> bool:
    """Whether some of the results are right in cases that are changed so."""
    for case in cases:
        other = _changed(case, **values)
        got, want = _steps(stepped, other), _right(other)
        if got is None or not all(agree(got[name], want[name]) for name in names):
            return False
    return True


def _forward(stepped: Function, cases: Sequence[Case], pairs: Any) -> Any:
    """Say which part of the way forward goes wrong."""

    def right(**values: Any) -> Any:
        return _right_with(stepped, cases, ["loss"], **values)

    def right_shifted(by: Any) -> bool:
        """Whether the loss is right once each label is larger by so much."""
        for case in cases:
            inside = np.clip(case[1], max(0, -by), len(case[5]) - 1 - max(0, by))
            got = _steps(stepped, _changed(case, target=lambda _, t=inside: t + by))
            want = _right(_changed(case, target=lambda _, t=inside: t))
            if got is None or not agree(got["loss"], want["loss"]):
                return False
        return True

    words = _related(stepped, pairs, "loss")
    if words is not None:
        return f"The way forward goes wrong first; of the loss: {words}"
    return next(words for words, found in _parts_forward(right, right_shifted) if found())


def _parts_forward(right: Function, right_shifted: Function) -> Iterator[Any]:
    """Yield each part of the way forward with what finds that it goes wrong, in turn."""
    zero, small, large = np.zeros_like, lambda b: 1e-4 * np.abs(b), lambda W: 1e4 * W
    yield (
        "The loss itself goes wrong first: at a learning_rate of 0 it is right. "
        "Is it that from before the update?",
        lambda: right(learning_rate=lambda rate: 0.0),
    )
    yield (
        "The loss itself goes wrong first: it is wrong even where all scores are zero.",
        lambda: not right(W2=zero, b2=zero),
    )
    for by, words in ((1, "one smaller"), (-1, "one larger")):
        yield (
            f"The loss goes wrong first: it takes each label for {words}. Are they counted from 0?",
            lambda by=by: right_shifted(by),
        )
    yield (
        "The second layer goes wrong first: even where W2 is zero, what b2 does is wrong.",
        lambda: not right(W2=zero),
    )
    yield (
        "The ReLU goes wrong first: the loss is right where no hidden value is below zero.",
        lambda: right(x=np.abs, W1=np.abs, b1=np.abs),
    )
    yield (
        "The ReLU goes wrong first: where x, W1 and b1 are zero, hidden values should be zero too.",
        lambda: not right(x=zero, W1=zero, b1=zero),
    )
    for layer, bias in (("first", "b1"), ("second", "b2")):
        yield (
            f"The {layer} layer goes wrong first: the loss is right where {bias} is zero.",
            lambda bias=bias: right(**{bias: zero}),
        )
    yield (
        "The ReLU goes wrong first: hidden values above zero, other than small ones, are changed.",
        lambda: not right(W1=zero, b1=np.abs) and right(W1=zero, b1=small, W2=large),
    )
    yield (
        "The second layer goes wrong first: the loss is wrong even where W1 is zero.",
        lambda: not right(W1=zero, b1=np.abs),
    )
    yield "The first layer goes wrong first: the loss is right where W1 is zero.", lambda: True


def _backward(stepped: Function, cases: Sequence[Case], pairs: Any, wrong: Any) -> Any:
    """Say which part of the way back goes wrong, the loss being right."""
    right = [name for name in PARAMETERS if name not in wrong]
    first = [name for name in ("W1", "b1") if name in wrong]
    if not right and _has_a_rate_of_its_own(stepped, cases):
        return "The loss is right; the update goes wrong first: learning_rate does not change it."
    factors = {scaled(pairs[name]) for name in wrong}
    if not right and len(factors) == 1 and (words := factors.pop()):
        # A wrong factor in the gradient of the scores and one in the update cannot be told apart.
        return f"{SCORES_OR_UPDATE}. Of every step: {_small(words)}"
    name = next(name for name in ("b2", "W2", "b1", "W1") if name in wrong)
    begin = f"Only {' and '.join(wrong)} took a wrong step; the loss and the others are right"
    if not right:
        begin = SCORES_OR_UPDATE
    elif first == wrong and len(first) == 2:
        begin = "Loss, W2 and b2 are right; the way back through W2 or the ReLU goes wrong first"
        if _right_with(stepped, cases, first, x=np.abs, W1=np.abs, b1=np.abs):
            return f"{begin}: all is right where no hidden value is below zero."
    words = _related(stepped, pairs[name], name)
    return f"{begin}. {name}'s step: {words}" if words else f"{begin}."


def _has_a_rate_of_its_own(stepped: Function, cases: Sequence[Case]) -> bool:
    """Whether all parameters change by the same at another learning rate."""
    for case in cases:
        once = _steps(stepped, case)
        again = _steps(stepped, _changed(case, learning_rate=lambda rate: 2 * rate))
        if again is None or not all(agree(2 * again[name], once[name]) for name in PARAMETERS):
            return False
    return True


def _related(stepped: Function, pairs: Any, name: str) -> str | None:
    """Say what is true of a wrong loss or step, in small letters; None if nothing is."""

    def again(*case: Case) -> Any:
        result = _steps(stepped, case)
        return None if result is None else result[name]

    words = related(pairs, [], False, again, lambda *case: _right(case)[name], tried=False)
    return words and _small(words)


def _small(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"

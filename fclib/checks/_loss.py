"""Checks of exercise 10's loss: by hand, for several sizes, and for scores in the thousands."""

import math
from typing import Any

import numpy as np

from fclib.checks._sizes import LEAVES
from fclib.checks._truth import taken_for_truth
from fclib.checks.engine.answers import THREE_DIGITS, require_number, require_numbers
from fclib.checks.engine.arrays import as_arrays
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.drawing import below
from fclib.checks.engine.failing import fail
from fclib.checks.engine.row import row
from fclib.checks.engine.running import require_function, run, run_each
from fclib.checks.engine.subject import Case, Function, draw
from fclib.checks.engine.words import number
from fclib.checks.wrong.training import WRONG
from fclib.loss import softmax_cross_entropy as reference_loss
from fclib.loss import softmax_cross_entropy_backward

GAPS = (5, 10, 15, 20, 40, 100, 500, 2000)
"""By so much the right class's score is lower than the largest, to see how far a loss is right."""


def _unlikely(rng: np.random.Generator, by: float) -> Case:
    """Draw a batch in which one sample's right class has a score that is lower by so much.

    The others are sure of theirs, so that nothing else adds to the loss.
    """
    scores, target = LOSS.signature.case(rng, (3, 4))
    likely = (target + np.array([0, 1, 0])) % 4
    scores[np.arange(3), likely] += by
    return scores, target


def loss_and_gradient(scores: Any, target: Any) -> tuple[Any, Any]:
    """Return what students' function should: the loss, and its gradient at the scores."""
    return reference_loss(scores, target), softmax_cross_entropy_backward(scores, target)


LOSS = row(
    "softmax_cross_entropy",
    "scores (n,k), target (n) -> loss (), grad_scores (n,k)",
    {"n": "sample", "k": "class"},
    loss_and_gradient,
    WRONG["softmax_cross_entropy"],
    leaves=LEAVES,
    draws={"target": below("k")},
    tried=[(3, 4), (2, 3), (4, 4), (1, 4), (1, 3), (5, 2)],
    departs=taken_for_truth,
)


def by_hand(first_loss: Any, gradient: Any) -> None:
    """Check the loss of a guess among four classes, and the gradient at its scores."""
    want = math.log(4)
    if isinstance(first_loss, float) and THREE_DIGITS < abs(first_loss - want) <= 0.0065:
        # 1.38 and 1.39, cut and rounded
        fail(f"first_loss = {number(first_loss)} is rounded too early: give three decimals.")
    known = {
        "that is the logarithm to base 10. Take the natural one": math.log10(4),
        "that is the logarithm to base 2. Take the natural one": 2.0,
        "that is the probability of a class. What is minus its logarithm": 0.25,
        "that is of the probability of the three others": round(-math.log(0.75), 3),
        "that is divided by the number of classes, and there is one sample": want / 4,
        "that is for ten classes, and here are four": math.log(10),
        "that is for three classes, and here are four": math.log(3),
    }
    ask = "Which probability has each class, and what is minus its logarithm?"
    digits = THREE_DIGITS / want
    require_number(first_loss, "first_loss", want, ask, known, {"sign": -want}, rtol=digits)
    of_lists: dict[str, Any] = {
        f"that would be right if the true class were at [{place}]": [
            0.25 - (k == place) for k in range(4)
        ]
        for place in (0, 1, 3)
    }
    of_lists["that is what is true, and not yet what the network says"] = [0, 0, 1, 0]
    of_lists["the classes that are not true have a gradient too"] = [0, 0, -0.75, 0]
    of_lists["that is for three classes, and here are four"] = [1 / 3, 1 / 3, -2 / 3, 1 / 3]
    of_lists["there only the three others have a share"] = [1 / 3, 1 / 3, -1, 1 / 3]
    require_numbers(
        gradient,
        "gradient",
        [0.25, 0.25, -0.75, 0.25],
        "one for each score",
        "What does the network say of each class, and what is true?",
        of_lists,
        {
            "sign": [[-0.25, -0.25, 0.75, -0.25]],
            "probability-not-minus-truth": [[0.25] * 4, [0, 0, -1, 0]],
        },
        rtol=CLOSE,
    )
    print("by hand: the first loss and its gradient are right.")


CLOSE = 1e-6
"""Quarters are exact; they may have been computed."""


def losses(softmax_cross_entropy: Function, seed: int = 1) -> None:
    """Check the loss and its gradient for several numbers of samples and classes."""
    rng = np.random.default_rng(seed)
    sizes = [(3, 4), (1, 3), (5, 2), (4, 4), (1, 1), tuple(rng.integers(2, 8, 2).tolist())]
    cases = LOSS.signature.of_sizes(rng, sizes)
    compare(LOSS, softmax_cross_entropy, cases)
    # A right class that is unlikely, by e^-30: a loss that is cut off has no name of its own.
    unlikely = [_unlikely(rng, 30.0), _unlikely(rng, 20.0)]
    where = _how_far(softmax_cross_entropy)
    compare(LOSS._replace(wrong={}), softmax_cross_entropy, unlikely, only=where)
    leaves_arguments(LOSS, softmax_cross_entropy, cases[:1])
    print(f"softmax_cross_entropy: loss and gradient are right for {len(sizes)} sizes.")


def _how_far(function: Function) -> str:
    """Say where a loss is wrong for the unlikely alone, and up to which size it is right."""
    where, right = "where the right class is unlikely", 0.0
    for gap in GAPS:
        case = np.array([[float(gap), 0.0, 0.0, 0.0]]), np.array([1])
        value, want = run(function, *case).value, loss_and_gradient(*case)[0]
        if isinstance(value, tuple | list) and len(value) == 2 and not agree(value[0], want):
            return f"{where}: a loss of {number(right)} is right, and {number(want)} is not"
        right = want
    return where


def overflow(softmax_cross_entropy: Function, seed: int = 2) -> None:
    """Check scores in the thousands."""
    rng = np.random.default_rng(seed)
    # In one batch a sample that overflows, one that underflows to a sum of 0, and one whose scores
    # are far apart: neither another sample's largest score nor its own smallest will do.
    far = np.array([[3000.0], [-3000.0], [0.0]])
    apart = np.array([[0.0], [0.0], [1.0]]) * [2000.0, 0.0, 0.0, 0.0]
    cases = [
        (draw(rng, 3, 4) + far + apart, np.array([*rng.integers(0, 4, 2), 0])) for _ in range(2)
    ]
    require_function(softmax_cross_entropy, "softmax_cross_entropy")
    with np.errstate(all="ignore"):
        # What is wrong for every score has other reasons than large ones; nan alone tells nothing.
        small = [one.value for one in run_each(softmax_cross_entropy, LOSS.trial)]
        right = [
            agree(value, LOSS.reference(*case))
            for value, case in zip(small, LOSS.trial, strict=True)
        ]
        both = [*cases, *LOSS.trial]
        known = diagnose(softmax_cross_entropy, both, LOSS.reference, LOSS.wrong)
        if known is None and not any(right):
            _not_for_small_scores(softmax_cross_entropy, small[0])
        if known is None and all(right):
            for case in cases:
                _require_finite(run(softmax_cross_entropy, *case).value)
        where = "for scores in the thousands"
        compare(LOSS, softmax_cross_entropy, cases, more=LOSS.trial, only=where)
        # Here the probability itself is 0, and its logarithm is not.
        unlikely = [_unlikely(rng, 2000.0), _unlikely(rng, 3000.0)]
        too_late = {"softmax-overflow": LOSS.wrong["softmax-overflow"]}
        where = _how_far(softmax_cross_entropy)
        compare(LOSS._replace(wrong=too_late), softmax_cross_entropy, unlikely, only=where)
    print("softmax_cross_entropy: takes scores in the thousands.")


def _not_for_small_scores(function: Function, before: Any) -> None:
    """Fail where the loss is wrong for small scores too, which another cell has told already."""
    if agree(run(function, *LOSS.trial[0]).value, before):  # it may keep something, or give nothing
        words = "softmax_cross_entropy is not right for small scores either"
        fail(f"{words}: what the cell above says of it comes first.", public=f"{words}.")


def _require_finite(value: Any) -> None:
    """Fail where a pair of results has a number that is not finite: what else it is comes later."""
    if isinstance(value, tuple | list) and len(value) == 2:
        for name, result in zip(LOSS.results, as_arrays(LOSS, value), strict=True):
            if result is not None and not np.all(np.isfinite(result)):
                fail(f"{name} is not finite for scores in the thousands", "softmax-overflow")

"""Checks of exercise 10: the loss, the training step, a trained network, and broken runs."""

import numpy as np

from fclib.checks._loss import LOSS, by_hand, losses, overflow
from fclib.checks._named_bugs import names_bugs
from fclib.checks._network import few_digits, trained, trains
from fclib.checks._step import PARAMETERS, after_step, first_to_depart, step_case
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.resting import function_rests_on
from fclib.checks.engine.running import require_function
from fclib.checks.engine.subject import Case, Function, Subject
from fclib.checks.engine.words import count
from fclib.checks.wrong.training import WRONG, training_step
from fclib.data import load_runs
from fclib.network import train_step as reference_step

__all__ = [
    "at_hand_in",
    "by_hand",
    "losses",
    "names_bugs",
    "overflow",
    "steps",
    "trained",
    "trains",
]


STEP = Subject(
    name="train_step",
    arguments=("x", "target", *PARAMETERS, "learning_rate"),
    results=("loss", *PARAMETERS),
    reference=after_step(reference_step),
    wrong={
        id_: [after_step(version) for version in versions]
        for id_, versions in WRONG["train_step"].items()
    },
    sizes=lambda x, target, W1, *_: (
        f"after one step with {count(len(x), 'sample')} and {count(len(W1), 'hidden unit')}"
    ),
    destroyed={"x": "input-destroyed", "target": "input-destroyed"},
    lengths=lambda x, target, W1, b1, W2, b2, learning_rate: {
        "samples": len(x),
        "hidden units": len(W1),
        "classes": len(W2),
    },
    departs=first_to_depart,
)


def steps(
    train_step: Function, softmax_cross_entropy: Function = LOSS.reference, *, seed: int = 3
) -> None:
    """Check the loss and all four parameters after a step, for several sizes.

    The step may call ``softmax_cross_entropy``: where only this is wrong, the step is not blamed.
    """
    require_function(train_step, "train_step")
    rng = np.random.default_rng(seed)
    sizes = [(4, 3, 5, 2), (1, 2, 3, 4), (6, 4, 4, 4), tuple(rng.integers(2, 7, 4).tolist())]
    cases = [step_case(rng, *size) for size in sizes]
    cases.append(_near_zero(step_case(rng, 3, 4, 5, 3)))
    stepped = after_step(train_step)
    made = after_step(training_step(cross_entropy=softmax_cross_entropy))
    function_rests_on(LOSS.name, STEP.name, stepped, made, STEP.reference, cases)
    compare(STEP, stepped, cases)
    leaves_arguments(STEP, stepped, cases[:1])
    print(f"train_step: loss and all four parameters are right for {len(cases)} sizes.")


def _near_zero(case: Case) -> Case:
    """Make the hidden values small, so that it shows where exactly a ReLU begins."""
    x, target, W1, b1, *rest = case
    return x, target, W1 / 64, b1 / 64, *rest


at_hand_in = hand_in(
    train_step=lambda: step_case(np.random.default_rng(1), 4, 3, 5, 2),
    train=few_digits,
    diagnose=lambda: (load_runs()[0],),
)

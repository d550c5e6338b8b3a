"""Checks of exercise 10: the loss, the training step, a trained network, and broken runs."""

import math

import numpy as np

from fclib.checks import broken_runs
from fclib.checks._step import after_step, first_to_depart, step_case
from fclib.checks.engine.answers import THREE_DIGITS, not_right, numbers, part_of, real
from fclib.checks.engine.behaviour import as_arrays
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.running import require_answer, require_function, require_no_error, run
from fclib.checks.engine.subject import Subject, draw
from fclib.checks.engine.words import NOTHING_RETURNED, count, kind_of, number, one_line
from fclib.checks.wrong.training import WRONG
from fclib.data import load_digits, load_runs
from fclib.data.detector import HELD_OUT, split
from fclib.loss import softmax_cross_entropy as reference_loss
from fclib.loss import softmax_cross_entropy_backward
from fclib.network import train_step as reference_step
from fclib.network import two_layer_scores

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

ENOUGH = 0.96
"""Of the held-out digits. Two dozen seeds gave 96.4 to 98.3 %, so nobody has to choose one."""
ENOUGH_ANYWHERE = 0.93
"""Of other 360 digits. Seventy-seven trainings on seven such choices gave 95.0 to 98.9 %."""
TOO_MUCH = 0.995
"""Networks that were trained on all digits read 99.7 % and more of these."""
GUESSING = 0.2
HINTS = {
    "healthy": "Its loss falls steeply, and the held-out digits are read. Is anything wrong?",
    "sign": "Its loss grows from the first epoch, without end. Which way does it walk?",
    "learning-rate-too-large": "Its weights jump once, in the first epoch, and never move again.",
    "zero-initialised": "Look at W1_norm: what is it, and what does that say of the gradients?",
    "labels-shuffled": "Its loss falls a little. And what becomes of the held-out digits?",
    "updated-copy": "What changes at all in this run, from the first epoch to the last?",
    "grad-W-mean-twice": "It gets better and better. Is each of its steps too long, or too short?",
    "gradients-accumulate": "It begins well and then turns. What does W1_norm do meanwhile?",
}
"""What to look at in a run of each kind; it must not give the name away."""


def _sizes(scores, target):
    n, classes = scores.shape
    return f"for {count(n, 'sample')} and {count(classes, 'class')}"


def _loss_case(rng, n, classes):
    return draw(rng, n, classes), rng.integers(0, classes, n)


def _unlikely_case(rng, by):
    """Draw a batch in which one sample's right class has a score that is lower by so much.

    The others are sure of theirs, so that nothing else adds to the loss.
    """
    scores, target = _loss_case(rng, 3, 4)
    likely = (target + np.array([0, 1, 0])) % 4
    scores[np.arange(3), likely] += by
    return scores, target


LOSS = Subject(
    name="softmax_cross_entropy",
    arguments=("scores", "target"),
    results=("loss", "grad_scores"),
    reference=lambda scores, target: (
        reference_loss(scores, target),
        softmax_cross_entropy_backward(scores, target),
    ),
    wrong=WRONG["softmax_cross_entropy"],
    sizes=_sizes,
    destroyed={"scores": "input-destroyed", "target": "input-destroyed"},
    lengths=lambda scores, target: {"samples": len(scores), "classes": scores.shape[1]},
    trial=[
        _loss_case(np.random.default_rng(1), *size)
        for size in [(3, 4), (2, 3), (4, 4), (1, 4), (1, 3), (5, 2)]
    ],
)


def _step_sizes(x, target, W1, b1, W2, b2, learning_rate):
    return f"after one step with {count(len(x), 'sample')} and {count(len(W1), 'hidden unit')}"


STEP = Subject(
    name="train_step",
    arguments=("x", "target", "W1", "b1", "W2", "b2", "learning_rate"),
    results=("loss", "W1", "b1", "W2", "b2"),
    reference=after_step(reference_step),
    wrong={
        id_: [after_step(version) for version in versions]
        for id_, versions in WRONG["train_step"].items()
    },
    sizes=_step_sizes,
    destroyed={"x": "input-destroyed", "target": "input-destroyed"},
    lengths=lambda x, target, W1, b1, W2, b2, learning_rate: {
        "samples": len(x),
        "hidden units": len(W1),
        "classes": len(W2),
    },
    departs=first_to_depart,
)


def by_hand(first_loss, gradient):
    """Check the loss of a guess among four classes, and the gradient at its scores."""
    first_loss = real(first_loss, "first_loss")
    # Three decimals are asked for.
    if not abs(first_loss - math.log(4)) <= THREE_DIGITS:
        seen = f"first_loss = {number(first_loss)} is not right"
        if abs(first_loss - math.log(4)) <= 0.0065:  # 1.38 and 1.39, cut and rounded
            fail(f"first_loss = {number(first_loss)} is rounded too early: give three decimals.")
        if abs(first_loss + math.log(4)) <= THREE_DIGITS:
            fail(seen, "sign")
        if abs(first_loss - math.log10(4)) <= THREE_DIGITS:
            fail(f"{seen}: that is the logarithm to base 10. Take the natural one.")
        known = {
            "that is the logarithm to base 2. Take the natural one": 2.0,
            "that is the probability of a class. What is minus its logarithm": 0.25,
            "that is for ten classes, and here are four": math.log(10),
            "that is for three classes, and here are four": math.log(3),
        }
        ask = "Which probability has each class, and what is minus its logarithm?"
        not_right(f"first_loss = {number(first_loss)}", first_loss, math.log(4), ask, known.items())
    require_answer(gradient, "gradient", "put a list of four numbers there")
    if isinstance(gradient, np.ndarray):
        gradient = gradient.tolist()
    if not isinstance(gradient, list | tuple) or len(gradient) != 4:
        fail("gradient is not a list of four numbers, one for each score.")
    want = [0.25, 0.25, -0.75, 0.25]
    if not agree(list(gradient), want):
        for id_, wrong in [
            ("sign", [-0.25, -0.25, 0.75, -0.25]),
            ("probability-not-minus-truth", [0.25] * 4),
            ("probability-not-minus-truth", [0, 0, -1, 0]),
        ]:
            if agree(list(gradient), wrong):
                fail("gradient is not right", id_)
        at = [[0.25 - (k == place) for k in range(4)] for place in range(4)]
        known = {
            f"that would be right if the true class were at [{place}]": at[place]
            for place in range(4)
        }
        known["that is what is true, and not yet what the network says"] = [0, 0, 1, 0]
        known["the classes that are not true have a gradient too"] = [0, 0, -0.75, 0]
        ask = "What does the network say of each class, and what is true?"
        not_right("gradient", numbers(gradient, "gradient is not right:"), want, ask, known.items())
    print("by hand: the first loss and its gradient are right.")


def losses(softmax_cross_entropy, seed=1):
    """Check the loss and its gradient for several numbers of samples and classes."""
    rng = np.random.default_rng(seed)
    sizes = [(3, 4), (1, 3), (5, 2), (4, 4), (1, 1), tuple(rng.integers(2, 8, 2).tolist())]
    cases = [_loss_case(rng, *size) for size in sizes]
    compare(LOSS, softmax_cross_entropy, cases)
    # A right class that is unlikely, by e^-30: a loss that is cut off has no name of its own.
    unlikely = [_unlikely_case(rng, 30.0), _unlikely_case(rng, 20.0)]
    where = "where the right class is unlikely"
    compare(LOSS._replace(wrong={}), softmax_cross_entropy, unlikely, only=where)
    leaves_arguments(LOSS, softmax_cross_entropy, cases[:1])
    print(f"softmax_cross_entropy: loss and gradient are right for {len(sizes)} sizes.")


def overflow(softmax_cross_entropy, seed=2):
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
        right = (
            agree(run(softmax_cross_entropy, *case).value, LOSS.reference(*case))
            for case in LOSS.trial
        )
        both = [*cases, *LOSS.trial]
        known = diagnose(softmax_cross_entropy, both, LOSS.reference, LOSS.wrong)
        if known is None and all(right):
            for case in cases:
                _require_finite(run(softmax_cross_entropy, *case).value)
        where = "for scores in the thousands"
        compare(LOSS, softmax_cross_entropy, cases, more=LOSS.trial, only=where)
        # Here the probability itself is 0, and its logarithm is not.
        unlikely = [_unlikely_case(rng, 2000.0), _unlikely_case(rng, 3000.0)]
        too_late = {"softmax-overflow": LOSS.wrong["softmax-overflow"]}
        where = "where the right class is unlikely"
        compare(LOSS._replace(wrong=too_late), softmax_cross_entropy, unlikely, only=where)
    print("softmax_cross_entropy: takes scores in the thousands.")


def _require_finite(value):
    """Fail where a pair of results has a number that is not finite: what else it is comes later."""
    if isinstance(value, tuple | list) and len(value) == 2:
        for name, result in zip(LOSS.results, as_arrays(LOSS, value), strict=True):
            if result is not None and not np.all(np.isfinite(result)):
                fail(f"{name} is not finite for scores in the thousands", "softmax-overflow")


def steps(train_step, seed=3):
    """Check the loss and all four parameters after a step, for several sizes."""
    require_function(train_step, "train_step")
    rng = np.random.default_rng(seed)
    sizes = [(4, 3, 5, 2), (1, 2, 3, 4), (6, 4, 4, 4), tuple(rng.integers(2, 7, 4).tolist())]
    cases = [step_case(rng, *size) for size in sizes]
    compare(STEP, after_step(train_step), cases)
    leaves_arguments(STEP, after_step(train_step), cases[:1])
    print(f"train_step: loss and all four parameters are right for {len(sizes)} sizes.")


def trains(train, seed=4):
    """Check training on digits that nobody has seen so: other names, pixels in another order.

    Parameters of a network that was trained before are of no use here, nor is a label that
    somebody has kept.
    """
    require_function(train, "train")
    rng = np.random.default_rng(seed)
    images, target = load_digits()
    order, pixels, names = rng.permutation(1797), rng.permutation(64), rng.permutation(10)
    x, target = images.reshape(-1, 64)[order][:, pixels] / 16, names[target[order]]
    outcome = run(train, x[HELD_OUT:], target[HELD_OUT:])
    require_no_error(outcome, "train", "on the digits, with their pixels in another order")
    parameters = outcome.value
    if parameters is None:
        words = f"train returned None. {NOTHING_RETURNED}"
        fail(words, public=words)
    if not isinstance(parameters, tuple | list) or len(parameters) != 4:
        fail(f"train returned {kind_of(parameters)}, expected four arrays: W1, b1, W2, b2.")
    right = _part_read(x[:HELD_OUT], target[:HELD_OUT], parameters)
    if right < ENOUGH_ANYWHERE:
        words = (
            "given digits with their pixels in another order and with other names, train makes\n"
            "a network that reads too few of those it has not seen"
        )
        then = "Are there enough epochs? Does train use x and target, and nothing else?"
        percent = f"{right:.1%}, and {ENOUGH_ANYWHERE:.0%} are wanted"
        fail(f"{words}: {percent}. {then}", public=f"{words}. {then}")
    print(f"train: its network reads {right:.1%} of {HELD_OUT} digits that it was not given.")


def trained(accuracy, *parameters):
    """Check a network that a student trained: what it reads, and what the student says of it."""
    x, target = held_out()
    right = _part_read(x, target, parameters)
    if right > TOO_MUCH:
        fail(
            f"your network reads {right:.1%} of the held-out digits: more than it could\n"
            "if it had never seen them. Which digits was it trained on?"
        )
    if right < GUESSING:
        fail(
            f"your network reads {right:.1%} of the held-out digits: guessing reads as many.\n"
            "Does the loss fall? Look at the learning rate, and at the range of the pixels."
        )
    if right < ENOUGH:
        fail(
            f"your network reads {right:.1%} of the held-out digits, "
            f"and {100 * ENOUGH:.0f} % are wanted.\n"
            "Is every sample seen in each epoch, in a new order? Are there enough epochs?"
        )
    read = two_layer_scores(x, *parameters).argmax(axis=1)
    accuracy = real(accuracy, "accuracy")
    if abs(accuracy - float(np.mean(read[:, None] == target))) <= THREE_DIGITS:
        fail(f"accuracy = {number(accuracy)} is not right", "labels-broadcast")
    ask = "Compare what your network reads with the labels, digit by digit."
    known = {
        "that is for the digits it has learnt from": _learnt(parameters),
        "that is its loss, and not how many it reads": reference_loss(
            two_layer_scores(x, *parameters), target
        ),
    }
    part_of(accuracy, "accuracy", right, len(x), ask, known.items())
    print(f"trained: your network reads {right:.1%} of {len(x)} held-out digits.")


def _part_read(x, target, parameters):
    """Return the fraction that a network of the size asked for reads; fail if it is none."""
    for name, value in zip(("W1", "b1", "W2", "b2"), parameters, strict=True):
        require_answer(value, name, "take what initialise gave, after training")
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            fail(f"{name} is {kind_of(value)}, expected an array of floats.")
        if not np.all(np.isfinite(value)):
            fail(f"{name} holds numbers that are not finite", "learning-rate-too-large")
    if np.shape(parameters[0]) != (32, 64):
        fail(f"W1 has shape {np.shape(parameters[0])}, expected (32, 64): 32 hidden units.")
    try:
        scores = two_layer_scores(x, *parameters)
    except ValueError as error:
        fail(f"the parameters do not fit together: {one_line(error)}")
    if scores.shape[1] != 10:
        fail(f"W2 has shape {np.shape(parameters[2])}, expected (10, 32): ten digits.")
    return float(np.mean(scores.argmax(axis=1) == target))


def _few_digits():
    """Return digits to train on for a moment: to see whether anything is written yet."""
    images, target = load_digits()
    return images[:64].reshape(-1, 64) / 16, target[:64]


def held_out():
    """Return the digits that the exercise holds out: x (360, 64) and what they are."""
    return _digits(split()[1])


def _digits(chosen):
    images, target = load_digits()
    return images.reshape(-1, 64)[chosen] / 16, target[chosen]


def _learnt(parameters):
    """Return which part a network reads of the digits that it was trained on."""
    x, target = _digits(split()[0])
    return float(np.mean(two_layer_scores(x, *parameters).argmax(axis=1) == target))


def names_bugs(diagnose, seed=None):
    """Check what is named as the bug behind each run: those shown, or with a seed new ones."""
    require_function(diagnose, "diagnose")
    kinds = [broken_runs.KINDS[place] for place in broken_runs.SHOWN]
    if seed is None:
        logs, names = load_runs(), [f"run {k}" for k in range(len(kinds))]
    else:
        np.random.default_rng(seed).shuffle(kinds)  # whoever knows the order need not read the logs
        logs = [broken_runs.run(kind, seed + k) for k, kind in enumerate(kinds)]
        names = ["another run"] * len(kinds)
    said = []
    for name, log in zip(names, logs, strict=True):
        outcome = run(diagnose, log)
        require_no_error(outcome, "diagnose", f"on {name}")
        if outcome.value is None:
            fail(f"diagnose returned None for {name}. Is it written yet?")
        if not isinstance(outcome.value, str) or outcome.value not in broken_runs.KINDS:
            text = isinstance(outcome.value, str)
            given = one_line(repr(outcome.value)) if text else kind_of(outcome.value)
            fail(f"diagnose returned {given} for {name}, which is none of the eight names.")
        said.append(outcome.value)
    wrong = [place for place, kind in enumerate(kinds) if said[place] != kind]
    if wrong:
        name, kind, given = names[wrong[0]], kinds[wrong[0]], said[wrong[0]]
        often = "It says the same of all eight runs."
        if len(set(said)) > 1:
            often = f"It is right of {len(said) - len(wrong)} of {len(said)} runs."
        fail(f"diagnose takes {name} for {given}, and it is not. {often}\n{HINTS[kind]}")
    print(f"diagnose: names what is behind each of {len(kinds)} runs.")


at_hand_in = hand_in(
    train_step=lambda: step_case(np.random.default_rng(1), 4, 3, 5, 2),
    train=_few_digits,
    diagnose=lambda: (load_runs()[0],),
)

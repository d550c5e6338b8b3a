"""Checks of exercise 06: numerical gradients, and a checker that is tried on planted mistakes."""

import numpy as np

from fclib.checks import planted
from fclib.checks.engine.answers import not_right, real
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.running import require_answer, require_function, require_no_error, run
from fclib.checks.engine.subject import Subject, draw, whole
from fclib.checks.engine.words import kind_of, number, one_line
from fclib.checks.wrong.gradient_check import WRONG

__all__ = ["at_hand_in", "by_hand", "clears", "colleagues", "differences", "finds", "types"]


def central(f, x, eps):
    """Return the central differences of f at x, entry by entry, in float64."""
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        step = np.zeros(point.shape)
        step[index] = eps
        gradient[index] = (f(point + step) - f(point - step)) / (2 * eps)
    return gradient


def _sizes(f, x, eps):
    return (
        f"for {FORMULAS[f]} at x of shape {np.shape(x)}, {np.asarray(x).dtype}, with eps = {eps:g}"
    )


def cubic(x):
    """Return the sum of x³."""
    return float(np.sum(x * x * x))


def coupled(x):
    """Return the sum of x² times the sum of x."""
    return float(np.sum(x * x) * np.sum(x))


FORMULAS = {cubic: "f(x) = Σ x³", coupled: "f(x) = (Σ x²)(Σ x)"}


BY_HAND = {
    "forward_estimate": {
        "that is the exact slope, and an estimate is asked for": 12,
        "that goes back from 2, not forward": 9.25,
        "that is the difference, and not yet divided by the step": 7.625,
        "that is the value at the end alone": 15.625,
        "that is for a step of 1": 19,
        "that is of the square, not of the cube": 4.5,
    },
    "central_estimate": {
        "its points are 2 and 3, and 2 is not in the middle": 19,
        "that is the mean of both values, not their difference": 9.5,
        "that is the slope at 2.5": 18.75,
    },
    "line_estimate": {
        "that is the value of the line, not its slope": 5,
        "a constant does not change with x, and was counted": 2,
    },
}
"""Other answers to the first question, by what they are."""

TRIAL = [(cubic, draw(np.random.default_rng(1), 2, 3), eps) for eps in (0.5, 0.25)]


def _same_point(numerical_gradient, case):
    """Name the mistake of taking f twice at one point."""
    points = []

    def watched(x):
        points.append(np.array(x))
        return cubic(x)

    outcome = run(numerical_gradient, watched, TRIAL[0][1], TRIAL[0][2])
    pairs = zip(points[::2], points[1::2], strict=False)
    if outcome.error is None and len(points) > 1 and all(np.array_equal(*pair) for pair in pairs):
        return "same-array-twice"
    return None


def _points(numerical_gradient):
    """Say at which points f is taken, if they are not one step above x and one below."""
    _, x, eps = TRIAL[0]
    steps = {index: set() for index in np.ndindex(x.shape)}
    at_once, complexes = [0], []

    def watched(point):
        complexes.append(np.iscomplexobj(point))
        by = (np.real(point) - x) / eps if np.shape(point) == x.shape else 0 * x
        at_once.append(np.count_nonzero(by))
        for index in np.argwhere(by):
            steps[tuple(index)].add(round(float(by[tuple(index)]), 4))
        return cubic(point)

    if run(numerical_gradient, watched, x, eps).error is not None:
        return None
    if len(at_once) == 1:
        return "It does not depend on f: it never calls it."
    if any(complexes):
        return "It gives f complex numbers, and f is a function of real ones."
    if max(at_once) > 1:
        return f"It moves {max(at_once)} entries of x at once."
    taken = [*steps.values()]
    if any(own != taken[0] for own in taken):
        return "It takes f at other distances for one entry of x than for another."
    if taken[0] == {-1.0, 1.0}:
        return None
    where = " and ".join(f"x {step:+g} · eps" for step in sorted(taken[0])) or "x itself alone"
    return f"It takes f at {where}.".replace("-", "−")


NUMERICAL = Subject(
    name="numerical_gradient",
    arguments=("f", "x", "eps"),
    results=("gradient",),
    reference=central,
    wrong=WRONG["numerical_gradient"],
    sizes=_sizes,
    destroyed={"f": "state-kept", "x": "input-destroyed", "eps": "state-kept"},
    lengths=lambda f, x, eps: {"entries": np.size(x)},
    trial=TRIAL,
    also=_same_point,
    departs=_points,
)


PLAIN, UPHILL = "a fully connected layer", "its grad_x has the opposite sign"
PLAINLY_WRONG = (
    UPHILL,
    "its grad_W is half as large",
    "its grad_W is 1 % too large",
    "its outputs are in the thousandths and its grad_W is half as large",
    "its backward pass forgets the tanh",
)
"""What is found by all that compare: beside as many right ones, so that guessing is of no use."""


def by_hand(forward, central, slope):
    """Check the two estimates of the slope of x³ at 2, and that of a straight line."""
    answers = {
        "forward_estimate": (forward, 15.25),
        "central_estimate": (central, 12.25),
        "line_estimate": (slope, 3),
    }
    multiplied = {"forward_estimate": 3.8125, "central_estimate": 3.0625, "line_estimate": 30_000}
    for name, (value, want) in answers.items():
        value = real(value, name)
        if agree(value, want):
            continue
        seen = f"{name} = {number(value)} is not right"
        if agree(value, 2 * want):
            fail(seen, "step-counted-once")
        if agree(value, -want):
            fail(seen, "sign")
        if agree(value, multiplied[name]):
            fail(f"{seen}. Divide by the step: this multiplies by it.")
        if name == "central_estimate" and value in (12, 15.25):
            fail(f"{seen}. Which two points lie one step from 2, one on either side?")
        ask = "Work out both values of f first, then divide by the distance."
        not_right(f"{name} = {number(value)}", value, want, ask, BY_HAND[name].items())
    print("by hand: all three estimates are right.")


def differences(numerical_gradient, seed=1):
    """Check arrays of several shapes, with steps so large that the kind of difference shows."""
    rng = np.random.default_rng(seed)
    shapes = [(1,), (3,), (2, 3), (2, 2, 2), (0,), tuple(rng.integers(2, 5, 2).tolist())]
    # Steps of powers of two keep every value exact.
    cases = [
        (f, draw(rng, *shape), eps)
        for shape, eps in zip(shapes, (0.5, 0.25, 0.5, 1.0, 0.5, 0.125), strict=True)
        for f in (cubic, coupled)
    ]
    compare(NUMERICAL, numerical_gradient, cases)
    _keeps_the_shape(numerical_gradient, draw(rng, 2, 3))
    print(f"numerical_gradient: central differences, entry by entry, for {len(shapes)} shapes.")


def _keeps_the_shape(numerical_gradient, x):
    """Fail unless f gets arrays like x, whose shape most functions need."""
    shapes = []

    def watched(point):
        shapes.append(np.shape(point))
        return cubic(point)

    run(numerical_gradient, watched, x, 0.5)
    other = next((shape for shape in shapes if shape != x.shape), None)
    if other is not None:
        fail(f"numerical_gradient gives f an array of shape {other}, expected {x.shape}, as x has.")


def types(numerical_gradient, seed=2):
    """Check whole numbers and float32, and that x is left alone."""
    rng = np.random.default_rng(seed)
    integers = [(f, whole(rng, 2, 3), 0.25) for f in (cubic, coupled)]
    # At 1000, float32's neighbours are 6e-5 apart; float64 has room for this step.
    single = (np.abs(draw(rng, 3)) + 1000).astype(np.float32)
    # A gradient of zeros has another reason where x holds fractions.
    compare(NUMERICAL, numerical_gradient, integers, more=TRIAL)
    compare(NUMERICAL, numerical_gradient, [(cubic, single, 2.0**-16)])
    # Adding a step and taking it off again leaves a rounding in numbers that are no eighths.
    thirds = (cubic, draw(rng, 2, 3) / 3, 1e-5)
    leaves_arguments(NUMERICAL, numerical_gradient, [(cubic, draw(rng, 2, 3), 0.5), thirds])
    print("numerical_gradient: takes whole numbers and float32, and leaves x alone.")


def finds(is_correct, seed=None):
    """Check that layers with planted mistakes are found, and right ones are cleared."""
    if seed is None:
        _try(is_correct, lambda: (_some(planted.right(), PLAIN), planted.broken()), order=3)
    else:
        _try(is_correct, lambda: _drawn(seed, planted.broken()), order=seed)
    print(f"is_correct: finds all {len(planted.broken())} planted mistakes.")


def clears(is_correct, seed=None):
    """Check that right layers are cleared, and plainly wrong ones are not."""
    if seed is None:
        _try(is_correct, lambda: (planted.right(), _some(planted.broken(), UPHILL)), order=4)
    else:
        _try(is_correct, lambda: _drawn(seed, PLAINLY_WRONG), order=seed)
    print(f"is_correct: clears all {len(planted.right())} right layers.")


def _some(layers, *names):
    return {name: layers[name] for name in names}


def _drawn(seed, names):
    """Return right and broken layers of kinds that are drawn anew: none is like one shown before.

    So an answer that keeps what it was shown, or knows this file, cannot tell them apart by that.
    """
    rng = np.random.default_rng(seed)
    right = {f"layer {k} of a new kind": planted.layer(planted.drawn(rng)) for k in range(5)}
    return right, _some(planted.broken(lambda usual: planted.drawn(rng)), *names)


def _try(is_correct, layers, order):
    """Try a checker; ``layers`` returns the right ones and the broken ones, each new."""
    require_function(is_correct, "is_correct")
    right, broken = layers()
    asked = [(name, True) for name in right] + [(name, False) for name in broken]
    np.random.default_rng(order).shuffle(asked)
    verdicts = []
    for name, expected in asked:
        outcome = run(is_correct, *(right | broken)[name])
        require_no_error(outcome, "is_correct", "on one of the layers")
        verdict = outcome.value
        if verdict is None:
            fail("is_correct returned None: give back True or False. Is it written yet?")
        if not isinstance(verdict, bool | np.bool_):
            fail(f"is_correct returned {kind_of(verdict)}, expected True or False.")
        verdicts.append((name, expected, bool(verdict)))
    wrong = [row for row in verdicts if row[1] != row[2]]
    if not wrong:
        return
    _require_what_it_rests_on(is_correct)
    got = [float(verdict) for *_, verdict in verdicts]
    want = [float(expected) for _, expected, _ in verdicts]
    versions = {
        id_: [_judge(version, layers, verdicts) for version in listed]
        for id_, listed in WRONG["is_correct"].items()
    }
    found = _confirmed(diagnose(lambda: got, [()], lambda: want, versions), is_correct)
    every = _verdicts(is_correct) if found is None else {}
    # Rejecting the plain layer is worse than missing a mistake: tell that first.
    name, expected, _ = max(wrong, key=lambda row: row[1])
    if expected:
        seen = f"is_correct rejects a right layer: {name}"
    else:
        seen = f"is_correct clears a layer that is wrong: {name}"
    fail(seen if found else f"{seen}.\n{_in_all(every)}", found)


def _verdicts(is_correct):
    """Return the verdict on each layer by its name; None where there is none."""
    layers = planted.right() | planted.broken()
    return {name: run(is_correct, *pair).value for name, pair in layers.items()}


def _in_all(verdicts):
    """Say how many layers are judged rightly, and of which gradient no mistake is found."""
    broken, right = planted.broken(), planted.right()
    judged = {name: bool(verdict) == (name in right) for name, verdict in verdicts.items()}
    if not any(judged.values()):
        return "Its verdict on every layer is the opposite of the right one."
    missed = [name for name in broken if not judged[name]]
    rejected = [name for name in right if not judged[name]]
    parts = []
    for gradient in ("grad_x", "grad_W", "grad_b"):
        of = [name for name in broken if name.startswith(f"its {gradient} ")]
        if set(of) <= set(missed):
            parts.append(gradient)
    unseen = f", none in {' or '.join(parts)}," if parts else ""
    found = len(broken) - len(missed)
    return (
        f"In all it finds {found} of {len(broken)} mistakes{unseen} "
        f"and clears {len(right) - len(rejected)} of {len(right)} right layers."
    )


def _require_what_it_rests_on(is_correct):
    """Fail if is_correct calls a numerical_gradient that is wrong: then it is not to blame."""
    code = getattr(is_correct, "__code__", None)  # not known where it runs in another process
    if code is None or NUMERICAL.name not in code.co_names:
        return
    function = is_correct.__globals__.get(NUMERICAL.name)
    if not callable(function):
        return
    outcomes = [run(function, *case) for case in TRIAL]
    if not all(agree(one.value, central(*case)) for one, case in zip(outcomes, TRIAL, strict=True)):
        words = "is_correct calls numerical_gradient, which is not right yet: mend that one first."
        fail(words, public=words)


def _confirmed(found, is_correct):
    """Return the mistake found, unless it is to pass all or none and other layers say no."""
    expected = {"checker-passes-all": True, "checker-fails-all": False}.get(found)
    if expected is None:
        return found
    return found if all(v == expected for v in _verdicts(is_correct).values()) else None


def _judge(version, layers, verdicts):
    def judge():
        right, broken = layers()
        return [float(version(*(right | broken)[name])) for name, *_ in verdicts]

    return judge


def colleagues(verdicts, cleared_though_wrong):
    """Check the verdicts on the notebook's three layers, and which mistake no check can find."""
    require_answer(verdicts, "verdicts", "call is_correct on each of the three layers")
    if not isinstance(verdicts, list | tuple) or len(verdicts) != 3:
        fail("verdicts is not three verdicts: give a list, for layers A, B and C in this order.")
    for name, verdict, want in zip("ABC", verdicts, (True, False, True), strict=True):
        if not isinstance(verdict, bool | np.bool_):
            fail(f"the verdict on {name} is {kind_of(verdict)}, expected True or False.")
        if verdict != want:
            fail(f"the verdict on {name} is {bool(verdict)}. Does is_correct pass its cells above?")
    require_answer(cleared_though_wrong, "cleared_though_wrong", 'put "A", "B" or "C" there')
    if cleared_though_wrong != "C":
        letter = isinstance(cleared_though_wrong, str) and cleared_though_wrong in "AB"
        fail(
            f"cleared_though_wrong is {one_line(repr(cleared_though_wrong))}"
            f"{'' if letter else ', expected a capital letter'}: which layer's backward pass fits "
            "its own forward pass,\nand does not do what a fully connected layer on images does?"
        )
    print("colleagues: the verdicts are right, and so is the limit of every gradient check.")


at_hand_in = hand_in(NUMERICAL, is_correct=lambda: planted.right()[PLAIN])

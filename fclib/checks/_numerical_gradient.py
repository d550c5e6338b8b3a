"""Checks of exercise 06's numerical gradient."""

from typing import Any

import numpy as np

from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import run
from fclib.checks.engine.subject import Array, Case, Function, Subject, draw, whole
from fclib.checks.wrong.gradient_check import WRONG


def central(f: Function, x: Any, eps: float) -> Array:
    """Return the central differences of f at x, entry by entry, in float64."""
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        step = np.zeros(point.shape)
        step[index] = eps
        gradient[index] = (f(point + step) - f(point - step)) / (2 * eps)
    return gradient


def _sizes(f: Function, x: Any, eps: float) -> str:
    return (
        f"for {FORMULAS[f]} at x of shape {np.shape(x)}, {np.asarray(x).dtype}, with eps = {eps:g}"
    )


def cubic(x: Array) -> float:
    """Return the sum of x³."""
    return float(np.sum(x * x * x))


def coupled(x: Array) -> float:
    """Return the sum of x² times the sum of x."""
    return float(np.sum(x * x) * np.sum(x))


FORMULAS = {cubic: "f(x) = Σ x³", coupled: "f(x) = (Σ x²)(Σ x)"}


TRIAL = [(cubic, draw(np.random.default_rng(1), 2, 3), eps) for eps in (0.5, 0.25)]


def _same_point(numerical_gradient: Function, case: Case) -> str | None:
    """Name the mistake of taking f twice at one point."""
    points: list[Array] = []

    def watched(x: Array) -> float:
        points.append(np.array(x))
        return cubic(x)

    outcome = run(numerical_gradient, watched, TRIAL[0][1], TRIAL[0][2])
    pairs = zip(points[::2], points[1::2], strict=False)
    if outcome.error is None and len(points) > 1 and all(np.array_equal(*pair) for pair in pairs):
        return "same-array-twice"
    return None


def _points(numerical_gradient: Function) -> str | None:
    """Say at which points f is taken, if they are not one step above x and one below."""
    _, x, eps = TRIAL[0]
    steps: dict[tuple[int, ...], set[float]] = {index: set() for index in np.ndindex(x.shape)}
    at_once, complexes = [0], []

    def watched(point: Array) -> float:
        complexes.append(np.iscomplexobj(point))
        by = (np.real(point) - x) / eps if np.shape(point) == x.shape else 0 * x
        at_once.append(int(np.count_nonzero(by)))
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


def differences(numerical_gradient: Function, seed: int = 1) -> None:
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


def _keeps_the_shape(numerical_gradient: Function, x: Array) -> None:
    """Fail unless f gets arrays like x, whose shape most functions need."""
    shapes: list[tuple[int, ...]] = []

    def watched(point: Array) -> float:
        shapes.append(np.shape(point))
        return cubic(point)

    run(numerical_gradient, watched, x, 0.5)
    other = next((shape for shape in shapes if shape != x.shape), None)
    if other is not None:
        fail(f"numerical_gradient gives f an array of shape {other}, expected {x.shape}, as x has.")


def types(numerical_gradient: Function, seed: int = 2) -> None:
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

"""Functions without known mistakes, and what is said of wrong answers to them."""

import numpy as np

from fclib.checks.engine.compare import compare
from fclib.checks.engine.subject import Subject, draw
from tests.checks.exercise import message

SIZES = [(4, 3, 2), (2, 4, 3), (3, 2, 5), (3, 3, 3), (4, 4, 2), (1, 3, 2)]


def case(rng, n, d, m):
    return draw(rng, n, d), draw(rng, m, d), draw(rng, m)


def right(x, W, b):
    return x @ W.T + b


RNG = np.random.default_rng(3)
LAYER = Subject(
    name="layer",
    arguments=("x", "W", "b"),
    results=("y",),
    reference=right,
    wrong={},
    sizes=lambda x, W, b: f"for x of shape {x.shape}",
    destroyed={},
    lengths=lambda x, W, b: {"samples": len(x), "inputs": x.shape[1], "outputs": len(W)},
    trial=[case(RNG, *size) for size in SIZES],
)
CASES = [case(RNG, *size) for size in SIZES]

SAME = Subject(
    name="same",
    arguments=("x",),
    results=("y",),
    reference=lambda x: x + 0,
    wrong={},
    sizes=lambda x: f"for x of shape {x.shape}",
    destroyed={},
)


def said(function, cases=CASES, subject=LAYER):
    """Return what is said to be true of a wrong answer."""
    line = message(lambda answer: compare(subject, answer, cases), function).splitlines()[1]
    assert "of your cell" not in line  # it stopped, and a line of this file is quoted
    return line


def said_of_arrays(change, shapes):
    """Return what is said of an answer that should give arrays of these shapes as they are."""
    rng = np.random.default_rng(1)
    return said(change, [(draw(rng, *shape),) for shape in shapes], SAME)

"""What the checks of exercise 06 say of checkers with a weakness, and of those with none."""

from functools import partial

import numpy as np
import pytest

from fclib import numerical_gradient
from fclib.checks import gradient_check as checks
from fclib.checks import planted
from fclib.checks.engine.words import NOTHING_AT_TIMES
from tests.checks.exercise import message
from tests.checks.gradient_check_answers import RIGHT_CHECKERS


def checker(sizes, agrees):
    """Make a gradient checker that tries some sizes, each twice."""

    def is_correct(forward, backward):
        rng = np.random.default_rng(1)
        for n, inputs, outputs in 2 * sizes:
            x, W = rng.normal(size=(n, inputs)), rng.normal(size=(outputs, inputs))
            b, grad_y = rng.normal(size=outputs), rng.normal(size=(n, outputs))
            losses = [
                lambda x, W=W, b=b, grad_y=grad_y: np.sum(grad_y * forward(x, W, b)),
                lambda W, x=x, b=b, grad_y=grad_y: np.sum(grad_y * forward(x, W, b)),
                lambda b, x=x, W=W, grad_y=grad_y: np.sum(grad_y * forward(x, W, b)),
            ]
            try:
                gradients = backward(grad_y, x, W)
            except ValueError:  # the shapes do not fit
                return False
            for loss, value, got in zip(losses, (x, W, b), gradients, strict=True):
                want = numerical_gradient(loss, value, 1e-5)
                if np.shape(got) != want.shape or not agrees(got, want):
                    return False
        return True

    return is_correct


def relative(got, want):
    return np.abs(got - want).max() <= 1e-5 * max(np.abs(want).max(), np.abs(got).max())


def test_any_sizes_that_differ_find_every_mistake():
    for sizes in ([(5, 3, 4), (2, 3, 6)], [(5, 4, 3), (2, 6, 3)]):
        assert message(checks.finds, checker(sizes, relative)) is None


def test_tolerance_that_is_not_relative_misses_a_small_layer():
    absolute = checker([(5, 3, 4)], lambda got, want: np.abs(got - want).max() <= 1e-2)
    said = message(checks.finds, absolute)
    assert said == (
        "is_correct clears a layer that is wrong: "
        "its outputs are in the thousandths and its grad_W is half as large.\n"
        "In all it finds 20 of 21 mistakes and clears 5 of 5 right layers."
    )


def test_right_layer_that_is_rejected_is_called_right():
    exact = checker([(5, 3, 4)], np.array_equal)
    assert message(checks.clears, exact).startswith(
        "[checker-fails-all] is_correct rejects a right"
    )


def halved(f, x, eps):
    return numerical_gradient(f, x, eps) / 2


def test_checker_is_not_blamed_for_what_it_rests_on():
    names = {"np": np, "numerical_gradient": halved, "checker": checker, "relative": relative}
    source = """
def is_correct(forward, backward):
    x = np.ones((2, 3))
    W = np.ones((2, 3))
    want = numerical_gradient(lambda x: np.sum(forward(x, W, np.ones(2))), x, 1e-5)
    return relative(backward(np.ones((2, 2)), x, W)[0], want)
"""
    exec(source, names)
    words = "is_correct calls numerical_gradient, which is not right yet: mend that one first."
    assert message(checks.clears, names["is_correct"]) == words
    names["numerical_gradient"] = lambda f, x, eps: None  # where is_correct stops
    assert message(checks.clears, names["is_correct"]) == words
    names["numerical_gradient"] = numerical_gradient
    assert words != message(checks.clears, names["is_correct"])


def test_what_the_cell_above_tries_too_is_left_to_it():
    loose = checker([(5, 3, 4)], lambda got, want: np.abs(got).sum() <= 3 * np.abs(want).sum())
    assert message(checks.clears, loose) == (
        "is_correct clears a layer that is wrong: its grad_x has the opposite sign.\n"
        "The cell above tries this layer, too: begin with what it says."
    )
    for told_alone in (checks.finds, partial(checks.clears, seed=1)):
        assert "\nIn all it finds " in message(told_alone, loose)


def test_none_for_some_layers_is_not_taken_for_a_checker_that_is_not_written():
    right = checker([(5, 3, 4)], relative)
    assert message(checks.finds, lambda *layer: right(*layer) or None) == (
        f"is_correct returned None for one of the layers. {NOTHING_AT_TIMES}"
    )


def test_function_gets_arrays_of_the_shape_of_x():
    def flat(f, x, eps):
        entries = np.ravel(x).astype(float)
        steps = eps * np.eye(len(entries))
        differences = [(f(entries + step) - f(entries - step)) / (2 * eps) for step in steps]
        return np.reshape(differences, np.shape(x))

    assert message(checks.differences, flat) == (
        "numerical_gradient gives f an array of shape (6,), expected (2, 3), as x has."
    )


def test_function_that_is_called_once_is_not_called_at_one_point_twice():
    said = message(checks.differences, lambda f, x, eps: np.zeros(np.shape(x)) + f(x))
    assert "same-array-twice" not in said


def seen_of(layer):
    """Return all that a layer gives for some arguments, as if its outputs were of size 1."""
    forward, backward = layer
    rng = np.random.default_rng(1)
    x, W, b = rng.normal(size=(3, 4)), rng.normal(size=(2, 4)), rng.normal(size=2)
    grad_y, scale = rng.normal(size=(3, 2)), np.abs(forward(x, W, b)).max()
    try:
        gradients = [backward(grad_y, x, W) for _ in range(2)][1]
    except ValueError:
        gradients = []
    return [forward(x, W, b) / scale, *(gradient / scale for gradient in gradients)]


def apart(one, other):
    """Return how far apart two lists of arrays are; infinitely where their shapes differ."""
    if [array.shape for array in one] != [array.shape for array in other]:
        return np.inf
    return sum(np.abs(a - b).sum() for a, b in zip(one, other, strict=True))


def remembering(forward, backward):
    """Say of a layer what is true of the one that it resembles most; compare no gradient."""
    known = [(layer, True) for layer in planted.right().values()]
    known += [(layer, False) for layer in planted.broken().values()]
    seen = seen_of((forward, backward))
    return min(known, key=lambda pair: apart(seen_of(pair[0]), seen))[1]


@pytest.mark.parametrize(
    ("check", "of_the_hidden_test"), [(checks.finds, 9001), (checks.clears, 2999)]
)
def test_likeness_to_layers_shown_before_does_not_label_hidden_ones(check, of_the_hidden_test):
    assert message(check, remembering) is None
    assert message(check, remembering, seed=of_the_hidden_test) is not None


@pytest.mark.parametrize("name", RIGHT_CHECKERS)
@pytest.mark.parametrize("seed", [9001, 2999, 5, 6])
def test_checkers_that_are_right_know_new_kinds_of_layers(name, seed):
    assert message(checks.finds, RIGHT_CHECKERS[name], seed=seed) is None
    assert message(checks.clears, RIGHT_CHECKERS[name], seed=seed) is None

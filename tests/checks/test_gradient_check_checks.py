"""What the checks of exercise 06 say of checkers with a weakness, and of those with none."""

import numpy as np

from fclib import numerical_gradient
from fclib.checks import gradient_check as checks
from tests.checks.exercise import message


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
        "its outputs are in the thousandths and its grad_W is half as large"
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
    names["numerical_gradient"] = numerical_gradient
    assert words != message(checks.clears, names["is_correct"])


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

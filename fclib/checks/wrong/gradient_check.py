"""Wrong versions of the functions of exercise 06."""

import numpy as np

from fclib.checks.engine.loops import ENDS, noted, without


def _numerical(difference):
    """Make a numerical gradient from a difference quotient along one entry."""

    def numerical_gradient(f, x, eps):
        point = np.array(x, dtype=float)
        gradient = np.empty(point.shape)
        for index in np.ndindex(point.shape):
            gradient[index] = difference(f, point, index, eps)
        return gradient

    return numerical_gradient


def _moved(point, index, by):
    moved = point.copy()
    moved[index] += by
    return moved


def _forward(f, point, index, eps):
    return (f(_moved(point, index, eps)) - f(point.copy())) / eps


def _backward(f, point, index, eps):
    return (f(point.copy()) - f(_moved(point, index, -eps))) / eps


def _counted_once(f, point, index, eps):
    return (f(_moved(point, index, eps)) - f(_moved(point, index, -eps))) / eps


def _halved_forward(f, point, index, eps):
    return _forward(f, point, index, eps) / 2


def _halved_backward(f, point, index, eps):
    return _backward(f, point, index, eps) / 2


def _multiplied(f, point, index, eps):
    return (f(_moved(point, index, eps)) - f(_moved(point, index, -eps))) / 2 * eps


def _one_number(f, x, eps):
    return _all_moved(f, np.array(x, float), (), eps)


def _row_moved(f, point, index, eps):
    return (f(_moved(point, index[:1], eps)) - f(_moved(point, index[:1], -eps))) / (2 * eps)


def _central(f, point, index, eps):
    return (f(_moved(point, index, eps)) - f(_moved(point, index, -eps))) / (2 * eps)


def _missing(place, end):
    """Make a gradient that stays zero at one place, counted through all entries."""

    def version(f, x, eps):
        gradient = _numerical(_central)(f, x, eps)
        gradient.flat[place] = 0
        return gradient

    return noted(version, without(end, ["entry"]))


def _all_moved(f, point, index, eps):
    return (f(point + eps) - f(point - eps)) / (2 * eps)


def _sign(f, point, index, eps):
    return (f(_moved(point, index, -eps)) - f(_moved(point, index, eps))) / (2 * eps)


def _in_float32(f, x, eps):
    x = x if x.dtype == np.float32 else x.astype(float)
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = (f(_moved(x, index, eps)) - f(_moved(x, index, -eps))) / (2 * eps)
    return gradient


def _cut(f, x, eps):
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] = x[index] + eps
        below[index] = x[index] - eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient


def _lost(f, x, eps):
    """Move whole numbers by a step that is cut to nothing."""
    return np.zeros(x.shape) if x.dtype.kind in "iu" else _in_float32(f, x, eps)


def _left_below(f, x, eps):
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += eps
        above = f(point.copy())
        point[index] -= 2 * eps
        gradient[index] = (above - f(point.copy())) / (2 * eps)
    return gradient


def _left_above(f, x, eps):
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        below = f(_moved(point, index, -eps))
        point[index] += eps
        gradient[index] = (f(point.copy()) - below) / (2 * eps)
    return gradient


def _checker(sizes=((4, 3, 2), (2, 3, 5)), constant=False, signed=False, calls=2):
    """Make a gradient checker with a weakness; without one it is right."""

    def is_correct(forward, backward):
        rng = np.random.default_rng(1)
        for n, inputs, outputs in sizes:
            arguments = [
                rng.normal(size=(n, inputs)),
                rng.normal(size=(outputs, inputs)),
                rng.normal(size=outputs),
            ]
            grad_y = np.ones((n, outputs)) if constant else rng.normal(size=(n, outputs))
            try:
                for _ in range(calls):
                    gradients = backward(grad_y, *arguments[:2])
            except (ValueError, IndexError):
                return False
            for k, gradient in enumerate(gradients):
                if not _agrees(forward, arguments, k, gradient, grad_y, signed):
                    return False
        return True

    return is_correct


def _agrees(forward, arguments, k, gradient, grad_y, signed):
    def loss(value):
        return float(np.sum(grad_y * forward(*arguments[:k], value, *arguments[k + 1 :])))

    numerical = _numerical(_central)(loss, arguments[k], 1e-5)
    if np.shape(gradient) != numerical.shape:
        return False
    difference = gradient - numerical if signed else np.abs(gradient - numerical)
    scale = max(np.abs(gradient).max(), np.abs(numerical).max(), 1e-30)
    return difference.max() <= 1e-6 * scale


EXERCISE = 6

WRONG = {
    "numerical_gradient": {
        "forward-difference": [_numerical(_forward), _numerical(_backward)],
        "step-ignored": [
            lambda f, x, eps: _numerical(_central)(f, x, 1e-5),
            lambda f, x, eps: _numerical(_central)(f, x, 1e-3),
            lambda f, x, eps: _numerical(_central)(f, x, eps / 2),
            _numerical(lambda f, x, i, eps: _central(f, x, i, eps * max(1, abs(x[i])))),
        ],
        "step-counted-once": [_numerical(_counted_once)],
        "step-counted-twice": [_numerical(_halved_forward), _numerical(_halved_backward)],
        "step-multiplied": [_numerical(_multiplied)],
        "all-entries-moved": [_numerical(_all_moved), _numerical(_row_moved), _one_number],
        "perturbation-kept": [_left_below, _left_above],
        "sign": [_numerical(_sign)],
        # In float32 a lost step looks the same, so float32 comes first.
        "float32-step": [_in_float32],
        "integer-perturbation": [_cut, _lost],
        **{f"loop-misses-{end}": [_missing(place, end)] for end, (_, place) in ENDS.items()},
    },
    "is_correct": {
        "checker-passes-all": [lambda forward, backward: True],
        "checker-fails-all": [lambda forward, backward: False],
        "checker-constant-upstream": [_checker(constant=True)],
        "checker-square-only": [_checker(sizes=((3, 3, 3),))],
        "checker-one-sample": [_checker(sizes=((1, 3, 2), (1, 3, 5)))],
        "checker-signed-difference": [_checker(signed=True)],
        "checker-calls-once": [_checker(calls=1)],
    },
}
"""For each function that students write, its known wrong versions by misconception."""

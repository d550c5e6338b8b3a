"""Wrong versions of the functions of exercise 06."""

from collections.abc import Sequence

import numpy as np

from fclib.checks.engine.loops import ENDS, MISSES, noted, without
from fclib.checks.engine.mistakes import Versions, mistakes
from fclib.checks.engine.subject import Array, Function


def _numerical(difference: Function) -> Function:
    """Make a numerical gradient from a difference quotient along one entry."""

    def numerical_gradient(f: Function, x: Array, eps: float) -> Array:
        point = np.array(x, dtype=float)
        gradient = np.empty(point.shape)
        for index in np.ndindex(point.shape):
            gradient[index] = difference(f, point, index, eps)
        return gradient

    return numerical_gradient


def _moved(point: Array, index: tuple[int, ...], by: float) -> Array:
    moved = point.copy()
    moved[index] += by
    return moved


def _between(above: int, below: int) -> Function:
    """Make a difference quotient from how many steps its points are from x."""

    def quotient(f: Function, point: Array, index: tuple[int, ...], eps: float) -> float:
        difference = f(_moved(point, index, above * eps)) - f(_moved(point, index, below * eps))
        return float(difference / ((above - below) * eps))

    return quotient


_forward, _backward, _central = _between(1, 0), _between(0, -1), _between(1, -1)


def _missing(place: slice, end: str) -> Function:
    """Make a gradient that stays zero at one place, counted through all entries."""

    def version(f: Function, x: Array, eps: float) -> Array:
        gradient = _numerical(_central)(f, x, eps)
        gradient.flat[place] = 0
        return gradient

    return noted(version, without(end, ["entry"]))


def _all_moved(f: Function, point: Array, index: tuple[int, ...], eps: float) -> float:
    return (f(point + eps) - f(point - eps)) / (2 * eps)


def _in_float32(f: Function, x: Array, eps: float) -> Array:
    x = x if x.dtype == np.float32 else x.astype(float)
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        gradient[index] = (f(_moved(x, index, eps)) - f(_moved(x, index, -eps))) / (2 * eps)
    return gradient


def _cut(f: Function, x: Array, eps: float) -> Array:
    gradient = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[index] = x[index] + eps
        below[index] = x[index] - eps
        gradient[index] = (f(above) - f(below)) / (2 * eps)
    return gradient


def _lost(f: Function, x: Array, eps: float) -> Array:
    """Move whole numbers by a step that is cut to nothing."""
    return np.zeros(x.shape) if x.dtype.kind in "iu" else _in_float32(f, x, eps)


def _left_below(f: Function, x: Array, eps: float) -> Array:
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += eps
        above = f(point.copy())
        point[index] -= 2 * eps
        gradient[index] = (above - f(point.copy())) / (2 * eps)
    return gradient


def _left_above(f: Function, x: Array, eps: float) -> Array:
    point = np.array(x, dtype=float)
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        below = f(_moved(point, index, -eps))
        point[index] += eps
        gradient[index] = (f(point.copy()) - below) / (2 * eps)
    return gradient


def _checker(
    sizes: Sequence[tuple[int, int, int]] = ((4, 3, 2), (2, 3, 5)),
    constant: bool = False,
    signed: bool = False,
    calls: int = 2,
) -> Function:
    """Make a gradient checker with a weakness; without one it is right."""

    def is_correct(forward: Function, backward: Function) -> bool:
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


def _agrees(
    forward: Function,
    arguments: Sequence[Array],
    k: int,
    gradient: Array,
    grad_y: Array,
    signed: bool,
) -> bool:
    def loss(value: Array) -> float:
        return float(np.sum(grad_y * forward(*arguments[:k], value, *arguments[k + 1 :])))

    numerical = _numerical(_central)(loss, arguments[k], 1e-5)
    if np.shape(gradient) != numerical.shape:
        return False
    difference = gradient - numerical if signed else np.abs(gradient - numerical)
    scale = max(np.abs(gradient).max(), np.abs(numerical).max(), 1e-30)
    return difference.max() <= 1e-6 * scale


CHAPTER = "06-gradient-check"

PASSES, FAILS = "checker-passes-all", "checker-fails-all"
SAYS_OF_ALL = {PASSES: True, FAILS: False}
"""What two mistakes say of every layer: a few layers are not enough to know them by."""

_ROWS: dict[str, Versions] = {
    "numerical_gradient": {
        "forward-difference | (f(x + h) − f(x)) / h | one side only: the error falls like h. A "
        "difference that is even-handed does better.": [
            _numerical(_forward),
            _numerical(_backward),
        ],
        "step-ignored | differences of another step than h | these are the differences of another "
        "step. Does the code use eps as it is given?": [
            lambda f, x, eps: _numerical(_central)(f, x, 1e-5),
            lambda f, x, eps: _numerical(_central)(f, x, 1e-3),
            lambda f, x, eps: _numerical(_central)(f, x, eps / 2),
            _numerical(lambda f, x, i, eps: _central(f, x, i, eps * max(1, abs(x[i])))),
        ],
        "step-counted-once | (f(x + h) − f(x − h)) / h | it is twice as large as it should be. How "
        "far apart are the two points?": [_numerical(lambda *at: 2 * _central(*at))],
        "step-counted-twice | (f(x + h) − f(x)) / 2h | half of a one-sided difference: the points "
        "are one step apart. Is one of them x?": [
            _numerical(lambda *at, one=one: one(*at) / 2) for one in (_forward, _backward)
        ],
        "step-multiplied | (f(x + h) − f(x − h)) / 2 · h | Python works out / 2 first and then "
        "multiplies by the step. What belongs together?": [
            _numerical(lambda f, x, i, eps: eps**2 * _central(f, x, i, eps))
        ],
        "all-entries-moved | f(x + h) with every entry moved | several entries move at once, so "
        "the differences add up. One at a time.": [
            _numerical(_all_moved),
            _numerical(lambda f, x, i, eps: _central(f, x, i[:1], eps)),  # a row at a time
            lambda f, x, eps: _all_moved(f, np.array(x, float), (), eps),
        ],
        "perturbation-kept | steps that add up | each entry is moved while those before it still "
        "are. Put an entry back first.": [_left_below, _left_above],
        "sign": [_numerical(lambda *at: -_central(*at))],
        # In float32 a lost step looks the same, so float32 comes first.
        "float32-step | a step too small for float32 | the step gets lost in float32's seven "
        "digits, or most of it does.": [_in_float32],
        "integer-perturbation | a step added to whole numbers | x holds whole numbers, and a step "
        "of less than 1 is cut off when it is stored.": [_cut, _lost],
        **{MISSES[end]: [_missing(place, end)] for end, (_, place) in ENDS.items()},
        "same-array-twice | f(x) − f(x) | f is taken twice at one point. Do two names stand for "
        "one array there?": [],
    },
    "is_correct": {
        f"{PASSES} | every layer passes | it clears layers that are wrong. Does it "
        "compare, and with what?": [lambda forward, backward: True],
        f"{FAILS} | no layer passes | it rejects right layers. How exact is a difference? "
        "Does an except hide a slip?": [lambda forward, backward: False],
        "checker-constant-upstream | grad_y = 1 everywhere | it misses what only unequal upstream "
        "gradients show. What do you pass as grad_y?": [_checker(constant=True)],
        "checker-square-only | sizes that are equal | it misses a layer that takes one size for "
        "another. Which sizes do you try?": [_checker(sizes=((3, 3, 3),))],
        "checker-one-sample | a batch of one | it misses what goes wrong between samples. How many "
        "does it try?": [_checker(sizes=((1, 3, 2), (1, 3, 5)))],
        "checker-signed-difference | max(a − b) without the absolute value | it looks at "
        "differences of one sign only.": [_checker(signed=True)],
        "checker-calls-once | each layer is called once | it misses what only a second call "
        "shows.": [_checker(calls=1)],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

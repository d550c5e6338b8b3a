"""Answers to exercise 06 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import gradient_check as checks
from fclib.checks.wrong.gradient_check import WRONG
from tests.checks.exercise import Exercise, Function, late, short


def put_back(f, x, eps):
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + eps
        above = f(point.copy())
        point[index] = value - eps
        below = f(point.copy())
        point[index] = value
        gradient[index] = (above - below) / (2 * eps)
    return gradient


def flat(f, x, eps):
    point = np.asarray(x, float)
    steps = eps * np.eye(point.size).reshape(point.size, *point.shape)
    slopes = [(f(point + step) - f(point - step)) / (2 * eps) for step in steps]
    return np.array(slopes).reshape(point.shape)


def multi_index(f, x, eps):
    x = np.asarray(x).astype(float)
    gradient = np.empty_like(x)
    if x.size == 0:
        return gradient
    walk = np.nditer(x, flags=["multi_index"])
    for _ in walk:
        step = np.zeros_like(x)
        step[walk.multi_index] = eps
        gradient[walk.multi_index] = (f(x + step) - f(x - step)) / eps / 2
    return gradient


def halves(f, x, eps):
    x = x * 1.0 if x.dtype != np.float32 else x.astype(np.float64)
    gradient = np.zeros(x.shape)
    for k in range(x.size):
        values = []
        for sign in (1, -1):
            moved = x.copy()
            moved.flat[k] += sign * eps
            values.append(f(moved))
        gradient.flat[k] = 0.5 * (values[0] - values[1]) / eps
    return gradient


def fortran(f, x, eps):
    return np.asfortranarray(put_back(f, x, eps))


def strided(f, x, eps):
    store = np.zeros([2 * n for n in np.shape(x)])
    view = store[tuple(slice(None, None, 2) for _ in np.shape(x))]
    view[...] = put_back(f, x, eps)
    return view


def vectorised(f, x, eps):
    x = np.asarray(x, dtype="float64")

    def one(index):
        moved = np.zeros(x.shape)
        moved[index] = eps
        return (f(np.add(x, moved)) - f(np.subtract(x, moved))) / (2.0 * eps)

    return np.array([one(index) for index in np.ndindex(*x.shape)]).reshape(x.shape)


RIGHT = {
    "moved and put back": put_back,
    "unit steps": flat,
    "nditer": multi_index,
    "flat, one half": halves,
    "Fortran order": fortran,
    "strided view": strided,
    "comprehension": vectorised,
    "nested lists": lambda f, x, eps: put_back(f, x, eps).tolist() if x.size else np.zeros(x.shape),
    "float32 result": lambda f, x, eps: put_back(f, x, eps).astype(np.float32),
}


def one_sided(f, x, eps):
    x = np.array(x, float)
    here = f(x.copy())
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += eps
        gradient[index] = (f(moved) - here) / eps
    return gradient


def integers_kept(f, x, eps):
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = np.array(x), np.array(x)
        up[index] += eps if x.dtype.kind == "f" else int(eps)
        down[index] -= eps if x.dtype.kind == "f" else int(eps)
        gradient[index] = (f(up) - f(down)) / (2 * eps)
    return gradient


def float32_kept(f, x, eps):
    x = x.astype(float) if x.dtype.kind != "f" else x
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape, x.dtype)
        step[index] = eps
        gradient[index] = (f(x + step) - f(x - step)) / (2 * eps)
    return gradient


def never_put_back(f, x, eps):
    x = np.array(x, float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        up = f(x.copy())
        x[index] -= eps + eps
        gradient[index] = (up - f(x.copy())) / (2 * eps)
    return gradient


def all_at_once(f, x, eps):
    slope = (f(np.asarray(x, float) + eps) - f(np.asarray(x, float) - eps)) / (2 * eps)
    return np.full(np.shape(x), slope)


def half_forward(f, x, eps):
    point = np.array(x, float)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        point[index] += eps
        up = f(point.copy())
        point[index] -= eps
        gradient[index] = (up - f(point.copy())) / (2 * eps)
    return gradient


def divided_then_multiplied(f, x, eps):
    point = np.array(x, float)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        up, down = point.copy(), point.copy()
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(up) - f(down)) / 2 * eps
    return gradient


def two_names(f, x, eps):
    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(np.shape(x)):
        plus = minus = np.array(x, float)
        plus[index] += eps
        minus[index] -= eps
        gradient[index] = (f(plus) - f(minus)) / (2 * eps)
    return gradient


def no_copies(f, x, eps):
    point = np.array(x, float)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        plus = point
        plus[index] += eps
        minus = point
        minus[index] -= eps
        gradient[index] = (f(plus) - f(minus)) / (2 * eps)
    return gradient


def scalar(f, x, eps):
    return (f(x + eps) - f(x - eps)) / (2 * eps)


def row_by_row(f, x, eps):
    x = np.array(x, float)
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        gradient[i] = (f(up) - f(down)) / (2 * eps)
    return gradient


def over(entries):
    """Make a gradient that goes through some entries only."""

    def numerical_gradient(f, x, eps):
        gradient = np.zeros(np.shape(x))
        for k in entries(np.size(x)):
            up, down = np.array(x, float), np.array(x, float)
            up.flat[k] += eps
            down.flat[k] -= eps
            gradient.flat[k] = (f(up) - f(down)) / (2 * eps)
        return gradient

    return numerical_gradient


def in_place(f, x, eps):
    x += 0  # whole numbers stay what they are
    gradient = put_back(f, x, eps)
    if x.dtype == np.float64 and x.size:
        x[(0,) * x.ndim] += eps
    return gradient


class Piling:
    """A function that adds to the gradient of earlier calls."""

    def __init__(self):
        self.calls = 0

    def __call__(self, f, x, eps):
        self.calls += 1
        return put_back(f, x, eps) * self.calls


DIFFERENCES, TYPES = "differences", "types"
BOTH = (DIFFERENCES, TYPES)
MISTAKES = {
    "forward-difference": (BOTH, [one_sided]),
    "step-counted-once": (BOTH, [lambda f, x, eps: 2 * put_back(f, x, eps)]),
    "step-ignored": (
        BOTH,
        [
            lambda f, x, eps: put_back(f, x, 1e-5),
            lambda f, x, eps: put_back(f, x, 1e-4),
            lambda f, x, eps: put_back(f, x, eps / 2),
        ],
    ),
    "step-counted-twice": (BOTH, [half_forward, lambda f, x, eps: one_sided(f, x, eps) / 2]),
    "step-multiplied": (BOTH, [divided_then_multiplied]),
    "same-array-twice": (BOTH, [two_names, no_copies]),
    "all-entries-moved": (BOTH, [all_at_once, row_by_row, scalar]),
    "loop-misses-last": (BOTH, [over(short)]),
    "loop-misses-first": (BOTH, [over(late)]),
    "arguments-swapped": (BOTH, [lambda x, f, eps: put_back(f, x, eps)]),
    "perturbation-kept": (BOTH, [never_put_back]),
    "sign": (BOTH, [lambda f, x, eps: -put_back(f, x, eps)]),
    "integer-perturbation": ((TYPES,), [integers_kept]),
    "float32-step": ((TYPES,), [float32_kept]),
    "input-destroyed": ((TYPES,), [in_place]),
    "state-kept": (BOTH, [Piling()]),
}
PAIRS = {
    "forward-difference + sign": lambda f, x, eps: -one_sided(f, x, eps),
    "perturbation-kept + step-counted-once": lambda f, x, eps: 2 * never_put_back(f, x, eps),
    "all-entries-moved + sign": lambda f, x, eps: -all_at_once(f, x, eps),
}


def checker(sizes=((5, 2, 3), (2, 4, 2)), upstream=None, distance=np.abs, calls=2, tolerance=1e-5):
    """Build a checker as a student might; its choices are its strengths and weaknesses."""

    def is_correct(forward, backward):
        rng = np.random.default_rng(99)
        for n, d, m in sizes:
            x, W, b = rng.uniform(-1, 1, (n, d)), rng.uniform(-1, 1, (m, d)), rng.normal(size=m)
            g = rng.normal(size=(n, m)) if upstream is None else np.full((n, m), upstream)
            try:
                for _ in range(calls):
                    grads = backward(g, x, W)
            except Exception:
                return False
            losses = [
                lambda x, W=W, b=b, g=g: np.sum(g * forward(x, W, b)),
                lambda W, x=x, b=b, g=g: np.sum(g * forward(x, W, b)),
                lambda b, x=x, W=W, g=g: np.sum(g * forward(x, W, b)),
            ]
            for loss, value, grad in zip(losses, (x, W, b), grads, strict=True):
                numerical = put_back(loss, value, 1e-4)
                if np.shape(grad) != numerical.shape:
                    return False
                size = np.max(np.abs(numerical)) + np.max(np.abs(grad)) + 1e-12
                if np.max(distance(grad - numerical)) > tolerance * size:
                    return False
        return True

    return is_correct


FINDS, CLEARS = "finds", "clears"
RIGHT_CHECKERS = {
    "two sizes": checker(),
    "three sizes": checker(sizes=((4, 3, 2), (3, 2, 4), (2, 2, 2))),
    "squares": checker(distance=np.square, tolerance=1e-9),
    "a large batch": checker(sizes=((12, 3, 2), (3, 2, 4))),
    "three calls": checker(calls=3),
    "looser": checker(tolerance=1e-4),
    "tighter": checker(tolerance=1e-6),
    "random projections": lambda forward, backward: bool(checker()(forward, backward)),
}
CHECKER_MISTAKES = {
    "checker-passes-all": ((FINDS, CLEARS), [lambda forward, backward: callable(forward)]),
    "checker-fails-all": ((FINDS, CLEARS), [checker(tolerance=0.0)]),
    "checker-constant-upstream": ((FINDS,), [checker(upstream=1.0)]),
    "checker-square-only": ((FINDS,), [checker(sizes=((4, 4, 4),))]),
    "checker-one-sample": ((FINDS,), [checker(sizes=((1, 2, 3), (1, 4, 2)))]),
    "checker-signed-difference": ((FINDS,), [checker(distance=lambda difference: difference)]),
    "checker-calls-once": ((FINDS,), [checker(calls=1)]),
}


def compares_weights_only(forward, backward):
    rng = np.random.default_rng(3)
    x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)
    g = rng.normal(size=(4, 2))
    try:
        _, grad_W, _ = backward(g, x, W)
    except ValueError:
        return False
    numerical = put_back(lambda W: np.sum(g * forward(x, W, b)), W, 1e-4)
    scale = max(np.abs(numerical).max(), 1e-12)
    return bool(np.abs(grad_W - numerical).max() <= 1e-6 * scale)


CHECKER_PAIRS = {
    "checker-compares-grad_W-alone + checker-calls-once": compares_weights_only,
    "checker-calls-once + checker-one-sample": checker(sizes=((1, 2, 3), (1, 4, 2)), calls=1),
    "checker-constant-upstream + checker-calls-once": checker(upstream=1.0, calls=1),
}

EXERCISE = Exercise(
    chapter="06-gradient-check",
    functions={
        "numerical_gradient": Function(
            checks={DIFFERENCES: checks.differences, TYPES: checks.types},
            wrong=WRONG["numerical_gradient"],
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        ),
        "is_correct": Function(
            checks={FINDS: checks.finds, CLEARS: checks.clears},
            wrong=WRONG["is_correct"],
            right=RIGHT_CHECKERS,
            mistakes=CHECKER_MISTAKES,
            pairs=CHECKER_PAIRS,
        ),
    },
)

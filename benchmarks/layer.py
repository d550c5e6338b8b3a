"""The layer against the bare matrix products, its import, and the checks of the exercises."""

import sys

import numpy as np

from benchmarks.timing import alternate, row, run
from fclib import LinearGradients, grad_W, linear_backward, linear_forward
from tests.checks.exercise import message
from tests.checks.test_functions import FUNCTIONS

SHAPES = [(1, 800, 500), (16, 800, 500), (64, 800, 500), (256, 800, 500)]
CHECK_BUDGET = 0.1  # seconds; a check feels instant below


def results():
    """Yield the rows."""
    yield from products()
    yield from imports()
    yield from checks()


def products():
    """Compare each function with the BLAS calls that it can not do without."""
    rng = np.random.default_rng(0)
    for n, in_features, out_features in SHAPES:
        for dtype in (np.float32, np.float64):
            x, W, b, grad_y = (
                rng.standard_normal(shape).astype(dtype)
                for shape in [
                    (n, in_features),
                    (out_features, in_features),
                    (out_features,),
                    (n, out_features),
                ]
            )
            y = np.empty_like(grad_y)
            grads = LinearGradients(np.empty_like(x), np.empty_like(W), np.empty_like(b))
            size = f"{n}×{in_features}→{out_features} {np.dtype(dtype).name}"
            ours, bare = alternate(
                lambda x=x, W=W, b=b, y=y: linear_forward(x, W, b, out=y),
                lambda x=x, W=W, y=y: np.matmul(x, W.T, out=y),
                repeats=101,
            )
            yield row(f"linear_forward {size}", ours * 1e6, "µs", "np.matmul", ours / bare)

            def bare_backward(x=x, W=W, grad_y=grad_y, grads=grads):
                np.matmul(grad_y, W, out=grads.x)
                np.matmul(grad_y.T, x, out=grads.W)

            ours, bare = alternate(
                lambda x=x, W=W, grad_y=grad_y, grads=grads: linear_backward(
                    grad_y, x, W, out=grads
                ),
                bare_backward,
                repeats=101,
            )
            yield row(f"linear_backward {size}", ours * 1e6, "µs", "two np.matmul", ours / bare)
    x, grad_y = rng.standard_normal((1, 800)), rng.standard_normal((1, 500))
    ours, bare = alternate(lambda: grad_W(grad_y, x), lambda: grad_y.T @ x, repeats=101)
    yield row("grad_W 1×800→500 float64", ours * 1e6, "µs", "grad_y.T @ x", ours / bare)


def imports():
    """Measure what `import fclib` adds to `import numpy`."""

    def python(code):
        return lambda: run([sys.executable, "-c", code])

    ours, bare = alternate(python("import numpy, fclib"), python("import numpy"), repeats=21)
    yield row("import fclib, beyond numpy", (ours - bare) * 1e3, "ms", "import numpy", ours / bare)


def checks():
    """Measure the slowest check of each function that students write, right and wrong."""
    for name, function in FUNCTIONS.items():
        wrong = [version for _, versions in function.mistakes.values() for version in versions]
        kinds = {
            "right": list(function.right.values()),
            "wrong": [*wrong, *function.pairs.values()],
        }
        for kind, answers in kinds.items():
            seconds = max(
                median_seconds(check, answer)
                for check in function.checks.values()
                for answer in answers
            )
            yield row(
                f"slowest check of {name}, {kind} answers",
                seconds * 1e3,
                "ms",
                f"{CHECK_BUDGET * 1e3:g} ms",
                seconds / CHECK_BUDGET,
            )


def median_seconds(check, answer):
    """Return the median seconds of a check, whatever it says."""
    seconds, _ = alternate(lambda: message(check, answer), lambda: None, repeats=3)
    return seconds

"""float32 beside float64 at the sizes of real layers, in every memory layout, with any threads.

Two tests each, since they see different things. With multiples of 1/4 up to 4 every product is a
multiple of 1/16 up to 16, and a sum of up to 25,088 of them is below 2²⁴ sixteenths: float32 holds
it exactly, in whatever order it is added. So a number that is left out or taken twice shows.

With normal numbers there is rounding, and a bound on it: N. J. Higham, Accuracy and Stability of
Numerical Algorithms, 2nd ed. (SIAM 2002), sections 3.1 and 3.5. A sum of n products of
floating-point numbers, in any order, differs from the exact one by at most γ_n Σ|products|, with
γ_n = n·u / (1 − n·u) and u half the distance from 1 to the next number. The float64 result has such
an error too, so the two differ by at most the sum of both bounds. Adding a bias is one more
operation: γ_(D+1), with |b| among the products.
"""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from fclib import linear_backward, linear_forward
from tests.strategies import LAYOUTS, exact_array, laid_out

LARGEST = (25088, 4096)
LAYERS = [(800, 500), (4096, 4096), LARGEST]
BATCHES = [1, 16, 64, 256]
SAMPLED = 50  # outputs and inputs whose float64 reference is computed


def exact(rng, shape):
    numbers = rng.integers(-16, 17, size=shape, dtype=np.int8).astype(np.float32)
    numbers /= 4
    return numbers


def normal(rng, shape):
    return rng.standard_normal(shape, np.float32)


def gamma(n, dtype):
    nu = n * np.finfo(dtype).eps / 2
    return nu / (1 - nu)


def bound(n, magnitude):
    """Return how far float32 may be from float64; ``magnitude`` is rounded as well, hence the 2."""
    return (gamma(n, np.float32) + 2 * gamma(n, np.float64)) * magnitude


def float64(*arrays):
    return [array.astype(np.float64) for array in arrays]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(
            layer,
            id="→".join(map(str, layer)),
            marks=pytest.mark.slow if layer == LARGEST else (),
        )
        for layer in LAYERS
    ],
)
def weights(request):
    """Return W, exact and normal, once a layer: the largest takes 400 MB."""
    in_features, out_features = request.param
    shape = out_features, in_features
    return {draw: draw(np.random.default_rng(1), shape) for draw in (exact, normal)}


@pytest.fixture(params=BATCHES, ids=lambda n: f"N={n}")
def n(request):
    return request.param


def compare(W, n, draw, compare_sums):
    """Hold all four results beside float64, at some of the outputs and inputs."""
    rng = np.random.default_rng(n)
    out_features, in_features = W.shape
    x, b, grad_y = (
        draw(rng, (n, in_features)),
        draw(rng, out_features),
        draw(rng, (n, out_features)),
    )
    rows = np.sort(rng.choice(out_features, SAMPLED, replace=False))
    columns = np.sort(rng.choice(in_features, SAMPLED, replace=False))
    x64, b64, grad_y64 = float64(x, b, grad_y)
    W_rows, W_columns = float64(W[rows], W[:, columns])

    y, grads = linear_forward(x, W, b), linear_backward(grad_y, x, W)
    assert {array.dtype for array in (y, *grads)} == {np.dtype(np.float32)}
    ones = np.ones((1, n))
    for got, terms, left, right, plus in [
        (y[:, rows], in_features + 1, x64, W_rows.T, b64[rows]),
        (grads.x[:, columns], out_features, grad_y64, W_columns, 0),
        (grads.W[rows], n, grad_y64[:, rows].T, x64, 0),
        (grads.b[None], n, ones, grad_y64, 0),
    ]:
        compare_sums(got, left @ right + plus, terms, np.abs(left) @ np.abs(right) + np.abs(plus))


def equal(got, want, terms, magnitude):
    np.testing.assert_array_equal(got, want)


def within_bound(got, want, terms, magnitude):
    assert (np.abs(got - want) <= bound(terms, magnitude)).all()


def test_no_number_is_lost_or_taken_twice(weights, n):
    compare(weights[exact], n, exact, equal)


def test_float32_is_within_the_derived_bound_of_float64(weights, n):
    compare(weights[normal], n, normal, within_bound)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_results_do_not_depend_on_memory_layout(layout, n):
    rng = np.random.default_rng(n)
    shapes = [(n, 800), (500, 800), (500,), (n, 500)]
    x, W, b, grad_y = (exact_array(rng, shape, np.float32) for shape in shapes)
    want = [linear_forward(x, W, b), *linear_backward(grad_y, x, W)]
    x, W, b, grad_y = (laid_out(array, layout) for array in (x, W, b, grad_y))
    got = [linear_forward(x, W, b), *linear_backward(grad_y, x, W)]
    for one, other in zip(got, want, strict=True):
        np.testing.assert_array_equal(one, other, strict=True)


@pytest.mark.parametrize("threads", [1, 2, 4])
@pytest.mark.parametrize(("draw", "compare_sums"), [(exact, equal), (normal, within_bound)])
def test_threads_do_not_change_what_a_test_decides(threads, draw, compare_sums, n):
    W = draw(np.random.default_rng(1), (500, 800))
    with threadpool_limits(threads, user_api="blas"):
        assert {
            pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"
        } == {threads}
        compare(W, n, draw, compare_sums)

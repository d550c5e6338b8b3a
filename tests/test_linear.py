"""The layer against plain loops, against numerical gradients, and against PyTorch.

Inputs are multiples of 1/4, so that every sum is exact in float32 too and results are
compared with equality.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from fclib import (
    LinearGradients,
    grad_b,
    grad_W,
    grad_x,
    linear_backward,
    linear_forward,
    numerical_gradient,
)
from fclib._products import BLOCK
from tests.strategies import LAYOUTS, exact_array, laid_out, layers

HALF = 0.5  # For an affine map any step is exact; a power of two has no rounding either.


def forward_in_loops(x, W, b):
    y = np.zeros((len(x), len(W)))
    for n in range(len(x)):
        for i in range(len(W)):
            y[n, i] = sum(W[i, j] * value for j, value in enumerate(x[n].ravel())) + b[i]
    return y


@given(st.one_of(layers(), layers(image=True)))
def test_forward_is_a_weighted_sum_of_every_input_plus_a_bias(layer):
    x, W, b, _ = layer
    np.testing.assert_array_equal(linear_forward(x, W, b), forward_in_loops(x, W, b), strict=False)


@given(layers())
def test_forward_without_b_is_forward_with_b_zero(layer):
    x, W, b, _ = layer
    np.testing.assert_array_equal(linear_forward(x, W), linear_forward(x, W, 0 * b), strict=True)


@given(st.one_of(layers(), layers(image=True)))
def test_backward_is_the_gradient_of_the_forward_pass(layer):
    x, W, b, grad_y = (array.astype(np.float64) for array in layer)
    grads = linear_backward(grad_y, x, W)

    def loss(x, W, b):
        return np.sum(grad_y * linear_forward(x, W, b))

    expected = LinearGradients(
        x=numerical_gradient(lambda x: loss(x, W, b), x, eps=HALF),
        W=numerical_gradient(lambda W: loss(x, W, b), W, eps=HALF),
        b=numerical_gradient(lambda b: loss(x, W, b), b, eps=HALF),
    )
    for got, want in zip(grads, expected, strict=True):
        np.testing.assert_array_equal(got, want, strict=True)


@given(st.one_of(layers(), layers(image=True)))
def test_each_gradient_alone_is_the_one_of_backward(layer):
    x, W, _, grad_y = layer
    grads = linear_backward(grad_y, x, W)
    np.testing.assert_array_equal(grad_x(grad_y, W).reshape(x.shape), grads.x, strict=True)
    np.testing.assert_array_equal(grad_W(grad_y, x), grads.W, strict=True)
    np.testing.assert_array_equal(grad_b(grad_y), grads.b, strict=True)


@given(st.one_of(layers(), layers(image=True)))
def test_dtype_stays_and_inputs_stay_untouched(layer):
    before = [array.copy() for array in layer]
    x, W, b, grad_y = layer
    results = [linear_forward(x, W, b), *linear_backward(grad_y, x, W)]
    assert {result.dtype for result in results} == {x.dtype}
    for array, copy in zip(layer, before, strict=True):
        np.testing.assert_array_equal(array, copy, strict=True)


@given(st.one_of(layers(), layers(image=True)))
def test_out_receives_the_result_and_is_returned(layer):
    x, W, b, grad_y = layer
    y = linear_forward(x, W, b)
    grads = linear_backward(grad_y, x, W)
    # nan where the result goes, so that an entry left unwritten is seen.
    out = np.full_like(y, np.nan)
    assert linear_forward(x, W, b, out=out) is out
    np.testing.assert_array_equal(out, y, strict=True)
    outs = LinearGradients(*(np.full(g.shape, np.nan, g.dtype) for g in grads))
    returned = linear_backward(grad_y, x, W, out=outs)
    for got, out, want in zip(returned, outs, grads, strict=True):
        assert got.size == 0 or np.shares_memory(got, out)
        np.testing.assert_array_equal(out, want, strict=True)


@given(layers())
def test_out_may_be_given_for_some_gradients_alone(layer):
    x, W, _, grad_y = layer
    grads = linear_backward(grad_y, x, W)
    for place in range(3):
        outs = [None, None, None]
        outs[place] = np.full(grads[place].shape, np.nan, grads[place].dtype)
        returned = linear_backward(grad_y, x, W, out=LinearGradients(*outs))
        assert returned[place].size == 0 or np.shares_memory(returned[place], outs[place])
        for got, want in zip(returned, grads, strict=True):
            np.testing.assert_array_equal(got, want, strict=True)


def test_large_biases_and_outer_products_are_right_and_leave_numpy_as_it_was(rng):
    # From 65,536 numbers on NumPy's buffers are made smaller for a while.
    x, W, b = (exact_array(rng, shape) for shape in [(1, 300), (400, 300), (400,)])
    grad_y, before = exact_array(rng, (1, 400)), np.getbufsize()
    np.testing.assert_array_equal(grad_W(grad_y, x), np.outer(grad_y, x))
    many = np.vstack([x] * 200)
    np.testing.assert_array_equal(linear_forward(many, W, b), np.vstack([x @ W.T + b] * 200))
    assert np.getbufsize() == before


def test_out_may_be_a_strided_view(rng):
    x, W, b = exact_array(rng, (4, 3)), exact_array(rng, (2, 3)), exact_array(rng, (2,))
    wide = np.zeros((4, 5))
    linear_forward(x, W, b, out=wide[:, 1:3])
    np.testing.assert_array_equal(wide[:, 1:3], linear_forward(x, W, b))
    assert not wide[:, [0, 3, 4]].any()


def test_gradients_are_sums_over_the_batch_not_means(rng):
    x, W, grad_y = (exact_array(rng, shape) for shape in [(4, 3), (2, 3), (4, 2)])
    once = linear_backward(grad_y, x, W)
    twice = linear_backward(np.vstack([grad_y, grad_y]), np.vstack([x, x]), W)
    np.testing.assert_array_equal(twice.W, 2 * once.W)
    np.testing.assert_array_equal(twice.b, 2 * once.b)
    np.testing.assert_array_equal(twice.x, np.vstack([once.x, once.x]))


def test_images_are_flattened_in_row_major_order():
    x = np.arange(24.0).reshape(1, 2, 3, 4)  # (N, C, H, W)
    picks_one = np.eye(24)[[1 * 12 + 2 * 4 + 3]]  # c = 1, h = 2, w = 3
    assert linear_forward(x, picks_one) == x[0, 1, 2, 3]


@pytest.mark.parametrize(
    ("x", "W", "result"),
    [
        (np.int64, np.int64, np.float64),
        (np.uint8, np.uint8, np.float64),
        (np.bool_, np.int8, np.float64),
        (np.uint8, np.float32, np.float32),
        (np.int64, np.float32, np.float64),
        (np.float32, np.float64, np.float64),
        (np.float32, np.float32, np.float32),
    ],
)
def test_integers_are_promoted_and_floats_follow_numpy(x, W, result):
    x, W = np.ones((2, 3), x), np.ones((4, 3), W)
    assert linear_forward(x, W).dtype == result
    assert grad_x(np.ones((2, 4), x.dtype), W).dtype == result
    assert grad_W(np.ones((2, 4), W.dtype), x).dtype == result


def test_bytes_do_not_wrap_around():
    x = np.full((1, 3), 200, np.uint8)
    W = np.full((1, 3), 200, np.uint8)
    assert linear_forward(x, W) == 120_000
    assert grad_W(x, W).tolist() == [[40_000] * 3] * 3
    assert grad_b(np.full((3, 1), 200, np.uint8)) == 600


def test_lists_are_accepted():
    assert linear_forward([[1, 2]], [[3, 4]], [5]).tolist() == [[16.0]]


@given(st.one_of(layers(), layers(image=True)))
def test_agrees_with_pytorch(layer):
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    x, W, b, grad_y = (torch.tensor(array.copy(order="C")) for array in layer)
    for parameter in (x, W, b):
        parameter.requires_grad_()
    y = torch.nn.functional.linear(x.flatten(1), W, b)
    y.backward(grad_y)
    ours = linear_backward(layer[3], layer[0], layer[1])
    np.testing.assert_array_equal(linear_forward(*layer[:3]), y.detach().numpy(), strict=True)
    for got, want in zip(ours, (x, W, b), strict=True):
        np.testing.assert_array_equal(got, want.grad.numpy(), strict=True)


x23, W43, g24, b4 = (np.ones(shape) for shape in [(2, 3), (4, 3), (2, 4), (4,)])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: linear_forward(x23, np.ones((5, 4))),
            ValueError,
            r"^x has 3 features but W expects 4 \(x\.shape=\(2, 3\), W\.shape=\(5, 4\)\)$",
        ),
        (
            lambda: linear_forward(np.ones(3), W43),
            ValueError,
            r"^x must have one sample per row \(x\.shape=\(3,\)\); "
            r"for a single sample pass x\[None\]$",
        ),
        (
            lambda: linear_forward(x23, np.ones(3)),
            ValueError,
            r"^W must have two axes \(W\.shape=\(3,\)\)$",
        ),
        (
            lambda: linear_forward(x23, W43, np.ones((1, 4))),
            ValueError,
            r"^b must have shape \(4,\), one bias for each row of W "
            r"\(b\.shape=\(1, 4\), W\.shape=\(4, 3\)\)$",
        ),
        (
            lambda: linear_forward(x23 * 1j, W43),
            TypeError,
            r"^x must hold real numbers and has dtype complex128$",
        ),
        (
            lambda: linear_forward(x23, W43, out=np.empty((2, 5))),
            ValueError,
            r"^out must have shape \(2, 4\) and dtype float64 "
            r"\(out\.shape=\(2, 5\), out\.dtype=float64\)$",
        ),
        (
            lambda: linear_forward(x23, W43, out=np.empty((2, 4), np.float32)),
            ValueError,
            r"^out must have shape \(2, 4\) and dtype float64 "
            r"\(out\.shape=\(2, 4\), out\.dtype=float32\)$",
        ),
        (
            lambda: linear_forward(x23, W43, out=[[0.0] * 4] * 2),
            TypeError,
            r"^out must be an ndarray and is a list$",
        ),
        (
            lambda: linear_forward(s := np.ones((3, 3)), W43[:3], out=s),
            ValueError,
            r"^out must not share memory with an input or another result: pass",
        ),
        (
            lambda: grad_x(g24, np.ones((3, 5))),
            ValueError,
            r"^grad_y has 4 outputs but W expects 3 \(grad_y\.shape=\(2, 4\), W\.shape=\(3, 5\)\)$",
        ),
        (
            lambda: grad_W(g24, np.ones((3, 3))),
            ValueError,
            r"^grad_y has 2 samples but x expects 3 \(grad_y\.shape=\(2, 4\), x\.shape=\(3, 3\)\)$",
        ),
        (
            lambda: grad_b(np.ones(4)),
            ValueError,
            r"^grad_y must have two axes \(grad_y\.shape=\(4,\)\)$",
        ),
        (
            lambda: linear_backward(g24, x23, np.ones((4, 5))),
            ValueError,
            r"^x has 3 features but W expects 5 \(x\.shape=\(2, 3\), W\.shape=\(4, 5\)\)$",
        ),
        (
            lambda: linear_backward(
                g24, x23, W43, out=LinearGradients(np.empty((3, 2)), W43.copy(), b4.copy())
            ),
            ValueError,
            r"^out\.x must have shape \(2, 3\) and dtype float64 \(out\.x\.shape=\(3, 2\)",
        ),
        (
            lambda: linear_backward(
                g24, x23, W43, out=LinearGradients(np.empty((3, 2)).T, W43.copy(), b4.copy())
            ),
            ValueError,
            r"^out\.x must be C-contiguous: np\.empty\(x\.shape\) is$",
        ),
    ],
)
def test_error_says_what_disagrees(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("clash", ["x is x", "W is W", "x is grad_y", "b in W", "W in x"])
def test_backward_refuses_results_that_overlap_and_writes_nothing(clash):
    square = [np.full((3, 3), value) for value in (1.0, 2.0, 3.0)]
    grad_y, x, W = square
    outs = {"x": np.zeros((3, 3)), "W": np.zeros((3, 3)), "b": np.zeros(3)}
    place, other = clash.split()[0], clash.split()[2]
    source = {"x": x, "W": W, "grad_y": grad_y}[other] if "is" in clash else outs[other]
    outs[place] = source[0] if place == "b" else source
    with pytest.raises(ValueError, match=r"^out\.[xWb] must not share memory"):
        linear_backward(grad_y, x, W, out=LinearGradients(**outs))
    assert [array[0, 0] for array in square] == [1, 2, 3]


def test_backward_names_a_batch_that_does_not_match():
    message = r"^grad_y has 3 samples but x expects 2 \(grad_y.shape=\(3, 4\), x.shape=\(2, 3\)\)$"
    with pytest.raises(ValueError, match=message):
        linear_backward(np.ones((3, 4)), x23, W43)


@pytest.mark.parametrize("threads", [1, 2])
def test_grad_b_rounds_like_a_sum_of_sums_not_like_a_running_sum(threads):
    grad_y = np.full((2_000_000, 2), 0.1, np.float32)
    # Three sums in a row, of at most 1,024 terms of one sign each: some 3,000 rounding errors of
    # 6e-8. Adding row after row is off by 1e-2.
    with threadpool_limits(threads, user_api="blas"):
        np.testing.assert_allclose(grad_b(grad_y), 200_000, rtol=2e-4)


# Below and above each number of samples at which another way of multiplying begins.
@pytest.mark.parametrize("n", [1, 2, 3, 4, 128, 129])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_way_of_multiplying_gives_the_same_numbers(n, dtype, layout):
    rng = np.random.default_rng(n)
    x = exact_array(rng, (n, 1100), dtype, layout)
    W, b = exact_array(rng, (1000, 1100), dtype), exact_array(rng, 1000, dtype)
    want = np.einsum("nd,md->nm", x, W) + b  # a loop of NumPy's own; all sums are exact
    np.testing.assert_array_equal(linear_forward(x, W, b), want, strict=True)
    assert linear_forward(x, W, b).flags.c_contiguous
    out = laid_out(np.full((n, 1000), np.nan, dtype), layout)
    assert linear_forward(x, W, b, out=out) is out
    np.testing.assert_array_equal(out, want)
    grad_y = exact_array(rng, (n, 1000), dtype, layout)
    want = np.einsum("nm,md->nd", grad_y, W)
    np.testing.assert_array_equal(grad_x(grad_y, W), want, strict=True)


def test_each_gradient_has_the_type_of_what_it_is_made_of():
    """The bytes of 0.1 in float32 are another number than those in float64: a product shows it."""
    grad_y, W = np.full((1, 1), 0.1, np.float32), np.full((1, 1), 0.1, np.float32)
    x = np.full((1, 1), 0.1)
    grads = linear_backward(grad_y, x, W)
    np.testing.assert_array_equal(grads.x, grad_y * W, strict=True)
    np.testing.assert_array_equal(grads.W, grad_y * x, strict=True)
    np.testing.assert_array_equal(grads.b, grad_y[0], strict=True)


def test_biases_of_many_samples_miss_none():
    """They are summed in blocks, of which the last may be short."""
    grad_y = exact_array(np.random.default_rng(3), (2 * BLOCK + 3, 2))
    np.testing.assert_array_equal(grad_b(grad_y), grad_y.sum(axis=0))


def test_samples_of_two_axes_are_flattened():
    """Three axes in all, as for rows of pixels; images with their channels have four."""
    x, W = exact_array(np.random.default_rng(4), (2, 3, 4)), np.eye(12)
    np.testing.assert_array_equal(linear_forward(x, W), x.reshape(2, 12))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_few_samples_are_written_where_out_lies_with_gaps(dtype):
    """And in a type for which no way is the fastest."""
    rng = np.random.default_rng(5)
    x, W = (exact_array(rng, shape, dtype) for shape in [(2, 801), (800, 801)])
    x[:, 8:] = 0  # so that float16 holds the sums exactly
    out = np.empty((2, 1600), dtype)[:, ::2]
    want = x[:, :8].astype(float) @ W[:, :8].T.astype(float)
    assert linear_forward(x, W, out=out) is out
    np.testing.assert_array_equal(out, want)
    np.testing.assert_array_equal(linear_forward(x, W), want)

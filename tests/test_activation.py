"""ReLU against plain loops, against numerical gradients, and against PyTorch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fclib import numerical_gradient, relu, relu_backward
from tests.strategies import FLOATS, LAYOUTS, exact_array


@st.composite
def points(draw):
    """Draw (x, grad_y) of one shape, zero sizes included; in multiples of 1/4, 0 is frequent."""
    shape = tuple(draw(st.lists(st.integers(0, 4), min_size=1, max_size=4), label="shape"))
    dtype = draw(st.sampled_from(FLOATS), label="dtype")
    layout = draw(st.sampled_from(LAYOUTS), label="layout")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    return exact_array(rng, shape, dtype, layout), exact_array(rng, shape, dtype, layout)


@given(points())
def test_forward_is_the_larger_of_0_and_x(point):
    x, _ = point
    want = np.array([max(0, value) for value in x.ravel()], x.dtype).reshape(x.shape)
    np.testing.assert_array_equal(relu(x), want, strict=True)


@given(points())
def test_forward_writes_where_it_is_told_also_in_place(point):
    x, want = point[0], relu(point[0])
    out = np.full(x.shape, np.nan, x.dtype)
    assert relu(x, out=out) is out
    np.testing.assert_array_equal(out, want, strict=True)
    assert relu(x, out=x) is x
    np.testing.assert_array_equal(x, want, strict=True)


def test_forward_says_what_is_wrong_with_out():
    with pytest.raises(ValueError, match=r"^out must have shape \(2,\) and dtype float64 "):
        relu(np.ones(2), out=np.ones(3))


@given(points())
def test_backward_lets_through_what_forward_let_through(point):
    x, grad_y = point
    pairs = zip(grad_y.ravel(), x.ravel(), strict=True)
    want = np.array([g if value > 0 else 0 for g, value in pairs], x.dtype).reshape(x.shape)
    np.testing.assert_array_equal(relu_backward(grad_y, x), want, strict=True)


@given(points())
def test_backward_is_the_gradient_of_the_forward_pass(point):
    x, grad_y = (array.astype(np.float64) for array in point)
    x += 1 / 8  # Away from the kink: a step of 1/16 cannot cross it, and is exact.
    want = numerical_gradient(lambda x: np.sum(grad_y * relu(x)), x, eps=1 / 16)
    np.testing.assert_array_equal(relu_backward(grad_y, x), want, strict=True)


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_gradient_at_the_kink_is_0(zero):
    assert relu_backward([7.0], [zero]) == 0


@given(points())
def test_dtype_stays_and_inputs_stay_untouched(point):
    before = [array.copy() for array in point]
    results = relu(point[0]), relu_backward(point[1], point[0])
    for result in results:
        assert result.dtype == point[0].dtype
        result[...] = 99  # A view of an input would show it.
    for array, copy in zip(point, before, strict=True):
        np.testing.assert_array_equal(array, copy, strict=True)


@pytest.mark.parametrize("dtype", [np.bool_, np.uint8, np.int64, np.float16, *FLOATS])
def test_forward_keeps_the_dtype_of_integers_too(dtype):
    np.testing.assert_array_equal(
        relu(np.array([0, 1], dtype)), np.array([0, 1], dtype), strict=True
    )


@pytest.mark.parametrize(
    ("grad_y", "x", "result"),
    [
        (np.int64, np.float32, np.float64),
        (np.uint8, np.uint8, np.float64),
        (np.float32, np.float64, np.float32),
        (np.float64, np.float32, np.float64),
        (np.float32, np.int64, np.float32),
    ],
)
def test_gradient_has_the_floating_type_of_grad_y(grad_y, x, result):
    got = relu_backward(np.array([200, 200], grad_y), np.array([0, 1], x))
    np.testing.assert_array_equal(got, np.array([0, 200], result), strict=True)


def test_nan_and_infinity_stay():
    np.testing.assert_array_equal(relu([np.nan, np.inf, -np.inf]), [np.nan, np.inf, 0])


def test_gradient_that_does_not_pass_is_0_also_where_it_is_infinite():
    # A product with 0 would be nan.
    assert relu_backward([np.inf, np.nan], [-1.0, -1.0]).tolist() == [0, 0]


def test_numbers_and_lists_are_accepted():
    assert relu(-2.5) == 0
    assert relu_backward(3.0, 2.5) == 3
    assert relu([[-1, 2]]).tolist() == [[0, 2]]
    assert relu_backward([[5, 5]], [[-1, 2]]).tolist() == [[0.0, 5.0]]


@given(points())
def test_agrees_with_pytorch(point):
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    x, grad_y = (torch.tensor(array.copy(order="C")) for array in point)
    x.requires_grad_()
    y = torch.nn.functional.relu(x)
    y.backward(grad_y)
    np.testing.assert_array_equal(relu(point[0]), y.detach().numpy(), strict=True)
    np.testing.assert_array_equal(relu_backward(point[1], point[0]), x.grad.numpy(), strict=True)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: relu([1j]),
            TypeError,
            r"^x must hold real numbers and has dtype complex128$",
        ),
        (
            lambda: relu_backward(["1"], [1.0]),
            TypeError,
            r"^grad_y must hold real numbers and has dtype <U1$",
        ),
        (
            lambda: relu_backward([1.0], [None]),
            TypeError,
            r"^x must hold real numbers and has dtype object$",
        ),
        (
            # NumPy would broadcast these.
            lambda: relu_backward(np.ones((1, 3)), np.ones((2, 3))),
            ValueError,
            r"^grad_y must have the shape of x \(grad_y\.shape=\(1, 3\), x\.shape=\(2, 3\)\)$",
        ),
    ],
)
def test_error_says_what_disagrees(call, error, message):
    with pytest.raises(error, match=message):
        call()

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fclib import check_gradient, grad_W, grad_x, linear_forward, numerical_gradient
from tests.strategies import FLOATS, exact_array, layers

# That of central differences of a linear map: about the square of the default step, 4e-11.
ROUNDING = 1e-9


@given(layers(), st.sampled_from([2.0**-10, 0.5, 2.0**10]))
def test_any_step_is_exact_for_an_affine_map(layer, eps):
    x, W, b, grad_y = (array.astype(np.float64) for array in layer)
    got = numerical_gradient(lambda x: np.sum(grad_y * linear_forward(x, W, b)), x, eps)
    np.testing.assert_array_equal(got, grad_y @ W, strict=True)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("point", [1e-3, 1.0, -2.0])
def test_default_step_is_good_to_the_square_of_itself(dtype, point):
    # Truncation and rounding are each about eps**2 = epsilon**(2/3); 10 leaves room for their
    # constants. Losing this would need a step ten times off.
    got = numerical_gradient(np.tanh, np.array(point, dtype))
    want = 1 / np.cosh(point) ** 2
    assert abs(got - want) < 10 * np.finfo(dtype).eps ** (2 / 3)


def test_error_falls_with_the_square_of_the_step():
    errors = [abs(numerical_gradient(np.exp, np.array(0.0), eps) - 1) for eps in (1e-2, 1e-3)]
    # 100 for central differences, 10 for one-sided ones.
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_integer_point_is_converted_not_truncated():
    assert numerical_gradient(lambda x: x[0] ** 2, np.array([3])) == pytest.approx(6, rel=1e-9)


@pytest.mark.parametrize("dtype", FLOATS)
def test_shape_and_dtype_are_those_of_x(dtype):
    got = numerical_gradient(np.sum, np.ones((2, 0, 3), dtype))
    assert got.shape == (2, 0, 3)
    assert got.dtype == dtype


def test_function_that_changes_its_argument_does_no_harm():
    def greedy(x):
        total = np.sum(x)
        x[...] = 0
        return total

    x = np.ones(3)
    np.testing.assert_array_equal(numerical_gradient(greedy, x, eps=0.5), [1, 1, 1])
    np.testing.assert_array_equal(x, [1, 1, 1])


@given(layers())
def test_right_backward_passes(layer):
    x, W, b, _ = layer
    assert check_gradient(lambda x: linear_forward(x, W, b), lambda g: grad_x(g, W), x).passed
    assert check_gradient(lambda W: linear_forward(x, W, b), lambda g: grad_W(g, x), W).passed


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda g, W: -(g @ W),
        lambda g, W: g @ W.T,
        lambda g, W: g @ W / len(g),
        lambda g, W: np.ones_like(g) @ W,
        lambda g, W: 1.01 * g @ W,
    ],
    ids=["sign", "untransposed", "mean", "ignores upstream", "one per cent off"],
)
def test_wrong_backward_fails(wrong, dtype, rng):
    x, W = exact_array(rng, (4, 3), dtype), exact_array(rng, (3, 3), dtype)
    assert not check_gradient(lambda x: linear_forward(x, W), lambda g: wrong(g, W), x).passed


def test_worst_entry_is_named_with_both_values(rng):
    x, W = exact_array(rng, (4, 3)), exact_array(rng, (2, 3))

    def off_at_one_entry(grad_y):
        gradient = grad_x(grad_y, W)
        gradient[2, 1] += 7
        return gradient

    check = check_gradient(lambda x: linear_forward(x, W), off_at_one_entry, x, eps=0.5)
    assert not check.passed
    assert check.worst_index == (2, 1)
    # Exact but for the rounding of grad_y's random entries in the sums.
    assert check.analytic - check.numerical == pytest.approx(7, rel=1e-12)


def test_nan_never_passes():
    check = check_gradient(lambda x: 2 * x, lambda g: g * [2, np.nan], np.ones(2))
    assert not check.passed
    assert np.isnan(check.error)
    assert check.worst_index == (1,)


@pytest.mark.parametrize(
    ("forward", "backward"),
    [(lambda x: 0 * x, lambda g: g), (lambda x: x, lambda g: 0 * g)],
    ids=["only the analytic gradient", "only the numerical gradient"],
)
def test_gradient_that_should_be_zero_is_wholly_wrong(forward, backward):
    """The error is relative to the larger of the two: neither may be taken for the scale alone."""
    check = check_gradient(forward, backward, np.array([1.0, -2.0]))
    assert not check.passed
    assert check.error == pytest.approx(1, abs=ROUNDING)


def test_error_is_relative_to_the_larger_gradient():
    x = np.array([1.0, -2.0])
    three_times = check_gradient(lambda x: x, lambda g: 3 * g, x)
    a_third = check_gradient(lambda x: 3 * x, lambda g: g, x)
    # 3 − 1 over 3 both times; over the numerical gradient alone it would be 2 in the first.
    assert three_times.error == pytest.approx(2 / 3, abs=ROUNDING)
    assert a_third.error == pytest.approx(2 / 3, abs=ROUNDING)


@pytest.mark.parametrize(
    ("given", "computed"),
    [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64)],
)
def test_forward_and_backward_get_the_floating_type_of_x(given, computed):
    seen = set()

    def note(array):
        seen.add(array.dtype)
        return array

    assert check_gradient(note, note, np.ones(3, given)).passed
    assert seen == {np.dtype(computed)}


def test_result_can_be_had_again():
    def forward(x):
        return x**3

    first, second = (check_gradient(forward, lambda g: g, np.arange(1.0, 4.0)) for _ in range(2))
    assert first == second


def test_step_is_passed_on():
    """Of x³ central differences give 3 x² + eps²."""
    grads = []

    def backward(grad_y):
        grads.append(grad_y[0])
        return 3 * grad_y

    found = check_gradient(lambda x: x**3, backward, np.ones(1), eps=0.5)
    assert found.numerical == pytest.approx(3.25 * grads[0], abs=ROUNDING)


def test_nothing_to_compare_is_right_and_has_no_worst_entry():
    found = check_gradient(lambda x: 2 * x, lambda g: 2 * g, np.empty((0, 3)))
    assert found[:3] == (True, 0.0, ())
    assert np.isnan(found.analytic)
    assert np.isnan(found.numerical)


def test_zero_gradients_agree():
    assert check_gradient(lambda x: 0 * x, lambda g: 0 * g, np.ones(2)).error == 0


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: numerical_gradient(lambda x: x, np.ones(3)),
            ValueError,
            r"^f must return one number and returned an array of \(3,\)$",
        ),
        (
            lambda: numerical_gradient(np.sum, np.ones(3), eps=0),
            ValueError,
            r"^eps must be one positive number and is 0$",
        ),
        (
            lambda: numerical_gradient(np.sum, np.ones(3, np.float32), eps=1e-9),
            ValueError,
            r"^eps=1e-09 does not change x\[0\]=1.0 in float32: take a larger step or float64$",
        ),
        (
            lambda: numerical_gradient(np.sum, np.array(["1"])),
            TypeError,
            r"^x must hold real numbers and has dtype <U1$",
        ),
        (
            lambda: check_gradient(lambda x: 2 * x, lambda g: 2, np.ones(3)),
            ValueError,
            r"^backward must return the shape of x, \(3,\), and returned \(\)$",
        ),
    ],
)
def test_error_says_what_disagrees(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("point", [0.0, 0.5, -8.0, 1e8])
def test_default_step_is_the_one_of_the_docstring(point):
    seen = []

    def note(x):
        seen.append(float(x[0]))
        return x[0]

    numerical_gradient(note, np.array([point]))
    step = np.cbrt(np.finfo(np.float64).eps) * max(1, abs(point))
    assert seen == [point + step, point - step]


def test_infinite_step_is_refused():
    with pytest.raises(ValueError, match=r"^eps must be one positive number and is inf$"):
        numerical_gradient(np.sum, np.ones(2), eps=np.inf)


def test_error_equal_to_the_tolerance_passes():
    found = check_gradient(lambda x: 0 * x, lambda g: 0 * g, np.ones(2), tolerance=0)
    assert (found.passed, found.error) == (True, 0.0)

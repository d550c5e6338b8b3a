"""Fewer bits against the ml_dtypes package, against whole numbers, and at every boundary."""

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fclib import (
    linear_forward,
    linear_quantised,
    master_step,
    quantise_rows,
    to_bfloat16,
)

LARGEST = float(ml_dtypes.finfo(ml_dtypes.bfloat16).max)
STEP_AT_1 = 2.0**-7
TIE_WITH_INFINITY = LARGEST + 2.0**119  # half of the step below 2¹²⁸


def same_bits(got, want):
    """Compare as bits: −0 is not 0, and a nan is a nan."""
    assert got.dtype == np.float32
    nan = np.isnan(want)
    np.testing.assert_array_equal(np.isnan(got), nan)
    np.testing.assert_array_equal(got[~nan].view(np.uint32), want[~nan].view(np.uint32))


def oracle(x):
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(x, np.float32).astype(ml_dtypes.bfloat16).astype(np.float32)


def test_every_bfloat16_its_neighbours_and_every_tie_between_two():
    kept = np.arange(2**16, dtype=np.uint32) << 16
    for low in (0x0000, 0x0001, 0x7FFF, 0x8000, 0x8001, 0xFFFF):
        x = (kept | np.uint32(low)).view(np.float32)
        same_bits(to_bfloat16(x), oracle(x))


@given(arrays.arrays(np.uint32, 64))
def test_any_bits(bits):
    x = bits.view(np.float32)
    same_bits(to_bfloat16(x), oracle(x))


@pytest.mark.parametrize(
    ("x", "rounded"),
    [
        (1 + STEP_AT_1 / 2, 1.0),  # a tie goes to the even neighbour,
        (1 + 3 * STEP_AT_1 / 2, 1 + 2 * STEP_AT_1),  # which may be the upper one
        (LARGEST, LARGEST),
        (TIE_WITH_INFINITY, np.inf),
        (np.nextafter(np.float32(TIE_WITH_INFINITY), np.float32(0)), LARGEST),
        (1e300, np.inf),
        (2.0**-149, 0.0),  # the smallest float32, far below half of the smallest bfloat16
        (2.0**-133, 2.0**-133),  # the smallest bfloat16, a subnormal
    ],
)
def test_ties_overflow_and_subnormals(x, rounded):
    assert to_bfloat16([x, -x]).tolist() == [rounded, -rounded]


def test_the_argument_is_left_alone_and_any_shape_and_layout_is_taken():
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4).T / 7
    before = x.copy()
    got = to_bfloat16(x)
    same_bits(got, oracle(x))
    np.testing.assert_array_equal(x, before)
    assert to_bfloat16(0.1).shape == ()
    assert to_bfloat16(np.zeros((0, 3))).shape == (0, 3)
    with pytest.raises(TypeError, match="x must hold real numbers and has dtype complex128"):
        to_bfloat16([1j])


def test_master_keeps_the_steps_that_bfloat16_loses():
    master = W = np.ones((2, 3), np.float32)
    grad_W = np.ones((2, 3), np.float32)
    rate = STEP_AT_1 / 16  # an eighth of the half step below 1 that would move W
    lost = W
    for _ in range(16):
        master, W = master_step(master, grad_W, rate)
        lost = to_bfloat16(lost - np.float32(rate) * grad_W)
    # Below 1 the step is half as long, and all the numbers here are exact.
    assert (lost == 1).all()
    assert (master == 1 - STEP_AT_1).all()
    assert (W == 1 - STEP_AT_1).all()
    assert W.dtype == master.dtype == np.float32


def test_master_step_is_the_rate_times_the_gradient():
    master, W = master_step([[1.0, 2.0]], [[4.0, -8.0]], 0.25)
    np.testing.assert_array_equal(master, np.array([[0, 4]], np.float32), strict=True)
    np.testing.assert_array_equal(W, master)


def test_master_step_refuses_another_shape():
    with pytest.raises(ValueError, match=r"grad_W\.shape=\(3, 2\), W_master\.shape=\(2, 3\)"):
        master_step(np.ones((2, 3)), np.ones((3, 2)), 0.1)


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(0, 5), st.integers(0, 6)),
        elements=st.floats(-100, 100, width=32),
    ),
    st.integers(2, 8),
)
def test_quantised_weights_are_off_by_half_a_scale_at_most(W, bits):
    Q, scale = quantise_rows(W, bits)
    largest = 2 ** (bits - 1) - 1
    assert Q.dtype == np.int8
    assert scale.shape == (len(W),)
    assert np.abs(Q.astype(int)).max(initial=0) <= largest
    back = scale[:, None].astype(float) * Q
    # Half a scale, and the rounding of the scale itself: largest · s · 2⁻²⁴, and of the quotient.
    room = 0.5 + 2 * largest * 2.0**-23
    assert (np.abs(back - W) <= room * scale[:, None]).all()
    rows = np.abs(W).max(axis=1, initial=0) > 0
    assert (scale[~rows] == 1).all()
    # The largest entry of a row uses the whole range, unless the row is so close to 0 that its
    # scale has lost bits.
    whole = np.abs(W).max(axis=1, initial=0) >= largest * np.finfo(np.float32).smallest_normal
    assert (np.abs(Q[whole].astype(int)).max(axis=1, initial=0) == largest).all()


def test_scale_that_lost_its_bits_turns_no_sign_around():
    """190 steps of the smallest size have a scale of one step, and int8 ends at 127."""
    W = np.array([[190.0, -190.0]]) * np.finfo(np.float32).smallest_subnormal
    Q, scale = quantise_rows(W, 8)
    assert scale.dtype == np.float32
    np.testing.assert_array_equal(Q, [[127, -127]])


def test_each_row_has_a_scale_of_its_own():
    W = np.array([[1.0, -3.0, 4.0], [0.01, -0.03, 0.04]])
    Q, scale = quantise_rows(W, 8)
    np.testing.assert_array_equal(Q[0], Q[1])
    assert scale[0] == pytest.approx(100 * scale[1], rel=1e-6)  # two roundings of float32


@pytest.mark.parametrize(
    ("W", "bits", "words"),
    [
        ([[1.0, np.nan]], 8, r"W\[0, 1\] is nan"),
        ([[1.0], [np.inf]], 8, r"W\[1, 0\] is inf"),
        ([[1.0, -1e39]], 8, r"finite in float32 to have a scale, and W\[0, 1\] is -1e\+39"),
        ([[1.0]], 1, "from 2 to 8 and is 1"),
        ([[1.0]], 9, "from 2 to 8 and is 9"),
        ([1.0], 8, "W must have two axes"),
    ],
)
def test_quantising_refuses(W, bits, words):
    with pytest.raises(ValueError, match=words):
        quantise_rows(W, bits)


@pytest.mark.parametrize("shape", [(4, 3, 2), (1, 700, 600), (0, 3, 2), (5, 1, 1)])
def test_scales_leave_the_product(shape):
    n, D, M = shape
    rng = np.random.default_rng(0)
    x = rng.integers(-4, 5, (n, D)) / 4
    Q, b = rng.integers(-127, 128, (M, D)).astype(np.int8), rng.integers(-4, 5, M) / 4
    scale = 2.0 ** rng.integers(-4, 4, M)  # exact, as all sums are: below 2²⁴ quarters
    got = linear_quantised(x, Q, scale, b)
    want = linear_forward(x, scale[:, None] * Q, b)
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, want)
    np.testing.assert_array_equal(linear_quantised(x, Q, scale), want - b)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"scale": [1.0, 0.0]}, ValueError, r"greater than 0, and scale\[1\] is 0.0"),
        ({"scale": [np.nan, 1.0]}, ValueError, r"scale\[0\] is nan"),
        ({"scale": [-1.0, 1.0]}, ValueError, r"scale\[0\] is -1.0"),
        ({"scale": [1.0]}, ValueError, r"scale must have shape \(2,\)"),
        ({"x": np.ones((1, 4))}, ValueError, "x has 4 features but Q expects 3"),
        ({"Q": np.ones((2, 3))}, TypeError, "Q must hold integers"),
        ({"b": [1.0]}, ValueError, r"b must have shape \(2,\)"),
    ],
)
def test_the_quantised_layer_refuses(change, error, words):
    good = {
        "x": np.ones((1, 3)),
        "Q": np.ones((2, 3), np.int8),
        "scale": [1.0, 1.0],
        "b": [0.0, 0.0],
    }
    with pytest.raises(error, match=words):
        linear_quantised(**(good | change))

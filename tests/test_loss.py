"""Softmax and cross-entropy against the formulas, numerical gradients, and PyTorch.

exp and log round, so results are compared within some rounding errors, as `close` says.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fclib import (
    check_gradient,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from tests.strategies import FLOATS, LAYOUTS, exact_array


@st.composite
def scored(draw, smallest_batch=1):
    """Draw (scores, target): scores are multiples of 1/4 from −4 to 4."""
    n = draw(st.integers(smallest_batch, 5), label="N")
    classes = draw(st.integers(1, 6), label="M")
    dtype = draw(st.sampled_from(FLOATS), label="dtype")
    layout = draw(st.sampled_from(LAYOUTS), label="layout")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    return exact_array(rng, (n, classes), dtype, layout), rng.integers(0, classes, n)


def close(got, want, dtype):
    # −log p is at most 8 + log 6 < 10 here, so it is wrong by some 10 units of rounding, and p,
    # its exponential, by as much relative to itself. 32 leaves room for the order of sums.
    np.testing.assert_allclose(got, want, rtol=0, atol=32 * np.finfo(dtype).eps)


def probabilities(row):
    powers = [math.exp(score) for score in row]
    return [power / math.fsum(powers) for power in powers]


@given(scored(smallest_batch=0))
def test_softmax_is_the_share_of_each_exponential(sample):
    scores, _ = sample
    p = softmax(scores)
    assert p.shape == scores.shape
    close(p, np.reshape([probabilities(row) for row in scores], scores.shape), scores.dtype)


@given(scored(smallest_batch=0))
def test_probabilities_are_positive_and_sum_to_1(sample):
    p = softmax(sample[0])
    assert (p > 0).all()
    close(p.sum(axis=1), 1, p.dtype)


@given(scored(), st.sampled_from([-(2**20), 2**10, 2**20]))
def test_adding_a_number_to_a_row_changes_nothing(sample, shift):
    scores, target = sample
    # One number for each sample. The sums are exact in float32 too, so equality is meant.
    shifted = scores + (shift * np.arange(len(scores))[:, None]).astype(scores.dtype) / 4
    np.testing.assert_array_equal(softmax(shifted), softmax(scores), strict=True)
    assert softmax_cross_entropy(shifted, target) == softmax_cross_entropy(scores, target)
    np.testing.assert_array_equal(
        softmax_cross_entropy_backward(shifted, target),
        softmax_cross_entropy_backward(scores, target),
        strict=True,
    )


@given(scored())
def test_loss_is_the_mean_of_minus_log_p_of_the_target(sample):
    scores, target = sample
    losses = [-math.log(probabilities(row)[k]) for row, k in zip(scores, target, strict=True)]
    loss = softmax_cross_entropy(scores, target)
    assert type(loss) is float
    close(loss, math.fsum(losses) / len(losses), scores.dtype)


@pytest.mark.parametrize("classes", [1, 2, 10])
def test_loss_of_equal_scores_is_the_log_of_the_number_of_classes(classes):
    close(softmax_cross_entropy(np.ones((3, classes)), [0] * 3), math.log(classes), np.float64)


@given(scored())
def test_backward_is_the_gradient_of_the_forward_pass(sample):
    scores, target = sample
    scores = scores.astype(np.float64)  # In float32 rounding hides gradients as small as e⁻⁸.
    check = check_gradient(
        lambda scores: softmax_cross_entropy(scores, target),
        lambda grad_y: grad_y * softmax_cross_entropy_backward(scores, target),
        scores,
    )
    assert check.passed, check


@given(scored())
def test_backward_is_p_minus_one_at_the_target_over_n(sample):
    scores, target = sample
    want = [probabilities(row) for row in scores]
    for row, k in zip(want, target, strict=True):
        row[k] -= 1
    gradient = softmax_cross_entropy_backward(scores, target)
    close(gradient, np.array(want) / len(target), scores.dtype)
    close(gradient.sum(axis=1), 0, scores.dtype)


@given(scored())
def test_loss_is_a_mean_over_the_batch_not_a_sum(sample):
    scores, target = sample
    twice = np.vstack([scores, scores]), np.concatenate([target, target])
    once = softmax_cross_entropy_backward(scores, target)
    close(softmax_cross_entropy(*twice), softmax_cross_entropy(scores, target), scores.dtype)
    # Dividing by 2 is exact.
    np.testing.assert_array_equal(
        2 * softmax_cross_entropy_backward(*twice), np.vstack([once, once]), strict=True
    )


@given(scored())
def test_dtype_stays_and_inputs_stay_untouched(sample):
    before = [array.copy() for array in sample]
    softmax_cross_entropy(*sample)
    for result in softmax(sample[0]), softmax_cross_entropy_backward(*sample):
        assert result.dtype == sample[0].dtype
        result[...] = 99  # A view of the scores would show it.
    for array, copy in zip(sample, before, strict=True):
        np.testing.assert_array_equal(array, copy, strict=True)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("large", [1e4, 1e30])
def test_large_scores_neither_overflow_nor_lose_the_loss(large, dtype):
    # exp(1e4) is infinite and exp(−1e4) is 0. A warning of overflow would be an error here.
    scores = np.array([[large, 0], [-large, -large], [0, large]], dtype)
    assert softmax(scores).tolist() == [[1, 0], pytest.approx([0.5, 0.5]), [0, 1]]
    assert softmax_cross_entropy(scores[:1], [0]) == 0
    assert softmax_cross_entropy(scores[:1], [1]) == dtype(large)
    assert softmax_cross_entropy_backward(scores[:1], [0]).tolist() == [[0, 0]]
    assert softmax_cross_entropy_backward(scores[:1], [1]).tolist() == [[1, -1]]
    assert softmax_cross_entropy_backward(scores[2:], [0]).tolist() == [[-1, 1]]


@pytest.mark.parametrize("scores", [np.uint8, np.int64])
@pytest.mark.parametrize("target", [np.uint8, np.int32, np.uint64])
def test_integer_scores_are_converted_before_they_are_subtracted(scores, target):
    scores, target = np.array([[200, 100]], scores), np.array([1], target)
    assert softmax_cross_entropy(scores, target) == 100  # 100 − 200 is 156 in uint8.
    gradient = softmax_cross_entropy_backward(scores, target)
    assert gradient.dtype == softmax(scores).dtype == np.float64
    assert gradient.tolist() == [[1, -1]]


def test_no_sample_has_probabilities_but_no_mean():
    assert softmax(np.ones((0, 3))).shape == (0, 3)
    for call in softmax_cross_entropy, softmax_cross_entropy_backward:
        with pytest.raises(ValueError, match=r"^the mean over no samples does not exist: pass at"):
            call(np.ones((0, 3)), np.ones(0, int))


@given(scored())
def test_agrees_with_pytorch(sample):
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    scores = torch.tensor(sample[0].copy(order="C"), requires_grad=True)
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(sample[1]))
    loss.backward()
    dtype = sample[0].dtype
    close(softmax(sample[0]), torch.softmax(scores, dim=1).detach().numpy(), dtype)
    close(softmax_cross_entropy(*sample), loss.item(), dtype)
    close(softmax_cross_entropy_backward(*sample), scores.grad.numpy(), dtype)


@pytest.mark.parametrize(
    ("scores", "target", "error", "message"),
    [
        (
            np.ones(3),
            [0],
            ValueError,
            r"^scores must have two axes \(scores\.shape=\(3,\)\)$",
        ),
        (
            np.ones((2, 0)),
            [0, 0],
            ValueError,
            r"^scores must have a column for each class \(scores\.shape=\(2, 0\)\)$",
        ),
        (
            [[1j, 0]],
            [0],
            TypeError,
            r"^scores must hold real numbers and has dtype complex128$",
        ),
        (
            np.ones((2, 3)),
            [0.0, 1.0],
            TypeError,
            r"^target must hold integers and has dtype float64$",
        ),
        (
            # Not a mask: True would be class 1.
            np.ones((2, 3)),
            [True, False],
            TypeError,
            r"^target must hold integers and has dtype bool$",
        ),
        (
            np.ones((2, 3)),
            [0, 1, 2],
            ValueError,
            r"^target must have shape \(2,\), one class for each row of scores "
            r"\(target\.shape=\(3,\), scores\.shape=\(2, 3\)\)$",
        ),
        (
            # One-hot rows are no classes.
            np.ones((2, 3)),
            [[0, 1, 0], [0, 0, 1]],
            ValueError,
            r"^target must have shape \(2,\), one class .* \(target\.shape=\(2, 3\), ",
        ),
        (
            np.ones((2, 3)),
            [2, 3],
            ValueError,
            r"^target 3 is no class: scores has columns 0 to 2$",
        ),
        (
            np.ones((2, 3)),
            [0, 3],
            ValueError,
            r"^target 3 is no class: scores has columns 0 to 2$",
        ),
        (
            # −1 would be the last class to NumPy.
            np.ones((2, 3)),
            [-1, 2],
            ValueError,
            r"^target -1 is no class: scores has columns 0 to 2$",
        ),
    ],
)
@pytest.mark.parametrize("call", [softmax_cross_entropy, softmax_cross_entropy_backward])
def test_error_says_what_disagrees(call, scores, target, error, message):
    with pytest.raises(error, match=message):
        call(scores, target)
    if "scores must" in message:
        with pytest.raises(error, match=message):
            softmax(scores)

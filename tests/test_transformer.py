"""Tokens, a tied head and LoRA against loops, numerical gradients and PyTorch; memory by counting.

Inputs are multiples of 1/4, so that sums are exact and results are compared with equality.
"""

import tracemalloc

import numpy as np
import pytest

from fclib import linear_backward, linear_forward, numerical_gradient, parameter_count
from fclib.transformer import (
    linear_tokens,
    lora_backward,
    lora_forward,
    tied_head_gradient,
    training_memory,
)
from tests.strategies import exact_array


@pytest.mark.parametrize("shape", [(2, 3), (5,), (), (2, 0), (2, 3, 4)])
@pytest.mark.parametrize("with_bias", [True, False])
def test_every_token_is_a_sample(shape, with_bias):
    rng = np.random.default_rng(0)
    x, W = exact_array(rng, (*shape, 6)), exact_array(rng, (4, 6))
    b = exact_array(rng, 4) if with_bias else None
    want = np.zeros((*shape, 4))
    for place in np.ndindex(shape):
        want[place] = linear_forward(x[place][None], W, b)[0]
    np.testing.assert_array_equal(linear_tokens(x, W, b), want, strict=True)


def test_tokens_refuse_other_features():
    with pytest.raises(ValueError, match="x has 5 features but W expects 6"):
        linear_tokens(np.ones((2, 3, 5)), np.ones((4, 6)))
    with pytest.raises(ValueError, match="at least one axis"):
        linear_tokens(1.0, np.ones((4, 6)))


def lora(seed=0, n=5, D=4, M=6, r=2, dtype=np.float64):
    rng = np.random.default_rng(seed)
    shapes = [(n, D), (M, D), (r, D), (M, r), (n, M)]
    return [exact_array(rng, shape, dtype) for shape in shapes]


@pytest.mark.parametrize("alpha", [1.0, 2.0, 0.5])
def test_lora_is_the_layer_with_the_updated_weights(alpha):
    x, W, A, B, grad_y = lora()
    b = np.arange(6.0)
    updated = W + alpha / 2 * B @ A
    want = linear_forward(x, updated, b)
    np.testing.assert_array_equal(lora_forward(x, W, A, B, alpha, b), want, strict=True)
    grads = lora_backward(grad_y, x, W, A, B, alpha)
    whole = linear_backward(grad_y, x, updated)
    np.testing.assert_array_equal(grads.x, whole.x)
    # The chain rule through W + (α/r) B A, with the gradient that lora_backward never forms.
    np.testing.assert_array_equal(grads.B, alpha / 2 * whole.W @ A.T)
    np.testing.assert_array_equal(grads.A, alpha / 2 * B.T @ whole.W)


@pytest.mark.parametrize(
    ("dtype", "wanted"),
    [(int, np.float64), (np.float16, np.float32), (np.float32, np.float32), (float, np.float64)],
)
def test_lora_of_whole_numbers_has_fractions_and_the_largest_rank_is_allowed(dtype, wanted):
    x, W, A, B = (np.array(rows, dtype) for rows in ([[1, 2]], [[3, 4]], [[1, 1]], [[1]]))
    y = lora_forward(x, W, A, B, alpha=0.5)
    np.testing.assert_array_equal(y, np.array([[12.5]], wanted), strict=True)


def test_lora_backward_is_the_gradient_of_its_forward():
    x, W, A, B, grad_y = lora(seed=1)
    grads = lora_backward(grad_y, x, W, A, B, alpha=3.0)

    def loss(x, A, B):
        return np.sum(grad_y * lora_forward(x, W, A, B, 3.0))

    # Affine in each of the three: a central difference is exact with any step.
    for got, along, f in [
        (grads.x, x, lambda x: loss(x, A, B)),
        (grads.A, A, lambda A: loss(x, A, B)),
        (grads.B, B, lambda B: loss(x, A, B)),
    ]:
        np.testing.assert_array_equal(got, numerical_gradient(f, along, eps=0.5))


def test_with_both_factors_zero_nothing_is_ever_learnt():
    x, W, A, B, grad_y = lora()
    stuck = lora_backward(grad_y, x, W, 0 * A, 0 * B, 1.0)
    assert not stuck.A.any()
    assert not stuck.B.any()
    begun = lora_backward(grad_y, x, W, A, 0 * B, 1.0)
    assert begun.B.any()
    assert not begun.A.any()  # in the first step


def test_lora_backward_never_forms_the_gradient_of_the_weights():
    n, size, r = 16, 2048, 8
    x, W, A, B, grad_y = lora(n=n, D=size, M=size, r=r, dtype=np.float32)
    lora_backward(grad_y, x, W, A, B, 16.0)
    tracemalloc.start()
    lora_backward(grad_y, x, W, A, B, 16.0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    results = (n * size + 2 * r * size) * 4
    assert peak < 5 * results  # a few arrays of the size of the results
    assert peak < size * size * 4 / 8  # and far from ∂L/∂W


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"A": np.ones((5, 4)), "B": np.ones((6, 5))},
            r"r = 5 must be from 1 to min\(D, M\) = 4",
        ),
        ({"A": np.ones((0, 4)), "B": np.ones((6, 0))}, "rank r = 0 must be from 1"),
        ({"A": np.ones((2, 3))}, "A has 3 columns but W expects 4"),
        ({"B": np.ones((5, 2))}, "B has 5 rows but W expects 6"),
        ({"B": np.ones((6, 3))}, "B has 3 columns but A expects 2"),
        ({"grad_y": np.ones((4, 6))}, "grad_y has 4 samples but x expects 5"),
    ],
)
def test_lora_refuses(change, words):
    names = ["x", "W", "A", "B", "grad_y"]
    arguments = dict(zip(names, lora(), strict=True)) | change
    with pytest.raises(ValueError, match=words):
        lora_backward(**arguments, alpha=1.0)


def test_a_tied_table_gets_both_gradients_and_a_repeated_word_each_of_its_own():
    rng = np.random.default_rng(3)
    words, features = 7, 3
    E = exact_array(rng, (words, features))
    tokens = np.array([2, 5, 2, 0])
    grad_scores = exact_array(rng, (4, words))
    mixed = exact_array(rng, (features, features))

    def loss(E):
        hidden = E[tokens] @ mixed
        return np.sum(grad_scores * (hidden @ E.T))

    hidden = E[tokens] @ mixed
    grad_x = (grad_scores @ E) @ mixed.T
    got = tied_head_gradient(grad_scores, hidden, grad_x, tokens)
    # Quadratic in E: a central difference is exact with any step.
    np.testing.assert_array_equal(got, numerical_gradient(loss, E, eps=0.5))


@pytest.mark.parametrize(
    ("tokens", "error", "words"),
    [
        ([0, 7], ValueError, r"tokens\[1\] is 7, and there are 7 words"),
        ([-1, 0], ValueError, r"tokens\[0\] is -1"),
        ([0], ValueError, r"tokens must have shape \(2,\)"),
        ([0.0, 1.0], TypeError, "tokens must be integers and have dtype float64"),
    ],
)
def test_a_tied_head_refuses(tokens, error, words):
    with pytest.raises(error, match=words):
        tied_head_gradient(np.ones((4, 7)), np.ones((4, 3)), np.ones((2, 3)), tokens)


def test_memory_is_that_of_the_arrays():
    n, D, M, r = 10, 6, 4, 2
    half = np.dtype(np.float16)  # as long as bfloat16
    weights, b, x = np.empty((M, D), half), np.empty(M, half), np.empty((n, D), half)
    both = weights.nbytes + b.nbytes
    adam = 3 * 4 * (weights.size + b.size)  # master copy and two moments in float32
    assert training_memory(n, D, M) == (both, both, adam, x.nbytes)
    assert training_memory(n, D, M).total == 16 * parameter_count(D, M) + x.nbytes
    A, B, kept = np.empty((r, D), half), np.empty((M, r), half), np.empty((n, r), half)
    small = A.nbytes + B.nbytes
    adam = 3 * 4 * (A.size + B.size)
    assert training_memory(n, D, M, rank=r) == (both + small, small, adam, x.nbytes + kept.nbytes)
    with pytest.raises(ValueError, match=r"from 1 to min\(D, M\) = 4 and is 5"):
        training_memory(n, D, M, rank=5)


def test_agrees_with_pytorch():
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    x, W, A, B, grad_y = lora(seed=4)
    tensors = [torch.tensor(array, requires_grad=True) for array in (x, W, A, B)]
    tx, tW, tA, tB = tensors
    y = torch.nn.functional.linear(tx, tW + 4.0 / 2 * tB @ tA)
    y.backward(torch.tensor(grad_y))
    got = lora_backward(grad_y, x, W, A, B, 4.0)
    for ours, theirs in zip(got, (tx, tA, tB), strict=True):
        np.testing.assert_array_equal(ours, theirs.grad.numpy())
    tokens = exact_array(np.random.default_rng(5), (2, 3, 4))
    want = torch.nn.functional.linear(torch.tensor(tokens), tW).detach().numpy()
    np.testing.assert_array_equal(linear_tokens(tokens, W), want)


@pytest.mark.parametrize("rank", [1, 3])
def test_training_memory_takes_every_rank_there_is(rank):
    """From one to the smaller of 3 inputs and 4 outputs."""
    assert training_memory(2, 3, 4, rank=rank).weights > training_memory(2, 3, 4).weights


@pytest.mark.parametrize("rank", [0, 4])
def test_training_memory_refuses_other_ranks(rank):
    with pytest.raises(
        ValueError, match=rf"^rank must be from 1 to min\(D, M\) = 3 and is {rank}$"
    ):
        training_memory(2, 3, 4, rank=rank)

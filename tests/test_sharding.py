"""A layer on several machines against the layer on one.

Inputs are multiples of 1/4, so that every sum is exact whatever its order: results are compared
with equality. One test draws normal numbers and bounds the rounding of another order.
"""

import numpy as np
import pytest

from fclib import linear_backward, linear_forward, relu, sharding
from fclib.sharding import (
    all_reduce_numbers,
    shards,
    split_backward,
    split_forward,
    two_layers_split,
)
from tests.strategies import exact_array

N, D, M = 12, 24, 36
MACHINES = [1, 2, 3, 4, 6, 12]
AXES = ["N", "M", "D"]


def layer(dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return [exact_array(rng, shape, dtype) for shape in [(N, D), (M, D), (M,), (N, M)]]


def joined(axis, parts):
    """Put together what machines hold of an array whose rows (0) or columns (1) were split."""
    return np.concatenate(parts, axis=axis)


@pytest.mark.parametrize("p", MACHINES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_forward_is_that_of_one_machine(p, dtype):
    x, W, b, _ = layer(dtype)
    want = linear_forward(x, W, b)
    np.testing.assert_array_equal(joined(0, split_forward(x, W, b, "N", p)), want, strict=True)
    np.testing.assert_array_equal(joined(1, split_forward(x, W, b, "M", p)), want, strict=True)
    everywhere = split_forward(x, W, b, "D", p)
    assert len(everywhere) == p
    for y in everywhere:
        np.testing.assert_array_equal(y, want, strict=True)


@pytest.mark.parametrize("p", MACHINES)
def test_backward_is_that_of_one_machine(p):
    x, W, _, grad_y = layer()
    want = linear_backward(grad_y, x, W)
    # Which axis of each gradient is split, or None where every machine has all of it.
    for axis, split in {"N": (0, None, None), "M": (None, 0, 0), "D": (1, 1, None)}.items():
        machines = split_backward(grad_y, x, W, axis, p)
        assert len(machines) == p
        for held, whole, along in zip(zip(*machines, strict=True), want, split, strict=True):
            if along is None:
                for each in held:
                    np.testing.assert_array_equal(each, whole, strict=True)
            else:
                np.testing.assert_array_equal(joined(along, held), whole, strict=True)


@pytest.mark.parametrize("axis", AXES)
def test_machines_share_no_memory(axis):
    x, W, b, grad_y = layer()
    first, second = split_forward(x, W, b, axis, 2)
    assert not np.shares_memory(first, second)
    one, other = split_backward(grad_y, x, W, axis, 2)
    for a, c in zip(one, other, strict=True):
        assert not np.shares_memory(a, c)


def test_another_order_of_sums_rounds_differently_and_within_its_bound():
    rng = np.random.default_rng(1)
    x, W = rng.standard_normal((64, 4096)), rng.standard_normal((8, 4096))
    exact = linear_forward(x, W, np.zeros(8))
    for p in (2, 8, 64):
        got = split_forward(x, W, np.zeros(8), "D", p)[0]
        # Higham's bound for a sum of D products in any order, on both sides: γ_D Σ|products|.
        bound = 2 * 4096 * np.finfo(float).eps * (np.abs(x) @ np.abs(W).T)
        assert (np.abs(got - exact) <= bound).all()


@pytest.mark.parametrize("p", [1, 2, 4, 12])
def test_two_layers_meet_once(p):
    rng = np.random.default_rng(2)
    shapes = [(5, 6), (12, 6), (12,), (3, 12), (3,)]
    x, W1, b1, W2, b2 = (exact_array(rng, shape) for shape in shapes)
    hidden = relu(linear_forward(x, W1, b1))
    assert (hidden > 0).any()
    assert (hidden == 0).any()  # ReLU does something
    want = linear_forward(hidden, W2, b2)
    np.testing.assert_array_equal(two_layers_split(x, W1, b1, W2, b2, p), want)


def ring(parts):
    """Add arrays on a ring, each machine sending parts to its neighbour; count what it sends."""
    p = len(parts)
    chunks = [list(np.array_split(part.ravel().copy(), p)) for part in parts]
    sent = np.zeros(p)
    for phase, reduce in ((0, True), (1, False)):
        for step in range(p - 1):
            moving = [(k - step + phase) % p for k in range(p)]
            messages = [chunks[k][moving[k]].copy() for k in range(p)]
            for k in range(p):
                there = (k + 1) % p
                sent[k] += messages[k].size
                if reduce:
                    chunks[there][moving[k]] += messages[k]
                else:
                    chunks[there][moving[k]] = messages[k]
    return [np.concatenate(c).reshape(parts[0].shape) for c in chunks], sent


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("p", [2, 3, 4, 12])
def test_numbers_on_the_ring_are_those_that_a_ring_sends(axis, p):
    x, W, _, grad_y = layer()
    held = shards(axis, p, N, D, M)
    own = [linear_backward(grad_y[s.n, s.m], x[s.n, s.d], W[s.m, s.d]) for s in held]
    partial = {
        "N": [np.concatenate([g.W.ravel(), g.b]) for g in own],
        "M": [g.x for g in own],
        "D": [linear_forward(x[:, s.d], W[:, s.d]) for s in held],
    }[axis]
    reduced, sent = ring(partial)
    for each in reduced:
        np.testing.assert_array_equal(each, np.sum(partial, axis=0))
    assert sent.mean() == pytest.approx(all_reduce_numbers(N, D, M, axis, p), rel=1e-12)


def test_one_machine_sends_nothing():
    assert [all_reduce_numbers(N, D, M, axis, 1) for axis in AXES] == [0, 0, 0]


@pytest.mark.parametrize(
    ("axis", "p", "words"),
    [
        ("N", 5, "N = 12 cannot be split equally among p = 5 machines: choose a p that divides 12"),
        ("D", 7, "D = 24 cannot be split"),
        ("M", 48, "M = 36 cannot be split"),
        ("K", 2, "axis must be one of N, M, D and is 'K'"),
        ("N", 0, "p must be at least 1 machine and is 0"),
    ],
)
def test_an_axis_that_cannot_be_split_is_refused(axis, p, words):
    x, W, b, grad_y = layer()
    for call in (
        lambda: split_forward(x, W, b, axis, p),
        lambda: split_backward(grad_y, x, W, axis, p),
        lambda: all_reduce_numbers(N, D, M, axis, p),
    ):
        with pytest.raises(ValueError, match=words):
            call()


@pytest.mark.parametrize(
    ("axis", "shapes"),
    [("N", ((2, 6), (8, 6))), ("M", ((4, 6), (4, 6))), ("D", ((4, 3), (8, 3)))],
)
def test_a_machine_multiplies_no_more_than_its_part(axis, shapes, rng, monkeypatch):
    """That all of them do the whole work could not be told from the result."""
    seen = []

    def spy(x, W, b=None):
        seen.append((x.shape, W.shape))
        return linear_forward(x, W, b)

    monkeypatch.setattr(sharding, "linear_forward", spy)
    split_forward(*(exact_array(rng, shape) for shape in [(4, 6), (8, 6), (8,)]), axis, 2)
    assert seen == [shapes, shapes]


def test_second_layer_is_named_if_it_is_no_matrix():
    with pytest.raises(ValueError, match="W2 must have two axes"):
        two_layers_split(np.ones((2, 3)), np.ones((4, 3)), np.ones(4), np.ones(4), np.ones(1), 2)

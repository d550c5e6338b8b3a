"""Exercise 03 beside its function's values: its digit, its sizes, and a batch of none."""

import re

import numpy as np
import pytest

from fclib.checks import input_gradient as checks
from tests.checks.exercise import message, named


def test_the_story_of_the_digit_is_true():
    image, W, b = checks.digit_layer()
    changed = image.astype(float)
    scores = W @ changed.ravel() + b
    assert scores.argmax() == checks.READ
    weight = (W[checks.READ] - W[checks.TRUE]).reshape(8, 8)[5, 2]
    changed[5, 2] += 1.05 * (scores[checks.READ] - scores[checks.TRUE]) / -weight
    assert (W @ changed.ravel() + b).argmax() == checks.TRUE
    assert 0 <= changed[5, 2] <= 16


def sizes_seen(check, **seed):
    seen = set()

    def grad_x(grad_y, W):
        seen.add((*grad_y.shape, W.shape[1]))
        return grad_y @ W

    check(grad_x, **seed)
    return seen


@pytest.mark.parametrize(("check", "seed"), [(checks.one_sample, 5701), (checks.batches, 8443)])
def test_hidden_seeds_bring_sizes_that_the_visible_check_has_not(check, seed):
    assert sizes_seen(check, seed=seed) - sizes_seen(check)


def test_a_mistake_that_one_sample_cannot_show_passes_there():
    assert message(checks.one_sample, lambda grad_y, W: (grad_y @ W)[:1]) is None
    assert named(message(checks.batches, lambda grad_y, W: (grad_y @ W)[:1])) == (
        "returned-too-early"
    )


def test_a_list_that_stays_empty_is_told_so():
    def grad_x(grad_y, W):
        return [upstream @ W for upstream in grad_y]

    assert message(checks.batches, grad_x) is None
    assert "an empty list has no rows" in message(checks.arguments, grad_x)


def test_a_batch_of_none_has_a_column_for_each_input():
    def grad_x(grad_y, W):
        return grad_y @ W if len(grad_y) else np.zeros((0, len(W)))

    assert re.search(
        r"^grad_x has shape \(0, 2\), expected \(0, 3\), for 0 samples",
        message(checks.arguments, grad_x),
    )


def test_arguments_are_of_every_kind_of_number_and_in_both_orders():
    kinds, orders = set(), set()

    def grad_x(grad_y, W):
        kinds.add((grad_y.dtype.kind + str(grad_y.itemsize), W.dtype.kind + str(W.itemsize)))
        orders.add(W.flags.f_contiguous)
        return grad_y @ W

    checks.arguments(grad_x)
    assert {("i8", "f8"), ("f8", "i8"), ("f4", "f4")} <= kinds
    assert orders == {True, False}

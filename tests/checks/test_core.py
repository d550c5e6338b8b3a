"""What all checks share, where no exercise's check can show it."""

import re
from fractions import Fraction

import numpy as np
import pytest

from fclib.checks import CheckFailed, batch, input_gradient
from fclib.checks.engine.comparing import agree, diagnose, equal, same_bits
from fclib.checks.engine.failing import fail


def raises(x):
    raise IndexError(x)


def test_two_functions_that_only_raise_are_not_the_same_mistake():
    assert diagnose(raises, [(1,), (2,)], abs, {"a-mistake": [raises]}) is None


def test_a_mistake_that_these_cases_cannot_show_is_not_named():
    def right_or_raises(x):
        return [abs(x)] if x > 1 else raises(x)

    def reference(x):
        return [abs(x)]

    wrong = {"a-mistake": [right_or_raises]}
    assert diagnose(right_or_raises, [(1,), (2,)], reference, wrong) is None


def test_a_mistake_is_named_only_if_it_agrees_on_every_case():
    def reference(x):
        return [x]

    wrong = {"sign": [lambda x: [-x]]}
    assert diagnose(lambda x: [-x], [(1,), (2,)], reference, wrong) == "sign"
    assert diagnose(lambda x: [-1], [(1,), (2,)], reference, wrong) is None


def test_a_mistake_is_told_by_what_is_called_alike():
    """Counts must be equal: then what is near a mistake is not that mistake, nor is it right."""

    def off(by):
        return lambda x: [x + by]

    def found(by, alike):
        return diagnose(off(by), [(1,), (2,)], off(0), {"a-mistake": [off(1e-9)]}, alike=alike)

    assert found(1e-9, equal) == "a-mistake"
    assert found(2e-9, equal) is None
    assert found(1e-9, agree) is None


def multiplied(x, W):
    return np.matmul(x, W)


MATRICES = [(np.ones((2, 3)), np.ones((2, 3))), (np.ones((4, 2)), np.ones((3, 2)))]
SQUARES = (np.ones((2, 2)), np.full((2, 2), 3.0))


@pytest.mark.parametrize(
    ("function", "also", "found"),
    [
        (lambda x, W: x @ W, [], "a-mistake"),
        (lambda x, W: x @ W, [SQUARES], "a-mistake"),
        (lambda x, W: W @ x, [], None),  # it stops as well, over other shapes
        (lambda x, W: raises(0), [], None),
        (lambda x, W: x @ W if x.shape[0] != x.shape[1] else raises(0), [SQUARES], None),
        (lambda x, W: x @ W + (x.shape == W.shape == (2, 2)), [SQUARES], None),
        (lambda x, W: x @ W.T, [], None),
    ],
)
def test_shapes_that_did_not_fit_tell_a_mistake_where_all_is_alike(function, also, found):
    wrong = {"a-mistake": [multiplied]}
    assert diagnose(function, MATRICES, lambda x, W: x @ W.T, wrong, also) == found


def test_what_is_known_by_its_numbers_may_stop_elsewhere():
    wrong = {"sign": [lambda x: -x]}

    def minus(x):
        return -x if x < 5 else raises(x)

    assert diagnose(minus, [(1,), (2,)], abs, wrong, [(7,)]) == "sign"
    assert diagnose(lambda x: -x if x < 5 else x, [(1,), (2,)], abs, wrong, [(7,)]) is None


@pytest.mark.parametrize(
    ("got", "want", "alike", "is_equal"),
    [
        (3, 3, True, True),
        (3 + 1e-9, 3.0, True, False),
        (3 + 1e-9, 3, True, False),
        (3, 3 + 1e-9, True, False),
        (3 + 1e-5, 3.0, False, False),
        (10**9 + 1, 10**9, False, False),
        ("3", 3, False, False),
        (True, 1, False, False),
        (3, (3,), False, False),
        ((3, 4), (3, 4), True, True),
        ([3, 4], (3, 4), True, True),
        ((3, 4), (3, 5), False, False),
        ((3,), (3, 4), False, False),
        (np.array([np.nan, 1]), np.array([np.nan, 1]), True, True),
        (np.array([np.inf, 1]), np.array([np.nan, 1]), False, False),
        (np.array([np.inf, 1 + 1e-9]), np.array([np.inf, 1]), True, False),
        (np.array([np.inf, 1 + 1e-5]), np.array([np.inf, 1]), False, False),
        (np.array([-np.inf, 1]), np.array([np.inf, 1]), False, False),
        (np.array([1.5e-6]), np.array([0.0]), False, False),
        (np.array([1e-6]), np.array([0.0]), True, False),
        (np.array([0.5 + 8e-7]), np.array([0.5]), False, False),
        (np.array([1e8 + 10, 0]), np.array([1e8, 0]), True, False),
        (np.array([1e8 + 10, 1]), np.array([1e8, 0]), True, False),
        (np.array([1e8 + 1000, 0]), np.array([1e8, 0]), False, False),
        (np.uint8([255]), np.array([-1.0]), False, False),
        (np.ones((1, 3)), np.ones(3), False, False),
        ([Fraction(1, 2), 1], [0.5, 1], True, True),
        ([True, None], [1, 2], False, False),
        ([[1], [1, 2]], [1, 2], False, False),
        (np.zeros((0, 2)), np.zeros((0, 2)), True, True),
        (np.zeros((2, 3)), np.zeros((3, 2)), False, False),
        (np.ones(1).view(np.int64), np.ones(1), False, False),
        (np.array([True]), np.array([True]), False, False),
        (np.array([], object), np.zeros(0), True, True),
    ],
)
def test_results_agree_to_six_digits_and_counts_exactly(got, want, alike, is_equal):
    assert agree(got, want) == alike
    assert equal(got, want) == is_equal


@pytest.mark.parametrize(
    ("got", "want", "same"),
    [
        (np.ones(2), np.ones(2), True),
        (np.float32(1), np.array(1, np.float32), True),
        (np.array([3, 4]), np.array([3, 4]), True),
        (np.array([0.0]), np.array([-0.0]), False),
        (1.0, np.array(1.0), False),
        (np.array(["a"]), np.array(["a"]), False),
    ],
)
def test_what_is_right_to_the_last_bit_is_known_at_once(got, want, same):
    assert same_bits(got, want) == same


class Named:
    """A kind whose name a student made: it could be a hidden test's number in letters."""


def tells(grad_y, W):
    raise ValueError(str(grad_y))


@pytest.mark.parametrize(
    ("function", "public"),
    [
        (lambda grad_y, W: None, "grad_x returned None for 4 samples"),
        (lambda grad_y, W: Named(), "gave an object of another kind for grad_x, expected an array"),
        (lambda grad_y, W: grad_y, "grad_x has shape (4, 1), expected (4, 3)"),
        (lambda grad_y, W: -grad_y @ W, "[sign] grad_x has wrong numbers for 4 samples"),
        (lambda grad_y, W: grad_y @ W + 0.123, "grad_x has wrong numbers for 4 samples"),
        (lambda grad_y, W: np.nan * grad_y @ W, "grad_x is not finite"),
        (tells, "grad_x stopped with ValueError for 4 samples"),
    ],
)
def test_what_a_hidden_test_may_show_holds_no_value_and_no_name_of_the_answer(function, public):
    with pytest.raises(CheckFailed) as failed:
        input_gradient.batches(function)
    assert public in failed.value.public
    told = re.sub(r"\([0-9, ]*\)", "", failed.value.public)  # shapes
    assert not re.search(r"Named|\d\.\d|array\(", told)


def test_whatever_fails_has_words_for_a_hidden_test():
    with pytest.raises(CheckFailed) as failed:
        batch.by_hand([[1.5, 2], [3, 4]])
    assert failed.value.public == "It is not right for this test's own numbers."


def test_a_named_mistake_keeps_numpys_own_words_but_not_for_a_hidden_test():
    with pytest.raises(CheckFailed) as failed:
        input_gradient.batches(lambda grad_y, W: grad_y @ W.T)
    first = str(failed.value).splitlines()[0]
    assert first.startswith("[grad-x-untransposed] grad_x stopped with ValueError in line ")
    assert re.search(r": matmul: .* \(size \d is different from \d\):$", first)
    assert "matmul" not in failed.value.public


@pytest.mark.parametrize("words", ["Incompatible shape", "No such W.X"])
def test_a_sentence_of_numpys_ends_once(words):
    with pytest.raises(CheckFailed) as failed:
        fail("f stopped", "sign", words=f"{words}.")
    assert str(failed.value).startswith(f"[sign] f stopped: {words}:\n")

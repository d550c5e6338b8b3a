"""What all checks share, where no exercise's check can show it."""

import re

import numpy as np
import pytest

from fclib.checks import CheckFailed, batch, input_gradient
from fclib.checks.engine.comparing import diagnose


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

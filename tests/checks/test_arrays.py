"""What checks of functions on arrays notice by themselves, whatever the function."""

import numpy as np
import pytest

from fclib.checks.engine.compare import compare, compare_none
from fclib.checks.engine.subject import Subject
from tests.checks.exercise import message, named

DOUBLE = Subject(
    name="double",
    arguments=("x",),
    results=("y",),
    reference=lambda x: 2 * x,
    wrong={},
    sizes=lambda x: f"for x of shape {x.shape}",
    destroyed={"x": "input-destroyed"},
)
CASE = (np.array([[1.25, 2.0, -3.25], [4.0, 0.5, 1.0]]),)


def check(function):
    compare(DOUBLE, function, [CASE])


def loops(rows, columns):
    def double(x):
        y = np.zeros(x.shape)
        for i in range(*rows(len(x))):
            for j in range(*columns(x.shape[1])):
                y[i, j] = 2 * x[i, j]
        return y

    return double


def whole(n):
    return 0, n


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        (
            lambda n: (0, n - 1),
            whole,
            "last row, which is all zeros. Does the range of a loop reach it?",
        ),
        (
            lambda n: (1, n),
            whole,
            "first row, which is all zeros. Where does the range of a loop begin?",
        ),
        (
            whole,
            lambda n: (0, n - 1),
            "last column, which is all zeros. Does the range of a loop reach it?",
        ),
        (
            whole,
            lambda n: (1, n),
            "first column, which is all zeros. Where does the range of a loop begin?",
        ),
    ],
)
def test_a_loop_that_begins_too_late_or_ends_too_soon_is_told(rows, columns, words):
    said = message(check, loops(rows, columns))
    assert f"All is right but its {words}" in said
    assert "no known mistake" not in said


def test_an_end_that_is_missing_is_no_loop_where_there_is_none():
    def double(x):
        y = 2 * x
        y[-1] = 0
        return y

    assert "which is all zeros.\nTry it with double(np.array([[1.25, " in message(check, double)


def test_what_is_in_no_relation_is_plainly_unknown():
    said = message(check, lambda x: 2 * x + np.sin(9 * x))
    assert "which is like no known mistake.\nTry it with double(np.array([[1.25, " in said


@pytest.mark.parametrize("cut", [lambda x: (2 * x).astype(int), lambda x: np.trunc(2 * x)])
def test_lost_fractions_are_named_however_they_were_lost(cut):
    assert named(message(check, cut)) == "output-dtype-of-input"


@pytest.mark.parametrize("other", [lambda x: np.floor(2 * x), lambda x: np.trunc(2 * x) + 1e-9])
def test_numbers_that_are_rounded_down_or_nearly_whole_are_not_taken_for_cut_ones(other):
    assert named(message(check, other)) is None


@pytest.mark.parametrize(
    ("more", "cut"), [([0, 1.5], [44, 4]), ([0, -60.5], [44, 199]), ([np.inf, 1.5], [np.inf, 4])]
)
def test_numbers_that_were_cut_in_an_arguments_type_are_named_as_lost_fractions(more, cut):
    subject = DOUBLE._replace(reference=lambda x: 1.5 * x.astype(float) + more)
    case = (np.uint8([[200, 2]]),)
    text = message(lambda f: compare(subject, f, [case]), lambda x: np.array([cut]))
    assert named(text) == "output-dtype-of-input"


BOTH = DOUBLE._replace(results=("y", "z"), reference=lambda x: (2 * x, x / 64))


@pytest.mark.parametrize(
    ("subject", "number", "function", "id_"),
    [
        (DOUBLE, 0.25, lambda x: 0 * x, None),
        (DOUBLE, 0.75, lambda x: np.trunc(2 * x) if len(x) == 1 else {}[0], None),
        (BOTH, 0.75, lambda x: (2 * x, 0 * x), None),
        (BOTH, 0.75, lambda x: (np.trunc(2 * x), x / 64) if len(x) == 1 else {}[0], None),
        (BOTH, 0.75, lambda x: {}[0], None),
        (BOTH, 0.75, lambda x: (np.trunc(2 * x), x / 64), "output-dtype-of-input"),
    ],
)
def test_zeros_and_what_stopped_are_not_taken_for_lost_fractions(subject, number, function, id_):
    cases = [(np.full((rows, 1), number),) for rows in (2, 1)]
    assert named(message(lambda answer: compare(subject, answer, cases), function)) == id_


@pytest.mark.parametrize(
    ("none", "words"),
    [(sum, "Python's sum of no rows"), (lambda x: np.array(x.tolist()), "an empty list has no")],
)
def test_what_python_makes_of_no_rows_is_told(none, words):
    total = DOUBLE._replace(reference=lambda x: x.sum(axis=0))
    assert words in message(compare_none, total, none, [(np.zeros((0, 3)),)])


def test_arrays_with_gaps_reach_the_function_with_their_gaps():
    strides = []

    def double(x):
        strides.append(x.flags.forc)
        return 2 * x

    compare(DOUBLE, double, [(np.ones((2, 3)),), (np.ones((4, 6))[::2, ::2],)])
    assert strides == [True, False]

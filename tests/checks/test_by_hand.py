"""Answers that are no functions: what is no answer, or not the right one, is told in words."""

import math
from fractions import Fraction

import numpy as np
import pytest

from fclib.checks.engine import answers
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.failing import CheckFailed
from fclib.checks.engine.relations.given import of_answer
from fclib.checks.engine.resting import function_rests_on
from tests.checks.described import SAME
from tests.checks.exercise import message

EMPTY = "If the cell that sets it stops, start there."
WRITTEN = "Is it written yet?\nA function gives back what stands after return; print only shows it."
PAIR = "expected a pair of whole numbers (row, column)."


@pytest.mark.parametrize(
    ("read", "value", "words"),
    [
        (answers.real, None, f"a is still empty: put a number there. {EMPTY}"),
        (answers.real, ..., f"a is still empty: put a number there. {EMPTY}"),
        (answers.real, True, "a is a bool, expected a number."),
        (answers.real, np.True_, "a is a bool, expected a number."),
        (answers.real, "6", "a is a str, expected a number."),
        (answers.real, 1j, "a is a complex, expected a number."),
        (answers.array, None, f"a is still empty: put an array of numbers there. {EMPTY}"),
        (answers.array, [[1], [1, 2]], "a is a list, expected an array of numbers."),
        (answers.array, ["six"], "a is a list, expected an array of numbers."),
        (answers.array, np.eye(2) > 0, "a is an array of bools, expected an array of numbers."),
        (answers.pair, None, f"a is still empty: put a pair (row, column) there. {EMPTY}"),
        (answers.pair, 3, f"a is an int, {PAIR}"),
        (answers.pair, (1,), f"a is a tuple, {PAIR}"),
        (answers.pair, (1, 2, 3), f"a is a tuple, {PAIR}"),
        (answers.pair, [1, "two"], f"a is a list, {PAIR}"),
    ],
)
def test_what_is_no_answer_is_told(read, value, words):
    assert message(read, value, "a") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, f"a is still empty: put a shape of 2 numbers there, such as (2, 3). {EMPTY}"),
        ("23", "a is a str, expected a list of numbers."),
        ((2, 3, 4), "a has 3 numbers, expected 2: one for each axis."),
        ([2], "a has 1 number, expected 2: one for each axis."),
        ((2.5, 3), "a is (2.5, 3.0), expected whole numbers."),
    ],
)
def test_what_is_no_shape_is_told(value, words):
    assert message(answers.shape, value, "a", 2) == words


def test_what_is_asked_for_is_named():
    like = "put a shape of 4 numbers there, such as (2, 3, 4, 5)"
    assert message(answers.shape, None, "a", 4) == f"a is still empty: {like}. {EMPTY}"
    number = "put a number there"
    assert message(answers.fraction, None, "a", 0.5) == f"a is still empty: {number}. {EMPTY}"
    kind = "expected a whole number."
    assert message(answers.whole_number, "6", "f gave") == f"f gave a str, {kind}"


@pytest.mark.parametrize(
    "check",
    [
        lambda: answers.real(None, "a"),
        lambda: function_rests_on("f", "g", np.negative, np.negative, abs, [(2,)]),
    ],
)
def test_what_says_nothing_of_numbers_may_be_told_by_a_hidden_test_too(check):
    with pytest.raises(CheckFailed) as failed:
        check()
    assert failed.value.public == str(failed.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, f"a is still empty: put two rows there. {EMPTY}"),
        (3, "a is an int, expected a list of two rows."),
        ([1, 2], "a is a single row, expected a list of two rows."),
        ([[1], [2, 3]], "a has rows of different lengths."),
        ([[1], ["two"]], "a[1] is a list with a str at [0], expected a number."),
        ([[1], 2], "a[1] is an int, expected a list of numbers."),
    ],
)
def test_what_are_no_rows_is_told(value, words):
    assert message(answers.rows, value, "a", "two rows") == words


@pytest.mark.parametrize(
    ("read", "value", "words"),
    [
        (answers.numbers, None, f"f gave None for 3, expected a list of numbers. {WRITTEN}"),
        (answers.numbers, "six", "f gave a str for 3, expected a list of numbers."),
        (answers.numbers, [1, True], "f gave a list with a bool at [1] for 3, expected a number."),
        (answers.numbers, [np.True_], "f gave a list with a bool at [0] for 3, expected a number."),
        (answers.numbers, ["6"], "f gave a list with a str at [0] for 3, expected a number."),
        (
            answers.numbers,
            (1, 10**400),
            "f gave a list with inf at [1] for 3, expected a finite number.",
        ),
        (answers.whole_number, None, "f gave None for 3, expected a whole number."),
        (answers.whole_number, True, "f gave a bool for 3, expected a whole number."),
        (answers.whole_number, np.True_, "f gave a bool for 3, expected a whole number."),
        (answers.whole_number, "6", "f gave a str for 3, expected a whole number."),
    ],
)
def test_what_a_function_gave_that_is_no_number_is_told(read, value, words):
    assert message(read, value, "f gave", " for 3") == words


@pytest.mark.parametrize(
    ("read", "value", "read_as"),
    [
        (lambda value: answers.real(value, "a"), 6, 6),
        (lambda value: answers.real(value, "a"), 10**400, math.inf),
        (lambda value: answers.array(value, "a").tolist(), ((1, 2), (3, 4)), [[1, 2], [3, 4]]),
        (lambda value: answers.pair(value, "a"), [1, 2.0], (1, 2)),
        (lambda value: answers.pair(value, "a"), np.array([1, 2]), (1, 2)),
        (lambda value: answers.shape(value, "a", 2), [2.0, 3], (2, 3)),
        (lambda value: answers.rows(value, "a", "").tolist(), ((1, 2), [3, 4]), [[1, 2], [3, 4]]),
        (lambda value: answers.rows(value, "a", "").tolist(), np.eye(2), [[1, 0], [0, 1]]),
        (lambda value: answers.rows(value, "a", "").tolist(), [np.ones(2)], [[1, 1]]),
        (lambda value: answers.rows(value, "a", "").tolist(), [], []),
        (lambda value: answers.numbers(value, "f gave"), np.ones(2), [1, 1]),
        (lambda value: answers.whole_number(value, "f gave"), 2**53 + 1, 2**53 + 1),
        (lambda value: answers.fraction(value, "a", 0.6343), 64.2, 64.2),
        (lambda value: answers.fraction(value, "a", 0.0), 0.1, 0.1),
        (lambda value: answers.whole_number(value, "f gave"), 10**400, math.inf),
    ],
)
def test_an_answer_is_read_whatever_holds_it(read, value, read_as):
    assert read(value) == read_as


PART, ALL = 0.6343, 797


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, f"is still empty: put the part of all 797 there. {EMPTY}"),
        (63.43, "is a percentage, expected a fraction between 0 and 1."),
        (0.6343 * 797, "that is how many of the 797, and a part of them is asked for"),
        (1 - 0.6343, "that is the part of those that are wrong"),
        (0.6, "it is rounded too far: give three digits"),
        (0.63, "it is rounded too far: give three digits"),
        (0.25, "that is the part of the others"),
        (0.64, "it is near, too large"),
        (1.5, "= 1.5 is no part of a whole: expected a number from 0 to 1."),
        (-0.2, "= −0.2 is no part of a whole: expected a number from 0 to 1."),
        (62.3, "it is about 100 times too large, in another unit or by a digit"),
        (-0.6343, "it has the opposite sign"),
        (1, "that would be all of the 797"),
        (0, "that would be none of the 797"),
        (0.5, ""),
        (math.nan, ""),
    ],
)
def test_a_part_of_all_that_is_not_right_is_described(value, words):
    known = [("that is the part of the others", 0.25)]
    text = message(answers.part_of, value, "part", PART, ALL, "Which?", known)
    if "expected" in words or "empty" in words:
        assert text == f"part {words}"
    else:
        seen = f"part = {answers.number(value)} is not right"
        assert text == f"{seen}{words and ': '}{words}.\nWhich?"


@pytest.mark.parametrize("value", [0.6343, 0.6347, 0.6339, PART + 0.0005])
def test_a_part_of_all_is_asked_for_with_three_digits(value):
    assert message(answers.part_of, value, "part", PART, ALL, "Which?") is None
    assert message(answers.part_of, value - PART, "part", 0.0, ALL, "Which?") is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (PART, None),
        (PART + 0.0004, None),
        (None, f" is still empty: put a number there. {EMPTY}"),
        (63.43, " is a percentage, expected a fraction between 0 and 1."),
        (0.632, " = 0.632 is close. Which are its three digits?"),
        (0.63, " = 0.63 is close. Which are its three digits?"),
        (0.62, " = 0.62 is not right.\nWhich?"),
        (1.2686, " = 1.2686 is not right: it is twice as large as it should be.\nWhich?"),
        (0.25, " = 0.25 is not right: that is the part of the others.\nWhich?"),
        (math.nan, " = nan is not right.\nWhich?"),
    ],
)
def test_a_part_of_a_whole_that_is_not_right_is_described(value, words):
    known = [("that is the part of the others", 0.25)]
    text = message(answers.share, value, "part", PART, "Which?", known)
    assert text == (words and f"part{words}")


@pytest.mark.parametrize("value", [0.634, 0.63, 0.6])
def test_digits_that_are_cut_and_not_rounded_are_told(value):
    words = f"part = {value} is cut after three digits: which three are nearest?"
    text = message(answers.share, value, "part", 0.6348, "Which?")
    assert (text == words) == (value == 0.634)


def test_a_part_of_a_whole_may_be_off_by_half_a_digit():
    assert message(answers.share, 0.0005, "part", 0.0, "Which?") is None
    text = message(answers.share, 0.005, "part", 0.0, "Which?")
    assert text == "part = 0.005 is close. Which are its three digits?"


def test_a_wrong_answer_may_end_without_a_question():
    assert message(answers.not_right, "a = 2", 2, 1) == (
        "a = 2 is not right: it is twice as large as it should be."
    )


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (1213, 1212, "it is near, too large"),
        (1211.5, 1212, "it is near, too small"),
        (3 * 1212, 1212, ""),
        (-1212, 1212, "it has the opposite sign"),
        (2424, 1212, "it is twice as large as it should be"),
        (606, 1212, "it is half of what it should be"),
        (-606, 1212, "it is half of what it should be, with the opposite sign"),
        (1212e3, 1212, "it is about 1,000 times too large, in another unit or by a digit"),
        (12.12, 1212, "it is about 100 times too small, in another unit or by a digit"),
        (-12.12, 1212, ""),
        (12120, 1212, "it is about 10 times too large, in another unit or by a digit"),
        (Fraction(1, 2), Fraction(1), "it is half of what it should be"),
        (0, 1, ""),
        (-0.5, 1.5, ""),
        (1 / 1212, 1212, "it is one divided by what it should be"),
        (0.9, 0.1, "that is the part of all the others"),
        (-2, 3, ""),
        (3, 0, ""),
        (math.inf, 2, ""),
        ([7, 11.5, 1], [1, 5.5, -5], "all its numbers are off by the same"),
        (
            [0.3, 1.65, -1.5],
            [1, 5.5, -5],
            "all its numbers are the same multiple of what they should be",
        ),
        ([2, 11, -10], [1, 5.5, -5], "every number is twice as large as it should be"),
        ([5.5, -5, 1], [1, 5.5, -5], "its numbers stand one place earlier than they should, "),
        ([2, 3, 4], [1.6, 2.7, 4.4], ""),
        ([2, 3, 4, 0], [1.6, 2.7, 4.4, 0.3], "every number is rounded to a whole one"),
        ([2, 3], [1, 2, 3], ""),
        ([1, 9.7, -5, 3], [1, 5.5, -5, 3], "all its other numbers are right"),
        ([1, 9.7, -5], [1, 5.5, -5], "all its other numbers are right"),
        ([1, 9.7, -5, 8.3], [1, 5.5, -5, 3], ""),
        ([1, 9.7], [1, 5.5], "all is right but its last number"),
        ([2, 3], [0, 0], ""),
        ([math.nan, 3], [2, 3], ""),
    ],
)
def test_how_far_an_answer_by_hand_is_off_is_not_said(got, want, words):
    """It would give the right number away, which is all that is asked for."""
    said = of_answer(got, want)
    assert said.startswith(words) if words.endswith(", ") else said == words


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (3.001, "that is the other one"),
        (3.01, ""),
        (1e-9, ""),
        (Fraction(7, 3), "that is a third"),
        ([1, 2], "those are the others"),
        ([3, 3], ""),
        (2.33, ""),
        ([0.33, 0.67, 1.33], "those are thirds"),
        ([0.333, 0.667, 1.333], "those are thirds"),
        ([0.3, 0.7, 1.3], ""),
        ([0.33, 0.67, 2], ""),
    ],
)
def test_a_wrong_answer_that_was_foreseen_has_its_own_words(got, words):
    known = [("that is the other one", 3), ("that is a third", Fraction(7, 3)), ("it is none", 0)]
    known += [("those are the others", [1, 2]), ("those are thirds", [1 / 3, 2 / 3, 4 / 3])]
    want = [7.0, 11.5, 2.5][: len(got)] if isinstance(got, list) else 7.0
    assert of_answer(got, want, known) == words


def test_right_answers_that_are_rounded_are_not_taken_for_others():
    known = [("those are the others", [0.251, 0.512, 0.334])]
    assert of_answer([0.25, 0.51, 0.33], [0.2512, 0.5119, 0.3338], known) != known[0][0]
    assert of_answer([0.25, 0.51, 0.33], [0.2512, 0.5119, 0.3458], known) == known[0][0]


def test_whole_numbers_are_not_taken_for_rounded_ones():
    assert of_answer([1, 0, 2], [5, 0, 3], [("those are the others", [1.001, 0.001, 2.002])]) == ""


REQUIRED = {
    "ask": "Which?",
    "known": {"that is the other one": 8},
    "named": {"state-kept": [1.5, 2.5]},
}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, f"a is still empty: put a number there. {EMPTY}"),
        (8, "a = 8 is not right: that is the other one.\nWhich?"),
        (6, "a = 6 is not right: it is twice as large as it should be.\nWhich?"),
        (3.1, "a = 3.1 is not right.\nWhich?"),
        (2.5, "[state-kept] a = 2.5 is not right:"),
    ],
)
def test_what_is_not_the_number_is_told(value, words):
    text = message(answers.require_number, value, "a", 3.0, **REQUIRED)
    assert text.startswith(words) if words[-1] == ":" else text == words


def test_a_number_may_be_off_by_as_much_as_is_said():
    assert answers.require_number(3, "a", 3.0, "Which?") == 3
    assert answers.require_number(3.0002, "a", 3.0, "Which?", rtol=1e-4) == 3.0002
    text = message(answers.require_number, 3.0005, "a", 3.0, "Which?", rtol=1e-4)
    assert text == "a = 3.0005 is not right: it is near, too large.\nWhich?"
    named = {"state-kept": 5.0}
    text = message(answers.require_number, 5.0002, "a", 3.0, "Which?", named=named, rtol=1e-4)
    assert text.startswith("[state-kept] a = 5.0002 is not right:")


def test_a_small_number_that_is_off_by_little_is_not_right():
    named = {"state-kept": [5e-9]}
    text = message(answers.require_number, 3e-9, "a", 1e-9, "Which?", named=named)
    assert text == "a = 3e−09 is not right.\nWhich?"
    for value, wrong in (([3e-9, 4], [5e-9, 4]), ([1e-9, 5.00001], [1e-9, 5])):
        named = {"state-kept": [wrong]}
        arguments = [value, "a", [1e-9, 4], "one for each", "Which?"]
        assert message(answers.require_numbers, *arguments, named=named).startswith("a[")


LIST = {
    "ask": lambda place: f"Which is number {place}?",
    "known": {"those are the others": [7, 8]},
    "named": {"state-kept": [[1, 2], [1, 5]]},
}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, f"a is still empty: put a list of 2 numbers there, one for each. {EMPTY}"),
        ("34", "a is a str, expected a list of numbers."),
        ([3], "a has 1 number, expected 2: one for each."),
        (
            [3, 9.5],
            "a[1] = 9.5 is not right: all is right but its last number.\nWhich is number 1?",
        ),
        ([7, 8], "a[0] = 7 is not right: those are the others.\nWhich is number 0?"),
        (
            [6, 8],
            "a[0] = 6 is not right: every number is twice as large as it should be.\n"
            "Which is number 0?",
        ),
        ([1, 5], "[state-kept] a[0] = 1 is not right:"),
    ],
)
def test_what_are_not_the_numbers_is_told(value, words):
    text = message(answers.require_numbers, value, "a", [3, 4], "one for each", **LIST)
    assert text.startswith(words) if words[-1] == ":" else text == words


def test_numbers_may_be_off_by_as_much_as_is_said():
    each, ask = "one for each", "Which?"
    assert answers.require_numbers([3.0, 4], "a", [3, 4], each, ask) is None
    assert answers.require_numbers([3.0002, 4], "a", [3, 4], each, ask, rtol=1e-4) is None
    for value, more in ((3.0005, {"rtol": 1e-4}), (3.0002, {})):
        text = message(answers.require_numbers, [value, 4], "a", [3, 4], each, ask, **more)
        assert text.startswith(f"a[0] = {value} is not right")
        assert text.endswith("Which?")


def test_the_first_number_of_a_table_that_is_wrong_is_told():
    got, want = np.array([[1, 2], [3.5, 4]]), np.array([[1, 2], [3, 5]])
    assert answers.first_wrong("a", got, want) == ("a[1][0] = 3.5 is not right", 1, 0)


FIRST = "f is not right yet, and this cell rests on it: mend that first.\n"
WRONG = [(2,), (3,)]


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: 3 * x, f"{FIRST}g does what it should."),
        (lambda x: x + 1, None),  # right, whatever f is
        (lambda x: 4 * x, None),  # wrong, and not for f
        (lambda x: 3 * x if x < 3 else {}[x], None),
    ],
)
def test_a_function_that_is_wrong_for_another_one_alone_is_told_so(function, words):
    def rests(function):
        function_rests_on("f", "g", function, lambda x: 3 * x, lambda x: x + 1, WRONG)

    assert message(rests, function) == words


def test_a_function_is_not_put_down_to_another_one_that_is_right():
    function_rests_on("f", "g", abs, abs, lambda x: x, WRONG)


TWICE = SAME._replace(
    reference=lambda x: 2 * x,
    wrong={
        "sign": [lambda x: -2 * x, lambda x: -2 * x[0]],
        "output-dtype-of-input": [lambda x: np.trunc(2 * x)],
    },
)
ROW = "a should be a row: one number for each: three."


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ([[2.5, 4, 6]], None),
        ([[2.5, 4, 6 + 6e-6]], None),
        (
            [[2.5 + 6e-6, 7, 9.3]],
            "a[1] = 7 is not right: only its first number is right.\nWhich is number 1?",
        ),
        (
            [[5, 8, 12]],
            "a[0] = 5 is not right: every number is twice as large as it should be.\n"
            "Which is number 0?",
        ),
        (
            [[2, 4, 6]],
            "a[0] = 2 is not right: all is right but its first number.\nWhich is number 0?",
        ),
        (
            [[1.5625, 4, 9]],
            "a[0] = 1.5625 is not right: those are the squares.\nWhich is number 0?",
        ),
        ([[-2.5, -4, -6]], "[sign] a[0] = −2.5 is not right:"),
        ([2.5, 4, 6], ROW),
        ([-2.5, -4, -6], "[sign] a should be a row:"),
    ],
)
def test_numbers_that_were_worked_out_by_hand_are_compared_with_a_functions(got, words):
    def check(wrong=None):
        case = (np.array([[1.25, 2, 3]]),)
        ask = "Which is number {}?".format
        known = [("those are the squares", [1.5625, 4, 9])]
        worked_out(TWICE, "a", np.array(got), case, ask, ROW, wrong, known)

    text = message(check)
    assert (text.splitlines()[0] if words and words[-1] == ":" else text) == words
    if words and words.startswith("["):
        assert not message(check, {"loop-misses-last": [abs]}).startswith("[")


def test_a_number_worked_out_by_hand_has_its_place_along_every_axis_that_has_several():
    case = (np.arange(1.0, 13).reshape(3, 1, 4),)
    got = 2 * case[0]
    got[2, 0, 1] = 99
    text = message(worked_out, TWICE, "a", got, case, "At {}, {}?".format)
    assert text.startswith("a[2][1] = 99 is not right")
    assert text.endswith("At 2, 1?")

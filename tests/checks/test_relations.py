"""What is said of wrong results that no known mistake gives: it must be true of them."""

import numpy as np
import pytest

from fclib.checks.engine.answers import part_of
from fclib.checks.engine.compare import compare
from fclib.checks.engine.relations.given import of_answer
from fclib.checks.engine.subject import Subject, draw
from tests.checks.exercise import message

SIZES = [(4, 3, 2), (2, 4, 3), (3, 2, 5), (3, 3, 3), (4, 4, 2), (1, 3, 2)]


def case(rng, n, d, m):
    return draw(rng, n, d), draw(rng, m, d), draw(rng, m)


def right(x, W, b):
    return x @ W.T + b


RNG = np.random.default_rng(3)
LAYER = Subject(
    name="layer",
    arguments=("x", "W", "b"),
    results=("y",),
    reference=right,
    wrong={},
    sizes=lambda x, W, b: f"for x of shape {x.shape}",
    destroyed={},
    lengths=lambda x, W, b: {"samples": len(x), "inputs": x.shape[1], "outputs": len(W)},
    trial=[case(RNG, *size) for size in SIZES],
)
SPREAD = np.arange(1, 9)
CASES = [case(RNG, *size) for size in SIZES]


def said(function, cases=CASES):
    line = message(lambda answer: compare(LAYER, answer, cases), function).splitlines()[1]
    assert "of your cell" not in line  # it stopped, and a line of this file is quoted
    return line


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda y: 2 * y, "Every number is twice as large as it should be."),
        (lambda y: y / 2, "Every number is half of what it should be."),
        (lambda y: -y, "Every number has the opposite sign."),
        (lambda y: 0.3 * y, "Every number is 0.3 times what it should be."),
        (lambda y: y / len(y), "Every number is divided by the number of samples."),
        (lambda y: y * y.shape[1], "Every number is multiplied by the number of outputs."),
        (lambda y: y / len(y) ** 0.5, "is divided by the square root of the number of samples."),
        (lambda y: y / len(y) ** 2, "Every number is divided by the number of samples twice."),
        (lambda y: 0 * y, "It is all zeros."),
        (lambda y: y[::-1], "Its rows stand in the opposite order."),
        (lambda y: np.roll(y, 1, 1), "Its columns stand one place later than they should"),
        (lambda y: np.sort(y, 1), "sorted along axis 1."),
        (lambda y: y.T, "The numbers are right, with rows and columns exchanged."),
        (lambda y: y.T.reshape(y.shape), "the numbers were filled in in another order."),
        (lambda y: np.maximum(y, 0), "Numbers below zero have become zeros."),
        (np.abs, "Every number has lost its sign."),
        (np.tanh, "Every number is squashed to between −1 and 1."),
        (lambda y: y.round(1), "Every number is rounded to 1 decimal."),
        (lambda y: np.clip(y, -2, 2), "Numbers below −2 and above 2 are cut off there."),
        (lambda y: y + 1, "Every number is too large by 1."),
        (lambda y: y - y.mean(1, keepdims=True), "until the mean of each row is taken off it."),
        (lambda y: y + np.arange(y.shape[1]), "It is off by the same in all rows."),
        (lambda y: y[:, :, None], "an axis of length 1 too many."),
        (lambda y: y.ravel(), "The numbers are right, one after another, in another shape."),
        (lambda y: y[:-1], "It comes without its last row."),
        (lambda y: y.sum(axis=0), "The rows are added up."),
        (lambda y: y.mean(axis=1), "It is the mean of the columns."),
        (lambda y: np.vstack([y, y[:1]]), "The right result is there, with more behind it"),
        (lambda y: np.where(y < 0, 7, y), "Only the numbers that should be negative are wrong."),
    ],
)
def test_what_was_done_to_the_right_result_is_told(change, words):
    assert words in said(lambda *case: change(right(*case)))


DEPENDS = "Its number at [0, 1] changes with W[0, 0], and should not."
STAYS = "Its number at [0, 0] stays as it is when x[0, 0] changes, and should not."


def but_first_row(x, W, b):
    y = right(x, W, b)
    y[0] += draw(np.random.default_rng(0), y.shape[1])
    return y


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, W, b: x @ W.T - b, "It is off by b, −2 times."),
        (lambda x, W, b: x @ W.T + 2 * b, "It is off by b."),
        (lambda x, W, b: x @ W.T, "It is off by b, with a minus."),
        (but_first_row, "All is right but its first row."),
        (lambda x, W, b: np.ones_like(x) @ np.cos(W.T) + np.sin(b), "It does not depend on x."),
        (lambda x, W, b: right(x, W, b) + W[0, 0] * x[:, :1] * SPREAD[: len(W)], DEPENDS),
        (lambda x, W, b: np.sin(right(x, W, 0)) + b, "It is not linear in x,"),
        (lambda x, W, b: x.sum(1)[:, None] + W.sum(1) + b, "Where x is all zeros, it depends on W"),
        (lambda x, W, b: right(x / np.abs(x).sum(), W, b), "the same when x is doubled, and"),
        (lambda x, W, b: np.tanh(right(x, W, b)) ** 2, "It always lies between 0 and 1"),
        (lambda x, W, b: (x[:, None] * W).max(2) + b, "the largest taken on the way?"),
        (lambda x, W, b: right(x, W, b) * SPREAD[: len(W)] - x[:, :1] * W[:1, 0], STAYS),
        (
            lambda x, W, b: x @ W.T / x.shape[1] ** 0.5 + b,
            "right if x were divided by the square root of the number of inputs.",
        ),
    ],
)
def test_what_part_of_the_arguments_is_missing_is_told(function, words):
    assert words in said(function)


def total(x, W, b):
    return right(x, W, b).sum(0)


def test_what_is_made_of_what_each_sample_gives_is_told():
    subject = LAYER._replace(reference=total)
    text = message(
        lambda answer: compare(subject, answer, CASES), lambda *case: right(*case).max(0)
    )
    assert "it is the largest of what it gives for the samples one by one." in text


@pytest.mark.parametrize(
    ("wrong_where", "words"),
    [
        (lambda x, W, b: len(x) == 1, "It is wrong only where the number of samples is 1"),
        (lambda x, W, b: len(x) == len(W), "It is wrong only with as many samples as outputs"),
        (lambda x, W, b: x.dtype.kind == "i", "It is wrong only where x holds whole numbers"),
    ],
)
def test_for_which_arguments_it_is_wrong_is_told(wrong_where, words):
    cases = [*CASES, (np.arange(-2, 4).reshape(2, 3) + 5, *CASES[0][1:])]

    def sometimes(*case):
        return right(*case) * (3.7 if wrong_where(*case) else 1)

    assert said(sometimes, cases) == f"{words}: every number is 3.7 times what it should be."


def test_where_two_sizes_are_alike_it_is_not_said_of_which_it_is_wrong():
    cases = [CASES[0], CASES[2], *(case(RNG, 1, 1, m) for m in (2, 3, 4))]
    subject = LAYER._replace(trial=())

    def sometimes(x, W, b):
        return right(x, W, b) + (np.sin(x @ W.T) if len(x) == 1 else 0)

    text = message(lambda answer: compare(subject, answer, cases), sometimes)
    assert "where the number of" not in text


def test_an_argument_on_which_right_results_depend_is_not_called_one_that_does_not_matter():
    by_chance = np.ones((1, 3)), np.zeros((2, 3)), np.full(2, 5.0)

    def five_for_one(x, W, b):
        return right(x, W, b) if len(x) > 1 else np.full((1, len(W)), 5.0)

    assert "does not depend" not in said(five_for_one, [*CASES, by_chance])


def test_a_relation_that_fails_in_one_case_is_not_said():
    def mostly_doubled(x, W, b):
        return right(x, W, b) * (2 if len(W) != 5 else 2.5)

    assert "twice" not in said(mostly_doubled)


def test_what_one_number_alone_would_show_is_not_said():
    """Of one number everything is a multiple."""
    cases = [case(np.random.default_rng(seed), 1, 3, 1) for seed in range(3)]
    text = message(
        lambda answer: compare(LAYER._replace(trial=()), answer, cases), lambda x, W, b: x[:, :1]
    )
    assert "times" not in text


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (1213, "it is near, too large"),
        (1211.5, "it is near, too small"),
        (3 * 1212, ""),
        ([7, 11.5, 1], "all its numbers are off by the same"),
        ([0.3, 1.65, -1.5], "all its numbers are the same multiple of what they should be"),
        ([2, 11, -10], "every number is twice as large as it should be"),
    ],
)
def test_how_far_an_answer_by_hand_is_off_is_not_said(got, words):
    """It would give the right number away, which is all that is asked for."""
    assert of_answer(got, [1, 5.5, -5] if isinstance(got, list) else 1212) == words


@pytest.mark.parametrize("rounded", [0.6, 0.63])
def test_a_part_of_all_that_is_rounded_too_far_is_told_so(rounded):
    text = message(lambda value: part_of(value, "part", 0.6343, 797, "Which part?"), rounded)
    assert (
        text
        == f"part = {rounded} is not right: it is rounded too far: give three digits.\nWhich part?"
    )

"""What is said of a wrong result beside the right one: it must be true of them."""

import numpy as np
import pytest

from fclib.checks.engine.subject import draw
from tests.checks.described import CASES, SAME, right, said, said_of_arrays

NUMBERS = [(4,), (3,), (5,), (6,)]
SQUARES = [(3, 3), (4, 4), (6, 6), (5, 5)]
BLOCKS = [(2, 3, 4), (3, 2, 2), (4, 2, 3)]
SINGLES = [(), (), (), (), ()]
ALL, FEWER, ONE_MORE = slice(None), slice(None, -1), slice(1, None)


def noise(y):
    return 10 * np.sin(7 * y + 1)


def put(y, where, made):
    """Return a result with other numbers in some places."""
    return np.where(np.isin(np.arange(y.size).reshape(y.shape), places(y, where)), made(y), y)


def places(y, where):
    return np.arange(y.size).reshape(y.shape)[where].ravel()


def zero(y):
    return 0 * y


def nan(y):
    return np.nan * y


def checkered(y):
    return np.where(np.indices(y.shape).sum(0) % 2, 1, -1)


def grid(y):
    return np.broadcast_to(np.arange(len(y))[:, None], y.shape)


def scattered(y):
    return np.random.default_rng(y.size).random(y.shape) < 0.5


LEFT = "Some of its numbers are {}, and the others are right"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda y: 2 * y, "Every number is twice as large as it should be."),
        (lambda y: y / 2, "Every number is half of what it should be."),
        (lambda y: -y, "Every number has the opposite sign."),
        (lambda y: 0.3 * y, "Every number is 0.3 times what it should be."),
        (lambda y: y / np.log(2), "It is 1.4427 times what it should be, as with base 2 for e."),
        (lambda y: y / len(y), "Every number is divided by the number of samples."),
        (lambda y: y * y.shape[1], "Every number is multiplied by the number of outputs."),
        (
            lambda y: y / len(y) ** 0.5,
            "Every number is divided by the square root of the number of samples.",
        ),
        (
            lambda y: y * len(y) ** 0.5,
            "Every number is multiplied by the square root of the number of samples.",
        ),
        (lambda y: y / len(y) ** 2, "Every number is divided by the number of samples twice."),
        (
            lambda y: y * y.shape[1] ** 2,
            "Every number is multiplied by the number of outputs twice.",
        ),
        (
            lambda y: -y / len(y),
            "Every number is divided by the number of samples, with the opposite sign.",
        ),
        (
            lambda y: 2 * y * len(y),
            "Every number is multiplied by the number of samples, and is 2 times that.",
        ),
        (
            lambda y: y / len(y) / 2,
            "Every number is divided by the number of samples, and is 0.5 times that.",
        ),
        (
            lambda y: y * len(y) / max(len(y) - 1, 1),
            "It is as if the number of samples were one less.",
        ),
        (
            lambda y: y / max(len(y) - 1, 1),
            "Every number is divided by one less than the number of samples.",
        ),
        (
            lambda y: y / y.size,
            "Every number is divided by the number of outputs and by the number of samples.",
        ),
        (
            lambda y: y * len(y) / y.shape[1],
            "Every number is divided by the number of outputs, times the number of samples.",
        ),
        (lambda y: 0 * y, "It is all zeros."),
        (lambda y: y[::-1], "Its rows stand in the opposite order."),
        (lambda y: y[:, ::-1], "Its columns stand in the opposite order."),
        (
            lambda y: np.roll(y, 1, 1),
            "Its columns stand one place later than they should, and the end goes round.",
        ),
        (
            lambda y: np.roll(y, -1, 0),
            "Its rows stand one place earlier than they should, and the end goes round.",
        ),
        (lambda y: np.sort(y, 1), "The right numbers are there, sorted along axis 1."),
        (
            lambda y: -np.sort(-y, 0),
            "The right numbers are there, sorted along axis 0, the highest first.",
        ),
        (lambda y: np.sort(y, None).reshape(y.shape), "The right numbers are there, sorted."),
        (
            lambda y: y[::-1, ::-1],
            "It is turned by half: its last two axes stand in the opposite order.",
        ),
        (lambda y: np.roll(y, 2, 0), "The right rows are there, in another order."),
        (lambda y: np.roll(y, 2), "The right numbers are all there, in other places."),
        (lambda y: y.T, "The numbers are right, with rows and columns exchanged."),
        (
            lambda y: y.T.reshape(y.shape),
            "The shape is right, and the numbers were filled in in another order.",
        ),
        (
            lambda y: y.ravel().reshape(y.shape, order="F"),
            "The shape is right, and the numbers were filled in in another order.",
        ),
        (lambda y: np.maximum(y, 0), "Numbers below zero have become zeros."),
        (np.abs, "Every number has lost its sign."),
        (np.tanh, "Every number is squashed to between −1 and 1."),
        (lambda y: y.round(1), "Every number is rounded to 1 decimal."),
        (lambda y: y.round(2), "Every number is rounded to 2 decimals."),
        (lambda y: y.round(-1), "Every number is rounded to tens."),
        (lambda y: np.clip(y, -2, 2), "Numbers below −2 and above 2 are cut off there."),
        (lambda y: np.maximum(y, -2), "Numbers below −2 are cut off there."),
        (lambda y: np.minimum(y, 2), "Numbers above 2 are cut off there."),
        (
            lambda y: np.where(abs(y) < 2, 0, y),
            "Numbers near zero have become zeros: they are cut off.",
        ),
        (
            lambda y: y * checkered(y),
            "Every number is right but for its sign, which is wrong in places.",
        ),
        (
            lambda y: y * (1 + 1e-3 * checkered(y)),
            "It is nearly right, within 0.001 of its largest number: are digits lost?",
        ),
        (lambda y: y + 1, "Every number is too large by 1."),
        (lambda y: y - 0.5, "Every number is too small by 0.5."),
        (
            lambda y: y - y.mean(1, keepdims=True),
            "The numbers are right until the mean of each row is taken off it.",
        ),
        (
            lambda y: y - y.mean(0),
            "The numbers are right until the mean of each column is taken off it.",
        ),
        (
            lambda y: np.exp(y) / np.exp(y).sum(1, keepdims=True),
            "The numbers are right until each row has become its softmax.",
        ),
        (
            lambda y: np.cumsum(y).reshape(y.shape),
            "Every number has all those before it added to it.",
        ),
        (
            lambda y: np.cumsum(y, 1),
            "The numbers are right until each row adds up those before it.",
        ),
        (lambda y: y + np.arange(y.shape[1]), "It is off by the same in all rows."),
        (lambda y: y + grid(y), "It is off by the same in all columns."),
        (lambda y: np.full_like(y, y.flat[0]), "All its numbers are the same."),
        (
            lambda y: np.repeat(y[:, :1], y.shape[1], 1),
            "Each row holds one number again and again.",
        ),
        (
            lambda y: y[:, :, None],
            "The numbers are right, and their array has an axis of length 1 too many.",
        ),
        (lambda y: y.ravel(), "The numbers are right, one after another, in another shape."),
        (lambda y: y[:-1], "It comes without its last row."),
        (lambda y: y[:, 1:], "It comes without its first column."),
        (lambda y: y[0], "It is its first row alone."),
        (lambda y: y[-1:], "It is its last row alone."),
        (lambda y: y[:, -1], "It is its last column alone."),
        (lambda y: y[:, :1], "It is its first column alone."),
        (lambda y: y.sum(axis=0), "The rows are added up."),
        (lambda y: y.sum(axis=1, keepdims=True), "The columns are added up."),
        (lambda y: y.mean(axis=1), "It is the mean of the columns."),
        (lambda y: y.max(0), "It is the largest of the rows."),
        (lambda y: y.sum(), "All numbers of the result are added up to one."),
        (lambda y: y.mean(), "It is the mean of all numbers of the result."),
        (lambda y: np.stack([y, y]), "It is right, repeated along axis 0."),
        (
            lambda y: np.stack([y / 4, y * 3 / 4], 2),
            "The parts of each number are there, along axis 2, and not yet its sum.",
        ),
        (
            lambda y: np.stack([y, y + 1]),
            "The right result stands first along axis 0, and more behind it.",
        ),
        (
            lambda y: np.stack([y + 1, y + 2, y], 1),
            "The right result stands last along axis 1, and more before it.",
        ),
        (
            lambda y: np.vstack([y, y[:1]]),
            "The right result is there, with more behind it along axis 0.",
        ),
        (
            lambda y: np.hstack([y[:, :1], y]),
            "The right result is there, with more before it along axis 1.",
        ),
        (lambda y: np.where(y < 0, 7, y), "Only the numbers that should be negative are wrong."),
        (lambda y: np.where(y > 0, 7, y), "Only the numbers that should be positive are wrong."),
        (
            lambda y: put(y, (ALL, -1), zero),
            "All is right but its last column, which is all zeros.",
        ),
        (lambda y: put(y, (ALL, 0), noise), "All is right but its first column."),
        (lambda y: put(y, 0, noise), "All is right but its first row."),
        (
            lambda y: put(put(y, (ALL, -1), noise), (-1, -1), zero),
            "All is right but its last column.",
        ),
        (lambda y: put(y, ONE_MORE, noise), "Only its first row is right."),
        (lambda y: put(y, FEWER, noise), "Only its last row is right."),
        (lambda y: put(y, (ALL, ONE_MORE), noise), "Only its first column is right."),
        (
            lambda y: put(y, slice(1, None, 2), zero),
            f"{LEFT.format('zero')}: right is every other row, from the first on.",
        ),
        (
            lambda y: put(y, (ALL, slice(None, None, 2)), nan),
            f"{LEFT.format('nan')}: right is every other column, from the second on.",
        ),
        (
            lambda y: put(y, slice(2, None), zero),
            f"{LEFT.format('zero')}: right are the first 2 rows.",
        ),
        (
            lambda y: put(y, y != y.max(), zero),
            f"{LEFT.format('zero')}: right is the largest alone.",
        ),
    ],
)
def test_what_was_done_to_the_right_result_is_told(change, words):
    assert said(lambda *case: change(right(*case))) == words


@pytest.mark.parametrize(
    ("shapes", "change", "words"),
    [
        (SINGLES, lambda y: y + 3, "It is always too large by 3."),
        (SINGLES, lambda y: 1 / y, "Every number has become its reciprocal."),
        (SINGLES, lambda y: 0 * y + 7, "It is the same whatever the arguments are."),
        (NUMBERS, lambda y: y[::-1], "Its numbers stand in the opposite order."),
        (NUMBERS, lambda y: y - y.mean(), "The mean of all numbers is taken off them."),
        (NUMBERS, lambda y: y + y.max(), "All numbers of a result are off by the same."),
        (NUMBERS, lambda y: put(y, 0, zero), "All is right but its first number, which is zero."),
        (NUMBERS, lambda y: put(y, -1, noise), "All is right but its last number."),
        (NUMBERS, lambda y: put(y, 1, noise), "All is right but one number."),
        (NUMBERS, lambda y: put(y, ONE_MORE, noise), "Only its first number is right."),
        (
            NUMBERS,
            lambda y: put(y, slice(1, -1), zero),
            f"{LEFT.format('zero')}: wrong are the numbers between the ends.",
        ),
        (
            NUMBERS,
            lambda y: y + 256 * np.rint(y),
            "It is off by a multiple of 2^8, as where whole numbers wrap around.",
        ),
        (
            NUMBERS,
            lambda y: y - 2**32 * np.rint(y),
            "It is off by a multiple of 2^32, as where whole numbers wrap around.",
        ),
        (SQUARES, lambda y: y.T, "It is right with rows and columns exchanged."),
        (
            SQUARES,
            lambda y: np.where(np.eye(len(y)), noise(y), y),
            "All is right but the numbers on its diagonal.",
        ),
        (
            SQUARES,
            lambda y: np.where(np.eye(len(y)), y, noise(y)),
            "Only the numbers on its diagonal are right.",
        ),
        (SQUARES, lambda y: put(y, 1, noise), "All is right but one row."),
        (SQUARES, lambda y: put(y, (ALL, 1), zero), "All is right but one column."),
        (SQUARES, lambda y: put(y, (1, 1), zero), "All is right but one number."),
        (
            SQUARES,
            lambda y: np.tril(y),
            f"{LEFT.format('zero')}: right are those up to the diagonal.",
        ),
        (
            SQUARES,
            lambda y: np.triu(y),
            f"{LEFT.format('zero')}: right are those from the diagonal on.",
        ),
        (
            SQUARES,
            lambda y: put(y, y != y.min(), zero),
            f"{LEFT.format('zero')}: right is the smallest alone.",
        ),
        (
            SQUARES,
            lambda y: np.where(grid(y) % (len(y) - 1), y, 0),
            f"{LEFT.format('zero')}: right are the rows between the ends.",
        ),
        (
            SQUARES,
            lambda y: put(y, (ALL, slice(1, -1)), nan),
            f"{LEFT.format('nan')}: wrong are the columns between the ends.",
        ),
        (SQUARES, lambda y: np.where(scattered(y), np.nan, y), f"{LEFT.format('nan')}."),
        (
            [(1, 3), (1, 4), (1, 2)],
            np.squeeze,
            "The numbers are right, and their array has an axis of length 1 less than it should.",
        ),
        (
            BLOCKS,
            lambda y: y.swapaxes(1, 2),
            "The numbers are right, with slices along axis 1 and slices along axis 2 exchanged.",
        ),
        (
            BLOCKS,
            lambda y: np.rot90(y, 1, (1, 2)),
            "It is turned by a quarter: the right numbers stand in other places.",
        ),
        (
            BLOCKS,
            lambda y: np.rot90(y, 3, (1, 2)),
            "It is turned by a quarter: the right numbers stand in other places.",
        ),
        (
            BLOCKS,
            lambda y: y[:, :, ::-1],
            "Its slices along axis 2 stand in the opposite order.",
        ),
        (BLOCKS, lambda y: np.flip(y), "The right numbers stand in the opposite order."),
        (
            BLOCKS,
            lambda y: y[:, ::-1, ::-1],
            "It is turned by half: its last two axes stand in the opposite order.",
        ),
        (
            BLOCKS,
            lambda y: np.cumsum(y.reshape(len(y), -1), 1).reshape(y.shape),
            "In each slice along axis 0, every number has all those before it added to it.",
        ),
        (
            BLOCKS,
            lambda y: y / y.sum(2, keepdims=True),
            "The numbers are right until each line along axis 2 is divided by its sum.",
        ),
        (
            BLOCKS,
            lambda y: np.broadcast_to(y[:, :1, :1], y.shape),
            "Each slice along axis 0 holds one number again and again.",
        ),
        (
            BLOCKS,
            lambda y: y * (np.eye(*y.shape[1:]) > 0),
            f"{LEFT.format('zero')}: right are those on the diagonal of its last two axes.",
        ),
        (
            BLOCKS,
            lambda y: y + y[:, :, :1],
            "It is off by the same in all slices along axis 2.",
        ),
        (
            BLOCKS,
            lambda y: y[:, [1, 0, *range(2, y.shape[1])]],
            "The right slices along axis 1 are there, in another order.",
        ),
    ],
)
def test_what_was_done_to_an_array_is_told(shapes, change, words):
    assert said_of_arrays(change, shapes) == words


@pytest.mark.parametrize(
    ("shapes", "change", "words"),
    [
        (
            [(2,), (3,), (4,)],
            lambda y: put(y, 1, zero),
            f"{LEFT.format('zero')}: wrong is the second number.",
        ),
        (
            [(3, 3), (2, 4), (1, 3)],
            lambda y: y * (np.eye(*y.shape) > 0),
            f"{LEFT.format('zero')}: right are those on the diagonal.",
        ),
        ([(4,), (2, 3)], np.flip, "The right numbers are all there, in other places."),
        ([(4, 3)], lambda y: y[:-1], "It comes without its last row."),
        ([(4, 3)], lambda y: y + grid(y), "It is off by the same in all columns."),
        ([(2,), (5,)], lambda y: np.where(scattered(y) | (y.size == 2), np.nan, y), ""),
        ([(4,), (2, 3)], lambda y: y.sum(0), ""),  # numbers here, rows there
        ([(4, 2), (2, 3)], lambda y: y.ravel() ** 2 + y.ravel(), ""),
    ],
)
def test_what_is_said_is_true_of_every_shape(shapes, change, words):
    text = said_of_arrays(change, shapes)
    assert text == words if words else text.startswith("Try it with")


def test_an_axis_that_is_moved_is_not_called_one_too_few():
    text = said_of_arrays(lambda y: y.reshape(y.shape[::-1]), [(1, 2), (3, 1), (1, 5)])
    assert text == "The numbers are right, with rows and columns exchanged."


def test_lines_of_small_numbers_are_told_apart():
    def exchanged(y):
        return np.roll(y.ravel(), 1).reshape(y.shape)

    rng = np.random.default_rng(5)
    cases = [(draw(rng, *shape) / 64,) for shape in ((4, 2), (2, 3), (3, 3))]
    assert said(exchanged, cases, SAME) == "The right numbers are all there, in other places."


WHOLE = SAME._replace(reference=lambda k: 3 * k, trial=[(np.arange(1, n),) for n in (6, 7, 8)])
SQUARED = [(np.arange(1, n) ** 2,) for n in (3, 4, 5)]


def test_what_holds_in_these_cases_alone_is_told_so():
    def doubled_if_short(k):
        return 6 * k if len(k) < 5 else 3 * k + k[::-1] % 3 + 1

    words = "every number is twice as large as it should be."
    assert said(doubled_if_short, SQUARED, WHOLE) == f"In this test, {words}"
    assert "In this test" not in said(doubled_if_short, SQUARED[:2], WHOLE)


def test_what_holds_but_for_zeros_is_told_so():
    cases = [*SQUARED, (np.zeros(3, int),), (np.zeros(2, int),)]
    words = "every number is twice as large as it should be."
    text = said(lambda k: 6 * k + (not k.any()), cases, WHOLE._replace(trial=()))
    assert text == f"Where it should not be zero: {words}"


def test_a_relation_that_fails_in_one_case_is_not_said():
    def mostly_doubled(x, W, b):
        return right(x, W, b) * (2 if len(W) != 5 else 2.5)

    assert "twice" not in said(mostly_doubled)


def test_what_a_line_holds_besides_one_wrong_number_is_not_said_to_be_wrong():
    def one_in_each(y):
        return put(put(y, (1, 0), noise), (1, 1), noise)

    assert "row" not in said_of_arrays(one_in_each, SQUARES[2:])


def test_of_one_case_less_is_said_than_of_several():
    assert "row" not in said(lambda *case: put(right(*case), 1, noise), CASES[:1])

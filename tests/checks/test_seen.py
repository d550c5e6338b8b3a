"""What a check says first of a wrong result, and what of it a hidden test may show."""

from fractions import Fraction

import numpy as np
import pytest

from fclib.checks import CheckFailed
from fclib.checks.engine.answers import numbers, whole_number
from fclib.checks.engine.compare import compare
from tests.checks.described import SAME

X = np.array([[1.5, -2.25], [3, 4]])
HERE = "for x of shape (2, 2)"
WRITTEN = "Is it written yet?\nA function gives back what stands after return; print only shows it."
ARRAY = "expected an array of numbers of shape (2, 2)."
PAIR = SAME._replace(results=("y", "z"), reference=lambda x: (x + 0, 2 * x))
COUNT = SAME._replace(name="y", reference=np.size, read=whole_number, exact=True)
COUNTS = COUNT._replace(name="f", results=("y", "z"), reference=lambda x: (4, 5))
LIST = SAME._replace(reference=lambda x: [1.5, 2e6, 3], read=numbers)


def seen(subject, function, x=X):
    """Return the first of what is said, and what a hidden test may show."""
    with pytest.raises(CheckFailed) as failed:
        compare(subject, function, [(x,)])
    lines = str(failed.value).splitlines()
    return "\n".join(lines[: 2 if lines[0].endswith("yet?") else 1]), failed.value.public


@pytest.mark.parametrize(
    ("subject", "function", "words", "public"),
    [
        (SAME, 7, "same is an int, expected a function: define it with def.", None),
        (SAME, lambda x: None, f"same returned None {HERE}. {WRITTEN}", None),
        (
            SAME,
            lambda x: "six",
            f"same gave a str for y {HERE}, {ARRAY}",
            f"same gave a str for y, {ARRAY}",
        ),
        (
            SAME,
            lambda x: ["six"],
            f"same gave a list of strings for y {HERE}, {ARRAY}",
            f"same gave a list for y, {ARRAY}",
        ),
        (
            SAME,
            lambda x: [[1], [1, 2]],
            f"same gave a list for y {HERE}, {ARRAY}",
            f"same gave a list for y, {ARRAY}",
        ),
        (
            SAME,
            lambda x: x > 0,
            f"same gave an array of bools for y {HERE}, expected floats.",
            "same gave an array of bools for y, expected floats.",
        ),
        (
            SAME,
            lambda x: np.ma.array(x),
            f"same gave a MaskedArray for y {HERE}, {ARRAY}",
            f"same gave an object of another kind for y, {ARRAY}",
        ),
        (
            SAME,
            lambda x: [np.ma.array([1.5, -2.25]), x[1]],
            f"same gave a list for y {HERE}, {ARRAY}",
            f"same gave a list for y, {ARRAY}",
        ),
        (SAME, lambda x: x[:1], f"y has shape (1, 2), expected (2, 2), {HERE}.", None),
        (
            SAME,
            lambda x: x * [1, np.nan],
            f"y[0, 1] is nan {HERE}.",
            "y is not finite",
        ),
        (
            SAME,
            lambda x: x + np.array([[0, 1], [0, 2]]),
            f"y[1, 1] = 6, expected 4, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
        (
            SAME,
            lambda x: x + 2e-5 * (x == 3),
            f"y[1, 0] = 3.00002, expected 3, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
        (
            SAME,
            lambda x: x + 4e-6 * (x == 3),
            f"y[1, 0] = 3, off by 4e−06, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
        (
            SAME,
            lambda x: {}[0],
            f"same stopped with KeyError {HERE}: 0",
            f"same stopped with KeyError {HERE}.",
        ),
        (
            PAIR,
            lambda x: x,
            f"same returned an array {HERE}, expected y, z.",
            "same returned an array, expected y, z.",
        ),
        (PAIR, lambda x: (x,), f"same returned 1 result {HERE}, expected 2: y, z.", None),
        (
            PAIR,
            lambda x: (x, None),
            f"same gave None for z {HERE}, {ARRAY}",
            f"same gave None for z, {ARRAY}",
        ),
        (
            PAIR,
            lambda x: (x, x),
            f"z[1, 1] = 4, expected 8, {HERE}.",
            f"z has wrong numbers {HERE}",
        ),
        (COUNT, lambda x: None, f"y returned None {HERE}. {WRITTEN}", None),
        (
            COUNT,
            lambda x: "4",
            f"y returned a str {HERE}, expected a whole number.",
            "It is not right for this test's own numbers.",
        ),
        (
            COUNT,
            lambda x: 4 + 1e-9,
            f"y gave 4, off by 1e−09, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
        (
            COUNTS,
            lambda x: (4, "5"),
            f"f gave a str for z {HERE}, expected a whole number.",
            "It is not right for this test's own numbers.",
        ),
        (COUNTS, lambda x: (4, 6), f"z = 6, expected 5, {HERE}.", f"z has wrong numbers {HERE}"),
        (
            LIST,
            lambda x: [1, 2],
            f"same returned 2 numbers, expected 3, {HERE}.",
            f"same returned 2 numbers, expected 3, {HERE}",
        ),
        (
            LIST,
            lambda x: [3.5, 2e6 + 3, 30],  # the first is near enough, and the third the worst
            f"same gave y[1] = 2000003, expected 2000000, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
        (
            LIST,
            lambda x: [1.5, 2e6, 30.0],
            f"same gave y[2] = 30, expected 3, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
        (COUNT, lambda x: 5, f"y gave 5, expected 4, {HERE}.", f"y has wrong numbers {HERE}"),
        (
            LIST._replace(reference=lambda x: [3, 2000000], exact=True),
            lambda x: [3, 2000001],  # near enough, were they no counts
            f"same gave y[1] = 2000001, expected 2000000, {HERE}.",
            f"y has wrong numbers {HERE}",
        ),
    ],
)
def test_what_was_seen_is_told(subject, function, words, public):
    said, shown = seen(subject, function)
    said = said.replace(", which is like no known mistake", "")
    assert said == words
    assert shown == (words.removesuffix(".") if " has shape" in words else public or words)


SUMS = SAME._replace(results=("y", "z"), reference=lambda x: (x.sum(), x + 0))
BOTH = "Expected: y of shape (2, 2), z of shape (2, 2)."


def refuse(words):
    raise ValueError(words)


@pytest.mark.parametrize(
    ("subject", "function", "expected"),
    [
        (SAME, lambda x: x @ np.ones(3), "Expected: y of shape (2, 2)."),
        (SAME, lambda x: x + np.ones(3), "Expected: y of shape (2, 2)."),
        (SAME, lambda x: x.reshape(3), "Expected: y of shape (2, 2)."),
        (PAIR, lambda x: np.concatenate((x, [1, 2])), BOTH),
        (SUMS, lambda x: x.reshape(3), "Expected: z of shape (2, 2)."),
        (SUMS, lambda x: refuse("it cannot be broadcast"), "Expected: z of shape (2, 2)."),
        (COUNT, lambda x: x.reshape(3), ""),
        (SAME._replace(reference=np.sum), lambda x: x.reshape(3), ""),
        (LIST, lambda x: x.reshape(3), ""),
        (SAME, lambda x: {}[0], ""),
        (SAME, lambda x: refuse("cannot be reshaped"), ""),
    ],
)
def test_where_shapes_did_not_fit_the_right_ones_are_told(subject, function, expected):
    with pytest.raises(CheckFailed) as failed:
        compare(subject, function, [(X,)])
    last = str(failed.value).splitlines()[-1]
    assert last == expected if expected else last.endswith(('""),', "raise ValueError(words)"))
    assert "Expected" not in failed.value.public


def test_of_a_row_of_numbers_the_shape_is_told():
    words = "y has shape (2,), expected (3,), for x of shape (3,)."
    assert seen(SAME, lambda x: x[::2], np.ones(3))[0] == words


def test_of_fractions_the_same_is_told_as_of_other_numbers():
    with pytest.raises(CheckFailed) as failed:
        compare(LIST, lambda x: [Fraction(3), Fraction(4 * 10**6), Fraction(6)], [(X,)])
    words = "Every number is twice as large as it should be."
    assert str(failed.value).splitlines()[1] == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("six", "same gave a str for y for x of shape (), expected a number."),
        (
            np.array("six"),
            "same gave an array of strings for y for x of shape (), expected floats.",
        ),
        (7, "y = 7, expected 2.5, for x of shape ()."),
    ],
)
def test_of_a_single_number_no_place_is_told(given, words):
    assert seen(SAME, lambda x: given, np.array(2.5))[0] == words


@pytest.mark.parametrize(
    ("subject", "function"),
    [
        (SAME, lambda x: x.tolist()),
        (SAME, lambda x: x * (1 + 1e-7)),
        (SAME._replace(reference=lambda x: x * np.inf), lambda x: (x * np.inf).tolist()),
        (PAIR, lambda x: [x, 2 * x]),
        (PAIR, lambda x: (x.tolist(), 2 * x)),
        (COUNT, lambda x: 4.0),
        (COUNTS, lambda x: [4, 5]),
        (LIST, lambda x: np.array([1.5, 2e6, 3])),
    ],
)
def test_what_is_right_passes_however_it_is_given(subject, function):
    assert compare(subject, function, [(X,)]) is None


def unasked(x):
    raise AssertionError("its sizes are put into words")


@pytest.mark.parametrize(
    ("subject", "function"),
    [
        (SAME, lambda x: x),
        (PAIR, lambda x: (x, 2 * x)),
        (COUNT, lambda x: 4),
        (LIST, lambda x: [1.5, 2e6, 3.0]),
    ],
)
def test_of_what_is_right_to_the_last_bit_nothing_is_put_into_words(subject, function):
    assert compare(subject._replace(sizes=unasked), function, [(X,)]) is None

"""What one relation says by itself of results beside the right ones."""

import numpy as np
import pytest

from fclib.checks.engine.relations import related
from fclib.checks.engine.relations.arguments import as_if, as_if_scaled
from fclib.checks.engine.relations.cases import (
    changed_case,
    independent_of,
    only_of_kind,
    only_of_size,
    right_where,
)
from fclib.checks.engine.relations.depends import depends
from fclib.checks.engine.relations.given import of_shape
from fclib.checks.engine.relations.pairs import Pair, holds
from fclib.checks.engine.relations.parts import alone, left, one_part
from fclib.checks.engine.relations.places import placed
from fclib.checks.engine.relations.properties import always, at_zero, linear, steady
from fclib.checks.engine.relations.samples import one_by_one
from fclib.checks.engine.relations.shapes import shaped
from fclib.checks.engine.relations.sizes import counted, scaled
from fclib.checks.engine.relations.terms import termed
from fclib.checks.engine.relations.values import changed, moved, nearly

NUMBERS, TABLES = [(3,), (4,), (5,)], [(3, 3), (4, 3), (2, 5)]
SQUARES, IMAGES = [(3, 3), (4, 4)], [(2, 2, 3, 4), (3, 2, 4, 2)]


def drawn(shapes):
    """Return arrays of any numbers, no two alike, of which none is near a whole one."""
    rng = np.random.default_rng(4)
    return [
        np.round(4 * rng.standard_normal(shape)) + rng.uniform(0.1, 0.4, shape) for shape in shapes
    ]


def pairs_of(reference, function, cases, names="abc"):
    """Return what a function gives beside the right results."""
    return [
        Pair(np.asarray(function(*case)), np.asarray(reference(*case)), tuple(names), case, {})
        for case in cases
    ]


def divided_by_length(a, axis):
    return a / np.sqrt((a**2).sum(axis, keepdims=True))


def where(a, is_kept):
    return np.where(is_kept, a, 0)


def place(a, axis):
    return np.indices(a.shape)[axis]


CHANGES = [
    (NUMBERS, "had lost its signs", abs),
    (NUMBERS, "were negated", lambda a: -a),
    (NUMBERS, "had zeros for its numbers below zero", lambda a: where(a, a > 0)),
    (NUMBERS, "had zeros for its numbers above zero", lambda a: where(a, a < 0)),
    (NUMBERS, "were squared", lambda a: a * a),
    (NUMBERS, "held only the signs of its numbers", lambda a: 2.0 * (a > 0) - 1),
    (NUMBERS, "were all zeros", lambda a: 0 * a),
    (NUMBERS, "were all ones", lambda a: 0 * a + 1),
    (NUMBERS, "were cut to whole numbers", np.fix),
    (NUMBERS, "were rounded to whole numbers", lambda a: np.floor(a + 0.5)),
    (NUMBERS, "were divided by its largest number", lambda a: a / max(abs(a))),
    (NUMBERS, "were divided by its length", lambda a: a / np.sqrt(a @ a)),
    (NUMBERS, "were taken less its mean", lambda a: a - sum(a) / len(a)),
    (NUMBERS, "held its mean everywhere", lambda a: 0 * a + sum(a) / len(a)),
    (NUMBERS, "held its sum everywhere", lambda a: 0 * a + sum(a)),
    (NUMBERS, "held its first number everywhere", lambda a: 0 * a + a[0]),
    (NUMBERS, "held its last number everywhere", lambda a: 0 * a + a[-1]),
    (NUMBERS, "had only the digits of half precision", lambda a: 1.0 * np.float16(a)),
    (NUMBERS, "were one larger", lambda a: a + 1),
    (NUMBERS, "were one smaller", lambda a: a - 1),
    (NUMBERS, "were doubled", lambda a: a + a),
    (NUMBERS, "were halved", lambda a: 0.5 * a),
    (NUMBERS, "were divided by 255", lambda a: a / 255),
    (NUMBERS, "were divided by 16", lambda a: a / 16),
    (NUMBERS, "had its numbers in the opposite order", lambda a: a[::-1]),
    (SQUARES, "were transposed", lambda a: a.T),
    (TABLES, "were transposed", lambda a: a.T),
    (
        TABLES,
        "had its numbers filled in in another order",
        lambda a: a.ravel(order="F").reshape(a.shape),
    ),
    (
        TABLES,
        "had its numbers filled in in another order",
        lambda a: a.ravel().reshape(a.shape, order="F"),
    ),
    (TABLES, "had zeros above its diagonal", lambda a: where(a, place(a, 1) <= place(a, 0))),
    (TABLES, "had zeros below its diagonal", lambda a: where(a, place(a, 1) >= place(a, 0))),
    (
        IMAGES,
        "had rows and columns of its images exchanged",
        lambda a: np.einsum("...ij->...ji", a),
    ),
    (
        IMAGES,
        "had its images turned by a quarter",
        lambda a: np.einsum("...ij->...ji", a)[:, :, ::-1],
    ),
    (IMAGES, "had its slices along axis 3 in the opposite order", lambda a: a[..., ::-1]),
]
for axis, one in ((0, "row"), (1, "column")):
    CHANGES += [
        (TABLES, words, lambda a, k=axis, change=change: change(a, k, place(a, k), a.shape[k] - 1))
        for words, change in (
            (
                f"had its {one}s in the opposite order",
                lambda a, k, at, end: a.take(range(end, -1, -1), k),
            ),
            (f"had its {one}s one place later", lambda a, k, at, end: a.take(range(-1, end), k)),
            (
                f"had its {one}s one place earlier",
                lambda a, k, at, end: a.take([*range(1, end + 1), 0], k),
            ),
            (
                f"were sorted along axis {axis}",
                lambda a, k, at, end: np.apply_along_axis(sorted, k, a),
            ),
            (
                f"had zeros for every other of its {one}s, from the first on",
                lambda a, k, at, end: where(a, at % 2),
            ),
            (
                f"had zeros for every other of its {one}s, from the second on",
                lambda a, k, at, end: where(a, at % 2 == 0),
            ),
            (f"had zeros for its first {one}", lambda a, k, at, end: where(a, at > 0)),
            (f"had zeros for its last {one}", lambda a, k, at, end: where(a, at < end)),
            (
                f"had zeros for its first and last {one}",
                lambda a, k, at, end: where(a, (at > 0) & (at < end)),
            ),
            (f"had only its first {one}, and zeros else", lambda a, k, at, end: where(a, at == 0)),
            (f"had only its last {one}, and zeros else", lambda a, k, at, end: where(a, at == end)),
            (
                f"had its mean {one} for each",
                lambda a, k, at, end: 0 * a + a.sum(k, keepdims=True) / (end + 1),
            ),
            (
                f"had its summed {one} for each",
                lambda a, k, at, end: 0 * a + a.sum(k, keepdims=True),
            ),
            (
                f"had its first {one} for each",
                lambda a, k, at, end: a.take(0 * np.arange(end + 1), k),
            ),
            (f"had its last {one} for each", lambda a, k, at, end: a.take([end] * (end + 1), k)),
            (
                f"had the mean over its {one}s taken off",
                lambda a, k, at, end: a - a.sum(k, keepdims=True) / (end + 1),
            ),
            (
                f"had in each {one} all those before it added",
                lambda a, k, at, end: np.apply_along_axis(np.cumsum, k, a),
            ),
            (
                f"were a softmax along axis {axis}",
                lambda a, k, at, end: np.apply_along_axis(
                    lambda v: np.exp(v) / sum(np.exp(v)), k, a
                ),
            ),
            (
                f"were divided by its length along axis {axis}",
                lambda a, k, at, end: np.apply_along_axis(lambda v: v / np.sqrt(v @ v), k, a),
            ),
        )
    ]


@pytest.mark.parametrize(("shapes", "words", "change"), CHANGES)
def test_each_change_of_an_argument_is_told(shapes, words, change):
    cases = [("sum", a) for a in drawn(shapes)]
    pairs = pairs_of(lambda how, a: a, lambda how, a: change(a), cases, ("how", "a"))
    assert as_if(pairs, lambda how, a: a) == f"It is what would be right if a {words}."


WHOLE = [
    ("sum", np.array(numbers, np.uint8)) for numbers in ([3, 200, 1], [250, 7], [9, 8, 7, 180])
]


@pytest.mark.parametrize(
    ("cases", "reference", "change", "words"),
    [
        (WHOLE, lambda a: np.cbrt(1.0 * a), lambda a: 2.0 * a, "were doubled"),
        (WHOLE, lambda a: np.cbrt(1.0 * a), lambda a: a / 2, "were halved"),
        (
            [("sum", [[1.5, -2.5]]), ("sum", [[3.5], [-0.5]])],
            lambda a: np.array([row for row in a + a for _ in row]),
            np.abs,
            "had lost its signs",
        ),
        (  # rows are exchanged in one, numbers in the other
            [("sum", a) for a in drawn([(2, 3), (3,), (4, 3)])],
            lambda a: a @ [1, 2, 3],
            lambda a: a[::-1],
            None,
        ),
        ([("sum", np.sin), ("sum", np.cos)], lambda a: a(1.0), lambda a: lambda x: 2 * a(x), None),
        ([("sum", np.ones((2, 0)))] * 2, lambda a: np.arange(4.0), lambda a: 3 * a, None),
    ],
)
def test_arguments_of_other_kinds_are_changed_too(cases, reference, change, words):
    def right(how, a):
        return reference(a)

    def function(how, a):
        return reference(np.asarray(change(a)).tolist() if isinstance(a, list) else change(a))

    pairs = pairs_of(right, function, cases, ("how", "a"))
    assert as_if(pairs, right) == (words and f"It is what would be right if a {words}.")


def unless_zero(x, c):
    if not np.any(x):
        raise ValueError("nothing to divide by")
    return np.tanh(x) + c


@pytest.mark.parametrize(
    ("reference", "function", "words"),
    [
        (
            lambda x, c: x @ x * c[0] + x[0],
            lambda x, c: 3 * (x @ x) * c[0] + x[0],
            "c were 3 times",
        ),
        (unless_zero, lambda x, c: unless_zero(x, 3 * c), "c were 3 times"),
        (lambda x, c: x[x != 0] + c, lambda x, c: x + 3 * c, "c were 3 times"),
        (lambda x, c: x + c, lambda x, c: x + 3 * c + x[0], None),
        (
            lambda x, c: unless_zero(x, c) if len(x) == 3 else x + c,
            lambda x, c: unless_zero(x, c) + 1 if len(x) == 3 else 3 * x + c,
            None,
        ),
    ],
)
def test_by_what_an_argument_is_multiplied_is_told(reference, function, words):
    cases = [*zip(drawn(NUMBERS), drawn(NUMBERS[::-1])[::-1], strict=True)]
    text = as_if_scaled(pairs_of(reference, function, cases, "xc"), reference)
    assert text == (words and f"It is what would be right if {words} what it should be.")


def put(y, at, number):
    """Return a result with another number in some places."""
    y = np.copy(y)
    y.flat[np.ravel(at) if np.ndim(at) else at] = number
    return y


FIRST, REST, LAST = 0, slice(1, None), -1
SOME_ZERO = "Some of its numbers are zero, and the others are right"


@pytest.mark.parametrize(
    ("find", "results", "change", "words"),
    [
        (one_part, [(4,), (5,)], lambda y: put(y, LAST, 9), "All is right but its last number."),
        (one_part, [(4,), (2, 2)], lambda y: put(y, LAST, 9), "All is right but its last number."),
        (
            one_part,
            [(4,), (2, 2)],
            lambda y: put(y, LAST, 0),
            "All is right but its last number, which is zero.",
        ),
        (one_part, [(4,), (2, 2)], lambda y: put(y, REST, 9), "Only its first number is right."),
        (one_part, [(), (4,)], lambda y: put(y, LAST, 9), None),
        (one_part, [(), ()], lambda y: put(y, LAST, 9), None),
        (one_part, [(3,), (5,)], lambda y: put(y, 1, 9), "All is right but one number."),
        (one_part, [(3,), (2,)], lambda y: put(y, 1, 9), None),
        (
            one_part,
            [(4,), (5,)],
            lambda y: put(y, slice(2, None), 0),
            f"{SOME_ZERO}: right are the first 2 numbers.",
        ),
        (
            one_part,
            [(4, 2), (4, 2)],
            lambda y: put(y, slice(2, None), 9),
            "Only its first row is right.",
        ),
        (
            one_part,
            [(4, 2), (3, 2), (5, 2)],
            lambda y: put(y, slice(2 if len(y) > 3 else 6, None), 9),
            None,
        ),
        (one_part, [(1, 3), (1, 4)], lambda y: put(y, 1, 9), "All is right but one number."),
        (
            one_part,
            [[-1, 2, -3, 4], [[2, -3], [-1, 4]]],
            lambda y: put(y, y < 0, 9),
            "Only the numbers that should be negative are wrong.",
        ),
        (
            one_part,
            [[9e-6, 5e-6, 1e-6], [np.inf, np.inf]],
            lambda y: put(y, LAST, 1.5e-6),
            "All is right but its last number.",
        ),
        (
            one_part,
            [[1.0, np.nan, 3.0], [np.nan, 2.0, 4.0]],
            lambda y: put(y, LAST, np.nan),
            "All is right but its last number.",
        ),
        (  # of a single row that is wrong it would not be true
            one_part,
            [(4, 3), (1, 3), (5, 3)],
            lambda y: put(y, slice(3 * (len(y) > 1), None), 9),
            None,
        ),
        (  # one number may be right by chance
            one_part,
            [(4, 3), (5, 3)],
            lambda y: put(y, slice(1, 3), 9),
            "All is right but its first row.",
        ),
        (
            one_part,
            [(2, 2), (3, 3)],
            lambda y: put(y, np.eye(len(y)).ravel() == 0, 9),
            "Only the numbers on its diagonal are right.",
        ),
        (  # the last is right but for a rounding, and the first is not
            one_part,
            [[900.0, -900.0, 3.0], [500.0, -500.0, np.inf, 1.0]],
            lambda y: y * (1 + 5e-6 * (np.arange(len(y)) == 0)) + 1e-4 * (y == min(y)),
            "All is right but its first number.",
        ),
        (
            one_part,
            [[-1, 0, 0.5, -2, -3], [0.5, -1, 0, 3, -2]],
            lambda y: put(y, y < 0, 9),
            "Only the numbers that should be negative are wrong.",
        ),
        (
            one_part,
            [[-1, 0, 0.5, 2, -3], [0.5, -1, 0, 3, -2]],
            lambda y: put(y, y > 0, 9),
            "Only the numbers that should be positive are wrong.",
        ),
        (one_part, [[-1, 0, -2], [-3, 2, -1]], lambda y: put(y, y < 0, 9), None),
        (one_part, [[1, 0, 2], [3, -2, 1]], lambda y: put(y, y > 0, 9), None),
        (left, [(), (4,)], lambda y: put(y, FIRST, 0), f"{SOME_ZERO}."),
        (left, [(2,), (4,)], lambda y: put(y, slice(2), 0), None),
        (alone, [(3,), (3, 3)], lambda y: put(y, slice(3 ** (y.ndim - 1), None), 9), None),
    ],
)
def test_which_part_of_a_result_is_wrong_is_told(find, results, change, words):
    right = [drawn([one])[0] if isinstance(one, tuple) else np.array(one) for one in results]
    pairs = pairs_of(lambda y: y, change, [(y,) for y in right], "y")
    assert find(pairs) == words


def test_of_results_that_must_be_exact_the_least_difference_tells():
    cases = [(np.array([1.0, np.nan, 3.0]),), (np.array([np.nan, 2.0, 4.0, 5.0]),)]
    pairs = pairs_of(lambda y: y, lambda y: put(y, LAST, y[-1] + 1e-9), cases, "y")
    exact = [pair._replace(exact=True) for pair in pairs]
    assert one_part(exact) == "All is right but its last number."
    assert one_part(pairs) is None


def sized(got, want, **sizes):
    """Return single results beside the right ones, and how many there are of each thing."""
    each = [dict(zip(sizes, values, strict=True)) for values in zip(*sizes.values(), strict=True)]
    return [
        Pair(np.asarray(one), np.asarray(right), (), ("what has no name",), sizes)
        for one, right, sizes in zip(got, want, each, strict=True)
    ]


NONE = np.zeros(4, int)
FAR = [10**19 + k for k in range(4)]


@pytest.mark.parametrize(
    ("got", "sizes", "words"),
    [
        (NONE[:3] + 7, {"rows": [1, 2, 3]}, "It is always too large by 7."),
        (NONE[:2] + 7, {"rows": [1, 2]}, None),
        ([0, 2, 0, 5], {"rows": [0, 2, 0, 5]}, "It is too large by the number of rows."),
        ([0, 0, 0, 5], {"rows": [0, 0, 0, 5]}, None),
        (
            [2, 4, 6],
            {"none": [0, 0, 0], "rows": [1, 2, 3]},
            "It is too large by 2 times the number of rows.",
        ),
        ([np.inf] * 3, {"rows": [1, 2, 3]}, None),
        ([1000001, 2000000, 3000001], {"rows": [1, 2, 3]}, None),
        (1e-9 * np.array([1, 3, 4]), {"rows": [1, 2, 3]}, None),
        ([4, 5, 8], {"rows": [3, 4, 7]}, "It is too large by the number of rows and 1."),
        ([-2, -3, -6], {"rows": [3, 4, 7]}, "It is too small by the number of rows less 1."),
    ],
)
def test_by_how_much_a_single_number_is_off_is_told(got, sizes, words):
    assert counted(sized(got, NONE[: len(got)], **sizes)) == words


def test_by_how_much_counts_are_off_that_fill_their_type_is_told():
    pairs = sized(range(4), np.array(FAR, np.uint64), rows=range(4))
    assert counted(pairs) == "It is always too small by 1e+19."
    pairs = [pair._replace(terms={"weights": k, "biases": 10**19}) for k, pair in enumerate(pairs)]
    assert termed(pairs) == "It counts no biases, and the rest rightly."


@pytest.mark.parametrize(
    ("results", "change", "words"),
    [
        ([(2,), (3,)], lambda y: 1.00005 * y, None),
        ([(), ()], lambda y: 3 * y, None),
        ([(), (), ()], lambda y: 3 * y, "Every number is 3 times what it should be."),
        ([(2,), (3,)], lambda y: np.inf * abs(y), None),
        ([[0.0, 0.0], [1.0, 2.0]], lambda y: 3 * y + (y[0] == 0), None),
        ([[0.0, 0.0], [1.0, 2.0]], lambda y: 3 * y, "Every number is 3 times what it should be."),
        ([[np.inf, 1.0], [1.0, 2.0]], lambda y: 2 * y, None),
        ([(2,), (3,)], lambda y: y * (len(y) > 2), None),
    ],
)
def test_which_multiple_of_the_right_result_it_is_is_told(results, change, words):
    right = [abs(drawn([one])[0]) if isinstance(one, tuple) else np.array(one) for one in results]
    assert scaled(pairs_of(lambda y: y, change, [(y,) for y in right], "y")) == words


def test_a_result_is_not_near_to_being_divided_by_three_sizes():
    sizes = {"rows": [2, 3, 4], "columns": [5, 7, 3], "samples": [3, 5, 2]}
    by = np.prod([*sizes.values()], axis=0)
    assert scaled(sized(1.5 / by, np.ones(3), **sizes)) is None
    words = "the number of rows, by the number of columns and by the number of samples."
    assert scaled(sized(1 / by, np.ones(3), **sizes)) == f"Every number is divided by {words}"


CUT = [-5.5, -4.25, -3.5, -2.0, 1.0, 4.0, 6.5, 7.25, 8.5]
AGAIN = "holds one number again and again."
HALF = "Every number has only the digits of half precision."
OFF_BY_1 = "Every number is too large by 1."
SAME = "It is off by the same in {}."
ALL_OFF = "All numbers of a result are off by the same."
NEARLY = "It is nearly right, within 0.001 of its largest number: are digits lost?"


@pytest.mark.parametrize(
    ("find", "results", "change", "words"),
    [
        (changed, [(4, 2), (3, 2)], lambda y: 0 * y + y[:, :1], f"Each row {AGAIN}"),
        (
            changed,
            [(3,), (4, 2), (3, 2)],
            lambda y: y if y.ndim == 1 else 0 * y + y[:, :1],
            f"Each row {AGAIN}",
        ),
        (changed, [(4, 2)], lambda y: 0 * y + y[:, :1], None),
        (changed, [(4, 2), (3, 2, 2)], lambda y: place(y, 0) + 9.5, None),
        (changed, [(2,), (3,)], lambda y: 0 * y + y[0], "All its numbers are the same."),
        (changed, [(2,), (1,)], lambda y: 0 * y + 9 * y[0], None),
        (
            changed,
            [np.array([3, 200], np.uint8)],
            lambda y: 1 / (1 + np.exp(-1.0 * y)),
            "Every number is squashed to between 0 and 1.",
        ),
        (changed, [CUT], lambda y: np.clip(y, -2, 99), None),
        (changed, [CUT], lambda y: np.clip(y, -99, 6.5), None),
        (
            changed,
            [CUT],
            lambda y: np.clip(y, -2, 7),
            "Numbers below −2 and above 7 are cut off there.",
        ),
        (
            changed,
            [[0.25, 0.75, -3.0], [-0.5, 2.0, 5.0]],
            lambda y: where(y, abs(y) > 0.5),
            "Numbers near zero have become zeros: they are cut off.",
        ),
        (
            changed,
            [(3,), (4,)],
            lambda y: np.exp(y) / sum(np.exp(y)),
            "The numbers have become their softmax.",
        ),
        (changed, [[-3.0, 2.0, 1.5], [-6.0, 3.5]], lambda y: y / max(y), None),
        (changed, [(2,), (3,)], lambda y: 1.0 * np.float16(y), HALF),
        (changed, [(), ()], lambda y: 1.0 * np.float16(y), None),
        (nearly, [(3, 2)], lambda y: y * (1 + 1e-3 * (abs(y) == abs(y).max())), NEARLY),
        (moved, [(2,), (2,)], lambda y: y + 1, OFF_BY_1),
        (moved, [(1,), (3,)], lambda y: y + 1, OFF_BY_1),
        (moved, [np.array([3, 250], np.uint8)], lambda y: y + 1, OFF_BY_1),
        (moved, [(2,), (3,)], lambda y: y + 1000 + 5e-3 * place(y, 0), None),
        (moved, [[1e-7, 2e-7], [3e-7, 1e-7]], lambda y: y + 1e-8 + 5e-9 * place(y, 0), None),
        (
            moved,
            [[1e-7, 2e-7], [3e-7, 1e-7]],
            lambda y: y + y[0] / 8,
            ALL_OFF,
        ),
        (
            moved,
            [(2, 3), (2, 4), (1, 3)],
            lambda y: y + place(y, 1) ** 2,
            SAME.format("all rows"),
        ),
    ],
)
def test_what_became_of_the_numbers_is_told(find, results, change, words):
    right = [drawn([one])[0] if isinstance(one, tuple) else np.array(one) for one in results]
    assert find(pairs_of(lambda y: y, change, [(y,) for y in right], "y")) == words


@pytest.mark.parametrize(
    ("results", "arguments", "more", "words"),
    [
        ([(3, 2), (4, 2)], [(3,), (4,)], lambda c: c[:, None], "It is off by c, along its rows."),
        ([(3, 2), (2, 3, 2)], [(3,), (3,)], lambda c: c[:, None], None),
        ([(4, 3), (4, 2)], [(2, 2), (2, 2)], lambda c: c.reshape(4, 1), SAME.format("all columns")),
        ([(3,), (2,)], [np.array([True, False, True]), np.array([False, True])], lambda c: c, None),
        ([(3,), (2,)], [4.5, 2.5], lambda c: 2 * c, "It is off by c, 2 times."),
        ([(3,), (2,)], [np.zeros(3), np.zeros(2)], lambda c: c + len(c), ALL_OFF),
    ],
)
def test_by_which_argument_it_is_off_is_told(results, arguments, more, words):
    given = drawn(arguments) if isinstance(arguments[0], tuple) else arguments
    cases = [*zip(drawn(results), given, strict=True)]
    pairs = pairs_of(lambda y, c: y, lambda y, c: y + more(c), cases, "yc")
    assert moved([pair._replace(names=("how", "c")) for pair in pairs]) == words


PLACES = [np.array(rows) for rows in ([[0, 1], [1, 0]], [[2, 2], [0, 1]], [[1, 1], [0, 2], [3, 0]])]


@pytest.mark.parametrize(
    ("right", "change", "words"),
    [
        (PLACES, lambda y: y + 1, None),
        (PLACES[:2], lambda y: y[[1, 1]], "It holds the same row more than once, and should not."),
        (PLACES[:1], lambda y: y[[1, 1]], None),
        (
            [np.array([0.5, 0.5]), np.array([0.25, 0.5, 0.25])],
            lambda y: 2 * y,
            "Its numbers should add up to 1, and do not.",
        ),
        (
            [np.full((2, 2, 3), 1 / 3), np.full((1, 2, 4), 1 / 4)],
            lambda y: 2 * y,
            "Its numbers along axis 2 should each add up to 1, and do not.",
        ),
        (
            [np.array([5.0, -2.0])] * 2 + [np.array([0.0, 1.0])] * 2,
            lambda y: 1.0 * (y > 0),
            "It always lies between 0 and 1, and should not.",
        ),
        ([np.array([5.0, -2.0])] + [np.array([0.0, 1.0])] * 3, lambda y: 1.0 * (y > 0), None),
        ([np.array([5.0, -2.0])] * 3, lambda y: 1.0 * (y > 0), None),
        (
            [np.array([0.0, 0.5])] * 4,
            lambda y: y - 0.25 * (y > 0.25) - 0.5 * (y < 0.25),
            "It is below zero in places, and never should be.",
        ),
        (
            [np.array([0.0, -0.5])] * 4,
            lambda y: y + 1.5,
            "It is above zero in places, and never should be.",
        ),
        ([np.array([0.0, 0.5])] * 4, lambda y: y - np.array([np.nan, 2]), None),
        ([np.array([0.0, 0.5])] * 4, lambda y: y / 2, None),
    ],
)
def test_what_every_right_result_is_is_told(right, change, words):
    assert always(pairs_of(lambda y: y, change, [(y,) for y in right], "y")) == words


def softmax(x):
    return np.exp(x) / np.exp(x).sum(1, keepdims=True)


def stops_for_large(x, c):
    return x - x.mean() + c if np.all(abs(x) < 9) else None


NOT_LINEAR = (
    "It is not linear in {}, as a sum of products would be: is something squared, divided, cut off "
    "or the largest taken on the way?"
)


@pytest.mark.parametrize(
    ("find", "reference", "function", "words"),
    [
        (
            steady,
            lambda x, c: x - x.mean() + c[0],
            lambda x, c: x + c[0],
            "It changes when one number is added to all of x, and should not.",
        ),
        (steady, lambda x, c: x - x.mean() + c[0], stops_for_large, None),
        (
            steady,
            lambda x, c: softmax(x) + c[0],
            lambda x, c: softmax(x) * (1 + (x[0] - x[2]).mean() ** 2) + c[0],
            "It changes when one number is added to all of the first row of x, and should not.",
        ),
        (at_zero, lambda x, c: x * c[0], lambda x, c: x * c[0] + (x * c[0]) ** 2, None),
        (at_zero, lambda x, c: x + c[0], lambda x, c: x + 2 * c[0] if x.any() else c, None),
        (
            at_zero,
            lambda x, c: x + c[0] ** 3 + np.arange(2),
            lambda x, c: x + 7 * np.arange(2),
            "Where x is all zeros, it does not depend on c, and should.",
        ),
        (
            at_zero,
            lambda x, c: x + np.arange(2),
            lambda x, c: x + 7 * np.arange(2) + c[0],
            "Where x is all zeros, it depends on c, and should not.",
        ),
        (linear, lambda x, c: 2 * c, lambda x, c: 2 * c + x[0, 0] ** 2, None),
        (linear, lambda x, c: x[0] + c, lambda x, c: x[0] ** 2 + c, NOT_LINEAR.format("x")),
        (linear, lambda x, c: x[0, 0] + c, lambda x, c: 2 * c, None),
        (linear, lambda x, c: [1, 2][int(x.max())] * c, lambda x, c: c**2, NOT_LINEAR.format("c")),
        (linear, lambda x, c: c + 0, lambda x, c: c**2 if np.all(abs(c) < 9) else None, None),
    ],
)
def test_what_a_change_of_an_argument_does_is_told(find, reference, function, words):
    x, c = drawn([(3, 2), (4, 2)]), drawn([(2,), (2,)])
    cases = [*zip([a / abs(a).max() for a in x], c, strict=True)]
    again, right = (lambda *case, f=f: f(*case) for f in (function, reference))
    assert find(pairs_of(reference, function, cases, "xc"), again, right) == words


def test_small_arguments_are_changed_too():
    def by_length(x):
        return x / np.linalg.norm(x)

    pairs = pairs_of(lambda x: x, by_length, [(1e-9 * a,) for a in drawn(NUMBERS)], "x")
    words = "It stays the same when x is doubled, and should not."
    assert steady(pairs, by_length, lambda x: x) == words


def test_a_term_is_called_by_its_whole_name_where_it_alone_is_of_its_kind():
    terms = [
        {"weights of layers": d * m, "biases of heads": m}
        for d, m in ((2, 3), (3, 5), (4, 2), (1, 7))
    ]
    pairs = sized(
        [one["weights of layers"] for one in terms],
        [sum(one.values()) for one in terms],
        rows=range(4),
    )
    pairs = [pair._replace(terms=one) for pair, one in zip(pairs, terms, strict=True)]
    assert termed(pairs) == "It counts no biases of heads, and the rest rightly."


@pytest.mark.parametrize("end", ["first", "last"])
def test_what_lacks_an_end_remembers_which_as_a_loop_may_be_at_fault(end):
    cases = [(y,) for y in drawn([(4, 2), (5, 3)])]
    short = shaped(pairs_of(lambda y: y, lambda y: y[1:] if end == "first" else y[:-1], cases, "y"))
    assert (short, short.end) == (f"It comes without its {end} row.", end)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: x.max(0), "It is the largest of what it gives for the rows one by one."),
        (lambda x: 2 * x.max(0), None),  # what it gives for a row alone is wrong, too
    ],
)
def test_what_is_made_of_what_each_row_gives_is_told(function, words):
    def total(x):
        return x.sum(0)

    cases = [(x,) for x in drawn([(4, 2), (3, 2)])]
    pairs = pairs_of(total, function, cases, "x")
    pairs = [pair._replace(sizes={"columns": 1, "rows": len(pair.case[0])}) for pair in pairs]
    assert one_by_one(pairs, function, total) == words


def test_two_numbers_are_enough_to_stand_in_another_order():
    pairs = pairs_of(lambda y: y, lambda y: y[::-1], [(y,) for y in drawn([(2,), (2,)])], "y")
    assert placed(pairs) == "Its numbers stand in the opposite order."


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ((3, 4, 5), "its first, second and third numbers are right"),
        ((3, 4, 6), "its first and second numbers are right"),
        ((2, 1, 5), "its third number is right"),
        ((2, 1, 4), ""),
    ],
)
def test_which_numbers_of_a_shape_are_right_is_told(got, words):
    assert of_shape(got, (3, 4, 5)) == words


def test_what_is_infinite_may_be_a_reciprocal():
    right = [np.array([0.0, 2.0]), np.array([4.0, 0.0, 1.0])]
    pairs = [
        Pair(np.array(got), want, (), (), {})
        for got, want in zip(([np.inf, 0.5], [0.25, np.inf, 1]), right, strict=True)
    ]
    assert holds(lambda pair: 1 / pair.want, pairs)


@pytest.mark.parametrize(
    ("reference", "function", "given", "words"),
    [
        (
            lambda v: np.array(v + v),
            lambda v: np.array(v[:1] + v[1:] + v[:1] + v[1:]) + v[0] ** 2,
            [1.5, 2.5],
            "Its number at [1] changes with c[0], and should not.",
        ),
        (lambda c: 3.0, lambda c: 3 + c, np.array(2.5), "It changes with c, and should not."),
        (
            lambda c: np.ones(2),
            lambda c: c * np.ones(2 if c[0] == 2.5 else 1),
            np.array([2.5]),
            None,
        ),
        (lambda c: np.full(2, 1e8), lambda c: 1e8 + c, np.array([2.5, 1]), None),
        (
            lambda c: 1e-8 * c,
            lambda c: 1e-8 * c[::-1],
            np.array([2.5, 1]),
            "Its number at [0] stays as it is when c[0] changes, and should not.",
        ),
    ],
)
def test_on_which_number_another_depends_is_told(reference, function, given, words):
    pairs = pairs_of(reference, function, [(given,)], "c")
    assert depends(pairs, function, reference) == words


def for_positive(x, c):
    if np.any(x < 0):
        raise ValueError("no root")
    return np.sqrt(x) + c


def not_all_zeros(x, c):
    if not np.any(x):
        raise ValueError("nothing to divide by")
    return x / abs(x).max() + c


def narrow(cases):
    return [(x.astype(np.float32), c) for x, c in cases]


POSITIVE = [(abs(x), abs(c)) for x, c in zip(drawn(NUMBERS), drawn(NUMBERS), strict=True)]
ROWS_AND_MORE = [
    {"rows": n, "layers": 1, "classes": k} for n, k in ((1, 2), (2, 2), (3, 2), (5, 4), (2, 3))
]


@pytest.mark.parametrize(
    ("reference", "function", "cases", "words"),
    [
        (
            for_positive,
            lambda x, c: for_positive(x, c) * (1 + (x.dtype == np.float32)),
            POSITIVE + narrow(POSITIVE),
            "It is wrong only where x is of type float32",
        ),
        (  # with another sign of c it would be wrong elsewhere, too
            for_positive,
            lambda x, c: for_positive(x, abs(c)) * (1 + (x.dtype == np.float32)),
            POSITIVE + narrow(POSITIVE),
            None,
        ),
        (
            lambda x, c: x + 1,
            lambda x, c: x + 1 + (c is not None),
            POSITIVE + [(x, None) for x, _ in POSITIVE],
            "It is wrong only where c is not None",
        ),
    ],
)
def test_of_which_kind_the_arguments_are_where_it_is_wrong_is_told(
    reference, function, cases, words
):
    every = pairs_of(reference, function, cases, "xc")
    wrong = [pair for pair in every if not np.allclose(pair.got, pair.want)]
    assert only_of_kind(every, wrong, function, reference) == words


def test_of_which_sizes_it_is_wrong_is_told_where_others_do_not_vary():
    every = [
        Pair(
            np.ones(2), np.ones(2) + (sizes["rows"] == sizes["classes"]), ("how",), ("sum",), sizes
        )
        for sizes in ROWS_AND_MORE
    ]
    wrong = [pair for pair in every if pair.want[0] != 1]
    words = only_of_size(every, wrong, lambda how: np.ones(2), lambda how: np.ones(2))
    assert words == "It is wrong only with as many rows as classes"


@pytest.mark.parametrize(
    ("reference", "more", "words"),
    [
        (lambda x, c: x + c, lambda x, c: c**3, "c is all zeros: look at what is done with c."),
        (not_all_zeros, lambda x, c: c**3, "c is all zeros: look at what is done with c."),
        (lambda x, c: x + c, lambda x, c: x * c + 1, None),
    ],
)
@pytest.mark.parametrize("names", [("x", "c"), ("how", "x", "c")])
def test_for_which_values_it_would_be_right_is_told(reference, more, words, names):
    cases = [("sum", *case)[-len(names) :] for case in POSITIVE[:2]]
    again = lambda *case: reference(*case[-2:]) + more(*case[-2:])  # noqa: E731
    right = lambda *case: reference(*case[-2:])  # noqa: E731
    text = right_where(pairs_of(right, again, cases, names), again, right)
    assert text == (words and f"It is right where {words}")


def test_a_list_is_changed_to_a_list():
    pair = Pair(np.ones(2), np.ones(2), ("c",), ([1.5, 2.5],), {})
    assert changed_case(pair, 0, np.negative) == [[-1.5, -2.5]]


@pytest.mark.parametrize(
    ("reference", "given", "words"),
    [
        (lambda c, x: x + c, [2, 3], "It does not depend on c."),
        (
            lambda c, x: x + c.sum(),
            [np.ones(2), np.ones(2), np.ones(0)],
            "It does not depend on c.",
        ),
        (
            lambda c, x: x + c.sum(),
            [np.array([1, 2]), np.array([2, 0]), np.ones(0, int)],
            "It does not depend on c.",
        ),
        (lambda c, x: x + c.sum(), [np.ones(2)], None),
        (lambda c, x: x + {1.0: 2.0}[c[0]], [np.ones(2), np.ones(2)], None),
    ],
)
def test_on_which_argument_it_does_not_depend_is_told(reference, given, words):
    def right(c, x):
        try:
            return reference(c, x)
        except KeyError as error:
            raise ValueError("there is none") from error

    pairs = pairs_of(
        right, lambda c, x: np.sin(x), [*zip(given, drawn([(3,)] * 3), strict=False)], "cx"
    )
    assert independent_of(pairs, pairs, lambda c, x: np.sin(x), right) == words


def said(reference, function, cases, *, tried=True):
    """Return what is said of all cases together."""
    pairs = [
        pair._replace(sizes={"numbers": len(pair.case[0])}, terms={"weights": 1.0})
        for pair in pairs_of(reference, function, cases, "xc")
    ]
    return related(pairs, [], False, function, reference, tried=tried)


TWOS = [*zip(drawn([(2,)] * 3), drawn([(2,)] * 3), strict=True)]
FLOAT32 = "It is wrong only where x is of type float32"


def wrong_for_float32(made):
    return lambda x, c: made(x) if x.dtype == np.float32 else x + 0


@pytest.mark.parametrize(
    ("reference", "function", "cases", "words"),
    [
        (  # zeros beside one another are no chance
            lambda x, c: x + 0,
            wrong_for_float32(lambda x: 3 * x),
            [(0 * x, c) for x, c in TWOS] + narrow(TWOS),
            f"{FLOAT32}: every number is 3 times what it should be.",
        ),
        (  # a single zero is
            lambda x, c: x.sum(),
            lambda x, c: 3 * x.sum(),
            TWOS + [(np.zeros(2, int), c) for _, c in TWOS],
            "Every number is 3 times what it should be.",
        ),
        (
            lambda x, c: x + 0,
            wrong_for_float32(lambda x: x + 1e-3 * np.sin(9 * x) * abs(x).max()),
            TWOS + narrow(TWOS),
            f"{FLOAT32}: it is nearly right, within 0.001 of its largest number: are digits lost?",
        ),
        (
            lambda x, c: np.exp(x) * c,
            lambda x, c: np.exp(x) + np.exp(x / 2),
            TWOS,
            "It does not depend on c.",
        ),
        (  # it is not linear, which is another matter
            lambda x, c: x + 0,
            wrong_for_float32(lambda x: x * abs(x) + np.sin(9 * x)),
            TWOS + narrow(TWOS),
            f"{FLOAT32}.",
        ),
        (
            lambda x, c: x.sum() ** 3 + (c**3).sum(),
            lambda x, c: (
                x.sum() ** 3 + (c**3).sum() + 99 * (len(x) > 1) * np.sin(9 * x.sum() * c[0])
            ),
            [(x[:1], c) for x, c in TWOS] + TWOS,
            "It is wrong only where the number of numbers is above 1: compare what yours does with "
            "one and with two.",
        ),
        (  # a list of arrays would not add up to a count
            lambda x, c: x + 0,
            lambda x, c: abs(x),
            TWOS,
            "Every number has lost its sign.",
        ),
        (
            lambda x, c: x + c,
            lambda x, c: np.array([7.0, 8.0]),
            TWOS,
            "It is the same whatever the arguments are.",
        ),
        (
            lambda x, c: x + c,
            lambda x, c: np.array([7.0, 7.0]),
            TWOS[:2],
            "All its numbers are the same.",
        ),
    ],
)
def test_what_is_true_of_all_cases_together_is_told(reference, function, cases, words):
    assert said(reference, function, cases) == words


@pytest.mark.parametrize(
    ("reference", "function", "words"),
    [
        (
            lambda x, c: x - x.mean() + c,
            lambda x, c: x * abs(x) + c,
            "It changes when one number is added to all of x, and should not.",
        ),
        (
            lambda x, c: x * x + 0.1 * c * c,
            lambda x, c: x * x - 2 * c * c + np.sin(x),
            "It is below zero in places, and never should be.",
        ),
    ],
)
def test_what_comes_of_other_arguments_is_told_only_if_they_may_be_tried(
    reference, function, words
):
    assert said(reference, function, TWOS + TWOS) == words
    assert said(reference, function, TWOS + TWOS, tried=False) != words

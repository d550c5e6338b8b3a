"""What one relation says by itself of results beside the right ones."""

import numpy as np
import pytest

from fclib.checks.engine.relations.expressed import expressed
from fclib.checks.engine.relations.given import of_shape
from fclib.checks.engine.relations.pairs import Pair, holds
from fclib.checks.engine.relations.parts import alone, left, one_part
from fclib.checks.engine.relations.places import placed
from fclib.checks.engine.relations.properties import always
from fclib.checks.engine.relations.samples import one_by_one
from fclib.checks.engine.relations.shapes import shaped
from fclib.checks.engine.relations.sizes import counted, scaled
from fclib.checks.engine.relations.terms import termed
from fclib.checks.engine.relations.values import changed, moved, nearly
from tests.checks.pairs import drawn, pairs_of, place, put, sized, where

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
            lambda y: np.clip(y, -2, 8),
            "Numbers below −2 and above 8 are cut off there.",
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
        (
            lambda x: x.max(0) / len(x),
            "It is the largest of what it gives for the rows one by one, divided by how many "
            "there are.",
        ),
        (lambda x: 2 * x.max(0), None),  # what it gives for a row alone is wrong, too
        (lambda x: x.max(0) if len(x) > 1 else -x[0], None),
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


ROWS, COLUMNS = np.array([0, 1, 2, 3, 5, 4, 6, 2]), np.array([3, 1, 5, 2, 4, 7, 3, 8])
LAYERS, HEADS = np.array([2, 5, 1, 4, 3, 9, 7, 4]), np.array([7, 2, 0, 1, 6, 3, 5, 5])
TWO = {"rows": ROWS, "columns": COLUMNS}


@pytest.mark.parametrize(
    ("got", "sizes", "words"),
    [
        (2 * ROWS, {"rows": ROWS}, "2 × rows"),
        (2 * ROWS, {"rows": ROWS, **{f"same {k}": ROWS for k in range(4)}}, "2 × rows"),
        (2 * ROWS, {"rows": ROWS, **{f"always {k}": 0 * ROWS + k for k in range(4)}}, "2 × rows"),
        (ROWS * COLUMNS, TWO, "rows × columns"),
        (ROWS + 3 * COLUMNS, TWO, "rows + 3 × columns"),
        (ROWS * COLUMNS + 5, TWO, "rows × columns + 5"),
        (ROWS + COLUMNS + 1, TWO, "rows + columns + 1"),
        (16 * ROWS, TWO, "16 × rows"),
        (17 * ROWS, TWO, None),
        (ROWS**2 * COLUMNS, TWO, "rows × rows × columns"),
        (3 * ROWS**3 * COLUMNS, TWO, "3 × rows × rows × rows × columns"),
        (ROWS**4 * COLUMNS, TWO, None),
        (16 * ROWS**2 * COLUMNS, TWO, "16 × rows × rows × columns"),
        (17 * ROWS**2 * COLUMNS, TWO, None),
        (6 * ROWS**2 * COLUMNS, {**TWO, "rows": 2 * ROWS}, None),  # 1.5 times
        (ROWS**2 * COLUMNS, {**TWO, "heads": HEADS}, "rows × rows × columns"),
        (ROWS**2 * COLUMNS * (ROWS != 5), TWO, None),
        ((ROWS**2 * COLUMNS)[:5], {name: of[:5] for name, of in TWO.items()}, None),
        (1.5 * ROWS * 1.0, TWO, None),
        (0 * ROWS + 6, TWO, None),
        (ROWS + 6, {"always": 0 * ROWS + 3}, None),
        (
            ROWS + COLUMNS + LAYERS,
            {**TWO, "layers": LAYERS, "heads": HEADS},
            None,  # a sum of all sizes is, and of some of them not
        ),
    ],
)
def test_of_which_sizes_a_count_is_made_is_told(got, sizes, words):
    text = expressed(sized(got, 0 * ROWS[: len(got)], **sizes))
    assert text == (words and f"It comes to {words}, in every case.")


def test_what_stands_in_the_place_of_a_term_is_told():
    pairs = sized(ROWS * COLUMNS + LAYERS, ROWS * COLUMNS + COLUMNS, **TWO, layers=LAYERS)
    pairs = [pair._replace(terms={"biases": pair.sizes["columns"]}) for pair in pairs]
    assert expressed(pairs) == "In place of the biases it counts layers."

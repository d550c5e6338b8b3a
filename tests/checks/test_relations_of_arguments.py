"""What one relation says by itself of a result and of what it was given."""

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
from fclib.checks.engine.relations.pairs import Pair
from fclib.checks.engine.relations.properties import at_zero, linear, steady
from fclib.checks.engine.relations.together import as_if_other
from tests.checks.pairs import IMAGES, NUMBERS, SQUARES, TABLES, drawn, pairs_of, place, where

CHANGES = [
    (NUMBERS, "had lost its signs", abs),
    (NUMBERS, "were negated", lambda a: -a),
    (NUMBERS, "had zeros for its numbers below zero", lambda a: where(a, a > 0)),
    (NUMBERS, "had zeros for its numbers above zero", lambda a: where(a, a < 0)),
    (NUMBERS, "were squared", lambda a: a * a),
    (NUMBERS, "held only the signs of its numbers", lambda a: 2.0 * (a > 0) - 1),
    (NUMBERS, "were all zeros", lambda a: 0 * a),
    (NUMBERS, "were all ones", lambda a: 0 * a + 1),
    (NUMBERS, "were cut to whole numbers", np.trunc),
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
        (  # of single numbers it is not asked: the check of a loss has no time for it
            lambda x, c: x @ x * c[0] + x[0],
            lambda x, c: 3 * (x @ x) * c[0] + x[0],
            None,
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


def test_a_number_that_would_have_to_be_as_it_is_is_not_called_another():
    def right(x, k):
        return k * x

    cases = [*zip(drawn(NUMBERS), (1.5, 2.5, 4.5), strict=True)]
    nearly = pairs_of(right, lambda x, k: k * x * (1 + 1e-12), cases, "xk")
    assert as_if_other([pair._replace(exact=True) for pair in nearly], right) is None
    halved = pairs_of(right, lambda x, k: k * x if k < 2 else k * x / 2, cases, "xk")
    words = "It is what would be right if k were another: 1.25 where it is 2.5."
    assert as_if_other(halved, right) == words


def test_which_of_two_numbers_would_have_to_be_another_is_told():
    def right(x, k, m):
        if k > 5:
            raise ValueError("k is at most 5")
        return k * x + m

    cases = [*zip(drawn(NUMBERS), (1.5, 2.5, 4.5), (0.5, 1.5, 3.5), strict=True)]
    words = "It is what would be right if m were another: 1 where it is 0.5."
    doubled = pairs_of(right, lambda x, k, m: k * x + 2 * m, cases, "xkm")
    assert as_if_other(doubled, right) == words
    out_of_range = pairs_of(right, lambda x, k, m: 2 * k * x + m, cases, "xkm")
    assert as_if_other(out_of_range, right) is None


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
        (  # where x is all zeros, it is one number again and again, which shows nothing
            lambda x, c: 2 * x + c[0],
            lambda x, c: c[0] ** 3,
            "c is all zeros: look at what is done with c.",
        ),
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


def said(reference, function, cases, *, stops=False, tried=True):
    """Return what is said of all cases together."""
    pairs = [
        pair._replace(sizes={"numbers": len(pair.case[0])}, terms={"weights": 1.0})
        for pair in pairs_of(reference, function, cases, "xc")
    ]
    return related(pairs, [], stops, function, reference, tried=tried)


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
            narrow(TWOS) + [(0 * x, c) for x, c in TWOS],
            "Every number is 3 times what it should be.",
        ),
        (
            lambda x, c: x.sum(),
            lambda x, c: x.sum() * (x.dtype != np.float32),
            narrow(TWOS) + TWOS,
            f"{FLOAT32}: it is the same whatever the arguments are.",
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


def test_nothing_is_said_of_sizes_where_it_stops_for_some():
    cases = [(x[:1], c) for x, c in TWOS] + TWOS
    words = "It is wrong only where the number of numbers is above 1"
    found = [
        said(lambda x, c: x.sum(), lambda x, c: x.sum() * len(x) ** 3, cases, stops=stops)
        for stops in (False, True)
    ]
    assert [text is not None and text.startswith(words) for text in found] == [True, False]

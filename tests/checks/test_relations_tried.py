"""What is said of a wrong answer once its arguments are changed: it must be true of it."""

import numpy as np
import pytest

from fclib.checks.engine.running import spread
from fclib.checks.engine.subject import draw
from tests.checks.described import CASES, LAYER, RNG, SAME, case, right, said, said_of_arrays

DEPENDS = "Its number at [0, 1] changes with W[0, 0], and should not."
STAYS = "Its number at [0, 0] stays as it is when x[0, 0] changes, and should not."
NOT_LINEAR = (
    "It is not linear in x, as a sum of products would be: is something squared, divided, cut off "
    "or the largest taken on the way?"
)
SPREAD = np.arange(1, 9)
IF = "It is what would be right if"
NOT = "nothing of it is said"


MASK = np.random.default_rng(2).random((5, 4)) > 0.5
MASK[0, 0] = False
LED = LAYER._replace(
    arguments=("how", *LAYER.arguments),
    reference=lambda how, *case: right(*case),
    sizes=lambda how, *case: "here",
    lengths=lambda how, *case: LAYER.lengths(*case),
    trial=[("sum", *case) for case in LAYER.trial],
)
"""The same with an argument before the others that is no number."""
LED_CASES = [("sum", *case) for case in CASES]


def softmax(x):
    return np.exp(x) / np.exp(x).sum(1, keepdims=True)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, W, b: x @ W.T - b, "It is off by b, −2 times."),
        (lambda x, W, b: x @ W.T + 2 * b, "It is off by b."),
        (
            lambda x, W, b: 4 * right(x, W, b) * len(W),
            "Every number is multiplied by the number of outputs, and is 4 times that.",
        ),
        (
            lambda x, W, b: right(x, W, b) / len(W) / 4,
            "Every number is divided by the number of outputs, and is 0.25 times that.",
        ),
        (lambda x, W, b: x @ W.T, "It is off by b, with a minus."),
        (lambda x, W, b: np.ones_like(x) @ np.cos(W.T) + np.sin(b), "It does not depend on x."),
        (lambda x, W, b: right(x, W, b) + W[0, 0] * x[:, :1] * SPREAD[: len(W)], DEPENDS),
        (lambda x, W, b: right(x, W, b) * SPREAD[: len(W)] - x[:, :1] * W[:1, 0], STAYS),
        (lambda x, W, b: (x[:, None] * W).max(2) + b, NOT_LINEAR),
        (lambda x, W, b: np.sin(right(x, W, 0)) + b, NOT_LINEAR),
        (
            lambda x, W, b: x.sum(1)[:, None] + W.sum(1) + b,
            "Where x is all zeros, it depends on W, and should not.",
        ),
        (
            lambda x, W, b: x @ W.T + b * x[:, :1] * SPREAD[: len(W)],
            "Where x is all zeros, so is it, and should not be.",
        ),
        (
            lambda x, W, b: x * SPREAD[: x.shape[1]] @ W.T * SPREAD[: len(W)] + 3 * b,
            "Where x is all zeros, every number is 3 times what it should be.",
        ),
        (
            lambda x, W, b: right(x, W, b) / (W.size * len(x)),
            "Every number is divided by the number of samples, by the number of inputs and by the "
            "number of outputs.",
        ),
        (
            lambda x, W, b: right(x / np.abs(x).sum(), W, b),
            "It stays the same when x is doubled, and should not.",
        ),
        (
            lambda x, W, b: np.tanh(right(x, W, b)) ** 2,
            "It always lies between 0 and 1, and should not.",
        ),
        (
            lambda x, W, b: 0.3 * np.sign(right(x, W, b)),
            "It always lies between −1 and 1, and should not.",
        ),
        (lambda x, W, b: right(abs(x), W, b), f"{IF} x had lost its signs."),
        (lambda x, W, b: right(x, W[::-1], b), f"{IF} W had its rows in the opposite order."),
        (
            lambda x, W, b: right(x - x.mean(1, keepdims=True), W, b),
            f"{IF} x had the mean over its columns taken off.",
        ),
        (
            lambda x, W, b: right(x, 3 * W, b),
            f"{IF} x were 3 times what it should be.",
        ),
        (
            lambda x, W, b: right(x / x.shape[1] ** 0.5, W, b),
            f"{IF} x were divided by the square root of the number of inputs.",
        ),
    ],
)
def test_what_becomes_of_the_arguments_is_told(function, words):
    assert said(function) == words
    assert said(lambda how, *case: function(*case), LED_CASES, LED) == words


@pytest.mark.parametrize(
    ("shapes", "function", "words"),
    [
        (((4, 3), 4), lambda x, c: x + c[:, None], "It is off by c, along its rows."),
        (
            ((4, 3), 4),
            lambda x, c: x - c[:, None],
            "It is off by c, with a minus, along its rows.",
        ),
        (((4, 3), 3), lambda x, c: x + 3 * c, "It is off by c, 3 times."),
        (((4, 3), (4, 3)), lambda x, c: x - c / 8, "It is off by c, −0.125 times."),
        (
            ((4, 3, 2), 3),
            lambda x, c: x + 3 * c[:, None],
            "It is off by c, 3 times, along its slices along axis 1.",
        ),
        (
            ((4, 3, 2), 4),
            lambda x, c: x + c[:, None, None],
            "It is off by c, along its slices along axis 0.",
        ),
        (((4, 4), (4, 4)), lambda x, c: x + c.T, None),
        (((4, 3), 3), lambda x, c: x + c * len(x), None),
        (((4, 3), 3), lambda x, c: x + c + 5 * (len(x) == 4), None),
    ],
)
def test_by_which_argument_a_result_is_off_is_told(shapes, function, words):
    subject = SAME._replace(
        arguments=("how", "x", "c"),
        reference=lambda how, x, c: x + 0,
        sizes=lambda how, x, c: "here",
    )
    rng = np.random.default_rng(5)
    longer = [
        [np.array(shape) + more * (np.array(shape) > 0) for shape in shapes] for more in (0, 2)
    ]
    cases = [("sum", *(draw(rng, *np.atleast_1d(shape)) for shape in two)) for two in longer]
    text = said(lambda how, x, c: function(x, c), cases, subject)
    assert text == words if words else "off by c" not in text
    alone = said(lambda how, x, c: function(x, c), cases[:1], subject)
    assert alone == words or words is None


IMAGES = [(2, 2, 3, 3), (3, 2, 4, 4), (2, 3, 2, 2)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda a: a.swapaxes(2, 3).reshape(a.shape),
            f"{IF} a had rows and columns of its images exchanged.",
        ),
        (
            lambda a: np.rot90(a, axes=(2, 3)).reshape(a.shape),
            f"{IF} a had its images turned by a quarter.",
        ),
        (
            lambda a: np.flip(a, 2),
            f"{IF} a had its slices along axis 2 in the opposite order.",
        ),
    ],
)
def test_what_becomes_of_images_is_told(change, words):
    subject = SAME._replace(
        arguments=("a", "k"), reference=lambda a, k: (a * k).sum((1, 2, 3)), sizes=lambda a, k: ""
    )
    rng = np.random.default_rng(5)
    cases = [(draw(rng, *shape), draw(rng, *shape[1:])) for shape in IMAGES]
    assert said(lambda a, k: subject.reference(change(a), k), cases, subject) == words


@pytest.mark.parametrize(
    ("reference", "change", "words"),
    [
        (
            lambda x, label: x[range(len(x)), label],
            lambda x, label: x[range(len(x)), label[::-1]],
            f"{IF} label had its numbers in the opposite order.",
        ),
        (
            lambda x, label: x[range(len(x)), label],
            lambda x, label: x[range(len(x)), label[-1] + 0 * label],
            f"{IF} label held its last number everywhere.",
        ),
    ],
)
def test_labels_may_be_others_too(reference, change, words):
    subject = SAME._replace(
        arguments=("x", "label"), reference=reference, sizes=lambda x, label: "here"
    )
    rng = np.random.default_rng(5)
    cases = [(draw(rng, n, 4), rng.integers(0, 4, n)) for n in (4, 5, 6)]
    assert said(change, cases, subject) == words


def total(x, W, b):
    return right(x, W, b).sum(0)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda *case: right(*case).max(0), "the largest"),
        (lambda *case: right(*case).min(0), "the smallest"),
        (lambda *case: right(*case)[-1], "the last"),
        (lambda *case: right(*case).prod(0), "the product"),
    ],
)
def test_what_is_made_of_what_each_sample_gives_is_told(function, words):
    text = said(function, subject=LAYER._replace(reference=total))
    assert text == (
        "It is wrong only where the number of samples is above 1: "
        f"it is {words} of what it gives for the samples one by one."
    )


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda *case: total(*case) + right(*case)[0], "It counts the first of the samples twice."),
        (lambda *case: total(*case) + right(*case)[-1], "It counts the last of the samples twice."),
        (lambda *case: total(*case) + right(*case)[1 % len(case[0])], None),
    ],
)
def test_which_sample_is_counted_twice_is_told(function, words):
    text = said(function, subject=LAYER._replace(reference=total))
    assert text == words if words else "twice" not in text


def test_a_sample_is_counted_twice_in_a_sum_alone():
    def product(*case):
        return right(*case).prod(0)

    subject = LAYER._replace(reference=product)
    assert "twice" not in said(lambda *case: product(*case) + right(*case)[0], subject=subject)


def test_what_is_no_sum_over_samples_may_be_one_over_outputs():
    def products(*case):
        return right(*case).prod(0).sum()

    def first_twice(x, W, b):
        return products(x, W, b) + products(x, W[:1], b[:1])

    cases = [case(RNG, *size) for size in ((4, 3, 2), (2, 4, 3), (3, 2, 5))]
    subject = LAYER._replace(reference=products, trial=())
    assert said(first_twice, cases, subject) == "It counts the first of the outputs twice."


def test_one_batch_of_several_is_too_few_to_tell_which_counts_twice():
    subject = LAYER._replace(reference=total, trial=())
    cases = [case(RNG, n, 2, 3) for n in (2, 1, 4)]

    def first_twice(*case):
        return total(*case) + right(*case)[0]

    assert "twice" not in said(first_twice, cases[:2], subject)
    assert "the first of the samples twice" in said(first_twice, cases, subject)


WEIGHED = SAME._replace(
    arguments=("how", "x", "k", "c", "rate"),
    reference=lambda how, x, k, c, rate: rate * (x.sum(1) + k) + c,
    sizes=lambda *case: "here",
)
RATES = (1.0, 0.5, 0.25)
"""At a rate of 1 much is right by chance."""


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x, k, c, rate: rate * (x.sum(1) + k * c) + c, f"{IF} k were multiplied by c."),
        (lambda x, k, c, rate: rate * (x.sum(1) + k) + c / k, f"{IF} c were divided by k."),
        (lambda x, k, c, rate: c + (x.sum(1) + k) / rate, f"{IF} rate were another: 2 where it is"),
        (lambda x, k, c, rate: c + (x.sum(1) + k) * rate**2, f"{IF} rate were another: 0.25 where"),
        (lambda x, k, c, rate: 3 * k + c + x.sum(1) / rate, None),
        (lambda x, k, c, rate: rate * (x.sum(1) + k * c) + 3 * c, None),
        (lambda x, k, c, rate: k + c + x[:, 0] * rate**2 + x[:, 1:].sum(1), None),
    ],
)
def test_for_which_other_argument_it_would_be_right_is_told(function, words):
    rng = np.random.default_rng(5)
    cases = [
        ("sum", draw(rng, n, 3), draw(rng, n), draw(rng, n), rate)
        for n, rate in zip((4, 3, 5), RATES, strict=True)
    ]
    # A whole number is an argument like others.
    cases.append((*cases[0][:2], cases[0][2].round().astype(int) + 7, *cases[0][3:]))
    text = said(lambda how, *case: function(*case), cases, WEIGHED)
    assert text.startswith(words) if words else IF not in text


def test_one_number_would_be_right_for_any_rate():
    rng = np.random.default_rng(5)
    cases = [("sum", draw(rng, 1, 3), draw(rng, 1), draw(rng, 1), rate) for rate in RATES]

    def squared(how, x, k, c, rate):
        return WEIGHED.reference(how, x, k, c, rate**2)

    assert "another" not in said(squared, cases, WEIGHED)


def test_a_rate_that_must_not_be_zero_is_left_as_it_is(refused):
    rng = np.random.default_rng(5)
    cases = [("sum", draw(rng, 4, 3), draw(rng, 4), draw(rng, 4), rate) for rate in RATES]
    divided = WEIGHED._replace(
        reference=lambda how, x, k, c, rate: (x.sum(1) + k) / refused(rate) + c
    )
    text = said(lambda how, x, k, c, rate: rate * (x.sum(1) + k) + c, cases, divided)
    assert "another" not in text


def test_a_rate_for_which_nothing_is_right_is_not_called_another():
    def small(how, x, k, c, rate):
        if rate > 1:
            raise ValueError
        return rate * (x.sum(1) + k) + c

    rng = np.random.default_rng(5)
    cases = [("sum", draw(rng, 4, 3), draw(rng, 4), draw(rng, 4), rate) for rate in RATES]
    text = said(
        lambda how, x, k, c, rate: 8 * rate * (x.sum(1) + k) + c,
        cases,
        WEIGHED._replace(reference=small),
    )
    assert "another" not in text


@pytest.fixture(params=[ValueError, ZeroDivisionError])
def refused(request):
    """Return numbers as they are, but for zero."""

    def checked(rate):
        if rate == 0:
            raise request.param
        return rate

    return checked


def test_a_rate_that_changes_nothing_is_not_called_another():
    rng = np.random.default_rng(5)
    cases = [("sum", 0 * draw(rng, 4, 3), 0 * draw(rng, 4), draw(rng, 4), rate) for rate in RATES]
    text = said(lambda how, x, k, c, rate: c + c**2, cases, WEIGHED)
    assert "another" not in text


def test_what_is_divided_by_zero_on_the_way_is_not_linear():
    (x, W, b), *others = CASES
    cases = [(np.abs(x), np.full_like(W, 0.25), b), *others]

    def divided(x, W, b):
        return (x[:, None, :] / W).sum(2) + b

    text = said(divided, cases, LAYER._replace(trial=()))
    assert text == NOT_LINEAR.replace(" in x,", " in W,")


def test_two_sizes_are_enough_to_tell():
    cases = [case(RNG, n, 3, 2) for n in (1, 2, 2)]
    text = said(lambda *case: right(*case) / len(case[0]), cases, LAYER._replace(trial=()))
    assert text == "Every number is divided by the number of samples."


def test_two_samples_are_enough_to_tell():
    subject = LAYER._replace(reference=total, trial=())
    cases = [case(RNG, 2, *sizes) for sizes in ((3, 2), (4, 3), (2, 5))]
    text = said(lambda *case: right(*case).min(0), cases, subject)
    assert text == "It is the smallest of what it gives for the samples one by one."
    assert "one by one" not in said(lambda *case: right(*case).min(0), cases[:1], subject)


WHOLE = (np.arange(-2, 4).reshape(2, 3) + 5, *CASES[0][1:])
MORE = (np.arange(6).reshape(2, 3), *CASES[0][1:])
SINGLE = tuple(value.astype(np.float32) for value in CASES[1])
BY_COLUMN = (np.asfortranarray(CASES[0][0]), *CASES[0][1:])
GAPS = (spread(CASES[3][0]), *CASES[3][1:])


@pytest.mark.parametrize(
    ("wrong_where", "words"),
    [
        (lambda x, W, b: len(x) == 1, "where the number of samples is 1"),
        (lambda x, W, b: len(x) > 1, "where the number of samples is above 1"),
        (lambda x, W, b: len(x) > 2, "where the number of samples is above 2"),
        (lambda x, W, b: x.shape[1] > 3, "where the number of inputs is above 3"),
        (lambda x, W, b: len(x) == len(W), "with as many samples as outputs"),
        (lambda x, W, b: len(x) < len(W), "with fewer samples than outputs"),
        (lambda x, W, b: x.shape[1] > len(W), "with more inputs than outputs"),
        (lambda x, W, b: x.dtype.kind == "i", "where x holds whole numbers"),
        (lambda x, W, b: x.dtype == np.float32, "where x is of type float32"),
        (lambda x, W, b: x.dtype.kind == "f", "where no argument holds whole numbers"),
        (
            lambda x, W, b: x.flags.f_contiguous and x.shape[0] > 1,
            "for arrays that lie in memory column by column",
        ),
        (
            lambda x, W, b: not x.flags.forc,
            "for arrays that lie with gaps in memory, as views do",
        ),
        (
            lambda x, W, b: not x.flags.c_contiguous,
            "for arrays that lie otherwise than row by row in memory",
        ),
    ],
)
def test_for_which_arguments_it_is_wrong_is_told(wrong_where, words):
    def sometimes(*case):
        return right(*case) * (3.7 if wrong_where(*case) else 1)

    text = said(sometimes, [*CASES, WHOLE, MORE, SINGLE, BY_COLUMN, GAPS])
    assert text == f"It is wrong only {words}: every number is 3.7 times what it should be."


@pytest.mark.parametrize(
    ("wrong_where", "words"),
    [
        (lambda x, how: x.ndim == 1, "where x has a single axis"),
        (lambda x, how: x.ndim > 1, "where x has more than one axis"),
        (lambda x, how: x.ndim > 2, "where x has more than two axes"),
        (lambda x, how: how is None, "where how is None"),
        (lambda x, how: how == "sum", 'where how is "sum"'),
        (lambda x, how: x.dtype == np.uint8, "where x is of type uint8"),
        (lambda x, how: len(x) == 0, "where there are no samples"),
        (lambda x, how: len(x) > 0, "where there are samples"),
        (lambda x, how: how is not None, "where how is not None"),
    ],
)
def test_of_which_kind_arguments_are_where_it_is_wrong_is_told(wrong_where, words):
    subject = SAME._replace(
        arguments=("x", "how"),
        reference=lambda x, how: x.sum() + np.arange(3) + len(how or ""),
        sizes=lambda x, how: "here",
        lengths=lambda x, how: {"samples": len(x)},
    )
    rng = np.random.default_rng(7)
    shapes = [(3,), (4,), (2, 3), (5, 2), (2, 3, 4), (2, 2, 5)]
    cases = [(draw(rng, *shape), how) for shape in shapes for how in (None, "sum", "mean")]
    cases += [(np.array([k, 2, 250], np.uint8), how) for k, how in enumerate((None, "sum", "mean"))]
    cases += [(np.array([[3, 2, 1]]), how) for how in (None, "sum", "mean")]
    cases += [(np.zeros((0, 2)), how) for how in (None, "sum", "mean")]

    def sometimes(x, how):
        return subject.reference(x, how) * (3.7 if wrong_where(x, how) else 1)

    text = said(sometimes, cases, subject)
    assert text == f"It is wrong only {words}: every number is 3.7 times what it should be."


@pytest.mark.parametrize(
    ("wrong_where", "words"),
    [
        (lambda a, c: "i" in a.dtype.kind + c.dtype.kind, "where an argument holds whole numbers"),
        (lambda a, c: np.float32 in (a.dtype, c.dtype), "where arguments are float32"),
        (lambda a, c: a.dtype == np.int64, "where a is of type int64"),
        (lambda a, c: c.dtype.kind == "f", "where no argument holds whole numbers"),
    ],
)
def test_of_which_type_any_argument_is_where_it_is_wrong_is_told(wrong_where, words):
    subject = SAME._replace(
        arguments=("a", "c"), reference=lambda a, c: a + 2.0 * c, sizes=lambda a, c: "here"
    )
    rng = np.random.default_rng(5)
    kinds = [("f8", "f8"), ("f8", "f4"), ("f4", "f8"), ("f8", "f8")]
    if "32" not in words:
        kinds += [("f8", "i8"), ("i8", "f8"), ("u1", "f8")] if "an arg" in words else []
        kinds += [("u1", "f8"), ("i8", "f8")] if "int64" in words else []
        kinds += [("f8", "i8"), ("f8", "i8")] if "no arg" in words else []
    cases = [(rng.integers(1, 9, 4).astype(a), rng.integers(1, 9, 4).astype(c)) for a, c in kinds]

    def sometimes(a, c):
        bad = wrong_where(a, c) or ("an arg" in words and a.dtype == np.uint8)
        return subject.reference(a, c) * (3.7 if bad else 1)

    text = said(sometimes, cases, subject)
    assert text == f"It is wrong only {words}: every number is 3.7 times what it should be."


@pytest.mark.parametrize(
    ("reference", "function", "more", "words"),
    [
        (
            lambda x, k: np.exp(x / 4) * k,
            lambda x, k: np.sin(x),
            lambda rng, n: n,
            "It does not depend on k.",
        ),
        (
            lambda x, k: x[range(len(x)), k] ** 3,
            lambda x, k: np.sin(x).prod(1),
            lambda rng, n: rng.integers(0, 4, n),
            "It does not depend on k.",
        ),
        (  # where k is 1, it is right by chance
            lambda x, k: np.sin(x) + (k - 1) * np.exp(x / 4),
            lambda x, k: np.sin(x),
            lambda rng, n: n - 1,
            "It does not depend on k.",
        ),
        (
            lambda x, k: (np.exp(x / 4) * k).sum(),
            lambda x, k: np.sin(x).sum(),
            lambda rng, n: n,
            "It does not depend on k.",
        ),
        (
            lambda x, k: np.exp(x / 4) * (k > 0),
            lambda x, k: np.sin(x),
            lambda rng, n: n,
            NOT,
        ),
        (lambda x, k: np.exp(x / 4) * k, lambda x, k: np.sin(x), lambda rng, n: True, NOT),
    ],
)
def test_on_which_argument_a_result_does_not_depend_is_told(reference, function, more, words):
    subject = SAME._replace(arguments=("x", "k"), reference=reference, sizes=lambda x, k: "here")
    rng = np.random.default_rng(5)
    cases = [(draw(rng, n, 4), more(rng, n)) for n in (2, 3, 5, 4)]
    text = said(function, cases, subject)
    assert text == words if words != NOT else "depend" not in text


def test_where_two_sizes_are_alike_it_is_not_said_of_which_it_is_wrong():
    cases = [CASES[0], CASES[2], *(case(RNG, 1, 1, m) for m in (2, 3, 4))]

    def sometimes(x, W, b):
        return right(x, W, b) + (np.sin(x @ W.T) if len(x) == 1 else 0)

    assert "where the number of" not in said(sometimes, cases, LAYER._replace(trial=()))


def test_an_argument_on_which_right_results_depend_is_not_called_one_that_does_not_matter():
    by_chance = np.ones((1, 3)), np.zeros((2, 3)), np.full(2, 5.0)

    def five_for_one(x, W, b):
        return right(x, W, b) if len(x) > 1 else np.full((1, len(W)), 5.0)

    assert "does not depend" not in said(five_for_one, [*CASES, by_chance])


def test_what_one_number_alone_would_show_is_not_said():
    """Of one number everything is a multiple."""
    cases = [case(np.random.default_rng(seed), 1, 3, 1) for seed in range(3)]
    assert "times" not in said(lambda x, W, b: x[:, :1], cases, LAYER._replace(trial=()))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda x: x / x.max(),
            "It stays the same when x is doubled, and should not.",
        ),
        (lambda x: x.T @ x, "It stays the same when x is negated, and should not."),
        (
            lambda x: x - x.mean() + np.sin(x - x.mean()),
            "It stays the same when one number is added to all of x, and should not.",
        ),
        (lambda x: x + np.sin(x), NOT_LINEAR),
    ],
)
def test_what_a_change_of_an_argument_does_is_told(change, words):
    assert said_of_arrays(change, [(3, 3), (4, 4), (2, 2), (5, 5)]) == words


def lowest(x):
    """Return the rows and columns of the three lowest numbers."""
    return np.column_stack(np.unravel_index(np.argsort(x.ravel())[:3], x.shape))


ADD_UP = "Its {} should each add up to {}, and do not."


@pytest.mark.parametrize(
    ("reference", "function", "words"),
    [
        (softmax, lambda x: softmax(x) * (1 + np.sin(x) / 10), ADD_UP.format("rows", 1)),
        (lambda x: x - x.mean(0), lambda x: x - x.mean(0) + np.sin(x), ADD_UP.format("columns", 0)),
        (
            softmax,
            lambda x: softmax(x + np.sin(x)),
            "It changes when one number is added to all of x, and should not.",
        ),
        (
            lambda x: abs(x) + 0.5,
            lambda x: abs(x) + np.sin(5 * x) + 0.5,
            "It changes when x is negated, and should not.",
        ),
        (
            lambda x: abs(x) + 0.5,
            lambda x: abs(x) + 1 - 3 * abs(np.sin(x)),
            "It is below zero in places, and never should be.",
        ),
        (
            lambda x: -abs(x) - 0.5,
            lambda x: abs(x) + 1 - 3 * abs(np.sin(x)),
            "It is above zero in places, and never should be.",
        ),
        (
            lambda x: abs(x) + 0.5,
            lambda x: np.cos(x**2),
            "It always lies between −1 and 1, and should not.",
        ),
        (
            softmax,
            lambda x: softmax(x * (1 + np.ptp(x.mean(1)))),
            "It changes when one number is added to all of the first row of x, and should not.",
        ),
        (
            softmax,
            lambda x: softmax(x) * np.where(x.shape[1] == 4, 1 + np.sin(x) / 10, 1),
            ADD_UP.format("rows", 1),
        ),
        (
            lambda x: abs(x) + 0.5,
            lambda x: abs(x) + 0.5 - (x.shape[1] == 4) * 5 * abs(np.sin(x)),
            "It is below zero in places, and never should be.",
        ),
        (lambda x: abs(x) + 0.5, lambda x: 9 * (abs(x) > 1) * np.sin(x) ** 2, "below zero"),
        (lambda x: x, lambda x: 1.5 * np.tanh(x**3 + x) ** 2, "between 0 and 1"),
        (lambda x: x, lambda x: 1.9 * np.tanh(x**3 + x) ** 2 - 0.6, "between −1 and 1"),
        (lambda x: x, lambda x: 0.6 - 1.9 * np.tanh(x**3 + x) ** 2, "between −1 and 1"),
        (
            lowest,
            lambda x: lowest(x)[[1, 1, 2]],
            "It holds the same row more than once, and should not.",
        ),
    ],
)
def test_what_every_right_result_is_is_told(reference, function, words):
    rng = np.random.default_rng(5)
    cases = [(draw(rng, *shape),) for shape in ((3, 3), (4, 3), (2, 4), (5, 4), (3, 6))]
    text = said(function, cases, SAME._replace(reference=reference))
    assert text == words if words[-1] == "." else words not in text


SCALE = 3e-7


@pytest.mark.parametrize(
    ("reference", "function", "words"),
    [
        (np.sum, np.max, "It stays as it is when x[2] changes, and should not."),
        (
            lambda x: np.exp(x[1:]).sum(),
            lambda x: np.exp(x[1:]).sum() + x[0] ** 3,
            "It changes with x[0], and should not.",
        ),
    ],
)
def test_on_which_number_a_single_one_depends_is_told(reference, function, words):
    rng = np.random.default_rng(5)
    cases = [(draw(rng, n),) for n in (3, 4, 5)]
    assert said(function, cases, SAME._replace(reference=reference)) == words


def test_small_results_move_as_much_as_large_ones():
    small = LAYER._replace(reference=lambda x, W, b: SCALE * right(x, W, b))
    assert (
        said(lambda x, W, b: SCALE * right(x, W * MASK[: len(W), : x.shape[1]], b), subject=small)
        == STAYS
    )


def test_what_stops_for_other_arguments_is_not_called_anything_but_linear():
    def for_small_numbers(x, W, b):
        y = right(x, W * MASK[: len(W), : x.shape[1]], b)
        return y if np.abs(x).max() < 4.25 and np.abs(W).max() < 4.25 else {}[0]

    words = "Its number at [0, 0] stays as it is when x[0, 1] changes, and should not."
    assert said(for_small_numbers) == words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (lambda x, c: c**3, "It is right where c is all zeros: look at what is done with c."),
        (lambda x, c: x * c, "It is right where x is all zeros: look at what is done with x."),
        (
            lambda x, c: np.where(c > 0, 0, 2 + c),
            "It is wrong only where c has numbers below zero.",
        ),
        (lambda x, c: (c - 1) ** 3, "It is right where c is all ones."),
    ],
)
def test_for_which_values_it_would_be_right_is_told(more, words):
    subject = SAME._replace(
        arguments=("how", "x", "c"),
        reference=lambda how, x, c: np.exp(x / 4) + np.exp(c / 4),
        sizes=lambda how, x, c: "here",
    )
    rng = np.random.default_rng(5)
    cases = [("sum", draw(rng, n), draw(rng, n)) for n in (6, 7, 8)]

    def function(how, x, c):
        return subject.reference(how, x, c) + more(x, c)

    assert said(function, cases, subject) == words


@pytest.mark.parametrize(
    ("at_zero", "words"),
    [
        (lambda c, d: 0 * c, "Where x is all zeros, so is it, and should not be."),
        (lambda c, d: 3 * c**3, "Where x is all zeros, every number is 3 times what it should be."),
        (lambda c, d: 7 + 0 * c, "Where x is all zeros, it does not depend on c, and should."),
        (lambda c, d: c**3 + d, "Where x is all zeros, it depends on d, and should not."),
    ],
)
def test_what_is_true_where_an_argument_is_all_zeros_is_told(at_zero, words):
    subject = SAME._replace(
        arguments=("how", "x", "c", "d"),
        reference=lambda how, x, c, d: np.exp(x) - 1 + c**3 + d * x,
        sizes=lambda *case: "here",
    )

    def function(how, x, c, d):
        return subject.reference(how, x, c, d) + x**2 if x.any() else at_zero(c, d)

    rng = np.random.default_rng(5)
    cases = [("sum", *(draw(rng, n) for _ in "xcd")) for n in (6, 7, 8)]
    assert said(function, cases, subject) == words

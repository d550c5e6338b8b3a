"""Which mistakes a check knows by what a function does, and how it speaks of several cases."""

import functools
import itertools

import numpy as np
import pytest

from fclib.checks import CheckFailed
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.loops import Loop, has_loop, too_short
from fclib.checks.engine.words import NOTHING_AT_TIMES
from tests.checks.described import CASES, LAYER, RNG, SAME, case, right
from tests.checks.exercise import message

LEFT_ALONE = LAYER._replace(destroyed=dict.fromkeys("xWb", "argument-destroyed"))
SQUARE = LEFT_ALONE._replace(trial=[*LAYER.trial, case(RNG, 2, 3, 2)])
WHOLE = [(np.arange(n * 3).reshape(n, 3), *CASES[0][1:]) for n in (2, 4)]
HERE = "for x of shape {} (all {} cases fail)"
ALL_WHOLE = [(x, np.arange(1.0, 7).reshape(2, 3), np.ones(2)) for x, _, _ in WHOLE]
NONE = [(np.zeros((0, 3)),)]


def said(subject, function, cases, check=compare, **options):
    """Return the first line of what is said; what a hidden test may show begins likewise."""
    with pytest.raises(CheckFailed) as failed:
        check(subject, function, cases, **options)
    line, shown = (text.splitlines()[0] for text in (str(failed.value), failed.value.public))
    assert line.partition("]")[0] == shown.partition("]")[0] or not line.startswith("[")
    assert shown.partition(";")[2] in line
    if check is leaves_arguments or "batch of none" in line or "in one call" in line:
        assert shown == line
    return line


def counts_calls():
    calls = itertools.count()
    return lambda x, W, b: right(x, W, b) + next(calls)


def counts_calls_of(n):
    calls = itertools.count(1)
    return lambda x, W, b: right(x, W, b) + (next(calls) if len(x) == n else 1)


def doubles_x(x, W, b):
    x *= 2
    return right(x, W, b)


def reshapes_x(x, W=None, b=None):
    x.shape = x.size
    return x


def halves_x(x, W, b):
    x *= 0.5
    return right(2 * x, W, b)


def counts_in_W(x, W, b):
    W = len(W)
    return x @ W + b


def adds_to_integers(x, W, b):
    y = np.zeros((len(x), len(W)), x.dtype)
    y += x @ W.T + b
    return y


def fills_integers(x, W, b):
    y = np.zeros((len(x), len(W)), x.dtype)
    y[:] = x @ W.T + b
    return y


def cuts_each_step(x, W, b):
    y = np.zeros((len(x), len(W)), x.dtype)
    for k in range(x.shape[1]):
        y[:] = y + np.outer(x[:, k], W[:, k])
    y[:] = y + b
    return y


def if_whole(x, W, b, change):
    """Give a result that is wrong where an argument holds whole numbers alone."""
    y = right(x, W, b)
    return change(y) if x.dtype.kind == "i" else y


def needs_a_square(x, W, b):
    return right(x, W, b) if len(x) == len(W) else {}[0]


@pytest.mark.filterwarnings("ignore:Setting the shape:DeprecationWarning")
@pytest.mark.parametrize(
    ("subject", "function", "cases", "words"),
    [
        (LEFT_ALONE, counts_calls(), CASES, "[state-kept] "),
        (LEFT_ALONE, counts_calls_of(1), CASES[::-1], "[state-kept] "),  # in the simplest case
        (LEFT_ALONE, counts_calls_of(4), CASES[::-1], "[state-kept] "),  # in the last
        (LEFT_ALONE, doubles_x, CASES, "[argument-destroyed] "),
        (LEFT_ALONE, halves_x, WHOLE, "[argument-destroyed] "),
        (LEFT_ALONE, reshapes_x, CASES, "[input-reshaped-in-place] "),
        (SAME, reshapes_x, [(np.ones((4, 6))[::2, ::2],)], "[input-reshaped-in-place] "),
        (LEFT_ALONE, counts_in_W, CASES, "[name-reused] ; W is a number there:"),
        (
            LEFT_ALONE,
            lambda x, W, b: x.reshape(2, 7),
            CASES[:3],
            "[hard-coded-shape] ; an array gets the shape (2,7) there, whatever it is:",
        ),
        (
            LEFT_ALONE,
            adds_to_integers,
            WHOLE,
            "[output-dtype-of-input] ; NumPy adds no fractions to an array of integers:",
        ),
        (LEFT_ALONE, fills_integers, WHOLE, "[output-dtype-of-input] "),
        (LEFT_ALONE, cuts_each_step, WHOLE, "[output-dtype-of-input] "),
        (
            LEFT_ALONE._replace(
                results=("y", "z"), reference=lambda *case: (right(*case), right(*case) / 4)
            ),
            lambda *case: (cuts_each_step(*case), right(*case) / 4),
            WHOLE,
            "[output-dtype-of-input] ",
        ),
        (
            LEFT_ALONE,
            lambda W, x, b: right(x, W, b),
            CASES,
            "[arguments-swapped] ; it is right once x and W change places:",
        ),
        (
            LEFT_ALONE,
            lambda b, W, x: right(x, W, b),
            CASES,
            "[arguments-swapped] ; it is right once x and b change places:",
        ),
        (
            SQUARE,
            needs_a_square,
            CASES,
            "[square-assumed] ; it is right only with as many samples as outputs:",
        ),
        (
            SQUARE._replace(within={"samples": ["inputs"]}),
            needs_a_square,
            CASES,
            "[square-assumed] ; it is right only with as many samples as outputs:",
        ),
    ],
)
def test_a_mistake_is_known_by_what_a_function_does(subject, function, cases, words):
    line = said(subject, function, cases)
    begin, _, end = words.partition(" ")
    assert line.startswith(begin)
    assert end in line if end else ";" not in line


@pytest.mark.parametrize(
    ("subject", "function", "cases"),
    [
        (LEFT_ALONE, lambda a, x, b: right(x, a, b), CASES),  # which is which cannot be told
        (LEFT_ALONE, lambda W, x, b: right(x, W, b) + 1, CASES),
        (LEFT_ALONE, needs_a_square, CASES),  # of one size alone
        (SQUARE._replace(within={"samples": ["outputs"]}), needs_a_square, CASES),
        (LEFT_ALONE, lambda x, W, b: x.reshape(2, 7), CASES[:2]),  # of two sizes alone
        (LEFT_ALONE, lambda x, W, b: x.reshape(len(x), 7), CASES[:3]),
        (LAYER, lambda x, W, b: doubles_x(x, W, b), CASES),  # it may be changed
        (LEFT_ALONE, lambda x, W, b: right(x, W, b) + len([W := 3]), CASES),
        (LEFT_ALONE, lambda x, W, b: fills_integers(x, W, b) + 7, WHOLE),
        (
            LEFT_ALONE,
            lambda x, W, b: cuts_each_step(x, W, b) if x.dtype.kind == "i" else x @ W.T,
            WHOLE,
        ),
        (LEFT_ALONE, lambda x, W, b: if_whole(x, W, b, lambda y: np.trunc(y) + 99), WHOLE),
        (LEFT_ALONE, lambda x, W, b: if_whole(x, W, b, lambda y: y + 0.3), WHOLE),
        (LEFT_ALONE, lambda x, W, b: if_whole(x, W, b, lambda y: np.trunc(y) @ [[1], [0]]), WHOLE),
        (LEFT_ALONE, lambda x, W, b: if_whole(x, W, b, lambda y: y + 1), ALL_WHOLE),
    ],
)
def test_what_only_looks_like_a_mistake_is_not_named(subject, function, cases):
    assert not said(subject, function, cases).startswith("[")


def test_a_mistake_that_only_this_exercise_knows_is_named_last():
    def also(function, case):
        return "hard-coded-shape" if function is np.negative and len(*case) == 2 else None

    subject = SAME._replace(also=also)
    cases = [(np.ones(3),), (np.ones(2),)]
    assert said(subject, np.negative, cases).startswith("[hard-coded-shape] ")
    assert said(subject, lambda x: -x, cases).startswith("y[0] = ")
    assert said(subject._replace(wrong={"sign": [np.negative]}), np.negative, cases)[:6] == "[sign]"


def test_a_mistake_that_stopped_is_told_with_the_words_and_without_them_if_hidden():
    with pytest.raises(CheckFailed) as failed:
        compare(SQUARE, needs_a_square, CASES)
    number = needs_a_square.__code__.co_firstlineno + 1
    note = "it is right only with as many samples as outputs"
    stopped = f"in line {number} for x of shape (1, 3) (5 of 6 cases fail)"
    begin = "[square-assumed] layer stopped with KeyError"
    assert str(failed.value).startswith(f"{begin} {stopped}; {note}: 0:\n")
    assert failed.value.public.startswith(f"{begin}; {note}:\n")


def filled(x, rows):
    y = np.zeros(x.shape)
    for i in rows:
        y[i] = x[i]
    return y


def counted_down(x):
    y, i = x + 0, len(x) - 2
    while i >= 0:
        y[i], i = x[i], i - 1
    y[-1] = 0
    return y


def sliced(x):
    y = 0 * x
    y[:-1] = x[:-1]
    return y


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (
            lambda x: np.array([row for row in x[:-1]]),
            "It comes without its last row. Does the range of a loop reach it?",
        ),
        (
            lambda x: np.array([row for row in x[1:]]),
            "It comes without its first row. Where does the range of a loop begin?",
        ),
        (
            lambda x: x[:-1],
            "It comes without its last row.",
        ),
        (sliced, "All is right but its last row, which is all zeros."),
        (
            counted_down,
            "All is right but its last row, which is all zeros. Does the range of a loop reach it?",
        ),
        (
            functools.partial(filled, rows=[0, 1]),
            "All is right but its last row, which is all zeros.",
        ),
    ],
)
def test_it_is_asked_how_the_code_gets_to_an_end(function, words):
    case = (np.arange(1.0, 13).reshape(3, 4) ** 2,)
    text = message(lambda f: compare(SAME, f, [case]), function)
    assert text.splitlines()[1] == words


@pytest.mark.parametrize(
    ("function", "ask"),
    [
        (sliced, "the last one is left out. Does the counting, or a slice, reach it?"),
        (counted_down, "the last one is left out. Does the range of a loop reach it?"),
        (
            functools.partial(filled, rows=[0, 1]),
            "the last one is left out. Does the counting, or the range of a loop, reach it?",
        ),
        (
            functools.partial(filled, rows=[1, 2]),
            "the first one is left out. Where does the counting, or the range of a loop, begin?",
        ),
    ],
)
def test_of_a_loop_that_is_known_to_fall_short_the_same_is_asked(function, ask):
    wrong = too_short(np.copy, [Loop("row", axis=0)])
    cases = [(np.arange(1.0, 13).reshape(3, 4),), (np.arange(1.0, 7).reshape(3, 2),)]
    text = message(lambda f: compare(SAME._replace(wrong=wrong), f, cases), function)
    assert text.startswith(f"[loop-misses-{ask.split()[1]}] ")
    assert text.splitlines()[1] == ask


def looped_within(x):
    return list(map(lambda row: [k for k in row], x))


@pytest.mark.parametrize(
    ("function", "loops"),
    [
        (filled, True),
        (counted_down, True),
        (looped_within, True),
        (sliced, False),
    ],
)
def test_a_loop_is_seen_wherever_it_is(function, loops):
    assert has_loop(function.__code__) == loops


def total(x, W, b):
    return right(x, W, b).sum()


@pytest.mark.parametrize(
    ("reference", "calls", "is_known"),
    [
        (right, [1, 2], True),
        (right, [2], True),
        (right, range(99), False),  # what is right in one example may stand in the code
        (total, [1, 2], True),
        (total, [2], False),  # one number may come twice by chance
    ],
)
def test_an_earlier_result_is_known_again(reference, calls, is_known):
    results = []

    def keeps(x, W, b):
        """Give the first call's result in some later ones, as where a list is begun once."""
        results.append(reference(x, W, b))
        return results[0 if len(results) - 1 in calls else -1]

    cases = [case(RNG, 2, 3, 2) for _ in range(3)]
    line = said(LEFT_ALONE._replace(reference=reference), keeps, cases)
    assert line.startswith("[state-kept] ") == is_known
    assert line.endswith("; it gave an earlier call's result:") == is_known


@pytest.mark.parametrize(("length", "is_known"), [(3, True), (2, False)])
def test_zeros_of_an_earlier_call_are_known_by_their_shape_alone(length, is_known):
    calls = itertools.count()

    def keeps(x):
        return np.zeros(2) if next(calls) == 1 else x + 0

    subject = SAME._replace(trial=[(np.ones(4),)])
    line = said(subject, keeps, [(np.zeros(2),), (np.ones(length),)])
    assert line.startswith("[state-kept] ") == is_known


ROOM, KNOWN = {}, {}


def writes_over(x, W, b):
    y = ROOM.setdefault((len(x), len(W)), np.zeros((len(x), len(W))))
    y[:] = right(x, W, b)
    return y


def remembers_x(x, W, b):
    return KNOWN.setdefault(x.tobytes(), right(x, W, b))


def empties_W(x, W, b):
    y = right(x, W, b)
    W[:] = 0
    return y


def grows_a_list(x):
    x.append(1)
    return x[:-1]


def in_order(n, x):
    if n != sorted(n):
        raise ValueError(n)
    return x * len(n)


def at_labels(n, x):
    return x[np.arange(len(x)), n]


LISTS = SAME._replace(
    reference=np.copy,
    sizes=lambda *_: "here",
    destroyed=dict.fromkeys("nx", "argument-destroyed"),
)
COUNT = SAME._replace(
    name="f",
    arguments=("n", "label"),
    reference=lambda n, label: label[0] + n,
    sizes=lambda n, label: "here",
    exact=True,
)
TIMES = LISTS._replace(arguments=("n", "x"), reference=lambda n, x: x * len(n))
AGAIN = "[state-kept] f does not work anew in each call; with another "
MEMORY = "y lies in the memory of the argument x for x of shape (3, 2):"


@pytest.mark.parametrize(
    ("subject", "function", "cases", "words"),
    [
        (LEFT_ALONE, empties_W, CASES, "[argument-destroyed] layer changed its argument W:"),
        (
            LAYER._replace(destroyed={"W": "argument-destroyed"}),
            empties_W,
            CASES,
            "[argument-destroyed] layer changed its argument W:",
        ),
        (LISTS, grows_a_list, [([1, 2],)], "[argument-destroyed] same changed its argument x:"),
        (
            TIMES._replace(reference=lambda n, x: np.sum(x)),
            lambda n, x: np.add(x, x, out=x).sum() / 2,
            [([1, 2], np.ones(3))],
            "[argument-destroyed] same changed its argument x:",
        ),
        (
            LEFT_ALONE,
            counts_calls(),
            CASES,
            "[state-kept] layer gave two results for the same arguments:",
        ),
        (
            LEFT_ALONE,
            remembers_x,
            CASES,
            "[state-kept] layer does not work anew in each call; with another W it gave an earlier "
            "call's numbers:",
        ),
        (
            LEFT_ALONE,
            writes_over,
            CASES,
            "[state-kept] layer does not work anew in each call; a later call wrote over an "
            "earlier result:",
        ),
        (
            COUNT,
            lambda n, label: KNOWN.setdefault(n, label[0] + n),
            [(5, np.array([3, 0, 1]))],
            f"{AGAIN}label it gave an earlier call's numbers:",
        ),
        (
            COUNT,
            lambda n, label: KNOWN.setdefault(tuple(label), label[0] + n),
            [(7, np.array([4, 0, 1]))],
            f"{AGAIN}n it gave an earlier call's numbers:",
        ),
        (
            TIMES,
            lambda n, x: KNOWN.setdefault("each n", x * len(n)),
            [("ab", np.ones(3))],  # no text is tried in place of n
            "[state-kept] same does not work anew in each call; with another x it gave an earlier "
            "call's numbers:",
        ),
        (
            TIMES._replace(reference=in_order),
            lambda n, x: KNOWN.setdefault("n in order", x * len(n)),
            [([1, 2], np.ones(3))],  # the other way round n has no result
            "[state-kept] same does not work anew in each call; with another x it gave an earlier "
            "call's numbers:",
        ),
        (SAME, lambda x: x, [(np.ones((3, 2)),)], MEMORY),
        (SAME, lambda x: x[:], [(np.ones((3, 2)),)], MEMORY),
    ],
)
def test_what_a_function_does_to_its_arguments_is_told(subject, function, cases, words):
    assert said(subject, function, cases, leaves_arguments) == words


@pytest.mark.parametrize(
    ("subject", "function", "cases"),
    [
        (LEFT_ALONE, right, CASES),
        (LAYER, empties_W, CASES),
        (SAME, lambda x: x + 0, [(np.ones(3),)]),
        (SAME, lambda x: 2, [(2,)]),
        (SAME._replace(reference=lambda x: x.T), lambda x: x.T, [(np.ones((3, 2)),)]),
        (LISTS, lambda x: x, [([1.0, 2.0],)]),
        (LISTS._replace(reference=len), len, [(["one", "two"],)]),
        (LISTS._replace(reference=sum), sum, [([1, 2, 4],)]),
        (TIMES._replace(reference=at_labels), at_labels, [(np.array([2, 0, 1]), 8 * np.eye(3))]),
        (SAME, lambda x: x * np.nan, [(np.ones(3),)]),  # other checks tell of it
        (SAME, lambda x: {}[0], [(np.ones(3),)]),
    ],
)
def test_a_function_that_leaves_its_arguments_alone_passes(subject, function, cases):
    assert leaves_arguments(subject, function, cases) is None


@pytest.mark.parametrize("x", [np.ones(3, np.float32), np.ones(3), np.ones((0, 2))])
def test_other_arguments_that_are_tried_are_of_the_same_type_and_shape(x):
    tried = []
    leaves_arguments(SAME, lambda x: tried.append(x) or x + 0, [(x,)])
    assert {(one.dtype, one.shape) for one in tried} == {(x.dtype, x.shape)}


def test_an_argument_that_is_changed_in_one_call_alone_is_told():
    calls = itertools.count()

    def changes_once(x, W, b):
        y = right(x, W, b)
        if next(calls) == 1:
            x *= 2
        return y

    line = said(LEFT_ALONE, changes_once, CASES)
    words = "layer changed its argument x in one call, and not in the next:"
    assert line == f"[argument-destroyed] {words}"
    assert compare(LEFT_ALONE, empties_W, CASES) is None  # always: `leaves_arguments` tells it


@pytest.mark.parametrize(
    ("subject", "function", "words"),
    [
        (SAME._replace(reference=lambda x: x.sum(0)), sum, "y has shape () for a batch of none:"),
        (SAME, lambda x: np.array(x.tolist()), "y has shape (0,) for a batch of none:"),
        (
            SAME,
            lambda x: np.ones((1, 3)),
            "y has shape (1, 3), expected (0, 3), for x of shape (0, 3), which is like no known "
            "mistake.",
        ),
        (
            SAME._replace(wrong={"loop-misses-last": [lambda x: np.ones((1, 3))]}),
            lambda x: np.ones((1, 3)),
            "[loop-misses-last] y has shape (1, 3), expected (0, 3), for x of shape (0, 3) (both "
            "cases fail):",
        ),
        (SAME, lambda x: {}[0], "same stopped with KeyError for x of shape (0, 3): 0"),
        (SAME, lambda x: None, "same returned None for x of shape (0, 3). Is it written yet?"),
        (
            SAME._replace(results=("y", "z"), reference=lambda x: (x, x)),
            lambda x: (x, 0),
            "z has shape () for a batch of none:",
        ),
    ],
)
def test_what_becomes_of_a_batch_of_none_is_told(subject, function, words):
    known = tuple(subject.wrong)
    check = compare_none
    line = said(subject, function, NONE * (1 + len(known)), check, known=known)
    assert line == words


def test_a_function_that_gives_nothing_back_for_some_arguments_is_written():
    def only_larger(x):
        return x if len(x) > 1 else None

    line = said(SAME, only_larger, [(np.ones((rows, 3)),) for rows in (2, 1, 3)])
    assert line == f"same returned None for x of shape (1, 3). {NOTHING_AT_TIMES}"


def test_a_batch_of_none_may_pass():
    assert compare_none(SAME, lambda x: x + 0, NONE) is None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda x: True, "y[0, 0] = {}, expected {}, for x of shape (1, 3) (all 6 cases fail)."),
        (
            lambda x: len(x) < 3,
            "y[0, 0] = {}, expected {}, for x of shape (1, 3) (2 of 6 cases fail).",
        ),
        (
            lambda x: len(x) == 2,
            "y[1, 2] = {}, expected {}, for x of shape (2, 4) (1 of 6 cases fails).",
        ),
    ],
)
def test_the_simplest_of_the_cases_is_shown(wrong, words):
    line = said(LAYER, lambda x, W, b: right(x, W, b) * (2 if wrong(x) else 1), CASES)
    begin, middle, end = words.split("{}")
    assert line.startswith(begin)
    assert middle in line
    assert end in line


@pytest.mark.parametrize(
    ("cases", "shown"),
    [
        ([(np.zeros(2), [5]), (np.ones(3), [5])], "(3,)"),  # of zeros nothing can be worked out
        ([(np.ones(3), [5]), (np.ones(1), [5, 5])], "(1,)"),
        ([(np.ones(1), [[5, 5], [5, 5]]), (np.ones(2), [[5], [5]])], "(2,)"),
    ],
)
def test_the_case_with_the_fewest_numbers_is_shown(cases, shown):
    subject = SAME._replace(
        arguments=("x", "n"), reference=lambda x, n: x + 0, sizes=lambda x, n: f"for {x.shape}"
    )
    line = said(subject, lambda x, n: x + np.sin(9 * x + 1), cases)
    assert line.startswith("y[0] = ")
    assert line.endswith(f", for {shown} (both cases fail).")


def test_of_several_errors_the_first_is_shown():
    def stops(x, W, b):
        raise (KeyError if len(x) > 3 else IndexError)

    assert said(LAYER, stops, CASES) == f"layer stopped with KeyError {HERE.format((4, 3), 6)}"
    assert said(LAYER, stops, CASES[1:4]).startswith(
        f"layer stopped with IndexError {HERE.format((3, 2), 3)}"
    )


def test_a_case_that_stopped_is_shown_before_one_that_is_wrong():
    def stops_or_is_wrong(x, W, b):
        return {}[0] if len(x) == 4 else 3 * right(x, W, b)

    line = said(LAYER, stops_or_is_wrong, CASES)
    assert line == "layer stopped with KeyError for x of shape (4, 3) (all 6 cases fail): 0"


def test_more_cases_tell_mistakes_apart():
    subject = SAME._replace(
        wrong={"loop-misses-first": [lambda x: x + 1], "loop-misses-last": [lambda x: x + x / x]}
    )

    def one_more(x):
        return x + (1 if x.all() else np.nan)

    cases = [(np.ones(2),), (np.ones(3),)]
    assert said(subject, lambda x: x + 1, cases).startswith("[loop-misses-first]")
    more = [(np.zeros(2),)]
    with np.errstate(all="ignore"):
        assert said(subject, one_more, cases, more=more).startswith("[loop-misses-last]")


@pytest.mark.parametrize("id_", ["hard-coded-shape", "loop-misses-last"])
def test_two_functions_that_stop_and_are_right_otherwise_make_no_known_mistake(id_):
    def stops(x):
        return x + 0 if len(x) > 2 else [][0]

    subject = SAME._replace(wrong={id_: [lambda x: x + 0 if len(x) > 2 else {}[0]]})
    line = said(subject, stops, [(np.ones(2),), (np.ones(3),)])
    assert line.startswith("same stopped with IndexError for x of shape (2,) (1 of 2 cases fails)")


@pytest.mark.parametrize(("exact", "id_"), [(False, "[hard-coded-shape] "), (True, "y[0] = 2")])
def test_counts_that_are_only_near_a_known_mistake_are_not_that(exact, id_):
    subject = SAME._replace(wrong={"hard-coded-shape": [lambda x: x + 1]}, exact=exact)
    assert said(subject, lambda x: x + 1 + 1e-9, [(np.zeros(2),), (np.ones(3),)]).startswith(id_)


def test_where_it_is_right_otherwise_for_what_it_is_wrong_is_told():
    def wrong_if_large(x, W, b):
        return right(x, W, b) * (2 if np.abs(x).max() > 100 else 1)

    large = [(100 * CASES[0][0] + 1, *CASES[0][1:])]
    with pytest.raises(CheckFailed) as failed:
        compare(LAYER, wrong_if_large, large, only="for large scores")
    assert str(failed.value).splitlines()[1] == "It is wrong only for large scores."
    assert failed.value.public == "y has wrong numbers for x of shape (4, 3)"
    text = message(
        lambda f: compare(LAYER, f, large, only="for large scores"),
        lambda x, W, b: 2 * right(x, W, b),
    )
    assert text.splitlines()[1] == "Every number is twice as large as it should be."


def test_which_of_several_results_is_wrong_is_told():
    three = SAME._replace(
        results=("x", "y", "z"), reference=lambda x: (x, 2 * x, 3 * x), sizes=lambda x: "here"
    )
    four = three._replace(results=("w", *three.results), reference=lambda x: (x, x, x, x))
    cases = [(np.arange(1.0, n),) for n in (3, 4, 5)]

    def second_line(function):
        return message(lambda f: compare(three, f, cases), function).splitlines()[1]

    assert second_line(lambda x: (x, 2 * x, 6 * x)) == (
        "x and y are right. z: every number is twice as large as it should be."
    )
    text = message(lambda f: compare(four, f, cases), lambda x: (x, x, x, 2 * x))
    assert text.splitlines()[1].startswith("w, x and y are right. z: every number is twice")
    assert second_line(lambda x: (x, x, 6 * x)) == (
        "x is right. y: every number is half of what it should be."
    )
    assert second_line(lambda x: (x + np.sin(9 * x * x), x * 2, x * 3)).startswith(
        "y and z are rig"
    )
    assert second_line(lambda x: (2 * x, 4 * x, 6 * x)) == (
        "x: every number is twice as large as it should be."
    )


PLAINLY = "Try it with same(np.array([1.0, 2.0]))"
DOUBLED = "y: every number is twice as large as it should be."


@pytest.mark.parametrize(
    ("doubled", "elsewhere", "words"),
    [
        (np.multiply, lambda x: (2 * x, 3 * x), f"z is right. {DOUBLED}"),
        (np.multiply, lambda x: (2 * x, 4 * x), DOUBLED),
        (np.multiply, lambda x: {}[0], f"z is right. {DOUBLED}"),
        (np.multiply, lambda x: None, PLAINLY),  # of what is no array nothing is known
        (np.multiply, lambda x: (2 * x, "six"), PLAINLY),
        (
            lambda k, x: x + np.sin(5 * x) if np.all(x >= 1) else {}[0],
            None,
            "Only y is wrong: z is right.",
        ),
    ],
)
def test_what_a_function_gives_elsewhere_counts_too(doubled, elsewhere, words):
    subject = SAME._replace(
        results=("y", "z"), reference=lambda x: (x + 0, 3 * x), trial=[(np.ones(4),)]
    )

    def function(x):
        return elsewhere(x) if elsewhere and len(x) == 4 else (doubled(2, x), 3 * x)

    cases = [(np.arange(1.0, n),) for n in (3, 4, 6)]
    text = message(lambda f: compare(subject, f, cases), function)
    assert text.splitlines()[1] == words


@pytest.mark.parametrize(
    ("inputs", "words"),
    [(0, "It is wrong only where the number of samples is 1."), (5, "Try it with layer(np.arr")],
)
def test_a_function_that_stops_elsewhere_is_not_wrong_for_one_size_alone(inputs, words):
    def function(x, W, b):
        if x.shape[1] == inputs:
            raise KeyError(inputs)
        return right(x, W, b) * (2 if len(x) == 1 else 1) + (len(x) == 1)

    subject = LAYER._replace(trial=[*LAYER.trial, case(RNG, 2, 5, 2)])
    text = message(lambda f: compare(subject, f, CASES), function)
    assert text.splitlines()[1].startswith(words)


def test_nothing_follows_where_a_function_stops_for_all_arguments_but_these():
    subject = SAME._replace(
        arguments=("x", "w"),
        results=("y", "z"),
        reference=lambda x, w: (x * w, x + w),
        sizes=lambda x, w: "here",
    )
    cases = [(np.arange(1.0, n), np.arange(n, 2.0 * n - 1)) for n in (3, 4, 5)]
    taken = {x.tobytes() + w.tobytes(): np.sin(5 * x) * (len(x) > 2) for x, w in cases}

    def function(x, w):
        return x * w + taken[x.tobytes() + w.tobytes()], x + w

    text = message(lambda f: compare(subject, f, cases), function)
    assert text.splitlines()[1] == "Only y is wrong: z is right."


@pytest.mark.parametrize(
    ("off", "words"),
    [
        ((1, 0, 0), "Only x is wrong: y and z are right."),
        ((1, 1, 0), "Only x and y are wrong: z is right."),
    ],
)
def test_where_nothing_else_is_true_it_is_told_what_is_right(off, words):
    def bent(x, by=(0, 0, 0)):
        more = [k * np.sin(5 * x) for k in by]
        return np.sin(x**3) + more[0], np.exp(x) + more[1], np.cos(x**2) + more[2]

    subject = SAME._replace(results=("x", "y", "z"), reference=bent)
    cases = [(np.arange(1.0, n),) for n in (3, 4, 5)]
    text = message(lambda f: compare(subject, f, cases), lambda x: bent(x, off))
    assert text.splitlines()[1] == words


def test_where_steps_are_known_the_first_that_goes_wrong_is_told():
    def departs(function):
        return "Its second step goes wrong." if function is np.negative else None

    steps = SAME._replace(departs=departs)
    for function, words in (
        (np.negative, "Its second step goes wrong."),
        (lambda x: 2 * x, "Every number is twice as large as it should be."),
    ):
        text = message(lambda f: compare(steps, f, [(np.ones(3),), (np.ones(4),)]), function)
        assert text.splitlines()[1] == words


@pytest.mark.parametrize(
    ("change", "shown", "words"),
    [
        (lambda z: z[:-1], "z has shape", "x is right. z: it comes without its last number."),
        (lambda z: z * np.inf, "z[0] is inf", "x is right. z: all its numbers are the same."),
        (lambda z: -z, "z[1] = ", "x is right. z: every number has the opposite sign."),
    ],
)
def test_what_is_said_is_true_of_the_result_that_is_shown(change, shown, words):
    three = SAME._replace(results=("x", "y", "z"), reference=lambda x: (x, 2 * x, 3 * x))
    cases = [(np.arange(1.0, n),) for n in (3, 14, 25)]

    def lines(change):
        """Return what is said where no y is above 9, which the simplest case does not show."""

        def answer(x):
            return x, np.minimum(2 * x, 9), change(3 * x)

        return message(lambda f: compare(three, f, cases), answer).splitlines()

    assert lines(change)[0].startswith(shown)
    assert lines(change)[1] == words
    assert lines(np.copy)[1] == "x and z are right. y: numbers above 9 are cut off there."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (([1, 2.5], "sum"), "\nTry it with f([1, 2.5], 'sum')"),
        (
            (np.array([[1, 2]]), np.float32([0.5])),
            "\nTry it with f(np.array([[1, 2]]), np.array([0.5], np.float32))",
        ),
        (
            (np.asfortranarray([[1.0, 2.0], [3.0, 4.0]]), 1),
            '\nTry it with f(np.array([[1.0, 2.0], [3.0, 4.0]], order="F"), 1)',
        ),
        (
            (np.array([np.nan, np.inf, -np.inf]), 1),
            "\nTry it with f(np.array([np.nan, np.inf, -np.inf]), 1)",
        ),
        ((172 * "x", 1), f"\nTry it with f('{172 * 'x'}', 1)"),
        ((173 * "x", 1), ""),
        ((np.arange(99.0), 1), ""),
        ((np.zeros((0, 2)), 1), ""),
        ((np.arange(8.0)[::2], 1), ""),
        ((abs, 1), ""),
    ],
)
def test_arguments_to_try_are_written_out_where_there_is_room(values, words):
    subject = SAME._replace(
        name="f", arguments=("a", "b"), reference=lambda a, b: 7.5, sizes=lambda a, b: "here"
    )
    text = message(lambda f: compare(subject, f, [values]), lambda a, b: 8.25)
    assert text.partition("\nTry")[1:] == (words and "\nTry", words.removeprefix("\nTry"))
    assert text.endswith(words or ".")


@pytest.mark.parametrize(
    ("function", "nouns", "words"),
    [
        (lambda x: x[:-1].sum(2), ("image", "row", "column"), "It comes without its last image."),
        (lambda x: x.sum(2)[:, ::-1], ("image", "row"), "Its rows stand in the opposite order."),
        (lambda x: x[::-1].sum(2), ("image",), "Its images stand in the opposite order."),
        (
            lambda x: x.sum(2)[:, ::-1],
            ("image",),
            "Its slices along axis 1 stand in the opposite order.",
        ),
        (
            lambda x: x.sum(2)[:, ::-1],
            None,
            "Its slices along axis 1 stand in the opposite order.",
        ),
    ],
)
def test_what_lies_along_an_axis_is_called_by_its_name(function, nouns, words):
    along = {"x": ("picture",)} | ({"y": nouns} if nouns else {})
    subject = SAME._replace(reference=lambda x: x.sum(2), along=along)
    rng = np.random.default_rng(5)
    cases = [(rng.normal(size=(n, 3, 4, 2)),) for n in (3, 4, 5)]
    text = message(lambda f: compare(subject, f, cases), function)
    assert text.splitlines()[1] == words


def test_what_lies_along_an_argument_is_called_by_its_name_too():
    subject = SAME._replace(
        reference=lambda x: (x * np.arange(1, 4)).sum((1, 2)),
        along={"y": ("image",), "x": ("picture", "row", "column")},
    )
    rng = np.random.default_rng(5)
    cases = [(rng.normal(size=(n, 4, 3)),) for n in (3, 4, 5)]
    text = message(lambda f: compare(subject, f, cases), lambda x: subject.reference(x[:, :, ::-1]))
    assert text.splitlines()[1] == (
        "It is what would be right if x had its columns in the opposite order."
    )

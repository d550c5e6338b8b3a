"""What a call is given is a copy of the check's own, whatever the function does to it."""

import linecache

import numpy as np
import pytest

from fclib.checks.engine.running import (
    Outcome,
    copied,
    held,
    names_of_numbers,
    require_function,
    require_no_error,
    run,
    run_each,
    stopped,
)
from tests.checks.exercise import message


def lists_in(value):
    """Yield a value's lists, and those within them."""
    if isinstance(value, list):
        yield value
    if isinstance(value, list | tuple):
        for entry in value:
            yield from lists_in(entry)


@pytest.mark.parametrize("argument", [[1, 2.0, None], [[1, 2], [3.0, "x"]], [[1], 2], ([1], [2])])
def test_a_copy_is_equal_and_shares_no_list(argument):
    copy = copied(argument)
    assert copy == argument
    assert not set(map(id, lists_in(copy))) & set(map(id, lists_in(argument)))


def test_a_row_that_is_in_a_list_twice_is_one_row_in_its_copy():
    first, second = copied([row := [1.0, 2.0], row])
    assert first is second
    assert first is not row
    first, second = copied(([row], [row]))
    assert first[0] is second[0]


@pytest.mark.parametrize(
    "result",
    [
        np.arange(6).reshape(2, 3).T,
        np.ma.array([1, 2], mask=[0, 1]),
        (np.ones(2), np.ones(3)),
        ([1], [2]),
        [[1], np.ones(2)],
        np.array([None, {1: 2}]),
    ],
)
def test_a_result_is_held_as_it_was(result):
    kept = held(result)
    assert type(kept) is type(result)
    assert repr(kept) == repr(result)
    assert kept is not result
    assert getattr(kept, "flags", None) == getattr(result, "flags", None) or result.base is not None


def test_a_held_result_changes_no_more():
    array, rows = np.ones(2), [[1, 2]]
    for result in (array, (array,), rows, np.array([{1: rows}, None])):
        kept = held(result)
        array[:] = rows[0][0] = 5
        assert "5" not in repr(kept)
        array[:] = rows[0][0] = 1


def test_what_cannot_be_held_is_handed_on():
    generator = (k for k in range(3))
    assert held(generator) is generator


def test_two_results_that_are_one_array_stay_one():
    array = np.ones(2)
    one, other = held((array, array))
    assert one is other
    assert one is not array


def test_a_copy_lies_in_memory_as_its_original_does():
    by_column = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    gaps = np.arange(12).reshape(2, 6)[:, ::2]
    for array in (by_column, gaps):
        copy = copied(array)
        assert np.array_equal(copy, array)
        assert copy.dtype == array.dtype
        assert copy.flags.c_contiguous == array.flags.c_contiguous
        assert copy.flags.f_contiguous == array.flags.f_contiguous
        assert not np.shares_memory(copy, array)


def test_a_run_knows_what_became_of_the_arguments():
    def doubles(x):
        x *= 2
        return x

    def doubles_and_stops(x):
        raise ValueError(doubles(x))

    x = np.ones(2)
    outcome = run(doubles, x)
    assert outcome.value.tolist() == outcome.arguments_after[0].tolist() == [2, 2]
    stopped_one = run(doubles_and_stops, x)
    assert isinstance(stopped_one.error, ValueError)
    assert stopped_one.arguments_after[0].tolist() == [2, 2]
    assert x.tolist() == [1, 1]


def test_each_result_is_kept_as_it_was_before_the_next_call():
    buffer = np.zeros(1)

    def writes_anew(x):
        buffer[:] = x
        return buffer

    outcomes = run_each(writes_anew, [[1], [2]])
    assert [outcome.value.tolist() for outcome in outcomes] == [[1], [2]]
    assert all(outcome.returned is buffer for outcome in outcomes)


def test_a_call_that_stops_keeps_no_other_from_being_made():
    outcomes = run_each(lambda x: 6 / x, [[2], [0], [3]])
    assert [outcome.value for outcome in outcomes] == [3, None, 2]
    assert [type(outcome.error) for outcome in outcomes] == [
        type(None),
        ZeroDivisionError,
        type(None),
    ]


class Elsewhere:
    """What stands for a function in another process, which takes all calls at once."""

    def of_each(self, calls):
        return [(2 * x, None) for (x,) in calls]


def test_what_takes_many_calls_at_once_gets_them_so():
    outcomes = run_each(Elsewhere(), [[1], [3]])
    assert [outcome.value for outcome in outcomes] == [2, 6]
    assert [outcome.arguments_after for outcome in outcomes] == [(1,), (3,)]


def helped(x):
    return x / "2"


STOPS = {
    "a line of its own": (lambda x: {}["a"], "KeyError", "'a'"),
    "no words": (lambda x: {}[""][0] if x is None else next(iter([])), "StopIteration", ""),
    "in a helper": (lambda x: helped(x), "TypeError", "unsupported operand type(s) for /: "),
    "in NumPy": (lambda x: np.linalg.inv(np.zeros((2, 2))), "LinAlgError", "Singular matrix"),
    "an index": (
        lambda x: np.ones(3)[5],
        "IndexError",
        "index 5 is out of bounds for axis 0 with size 3; counted from 0, the last is 2",
    ),
    "an empty array": (
        lambda x: np.ones(0)[5],
        "IndexError",
        "index 5 is out of bounds for axis 0 with size 0",
    ),
    "no room": (
        lambda x: np.ones((0, 2)) @ np.ones(3),
        "ValueError",
        "matmul: ",
    ),
    "an empty slice": (
        lambda x: np.ones(3) + np.ones((2, 3))[:, 5:] + np.ones((2, 2, 0)),
        "ValueError",
        "operands could not be broadcast together with shapes (3,) (2,0) ; a 0 is an empty array: "
        "where does a slice begin and end?",
    ),
    "a batch of none": (
        lambda x: np.ones((0, 2, 3)).reshape(0, -1),
        "ValueError",
        "cannot reshape array of size 0 into shape (0,newaxis)",
    ),
    "a list's index": (
        lambda x: [1][5],
        "IndexError",
        "list index out of range; counted from 0, the last index is one less than the length",
    ),
    "fractions": (
        lambda x: np.add(np.ones(2, int), 0.5, out=np.ones(2, int)),
        "UFuncTypeError",
        "an array of integers holds no fractions",
    ),
    "shapes that np.einsum names twice": (
        lambda x: np.einsum("ij,jk->ik", np.ones((2, 3)), np.ones((2, 3))),
        "ValueError",
        "operands could not be broadcast together with shapes (2,3) (2,3)",
    ),
    "lists": (
        lambda x: [1] @ [2],
        "TypeError",
        "unsupported operand type(s) for @: 'list' and 'list'; these are lists, and np.array makes "
        "arrays",
    ),
    "a row for a number": (
        lambda x: int(np.ones(2)),
        "TypeError",
        "only 0-dimensional arrays can be converted to Python scalars; an index picks one number "
        "of it",
    ),
    "a list for a whole number": (
        lambda x: int([1]),
        "TypeError",
        "int() argument must be a string, a bytes-like object or a real number, not 'list'; an "
        "index picks one number of it",
    ),
    "a list for a number": (
        lambda x: float([1]),
        "TypeError",
        "float() argument must be a string or a real number, not 'list'; an index picks one number "
        "of it",
    ),
}


@pytest.mark.parametrize("key", STOPS)
def test_where_a_function_stopped_is_told_in_its_own_file(key):
    function, error, words = STOPS[key]
    outcome = run(function, 1)
    own = helped if key == "in a helper" else function
    number = own.__code__.co_firstlineno + (own is helped)
    line = linecache.getline(__file__, number).strip()
    text = message(require_no_error, outcome, "f", "for 3", " (2 of 3 cases fail)")
    first, second = text.splitlines()
    begins = f"f stopped with {error} for 3 (2 of 3 cases fail)"
    assert first.startswith(f"{begins}: {words}" if words else begins)
    assert len(first) == len(begins) + len(words and f": {words}") or words[-1:] == " "
    assert second.removesuffix(" …") in f"in line {number} of your cell: {line}"
    seen, told = stopped(outcome.error, "f", "for 3")
    assert first == begins + (told and f": {told}")
    assert seen == f"f stopped with {error} in line {number} for 3"


def test_where_no_line_is_known_none_is_told():
    made = {}
    exec("def f(x):\n    return x.size", made)
    for function in (len, made["f"]):
        outcome = run(function, 1)
        error = type(outcome.error).__name__
        text = message(require_no_error, outcome, "f", "for 3")
        assert text == f"f stopped with {error} for 3: {outcome.error}"
        assert stopped(outcome.error, "f", "for 3")[0] == f"f stopped with {error} for 3"


def test_a_grader_in_another_process_knows_the_line_and_the_numbers():
    error = ValueError("no")
    error.student_line, error.student_numbers = (7, "y = W @ x"), {"W"}
    text = message(require_no_error, Outcome(error=error), "f", "for 3")
    assert text == "f stopped with ValueError for 3: no\nin line 7 of your cell: y = W @ x"
    assert names_of_numbers(error) == {"W"}
    error.student_line = None
    assert message(require_no_error, Outcome(error=error), "f", "for 3").endswith(": no")


def test_many_words_are_cut_short():
    def speaks(x):
        raise ValueError(40 * "shape ")

    text = message(require_no_error, run(speaks, 1), "f", "for 3").splitlines()[0]
    words = text.partition(": ")[2]
    assert words == f"{27 * 'shape '}shape …"


def test_names_that_hold_whole_numbers_are_known():
    def counts(x):
        W, half, rows = len(x), 0.5, [1]
        return rows[W] + half

    assert names_of_numbers(run(counts, [1, 2]).error) == {"W"}


def test_what_goes_well_is_not_told_to_have_stopped():
    assert message(require_no_error, run(abs, 1), "f", "for 3") is None


@pytest.mark.parametrize(
    ("value", "words"),
    [(3, "f is an int, expected a function: define it with def."), (abs, None)],
)
def test_what_is_no_function_is_told(value, words):
    assert message(require_function, value, "f") == words

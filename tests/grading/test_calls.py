"""Calls of a student's function that go together in one request."""

import ast

import pytest

from fclib.grading.sandbox.grader import Grader
from tests.grading import courses

pytestmark = pytest.mark.slow

IMPORT = ("locked", "import numpy as np\nfrom fclib.checks.engine.running import run_each")
TOLD = """
remote = object.__getattribute__(f, "_remote")
begun = remote.last
outcomes = run_each(f, {cases})
print([remote.last - begun, [{of_each} for one in outcomes]])
"""


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    grader = Grader([tmp_path_factory.mktemp("course")], course=courses.FCLIB)
    yield grader
    grader.close()


def called(grader, function, cases, of_each, **options):
    """Return how many requests were made for some calls, and what is told of each call."""
    test = TOLD.format(cases=cases, of_each=of_each)
    shown = courses.run_cells(
        grader, IMPORT, ("student", f"import numpy as np\n{function}"), ("test", test), **options
    )
    return ast.literal_eval(shown[-1])


def test_many_calls_are_one_request_in_their_order(grader):
    requests, values = called(
        grader,
        "seen = []\ndef f(x):\n    seen.append(x)\n    return seen",
        [[1], [2], [3]],
        "one.value",
    )
    assert requests == 1
    assert values == [[1], [1, 2], [1, 2, 3]]


def test_a_call_that_stops_says_where_and_others_go_on(grader):
    _, told = called(
        grader,
        "def f(x):\n    return 6 / x",
        [[2], [0], [3]],
        "(one.value, type(one.error).__name__, getattr(one.error, 'student_line', None))",
    )
    stopped = (None, "ZeroDivisionError", (3, "return 6 / x"))
    assert told == [(3.0, "NoneType", None), stopped, (2.0, "NoneType", None)]


def test_each_call_changes_its_own_arguments(grader):
    _, changed = called(
        grader,
        "def f(x):\n    x.append(len(x))",
        [[[5]], [[6, 7]]],
        "one.arguments_after[0]",
    )
    assert changed == [[5, 1], [6, 7, 2]]


WRONG = """
remote = object.__getattribute__(f, "_remote")
begun = remote.last
try:
    check.every_size(f)
except AssertionError as error:
    print([remote.last - begun, str(error).partition("]")[0]])
"""


@pytest.mark.parametrize(
    ("function", "requests", "known"),
    [
        # Its cases, and those on which a wrong function is tried once more.
        ("[sum(w * v for w, v in zip(row, x)) for row in W]", 2, "[bias-missing"),
        # And those that one after the other tell what else is true of it.
        ("[7 * b[0] for row in W]", 20, "linear_scalar"),
    ],
)
def test_what_names_a_mistake_is_asked_in_few_requests(grader, function, requests, known):
    shown = courses.run_cells(
        grader,
        ("locked", "from fclib.checks import neuron_to_layer as check"),
        ("student", f"def f(x, W, b):\n    return {function}"),
        ("test", WRONG),
    )
    made, words = ast.literal_eval(shown[-1])
    assert made <= requests
    assert words.startswith(known)


LARGE = 1 << 20
"""Bytes: of such arguments or results no two go together."""


@pytest.mark.parametrize(
    ("function", "cases"),
    [
        (f"def f(x):\n    return np.full({LARGE}, x, np.uint8)", "[[n] for n in range(5)]"),
        ("def f(x):\n    return x", f"[[np.full({LARGE}, n, np.uint8)] for n in range(5)]"),
    ],
)
def test_what_is_large_goes_alone(grader, function, cases):
    requests, values = called(grader, function, cases, "int(one.value[-1])")
    assert (requests, values) == (5, [0, 1, 2, 3, 4])


def test_arguments_that_cannot_be_sent_fail_alone(grader):
    _, told = called(
        grader, "def f(x):\n    return 1", [[1], ["object"], [2]], "type(one.error).__name__"
    )
    assert told == ["NoneType"] * 3
    _, told = called(
        grader, "def f(x):\n    return 1", "[[1], [object()], [2]]", "type(one.error).__name__"
    )
    assert told == ["NoneType", "NotPlainError", "NoneType"]


def test_an_answer_that_cannot_be_sent_is_its_own_calls(grader):
    many = "def f(x):\n    return ['long enough a text'] * 300_000 if x == 2 else x"
    _, told = called(grader, many, [[1], [2], [3]], "(one.value, type(one.error).__name__)")
    assert told == [(1, "NoneType"), (None, "WireError"), (3, "NoneType")]


def test_a_call_that_does_not_end_is_the_one_that_says_so(grader):
    endless = "def f(x):\n    while x == 2:\n        pass\n    return x"
    _, told = called(
        grader,
        endless,
        [[1], [2], [3]],
        "(one.value, type(one.error).__name__)",
        cell_seconds=0.5,
    )
    assert told[:2] == [(1, "NoneType"), (None, "TimeoutError")]


def test_no_further_call_is_made_where_time_is_over(grader):
    stubborn = """def f(x):
    try:
        while x == 1:
            pass
    except BaseException:
        return x
    return x"""
    requests, values = called(grader, stubborn, [[1], [2], [3]], "one.value", cell_seconds=0.5)
    assert requests > 1
    assert values[0] == 1


def test_where_a_process_is_lost_each_call_says_so(grader):
    _, told = called(
        grader,
        "import os\ndef f(x):\n    return os._exit(1) if x == 2 else x",
        [[1], [2], [3]],
        "type(one.error).__name__",
    )
    assert told == ["ProcessLostError"] * 3

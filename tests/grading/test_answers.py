"""Whatever a process sends in answer to calls, each call gives one result or says why not."""

import contextlib
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fclib.checks.engine.running import run_each
from fclib.grading.sandbox.allowance import Allowance
from fclib.grading.sandbox.changes import write_back
from fclib.grading.sandbox.errors import ProcessLostError
from fclib.grading.sandbox.inside import cells, wire
from fclib.grading.sandbox.objects import kind_of
from fclib.grading.sandbox.remote import Remote
from fclib.grading.sandbox.testing import fail

LARGEST = 1 << 20
LONG = ["i", f"0x{16**3999:x}"]
"""A whole number that Python sends in hexadecimal, and refuses to write in decimal."""
OBJECT = ["h", {"object": 3, "type": "A", "can": ["call", "length"]}]
EMPTY = ["a", np.dtype(float).str, [0], "C", True]
nodes = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.sampled_from([LONG, OBJECT, EMPTY, ["h", {"grader": 0}], ["x", "nan"], ["q"], [], {}]),
    lambda inner: (
        st.tuples(st.sampled_from("lts"), st.lists(inner, max_size=3)).map(list)
        | st.lists(inner, min_size=1, max_size=3).map(lambda given: ["o", [len(given)], given])
        | st.lists(st.tuples(inner, inner), max_size=2).map(lambda pairs: ["d", pairs])
    ),
    max_leaves=6,
)
RAISED = {
    "name": "ValueError",
    "base": "ValueError",
    "words": "no",
    "place": ["l", [1, "x"]],
    "numbers": ["l", ["n"]],
}
places = st.tuples(nodes, nodes).map(lambda place: ["l", [*place]])
errors = st.dictionaries(st.sampled_from([*RAISED]), nodes | places, max_size=2).map(
    lambda changed: ["d", [*(RAISED | changed).items()]]
)
afters = st.none() | nodes | nodes.map(lambda node: ["l", [["l", [node, node]], ["d", []]]])
results = st.tuples(nodes, afters).map(lambda pair: ["l", [*pair]])
answers = st.lists(results | errors | nodes, max_size=4).map(lambda given: ["l", given])


def answering(sock, replies):
    """Answer requests with what there is to be said, and then no more."""
    connection = wire.Connection(sock, LARGEST)
    try:
        for reply in replies:
            request, _ = connection.receive()
            number = {"id": request["id"]}
            connection.send(number | reply, (), number | {"last": True})
    except wire.ClosedError:
        pass
    connection.close()


@contextlib.contextmanager
def process(replies):
    """A process that gives these answers."""
    near, far = wire.pair()
    worker = threading.Thread(target=answering, args=(far, replies))
    worker.start()
    remote = Remote(near, LARGEST)
    remote.allow(Allowance(60, 60))
    remote.lent.lend(abs)
    yield remote
    near.close()
    worker.join()


def asked(replies, cases, *, writes_back=True):
    """Return what came of calls to a process that gives these answers."""
    with process(replies) as remote:
        remote.writes_back = writes_back
        return run_each(kind_of("function", ["call"])(remote, 0), cases)


@given(
    st.lists(answers.map(lambda node: {"value": node}) | nodes.map(lambda node: {"error": node})),
    st.booleans(),
)
def test_each_call_gives_a_result_or_says_why_not(replies, writes_back):
    cases = [[[1, np.ones(2)], n] for n in range(3)]
    outcomes = asked(replies, cases, writes_back=writes_back)
    assert len(outcomes) == len(cases)
    for error in (outcome.error for outcome in outcomes if outcome.error is not None):
        assert isinstance(error, ProcessLostError) or error.student_numbers <= {"n"}
        shown = cells.Shown()
        fail(shown, error)
        assert shown.outputs[0]["ename"] == type(error).__name__


def described(**changed):
    return ["d", [*(RAISED | changed).items()]]


def test_an_answer_that_is_none_takes_those_before_it_along():
    right = ["l", [1, None]]
    for wrong in (5, ["l", [1]], described(words=EMPTY), described(numbers=["l", ["1 2"]])):
        outcomes = asked([{"value": ["l", [right, wrong, right]]}], [[1]] * 3)
        assert [type(outcome.error) for outcome in outcomes] == [ProcessLostError] * 3


def test_more_or_fewer_answers_than_calls():
    right = ["l", [1, None]]
    for too_many in (4 * [right], []):
        outcomes = asked([{"value": ["l", too_many]}], [[1]] * 3)
        assert [type(outcome.error) for outcome in outcomes] == [ProcessLostError] * 3
    outcomes = asked([{"value": ["l", [right]]}] * 2, [[1]] * 3)
    assert [outcome.value for outcome in outcomes] == [1, 1, None]
    assert isinstance(outcomes[2].error, ProcessLostError)


def test_arguments_may_come_back_as_anything():
    rows = np.empty(2, object)
    rows[:] = [np.ones(3), np.ones(3)]
    old, new = [1, np.ones(2)], [16**3999, rows]
    assert write_back(old, new)
    assert old[0] == new[0]
    assert old[1] is rows


def test_names_that_come_as_something_else():
    with process([{"value": ["l", ["f"]]}]) as remote, pytest.raises(ProcessLostError):
        remote.names(["f"])

"""Answers that behave alike have one text, however they are written."""

import tracemalloc

import numpy as np
import pytest

from fclib.grading.sandbox.behaviour import OF_AN_ENTRY, ROOM, Behaviour
from fclib.grading.sandbox.grader import Grader
from tests.grading import courses


def text(*values):
    behaviour = Behaviour()
    for value in values:
        behaviour.gave(value)
    return behaviour.text()


ONE = np.array([[0.1 + 0.2, 1e-17], [8.0, -0.0]])
OTHER = np.array([[0.3, 0.0], [np.nextafter(8.0, 0), 0.0]])


def test_rounding_errors_make_no_difference():
    assert text(ONE) == text(OTHER)
    assert text(list(ONE[0])) == text(list(OTHER[0]))
    assert text(ONE * (1 + 1e-9)) == text(ONE)  # a sum of many terms, in another order


def values():
    """Return values of all kinds, each time made of other objects."""
    words = ["".join(["a", str(number)]) for number in range(3)]
    ragged = np.empty(2, object)
    ragged[:] = [[1.0, 2.0], words]
    return [
        *(np.array(words, object), np.array(words[::-1], object), ragged),
        *(set(words), set(words[1:]), frozenset(words), b"".join([b"a", b"b"]), b"".join([b"ac"])),
        *(complex(0.1 + 0.2, 1), 1j, np.array([0.1 + 0.2, 1j]), np.array([0.4, 1j])),
        *(..., object()),
    ]


def test_values_of_all_kinds_are_known_by_what_they_hold():
    """And not by where they lie in memory."""
    kept = values()  # so that none of the others takes the place of one of them
    texts = [text(value) for value in kept]
    assert texts == [text(value) for value in values()]
    assert len(set(texts)) == len(texts)
    assert text(np.array([0.3, 1j])) == text(np.array([0.1 + 0.2, 1j]))


@pytest.mark.parametrize(
    "other",
    [
        ONE * (1 + 1e-5),
        ONE.T,
        ONE.astype(int),
        ONE.tolist(),
        np.where(ONE == 8, np.nan, ONE),
        None,
        "text",
        [ONE, None],
        object(),
    ],
)
def test_what_checks_tell_apart_makes_one(other):
    assert text(other) != text(ONE)


def test_order_and_kind_of_errors_count_and_their_words_do_not():
    def raised(error):
        behaviour = Behaviour()
        behaviour.raised(error)
        return behaviour.text()

    own = type("Own", (ValueError,), {})
    assert raised(own("mine")) == raised(ValueError("theirs")) != raised(TypeError())
    assert text(1, 2) != text(2, 1)


def test_hostile_values_cost_little():
    assert text(1 << 10_000_000) == text((1 << 10_000_000) + 1)
    large = np.ones(ROOM + 5)
    other = large.copy()
    other[-1] = 2
    assert text(large) == text(other)
    entries = ["7"] * (ROOM // OF_AN_ENTRY)
    assert text([*entries, "7"]) == text([*entries, "8"]) != text(entries)
    assert text(entries) != text(["8", *entries[1:]])
    pairs = dict.fromkeys(range(len(entries)), "7")
    assert text(pairs) == text({**pairs, len(pairs) - 1: "8"}) != text({**pairs, 0: "8"})
    many = set(range(len(entries) + 1))  # none of a set is the last: it is looked at whole or not
    assert text(many) == text({entry + 1 for entry in many}) != text(set(entries))
    assert text("\ud800", {"a": [1, [np.inf, -np.inf]]}, b"bytes")


HALVES = {
    "in one line": "def mean(x):\n    return x.sum() / 2",
    "in a loop": "def mean(x):\n    y = 0\n    for v in x[::-1]:\n        y += v / 2\n    return y",
}
TEST = "import numpy as np\nfor n in (2, 3, 5):\n    x = np.arange(n) / 7\n    got = mean(x)"
TEST += "\nassert np.isclose(got, x.mean())"


@pytest.mark.slow
@pytest.mark.parametrize("role", ["test", "hidden"])
def test_answers_written_differently_are_one_group_and_other_mistakes_another(tmp_path, role):
    """Also where the test is hidden, and whatever an answer prints."""
    grader = Grader([tmp_path])
    answers = [*HALVES.values(), "def mean(x):\n    print('mean')\n    return x.sum() / 3"]
    try:
        noted = [
            courses.run_job(grader, ("student", answer), (role, TEST))["outputs"][1][-1]
            for answer in answers
        ]
    finally:
        grader.close()
    one_line, loop, third = (output["behaviour"] for output in noted)
    assert one_line == loop != third


def test_what_is_noted_is_not_kept():
    behaviour = Behaviour()
    tracemalloc.start()
    for _ in range(8):
        behaviour.gave([bytes(ROOM), "x" * ROOM, np.zeros(ROOM, np.uint8)])
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < ROOM

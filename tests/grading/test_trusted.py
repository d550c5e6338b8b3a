"""What a test takes from a student's process, and what it gives away to it."""

import pytest

from fclib.grading.sandbox.grader import Grader
from fclib.grading.sandbox.inside import cells
from fclib.grading.sandbox.show import KINDS, MOST_ERRORS, show
from tests.grading import courses

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    grader = Grader([tmp_path_factory.mktemp("course")])
    yield grader
    grader.close()


@pytest.mark.parametrize(
    "locked",
    [
        "from math import sqrt",
        "from math import *",
        "import math\nsqrt = math.sqrt",
        "import math\ndef setup():\n    global sqrt\n    sqrt = math.sqrt\nsetup()",
        "import math\n[sqrt := function for function in [math.sqrt]]",
        "import math\nglobals()['sqrt'] = math.sqrt",
    ],
)
def test_names_that_locked_cells_bind_are_not_the_students(grader, locked):
    forged = "def sqrt(x):\n    return 'forged'"
    shown = courses.run_cells(
        grader,
        ("locked", locked),
        ("student", forged),
        ("test", "print(sqrt(16.0))"),
        ("student", forged),
        ("hidden", "print(sqrt(16.0))"),
    )
    assert [shown[2], shown[4]] == ["4.0\n", "4.0\n"]


def test_a_name_that_a_test_rebinds_is_the_courses_from_then_on(grader):
    shown = courses.run_cells(
        grader,
        ("student", "sqrt = 1"),
        ("test", "print(sqrt)\nexec('sqrt = 2')"),
        ("test", "print(sqrt)"),
    )
    assert shown[1:] == ["1\n", "2\n"]


def test_a_test_that_is_no_python_says_so(grader):
    shown = courses.run_cells(grader, ("student", "x = 1"), ("test", "assert x = 1"))
    assert shown[1].startswith("SyntaxError: ")


def test_other_names_are_the_students_as_they_are_now(grader):
    shown = courses.run_cells(
        grader,
        ("student", "value = 1"),
        ("test", "print(value)"),
        ("student", "value = 2"),
        ("test", "print(value)"),
    )
    assert [shown[1], shown[3]] == ["1\n", "2\n"]


def test_functions_that_a_test_passes_do_not_tell_their_names(grader):
    """Exercise 06 would hand out the solution: whether a layer is right stands in its name."""
    shown = courses.run_cells(
        grader,
        ("student", "def told(f):\n    return f.__name__, f.number"),
        ("test", "def right(x):\n    return x\nprint(told(right), told(lambda x: x))"),
    )
    assert shown[1] == "('function', 0) ('function', 1)\n"


@pytest.mark.parametrize("role", ["test", "hidden"])
def test_functions_that_a_test_passes_cannot_be_called_after_it(grader, role):
    """Exercise 06 would tell of hidden layers which of the visible ones they are like."""
    shown = courses.run_cells(
        grader,
        ("student", "kept = []\ndef keep(f):\n    kept.append(f)\n    return kept[0](2)"),
        ("locked", "def double(x):\n    return 2 * x\nprint(keep(double))"),
        ("test", "print(keep(lambda x: 3 * x))"),
        ("student", "print(kept[1](4), end=' ')\nkept[-1](4)"),
        ("student", "kept.reverse()"),
        (role, "keep(lambda x: 5 * x)"),
    )
    assert shown[2] == "4\n"
    assert shown[3] == "8 RuntimeError: the test that passed this function is over"
    assert shown[5].startswith("RuntimeError: ")


def test_nothing_that_is_appended_to_a_list_ends_a_test(grader):
    shown = courses.run_cells(
        grader,
        ("student", "def grow(values):\n    values.append(None)"),
        ("test", "values = []\ngrow(values)\nprint(values)"),
    )
    assert shown[1] == "[None]\n"


def test_when_the_time_is_over_cells_say_so_and_nobody_is_blamed(grader):
    late = "import time\nwhile True:\n    time.sleep(0.1)"
    shown = courses.run_cells(
        grader,
        ("student", late),
        ("student", "print(1)"),
        ("student", "print(2)"),
        total_seconds=1,
        patience=2,
    )
    assert shown[0].startswith("TimeoutError")
    assert shown[1:] == ["TimeoutError: the time for this notebook is over"] * 2


def test_files_of_the_course_stay_where_those_handed_in_are_too_large(grader):
    shown = courses.run_cells(
        grader,
        ("student", "import os\nprint(open('data.csv').read(), os.path.exists('large.bin'))"),
        released=[("data.csv", b"1,2")],
        handed_in=[("large.bin", bytes(20 * courses.MEBIBYTE))],
    )
    assert shown == ["1,2 False\n"]


def test_errors_that_a_process_claims_are_few():
    shown = cells.Shown()
    show(shown, [{"output_type": "error"}] * 1000, KINDS)
    assert len(shown.outputs) == MOST_ERRORS


def test_what_is_printed_is_joined_and_keeps_its_place_among_what_is_shown():
    shown = cells.Shown()
    for name, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")]:
        shown.write(name, text)
    shown.add("display_data", {"text/plain": "e"})
    shown.write("stdout", "f")
    assert shown.outputs[-1]["text"] == "f"
    shown.write("stdout", "g")
    told = [output.get("text") or output["data"]["text/plain"] for output in shown.outputs]
    assert told == ["ab", "c", "d", "e", "fg"]


DESTROYS_WHAT_IS_NEW = """
seen = []
def twice(x):
    y = 2 * x
    if not any(np.array_equal(x, other) for other in seen):
        seen.append(x.copy())
        x[:] = 0
    return y
"""
LEAVES = "x = np.array([1.0, 2.0]); y = twice(x); assert y[1] == 4; assert x.all(), 'changed'"


@pytest.mark.parametrize("role", ["test", "hidden"])
def test_arguments_that_are_destroyed_at_first_sight_only_are_destroyed(grader, role):
    shown = courses.run_cells(
        grader, ("locked", "import numpy as np"), ("student", DESTROYS_WHAT_IS_NEW), (role, LEAVES)
    )
    assert "changed" in shown[2]


def test_no_submission_reads_trusted_cells_itself(grader):
    look = "from fclib.grading.sandbox import namespace\nread = namespace._read.cache_info().misses"
    later = "print(namespace._read.cache_info().misses - read)"
    for own in ((), [("student", "pass")]):  # which changes the later cells' numbers
        shown = courses.run_cells(grader, ("locked", look), *own, ("test", later))
        assert shown[-1] == "0\n"


def test_a_value_that_cannot_be_written_is_its_tests_error(grader):
    long = "def f():\n    return [16**3990]"
    done = courses.run_job(grader, ("student", long), ("test", "f()"))
    assert courses.shown(done)[1].startswith("ValueError: Exceeds the limit")
    assert not done["notes"]

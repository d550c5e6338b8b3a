"""Whose names a test uses: the course's own, however it bound them, and else the student's."""

import pytest

from fclib.grading.grader import Grader
from tests.grading import courses


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


def test_other_names_are_the_students_as_they_are_now(grader):
    shown = courses.run_cells(
        grader,
        ("student", "value = 1"),
        ("test", "print(value)"),
        ("student", "value = 2"),
        ("test", "print(value)"),
    )
    assert [shown[1], shown[3]] == ["1\n", "2\n"]

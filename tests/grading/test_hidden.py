"""What a hidden test's failure tells a student: nothing that the student's code could write."""

import pytest

from fclib.grading.sandbox.grader import Grader
from tests.grading import courses

pytestmark = pytest.mark.slow

LOCKED = """
import numpy as np
from fclib.checks import batch

class Spoken(Exception):
    public = "said aloud"
"""
# By what they show of hidden inputs, which here are 4321.5.
ANSWERS = {
    "a class's name": "return type(f'leak{x}'.replace('.', '_'), (), {})()",
    "names of fields": "from collections import namedtuple\n"
    "    return namedtuple('leak', ['f%d' % x])(7)",
    "a number": "return x",
    "a long text": "return 'leak' + 4000 * str(x)",
    "an array": "import numpy as np\n    return np.array(['leak', x], object)",
    "an error's name": "raise type(f'leak{x}'.replace('.', '_'), (ValueError,), {})",
    "an error's words": "raise KeyError(f'leak {x}')",
    "an error's line": "exec(f'\\n' * 4321 + f'raise KeyError({x})')",
    "a name that is not there": "exec(f'leak_{x:.0f}')",
    "an unread frame": """import struct, sys
    frame = sys._getframe()
    while 'self' not in frame.f_locals:
        frame = frame.f_back
    worker = frame.f_locals['self']
    worker.connection.socket.sendall(struct.pack('!IQ', 43215_000, 43215_000_000))""",
}
SECRETS = ["4321", "leak"]


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    grader = Grader([tmp_path_factory.mktemp("course")], course=courses.FCLIB)
    yield grader
    grader.close()


def told(grader, answer, test, role="hidden", after=()):
    """Return what a student is told of a failed test, and of how the notebook fared."""
    source = f"def f(x):\n    {answer}"
    done = courses.run_job(grader, ("locked", LOCKED), ("student", source), (role, test), *after)
    failures = [output["told"] for output in done["outputs"][2] if output["output_type"] == "error"]
    return " ".join(failures), str(done["notes"])


@pytest.mark.parametrize("what", ANSWERS)
@pytest.mark.parametrize("after", [(), [("student", "pass")]], ids=["at the end", "on copies"])
@pytest.mark.parametrize(
    "test",
    [
        "np.testing.assert_allclose(f(4321.5), 1)",
        "assert f(4321.5) == 1, f'leak {f(4321.5)}'",
        "y = f(4321.5)\nassert type(y) is set, f'leak {type(y).__name__}'",
        "batch.batches(lambda x, W, b: f(4321.5))",
    ],
)
def test_a_hidden_test_says_nothing_of_what_the_answer_was(grader, what, after, test):
    words, notes = told(grader, ANSWERS[what], test, after=after)
    assert words
    for secret in SECRETS:
        assert secret not in words
        assert secret not in notes


def test_an_exception_says_what_it_has_set_apart(grader):
    words, _ = told(grader, "return x", "raise Spoken(f'leak {f(4321.5)}')")
    assert words == "said aloud"


def test_a_function_that_is_not_there_yet_is_named(grader):
    words, _ = told(grader, "return x", "double(4321.5)")
    assert words == "NameError: name 'double' is not defined"


def test_what_an_answers_own_error_says_is_said_of_its_builtin_kind(grader):
    words, _ = told(grader, ANSWERS["an error's name"], "f(4321.5)")
    assert words == "ValueError: this hidden test did not pass."


@pytest.mark.parametrize("after", [(), [("student", "pass")]], ids=["at the end", "on copies"])
def test_only_a_test_that_a_cell_follows_runs_on_copies(grader, after):
    source = "import os\n\ndef f():\n    return os.getpid()"
    tests = ("test", "first = f()"), ("hidden", "assert f() == first")
    done = courses.run_job(grader, ("student", source), *tests, *after)
    failed = [output["ename"] for output in done["outputs"][2]]
    assert failed == (["AssertionError"] if after else [])


def test_a_hidden_test_finds_names_and_data_as_they_were_at_its_place(grader):
    answer = "def f(x):\n    return 0 * x\n\ndef clear(x):\n    x *= 0"
    done = courses.run_job(
        grader,
        ("student", answer),
        ("locked", "import numpy as np\nX, size = np.ones(3), 3\n\ndef count():\n    return size"),
        (
            "hidden",
            "assert count() == 3 and 'late' not in globals(), 'names'\nassert (f(X) == X).all()",
        ),
        ("locked", "size = late = 5"),
        ("test", "clear(X)"),
        ("student", "f = abs"),
        ("hidden", "assert count() == 5, 'names'\nassert not X.any()"),
    )
    # Only the answer is wrong, although another call has made zeros right.
    errors = [[o.get("evalue") for o in outputs] for outputs in done["outputs"]]
    assert errors == [[], [], [""], [], [], [], []]


def test_a_hidden_test_finds_its_objects_where_the_process_was_lost_since(grader):
    done = courses.run_job(
        grader,
        ("student", "class Count:\n    n = 0\n\n    def add(self):\n        self.n += 1"),
        ("locked", "count = Count()"),
        ("hidden", "count.add()\nassert count.n == 1"),
        ("student", "import os\nos._exit(1)"),
        ("test", "assert Count().n == 0"),
    )
    assert [len(outputs) for outputs in done["outputs"]] == [0, 0, 0, 1, 0]


@pytest.mark.parametrize("after", [(), [("student", "pass")]], ids=["at the end", "on copies"])
def test_how_a_hidden_test_lost_the_process_is_not_told(grader, after):
    source = ("student", f"def f(x):\n    {ANSWERS['an unread frame']}")
    done = courses.run_job(grader, source, ("hidden", "f(4321.5)"), *after)
    assert done["notes"] == [["<cell 2>", "the student's process was lost: in a hidden test"]]


SEEDED = """
import random
import numpy as np

random.seed(1)
np.random.seed(1)

def draw():
    return random.random(), np.random.random()
"""
DRAWN = """
import random
import numpy as np

assert draw() == (random.Random(1).random(), np.random.RandomState(1).random_sample())
"""


@pytest.mark.parametrize("after", [(), [("student", "pass")]], ids=["at the end", "on a copy"])
def test_random_numbers_are_those_of_the_seed_that_a_cell_has_set(grader, after):
    done = courses.run_job(grader, ("student", SEEDED), ("hidden", DRAWN), *after)
    assert done["outputs"][1] == []

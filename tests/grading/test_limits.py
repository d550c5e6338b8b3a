"""Who pays for time and memory: the submission, and only for what it uses."""

import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fclib.grading.sandbox.grader import Grader
from tests.grading import courses

pytestmark = pytest.mark.slow

# A loop within a set, which cannot be interrupted: all of these numbers have the hash 0.
COLLIDING = f"def f():\n    return [n * {sys.hash_info.modulus} for n in range(100_000)]"
OBJECTS = "import numpy as np\ndef f():\n    return np.full((600, 600), '7', object)"
LARGE = "import numpy as np\ndef f():\n    return np.ones((7500, 7500), bool)"
# What a test does with each of them, the seconds that it has, and what is said of it.
EXPENSIVE = {
    "colliding hashes": (COLLIDING, "assert len(set(f())) == 1", 1, "TimeoutError"),
    "many objects": (OBJECTS, "while True:\n    assert (f() == '7').all()", 1, "TimeoutError"),
    "a large array": (LARGE, "copies = [f().astype(float) for _ in range(5)]", 60, "MemoryError"),
}


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("temporary")))
        patch.setattr(tempfile, "tempdir", None)
        grader = Grader([tmp_path_factory.mktemp("course")])
        yield grader
        grader.close()


CATCHING = """
import time
while True:
    try:
        time.sleep(1000)
    except BaseException:
        pass
"""


def spin(seconds):
    return (
        "import time\nbegun = time.process_time()\n"
        f"while time.process_time() - begun < {seconds}:\n    pass\n"
    )


# Submissions that wait, by the test that looks at them: cells and limits.
WAITING = {
    "costs nothing": (
        [
            ("student", "import time\ndef f():\n    time.sleep(1.5)\n    print('done')"),
            ("student", "f()"),
            ("test", "f()"),
            ("hidden", "f()"),
        ],
        {"cell_seconds": 1, "total_seconds": 3, "patience": 100},
    ),
    "for ever": (
        [("student", "import time\ntime.sleep(1000)")],
        {"cell_seconds": 1, "patience": 2},
    ),
    "until lost": (
        [
            ("test", "print('before')"),
            *[("student", CATCHING)] * 3,
            ("locked", "x = 1"),
            ("test", "print('after')"),
            ("hidden", "print('after')"),
        ],
        {"cell_seconds": 5, "total_seconds": 5, "patience": 1},
    ),
    "in a try": (
        [
            ("test", "import os, time\ntime.sleep(2)\nos._exit(1)"),
            ("test", f"{spin(1.5)}print('enough')"),
        ],
        {"cell_seconds": 3, "total_seconds": 3, "patience": 100},
    ),
}


@pytest.fixture(scope="module")
def waited(grader):
    """What came of those that wait, all at once."""
    with ThreadPoolExecutor(len(WAITING)) as at_once:
        done = {
            name: at_once.submit(courses.run_job, grader, *cells, **limits)
            for name, (cells, limits) in WAITING.items()
        }
    return {name: one.result() for name, one in done.items()}


def test_waiting_for_a_processor_costs_nothing(waited):
    """As on a busy machine; a sleep waits as long, and is the same on every machine."""
    assert courses.shown(waited["costs nothing"]) == ["", *["done\n"] * 3]


def test_a_function_that_never_ends_costs_one_test_its_time(grader):
    """The tests after it fail at once, and hold again for another function of that name."""
    endless = "def f():\n    while True:\n        pass\ndef g():\n    return 1"
    shown = courses.run_cells(
        grader,
        ("student", endless),
        ("hidden", "assert f() == 1"),
        ("test", "assert f() == 1"),
        ("hidden", "assert f() == 1"),
        ("test", "assert g() == 1"),
        ("student", "def f():\n    return 1"),
        ("test", "assert f() == 1"),
        cell_seconds=2,
        total_seconds=7,
        patience=100,
    )
    at_once = "TimeoutError: f used up the time of an earlier test"
    assert shown[2].startswith("TimeoutError")
    assert not shown[2].startswith(at_once)
    assert shown[1].startswith(at_once)
    assert shown[3].startswith(at_once)
    assert shown[4:] == ["", "", ""]


def test_a_processors_time_is_counted(grader):
    """Also where a cell before has taken the signals that tell of it."""
    shown = courses.run_cells(
        grader,
        (
            "student",
            "import signal\n"
            "for number in (signal.SIGPROF, signal.SIGALRM):\n"
            "    signal.signal(number, signal.SIG_IGN)\n"
            "def f():\n    while True:\n        pass",
        ),
        ("student", "f()"),
        ("test", "f()"),
        ("student", "print('on')"),
        cell_seconds=1,
        patience=100,
    )
    assert shown[1] == "TimeoutError: it took longer than 1 s"
    assert shown[2] == "TimeoutError: it took longer than 1 s"
    assert shown[3] == "on\n"


def test_what_waits_for_ever_ends_by_the_clock(waited):
    shown = courses.shown(waited["for ever"])
    assert shown == ["TimeoutError: it took longer than 2 s by the clock"]


def test_a_notebook_that_is_lost_when_its_time_is_over_is_graded(waited):
    """What its process catches and sleeps through uses up the time by the clock."""
    done = waited["until lost"]
    names = [output.get("ename") for outputs in done["outputs"] for output in outputs]
    assert names == [None, "ProcessLostError", *["TimeoutError"] * 5]
    assert [label for label, _ in done["notes"]] == ["<cell 2>"]


def test_an_answer_within_a_call_is_paid_once(grader):
    """The test passes a function of its own, which calls the student's again."""
    burn = "def burn():\n" + "".join(f"    {line}\n" for line in spin(1.5).splitlines())
    shown = courses.run_cells(
        grader,
        ("student", burn + "def f(function):\n    return function()"),
        ("test", "f(lambda: burn())\nf(lambda: print('paid once'))"),
        cell_seconds=2.5,
        patience=100,
    )
    assert shown[1] == "paid once\n"


def test_a_try_that_waited_costs_the_next_no_time_of_a_processor(waited):
    assert courses.shown(waited["in a try"])[1] == "enough\n"


GROUPED = """
def f():
    while True:
        display(1)
try:
    f()
except BaseException as late:
    raise BaseExceptionGroup("all", [late]) from None
"""


def test_a_timeouts_traceback_has_the_students_lines_and_no_others(grader):
    done = courses.run_job(grader, ("student", GROUPED), cell_seconds=1)
    lines = done["outputs"][0][-1]["traceback"]
    assert any("f()" in line for line in lines)
    assert not any(word in line for line in lines for word in ("TookTooLong", "inside", "self"))


@pytest.mark.parametrize("what", EXPENSIVE)
@pytest.mark.parametrize("role", ["test", "hidden"])
def test_what_a_test_does_with_an_answer_is_paid_by_the_answer(grader, capfd, what, role):
    answer, test, seconds, error = EXPENSIVE[what]
    shown = courses.run_cells(
        grader,
        ("student", answer),
        ("test", "print('before')"),
        (role, test),
        ("student", "print('after')"),
        ("test", "print('too')"),
        cell_seconds=seconds,
        patience=100,
    )
    assert shown[1] == "before\n"
    assert shown[2].startswith(error)
    assert shown[3:] == ["after\n", "too\n"]
    assert [path.name[:7] for path in Path(tempfile.gettempdir()).iterdir()] == ["grader-"]
    assert capfd.readouterr() == ("", "")


def test_nothing_is_imported_from_where_the_grader_was_started(tmp_path, monkeypatch):
    """Such as a student's folder, with a numpy.py of the student's."""
    for name in ("numpy", "fclib", "resource", "json"):
        (tmp_path / f"{name}.py").write_text("open('seen', 'w').close()")
    monkeypatch.chdir(tmp_path)
    grader = Grader([tmp_path])
    try:
        cells = ("locked", "import numpy as np"), ("test", "print(np.ones(1), __import__('json'))")
        shown = courses.run_cells(grader, *cells)
    finally:
        grader.close()
    assert shown[1].startswith("[1.] <module 'json' from ")
    assert not (tmp_path / "seen").exists()

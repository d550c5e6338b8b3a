"""What an assignment gives, cut out of fclib: enough to run, and no answer besides."""

import subprocess
import sys
from pathlib import Path

import pytest

import fclib.data
import fclib.grading.sandbox
from fclib.grading.sandbox.given import given_sources

SHOWN = ("fclib.data",)
RUN = """
import sys
sys.path.insert(0, {folder!r})
from inside import standin
standin.install({sources!r}, {given!r}, ["fclib.checks"], {{"fclib.data": {data!r}}})
import fclib
{code}
"""


def run(given, code):
    """Run code that sees only the stand-in for fclib; return what it prints."""
    program = RUN.format(
        folder=str(Path(fclib.grading.sandbox.__file__).parent),
        data=str(Path(fclib.data.__file__).parent),
        sources=given_sources(given, SHOWN),
        given=list(given),
        code=code,
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_given_function_runs_from_its_cut_source_alone():
    printed = run(("fclib.linear_forward",), "print(fclib.linear_forward([[1, 2]], [[3, 4]], [5]))")
    assert printed.strip() == "[[16.]]"


@pytest.mark.slow
def test_given_class_comes_with_what_it_needs():
    code = (
        "layer = fclib.Linear([[1.0, 2.0]]); print(layer.forward([[1, 1]]), layer.backward([[1]]))"
    )
    assert run(("fclib.Linear",), code).split() == ["[[3.]]", "[[1.", "2.]]"]


def test_other_functions_of_the_same_module_are_not_given():
    text = "".join(given_sources(("fclib.linear_forward",), SHOWN).values())
    assert "def linear_forward" in text
    for name in ["linear_backward", "grad_x", "grad_W", "grad_b", "def parameter_count"]:
        assert f"def {name}" not in text


@pytest.mark.slow
def test_what_is_not_given_is_refused_with_the_list_of_what_is():
    code = """
try:
    from fclib.linear import grad_x
except ImportError as error:
    print(error)
"""
    printed = run(("fclib.linear_forward",), code)
    assert "fclib.linear.grad_x is not given in this exercise: write your own" in printed


@pytest.mark.slow
def test_checks_do_nothing_and_data_are_there():
    code = (
        "from fclib.checks import any_module as c; print(c.any_check(1), fclib.load_digits()[1][3])"
    )
    assert run((), code).split() == ["None", "3"]


def test_nothing_given_is_data_only():
    names = "load_digits, worked_batch, worked_example"
    assert given_sources((), SHOWN) == {"fclib": f"from fclib.data import {names}\n"}


@pytest.mark.parametrize("name", ["fclib.linear_forwards", "fclib.layers.relu"])
def test_a_name_that_does_not_exist_is_refused(name):
    with pytest.raises(ValueError, match=r"is given to students, and there is no such"):
        given_sources((name,), SHOWN)


AHEAD = """
import sys
sys.path.insert(0, {folder!r})
from inside import standin
shown = {shown!r}
standin.import_ahead(shown)
print("ahead")
standin.install({{}}, [], [], shown)
import course.leaning
print(course.alone.__spec__.name, course.leaning.ten)
"""


@pytest.mark.slow
def test_what_is_shown_is_imported_ahead_if_it_needs_nothing_of_the_courses(tmp_path):
    (tmp_path / "alone.py").write_text("print('alone')\nten = 10", encoding="utf-8")
    leaning = (
        "try:\n    from course.alone import ten\nexcept ImportError:\n    ten = None\nprint(ten)"
    )
    (tmp_path / "leaning.py").write_text(leaning, encoding="utf-8")
    program = AHEAD.format(
        folder=str(Path(fclib.grading.sandbox.__file__).parent),
        shown={f"course.{name}": str(tmp_path / f"{name}.py") for name in ("leaning", "alone")},
    )
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines() == ["None", "alone", "ahead", "10", "course.alone 10"], done

"""How every check runs a student's function, compares what came out, and words its answer."""

import contextlib
import copy
import linecache
import math
import re
import textwrap
import traceback
from collections.abc import Callable
from functools import cache
from numbers import Real
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fclib.misconceptions import CATALOGUE

NOTHING_RETURNED = (
    "Is it written yet?\nA function gives back what stands after return; print only shows it."
)

NUMPY_ON_SHAPES = ("matmul: ", "operands could not be broadcast", "cannot reshape", "shapes (")
"""How the messages begin in which NumPy names the shapes that did not fit."""


MORE_WORDS = {
    "list index out of range": "; counted from 0, the last index is one less than the length",
    "list assignment index out of range": "; a list grows by append, not by giving y[i] a value",
    "unsupported operand type(s) for @: 'list' and": "; these are lists, and np.array makes arrays",
    "can't multiply sequence by non-int of type 'list'": "; these are lists, not arrays",
    "can't multiply sequence by non-int of type 'float'": "; one of the two is a whole list",
}
"""What a beginner needs to know besides Python's own words."""


class CheckFailed(AssertionError):  # noqa: N818  it reads as what happened
    """An answer that is not right yet, in words for the student."""

    def _render_traceback_(self):
        # IPython shows these lines in place of a traceback, which would lead into fclib.
        return str(self).splitlines()


class Known(str):
    """The id of a known mistake, with a note on how it came up here, or none."""

    def __new__(cls, misconception, note=""):
        """Make an id that remembers the note."""
        known = super().__new__(cls, misconception)
        known.note = note
        return known


class Outcome(NamedTuple):
    """What a function did with some arguments: its value, or what it raised."""

    value: object = None
    error: Exception | None = None
    arguments_after: tuple = ()


def fail(seen, misconception=None):
    """Raise CheckFailed: what was seen, then the hint of the misconception if one was found."""
    if misconception is None:
        raise CheckFailed(seen)
    row = CATALOGUE[misconception]
    if note := getattr(misconception, "note", ""):
        seen += f"; {note}"
    raise CheckFailed(f"[{row.id}] {seen}:\n{row.hint}\n{row.reference}")


def run(function, *arguments):
    """Call a function with copies of the arguments; return its Outcome."""
    arguments = tuple(map(_copied, arguments))
    try:
        value = function(*arguments)
    except Exception as error:  # whatever a student's code raises is an answer to report
        return Outcome(error=error, arguments_after=arguments)
    # A later call may change the list that this one returned. A generator in it has no copy.
    with contextlib.suppress(TypeError):
        value = copy.deepcopy(value)
    return Outcome(value, arguments_after=arguments)


def _copied(argument):
    """Return a deep copy; of an array that lies in memory with gaps, one that does so too."""
    if not isinstance(argument, np.ndarray) or argument.flags.forc:
        return copy.deepcopy(argument)
    return spread(argument)


def spread(array):
    """Return an equal array that is a strided view: every second entry of a larger one."""
    larger = np.full([2 * length for length in array.shape], 99, array.dtype)
    view = larger[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def require_function(function, name):
    """Fail unless the answer can be called."""
    if not callable(function):
        fail(f"{name} is {kind_of(function)}, expected a function: define it with def.")


def require_answer(value, name, what):
    """Fail if an answer is still empty; ``what`` says what to put there."""
    if value is None or value is ...:
        fail(f"{name} is still empty: {what}. If the cell that sets it stops, start there.")


def require_no_error(outcome, name, seen):
    """Fail, pointing at the student's own line, if the function raised."""
    if outcome.error is None:
        return
    error, place = outcome.error, _own_line(outcome.error)
    where = f"\nin line {place[0]} of your cell: {one_line(place[1])}" if place else ""
    words = one_line(_plainer(str(error)))
    fail(f"{name} stopped with {type(error).__name__} {seen}{words and f': {words}'}{where}")


def stopped(error, name, seen):
    """Say that a function stopped, and in which line of the student's, before a mistake's hint."""
    place = _own_line(error)
    where = f" in line {place[0]}" if place else ""
    return f"{name} stopped with {type(error).__name__}{where} {seen}"


def _plainer(words):
    """Say of Python's and NumPy's words what is of use to a beginner."""
    if sizes := re.search(r"\(size (\d+) is different from (\d+)\)", words):
        return f"a product of matrices does not fit, its inner sizes are {sizes[2]} and {sizes[1]}"
    if length := re.search(r"^index \d+ is out of bounds for axis \d+ with size ([1-9]\d*)", words):
        return f"{length[0]}; counted from 0, the last is {int(length[1]) - 1}"
    if words.startswith("Cannot cast ufunc"):
        return "an array of integers holds no fractions"
    return words + "".join(more for known, more in MORE_WORDS.items() if words.startswith(known))


def _own_line(error):
    """Return the number and the text of the last line in the student's file, if it is known."""
    # Where the function runs in a process of its own, the grader knows its line, or that none is.
    if hasattr(error, "student_line"):
        return error.student_line
    own = _own_frames(error)
    if not own:
        return None
    frame, lineno = own[-1]
    line = linecache.getline(frame.f_code.co_filename, lineno).strip()
    return (lineno, line) if line else None


def names_of_numbers(error):
    """Return the names that stood for whole numbers in the student's code when it stopped."""
    if hasattr(error, "student_numbers"):
        return error.student_numbers
    return {
        name
        for frame, _ in _own_frames(error)
        for name, value in frame.f_locals.items()
        if isinstance(value, int)
    }


def _own_frames(error):
    """Return the frames in the student's file that an error went through, and their lines."""
    # The first frames are run() above and a check's; the next is the student's function itself.
    frames = list(traceback.walk_tb(error.__traceback__))
    while frames and _file(frames[0]).parent == Path(__file__).parent:
        frames = frames[1:]
    return [frame for frame in frames if _file(frame) == _file(frames[0])]


def _file(frame):
    return Path(frame[0].f_code.co_filename)


def numbers(value, verb, seen=""):
    """Return value as a list of floats; fail unless it is numbers in a row.

    ``verb`` begins the message, "y_by_hand is" or "linear_scalar returned"; ``seen`` ends it.
    """
    if value is None:
        fail(f"{verb} None{seen}, expected a list of numbers. {NOTHING_RETURNED}")
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        fail(f"{verb} {kind_of(value)}{seen}, expected a list of numbers.")
    for i, entry in enumerate(value):
        if isinstance(entry, bool | np.bool_) or not isinstance(entry, Real):
            fail(f"{verb} a list with {kind_of(entry)} at [{i}]{seen}, expected a number.")
        if not math.isfinite(as_float(entry)):
            fail(f"{verb} a list with {as_float(entry)} at [{i}]{seen}, expected a finite number.")
    return [float(entry) for entry in value]


def as_float(value):
    """Return a number as a float; an integer too large for that becomes infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def agree(got, want):
    """Compare numbers: two lists or arrays, or tuples of arrays, of the same shapes.

    Arguments of checks are multiples of 1/8, whose products are exact even in float32. The
    tolerance is for the few places that divide: ten roundings of float32.
    """
    if isinstance(want, tuple):
        return (
            isinstance(got, tuple | list) and len(got) == len(want) and all(map(agree, got, want))
        )
    try:
        got, want = np.asarray(got), np.asarray(want)
        if got.dtype.kind not in "iuf" or got.shape != want.shape:
            return False
    except ValueError:  # rows of different lengths
        return False
    # In float64, where an integer type would wrap around.
    got, want = got.astype(float), want.astype(float)
    finite = np.isfinite(want)
    scale = float(np.abs(want[finite]).max(initial=0.0)) or 1.0
    return np.array_equal(got[~finite], want[~finite], equal_nan=True) and bool(
        np.all(np.abs(got[finite] - want[finite]) <= 1e-6 * scale)
    )


def same(student, wrong):
    """Whether two outcomes are alike: both raised, or both gave the same numbers."""
    if student.error is not None or wrong.error is not None:
        return student.error is not None and wrong.error is not None
    return agree(student.value, wrong.value)


def diagnose(function, cases, reference, wrong_versions: dict[str, list[Callable]]):
    """Return the id of the known mistake that gives the student's results on every case.

    One case at least must tell the mistake from the right answer by its values, or by NumPy's
    words about the shapes that it met: two functions that only raise may do so for different
    reasons. From one case alone no loop is told that misses an end.
    """
    got, want = _when_asked(function, cases), _when_asked(reference, cases)
    places = range(len(cases))
    for misconception, versions in wrong_versions.items():
        for version in versions if len(cases) > 1 or "loop" not in misconception else ():
            expected = []
            for place in places:
                expected.append(run(version, *cases[place]))
                if not same(got(place), expected[-1]):
                    break
            else:
                telling = any(
                    expected[place].error is None and not same(want(place), expected[place])
                    for place in places
                )
                if telling or _same_shapes_met(list(map(got, places)), expected):
                    return Known(misconception, getattr(version, "note", ""))
    return None


def _when_asked(function, cases):
    """Return what gives a function's outcome on a case, once and only if it is asked for.

    Most wrong versions differ on the first case, and a student's function may be slow.
    """
    return cache(lambda place: run(function, *cases[place]))


def _same_shapes_met(got, expected):
    """Whether two functions raised, and NumPy named the same shapes in each case."""
    pairs = [
        (str(student.error), str(wrong.error))
        for student, wrong in zip(got, expected, strict=True)
        if wrong.error is not None
    ]
    return bool(pairs) and all(
        theirs == ours and ours.startswith(NUMPY_ON_SHAPES) for theirs, ours in pairs
    )


def size(inputs, outputs):
    """Name the size of a layer: "1 input and 3 outputs"."""
    return f"{count(inputs, 'input')} and {count(outputs, 'output')}"


def kind_of(value):
    """Name the type of a value: "a list", "an int", "None"."""
    if value is None:
        return "None"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" or name == "ndarray" else f"a {name}"


def count(how_many, noun):
    """Name a number of things: "1 input", "3 inputs"."""
    return f"{how_many} {noun}" + "s" * (how_many != 1)


def ordinal(place):
    """Name a place that Python counts from 0: "first", "second"."""
    return ("first", "second", "third", "fourth")[place]


def number(value):
    """Write a number as a student would: whole ones in full, others with six digits."""
    value = as_float(value)
    return (f"{value:.0f}" if value.is_integer() else f"{value:.6g}").replace("-", "−")


def one_line(text):
    """Cut text that a student's code made to what a message has room for."""
    return textwrap.shorten(str(text), 100, placeholder=" …")

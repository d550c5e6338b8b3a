"""How a check calls a student's function, and what it says where that stops."""

import contextlib
import copy
import linecache
import re
import traceback
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import numpy as np

from .failing import fail
from .subject import Array
from .words import NOTHING_RETURNED, kind_of, one_line, public_error, public_kind

_Frame = tuple[FrameType, int]

ROOM = Path(__file__).parents[1]
"""Where the engine and its course's checks are: no line of these is a student's."""

ONE_OF_IT = "; an index picks one number of it"
MORE_WORDS = {
    "list index out of range": "; counted from 0, the last index is one less than the length",
    "list assignment index out of range": "; a list grows by append, not by giving y[i] a value",
    "unsupported operand type(s) for @: 'list' and": "; these are lists, and np.array makes arrays",
    "can't multiply sequence by non-int of type 'list'": "; these are lists, not arrays",
    "can't multiply sequence by non-int of type 'float'": "; one of the two is a whole list",
    "only 0-dimensional arrays can be converted": ONE_OF_IT,
    "int() argument must be a string, a bytes-like object or a real number, not 'list'": ONE_OF_IT,
    "float() argument must be a string or a real number, not 'list'": ONE_OF_IT,
}
"""What a beginner needs to know besides Python's own words."""


ATOMS = {int, float, complex, bool, str, type(None)}
"""Types of values that are their own copies."""
ROOM_FOR_WORDS = 170
"""Characters of an exception's words: NumPy names its shapes at their end."""


class Outcome(NamedTuple):
    """What a function did with some arguments: its value, or what it raised.

    ``value`` is a copy. ``returned`` is the very object, which a later call may change.
    """

    value: Any = None
    error: Exception | None = None
    arguments_after: tuple[Any, ...] = ()
    returned: Any = None


def run(function: Callable[..., Any], *arguments: Any) -> Outcome:
    """Call a function with copies of the arguments; return its Outcome."""
    return run_each(function, [arguments])[0]


def run_each(function: Callable[..., Any], cases: Sequence[Sequence[Any]]) -> list[Outcome]:
    """Call a function with copies of each case's arguments, in their order.

    What stands for a function in another process may take many calls at once: then its type has
    ``of_each``, which takes all arguments and yields for each what `_of_each` does. That process
    may see all of them before it answers the first: where one call's arguments would give another's
    answer away, use `run`.
    """
    copies = [tuple(map(copied, case)) for case in cases]
    results = getattr(type(function), "of_each", _of_each)(function, copies)
    return [
        Outcome(held(value), error, arguments, value)
        for arguments, (value, error) in zip(copies, results, strict=True)
    ]


def takes_many(function: Callable[..., Any]) -> bool:
    """Whether a function stands for one in another process, which takes many calls at once."""
    return hasattr(type(function), "of_each")


def _of_each(
    function: Callable[..., Any], calls: Sequence[tuple[Any, ...]]
) -> Generator[tuple[Any, Exception | None]]:
    """Call a function each time that the next value and error are asked for."""
    for arguments in calls:
        try:
            yield function(*arguments), None
        except Exception as error:  # whatever a student's code raises is an answer to report
            yield None, error


def held(value: Any) -> Any:
    """Return a copy of a result, which a later call may change; a generator has none."""
    with contextlib.suppress(TypeError):
        value = _copied_value(value)
    return value


def copied(argument: Any) -> Any:
    """Return a deep copy; of an array that lies in memory with gaps, one that does so too."""
    if not isinstance(argument, np.ndarray) or argument.flags.forc:
        return _copied_value(argument)
    return spread(argument)


def _copied_value(value: Any) -> Any:
    """Return a deep copy; of arrays, numbers and rows of them many times as fast as copy's."""
    if type(value) is np.ndarray and not value.dtype.hasobject:
        return value.copy(order="K")
    arrays = type(value) is tuple and set(map(type, value)) == {np.ndarray}
    if arrays and len(set(map(id, value))) == len(value):  # two that are one stay one
        return tuple(map(_copied_value, value))
    if type(value) is list:
        if ATOMS.issuperset(map(type, value)):
            return value[:]
        own_rows = set(map(type, value)) == {list} and len(set(map(id, value))) == len(value)
        if own_rows and all(ATOMS.issuperset(map(type, row)) for row in value):
            return [row[:] for row in value]
    return copy.deepcopy(value)


def spread(array: Array) -> Array:
    """Return an equal array that is a strided view: every second entry of a larger one."""
    larger = np.full([2 * length for length in array.shape], 99, array.dtype)
    view = larger[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def require_function(function: object, name: str) -> None:
    """Fail unless the answer can be called."""
    if not callable(function):
        words = "expected a function: define it with def."
        fail(
            f"{name} is {kind_of(function)}, {words}",
            public=f"{name} is {public_kind(function)}, {words}",
        )


def require_answer(value: object, name: str, what: str) -> None:
    """Fail if an answer is still empty; ``what`` says what to put there."""
    if value is None or value is ...:
        words = f"{name} is still empty: {what}. If the cell that sets it stops, start there."
        fail(words, public=words)


def require_returned(value: object, name: str, where: str = "") -> None:
    """Fail if a function gave nothing back; ``where`` says for which arguments."""
    if value is None:
        words = f"{name} returned None{where and f' {where}'}. {NOTHING_RETURNED}"
        fail(words, public=words)


def require_no_error(
    outcome: Outcome, name: str, seen: str, many: str = "", more: str = ""
) -> None:
    """Fail, pointing at the student's own line, if the function raised.

    ``many`` says how often it did, and ``more`` stands at the end.
    """
    if outcome.error is None:
        return
    error, place = outcome.error, _own_line(outcome.error)
    where = f"\nin line {place[0]} of your cell: {one_line(place[1])}" if place else ""
    words = one_line(_plainer(str(error)), ROOM_FOR_WORDS)
    fail(
        f"{name} stopped with {type(error).__name__} {seen}{many}{words and f': {words}'}{where}"
        f"{more}",
        public=f"{name} stopped with {public_error(error)} {seen}.",
    )


def stopped(error: Exception, name: str, seen: str) -> tuple[str, str]:
    """Say that a function stopped, and in which line of the student's; and in what words it did."""
    place = _own_line(error)
    where = f" in line {place[0]}" if place else ""
    words = one_line(_plainer(str(error)), ROOM_FOR_WORDS)
    return f"{name} stopped with {type(error).__name__}{where} {seen}", words


def _plainer(words: str) -> str:
    """Say of Python's and NumPy's words what is of use to a beginner."""
    if length := re.search(r"^index \d+ is out of bounds for axis \d+ with size ([1-9]\d*)", words):
        return f"{length[0]}; counted from 0, the last is {int(length[1]) - 1}"
    words = re.sub(
        r"->\([^)]*\)", "", words.replace("remapped shapes [original->remapped]:", "shapes")
    )
    empty = re.search(r"\b(shape|shapes) .*[(,]0\b", words)
    if empty and not words.startswith("cannot reshape array of size 0"):  # it came empty
        return f"{words}; a 0 is an empty array: where does a slice begin and end?"
    if words.startswith("Cannot cast ufunc"):
        return "an array of integers holds no fractions"
    return words + "".join(more for known, more in MORE_WORDS.items() if words.startswith(known))


def _own_line(error: Exception) -> tuple[int, str] | None:
    """Return the number and the text of the last line in the student's file, if it is known."""
    # Where the function runs in a process of its own, the grader knows its line, or that none is.
    if hasattr(error, "student_line"):
        known: tuple[int, str] | None = error.student_line
        return known
    own = _own_frames(error)
    if not own:
        return None
    frame, lineno = own[-1]
    line = linecache.getline(frame.f_code.co_filename, lineno).strip()
    return (lineno, line) if line else None


def names_of_numbers(error: Exception) -> set[str]:
    """Return the names that stood for whole numbers in the student's code when it stopped."""
    if hasattr(error, "student_numbers"):
        names: set[str] = error.student_numbers
        return names
    return {
        name
        for frame, _ in _own_frames(error)
        for name, value in frame.f_locals.items()
        if isinstance(value, int)
    }


def _own_frames(error: Exception) -> list[_Frame]:
    """Return the frames in the student's file that an error went through, and their lines."""
    # The first frames are run() above and a check's; the next is the student's function itself.
    frames = list(traceback.walk_tb(error.__traceback__))
    while frames and _file(frames[0]).is_relative_to(ROOM):
        frames = frames[1:]
    return [frame for frame in frames if _file(frame) == _file(frames[0])]


def _file(frame: _Frame) -> Path:
    return Path(frame[0].f_code.co_filename)

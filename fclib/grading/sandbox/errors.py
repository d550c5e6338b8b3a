"""Errors: that there is no sandbox, and what went wrong in a student's process."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.inside import identifiers, wire

if TYPE_CHECKING:
    from collections.abc import Set


TEXTS = ("name", "base", "words")
"""What a description of an error has that are texts."""
LINES = 1 << 20
"""More lines than a notebook can have."""


class NoSandboxError(RuntimeError):
    """There is no sandbox on this machine; the message says how to get one."""


class NotOfTheStudentError(Exception):
    """An error that arose here: a check that looks for the student's line finds that there is none.

    Otherwise it would quote this file's.
    """

    student_line = None
    student_numbers: frozenset[str] = frozenset()


class ProcessLostError(NotOfTheStudentError):
    """The student's process ended, stopped answering, or sent what is not an answer."""


class TooLargeError(NotOfTheStudentError, TypeError):
    """A test passes more than may be sent."""


class TimeIsOverError(NotOfTheStudentError, TimeoutError):
    """A cell has no time left for another call of the student's code."""


def student_error(
    description: object, withheld_to: Set[tuple[int, str]] | None = None
) -> Exception:
    """Return an exception like the one that the student's code raised.

    It is of the builtin class underneath the student's; ``student_line`` says where it stopped,
    ``student_numbers`` which names were said to be whole numbers there.

    Parameters
    ----------
    description : dict
        What the student's process says of it.
    withheld_to : set of tuple, optional
        Leave out all names and the message, into which a hidden test's numbers could be written,
        and where it stopped but for these numbers and texts of lines.
    """
    if not isinstance(description, dict):
        raise wire.WireError("an error of a wrong kind")
    texts: list[Any] = [description.get(key) for key in TEXTS]
    # They may be anything: an array is not to be compared, and a long number cannot be written.
    if set(map(type, texts)) != {str}:
        raise wire.WireError("an error without words")
    name, kind_underneath, words = texts
    base = getattr(builtins, kind_underneath, None)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = Exception  # SystemExit and its like end the student's call, not the test
    if issubclass(base, StopIteration | StopAsyncIteration):
        base = RuntimeError  # it would end a loop of the test's, as an iterator's end does
    numbers = identifiers.read_names(description.get("numbers", []))
    if withheld_to is not None:
        name, words, numbers = base.__name__, "", ()
    kind: type[Exception]
    kind = (
        base if name == base.__name__ or not identifiers.is_name(name) else type(name, (base,), {})
    )
    try:
        error = kind(words)
    except TypeError:  # UnicodeDecodeError and its like take more arguments
        error = type(kind.__name__, (Exception,), {})(words)
    line = _line(description.get("place"))
    if withheld_to is not None and line not in withheld_to:
        line = None
    vars(error).update(student_line=line, student_numbers=frozenset(numbers))
    return error


def _line(place: object) -> tuple[int, str] | None:
    """Return the number and the text of a line that was sent, if it is one."""
    match place:
        case [int(number), str() | None as text] if 0 < number < LINES:
            return number, (text or "").strip()
    return None


def builtin_name(kind: type[BaseException]) -> str:
    """Return the name of the closest builtin class that an exception's class derives from."""
    named = [(base.__name__, base) for base in kind.__mro__]
    return next(name for name, base in named if getattr(builtins, name, None) is base)

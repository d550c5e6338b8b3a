"""What is told of an error: its name, words and place, whatever the student made of it."""

from __future__ import annotations

import builtins
import traceback
from typing import TYPE_CHECKING, Any

from . import cells, identifiers
from .limits import TookTooLongError

if TYPE_CHECKING:
    import types
    from collections.abc import Callable

    IsOwn = Callable[[str], bool]

WORDS = 2000
"""Characters of an error's message that are passed on."""


def describe(error: BaseException, is_own: IsOwn) -> dict[str, Any]:
    """Describe an error: name, builtin exception underneath, words, place, and numbers' names.

    The last are names of whole numbers in the function that was called, where it stopped.
    """
    try:
        return _describe(error, is_own)
    except Exception:  # an exception can be made such that nothing can be asked of it
        return dict(name="Exception", base="Exception", words="", place=None, numbers=[])


def _describe(error: BaseException, is_own: IsOwn) -> dict[str, Any]:
    kind = type(error)
    base = next(k.__name__ for k in kind.__mro__ if getattr(builtins, k.__name__, None) is k)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if is_own(frame.filename)]
    place = [own[-1].lineno, own[-1].line] if own else None
    try:
        words = cells.clean(str(error))[:WORDS]
    except Exception:
        words = ""
    name = cells.clean(kind.__name__)[:100]
    if isinstance(error, TookTooLongError):
        name = base = "TimeoutError"
    numbers = _numbers_in(error.__traceback__, is_own)
    return {"name": name, "base": base, "words": words, "place": place, "numbers": numbers}


def _numbers_in(stack: types.TracebackType | None, is_own: IsOwn) -> list[str]:
    """Return names of whole numbers in the student's frames, those of one cell or file."""
    frames = [frame for frame, _ in traceback.walk_tb(stack)]
    own = [frame for frame in frames if is_own(frame.f_code.co_filename)]
    found = {
        name
        for frame in own
        # Not those of a cell itself, where every name of the notebook is a local one.
        if frame.f_code.co_filename == own[0].f_code.co_filename
        and frame.f_locals is not frame.f_globals
        for name, value in frame.f_locals.items()
        if issubclass(type(value), int) and identifiers.is_name(name)
    }
    return sorted(found)[: identifiers.MOST_NAMES]

"""What the tests of an exercise's checks know of its answers.

Each ``NAME_answers.py`` beside this has ``EXERCISE``, and none of its functions is one of the
wrong versions that the checks know, so that a check is not compared with itself.
"""

import contextlib
import io
from collections.abc import Callable
from typing import NamedTuple

from fclib.checks import CheckFailed

MOST_LINES, LONGEST_LINE = 3, 360  # characters: NumPy's own words about shapes take 140


class Function(NamedTuple):
    """A function that students write.

    Attributes
    ----------
    checks : dict of str to callable
        The checks that take it alone, by name.
    wrong : dict of str to list of callable
        The known wrong versions that the checks look for, by misconception.
    right : dict of str to callable
        Right answers, by what sets each apart.
    mistakes : dict of str to tuple
        For each misconception the names of the checks that it fails, and versions as students
        write them.
    pairs : dict of str to callable
        Answers with two mistakes at once.
    """

    checks: dict
    wrong: dict
    right: dict
    mistakes: dict
    pairs: dict


class Exercise(NamedTuple):
    """An exercise: its chapter, its functions by name, and ids that its other questions give."""

    chapter: str
    functions: dict[str, Function]
    by_answer: frozenset = frozenset()


def short(n):
    """Return a range that misses its last."""
    return range(n - 1)


def late(n):
    """Return a range that misses its first."""
    return range(1, n)


def message(check: Callable, *answers, **options):
    """Return what a check says of wrong answers, which is always short; None if it passes."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(*answers, **options)
    except CheckFailed as failed:
        text = str(failed)
        assert len(text.splitlines()) <= MOST_LINES, text
        assert max(map(len, text.splitlines())) <= LONGEST_LINE, text
        assert "Traceback" not in text
        return text
    return None


def named(text):
    """Return the misconception that a message names, or None."""
    return text[1 : text.index("]")] if text and text.startswith("[") else None

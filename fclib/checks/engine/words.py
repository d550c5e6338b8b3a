"""How messages name things: kinds of values, numbers, counts."""

import math
import re
import textwrap
from functools import cache
from typing import Any

import numpy as np

NOTHING_AT_TIMES = "For others it gives something back: does every way through it end with return?"
NOTHING_RETURNED = (
    "Is it written yet?\nA function gives back what stands after return; print only shows it."
)


ENTRIES = {
    "b": "bools",
    "c": "complex numbers",
    "M": "dates",
    "O": "objects",
    "S": "bytes",
    "U": "strings",
}
"""What an array that holds no real numbers holds, by NumPy's letter."""
LARGEST_COUNT = 1e15
"""A whole number beyond this counts nothing: all its digits would be noise."""


def kind_of(value: object) -> str:
    """Name the type of a value: "a list", "an int", "None", "an array of objects"."""
    if value is None:
        return "None"
    if type(value) is np.ndarray:
        holds = ENTRIES.get(value.dtype.kind)
        return f"an array of {holds}" if holds else "an array"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def public_kind(value: object) -> str:
    """Name the type of a value as `kind_of` does, but for a type that the student named."""
    known = type(value).__module__ in ("builtins", "numpy")
    return kind_of(value) if known else "an object of another kind"


def public_error(error: BaseException) -> str:
    """Name an exception by the builtin class that it is or comes from."""
    kinds = (kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
    return next(kinds).__name__


@cache
def plural(noun: str) -> str:
    """Name several things: "inputs", "classes", "rows of the image"."""
    first = re.split(" of | above ", noun)[0]
    return f"{first}{'es' if first.endswith('s') else 's'}{noun.removeprefix(first)}"


class Short(str):
    """What is said of a result that lacks its first or its last, where a loop may be at fault.

    Attributes
    ----------
    end : str
        Which it lacks: "first" or "last".
    """

    end: str

    def __new__(cls, words: str, end: str) -> "Short":
        """Make words that remember the end."""
        short = super().__new__(cls, words)
        short.end = end
        return short


def after(begin: str, words: str) -> str:
    """Let words follow on others, and so begin with a small letter."""
    return like(words, f"{begin}{words[0].lower()}{words[1:]}")


def like(words: str, text: str) -> str:
    """Return a text that knows of a missing end what other words do."""
    return Short(text, words.end) if isinstance(words, Short) else text


def count(how_many: int, noun: str) -> str:
    """Name a number of things: "1 input", "3 inputs"."""
    return f"{how_many} {noun if how_many == 1 else plural(noun)}"


def ordinal(place: int) -> str:
    """Name a place that Python counts from 0: "first", "second"."""
    return ("first", "second", "third", "fourth")[place]


def number(value: Any) -> str:
    """Write a number as a student would: counts in full, others with six digits."""
    value = as_float(value) + 0.0  # no minus before a zero
    whole = value.is_integer() and abs(value) < LARGEST_COUNT
    return (f"{value:.0f}" if whole else f"{value:.6g}").replace("-", "−")


def as_float(value: Any) -> float:
    """Return a number as a float; an integer too large for that becomes infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def one_line(text: object, room: int = 100) -> str:
    """Cut text that a student's code made to what a message has room for."""
    return textwrap.shorten(str(text), room, placeholder=" …")

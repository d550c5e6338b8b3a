"""Answers that are no functions: numbers, shapes and arrays. What they are not is said in words."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Any, NoReturn

import numpy as np

from .failing import fail
from .relations.given import of_answer
from .running import require_answer
from .subject import Array
from .words import NOTHING_RETURNED, as_float, count, kind_of, number

Known = Iterable[tuple[str, Any]]
"""Wrong answers, each after the words that say what it is; two may have the same words."""

THREE_DIGITS, TWO_DIGITS = 0.0005, 0.005
"""How far a number may be off that is asked for with three digits, or given with two."""


def real(value: Any, name: str, what: str = "put a number there") -> Any:
    """Return an answer that is one number; fail if it is none."""
    require_answer(value, name, what)
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        fail(f"{name} is {kind_of(value)}, expected a number.")
    # Arithmetic with an integer beyond all floats raises.
    return math.inf if as_float(value) == math.inf else value


def told(got: Any, want: Any, known: Known = ()) -> str:
    """Say what is true of a wrong answer, with a colon before it; nothing if nothing is."""
    words = of_answer(got, want, known)
    return words and f": {words}"


def not_right(seen: str, got: Any, want: Any, ask: str = "", known: Known = ()) -> NoReturn:
    """Fail for an answer that is no known mistake: say what is true of it, and what to think about.

    ``seen`` begins the message, "y_by_hand[0] = 3"; ``known`` has other wrong ones.
    """
    fail(f"{seen} is not right{told(got, want, known)}." + (f"\n{ask}" if ask else ""))


def require_number(
    value: Any,
    name: str,
    want: float,
    ask: str,
    known: Mapping[str, Any] | None = None,
    named: Mapping[str, float | Sequence[float]] | None = None,
    rtol: float = 0.0,
) -> Any:
    """Return an answer that is the right number; fail if it is not.

    Parameters
    ----------
    value, name, want
        The answer, what it is called, and the right number.
    ask : str
        What to think about where nothing else is known.
    known : dict of str to number, optional
        Wrong numbers, each after the words that say what it is.
    named : dict of str to number or several, optional
        Wrong numbers by the mistake's id.
    rtol : float
        How far a number may be off, as a part of it.
    """
    got = real(value, name)
    if np.isclose(got, want, rtol=rtol, atol=0):
        return got
    seen = f"{name} = {number(got)}"
    for id_, wrong in (named or {}).items():
        if np.isclose(got, wrong, rtol=rtol, atol=0).any():
            fail(f"{seen} is not right", id_)
    not_right(seen, got, want, ask, (known or {}).items())


def require_numbers(
    value: Any,
    name: str,
    want: Sequence[float],
    each: str,
    ask: str | Callable[[int], str],
    known: Mapping[str, Any] | None = None,
    named: Mapping[str, Sequence[Any]] | None = None,
    rtol: float = 0.0,
) -> None:
    """Fail unless an answer is a list of the right numbers.

    The arguments are those of `require_number`, but for ``each``, which says what there is a number
    for, "one for each machine", and ``ask``, which may take the place of the first wrong one.
    """
    require_answer(value, name, f"put a list of {count(len(want), 'number')} there, {each}")
    got = numbers(value, f"{name} is")
    if len(got) != len(want):
        fail(f"{name} has {count(len(got), 'number')}, expected {len(want)}: {each}.")
    wrong = np.flatnonzero(~np.isclose(got, want, rtol=rtol, atol=rtol))
    if not len(wrong):
        return
    place = int(wrong[0])
    seen = f"{name}[{place}] = {number(got[place])}"
    for id_, lists in (named or {}).items():
        if any(np.allclose(got, one, rtol=rtol, atol=rtol) for one in lists):
            fail(f"{seen} is not right", id_)
    words = ask if isinstance(ask, str) else ask(place)
    not_right(seen, got, want, words, (known or {}).items())


def first_wrong(name: str, got: Array, want: Array) -> tuple[str, int, int]:
    """Say which number of a table is the first that is not right, and return its place."""
    row, column = np.argwhere(~np.isclose(got, want))[0].tolist()
    return f"{name}[{row}][{column}] = {number(got[row, column])} is not right", row, column


def fraction(value: Any, name: str, want: float, what: str = "put a number there") -> Any:
    """Return an answer that should be a fraction; fail if it is the right percentage instead."""
    value = real(value, name, what)
    if abs(value - 100 * want) < 0.1 < abs(value - want):
        fail(f"{name} is a percentage, expected a fraction between 0 and 1.")
    return value


def part_of(value: Any, name: str, want: float, total: int, ask: str, known: Known = ()) -> None:
    """Fail unless an answer is the right part of so many things, to three digits."""
    value = fraction(value, name, want, f"put the part of all {total} there")
    if abs(value - want) <= THREE_DIGITS:  # nan is not right either
        return
    others = [
        (f"that would be none of the {total}", 0),
        (f"that would be all of the {total}", 1),
        (f"that is how many of the {total}, and a part of them is asked for", want * total),
        ("that is the part of those that are wrong", 1 - want),
        ("it is rounded too far: give three digits", round(want, 1)),
        ("it is rounded too far: give three digits", round(want, 2)),
    ]
    seen, known = f"{name} = {number(value)}", [*known, *others]
    if (value < 0 or value > 1) and not told(value, want, known):
        fail(f"{seen} is no part of a whole: expected a number from 0 to 1.")
    not_right(seen, value, want, ask, known)


def share(value: Any, name: str, want: float, ask: str, known: Known = ()) -> None:
    """Fail unless an answer is the right part of a whole, to three digits."""
    value = fraction(value, name, want)
    if abs(value - want) <= THREE_DIGITS:  # nan is not right either
        return
    seen = f"{name} = {number(value)}"
    if value == math.floor(1e3 * want) / 1e3:
        fail(f"{seen} is cut after three digits: which three are nearest?")
    if abs(value - want) <= TWO_DIGITS:
        fail(f"{seen} is close. Which are its three digits?")
    not_right(seen, value, want, ask, known)


def array(value: Any, name: str, what: str = "put an array of numbers there") -> Array:
    """Return an answer as an array of numbers; fail if it is none."""
    require_answer(value, name, what)
    try:
        got = np.asarray(value)
    except ValueError:  # rows of different lengths
        got = None
    if got is None or got.dtype.kind not in "iuf":
        fail(f"{name} is {kind_of(value)}, expected an array of numbers.")
    return got


def pair(value: Any, name: str) -> tuple[Any, ...]:
    """Return an answer that is a row and a column as a tuple; fail if it is none."""
    require_answer(value, name, "put a pair (row, column) there")
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, tuple | list) or [isinstance(i, Real) for i in value] != [True] * 2:
        fail(f"{name} is {kind_of(value)}, expected a pair of whole numbers (row, column).")
    return tuple(value)


def shape(value: Any, name: str, axes: int) -> tuple[int, ...]:
    """Return an answer that is a shape as a tuple; fail unless it is so many whole numbers."""
    example = (2, 3, 4, 5)[:axes]
    require_answer(value, name, f"put a shape of {axes} numbers there, such as {example}")
    got = numbers(value, f"{name} is")
    if len(got) != axes:
        fail(f"{name} has {count(len(got), 'number')}, expected {axes}: one for each axis.")
    if not all(entry.is_integer() for entry in got):
        fail(f"{name} is {tuple(got)}, expected whole numbers.")
    return tuple(map(int, got))


def rows(value: Any, name: str, like: str) -> Array:
    """Return an answer that is a list of rows as an array; fail unless its rows are alike.

    ``like`` says what is expected, "three rows of two numbers".
    """
    require_answer(value, name, f"put {like} there")
    expected = f"expected a list of {like}"
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        fail(f"{name} is {kind_of(value)}, {expected}.")
    if value and not any(isinstance(row, list | tuple | np.ndarray) for row in value):
        fail(f"{name} is a single row, {expected}.")
    got = [numbers(row, f"{name}[{r}] is") for r, row in enumerate(value)]
    if len({len(row) for row in got}) > 1:
        fail(f"{name} has rows of different lengths.")
    return np.array(got)


def numbers(value: Any, verb: str, seen: str = "") -> list[float]:
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


def whole_number(value: Any, verb: str, seen: str = "") -> Any:
    """Return value if it is a number, such as a count; fail if it is none.

    ``verb`` begins the message, "linear_cost returned"; ``seen`` ends it.
    """
    if value is None or isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        fail(f"{verb} {kind_of(value)}{seen}, expected a whole number.")
    return as_float(value) if as_float(value) == math.inf else value

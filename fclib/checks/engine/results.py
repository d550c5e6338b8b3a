"""What a function gave beside what it should have given: kind first, then shape, then numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .arrays import as_arrays, wanted
from .comparing import agree, as_numbers, identical, near, same_bits
from .failing import fail
from .running import require_returned
from .subject import Array, Case, Subject
from .words import ENTRIES, count, kind_of, number, public_kind

OTHER_ARRAYS: dict[type, str] = {
    np.matrix: "\nA matrix has two axes always, and its * is a product: return np.asarray of it.",
    np.ma.MaskedArray: "\nA masked array leaves numbers out: return np.asarray of all of them.",
}
"""What to know of arrays of NumPy's that do otherwise than arrays."""


class Difference(NamedTuple):
    """How a result differs: which result it is, in words, and in words for a hidden test."""

    result: str
    seen: str
    public: str


def difference(subject: Subject, value: Any, case: Case) -> Difference | None:
    """Say how a result differs from the reference's; None if it does not.

    Fails at once where the result is of a wrong kind.
    """
    want = wanted(subject, case)
    if _is_right_at_first_sight(subject, value, want):
        return None
    where = subject.sizes(*case)
    _require_kind(subject, value, len(want), where)
    given = value if len(want) > 1 else (value,)
    if subject.read is not None:
        got = [
            _read(subject, entry, name, where)
            for entry, name in zip(given, subject.results, strict=True)
        ]
    else:
        got = list(as_arrays(subject, value))
    for name, right, array, entry in zip(subject.results, want, got, given, strict=True):
        if array is None:
            _fail_for_kind(subject, name, entry, right, where)
    found = (
        _first(subject, name, array, right, where)
        for name, array, right in zip(subject.results, got, want, strict=True)
    )
    return next((one for one in found if one is not None), None)


def _is_right_at_first_sight(subject: Subject, value: Any, want: Sequence[Array]) -> bool:
    """Whether results are the reference's to the last bit: then no words are needed."""
    if len(want) > 1:
        return type(value) is tuple and len(value) == len(want) and all(map(same_bits, value, want))
    if subject.read is None:
        return same_bits(value, want[0])
    if type(value) is list:
        return {*map(type, value)} == {float} and value == want[0].tolist()
    return type(value) is int and want[0].ndim == 0 and value == want[0].item()


def _read(subject: Subject, value: Any, name: str, where: str) -> Array:
    assert subject.read is not None
    verb = f"{subject.name} returned"
    if len(subject.results) > 1:
        verb, where = f"{subject.name} gave", f" for {name} {where}"
    else:
        where = f" {where}"
    read = as_numbers(subject.read(value, verb, where))
    assert read is not None  # or it would have failed
    return read


def _require_kind(subject: Subject, value: Any, how_many: int, where: str) -> None:
    """Fail unless there is a result, or as many as there should be."""
    names = ", ".join(subject.results)
    require_returned(value, subject.name, where)
    if how_many == 1:
        return
    if not isinstance(value, tuple | list):
        fail(
            f"{subject.name} returned {kind_of(value)} {where}, expected {names}.",
            public=f"{subject.name} returned {public_kind(value)}, expected {names}.",
        )
    if len(value) != how_many:
        given = count(len(value), "result")
        words = f"{subject.name} returned {given} {where}, expected {how_many}: {names}."
        fail(words, public=words)


def _fail_for_kind(subject: Subject, name: str, given: Any, want: Array, where: str) -> None:
    kind = f"an array of numbers of shape {want.shape}" if want.ndim else "a number"
    if isinstance(given, np.ndarray) and given.dtype.kind not in "iuf":
        kind = "floats"
    other = next((words for of, words in OTHER_ARRAYS.items() if isinstance(given, of)), "")
    inside = _inside(given) if isinstance(given, list | tuple) else ""
    fail(
        f"{subject.name} gave {kind_of(given)}{inside} for {name} {where}, expected {kind}.{other}",
        public=f"{subject.name} gave {public_kind(given)} for {name}, expected {kind}.",
    )


def _inside(given: Any) -> str:
    """Say what makes a list no array of numbers: " of strings", where it is that."""
    try:
        return f" of {ENTRIES[np.asarray(given).dtype.kind]}"
    except (ValueError, KeyError):  # lists of other lengths, or of numbers
        return ""


def _first(subject: Subject, name: str, got: Array, want: Array, where: str) -> Difference | None:
    """Say how one result differs."""
    if got.shape != want.shape:
        words = f"{name} has shape {got.shape}, expected {want.shape}, {where}"
        if subject.read is not None and got.ndim == want.ndim == 1:  # a list
            given = count(len(got), "number")
            words = f"{subject.name} returned {given}, expected {len(want)}, {where}"
        return Difference(name, words, words)
    if not np.all(np.isfinite(got)) and not agree(got, want):
        index = tuple(np.argwhere(~np.isfinite(got))[0])
        words = f"{name}{_at(index)} is {got[index]} {where}"
        return Difference(name, words, f"{name} is not finite")
    if identical(got, want) if subject.exact else agree(got, want):
        return None
    off = np.abs(got.astype(float) - want.astype(float))
    shown = off  # the worst; of a list, which is gone through by hand, the first
    if subject.read is not None:
        shown = got != want if subject.exact else ~near(got, want)
    index = np.unravel_index(np.argmax(shown), want.shape)
    values = f"{number(got[index])}, expected {number(want[index])}"
    if number(got[index]) == number(want[index]):
        values = f"{number(got[index])}, off by {number(off[index])}"
    seen = f"{name}{_at(index)} = {values}, {where}"
    if subject.read is not None and len(subject.results) == 1:
        seen = f"{subject.name} gave {'' if name == subject.name else f'{name}{_at(index)} = '}"
        seen += f"{values}, {where}"
    return Difference(name, seen, f"{name} has wrong numbers {where}")


def _at(index: tuple[Any, ...]) -> str:
    return f"[{', '.join(map(str, index))}]" if len(index) else ""

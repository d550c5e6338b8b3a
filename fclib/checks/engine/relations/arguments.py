"""A result that would be right for other arguments: for one of them changed in some way."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ..comparing import agree, as_numbers
from .pairs import Array, Pair, line, lines
from .sizes import scaled

_Change = Callable[[Array], Array]

ENTRIES: dict[str, _Change] = {
    "had lost its signs": np.abs,
    "were negated": np.negative,
    "had zeros for its numbers below zero": lambda a: np.maximum(a, 0),
    "had zeros for its numbers above zero": lambda a: np.minimum(a, 0),
    "were squared": np.square,
    "held only the signs of its numbers": np.sign,
    "were all zeros": np.zeros_like,
    "were all ones": np.ones_like,
    "were cut to whole numbers": np.trunc,
    "were rounded to whole numbers": np.rint,
    "were divided by its largest number": lambda a: a / np.abs(a).max(),
    "were divided by its length": lambda a: a / np.linalg.norm(a),
    "were taken less its mean": lambda a: a - a.mean(),
    "held its mean everywhere": lambda a: np.full_like(a, a.mean()),
    "held its sum everywhere": lambda a: np.full_like(a, a.sum()),
    "held its first number everywhere": lambda a: np.full_like(a, a.flat[0]),
    "held its last number everywhere": lambda a: np.full_like(a, a.flat[-1]),
    "had only the digits of half precision": lambda a: a.astype(np.float16).astype(float),
    "were one larger": lambda a: a + 1,
    "were one smaller": lambda a: a - 1,
    "were doubled": lambda a: 2 * a,
    "were halved": lambda a: a / 2,
    "were divided by 255": lambda a: a / 255,
    "were divided by 16": lambda a: a / 16,
}
"""What may have been done to all entries of an argument."""


def as_if(pairs: Sequence[Pair], reference: Callable[..., Any]) -> str | None:
    """Say how one argument would have to differ for the result to be right."""
    if not all(np.all(np.isfinite(pair.got)) for pair in pairs):  # whatever is too large gives inf
        return None
    for place, name in enumerate(pairs[0].names):
        values = [as_numbers(pair.case[place]) for pair in pairs]
        axes = {value.ndim if value is not None and value.size else 0 for value in values}
        if 0 in axes:
            continue
        for words, change in _changes(axes.pop()) if len(axes) == 1 else ENTRIES.items():
            if _right(pairs, place, change, reference):
                return f"It is what would be right if {name} {words}."
    return None


def as_if_scaled(pairs: Sequence[Pair], reference: Callable[..., Any]) -> str | None:
    """Say by what one argument would have to be multiplied, where the result is linear in it."""
    if all(pair.want.size == 1 for pair in pairs):  # a third of the time of a loss's check
        return None
    for place, name in enumerate(pairs[0].names):
        due = [_due(pair, place, reference) for pair in pairs]
        told = [pair for pair in due if pair is not None]
        words = scaled(told) if len(told) == len(pairs) else None
        if words and words.startswith(OF_EVERY):
            return f"It is what would be right if {name} were {words.removeprefix(OF_EVERY)}"
    return None


OF_EVERY = "Every number is "


def _due(pair: Pair, place: int, reference: Callable[..., Any]) -> Pair | None:
    """Return what of the two results is due to one argument; None if that cannot be told."""
    value = pair.case[place]
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf":
        return None
    case = [*pair.case]
    case[place] = np.zeros_like(value)
    try:
        rest = np.asarray(reference(*case))
    except (ValueError, IndexError):  # nothing is right for zeros
        return None
    if rest.shape != pair.want.shape:
        return None
    return pair._replace(got=pair.got - rest, want=pair.want - rest)


def _right(
    pairs: Sequence[Pair], place: int, change: _Change, reference: Callable[..., Any]
) -> bool:
    for pair in pairs:
        case = [*pair.case]
        given = case[place]
        changed = change(np.asarray(given, dtype=float))
        if np.asarray(given).dtype.kind in "iu" and np.array_equal(changed, np.rint(changed)):
            changed = changed.astype(int)  # labels, which are indices
        case[place] = changed.tolist() if isinstance(given, list) else changed
        try:
            if not agree(pair.got, reference(*case)):
                return False
        except (ValueError, IndexError, TypeError):  # it is right for no such argument
            return False
    return True


def _changes(ndim: int) -> Iterator[tuple[str, _Change]]:
    yield from ENTRIES.items()
    for axis in range(ndim):
        yield from _along(axis, lines(axis, ndim), line(axis, ndim))
    if ndim == 2:
        yield "were transposed", np.transpose
        yield "had its numbers filled in in another order", lambda a: a.T.reshape(a.shape)
        yield "had its numbers filled in in another order", lambda a: a.reshape(a.shape[::-1]).T
        yield "had zeros above its diagonal", np.tril
        yield "had zeros below its diagonal", np.triu
    if ndim == 4:
        yield "had rows and columns of its images exchanged", lambda a: a.swapaxes(2, 3)
        yield "had its images turned by a quarter", lambda a: np.rot90(a, axes=(2, 3))


def _along(axis: int, names: str, one: str) -> Iterator[tuple[str, _Change]]:
    yield f"had its {names} in the opposite order", lambda a: np.flip(a, axis)
    yield f"had its {names} one place later", lambda a: np.roll(a, 1, axis)
    yield f"had its {names} one place earlier", lambda a: np.roll(a, -1, axis)
    yield f"were sorted along axis {axis}", lambda a: np.sort(a, axis)
    for start, words in ((0, "second"), (1, "first")):
        yield (
            f"had zeros for every other of its {names}, from the {words} on",
            lambda a, s=start: _only(a, axis, slice(s, None, 2)),  # type: ignore[misc]
        )
    yield f"had zeros for its first {one}", lambda a: _only(a, axis, slice(1, None))
    yield f"had zeros for its last {one}", lambda a: _only(a, axis, slice(-1))
    yield f"had zeros for its first and last {one}", lambda a: _only(a, axis, slice(1, -1))
    yield f"had only its first {one}, and zeros else", lambda a: _only(a, axis, slice(1))
    yield f"had only its last {one}, and zeros else", lambda a: _only(a, axis, slice(-1, None))
    yield f"had its mean {one} for each", lambda a: _each(a, a.mean(axis, keepdims=True))
    yield f"had its summed {one} for each", lambda a: _each(a, a.sum(axis, keepdims=True))
    yield f"had its first {one} for each", lambda a: _each(a, np.take(a, [0], axis))
    yield f"had its last {one} for each", lambda a: _each(a, np.take(a, [-1], axis))
    yield f"had the mean over its {names} taken off", lambda a: a - a.mean(axis, keepdims=True)
    yield f"had in each {one} all those before it added", lambda a: np.cumsum(a, axis)
    yield (
        f"were a softmax along axis {axis}",
        lambda a: np.exp(a) / np.exp(a).sum(axis, keepdims=True),
    )
    yield (
        f"were divided by its length along axis {axis}",
        lambda a: a / np.linalg.norm(a, axis=axis, keepdims=True),
    )


def _only(a: Array, axis: int, kept: slice) -> Array:
    """Return an array with zeros but for some of its lines."""
    along = (slice(None),) * axis + (kept,)
    result = np.zeros_like(a)
    result[along] = a[along]
    return result


def _each(a: Array, one: Array) -> Array:
    return np.broadcast_to(one, a.shape).copy()

"""Values made ready to be sent: JSON that describes them, and the bytes of their arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Export = Callable[[Any], object]

DEPTH = 40
"""How deeply lists, dicts and their like may be nested."""
KINDS = "biufc"
LARGEST_JSON = 1 << 62  # integers from here on are sent as hexadecimal text
LARGEST_INTEGER = 1 << 16_000  # and from here on not at all
# Written as "list | tuple" in a condition they would be made anew for each value.
ARRAYS, SEQUENCES, SETS = (np.ndarray, np.generic), (list, tuple), (set, frozenset)
BYTES = (bytes, bytearray)
PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__index__,
    float: float.__float__,
    str: str.__str__,
}
"""A subclass of these is sent as what it is underneath."""


class NotPlainError(TypeError):
    """A value that cannot be sent as data."""


class Packed(NamedTuple):
    """A value ready to be sent: JSON that describes it, and the bytes of its arrays."""

    node: object
    blobs: list[bytes]


def pack(value: object, export: Export) -> Packed:
    """Describe a value for the wire.

    Parameters
    ----------
    value : object
        Data: None, a bool, number, text, bytes or array, and tuples, lists, dicts and sets of them.
    export : callable
        Given anything else, returns the JSON that stands for it, or raises NotPlainError.

    Returns
    -------
    Packed
    """
    blobs: list[bytes] = []
    return Packed(_pack(value, blobs, export, DEPTH), blobs)


def _pack(value: Any, blobs: list[bytes], export: Export, depth: int) -> object:
    if value is None or value is True or value is False:
        return value
    if depth == 0:
        raise NotPlainError("a value is nested more deeply than can be sent")
    kind = type(value)
    if kind is str:
        return value
    if kind is int:
        if abs(value) < LARGEST_JSON:
            return value
        return ["i", hex(value)] if abs(value) < LARGEST_INTEGER else ["h", export(value)]
    if kind is float:
        return value if math.isfinite(value) else ["x", str(value)]
    if kind is list:
        return ["l", _entries(value, blobs, export, depth)]
    if isinstance(value, ARRAYS):
        return _pack_array(value, blobs, export, depth)
    if isinstance(value, SEQUENCES):
        return _pack_sequence(value, blobs, export, depth)
    if isinstance(value, dict):
        pairs = [
            [_pack(key, blobs, export, depth - 1), _pack(entry, blobs, export, depth - 1)]
            for key, entry in dict.items(value)
        ]
        return ["d", pairs]
    if isinstance(value, SETS):
        return ["s", [_pack(entry, blobs, export, depth - 1) for entry in value]]
    if isinstance(value, BYTES):
        blobs.append(bytes(value))
        return ["y", len(value)]
    if kind is complex:
        return ["c", _pack(value.real, blobs, export, 1), _pack(value.imag, blobs, export, 1)]
    if value is Ellipsis:
        return ["e"]
    for base, plain in PLAIN.items():
        if isinstance(value, base):
            return _pack(plain(value), blobs, export, depth - 1)
    return ["h", export(value)]


def _pack_sequence(
    value: list[Any] | tuple[Any, ...], blobs: list[bytes], export: Export, depth: int
) -> list[object]:
    # Not the iterator of a subclass, which may be the student's.
    iterator = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
    entries = _entries(list(iterator), blobs, export, depth)
    if isinstance(value, list):
        return ["l", entries]
    fields = getattr(type(value), "_fields", None)
    if isinstance(fields, tuple) and len(fields) == len(entries):
        return ["t", entries, type(value).__name__, list(fields)]
    return ["t", entries]


def _entries(value: list[Any], blobs: list[bytes], export: Export, depth: int) -> list[Any]:
    if depth > 1 and _as_they_are(value):
        return value[:]
    return [_pack(entry, blobs, export, depth - 1) for entry in value]


def _as_they_are(entries: list[Any]) -> bool:
    """Whether JSON has all entries as they are, as in most lists: numbers of one type, or texts.

    Python's own loops find that out in a tenth of the time that `_pack` takes for each entry.
    """
    kinds = set(map(type, entries))
    if kinds == {float}:
        return math.isfinite(sum(entries))  # no sum that met an infinity or nan is finite
    if kinds == {int}:
        return min(entries) > -LARGEST_JSON and max(entries) < LARGEST_JSON
    return kinds <= {str, bool, type(None)}


def _pack_array(
    value: NDArray[Any] | np.generic, blobs: list[bytes], export: Export, depth: int
) -> object:
    scalar = isinstance(value, np.generic)
    if value.dtype.kind not in KINDS:
        if scalar:
            return _pack(value.item(), blobs, export, depth - 1)
        entries = [_pack(entry, blobs, export, depth - 1) for entry in value.ravel().tolist()]
        return ["o", list(value.shape), entries]
    array = np.asarray(value)
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    flags = array.flags
    order: Literal["F", "C"] = "F" if flags.f_contiguous and not flags.c_contiguous else "C"
    blobs.append(array.tobytes(order))
    if scalar:
        return ["n", array.dtype.str]
    return ["a", array.dtype.str, list(array.shape), order, flags.writeable]

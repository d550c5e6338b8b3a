"""Frames and values on the wire between the grader and a student's process.

A frame is two lengths, a JSON header, and the raw bytes of the arrays that the header names in
order. Nothing on it is a pickle, and what is read is checked before it is believed: the other end
may be a student's code.
"""

from __future__ import annotations

import json
import math
import socket
import struct
import time
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn, TypeGuard, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Sized

    from numpy.typing import NDArray

    Blob = bytes | bytearray | memoryview
    Export = Callable[[Any], object]
    Adopt = Callable[[Any], object]

_Sent = TypeVar("_Sent")
_Result = TypeVar("_Result")

LENGTHS = struct.Struct("!IQ")
ALIGNMENT = 16
"""Bytes, at a multiple of which each array begins, so that NumPy can use it where it lies."""
DEPTH = 40
"""How deeply lists, dicts and their like may be nested."""
HEADER_SHARE = 16
"""The header may take this part of the largest frame. It costs more memory to read than arrays."""

KINDS = "biufc"
DTYPES = {
    np.dtype(kind).str: np.dtype(kind)
    for kind in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "longdouble", "complex64", "complex128", "clongdouble"),
    )
}
NAMES = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
LARGEST_TABLE = 10_000  # entries of a dict or a set
LARGEST_JSON = 1 << 62  # integers from here on are sent as hexadecimal text
LARGEST_INTEGER = 1 << 16_000  # and from here on not at all
MOST_NAMES = 50
LONGEST_NAME = 80
PLAIN: dict[type, Callable[[Any], Any]] = {
    int: int.__index__,
    float: float.__float__,
    str: str.__str__,
}
"""A subclass of these is sent as what it is underneath."""


class WireError(Exception):
    """The other end sent something that is not a frame or not a value."""


class ClosedError(WireError):
    """The other end is gone."""


class LateError(Exception):
    """The other end did not answer in time."""


class NotPlainError(TypeError):
    """A value that cannot be sent as data."""


class Packed(NamedTuple):
    """A value ready to be sent: JSON that describes it, and the bytes of its arrays."""

    node: object
    blobs: list[bytes]


class Connection:
    """Send and receive frames on a socket, none larger than `limit` bytes."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        self.socket = sock
        self.limit = limit
        self.deadline: float | None = None

    def send(self, header: dict[str, Any], blobs: Iterable[Blob] = ()) -> None:
        """Send one frame.

        Raises
        ------
        WireError
            If the frame is larger than the limit: the other end would refuse it.
        """
        text = json.dumps(header).encode("ascii")
        padded = [part for blob in blobs for part in (blob, bytes(-len(blob) % ALIGNMENT))]
        size = sum(map(len, padded))
        if len(text) > self.limit // HEADER_SHARE or size > self.limit:
            raise WireError(f"{len(text)} + {size} bytes are more than may be sent ({self.limit})")
        self._wait(self.socket.sendall, LENGTHS.pack(len(text), size) + text)
        for part in padded:
            self._wait(self.socket.sendall, part)

    def receive(self) -> tuple[dict[str, Any], bytearray]:
        """Receive one frame: its header, and its arrays' bytes in a bytearray."""
        text, size = LENGTHS.unpack(self._read(LENGTHS.size))
        if text > self.limit // HEADER_SHARE or size > self.limit:
            raise WireError("a frame was announced that is larger than any may be")
        try:
            header = json.loads(self._read(text))
        except (ValueError, RecursionError) as error:
            raise WireError("a frame's header is not JSON") from error
        if not isinstance(header, dict):
            raise WireError("a frame's header is not an object")
        return header, self._read(size)

    def close(self) -> None:
        """Close the socket; the other end then reads the end of the stream."""
        self.socket.close()

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        view, done = memoryview(data), 0
        while done < size:
            got = self._wait(self.socket.recv_into, view[done:])
            if got == 0:
                raise ClosedError("the other end closed the connection")
            done += got
        return data

    def _wait(self, operation: Callable[[_Sent], _Result], data: _Sent) -> _Result:
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise LateError
            self.socket.settimeout(left)
        else:
            self.socket.settimeout(None)
        try:
            return operation(data)
        except TimeoutError:
            raise LateError from None
        except OSError as error:
            raise ClosedError("the other end closed the connection") from error


def pair() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a new stream."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)


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


def unpack(node: object, body: bytearray, adopt: Adopt) -> Any:
    """Rebuild a value from its description.

    Arrays come back as exact ``numpy.ndarray`` and share memory with ``body``.

    Parameters
    ----------
    node : object
        What `pack` described; not trusted.
    body : bytearray
        The bytes of the arrays, in order.
    adopt : callable
        Given the JSON that ``export`` made, returns what it stands for.

    Raises
    ------
    WireError
        If the description or the bytes are not what `pack` makes.
    """
    reader = _Reader(body, adopt)
    try:
        value = reader.value(node)
    except WireError:
        raise
    except (TypeError, ValueError, KeyError, IndexError, OverflowError, RecursionError) as error:
        raise WireError("a value on the wire is malformed") from error
    if reader.position != len(body):
        raise WireError("a frame has more bytes than its values")
    return value


def only_data(description: object) -> NoReturn:
    """Refuse what stands for an object, as `unpack`'s ``adopt``."""
    raise WireError("data was expected")


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
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(value, blobs, export, depth)
    if isinstance(value, list | tuple):
        return _pack_sequence(value, blobs, export, depth)
    if isinstance(value, dict):
        pairs = [
            [_pack(key, blobs, export, depth - 1), _pack(entry, blobs, export, depth - 1)]
            for key, entry in dict.items(value)
        ]
        return ["d", pairs]
    if isinstance(value, set | frozenset):
        return ["s", [_pack(entry, blobs, export, depth - 1) for entry in value]]
    if isinstance(value, bytes | bytearray):
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
    entries = [_pack(entry, blobs, export, depth - 1) for entry in iterator]
    if isinstance(value, list):
        return ["l", entries]
    fields = getattr(type(value), "_fields", None)
    if isinstance(fields, tuple) and len(fields) == len(entries):
        return ["t", entries, type(value).__name__, list(fields)]
    return ["t", entries]


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
    array = array.astype(array.dtype.newbyteorder("="), copy=False)
    order: Literal["F", "C"] = (
        "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
    )
    blob = array.tobytes(order)
    blobs.append(blob)
    if scalar:
        return ["n", array.dtype.str]
    return ["a", array.dtype.str, list(array.shape), order, bool(array.flags.writeable)]


class _Reader:
    """Read values out of a frame, its bytes strictly in order: none is read twice."""

    def __init__(self, body: bytearray, adopt: Adopt) -> None:
        self.body, self.adopt, self.position = body, adopt, 0

    def value(self, node: object, depth: int = DEPTH + 1) -> Any:
        if depth == 0:
            raise WireError("a value is nested more deeply than can be sent")
        if not isinstance(node, list):
            if isinstance(node, dict):
                raise WireError("a value on the wire is malformed")
            return node
        read = getattr(self, f"read_{node[0]}", None) if len(str(node[0])) == 1 else None
        if read is None:
            raise WireError("a value on the wire is of no known kind")
        return read(*node[1:], depth=depth - 1)

    def entries(self, nodes: object, depth: int) -> list[Any]:
        if not isinstance(nodes, list):
            raise WireError("a value on the wire is malformed")
        return [self.value(node, depth) for node in nodes]

    def limit(self, entries: Sized) -> None:
        """Refuse a hash table whose keys, if they all collide, would take long to put in."""
        if len(entries) > LARGEST_TABLE:
            raise WireError(f"a dict or set has more than {LARGEST_TABLE:,} entries")

    def take(self, size: int) -> int:
        start = self.position
        end = start + size
        if size < 0 or end > len(self.body):
            raise WireError("an array on the wire has fewer bytes than its shape needs")
        self.position = end + -size % ALIGNMENT
        return start

    def array(
        self, name: str, shape: Sequence[int], order: Literal["C", "F"] = "C"
    ) -> NDArray[Any]:
        dtype: np.dtype[Any] = DTYPES[name]
        if len(shape) > 32 or not all(type(n) is int and 0 <= n < 1 << 40 for n in shape):
            raise WireError("an array on the wire has an impossible shape")
        start = self.take(math.prod(shape) * dtype.itemsize)
        if 0 in shape:
            return np.empty(shape, dtype, order=order)
        array: NDArray[Any] = np.ndarray(shape, dtype, self.body, start, order=order)
        if dtype.kind == "b":  # a byte other than 0 and 1 would be a bool that equals neither
            array = np.asarray(array.view(np.uint8) != 0)
        return array

    def read_i(self, text: str, depth: int) -> int:
        return int(text[: LARGEST_INTEGER.bit_length() // 4 + 4], 16)

    def read_x(self, name: str, depth: int) -> float:
        return NAMES[name]

    def read_c(self, real: object, imag: object, depth: int) -> complex:
        return complex(self.value(real, depth), self.value(imag, depth))

    def read_e(self, depth: int) -> object:
        return Ellipsis

    def read_y(self, size: int, depth: int) -> bytes:
        start = self.take(size)
        return bytes(self.body[start : start + size])

    def read_l(self, nodes: object, depth: int) -> list[Any]:
        return self.entries(nodes, depth)

    def read_s(self, nodes: list[object], depth: int) -> set[Any]:
        self.limit(nodes)
        return set(self.entries(nodes, depth))

    def read_d(self, pairs: list[tuple[object, object]], depth: int) -> dict[Any, Any]:
        self.limit(pairs)
        return {self.value(key, depth): self.value(entry, depth) for key, entry in pairs}

    def read_t(
        self, nodes: object, name: str = "", fields: list[str] | None = None, *, depth: int
    ) -> tuple[Any, ...]:
        values = tuple(self.entries(nodes, depth))
        return values if fields is None else _named_tuple(name, fields)(values)

    def read_n(self, dtype: str, depth: int) -> Any:
        return self.array(dtype, [])[()]

    def read_a(
        self, dtype: str, shape: Sequence[int], order: object, writeable: object, depth: int
    ) -> NDArray[Any]:
        array = self.array(dtype, shape, "F" if order == "F" else "C")
        array.flags.writeable = writeable is True
        return array

    def read_o(self, shape: Sequence[int], nodes: list[object], depth: int) -> NDArray[Any]:
        array = np.empty(len(nodes), object)
        for i, entry in enumerate(self.entries(nodes, depth)):
            array[i] = entry
        return array.reshape(shape)

    def read_h(self, description: object, depth: int) -> object:
        return self.adopt(description)


def _named_tuple(name: str, fields: list[str]) -> type[tuple[Any, ...]]:
    """Return a tuple type with named fields; unlike namedtuple it builds no source text."""
    places = {field: property(itemgetter(i)) for i, field in enumerate(fields)}
    if not all(map(is_name, places)):
        raise WireError("a named tuple on the wire has an impossible field")
    return type(name if is_name(name) else "tuple", (tuple,), {**places, "_fields": tuple(fields)})


def is_name(text: object) -> TypeGuard[str]:
    """Whether a text can be shown and used as a name: short, and an identifier of its own."""
    return (
        isinstance(text, str)
        and len(text) <= LONGEST_NAME
        and text.isidentifier()
        and not text.startswith("__")
    )


def read_names(node: object) -> tuple[str, ...]:
    """Return names that were sent, as a tuple.

    Raises
    ------
    WireError
        If it is not a list of at most `MOST_NAMES` names, or one is there twice.
    """
    if not isinstance(node, list) or len(node) > MOST_NAMES or not all(map(is_name, node)):
        raise WireError("names on the wire are malformed")
    if len(set(node)) < len(node):
        raise WireError("a name on the wire is there twice")
    return tuple(node)

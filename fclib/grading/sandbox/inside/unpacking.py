"""Values rebuilt from what was sent; nothing of it is believed before it is checked."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import numpy as np

from .identifiers import is_name
from .packing import DEPTH, LARGEST_INTEGER
from .wire import ALIGNMENT, WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Sized

    from numpy.typing import NDArray

    Adopt = Callable[[Any], object]

DTYPES = {
    np.dtype(kind).str: np.dtype(kind)
    for kind in (
        *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
        *("float16", "float32", "float64", "longdouble", "complex64", "complex128", "clongdouble"),
    )
}
NAMES = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
NESTED = {list, dict}
"""Types of JSON that describe something else than themselves."""
LARGEST_TABLE = 10_000  # entries of a dict or a set


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
        read = READERS.get(node[0]) if isinstance(node[0], str) else None
        if read is None:
            raise WireError("a value on the wire is of no known kind")
        return read(self, *node[1:], depth=depth - 1)

    def entries(self, nodes: object, depth: int) -> list[Any]:
        if not isinstance(nodes, list):
            raise WireError("a value on the wire is malformed")
        if depth > 0 and NESTED.isdisjoint(map(type, nodes)):
            return nodes[:]  # JSON has them as they are
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


READERS: dict[object, Callable[..., Any]] = {
    letter: getattr(_Reader, f"read_{letter}") for letter in "ixceylsdtnaoh"
}
"""What reads a value of each kind, by the letter that stands for it on the wire."""


def _named_tuple(name: str, fields: list[str]) -> type[tuple[Any, ...]]:
    """Return a tuple type with named fields; unlike namedtuple it builds no source text."""
    places = {field: property(itemgetter(i)) for i, field in enumerate(fields)}
    if not all(map(is_name, places)):
        raise WireError("a named tuple on the wire has an impossible field")
    return type(name if is_name(name) else "tuple", (tuple,), {**places, "_fields": tuple(fields)})

"""Objects that stand in tests for those of the student's, which stay in their process."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, NoReturn

from fclib.grading.sandbox.calling import call
from fclib.grading.sandbox.errors import ProcessLostError
from fclib.grading.sandbox.inside import identifiers, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from fclib.grading.sandbox.remote import Remote


class StudentObject:
    """Stands for an object in the student's process.

    Only data comes over. Comparing, converting to a number or an array, and truth are those of
    any plain object, so that no answer of the student's can decide a test. A function's signature
    has the names that its parameters are said to have; what is called is the function all the same.
    """

    __slots__ = ("__signature__", "_number", "_remote")
    _remote: Remote
    _number: int

    def __init__(
        self, remote: Remote, number: int, signature: inspect.Signature | None = None
    ) -> None:
        object.__setattr__(self, "_remote", remote)
        object.__setattr__(self, "_number", number)
        if signature is not None:
            object.__setattr__(self, "__signature__", signature)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        remote = self._remote
        return remote.unpack(*remote.request("attribute", object=self._number, name=name))

    def __setattr__(self, name: str, value: object) -> None:
        node, blobs = self._remote.pack(value)
        self._remote.request("assign", blobs, object=self._number, name=name, value=node)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of the submission>"

    def __copy__(self) -> StudentObject:
        return self

    def __deepcopy__(self, memo: object) -> StudentObject:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("an object of the submission cannot be pickled")


def _call(self: StudentObject, *arguments: Any, **keywords: Any) -> Any:
    """Call the student's function once."""
    ((value, error),) = call(self._remote, self._number, [([*arguments], keywords)])
    if error is not None:
        raise error
    return value


def _call_of_each(
    self: StudentObject, calls: Iterable[Sequence[Any]]
) -> Generator[tuple[Any, Exception | None]]:
    """Call the student's function with each of some arguments; yield its value, or an error."""
    return call(self._remote, self._number, [([*arguments], {}) for arguments in calls])


def _iterate(self: StudentObject) -> Generator[Any]:
    remote = self._remote
    iterator = remote.unpack(*remote.request("iterate", object=self._number))
    number = number_of(iterator)
    while True:
        value = remote.unpack(*remote.request("next", object=number))
        if not isinstance(value, list) or not value:
            return
        yield value[0]


def _item(self: StudentObject, key: object) -> Any:
    node, blobs = self._remote.pack(key)
    return self._remote.unpack(*self._remote.request("item", blobs, object=self._number, key=node))


def _length(self: StudentObject) -> int:
    length = self._remote.unpack(*self._remote.request("length", object=self._number))
    return index(length, 1 << 31)


ABILITIES: dict[str, dict[str, Callable[..., Any]]] = {
    "call": {"__call__": _call, "of_each": _call_of_each},
    "iterate": {"__iter__": _iterate},
    "item": {"__getitem__": _item},
    "length": {"__len__": _length},
}


def signature(names: object) -> inspect.Signature | None:
    """Return a signature of parameters with names that were sent, for comparing with; or None."""
    if names is None:
        return None
    try:
        parameters = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)
            for name in identifiers.read_names(names)
        ]
    except ValueError as error:  # such as a keyword of Python's
        raise wire.WireError("a parameter on the wire has an impossible name") from error
    return inspect.Signature(parameters)


def kind_of(name: str, abilities: Iterable[str]) -> type[StudentObject]:
    """Return a class for objects with these abilities, under the name of the student's class."""
    methods = {name: of for ability in abilities for name, of in ABILITIES[ability].items()}
    return type(name, (StudentObject,), {"__slots__": (), **methods})


def number_of(student_object: object) -> int:
    """Return the number by which the student's process knows an object."""
    if not isinstance(student_object, StudentObject):
        raise ProcessLostError("it broke the protocol: an object was expected")
    number: int = object.__getattribute__(student_object, "_number")
    return number


def index(number: object, end: int) -> int:
    if type(number) is not int or not 0 <= number < end:
        raise wire.WireError("a number on the wire is out of range")
    return number

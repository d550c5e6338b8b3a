"""A student's process, as tests see it: names, values, and objects that stand for the student's."""

from __future__ import annotations

import builtins
import inspect
import math
import socket
import time
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from fclib.grading.sandbox.behaviour import Behaviour
from fclib.grading.sandbox.changes import Changes
from fclib.grading.sandbox.inside import wire

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Set

    from fclib.grading.sandbox.allowance import Allowance

GRACE = 2.0
"""Seconds that the student's process has to answer once its own time limit has passed."""
TO_COPY = 20.0
"""Seconds by the clock for a copy of the student's process: a fork of a large one takes its time
on a busy machine, and is nobody's fault."""


LEFT_AT_MOST = 0.5
"""The part of a cell's time that may be left when a call in it was ended for having no more: the
kernel's timer and its count of a process's seconds differ by a tenth where the machine is busy."""


class NotOfTheStudentError(Exception):
    """An error that arose here: a check that looks for the student's line finds that there is none.

    Otherwise it would quote this file's.
    """

    student_line = None
    student_numbers: frozenset[str] = frozenset()


class ProcessLostError(NotOfTheStudentError):
    """The student's process ended, stopped answering, or sent what is not an answer."""


class TooLargeError(NotOfTheStudentError, TypeError):
    """A test passes more than may be sent."""


class TimeIsOverError(NotOfTheStudentError, TimeoutError):
    """A cell has no time left for another call of the student's code."""


class Remote:
    """The connection to a student's process.

    Parameters
    ----------
    sock : socket
        Its other end is a `fclib.grading.sandbox.inside.worker.Worker`.
    limit : int
        Bytes of the largest frame.
    charge : callable, optional
        Called with the seconds of a processor that each answer is said to have taken.
    """

    def __init__(
        self, sock: socket.socket, limit: int, charge: Callable[[float], None] = lambda _: None
    ) -> None:
        self.charge = charge
        self.connection = wire.Connection(sock, limit)
        self.last = 0
        self.functions: dict[int, Callable[..., Any]] = {}
        self.handed_out = 0
        self.shown: Callable[[Any], None] = lambda outputs: None
        self.lost: str | None = None
        self.withholds = False
        self.lines: Set[tuple[int, str]] = frozenset()
        self.writes_back, self.changed = True, False
        self.changes = Changes()
        self.changing: set[int] = set()
        self.behaviour = Behaviour()
        self.endless: set[int] = set()

    def use(self, sock: socket.socket) -> None:
        """Go on with a copy of the student's process, in which every object is what it was."""
        self.connection = wire.Connection(sock, self.connection.limit)
        self.lost = None

    def allow(self, allowance: Allowance) -> None:
        """Give the requests that follow so much time together."""
        self.allowance, self.left = allowance, allowance.processor
        self.deadline = time.monotonic() + allowance.clock

    def request(
        self, what: str, blobs: Iterable[wire.Blob] = (), **details: Any
    ) -> tuple[dict[str, Any], bytearray]:
        """Send a request; return the header and the body of its answer.

        Raises
        ------
        ProcessLostError
            If there is no proper answer. The connection is of no use after that.
        Exception
            What the student's code raised, as a builtin exception or a subclass of one.
        """
        self.last += 1
        if self.lost:
            raise ProcessLostError(self.lost)
        clock = self.deadline - time.monotonic()
        if min(self.left, clock) <= 0:
            seconds = self.allowance.processor
            raise TimeIsOverError(f"the time for this cell, {seconds:.3g} s, is over")
        times = {"seconds": self.left, "clock": clock, "limits": self.allowance}
        header = {"id": self.last, "do": what, **times, **details}
        outer, self.connection.deadline = self.connection.deadline, self.deadline + GRACE
        try:
            return self._exchange(header, blobs)
        except (wire.LateError, wire.WireError) as error:
            raise self._lose(error) from error
        finally:
            self.connection.deadline = outer

    def names(self, names: Iterable[str]) -> Any:
        """Return the values of those names that the student's code defines."""
        return self._unpack(*self.request("names", names=sorted(names)))

    def snapshot(self, sock: socket.socket) -> None:
        """Let a copy of the student's process, as it is now, serve another socket."""
        self.last += 1
        # Never much longer than the notebook has: who waits for all of it would give it up.
        self.connection.deadline = time.monotonic() + min(TO_COPY, self.allowance.clock) + GRACE
        try:
            self.connection.send({"id": self.last, "do": "snapshot"})
            socket.send_fds(self.connection.socket, [b"x"], [sock.fileno()])
            header, _ = self.connection.receive()
            if header.get("id") != self.last or "error" in header:
                raise wire.WireError("its process could not be copied")
        except (wire.WireError, wire.LateError, OSError) as error:
            raise self._lose(error) from error
        self.sync()
        if self.lost:
            raise ProcessLostError(self.lost)

    def pack(self, value: object) -> wire.Packed:
        """Pack a value for the student's process."""
        return wire.pack(value, self.export)

    def unpack(self, header: dict[str, Any], body: bytearray) -> Any:
        """Unpack the value of an answer, and note it as what the student's code gave."""
        value = self._unpack(header, body)
        self.behaviour.gave(value)
        return value

    def _unpack(self, header: dict[str, Any], body: bytearray) -> Any:
        try:
            return wire.unpack(header.get("value"), body, self.adopt)
        except wire.WireError as error:
            raise self._lose(error) from error

    def export(self, value: object) -> dict[str, int]:
        """Describe an object that is not data: one of the student's, or a function of a test's."""
        if isinstance(value, StudentObject):
            return {"object": number_of(value)}
        if not callable(value):
            raise wire.NotPlainError(
                f"a test passes a {type(value).__name__} to a student's function: "
                f"only data and functions can be passed"
            )
        # Its name stays here: exercise 06 calls its functions after what is wrong with them.
        self.functions[self.handed_out] = value
        self.handed_out += 1
        return {"function": self.handed_out - 1}

    def adopt(self, description: dict[str, Any]) -> Any:
        """Return what stands here for an object of the student's, or the test's own function."""
        if "grader" in description:
            return self._function(description["grader"])
        number = _index(description["object"], 1 << 31)
        name = description["type"]
        kind = _kind(name if wire.is_name(name) else "object", description["can"])
        return kind(self, number, _signature(description.get("parameters")))

    def take_back(self, first: int) -> None:
        """Let functions from this number on be called no more: the test that passed them is over.

        Otherwise a later answer could compare what is hidden with what an earlier test has shown.
        """
        for number in range(first, self.handed_out):
            self.functions[number] = _over

    def _function(self, number: object) -> Callable[..., Any]:
        return self.functions[_index(number, self.handed_out)]

    def sync(self) -> None:
        """Make sure that nothing but the answers was sent, so that no later cell pays for it."""
        if not self.lost:
            try:
                self.deadline = max(self.deadline, time.monotonic() + GRACE)
                self.left = max(self.left, GRACE)
                self.request("sync")
            except Exception as error:
                self.lose(f"it broke the protocol: {type(error).__name__}")

    def lose(self, why: str) -> ProcessLostError:
        """Give the process up; return the error that says so."""
        self.lost = self.lost or why
        self.connection.close()
        return ProcessLostError(self.lost)

    def _lose(self, error: Exception) -> ProcessLostError:
        if isinstance(error, wire.LateError):
            return self.lose("it did not stop at its time limit")
        if isinstance(error, wire.ClosedError):
            return self.lose("its process ended")
        return self.lose(f"it broke the protocol: {error}")

    def _exchange(
        self, header: dict[str, Any], blobs: Iterable[wire.Blob]
    ) -> tuple[dict[str, Any], bytearray]:
        try:
            self.connection.send(header, blobs)
        except wire.WireError as error:
            if isinstance(error, wire.ClosedError):
                raise
            raise TooLargeError(f"the arguments are too large: {error}") from None
        while True:
            answer, body = self.connection.receive()
            if "ask" in answer:
                self._serve(answer, body)
                continue
            if answer.get("id") != header["id"]:
                raise wire.WireError("an answer to no question")
            self._charge(answer.get("used", 0))
            self.shown(answer.get("shown"))
            if "error" in answer:
                raised = student_error(answer["error"], self.lines if self.withholds else None)
                self.behaviour.raised(raised)
                raise raised
            return answer, body

    def has_used_its_time(self) -> bool:
        """Whether a cell's time is used up, by the processor or by the clock."""
        left = min(
            self.left / self.allowance.processor,
            (self.deadline - time.monotonic()) / self.allowance.clock,
        )
        return left < LEFT_AT_MOST

    def _charge(self, used: object) -> None:
        """Count what an answer is said to have taken: one that lies ends by the clock."""
        if not (isinstance(used, int | float) and 0 <= used < math.inf):
            raise wire.WireError("an answer took an impossible time")
        self.left -= used
        self.charge(used)

    def _serve(self, question: dict[str, Any], body: bytearray) -> None:
        """Call a function of the grader's for the student's code."""
        function = self._function(question["ask"])
        arguments = wire.unpack(question.get("arguments"), body, self.adopt)
        if not (isinstance(arguments, list) and len(arguments) == 2):
            raise wire.WireError("a call without arguments")
        try:
            value = function(*arguments[0], **arguments[1])
            node, blobs = self.pack(value)
        except (ProcessLostError, wire.LateError):
            raise
        except Exception as error:
            name = _builtin_name(type(error))
            self.connection.send({"error": [name, str(error)[:1000]]})
        else:
            self.connection.send({"value": node}, blobs)


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
    """Call the student's function with copies; what it changed in them is changed here."""
    remote, number = self._remote, self._number
    node, blobs = remote.pack([list(arguments), keywords])
    try:
        answer = remote.unpack(*remote.request("call", blobs, object=number, arguments=node))
    except (TimeoutError, ProcessLostError):
        if remote.has_used_its_time():
            remote.endless.add(number)
        raise
    if not (isinstance(answer, list) and len(answer) == 2):
        raise remote.lose("it broke the protocol: a result of a wrong kind")
    result, after = answer
    given = [list(arguments), keywords]
    if number not in remote.changing:
        after = remote.changes.of_call(given, after)
    if after is not None:
        remote.changed = True
        if remote.writes_back or number in remote.changing:
            _write_back(given, after)
    return result


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
    return _index(length, 1 << 31)


ABILITIES = {
    "call": ("__call__", _call),
    "iterate": ("__iter__", _iterate),
    "item": ("__getitem__", _item),
    "length": ("__len__", _length),
}


def _signature(names: object) -> inspect.Signature | None:
    """Return a signature of parameters with names that were sent, for comparing with; or None."""
    if names is None:
        return None
    try:
        parameters = [
            inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)
            for name in wire.read_names(names)
        ]
    except ValueError as error:  # such as a keyword of Python's
        raise wire.WireError("a parameter on the wire has an impossible name") from error
    return inspect.Signature(parameters)


def _kind(name: str, abilities: Iterable[str]) -> type[StudentObject]:
    """Return a class for objects with these abilities, under the name of the student's class."""
    methods = dict(ABILITIES[ability] for ability in abilities)
    return type(name, (StudentObject,), {"__slots__": (), **methods})


def number_of(student_object: object) -> int:
    """Return the number by which the student's process knows an object."""
    if not isinstance(student_object, StudentObject):
        raise ProcessLostError("it broke the protocol: an object was expected")
    number: int = object.__getattribute__(student_object, "_number")
    return number


def _index(number: object, end: int) -> int:
    if type(number) is not int or not 0 <= number < end:
        raise wire.WireError("a number on the wire is out of range")
    return number


def _write_back(old: Any, new: Any) -> bool:
    """Change an argument as the student's code changed its copy.

    Returns
    -------
    bool
        Whether ``old`` is now like ``new``; if not, whoever holds it must take ``new`` instead.
    """
    if isinstance(old, list) and isinstance(new, list):
        kept = dict(enumerate(old))
        old[:] = [
            kept[i] if i in kept and _write_back(kept[i], entry) else entry
            for i, entry in enumerate(new)
        ]
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        kept = dict(old)
        old.clear()
        for key, entry in new.items():
            old[key] = kept[key] if key in kept and _write_back(kept[key], entry) else entry
        return True
    if isinstance(old, tuple) and isinstance(new, tuple):
        same = [_write_back(*pair) for pair in zip(old, new, strict=False)]
        return len(old) == len(new) and all(same)
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.size == new.size and old.flags.c_contiguous and old.flags.writeable:
            old.shape = new.shape  # x.shape = (n, -1) changes its caller's array too
        if old.shape != new.shape or old.dtype != new.dtype or not old.flags.writeable:
            return old.shape == new.shape and np.array_equal(old, new)
        old[...] = new
        return True
    return type(old) is type(new) and repr(old) == repr(new)


def student_error(
    description: object, withheld_to: Set[tuple[int, str]] | None = None
) -> Exception:
    """Return an exception like the one that the student's code raised.

    It is of the builtin class underneath the student's; ``student_line`` says where it stopped,
    ``student_numbers`` which names were said to be whole numbers there.

    Parameters
    ----------
    description : dict
        What the student's process says of it.
    withheld_to : set of tuple, optional
        Leave out all names and the message, into which a hidden test's numbers could be written,
        and where it stopped but for these numbers and texts of lines.
    """
    if not isinstance(description, dict):
        raise wire.WireError("an error of a wrong kind")
    name, words, place = description.get("name"), description.get("words"), description.get("place")
    base = getattr(builtins, str(description.get("base")), None)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = Exception  # SystemExit and its like end the student's call, not the test
    if issubclass(base, StopIteration | StopAsyncIteration):
        base = RuntimeError  # it would end a loop of the test's, as an iterator's end does
    numbers = wire.read_names(description.get("numbers", []))
    if withheld_to is not None:
        name, words, numbers = base.__name__, "", ()
    kind: type[Exception]
    kind = base if name == base.__name__ or not wire.is_name(name) else type(name, (base,), {})
    try:
        error = kind(str(words or ""))
    except TypeError:  # UnicodeDecodeError and its like take more arguments
        error = type(kind.__name__, (Exception,), {})(str(words or ""))
    line = None
    if isinstance(place, list) and len(place) == 2 and type(place[0]) is int:
        said = (place[0], str(place[1] or "").strip())
        if withheld_to is None or said in withheld_to:
            line = said
    vars(error).update(student_line=line, student_numbers=frozenset(numbers))
    return error


def _over(*arguments: object, **keywords: object) -> NoReturn:
    raise RuntimeError("the test that passed this function is over")


def _builtin_name(kind: type[BaseException]) -> str:
    """Return the name of the closest builtin class that an exception's class derives from."""
    named = [(base.__name__, base) for base in kind.__mro__]
    return next(name for name, base in named if getattr(builtins, name, None) is base)

"""A student's process, as tests see it: names, values, and objects that stand for the student's."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.asking import GRACE, Asking
from fclib.grading.sandbox.behaviour import Behaviour
from fclib.grading.sandbox.changes import Changes
from fclib.grading.sandbox.errors import ProcessLostError, builtin_name, student_error
from fclib.grading.sandbox.inside import identifiers, packing, unpacking, wire
from fclib.grading.sandbox.lent import Lent
from fclib.grading.sandbox.objects import StudentObject, index, kind_of, number_of, signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set

TO_COPY = 20.0
"""Seconds by the clock for a copy of the student's process: a fork of a large one takes its time
on a busy machine, and is nobody's fault."""


class Remote(Asking):
    """A student's process. Its parameters are those of `Asking`."""

    def __init__(
        self, sock: socket.socket, limit: int, charge: Callable[[float], None] = lambda _: None
    ) -> None:
        super().__init__(sock, limit, charge)
        self.lent = Lent()
        self.shown: Callable[[Any], None] = lambda outputs: None
        self.withholds = False
        self.lines: Set[tuple[int, str]] = frozenset()
        self.writes_back, self.changed = True, False
        self.changes = Changes()
        self.changing: set[int] = set()
        self.behaviour = Behaviour()
        self.endless: set[int] = set()

    def names(self, names: Iterable[str]) -> dict[str, Any]:
        """Return the values of those names that the student's code defines."""
        found = self.read(*self.request("names", names=sorted(names)))
        if not isinstance(found, dict):
            raise self.lose("it broke the protocol: names of a wrong kind")
        return found

    def snapshot(self, sock: socket.socket) -> None:
        """Let a copy of the student's process, as it is now, serve another socket."""
        # Never much longer than the notebook has: who waits for all of it would give it up.
        self.connection.deadline = time.monotonic() + min(TO_COPY, self.allowance.clock) + GRACE
        try:
            copied = self._tell("snapshot")
            socket.send_fds(self.connection.socket, [b"x"], [sock.fileno()])
            # If it does not take the socket, it takes what came with that for this.
            goes_on = self._tell("names", names=[])
            self._require_done(copied)
            self._require_done(goes_on)
        except (wire.WireError, wire.LateError, OSError) as error:
            raise self._lose(error) from error

    def _tell(self, what: str, **details: Any) -> int:
        self.last += 1
        self.connection.send({"id": self.last, "do": what, **details})
        return self.last

    def _require_done(self, number: int) -> None:
        answer, _ = self.connection.receive()
        self.require_answer(answer, number)
        if "error" in answer:
            raise wire.WireError("its process could not be copied")

    def pack(self, value: object) -> packing.Packed:
        """Pack a value for the student's process."""
        return packing.pack(value, self.export)

    def unpack(self, header: dict[str, Any], body: bytearray) -> Any:
        """Unpack the value of an answer, and note it as what the student's code gave."""
        value = self.read(header, body)
        self.behaviour.gave(value)
        return value

    def read(self, header: dict[str, Any], body: bytearray) -> Any:
        """Unpack the value of an answer."""
        try:
            return unpacking.unpack(header.get("value"), body, self.adopt)
        except wire.WireError as error:
            raise self._lose(error) from error

    def export(self, value: object) -> dict[str, int]:
        """Describe an object that is not data: one of the student's, or a function of a test's."""
        if isinstance(value, StudentObject):
            return {"object": number_of(value)}
        if not callable(value):
            raise packing.NotPlainError(
                f"a test passes a {type(value).__name__} to a student's function: "
                f"only data and functions can be passed"
            )
        return self.lent.lend(value)

    def adopt(self, description: dict[str, Any]) -> Any:
        """Return what stands here for an object of the student's, or the test's own function."""
        if "grader" in description:
            return self.lent.called(description["grader"])
        number = index(description["object"], 1 << 31)
        name = description["type"]
        kind = kind_of(name if identifiers.is_name(name) else "object", description["can"])
        return kind(self, number, signature(description.get("parameters")))

    def note(self, answer: dict[str, Any]) -> None:
        """Show what the student's code has shown; raise what it raised, if it did."""
        self.shown(answer.get("shown"))
        if "error" in answer:
            error = self.error(answer["error"])
            self.behaviour.raised(error)
            raise error

    def error(self, description: object) -> Exception:
        """Return an exception like the one that the student's code raised."""
        try:
            return student_error(description, self.lines if self.withholds else None)
        except wire.WireError as error:
            raise self._lose(error) from error

    def serve(self, question: dict[str, Any], body: bytearray) -> None:
        """Call a function of the grader's for the student's code."""
        function = self.lent.called(question["ask"])
        arguments = unpacking.unpack(question.get("arguments"), body, self.adopt)
        if not (isinstance(arguments, list) and len(arguments) == 2):
            raise wire.WireError("a call without arguments")
        try:
            value = function(*arguments[0], **arguments[1])
            node, blobs = self.pack(value)
        except (ProcessLostError, wire.LateError):
            raise
        except Exception as error:
            name = builtin_name(type(error))
            self.connection.send({"error": [name, str(error)[:1000]]})
        else:
            self.connection.send({"value": node}, blobs)

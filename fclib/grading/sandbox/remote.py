"""A student's process, as tests see it: names, values, and objects that stand for the student's."""

from __future__ import annotations

import contextlib
import math
import socket
import time
from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.behaviour import Behaviour
from fclib.grading.sandbox.changes import Changes
from fclib.grading.sandbox.errors import (
    ProcessLostError,
    TimeIsOverError,
    TooLargeError,
    builtin_name,
    student_error,
)
from fclib.grading.sandbox.inside import identifiers, packing, unpacking, wire
from fclib.grading.sandbox.lent import Lent
from fclib.grading.sandbox.objects import StudentObject, index, kind_of, number_of, signature

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
        self.lent = Lent()
        self.shown: Callable[[Any], None] = lambda outputs: None
        self.lost: str | None = None
        self.withholds = False
        self.lines: Set[tuple[int, str]] = frozenset()
        self.writes_back, self.changed = True, False
        self.changes = Changes()
        self.changing: set[int] = set()
        self.behaviour = Behaviour()
        self.endless: set[int] = set()

    @contextlib.contextmanager
    def on(self, copy: socket.socket) -> Generator[None]:
        """Talk with a copy of the student's process meanwhile: each object in it is what it was."""
        kept = self.connection, self.lost
        self.connection, self.lost = wire.Connection(copy, self.connection.limit), None
        try:
            yield
        finally:
            self.connection.close()
            self.connection, self.lost = kept

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

    def pack(self, value: object) -> packing.Packed:
        """Pack a value for the student's process."""
        return packing.pack(value, self.export)

    def unpack(self, header: dict[str, Any], body: bytearray) -> Any:
        """Unpack the value of an answer, and note it as what the student's code gave."""
        value = self._unpack(header, body)
        self.behaviour.gave(value)
        return value

    def _unpack(self, header: dict[str, Any], body: bytearray) -> Any:
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
        if not (isinstance(used, (int, float)) and 0 <= used < math.inf):
            raise wire.WireError("an answer took an impossible time")
        self.left -= used
        self.charge(used)

    def _serve(self, question: dict[str, Any], body: bytearray) -> None:
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

"""Questions to a student's process, within the time that its cell has, until it is lost."""

from __future__ import annotations

import contextlib
import math
import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.errors import ProcessLostError, TimeIsOverError, TooLargeError
from fclib.grading.sandbox.inside import wire

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Generator, Iterable

    from fclib.grading.sandbox.allowance import Allowance

GRACE = 2.0
"""Seconds that the student's process has to answer once its own time limit has passed."""
LEFT_AT_MOST = 0.5
"""The part of a cell's time that may be left when a call in it was ended for having no more: the
kernel's timer and its count of a process's seconds differ by a tenth where the machine is busy."""


class Asking(ABC):
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
        self.lost: str | None = None

    @abstractmethod
    def note(self, answer: dict[str, Any]) -> None:
        """Take what an answer says besides its value; raise the error that it tells of."""

    @abstractmethod
    def serve(self, question: dict[str, Any], body: bytearray) -> None:
        """Answer what the student's code asks meanwhile."""

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

    def has_used_its_time(self) -> bool:
        """Whether a cell's time is used up, by the processor or by the clock."""
        left = min(
            self.left / self.allowance.processor,
            (self.deadline - time.monotonic()) / self.allowance.clock,
        )
        return left < LEFT_AT_MOST

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
                self.serve(answer, body)
                continue
            self.require_answer(answer, header["id"])
            self._charge(answer.get("used", 0))
            self.note(answer)
            return answer, body

    def require_answer(self, answer: dict[str, Any], number: int) -> None:
        """Make sure that a frame answers a request, and that nothing else was sent with it.

        Otherwise a later cell would take for its own what this one's code has sent.
        """
        if answer.get("id") != number:
            raise wire.WireError("an answer to no question")
        after, _ = self.connection.receive()
        if after != {"id": number, "last": True}:
            raise wire.WireError("more than an answer")

    def _charge(self, used: object) -> None:
        """Count what an answer is said to have taken: one that lies ends by the clock."""
        if not (isinstance(used, (int, float)) and 0 <= used < math.inf):
            raise wire.WireError("an answer took an impossible time")
        self.left -= used
        self.charge(used)

"""Frames on the wire between the grader and a student's process.

A frame is two lengths, a JSON header, and the raw bytes of the arrays that the header names in
order. Nothing on it is a pickle, and what is read is checked before it is believed: the other end
may be a student's code.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Blob = bytes | bytearray | memoryview

_Sent = TypeVar("_Sent")
_Result = TypeVar("_Result")

LENGTHS = struct.Struct("!IQ")
ALIGNMENT = 16
"""Bytes, at a multiple of which each array begins, so that NumPy can use it where it lies."""
HEADER_SHARE = 16
"""The header may take this part of the largest frame. It costs more memory to read than arrays."""


COPIED = 1 << 16
"""Bytes of arrays that are copied behind their header, to be sent with it."""
LATE_AT_MOST = 0.1
"""Seconds by which a deadline may be missed."""
# What is sent was made by `pack`, which follows nothing in circles.
_encode = json.JSONEncoder(check_circular=False).encode
_decode = json.JSONDecoder().decode


class WireError(Exception):
    """The other end sent something that is not a frame or not a value."""


class ClosedError(WireError):
    """The other end is gone."""


class LateError(Exception):
    """The other end did not answer in time."""


class Connection:
    """Send and receive frames on a socket, none larger than `limit` bytes."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        self.socket = sock
        self.limit = limit
        self.deadline: float | None = None
        self._timeout: float | None = None
        sock.settimeout(None)

    def send(
        self, header: dict[str, Any], blobs: Iterable[Blob] = (), then: dict[str, Any] | None = None
    ) -> None:
        """Send one frame, and with it another that has a header only.

        Raises
        ------
        WireError
            If the frame is larger than the limit: the other end would refuse it.
        """
        text = _encode(header).encode("ascii")
        parts = padded(blobs)
        size = sum(map(len, parts))
        if len(text) > self.limit // HEADER_SHARE or size > self.limit:
            raise WireError(f"{len(text)} + {size} bytes are more than may be sent ({self.limit})")
        parts.insert(0, LENGTHS.pack(len(text), size) + text)
        if then is not None:
            text = _encode(then).encode("ascii")
            parts.append(LENGTHS.pack(len(text), 0) + text)
        if size <= COPIED:
            parts = [b"".join(parts)]
        for part in parts:
            self._wait(self.socket.sendall, part)

    def receive(self) -> tuple[dict[str, Any], bytearray]:
        """Receive one frame: its header, and its arrays' bytes in a bytearray."""
        lengths = bytearray(LENGTHS.size)
        self._fill(lengths)
        text, size = LENGTHS.unpack(lengths)
        if text > self.limit // HEADER_SHARE or size > self.limit:
            raise WireError("a frame was announced that is larger than any may be")
        words = bytearray(text)
        self._fill(words)
        try:
            header = _decode(words.decode("ascii"))
        except (ValueError, RecursionError) as error:
            raise WireError("a frame's header is not JSON") from error
        if not isinstance(header, dict):
            raise WireError("a frame's header is not an object")
        body = bytearray(size)
        self._fill(body)
        return header, body

    def close(self) -> None:
        """Close the socket; the other end then reads the end of the stream."""
        self.socket.close()

    def _fill(self, data: bytearray) -> None:
        """Read as many bytes as there is room for."""
        left: bytearray | memoryview = data
        while left:
            got = self._wait(self.socket.recv_into, left)
            if got == 0:
                raise ClosedError("the other end closed the connection")
            if got == len(left):
                return
            left = memoryview(left)[got:]

    def _wait(self, operation: Callable[[_Sent], _Result], data: _Sent) -> _Result:
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise LateError
            # Each setting is a system call, and a test makes a hundred requests in a few moments.
            if self._timeout is None or not left <= self._timeout < left + LATE_AT_MOST:
                self._timeout = left
                self.socket.settimeout(left)
        elif self._timeout is not None:
            self._timeout = None
            self.socket.settimeout(None)
        try:
            return operation(data)
        except TimeoutError:
            raise LateError from None
        except OSError as error:
            raise ClosedError("the other end closed the connection") from error


def padded(blobs: Iterable[Blob]) -> list[Blob]:
    """Return arrays' bytes and what fills them up, so that the next begins where it should."""
    return [part for blob in blobs for part in (blob, bytes(-len(blob) % ALIGNMENT))]


def pair() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a new stream."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)

"""A process that has imported what its children need, and forks one for each message."""

from __future__ import annotations

import gc
import os
import signal
import socket
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE = 1 << 20
"""Bytes of the longest message: Landlock's has the paths of all that may be read."""


def serve(
    control: socket.socket,
    child: Callable[[bytes, list[int]], object],
    fork: Callable[[list[int]], int] = lambda _: os.fork(),
    before: Callable[[bytes], object] = lambda _: None,
) -> None:
    """Fork a process for each message, until the other end closes.

    Parameters
    ----------
    control : socket
        A SOCK_SEQPACKET socket: a message is whole, whoever sends it.
    child : callable
        Called in the new process with the message and the file descriptors that came with it.
    fork : callable
        Makes the new process, given these descriptors, and returns 0 in it.
    before : callable
        Called with the message before that, here: what it remembers each later process has.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.set_inheritable(False)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE, 4)
        if not message:
            return
        # A program that a fork starts has none of them: what it holds open nobody sees closed.
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)
        before(message)
        gc.freeze()  # so that a child's garbage collector leaves memory shared
        try:
            made = fork(descriptors)
        except OSError:  # who waits for that process finds its socket closed
            traceback.print_exc()
            made = None
        if made == 0:
            status = 1
            try:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                child(message, descriptors)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(status)
        for descriptor in descriptors:
            os.close(descriptor)

"""Fork a submission's process into a namespace of processes of its own.

It sees no other's processes there, and the kernel ends all of them when the first one ends. That
first one only waits until the lifeline is closed, the end of a pipe of which the grader holds the
other: it outlives what a student's code does to its own process, as copies of that must.
"""

from __future__ import annotations

import contextlib
import os
import signal
import traceback
from typing import TYPE_CHECKING

from .isolate import call

if TYPE_CHECKING:
    from collections.abc import Generator

NEW_PROCESSES = 0x20000000
"""The flag of unshare and setns, as the kernel's headers number it."""
WAITING = "/bin/cat"
"""It waits for the end of what it reads. A fork of this process would wait as well, but to copy
and to clear away its memory takes ten times as long as to start this."""


def is_possible() -> bool:
    """Whether `fork` works here: it needs Linux 5.8 or newer, and root to have started us."""
    try:
        with _this_process() as here:
            call("setns", here, NEW_PROCESSES)
    except OSError:
        return False
    return os.access(WAITING, os.X_OK)


def fork(lifeline: int) -> int:
    """Fork the second process of a new namespace; return what `os.fork` does."""
    child = None
    with _this_process() as here:
        call("unshare", NEW_PROCESSES)  # holds for the next children, and until told otherwise
        try:
            reads = [(os.POSIX_SPAWN_DUP2, lifeline, 0)]
            os.posix_spawn(WAITING, [WAITING], {}, file_actions=reads)
            child = os.fork()
        finally:
            if child != 0:
                call("setns", here, NEW_PROCESSES)
    return child


def fork_first() -> int:
    """Fork the first process of a new namespace, by one between: `fork` where it does not work."""
    child = os.fork()
    if child == 0:
        try:
            call("unshare", NEW_PROCESSES)
            second = os.fork()
        except OSError:  # which is not for the caller to see, who is in the other process
            traceback.print_exc()
            os._exit(1)
        if second != 0:
            os._exit(0)
    return child


def stay_until_closed(lifeline: int) -> None:
    """Be the first process of a namespace."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    os.read(lifeline, 1)


@contextlib.contextmanager
def _this_process() -> Generator[int]:
    descriptor = os.pidfd_open(os.getpid())
    try:
        yield descriptor
    finally:
        os.close(descriptor)

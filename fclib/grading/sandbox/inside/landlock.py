"""Landlock, the kernel's own sandbox: second best, for machines on which bubblewrap cannot run.

A process and all that it starts may then read what is listed, write to one folder, and send
signals to one another only. It does not hide what exists, and has no disk space of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import struct
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls, the same on all machines
VERSION_ASKED, PATH_BENEATH = 1, 1
OLDEST = 6
"""The first version that keeps signals in."""

# Rights on files and folders, as linux/landlock.h numbers their bits.
EXECUTE, WRITE_FILE, READ_FILE, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, CONTROL_DEVICE = 1 << 14, 1 << 15
EVERYTHING = (1 << 16) - 1
ON_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | CONTROL_DEVICE
"""The rights that exist for a file; the kernel refuses the others in a rule for one."""
TCP = 0b11  # to bind and to connect
SOCKETS_AND_SIGNALS = 0b11  # to abstract Unix sockets and processes outside
SET_CHILD_SUBREAPER = 36

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Return the version of Landlock that the kernel has, 0 without it."""
    found: int = _libc.syscall(CREATE_RULESET, None, 0, VERSION_ASKED)
    return max(0, found)


def restrict(readable: Iterable[str], listable: Iterable[str], writable: Iterable[str]) -> None:
    """Restrict this process and all that it starts; it cannot be taken back.

    Parameters
    ----------
    readable : list of str
        Files and folders to read, with all below them.
    listable : list of str
        Folders whose files can be seen and not read.
    writable : list of str
        Folders and devices to read and write.
    """
    rules = struct.pack("=QQQ", EVERYTHING, TCP, SOCKETS_AND_SIGNALS)
    ruleset = _call(CREATE_RULESET, rules, len(rules), 0)
    for paths, access in [
        (readable, EXECUTE | READ_FILE | READ_FOLDER),
        (listable, READ_FOLDER),
        (writable, EVERYTHING),
    ]:
        for path in paths:
            if os.path.exists(path):
                allowed = access if os.path.isdir(path) else access & ON_A_FILE
                beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
                _call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", allowed, beneath), 0)
                os.close(beneath)
    _call(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def adopt_orphans() -> None:
    """Become the parent of every process below whose parent ends."""
    _libc.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_all_below(folder: str) -> None:
    """End every process below this one, and remove the folder that they wrote to."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    while below := descendants(os.getpid()):
        for process in below:
            _ignore_missing(os.kill, process, signal.SIGKILL)
        for process in below:
            _ignore_missing(os.waitpid, process, os.WNOHANG)
        time.sleep(0.001)
    shutil.rmtree(folder, ignore_errors=True)


def descendants(ancestor: int) -> set[int]:
    """Return the processes below one, as far as they can be seen."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                    parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {ancestor}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {ancestor}


def _ignore_missing(function: Callable[..., object], *arguments: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        function(*arguments)


def _call(*arguments: int | bytes | None) -> int:
    result: int = _libc.syscall(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"landlock: {os.strerror(number)}")
    return result

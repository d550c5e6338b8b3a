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
from typing import TYPE_CHECKING, NamedTuple

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


class Rule(NamedTuple):
    """What may be done with a file or below a folder, and a descriptor that stands for it."""

    allowed: int
    beneath: int


def rules(readable: Iterable[str], listable: Iterable[str]) -> list[Rule]:
    """Open what every submission may see, once for the processes that are forked later.

    Parameters
    ----------
    readable : list of str
        Files and folders to read, with all below them.
    listable : list of str
        Folders whose files can be seen and not read.
    """
    read = EXECUTE | READ_FILE | READ_FOLDER
    return [*_opened(readable, read), *_opened(listable, READ_FOLDER)]


def _opened(paths: Iterable[str], access: int) -> list[Rule]:
    return [
        Rule(
            access if os.path.isdir(path) else access & ON_A_FILE,
            os.open(path, os.O_PATH | os.O_CLOEXEC),
        )
        for path in paths
        if os.path.exists(path)
    ]


def restrict(seen: Iterable[Rule], writable: Iterable[str]) -> None:
    """Restrict this process and all that it starts; it cannot be taken back.

    Parameters
    ----------
    seen : list of Rule
        See `rules`; their descriptors are closed.
    writable : list of str
        Folders and devices to read and write.
    """
    kinds = struct.pack("=QQQ", EVERYTHING, TCP, SOCKETS_AND_SIGNALS)
    ruleset = _call(CREATE_RULESET, kinds, len(kinds), 0)
    for rule in (*seen, *_opened(writable, EVERYTHING)):
        _call(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", *rule), 0)
        os.close(rule.beneath)
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
    if not os.path.exists("/proc/thread-self/children"):
        return _descendants_among_all(ancestor)
    found: set[int] = set()
    waiting = [ancestor]
    while waiting:
        below = _children(waiting.pop()) - found
        found |= below
        waiting += below
    return found


def _children(process: int) -> set[int]:
    """Return the processes that the threads of one have started; none if it has ended."""
    found: set[int] = set()
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
                found.update(map(int, file.read().split()))
    return found


def _descendants_among_all(ancestor: int) -> set[int]:
    """Return the same where the kernel keeps no lists of children: each process has a parent."""
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

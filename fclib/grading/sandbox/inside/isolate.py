"""Shut a forked process away from everything but its own memory, before a student's code runs.

bubblewrap has built the sandbox that this process is in. Submissions follow one another in it, so
each gets namespaces of its own: it sees no other's processes, files or messages, and when its
first process ends the kernel ends all of them.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
from typing import Any

# Flags of unshare, mount, prctl and capset, as the kernel's headers number them.
NEW_MOUNTS, NEW_MESSAGES = 0x00020000, 0x08000000
NEW_NETWORK = 0x40000000
NOSUID, NODEV, RDONLY, REMOUNT, BIND, PRIVATE = 2, 4, 1, 32, 4096, 1 << 18
RECURSIVE, RELATIME = 16384, 1 << 21
SET_DUMPABLE, SET_KEEP_CAPABILITIES, SET_NO_NEW_PRIVILEGES = 4, 8, 38
CAPABILITY_VERSION, READ_EVERYTHING = 0x20080522, 1 << 2
MOST_FILES = 4096
"""Files and folders that a submission may have in /tmp."""
MOST_OPEN_FILES = 256

_libc = ctypes.CDLL(None, use_errno=True)


def enter_namespaces() -> None:
    """Leave the namespaces of files, messages and networks that others use."""
    call("unshare", NEW_MOUNTS | NEW_MESSAGES | NEW_NETWORK)


def mount_own_files(size: int) -> None:
    """Give this submission an empty /tmp of `size` bytes, and nothing else to write to."""
    call("mount", None, b"/", None, PRIVATE | RECURSIVE, None)
    options = f"size={size},nr_inodes={MOST_FILES},mode=1777".encode()
    call("mount", b"tmpfs", b"/dev/shm", b"tmpfs", NOSUID | NODEV | RDONLY, options)
    call("mount", None, b"/dev", None, REMOUNT | BIND | RDONLY | _flags("/dev"), None)
    call("mount", b"tmpfs", b"/tmp", b"tmpfs", NOSUID | NODEV, options)


def _flags(path: str) -> int:
    """Return the flags of a mount, which may not be taken away where root's rights are not real."""
    found = os.statvfs(path).f_flag
    same = found & (os.ST_NOSUID | os.ST_NODEV | os.ST_NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME)
    return same | (RELATIME if found & os.ST_RELATIME else 0)


def drop_rights(user: int | None, reads: bool = False) -> None:
    """Give up every right that setting this up needed.

    Parameters
    ----------
    user : int or None
        Run as this user from now on; None where there is one user only, as in a user namespace.
    reads : bool
        Keep root's right to read files, where something else says which: a new user may not
        enter the folders in which the packages lie.
    """
    kept = 0
    if user is not None:
        kept = READ_EVERYTHING if reads else 0
        call("prctl", SET_KEEP_CAPABILITIES, 1, 0, 0, 0)
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    header = struct.pack("=Ii", CAPABILITY_VERSION, 0)
    call("capset", header, struct.pack("=6I", kept, kept, 0, 0, 0, 0))
    forbid_new_rights()
    # Processes of the same user could otherwise read and write this one's memory.
    call("prctl", SET_DUMPABLE, 0, 0, 0, 0)


def close_standard_streams() -> None:
    """Let the standard streams lead nowhere: the zygote's are shared by all submissions."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def forbid_new_rights() -> None:
    """Let no program that is started give rights back."""
    call("prctl", SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def limit(memory: int, seconds: int, processes: int | None, file_size: int) -> None:
    """Set the limits that the kernel enforces on each process from here on; None is no limit."""
    for name, value in [
        ("AS", memory),
        ("CPU", seconds),
        ("NPROC", processes),
        ("FSIZE", file_size),
        ("NOFILE", MOST_OPEN_FILES),
        ("CORE", 0),
    ]:
        if value is not None:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def call(name: str, *arguments: int | bytes | ctypes._Pointer[Any] | None) -> None:
    """Call a function of the C library that returns 0 where it succeeds."""
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")

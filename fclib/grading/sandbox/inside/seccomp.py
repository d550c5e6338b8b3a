"""Refuse system calls that students' code has no use for and that reach beyond its process."""

import ctypes
import errno
import os
import struct

FILTER, SET_SECCOMP = 2, 22
LOAD, EQUALS, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
SECOND_ARGUMENT = 24
UNIX = 1
"""The only family of sockets that stays on the machine."""
DATAGRAM = 2
"""The bit in a socket's type that sockets have which reach others without connecting."""
NEW_NAMESPACES = 0x7E020000
"""The flags of clone that make namespaces."""

# By machine: what the kernel calls it, its numbers of clone, socket and socketpair, those refused.
# Keyrings outlive a submission; memfds and System V memory escape the limit on memory; the rest
# looks into other processes, or widens what an attack on the kernel could use. By name are refused
# where the whole machine's files can be named, as under Landlock, which knows nothing of these:
# sockets, and the owners, modes, times and attributes of files.
MACHINES = {
    "x86_64": (
        0xC000003E,
        (56, 41, 53),
        {
            "keyrings": (248, 249, 250),
            "memory": (29, 30, 64, 68, 319, 447),
            "processes": (101, 310, 311, 438, 440),
            "namespaces": (155, 161, 165, 166, 272, 308, 428, 429, 430, 432, 442),
            "kernel": (135, 163, 175, 179, 246, 298, 303, 304, 321, 323, 425, 426, 427),
        },
        {
            "sockets": (41, 42),
            "owners and modes": (90, 91, 92, 93, 94, 260, 268, 452),
            "times": (132, 235, 261, 280),
            "attributes": (188, 189, 190, 197, 198, 199, 463, 466),
        },
    ),
    "aarch64": (
        0xC00000B7,
        (220, 198, 199),
        {
            "keyrings": (217, 218, 219),
            "memory": (186, 190, 194, 196, 279, 447),
            "processes": (117, 270, 271, 438, 440),
            "namespaces": (39, 40, 41, 51, 97, 268, 428, 429, 430, 432, 442),
            "kernel": (60, 89, 92, 104, 105, 241, 264, 265, 280, 282, 425, 426, 427),
        },
        {
            "sockets": (198, 203),
            "owners and modes": (52, 53, 54, 55, 452),
            "times": (88,),
            "attributes": (5, 6, 7, 14, 15, 16, 463, 466),
        },
    ),
}
CLONE3 = 435
"""Its flags are out of a filter's reach; libraries fall back to clone when it is not there."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(by_name=False):
    """Install the filter for this process and all that it starts. It cannot be taken back.

    Parameters
    ----------
    by_name : bool
        Refuse also what reaches things that have a name on this machine.
    """
    architecture, (clone, socket, pair), *tables = MACHINES[os.uname().machine]
    refused = [
        number for table in tables[: 1 + by_name] for listed in table.values() for number in listed
    ]
    permission = REFUSE | errno.EPERM
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUALS, 1, 0, architecture),
        (RETURN, 0, 0, permission),
        (LOAD, 0, 0, NUMBER),
    ]
    for number in sorted(refused):
        steps += [(EQUALS, 0, 1, number), (RETURN, 0, 0, permission)]
    steps += [(EQUALS, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    steps += [(ANY_BIT, 0, 1, 0x40000000), (RETURN, 0, 0, permission)]  # x32's numbers
    steps += [
        (EQUALS, 0, 4, socket),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUALS, 1, 0, UNIX),
        (RETURN, 0, 0, permission),
        (RETURN, 0, 0, ALLOW),
        (EQUALS, 0, 4, pair),
        (LOAD, 0, 0, SECOND_ARGUMENT),
        (ANY_BIT, 0, 1, DATAGRAM if by_name else 0),
        (RETURN, 0, 0, permission),
        (RETURN, 0, 0, ALLOW),
        (EQUALS, 0, 3, clone),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (ANY_BIT, 0, 1, NEW_NAMESPACES),
        (RETURN, 0, 0, permission),
        (RETURN, 0, 0, ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(steps), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter of system calls could not be installed")

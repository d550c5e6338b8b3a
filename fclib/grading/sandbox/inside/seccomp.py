"""Let students' code make the system calls that are listed, and no others."""

import ctypes
import errno
import functools
import os
import struct

from .isolate import call
from .system_calls import (
    ALLOWED,
    JUDGED_BY_ARGUMENTS,
    MACHINES,
    PRETENDED,
    RULES,
    SUCCEED,
    UNSUPPORTED,
    Condition,
    Rule,
    numbers,
)

FILTER, SET_SECCOMP = 2, 22
LOAD, EQUALS, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, ARGUMENT = 0, 4, 16, 8
"""Where the kernel's description of a call has what, in bytes."""
ALLOW, FAIL = 0x7FFF0000, 0x00050000
NEW_CALLS = 424
"""From here on libraries try a new call, and on ENOSYS an old one that does the same."""

Step = tuple[int, int, int, int]
STEP = struct.Struct("=HBBI")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install() -> None:
    """Install the filter for this process and all that it starts. It cannot be taken back."""
    code = bytecode()
    buffer = ctypes.create_string_buffer(code, len(code))
    described = _Program(len(code) // STEP.size, ctypes.addressof(buffer))
    call("prctl", SET_SECCOMP, FILTER, ctypes.pointer(described), 0, 0)


@functools.cache
def bytecode() -> bytes:
    """Return the filter as the kernel takes it; made once, before processes are forked."""
    return b"".join(STEP.pack(*step) for step in program(os.uname().machine))


def program(machine: str) -> list[Step]:
    """Return the filter as the kernel's small machine runs it: (operation, jumps, operand)."""
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUALS, 1, 0, MACHINES[machine]),
        _fail(errno.EPERM),
        (LOAD, 0, 0, NUMBER),
    ]
    for number in numbers(ALLOWED, machine).values():
        steps += [(EQUALS, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    for table, answer in [(PRETENDED, SUCCEED), (UNSUPPORTED, errno.ENOTSUP)]:
        for number in numbers(table, machine).values():
            steps += [(EQUALS, 0, 1, number), _fail(answer)]
    for name, number in numbers(JUDGED_BY_ARGUMENTS, machine).items():
        judged = _judge(RULES[name])
        steps += [(EQUALS, 0, len(judged), number), *judged]
    return [*steps, (AT_LEAST, 0, 1, NEW_CALLS), _fail(errno.ENOSYS), _fail(errno.EPERM)]


def _judge(rule: Rule) -> list[Step]:
    """Return the steps that judge a call by its arguments, to the end.

    The kernel takes all of these arguments as 32 bits, so the lower half decides.
    """
    steps = [_load(rule.conditions[0])]
    for value in rule.pretended:
        steps += [(EQUALS, 0, 1, value), _fail(SUCCEED)]
    for condition in rule.conditions:
        steps.append(_load(condition))
        left = len(condition.values)
        for value in condition.values:
            steps.append((EQUALS, left, 0, value))  # past the other values and the failure
            left -= 1
        if condition.without_bits:
            steps.append((ANY_BIT, 0, 1, condition.without_bits))
        steps.append(_fail(rule.otherwise))
    return [*steps, (RETURN, 0, 0, ALLOW)]


def _load(condition: Condition) -> Step:
    return LOAD, 0, 0, FIRST_ARGUMENT + ARGUMENT * condition.argument


def _fail(number: int) -> Step:
    return RETURN, 0, 0, FAIL | number

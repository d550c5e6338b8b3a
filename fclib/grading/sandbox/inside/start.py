"""The first process in the sandbox, and how it becomes the process of a submission."""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile

from . import apart, isolate, landlock, seccomp, standin, system_calls, wire, zygote
from .worker import Worker


def child(
    message: bytes,
    descriptors: list[int],
    shown: dict[str, str],
    seen: list[landlock.Rule],
    *,
    is_first: bool,
) -> None:
    """Become the process that runs one submission's code; the first of its own starts another."""
    settings = json.loads(message)
    lifeline, connection = descriptors
    kind = settings["isolation"]
    if settings["processor"] is not None:
        os.sched_setaffinity(0, {settings["processor"]})
    os.setsid()  # a signal to its group goes to nobody else, whatever the namespace
    folder = "/tmp/submission"
    if kind == "bubblewrap":
        isolate.enter_namespaces()
        isolate.mount_own_files(settings["disk"])
        isolate.drop_rights(settings["user"])
    else:
        landlock.adopt_orphans()
        folder = tempfile.mkdtemp(prefix="submission-")
        os.environ |= {"HOME": folder, "MPLCONFIGDIR": folder, "TMPDIR": folder}
        tempfile.tempdir = folder
    if is_first and os.fork() != 0:
        os.close(connection)
        apart.stay_until_closed(lifeline)
        if kind != "bubblewrap":
            landlock.end_all_below(folder)
        os._exit(0)
    os.close(lifeline)
    if kind == "landlock":
        _restrict(folder, settings["user"], seen)
        # Its number came after those of the rules, and is larger than a limit on files allows.
        beyond, connection = connection, os.dup(connection)
        os.close(beyond)
    if kind != "process only":
        seccomp.install()
    isolate.close_standard_streams()  # until here they tell what went wrong
    # Outside of bubblewrap the kernel counts all processes of the user, the grader's too.
    counted = kind == "bubblewrap" or settings["user"] is not None
    processes = settings["processes"] if counted else None
    isolate.limit(settings["memory"], settings["seconds"], processes, settings["disk"])
    sock = socket.socket(fileno=connection)
    Worker(wire.Connection(sock, settings["message"]), folder, shown).serve()


def _restrict(folder: str, user: int | None, seen: list[landlock.Rule]) -> None:
    """Shut this process in with Landlock."""
    if user is not None:
        os.chown(folder, user, user)
    isolate.forbid_new_rights()
    landlock.restrict(seen, [folder, "/dev/null", "/dev/zero", "/dev/urandom"])
    isolate.drop_rights(user, reads=True)


def main(kind: str, shown: dict[str, str]) -> None:
    """Import what most submissions use, then fork a process for each.

    Parameters
    ----------
    kind : str
        What shuts the processes in.
    shown : dict of str to str
        The course's modules that students' code has, and the files and folders they lie in.
    """
    import zipfile  # noqa: F401  np.load loads it when it is first used, 6 ms per process

    import numpy.random  # noqa: F401  numpy loads it when it is first used, 20 ms per process

    if os.uname().machine in system_calls.MACHINES:
        seccomp.bytecode()  # once, and not in each child
    standin.import_ahead(shown)
    control = socket.socket(fileno=int(sys.argv[1]))
    seen = []
    if kind == "landlock":  # the first message says what all of them may see
        seen = landlock.rules(**json.loads(control.recv(zygote.MESSAGE)))

    def without_control(message: bytes, descriptors: list[int]) -> None:
        control.close()
        child(message, descriptors, shown, seen, is_first=not has_first)

    has_first = kind == "bubblewrap" and apart.is_possible()
    make = apart.fork_first if kind == "bubblewrap" else os.fork

    def fork(descriptors: list[int]) -> int:
        return apart.fork(descriptors[0]) if has_first else make()

    zygote.serve(control, without_control, fork)

"""The trusted process: it has imported what tests use, and forks itself for each submission."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import resource
import signal
import socket
import sys
import zipfile  # noqa: F401  np.load loads it when it is first used, 6 ms per process

import numpy.random  # noqa: F401  numpy loads it when it is first used, 20 ms per process

from fclib.grading.sandbox import namespace, processors
from fclib.grading.sandbox.inside import unpacking, wire, zygote
from fclib.grading.sandbox.job import LARGEST, PLACE, clock_limit
from fclib.grading.sandbox.submission import Submission


def main() -> None:
    """Import what tests use, then fork a process for each submission."""
    control, sandbox = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    root, *names = sys.argv[3:]
    sys.path.append(root)
    for name in names:
        module = importlib.import_module(name)
        for below in pkgutil.iter_modules(getattr(module, "__path__", []), f"{name}."):
            importlib.import_module(below.name)
    zygote.serve(control, lambda _, descriptors: _grade(sandbox, *descriptors), before=_read_ahead)


def _read_ahead(message: bytes) -> None:
    """Read the trusted cells in a message here, where all submissions that follow have them."""
    for source in json.loads(message):
        namespace.read_ahead(source)


def _grade(sandbox: socket.socket, descriptor: int, begun: int) -> None:
    connection = wire.Connection(socket.socket(fileno=descriptor), LARGEST)
    job, body = connection.receive()
    processors.stay_on(job["limits"]["processor"])
    limit = _address_space() + job["limits"]["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(clock_limit(job))
    handed_in, released = body[: job["split"]], body[job["split"] :]
    job["start"] = (job["start"], [bytes(handed_in)])
    job["released"] = (job["released"], [bytes(released)])
    lifelines = []

    def spawn() -> socket.socket:
        near, far = wire.pair()
        reading, writing = os.pipe()
        lifelines.append(writing)  # closed when this process ends: then the student's ends too
        socket.send_fds(sandbox, [json.dumps(job["limits"]).encode()], [reading, far.fileno()])
        os.close(reading)
        far.close()
        return near

    os.chdir(job["folder"])
    sys.path.append(job["folder"])  # where the course has put its modules beside the notebook
    for name, data in unpacking.unpack(job["released"][0], released, unpacking.only_data):
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "xb") as file:
            file.write(data)

    def begins(index: int) -> None:
        os.pwrite(begun, PLACE.pack(index), 0)

    connection.send(Submission(job, spawn, begins).run())


def _address_space() -> int:
    """Return the bytes of this process's address space."""
    # As bytes: for text each submission's process would first import how it is encoded.
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main()

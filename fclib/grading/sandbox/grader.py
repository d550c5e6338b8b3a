"""Two processes that wait for submissions: one trusted, one in the sandbox."""

import atexit
import contextlib
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fclib.grading.sandbox import bubblewrap, launch, processors
from fclib.grading.sandbox.choice import choose
from fclib.grading.sandbox.declared import Declared, place
from fclib.grading.sandbox.errors import NoSandboxError
from fclib.grading.sandbox.inside import wire, zygote
from fclib.grading.sandbox.job import LARGEST, PLACE, SLACK, STUDENT, clock_limit
from fclib.grading.sandbox.packages import PACKAGES

AHEAD = 1 << 16
"""Bytes of the longest list of trusted cells that is sent ahead, in one message."""


class GradingError(RuntimeError):
    """A submission could not be run, through no fault of its own."""


class Grader:
    """Runs submissions, one after the other or several at a time.

    Parameters
    ----------
    hidden : list of Path
        Folders that students' code must not see, wherever they lie.
    packages : sequence of str
        What students' code may import besides the standard library.
    isolation : str
        ``"sandbox"``, the best there is; the name of one; or ``"process only"`` for none.
    course : Declared, optional
        The course's modules.
    """

    def __init__(
        self,
        hidden: Sequence[Path],
        packages: Sequence[str] = PACKAGES,
        isolation: str = "sandbox",
        course: Declared | None = None,
    ) -> None:
        course = course or Declared(str(hidden[0]))
        places = {name: place(name) for name in course.shown}
        self.isolation, self.why = choose(isolation)
        self.limits: dict[str, Any] = {"isolation": self.isolation}
        self.numbers = itertools.count()
        self.told: set[str] = set()
        here, there = _control_pair()
        if self.isolation == "landlock":
            here.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, zygote.MESSAGE)
            here.send(json.dumps(launch.landlock_rules(packages, places.values())).encode())
        self.control, grader = _control_pair()
        if self.isolation == "bubblewrap":
            command = bubblewrap.command(there.fileno(), hidden, packages, places)
        else:
            command = launch.plain_command(there.fileno(), self.isolation, places)
        self.words, self.answered = tempfile.TemporaryFile(), False  # noqa: SIM115  close() closes it
        # Neither imports from the current folder, in which a student's numpy.py may lie.
        self.nowhere = tempfile.TemporaryDirectory(prefix="grader-")
        self.sandbox = subprocess.Popen(
            command,
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.words,
            cwd=self.nowhere.name,
            env=launch.ENVIRONMENT,  # the grader's own may hold secrets
        )
        self.trusted = subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "fclib.grading.sandbox.trusted",
                str(grader.fileno()),
                str(here.fileno()),
                course.root,
                *course.checks,
            ],
            pass_fds=[grader.fileno(), here.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.words,
            cwd=self.nowhere.name,
            env={**os.environ, **launch.ZYGOTE},
        )
        for sock in (here, there, grader):
            sock.close()

    def run(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Run a submission's cells.

        Parameters
        ----------
        job : dict
            As `fclib.grading.sandbox.submission.Submission` takes it.
        body : bytes
            The bytes of its files.

        Returns
        -------
        dict
            ``outputs`` of each cell, ``notes``, ``phases``, and the ``sandbox`` that held it.
        """
        with processors.one_processor() as processor:
            job["limits"] |= {
                "user": launch.user(next(self.numbers)),
                "processor": processor,
                **self.limits,
            }
            return self._run(job, body)

    def _run(self, job: dict[str, Any], body: bytes) -> dict[str, Any]:
        job["ended"], begun = [], time.monotonic()
        while (done := self._try(job, body)) is None:
            # Each try ends with one test more; the time of all of them together is the notebook's.
            used = (time.monotonic() - begun) / job["patience"]
            job["total_seconds"] -= min(used, job["total_seconds"] - 1)
            begun = time.monotonic()
        done["sandbox"] = self.isolation
        if self.isolation == "process only":
            done["notes"].insert(0, ["<all cells>", "graded without a sandbox"])
        return done

    def _try(self, job: dict[str, Any], body: bytes) -> dict[str, Any] | None:
        """Run a submission; return None, and note where, if a cell ends the trusted process."""
        near, far = wire.pair()
        connection = wire.Connection(near, LARGEST)
        begun = os.memfd_create("begun")  # where the process notes the cell that it has come to
        with tempfile.TemporaryDirectory(prefix="released-") as job["folder"]:
            try:
                socket.send_fds(self.control, [self._new_texts(job)], [far.fileno(), begun])
                far.close()
                connection.send(job, [body])
                connection.deadline = time.monotonic() + clock_limit(job) + SLACK
                done, _ = connection.receive()
                self.answered = True
            except (wire.WireError, wire.LateError, OSError) as error:
                place = os.pread(begun, PLACE.size, 0)
                at = PLACE.unpack(place)[0] if place else None
                if at is None or at in job["ended"] or not self.is_alive():
                    raise self._why() from error
                job["ended"].append(at)
                return None
            finally:
                far.close()
                connection.close()
                os.close(begun)
        return done

    def _new_texts(self, job: dict[str, Any]) -> bytes:
        """Return the trusted cells of which no job before has told, for `read_ahead`."""
        texts = {cell["source"] for cell in job["cells"] if cell["role"] != STUDENT}
        message = json.dumps(sorted(texts - self.told)).encode("ascii")
        self.told |= texts
        return message if len(message) <= AHEAD else b"[]"

    def is_alive(self) -> bool:
        """Whether both processes still run."""
        return self.sandbox.poll() is None and self.trusted.poll() is None

    def close(self) -> None:
        """End both processes, and with them everything that they started."""
        self.control.close()
        self.trusted.terminate()
        self.trusted.wait()
        try:
            self.sandbox.wait(SLACK)
        except subprocess.TimeoutExpired:  # a submission still holds its end of the socket
            self.sandbox.kill()
            self.sandbox.wait()
        self.words.close()
        self.nowhere.cleanup()

    def _why(self) -> Exception:
        """Return the error that says why there was no answer."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.sandbox.wait(timeout=1)
        self.words.seek(0)
        words = self.words.read()[-2000:].decode(errors="replace").strip()
        words = words.rpartition("\n")[2]  # the last line says what went wrong, not where
        if self.sandbox.poll() is not None and not self.answered:
            return NoSandboxError(f"The sandbox did not start: {words}")
        return GradingError(f"The grading process ended or hung. {words}".strip())


def shared_grader(isolation: str, packages: tuple[str, ...], course: Declared) -> Grader:
    """Return the grader of this process; a new one if there is none, or if it died.

    Without root's rights the limit on processes holds for all submissions in a sandbox together.
    Then each thread has a grader of its own, so that none of them pays for another.
    """
    slot = None if os.getuid() == 0 else threading.get_ident()
    key = (isolation, packages, course, slot)
    with _starting:
        grader = _graders.get(key)
        if grader is not None and not grader.is_alive():
            atexit.unregister(grader.close)
            grader.close()
            grader = None
        if grader is None:
            _graders[key] = grader = Grader([Path(course.root)], packages, isolation, course)
            atexit.register(grader.close)
        return grader


_graders: dict[tuple[object, ...], Grader] = {}
_starting = threading.Lock()


def _control_pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

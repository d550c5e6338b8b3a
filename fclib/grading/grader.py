"""Two processes that wait for submissions: one trusted, one in the sandbox."""

import atexit
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from fclib.grading import sandbox
from fclib.grading.inside import wire
from fclib.grading.trusted import JOB, SLACK

SANDBOX = "sandbox"


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
        ``"sandbox"``, or ``"process only"`` for no protection at all.
    """

    def __init__(self, hidden, packages=sandbox.PACKAGES, isolation=SANDBOX):
        self.isolation = isolation
        here, there = _control_pair()
        self.control, grader = _control_pair()
        environment = {**os.environ, "MPLBACKEND": "Agg", **dict.fromkeys(sandbox.THREADS, "1")}
        if isolation == SANDBOX:
            command = sandbox.command(there.fileno(), hidden, packages)
        else:
            command = sandbox.unprotected_command(there.fileno())
        self.sandbox = subprocess.Popen(
            command,
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self.trusted = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "fclib.grading.trusted",
                str(grader.fileno()),
                str(here.fileno()),
            ],
            pass_fds=[grader.fileno(), here.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=environment,
        )
        for sock in (here, there, grader):
            sock.close()

    def run(self, job, body):
        """Run a submission's cells.

        Parameters
        ----------
        job : dict
            As `fclib.grading.trusted.Submission` takes it.
        body : bytes
            The bytes of its files.

        Returns
        -------
        dict
            ``outputs`` of each cell, ``notes`` and ``phases``.
        """
        job["limits"] |= {"user": sandbox.user(), "isolated": self.isolation == SANDBOX}
        near, far = wire.pair()
        socket.send_fds(self.control, [b"submission"], [far.fileno()])
        far.close()
        connection = wire.Connection(near, JOB)
        try:
            connection.send(job, [body])
            connection.deadline = wire.time.monotonic() + job["total_seconds"] + 2 * SLACK
            done, _ = connection.receive()
        except (wire.WireError, wire.LateError) as error:
            raise self._why() from error
        finally:
            connection.close()
        if self.isolation != SANDBOX:
            done["notes"].insert(0, ["<all cells>", "graded without a sandbox"])
        return done

    def is_alive(self):
        """Whether both processes still run."""
        return self.sandbox.poll() is None and self.trusted.poll() is None

    def close(self):
        """End both processes, and with them everything that they started."""
        self.control.close()
        self.trusted.terminate()
        self.trusted.wait()
        self.sandbox.wait()
        self.sandbox.stderr.close()

    def _why(self):
        if self.sandbox.poll() is None:
            return GradingError("The grading process ended or hung.")
        words = self.sandbox.stderr.read().decode(errors="replace").strip()
        return sandbox.NoSandboxError(f"The sandbox did not start: {words}. {sandbox.INSTALL}")


def shared_grader(isolation, packages, root):
    """Return the grader of this process; a new one if there is none, or if it died."""
    key = (isolation, packages, root)
    with _starting:
        grader = _graders.get(key)
        if grader is None or not grader.is_alive():
            _graders[key] = grader = Grader([Path(root).resolve()], packages, isolation)
            atexit.register(grader.close)
        return grader


_graders, _starting = {}, threading.Lock()


def _control_pair():
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

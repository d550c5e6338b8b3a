"""Hidden tests that cells follow: each waits on copies of both processes, and runs at the end.

So it sees what there was at its place, and no cell of the student's can tell of it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
import traceback
from typing import TYPE_CHECKING

from fclib.grading.sandbox.allowance import Allowance
from fclib.grading.sandbox.errors import ProcessLostError
from fclib.grading.sandbox.inside import cells, wire
from fclib.grading.sandbox.job import SLACK, clock_limit
from fclib.grading.sandbox.testing import ENDED, fail

if TYPE_CHECKING:
    import socket

    from fclib.grading.sandbox.job import Cell, Outputs
    from fclib.grading.sandbox.submission import Submission

LATE = "this test took too long"


class Deferred:
    """A hidden test that waits.

    Parameters
    ----------
    submission : Submission
        Whose processes are as the test is to find them: they are copied now.
    index : int
        The place of the test's cell.
    cell : dict
    """

    def __init__(self, submission: Submission, index: int, cell: Cell) -> None:
        self.submission, self.index, self.cell = submission, index, cell
        theirs, ours = wire.pair()
        with contextlib.suppress(ProcessLostError):  # the test finds the socket closed, and says so
            submission.remote.snapshot(theirs)
        theirs.close()
        near, far = wire.pair()
        if os.fork() == 0:
            try:
                near.close()
                signal.alarm(clock_limit(submission.job))
                self._wait(wire.Connection(far, submission.job["message"]), ours)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        far.close()
        ours.close()
        self.relay = wire.Connection(near, submission.job["message"])

    def _wait(self, relay: wire.Connection, sock: socket.socket) -> None:
        """Wait for the word, run the test on the kept processes, send its outputs."""
        submission = self.submission
        go, _ = relay.receive()
        submission.endless.found |= set(map(tuple, go["endless"]))
        submission.remote.use(sock)
        submission.remote.allow(Allowance(*go["time"]))
        before = submission.time.elsewhere + time.process_time()
        outputs = submission.run_test(self.index, self.cell)
        used = submission.time.elsewhere + time.process_time() - before
        told = {"lost": submission.remote.lost, "label": self.cell["label"], "used": used}
        told["endless"] = sorted(submission.endless.found)
        relay.send({"outputs": outputs, **told})

    def run(self) -> Outputs:
        """Let the test run, and return its outputs."""
        submission = self.submission
        allowance = submission.time.for_a_cell()
        self.relay.deadline = time.monotonic() + allowance.clock + SLACK
        try:
            self.relay.send({"time": allowance, "endless": sorted(submission.endless.found)})
            done, _ = self.relay.receive()
        except (wire.WireError, wire.LateError) as error:
            why = LATE if isinstance(error, wire.LateError) else ENDED
            submission.notes.append([self.cell["label"], why])
            shown = cells.Shown()
            fail(shown, TimeoutError(why), why)
            return shown.outputs
        submission.time.charge(done["used"])
        submission.endless.found |= set(map(tuple, done["endless"]))
        if done["lost"]:  # by whatever it was sent: how it was lost could say what that is
            submission.note_loss(done["label"], "in a hidden test")
        outputs: Outputs = done["outputs"]
        return outputs

"""Hidden tests that cells follow: each waits for the end, on a copy of the student's process.

So it sees what there was at its place, and no cell of the student's can tell of it.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from fclib.grading.sandbox.errors import ProcessLostError
from fclib.grading.sandbox.inside import wire

if TYPE_CHECKING:
    from fclib.grading.sandbox.job import Cell, Outputs
    from fclib.grading.sandbox.submission import Submission


class Deferred:
    """A hidden test that waits.

    Parameters
    ----------
    submission : Submission
        Whose names and whose process are as the test is to find them: both are kept now.
    index : int
        The place of the test's cell.
    cell : dict
    """

    def __init__(self, submission: Submission, index: int, cell: Cell) -> None:
        self.submission, self.index, self.cell = submission, index, cell
        theirs, self.copy = wire.pair()
        with contextlib.suppress(ProcessLostError):  # the test finds the socket closed, and says so
            submission.remote.snapshot(theirs)
        theirs.close()
        # What stands for the student's objects asks this one, even if another comes after it.
        self.remote = submission.remote
        self.names = submission.trusted.kept()

    def run(self) -> Outputs:
        """Let the test run, and return its outputs."""
        submission, student = self.submission, self.submission.student
        now, student.remote = student.remote, self.remote
        try:
            with self.remote.on(self.copy), submission.trusted.with_names(self.names):
                return submission.run_as_it_is(self.index, self.cell)
        finally:
            student.remote = now

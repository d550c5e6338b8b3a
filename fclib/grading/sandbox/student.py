"""The student's process of one submission: started, and brought back where it was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.errors import ProcessLostError
from fclib.grading.sandbox.inside import cells
from fclib.grading.sandbox.job import LOCKED, STUDENT
from fclib.grading.sandbox.remote import Remote
from fclib.grading.sandbox.show import KINDS, show
from fclib.grading.sandbox.testing import TIME_IS_OVER, fail

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from fclib.grading.sandbox.allowance import Notebook
    from fclib.grading.sandbox.job import Cell, Outputs


class StudentProcess:
    """The student's process, which runs cells of both kinds.

    Parameters
    ----------
    job : dict
        As for `fclib.grading.sandbox.submission.Submission`.
    spawn : callable
        Returns a socket to a new sandboxed worker.
    time : Notebook
        The notebook's, to which each answer is charged.
    notes : list
        Where the instructor is told what was left out.
    """

    def __init__(
        self,
        job: dict[str, Any],
        spawn: Callable[[], socket.socket],
        time: Notebook,
        notes: list[list[str]],
    ) -> None:
        self.job, self.spawn, self.time, self.notes = job, spawn, time, notes
        self.replayed: list[Cell] = []
        self.remote: Remote

    def start(self) -> None:
        """Start a process for the student, or another one after the first was lost."""
        start, blobs = self.job["start"]
        try:
            self._start(start, blobs)
        except Exception as error:  # what was handed in may be too much for the sandbox's disk
            if self.time.is_over():
                self.remote.lose(TIME_IS_OVER)
                return
            self.notes.append(["<files>", f"those handed in were left out: {error}"])
            node, blobs = self.job["released"]
            self.job["start"] = start | {"files": node}, blobs
            self._start(*self.job["start"])

    def _start(self, start: dict[str, Any], blobs: list[bytes]) -> None:
        self.remote = Remote(self.spawn(), self.job["message"], self.time.charge)
        self.remote.lines = {
            (number, line.strip())
            for cell in self.job["cells"]
            if cell["role"] in (STUDENT, LOCKED)
            for number, line in enumerate(cell["source"].splitlines(), start=1)
        }
        self.remote.allow(self.time.for_a_cell())
        self.remote.request("start", blobs, **start)

    def run(self, cell: Cell) -> Outputs:
        """Run a cell there; return its outputs."""
        shown = cells.Shown()
        if self.time.is_over():
            fail(shown, TimeoutError(TIME_IS_OVER))
            return shown.outputs
        self.remote.shown = lambda outputs: show(shown, outputs, KINDS)
        try:
            self.remote.request("run", source=cell["source"], label=cell["label"])
        except ProcessLostError as error:
            fail(shown, error)
        except Exception as error:  # a cell's own error comes among its outputs
            fail(shown, self.remote.lose(f"it broke the protocol: {type(error).__name__}"))
        if not self.remote.lost:
            self.replayed.append(cell)
        return shown.outputs

    def revive(self) -> None:
        """Where the process was lost, bring a new one to where it was, but for what ended it."""
        if not self.remote.lost or self.time.is_over():
            return
        waiting = self.replayed
        self.replayed = []
        self.start()
        while waiting and not self.time.is_over():
            cell = waiting.pop(0)
            self.remote.allow(self.time.for_a_cell())
            self.run(cell)
            if self.remote.lost:  # begin again without the cell that ended it
                waiting, self.replayed = self.replayed + waiting, []
                self.start()

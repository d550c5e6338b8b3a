"""One submission: its cells in order, each run where it belongs."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.allowance import (
    OVER,
    Notebook,
    TestTookTooLongError,
    processor_limit,
)
from fclib.grading.sandbox.endless import Endless
from fclib.grading.sandbox.hidden import Deferred
from fclib.grading.sandbox.inside import cells
from fclib.grading.sandbox.job import HIDDEN, LOCKED, STUDENT, TEST
from fclib.grading.sandbox.namespace import TrustedNamespace
from fclib.grading.sandbox.remote import Remote
from fclib.grading.sandbox.student import StudentProcess
from fclib.grading.sandbox.testing import ENDED, fail, run_test

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Generator

    from fclib.grading.sandbox.job import Cell, Outputs

NEVER_ENDED = "used up the time of an earlier test, so this one was not run: mend that first"
SHOWN = 16_000_000
"""Characters of JSON that all outputs of a notebook may have together."""
COUNTING = ("error", "execute_result")
"""The outputs from which nbgrader reads points; they are kept when a notebook shows too much."""


class Submission:
    """One submission: its cells in order, the student's process, and what came of each cell.

    Parameters
    ----------
    job : dict
        ``cells`` (each with ``role``, ``source`` and ``label``), ``start`` (what the worker
        needs), the limits ``cell_seconds``, ``total_seconds``, ``patience`` and ``message``, and
        ``ended``, the places of cells that have ended this process before.
    spawn : callable
        Returns a socket to a new sandboxed worker.
    begins : callable, optional
        Told the place of each cell that runs here too, in case it ends this process.
    """

    def __init__(
        self,
        job: dict[str, Any],
        spawn: Callable[[], socket.socket],
        begins: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.job = job
        self.begins = begins
        self.trusted = TrustedNamespace()
        self.endless = Endless(job["cells"])
        self.outputs: list[Outputs] = [[] for _ in job["cells"]]
        self.notes: list[list[str]] = []
        self.phases = {"sandbox": 0.0, "cells": 0.0, "hidden": 0.0}
        self.time = Notebook(job["cell_seconds"], job["total_seconds"], job["patience"])
        self.student = StudentProcess(job, spawn, self.time, self.notes)
        self.budget = SHOWN

    @property
    def remote(self) -> Remote:
        """The student's process as it is now."""
        return self.student.remote

    def run(self) -> dict[str, Any]:
        """Run every cell; hidden tests last, so that no cell of the student's can tell of them."""
        with self.phase("sandbox"):
            self.student.start()
        cells = list(enumerate(self.job["cells"]))
        # Those at the end find everything as it is then: they need no copies.
        end = len(cells)
        while end and cells[end - 1][1]["role"] == HIDDEN:
            end -= 1
        deferred = []
        with self.phase("cells"):
            for index, cell in cells[:end]:
                if cell["role"] == HIDDEN:
                    deferred.append(self.defer(index, cell))
                else:
                    self.outputs[index] = self.within_budget(self.run_cell(index, cell))
        with self.phase("hidden"):
            for test in deferred:
                self.outputs[test.index] = self.within_budget(test.run())
            for index, cell in cells[end:]:
                self.outputs[index] = self.within_budget(self.run_cell(index, cell))
        return {"outputs": self.outputs, "notes": self.notes, "phases": self.phases}

    def within_budget(self, outputs: Outputs) -> Outputs:
        """Return a cell's outputs; of a notebook that shows too much only what counts."""
        self.budget -= len(json.dumps(outputs))
        if self.budget >= 0:
            return outputs
        kept = [output for output in outputs if output["output_type"] in COUNTING]
        for output in kept:
            if output["output_type"] == "error":
                output["traceback"] = output["traceback"][-1:]
        return kept

    def run_cell(self, index: int, cell: Cell) -> Outputs:
        """Run one cell where it belongs; return its outputs."""
        self.student.revive()
        return self.run_as_it_is(index, cell)

    def run_as_it_is(self, index: int, cell: Cell) -> Outputs:
        """Run one cell, with the student's process there is, lost or not; return its outputs."""
        was_lost = bool(self.remote.lost)
        self.remote.allow(self.time.for_a_cell())
        if cell["role"] != STUDENT:
            self.begins(index)
        if cell["role"] in (TEST, HIDDEN):
            if index in self.job["ended"]:
                return self.ended(cell["label"])
            outputs = self.run_test(index, cell)
        else:
            outputs = self.student.run(cell)
            if cell["role"] == LOCKED and index not in self.job["ended"]:
                outputs += self.run_here(cell, outputs)
        if self.remote.lost and not was_lost:
            # Of a hidden test, how it was lost could say what that is.
            hidden = cell["role"] == HIDDEN
            self.note_loss(cell["label"], "in a hidden test" if hidden else self.remote.lost)
        return outputs

    def run_test(self, index: int, cell: Cell) -> Outputs:
        """Run a test, unless a function that it uses has used up another's time before."""
        name = self.endless.among(self.trusted.uses(cell), index)
        if name is not None:
            shown, why = cells.Shown(), f"{name} {NEVER_ENDED}"
            fail(shown, TimeoutError(why), why)
            return shown.outputs
        self.remote.endless.clear()
        outputs = run_test(self.trusted, cell, self.remote)
        self.endless.note(self.trusted.names_of(self.remote.endless), index)
        return outputs

    def run_here(self, cell: Cell, outputs: Outputs) -> Outputs:
        """Run a locked cell here too; the student's process has shown what it shows."""
        self.remote.shown = lambda outputs: None
        shown = cells.Shown()
        if self.remote.allowance == OVER:
            return []
        try:
            with (
                cells.Showing(cells.Shown()),
                processor_limit(self.remote.allowance.processor),
            ):
                self.trusted.run(cell, self.remote)
        except (Exception, TestTookTooLongError) as error:
            if isinstance(error, TestTookTooLongError):
                self.remote.lose("what it defines took a locked cell too long")
                error = TimeoutError(str(error))
            if not any(output["output_type"] == "error" for output in outputs):
                fail(shown, error)
        return shown.outputs

    def ended(self, label: str) -> Outputs:
        """Return what is shown of a test that has ended the trusted process, in an earlier try."""
        self.notes.append([label, ENDED])
        shown = cells.Shown()
        fail(shown, TimeoutError(ENDED), ENDED)
        return shown.outputs

    def defer(self, index: int, cell: Cell) -> Deferred:
        """Keep what there is now, to run a hidden test on it at the end."""
        self.student.revive()
        self.remote.allow(self.time.for_a_cell())
        return Deferred(self, index, cell)

    def note_loss(self, label: str, why: str) -> None:
        """Remember for the instructor that a cell ended the student's process."""
        self.notes.append([label, f"the student's process was lost: {why}"])

    @contextlib.contextmanager
    def phase(self, name: str) -> Generator[None]:
        """Add the time that passes to one of the phases."""
        start = time.perf_counter()
        yield
        self.phases[name] += time.perf_counter() - start

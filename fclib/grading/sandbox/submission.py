"""One submission: its cells in order, each run where it belongs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import time
import traceback
from typing import TYPE_CHECKING, Any

from fclib.grading.sandbox.inside import cells, wire
from fclib.grading.sandbox.job import HIDDEN, LOCKED, SLACK, STUDENT, TEST
from fclib.grading.sandbox.namespace import TrustedNamespace
from fclib.grading.sandbox.remote import ProcessLostError, Remote
from fclib.grading.sandbox.show import KINDS, show
from fclib.grading.sandbox.testing import fail, run_test

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from fclib.grading.sandbox.job import Cell, Outputs

SHOWN = 16_000_000
COUNTING = ("error", "execute_result")


class Submission:
    """One submission: its cells in order, the student's process, and what came of each cell.

    Parameters
    ----------
    job : dict
        ``cells`` (each with ``role``, ``source`` and ``label``), ``start`` (what the worker
        needs), and the limits ``cell_seconds``, ``total_seconds`` and ``message``.
    spawn : callable
        Returns a socket to a new sandboxed worker.
    """

    def __init__(self, job: dict[str, Any], spawn: Callable[[], socket.socket]) -> None:
        self.job = job
        self.spawn = spawn
        self.trusted = TrustedNamespace()
        self.outputs: list[Outputs] = [[] for _ in job["cells"]]
        self.notes: list[list[str]] = []
        self.replayed: list[Cell] = []
        self.phases = {"sandbox": 0.0, "cells": 0.0, "hidden": 0.0}
        self.end = time.monotonic() + job["total_seconds"]
        self.remote: Remote
        self.budget = SHOWN

    def run(self) -> dict[str, Any]:
        """Run every cell; hidden tests last, so that no cell of the student's can tell of them."""
        with self.phase("sandbox"):
            self.start()
        deferred = []
        with self.phase("cells"):
            for index, cell in enumerate(self.job["cells"]):
                if cell["role"] == HIDDEN:
                    deferred.append(self.defer(index, cell))
                else:
                    self.outputs[index] = self.within_budget(self.run_cell(cell))
        with self.phase("hidden"):
            for index, relay in deferred:
                label = self.job["cells"][index]["label"]
                self.outputs[index] = self.within_budget(self.collect(label, relay))
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

    def start(self) -> None:
        """Start a process for the student, or another one after the first was lost."""
        start, blobs = self.job["start"]
        try:
            self._start(start, blobs)
        except Exception as error:  # what was handed in may be too much for the sandbox's disk
            self.notes.append(["<files>", f"those handed in were left out: {error}"])
            node, blobs = self.job["released"]
            self.job["start"] = start | {"files": node}, blobs
            self._start(*self.job["start"])

    def _start(self, start: dict[str, Any], blobs: list[bytes]) -> None:
        self.remote = Remote(self.spawn(), self.job["message"])
        self.remote.lines = {
            (number, line.strip())
            for cell in self.job["cells"]
            if cell["role"] in (STUDENT, LOCKED)
            for number, line in enumerate(cell["source"].splitlines(), start=1)
        }
        self.remote.allow(self.job["cell_seconds"])
        self.remote.request("start", blobs, **start)

    def run_cell(self, cell: Cell) -> Outputs:
        """Run one cell where it belongs; return its outputs."""
        if self.remote.lost:
            self.revive()
        self.remote.allow(self.time_for_a_cell())
        if cell["role"] == TEST:
            outputs = run_test(self.trusted, cell, self.remote)
        else:
            outputs = self.run_there(cell)
            if cell["role"] == LOCKED:
                outputs += self.run_here(cell, outputs)
        if self.remote.lost:
            self.note_loss(cell["label"], self.remote.lost)
        return outputs

    def run_there(self, cell: Cell) -> Outputs:
        """Run a cell in the student's process; return its outputs."""
        shown = cells.Shown()
        if self.time_for_a_cell() == 0:
            fail(shown, TimeoutError("the time for this notebook is over"))
            return shown.outputs
        self.remote.shown = lambda outputs: show(shown, outputs, KINDS)
        try:
            self.remote.request("run", source=cell["source"], label=cell["label"])
        except ProcessLostError as error:
            fail(shown, error)
        except Exception as error:  # a cell's own error is shown; it is no answer to the request
            fail(shown, self.remote.lose(f"it broke the protocol: {type(error).__name__}"))
        self.remote.sync()
        if not self.remote.lost:
            self.replayed.append(cell)
        return shown.outputs

    def run_here(self, cell: Cell, outputs: Outputs) -> Outputs:
        """Run a locked cell here too; the student's process has shown what it shows."""
        self.remote.shown = lambda outputs: None
        shown = cells.Shown()
        try:
            with cells.showing(cells.Shown()):
                self.trusted.run(cell, self.remote)
        except Exception as error:
            if not any(output["output_type"] == "error" for output in outputs):
                fail(shown, error)
        return shown.outputs

    def revive(self) -> None:
        """Start a new process and bring it to where the lost one was, but for what ended that."""
        waiting = self.replayed
        self.replayed = []
        self.start()
        while waiting:
            cell = waiting.pop(0)
            self.remote.allow(self.time_for_a_cell())
            self.run_there(cell)
            if self.remote.lost:  # begin again without the cell that ended it
                waiting, self.replayed = self.replayed + waiting, []
                self.start()

    def time_for_a_cell(self) -> float:
        """Return the seconds that the next cell may take."""
        left: float = min(self.job["cell_seconds"], self.end - time.monotonic())
        return max(0.0, left)

    def defer(self, index: int, cell: Cell) -> tuple[int, wire.Connection]:
        """Keep both processes as they are now, to run a hidden test on them at the end."""
        if self.remote.lost:
            self.revive()
        theirs, ours = wire.pair()
        with contextlib.suppress(ProcessLostError):  # the test finds the socket closed, and says so
            self.remote.snapshot(theirs)
        theirs.close()
        near, far = wire.pair()
        if os.fork() == 0:
            try:
                near.close()
                signal.alarm(int(self.job["total_seconds"]) + SLACK)
                self.run_deferred(cell, wire.Connection(far, self.job["message"]), ours)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        far.close()
        ours.close()
        return index, wire.Connection(near, self.job["message"])

    def run_deferred(self, cell: Cell, relay: wire.Connection, sock: socket.socket) -> None:
        """Wait for the word, run a hidden test on the kept processes, send its outputs."""
        go, _ = relay.receive()
        self.remote.use(sock)
        self.remote.allow(go["seconds"])
        outputs = run_test(self.trusted, cell, self.remote)
        relay.send({"outputs": outputs, "lost": self.remote.lost, "label": cell["label"]})

    def collect(self, label: str, relay: wire.Connection) -> Outputs:
        """Let a kept hidden test run, and return its outputs."""
        seconds = self.time_for_a_cell()
        relay.deadline = time.monotonic() + seconds + SLACK
        try:
            relay.send({"seconds": seconds})
            done, _ = relay.receive()
        except (wire.WireError, wire.LateError) as error:
            late = isinstance(error, wire.LateError)
            why = "this test took too long" if late else "the process that ran this test ended"
            self.notes.append([label, why])
            shown = cells.Shown()
            fail(shown, TimeoutError(why) if late else RuntimeError(why), why)
            return shown.outputs
        if done["lost"]:  # by whatever it was sent: how it was lost could say what that is
            self.note_loss(done["label"], "in a hidden test")
        outputs: Outputs = done["outputs"]
        return outputs

    def note_loss(self, label: str, why: str) -> None:
        """Remember for the instructor that a cell ended the student's process."""
        self.notes.append([label, f"the student's process was lost: {why}"])

    @contextlib.contextmanager
    def phase(self, name: str) -> Generator[None]:
        """Add the time that passes to one of the phases."""
        start = time.perf_counter()
        yield
        self.phases[name] += time.perf_counter() - start

"""The grader's side of one submission: run tests here, and the student's code in its sandbox."""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import json
import os
import pkgutil
import re
import resource
import signal
import socket
import sys
import tempfile
import time
import traceback
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
import numpy.random  # numpy loads it when it is first used, 20 ms a process

import fclib.checks
from fclib.grading.sandbox.inside import cells, wire, zygote
from fclib.grading.sandbox.remote import ProcessLostError, Remote, StudentObject, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    Cell = dict[str, Any]
    Outputs = list[dict[str, Any]]
STUDENT, LOCKED, TEST, HIDDEN = "student", "locked", "test", "hidden"
"""Who wrote a cell and what it is for: a student's, the course's, a test, one with hidden tests."""

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SCOPES = (
    *(*DEFINITIONS, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
KINDS = ("stream", "display_data", "execute_result", "error")
PNG = re.compile(r"iVBORw0KGgo[A-Za-z0-9+/\s]*={0,2}")
COUNTING = ("error", "execute_result")
SHOWN = 16_000_000
RESULT = 20_000
MOST_ERRORS = 10  # a cell has one; what a student's process sends may claim more
JOB = 1 << 30
SPARE = 4 << 30
"""Bytes of address space that the trusted process may use besides what results take."""
SLACK = 10
"""Seconds after a limit until what enforces it is taken to hang."""


class TrustedNamespace:
    """The names of trusted cells, and how such cells are run.

    A name that they use and do not bind is the student's; it is looked up anew for each cell.
    """

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {
            "__name__": "__main__",
            "__builtins__": builtins,
            "get_ipython": _NoShell,
        }
        self.bound = {"get_ipython"}
        self.used: set[str] = set()
        self.borrowed: set[str] = set()

    def run(self, cell: Cell, remote: Remote) -> object:
        """Run a trusted cell; return the value of its last expression."""
        source, label = _python(cell["source"]), cell["label"]
        tree = cells.parse(source, label)
        self._note(tree)
        self.borrow(remote)
        taken = dict(self.namespace)
        remote.changing = self.changing(cell["changes"])
        try:
            return cells.execute(tree, self.namespace, label)
        finally:
            self._keep(taken)

    def borrow(self, remote: Remote) -> None:
        """Take the student's present values of the names that are the student's."""
        for name in self.borrowed:
            self.namespace.pop(name, None)
        self.borrowed = {name for name in self.used - self.bound if not hasattr(builtins, name)}
        if self.borrowed:
            found = remote.names(self.borrowed)
            self.namespace.update((name, found[name]) for name in self.borrowed & set(found))

    def changing(self, names: Iterable[str]) -> set[int]:
        """Return the numbers of the student's functions with these names."""
        found = (self.namespace.get(name) for name in names)
        return {number_of(function) for function in found if isinstance(function, StudentObject)}

    def _keep(self, before: dict[str, Any]) -> None:
        """Keep as the course's what a cell has bound, also where its text does not show that.

        That is how ``import *``, ``global`` and ``:=`` in a comprehension bind.
        """
        self.bound |= {
            name
            for name, value in self.namespace.items()
            if name not in before or before[name] is not value
        }
        self.borrowed -= self.bound

    def _note(self, tree: ast.AST) -> None:
        """Note which names a cell uses anywhere, and which it binds for later cells."""
        waiting = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                self.bound.add(node.id)
            elif isinstance(node, ast.alias):
                self.bound.add((node.asname or node.name).split(".")[0])
            elif isinstance(node, DEFINITIONS):
                self.bound.add(node.name)
            # What is bound inside a function or a comprehension is bound there only.
            if not isinstance(node, SCOPES):
                waiting += ast.iter_child_nodes(node)
        self.used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


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
        self.remote.shown = lambda outputs: _show(shown, outputs, KINDS)
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
            shown.fail("TimeoutError" if late else "RuntimeError", why, [why])
            return shown.outputs
        if done["lost"]:
            self.note_loss(done["label"], done["lost"])
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


def run_test(trusted: TrustedNamespace, cell: Cell, remote: Remote) -> Outputs:
    """Run a test cell; return outputs from which nbgrader reads its points.

    Nothing that the student's code shows counts: it cannot be the cell's result, and what it
    writes to stderr, which nbgrader takes for a failure, is shown as ordinary text.

    A test must hold while its arguments stay what they were: a function that zeroes them and
    returns zeros is right about the zeros. If calls changed arguments, it must hold as well with
    the changes, where it may look for them. If it failed before, it stays failed, but may say why.
    """
    remote.withholds = cell["role"] == HIDDEN
    remote.writes_back, remote.changed = False, False
    outputs = _run_test(trusted, cell, remote)
    if remote.changed:
        remote.writes_back = True
        again = _run_test(trusted, cell, remote)
        if _kind_of_failure(outputs) in (None, _kind_of_failure(again)):
            outputs = again
    remote.withholds, remote.writes_back = False, True
    remote.sync()
    return outputs


def _kind_of_failure(outputs: Outputs) -> str | None:
    """Return the name of the error that ended a cell; None if there is none."""
    return next((o["ename"] for o in outputs if o["output_type"] == "error"), None)


def _run_test(trusted: TrustedNamespace, cell: Cell, remote: Remote) -> Outputs:
    shown = cells.Shown()
    remote.shown = lambda outputs: _show(shown, outputs, ("stream", "display_data"))
    try:
        with cells.showing(shown):
            value = trusted.run(cell, remote)
            _check_score(value, cell["points"])
    except Exception as error:
        fail(shown, error)
    else:
        if value is not None:
            text = repr(float(value)) if _is_number(value) else repr(value)
            # Not through shown.add: what the student's code shows may have used up its room.
            shown.outputs.append(nbformat_result(text[:RESULT]))
    for output in shown.outputs:
        if output["output_type"] == "stream":
            output["name"] = "stdout"
    return shown.outputs


def nbformat_result(text: str) -> dict[str, Any]:
    """Return the output that holds the value of a cell's last expression."""
    return {
        "output_type": "execute_result",
        "data": {"text/plain": text},
        "metadata": {},
        "execution_count": None,
    }


def fail(shown: cells.Shown, error: Exception) -> None:
    """Show an error of trusted code: a check's own words, or where in the cell it arose."""
    render = getattr(error, "_render_traceback_", None)
    if render is not None:
        lines = render()
    else:
        lines = cells.traceback_lines(error, lambda name: name.startswith("<cell "))
        place = getattr(error, "student_line", None)
        if place:
            lines[-1:-1] = [f"  in line {place[0]} of the student's cell", f"    {place[1]}"]
    shown.fail(type(error).__name__, str(error), lines)


def _check_score(value: object, points: float) -> None:
    if _is_number(value) and not 0 <= value <= points:
        raise ValueError(f"this test returned {value!r} points and has {points:g}: mend the test")


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


def _show(shown: cells.Shown, outputs: object, kinds: Sequence[str]) -> None:
    """Show what a student's process sent, if it is of a kind that is expected and harmless."""
    for output in outputs if isinstance(outputs, list) else []:
        kind: Any = output.get("output_type") if isinstance(output, dict) else None
        if kind not in kinds:
            continue
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            shown.write(name, _text(output, "text"))
        elif kind == "error":
            if sum(one["output_type"] == kind for one in shown.outputs) == MOST_ERRORS:
                continue
            lines = output.get("traceback")
            lines = [str(line) for line in lines] if isinstance(lines, list) else []
            shown.fail(_text(output, "ename"), _text(output, "evalue"), lines)
        else:
            sent = output.get("data")
            data = {"text/plain": _text(sent, "text/plain")[:RESULT]}
            image = _text(sent, "image/png").strip()
            if image and PNG.fullmatch(image):
                data["image/png"] = image + "\n"
            shown.add(kind, data)


def _text(mapping: object, key: str) -> str:
    value = mapping.get(key, "") if isinstance(mapping, dict) else ""
    return value if isinstance(value, str) else ""


def _python(source: str) -> str:
    """Return a trusted cell as Python; IPython's magics in it do nothing here."""
    try:
        ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        return TransformerManager().transform_cell(source)
    return source


class _NoShell:
    """What trusted cells find for IPython's shell."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **keywords: None


def main() -> None:
    """Import what tests use, then fork a process for each submission."""
    control, sandbox = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    for module in pkgutil.iter_modules(fclib.checks.__path__, "fclib.checks."):
        importlib.import_module(module.name)
    zygote.serve(control, lambda _, descriptors: _grade(sandbox, *descriptors))


def _grade(sandbox: socket.socket, descriptor: int) -> None:
    connection = wire.Connection(socket.socket(fileno=descriptor), JOB)
    job, body = connection.receive()
    limit = 2 * job["limits"]["memory"] + SPARE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.alarm(int(job["total_seconds"]) + SLACK)
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

    with tempfile.TemporaryDirectory(prefix="released-") as folder:
        os.chdir(folder)
        for name, data in wire.unpack(job["released"][0], released, wire.only_data):
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "xb") as file:
                file.write(data)
        connection.send(Submission(job, spawn).run())
        os.chdir("/")


if __name__ == "__main__":
    main()

"""The preprocessor that takes the place of nbgrader's Execute: tests and students' code apart."""

import fnmatch
import functools
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Float, Integer, List, Unicode

from fclib.grading.files import below
from fclib.grading.sandbox.declared import declared
from fclib.grading.sandbox.grader import shared_grader
from fclib.grading.sandbox.inside import packing, wire
from fclib.grading.sandbox.job import HIDDEN, LOCKED, STUDENT, TEST
from fclib.grading.sandbox.packages import PACKAGES
from fclib.grading.steps import handed_in
from fclib.grading.steps.original import Original, read_original

MEBIBYTE = 1 << 20
NO_EXECUTE = (
    "--no-execute is not heeded: points come from tests that run here, "
    "never from outputs that were handed in"
)
ABOUT = ("told", "behaviour")
"""What the trusted process says of a test besides its outputs, and nbformat does not know."""


class SplitExecute(NbGraderPreprocessor):
    """Run students' cells in a sandbox, and locked cells and tests in a process of the grader's."""

    cell_seconds = Integer(30, help="Seconds of a processor that one cell may take.").tag(
        config=True
    )
    total_seconds = Integer(300, help="Seconds of a processor that a notebook may take.").tag(
        config=True
    )
    patience = Float(
        4, min=1, help="How many times as many seconds both may take by the clock."
    ).tag(config=True)
    memory = Integer(2048, help="Mebibytes of address space for each process of a student's.").tag(
        config=True
    )
    processes = Integer(32, help="Processes and threads that a submission may have.").tag(
        config=True
    )
    disk = Integer(64, help="Mebibytes that a submission may write, and bring along.").tag(
        config=True
    )
    message = Integer(
        256, help="Mebibytes of the largest arguments or results of a call in a test."
    ).tag(config=True)
    packages = List(
        Unicode(),
        list(PACKAGES),
        help="Packages that students may import, besides the standard library and what they need.",
    ).tag(config=True)
    checks = List(
        Unicode(),
        help=(
            "The course's modules and packages that tests call. In students' code what they have "
            "does nothing. After a change in them submissions are graded again."
        ),
    ).tag(config=True)
    shown = List(
        Unicode(),
        help="The course's modules and packages that students' code may import as they are.",
    ).tag(config=True)
    isolation = Enum(
        ["sandbox", "bubblewrap", "landlock", "process only"],
        "sandbox",
        help=(
            "'sandbox' is the best there is here, the next two are those there are. "
            "'process only' grades without a sandbox: students' code can then read and write "
            "whatever you can, the gradebook too. Feedback and reports say that it was so."
        ),
    ).tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Run one notebook that `RestoreCells` has restored."""
        names = resources["nbgrader"]
        if not self.config.Execute.get("enabled", True):
            _say_once(self.log, NO_EXECUTE)
        coursedir = self.parent.parent.coursedir
        original = read_original(coursedir, self.config, names["assignment"], names["notebook"])
        grader = shared_grader(
            self.isolation, tuple(self.packages), declared(self.config, coursedir.root)
        )
        where = handed_in.place(coursedir, names["student"], names["assignment"])
        files = handed_in.read(where, self.disk * MEBIBYTE // 2, ()).files
        job, body = self.job(nb, original, files, course_files(original.folder, coursedir.ignore))
        put_outputs(nb, grader.run(job, body))
        return nb, resources

    def job(
        self,
        nb: NotebookNode,
        original: Original,
        files: dict[str, bytes],
        released: dict[str, bytes],
    ) -> tuple[dict[str, Any], bytes]:
        """Describe what `Grader.run` is to do.

        Parameters
        ----------
        nb : nbformat.NotebookNode
            A restored notebook.
        original : Original
            What was released; trusted cells are run as they stand there.
        files, released : dict of str to bytes
            The files that were handed in beside the notebook, and those of the course.

        Returns
        -------
        job : dict
        body : bytes
        """
        cells = [
            _job_cell(cell, number, original) for number, cell in enumerate(_code(nb), start=1)
        ]
        tests = {name for name, cell in original.cells.items() if cell.is_trusted}
        lacking = tests - {cell["name"] for cell in cells}
        if lacking:
            raise ValueError(
                f"{', '.join(sorted(lacking))} are not in the notebook: put "
                f"fclib.grading.steps.restore.RestoreCells first in "
                f"c.Autograde.sanitize_preprocessors"
            )
        hidden = sum(cell["role"] == HIDDEN for cell in cells)
        everything = [
            *released.items(),
            *(pair for pair in files.items() if pair[0] not in released),
        ]
        node, body = packed(everything)
        released_node, released_body = packed(list(released.items()))
        job = {
            "cells": cells,
            "start": {
                "files": node,
                "sources": original.sources,
                "given": [*self.shown, *self.checks, *original.given],
                "checks": self.checks,
            },
            "cell_seconds": self.cell_seconds,
            "total_seconds": self.total_seconds,
            "patience": self.patience,
            "message": self.message * MEBIBYTE,
            "split": len(body),
            "released": released_node,
            "limits": {
                "memory": self.memory * MEBIBYTE,
                "seconds": self.total_seconds,
                "processes": self.processes + hidden,  # one copy of the process for each
                "disk": self.disk * MEBIBYTE,
                "message": self.message * MEBIBYTE,
            },
        }
        return job, body + released_body


@functools.cache
def _say_once(log: Any, words: str) -> None:
    log.warning(words)


def put_outputs(nb: NotebookNode, done: dict[str, Any]) -> None:
    """Write what a grader returned into the notebook it ran."""
    cells = _code(nb)
    for number, (cell, outputs) in enumerate(zip(cells, done["outputs"], strict=True), start=1):
        cell.metadata.pop("fclib", None)
        about = {key: output.pop(key) for output in outputs for key in ABOUT if key in output}
        if about:
            cell.metadata.fclib = about
        for output in outputs:
            if output["output_type"] == "execute_result":
                output["execution_count"] = number
        # As items: a node checks each attribute, which takes three times as long.
        cell["outputs"] = [nbformat.from_dict(output) for output in outputs]
        cell["execution_count"] = number
    notes = nb.metadata.setdefault("fclib", {}).setdefault("notes", [])
    notes += [f"{label.strip('<>')}: {note}" for label, note in done["notes"]]


def course_files(folder: Path, ignored: Iterable[str]) -> dict[str, bytes]:
    """Return the ordinary files that the course gives beside a notebook: path to bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in below(folder)
        if stat.S_ISREG(path.lstat().st_mode)
        and not is_ignored(path.relative_to(folder).as_posix(), ignored)
    }


def is_ignored(path: str, ignored: Iterable[str]) -> bool:
    """Whether nbgrader does not copy a file along with a notebook, by its path's parts."""
    return any(_matches(part, [*ignored, "*.ipynb"]) for part in path.split("/"))


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _job_cell(cell: NotebookNode, number: int, original: Original) -> dict[str, Any]:
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    known = original.cells.get(name)
    role, source, points = STUDENT, cell.source, 0
    if known is not None and known.is_trusted:
        source = known.source
        points = known.nbgrader.get("points", 0)
        role = LOCKED if not known.is_test else HIDDEN if known.has_hidden_tests else TEST
    return {
        "name": name,
        "role": role,
        "source": source,
        "label": f"<cell {number}>",
        "points": points,
        "changes": original.changes,
    }


def _code(nb: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def packed(files: list[tuple[str, bytes]]) -> tuple[object, bytes]:
    """Return files as the wire has them: what describes them, and their bytes."""
    node, blobs = packing.pack(files, _not_data)
    return node, b"".join(wire.padded(blobs))


def _not_data(value: object) -> NoReturn:
    raise packing.NotPlainError(type(value).__name__)

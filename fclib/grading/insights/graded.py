"""One graded notebook: what its tests said, and the answers that they are about."""

from __future__ import annotations

import ast
import builtins
import functools
import json
import re
import textwrap
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any

from fclib.grading.words import printable

LONGEST = 20_000
"""Characters of an answer that is read as code; a longer one is not shown."""
WIDTH = 200
"""Characters of a line: a check says its mistake in fewer, and a student's value may be endless."""
OTHER_ERROR = "an error of another kind"
"""In place of the name of a class that Python has not: the student may have chosen it."""
UNREADABLE = "# This answer cannot be read as Python. It is not shown: names may stand in it."


class Graded:
    """An autograded notebook, read as JSON: nbformat would check it again, which takes longer.

    Parameters
    ----------
    path : Path
        Where the grader has written it; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        try:
            self.cells = json.loads(path.read_bytes())["cells"]
            self.is_there = True
        except (OSError, ValueError, KeyError):
            self.cells, self.is_there = [], False
        self.places = {
            cell["metadata"]["nbgrader"].get("grade_id"): place
            for place, cell in enumerate(self.cells)
            if "nbgrader" in cell["metadata"]
        }
        self._needs: dict[str, list[dict[str, Any]]] = {}

    def said(self, name: str) -> tuple[str, str]:
        """Return the first line of what a test said, and a text for how the answer behaves."""
        if name not in self.places:
            return "", ""
        cell = self.cells[self.places[name]]
        about = cell["metadata"].get("fclib", {})
        errors = [one for one in cell.get("outputs", []) if one["output_type"] == "error"]
        if not errors:
            return "", about.get("behaviour") or ""
        told, error = about.get("told"), errors[0]
        words = told or f"{error['ename']}: {error['evalue']}"
        first = (words.splitlines() or ["no message"])[0]
        # What the student is told: the page may be projected, and hidden tests stay hidden. Where
        # no check speaks the words may be the student's, and a person's name among them.
        line = printable(first if told else _kind(error["ename"]))
        line = textwrap.shorten(line, WIDTH, placeholder=" …")
        # Graded before behaviour was noted: messages differ in their numbers.
        return line, about.get("behaviour") or re.sub(r"[\d.−-]+", "", first)

    def tested(self, name: str) -> str:
        """Return the name of the answer that a test is about; empty where there is none.

        That is the last answer before it that defines a name which the test uses, and if there is
        none the last answer.
        """
        needed = self._needed(name)
        return _id(needed[0]) if needed else ""

    def answer(self, name: str, failed: Collection[str]) -> tuple[str, str]:
        """Return the name and the code of the answer by which a test has failed.

        Parameters
        ----------
        name : str
        failed : collection of str
            The names of all tests of the notebook that have.
        """
        needed, wrong = self._needed(name), {self.tested(test) for test in failed}
        for cell in reversed(needed):
            if _id(cell) in wrong:
                return _id(cell), _source(cell)
        return "", ""

    def _needed(self, name: str) -> list[dict[str, Any]]:
        """Return the answers that a test needs, the last first."""
        if name not in self._needs:
            self._needs[name] = self._find_needed(self.places.get(name, 0))
        return self._needs[name]

    def _find_needed(self, place: int) -> list[dict[str, Any]]:
        above = [cell for cell in reversed(self.cells[:place]) if _is_answer(cell)]
        if not above:
            return []
        used, found = {*_words(_source(self.cells[place]))}, []
        for cell in above:
            if _defined(_source(cell)) & used:
                found.append(cell)
                used |= _words(_source(cell))
        return found or above[:1]


def _kind(name: str) -> str:
    """Return the name of an error if it is one of Python's own."""
    found = getattr(builtins, name, None)
    return name if isinstance(found, type) and issubclass(found, Exception) else OTHER_ERROR


def _is_answer(cell: dict[str, Any]) -> bool:
    about = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(about.get("solution")) and not about.get("grade")


def _id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"]["nbgrader"]["grade_id"])


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


@functools.lru_cache(maxsize=4096)
def _defined(source: str) -> frozenset[str]:
    """Return the names that a cell seems to define; students' cells need not be Python."""
    found = re.findall(r"(?m)^(?:(?:def|class)\s+(\w+)|(\w+)\s*=)", source[:LONGEST])
    return frozenset(name for pair in found for name in pair if name)


@functools.lru_cache(maxsize=4096)
def _words(source: str) -> frozenset[str]:
    """Return the names that stand in a cell."""
    return frozenset(re.findall(r"[^\W\d]\w*", source[:LONGEST]))


@functools.lru_cache(maxsize=4096)
def plain(source: str) -> str:
    """Return an answer's code without comments and docstrings: people write their names there.

    Any other text that stands alone goes too: comments of several lines are written so.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's, not the instructor's
            if len(source) > LONGEST:
                return UNREADABLE
            tree = ast.parse(source)
            for node in ast.walk(tree):
                _drop_texts(node)
            return ast.unparse(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return UNREADABLE


def _drop_texts(node: ast.AST) -> None:
    """Take what is only a text out of the blocks of a statement."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            kept = [one for one in block if not _is_text(one)]
            setattr(node, name, kept or [ast.Pass() for _ in block[:1]])


def _is_text(node: ast.AST) -> bool:
    text = getattr(node, "value", None) if isinstance(node, ast.Expr) else None
    return isinstance(text, ast.JoinedStr) or (
        isinstance(text, ast.Constant) and isinstance(text.value, str)
    )

"""One graded notebook: what its tests said, and the answers that they are about."""

from __future__ import annotations

import ast
import functools
import json
import re
import warnings
from pathlib import Path
from typing import Any

from fclib.grading.words import printable

LONGEST = 20_000
"""Characters of an answer that is read as code; a longer one is shown as it is, from its start."""
DELETED = re.compile(r"(?m)\s*#.*$")


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

    def said(self, name: str) -> tuple[str, str]:
        """Return the first line of what a test said, and a text for how the answer behaves."""
        if name not in self.places:
            return "", ""
        cell = self.cells[self.places[name]]
        about = cell["metadata"].get("fclib", {})
        errors = [one for one in cell.get("outputs", []) if one["output_type"] == "error"]
        line = ""
        if errors:
            # What the student is told: the page may be projected, and hidden tests stay hidden.
            words = about.get("told") or f"{errors[0]['ename']}: {errors[0]['evalue']}"
            line = printable((words.splitlines() or ["no message"])[0])
        # Graded before behaviour was noted: messages differ in their numbers.
        return line, about.get("behaviour") or re.sub(r"[\d.−-]+", "", line)

    def answer(self, name: str) -> tuple[str | None, str]:
        """Return the name and the code of the answer that a test is about.

        That is the last answer before it that defines a name which the test uses, and if there is
        none the last answer.
        """
        place = self.places.get(name, 0)
        above = [cell for cell in self.cells[:place] if _is_answer(cell)]
        if not above:
            return None, ""
        used = set(re.findall(r"[^\W\d]\w*", _source(self.cells[place])))
        found = next(
            (cell for cell in reversed(above) if _defined(_source(cell)) & used), above[-1]
        )
        return found["metadata"]["nbgrader"]["grade_id"], _source(found)


def _is_answer(cell: dict[str, Any]) -> bool:
    about = cell["metadata"].get("nbgrader", {})
    return cell["cell_type"] == "code" and bool(about.get("solution")) and not about.get("grade")


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _defined(source: str) -> set[str]:
    """Return the names that a cell seems to define; students' cells need not be Python."""
    found = re.findall(r"(?m)^(?:(?:def|class)\s+(\w+)|(\w+)\s*=)", source[:LONGEST])
    return {name for pair in found for name in pair if name}


@functools.lru_cache(maxsize=4096)
def plain(source: str) -> str:
    """Return an answer's code without comments and docstrings: people write their names there."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a student's, not the instructor's
            tree = ast.parse(source if len(source) <= LONGEST else "")
            for node in ast.walk(tree):
                _drop_docstring(node)
            return ast.unparse(tree) or DELETED.sub("", source[:LONGEST]).strip()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return DELETED.sub("", source[:LONGEST]).strip()


def _drop_docstring(node: ast.AST) -> None:
    if not isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    if ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]

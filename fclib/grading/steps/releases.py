"""What was released: checked before nbgrader makes a release anew, and remembered after it.

``nbgrader generate_assignment --force`` deletes the release, and then stops at what it cannot take.
And students hand in what was released when they fetched it, though a test has changed since.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, Notebook
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from fclib.grading import courses, files

Kinds = dict[str, frozenset[str]]
"""Of each cell, by name, what nbgrader takes it for."""
FOLDER = ("grading", "released")
TOLD = ("grade", "solution", "locked", "points")
"""Keys of nbgrader's metadata that decide how a cell is graded."""
KINDS = ("grade", "solution", "task", "locked")
ABSENT: list[Any] = ["", None]
"""Stands first among the fingerprints of a cell that an earlier release did not have."""


class ReleaseExporter(NotebookExporter):
    """Refuses a release that nbgrader would stop at, while the one before it is still there.

    Like `SubmissionExporter`, it stands in front of the converter that makes it.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        converter, convert = self.parent, self.parent.convert_notebooks
        converter.convert_notebooks = lambda: self._convert_checked(converter, convert)

    def _convert_checked(self, converter: GenerateAssignment, convert: Callable[[], None]) -> None:
        coursedir, name = converter.coursedir, converter.coursedir.assignment_id
        sources = [path for found in converter.assignments.values() for path in found]
        notebooks = {Path(path).stem: nbformat.read(path, as_version=4) for path in sources}
        troubles = [line for nb in notebooks.items() for line in doubled(*nb)]
        if not converter.no_database and courses.has_gradebook(coursedir.db_url):
            whole = coursedir.notebook_id == "*"
            troubles += _taken(coursedir, name, notebooks, whole)
        if troubles:
            for line in troubles:
                self.log.error("%s", line)
            self.log.error("The release of %s stays as it was.", name)
            raise NbGraderException(troubles[0])
        if not converter.no_database:
            remember(coursedir, name)  # one that was made before there was this memory
        convert()
        if not converter.no_database:
            remember(coursedir, name)


def doubled(name: str, nb: NotebookNode) -> list[str]:
    """Return a line for each cell id that stands twice in a notebook."""
    counts = Counter(cell.metadata["nbgrader"]["grade_id"] for cell in _known(nb))
    return [
        f"{name}: the cell id {cell} stands {count} times; give each cell one of its own"
        for cell, count in counts.items()
        if count > 1
    ]


def _known(nb: NotebookNode) -> list[NotebookNode]:
    """Return the cells that nbgrader keeps."""
    told = [(cell, cell.metadata.get("nbgrader", {})) for cell in nb.cells]
    return [cell for cell, about in told if any(about.get(kind) for kind in KINDS)]


def _taken(
    coursedir: CourseDirectory, assignment: str, notebooks: dict[str, NotebookNode], whole: bool
) -> list[str]:
    """Return a line for each change that nbgrader refuses once there are submissions."""
    lines = []
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            entry = gradebook.find_assignment(assignment)
        except MissingEntry:
            return []
        handed_in = len(entry.submissions)
        if not handed_in:
            return []
        before = {one.name: _cells_of_gradebook(one) for one in entry.notebooks}
    after = {name: _cells(nb) for name, nb in notebooks.items()}
    for name in sorted({*before, *after}):
        if name not in before or (name not in after and whole):
            lines.append(f"the notebook {name} was {'added' if name in after else 'removed'}")
        elif name in after:
            lines += _differences(name, before[name], after[name])
    because = f"and {assignment} has {handed_in} submissions in the gradebook"
    then = f"nbgrader cannot change that any more; fclib rerelease {assignment} can"
    return [f"{line}, {because}: {then}" for line in lines]


def _cells(nb: NotebookNode) -> Kinds:
    told = {cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"] for cell in _known(nb)}
    return {
        name: frozenset(kind for kind in KINDS[:3] if about.get(kind))
        for name, about in told.items()
    }


def _cells_of_gradebook(notebook: Notebook) -> Kinds:
    kinds: dict[str, set[str]] = {cell.name: set() for cell in notebook.source_cells}
    for kind, cells in [
        ("grade", notebook.grade_cells),
        ("solution", notebook.solution_cells),
        ("task", notebook.task_cells),
    ]:
        for cell in cells:
            kinds.setdefault(cell.name, set()).add(kind)
    return {name: frozenset(found) for name, found in kinds.items()}


def _differences(notebook: str, before: Kinds, after: Kinds) -> list[str]:
    lines = [f"{notebook}: the cell {name} was added" for name in after if name not in before]
    lines += [f"{notebook}: the cell {name} was removed" for name in before if name not in after]
    return lines + [
        f"{notebook}: the cell {name} became another kind of cell"
        for name, kinds in after.items()
        if name in before and before[name] != kinds
    ]


def remember(coursedir: CourseDirectory, assignment: str) -> None:
    """Keep a fingerprint of each cell of an assignment's release."""
    release = Path(coursedir.format_path(coursedir.release_directory, ".", assignment))
    kept = read(coursedir, assignment)
    for path in sorted(release.glob("*.ipynb")):
        unknown = [ABSENT] if path.stem in kept else []
        for cell in _known(nbformat.read(path, as_version=4)):
            about = cell.metadata["nbgrader"]
            seen = kept.setdefault(path.stem, {}).setdefault(about["grade_id"], [*unknown])
            found = [fingerprint(cell.source), [about.get(key) for key in TOLD]]
            if found not in seen:
                seen.append(found)
    if kept:
        path = _path(coursedir, assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, json.dumps(kept, indent=1).encode())


def read(coursedir: CourseDirectory, assignment: str) -> dict[str, dict[str, list[Any]]]:
    """Return the fingerprints of all releases: by notebook and cell a list of text and metadata."""
    try:
        text = _path(coursedir, assignment).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    kept: dict[str, dict[str, list[Any]]] = json.loads(text)
    return kept


def fingerprint(source: str) -> str:
    """Return what stands for a cell's text."""
    return hashlib.sha256(source.strip().encode()).hexdigest()[:20]


def _path(coursedir: CourseDirectory, assignment: str) -> Path:
    return Path(coursedir.root, *FOLDER, f"{assignment}.json")

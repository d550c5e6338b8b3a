"""What an assignment's notebook was when it was released: the cells that a submission must keep."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbgrader.api import Gradebook, SourceCell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from traitlets.config import Config

from fclib.grading.sandbox.declared import declared
from fclib.grading.sandbox.given import given_sources
from fclib.grading.steps import releases


class OriginalCell(NamedTuple):
    """A cell that nbgrader knows, as the gradebook keeps it."""

    name: str
    cell_type: str
    source: str
    released: str
    locked: bool
    nbgrader: dict[str, Any]
    earlier: tuple[Any, ...] = ()
    """What it was in each release: a fingerprint of its text, and nbgrader's metadata."""

    @property
    def is_trusted(self) -> bool:
        """Whether the course wrote all of it, and it is code."""
        return self.locked and self.cell_type == "code"

    @property
    def is_test(self) -> bool:
        """Whether its outcome is worth points."""
        return self.is_trusted and self.nbgrader["grade"]

    @property
    def has_hidden_tests(self) -> bool:
        """Whether students do not have all of it."""
        return self.source != self.released


class Original(NamedTuple):
    """A released notebook: its cells by name, in order, and what its source declares.

    ``given`` are names of fclib that students may use, ``changes`` the names of their functions
    whose purpose it is to change arguments.
    """

    assignment: str
    notebook: str
    cells: dict[str, OriginalCell]
    kernelspec: dict[str, Any]
    given: tuple[str, ...]
    changes: tuple[str, ...]
    sources: dict[str, str]
    folder: Path


def read_original(
    coursedir: CourseDirectory, config: Config, assignment: str, notebook: str
) -> Original:
    """Read a notebook's cells from the gradebook, and their order from the solution notebook.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    config : traitlets.config.Config
        The course's whole configuration: under nbgrader's own command the folder's is not.
    assignment, notebook : str
        Their names.

    Returns
    -------
    Original

    Raises
    ------
    nbgrader.api.MissingEntry
        If the gradebook does not know them.
    """
    folder = Path(coursedir.format_path(coursedir.source_directory, ".", assignment))
    folder = Path(coursedir.root, folder).resolve()
    path = folder / f"{notebook}.ipynb"
    changed = path.stat().st_mtime_ns if path.is_file() else None
    order, given, changes = _read_solution(path, changed)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        entry = gradebook.find_notebook(notebook, assignment)
        points = {cell.name: cell.max_score for cell in entry.grade_cells}
        points |= {cell.name: cell.max_score for cell in entry.task_cells}
        solutions = {cell.name for cell in entry.solution_cells}
        tasks = {cell.name for cell in entry.task_cells}
        earlier = releases.read(coursedir, assignment).get(notebook, {})
        cells = [
            _cell(
                cell,
                points.get(cell.name),
                cell.name in solutions,
                cell.name in tasks,
                config,
            )._replace(earlier=tuple(earlier.get(cell.name, ())))
            for cell in entry.source_cells
        ]
        kernelspec = json.loads(entry.kernelspec or "{}")
    cells.sort(key=lambda cell: order.get(cell.name, len(order)))
    by_name = {cell.name: cell for cell in cells}
    sources = given_sources(given, declared(config, coursedir.root).shown)
    return Original(assignment, notebook, by_name, kernelspec, given, changes, sources, folder)


@lru_cache(maxsize=64)
def _read_solution(
    path: Path, changed: int | None
) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Return the places of cells by name, what is given, and which functions change arguments."""
    if changed is None:
        return {}, (), ()
    # `nbformat.read` compiles nbformat's schema, which takes longer than the first submission; and
    # what was released from this notebook was valid then.
    nb = nbformat.convert(nbformat.reader.reads(path.read_text(encoding="utf-8")), 4)
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]
    order = {name: place for place, name in enumerate(names) if name is not None}
    declared = nb.metadata.get("fclib", {})
    return order, tuple(declared.get("given", ())), tuple(declared.get("changes", ()))


def _cell(
    cell: SourceCell, points: float | None, is_solution: bool, is_task: bool, config: Config
) -> OriginalCell:
    metadata = {
        "cell_type": cell.cell_type,
        "checksum": cell.checksum,
        "grade": points is not None and not is_task,
        "grade_id": cell.name,
        "locked": bool(cell.locked),
        "schema_version": 3,
        "solution": is_solution,
        "task": is_task,
    }
    if points is not None:
        metadata["points"] = points
    released = _as_released(cell.source, is_task, config)
    return OriginalCell(
        cell.name, cell.cell_type, cell.source, released, bool(cell.locked), metadata
    )


def _as_released(source: str, is_task: bool, config: Config) -> str:
    """Return a cell's text without what nbgrader keeps from students."""
    metadata = {"nbgrader": {"grade": not is_task, "task": is_task}}
    cell = nbformat.from_dict({"cell_type": "code", "source": source, "metadata": metadata})
    step = ClearMarkScheme if is_task else ClearHiddenTests
    cell, _ = step(config=config).preprocess_cell(cell, {}, 0)
    return cell.source

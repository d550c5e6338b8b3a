"""Write an assignment's two notebooks from its one source, solutions/NAME/NAME.py.

The source is jupytext's py:percent text with nbgrader's cell metadata. From it come
solutions/NAME/NAME.ipynb, and from that, by nbgrader, exercises/NAME/NAME.ipynb. Both are
byte for byte the same every time: ids come from the source, and nothing carries a date.
A second notebook of the assignment has a source of its own beside the first.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import capture_log

from fclib.grading import courses, files

KEPT_METADATA = ("fclib", "kernelspec")
HEADER = "# ---\n# jupyter:"
"""How a source begins; other Python files beside it are modules for tests and students."""


class EditedNotebookError(Exception):
    """An edit of a solution notebook stands in the way: nothing was written."""


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Write the solution and release notebooks of some assignments; return the exit status."""
    failed = False
    for name in names:
        try:
            for one in notebooks(course, name):
                if options.keep_notebook:
                    write_source(course, name, one)
                write_solution(course, name, one)
            write_release(course, name)
        except (EditedNotebookError, RuntimeError) as error:
            print(error, file=sys.stderr)
            failed = True
        else:
            for one in notebooks(course, name):
                print(f"exercises/{name}/{one}.ipynb")
    return int(failed)


def notebooks(course: Path, name: str) -> list[str]:
    """Return the names of an assignment's notebooks that have a source, the first its own."""
    found = sorted(source_path(course, name).parent.glob("*.py"))
    others = [path.stem for path in found if path.read_text(encoding="utf-8").startswith(HEADER)]
    return [name, *(one for one in others if one != name)]


def source_path(course: Path, name: str, notebook: str = "") -> Path:
    """Return the path of the source of an assignment's notebook, the first if none is named."""
    return Path(course, "solutions", name, f"{notebook or name}.py")


def notebook_path(course: Path, name: str, notebook: str = "") -> Path:
    """Return the path of a solution notebook."""
    return source_path(course, name, notebook).with_suffix(".ipynb")


def notebook(text: str) -> NotebookNode:
    """Turn a source into a notebook, with stable ids and no outputs.

    Parameters
    ----------
    text : str
        py:percent text.

    Returns
    -------
    nbformat.NotebookNode
        A cell's id is its ``grade_id``; other cells are numbered.
    """
    nb = jupytext.reads(text, fmt="py:percent")
    nb.metadata = {key: nb.metadata[key] for key in KEPT_METADATA if key in nb.metadata}
    for position, cell in enumerate(nb.cells):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.id = (grade_id or f"cell-{position:02}").replace("_", "-")
    nb.nbformat, nb.nbformat_minor = 4, 5
    nb.metadata["fclib"] = {**nb.metadata.get("fclib", {}), "content": _content_hash(nb)}
    nbformat.validate(nb)
    return nb


def source(nb: NotebookNode) -> str:
    """Turn a solution notebook back into its source; the inverse of `notebook`."""
    nb = nbformat.from_dict(json.loads(json.dumps(nb)))
    nb.metadata = {key: nb.metadata[key] for key in KEPT_METADATA if key in nb.metadata}
    nb.metadata.get("fclib", {}).pop("content", None)
    nb.metadata["jupytext"] = {
        "notebook_metadata_filter": "fclib,-jupytext",
        "cell_metadata_filter": "nbgrader,tags,-all",
    }
    return jupytext.writes(nb, fmt="py:percent")


def was_edited(nb: NotebookNode) -> bool:
    """Whether a solution notebook's cells differ from what was generated; outputs do not count."""
    return nb.metadata.get("fclib", {}).get("content") != _content_hash(nb)


def write_solution(course: Path, name: str, which: str = "") -> None:
    """Write one of an assignment's solution notebooks from its source.

    Raises
    ------
    EditedNotebookError
        If the notebook was edited since it was generated. Nothing is written then.
    """
    path = notebook_path(course, name, which)
    nb = notebook(path.with_suffix(".py").read_text(encoding="utf-8"))
    if path.exists():
        old = nbformat.read(path, as_version=4)
        if was_edited(old) and _content_hash(old) != _content_hash(nb):
            raise EditedNotebookError(
                f"{path} was edited and differs from {path.with_suffix('.py').name}.\n"
                f"To keep the edit: fclib exercises --keep-notebook {name}\n"
                f"To drop it: delete the notebook."
            )
    files.replace(path, f"{nbformat.writes(nb)}\n".encode())


def write_source(course: Path, name: str, which: str = "") -> None:
    """Write a source from its solution notebook, if that was edited.

    Raises
    ------
    EditedNotebookError
        If there is no notebook, or the source was edited too. Nothing is written then.
    """
    path = notebook_path(course, name, which)
    if not path.exists():
        raise EditedNotebookError(f"{path} is not there: there is no edit to keep.")
    nb = nbformat.read(path, as_version=4)
    attached = [name for cell in nb.cells for name in cell.get("attachments", {})]
    if attached:
        raise EditedNotebookError(
            f"{path} has {', '.join(attached)} attached to a cell, and the source is text.\n"
            f"Put the picture beside it and name that file: ![what it shows]({attached[0]})"
        )
    if not was_edited(nb):
        return
    text = path.with_suffix(".py").read_text(encoding="utf-8")
    if _content_hash(notebook(text)) != nb.metadata.get("fclib", {}).get("content"):
        raise EditedNotebookError(
            f"{path} and {path.with_suffix('.py').name} were both edited.\n"
            f"Bring the changes together in one of them and restore the other from git."
        )
    files.replace(path.with_suffix(".py"), source(nb).encode())


def write_release(course: Path, name: str) -> None:
    """Let nbgrader write exercises/NAME from the solution notebook.

    Raises
    ------
    RuntimeError
        With nbgrader's own words, if it refuses the notebook.
    """
    config = courses.read_config(course)
    config.CourseDirectory.assignment_id = name
    # The release depends on the source alone, whatever gradebook lies there.
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    command = GenerateAssignment(courses.course_directory(course, config), config=config)
    command.force = True
    done = capture_log(command)
    if not done["success"]:
        raise RuntimeError(
            f"nbgrader could not make the release of {name}:\n{done.get('log') or done['error']}"
        )


def environment() -> dict[str, str]:
    """Return the environment for nbgrader, which finds its own helper programs on PATH."""
    programs = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": programs + os.pathsep + os.environ.get("PATH", "")}


def _content_hash(nb: NotebookNode) -> str:
    cells = [
        [cell.cell_type, cell.source, cell.metadata.get("nbgrader"), cell.metadata.get("tags")]
        for cell in nb.cells
    ]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:16]

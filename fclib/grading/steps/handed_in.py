"""Read what was handed in, whatever it is, and say what is odd about it."""

import glob
import json
import os
import warnings
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter

from fclib.grading.files import below
from fclib.grading.sandbox.inside.cells import clean

LARGEST_FILE = 100_000_000
MOST_NAMED = 3
UNREADABLE = "fclib_unreadable"
"""Where the metadata of a notebook say why it has no cells."""


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is; what can not be read is graded as empty.

    nbgrader also copies the files beside a notebook. It leaves out those that this class finds to
    be links, which may lead anywhere, and pipes and devices.
    """

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        found = [
            glob.escape(str(path.absolute()))
            for folder in getattr(self.parent, "assignments", {})
            for path in odd_files(folder)
        ]
        self.parent.coursedir.ignore = [*self.parent.coursedir.ignore, *found]

    def from_filename(self, filename, resources=None, **keywords):
        """Convert one notebook, as nbconvert does."""
        path = Path(filename)
        resources = self._init_resources(resources or {})
        resources["metadata"] |= {"name": path.stem, "path": str(path.parent)}
        return self.from_notebook_node(parse_submission(read_notebook(path)), resources, **keywords)


def read_notebook(path):
    """Return the bytes of what was handed in as a notebook; a str says why there are none."""
    path = Path(path)
    try:
        if path.is_symlink() or not path.is_file():
            return "it is not an ordinary file"
        if path.stat().st_size > LARGEST_FILE:
            return f"it has {path.stat().st_size:,} bytes"
        return path.read_bytes()
    except OSError as error:
        return str(error)


def parse_submission(content):
    """Parse what was handed in as a notebook.

    Parameters
    ----------
    content : bytes or str
        From `read_notebook`.

    Returns
    -------
    nbformat.NotebookNode
        Without cells if there is no notebook to read; its metadata then say why.
    """
    try:
        if isinstance(content, str):
            raise ValueError(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about missing ids, which are given later
            return nbformat.from_dict(_as_version_4(json.loads(content.decode("utf-8-sig"))))
    except Exception as error:  # nbformat's own converters stop with every kind
        metadata = {UNREADABLE: f"the notebook could not be read: {_why(content, error)}"}
        return nbformat.v4.new_notebook(metadata=metadata)


def _why(content, error):
    """Say in words what an instructor can act on why there is no notebook in what was handed in."""
    if isinstance(error, json.JSONDecodeError):
        text = content.strip()
        if not text:
            return "it is empty"
        if text.startswith(b"{") and not text.endswith(b"}"):
            return f"it stops after {len(content):,} bytes, as when a disk was full"
    return f"{type(error).__name__}: {error}"[:200]


def _as_version_4(content):
    if not isinstance(content, dict):
        raise ValueError("it is not a notebook")
    if content.get("nbformat") != 4:
        content = nbformat.convert(nbformat.reader.reads(json.dumps(content)), 4)
    cells = content.get("cells", [])
    if not isinstance(cells, list):
        raise ValueError("it has no cells")
    metadata = {**mapping(content.get("metadata"))}
    metadata.pop(UNREADABLE, None)
    cells = [
        {**cell, "source": _source(cell), "id": str(cell.get("id", ""))[:64]}
        for cell in cells
        if isinstance(cell, dict)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


def _source(cell):
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return clean(text)


def mapping(value):
    """Return what should be a dict; an empty one where it is not."""
    return value if isinstance(value, dict) else {}


def odd_files(folder):
    """Return what lies in a submission and is neither a file nor a folder."""
    return [
        path for path in below(folder) if path.is_symlink() or not (path.is_file() or path.is_dir())
    ]


def odd_file_notes(folder):
    """Return a note for each of the odd files in a submission."""
    return [
        f"{clean(str(path.relative_to(folder)))} is not an ordinary file and is left out"
        for path in odd_files(folder)
    ]


def missing_notebook_notes(folder, expected):
    """Return a note for each notebook that was released and not handed in.

    Parameters
    ----------
    folder : Path
        What a student handed in.
    expected : iterable of str
        The names of the released notebooks.

    Returns
    -------
    list of str
        Each also names the notebooks that are there instead: one of them may be it, renamed.
    """
    missing = [
        f"{name}.ipynb" for name in expected if not os.path.lexists(folder / f"{name}.ipynb")
    ]
    if not missing or not folder.is_dir():
        return [f"{name} was not handed in" for name in missing]
    found = [
        clean(str(path.relative_to(folder)))
        for path in below(folder)
        if path.suffix == ".ipynb"
        and ".ipynb_checkpoints" not in path.parts
        and not (path.parent == folder and path.stem in expected)
    ]
    instead = ", ".join(found[:MOST_NAMED]) + (" and more" if len(found) > MOST_NAMED else "")
    hint = f"; {instead} is there instead: rename it and grade again" if found else ""
    return [f"{name} was not handed in{hint}" for name in missing]

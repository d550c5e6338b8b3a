"""Bring a submitted notebook back to the shape that was released, and say what was changed."""

import glob
import json
import os
import re
import warnings
from collections import Counter
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor

from fclib.grading.files import below
from fclib.grading.inside.cells import clean
from fclib.grading.original import read_original
from fclib.grading.words import printable

LARGEST_FILE = 100_000_000
LARGEST_CELL, LARGEST_NOTEBOOK = 1_000_000, 5_000_000
MOST_CELLS = 1_000
MOST_NAMED = 3
PICTURES = ("image/png", "image/jpeg", "image/gif")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MISSING = "# This cell was missing from the submission."
UNREADABLE = "fclib_unreadable"
TOO_LARGE = "# This cell was left out: it had {:,} characters."


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
    metadata = {**_mapping(content.get("metadata"))}
    metadata.pop(UNREADABLE, None)
    cells = [
        {**cell, "source": _source(cell), "id": str(cell.get("id", ""))[:64]}
        for cell in cells
        if isinstance(cell, dict)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}


class RestoreCells(NbGraderPreprocessor):
    """Restore what students may not change: tests, order, points, metadata. Keep all they wrote.

    It stands before nbgrader's own sanitizing steps, some of which stop at metadata they do not
    expect.
    """

    def preprocess(self, nb, resources):
        """Restore one notebook; what was changed is logged, and kept in its metadata."""
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        original = read_original(coursedir, names["assignment"], names["notebook"])
        nb = restore(nb, original, odd_file_notes(resources["metadata"]["path"]))
        for note in nb.metadata.fclib.notes:
            note = printable(f"{names['student']}, {names['notebook']}: {note}")
            self.log.warning("%s", note)
        return nb, resources


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


def restore(nb, original, notes=()):
    """Return a notebook of the released shape with a student's answers in it.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        The submission. Nothing in it is taken on trust.
    original : Original
        What was released.
    notes : iterable of str
        What else the instructor should know.

    Returns
    -------
    nbformat.NotebookNode
        ``metadata.fclib.notes`` say what was changed.
    """
    unreadable = UNREADABLE in nb.metadata
    notes = [*notes, *([nb.metadata[UNREADABLE]] if unreadable else [])]
    room = LARGEST_NOTEBOOK
    own = {"head": []}
    place = "head"
    found = []
    for number, cell in enumerate(nb.cells[:MOST_CELLS], start=1):
        size = len(cell.source)
        if size > min(room, LARGEST_CELL):
            notes.append(f"the text of cell {number} was left out: it has {size:,} characters")
            cell.source = TOO_LARGE.format(size)
        else:
            room -= size
        name = _name(cell, original)
        if name is not None and name in own:
            notes.append(f"a second cell {name} is treated as the student's own")
            name = None
        if name is None:
            own[place].append(_own_cell(cell))
            continue
        own[name] = []
        found.append(_known_cell(cell, original.cells[name], notes))
        place = name
    if len(nb.cells) > MOST_CELLS:
        notes.append(f"of {len(nb.cells)} cells the first {MOST_CELLS} were read")
    kept = {cell.metadata["nbgrader"]["grade_id"]: cell for cell in found}
    if [name for name in original.cells if name in kept] != list(kept):
        notes.append("cells were moved: they are in their first order again")
    cells = own["head"]
    for name, source_cell in original.cells.items():
        if name not in kept:
            if not unreadable:  # then all of them are, and one note is enough
                notes.append(f"cell {name} was missing and is back")
            kept[name] = _missing_cell(source_cell)
        cells += [kept[name], *own.get(name, [])]
    _give_ids(cells)
    metadata = {"fclib": {"notes": notes}, "language_info": {"name": "python"}}
    if original.kernelspec:
        metadata["kernelspec"] = original.kernelspec
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    return nbformat.from_dict(notebook)


def _name(cell, original):
    """Return the name of the released cell that this one is, or None."""
    tagged = _mapping(_mapping(cell.get("metadata")).get("nbgrader")).get("grade_id")
    if isinstance(tagged, str) and tagged in original.cells:
        return tagged
    # Some programs drop the metadata and keep the id, which `fclib exercises` makes of the name.
    for name in original.cells:
        if cell.get("id") == _id_of(name):
            return name
    return None


def _own_cell(cell):
    new = _new_cell(cell.get("cell_type"), cell.source)
    if new.cell_type == "markdown":
        attachments = {
            str(file): {
                kind: data
                for kind, data in _mapping(pictures).items()
                if kind in PICTURES and isinstance(data, str)
            }
            for file, pictures in _mapping(cell.get("attachments")).items()
        }
        if attachments:
            new.attachments = attachments
    new.id = str(cell.get("id", ""))
    return new


def _known_cell(cell, source_cell, notes):
    name = source_cell.name
    if cell.get("cell_type") != source_cell.cell_type:
        notes.append(f"cell {name} was made another kind of cell and is restored")
    metadata = _mapping(cell.get("metadata"))
    told = _mapping(metadata.get("nbgrader"))
    if told and any(
        told.get(key) != source_cell.nbgrader[key]
        for key in ("grade", "solution", "locked", "points")
        if key in source_cell.nbgrader
    ):
        notes.append(f"the nbgrader metadata of cell {name} were changed and are restored")
    if metadata.get("tags"):
        notes.append(f"cell {name} had tags, which are removed")
    source = cell.source
    if source_cell.locked:
        if source.strip() not in (source_cell.released.strip(), source_cell.source.strip()):
            notes.append(f"cell {name} was changed and is restored")
        source = source_cell.source
    return _named_cell(source_cell, source)


def _missing_cell(source_cell):
    # Not the stub of an answer: it would replace the student's, who may have it in another cell.
    text = source_cell.source if source_cell.locked else MISSING
    return _named_cell(source_cell, text)


def _named_cell(source_cell, source):
    cell = _new_cell(source_cell.cell_type, source)
    cell.metadata["nbgrader"] = dict(source_cell.nbgrader)
    cell.id = _id_of(source_cell.name)
    if source_cell.locked:
        cell.metadata |= {"deletable": False, "editable": False}
    return cell


def _new_cell(kind, source):
    # nbformat's own functions for this validate each cell, which takes longer than all the rest.
    cell = {"cell_type": kind, "id": "", "metadata": {}, "source": source}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif kind != "raw":
        cell["cell_type"] = "markdown"
    return nbformat.from_dict(cell)


def _source(cell):
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return clean(text)


def _id_of(name):
    return name.replace("_", "-")


def _give_ids(cells):
    """Give cells whose id is not one, or not its own, a new one."""
    counts = Counter(cell.id for cell in cells)
    for number, cell in enumerate(cells):
        if "nbgrader" not in cell.metadata and (counts[cell.id] > 1 or not ID.fullmatch(cell.id)):
            cell.id = f"own-{number:03}"


def _mapping(value):
    return value if isinstance(value, dict) else {}

"""Parse what was handed in as a notebook, whatever it is.

What it costs is bounded before Python's JSON reader sees it: a notebook of 20 MB can be made to
take 4 GB. A kept cell has only what grading looks at.
"""

import json
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode

from fclib.grading.sandbox.inside.cells import clean

LARGEST_NOTEBOOK = 50_000_000  # bytes
MOST_VALUES, MOST_CONTAINERS = 1_000_000, 200_000  # of JSON: up to 0.2 kB for each
DEEPEST_VALUE = 500
UNREADABLE = "fclib_unreadable"
"""Where the metadata of a notebook say why it has no cells."""
KEPT = ("cell_type", "attachments", "metadata")
KEPT_METADATA = ("nbgrader", "tags")


def parse_submission(content: bytes | str) -> NotebookNode:
    """Parse what was handed in as a notebook.

    Parameters
    ----------
    content : bytes or str
        A str says why there is none.

    Returns
    -------
    nbformat.NotebookNode
        Without cells if there is no notebook to read; its metadata then say why.
    """
    try:
        if isinstance(content, str):
            raise ValueError(content)
        refuse_what_costs_too_much(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about missing ids, which are given later
            return _as_version_4(json.loads(content.decode("utf-8-sig")))
    except Exception as error:  # nbformat's converters raise errors of every kind
        metadata = {UNREADABLE: f"the notebook could not be read: {_why(content, error)}"}
        return nbformat.v4.new_notebook(metadata=metadata)


def refuse_what_costs_too_much(content: bytes) -> None:
    """Raise ValueError if JSON has so much in it that reading it would take too much memory.

    Only what stands outside of its texts is counted; texts cost up to four times what they measure.
    """
    if len(content) > LARGEST_NOTEBOOK:
        raise ValueError(f"it has {len(content):,} bytes")
    # A backslash and what follows it is never the end of a text.
    unescaped = content.replace(b"\\\\", b"").replace(b'\\"', b"")
    if unescaped.count(b'"') > 4 * MOST_VALUES:  # a name and a value have two each
        raise ValueError("it has too many values")
    bare = b"".join(unescaped.split(b'"')[::2])
    containers = bare.translate(None, delete=bytes(set(range(256)) - set(b"[]{}")))
    opened = containers.count(b"[") + containers.count(b"{")
    if bare.count(b",") > MOST_VALUES or opened > MOST_CONTAINERS:
        raise ValueError(f"it has {max(bare.count(b','), opened):,} values")
    depth = 0
    for character in containers:
        depth += 1 if character in b"[{" else -1
        if depth < 0:
            return  # it is no JSON, which its reader finds at this place
        if depth > DEEPEST_VALUE:
            raise ValueError(f"it has values more than {DEEPEST_VALUE} deep")


def mapping(value: object) -> dict[Any, Any]:
    """Return what should be a dict; an empty one where it is not."""
    return value if isinstance(value, dict) else {}


def _why(content: bytes | str, error: Exception) -> str:
    """Say in words what an instructor can act on why there is no notebook in what was handed in."""
    if isinstance(error, json.JSONDecodeError) and isinstance(content, bytes):
        text = content.strip()
        if not text:
            return "it is empty"
        if text.startswith(b"{") and not text.endswith(b"}"):
            return f"it stops after {len(content):,} bytes, as when a disk was full"
    words = str(error)
    return (words if type(error) is ValueError else f"{type(error).__name__}: {words}")[:200]


def _as_version_4(content: Any) -> NotebookNode:
    if not isinstance(content, dict):
        raise ValueError("it is not a notebook")
    if content.get("nbformat") != 4:
        content = nbformat.convert(nbformat.reader.reads(json.dumps(content)), 4)
    cells = content.get("cells", [])
    if not isinstance(cells, list):
        raise ValueError("it has no cells")
    # What lies deeper stays as it was read: only cells are looked at as nodes, and to make all of
    # it nodes took a twentieth of the time that this process has for a submission.
    cells = [NotebookNode(_kept(cell)) for cell in cells if isinstance(cell, dict)]
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=cells)


def _kept(cell: dict[str, Any]) -> dict[str, Any]:
    kept = {key: cell[key] for key in KEPT if key in cell}
    metadata = mapping(cell.get("metadata"))
    kept["metadata"] = {key: metadata[key] for key in KEPT_METADATA if key in metadata}
    return kept | {"source": _source(cell), "id": str(cell.get("id", ""))[:64]}


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return clean(text)

"""Bring a submitted notebook back to the shape that was released, and say what was changed."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from fclib.grading.sandbox.inside.cells import clean
from fclib.grading.steps.notebooks import UNREADABLE, mapping
from fclib.grading.steps.original import Original, OriginalCell, read_original
from fclib.grading.steps.releases import ABSENT, TOLD, fingerprint
from fclib.grading.words import printable

LARGEST_CELL, LARGEST_NOTEBOOK = 1_000_000, 5_000_000
MOST_CELLS = 1_000
MOST_OF_PICTURES = 8_000_000
"""Characters that the pictures attached to a cell may have together."""
NOTES = "fclib_notes"
"""Where nbconvert's resources have what was noticed when a submission was read."""
PICTURES = ("image/png", "image/jpeg", "image/gif")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MISSING = "# This cell was missing from the submission."
TOO_LARGE = "# This cell was left out: it had {:,} characters."


class RestoreCells(NbGraderPreprocessor):
    """Restore what students may not change: tests, order, points, metadata. Keep all they wrote.

    It stands before nbgrader's own sanitizing steps, some of which stop at metadata they do not
    expect.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Restore one notebook; what was changed is logged, and kept in its metadata."""
        names = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        original = read_original(coursedir, self.config, names["assignment"], names["notebook"])
        nb = restore(nb, original, resources.get(NOTES, ()))
        for note in nb.metadata.fclib.notes:
            note = printable(f"{names['student']}, {names['notebook']}: {note}")
            self.log.warning("%s", note)
        return nb, resources


def restore(nb: NotebookNode, original: Original, notes: Iterable[str] = ()) -> NotebookNode:
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
    own: dict[str, list[NotebookNode]] = {"head": []}
    place = "head"
    found = []
    read = nb.cells[:MOST_CELLS]
    names = _names(read, original)
    answered = _answered(read, names, original)
    for number, (cell, name) in enumerate(zip(read, names, strict=True), start=1):
        size = len(cell.source)
        if size > min(room, LARGEST_CELL):
            notes.append(f"the text of cell {number} was left out: it has {size:,} characters")
            cell.source = TOO_LARGE.format(size)
        else:
            room -= size
        if name is not None and (name in own or answered.get(name, number) != number):
            notes.append(f"a second cell {name} is treated as the student's own")
            name = None
        if name is None:
            own[place].append(_own_cell(cell, f"{number}", notes))
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
            # If nothing can be read all of them are missing, and one note is enough.
            if not unreadable and ABSENT not in source_cell.earlier:
                notes.append(f"cell {name} was missing and is back")
            kept[name] = _missing_cell(source_cell)
        cells += [kept[name], *own.get(name, [])]
    _give_ids(cells)
    metadata = {"fclib": {"notes": notes}, "language_info": {"name": "python"}}
    if original.kernelspec:
        metadata["kernelspec"] = original.kernelspec
    notebook = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata})
    notebook.cells = cells  # which are nodes already: to make them anew takes as long as the rest
    return notebook


def _names(cells: list[NotebookNode], original: Original) -> list[str | None]:
    """Return for each cell the name of the released one that it is, or None."""
    by_id = {_id_of(name): name for name in reversed(original.cells)}
    names: list[str | None] = []
    for cell in cells:
        tagged = mapping(mapping(cell.get("metadata")).get("nbgrader")).get("grade_id")
        if isinstance(tagged, str) and tagged in original.cells:
            names.append(tagged)
        else:  # some programs keep the id only, which `fclib exercises` makes of the name
            own = cell.get("id")
            names.append(by_id.get(own) if isinstance(own, str) else None)
    return names


def _answered(
    cells: list[NotebookNode], names: list[str | None], original: Original
) -> dict[str, int]:
    """Return which cell has the answer where a student copied one and wrote into the copy."""
    places: dict[str, list[tuple[bool, int]]] = {}
    for number, (cell, name) in enumerate(zip(cells, names, strict=True), start=1):
        if name is not None and not original.cells[name].locked:
            written = cell.source.strip() != original.cells[name].released.strip()
            places.setdefault(name, []).append((not written, number))
    return {name: min(found)[1] for name, found in places.items()}


def _own_cell(cell: NotebookNode, name: str, notes: list[str]) -> NotebookNode:
    new = _new_cell(cell.get("cell_type"), cell.source)
    _keep_pictures(cell, new, name, notes)
    new["id"] = str(cell.get("id", ""))
    return new


def _keep_pictures(cell: NotebookNode, new: NotebookNode, name: str, notes: list[str]) -> None:
    """Give a text cell the pictures that are attached to what was handed in."""
    attachments = mapping(cell.get("attachments"))
    if not attachments or new.cell_type != "markdown":
        return
    room = MOST_OF_PICTURES
    new.attachments = {}
    for file, pictures in attachments.items():
        kept = {
            kind: data
            for kind, data in mapping(pictures).items()
            if kind in PICTURES and isinstance(data, str) and data.isascii()
        }
        room -= len(str(file)) + sum(map(len, kept.values()))
        if room < 0:
            notes.append(
                f"pictures of cell {name} were left out: "
                f"they have more than {MOST_OF_PICTURES:,} characters together"
            )
            return
        new.attachments[clean(str(file))] = kept


def _known_cell(cell: NotebookNode, source_cell: OriginalCell, notes: list[str]) -> NotebookNode:
    name = source_cell.name
    if cell.get("cell_type") != source_cell.cell_type:
        notes.append(f"cell {name} was made another kind of cell and is restored")
    metadata = mapping(cell.get("metadata"))
    submitted = mapping(metadata.get("nbgrader"))
    was_released = [submitted.get(key) for key in TOLD] in [one[1] for one in source_cell.earlier]
    if (
        submitted
        and not was_released
        and any(
            submitted.get(key) != source_cell.nbgrader[key]
            for key in TOLD
            if key in source_cell.nbgrader
        )
    ):
        notes.append(f"the nbgrader metadata of cell {name} were changed and are restored")
    if metadata.get("tags"):
        notes.append(f"cell {name} had tags, which are removed")
    source = cell.source
    if source_cell.locked:
        known = {source_cell.released.strip(), source_cell.source.strip()}
        texts = {one[0] for one in source_cell.earlier}
        if source.strip() not in known and fingerprint(source) not in texts:
            notes.append(f"cell {name} was changed and is restored")
        source = source_cell.source
    new = _named_cell(source_cell, source)
    if not source_cell.locked:
        _keep_pictures(cell, new, name, notes)
    return new


def _missing_cell(source_cell: OriginalCell) -> NotebookNode:
    # Not the stub of an answer: it would replace the student's, who may have it in another cell.
    text = source_cell.source if source_cell.locked else MISSING
    return _named_cell(source_cell, text)


def _named_cell(source_cell: OriginalCell, source: str) -> NotebookNode:
    cell = _new_cell(source_cell.cell_type, source)
    cell.metadata["nbgrader"] = NotebookNode(source_cell.nbgrader)
    cell["id"] = _id_of(source_cell.name)
    if source_cell.locked:
        cell.metadata |= {"deletable": False, "editable": False}
    return cell


def _new_cell(kind: object, source: str) -> NotebookNode:
    # nbformat's own functions for this validate each cell, which takes longer than all the rest.
    cell = NotebookNode(cell_type=kind, id="", metadata=NotebookNode(), source=source)
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif kind != "raw":
        cell["cell_type"] = "markdown"
    return cell


def _id_of(name: str) -> str:
    return name.replace("_", "-")


def _give_ids(cells: list[NotebookNode]) -> None:
    """Give cells whose id is not one, or not its own, a new one."""
    counts = Counter(cell.id for cell in cells)
    for number, cell in enumerate(cells):
        if "nbgrader" not in cell.metadata and (counts[cell.id] > 1 or not ID.fullmatch(cell.id)):
            cell.id = f"own-{number:03}"

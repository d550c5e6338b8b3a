"""Put the sample class on the current release.

Run ``python tests/class/refresh.py`` when an exercise's text or tests changed. A student's answers
and own cells stay as they are; everything that comes from the release is taken from there.
"""

from pathlib import Path

import nbformat

CLASS = Path(__file__).parent
RELEASES = CLASS.parents[1] / "exercises"


def submissions():
    """Return the paths of all submissions, by student."""
    return sorted(CLASS.glob("*/*/*.ipynb"))


def release(path):
    """Return the released notebook that a submission began as."""
    return nbformat.read(RELEASES / path.parent.name / path.name, as_version=4)


def refreshed(submission, release):
    """Return the release with the answers and the own cells of a submission.

    An own cell stays after the released cell that it followed; if that is gone, after the one
    before it.
    """
    places = {_name(cell): place for place, cell in enumerate(release.cells)}
    answers, own_cells, place = {}, {}, -1
    for cell in submission.cells:
        if _is_released(cell):
            place = places.get(_name(cell), place)
            if cell.metadata.get("nbgrader", {}).get("solution"):
                answers[_name(cell)] = cell.source
        else:
            own_cells.setdefault(place, []).append(cell)

    new = nbformat.from_dict(release)
    new.metadata["kernelspec"] = submission.metadata["kernelspec"]
    new.cells = own_cells.get(-1, [])
    for place, cell in enumerate(nbformat.from_dict(release).cells):
        cell.source = answers.get(_name(cell), cell.source)
        new.cells += [cell, *own_cells.get(place, [])]
    return new


def text(notebook):
    """Return a notebook as it stands in its file."""
    return nbformat.writes(notebook) + "\n"


def _is_released(cell):
    # Jupyter gives new cells ids of eight hexadecimal digits; the release's ids are words.
    return "nbgrader" in cell.metadata or cell.id.startswith("cell-")


def _name(cell):
    """Name a released cell: the text between the exercise's own cells may be renumbered."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", cell.source)


if __name__ == "__main__":
    for path in submissions():
        submission = nbformat.read(path, as_version=4)
        path.write_text(text(refreshed(submission, release(path))), encoding="utf-8")
        print(path.relative_to(CLASS))

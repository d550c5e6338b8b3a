"""Which notebook of an assignment an upload is, and which of several is to be graded."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from fclib.grading import untrusted
from fclib.grading.lms.uploads import AGAIN, Upload
from fclib.grading.steps.notebooks import LARGEST_NOTEBOOK, parse_submission

Released = dict[str, Counter[str]]
"""By notebook, the ids of its cells."""


def released(folder: Path) -> Released:
    """Return the notebooks in the folder of a release."""
    return {path.stem: _ids(path) for path in sorted(folder.glob("*.ipynb"))}


def choose(uploads: Sequence[Upload], released: Released) -> tuple[dict[str, Upload], list[str]]:
    """Return one student's upload for each notebook, and what to say of the others."""
    candidates: dict[str, list[tuple[int, bool, Upload]]] = defaultdict(list)
    lines = []
    for upload in uploads:
        notebook, exactly, words = _which(upload, released)
        if words:
            lines.append(f"{upload.file} {words}")
        if notebook is not None:
            candidates[notebook].append((upload.number, exactly, upload))
    chosen: dict[str, Upload] = {}
    for notebook, found in candidates.items():
        found.sort(key=lambda one: one[:2])
        last = found[-1][:2]
        best = [upload for number, exactly, upload in found if (number, exactly) == last]
        if len({_content(upload.path, upload.root) for upload in best}) > 1:
            names = ", ".join(str(upload.path) for upload in best)
            lines.append(f"which is to be graded? Leave one of {names}")
            continue
        chosen[notebook] = best[0]
        for *_, upload in found:
            if _content(upload.path, upload.root) != _content(best[0].path, best[0].root):
                lines.append(f"{upload.file} is left out, {best[0].file} is collected")
    return chosen, lines


def _which(upload: Upload, released: Released) -> tuple[str | None, bool, str]:
    """Return the notebook that an upload is, whether it has that very name, and what to say."""
    whole = stem = Path(upload.file).stem
    while stem not in released and AGAIN.search(stem):  # one by one: a notebook may be "part-2"
        stem = AGAIN.sub("", stem)
    if stem in released:
        return stem, stem == whole, ""
    ids = _ids(upload.path, upload.root)
    for notebook, wanted in released.items():
        # Most cells: exercises have some ids in common, and a student may have deleted some.
        if 2 * sum((ids & wanted).values()) > sum(wanted.values()):
            return notebook, False, f"was renamed: by its cells it is {notebook}.ipynb"
    return None, False, f"is none of {', '.join(released)}, neither by its name nor by its cells"


def _ids(path: Path, above: Path | None = None) -> Counter[str]:
    """Return nbgrader's ids of a notebook's cells; none if it cannot be read."""
    nb = parse_submission(_content(path, above))
    metadata = [cell.get("metadata") for cell in nb.cells]
    about = [one.get("nbgrader") for one in metadata if isinstance(one, dict)]
    return Counter({json.dumps(one.get("grade_id")) for one in about if isinstance(one, dict)})


def _content(path: Path, above: Path | None) -> bytes | str:
    """Return the bytes of a notebook; a str says why there are none."""
    try:
        return untrusted.read_file(path, LARGEST_NOTEBOOK, above)
    except untrusted.UnreadableError as error:
        return str(error)

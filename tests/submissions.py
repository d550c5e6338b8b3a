"""Build submissions of the assignment in tests/target from the folders of a corpus.

A corpus folder holds

expected.toml
    ``about``, what it tries; ``lost``, the points of each cell below full marks; ``notes``, a
    regular expression for each thing the instructor is told; ``secret``, texts that nobody may
    find on a feedback page; ``markup``, texts that may be read there but not be its HTML.
answers.py
    Cells: ``# %% NAME`` is the answer in the solution cell NAME, ``# %% own`` a cell of the
    student's own after the cell before it. Other answers are right.
change.py, if the notebook itself or its folder is the trick
    ``change(folder)`` is called with the folder handed in, which holds target.ipynb.
"""

import copy
import re
import runpy
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat

from fclib.grading.authoring import exercises

TESTS = Path(__file__).parent
TARGET = TESTS / "target"
NAME = "target"


class Case(NamedTuple):
    """One submission of a corpus and what should come of it."""

    folder: Path
    about: str
    lost: dict
    notes: list
    secret: list
    markup: list

    @property
    def student(self):
        """The name under which it is handed in."""
        return self.folder.name


def cases(corpus):
    """Return the cases of tests/attacks or tests/honest."""
    return [
        _case(path.parent, tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(TESTS.glob(f"{corpus}/*/expected.toml"))
    ]


def _case(folder, expected):
    case = Case(
        folder,
        expected.pop("about"),
        expected.pop("lost", {}),
        expected.pop("notes", []),
        expected.pop("secret", []),
        expected.pop("markup", []),
    )
    assert not expected, f"{folder}/expected.toml has unknown keys: {', '.join(expected)}"
    return case


@cache
def solution():
    """Return the target's solution notebook, which is read once: nobody changes it."""
    path = exercises.source_path(TARGET, NAME)
    return exercises.notebook(path.read_text(encoding="utf-8"))


@cache
def released(course):
    """Return the notebook that a course released, to be copied."""
    return nbformat.read(course / "exercises" / NAME / f"{NAME}.ipynb", as_version=4)


def points():
    """Return the points of each test cell of the target that is graded automatically."""
    metadata = [cell.metadata.get("nbgrader", {}) for cell in solution().cells]
    return {
        cell["grade_id"]: cell["points"]
        for cell in metadata
        if cell.get("grade") and not cell["solution"]
    }


def hand_in(case, course):
    """Put a case's submission into a course's submitted folder.

    Parameters
    ----------
    case : Case
    course : Path
        A course in which the target was released.
    """
    release = copy.deepcopy(released(course))
    right = {
        cell.metadata.nbgrader.grade_id: re.sub(r"\s*### (BEGIN|END) SOLUTION", "", cell.source)
        for cell in solution().cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    path = case.folder / "answers.py"
    answers, own = _answers(path.read_text(encoding="utf-8")) if path.exists() else ({}, {})
    unknown = {*answers, *own} - {_grade_id(cell) for cell in release.cells}
    assert not unknown, f"{path} names unknown cells: {', '.join(unknown)}"
    cells = []
    for cell in release.cells:
        name = _grade_id(cell)
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answers.get(name, right[name])
        cells += [cell, *map(nbformat.v4.new_code_cell, own.get(name, []))]
    release.cells = cells
    folder = course / "submitted" / case.student / NAME
    folder.mkdir(parents=True)
    nbformat.write(release, folder / f"{NAME}.ipynb")
    change = case.folder / "change.py"
    if change.exists():
        runpy.run_path(str(change))["change"](folder)


def _answers(text):
    """Return the answers by cell, and the own cells by the cell that they follow."""
    answers, own, last = {}, {}, None
    for head, body in re.findall(
        r"^# %% (\S+)\n(.*?)(?=^# %% |\Z)", text, re.DOTALL | re.MULTILINE
    ):
        if head == "own":
            own.setdefault(last, []).append(body.strip())
        else:
            answers[head], last = body.strip(), head
    return answers, own


def _grade_id(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")

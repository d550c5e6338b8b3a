"""Grade one submission: from the bytes that were handed in to points, comments and a notebook."""

import dataclasses
import functools
import json
import time
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets import Instance, import_item
from traitlets.config import Config, LoggingConfigurable

from fclib.grading.courses import course_directory
from fclib.grading.sandbox.declared import declared
from fclib.grading.sandbox.grader import shared_grader
from fclib.grading.steps.execute import SplitExecute, put_outputs
from fclib.grading.steps.notebooks import parse_submission
from fclib.grading.steps.original import Original
from fclib.grading.steps.restore import RestoreCells, restore

DONE_HERE = (
    *(AssignLatePenalties, CheckCellMetadata, ClearOutput, DeduplicateIds, OverwriteCells),
    *(OverwriteKernelspec, RestoreCells, SaveAutoGrades, SplitExecute),
)
"""Steps of nbgrader's that are taken here or when recording; others are run as configured."""


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class Submission(NamedTuple):
    """What was handed in.

    Attributes
    ----------
    assignment, student : str
    key : str
        Stands for all that decides the result.
    timestamp : str or None
        When it came in, UTC in ISO format.
    notebooks : dict of str to bytes or str
        Their content by name; a str says why there is none.
    files : dict of str to bytes
        What lay beside them.
    notes : list of str
        For the instructor.
    """

    assignment: str
    student: str
    key: str
    timestamp: str | None
    notebooks: dict[str, bytes | str]
    files: dict[str, bytes]
    notes: list[str]


@dataclasses.dataclass(frozen=True, eq=False)
class Rules:
    """How an assignment is graded: its released notebooks and files, and the configuration."""

    originals: dict[str, Original]
    files: dict[str, bytes]
    config: dict[str, Any]
    root: str
    db_url: str

    @functools.cached_property
    def execute(self) -> SplitExecute:
        """How notebooks are run: made once, for to read its settings takes a while."""
        return SplitExecute(config=Config(self.config))


def grade(submission: Submission, rules: Rules) -> dict[str, Any]:
    """Grade one submission.

    Parameters
    ----------
    submission : Submission
    rules : Rules

    Returns
    -------
    dict
        What `fclib.grading.batch.record.Recorder.record` takes, and for each notebook its text
        and the notes for the instructor. It can be written as JSON.
    """
    start = time.perf_counter()
    phases: dict[str, float] = {}
    notebooks = {}
    for name, content in submission.notebooks.items():
        notebooks[name] = _grade_notebook(submission, content, rules, rules.originals[name], phases)
    phases["all"] = time.perf_counter() - start
    return {
        "assignment": submission.assignment,
        "student": submission.student,
        "key": submission.key,
        "timestamp": submission.timestamp,
        "notes": submission.notes,
        "notebooks": notebooks,
        "phases": phases,
    }


def _grade_notebook(
    submission: Submission,
    content: bytes | str,
    rules: Rules,
    original: Original,
    phases: dict[str, float],
) -> dict[str, Any]:
    execute = rules.execute
    config = execute.config
    nb = restore(parse_submission(content), original, submission.notes)
    nb.metadata.fclib.key = submission.key
    grader = shared_grader(execute.isolation, tuple(execute.packages), declared(config, rules.root))
    done = grader.run(*execute.job(nb, original, submission.files, rules.files))
    put_outputs(nb, done)
    for phase, seconds in done["phases"].items():
        phases[phase] = phases.get(phase, 0.0) + seconds
    nb = _take_other_steps(nb, submission, rules, original, config)
    scores, comments = _grades(nb)
    return {
        "text": _written(nb),
        "scores": scores,
        "comments": comments,
        "notes": nb.metadata.fclib.notes,
        "sandbox": done["sandbox"],
    }


def _written(nb: NotebookNode) -> str:
    """Return a notebook's text, a line for each cell.

    nbformat's own writes each entry of each output on a line, in Python's slow encoder: that took
    a twentieth of all the time of a submission.
    """
    about = {key: value for key, value in nb.items() if key != "cells"}
    lines = ",\n".join(map(_encode, nb.cells))
    return f'{{"cells": [\n{lines}\n],\n{_encode(about)[1:]}'


class _InPlace(LoggingConfigurable):
    """Stands where nbgrader's converter and exporter do."""

    coursedir = Instance(CourseDirectory, allow_none=True)


def _take_other_steps(
    nb: NotebookNode, submission: Submission, rules: Rules, original: Original, config: Config
) -> NotebookNode:
    """Run the preprocessors of the configuration that are not nbgrader's own or ours.

    They find what they find under nbgrader: the course at ``self.parent.parent.coursedir``, and the
    folder for what is graded, which is not written yet.
    """
    steps = config.Autograde.get("autograde_preprocessors", [])
    kinds = [import_item(step) if isinstance(step, str) else step for step in steps]
    kinds = [kind for kind in kinds if kind not in DONE_HERE]
    exporter, folder = None, ""
    if not all(kind.__module__.startswith("nbgrader.") for kind in kinds):
        coursedir = course_directory(rules.root, config)
        exporter = _InPlace(parent=_InPlace(config=config, coursedir=coursedir))
        place = coursedir.autograded_directory
        folder = coursedir.format_path(place, submission.student, submission.assignment)
    resources = {
        "nbgrader": {
            "student": submission.student,
            "assignment": submission.assignment,
            "notebook": original.notebook,
            "db_url": rules.db_url,
        },
        "metadata": {"name": original.notebook, "path": folder},
    }
    for kind in kinds:
        nb, resources = kind(parent=exporter, config=config).preprocess(nb, resources)
    return nb


def _grades(nb: NotebookNode) -> tuple[dict[str, float | None], dict[str, str | None]]:
    """Return the scores of a graded notebook's cells, and nbgrader's comments on answers."""
    scores, comments = {}, {}
    for cell in nb.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if utils.is_grade(cell):
            scores[name], _ = utils.determine_grade(cell)
        if utils.is_solution(cell) or utils.is_task(cell):
            unchanged = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
            comments[name] = "No response." if unchanged and not utils.is_task(cell) else None
    return scores, comments

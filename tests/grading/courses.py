"""Courses for tests of grading: the target assignment, and a class whose grades differ."""

import shutil
import sys
from functools import cache
from pathlib import Path

import nbformat
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.utils import capture_log

from fclib.grading.authoring import exercises
from fclib.grading.courses import course_directory, read_config
from fclib.grading.sandbox.declared import Declared
from fclib.grading.steps.execute import packed
from tests import submissions
from tests.grading import forked

# It starts a program, for each new gradebook, and answers the same.
api.get_alembic_version = cache(api.get_alembic_version)

ROOT = Path(__file__).parents[2]
NAME = submissions.NAME
MEBIBYTE = 1 << 20
FCLIB = Declared(str(ROOT), ("fclib.checks",), ("fclib.data",))

# What each answer may be replaced by; student number n makes the mistakes whose bit is set in n.
MISTAKES = {
    "double_answer": "def double(x):\n    return x",
    "layer_answer": "def layer(x, W, b):\n    return x @ W.T",
    "split_answer": "def split(x, *, at=1):\n    return x, x",
    "Mean_answer": "",
    "derivative_answer": "def derivative(f, x, eps=0.5):\n    return f(x + eps) - f(x)",
    "ink_answer": "ink = 1 / 0",
}


def make(course, names=(NAME,), configuration=""):
    """Make a course with copies of the target assignment; release them."""
    course.mkdir(parents=True)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(config + configuration, encoding="utf-8")
    for name in names:
        path = exercises.source_path(course, name)
        path.parent.mkdir(parents=True)
        shutil.copy(exercises.source_path(submissions.TARGET, NAME), path)
        exercises.write_solution(course, name)
    release(course, names)


def release(course, names=(NAME,)):
    """Do what ``nbgrader generate_assignment --force`` does, without starting it for each name."""
    config = read_config(course)
    for name in names:
        config.CourseDirectory.assignment_id = name
        generate = GenerateAssignment(course_directory(course, config), config=config)
        generate.force = generate.create_assignment = True
        done = capture_log(generate)
        assert done["success"], done


def hand_in(course, students, name=NAME):
    """Hand in submissions by so many students."""
    release = nbformat.read(course / "exercises" / name / f"{name}.ipynb", as_version=4)
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in submissions.solution().cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for number in range(students):
        nb = nbformat.from_dict(release)
        wrong = {
            answer: source
            for bit, (answer, source) in enumerate(MISTAKES.items())
            if number >> bit & 1
        }
        for cell in nb.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                answer = cell.metadata.nbgrader.grade_id
                cell.source = {**answers, **wrong}[answer]
        folder = course / "submitted" / f"student{number:05}" / name
        folder.mkdir(parents=True)
        nbformat.write(nb, folder / f"{name}.ipynb")
        stamp = f"2026-03-01 12:00:{number % 60:02} UTC"
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")


def arguments(program, *rest):
    """Return the command line of ``nbgrader`` or ``fclib``."""
    if program == "fclib":
        return [str(Path(sys.executable).with_name("fclib")), *rest]
    return [sys.executable, "-m", program, *rest]


def environment(course):
    """Return an environment without the settings of whoever runs the tests."""
    settings = course.parent / "settings"
    return exercises.environment() | {
        "JUPYTER_CONFIG_DIR": str(settings / "jupyter"),
        "IPYTHONDIR": str(settings / "ipython"),
        "PYTHONPATH": str(ROOT),
    }


def command(course, program, *rest, status=0):
    """Run ``nbgrader`` or ``fclib`` in a course; return what it printed."""
    done = forked.run(program, rest, course, environment(course))
    assert done.returncode == status, done.stderr[-5000:]
    return done.stdout + done.stderr


def grades(course, db_url=None):
    """Return everything in a gradebook that grading writes, by student and assignment."""
    with Gradebook(db_url or f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (submission.student.id, assignment.name): {
                "timestamp": submission.timestamp,
                "score": submission.score,
                "grades": sorted(
                    (notebook.name, grade.name, grade.auto_score, grade.needs_manual_grade)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                ),
                "comments": sorted(
                    (notebook.name, comment.name, comment.auto_comment)
                    for notebook in submission.notebooks
                    for comment in notebook.comments
                ),
                "penalties": [
                    notebook.late_submission_penalty for notebook in submission.notebooks
                ],
            }
            for assignment in gradebook.assignments
            for submission in assignment.submissions
        }


def autograded(course):
    """Return the text of every autograded notebook, by its path."""
    folder = course / "autograded"
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.ipynb"))
    }


def run_cells(grader, *cells, **options):
    """Run cells as `run_job` does; return what each of them shows."""
    return shown(run_job(grader, *cells, **options))


def shown(done):
    """Return what each cell shows in what a grader returns."""
    return [
        "".join(
            output.get("text", "") or f"{output.get('ename')}: {output.get('evalue')}"
            for output in outputs
        )
        for outputs in done["outputs"]
    ]


def run_job(
    grader, *cells, handed_in=(), released=(), total_seconds=20, cell_seconds=5, patience=10
):
    """Run cells, each a role and a source, as one submission; return what the grader returns.

    ``handed_in`` and ``released`` are files: pairs of a name and bytes.
    """
    described = [
        {"role": role, "source": source, "label": f"<cell {number}>", "changes": [], "points": 1}
        for number, (role, source) in enumerate(cells, start=1)
    ]
    files, blobs = packed([*released, *handed_in])
    released_files, released_blobs = packed([*released])
    job = {
        "cells": described,
        "start": {"files": files, "sources": {}, "given": [], "checks": ["fclib.checks"]},
        "cell_seconds": cell_seconds,
        "total_seconds": total_seconds,
        "patience": patience,
        "message": 64 * MEBIBYTE,
        "split": len(blobs),
        "released": released_files,
        "limits": {
            "memory": 1024 * MEBIBYTE,
            "seconds": 20,
            "processes": 16,
            "disk": 16 * MEBIBYTE,
            "message": 64 * MEBIBYTE,
        },
    }
    return grader.run(job, blobs + released_blobs)

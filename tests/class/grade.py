"""Take the sample class through a whole course: release, hand in, grade, feedback, export.

``python tests/class/grade.py COURSE`` makes the course folder. It does what an instructor's
commands do, through nbgrader's API, so that nbgrader is imported once and not thirty times.

Submissions are the notebooks in STUDENT/ASSIGNMENT/, and the answers in
answers/ASSIGNMENT/STUDENT.py: ``# %% NAME`` is the answer in the solution cell NAME, ``# %% own``
a cell of the student's own after the one before it. Other cells stay as they were released.
"""

import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI

from fclib.grading import courses
from fclib.grading.cli import names

CLASS = Path(__file__).parent
ROOT = CLASS.parents[1]
SITE = "../../../../html"


def hand_in(course):
    """Put every submission into a course in which the assignments were released."""
    for path in CLASS.glob("*/*/*.ipynb"):
        place = course / "submitted" / path.relative_to(CLASS)
        place.parent.mkdir(parents=True)
        shutil.copy(path, place)
    for path in CLASS.glob("answers/*/*.py"):
        name, student = path.parent.name, path.stem
        release = nbformat.read(course / "exercises" / name / f"{name}.ipynb", as_version=4)
        place = course / "submitted" / student / name / f"{name}.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(answered(release, path.read_text(encoding="utf-8")), place)


def answered(release, text):
    """Return a released notebook with a student's answers and own cells in it."""
    parts = re.findall(r"^# %% (\S+)\n(.*?)(?=^# %% |\Z)", text, re.DOTALL | re.MULTILINE)
    answers, own, last = {}, {}, None
    for head, body in parts:
        if head == "own":
            own.setdefault(last, []).append(body.strip())
        else:
            answers[head], last = body.strip(), head
    cells = []
    for cell in release.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("solution") and about["grade_id"] in answers:
            cell.source = answers.pop(about["grade_id"])
        cells += [cell, *map(nbformat.v4.new_code_cell, own.pop(about.get("grade_id"), []))]
    unknown = {*answers, *own}
    assert not unknown, f"answers for cells that are not there: {', '.join(map(str, unknown))}"
    release.cells = cells
    return release


def make(course):
    """Make the course and grade it."""
    course.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    shutil.copytree(ROOT / "solutions", course / "solutions")
    config = courses.read_config(course)
    config.FeedbackExporter.site = SITE
    api = NbGraderAPI(courses.course_directory(course, config), config=config)
    for name in names(course):
        _succeed(api.generate_assignment(name))
    hand_in(course)
    subprocess.run([Path(sys.executable).with_name("fclib"), "autograde"], cwd=course, check=True)
    for name in sorted({path.name for path in course.glob("submitted/*/*")}):
        _succeed(api.generate_feedback(name))
    command = [sys.executable, "-m", "nbgrader", "export", "--to", "grades.csv"]
    subprocess.run(command, cwd=course, check=True)


def _succeed(done):
    if not done["success"]:
        sys.exit(f"{done['log']}\n{done.get('error') or ''}")


if __name__ == "__main__":
    logging.disable(logging.INFO)
    # nbgrader calls alembic by its name.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    make(Path(sys.argv[1]).resolve())

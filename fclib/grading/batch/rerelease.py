"""``fclib rerelease``: an assignment gets or loses a test though there are hand-ins.

nbgrader refuses that, since the gradebook's rows belong to the cells of the release. So what people
have given is taken out, the release made anew, everything graded again, and what was taken out put
back by the names of students and cells. A copy of the gradebook is made first; whatever stops the
command, Ctrl-C too, brings it back.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url

from fclib.grading import courses
from fclib.grading.batch import autograde, taken_out
from fclib.grading.lock import FOLDER, CourseIsBusyError, one_grader
from fclib.grading.sandbox.errors import NoSandboxError
from fclib.grading.words import printable

ONLY_OWNER = 0o600
"""The mode of a copy before it has that of the gradebook."""


class NotGradedError(RuntimeError):
    """Grading has stopped."""


EXPECTED = (subprocess.CalledProcessError, MissingEntry, NotGradedError, NoSandboxError)
"""What is said in one line."""


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Make the releases anew, and grade; return the exit status."""
    coursedir = courses.course_directory(course, courses.read_config(course))
    address = make_url(coursedir.db_url)
    if address.drivername != "sqlite" or not courses.has_gradebook(coursedir.db_url):
        print("fclib: this needs a gradebook that is an SQLite file", file=sys.stderr)
        return 2
    try:
        with one_grader(coursedir.root):
            return _run(course, coursedir, names, Path(address.database or ""))
    except CourseIsBusyError as error:
        print(f"fclib: {error}", file=sys.stderr)
        return 2


def _run(course: Path, coursedir: CourseDirectory, names: Sequence[str], database: Path) -> int:
    copy = database.with_name(f"{database.name}.before")
    kept = Path(coursedir.root, FOLDER, "before")
    if copy.exists():
        print(
            f"fclib: {copy} is there, from an earlier fclib rerelease. If that came to its end and "
            f"the grades are right, remove it. If not, it is the gradebook as it was: "
            f"rm -f {database}-journal; mv {copy} {database}. The releases of then are in {kept}",
            file=sys.stderr,
        )
        return 2
    releases = {Path(coursedir.format_path(coursedir.release_directory, ".", one)) for one in names}
    for release in releases:
        _replace(release, kept / release.name)
    _back_up(database, copy)
    status = 0
    try:
        for name in names:
            status = max(status, _rerelease(course, coursedir, name))
    except BaseException as error:
        _copy(copy, database)
        for release in releases:
            _replace(kept / release.name, release)
        copy.unlink()
        print(
            f"fclib: {name}: gradebook and release are as they were before this command. If it had "
            f"begun to grade, fclib autograde {name} makes the graded notebooks as they were",
            file=sys.stderr,
        )
        if not isinstance(error, EXPECTED):
            raise
        print(f"fclib: {name}: {error}", file=sys.stderr)
        return 2
    print(f"The gradebook of before is {copy}: remove it when the grades are right")
    return status


def _replace(source: Path, target: Path) -> None:
    """Make a folder what another is; where that is not there, neither is this."""
    if target.exists():
        shutil.rmtree(target)
    if source.exists():
        shutil.copytree(source, target)


def _back_up(database: Path, copy: Path) -> None:
    """Copy the gradebook, whole or not at all, for the eyes of the same people."""
    half = copy.with_name(f"{copy.name}.part")
    half.unlink(missing_ok=True)
    half.touch(ONLY_OWNER)
    _copy(database, half)
    shutil.copymode(database, half)
    half.replace(copy)


def _copy(source: Path, target: Path) -> None:
    """Copy a database as SQLite itself does: also one that another process has open."""
    with (
        contextlib.closing(sqlite3.connect(source)) as one,
        contextlib.closing(sqlite3.connect(target)) as other,
    ):
        one.backup(other)


def _rerelease(course: Path, coursedir: CourseDirectory, name: str) -> int:
    """Release one assignment anew, and grade it; return the exit status of grading."""
    given = taken_out.take_out(coursedir, name)
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--force"]
    subprocess.run(command, cwd=course, check=True)
    lines = taken_out.put_back(coursedir, name, given)
    everything = {"jobs": None, "student": "*", "force": True, "shard": autograde.WHOLE}
    options = argparse.Namespace(**everything, scheduler=None, names=[name])
    status = autograde.grade(course, [name], options)
    if status > 1:
        raise NotGradedError("it could not be graded")
    old = taken_out.finish(coursedir, name, given)
    for line in [*lines, *old]:
        print(printable(line))
    return max(status, int(bool(old)))

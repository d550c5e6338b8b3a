"""The submissions of a course: find them, read them, keep and record the result of each."""

import contextlib
import fnmatch
import json
import os
import shutil
import stat
from pathlib import Path
from typing import NamedTuple

from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import AssignLatePenalties

from fclib.grading.batch.grade import Rules, Submission
from fclib.grading.batch.journal import Journal, fingerprint, module_text, tests_fingerprint
from fclib.grading.batch.record import Recorder
from fclib.grading.files import below, no_room
from fclib.grading.steps.execute import (
    MEBIBYTE,
    SplitExecute,
    course_files,
    files_to_copy,
    read_files,
)
from fclib.grading.steps.handed_in import (
    LARGEST_FILE,
    missing_notebook_notes,
    odd_file_notes,
    read_notebook,
)
from fclib.grading.steps.original import read_original


class NoRoomError(RuntimeError):
    """The disk is full: no result can be kept, so none is made."""


class Task(NamedTuple):
    """One submission to be graded: where it is, and a hash of all that decides its result."""

    assignment: str
    student: str
    folder: Path
    key: str


class Batch:
    """The submissions of some assignments, and what has been graded of them.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's nbgrader configuration.
    coursedir : nbgrader.coursedir.CourseDirectory
        The course.
    names : list of str
        Assignments.

    Raises
    ------
    nbgrader.api.MissingEntry
        If the gradebook does not know an assignment.
    """

    def __init__(self, config, coursedir, names):
        self.coursedir = coursedir
        execute = SplitExecute(config=config)
        self.disk = execute.disk * MEBIBYTE // 2
        plugin = AssignLatePenalties(config=config)
        plugin.init_plugin()
        self.recorder = Recorder(coursedir, plugin.plugin_inst.late_submission_penalty)
        self.journals = {name: Journal(coursedir.root, name) for name in names}
        self.rules = {name: self._rules(config, name) for name in names}
        settings = _settings(execute) | {
            "steps": _sources(config.Autograde.get("autograde_preprocessors", [])),
            "late": [_sources([type(plugin.plugin_inst)]), _settings(plugin.plugin_inst)],
        }
        self.tests = {
            name: fingerprint(
                *(part for item in sorted(rules.files.items()) for part in item),
                *(tests_fingerprint(one, settings) for one in rules.originals.values()),
            )
            for name, rules in self.rules.items()
        }

    def close(self):
        """Close the gradebook."""
        self.recorder.close()

    def submissions(self, student="*", shard=(0, 1)):
        """Return the submissions that were handed in: assignment, student and folder.

        Parameters
        ----------
        student : str
            A pattern for the students' names.
        shard : (int, int)
            Which of how many parts of equal size.
        """
        found = [
            (name, who, folder)
            for name in self.rules
            for who, folder in self._handed_in(name)
            if fnmatch.fnmatchcase(who, student)
        ]
        return found[shard[0] :: shard[1]]

    def task(self, assignment, student, folder):
        """Return what is to be graded, with its key."""
        parts = []
        for path in below(folder):
            kind = path.lstat()
            parts += [os.fsencode(path.relative_to(folder)).hex(), kind.st_mode]
            if stat.S_ISREG(kind.st_mode):
                is_read = path.parent == folder and kind.st_size <= LARGEST_FILE
                changes = [kind.st_size, kind.st_mtime_ns]
                parts.append(path.read_bytes() if is_read else changes)
        return Task(assignment, student, folder, fingerprint(self.tests[assignment], *parts))

    def read(self, task):
        """Read what a student handed in. Links and devices are not followed."""
        timestamp, notes = self._timestamp(task.folder)
        notebooks = {
            name: read_notebook(task.folder / f"{name}.ipynb")
            for name in self.rules[task.assignment].originals
            if os.path.lexists(task.folder / f"{name}.ipynb")
        }
        files, left_out = read_files(task.folder, self.disk)
        notes += left_out + odd_file_notes(task.folder)
        expected = self.rules[task.assignment].originals
        notes += missing_notebook_notes(task.folder, expected)
        return Submission(
            task.assignment, task.student, task.key, timestamp, notebooks, files, notes
        )

    def is_done(self, task, kept, recorded):
        """Whether a kept result is in the gradebook and in the autograded folder."""
        folder = self._place("autograded", task)
        if task.student not in recorded[task.assignment] or not folder.is_dir():
            return False
        for notebook in self.rules[task.assignment].originals:
            path = folder / f"{notebook}.ipynb"
            if notebook not in kept["notebooks"]:
                if path.exists():
                    return False
                continue
            try:
                metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
                if metadata["fclib"]["key"] != task.key:
                    return False
            except (OSError, ValueError, KeyError, TypeError):
                return False
        return True

    def keep(self, result):
        """Keep a result: its file first, then the gradebook, then the autograded folder."""
        with self._room():
            self.journals[result["assignment"]].write(result)
        self.record(result)

    def record(self, result):
        """Bring a result into the gradebook and the autograded folder."""
        with self._room():
            self.recorder.record(result)
            self._write_autograded(result)

    @contextlib.contextmanager
    def _room(self):
        """Tell a full disk from what may be wrong with one submission."""
        try:
            yield
        except Exception as error:
            if no_room(error):
                raise NoRoomError(
                    f"no room is left to write in {self.coursedir.root} "
                    f"({getattr(error, 'orig', error)}). What was graded is kept: make room, "
                    "then run the same command again"
                ) from error
            raise

    def _rules(self, config, name):
        originals = {
            notebook: read_original(self.coursedir, name, notebook)
            for notebook in self.recorder.notebooks(name)
        }
        if not originals:
            raise MissingEntry(f"{name} has no notebooks in the gradebook")
        files = course_files(next(iter(originals.values())).folder, self.coursedir.ignore)
        return Rules(originals, files, config, self.coursedir.root, self.coursedir.db_url)

    def _handed_in(self, name):
        """Return (student, folder) for each submission of an assignment, in order."""
        place = self.coursedir.format_path(self.coursedir.submitted_directory, "\n", name)
        above, below = place.split("\n")
        excluded = set(self.coursedir.student_id_exclude.split(","))
        found = []
        for entry in os.scandir(above) if os.path.isdir(above) else []:
            folder = Path(entry.path + below)
            if entry.name not in excluded and not entry.is_symlink() and folder.is_dir():
                found.append((entry.name, folder))
        return sorted(found)

    def _timestamp(self, folder):
        path = folder / "timestamp.txt"
        if not os.path.lexists(path):
            return None, []
        try:
            if path.is_symlink() or not path.is_file():
                raise ValueError("it is not an ordinary file")
            text = path.read_text(encoding="utf-8")[:100].strip()
            return (utils.parse_utc(text).isoformat(), []) if text else (None, [])
        except (OSError, ValueError, OverflowError) as error:
            return None, [f"timestamp.txt could not be read: {error}"]

    def _place(self, step, task):
        folder = getattr(self.coursedir, f"{step}_directory")
        return Path(self.coursedir.format_path(folder, task.student, task.assignment))

    def _write_autograded(self, result):
        """Write the autograded folder, as nbgrader would, whole or not at all."""
        task = Task(result["assignment"], result["student"], None, result["key"])
        final = self._place("autograded", task)
        half = final.with_name(f".{final.name}.part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        folders = _source(self.rules[task.assignment]), self._place("submitted", task)
        for folder in folders:
            for path in files_to_copy(folder, self.coursedir.ignore):
                copy = half / path.relative_to(folder)
                # The course's files come first; a file may have the name of a folder of theirs.
                with contextlib.suppress(FileExistsError, NotADirectoryError):
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    if not os.path.lexists(copy):
                        shutil.copyfile(path, copy)
        for name, notebook in result["notebooks"].items():
            (half / f"{name}.ipynb").write_text(notebook["text"] + "\n", encoding="utf-8")
        for path in half.rglob("*"):
            if path.is_file():
                path.chmod(0o664 if self.coursedir.groupshared else 0o444)
        if final.exists():
            utils.rmtree(str(final))
        half.rename(final)


def _settings(configurable):
    """Return the values that can be set in a configuration."""
    names = sorted(configurable.trait_names(config=True))
    return {name: getattr(configurable, name) for name in names}


def _sources(kinds):
    """Return the names of classes, or of what a configuration names, and their modules' text."""
    names = [
        kind if isinstance(kind, str) else f"{kind.__module__}.{kind.__qualname__}"
        for kind in kinds
    ]
    return [[name, module_text(name.rpartition(".")[0])] for name in names]


def _source(rules):
    """Return the folder of an assignment's solution."""
    return next(iter(rules.originals.values())).folder

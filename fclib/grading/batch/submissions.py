"""The submissions of a course: find them, read them, keep and record the result of each."""

import contextlib
import fnmatch
import json
import os
import shutil
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

from nbgrader import utils
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config, Configurable

from fclib.grading.batch.grade import Rules, Submission
from fclib.grading.batch.journal import Journal, fingerprint, module_text, tests_fingerprint
from fclib.grading.batch.record import Recorder
from fclib.grading.files import no_room
from fclib.grading.sandbox.declared import declared
from fclib.grading.steps import handed_in
from fclib.grading.steps.execute import MEBIBYTE, SplitExecute, course_files, is_ignored
from fclib.grading.steps.original import read_original
from fclib.grading.untrusted import UnreadableError
from fclib.grading.words import wrong_id

Recorded = dict[str, dict[str, str | None]]
"""By assignment and student when what is in the gradebook was due."""


class NoRoomError(RuntimeError):
    """The disk is full: no result can be kept, so none is made."""


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

    def __init__(self, config: Config, coursedir: CourseDirectory, names: Iterable[str]) -> None:
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
        course = declared(config, coursedir.root)
        self.tests = {
            name: fingerprint(
                *(part for item in sorted(rules.files.items()) for part in item),
                *(tests_fingerprint(one, settings, course) for one in rules.originals.values()),
            )
            for name, rules in self.rules.items()
        }

    def close(self) -> None:
        """Close the gradebook."""
        self.recorder.close()

    def submissions(
        self, student: str = "*", shard: tuple[int, int] = (0, 1)
    ) -> list[tuple[str, str]]:
        """Return the submissions that were handed in: pairs of an assignment and a student.

        Parameters
        ----------
        student : str
            A pattern for the students' names.
        shard : (int, int)
            Which of how many parts of equal size.
        """
        excluded = set(self.coursedir.student_id_exclude.split(","))
        found = [
            (name, who)
            for name in self.rules
            for who in handed_in.students(self.coursedir, name)
            if who not in excluded
            and fnmatch.fnmatchcase(who, student)
            and handed_in.is_there(handed_in.place(self.coursedir, who, name))
        ]
        return found[shard[0] :: shard[1]]

    def read(self, assignment: str, student: str) -> Submission:
        """Read what a student handed in.

        Raises
        ------
        fclib.grading.untrusted.UnreadableError
            If it is nothing that can be graded.
        """
        trouble = wrong_id(student)
        if trouble:
            raise UnreadableError(f"not a student's id: {trouble}")
        where = handed_in.place(self.coursedir, student, assignment)
        expected = self.rules[assignment].originals
        found = handed_in.read(where, self.disk, expected)
        notes = found.notes + handed_in.missing_notebook_notes(where, expected)
        texts = {name: text for name, text in found.notebooks.items() if isinstance(text, str)}
        contents = [
            *(name.encode() for name in found.notebooks),
            *(text for text in found.notebooks.values() if isinstance(text, bytes)),
            *(part for path, file in found.files.items() for part in (os.fsencode(path), file)),
        ]
        key = fingerprint(self.tests[assignment], notes, texts, *contents)
        return Submission(
            assignment, student, key, found.timestamp, found.notebooks, found.files, notes
        )

    def is_done(self, submission: Submission, kept: dict[str, Any], recorded: Recorded) -> bool:
        """Whether a kept result is in the gradebook and in the autograded folder."""
        in_gradebook = recorded[submission.assignment]
        if submission.student not in in_gradebook:
            return False
        if kept.get("due") != in_gradebook[submission.student]:
            return False
        return self._is_written(submission, kept)

    def _is_written(self, submission: Submission, kept: dict[str, Any]) -> bool:
        folder = self._autograded(submission)
        if not folder.is_dir():
            return False
        for notebook in self.rules[submission.assignment].originals:
            path = folder / f"{notebook}.ipynb"
            if notebook not in kept["notebooks"]:
                if path.exists():
                    return False
                continue
            try:
                metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
                if metadata["fclib"]["key"] != submission.key:
                    return False
            except (OSError, ValueError, KeyError, TypeError):
                return False
        return True

    def keep(self, submission: Submission, result: dict[str, Any]) -> None:
        """Keep a result: its file first, then the gradebook, then the autograded folder."""
        result["due"] = self.recorder.due(submission.assignment, submission.student)
        with self._room():
            self.journals[submission.assignment].write(result)
        self._bring_in(submission, result)

    def record(self, submission: Submission, result: dict[str, Any]) -> None:
        """Bring a kept result into the gradebook and the autograded folder."""
        due = self.recorder.due(submission.assignment, submission.student)
        if result.get("due") != due:  # it was graded before the date was changed
            with self._room():
                self.journals[submission.assignment].write(result | {"due": due})
        self._bring_in(submission, result)

    def _bring_in(self, submission: Submission, result: dict[str, Any]) -> None:
        again = self._is_written(submission, result)
        with self._room():
            self.recorder.record(result, again)
            self._write_autograded(submission, result)

    def has_feedback(self, assignment: str, student: str) -> bool:
        """Whether there is a feedback page, made of what was graded before."""
        place = self.coursedir.feedback_directory
        folder = Path(self.coursedir.format_path(place, student, assignment))
        return any(folder.glob("*.html"))

    @contextlib.contextmanager
    def _room(self) -> Generator[None]:
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

    def _rules(self, config: Config, name: str) -> Rules:
        originals = {
            notebook: read_original(self.coursedir, config, name, notebook)
            for notebook in self.recorder.notebooks(name)
        }
        if not originals:
            raise MissingEntry(f"{name} has no notebooks in the gradebook")
        files = course_files(next(iter(originals.values())).folder, self.coursedir.ignore)
        return Rules(originals, files, config, self.coursedir.root, self.coursedir.db_url)

    def _autograded(self, submission: Submission) -> Path:
        place = self.coursedir.autograded_directory
        return Path(self.coursedir.format_path(place, submission.student, submission.assignment))

    def _write_autograded(self, submission: Submission, result: dict[str, Any]) -> None:
        """Write the autograded folder, as nbgrader would, whole or not at all."""
        final = self._autograded(submission)
        half = final.with_name(f".{final.name}.part")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        theirs = {
            path: content
            for path, content in submission.files.items()
            if not is_ignored(path, self.coursedir.ignore)
        }
        # The course's files come first; a file may have the name of a folder of theirs.
        for path, content in [*self.rules[submission.assignment].files.items(), *theirs.items()]:
            copy = half / path
            with contextlib.suppress(FileExistsError, NotADirectoryError):
                copy.parent.mkdir(parents=True, exist_ok=True)
                if not os.path.lexists(copy):
                    copy.write_bytes(content)
        for name, notebook in result["notebooks"].items():
            (half / f"{name}.ipynb").write_text(notebook["text"] + "\n", encoding="utf-8")
        for written in half.rglob("*"):
            if written.is_file():
                written.chmod(0o664 if self.coursedir.groupshared else 0o444)
        if final.exists():
            utils.rmtree(str(final))
        half.rename(final)


def _settings(configurable: Configurable) -> dict[str, Any]:
    """Return the values that can be set in a configuration."""
    names = sorted(configurable.trait_names(config=True))
    return {name: getattr(configurable, name) for name in names}


def _sources(kinds: Iterable[str | type]) -> list[tuple[str, str | None]]:
    """Return the names of classes, or of what a configuration names, and their modules' text."""
    names = [
        kind if isinstance(kind, str) else f"{kind.__module__}.{kind.__qualname__}"
        for kind in kinds
    ]
    return [(name, module_text(name.rpartition(".")[0])) for name in names]

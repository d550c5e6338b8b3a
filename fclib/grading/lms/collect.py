"""Collect the files from Canvas or Moodle: a plugin of nbgrader zip_collect.

All files are looked at before the first is collected: only then can it be said which of two
uploads is the later one, and who handed in nothing that can be graded. What is not collected is
a line in the log, and stays in the folder of extracted files.
"""

import functools
import logging
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbgrader.plugins import FileNameCollectorPlugin

from fclib.grading import untrusted
from fclib.grading.lms import whose
from fclib.grading.lms.hand_back import extracted, place
from fclib.grading.lms.take_back import settle
from fclib.grading.lms.uploads import Upload, key, parse
from fclib.grading.lms.which import Released, choose, released
from fclib.grading.steps.handed_in import SUFFIX, TIMESTAMP
from fclib.grading.words import printable

OF_NBGRADER = "zipcollectapp"
"""The module whose log has a line for each file and folder."""
NO_WORK = ("__MACOSX", ".DS_Store", ".ipynb_checkpoints")
"""What computers leave in folders."""
TYPED = ("text.html", "onlinetext.html")
"""The file that Canvas, or Moodle, makes of a text which a student typed beside the files."""


class LmsCollector(FileNameCollectorPlugin):
    """Finds student and notebook of each file.

    The gradebook says whose a name is, when it knows the students' names, or Canvas's numbers as
    ``lms_user_id``: ``nbgrader db student import`` puts them there. For others the student's id is
    Canvas's number, or the name that Moodle gives.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        # zip_collect calls no plugin when it is done.
        app, transfer = self.parent, self.parent._transfer_files

        def transfer_and_tidy(collected: dict[str, Any]) -> None:
            timed = [student for student in collected if self._has_time(student)]
            for data in collected.values():  # the ending may be .IPYNB, which nothing grades
                data["dest_files"] = [
                    str(Path(one).with_suffix(SUFFIX)) for one in data["dest_files"]
                ]
            transfer(collected)
            self._settle()
            self._sum_up(timed)

        app._transfer_files = transfer_and_tidy
        if not any(isinstance(one, _Ours) for one in app.log.filters):
            app.log.addFilter(_Ours())
        downloads = self._extracted.with_name(app.archive_directory)
        if not downloads.is_dir():
            app.fail("There is no %s: make it, and put the zip file there", downloads)
        if not self._released:
            app.fail("There is no release: nbgrader generate_assignment %s", self._name)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return student and notebook of one file, or None if it is not to be collected.

        Parameters
        ----------
        submitted_file : str
            Its absolute path.

        Returns
        -------
        dict or None
            ``student_id`` and ``file_id``.
        """
        return self._plan.get(Path(submitted_file))

    @property
    def _name(self) -> str:
        name: str = self.parent.coursedir.assignment_id
        return name

    @property
    def _worksheet(self) -> str:
        return f"fclib roster WORKSHEET --times {self._name}"

    @property
    def _extracted(self) -> Path:
        return extracted(self.parent, self.parent.coursedir.root, self._name)

    @functools.cached_property
    def _released(self) -> Released:
        coursedir = self.parent.coursedir
        return released(Path(coursedir.format_path(coursedir.release_directory, ".", self._name)))

    @functools.cached_property
    def _plan(self) -> dict[Path, dict[str, str]]:
        return {
            upload.path: {"student_id": student, "file_id": notebook}
            for student, chosen in self._chosen.items()
            for notebook, upload in chosen.items()
        }

    @functools.cached_property
    def _chosen(self) -> dict[str, dict[str, Upload]]:
        """By student the upload of each notebook; what is left out is said."""
        notebooks, others = self._sorted(self._uploads())
        result = {}
        for student, uploads in sorted(notebooks.items()):
            result[student], lines = choose(uploads, self._released)
            for line in lines:
                self._say(f"{student}: {line}")
            if not result[student]:
                self._say(f"{student}: NOTHING COLLECTED")
        for student, uploads in sorted(others.items()):
            self._say_others(student, uploads, student in notebooks)
        return result

    def _uploads(self) -> list[Upload]:
        """Return what was extracted; say what has no student's name, or is no ordinary file."""
        found, odd, folder = [], [], self._extracted
        with untrusted.folder(folder) as opened:
            for entry in untrusted.entries(opened):
                path = Path(folder, entry.path)
                if entry.odd == untrusted.FOLDER or _is_no_work(Path(entry.path)):
                    continue
                upload = parse(path, folder)
                if entry.odd:
                    odd.append((entry.path, entry.odd))
                elif upload is None:
                    self._say(f"{path}: named as neither Canvas nor Moodle does")
                else:
                    found.append(upload)
        for note in untrusted.left_out(odd):
            self._say(f"{folder}: {note}")
        return found

    def _sorted(
        self, uploads: Sequence[Upload]
    ) -> tuple[dict[str, list[Upload]], dict[str, list[Upload]]]:
        """Return by student the notebooks, and the other files; say whom nobody knows."""
        users: dict[str, set[str]] = defaultdict(set)
        for upload in uploads:
            users[key(upload.name)].add(upload.user)
        known = whose.read(self.parent.coursedir, self._extracted.parent)
        notebooks: dict[str, list[Upload]] = defaultdict(list)
        others: dict[str, list[Upload]] = defaultdict(list)
        for upload in sorted(uploads, key=lambda one: not _is_notebook(one)):
            student, doubt = whose.owner(upload, len(users[key(upload.name)]) == 1, known)
            if not _is_notebook(upload):
                is_told = not doubt or student in notebooks
                others[student if student and is_told else f"{upload.name} ({doubt})"].append(
                    upload
                )
                continue
            if student is None:
                self._say(f"{upload.name}: {doubt}")
                continue
            if doubt and student not in notebooks:
                hint = "" if upload.is_canvas else f"; {self._worksheet} can tell who it is"
                self._say(f"{upload.name}: {doubt}, collected as {student}{hint}")
            notebooks[student].append(upload)
        late = [
            who for who, found in sorted(notebooks.items()) if any(one.is_late for one in found)
        ]
        if late:
            self._say(f"late, says Canvas, and nbgrader knows no times: {', '.join(late)}")
        return notebooks, others

    def _say_others(self, student: str, uploads: list[Upload], has_notebook: bool) -> None:
        """Say which files are no notebooks, and what is to be done about it."""
        files = sorted({one.file for one in uploads if not (has_notebook and one.file in TYPED)})
        named = ", ".join(files)
        if has_notebook and files:
            self._say(f"{student}: only notebooks are collected, so not {named}")
        elif files:
            wanted = " and ".join(f"{notebook}{SUFFIX}" for notebook in self._released)
            self._say(f"{student}: NOTHING COLLECTED, only {named} came: ask for {wanted}")

    def _has_time(self, student: str) -> bool:
        """Whether it is noted when a student's work came in, which nbgrader clears away."""
        coursedir = self.parent.coursedir
        folder = coursedir.format_path(coursedir.submitted_directory, student, self._name)
        return Path(folder, TIMESTAMP).is_file()

    def _settle(self) -> None:
        """After a collection: note whose work came from where, and undo what was another's."""
        now = {
            student: place(next(iter(chosen.values())))
            for student, chosen in self._chosen.items()
            if chosen
        }
        for line in settle(self.parent.coursedir, self._extracted.parent, now):
            self._say(line)

    def _sum_up(self, timed: list[str]) -> None:
        count = sum(bool(chosen) for chosen in self._chosen.values())
        print(f"collected: the work of {count} {'student' if count == 1 else 'students'}")
        if timed:
            self._say(
                f"the times at which work of {len(timed)} of them came in were of the download "
                f"before this one: {self._worksheet} notes the new ones"
            )

    def _say(self, words: str) -> None:
        self.log.warning("%s", printable(words))


class _Ours(logging.Filter):
    """Leaves out nbgrader's own line for each file and folder; its errors stay."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.module != OF_NBGRADER or record.levelno >= logging.ERROR


def _is_notebook(upload: Upload) -> bool:
    return upload.path.suffix.lower() == SUFFIX


def _is_no_work(path: Path) -> bool:
    return any(part.startswith("._") or part in NO_WORK for part in path.parts)

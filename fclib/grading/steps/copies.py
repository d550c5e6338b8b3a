"""Let ``nbgrader autograde`` grade copies of submissions: what was read of each, and no more.

nbgrader globs, opens and copies what is in a submission, through links too. So each submission is
read once by `handed_in`, and nbgrader gets a folder with what was read.
"""

import copy
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from fclib.grading.lock import CourseIsBusyError, one_grader
from fclib.grading.steps import handed_in, marks
from fclib.grading.steps.execute import MEBIBYTE, SplitExecute
from fclib.grading.steps.notebooks import parse_submission
from fclib.grading.steps.restore import NOTES
from fclib.grading.untrusted import UnreadableError
from fclib.grading.words import printable, wrong_id


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in, whatever it is; what can not be read is graded as empty.

    nbgrader has no setting for the class of its converter. This exporter is the first object of
    ours that the converter makes, and ``convert_notebooks`` is what it calls next.
    """

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.read = handed_in.HandedIn({}, {}, None, [])
        converter, convert = self.parent, self.parent.convert_notebooks
        converter.convert_notebooks = lambda: self.convert_copies(converter, convert)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **keywords: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert one notebook, as nbconvert does."""
        path = Path(filename)
        content = self.read.notebooks.pop(path.stem, None)
        if content is None:  # the second call: nbgrader reads what the first wrote
            return super().from_filename(filename, resources=resources, **keywords)
        resources = self._init_resources(resources or {})
        resources["metadata"] |= {"name": path.stem, "path": str(path.parent)}
        resources[NOTES] = self.read.notes
        return self.from_notebook_node(parse_submission(content), resources, **keywords)

    def convert_copies(self, converter: BaseConverter, convert: Callable[[], None]) -> None:
        """Convert a copy of each submission in place of it, one after the other."""
        coursedir, found, failed = converter.coursedir, converter.assignments, []
        try:
            with one_grader(coursedir.root):
                for folder in sorted(found):
                    try:
                        self._convert_copy(converter, convert, coursedir, folder, found[folder])
                    except NbGraderException as error:
                        failed.append(error)
        except CourseIsBusyError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        finally:
            converter.coursedir, converter.assignments = coursedir, found
        if failed:
            raise failed[0]

    def _convert_copy(
        self,
        converter: BaseConverter,
        convert: Callable[[], None],
        coursedir: CourseDirectory,
        folder: str,
        notebooks: list[str],
    ) -> None:
        assignment = coursedir.assignment_id
        student = handed_in.student_of(coursedir, assignment, folder) or ""
        try:
            trouble = wrong_id(student)
            if trouble:
                raise UnreadableError(f"not a student's id: {trouble}")
            names = [Path(path).stem for path in notebooks if Path(path).name.isprintable()]
            where = handed_in.place(coursedir, student, assignment)
            room = SplitExecute(config=self.config).disk * MEBIBYTE // 2
            self.read = handed_in.read(where, room, names)
        except UnreadableError as error:
            self.log.error("%s", printable(f"{student}, {assignment}: NOT GRADED: {error}"))
            return
        with tempfile.TemporaryDirectory(prefix="fclib-") as scratch:
            converter.coursedir = _with_copies(coursedir, scratch)
            place = Path(*_joined(handed_in.place(converter.coursedir, student, assignment)))
            write_copy(self.read, place)
            converter.assignments = {
                str(place): [str(place / f"{name}.ipynb") for name in self.read.notebooks]
            }
            with marks.kept(coursedir, student, assignment):
                convert()
        self._warn_of_old_feedback(coursedir, student, assignment)

    def _warn_of_old_feedback(
        self, coursedir: CourseDirectory, student: str, assignment: str
    ) -> None:
        place = coursedir.format_path(coursedir.feedback_directory, student, assignment)
        if any(Path(place).glob("*.html")):
            self.log.warning(
                "%s, %s: the feedback page is older than this: nbgrader generate_feedback --force",
                student,
                assignment,
            )


def write_copy(read: handed_in.HandedIn, folder: Path) -> None:
    """Write what was read of a submission: its files, and an empty one for each notebook."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in read.notebooks:
        (folder / f"{name}.ipynb").touch()
    for path, content in read.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _with_copies(coursedir: CourseDirectory, scratch: str) -> CourseDirectory:
    """Return the same course whose submissions are elsewhere."""
    other = copy.copy(coursedir)
    other.submitted_directory = os.path.join(scratch, "submitted")
    return other


def _joined(where: handed_in.Place) -> tuple[str, ...]:
    return (where.above, *where.parts)

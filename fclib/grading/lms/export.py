"""Grades for the gradebooks of Canvas and Moodle, as plugins of ``nbgrader export``.

``nbgrader export --exporter=fclib.grading.lms.export.CanvasExport --to canvas.csv``, or
MoodleExport. Settings stand in nbgrader_config.py:
``c.CanvasExport.columns = {"01-name": "Name (4711)"}``.

The formats were read in the importers themselves: Canvas, ``lib/gradebook_importer.rb`` in
instructure/canvas-lms; Moodle, ``grade/import/csv/classes/load_data.php`` in moodle/moodle and
https://docs.moodle.org/en/Grade_import.

Canvas wants the header ``Student, ID, SIS User ID, SIS Login ID, Section`` and then assignments,
each named ``Name (id)`` as in its own export. It looks for a student by the first of these that
is not empty, and at last by the name. The row "Points Possible" sets the points of an assignment
that is new to Canvas.

Moodle lets the importer choose which column names the user and into which grade item each other
column goes. A row without a user would go to the user of the row before it, so there must be none.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Dict, Enum, Unicode

from fclib.grading import courses, files
from fclib.grading.courses import is_handed_in, points

FORMULA = "=+-@"
"""Spreadsheets take a cell that begins so for a formula, and run it; wide forms of these too."""
BEFORE = re.compile(r'[\s"]*')
"""What spreadsheets pass over at the beginning of a cell."""
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
DIGITS = 5
"""Decimals of a grade that Moodle keeps; Canvas keeps fewer."""


class LmsExport(ExportPlugin):
    """What exporters for learning management systems have in common."""

    columns = Dict(
        help="The heading of an assignment's column, by the assignment's name; the name itself "
        "for those that are not here.",
        value_trait=Unicode(),
        key_trait=Unicode(),
    ).tag(config=True)
    missing = Unicode(
        "",
        help="The grade of a student who handed nothing in. Empty, it is left to the learning "
        "management system; nbgrader's own export has 0 there.",
    ).tag(config=True)

    default_name: str

    def export(self, gradebook: Gradebook) -> None:
        """Write the table.

        Parameters
        ----------
        gradebook : nbgrader.api.Gradebook
        """
        assignments = _chosen(self, gradebook.assignments, "name", self.assignment)
        self._refuse_unknown({assignment.name for assignment in gradebook.assignments})
        students = _chosen(self, gradebook.students, "id", self.student)
        submissions = {
            assignment.name: {
                submission.student_id: submission
                for submission in gradebook.assignment_submissions(assignment.name)
                if is_handed_in(submission)
            }
            for assignment in assignments
        }
        for name, handed_in in submissions.items():
            for student, submission in sorted(handed_in.items()):
                if submission.needs_manual_grade:
                    self.log.warning("%s, %s: not all of it is graded yet", student, name)
        table: list[list[str]] = [*self.head(assignments)]
        for student in sorted(students, key=lambda student: student.id):
            who = self.who(student)
            if who is not None:
                found = [submissions[assignment.name].get(student.id) for assignment in assignments]
                table.append(who + [cell for one in found for cell in self.cells(one)])
        self._write(Path(self.to or self.default_name), table)

    def _refuse_unknown(self, known: set[str]) -> None:
        """Stop at a heading of no assignment, be it in the gradebook or not released yet."""
        if self.columns.keys() - known:
            known = known | set(courses.names(self.parent.coursedir.root))
        for name in sorted(self.columns.keys() - known):
            self.parent.fail(
                "c.%s.columns has %r, and the course no such assignment; it has %s",
                type(self).__name__,
                name,
                ", ".join(sorted(known)),
            )

    def head(self, assignments: list[Assignment]) -> Iterable[list[str]]:
        """Return the rows above the students'."""
        raise NotImplementedError

    def who(self, student: Student) -> list[str] | None:
        """Return the cells that say whose row this is; None leaves the student out."""
        raise NotImplementedError

    def cells(self, submission: SubmittedAssignment | None) -> list[str]:
        """Return the cells of one assignment in a student's row."""
        return [self.missing if submission is None else number(points(submission))]

    def heading(self, assignment: Assignment) -> str:
        """Return the heading of an assignment's column."""
        return harmless(self.columns.get(assignment.name, assignment.name))

    def identifier_cell(self, text: str) -> str:
        """Return a cell by which students are found; say so if it had to be changed."""
        safe = harmless(text)
        if safe != text:
            self.log.warning(
                "%r is written as %r, so that no spreadsheet runs it: the import will not find "
                "this student",
                text,
                safe,
            )
        return safe

    def _write(self, path: Path, table: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text).writerows(table)
        try:
            files.replace(path, text.getvalue().encode())
        except OSError as error:
            self.parent.fail("The grades could not be written to %s: %s", path, error)
        self.log.info("Grades written to %s", path)


class CanvasExport(LmsExport):
    """Grades as Canvas's gradebook imports them."""

    default_name = "canvas.csv"
    identifier = Enum(
        ["SIS Login ID", "SIS User ID", "ID"],
        "SIS Login ID",
        help="Which of Canvas's columns nbgrader's student ids go into. The ID is Canvas's own "
        "number of a user; that of students whose lms_user_id the gradebook knows is there anyway.",
    ).tag(config=True)

    def head(self, assignments: list[Assignment]) -> Generator[list[str]]:
        """Return the header and the row of the points."""
        headings = [self.heading(assignment) for assignment in assignments]
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *headings]
        maxima = [number(assignment.max_score) for assignment in assignments]
        yield ["    Points Possible", "", "", "", "", *maxima]

    def who(self, student: Student) -> list[str]:
        """Return the cells that say whose row this is."""
        names = [name for name in (student.last_name, student.first_name) if name]
        cell = self.identifier_cell(student.id)
        columns = ["ID", "SIS User ID", "SIS Login ID"]
        ids = [cell if column == self.identifier else "" for column in columns]
        if student.lms_user_id:
            ids[0] = harmless(student.lms_user_id)
        return [harmless(", ".join(names) or student.id), *ids, ""]


class MoodleExport(LmsExport):
    """Grades as Moodle's grade import takes them; map the first column to the field of its name."""

    default_name = "moodle.csv"
    identifier = Enum(
        ["Username", "ID number", "Email address"],
        "Username",
        help="What the first column has: nbgrader's student ids under this name, or the email "
        "addresses that the gradebook knows.",
    ).tag(config=True)
    feedback = Bool(
        False,
        help="Add a column of comments after each assignment's: those written in formgrader, and "
        "what a submission lost for being late.",
    ).tag(config=True)

    def head(self, assignments: list[Assignment]) -> Generator[list[str]]:
        """Return the header."""
        row = [self.identifier]
        for assignment in assignments:
            heading = self.heading(assignment)
            row += [heading, f"{heading} (Feedback)"] if self.feedback else [heading]
        yield row

    def who(self, student: Student) -> list[str] | None:
        """Return the cell that says whose row this is, or None where Moodle could not know."""
        has_id = self.identifier != "Email address"
        text = student.id if has_id else student.email
        if not text:
            self.log.warning("%s is left out: the gradebook has no email address", student.id)
            return None
        return [self.identifier_cell(text)]

    def cells(self, submission: SubmittedAssignment | None) -> list[str]:
        """Return an assignment's points, and the comments if they are wanted."""
        grade = super().cells(submission)
        if not self.feedback:
            return grade
        return [*grade, "" if submission is None else harmless(comments(submission))]


def comments(submission: SubmittedAssignment) -> str:
    """Return the comments of a submission in one line."""
    words = [
        f"{comment.name}: {comment.manual_comment}"
        for notebook in submission.notebooks
        for comment in notebook.comments
        if comment.manual_comment
    ]
    if submission.late_submission_penalty:
        words.append(f"late: −{number(submission.late_submission_penalty)} points")
    return "; ".join(words)


def number(value: float) -> str:
    """Return a number as both systems read it: a point, and no more digits than it needs."""
    return f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")


def harmless(text: str) -> str:
    """Return text as one line which no spreadsheet takes for a formula.

    Nor does one for which ``;`` begins another cell, as in countries with a decimal comma.
    """
    return ";".join(map(_as_text, CONTROL.sub(" ", text).split(";")))


def _as_text(cell: str) -> str:
    first = unicodedata.normalize("NFKC", BEFORE.sub("", cell, count=1)[:1])
    return f"'{cell}" if first and first in FORMULA else cell


def _chosen(
    plugin: LmsExport, entries: Iterable[Any], key: str, chosen: Iterable[str]
) -> list[Any]:
    """Return the gradebook's entries that were asked for; all if none was."""
    wanted = [str(name) for name in chosen]
    known = {getattr(entry, key): entry for entry in entries}
    for name in wanted:
        if name not in known:
            plugin.parent.fail(
                "%s is not in the gradebook, which has %s", name, ", ".join(sorted(known))
            )
    return [entry for name, entry in known.items() if not wanted or name in wanted]

"""Who got what, and why: a table from the gradebook and the autograded notebooks."""

import argparse
import re
import statistics
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Grade, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory

from fclib.grading import courses, times
from fclib.grading.pages import catalogue
from fclib.grading.pages.feedback import own_words
from fclib.grading.sandbox.declared import declared
from fclib.grading.steps.handed_in import missing_notebook_notes, place
from fclib.grading.words import printable

WIDTH = 100
GENERATE = "nbgrader generate_assignment"


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Print a table of grades for each assignment; return the exit status."""
    if not options.names:
        coursedir = courses.course_directory(course, courses.read_config(course))
        names = courses.in_gradebook(coursedir, names)
    for name in names:
        print(table(course, name))
    return 0


def table(course: str | Path, assignment: str) -> str:
    """Return a table of an assignment's grades, one student per row.

    Parameters
    ----------
    course : path-like
        The course folder.
    assignment : str
        The assignment's name.

    Returns
    -------
    str
        For each student the points as they are exported, how late the work was, and for each
        reason the points and cells it cost.
    """
    coursedir = courses.course_directory(course, courses.read_config(course))
    if not courses.has_gradebook(coursedir.db_url):
        return f"{assignment}: there is no gradebook yet. First: {GENERATE} {assignment} --force"
    with Gradebook(coursedir.db_url) as gradebook:
        try:
            entry = gradebook.find_assignment(assignment)
            maximum, due = entry.max_score, entry.duedate
            names = {student.id: _name(student) for student in gradebook.students}
        except MissingEntry:
            return f"{assignment}: not in the gradebook yet. First: {GENERATE} {assignment} --force"
        rows = [
            (student, _result(gradebook, coursedir, assignment, student))
            for student in sorted(names)
        ]
    declared(coursedir.config, course)
    known = catalogue.read(coursedir.config.FeedbackExporter.get("catalogue", ""))
    labels = _columns(names)
    column = max(map(len, labels.values()), default=0) + 2
    zone = coursedir.config.NbGraderAPI.get("timezone", "UTC")
    when = f", due {times.shown(due, zone)}" if due else ""
    lines = [f"{assignment}, {maximum:g} points{when}", ""]
    for student, result in rows:
        if result is None:
            lines.append(f"{labels[student]:<{column}}   –  nothing handed in")
            continue
        points, late, losses = result
        reasons = f"\n{' ' * (column + 6)}".join(late + _reason_lines(column, losses, known))
        lines.append(f"{labels[student]:<{column}}{points:>4g}  {reasons}".rstrip())
    return "\n".join([*lines, *_totals([result[0] for _, result in rows if result], len(rows))])


def _name(student: Student) -> str:
    return printable(", ".join(filter(None, [student.last_name, student.first_name])))


def _columns(names: Mapping[str, str]) -> dict[str, str]:
    """Return for each student the id, and beside it the name where any is known."""
    width = max(map(len, names), default=0) + 2 if any(names.values()) else 0
    return {student: f"{student:<{width}}{name}".rstrip() for student, name in names.items()}


def _totals(points: list[float], students: int) -> list[str]:
    """Return the lines on the whole class."""
    if not points:
        return []
    mean, median = statistics.mean(points), statistics.median(points)
    return ["", f"{len(points)} of {students} handed in: mean {mean:.3g}, median {median:g} points"]


def _reason_lines(
    column: int, losses: list[tuple[float, str, str]], known: Mapping[str, Any]
) -> list[str]:
    """Return the reasons: what each cost, what it is, and in which cells."""
    reasons: dict[str, tuple[float, str, list[str]]] = {}
    for lost, cell, reason in losses:
        # The same mistake shows other numbers in other cells.
        kind = catalogue.id_of(reason, known) or re.sub(r"[\d.−]+", "", reason)
        total, first, cells = reasons.get(kind, (0, reason, []))
        reasons[kind] = (total + lost, first, [*cells, cell])
    width = WIDTH - column - 6
    lines = []
    for kind, (total, first, cells) in reasons.items():
        what = f"[{kind}] {known[kind].formula}" if kind in known else first
        lines.append(textwrap.shorten(f"−{total:g} {what}", width, placeholder=" …"))
        lines.append(f"   in {', '.join(cells)}")
    return lines


def _result(
    gradebook: Gradebook, coursedir: CourseDirectory, assignment: str, student: str
) -> tuple[float, list[str], list[tuple[float, str, str]]] | None:
    """Return (points, how late, losses) of a submission; None if nothing was handed in."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return None
    if not courses.is_handed_in(submission):
        return None
    return courses.points(submission), _late(submission), _losses(submission, coursedir)


def _late(submission: SubmittedAssignment) -> list[str]:
    """Return a line on how late a submission was and what that cost, or none."""
    if submission.assignment.duedate is None or not submission.total_seconds_late:
        return []
    hours, minutes = divmod(int(submission.total_seconds_late) // 60, 60)
    days, hours = divmod(hours, 24)
    parts = [f"{minutes} min"]
    if days or hours:
        parts.insert(0, f"{hours} h")
    if days:
        parts.insert(0, f"{days} d")
    late = f"handed in {' '.join(parts)} late"
    penalty = submission.late_submission_penalty
    return [f"−{penalty:g} {late}" if penalty else f"{late}, no points taken off"]


def _losses(
    submission: SubmittedAssignment, coursedir: CourseDirectory
) -> list[tuple[float, str, str]]:
    """Return (points lost, cell, reason) for each cell below full marks."""
    names = submission.student.id, submission.assignment.name
    graded = Path(coursedir.format_path(coursedir.autograded_directory, *names))
    where, losses = place(coursedir, *names), []
    all_notebooks = [notebook.name for notebook in submission.assignment.notebooks]
    for notebook in submission.notebooks:
        path = graded / f"{notebook.name}.ipynb"
        notes = (
            [] if path.exists() else missing_notebook_notes(where, [notebook.name], all_notebooks)
        )
        reasons, otherwise = _reasons(path), (notes or ["no message"])[0]
        comments = {one.name: one.manual_comment for one in notebook.comments}
        for grade in notebook.grades:
            if grade.score < grade.max_score:
                reason = reasons.get(grade.name) or _without_message(grade, comments) or otherwise
                losses.append((grade.max_score - grade.score, grade.name, reason))
    return losses


def _without_message(grade: Grade, comments: Mapping[str, str | None]) -> str:
    """Return why points are missing where no test says it, or an empty text."""
    if grade.manual_score is not None:
        words = next(iter((comments.get(grade.name) or "").splitlines()), "")
        said = f": {printable(words)}" if words else ", without a comment"
        return f"{grade.manual_score:g} of {grade.max_score:g} given by a person{said}"
    if grade.needs_manual_grade:
        return "to be read by a person"
    if grade.auto_score:
        return f"its test gives a part of the points, {grade.auto_score:g} of {grade.max_score:g}"
    return ""


def _reasons(path: Path) -> dict[str, str]:
    """Return the error's first line for each test cell of an autograded notebook."""
    if not path.exists():
        return {}
    reasons = {}
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                name = cell.metadata.get("nbgrader", {}).get("grade_id")
                words = own_words(cell, output)
                reasons[name] = printable((words.splitlines() or ["no message"])[0])
    return reasons

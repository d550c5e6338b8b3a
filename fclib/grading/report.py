"""Who got what, and why: a table from the gradebook and the autograded notebooks."""

import textwrap
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader

WIDTH = 100


def table(course, assignment):
    """Return a table of an assignment's grades, one student a row.

    Parameters
    ----------
    course : path-like
        The course folder.
    assignment : str
        The assignment's name.

    Returns
    -------
    str
        For each student the points, and for each reason the points and cells it cost.
    """
    courses = _course_directory(course)
    with Gradebook(courses.db_url) as gradebook:
        try:
            maximum = gradebook.find_assignment(assignment).max_score
            students = sorted(student.id for student in gradebook.students)
        except MissingEntry:
            return f"{assignment}: not in the gradebook yet. First: nbgrader generate_assignment"
        rows = [(student, _losses(gradebook, courses, assignment, student)) for student in students]
    column = max([len(student) for student in students], default=0) + 2
    lines = [f"{assignment}, {maximum:g} points", ""]
    for student, losses in rows:
        if losses is None:
            lines.append(f"{student:<{column}}   –  nothing handed in")
            continue
        points = maximum - sum(lost for lost, _, _ in losses)
        lines.append(f"{student:<{column}}{points:>4g}  {_reason_line(column, losses)}".rstrip())
    return "\n".join(lines)


def _reason_line(column, losses):
    """Put the reasons under one another, one each, with what it cost and where."""
    reasons = {}
    for lost, cell, reason in losses:
        total, cells = reasons.get(reason, (0, []))
        reasons[reason] = (total + lost, [*cells, cell])
    indent = " " * (column + 6)
    return f"\n{indent}".join(
        textwrap.shorten(f"−{total:g}  {reason}", WIDTH - len(indent), placeholder=" …")
        + f"\n{indent}    in {', '.join(cells)}"
        for reason, (total, cells) in reasons.items()
    )


def _losses(gradebook, courses, assignment, student):
    """Return (points lost, cell, reason) for each cell below full marks; None if not handed in."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return None
    losses = []
    for notebook in submission.notebooks:
        folder = courses.format_path(courses.autograded_directory, student, assignment)
        reasons = _reasons(Path(folder, f"{notebook.name}.ipynb"))
        losses += [
            (grade.max_score - grade.score, grade.name, reasons.get(grade.name, "no message"))
            for grade in notebook.grades
            if grade.score < grade.max_score
        ]
    return losses


def _reasons(path):
    """Return the error's first line for each test cell of an autograded notebook."""
    if not path.exists():
        return {}
    reasons = {}
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                name = cell.metadata.get("nbgrader", {}).get("grade_id")
                words = output.evalue if output.ename == "CheckFailed" else _named(output)
                reasons[name] = _printable(words.splitlines()[0] if words else output.ename)
    return reasons


def _named(output):
    return f"{output.ename}: {output.evalue}"


def _printable(text):
    """Leave out what could move a terminal's cursor: the text comes from a student's code."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _course_directory(course):
    path = Path(course).resolve()
    config = PyFileConfigLoader("nbgrader_config.py", path=str(path)).load_config()
    return CourseDirectory(config=config, root=str(path))

"""Feedback pages: points and reasons first, then the notebook; nothing in them is live.

A page is one file without scripts and without requests to anywhere. All that a student wrote or
printed is escaped, and a content security policy forbids whatever might slip through.
"""

import functools
from collections.abc import Generator, Mapping
from importlib import resources as files
from typing import Any, NamedTuple
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbconvert.filters import Highlight2HTML, ansi2html
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Unicode, default

from fclib.grading.pages import catalogue
from fclib.grading.pages.environment import environment
from fclib.grading.pages.markdown import Room, to_html

NOT_PASSED = "this hidden test did not pass."
TEMPLATE = "feedback.html.j2"


class HideHiddenTests(NbGraderPreprocessor):
    """Take hidden tests out of a page, and every output that could quote them."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Strip one cell; the student keeps what a check says of the mistake."""
        hidden = ClearHiddenTests(parent=self)
        if not is_grade(cell) or hidden.begin_test_delimeter not in cell.source:
            return cell, resources
        cell, resources = hidden.preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            # A student's function may print the arguments that hidden tests give it.
            cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
            for output in cell.outputs:
                output.evalue = told(cell) or NOT_PASSED
                output.traceback = output.evalue.splitlines()
            cell.metadata.fclib = {"told": told(cell) or NOT_PASSED}
        return cell, resources


def told(cell: NotebookNode) -> str | None:
    """Return what the trusted process has said that a student is told of a failed test, if any."""
    words = cell.metadata.get("fclib", {}).get("told")
    return words if isinstance(words, str) else None


def own_words(cell: NotebookNode, error: NotebookNode) -> str:
    """Return what an error output of a cell says without its traceback.

    A check speaks to the student; of any other exception its name and message do.
    """
    if told(cell) is not None:
        return error.evalue or error.ename
    return f"{error.ename}: {error.evalue}"


class GradesSoFar(GetGrades):
    """nbgrader's step, but for what a person has still to read: that has no points yet, not 0."""

    def _get_score(self, cell: NotebookNode, resources: dict[str, Any]) -> None:
        name = cell.metadata.nbgrader["grade_id"]
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        is_unread = grade.auto_score is None and grade.manual_score is None
        cell.metadata.nbgrader["score"] = None if is_unread else grade.score
        cell.metadata.nbgrader["points"] = grade.max_score


class Row(NamedTuple):
    """One line of the table at the top of a page."""

    name: str
    score: float | None
    points: float
    reason: str
    comment: str


class FeedbackExporter(Exporter):
    """Makes a page of a graded notebook.

    The template is chosen here and not by ``HTMLExporter``'s settings, which formgrader changes
    for pages of its own.
    """

    site = Unicode(
        "", help="The address of the published book; messages then link to its chapters."
    ).tag(config=True)
    catalogue = Unicode(
        "", help="The full name of a mapping from ids to the course's known mistakes."
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **keywords: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page and the resources."""
        nb, resources = super().from_notebook_node(nb, resources, **keywords)
        link = functools.partial(
            linked, site=self.site.rstrip("/"), rows=catalogue.read(self.catalogue)
        )
        found = list(rows(nb))
        page = _template().render(
            nb=nb,
            folder=resources.get("metadata", {}).get("path"),
            unread=sum(row.score is None for row in found),
            result=resources["nbgrader"],
            rows=found,
            notes=nb.metadata.get("fclib", {}).get("notes", []),
            link=link,
            room=Room(),
            told_of_failure=told,
            style=_text("feedback.css"),
        )
        return page, resources


def rows(nb: NotebookNode) -> Generator[Row]:
    """Yield the line of the table for each cell that has points."""
    for cell in nb.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if not (metadata.get("grade") or metadata.get("task")):
            continue
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        reason = own_words(cell, errors[0]) if errors else ""
        score, points = metadata.get("score"), metadata.get("points", 0)
        yield Row(metadata["grade_id"], score, points, reason, metadata.get("comment") or "")


def linked(text: str, site: str, rows: Mapping[str, Any]) -> Markup:
    """Return a message as HTML, with its misconception's id linked to the chapter on it."""
    found = catalogue.id_of(text, rows)
    if site == "" or found is None:
        return escape(text)
    address = f"{site}/{quote(rows[found].chapter)}.html#{rows[found].anchor}"
    after = text[len(found) + len("[]") :]
    return Markup('[<a href="{}">{}</a>]{}').format(address, found, after)


def _code(source: str) -> Markup:
    return Markup(Highlight2HTML(pygments_lexer="python")(source))


def _terminal(text: str) -> Markup:
    return Markup(ansi2html(text))


def _points(number: float | None) -> str:
    return "–" if number is None else f"{number:g}"


@functools.cache
def _template() -> jinja2.Template:
    made = environment("fclib.grading.pages")
    made.filters |= {
        "code": _code,
        "terminal": _terminal,
        "points": _points,
        "markdown": lambda cell, folder, room: Markup(
            to_html(cell.source, cell.get("attachments", {}), folder, room)
        ),
        "comment": lambda text: Markup(to_html(text, {})),
    }
    return made.get_template(TEMPLATE)


@functools.cache
def _text(name: str) -> str:
    return (files.files("fclib.grading.pages") / "templates" / name).read_text(encoding="utf-8")

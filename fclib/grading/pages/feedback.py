"""Feedback pages: points and reasons first, then the notebook; nothing in them is live.

A page is one file without scripts and without requests to anywhere. All that a student wrote or
printed is escaped, and a content security policy forbids whatever might slip through.
"""

import functools
import re
from importlib import resources as files
from typing import NamedTuple
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbconvert.filters import Highlight2HTML, ansi2html
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Unicode, default

from fclib.grading.pages.markdown import to_html
from fclib.misconceptions import CATALOGUE

EXAMPLE = "Try it with "
"""Begins the line of a check's message that has the numbers it tried."""
TEMPLATE = "feedback.html.j2"


class HideHiddenTests(NbGraderPreprocessor):
    """Take hidden tests out of a page, and every output that could quote them."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Strip one cell; the student keeps what a check says of the mistake."""
        hidden = ClearHiddenTests(parent=self)
        if not is_grade(cell) or hidden.begin_test_delimeter not in cell.source:
            return cell, resources
        cell, resources = hidden.preprocess_cell(cell, resources, cell_index)
        if cell.cell_type == "code":
            # A student's function may print the arguments that hidden tests give it.
            cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
            for output in cell.outputs:
                output.evalue = _without_numbers(output)
                output.traceback = own_words(output).splitlines()
        return cell, resources


def own_words(error):
    """Return what an error output says without its traceback.

    CheckFailed speaks to the student; of any other exception its name and message do.
    """
    if error.ename == "CheckFailed":
        return error.evalue
    return f"{error.ename}: {error.evalue}"


def _without_numbers(error):
    """Return what may be told of a hidden test's failure: not the numbers that it tries."""
    if error.ename == "NameError":  # such as that of a function which is not written yet
        return error.evalue
    if error.ename != "CheckFailed":
        return "this hidden test did not pass."
    lines = error.evalue.splitlines()
    return "\n".join(line for line in lines if not line.startswith(EXAMPLE))


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

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **keywords):
        """Return the page and the resources."""
        nb, resources = super().from_notebook_node(nb, resources, **keywords)
        link = functools.partial(linked, site=self.site.rstrip("/"))
        page = _template().render(
            nb=nb,
            told=resources["nbgrader"],
            rows=list(rows(nb)),
            notes=nb.metadata.get("fclib", {}).get("notes", []),
            link=link,
            style=_text("feedback.css"),
        )
        return page, resources


def rows(nb):
    """Yield the line of the table for each cell that has points."""
    for cell in nb.cells:
        told = cell.metadata.get("nbgrader", {})
        if not (told.get("grade") or told.get("task")):
            continue
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        reason = own_words(errors[0]) if errors else ""
        score = told.get("score")
        comment = told.get("comment") or ""
        yield Row(told["grade_id"], score, told.get("points", 0), reason, comment)


def linked(text, site):
    """Return a message as HTML, with its misconception's id linked to the chapter on it."""
    match = re.match(r"\[([\w-]+)\]", text)
    if site == "" or match is None or match[1] not in CATALOGUE:
        return escape(text)
    misconception = CATALOGUE[match[1]]
    address = f"{site}/{quote(misconception.chapter)}.html#{misconception.anchor}"
    return Markup('[<a href="{}">{}</a>]{}').format(address, match[1], text[match.end() :])


def _code(source):
    return Markup(Highlight2HTML(pygments_lexer="python")(source))


def _terminal(text):
    return Markup(ansi2html(text))


def _points(number):
    return "–" if number is None else f"{number:g}"


@functools.cache
def _template():
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("fclib.grading"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "code": _code,
        "terminal": _terminal,
        "points": _points,
        "breakable": lambda name: escape(name).replace("_", Markup("_<wbr>")),
        "markdown": lambda cell: Markup(to_html(cell.source, cell.get("attachments", {}))),
    }
    return environment.get_template(TEMPLATE)


@functools.cache
def _text(name):
    return (files.files("fclib.grading.pages") / "templates" / name).read_text(encoding="utf-8")

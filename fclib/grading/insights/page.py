"""The page and the table: what a class got wrong, in one file without scripts and requests.

No student is in either of them unless names were asked for: the page is made to be projected.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib import resources
from typing import Any, NamedTuple
from urllib.parse import quote

import jinja2
import numpy as np
from markupsafe import Markup
from nbconvert.filters import Highlight2HTML

from fclib.grading.insights import charts, groups, statistics
from fclib.grading.insights.gather import Class
from fclib.grading.insights.graded import plain
from fclib.grading.insights.groups import Mistake
from fclib.grading.insights.losses import Loss
from fclib.grading.lms.export import harmless
from fclib.grading.pages.environment import environment

ON_MONDAY = 6
"""Mistakes in the list for the next lesson: more do not fit into an hour."""
GROUPS = 40
"""Groups without a name on the page; the table has all of them."""
LINES = 30
"""Lines of an example."""
FOLDER = "fclib.grading.insights"


class Link(NamedTuple):
    """Where a mistake is explained: words, and an address or none."""

    words: str
    address: str


class Book:
    """The course's catalogue and the address of its published book.

    Parameters
    ----------
    known : mapping
        Rows by id, with ``formula``, ``chapter`` and ``anchor``.
    site : str
        Empty where the book is not published: then chapters are named and not linked.
    """

    def __init__(self, known: Mapping[str, Any], site: str) -> None:
        self.known, self.site = known, site.rstrip("/")

    def formula(self, mistake: Mistake) -> str:
        """Return what a known mistake computes, in one line."""
        return str(self.known[mistake.id].formula) if mistake.is_known else ""

    def link(self, mistake: Mistake) -> Link | None:
        """Return where a known mistake is explained."""
        if not mistake.is_known:
            return None
        row = self.known[mistake.id]
        page = f"{self.site}/{quote(row.chapter)}.html#{quote(row.anchor)}" if self.site else ""
        return Link(row.chapter, page)


def page(found: Class, book: Book, names: bool) -> str:
    """Return the page.

    Parameters
    ----------
    found : Class
    book : Book
    names : bool
        Whether students are named.
    """
    known, unnamed = groups.known(found), groups.unnamed(found)
    items, parts = statistics.items(found), statistics.shares(found)
    most = max(
        (len(one.at(name).students) for one in known for name in found.assignments), default=1
    )
    return _template().render(
        found=found,
        book=book,
        names=names,
        monday=groups.for_monday([*known, *unnamed], ON_MONDAY),
        known=known,
        unnamed=unnamed[:GROUPS],
        more=max(0, len(unnamed) - GROUPS),
        unwritten=_students(found, groups.not_written(found)),
        unnamed_in=_students(found, [loss for one in unnamed for loss in one.losses]),
        by_person=_students(found, groups.by_person(found)),
        most=most,
        items=items,
        parts=parts,
        missed=statistics.MISSED,
        silent=statistics.silent(found, parts),
        plots=_plots(found, items, parts),
        who=lambda ids: [_called(found, one) for one in ids],
        style=_style(),
    )


def _students(found: Class, losses: list[Loss]) -> dict[str, int]:
    """Return by assignment how many students lost points in one of these ways."""
    return {
        name: len({loss.student for loss in losses if loss.test.assignment == name})
        for name in found.assignments
    }


def _called(found: Class, student: str) -> str:
    name = found.students.get(student)
    return f"{name} ({student})" if name else student


def _plots(
    found: Class, items: list[statistics.Item], parts: dict[str, dict[str, float]]
) -> dict[str, Any]:
    by_name = {
        name: [mine[name] for mine in parts.values() if name in mine] for name in found.assignments
    }
    bands = [
        charts.Band(*map(float, np.quantile(mine, [0.25, 0.5, 0.75]))) if mine else None
        for mine in by_name.values()
    ]
    return {
        "distributions": [
            (name, charts.distribution(mine, f"Distribution of points in {name}"), mine)
            for name, mine in by_name.items()
            if mine
        ],
        "progress": charts.progress(bands, list(by_name), "Median and middle half of the class"),
        "difficulty": charts.difficulty(items, "Difficulty and discrimination of the tests"),
    }


def table(found: Class, names: bool) -> str:
    """Return the table: each mistake in each test, and with names each student on a line."""
    text = io.StringIO()
    writer = csv.writer(text)
    kinds = [*groups.known(found), *groups.unnamed(found)]
    head = ["assignment", "notebook", "test", "mistake", "has_name", "points_lost", "line"]
    writer.writerow([*head, "student", "name"] if names else [*head, "students"])
    for mistake in kinds:
        for test in mistake.tests:
            losses = [loss for loss in mistake.losses if loss.test == test]
            about = [*test, mistake.id, "yes" if mistake.is_known else "no"]
            if names:
                for loss in sorted(losses):
                    who = [loss.student, found.students.get(loss.student, "")]
                    row = [*about, f"{loss.lost:g}", loss.line, *who]
                    writer.writerow(map(harmless, row))
            else:
                lost = f"{sum(loss.lost for loss in losses):g}"
                count = str(len({loss.student for loss in losses}))
                row = [*about, lost, mistake._replace(losses=losses).line, count]
                writer.writerow(map(harmless, row))
    return text.getvalue()


def code(source: str) -> Markup:
    """Return an answer as coloured code, without comments and docstrings."""
    lines = plain(source).splitlines()
    shown = "\n".join(lines[:LINES] + (["..."] if len(lines) > LINES else []))
    return Markup(Highlight2HTML(pygments_lexer="python")(shown))


def _style() -> Markup:
    sheets = [
        resources.files("fclib.grading.pages") / "templates" / "feedback.css",
        resources.files(FOLDER) / "templates" / "insights.css",
    ]
    return Markup("\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets))


def _template() -> jinja2.Template:
    made = environment(FOLDER)
    made.filters |= {
        "code": code,
        "number": lambda value: f"{value:g}",
        "signed": lambda value: f"{value:.2f}".replace("-", "−"),
    }
    return made.get_template("insights.html.j2")

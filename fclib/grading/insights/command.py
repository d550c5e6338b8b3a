"""``fclib insights`` and ``fclib new-mistake``: what the class got wrong, and a name for it."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fclib.grading import courses, files
from fclib.grading.insights import groups
from fclib.grading.insights.gather import Class, gather
from fclib.grading.insights.graded import plain
from fclib.grading.insights.page import Book, page, table
from fclib.grading.pages import catalogue
from fclib.grading.sandbox.declared import declared
from fclib.grading.words import printable

FIRST = "First: fclib autograde"


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Write the page and the table, or describe one group; return the exit status."""
    known, site, setting = _book(course)
    coursedir = courses.course_directory(course, courses.read_config(course))
    if not courses.has_gradebook(coursedir.db_url):
        print(f"fclib: there is no gradebook yet. {FIRST}", file=sys.stderr)
        return 2
    found = gather(coursedir, names, known)
    if options.command == "new-mistake":
        return _describe(found, options.group, setting)
    if not found.scores:
        print(f"fclib: nothing of {', '.join(names)} is graded. {FIRST}", file=sys.stderr)
        return 2
    # Under another name, so that what is projected is never what has names in it.
    stem = "insights-with-names" if options.names_of_students else "insights"
    book = Book(known, site)
    for ending, text in [
        ("html", page(found, book, options.names_of_students)),
        ("csv", table(found, options.names_of_students)),
    ]:
        path = Path(course, f"{stem}.{ending}")
        files.replace(path, text.encode("utf-8", "replace"))
        print(path)
    return 0


def _book(course: Path) -> tuple[Any, str, str]:
    """Return the catalogue, the address of the book, and the name of the catalogue."""
    config = courses.read_config(course)
    declared(config, course)
    section = config.FeedbackExporter
    name = section.get("catalogue", "")
    return catalogue.read(name), section.get("site", ""), name


ROW = """\
Answers that behave alike in {tests}: {who}. Of them the check says:
    {line}

1. In the catalogue{setting}: a row of an id, the formula that it computes, and a hint that does not
   give the answer away.

    (
        "name-of-the-mistake",
        "y = ...",
        "what the student is told, in a sentence or two.",
    ),

2. Among the wrong versions that the check tries: a function that gives what these answers give. The
   shortest of them is

{code}

3. In the chapter: a paragraph with the anchor name-of-the-mistake, the wrong line beside the right.

Then: fclib autograde {assignment}   # the answers are graded again, and get the name
"""


def _describe(found: Class, group: str, setting: str) -> int:
    """Print what turns a group of answers into a row of the catalogue."""
    by_id = {one.id: one for one in groups.unnamed(found)}
    if group not in by_id:
        known = ", ".join(by_id) or "none"
        print(f"fclib: there is no group {group}; there are: {known}", file=sys.stderr)
        return 2
    mistake = by_id[group]
    text = ROW.format(
        who=len(mistake.students),
        tests=", ".join(f"{test.assignment}/{test.cell}" for test in mistake.tests),
        line=mistake.line,
        setting=f" ({setting})" if setting else ", which c.FeedbackExporter.catalogue is to name",
        code=textwrap.indent(plain(mistake.example) or "(no code)", "    "),
        assignment=mistake.tests[0].assignment,
    )
    print("\n".join(map(printable, text.splitlines())))
    return 0

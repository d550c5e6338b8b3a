"""The table of all misconceptions: what each computes, and in which exercises it is looked for."""

import importlib
import pkgutil
from pathlib import Path

from figures.markup import element
from IPython.display import HTML, display

from fclib.checks import wrong
from fclib.misconceptions import CATALOGUE

CHAPTERS = sorted(path.stem for path in Path(__file__).parents[1].glob("[0-9][0-9]-*.md"))


def show_table():
    """Display one row for each misconception, by chapter."""
    rows = [
        element("tr", element("td", name(row)) + element("td", formula(row)) + looked_for(row))
        for row in sorted(CATALOGUE.values(), key=lambda row: (row.chapter, row.id.lower()))
    ]
    head = element("tr", "".join(element("th", text) for text in ("name", "computes", "exercises")))
    body = element("thead", head) + element("tbody", "".join(rows))
    display(HTML(element("table", body, class_="table mistakes")))


def name(row):
    """Return the link to the paragraph of a misconception."""
    return element("a", element("code", row.id), href=f"{row.chapter}.html#{row.anchor}")


def formula(row):
    """Return what a misconception computes, as the catalogue writes it."""
    return row.formula.replace("<", "&lt;")


def looked_for(row):
    """Return the cell with the numbers of the exercises that know a misconception."""
    return element("td", ", ".join(str(number) for number in exercises(row.id)))


def exercises(id_):
    """Return the numbers of the exercises whose checks look for a misconception."""
    found = {int(CATALOGUE[id_].chapter[:2]), *wrong.BY_BEHAVIOUR.get(id_, ())}
    for module in pkgutil.iter_modules(wrong.__path__):
        known = importlib.import_module(f"fclib.checks.wrong.{module.name}")
        if any(id_ in versions for versions in known.WRONG.values()):
            found.add(known.EXERCISE)
    return sorted(found)

"""The catalogue of known wrong answers: what each computes, and what to tell the student.

It is collected from the rows in `fclib.checks.wrong`, where the wrong formulas stand as functions.
"""

import importlib
import os
import pkgutil
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from fclib.checks import wrong
from fclib.checks.engine.mistakes import Mistake

__all__ = ["CATALOGUE", "SITE", "Misconception"]

# The environment variable with the address at which the book is published, if it is.
SITE = "FCLIB_SITE"

SECTION = "Mistakes and how they show"
"""The section of each chapter that treats its mistakes."""


class Misconception(NamedTuple):
    """One mistake: its id, the formula it computes, a hint, and where the course treats it.

    Attributes
    ----------
    id : str
        Stands in square brackets at the start of a message, and is an anchor in the chapter.
    formula : str
        What the mistake computes.
    hint : str
        What a student is told: a sentence or two that do not give the answer away.
    chapter : str
        The chapter's file name, such as ``01-neuron-to-layer``.
    section : str
        The title of the section in that chapter.
    """

    id: str
    formula: str
    hint: str
    chapter: str
    section: str

    @property
    def anchor(self) -> str:
        """The anchor of its paragraph: Sphinx writes anchors in small letters."""
        return self.id.lower()

    @property
    def reference(self) -> str:
        """Where to read on, in words; with the paragraph's address where the site's is known."""
        words = f"See chapter {int(self.chapter[:2])}, “{self.section}”"
        site = os.environ.get(SITE, "").rstrip("/")
        # No full stop behind an address: programs that make links of addresses would take it in.
        return f"{words}: {site}/{self.chapter}.html#{self.anchor}" if site else f"{words}."


def modules() -> list[Any]:
    """Return the modules of wrong versions, in the order of their chapters."""
    names = [module.name for module in pkgutil.iter_modules(wrong.__path__)]
    found = [importlib.import_module(f"{wrong.__name__}.{name}") for name in names]
    return sorted(found, key=lambda module: module.CHAPTER)


def _rows() -> Iterator[Misconception]:
    """Yield each mistake that a row describes; later chapters meet some of them again."""
    met = set()
    for module in modules():
        for mistake in chain.from_iterable(module.WRONG.values()):
            if isinstance(mistake, Mistake) and mistake not in met:
                met.add(mistake)
                yield Misconception(
                    str(mistake), mistake.formula, mistake.hint, module.CHAPTER, SECTION
                )


CATALOGUE = {row.id: row for row in _rows()}
"""Every misconception by its id."""

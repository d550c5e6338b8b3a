"""The corpus: answers that the catalogue does not hold, wrong ones and right ones, kept as data.

``answers/EXERCISE/CELL.py`` holds answers to the notebook's cell ``CELL_answer``, one after the
other. A right one begins with ``# %% right: what sets it apart``, a wrong one with

    # %% what is wrong | family | right names | facts

The right names are ids of the catalogue that a message may give, ``-`` where none fits. The facts
are what a message may truly say of this answer: those of `tests.checks.beyond.judge.CLAIMS`, or
``~`` and words that it may use. An answer that changes a right one says so and how:

    # from three loops: range(len(x)) => range(len(x) - 1)
"""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("answers")
HEAD, FROM, CHANGE = "# %% ", "# from ", " => "


class Answer(NamedTuple):
    """One answer to a cell of a notebook.

    Attributes
    ----------
    exercise, cell : str
        The folder of the exercise, and the cell that asks, without ``_answer``.
    title : str
        What is wrong, or what sets a right answer apart.
    source : str
        The code.
    family : str
        What kind of mistake it is; empty for a right answer.
    names, facts : tuple of str
        What a message may truly call it, and truly say of it.
    """

    exercise: str
    cell: str
    title: str
    source: str
    family: str = ""
    names: tuple = ()
    facts: tuple = ()

    @property
    def right(self):
        """Whether it should earn full marks."""
        return not self.family

    @property
    def place(self):
        """Say where it is found."""
        return f"{self.exercise}/{self.cell}: {self.title}"


def read(folder=FOLDER):
    """Return all answers, in the order of their files."""
    answers = []
    for path in sorted(folder.glob("*/*.py")):
        answers += parse(path.read_text(encoding="utf-8"), path.parent.name, path.stem)
    return answers


def parse(text, exercise, cell):
    """Return the answers of one file."""
    sources, answers = {}, []
    for block in f"\n{text}".split(f"\n{HEAD}")[1:]:
        head, _, body = block.partition("\n")
        title, family, names, facts = _head(head)
        source = _changed(body.strip() + "\n", sources)
        if not family:
            sources[title] = source
        answers.append(Answer(exercise, cell, title, source, family, names, facts))
    return answers


def _head(head):
    if head.startswith("right: "):
        return head.removeprefix("right: ").strip(), "", (), ()
    parts = [part.strip() for part in head.split("|")]
    if len(parts) != 4:
        raise ValueError(f"{head!r} has {len(parts)} parts, expected what | family | names | facts")
    title, family, names, facts = parts
    return title, family, _listed(names, " "), _listed(facts, ",")


def _listed(text, between):
    return () if text == "-" else tuple(part.strip() for part in text.split(between))


def _changed(body, sources):
    """Return the code itself, or a right answer's with the changes that the body asks for."""
    if not body.startswith(FROM):
        return body
    source = None
    for line in body.splitlines():
        base, _, change = line.removeprefix(FROM).partition(": ")
        source = sources[base] if source is None else source
        old, arrow, new = change.partition(CHANGE)
        if not arrow or source.count(old) != 1:
            raise ValueError(
                f"{line!r}: {old!r} is {source.count(old)} times in {base!r}, not once"
            )
        source = source.replace(old, new.replace("\\n", "\n"))
    return source

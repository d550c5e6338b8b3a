"""``fclib new NN-name``: the source of a new exercise, which works at once."""

import argparse
import re
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import jinja2

from fclib.grading import files
from fclib.grading.authoring import exercises

TEMPLATE = "exercise.py.j2"
POINTS = 8
KINDS = {"words": 3, "task": 4}
"""What can be added, and its points: an answer that a person reads, a task with a mark scheme."""
NAME = re.compile(r"(\d\d)-([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Write the source of one exercise and say what comes next; return the exit status."""
    [name] = names
    if not NAME.fullmatch(name):
        print(f"fclib: {name} is not a name such as 14-dropout", file=sys.stderr)
        return 2
    path = exercises.source_path(course, name)
    if path.parent.exists():
        print(f"fclib: {path.parent} is there already: nothing was written", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True)
    files.replace(path, source(name, options.with_kinds).encode())
    print(
        f"{path}\n"
        f"Change it, then: fclib exercises {name}\n"
        f"Then, before students hand in: nbgrader generate_assignment {name} --force"
    )
    return 0


def source(name: str, kinds: Sequence[str] = ()) -> str:
    """Return the source that an exercise begins with.

    Parameters
    ----------
    name : str
        Such as ``11-batch-norm``: its number, and its title in small letters.
    kinds : sequence of str
        What else is wanted, of `KINDS`.

    Returns
    -------
    str
        py:percent text with a prediction, and a function with a visible and a hidden test.
    """
    number, _, words = name.partition("-")
    template = resources.files("fclib.grading.authoring") / "templates" / TEMPLATE
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    points = POINTS + sum(KINDS[kind] for kind in set(kinds))
    text = environment.from_string(template.read_text(encoding="utf-8"))
    return text.render(
        number=int(number), title=words.replace("-", " "), kinds=kinds, points=points
    )

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
NOTEBOOK = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Write the source of one exercise and say what comes next; return the exit status."""
    [name] = names
    path = exercises.source_path(course, name, options.notebook)
    status, words = _refusal(path, name, options.notebook)
    if status:
        print(f"fclib: {words}", file=sys.stderr)
        return status
    path.parent.mkdir(parents=True, exist_ok=True)
    files.replace(path, source(name, options.with_kinds, options.notebook).encode())
    print(
        f"{path}\n"
        f"Change it, then: fclib exercises {name}\n"
        f"Then, before students hand in: nbgrader generate_assignment {name} --force"
    )
    return 0


def _refusal(path: Path, name: str, notebook: str) -> tuple[int, str]:
    """Return the exit status, and why nothing is written; 0 where nothing stands in the way."""
    if not NAME.fullmatch(name):
        return 2, f"{name} is not a name such as 14-dropout"
    if not notebook:
        there = [path.parent]
    elif not NOTEBOOK.fullmatch(notebook):
        return 2, f"{notebook} is not a name such as part-2"
    elif not path.parent.is_dir():
        return 2, f"there is no {path.parent} yet. First: fclib new {name}"
    else:
        there = [path, path.with_suffix(".ipynb")]
    found = [one for one in there if one.exists()]
    return (1, f"{found[0]} is there already: nothing was written") if found else (0, "")


def source(name: str, kinds: Sequence[str] = (), notebook: str = "") -> str:
    """Return the source that an exercise begins with.

    Parameters
    ----------
    name : str
        Such as ``11-batch-norm``: its number, and its title in small letters.
    kinds : sequence of str
        What else is wanted, of `KINDS`.
    notebook : str
        The name of a second notebook, which is its title.

    Returns
    -------
    str
        py:percent text with a prediction, and a function with a visible and a hidden test.
    """
    number, _, words = name.partition("-")
    words = notebook or words
    template = resources.files("fclib.grading.authoring") / "templates" / TEMPLATE
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    points = POINTS + sum(KINDS[kind] for kind in set(kinds))
    text = environment.from_string(template.read_text(encoding="utf-8"))
    return text.render(
        number=int(number), title=words.replace("-", " "), kinds=kinds, points=points
    )

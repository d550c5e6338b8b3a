"""Put an answer into its exercise's notebook and run the cells that check it."""

import ast
import contextlib
import io
import json
import linecache
import re
import signal
import time
import warnings
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fclib.checks import CheckFailed, broken_runs

# A hidden cell trains eight networks. All answers get the same, so training them once is enough.
broken_runs.run = cache(broken_runs.run)

SOLUTIONS = Path(__file__).parents[3] / "solutions"
CPU_SECONDS = 20
"""For one cell, of the processor's time: an answer that takes longer has no end."""


class Cell(NamedTuple):
    """A code cell of a solution notebook, and the text that stands before it."""

    name: str
    source: str
    graded: bool
    answer: bool
    text: str

    @property
    def hidden(self):
        """Whether students see it only when they have handed in."""
        return "BEGIN HIDDEN TESTS" in self.source


class Said(NamedTuple):
    """What a graded cell said of an answer.

    ``message`` is None where it passed; ``error`` is what it raised besides; ``milliseconds`` is
    the processor's time.
    """

    cell: str
    hidden: bool
    message: str | None
    error: BaseException | None
    milliseconds: float


class EndlessError(BaseException):
    """A cell took longer than any answer needs. No check may take it for the answer's error."""


@cache
def cells(exercise):
    """Return the code cells of an exercise's solution notebook."""
    text = (SOLUTIONS / exercise / f"{exercise}.ipynb").read_text(encoding="utf-8")
    found, before = [], ""
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            about = cell["metadata"].get("nbgrader", {})
            name, graded = about.get("grade_id", ""), about.get("grade", False)
            found.append(Cell(name, source, graded, name.endswith("_answer"), before))
            before = ""
        else:
            before += source
    return found


def question(exercise, cell):
    """Return the text before an answer cell."""
    return next(c.text for c in cells(exercise) if c.name == f"{cell}_answer")


@cache
def asked(exercise, cell):
    """Return the names that an answer cell sets, and the graded cells after it that use one."""
    all_cells = cells(exercise)
    place = next(k for k, c in enumerate(all_cells) if c.name == f"{cell}_answer")
    names = set()
    for node in ast.parse(all_cells[place].source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and _stored(n)}
    checking = [c for c in all_cells[place:] if c.graded and names & _used(c.source)]
    return names, checking


def _stored(node):
    return isinstance(node.ctx, ast.Store)


def _used(source):
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


@cache
def _solved(exercise):
    """Run an exercise with its right answers; return the names that there are after each."""
    namespace, after = {"__name__": "__main__"}, {}
    for cell in cells(exercise):
        if not cell.graded and cell.name:
            with _quiet():
                exec(compile(cell.source, f"<{exercise} {cell.name}>", "exec"), namespace)
        if cell.answer:
            after[cell.name.removesuffix("_answer")] = dict(namespace)
    # A hidden cell may check this answer together with a later one.
    return {name: namespace | names for name, names in after.items()}


def solved(exercise, cell):
    """Return the notebook's names after the right answer to a cell."""
    return dict(_solved(exercise)[cell])


def run(answer):
    """Return what each graded cell says of an answer in its notebook; the rest of it is right."""
    namespace = solved(answer.exercise, answer.cell)
    name = f"<{answer.place}>"
    lines = answer.source.splitlines(keepends=True)
    linecache.cache[name] = (len(answer.source), None, lines, name)
    with _quiet():
        exec(compile(answer.source, name, "exec"), namespace)
    _, checking = asked(answer.exercise, answer.cell)
    return [_say(cell, namespace) for cell in checking]


def _say(cell, namespace):
    code = compile(cell.source, f"<{cell.name}>", "exec")
    message = error = None
    start = time.thread_time()
    try:
        with _quiet(), _limited():
            exec(code, namespace)
    except CheckFailed as failed:
        message = str(failed)
    except (Exception, EndlessError) as raised:
        message, error = f"{type(raised).__name__}: {raised}", raised
    return Said(cell.name, cell.hidden, message, error, 1e3 * (time.thread_time() - start))


@contextlib.contextmanager
def _quiet():
    """Hide what is printed, and warnings: in a notebook neither stops a cell."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _limited():
    def stop(*_):
        raise EndlessError(f"no end after {CPU_SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def named(message):
    """Return the id that a message names, or None."""
    found = re.match(r"\[([\w-]+)\]", message or "")
    return found[1] if found else None

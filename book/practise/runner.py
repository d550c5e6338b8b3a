"""Run the cells of a notebook one by one, and say in plain values what happened.

This is all of a notebook's kernel that the page needs. It runs in Pyodide, in the page's worker,
and natively in the tests, which compare the two.
"""

import ast
import builtins
import functools
import io
import linecache
import re
import sys
import traceback

import numpy as np

from fclib.checks import CheckFailed
from fclib.checks.catalogue import CATALOGUE

LONGEST_OUTPUT = 20_000
"""Characters that a cell may print: a browser stands still over megabytes of text."""

NAMESPACES = {}
"""The variables of the exercise and of the chapter's cells, kept apart from one another."""

NOT_HERE = {
    "matplotlib": "Plots do not fit in the page: download the notebook to draw them.",
    "torch": "PyTorch does not fit in the page: download the notebook to use it.",
    "scipy": "SciPy is not in the page. NumPy is all that the exercises need.",
}
"""What a student may ask for and the page does not have."""


class Output(io.TextIOBase):
    """Passes on what a cell prints, up to a limit."""

    def __init__(self, pass_on):
        self.pass_on, self.left = pass_on, LONGEST_OUTPUT

    def writable(self):
        """Whether it takes text, which ``print`` asks."""
        return True

    def write(self, text):
        """Pass on text; after the last of the room say that the rest is not shown."""
        if self.left > 0:
            kept = text[: self.left]
            self.left -= len(kept)
            self.pass_on(kept if self.left else f"{kept}\n… the rest is not shown.\n")
        return len(text)


def run(space, source, file, pass_on):
    """Run a cell in the namespace of that name.

    Parameters
    ----------
    space : str
        The namespace; a new name makes an empty one.
    source : str
        The cell. The value of a last line that is an expression is shown.
    file : str
        The cell's name in tracebacks.
    pass_on : callable
        Called with each piece of text that the cell prints.

    Returns
    -------
    dict
        ``ok``, whether it ran to its end; ``error``, the words if not; ``mistake``, the page and
        anchor of the paragraph on the mistake that a check named.
    """
    namespace = NAMESPACES.setdefault(space, {"__name__": "__main__"})
    output = Output(pass_on)
    kept = sys.stdout, sys.stderr, builtins.input
    sys.stdout = sys.stderr = output
    builtins.input = _no_input
    try:
        value = _value(source, f"<cell {file}>", namespace)
        if value is not None and value is not ...:  # what stands for an answer
            namespace["_"] = value
            print(repr(value))
    except BaseException as error:  # a student's exit() too must not end the runner
        return {"ok": False, "error": words(error), "mistake": paragraph(error)}
    finally:
        sys.stdout, sys.stderr, builtins.input = kept
    return {"ok": True, "error": "", "mistake": ""}


def _value(source, file, namespace):
    """Execute a cell; return the value of its last line if that is an expression."""
    lines = source.splitlines(keepends=True)
    linecache.cache[file] = len(source), None, lines, file  # for tracebacks and checks
    tree = ast.parse(source, file)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, file, "exec"), namespace)
    # In a notebook a semicolon at the end hides the value.
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), file, "eval"), namespace)
    return None if source.rstrip().endswith(";") else value


def words(error):
    """Return what a student reads of an error: a check's own words, or the traceback of the cells.

    The lines of this file, of Pyodide and of the libraries are left out.
    """
    if isinstance(error, CheckFailed):
        return str(error)
    told = traceback.TracebackException.from_exception(error)
    _keep_own_lines(told)
    text = "".join(told.format()).rstrip()
    if isinstance(error, SyntaxError) and re.match(r"\s*[%!]", error.text or ""):
        text += "\nLines that begin with % or ! are for Jupyter: this page runs plain Python."
    if isinstance(error, ModuleNotFoundError):
        known = NOT_HERE.get((error.name or "").partition(".")[0], "")
        text += f"\n{known}" if known else ""
    return text


def _keep_own_lines(told):
    """Cut a traceback, and those of the errors that led to it, to the lines of cells."""
    while told is not None:
        own = [frame for frame in told.stack if re.fullmatch(r"<cell .*>", frame.filename)]
        told.stack = traceback.StackSummary.from_list(own)
        told = told.__cause__ or told.__context__


def paragraph(error):
    """Return the page and anchor of the paragraph on the mistake that a check named, or ""."""
    named = re.match(r"\[([\w-]+)\]", str(error)) if isinstance(error, CheckFailed) else None
    row = CATALOGUE.get(named[1]) if named else None
    return f"{row.chapter}.html#{row.anchor}" if row else ""


def refuse_singular():
    """Let NumPy refuse to invert what has no inverse, as it does elsewhere.

    LAPACK tells NumPy of it by a flag of the processor, and WebAssembly has no such flags: there
    ``inv`` and ``solve`` return nan without a word.
    """
    for name in ("inv", "solve"):
        setattr(np.linalg, name, _refusing(getattr(np.linalg, name)))


def _refusing(function):
    @functools.wraps(function)
    def refusing(*arrays, **named):
        result = function(*arrays, **named)
        if np.isnan(result).any() and all(
            np.isfinite(array).all() for array in (*arrays, *named.values())
        ):
            raise np.linalg.LinAlgError("Singular matrix")
        return result

    return refusing


def _no_input(prompt=""):
    raise RuntimeError("input() cannot ask anything here: give the variable its value in the cell.")

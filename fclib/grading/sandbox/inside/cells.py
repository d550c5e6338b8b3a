"""Run a notebook cell as a kernel would, and collect what it shows."""

from __future__ import annotations

import ast
import base64
import io
import linecache
import sys
import traceback
from types import CodeType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# What one cell may show; the rest is cut off.
TEXT_LIMIT = 200_000  # characters
OUTPUT_LIMIT = 200
PICTURE_LIMIT = 4_000_000  # characters of base64
WORDS = 10_000
"""Characters of an error's message."""
CUT = "\n… the rest of the output was cut …\n"


class Shown:
    """What a cell shows: nbformat's outputs, in order, up to a limit."""

    def __init__(self) -> None:
        self._outputs: list[dict[str, Any]] = []
        # A loop may print a thousand times: what follows in one stream is joined when it is read.
        self._printed: list[str] = []
        self.left, self.pictures_left = TEXT_LIMIT, PICTURE_LIMIT

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """All that was shown so far; more may be added to it."""
        if self._printed:
            self._outputs[-1]["text"] += "".join(self._printed)
            self._printed.clear()
        return self._outputs

    def write(self, name: str, text: str) -> None:
        """Add printed text; text that follows text of the same stream joins it."""
        joins = self._printed and name == self._outputs[-1]["name"]
        if joins and len(text) <= self.left and text.isascii():  # as most of a loop's
            self._printed.append(text)
            self.left -= len(text)
            return
        text = self._cut(text)
        if not text:
            return
        last = self._outputs[-1] if self._outputs else {}
        if last.get("name") == name:
            self._printed.append(text)
        elif len(self.outputs) < OUTPUT_LIMIT:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def add(self, kind: str, data: dict[str, str]) -> None:
        """Add a displayed value, as nbformat's mapping from media types to text."""
        if len(self.outputs) < OUTPUT_LIMIT:
            data = {**data, "text/plain": self._cut(data["text/plain"])}
            picture = data.get("image/png", "")
            if len(picture) > self.pictures_left:
                del data["image/png"]
                data["text/plain"] += " (a picture that was too large)"
            else:
                self.pictures_left -= len(picture)
            output: dict[str, Any] = {"output_type": kind, "data": data, "metadata": {}}
            if kind == "execute_result":
                output["execution_count"] = None
            self.outputs.append(output)

    def fail(self, name: str, words: str, lines: Sequence[str]) -> None:
        """Add an error: its name, its message, and the lines of its traceback."""
        lines = self._cut("\n".join(lines)).splitlines()
        self.outputs.append(
            {
                "output_type": "error",
                "ename": clean(name)[:100],
                "evalue": clean(words)[:WORDS],
                "traceback": lines,
            }
        )

    def _cut(self, text: str) -> str:
        text = clean(text)
        if len(text) > self.left:
            text = text[: self.left] + (CUT if self.left else "")
            self.left = 0
        else:
            self.left -= len(text)
        return text


class Stream(io.TextIOBase):
    """A standard stream that goes to wherever output is shown at the moment."""

    encoding = "utf-8"

    def __init__(self, name: str, shown: Shown) -> None:
        self.name, self.shown = name, shown

    def writable(self) -> bool:
        """Whether it can be written to, as io asks."""
        return True

    def write(self, text: str) -> int:
        """Show text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.shown.write(self.name, text)
        return len(text)


class Showing:
    """Let everything that is printed be collected in `shown`."""

    def __init__(self, shown: Shown) -> None:
        self.streams: tuple[Any, Any] = Stream("stdout", shown), Stream("stderr", shown)

    def __enter__(self) -> None:
        self.before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = self.streams

    def __exit__(self, *_: object) -> None:
        sys.stdout, sys.stderr = self.before


class Code(NamedTuple):
    """A cell made ready to run: its statements, and its last expression, if it ends in one."""

    body: CodeType
    last: CodeType | None

    def under(self, label: str) -> Code:
        """Return the same under another file name for tracebacks."""
        return Code(_under(label, self.body), self.last and _under(label, self.last))


def compiled(tree: ast.Module, label: str) -> Code:
    """Make a cell that `parse` has read ready; ``label`` is its file's name in tracebacks."""
    *body, last = tree.body or [ast.Pass()]
    if isinstance(last, ast.Expr):
        expression = compile(ast.Expression(last.value), label, "eval")
        return Code(compile(ast.Module(body, []), label, "exec"), expression)
    return Code(compile(tree, label, "exec"), None)


def _under(label: str, code: CodeType) -> CodeType:
    nested = tuple(
        _under(label, one) if isinstance(one, CodeType) else one for one in code.co_consts
    )
    return code.replace(co_filename=label, co_consts=nested)


def execute(code: Code, namespace: dict[str, Any]) -> object:
    """Run a cell with these globals; return the value of its last expression, or None."""
    exec(code.body, namespace)
    return None if code.last is None else eval(code.last, namespace)


def parse(source: str, label: str) -> ast.Module:
    """Parse a cell, and let tracebacks show its lines."""
    remember(source, label)
    return ast.parse(source, label)


def remember(source: str, label: str) -> None:
    """Let tracebacks show the lines of a cell."""
    linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)


def is_silenced(source: str) -> bool:
    """Whether a semicolon at the end keeps the last value from being shown."""
    return source.rstrip().endswith(";")


def show_figures(shown: Shown) -> None:
    """Show matplotlib's open figures and close them, as notebooks do after each cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        show_figure(shown, pyplot.figure(number))
    pyplot.close("all")


def show_figure(shown: Shown, figure: Any) -> None:
    """Show one figure as a PNG."""
    image = io.BytesIO()
    figure.savefig(image, format="png", bbox_inches="tight", dpi=72)
    text = base64.b64encode(image.getvalue()).decode("ascii") + "\n"
    shown.add("display_data", {"image/png": text, "text/plain": "<Figure>"})


def traceback_lines(error: BaseException, is_own: Callable[[str], bool]) -> list[str]:
    """Return a traceback's lines, without the frames that are not the cell's.

    Parameters
    ----------
    error : BaseException
        What was raised.
    is_own : callable
        Given a frame's file name, whether to show it.
    """
    found = traceback.TracebackException.from_exception(error, limit=-30)
    waiting = [found]
    while waiting:
        part = waiting.pop()
        part.stack[:] = [frame for frame in part.stack if is_own(frame.filename)]
        linked = (part.__cause__, part.__context__, *(part.exceptions or ()))
        waiting += [other for other in linked if other is not None]
    return "".join(found.format()).splitlines()


def clean(text: str) -> str:
    """Replace what cannot be written as UTF-8, such as half a surrogate pair."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")

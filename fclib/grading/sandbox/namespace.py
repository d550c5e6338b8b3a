"""The names of trusted cells: which are the course's own, and which the student's."""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from fclib.grading.sandbox.inside import cells
from fclib.grading.sandbox.objects import StudentObject, number_of
from fclib.grading.sandbox.remote import Remote

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from fclib.grading.sandbox.job import Cell

CELL = "<cell>"
"""The file name of a trusted cell until it runs: a submission may have it at any number."""
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
SCOPES = (
    *(*DEFINITIONS, ast.Lambda),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)


class Names(NamedTuple):
    """What names stand for, and which are bound here, are used here, and are the student's."""

    namespace: dict[str, Any]
    bound: set[str]
    used: set[str]
    borrowed: set[str]


class TrustedNamespace:
    """The names of trusted cells, and how such cells are run.

    A name that they use and do not bind is the student's; it is looked up anew for each cell.
    """

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {
            "__name__": "__main__",
            "__builtins__": builtins,
            "get_ipython": _NoShell,
        }
        self.bound = {"get_ipython"}
        self.used: set[str] = set()
        self.borrowed: set[str] = set()
        self.theirs: set[str] = set()

    def kept(self) -> Names:
        """Return the names as they are, with copies of what a student's call may yet change."""
        names = self._names()
        memo: dict[int, Any] = {}
        for name in names.namespace.keys() - names.borrowed:
            with contextlib.suppress(Exception):  # a module, say, which is nobody's to change
                names.namespace[name] = copy.deepcopy(names.namespace[name], memo)
        return names

    @contextlib.contextmanager
    def with_names(self, names: Names) -> Generator[None]:
        """Let names be meanwhile what they were when they were kept."""
        now = self._names()
        self._put(names)
        try:
            yield
        finally:
            self._put(now)

    def _names(self) -> Names:
        return Names(dict(self.namespace), set(self.bound), set(self.used), set(self.borrowed))

    def _put(self, names: Names) -> None:
        namespace, self.bound, self.used, self.borrowed = names
        self.namespace.clear()  # it stays the one in which functions look names up
        self.namespace.update(namespace)

    def run(self, cell: Cell, remote: Remote) -> object:
        """Run a trusted cell; return the value of its last expression."""
        text = _read(cell["source"])
        cells.remember(text.python, cell["label"])
        self.bound |= text.bound
        self.used |= text.used
        self.borrow(remote)
        self.theirs = text.used & self.borrowed
        for name in sorted(self.theirs):
            remote.behaviour.gave(self.namespace.get(name))
        taken = dict(self.namespace)
        remote.changing = self.changing(cell["changes"])
        try:
            return cells.execute(text.code.under(cell["label"]), self.namespace)
        finally:
            self._keep(taken)

    def borrow(self, remote: Remote) -> None:
        """Take the student's present values of the names that are the student's."""
        for name in self.borrowed:
            self.namespace.pop(name, None)
        self.borrowed = {name for name in self.used - self.bound if not hasattr(builtins, name)}
        if self.borrowed:
            found = remote.names(self.borrowed)
            self.namespace.update((name, found[name]) for name in self.borrowed & set(found))

    def changing(self, names: Iterable[str]) -> set[int]:
        """Return the numbers of the student's functions with these names."""
        found = (self.namespace.get(name) for name in names)
        return {number_of(function) for function in found if isinstance(function, StudentObject)}

    def uses(self, cell: Cell) -> set[str]:
        """Return the names in a cell that no trusted cell has bound: those of the student's."""
        try:
            return _read(cell["source"]).used - self.bound
        except SyntaxError:  # which is shown where the cell runs
            return set()

    def names_of(self, numbers: Iterable[int]) -> set[str]:
        """Return which of the student's names in the last cell stand for these objects.

        A method has a number and no name; where the cell uses one of the student's names, that one.
        """
        objects = {name: self.namespace.get(name) for name in self.theirs}
        known = {
            name: number_of(found)
            for name, found in objects.items()
            if isinstance(found, StudentObject)
        }
        wanted = set(numbers)
        found = {name for name, number in known.items() if number in wanted}
        return found or (set(known) if wanted and len(known) == 1 else set())

    def _keep(self, before: dict[str, Any]) -> None:
        """Keep as the course's what a cell has bound, also where its text does not show that.

        That is how ``import *``, ``global`` and ``:=`` in a comprehension bind.
        """
        self.bound |= {
            name
            for name, value in self.namespace.items()
            if name not in before or before[name] is not value
        }
        self.borrowed -= self.bound


class _Text(NamedTuple):
    """A trusted cell's text: as Python, which names it uses, and which it binds for later cells."""

    python: str
    code: cells.Code
    used: set[str]
    bound: set[str]


def read_ahead(source: str) -> None:
    """Read a trusted cell before a submission has it, so that none has to."""
    with contextlib.suppress(SyntaxError):  # which is shown where the cell runs
        _read(source)


@functools.cache
def _read(source: str) -> _Text:
    """Read a trusted cell, once; IPython's magics in it do nothing here."""
    try:
        tree = ast.parse(source, CELL)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        source = TransformerManager().transform_cell(source)
        tree = ast.parse(source, CELL)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return _Text(source, cells.compiled(tree, CELL), used, _bound(tree))


def _bound(tree: ast.AST) -> set[str]:
    bound, waiting = set(), [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, DEFINITIONS):
            bound.add(node.name)
        # What is bound inside a function or a comprehension is bound there only.
        if not isinstance(node, SCOPES):
            waiting += ast.iter_child_nodes(node)
    return bound


class _NoShell:
    """What trusted cells find for IPython's shell."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments, **keywords: None

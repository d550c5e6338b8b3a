"""Results of grading as files, so that a batch that is killed goes on where it was."""

import ast
import hashlib
import importlib.metadata
import importlib.util
import json
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Any

from fclib.grading import files
from fclib.grading.sandbox.declared import Declared, place
from fclib.grading.steps.original import Original

FOLDER = "grading"
WORD = re.compile(r"\bimport\b")
IMPORT = re.compile(
    r"""^[ \t]*  # however deep in other statements
    ((?:from[ \t]+[\w.]+[ \t]+)?import\b[ \t]*(?:\([^()]*\)|[^(\n;\\\#]*))
    [ \t]*(?:\#.*)?$""",
    re.MULTILINE | re.VERBOSE,
)
"""An import statement that has its lines to itself."""


class Journal:
    """The results of one assignment: one file per student, whole or not there.

    Parameters
    ----------
    root : Path
        The course folder.
    assignment : str
        The assignment's name.
    """

    def __init__(self, root: str | Path, assignment: str) -> None:
        self.folder = Path(root, FOLDER, assignment)

    def read(self, student: str, key: str) -> dict[str, Any] | None:
        """Return a student's result if it is there and was made from what `key` stands for."""
        try:
            result = json.loads(self._path(student).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return result if result.get("key") == key else None

    def write(self, result: dict[str, Any]) -> None:
        """Keep a result in place of the student's last."""
        path = self._path(result["student"])
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, json.dumps(result, ensure_ascii=False).encode("utf-8"))

    def _path(self, student: str) -> Path:
        return self.folder / (hashlib.sha256(student.encode()).hexdigest()[:20] + ".json")


def fingerprint(*parts: Any) -> str:
    """Return a hash of JSON data and bytes; equal only for equal parts."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def tests_fingerprint(original: Original, settings: dict[str, Any], course: Declared) -> str:
    """Return a hash of all that decides a test's outcome but the submission.

    That is the released cells and what their source declares, the course's modules that trusted
    cells import, directly or not, with the data of its packages, how cells are run, and the
    versions of Python and NumPy.
    """
    cells = [[*cell] for cell in original.cells.values()]
    trusted = [cell.source for cell in original.cells.values() if cell.is_trusted]
    modules = {
        "fclib.grading.batch.grade",
        "fclib.grading.sandbox.trusted",
        "fclib.grading.sandbox.inside.start",
    }
    roots = frozenset({"fclib", *course.roots, *_modules_in(course.root)})
    for source in trusted:
        modules |= _imports(source, "", roots)
    sources = {module: module_text(module) for module in sorted(_closure(modules, roots))}
    data = [path.read_bytes() for path in _data(course)]
    versions = [sys.version, importlib.metadata.version("numpy")]
    declared = [original.given, original.changes, original.sources]
    names = [original.assignment, original.notebook]
    return fingerprint(names, cells, declared, settings, sources, versions, *data)


@lru_cache(maxsize=512)
def _spec(module: str) -> ModuleSpec | None:
    """Find a module without importing the packages above it, which may take long."""
    package, _, name = module.rpartition(".")
    if package:
        above = _spec(package)
        folders = above and above.submodule_search_locations
        return PathFinder.find_spec(module, folders) if name and folders else None
    try:
        return importlib.util.find_spec(name)
    except (ModuleNotFoundError, ValueError):
        return None


def _data(course: Declared) -> list[Path]:
    """Return the files in the course's packages that are no source."""
    folders = [place(name) for name in (*course.checks, *course.shown)]
    return sorted(
        path
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    )


def _modules_in(root: str) -> list[str]:
    """Return the names of the modules and packages that lie in the course folder."""
    return [module.name for module in pkgutil.iter_modules([root])]


def _closure(modules: Iterable[str], roots: frozenset[str]) -> set[str]:
    """Return these modules of the course, those that they import, and the packages above."""
    found, waiting = set(), list(modules)
    while waiting:
        module = waiting.pop()
        text = module_text(module) if module not in found else None
        if text is not None:
            found.add(module)
            waiting += _imports(text, _file(module), roots)
            waiting.append(module.rpartition(".")[0])  # the package above runs first
    return found


def _file(module: str) -> str:
    """Return a module's name, or that of the file in a package from which its dots count."""
    spec = _spec(module)
    is_package = spec is not None and spec.submodule_search_locations is not None
    return f"{module}.__init__" if is_package else module


@lru_cache(maxsize=512)
def _imports(source: str, module: str, roots: frozenset[str]) -> set[str]:
    """Return the names of modules below some roots that a source may import."""
    try:
        alone = _import_statements(source)
        statements = _statements(ast.parse(source if alone is None else alone))
    except SyntaxError:
        return {root for root in roots if root in source}
    names = set()
    for node in statements:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(module.split(".")[: -node.level]) + "." if node.level else ""
            home = above + (node.module or "")
            home = home.rstrip(".")
            names |= {home, *(f"{home}.{alias.name}" for alias in node.names)}
    return {name for name in names if name.split(".")[0] in roots}


def _import_statements(source: str) -> str | None:
    """Return a source's import statements alone; None if the word stands anywhere else in it.

    In most modules they are the first few lines, and to parse all of it takes ten times as long.
    """
    found = [match[1] for match in IMPORT.finditer(source)]
    counted = sum(len(WORD.findall(statement)) for statement in found)
    return "\n".join(found) if counted == len(WORD.findall(source)) else None


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements, those within others too; most of a tree is expressions."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for within in ("body", "orelse", "finalbody", "handlers", "cases"):
            found = getattr(node, within, [])
            waiting += found if isinstance(found, list) else []  # a lambda's is an expression


@lru_cache(maxsize=512)
def module_text(module: str) -> str | None:
    """Return the source of a module, or None if there is no such module."""
    spec = _spec(module)
    # What has no file of its own, such as a class in the configuration, has no text.
    if spec is None or spec.origin is None or not spec.has_location:
        return None
    return Path(spec.origin).read_text(encoding="utf-8")

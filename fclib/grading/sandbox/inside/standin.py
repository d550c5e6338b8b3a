"""The course's packages as a student's process sees them: what is shown or given, and stubs."""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from importlib.machinery import ModuleSpec


_ready: dict[str, ModuleType] = {}
"""Modules that are shown, imported before there is a submission; they are in no one's way."""


def import_ahead(shown: dict[str, str]) -> None:
    """Import what is shown once, where the processes of all submissions then have it.

    What does not stand alone waits: for other modules of the course, or for a submission's files.
    """
    for name, place in shown.items():
        spec = importlib.util.spec_from_file_location(name, _file_of(place))
        if spec is None or spec.loader is None:
            continue
        module, others = importlib.util.module_from_spec(spec), _Others(name)
        sys.meta_path.insert(0, others)
        with contextlib.suppress(Exception):  # which whoever imports it is told of
            spec.loader.exec_module(module)
            if not others.asked_for:
                _ready[name] = module
        sys.meta_path.remove(others)


class _Others(importlib.abc.MetaPathFinder):
    """Notes whether a module asks for another of its course's."""

    def __init__(self, name: str) -> None:
        self.root, self.asked_for = name.partition(".")[0], False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        self.asked_for |= name.partition(".")[0] == self.root


def _file_of(place: str) -> str:
    return place if place.endswith(".py") else f"{place}/__init__.py"


def install(
    sources: dict[str, str], given: list[str], checks: list[str], shown: dict[str, str]
) -> None:
    """Make imports of the course's packages find the stand-ins.

    Parameters
    ----------
    sources : dict of str to str
        The source text of modules that hold what is given, by full name.
    given : list of str
        What the assignment gives, for the message when something else is asked for.
    checks : list of str
        Modules and packages that tests call.
    shown : dict of str to str
        Modules that are there as they are, and their file or folder.
    """
    sys.meta_path.insert(0, _Finder(sources, given, checks, shown))


def _lies_in(name: str, packages: Iterable[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(
        self, sources: dict[str, str], given: list[str], checks: list[str], shown: dict[str, str]
    ) -> None:
        self.sources, self.given, self.checks, self.shown = sources, given, checks, shown
        self.roots = {name.partition(".")[0] for name in (*sources, *checks, *shown)}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self.shown:
            spec = importlib.util.spec_from_file_location(name, _file_of(self.shown[name]))
            if spec is not None and name in _ready:
                spec.loader = _Ready()
            return spec
        if name.partition(".")[0] not in self.roots or _lies_in(name, self.shown):
            return None
        # A stub of a check cannot know whether it is one module or a package of them.
        is_package = _lies_in(name, self.checks) or any(
            other.startswith(f"{name}.") for other in (*self.sources, *self.checks, *self.shown)
        )
        return importlib.machinery.ModuleSpec(name, self, is_package=is_package)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return (_Checks if _lies_in(spec.name, self.checks) else _Module)(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__.update(_given=self.given)
        source = self.sources.get(module.__name__, "")
        exec(compile(source, module.__name__, "exec"), module.__dict__)


class _Ready(importlib.abc.Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _ready[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: it has run."""


class _Module(ModuleType):
    _given: list[str]

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        # An ImportError, because `from fclib import name` would hide an AttributeError's words.
        raise ImportError(
            f"{self.__name__}.{name} is not given in this exercise: write your own. "
            f"Given are {', '.join(self._given)}."
        )


class _Checks(ModuleType):
    """A student's own calls of checks do nothing while a submission is graded."""

    def __getattr__(self, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name)


class _Nothing:
    """A check, a class of checks or a module of them: whatever is done with it does nothing."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, *arguments: object, **keywords: object) -> None:
        pass

    def __getattr__(self, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name)

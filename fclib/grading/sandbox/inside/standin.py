"""The `fclib` that a student's process sees: data, given functions, and checks that do nothing."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
CHECKS = "fclib.checks"


def install(sources: dict[str, str], given: list[str], data: str) -> None:
    """Make ``import fclib`` find the stand-in.

    Parameters
    ----------
    sources : dict of str to str
        The source text of modules that hold what is given, by full name.
    given : list of str
        What the assignment gives, for the message when something else is asked for.
    data : str
        The folder of ``fclib.data``.
    """
    sys.meta_path.insert(0, _Finder(sources, given, data))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, sources: dict[str, str], given: list[str], data: str) -> None:
        self.sources, self.given, self.data = sources, given, data

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "fclib.data":
            return importlib.util.spec_from_file_location(name, f"{self.data}/__init__.py")
        if name != "fclib" and not name.startswith("fclib."):
            return None
        is_package = name in ("fclib", CHECKS)
        return importlib.machinery.ModuleSpec(name, self, is_package=is_package)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return (_Checks if spec.name.startswith(CHECKS) else _Module)(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["_given"] = self.given
        source = self.sources.get(module.__name__, "")
        exec(compile(source, module.__name__, "exec"), module.__dict__)


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

    def __getattr__(self, name: str) -> ModuleType | Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        if self.__name__ == CHECKS:
            return importlib.import_module(f"{CHECKS}.{name}")
        return lambda *arguments, **keywords: None

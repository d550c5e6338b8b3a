"""What a course declares of its own modules, and where they lie."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from traitlets.config.loader import LazyConfigValue

if TYPE_CHECKING:
    from traitlets.config import Config


class Declared(NamedTuple):
    """A course's folder and its modules.

    Attributes
    ----------
    root : str
        The course folder, in which its own modules are looked for after those installed.
    checks : tuple of str
        Modules and packages that tests call; students' code gets stubs that do nothing.
    shown : tuple of str
        Modules and packages that students' code has as they are, with the files in them.
    """

    root: str
    checks: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def roots(self) -> set[str]:
        """The names of the packages in which all of these lie."""
        return {name.partition(".")[0] for name in (*self.checks, *self.shown)}


def declared(config: Config, root: str | Path) -> Declared:
    """Read what a course's configuration declares, and let its modules be found."""
    folder = str(Path(root).resolve())
    if folder not in sys.path:
        sys.path.append(folder)
    section = config.SplitExecute

    def names(setting: str) -> tuple[str, ...]:
        value = section.get(setting, [])
        return tuple(value.get_value([]) if isinstance(value, LazyConfigValue) else value)

    return Declared(folder, names("checks"), names("shown"))


def place(name: str) -> Path:
    """Return a module's file, or a package's folder.

    Raises
    ------
    ValueError
        If there is no such module.
    """
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise ValueError(f"{name} is declared in c.SplitExecute, and there is no such module")
    return Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)

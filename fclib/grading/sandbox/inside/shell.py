"""IPython's syntax and shell, for the cells that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import cells

if TYPE_CHECKING:
    import ast


class Shell:
    """Parses a submission's cells; IPython is loaded when one needs it.

    Parameters
    ----------
    namespace : dict
        In which the cells run.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.ipython: Any = None

    def parse(self, source: str, label: str) -> ast.Module:
        """Parse a cell; IPython is loaded for those that use its syntax or its shell."""
        if self.ipython is None:
            try:
                tree = cells.parse(source, label)
            except SyntaxError:
                tree = None
            if tree is not None and "get_ipython" not in source:
                return tree
            self.ipython = _load(self.namespace)
            if self.ipython is None:
                return cells.parse(source, label)
        tree = cells.parse(self.ipython.transform_cell(source), label)
        cells.remember(source, label)
        return tree


def _load(namespace: dict[str, Any]) -> Any:
    """Return an IPython shell that works on this namespace, or None without IPython."""
    try:
        from IPython.core.interactiveshell import InteractiveShell
    except ImportError:
        return None
    shell: Any = InteractiveShell.instance(user_ns=namespace)
    # Through a pipe: IPython's own way wants a terminal.
    shell.system = lambda command: print(shell.getoutput(command, split=False, depth=1), end="")
    shell.enable_gui = lambda gui=None: None
    shell.enable_matplotlib = lambda gui=None: ("inline", "inline")
    namespace["get_ipython"] = lambda: shell
    return shell

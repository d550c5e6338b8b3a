"""Names that are sent: what may be shown and used as one."""

from __future__ import annotations

import inspect
import types
from typing import Any, TypeGuard

from .wire import WireError

MOST_NAMES = 50
LONGEST_NAME = 80


def is_name(text: object) -> TypeGuard[str]:
    """Whether a text can be shown and used as a name: short, and an identifier of its own."""
    return (
        isinstance(text, str)
        and len(text) <= LONGEST_NAME
        and text.isidentifier()
        and not text.startswith("__")
    )


def read_names(node: object) -> tuple[str, ...]:
    """Return names that were sent, as a tuple.

    Raises
    ------
    WireError
        If it is not a list of at most `MOST_NAMES` names, or one is there twice.
    """
    if not isinstance(node, list) or len(node) > MOST_NAMES or not all(map(is_name, node)):
        raise WireError("names on the wire are malformed")
    if len(set(node)) < len(node):
        raise WireError("a name on the wire is there twice")
    return tuple(node)


def parameters(function: Any) -> list[str] | None:
    """Return the names of what a function takes; None if they are not known or cannot be sent."""
    if type(function) not in (types.FunctionType, types.MethodType):
        return None  # looking at other objects may run the student's code
    try:
        names = list(inspect.signature(function).parameters)
        return list(read_names(names))
    except Exception:  # its signature may be set to anything
        return None

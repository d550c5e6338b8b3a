"""The mistakes that a course's checks know by name: what pages say of an id in square brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from traitlets import import_item

if TYPE_CHECKING:
    from collections.abc import Mapping


def read(name: str) -> Mapping[str, Any]:
    """Return the catalogue that a configuration names; an empty one if it names none.

    Each row has ``formula``, the mistake in one line, and ``chapter`` and ``anchor``, where the
    published book explains it.
    """
    found: Mapping[str, Any] = import_item(name) if name else {}
    return found


def id_of(text: str, catalogue: Mapping[str, Any]) -> str | None:
    """Return the id at the start of a message, if the catalogue has it."""
    match = re.match(r"\[([\w-]+)\]", text)
    return match[1] if match and match[1] in catalogue else None

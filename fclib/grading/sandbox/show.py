"""Show what a student's process sent, if it is of a kind that is expected and harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fclib.grading.sandbox.inside import cells

KINDS = ("stream", "display_data", "execute_result", "error")
# What base64 makes of the eight bytes that begin every PNG file, and then base64 alone.
PNG = re.compile(r"iVBORw0KGgo[A-Za-z0-9+/\s]*={0,2}")
RESULT = 20_000
"""Characters of the text of a value that is shown."""
MOST_ERRORS = 10  # a cell has one; what a student's process sends may claim more


def show(shown: cells.Shown, outputs: object, kinds: Sequence[str]) -> None:
    """Show what a student's process sent, if it is of a kind that is expected and harmless."""
    for output in outputs if isinstance(outputs, list) else []:
        kind: Any = output.get("output_type") if isinstance(output, dict) else None
        if kind not in kinds:
            continue
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            shown.write(name, _text(output, "text"))
        elif kind == "error":
            if sum(one["output_type"] == kind for one in shown.outputs) == MOST_ERRORS:
                continue
            lines = output.get("traceback")
            lines = [str(line) for line in lines] if isinstance(lines, list) else []
            shown.fail(_text(output, "ename"), _text(output, "evalue"), lines)
        else:
            sent = output.get("data")
            data = {"text/plain": _text(sent, "text/plain")[:RESULT]}
            image = _text(sent, "image/png").strip()
            if image and PNG.fullmatch(image):
                data["image/png"] = image + "\n"
            shown.add(kind, data)


def _text(mapping: object, key: str) -> str:
    value = mapping.get(key, "") if isinstance(mapping, dict) else ""
    return value if isinstance(value, str) else ""

"""List what arrived in the exchange by its names alone.

A plugin for ``c.ExchangeFactory.list``. nbgrader's own opens every notebook in the exchange, to see
whether there is feedback for it. Everybody may write there: a pipe among the notebooks keeps it
waiting for ever, and so does a link to a file without an end.
"""

import itertools
import os
from typing import Any

from nbgrader.exchange.default import ExchangeList

from fclib.grading.words import printable

WHOSE = ("course_id", "student_id", "assignment_id")
NOT_LOOKED_AT = {
    "notebooks": [],
    "has_local_feedback": False,
    "has_exchange_feedback": False,
    "feedback_updated": False,
    "local_feedback_path": None,
}


class List(ExchangeList):
    """nbgrader's way of listing, without a look into what students have handed in."""

    assignments: list[str]

    def parse_assignments(self) -> list[dict[str, Any]]:
        """Return what there is; of hand-ins for each student and assignment, the earliest first."""
        if not self.inbound:
            return super().parse_assignments()
        found = []
        for path in self.assignments:
            try:
                names = self.parse_assignment(path)
            except RuntimeError:
                self.log.warning("%s: its name is not a hand-in's", _name(path))
            else:
                found.append({**names, **NOT_LOOKED_AT, "status": "submitted", "path": path})
        found.sort(key=lambda info: [info[name] for name in (*WHOSE, "timestamp")])
        return [
            {**dict(zip(WHOSE, whose, strict=True)), "status": "submitted", "submissions": [*infos]}
            for whose, infos in itertools.groupby(found, lambda info: [info[k] for k in WHOSE])
        ]

    def format_inbound_assignment(self, info: dict[str, Any]) -> str:
        """Return the line for one hand-in."""
        if not self.inbound:
            return super().format_inbound_assignment(info)
        return printable(" ".join(info[name] for name in (*WHOSE, "timestamp")))


def _name(path: str) -> str:
    return printable(os.path.basename(path))

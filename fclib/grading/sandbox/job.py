"""The words and limits that the grader and its trusted process share."""

import struct
from typing import Any

Cell = dict[str, Any]
Outputs = list[dict[str, Any]]

STUDENT, LOCKED, TEST, HIDDEN = "student", "locked", "test", "hidden"
"""Who wrote a cell and what it is for: a student's, the course's, a test, one with hidden tests."""

LARGEST = 1 << 30
"""Bytes of the largest frame that describes a submission, and of what comes back."""
PLACE = struct.Struct("!I")
"""How the trusted process notes the place of the cell that it has come to."""
SLACK = 10
"""Seconds after a time limit until the process that enforces it is given up for hung."""


def clock_limit(job: dict[str, Any]) -> int:
    """Return the seconds by the clock after which what still works on a submission hangs."""
    return int(job["total_seconds"] * job["patience"]) + SLACK

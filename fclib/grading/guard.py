"""What nbgrader itself believes of names and files that students made, and should not.

``nbgrader_config.py`` calls `guard`, so it holds in every process of nbgrader's that has read it:
nbgrader has no setting for any of this.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from traitlets.config import Application

from fclib.grading.words import printable

if TYPE_CHECKING:
    import datetime

    from nbgrader.coursedir import CourseDirectory

FORMGRADER = "nbgrader.server_extensions.formgrader"
KEPT_IN_A_LOG = "\n\t"  # of tracebacks


def guard() -> None:
    """Clean nbgrader's log, read timestamps with care, and escape what formgrader shows."""
    if Application.initialized():  # under fclib there is none
        log = Application.instance().log
        if not any(isinstance(one, _Printable) for one in log.filters):
            log.addFilter(_Printable())
        _guard_timestamps()
    if f"{FORMGRADER}.base" in sys.modules:
        from fclib.grading.pages import formgrader

        formgrader.escape()


class _Printable(logging.Filter):
    """Takes out of a log's messages what could move a terminal's cursor."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        record.msg, record.args = "".join(map(_shown, text)), ()
        return True


def _shown(character: str) -> str:
    return character if character in KEPT_IN_A_LOG else printable(character)


def _guard_timestamps() -> None:
    # nbgrader's own reads a file of any size through a link, and stops at one without a time.
    from nbgrader.coursedir import CourseDirectory

    from fclib.grading.steps.handed_in import read_time

    def get_existing_timestamp(self: CourseDirectory, dest_path: str) -> datetime.datetime | None:
        return read_time(dest_path)

    CourseDirectory.get_existing_timestamp = get_existing_timestamp

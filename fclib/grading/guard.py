"""What nbgrader itself believes of names and files that students made, and should not.

``nbgrader_config.py`` calls `guard`, so it holds in every process of nbgrader's that has read it:
nbgrader has no setting for any of this.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        _guard_due_dates()
    if f"{FORMGRADER}.base" in sys.modules:
        from fclib.grading.pages import formgrader

        formgrader.escape()


class _Printable(logging.Filter):
    """Takes out of a log's messages what could move a terminal's cursor."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except Exception:  # arguments that do not fit, which end no program without this filter
            text = f"{record.msg} {record.args}"
        record.msg, record.args = _shown(text), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _shown(record.exc_text)
        return True


def _shown(text: str) -> str:
    return "".join(one if one in KEPT_IN_A_LOG else printable(one) for one in text)


def _guard_due_dates() -> None:
    # nbgrader's own reads CEST as UTC, +0200 as 200 seconds, 12.10.2026 as the tenth of December.
    from nbgrader import utils

    from fclib.grading import times

    app = Application.instance()
    parse_utc = getattr(utils.parse_utc, "of_nbgrader", utils.parse_utc)

    def parse(text: Any) -> datetime.datetime | None:
        if not isinstance(text, str):
            return parse_utc(text)
        try:
            time = times.parse(text)
        except ValueError as error:
            if hasattr(app, "fail"):  # a command of nbgrader's: a line, and no traceback
                app.fail("%s", error)
            raise
        zone = app.config.NbGraderAPI.get("timezone", "UTC")
        app.log.info("%s is %s", text, times.shown(time, zone))
        return time

    parse.of_nbgrader = parse_utc  # type: ignore[attr-defined]
    utils.parse_utc = parse


def _guard_timestamps() -> None:
    # nbgrader's own read a file of any size through a link, and stop at one without a time.
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    from fclib.grading.steps import handed_in

    def get_existing_timestamp(self: CourseDirectory, dest_path: str) -> datetime.datetime | None:
        place = Path(os.path.abspath(dest_path))
        return handed_in.read_time(place.parents[1], *place.parts[-2:])

    def get_submitted_timestamp(
        self: NbGraderAPI, assignment_id: str, student_id: str
    ) -> datetime.datetime | None:
        where = handed_in.place(self.coursedir, student_id, assignment_id)
        return handed_in.read_time(where.above, *where.parts)

    CourseDirectory.get_existing_timestamp = get_existing_timestamp
    NbGraderAPI.get_submitted_timestamp = get_submitted_timestamp

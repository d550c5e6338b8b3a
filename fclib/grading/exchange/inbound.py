"""Collect from the exchange what each student handed in last and whole.

A plugin for ``c.ExchangeFactory.collect``. ``nbgrader submit`` that stops, at a full disk for
example, leaves what it has copied by then in the exchange, and nbgrader's own collect would take
that in place of what the same student handed in before.
"""

import stat
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect

from fclib.grading.exchange.release import OF_THE_EXCHANGE
from fclib.grading.steps.handed_in import UNREADABLE, parse_submission, read_notebook
from fclib.grading.words import printable


class Collect(ExchangeCollect):
    """nbgrader's way of collecting, without those hand-ins that are not whole.

    A student who handed in nothing whole is collected as nbgrader does it.
    """

    def _sort_by_timestamp(self, records):
        """Return a student's hand-ins, the latest first; nbgrader takes one of them."""
        whole = []
        for record in super()._sort_by_timestamp(records):
            why = _missing(Path(self.inbound_path, record["filename"]))
            if not why:
                whole.append(record)
            elif not whole:  # nbgrader would have taken it
                self.log.warning(
                    "%s", printable(f"{record['filename']} in the exchange is not whole: {why}")
                )
        return whole or super()._sort_by_timestamp(records)


def _missing(folder):
    """Return what is missing from a hand-in, or nothing if it is whole."""
    # nbgrader writes these when all else is there.
    for name in OF_THE_EXCHANGE:
        try:
            found = (folder / name).lstat()  # not read: it is the student's, and may have no end
        except OSError as error:
            return f"{name} cannot be read: {error.strerror}"
        if not stat.S_ISREG(found.st_mode):
            return f"{name} is not a file"
        if not found.st_size:
            return f"{name} is empty"
    for path in sorted(folder.glob("*.ipynb")):
        notebook = parse_submission(read_notebook(path))
        if UNREADABLE in notebook.metadata:
            return f"{path.name}: {notebook.metadata[UNREADABLE]}"
    return ""

"""Release feedback through the exchange to those who handed in through it.

A plugin for ``c.ExchangeFactory.release_feedback``. nbgrader's own stops at the first student whose
work came another way, by upload for example, and those after that student get nothing.
"""

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from fclib.grading.steps.handed_in import OF_THE_EXCHANGE


class ReleaseFeedback(ExchangeReleaseFeedback):
    """nbgrader's way of releasing feedback, without those who did not hand in through it."""

    src_path: str

    def copy_files(self) -> None:
        """Copy the pages of one assignment, or of one student, into the exchange."""
        where = Path(self.src_path)
        for folder in sorted(where.parents[1].glob(f"{where.parent.name}/{where.name}")):
            student = folder.parent.name
            if not all((folder / name).is_file() for name in OF_THE_EXCHANGE):
                words = "%s did not hand in through the exchange: hand back what is in %s"
                self.log.warning(words, student, folder)
                continue
            trouble = _trouble(folder)
            if trouble:
                self.log.warning("%s: NOT RELEASED: %s; it is in %s", student, trouble, folder)
                continue
            # One at a time: nbgrader's list of students to leave out has no way to write a
            # comma that is part of an id.
            self.src_path = glob.escape(str(folder))
            super().copy_files()


def _trouble(folder: Path) -> str:
    """Return what is wrong with the files that say where a page goes, or nothing.

    Students write them, and nbgrader stops at one that it cannot use.
    """
    for name in OF_THE_EXCHANGE:
        try:
            content = (folder / name).read_text()  # as nbgrader does
        except (ValueError, OSError) as error:
            return f"{name} cannot be read ({error})"
        if not content:
            return f"{name} is empty"
    return ""

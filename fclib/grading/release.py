"""Release feedback through the exchange to those who handed in through it.

A plugin for ``c.ExchangeFactory.release_feedback``. nbgrader's own stops at the first student whose
work came another way, by upload for example, and those after that student get nothing.
"""

from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

OF_THE_EXCHANGE = ("timestamp.txt", "submission_secret.txt")


class ReleaseFeedback(ExchangeReleaseFeedback):
    """nbgrader's way of releasing feedback, without those who did not hand in through it."""

    def copy_files(self):
        """Copy the pages of one assignment, or of one student, into the exchange."""
        excluded = self.coursedir.student_id_exclude
        others = self._handed_in_otherwise()
        for student, folder in others.items():
            self.log.warning(
                "%s did not hand in through the exchange: hand back what is in %s", student, folder
            )
        # Formgrader keeps this object for its next requests.
        self.coursedir.student_id_exclude = ",".join(filter(None, [excluded, *others]))
        try:
            super().copy_files()
        finally:
            self.coursedir.student_id_exclude = excluded

    def _handed_in_otherwise(self):
        """Return the folders with feedback that the exchange can not deliver, by student."""
        where = Path(self.src_path)
        folders = where.parents[1].glob(f"{where.parent.name}/{where.name}")
        return {
            folder.parent.name: folder
            for folder in sorted(folders)
            if not all((folder / name).is_file() for name in OF_THE_EXCHANGE)
        }

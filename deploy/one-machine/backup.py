"""Keep copies of a course's gradebook and files for a week. As root: ``backup.py FOLDER``.

The gradebook is copied through SQLite, so that the copy is whole even while somebody grades.
"""

import os
import runpy
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from traitlets.config import Config

HERE = Path(__file__).resolve().parent


def main(folder):
    """Write gradebook-DAY.db and course-DAY.tar.gz over those of a week ago.

    Parameters
    ----------
    folder : str
        Where copies go; only root may read them.
    """
    os.umask(0o077)
    settings = runpy.run_path(str(HERE / "jupyterhub_config.py"), {"get_config": Config})
    course, place = settings["COURSE_FOLDER"], Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    day = f"{date.today():%A}"
    gradebook = course / "gradebook.db"
    if gradebook.is_file():
        part = place / "gradebook.part"
        part.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"file:{gradebook}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy)
        part.replace(place / f"gradebook-{day}.db")
    shutil.make_archive(str(place / f"course-{day}"), "gztar", course.parent, course.name)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("backup.py needs the folder for the copies: backup.py /var/backups/class-hub")
    main(sys.argv[1])

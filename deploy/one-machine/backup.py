"""Keep copies of a course's gradebook and files for a week. As root: ``backup.py FOLDER``.

The gradebook is copied through SQLite, so that the copy is whole even while somebody grades. Each
copy takes the place of that of a week ago once it is complete.
"""

import os
import runpy
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

from traitlets.config import Config

HERE = Path(__file__).resolve().parent


def main(folder):
    """Replace gradebook-DAY.db and course-DAY.tar.gz of a week ago.

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
        copy_gradebook(gradebook, place / f"gradebook-{day}.db")
    pack(course, place / f"course-{day}.tar.gz", leaving_out=f"{gradebook.name}*")


def copy_gradebook(gradebook, copy):
    """Copy an SQLite database that may be in use."""
    part = copy.with_name("gradebook.part")
    part.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"file:{gradebook}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(part)) as target,
    ):
        source.backup(target)
    part.replace(copy)


def pack(course, archive, leaving_out):
    """Pack a folder that may be in use, but for some files at its top."""
    part = archive.with_name("course.part")
    command = ["tar", "--create", "--gzip", f"--file={part}", f"--directory={course.parent}"]
    command += ["--anchored", f"--exclude={course.name}/{leaving_out}", course.name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # 1: a file changed or went away meanwhile, as happens while somebody works. The rest is there.
    if done.returncode not in (0, 1):
        sys.exit(f"{archive} stays as it was, since tar failed: {done.stderr.strip()}")
    part.replace(archive)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("backup.py needs the folder for the copies: backup.py /var/backups/class-hub")
    main(sys.argv[1])

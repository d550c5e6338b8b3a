"""Make the accounts, folders and rights that the hub of a class needs, and say what contradicts.

Run as root: ``prepare.py FOLDER`` once, with the folder that has the course (nbgrader_config.py and
solutions/), and ``prepare.py`` before each start of the hub. What is there already stays, and gets
the right owner and rights back.
"""

import os
import pwd
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

HERE = Path(__file__).resolve().parent
PRIVATE = 0o700
# Anyone may put something there, and only its owner takes it away again (the sticky bit).
EXCHANGE = 0o1777
COURSE = 0o755
# As the exchange; nobody can list it, and what is handed in has the course's group (setgid).
INBOUND = 0o3733


def main(folder=None):
    """Prepare the hub that jupyterhub_config.py describes.

    Parameters
    ----------
    folder : str, optional
        Where to copy the course from, if the account that owns it has none yet.
    """
    if os.getuid() != 0:
        sys.exit("prepare.py makes accounts and sets owners: run it as root.")
    settings = runpy.run_path(str(HERE / "jupyterhub_config.py"), {"get_config": Config})
    course, grader = settings["COURSE"], settings["GRADER"]
    for name in dict.fromkeys([grader, *settings["INSTRUCTORS"], *settings["STUDENTS"]]):
        make_account(name)
    make_folder(settings["STATE"], "root", PRIVATE)
    place = settings["COURSE_FOLDER"]
    if not place.exists() and folder is not None:
        copy_course(Path(folder), place)
    if place.exists():
        give(place, grader)
    check_course(place, course, grader)
    make_exchange(Path(read(HERE / "jupyter").Exchange.root), course, grader)


def make_account(name):
    """Make a Unix account without a password, unless there is one; close its home to others."""
    try:
        home = pwd.getpwnam(name).pw_dir
    except KeyError:
        made = ["useradd", "--create-home", "--user-group", "--shell", "/bin/bash", name]
        if subprocess.run(made, check=False).returncode != 0:
            sys.exit(f"There is no account {name}, and useradd cannot make it: see above.")
        home = pwd.getpwnam(name).pw_dir
    make_folder(home, name, PRIVATE)


def make_folder(path, owner, rights):
    """Make a folder, unless there is one, with this owner and these rights."""
    path = Path(path)
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        sys.exit(f"{path} has to be a folder, and is none: move it away.")
    path.mkdir(parents=True, exist_ok=True)
    shutil.chown(path, owner, pwd.getpwnam(owner).pw_gid)
    path.chmod(rights)


def copy_course(folder, place):
    """Copy what nbgrader needs of a course: its settings and its sources."""
    for needed in ("nbgrader_config.py", "solutions"):
        if not (folder / needed).exists():
            sys.exit(f"{folder} has no {needed}: name the folder that has the course.")
    place.mkdir()
    shutil.copy(folder / "nbgrader_config.py", place)
    shutil.copytree(folder / "solutions", place / "solutions")


def check_course(place, course, grader):
    """Refuse a hub and a course that do not mean the same course."""
    if not (place / "nbgrader_config.py").is_file():
        sys.exit(f"There is no course in {place}: run prepare.py FOLDER, FOLDER being a course.")
    named = course_id(place, grader)
    if named != course:
        sys.exit(
            f"The course has c.CourseDirectory.course_id = {named!r} in "
            f"{place}/nbgrader_config.py, and the hub has COURSE = {course!r} in "
            f"{HERE}/jupyterhub_config.py: make them the same."
        )


def course_id(place, grader):
    """Return the course's own id. Its settings are a program, which instructors can change.

    So they are read by the account that owns the course, and not by root.
    """
    asked = f"import prepare; print(prepare.read({str(place)!r}).CourseDirectory.course_id, end='')"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=HERE,
        user=grader,
        group=grader,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"{place}/nbgrader_config.py cannot be read: {done.stderr.strip()}")
    return done.stdout


def give(place, owner):
    """Give a folder and all in it to its owner, and close it to others."""
    subprocess.run(["chown", "--recursive", "--no-dereference", f"{owner}:", place], check=True)
    place.chmod(PRIVATE)


def make_exchange(root, course, grader):
    """Make the exchange as nbgrader would, but so that nobody can take away what others put there.

    nbgrader opens a folder that is there already only if its own account owns it.
    """
    make_folder(root, "root", EXCHANGE)
    make_folder(root / course, grader, COURSE)
    make_folder(root / course / "outbound", grader, COURSE)
    make_folder(root / course / "inbound", grader, INBOUND)


def read(folder):
    """Return the configuration in a folder's nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


if __name__ == "__main__":
    main(*sys.argv[1:])

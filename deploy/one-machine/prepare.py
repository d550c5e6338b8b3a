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
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from traitlets.config import Config, PyFileConfigLoader

HERE = Path(__file__).resolve().parent
PRIVATE = 0o700
# Anyone may put something there, and only its owner takes it away again (the sticky bit).
EXCHANGE = 0o1777
COURSE = 0o755
# As the exchange; nobody can list it, and what is handed in has the course's group (setgid).
INBOUND = 0o3733
PEOPLE = range(1000, 65534)  # below are the system's own accounts, and 65534 is nobody


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
    if not os.path.lexists(place) and folder is not None:
        copy_course(Path(folder), place)
    if os.path.lexists(place):
        give(place, grader)
    check_course(place, course, grader)
    make_exchange(Path(read(HERE / "jupyter").Exchange.root), course, grader)


def make_account(name):
    """Make a Unix account without a password, unless there is one; close its home to others."""
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        made = ["useradd", "--create-home", "--user-group", "--shell", "/bin/bash", name]
        if subprocess.run(made, check=False).returncode != 0:
            sys.exit(f"There is no account {name}, and useradd cannot make it: see above.")
        account = pwd.getpwnam(name)
    if account.pw_uid not in PEOPLE:
        sys.exit(
            f"{name} is an account of the system, with the number {account.pw_uid}, and nobody's "
            f"own: choose another name in {HERE}/jupyterhub_config.py."
        )
    make_folder(account.pw_dir, name, PRIVATE)


def make_folder(path, owner, rights):
    """Make a folder, unless there is one, with this owner and these rights."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with opened(path, owner, rights):
        pass


@contextmanager
def opened(path, owner, rights, within=None):
    """Make a folder, unless there is one, with this owner and these rights, and open it.

    Some of the folders lie where others than root can put a link in their place. So nothing goes by
    the path twice: what has been opened, and is no link, gets the owner and the rights.

    Parameters
    ----------
    path : str or Path
    owner : str
    rights : int
    within : int, optional
        The descriptor of the folder that a relative path is in.

    Yields
    ------
    int
        The folder's descriptor.
    """
    with suppress(FileExistsError):
        os.mkdir(path, PRIVATE, dir_fd=within)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=within)
    except NotADirectoryError:
        sys.exit(f"{path} has to be a folder, and is none: move it away.")
    try:
        os.fchown(descriptor, *numbers(owner))
        os.fchmod(descriptor, rights)
        yield descriptor
    finally:
        os.close(descriptor)


def numbers(name):
    """Return an account's own number and its group's."""
    account = pwd.getpwnam(name)
    return account.pw_uid, account.pw_gid


def copy_course(folder, place):
    """Copy what nbgrader needs of a course: its settings and its sources."""
    for needed in ("nbgrader_config.py", "solutions"):
        if not (folder / needed).exists():
            sys.exit(f"{folder} has no {needed}: name the folder that has the course.")
    # Where only root can write: the home that the course goes to is another's.
    with tempfile.TemporaryDirectory(dir=place.parent.parent) as made:
        copy = Path(made) / place.name
        copy.mkdir()
        shutil.copy(folder / "nbgrader_config.py", copy)
        shutil.copytree(folder / "solutions", copy / "solutions")
        copy.rename(place)


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
    with opened(place, owner, PRIVATE) as folder:
        for _, folders, files, descriptor in os.fwalk(".", dir_fd=folder):
            for name in [*folders, *files]:
                with suppress(FileNotFoundError):  # formgrader may be at work
                    os.chown(name, *numbers(owner), dir_fd=descriptor, follow_symlinks=False)


def make_exchange(root, course, grader):
    """Make the exchange as nbgrader would, but so that nobody can take away what others put there.

    nbgrader opens a folder that is there already only if its own account owns it.
    """
    make_folder(root, "root", EXCHANGE)
    with opened(root / course, grader, COURSE) as folder:
        for name, rights in {"outbound": COURSE, "inbound": INBOUND}.items():
            with opened(name, grader, rights, within=folder):
                pass


def read(folder):
    """Return the configuration in a folder's nbgrader_config.py."""
    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


if __name__ == "__main__":
    main(*sys.argv[1:])

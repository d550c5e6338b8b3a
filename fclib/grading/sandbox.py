"""The sandbox in which students' code runs: bubblewrap's command line."""

import importlib.metadata
import os
import re
import shutil
import site
import sys
import sysconfig
from pathlib import Path

import fclib.data
import fclib.grading.inside

INSTALL = (
    "Install bubblewrap (Debian and Ubuntu: sudo apt install bubblewrap; "
    "Fedora: sudo dnf install bubblewrap)."
)
PACKAGES = ("numpy", "matplotlib", "ipython")
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
START = "import sys; sys.path[:0] = {}; from inside import worker; worker.main({!r})"


class NoSandboxError(RuntimeError):
    """There is no sandbox on this machine; the message says how to get one."""


def command(descriptor, hidden, packages=PACKAGES):
    """Return the command that starts a zygote for students' processes in bubblewrap.

    Parameters
    ----------
    descriptor : int
        The file descriptor of the zygote's control socket.
    hidden : list of Path
        Folders to cover, should they lie in one that is shown: the course.
    packages : sequence of str
        The packages that students may import; what they need comes with them.

    Returns
    -------
    list of str
    """
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise NoSandboxError(f"bubblewrap is not installed. {INSTALL}")
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    options += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
    if os.getuid() != 0:
        options += ["--unshare-user"]
    options += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]  # to isolate each submission
    if os.getuid() == 0:
        options += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]  # to stop being root
    options += ["--dev", "/dev", "--tmpfs", "/tmp", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        options += ["--setenv", name, value]
    options += _folders("/grader/site") + _system(hidden)
    options += ["--ro-bind", _folder(fclib.grading.inside), "/grader/inside"]
    options += ["--ro-bind", _folder(fclib.data), "/grader/data"]
    for path in package_paths(packages):
        options += ["--ro-bind", str(path), f"/grader/site/{path.name}"]
    options += ["--remount-ro", "/", "--chdir", "/tmp"]
    start = START.format(["/grader", "/grader/site"], "/grader/data")
    return [bubblewrap, *options, _python(), "-I", "-S", "-c", start, str(descriptor)]


def unprotected_command(descriptor):
    """Return the command that starts the same zygote with nothing around it."""
    paths = [str(Path(_folder(fclib.grading.inside)).parent), *site.getsitepackages()]
    start = START.format(paths, _folder(fclib.data))
    return [_python(), "-I", "-S", "-c", start, str(descriptor)]


def user():
    """Return the user that students' code runs as, None for the one that runs this.

    The kernel's limit on processes is none for root, and counts a user's processes everywhere:
    so for root it is a user that nobody is.
    """
    return 0x6000_0000 + os.getpid() if os.getuid() == 0 else None


def package_paths(names):
    """Return the files and folders of some installed packages and of all that they need."""
    paths, waiting, seen = {}, list(names), set()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        waiting += [
            re.match(r"[\w.-]+", line)[0]
            for line in package.requires or []
            if "extra ==" not in line
        ]
        for file in package.files or []:
            top = file.parts[0]
            if top != ".." and not top.endswith((".pth", ".dist-info")) and top != "__pycache__":
                paths[top] = Path(package.locate_file(top))
    return [paths[top] for top in sorted(paths) if paths[top].exists()]


def _system(hidden):
    """Return the options that show the interpreter and the system's libraries, and no more."""
    options, shown = [], []
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
    for path in sorted(cover):
        if os.path.isdir(path) and any(Path(path).is_relative_to(folder) for folder in shown):
            options += ["--tmpfs", path]
    return options


def _folders(path):
    """Return the options that make a folder and those above it, for everyone to enter."""
    chain = [*reversed(Path(path).parents), Path(path)][1:]
    return [option for folder in chain for option in ("--perms", "0755", "--dir", str(folder))]


def _python():
    return os.path.realpath(sys.executable)


def _folder(package):
    return str(Path(package.__file__).parent)

"""How students' processes are started, and what they may read where Landlock shuts them in."""

import os
import site
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import fclib.grading.sandbox.inside
from fclib.grading.sandbox.packages import FOLDERS, package_paths

ZYGOTE = {
    "MPLBACKEND": "Agg",
    # A library's functions are looked up before there is a submission, and not in each process.
    "LD_BIND_NOW": "1",
    # One submission, one core: the others grade other submissions.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""Variables for a process that forks itself for each submission, on either side."""
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MPLCONFIGDIR": "/tmp",
    "PATH": "/usr/bin:/bin",
    **ZYGOTE,
}
"""All variables of students' processes."""
INSIDE = fclib.grading.sandbox.inside.__path__[0]
"""The folder of the modules that students' processes run."""
START = "import sys; sys.path[:0] = {}; from inside import start; start.main({!r}, {!r})"


def plain_command(descriptor: int, kind: str, places: Mapping[str, Path]) -> list[str]:
    """Return the command that starts the same zygote with nothing around it."""
    paths = [str(Path(INSIDE).parent), *site.getsitepackages()]
    start = START.format(paths, kind, {name: str(path) for name, path in places.items()})
    return [python(), "-I", "-S", "-c", start, str(descriptor)]


def landlock_rules(packages: Iterable[str], places: Iterable[Path]) -> dict[str, list[str]]:
    """Return what students' code may read and list where Landlock shuts it in."""
    prefix = Path(os.path.realpath(sys.base_prefix))
    library = prefix / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    readable = [path for path in library.glob("*") if path.name not in FOLDERS]
    readable += prefix.glob("lib/libpython*")
    readable += [path for path in Path("/usr/lib").glob("*") if not path.name.startswith("python")]
    readable += map(Path, ("/usr/lib64", "/usr/bin", "/bin", "/lib64", "/etc/ld.so.cache"))
    readable += [Path(INSIDE), *places]
    readable += package_paths(packages)
    listable = [
        library,
        Path(INSIDE).parent,
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


def python() -> str:
    """Return the interpreter's path, as the sandbox shows it."""
    return os.path.realpath(sys.executable)

"""The packages that students' code may import, and where they lie."""

import csv
import importlib.metadata
import re
from collections.abc import Iterable
from pathlib import Path

from fclib.grading.sandbox.errors import NoSandboxError

PACKAGES = ("numpy", "matplotlib", "ipython")
OPTIONAL = ("matplotlib", "ipython")
"""Those of PACKAGES that a course can do without."""
FOLDERS = ("site-packages", "dist-packages")
"""What folders of installed packages are called."""


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
        for top in _tops(package):
            if top != ".." and not top.endswith((".pth", ".dist-info")) and top != "__pycache__":
                paths[top] = Path(str(package.locate_file(top)))
    return [paths[top] for top in sorted(paths) if paths[top].exists()]


def _tops(package: importlib.metadata.Distribution) -> set[str]:
    """Return what a package's files begin with: folders, and files that lie in none."""
    record = package.read_text("RECORD")
    if record is None:  # another installer than pip's
        return {file.parts[0] for file in package.files or []}
    # Some thousand files: a path is made of none.
    files = (row[0] for row in csv.reader(record.splitlines()) if row)
    return {file.partition("/")[0] for file in files}


def _canonical(name: str) -> str:
    """Return a package's name as the package index compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()

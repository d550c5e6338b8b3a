"""Pack Python for the page: the files of Pyodide, and three archives that the worker unpacks.

The files in book/vendor/pyodide/ are those that were published, unmodified. What the page asks for
is smaller: without what no exercise needs, and compressed as a whole and not file by file, so that
it does not matter what a server compresses.
"""

import gzip
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "book" / "vendor" / "pyodide"
PLAIN = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
LOCK = "pyodide-lock.json"
NEEDLESS = re.compile(r"/tests/|numpy/f2py/|\.(pyi|pxd|h|a)$")
"""NumPy's tests, its compiler of Fortran, types, and what compilers of extensions need."""


def pack(folder):
    """Write all that the worker fetches into a folder, where it is not yet or has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PLAIN:
        shutil.copyfile(VENDOR / name, folder / name)
    lock = json.loads((VENDOR / LOCK).read_text(encoding="utf-8"))
    # The list of the 351 packages that Pyodide could fetch: the page fetches none.
    (folder / LOCK).write_text(json.dumps({"info": lock["info"], "packages": {}}), encoding="utf-8")
    wheel = VENDOR / lock["packages"]["numpy"]["file_name"]
    archives = {
        "library.zip.gz": (unzipped, VENDOR / "python_stdlib.zip"),
        "numpy.zip.gz": (unzipped, wheel),
        "course.zip.gz": (course, *course_files()),
    }
    for name, (files, *sources) in archives.items():
        target = folder / name
        newest = max(path.stat().st_mtime for path in (Path(__file__), *sources))
        if not target.is_file() or target.stat().st_mtime < newest:
            target.write_bytes(compressed(files(*sources)))
    sizes = {name: (folder / name).stat().st_size for name in archives}
    (folder / "sizes.json").write_text(json.dumps(sizes), encoding="utf-8")


def unzipped(archive):
    """Return the files of a zip that the page needs, by name."""
    with zipfile.ZipFile(archive) as opened:
        names = [name for name in opened.namelist() if not NEEDLESS.search(name)]
        return {name: opened.read(name) for name in names}


def course_files():
    """Return the paths of the package without its grading, and of the cells' runner."""
    package = ROOT / "fclib"
    return [
        ROOT / "book" / "practise" / "runner.py",
        *(
            path
            for path in sorted(package.rglob("*"))
            if path.suffix in (".py", ".npy", ".npz", ".json")
            and package / "grading" not in path.parents
        ),
    ]


def course(*paths):
    """Return the course's files by the name that they have in Python's folder of packages."""
    return {
        path.name
        if path.name == "runner.py"
        else path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in paths
    }


def compressed(files):
    """Return files as one zip without compression, and that compressed: files share words."""
    # Files of a kind lie together.
    ordered = sorted(files, key=lambda name: (Path(name).suffix, name))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name in ordered:
            archive.writestr(zipfile.ZipInfo(name), files[name])
    return gzip.compress(written.getvalue(), 9, mtime=0)

"""What the package costs before it does anything: its import and its wheel."""

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from flit_core import buildapi

from benchmarks.timing import alternate, row, run

ROOT = Path(__file__).parents[1]
IMPORT_LIMIT = 20  # ms, beyond NumPy's own
WHEEL_LIMIT = 300  # kB


def results():
    """Yield the rows."""
    ours, bare = alternate(_python("import numpy, fclib"), _python("import numpy"), repeats=21)
    added = (ours - bare) * 1e3
    yield row(
        "import fclib, beyond numpy",
        added,
        "ms",
        f"limit of {IMPORT_LIMIT} ms",
        added / IMPORT_LIMIT,
    )
    yield row("import numpy, fclib", ours * 1e3, "ms", "import numpy", ours / bare)
    size = wheel_size() / 1e3
    yield row("wheel, with its data", size, "kB", f"limit of {WHEEL_LIMIT} kB", size / WHEEL_LIMIT)


def wheel_size():
    """Build the wheel and return its bytes."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(ROOT):
        return os.path.getsize(Path(folder, buildapi.build_wheel(folder)))


def _python(code):
    return lambda: run([sys.executable, "-c", code], cwd=ROOT)

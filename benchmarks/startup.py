"""What the package costs before it does anything: its import and its wheel."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from flit_core import buildapi

from benchmarks.timing import keeping_compiled_modules, row

ROOT = Path(__file__).parents[1]
IMPORT_LIMIT = 20  # ms, beyond NumPy's own
WHEEL_LIMIT = 600  # kB: a fourteenth of what the page loads before it can run a cell


# The processor's time, as in products.py.
IMPORTS = """import time
start = time.process_time(); import numpy
between = time.process_time(); import fclib
print(between - start, time.process_time() - between)"""


def results():
    """Yield the rows."""
    bare, added = np.median([imports() for _ in range(21)], axis=0) * 1e3
    against = f"limit of {IMPORT_LIMIT} ms"
    yield row("import fclib, beyond numpy", added, "ms", against, added / IMPORT_LIMIT)
    yield row("import numpy, fclib", bare + added, "ms", "import numpy", (bare + added) / bare)
    size = wheel_size() / 1e3
    yield row("wheel, with its data", size, "kB", f"limit of {WHEEL_LIMIT} kB", size / WHEEL_LIMIT)


def wheel_size():
    """Build the wheel and return its bytes."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(ROOT):
        return os.path.getsize(Path(folder, buildapi.build_wheel(folder)))


def imports():
    """Return the seconds of importing NumPy, and then this package, in a new process."""
    command = [sys.executable, "-c", IMPORTS]
    environment = keeping_compiled_modules(os.environ)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return [float(seconds) for seconds in done.stdout.split()]

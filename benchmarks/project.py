"""The project's own times against its limits, on a fresh clone of what is committed."""

import os
import subprocess
import tempfile
from pathlib import Path

from benchmarks.timing import row, run

ROOT = Path(__file__).parents[1]
LIMITS = {  # seconds, on two cores
    "make course, clean, packages installed": 300,
    "make course, nothing changed": 5,
    "site, clean build": 60,
    "site, unchanged rebuild by jupyter-book": 5,
}


def results():
    """Yield the rows."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)])
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MAKE")
        }

        def make(*arguments):
            return run(["make", "--silent", *arguments], cwd=clone, env=environment)

        make(".venv/installed")
        seconds = {"make course, clean, packages installed": make("course")}
        seconds["make course, nothing changed"] = make("course")
        build = [
            *(str(clone / ".venv/bin/jupyter-book"), "build", "book", "--config", "_config.yml"),
            *("--path-output", ".", "-W", "-n", "--keep-going"),
        ]
        seconds["site, unchanged rebuild by jupyter-book"] = run(build, cwd=clone)
        subprocess.run(["rm", "-rf", "_build/html", "_build/.doctrees"], cwd=clone, check=True)
        subprocess.run(["rm", "-rf", "_build/.jupyter_cache"], cwd=clone, check=True)
        seconds["site, clean build"] = run(build, cwd=clone)
    for name, limit in LIMITS.items():
        yield row(name, seconds[name], "s", f"limit of {limit} s", seconds[name] / limit)

"""What a student installs: ``pip install jupyterlab`` and the wheel of fclib, nothing of nbgrader.

No network is needed: the environment is a fresh one with the wheel, to which JupyterLab and all
that it asks for are linked from the environment that runs the tests.
"""

import contextlib
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from flit_core import buildapi
from nbgrader.utils import determine_grade
from packaging.requirements import Requirement

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.name for path in (ROOT / "exercises").iterdir())
RUN = "from nbclient.cli import main; main()"
MODULES = """
import importlib, pkgutil, sys
before = set(sys.modules)
import fclib, fclib.checks, fclib.data
for package in (fclib, fclib.checks, fclib.data):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if module.name != "fclib.grading":
            importlib.import_module(module.name)
tops = {name.partition(".")[0] for name in set(sys.modules) - before}
tops -= {"__mp_main__"}  # another name of __main__, which multiprocessing gives it
print(*sorted(tops - set(sys.stdlib_module_names)))
"""


def required(*names):
    """Return these distributions and all that they require here."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        found[name] = metadata.distribution(name)
        for line in found[name].requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def link(distributions, folder):
    """Make the distributions importable in an environment, without their programs."""
    for distribution in distributions.values():
        tops = {file.parts[0] for file in distribution.files} - {"..", "__pycache__"}
        for top in tops:
            with contextlib.suppress(FileExistsError):  # a folder that two of them share
                (folder / top).symlink_to(distribution.locate_file(top))


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The interpreter of a student's new environment."""
    folder = tmp_path_factory.mktemp("student")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    with contextlib.chdir(ROOT):
        wheel = buildapi.build_wheel(str(folder))
    options = ("--no-index", "--no-deps", "--quiet", "--disable-pip-version-check")
    install = [sys.executable, "-m", "pip", f"--python={python}", "install", *options]
    subprocess.run([*install, folder / wheel], check=True)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    link(required("jupyterlab", "numpy"), site)
    return python


def run(python, *arguments, **options):
    return subprocess.run(
        [python, "-I", *arguments], capture_output=True, text=True, check=False, **options
    )


def test_nothing_of_nbgrader_is_there(python):
    done = run(python, "-c", "import nbgrader")
    assert "No module named 'nbgrader'" in done.stderr


def test_package_without_its_grading_needs_python_and_numpy_alone(python):
    done = run(python, "-c", MODULES)
    assert done.returncode == 0, done.stderr
    of_cython = {name for name in done.stdout.split() if "cython" in name}  # in NumPy's own files
    assert set(done.stdout.split()) - of_cython == {"fclib", "numpy"}


@pytest.mark.parametrize("name", NAMES)
def test_solution_passes_in_a_plain_kernel_and_earns_all_points(python, tmp_path, name):
    """No cell of it stops with an error: hidden tests, visible ones, and what is not graded."""
    shutil.copy(ROOT / "solutions" / name / f"{name}.ipynb", tmp_path)
    done = run(python, "-c", RUN, "--inplace", f"{name}.ipynb", cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    executed = nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)
    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")
    scores = [
        determine_grade(cell)[:2]
        for cell in executed.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert scores
    assert all(score == maximum > 0 for score, maximum in scores)


def test_untouched_exercise_stops_at_its_first_check(python, tmp_path):
    """So that the test above means something: in this kernel the checks do check."""
    path = ROOT / "exercises" / NAMES[0] / f"{NAMES[0]}.ipynb"
    nbformat.write(nbformat.read(path, as_version=4), tmp_path / path.name)
    done = run(python, "-c", RUN, path.name, cwd=tmp_path)
    assert done.returncode != 0
    assert "y_by_hand is still empty" in done.stderr


def test_command_for_instructors_says_what_it_needs(python):
    done = run(python, python.parent / "fclib", "autograde", cwd=ROOT)
    assert done.returncode == 2
    assert "is not installed: in the course's repository, pip install '.[grading]'" in done.stderr

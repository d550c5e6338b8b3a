"""What the package asks of whoever installs it: little time, little room, and NumPy."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from flit_core import buildapi

from benchmarks.startup import WHEEL_LIMIT

ROOT = Path(__file__).parents[1]
MS = 1e3

IMPORT = "fclib"  # on PyPI somebody else's package
READ_BY_PEOPLE = {".cff", ".html", ".ipynb", ".j2", ".js", ".md", ".py", ".toml", ".txt", ".yml"}
EXTRA = re.compile(rf"\b{IMPORT}\[\w")
INSTALL = re.compile(r"\b(?:pip3?|pipx|uv|conda|mamba)\s+(?:install|add|run)\s([^\n`#&|;<]*)")
OF_ANOTHER = re.compile(rf"""['"\\]*{IMPORT}(?:[=<>~!@ ].*|['"\\.,)]*)""")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / buildapi.build_wheel(str(folder))


def advice(text):
    """Return whatever in a text would make its reader install the other package."""
    words = [word for command in INSTALL.findall(text) for word in command.split()]
    return EXTRA.findall(text) + [word for word in words if OF_ANOTHER.fullmatch(word)]


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        (f"pip install {IMPORT}", True),
        (f"first `pip install jupyterlab '{IMPORT}>=0.1'`", True),
        (f"`{IMPORT}[grading]`", True),
        (f"pip install '{IMPORT}-course[grading]'", False),
        (f"pip install jupyterlab ./{IMPORT}_course-0.1.0-py3-none-any.whl", False),
        (f"`pip install '.[grading]'`, then {IMPORT} autograde", False),
    ],
)
def test_advice_to_install_the_other_package_is_noticed(text, is_wrong):
    assert bool(advice(text)) == is_wrong


def test_nobody_is_told_to_install_the_other_package():
    wrong = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name[0] not in "._" or name in (".ci", ".github")]
        for path in (Path(folder, name) for name in names):
            if path.suffix in READ_BY_PEOPLE or path.name in ("Dockerfile", "Makefile", "run"):
                wrong[path] = advice(path.read_text(encoding="utf-8"))
    assert {ROOT / "README.md", ROOT / "fclib/grading/cli.py", ROOT / ".ci/run"} <= set(wrong)
    assert not {path: words for path, words in wrong.items() if words}


def python(code, *options):
    """Run code in a new process; return the last line that it prints."""
    command = [sys.executable, *options, "-c", code]
    # With compiled modules, as most machines keep them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.slow
def test_import_adds_less_than_20_ms_to_numpy():
    # The processor's time, which other programs do not lengthen, and the best of some runs: the
    # first may have to compile, and a busy machine's caches are others'.
    code = (
        "import time, numpy; start = time.process_time(); import fclib; "
        "print(time.process_time() - start)"
    )
    assert MS * min(float(python(code)) for _ in range(7)) < 20


@pytest.mark.slow
def test_import_loads_nothing_but_numpy_and_the_standard_library():
    code = (
        "import sys; before = set(sys.modules); import fclib; "
        "names = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "print(sorted(names - sys.stdlib_module_names))"
    )
    assert python(code) == "['fclib', 'numpy']"


def test_wheel_is_small_and_holds_its_data(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {"fclib/data/digits.npy", "fclib/data/detector.npz"} <= set(names)
    assert wheel.stat().st_size < 1000 * WHEEL_LIMIT


def test_wheel_says_that_it_has_types(wheel):
    assert "fclib/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_wheel_needs_numpy_alone(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(name).decode())
    needed = [line for line in metadata.get_all("Requires-Dist") if "extra ==" not in line]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert needed == project["dependencies"]
    assert [line[:5] for line in needed] == ["numpy"]


@pytest.mark.slow
def test_unpacked_wheel_computes_with_numpy_alone(wheel, tmp_path):
    """A folder with the wheel's files and NumPy's is all that the layer and its checks see."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = f"""
import sys, numpy
sys.path[:] = [{str(tmp_path)!r}] + [p for p in sys.path if "site-packages" not in p]
import importlib, pkgutil, fclib, fclib.checks
for package in (fclib, fclib.checks, fclib.data):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if module.name != "fclib.grading":
            importlib.import_module(module.name)
assert fclib.__file__.startswith({str(tmp_path)!r})
print(fclib.linear_forward([[1, 2]], [[3, 4]], [5]))
"""
    assert python(code, "-P") == "[[16.]]"

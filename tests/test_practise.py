"""What the practice page is made of: vendored files, packing, the exercises' data, the runner."""

import hashlib
import json
import sys
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from book.practise import runner
from fclib.grading.cli import names

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "book" / "vendor" / "pyodide"
NUMPY = "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def packing(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "book" / "_ext")
    import packing

    return packing


def test_vendored_files_are_those_that_were_published():
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    binaries = {path.name for path in VENDOR.iterdir()} - {"SHA256SUMS", "README.md", "LICENSE"}
    assert {name: sha256(VENDOR / name) for name in binaries} == sums


def test_numpy_is_the_build_that_pyodide_names():
    lock = json.loads((VENDOR / "pyodide-lock.json").read_text(encoding="utf-8"))
    numpy = lock["packages"]["numpy"]
    assert (numpy["file_name"], numpy["sha256"]) == (NUMPY, sha256(VENDOR / NUMPY))
    assert numpy["sha256"].startswith("ebb61241")


def test_packing_leaves_out_tests_and_changes_no_file(packing):
    kept = packing.unzipped(VENDOR / NUMPY)
    with zipfile.ZipFile(VENDOR / NUMPY) as wheel:
        assert all(wheel.read(name) == content for name, content in kept.items())
        left_out = set(wheel.namelist()) - set(kept)
    assert left_out
    assert all(
        name.endswith((".pyi", ".pxd", ".h", ".a")) or "/tests/" in name or "/f2py/" in name
        for name in left_out
    )


def test_course_for_the_page_has_all_of_fclib_but_its_grading(packing):
    packed = packing.course(*packing.course_files())
    assert {"runner.py", "fclib/linear.py", "fclib/data/digits.npy"} <= set(packed)
    assert not [name for name in packed if "grading" in name]


@pytest.mark.slow
@pytest.mark.parametrize("name", names(ROOT))
def test_page_knows_hidden_checks_and_shows_none(site, name):
    text = (site / "practise" / f"{name}.json").read_text(encoding="utf-8")
    data = json.loads(text)
    solution = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
    hidden = [cell for cell in solution.cells if "### BEGIN HIDDEN" in cell.source]
    assert data["hidden"] == [cell.metadata.nbgrader.grade_id for cell in hidden]
    assert data["notebook"] == json.loads(
        (site / "exercises" / name / f"{name}.ipynb").read_text()
    ) | {"cells": data["notebook"]["cells"]}
    assert "BEGIN SOLUTION" not in text
    assert "seed=" not in text


# The runner


@pytest.fixture
def run():
    """Run cells in one namespace; return what is printed and the result of the last."""
    runner.NAMESPACES.pop("test", None)

    def cells(*sources):
        printed = []
        for number, source in enumerate(sources):
            result = runner.run("test", source, f"cell-{number}", printed.append)
        return "".join(printed), result

    return cells


def test_cells_share_their_names_and_show_their_last_value(run):
    printed, result = run("a = 2\nprint('two')", "a + 1")
    assert printed == "two\n3\n"
    assert result == {"ok": True, "error": "", "mistake": ""}


@pytest.mark.parametrize("source", ["3;", "None", "...", "a = 3", ""])
def test_nothing_is_shown_for_what_has_no_value(run, source):
    assert run(source)[0] == ""


def test_namespaces_are_apart(run):
    run("mine = 1")
    result = runner.run("another", "mine", "cell", print)
    assert "NameError: name 'mine' is not defined" in result["error"]


def test_traceback_has_the_lines_of_cells_alone(run):
    _, result = run(
        "def half(x):\n    return x / 0",
        "import functools\nfunctools.reduce(lambda a, b: half(a), [1, 2])",
    )
    lines = [line for line in result["error"].splitlines() if line.strip(" ~^")]
    assert lines == [
        "Traceback (most recent call last):",
        '  File "<cell cell-1>", line 2, in <module>',
        "    functools.reduce(lambda a, b: half(a), [1, 2])",
        '  File "<cell cell-1>", line 2, in <lambda>',
        "    functools.reduce(lambda a, b: half(a), [1, 2])",
        '  File "<cell cell-0>", line 2, in half',
        "    return x / 0",
        "ZeroDivisionError: division by zero",
    ]


@pytest.mark.parametrize("call", ["inv(A)", "solve(A, np.ones(2))"])
def test_singular_matrix_is_refused_where_numpy_returns_nan(run, monkeypatch, call):
    for name in ("inv", "solve"):  # as they are in WebAssembly
        monkeypatch.setattr(np.linalg, name, lambda a, b=None: a * np.nan)
    runner.refuse_singular()
    given = "import numpy as np\nA = np.array([[1.0, 2.0], [2.0, 4.0]])"
    _, result = run(given, f"np.linalg.{call}")
    assert result["error"].endswith("LinAlgError: Singular matrix")
    assert run(given + "\nA[0, 0] = np.nan", f"np.linalg.{call}")[1]["ok"]


def test_checks_speak_for_themselves_and_lead_to_the_paragraph(run):
    _, result = run(
        "from fclib.checks import weight_gradient as check",
        "def grad_W(grad_y, x):\n    return grad_y.T @ x / len(x)",
        "check.batches(grad_W)",
    )
    assert result["error"].startswith("[grad-W-mean] grad_W[")
    assert result["mistake"] == "04-grad-W.html#grad-w-mean"


def test_long_output_is_cut_and_says_so(run):
    printed, result = run("print('x' * 10**6)\nprint('more')")
    assert printed == "x" * runner.LONGEST_OUTPUT + "\n… the rest is not shown.\n"
    assert result["ok"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input('?')", "give the variable its value in the cell"),
        ("%timeit 1", "Lines that begin with % or ! are for Jupyter"),
        ("def f(:", "SyntaxError"),
        ("1 +\n", "SyntaxError"),
    ],
)
def test_whatever_a_cell_does_is_told_in_words(run, source, words):
    _, result = run(source)
    assert not result["ok"]
    assert words in result["error"]
    assert "runner.py" not in result["error"]


def test_what_the_page_lacks_is_named(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    _, result = run("import matplotlib.pyplot as plt")
    assert result["error"].endswith("download the notebook to draw them.")


def test_streams_are_given_back(run):
    before = sys.stdout, sys.stderr
    run("print(1)", "1 / 0")
    assert (sys.stdout, sys.stderr) == before

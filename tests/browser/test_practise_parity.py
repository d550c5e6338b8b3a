"""Every chapter: its cells run, and in its exercise the words are those of native Python."""

import importlib
import json
import subprocess
import sys

import nbformat
import pytest
from practising import Reader, python_for_all

from fclib.grading.cli import names
from tests.grading.courses import ROOT

grade = importlib.import_module("tests.class.grade")
# The slips are a student's of the sample class; the first exercise has no such file.
SLIP = {"linear_scalar_answer": "def linear_scalar(x, W, b):\n    return [w[0] for w in W]"}
# One namespace for all that is run, as in the page between two restarts.
# And as in the page no matplotlib, and no warnings of NumPy: WebAssembly has no flags for a nan.
NATIVELY = """
import json, sys, warnings
sys.modules["matplotlib"] = None
warnings.simplefilter("ignore", RuntimeWarning)
from book.practise import runner
told = []
for cells in json.load(sys.stdin):
    told.append([])
    for file, source in cells:
        printed = []
        result = runner.run("test", source, file, printed.append)
        told[-1].append([part for part in ("".join(printed), result["error"]) if part])
json.dump(told, sys.__stdout__)
"""

pytestmark = pytest.mark.browser


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_timing(cell):
    return "perf_counter" in cell.source


def as_64_bits(told):
    """Return what was told with NumPy's indices in 64 bits: a browser's have 32."""
    return [part.replace("np.int32(", "np.int64(") for part in told]


def filled(name):
    """Return the released notebook untouched, with one slip, and with all answers right."""
    released, slip, right = (
        nbformat.read(ROOT / "exercises" / name / f"{name}.ipynb", as_version=4) for _ in range(3)
    )
    path = grade.CLASS / "answers" / name / "hana.py"
    if path.is_file():
        slip = grade.answered(slip, path.read_text(encoding="utf-8"))
        places = {cell.id for cell in released.cells}  # cells of a student's own have none
        slip.cells = [cell for cell in slip.cells if cell.id in places]
    solution = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
    answers = {cell.id: cell.source for cell in solution.cells}
    for cell in code(right):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answers[cell.id]
    for cell in code(slip):
        cell.source = SLIP.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    for cell in code(released) + code(slip):  # what is measured is not compared: once is enough
        cell.source = "" if is_timing(cell) else cell.source
    return [released, slip, right]


def natively(notebooks):
    cells = [
        [(cell.id.replace("-", "_"), "" if is_timing(cell) else cell.source) for cell in code(nb)]
        for nb in notebooks
    ]
    done = subprocess.run(
        [sys.executable, "-c", NATIVELY],
        input=json.dumps(cells),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def context(browser, url):
    """A window of which all chapters use one Python."""
    context = browser.new_context()
    python_for_all(context, url)
    yield context
    context.close()


@pytest.fixture(scope="module", params=names(ROOT))
def started(request, context, url):
    """A chapter in which Python runs."""
    reader = Reader(context.new_page(), url)
    reader.go(request.param)
    yield request.param, reader
    reader.page.close()
    assert reader.errors == []


def test_words_are_those_of_native_python(started, tmp_path):
    name, reader = started
    notebooks = filled(name)
    told = []
    for number, notebook in enumerate(notebooks):
        path = tmp_path / f"{number}.ipynb"
        nbformat.write(notebook, path)
        reader.page.locator("input[type=file]").set_input_files(path)
        reader.page.get_by_text(f"Opened {number}.ipynb").wait_for()
        reader.run_all()
        told.append(reader.told())
    compared = [n for n, cell in enumerate(code(notebooks[-1])) if not is_timing(cell)]
    for here, there in zip(told, natively(notebooks), strict=True):
        assert [as_64_bits(here[n]) for n in compared] == [there[n] for n in compared]
    # Right answers are told to be right, and the others that they are not.
    wrong = [
        sum("\nSee chapter" in part or "still empty" in part for cell in each for part in cell)
        for each in told
    ]
    assert wrong[0] > 0
    assert wrong[1] > 0
    assert wrong[2] == 0


def test_chapters_own_cells_run(started):
    _, reader = started
    cells = reader.page.locator("article div.cell:not(.tag_slow-in-the-page) .practise-cell")
    assert cells.count() > 0
    for cell in cells.all():
        cell.get_by_role("button", name="Run", exact=True).click()
        reader.wait_until_idle()
        assert cell.locator(".is-error").all_inner_texts() == []
    # Those that take minutes run only when they are asked for.
    slow = reader.page.locator("article div.cell.tag_slow-in-the-page .practise-output")
    assert set(slow.all_inner_texts()) <= {""}

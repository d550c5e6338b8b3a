"""Exercises from source to release: the same every time, without answers, and worth their points.

Everything here holds for every folder under solutions/.
"""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import determine_grade
from traitlets.config import PyFileConfigLoader

from fclib.grading.authoring import exercises
from fclib.grading.cli import main, names

ROOT = Path(__file__).parents[1]
NAMES = names(ROOT)
FIRST = NAMES[0]

every_exercise = pytest.mark.parametrize("name", NAMES)


def release_path(course, name):
    return course / "exercises" / name / f"{name}.ipynb"


@pytest.fixture
def course(tmp_path):
    """Return a course folder with the first exercise's source and no notebook yet."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    path = exercises.source_path(tmp_path, FIRST)
    path.parent.mkdir(parents=True)
    shutil.copy(exercises.source_path(ROOT, FIRST), path)
    return tmp_path


@pytest.fixture(scope="session")
def regenerated(tmp_path_factory):
    """Return a course folder in which all notebooks were just made from their sources."""
    course = tmp_path_factory.mktemp("regenerated")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for name in NAMES:
        path = exercises.source_path(course, name)
        path.parent.mkdir(parents=True)
        shutil.copy(exercises.source_path(ROOT, name), path)
    assert main(["--course", str(course), "exercises"]) == 0
    return course


# The notebooks that are committed


@every_exercise
@pytest.mark.parametrize("path", [exercises.notebook_path, release_path])
def test_committed_notebook_is_what_its_source_makes(name, path, regenerated):
    assert path(ROOT, name).read_bytes() == path(regenerated, name).read_bytes(), (
        f"run make exercises, or: fclib exercises {name}"
    )


@every_exercise
def test_source_to_notebook_and_back_is_the_identity(name):
    text = exercises.source_path(ROOT, name).read_text(encoding="utf-8")
    assert exercises.source(exercises.notebook(text)) == text


@every_exercise
@pytest.mark.parametrize("path", [exercises.notebook_path, release_path])
def test_notebook_has_unique_cell_ids_and_no_outputs(name, path):
    notebook = nbformat.read(path(ROOT, name), as_version=4)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert "jupytext" not in notebook.metadata


def test_exercises_folder_holds_one_released_notebook_for_each_source():
    ignored = {".ipynb_checkpoints"}
    found = {
        path.relative_to(ROOT)
        for path in (ROOT / "exercises").rglob("*")
        if path.is_file() and not ignored & set(path.parts)
    }
    assert found == {release_path(ROOT, name).relative_to(ROOT) for name in NAMES}


@every_exercise
def test_release_has_no_line_of_the_solution_or_of_a_hidden_test(name):
    text = exercises.source_path(ROOT, name).read_text(encoding="utf-8")
    pattern = r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1"
    secret = lines("\n".join(body for _, body in re.findall(pattern, text, re.DOTALL)))
    public = lines(re.sub(pattern, "", text, flags=re.DOTALL))
    notebook = nbformat.read(release_path(ROOT, name), as_version=4)
    released = {line for cell in notebook.cells for line in lines(cell.source)}
    assert secret
    assert not released & (secret - public)
    assert "### " not in "".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


@every_exercise
def test_release_with_the_answers_is_the_solution_without_hidden_tests(name):
    """So that tests/test_student_install.py, which runs the solution, runs the release's code."""
    solution = nbformat.read(exercises.notebook_path(ROOT, name), as_version=4)
    release = nbformat.read(release_path(ROOT, name), as_version=4)
    hidden = r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS"
    for solved, released in zip(solution.cells, release.cells, strict=True):
        assert solved.id == released.id
        if not solved.metadata.get("nbgrader", {}).get("solution"):
            visible = re.sub(hidden, "", solved.source, flags=re.DOTALL)
            assert visible.split() == released.source.split()


def lines(text):
    return {line.strip() for line in text.splitlines()} - {""}


@every_exercise
def test_points_in_the_text_are_those_of_the_tests(name):
    """A section says what it gives; where it names parts too, each stands before its test."""
    notebook = nbformat.read(release_path(ROOT, name), as_version=4)
    total = 0
    for section in sections(notebook):
        said, tests = [], []
        for cell in section:
            if cell.cell_type == "markdown":
                said += map(int, re.findall(r"\((\d+) points?\)", cell.source))
            elif cell.metadata.get("nbgrader", {}).get("grade"):
                tests.append(cell.metadata.nbgrader.points)
        assert said[:1] == ([sum(tests)] if tests else [])
        assert said[1:] in ([], tests)
        total += sum(tests)
    assert re.findall(r"gives (\d+) points", notebook.cells[0].source) == [str(total)]


def sections(notebook):
    """Split a notebook's cells at its headings."""
    current = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            yield current
            current = []
        current.append(cell)
    yield current


# Running them


@pytest.mark.slow
@every_exercise
def test_untouched_exercise_earns_nothing(name):
    notebook = nbformat.read(exercises.notebook_path(ROOT, name), as_version=4)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    notebook, _ = ClearSolutions(config=config).preprocess(notebook, {})
    scores = list(execute(notebook))
    assert scores
    assert {score for score, _ in scores} == {0}


def execute(notebook):
    """Run a notebook in a kernel; yield (points, points to get) for each test cell."""
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            yield determine_grade(cell)[:2]


# The command fclib exercises


def edit(path):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source += "\n\nA sentence added in JupyterLab."
    notebook.cells[1].metadata["scrolled"] = True  # JupyterLab's own, of no use in the source
    nbformat.write(notebook, path)


def test_edited_solution_notebook_is_kept_and_both_ways_out_are_named(course, capsys):
    exercises.write_solution(course, FIRST)
    path = exercises.notebook_path(course, FIRST)
    edit(path)
    before = path.read_bytes()
    assert main(["--course", str(course), "exercises"]) == 1
    assert path.read_bytes() == before
    assert not release_path(course, FIRST).exists()
    assert capsys.readouterr().err == (
        f"{path} was edited and differs from {FIRST}.py.\n"
        f"To keep the edit: fclib exercises --keep-notebook {FIRST}\n"
        f"To drop it: delete the notebook.\n"
    )


def test_keep_notebook_brings_an_edit_into_source_and_release(course):
    exercises.write_solution(course, FIRST)
    edit(exercises.notebook_path(course, FIRST))
    source = exercises.source_path(course, FIRST)
    before = source.read_text(encoding="utf-8").splitlines()
    assert main(["--course", str(course), "exercises", "--keep-notebook", FIRST]) == 0
    after = source.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["# A sentence added in JupyterLab."]
    assert "A sentence added in JupyterLab." in release_path(course, FIRST).read_text()
    assert main(["--course", str(course), "exercises"]) == 0


def test_deleting_an_edited_notebook_drops_the_edit(course):
    exercises.write_solution(course, FIRST)
    path = exercises.notebook_path(course, FIRST)
    before = path.read_bytes()
    edit(path)
    path.unlink()
    exercises.write_solution(course, FIRST)
    assert path.read_bytes() == before


def test_executed_notebook_is_written_anew(course):
    exercises.write_solution(course, FIRST)
    path = exercises.notebook_path(course, FIRST)
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(cell for cell in notebook.cells if cell.cell_type == "code"):
        cell.execution_count = number
        cell.outputs = [nbformat.v4.new_output("stream", text="seen\n")]
    nbformat.write(notebook, path)
    exercises.write_solution(course, FIRST)
    assert path.read_bytes() == before


def test_notebook_follows_its_source_when_only_the_source_changed(course):
    exercises.write_solution(course, FIRST)
    source = exercises.source_path(course, FIRST)
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("# ## By hand", "# ## With a pencil"), encoding="utf-8")
    exercises.write_solution(course, FIRST)
    assert "## With a pencil" in exercises.notebook_path(course, FIRST).read_text()


def test_nbgraders_refusal_is_passed_on(course, capsys):
    source = exercises.source_path(course, FIRST)
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("### END SOLUTION", "", 1), encoding="utf-8")
    assert main(["--course", str(course), "exercises"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"nbgrader could not make the release of {FIRST}:\n")
    assert "no end solution statement found" in error


@pytest.mark.parametrize("command", ["exercises", "grades"])
def test_folder_that_is_no_course_is_refused(command, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--course", str(tmp_path), command])
    assert stop.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"fclib: error: {tmp_path} has no nbgrader_config.py: it is not a course"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", ["exercises", "grades"])
def test_unknown_assignment_is_refused_and_the_known_ones_named(command, course, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--course", str(course), command, "01-neuron"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"fclib: error: there is no assignment 01-neuron; there are {FIRST}"
    )


def test_course_without_sources_is_told_where_to_put_one(tmp_path, capsys):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    with pytest.raises(SystemExit) as stop:
        main(["--course", str(tmp_path), "exercises"])
    assert stop.value.code == 2
    assert "has no sources: fclib new NN-name writes one" in capsys.readouterr().err


def test_grades_before_there_is_a_gradebook_make_none(course, capsys):
    assert main(["--course", str(course), "grades"]) == 0
    assert "there is no gradebook yet. First: nbgrader generate" in capsys.readouterr().out
    assert not (course / "gradebook.db").exists()


def test_keep_notebook_leaves_a_newer_source_alone(course):
    exercises.write_solution(course, FIRST)
    source = exercises.source_path(course, FIRST)
    newer = source.read_text(encoding="utf-8").replace("pencil and paper", "pen and paper")
    source.write_text(newer, encoding="utf-8")
    exercises.write_source(course, FIRST)
    assert source.read_text(encoding="utf-8") == newer


def test_keep_notebook_refuses_where_both_were_edited(course):
    exercises.write_solution(course, FIRST)
    source, path = exercises.source_path(course, FIRST), exercises.notebook_path(course, FIRST)
    newer = source.read_text(encoding="utf-8").replace("pencil and paper", "pen and paper")
    source.write_text(newer, encoding="utf-8")
    nb = nbformat.read(path, as_version=4)
    nb.cells[0].source += "\n\nAn edit."
    nbformat.write(nb, path)
    with pytest.raises(exercises.EditedNotebookError, match="were both edited"):
        exercises.write_source(course, FIRST)
    assert source.read_text(encoding="utf-8") == newer


def test_keep_notebook_needs_a_notebook(course):
    with pytest.raises(exercises.EditedNotebookError, match="is not there: there is no edit"):
        exercises.write_source(course, FIRST)

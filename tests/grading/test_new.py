"""``fclib new``: an exercise that is worth its points before anything in it is changed."""

import shutil

import pytest

from fclib.grading.authoring import exercises, new
from fclib.grading.cli import main
from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = "11-batch-norm"


def started(course, name=NAME, *options):
    """Run the command in a course that has nothing but its configuration."""
    course.mkdir(exist_ok=True)
    shutil.copy(courses.ROOT / "nbgrader_config.py", course)
    return main(["--course", str(course), "new", name, *options])


def test_new_exercise_is_released_and_graded_as_it_is(tmp_path):
    course = tmp_path / "course"
    assert started(course) == 0
    assert courses.command(course, "fclib", "exercises", NAME).split() == [
        f"exercises/{NAME}/{NAME}.ipynb"
    ]
    courses.command(course, "nbgrader", "generate_assignment", NAME, "--force")
    for student, folder in [("untouched", "exercises"), ("reference", "solutions")]:
        place = course / "submitted" / student / NAME
        place.mkdir(parents=True)
        shutil.copy(course / folder / NAME / f"{NAME}.ipynb", place)
    assert "2 graded" in courses.command(course, "fclib", "autograde", NAME)
    grades = courses.grades(course)
    assert {student: graded["score"] for (student, _), graded in grades.items()} == {
        "untouched": 0,
        "reference": 8,
    }
    table = courses.command(course, "fclib", "grades", NAME)
    assert f"{NAME}, 8 points" in table
    assert "prediction is still empty." in table
    assert "means returns nothing. Is it written yet?" in table


def test_new_exercise_can_have_what_a_person_reads(tmp_path):
    """Both wait for a person, and what is wanted of a task is not released."""
    course = tmp_path / "course"
    assert started(course, NAME, "--with=words", "--with=task") == 0
    courses.command(course, "fclib", "exercises", NAME)
    courses.command(course, "nbgrader", "generate_assignment", NAME, "--force")
    release = course / "exercises" / NAME / f"{NAME}.ipynb"
    assert "MARK SCHEME" not in release.read_text(encoding="utf-8")
    place = course / "submitted" / "ada" / NAME
    place.mkdir(parents=True)
    shutil.copy(course / "solutions" / NAME / f"{NAME}.ipynb", place)
    courses.command(course, "fclib", "autograde", NAME)
    grades = {
        name: (score, unread)
        for _, name, score, unread in courses.grades(course)["ada", NAME]["grades"]
    }
    assert grades["words"] == grades["draw"] == (None, True)
    table = courses.command(course, "fclib", "grades", NAME)
    assert f"{NAME}, 15 points" in table
    assert "to be read by a person" in table


def test_second_notebook_has_a_source_and_both_are_released_and_graded(tmp_path, capsys):
    course = tmp_path / "course"
    assert started(course, NAME, "--notebook=part-2") == 2
    assert f"First: fclib new {NAME}" in capsys.readouterr().err
    for options in ([], ["--notebook=part-2"]):
        assert started(course, NAME, *options) == 0
    assert started(course, NAME, "--notebook=part-2") == 1
    assert started(course, NAME, "--notebook=a b") == 2
    (course / "solutions" / NAME / "helper.py").write_text("SIZE = 3\n", encoding="utf-8")
    parts = [NAME, "part-2"]
    said = courses.command(course, "fclib", "exercises", NAME)
    assert said.split() == [f"exercises/{NAME}/{part}.ipynb" for part in parts]
    courses.command(course, "nbgrader", "generate_assignment", NAME, "--force")
    for student, handed_in in [("ada", parts), ("bob", parts[:1])]:
        place = course / "submitted" / student / NAME
        place.mkdir(parents=True)
        for part in handed_in:
            shutil.copy(course / "solutions" / NAME / f"{part}.ipynb", place)
    courses.command(course, "fclib", "autograde")
    scores = {student: graded["score"] for (student, _), graded in courses.grades(course).items()}
    assert scores == {"ada": 16, "bob": 8}


def test_what_comes_next_is_said(tmp_path, capsys):
    started(tmp_path)
    path = tmp_path / "solutions" / NAME / f"{NAME}.py"
    assert capsys.readouterr().out.splitlines() == [
        str(path),
        f"Change it, then: fclib exercises {NAME}",
        f"Then, before students hand in: nbgrader generate_assignment {NAME} --force",
    ]
    assert "# # Exercise 11: batch norm\n" in path.read_text(encoding="utf-8")


def test_nothing_is_overwritten(tmp_path, capsys):
    started(tmp_path)
    path = exercises.source_path(tmp_path, NAME)
    path.write_text("mine", encoding="utf-8")
    assert started(tmp_path) == 1
    assert path.read_text(encoding="utf-8") == "mine"
    assert (
        capsys.readouterr().err == f"fclib: {path.parent} is there already: nothing was written\n"
    )


@pytest.mark.parametrize("name", ["norm", "1-norm", "11-", "11-a b", "../11-norm", "11-norm/x", ""])
def test_name_that_is_none_is_refused(tmp_path, capsys, name):
    assert started(tmp_path, name) == 2
    assert capsys.readouterr().err == f"fclib: {name} is not a name such as 14-dropout\n"
    assert not (tmp_path / "solutions").exists()


def test_source_is_what_its_notebook_makes():
    """Otherwise the first edit in JupyterLab would change lines that nobody touched."""
    text = new.source(NAME)
    assert exercises.source(exercises.notebook(text)) == text

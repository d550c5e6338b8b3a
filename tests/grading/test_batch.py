"""``fclib autograde``: what it grades, what it does not grade again, and what survives a crash."""

import contextlib
import math
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time

import nbformat
import numpy as np
import pytest
from nbgrader.api import Gradebook

from fclib.grading.authoring import exercises
from fclib.grading.cli import main
from fclib.grading.sandbox import bubblewrap, choice
from fclib.grading.sandbox.inside import landlock
from fclib.grading.steps.handed_in import NO_ROOM, Place, read
from fclib.grading.steps.notebooks import LARGEST_NOTEBOOK
from tests.grading import courses

pytestmark = pytest.mark.slow

STUDENTS = 64  # one for every set of six mistakes
FEW = 16  # where it matters how they are graded, and not what they get
IN_A_ROW = 5  # times that one batch is killed
A_START = 1.5
"""Seconds in which a batch is likely to begin with its first submission."""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    course = tmp_path_factory.mktemp("handed-in") / "course"
    courses.make(course)
    courses.hand_in(course, STUDENTS)
    return course


@pytest.fixture(scope="module")
def graded(handed_in, tmp_path_factory):
    """The course after one run that nothing interrupted."""
    course = copy_of(handed_in, tmp_path_factory.mktemp("graded"))
    courses.command(course, "fclib", "autograde")
    return course


@pytest.fixture
def course(graded, tmp_path):
    """A copy of the graded course."""
    return copy_of(graded, tmp_path)


def copy_of(course, folder, students=STUDENTS):
    """Copy a course with what so many handed in."""
    copy = shutil.copytree(course, folder / "course")
    for one in sorted(copy.glob("submitted/*"))[students:]:
        shutil.rmtree(one)
    return copy


def require_same(course, graded):
    """Require of those who handed in to one course what they have in the other."""
    who = tuple(folder.name for folder in course.glob("submitted/*"))
    expected = courses.grades(graded)
    assert courses.grades(course) == {key: expected[key] for key in expected if key[0] in who}
    expected = courses.autograded(graded)
    assert courses.autograded(course) == {
        path: expected[path] for path in expected if path.startswith(who)
    }


def counts(printed):
    """Return how many were graded, unchanged and failed, by what was printed last."""
    found = re.findall(r"(\d+) graded, (\d+) unchanged, (\d+) failed", printed)
    return tuple(map(int, found[-1]))


def test_every_submission_gets_its_own_points(graded):
    scores = {
        student: {name: score for _, name, score, _ in entry["grades"]}
        for (student, _), entry in courses.grades(graded).items()
    }
    assert len(scores) == STUDENTS
    for student, got in scores.items():
        made = [bool(int(student[-5:]) >> bit & 1) for bit in range(len(courses.MISTAKES))]
        names = ["double", "layer_hidden", "split", "Mean", "derivative", "ink"]
        full = dict(zip(names, [2, 3, 1, 2, 2, 1], strict=True))
        expected = {
            name: 0 if wrong else full[name] for name, wrong in zip(names, made, strict=True)
        }
        assert {name: got[name] for name in names} == expected


def test_a_second_run_grades_nothing(course):
    assert counts(courses.command(course, "fclib", "autograde")) == (0, STUDENTS, 0)


def test_a_changed_submission_is_graded_again_alone(course):
    path = course / "submitted" / "student00000" / courses.NAME / f"{courses.NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    next(cell for cell in nb.cells if "def double" in cell.source).source = "double = None"
    nbformat.write(nb, path)
    assert counts(courses.command(course, "fclib", "autograde")) == (1, STUDENTS - 1, 0)
    entry = courses.grades(course)["student00000", courses.NAME]
    assert (courses.NAME, "double", 0, False) in entry["grades"]


def test_a_changed_test_regrades_its_assignment_alone(tmp_path):
    course = tmp_path / "course"
    courses.make(course, ["one", "two"])
    for name in ["one", "two"]:
        courses.hand_in(course, 2, name)
    courses.command(course, "fclib", "autograde")
    source = exercises.source_path(course, "one")
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("assert y.shape == (2, 3)", "assert y.ndim == 7"), "utf-8")
    courses.command(course, "fclib", "exercises", "one")
    courses.release(course, ["one"])
    assert counts(courses.command(course, "fclib", "autograde")) == (2, 2, 0)
    grades = courses.grades(course)
    assert ("one", "double", 0, False) in grades["student00000", "one"]["grades"]
    assert ("two", "double", 2, False) in grades["student00000", "two"]["grades"]


def test_a_changed_step_of_the_courses_own_regrades(tmp_path):
    course = tmp_path / "course"
    courses.make(course, configuration="c.Autograde.autograde_preprocessors += ['own.Nothing']\n")
    step = "from nbgrader.preprocessors import NbGraderPreprocessor\n\n\n"
    step += "class Nothing(NbGraderPreprocessor):\n"
    step += "    def preprocess(self, nb, resources):\n"
    step += "        place = resources['metadata']['path']\n"
    step += "        assert place.endswith('autograded/student00000/target'), place\n"
    step += "        assert self.parent.parent.coursedir.course_id == 'fclib'\n"
    step += "        return nb, resources\n"
    (course / "own.py").write_text(step, encoding="utf-8")
    courses.hand_in(course, 1)
    assert counts(courses.command(course, "fclib", "autograde")) == (1, 0, 0)
    assert counts(courses.command(course, "fclib", "autograde")) == (0, 1, 0)
    (course / "own.py").write_text(step + "        # changed\n", encoding="utf-8")
    assert counts(courses.command(course, "fclib", "autograde")) == (1, 0, 0)


def test_files_that_do_not_fit_are_named_and_smaller_ones_kept(tmp_path):
    for name, size in [("a.bin", 20), ("b.csv", 5), ("c.bin", 20)]:
        (tmp_path / name).write_bytes(bytes(size))
    found = read(Place(tmp_path, ()), 10)
    assert list(found.files) == ["b.csv"]
    assert found.notes == ["left out, since there is no room for it: a.bin and 1 more"]


def test_notebooks_are_read_while_all_together_have_a_size_that_may_be_read(tmp_path):
    for number in range(6):
        with (tmp_path / f"{number}.ipynb").open("wb") as file:
            file.truncate(LARGEST_NOTEBOOK + (number == 0))  # sparse: it takes no room on the disk
    found = read(Place(tmp_path, ()), 10).notebooks
    assert found.pop("0") == f"it has {LARGEST_NOTEBOOK + 1:,} bytes"
    assert found.pop("5") == NO_ROOM
    assert {len(content) for content in found.values()} == {LARGEST_NOTEBOOK}


@pytest.mark.parametrize("program", ["fclib", "nbgrader"])
def test_grades_made_by_hand_survive_and_are_marked_for_review_only_if_the_work_changed(
    course, program
):
    def grades():
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            found = [
                gradebook.find_grade(cell, courses.NAME, courses.NAME, "student00001")
                for cell in ("double", "words")
            ]
            return [
                (one.auto_score, one.manual_score, one.score, one.needs_manual_grade)
                for one in found
            ]

    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for cell, points in [("double", 1.5), ("words", 0.75)]:
            grade = gradebook.find_grade(cell, courses.NAME, courses.NAME, "student00001")
            grade.manual_score, grade.needs_manual_grade = points, False  # as formgrader does
        gradebook.db.commit()
    regrade = (program, "autograde", courses.NAME, "--student", "student00001")
    courses.command(course, *regrade, "--force")
    assert grades() == [(0, 1.5, 1.5, False), (None, 0.75, 0.75, False)]
    path = course / "submitted" / "student00001" / courses.NAME / f"{courses.NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    cell = next(
        one for one in nb.cells if one.metadata.get("nbgrader", {}).get("grade_id") == "words"
    )
    cell.source = "Another answer."
    nbformat.write(nb, path)
    courses.command(course, *regrade, "--force")
    assert grades() == [(0, 1.5, 1.5, True), (None, 0.75, 0.75, True)]


def test_late_submissions_get_the_configured_penalty(handed_in, tmp_path):
    """As nbgrader's: the plugin is asked once a notebook, and the penalty is at most the score."""
    scores = {}
    for program in ["fclib", "nbgrader"]:
        course = copy_of(handed_in, tmp_path / program, 3)
        with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
            config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            gradebook.update_or_create_assignment(courses.NAME, duedate="2026-03-01 12:00:01 UTC")
        courses.command(course, program, "autograde", courses.NAME)
        scores[program] = courses.grades(course)
    assert scores["fclib"] == scores["nbgrader"]
    late = [entry["penalties"] for _, entry in sorted(scores["fclib"].items())]
    assert late[:2] == [[None], [None]]
    assert late[2][0] > 0


def test_shards_together_grade_everything_once(handed_in, graded, tmp_path):
    course = copy_of(handed_in, tmp_path, FEW)
    done = [
        counts(courses.command(course, "fclib", "autograde", "--shard", f"{part}/3"))
        for part in (1, 2, 3)
    ]
    assert [sum(column) for column in zip(*done, strict=True)] == [FEW, 0, 0]
    assert max(done)[0] - min(done)[0] <= 1
    require_same(course, graded)


@pytest.mark.parametrize("seed", range(math.ceil(int(os.environ.get("KILLS", "1")) / IN_A_ROW)))
def test_batch_killed_at_random_moments_ends_as_if_it_had_not_been(
    handed_in, graded, tmp_path, seed
):
    course = copy_of(handed_in, tmp_path, FEW)
    rng = np.random.default_rng(seed)
    for place in range(IN_A_ROW):
        # One while it starts or begins, one when it has nothing left to do but to end, and the
        # others spread over what is between them.
        share = place / (IN_A_ROW - 1)
        _kill(course, rng, int(share * FEW))
    done = counts(courses.command(course, "fclib", "autograde"))
    assert sum(done) == FEW
    assert done[1] > 0
    require_same(course, graded)
    assert len(results(course)) == FEW
    assert set(results(course)) <= set(results(graded))
    assert not list(course.glob("autograded/*/.*.part"))
    assert counts(courses.command(course, "fclib", "autograde")) == (0, FEW, 0)


def _kill(course, rng, enough):
    """Begin a batch, and end it when it has kept so many results: at any moment of the next one."""
    batch = subprocess.Popen(
        courses.arguments("fclib", "autograde", "--jobs", "2"),
        cwd=course,
        env=courses.environment(course),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while batch.poll() is None and len(results(course)) < enough:
        time.sleep(0.01)
    time.sleep(rng.uniform(0, 0.1 if enough else A_START))
    with contextlib.suppress(ProcessLookupError):  # it may be done
        end = rng.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
        if rng.random() < 0.5:
            os.killpg(batch.pid, end)  # a terminal that is closed ends all of it,
        else:
            batch.send_signal(end)  # and a machine short of memory one process
    batch.wait()


def results(course):
    """Return the names of the results that a batch has kept."""
    return sorted(path.name for path in (course / "grading" / courses.NAME).glob("*.json"))


def test_each_step_of_recording_is_made_up_for(course, graded):
    """A kill between the result's file, the gradebook, and the autograded folder."""
    with sqlite3.connect(course / "gradebook.db") as gradebook:
        gradebook.execute("delete from submitted_assignment where student_id = 'student00001'")
    autograded = course / "autograded"
    shutil.rmtree(autograded / "student00002" / courses.NAME)
    moved = autograded / "student00003"
    (moved / courses.NAME).rename(moved / f".{courses.NAME}.part")
    (course / "grading" / courses.NAME / "half.json.part").write_text("{")
    assert counts(courses.command(course, "fclib", "autograde")) == (3, STUDENTS - 3, 0)
    assert courses.grades(course) == courses.grades(graded)
    assert courses.autograded(course) == courses.autograded(graded)
    assert not list(course.glob("autograded/*/.*.part"))


def test_a_notebook_that_was_taken_back_loses_its_points(course):
    folder = course / "submitted" / "student00000" / courses.NAME
    (folder / f"{courses.NAME}.ipynb").rename(folder / "another-name.ipynb")
    printed = courses.command(course, "fclib", "autograde")
    assert counts(printed) == (1, STUDENTS - 1, 0)
    assert f"{courses.NAME}.ipynb was not handed in" in printed
    assert courses.grades(course)["student00000", courses.NAME]["score"] == 0
    assert counts(courses.command(course, "fclib", "autograde")) == (0, STUDENTS, 0)


def test_odd_submissions_are_graded_and_do_not_stop_the_others(graded, tmp_path, request):
    course = copy_of(graded, tmp_path, FEW)
    folders = [course / "submitted" / f"student0000{n}" / courses.NAME for n in range(4)]
    (folders[0] / "timestamp.txt").write_text("soon")
    deep = folders[1]
    # pytest cannot remove it: deeper than Python's recursion limit.
    request.addfinalizer(lambda: subprocess.run(["rm", "-rf", folders[1]], check=True))
    for _ in range(1_100):
        deep = deep / "d"
        os.mkdir(deep) if len(str(deep)) < 3_900 else None
    source = course / "solutions" / courses.NAME
    (source / "data").mkdir()
    (source / "data" / "numbers.txt").write_text("1 2 3")
    (folders[2] / "data").write_text("a file in place of a folder")
    printed = courses.command(course, "fclib", "autograde")
    assert counts(printed) == (FEW, 0, 0)  # the course's files are part of the tests
    assert "timestamp.txt has no time in it" in printed
    assert courses.grades(course)["student00000", courses.NAME]["score"] == 15
    copy = course / "autograded" / "student00002" / courses.NAME / "data" / "numbers.txt"
    assert copy.read_text() == "1 2 3"


def test_names_in_a_comprehension_of_a_test_are_not_the_tests_own(tmp_path):
    course = tmp_path / "course"
    courses.make(course)
    source = exercises.source_path(course, courses.NAME)
    text = source.read_text(encoding="utf-8")
    before = "left, right = split(np.arange(5), at=2)"
    text = text.replace(before, f"assert [ink for ink in [1, 2]] == [1, 2]\n{before}")
    source.write_text(text, encoding="utf-8")
    courses.command(course, "fclib", "exercises", courses.NAME)
    courses.release(course)
    courses.hand_in(course, 1)
    courses.command(course, "fclib", "autograde")
    assert courses.grades(course)["student00000", courses.NAME]["score"] == 15


def test_half_written_autograded_folder_is_made_again(course, graded):
    path = course / "autograded" / "student00003" / courses.NAME / f"{courses.NAME}.ipynb"
    path.chmod(0o644)
    path.write_text(path.read_text(encoding="utf-8")[:500], encoding="utf-8")
    assert counts(courses.command(course, "fclib", "autograde")) == (1, STUDENTS - 1, 0)
    assert courses.autograded(course) == courses.autograded(graded)


def test_eight_assignments_at_once(tmp_path):
    names = [f"part-{number}" for number in range(8)]
    course = tmp_path / "course"
    courses.make(course, names)
    for name in names:
        courses.hand_in(course, 1, name)
    assert counts(courses.command(course, "fclib", "autograde")) == (8, 0, 0)
    assert {name for _, name in courses.grades(course)} == set(names)


def test_an_assignment_that_was_not_released_is_refused(handed_in, tmp_path):
    course = copy_of(handed_in, tmp_path)
    (course / "gradebook.db").unlink()
    printed = courses.command(course, "fclib", "autograde", status=2)
    assert "nbgrader generate_assignment" in printed


def test_without_a_sandbox_grading_refuses_and_says_what_to_install(
    handed_in, tmp_path, monkeypatch, capsys
):
    course = copy_of(handed_in, tmp_path)
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    monkeypatch.setattr(choice.landlock, "version", lambda: 0)
    assert main(["--course", str(course), "autograde"]) == 2
    assert "apt install bubblewrap" in capsys.readouterr().err
    assert not (course / "autograded").exists()


def test_where_bubblewrap_is_missing_the_kernels_own_sandbox_is_used(handed_in, tmp_path):
    if landlock.version() < landlock.OLDEST:
        pytest.skip("this kernel's Landlock is too old: it is optional")
    course = copy_of(handed_in, tmp_path)
    (tmp_path / "bin").mkdir()
    done = subprocess.run(
        courses.arguments("fclib", "autograde", "--student", "student0000[01]"),
        cwd=course,
        env=courses.environment(course) | {"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert counts(done.stdout) == (2, 0, 0)
    assert "bubblewrap is not installed: the kernel's Landlock is used" in done.stderr
    assert courses.grades(course)["student00000", courses.NAME]["score"] == 15


def test_without_a_sandbox_on_the_instructors_word_the_result_says_so(handed_in, tmp_path):
    course = copy_of(handed_in, tmp_path)
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.SplitExecute.isolation = 'process only'\n")
    printed = courses.command(course, "fclib", "autograde", "--student", "student0000[01]")
    assert counts(printed) == (2, 0, 0)
    assert printed.count("graded without a sandbox") == 2
    entry = courses.grades(course)["student00000", courses.NAME]
    assert entry["score"] == 15

"""An instructor's week: changes after the release, regrades, dates, and what is said of each."""

import base64
import contextlib
import datetime
import re
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from fclib.grading import times
from fclib.grading.authoring import exercises
from fclib.grading.batch import rerelease
from fclib.grading.batch.unheeded import unheeded
from fclib.grading.pages.markdown import to_html
from fclib.grading.steps.handed_in import Place, missing_notebook_notes
from fclib.grading.steps.releases import doubled
from tests.grading import courses

NAME = courses.NAME
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SHOWN = '<img alt="sketch" src="data:image/png;base64,'


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course with two hand-ins: the second has a mistake."""
    course = tmp_path_factory.mktemp("released") / "course"
    penalty = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    courses.make(course, configuration=penalty)
    courses.hand_in(course, 2)
    return course


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    course = shutil.copytree(released, tmp_path_factory.mktemp("graded") / "course")
    courses.command(course, "fclib", "autograde")
    return course


@pytest.fixture
def course(graded, tmp_path):
    return shutil.copytree(graded, tmp_path / "course")


def edit_source(course, old, new):
    path = exercises.source_path(course, NAME)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    exercises.write_solution(course, NAME)


def edit_answer(course, student, name, source):
    path = course / "submitted" / student / NAME / f"{NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            cell.source = source
    nbformat.write(nb, path)


# Feedback


@pytest.mark.slow
def test_feedback_names_what_is_unread_and_a_regrade_names_the_pages_that_are_old(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        comment = gradebook.find_comment("double_answer", NAME, NAME, "student00000")
        comment.manual_comment = "See *chapter 1* & <b>try</b>."
        gradebook.db.commit()
    courses.command(course, "nbgrader", "generate_feedback", NAME)
    page = (course / "feedback" / "student00000" / NAME / f"{NAME}.html").read_text("utf-8")
    assert "1 part is still to be read by a person" in page
    assert re.search(r"–&nbsp;/&nbsp;1</td>\s*<td>to be read by a person", page)
    assert "See <em>chapter 1</em> &amp; &lt;b&gt;try&lt;/b&gt;." in page

    assert "feedback pages older" not in courses.command(course, "fclib", "autograde")
    edit_answer(course, "student00000", "double_answer", "double = None")
    said = courses.command(course, "fclib", "autograde")
    again = f"nbgrader generate_feedback {NAME} --force"
    assert f"{NAME}: feedback pages older than the grades: 1. To make them anew: {again}" in said
    said = courses.command(
        course, "nbgrader", "autograde", NAME, "--force", "--student=student00000"
    )
    assert "the feedback page is older than this" in said


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("my%20sketch.png", "my sketch.png"),
        ("./pictures/a.png", "pictures/a.png"),
        ("data:image/png;base64," + base64.b64encode(PNG).decode(), None),
    ],
)
def test_picture_in_an_answer_is_in_the_page(tmp_path, address, name):
    if name:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PNG)
    assert SHOWN in to_html(f"![sketch]({address})", {}, tmp_path)


def test_what_is_no_picture_beside_the_notebook_is_not_in_the_page(tmp_path):
    (tmp_path / "below").mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "below" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "below" / "page.png").write_text("<script>", encoding="utf-8")
    for address in ["link.png", "page.png", "../secret.png", f"{tmp_path}/secret.png", "none.png"]:
        assert "<img" not in to_html(f"![sketch]({address})", {}, tmp_path / "below")


@pytest.mark.slow
def test_picture_attached_to_a_solution_notebook_is_not_lost_silently(released, tmp_path):
    course = shutil.copytree(released, tmp_path / "course")
    path = exercises.notebook_path(course, NAME)
    nb = nbformat.read(path, as_version=4)
    cell = nbformat.v4.new_markdown_cell("![](attachment:a.png)")
    cell.attachments = {"a.png": {"image/png": base64.b64encode(PNG).decode()}}
    nb.cells.append(cell)
    nbformat.write(nb, path)
    with pytest.raises(exercises.EditedNotebookError, match=r"has a\.png attached"):
        exercises.write_source(course, NAME)


@pytest.mark.slow
def test_grades_have_names_totals_and_a_reason_for_what_a_person_gave(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_student("student00000", first_name="Ada", last_name="Lovelace")
        gradebook.add_student("student00009")
        grade = gradebook.find_grade("words", NAME, NAME, "student00000")
        grade.manual_score = 0.5
        gradebook.find_comment("words", NAME, NAME, "student00000").manual_comment = "Why?\nSay."
        gradebook.db.commit()
    said = courses.command(course, "fclib", "grades")
    row = re.search(
        r"^student00000  Lovelace, Ada +(\S+)  −0.5 0.5 of 1 given by a person: Why\?$", said, re.M
    )
    assert row, said
    assert re.search(r"^student00009 +–  nothing handed in$", said, re.M)
    scores = [entry["score"] for entry in courses.grades(course).values()]
    assert float(row[1]) == scores[0]
    assert f"2 of 3 handed in: mean {sum(scores) / 2:.3g}, median" in said


# Changes after the release

TABLE = '# %% nbgrader={"grade": true, "grade_id": "table",'


@pytest.mark.slow
def test_test_added_after_hand_ins_is_refused_and_the_release_stays(course):
    release = course / "exercises" / NAME / f"{NAME}.ipynb"
    before = release.read_bytes()
    edit_source(
        course,
        '# %% nbgrader={"grade": true, "grade_id": "table",',
        '# %% nbgrader={"grade": true, "grade_id": "added", "locked": true, "points": 1, '
        '"schema_version": 3, "solution": false, "task": false}\nassert True\n\n'
        '# %% nbgrader={"grade": true, "grade_id": "table",',
    )
    said = courses.command(course, "nbgrader", "generate_assignment", NAME, "--force", status=1)
    assert f"{NAME}: the cell added was added, and {NAME} has 2 submissions" in said
    assert "Traceback" not in said
    assert release.read_bytes() == before


@pytest.mark.slow
def test_test_is_added_after_hand_ins_and_what_people_gave_is_kept(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("words", NAME, NAME, "student00000")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 0.25, False
        gradebook.find_comment("words", NAME, NAME, "student00000").manual_comment = "Say why."
        submission = gradebook.find_submission(NAME, "student00001")
        submission.extension = datetime.timedelta(days=3)
        gradebook.db.commit()
    edit_source(
        course,
        '# %% nbgrader={"grade": true, "grade_id": "table",',
        '# %% nbgrader={"grade": true, "grade_id": "added", "locked": true, "points": 1, '
        '"schema_version": 3, "solution": false, "task": false}\nassert double(2) == 4\n\n'
        '# %% nbgrader={"grade": true, "grade_id": "table",',
    )
    before = courses.grades(course)
    said = courses.command(course, "fclib", "rerelease", NAME)
    assert "was missing" not in said  # nobody has taken away what was not there
    after = courses.grades(course)
    assert after["student00000", NAME]["score"] == before["student00000", NAME]["score"] + 1
    assert after["student00001", NAME]["score"] == before["student00001", NAME]["score"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("words", NAME, NAME, "student00000")
        kept = grade.manual_score, grade.extra_credit, grade.needs_manual_grade
        assert kept == (0.5, 0.25, False)
        comment = gradebook.find_comment("words", NAME, NAME, "student00000")
        assert comment.manual_comment == "Say why."
        extension = gradebook.find_submission(NAME, "student00001").extension
        assert extension == datetime.timedelta(days=3)


ADDED = (
    '# %% nbgrader={"grade": true, "grade_id": "added", "locked": true, "points": 1, '
    '"schema_version": 3, "solution": false, "task": false}\nassert double(2) == 4\n\n'
)


@pytest.mark.slow
def test_rerelease_that_is_refused_leaves_the_gradebook_as_it_was(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.find_grade("words", NAME, NAME, "student00000").manual_score = 0.5
        gradebook.db.commit()
    before = courses.grades(course)
    edit_source(course, TABLE, "### BEGIN SOLUTION\n\n" + TABLE)  # without an end
    release = (course / "exercises" / NAME / f"{NAME}.ipynb").read_bytes()
    said = courses.command(course, "fclib", "rerelease", NAME, status=2)
    assert "gradebook and release are as they were before this command" in said
    assert courses.grades(course) == before
    assert (course / "exercises" / NAME / f"{NAME}.ipynb").read_bytes() == release


@pytest.mark.slow
def test_rerelease_that_is_interrupted_puts_the_gradebook_back_and_an_old_copy_stays(
    course, monkeypatch, capsys
):
    release = course / "exercises" / NAME

    def interrupted(*arguments, **keywords):
        assert not courses.grades(course)  # all is taken out at this moment
        shutil.rmtree(release)  # and the release is half made
        release.mkdir()
        (release / "new.txt").touch()
        grader = f"from fclib.grading.lock import one_grader\nwith one_grader({str(course)!r}): 1"
        other = subprocess.Popen([sys.executable, "-c", grader], stderr=subprocess.PIPE)
        assert b"CourseIsBusyError" in other.communicate()[1]
        raise KeyboardInterrupt

    monkeypatch.setattr(rerelease.subprocess, "run", interrupted)
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as formgrader:
        # What is in the log beside the file is not in the file yet.
        formgrader.executescript("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;")
        formgrader.execute("UPDATE grade SET manual_score = 0.25")
        formgrader.commit()
        before = courses.grades(course)
        with pytest.raises(KeyboardInterrupt):
            rerelease.run(course, [NAME], None)
        assert courses.grades(course) == before
    assert [path.name for path in release.iterdir()] == [f"{NAME}.ipynb"]
    copy = course / "gradebook.db.before"
    assert not copy.exists()
    copy.write_bytes(b"of a run that was killed")
    assert rerelease.run(course, [NAME], None) == 2
    assert copy.read_bytes() == b"of a run that was killed"
    assert "it is the gradebook as it was" in capsys.readouterr().err


@pytest.mark.slow
def test_rerelease_says_what_it_cannot_keep_and_a_new_hand_in_is_to_be_read(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for cell in ("table", "words"):
            grade = gradebook.find_grade(cell, NAME, NAME, "student00000")
            grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 0.25, False
        gradebook.find_comment("words", NAME, NAME, "student00000").manual_comment = "Say why."
        gradebook.db.commit()
    before = courses.grades(course)
    edit_answer(course, "student00000", "double_answer", "def double(x):\n    return x + x")
    shutil.rmtree(course / "submitted" / "student00001")
    edit_source(course, TABLE, ADDED + TABLE)
    edit_source(course, '"grade_id": "words"', '"grade_id": "other-words"')
    said = courses.command(course, "fclib", "rerelease", NAME, status=1)
    for what in ["0.5 points by hand", "0.25 points of extra credit", "the comment 'Say why.'"]:
        assert f"student00000: {what} had the cell words, which is no more" in said
    assert "student00001: not graded anew" in said
    after = courses.grades(course)
    assert after["student00001", NAME]["score"] == before["student00001", NAME]["score"]
    assert after["student00001", NAME]["penalties"] == before["student00001", NAME]["penalties"]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("table", NAME, NAME, "student00000")
        assert (grade.manual_score, grade.needs_manual_grade) == (0.5, True)


@pytest.mark.slow
def test_cell_id_that_stands_twice_is_named(released):
    nb = nbformat.read(exercises.notebook_path(released, NAME), as_version=4)
    assert doubled(NAME, nb) == []
    nb.cells.append(next(cell for cell in nb.cells if cell.metadata.get("nbgrader")))
    (line,) = doubled(NAME, nb)
    assert "stands 2 times" in line


@pytest.mark.slow
def test_nobody_is_accused_of_what_the_course_changed(course):
    """Hand-ins have the points and tests that were released when they were fetched."""
    edit_source(
        course,
        '"grade_id": "table", "locked": true, "points": 2',
        '"grade_id": "table", "locked": true, "points": 3',
    )
    edit_source(
        course, 'assert table(layers) == {"fc1": 15', 'assert table(layers) == {"fc1": 15 + 0'
    )
    courses.command(course, "nbgrader", "generate_assignment", NAME, "--force")
    said = courses.command(course, "fclib", "autograde")
    assert "2 graded" in said
    assert "changed" not in said.replace("unchanged", "")
    edit_answer(course, "student00000", "table", "assert True")
    assert f"student00000, {NAME}: cell table was changed" in courses.command(
        course, "fclib", "autograde"
    )


# Dates


@pytest.mark.slow
def test_later_due_date_takes_a_penalty_back_without_force(course):
    def penalties(due):
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            gradebook.update_or_create_assignment(NAME, duedate=due)
        courses.command(course, "fclib", "autograde")
        return [entry["penalties"][0] or 0 for entry in courses.grades(course).values()]

    assert all(penalties("2026-02-01 12:00:00 UTC"))
    assert not any(penalties("2026-04-01 12:00:00 UTC"))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-10-12 18:00", 18),
        ("2026-10-12 18:00 UTC", 18),
        ("2026-10-12T18:00:00 +0200", 16),
        ("2026-10-12 18:00 +02:00", 16),
        ("2026-10-12 18:00 Europe/Berlin", 16),
    ],
)
def test_due_date_is_read_as_it_is_written(text, hour):
    time = times.parse(text)
    assert time == datetime.datetime(2026, 10, 12, hour)
    assert times.shown(time, "Europe/Berlin") == f"2026-10-12 {hour + 2}:00 Europe/Berlin"


@pytest.mark.parametrize(
    "text", ["12.10.2026 18:00", "10/12/2026", "2026-10-12", "2026-10-12 18:00 CEST", "tomorrow"]
)
def test_due_date_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(ValueError, match="Europe/Berlin"):
        times.parse(text)


@pytest.mark.slow
def test_command_for_due_dates_refuses_them_in_one_line(released, tmp_path):
    course = shutil.copytree(released, tmp_path / "course")
    command = ("nbgrader", "db", "assignment", "add", NAME)
    said = courses.command(course, *command, "--duedate=2026-10-12 18:00 CEST", status=1)
    assert "'CEST' is not a time zone that all read alike" in said
    assert "Traceback" not in said
    said = courses.command(course, *command, "--duedate=2026-10-12 18:00 +0200")
    assert "2026-10-12 18:00 +0200 is 2026-10-12 16:00 UTC" in said
    assert "due 2026-10-12 16:00 UTC" in courses.command(course, "fclib", "grades")


# Names and settings


def test_notebook_with_another_ending_or_name_is_named(tmp_path):
    (tmp_path / "target.IPYNB").write_text("{}", encoding="utf-8")
    (tmp_path / "part-b.ipynb").write_text("{}", encoding="utf-8")
    (note,) = missing_notebook_notes(Place(tmp_path, ()), ["target"], ["part-b"])
    assert note.startswith("target.ipynb was not handed in; target.IPYNB is there instead")


@pytest.mark.slow
def test_student_who_handed_in_nothing_is_an_error(course):
    said = courses.command(course, "fclib", "autograde", "--student", "nobody", status=2)
    assert "nobody handed in nothing" in said


@pytest.mark.slow
def test_no_execute_is_named_and_everything_is_executed(course):
    """Outputs that were handed in would otherwise be believed."""
    said = courses.command(course, "nbgrader", "autograde", NAME, "--force", "--no-execute")
    assert said.count("--no-execute is not heeded") == 1
    scores = {student: entry["score"] for (student, _), entry in courses.grades(course).items()}
    assert scores["student00001"] < scores["student00000"]


def test_settings_that_change_nothing_are_named(tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    text = "c = get_config()\nc.Autograde.force = True\nc.Exchange.root = '/srv'\n"
    (elsewhere / "nbgrader_config.py").write_text(text, encoding="utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(elsewhere))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    config = Config()
    assert unheeded(config, tmp_path) == [
        f"c.Autograde in {elsewhere}/nbgrader_config.py is not heeded: set it in the course's own "
        "nbgrader_config.py"
    ]
    config.Autograde.create_student = False
    config.ExecutePreprocessor.timeout = 5
    config.Execute.extra_arguments = []
    config.Autograde.sanitize_preprocessors = [
        "fclib.grading.steps.restore.RestoreCells",
        "fclib.grading.pages.markdown.SafeMarkdown",
    ]
    lines = "\n".join(unheeded(config, elsewhere))
    for name in ["create_student", "ExecutePreprocessor.timeout", "Execute.extra", "SafeMarkdown"]:
        assert name in lines
    assert "RestoreCells" not in lines

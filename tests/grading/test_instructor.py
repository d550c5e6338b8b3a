"""What an instructor changes in a running course, with the commands as they are typed."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from fclib.grading.authoring import exercises
from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = courses.NAME
RIGHT, WRONG = "student00000", "student00001"  # the second does not double

# nbgrader's documentation has a plugin such as this one beside nbgrader_config.py.
PLUGIN = """
from nbgrader.plugins import BasePlugin

class PointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return min(score / 2, total_seconds_late // 3600)
"""
CONFIGURATION = '\nc.AssignLatePenalties.plugin_class = "late.PointAnHour"\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A course in which two students handed in at noon on the first of March."""
    course = tmp_path_factory.mktemp("instructor") / "course"
    courses.make(course, configuration=CONFIGURATION)
    (course / "late.py").write_text(PLUGIN, encoding="utf-8")
    courses.hand_in(course, 2)
    typed(course, "fclib autograde")
    return course


@pytest.fixture
def course(template, tmp_path):
    return Path(shutil.copytree(template, tmp_path / "course"))


def typed(course, line):
    """Run a command as it is typed in the course's folder."""
    return courses.command(course, *line.split(" "))


def scores(course):
    """Return each student's points and late penalty."""
    return {
        student: (graded["score"], *graded["penalties"])
        for (student, _), graded in courses.grades(course).items()
    }


def change(course, *replaced):
    """Change the source of the assignment and release it again."""
    path = exercises.source_path(course, NAME)
    text = path.read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    typed(course, f"fclib exercises {NAME}")
    typed(course, f"nbgrader generate_assignment {NAME} --force")


MORE_POINTS = tuple(f'"grade_id": "double", "locked": true, "points": {n}' for n in (2, 5))


def test_new_points_count_after_regrading_and_what_a_person_gave_stays(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for cell, about in [("words", "manual_score"), ("split", "extra_credit")]:
            setattr(gradebook.find_grade(cell, NAME, NAME, RIGHT), about, 0.5)
        gradebook.find_comment("layer_answer", NAME, NAME, RIGHT).manual_comment = "Short."
        gradebook.db.commit()
    before = scores(course)
    change(course, MORE_POINTS)
    assert "2 graded" in typed(course, "fclib autograde")
    after = scores(course)
    assert after[RIGHT][0] == before[RIGHT][0] + 3
    assert after[WRONG] == before[WRONG]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_assignment(NAME).max_score == 16 + 3
        assert gradebook.find_grade("words", NAME, NAME, RIGHT).manual_score == 0.5
        assert gradebook.find_grade("split", NAME, NAME, RIGHT).extra_credit == 0.5
        comment = gradebook.find_comment("layer_answer", NAME, NAME, RIGHT)
        assert comment.comment == "Short."
    assert "0 graded, 2 unchanged" in typed(course, "fclib autograde")
    # nbgrader's own command comes to the same.
    typed(course, f"nbgrader autograde {NAME} --force")
    assert scores(course) == after


LOOSER = ("assert np.allclose(y, [[2, -4, 7], [0.5, 14, -18]])\n", "")
LOOSER_TOO = ("np.testing.assert_allclose(double(x[:, ::2]), 2 * x[:, ::2])\n", "")


def test_changed_test_regrades_what_it_touches(course):
    path = course / "autograded" / RIGHT / NAME / f"{NAME}.ipynb"
    before = scores(course)
    change(course, LOOSER, LOOSER_TOO)
    said = typed(course, f"fclib autograde {NAME}")
    assert "2 graded" in said
    assert scores(course)[WRONG][0] == before[WRONG][0] + 2
    assert scores(course)[RIGHT] == before[RIGHT]
    assert "np.allclose(y" not in path.read_text(encoding="utf-8")


DUE = ["nbgrader", "db", "assignment", "add", NAME, "--duedate"]
TABLES = {
    "grades.csv": ("", "student_id", "score"),
    "canvas.csv": (" --exporter=fclib.grading.lms.export.CanvasExport", "SIS Login ID", NAME),
    "moodle.csv": (" --exporter=fclib.grading.lms.export.MoodleExport", "Username", NAME),
}


def test_late_penalty_of_the_courses_own_counts_in_both_graders_and_all_exports(course):
    points = {RIGHT: 15, WRONG: 13}
    assert scores(course) == {student: (score, None) for student, score in points.items()}
    courses.command(course, *DUE, "2026-03-01 09:30 UTC")  # two hours and a half before noon
    for grade in ["fclib autograde --force", f"nbgrader autograde {NAME} --force"]:
        typed(course, grade)
        assert scores(course) == {student: (score, 2) for student, score in points.items()}
    for name, (option, student, column) in TABLES.items():
        typed(course, f"nbgrader export{option}")
        rows = csv.DictReader((course / name).read_text(encoding="utf-8").splitlines())
        assert {row[student]: float(row[column]) for row in rows if row[student]} == {
            student: score - 2 for student, score in points.items()
        }

    courses.command(course, *DUE, "2026-03-02 00:00 UTC")
    typed(course, "fclib autograde --force")
    assert scores(course) == {student: (score, None) for student, score in points.items()}


def test_nothing_is_imported_from_a_students_folder_in_which_a_command_is_typed(course, tmp_path):
    folder = tmp_path / "of-a-student"
    for name in ("numpy", "fclib", "nbgrader", "json", "resource", "sitecustomize", "late"):
        (folder / name).mkdir(parents=True)
        text = f"open({str(tmp_path / 'seen')!r}, 'w').close()"
        (folder / name / "__init__.py").write_text(text, encoding="utf-8")
    environment = courses.environment(course)
    environment.pop("PYTHONPATH")
    command = courses.arguments("fclib", "--course", course, "autograde", NAME, "--force")
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    assert "2 graded" in done.stdout
    assert not (tmp_path / "seen").exists()

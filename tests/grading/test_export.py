"""Grades for Canvas and Moodle, read back by the rules of the two importers."""

import csv
import io
import itertools
import logging
import re
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp

from fclib.grading.authoring.exercises import environment
from fclib.grading.lms.export import CanvasExport, MoodleExport, harmless, number
from tests.grading import courses

LAYER, BATCH = "01-layer", "02-batch"
ALL = [LAYER, BATCH]
# nbgrader's own add_submission does what SQLAlchemy warns of.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Object of type <Submitted.*not in session"),
]


class FailedError(Exception):
    """nbgrader's way out."""


class App(ExportApp):
    """The command, without a terminal."""

    def fail(self, msg, *args):
        raise FailedError(msg % args)


class Warnings(logging.Handler):
    """Keeps the warnings of a plugin."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []
        self.logger = logging.Logger("plugin")
        self.logger.addHandler(self)

    def emit(self, record):
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Two assignments of 20 points, late work in the second, and a student without any."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", environment()["PATH"])  # where nbgrader finds alembic
        fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def gradebook(template, tmp_path):
    with Gradebook(f"sqlite:///{shutil.copy(template, tmp_path)}") as gradebook:
        yield gradebook


def fill(db_url):
    with Gradebook(db_url) as gradebook:
        for name in ALL:
            gradebook.add_assignment(name)
            gradebook.add_notebook(name, name)
            gradebook.add_grade_cell("test", name, name, max_score=20, cell_type="code")
            gradebook.add_solution_cell("answer", name, name)
        add(gradebook, "hana", {LAYER: 7, BATCH: 17.5}, last_name="Ito", first_name="Hana")
        add(gradebook, "ada", {LAYER: 20}, email="ada@example.org")
        add(gradebook, "wen", {})
        late = gradebook.find_submission_notebook(BATCH, BATCH, "hana")
        late.late_submission_penalty = 3.25
        gradebook.find_comment("answer", BATCH, BATCH, "hana").manual_comment = "Nearly,\nhana."
        gradebook.db.commit()


def add(gradebook, student, scores, **about):
    gradebook.add_student(student, **about)
    for assignment, score in scores.items():
        gradebook.add_submission(assignment, student)
        grade = gradebook.find_grade("test", assignment, assignment, student)
        grade.auto_score, grade.needs_manual_grade = score, False
    gradebook.db.commit()


def export(kind, gradebook, path, **settings):
    """Export; return the file's text and the warnings."""
    plugin = kind(parent=App(), to=str(path / "grades.csv"), **settings)
    said = Warnings()
    plugin.log = said.logger
    plugin.export(gradebook)
    return (path / "grades.csv").read_bytes().decode(), said.lines


def canvas_import(text, users):
    """Read a table as Canvas does; return (points possible, grades by user) by assignment.

    ``users`` has the values of "SIS User ID", "SIS Login ID" and the name by Canvas's own number.
    """
    head, *rows = csv.reader(io.StringIO(text))
    assert len(head) > 3
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert re.search(r"SIS\s+User\s+ID", head[2])
    assert re.search(r"SIS\s+Login\s+ID", head[3])
    assert "Section" in head[4]
    possible, grades = {}, {}
    for row in rows:
        assert len(row) == len(head)
        cells = dict(zip(head[5:], row[5:], strict=True))
        if "Points Possible" in row[0]:
            possible = {name: float(cell) for name, cell in cells.items()}
            continue
        grades[_canvas_user(row, users)] = {
            name: float(cell) if cell else None for name, cell in cells.items()
        }
    return possible, grades


def _canvas_user(row, users):
    name, number, sis_user, sis_login, _ = row[:5]
    by = {
        key: {about[key]: user for user, about in users.items()}
        for key in ("SIS User ID", "SIS Login ID", "name")
    }
    return (
        (number in users and number)
        or by["SIS User ID"].get(sis_user)
        or by["SIS Login ID"].get(sis_login)
        or by["name"].get(name)
        or f"nobody: {name}"
    )


def moodle_import(text, known):
    """Read a table as Moodle does when each column is mapped; return grades by user."""
    head, *rows = csv.reader(io.StringIO(text))
    user, grades = None, {}
    for row in rows:
        assert len(row) == len(head)
        if row[0].strip():  # otherwise the user of the row before stays
            user = row[0].strip()
            assert user in known
        grades.setdefault(user, []).append(
            {
                name: cell.strip() if name.endswith("(Feedback)") else cell and float(cell)
                for name, cell in zip(head[1:], row[1:], strict=True)
            }
        )
    assert all(len(rows) == 1 for rows in grades.values()), "a row went to another user"
    return {user: rows[0] for user, rows in grades.items()}


USERS = {
    "101": {"SIS User ID": "S1", "SIS Login ID": "ada", "name": "ada"},
    "102": {"SIS User ID": "S2", "SIS Login ID": "hana", "name": "Ito, Hana"},
    "103": {"SIS User ID": "S3", "SIS Login ID": "wen", "name": "wen"},
}


def test_canvas_finds_every_student_and_takes_points_less_the_late_penalty(gradebook, tmp_path):
    columns = {LAYER: "The layer (4711)"}
    text, said = export(CanvasExport, gradebook, tmp_path, columns=columns)
    possible, grades = canvas_import(text, USERS)
    assert possible == {"The layer (4711)": 20, BATCH: 20}
    assert grades == {
        "101": {"The layer (4711)": 20, BATCH: None},
        "102": {"The layer (4711)": 7, BATCH: 14.25},
        "103": {"The layer (4711)": None, BATCH: None},
    }
    assert not said


@pytest.mark.parametrize("identifier", ["ID", "SIS User ID", "SIS Login ID"])
def test_canvas_gets_the_student_ids_in_the_column_that_is_named(gradebook, tmp_path, identifier):
    text, _ = export(CanvasExport, gradebook, tmp_path, identifier=identifier)
    rows = list(csv.DictReader(io.StringIO(text)))[1:]
    assert [row[identifier] for row in rows] == ["ada", "hana", "wen"]
    others = {"ID", "SIS User ID", "SIS Login ID"} - {identifier}
    assert {row[other] for row in rows for other in others} == {""}


def test_canvas_gets_its_own_number_of_a_student_where_the_gradebook_knows_it(gradebook, tmp_path):
    gradebook.find_student("ada").lms_user_id = "101"
    gradebook.db.commit()
    text, _ = export(CanvasExport, gradebook, tmp_path, student=["ada"])
    users = {"101": {"SIS User ID": "-", "SIS Login ID": "-", "name": "-"}}
    assert [*canvas_import(text, users)[1]] == ["101"]


def test_moodle_takes_points_and_comments(gradebook, tmp_path):
    text, _ = export(MoodleExport, gradebook, tmp_path, feedback=True, missing="0")
    assert text.splitlines()[0] == (
        f"Username,{LAYER},{LAYER} (Feedback),{BATCH},{BATCH} (Feedback)"
    )
    grades = moodle_import(text, {"ada", "hana", "wen"})
    assert grades["hana"] == {
        LAYER: 7,
        f"{LAYER} (Feedback)": "",
        BATCH: 14.25,
        f"{BATCH} (Feedback)": "answer: Nearly, hana.; late: −3.25 points",
    }
    assert [grades["wen"][name] for name in ALL] == [0, 0]


def test_moodle_row_without_a_user_is_left_out_and_named(gradebook, tmp_path):
    """Moodle would give its grades to the user of the row before."""
    text, said = export(MoodleExport, gradebook, tmp_path, identifier="Email address")
    assert moodle_import(text, {"ada@example.org"}) == {"ada@example.org": {LAYER: 20, BATCH: ""}}
    assert said == [
        "hana is left out: the gradebook has no email address",
        "wen is left out: the gradebook has no email address",
    ]


def test_only_the_students_and_assignments_asked_for_are_exported(gradebook, tmp_path):
    text, _ = export(
        MoodleExport, gradebook, tmp_path, student=["hana", "wen"], assignment=[BATCH], missing="-"
    )
    assert text.split() == [f"Username,{BATCH}", "hana,14.25", "wen,-"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"student": ["bob"]}, "bob is not in the gradebook, which has ada, hana, wen"),
        ({"assignment": ["layer"]}, f"layer is not in the gradebook, which has {LAYER}, {BATCH}"),
    ],
)
def test_unknown_student_or_assignment_is_named_and_nothing_written(
    gradebook, tmp_path, wanted, message
):
    with pytest.raises(FailedError, match=f"^{message}$"):
        export(CanvasExport, gradebook, tmp_path, **wanted)
    assert not (tmp_path / "grades.csv").exists()


def test_work_that_waits_for_a_person_is_named(gradebook, tmp_path):
    gradebook.find_grade("test", LAYER, LAYER, "ada").needs_manual_grade = True
    gradebook.db.commit()
    _, said = export(CanvasExport, gradebook, tmp_path)
    assert said == [f"ada, {LAYER}: not all of it is graded yet"]


@pytest.mark.parametrize("kind", [CanvasExport, MoodleExport])
def test_file_that_cannot_be_written_is_named(gradebook, tmp_path, kind):
    with pytest.raises(FailedError, match=r"could not be written to .*nowhere"):
        export(kind, gradebook, tmp_path / "nowhere")


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "\n@x", '"=1']


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_made_text(text):
    assert harmless(text).startswith("'")
    assert harmless(f"x;{text}").startswith("x;'")


@pytest.mark.parametrize("text", ["hana", "O'Brien, Ann", "1234", "a=b", "Ñandú", "x; y", ""])
def test_ordinary_text_stays_as_it_is(text):
    assert harmless(text) == text


def test_id_that_had_to_be_changed_is_named(gradebook, tmp_path):
    gradebook.add_student("=cmd|' /C calc'!A0", last_name="@SUM(1)", first_name="x")
    text, said = export(CanvasExport, gradebook, tmp_path)
    assert "'=cmd|' /C calc'!A0" in text
    assert "'@SUM(1), x" in text
    assert len(said) == 1
    assert "the import will not find this student" in said[0]


names = st.builds(
    str.__add__,
    st.sampled_from(["", "=", "+", "-", "@", " =", "\t@", "\r=", "＝", "x;=", 'x; "-']),
    st.text(st.sampled_from(",\"';\r\n\u2028\u202e\0") | st.characters(codec="utf-8"), min_size=1),
)
# The file of an example is overwritten by that of the next.
many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@many
@given(last=names, first=names, heading=names, score=st.floats(0, 20))
def test_odd_names_leave_the_table_in_shape_and_no_formula_in_it(
    gradebook, tmp_path, last, first, heading, score
):
    hana = gradebook.find_student("hana")
    hana.last_name, hana.first_name = last.replace("\0", ""), first.replace("\0", "")
    gradebook.find_grade("test", LAYER, LAYER, "hana").auto_score = score
    gradebook.db.commit()
    chosen = {"student": ["hana"], "assignment": [LAYER], "columns": {LAYER: heading}}
    canvas, _ = export(CanvasExport, gradebook, tmp_path, **chosen)
    moodle, _ = export(MoodleExport, gradebook, tmp_path, **chosen)
    possible, grades = canvas_import(canvas, USERS)
    assert [*possible.values()] == [20]
    # Half a unit of the fifth decimal, which is the last that Moodle keeps.
    assert [*grades["102"].values()] == pytest.approx([score], abs=5.1e-6)
    assert [*moodle_import(moodle, {"hana"})["hana"].values()] == pytest.approx([score], abs=5.1e-6)
    for text, separator in itertools.product([canvas, moodle], ",;"):
        for cell in itertools.chain(*csv.reader(io.StringIO(text), delimiter=separator)):
            assert cell.strip()[:1] not in {*"=+-@", "＝"}
            assert separator == ";" or not re.search(r"[\x00-\x1f]", cell)


@pytest.mark.parametrize(
    ("value", "text"), [(20.0, "20"), (0.0, "0"), (17.5, "17.5"), (20 / 3, "6.66667"), (100, "100")]
)
def test_number_has_a_point_and_no_needless_digits(value, text):
    assert number(value) == text


def test_nbgrader_export_runs_the_exporters_with_the_courses_settings(tmp_path):
    course = tmp_path / "course"
    courses.make(course, configuration='c.CanvasExport.columns = {"target": "Target (7)"}\n')
    courses.hand_in(course, 2)
    courses.command(course, "fclib", "autograde")
    for kind in ("Canvas", "Moodle"):
        exporter = f"--exporter=fclib.grading.lms.export.{kind}Export"
        courses.command(course, "nbgrader", "export", exporter)
    head, *_ = (course / "canvas.csv").read_text(encoding="utf-8").splitlines()
    assert head == "Student,ID,SIS User ID,SIS Login ID,Section,Target (7)"
    earned = {
        student: max(0, graded["score"]) for (student, _), graded in courses.grades(course).items()
    }
    rows = list(csv.DictReader(io.StringIO((course / "moodle.csv").read_text(encoding="utf-8"))))
    assert {row["Username"]: float(row["target"]) for row in rows} == earned
    assert len(set(earned.values())) == 2

    wrong = courses.command(
        course, "nbgrader", "export", exporter, "--student", '["bob"]', status=1
    )
    assert "bob is not in the gradebook, which has student00000, student00001" in wrong
    assert "Traceback" not in wrong

    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c.MoodleExport.columns = {"trget": "Target"}\n')
    wrong = courses.command(course, "nbgrader", "export", exporter, status=1)
    assert "columns has 'trget', and the course no such assignment; it has target" in wrong

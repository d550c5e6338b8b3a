"""A week with Canvas, and one with Moodle: from the roster to feedback and insights.

The files have the forms that both systems write: see the modules in fclib/grading/lms.
"""

import argparse
import csv
import io
import re
import shutil
import zipfile

import pytest
from nbgrader.api import Gradebook

from fclib.grading.authoring.exercises import environment
from fclib.grading.batch import extend
from fclib.grading.lms import roster
from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = "01-neuron-to-layer"
LATER = "02-batch"
HEADING = "Neuron to layer (4711)"
CLASS = sorted((courses.ROOT / "tests" / "class").glob(f"*/{NAME}/{NAME}.ipynb"))
STUDENTS = len(CLASS) + 7  # some answers come twice, and one student is silent


@pytest.fixture
def course(tmp_path):
    """A course with one assignment that is released, and one that is not."""
    course = tmp_path / "course"
    (course / "solutions").mkdir(parents=True)
    shutil.copy(courses.ROOT / "nbgrader_config.py", course)
    for name in (NAME, LATER):
        shutil.copytree(courses.ROOT / "solutions" / name, course / "solutions" / name)
    courses.command(course, "nbgrader", "generate_assignment", NAME, "--force")
    (course / "downloaded" / NAME / "archive").mkdir(parents=True)
    return course


def download(course, entries):
    """Put a zip file of submissions where zip_collect looks; entries are (name, bytes)."""
    path = course / "downloaded" / NAME / "archive" / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)


def canvas_gradebook(rows):
    """Return Canvas's export of its gradebook; rows are (last, first, number, login)."""
    text = io.StringIO()
    table = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", HEADING, "Batch (4712)"],
        ["", "", "", "", "", "Manual Posting", ""],
        ["    Points Possible", "", "", "", "", "20.00", "25.00"],
        *([f"{row[0]}, {row[1]}", row[2], "", row[3], "A", "", ""] for row in rows),
        ["Student, Test", "999", "", "9a8b7c", "A", "", ""],
    ]  # fmt: skip
    csv.writer(text).writerows(table)
    return "\ufeff" + text.getvalue()


def test_week_with_canvas_from_the_roster_to_feedback_and_insights(course):
    people = [("Berg", f"Anna{k // 2}", str(500 + k), f"login{k:02}") for k in range(STUDENTS)]
    (course / "grades.csv").write_text(canvas_gradebook(people), encoding="utf-8")
    said = courses.command(course, "fclib", "roster", "grades.csv")
    assert f"{STUDENTS} students" in said
    assert "login00 and login01" in said
    setting = said[said.index("c.CanvasExport.columns") :]
    assert f"{NAME!r}: {HEADING!r}" in setting
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(setting)

    handed_in = people[:-1]  # the last one is silent
    entries = [
        (
            f"berg{first.lower()}_{number}_{7000 + k}_{NAME}.ipynb",
            CLASS[k % len(CLASS)].read_bytes(),
        )
        for k, (_, first, number, _) in enumerate(handed_in)
    ]
    download(course, entries)
    courses.command(course, "nbgrader", "zip_collect", NAME)
    assert "handed in: mean" in (
        courses.command(course, "fclib", "autograde") + courses.command(course, "fclib", "grades")
    )
    courses.command(course, "nbgrader", "generate_feedback", NAME)
    assert f"feedback for {len(handed_in)} students" in courses.command(course, "fclib", "return")
    with zipfile.ZipFile(course / "downloaded" / NAME / "feedback-canvas.zip") as archive:
        names = archive.namelist()
        page = archive.read(names[0]).decode()
    sent = {tuple(re.findall(r"_(\d+)(?=_)", name)[:2]) for name, _ in entries}
    assert {tuple(re.findall(r"_(\d+)(?=_)", name)[:2]) for name in names} == sent
    assert "<html" in page
    # What is older than the grades is not handed back.
    (course / "autograded" / "login00" / NAME / f"{NAME}.ipynb").touch()
    said = courses.command(course, "fclib", "return")
    assert f"feedback for {len(handed_in) - 1} students" in said
    assert "no page of the latest grades for login00: " in said

    exporter = "--exporter=fclib.grading.lms.export.CanvasExport"
    courses.command(course, "nbgrader", "export", exporter)
    with (course / "canvas.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["SIS Login ID"]: row for row in csv.DictReader(file)}
    assert rows[f"login{STUDENTS - 1}"][HEADING] == ""
    assert float(rows["login00"][HEADING]) == courses.grades(course)["login00", NAME]["score"]

    courses.command(course, "fclib", "insights")
    page = (course / "insights.html").read_text(encoding="utf-8")
    assert "bias-missing" in page
    assert "Worth ten minutes on Monday" in page
    assert not re.search(r"Anna\d|login\d|Berg", page)
    (group,) = re.findall(r'id="group-(\w+)"', page)[:1]
    assert "name-of-the-mistake" in courses.command(course, "fclib", "new-mistake", group)


def test_week_with_moodle_where_its_times_count_and_an_extension_does(course):
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('\nc.MoodleExport.identifier = "ID number"\n')
        config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
        config.write('c.NbGraderAPI.timezone = "Europe/Berlin"\n')
    late = "Tuesday, 13 October 2026, 6:00 PM"
    (course / "worksheet.csv").write_text(
        "Identifier,Full name,ID number,Email address,Status,Grade,Last modified (submission)\n"
        f'Participant 11,Ada Lovelace,a1,ada@example.org,Submitted,,"{late}"\n'
        f'Participant 12,Hana Itō,h2,hana@example.org,Submitted,,"{late}"\n'
        "Participant 13,Ines Núñez,i3,ines@example.org,No submission,,-\n",
        encoding="utf-8",
    )
    courses.command(course, "fclib", "roster", "worksheet.csv")
    due = "2026-10-12 18:00 Europe/Berlin"
    courses.command(course, "nbgrader", "db", "assignment", "add", NAME, f"--duedate={due}")
    folders = [f"{name}_{number}_assignsubmission_file" for name, number in
               [("Ada Lovelace", 11), ("Hana Itō", 12)]]  # fmt: skip
    download(course, [(f"{one}/{NAME}.ipynb", CLASS[0].read_bytes()) for one in folders])
    courses.command(course, "nbgrader", "zip_collect", NAME)
    said = courses.command(course, "fclib", "roster", "worksheet.csv", "--times", NAME)
    assert f"2 times noted for {NAME}" in said
    until = "2026-10-13 18:00 Europe/Berlin"
    assert until in courses.command(course, "fclib", "extend", "h2", NAME, "--until", until)
    courses.command(course, "fclib", "extend", "i3", NAME, "--until", until)
    taken_back = courses.command(course, "fclib", "extend", "h2", NAME, "--until", due)
    assert "Then" in taken_back
    courses.command(course, "fclib", "extend", "h2", NAME, "--until", until)
    said = courses.command(
        course, "fclib", "extend", "h2", NAME, "--until=2026-10-01 18:00", status=2
    )
    assert "is no extension" in said
    courses.command(course, "fclib", "autograde")
    penalties = {
        who: grades["penalties"][0] or 0 for (who, _), grades in courses.grades(course).items()
    }
    assert penalties["a1"] > 0
    assert penalties["h2"] == 0
    assert re.search(r"^i3 .*nothing handed in", courses.command(course, "fclib", "grades"), re.M)
    courses.command(course, "nbgrader", "generate_feedback", NAME)
    courses.command(course, "fclib", "return")
    with zipfile.ZipFile(course / "downloaded" / NAME / "feedback-moodle.zip") as archive:
        assert sorted(archive.namelist()) == [f"{one}/{NAME}.html" for one in folders]
    # After a regrade of all nothing is left that could be handed back by mistake.
    for path in (course / "autograded").rglob("*.ipynb"):
        path.touch()
    said = courses.command(course, "fclib", "return", status=2)
    assert "no page of the latest grades for a1, h2: " in said
    assert not (course / "downloaded" / NAME / "feedback-moodle.zip").exists()


def test_work_that_went_to_a_made_up_id_is_taken_back_when_the_roster_comes(course):
    download(course, [(f"lovelaceada_12_345_{NAME}.ipynb", CLASS[0].read_bytes())])
    courses.command(course, "nbgrader", "zip_collect", NAME)
    courses.command(course, "fclib", "autograde")
    assert (course / "submitted" / "12" / NAME).is_dir()
    people = [("Lovelace", "Ada", "12", "ada")]
    (course / "grades.csv").write_text(canvas_gradebook(people), encoding="utf-8")
    courses.command(course, "fclib", "roster", "grades.csv")

    def comment(text):
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            gradebook.find_submission(NAME, "12").notebooks[0].comments[0].manual_comment = text
            gradebook.db.commit()

    comment("Say why.")
    said = courses.command(course, "nbgrader", "zip_collect", NAME, "--force")
    assert "12: NOT TAKEN BACK, though it is the work of ada: it has comments" in said
    comment("Say why.")  # it is there
    assert (course / "submitted" / "12" / NAME).is_dir()
    comment(None)
    said = courses.command(course, "nbgrader", "zip_collect", NAME, "--force")
    assert "12: taken back, it is the work of ada" in said
    assert (course / "submitted" / "ada" / NAME).is_dir()
    for step in ("submitted", "autograded"):
        assert not (course / step / "12" / NAME).exists()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,age\nAda,36\n", "no gradebook of Canvas"),
        ("Student,ID\n\"Lovelace, Ada\",12\n", "no column SIS Login ID"),
        ('Student,ID,SIS Login ID\n"Lovelace, Ada",12,../ada\n', "not a name for a folder"),
        ('Student,ID,SIS Login ID\n"Lovelace, Ada"\n', "Lovelace, Ada has no id"),
        (f"Student,ID,SIS Login ID\n{'x' * 200_000}\n", "CSV UTF-8"),
    ],
)  # fmt: skip
def test_roster_that_cannot_be_read_says_what_it_has(tmp_path, text, words):
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(roster.RosterError, match=words):
        roster.read(tmp_path / "roster.csv", {"canvas": "SIS Login ID", "moodle": "Username"})


def test_roster_in_another_encoding_says_so_and_one_without_students_has_none(tmp_path):
    identifiers = {"canvas": "SIS Login ID", "moodle": "Username"}
    path = tmp_path / "roster.csv"
    path.write_bytes('Student,ID,SIS Login ID\n"Núñez, Ines",12,ines\n'.encode("cp1252"))
    with pytest.raises(roster.RosterError, match="CSV UTF-8"):
        roster.read(path, identifiers)
    path.write_text("Student,ID,SIS Login ID\n", encoding="utf-8")
    assert roster.read(path, identifiers) == ([], [])


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A course folder with a configuration, and a worksheet of Moodle's."""
    monkeypatch.setenv("PATH", environment()["PATH"])  # where nbgrader finds alembic
    course = tmp_path / "course"
    course.mkdir()
    (course / "nbgrader_config.py").write_text(
        'c = get_config()\nc.MoodleExport.identifier = "ID number"\n'
        'c.NbGraderAPI.timezone = "Europe/Berlin"\n',
        encoding="utf-8",
    )
    rows = [
        f'Participant {k},Student {k},s{k},"Tuesday, 13 October 2026, 6:00 PM"\n' for k in range(4)
    ]
    (course / "worksheet.csv").write_text(
        "Identifier,Full name,ID number,Last modified (submission)\n" + "".join(rows),
        encoding="utf-8",
    )
    return course


def roster_with_times(course, file="worksheet.csv"):
    return roster.run(course, [], argparse.Namespace(file=course / file, times=NAME))


def test_time_is_written_through_no_link_of_a_students(small, capsys):
    course, elsewhere = small, small.parent / "elsewhere"
    (elsewhere / NAME).mkdir(parents=True)
    precious = elsewhere / "precious"
    precious.write_text("precious", encoding="utf-8")
    for student in ("s0", "s1"):
        (course / "submitted" / student / NAME).mkdir(parents=True)
    for name in ("timestamp.txt", "timestamp.txt.part", ".timestamp.txt.part"):
        (course / "submitted" / "s1" / NAME / name).symlink_to(precious)
    (course / "submitted" / "s2").symlink_to(elsewhere)
    assert roster_with_times(course) == 0
    said = capsys.readouterr().out
    assert f"2 times noted for {NAME}" in said
    assert "s2: no time noted: it is a link" in said
    assert "no time noted, since nothing was collected, for s3" in said
    for student in ("s0", "s1"):
        path = course / "submitted" / student / NAME / "timestamp.txt"
        assert not path.is_symlink()
        assert path.read_text(encoding="utf-8") == "2026-10-13 16:00:00 UTC"
    assert precious.read_text(encoding="utf-8") == "precious"
    assert list((elsewhere / NAME).iterdir()) == []


def test_times_that_are_not_there_or_not_plain_are_an_error_in_one_line(small, capsys):
    (small / "grades.csv").write_text(
        canvas_gradebook([("Lovelace", "Ada", "12", "ada")]), encoding="utf-8"
    )
    assert roster_with_times(small, "grades.csv") == 2
    assert "says no times" in capsys.readouterr().err
    (small / "submitted" / "s0" / NAME).mkdir(parents=True)
    with (small / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c.NbGraderAPI.timezone = "CET"\n')
    assert roster_with_times(small) == 2
    assert "c.NbGraderAPI.timezone: 'CET' is not a time zone" in capsys.readouterr().err


def test_extension_for_a_name_finds_the_student_and_tells_namesakes_apart(small, capsys):
    options = argparse.Namespace(student="anna berg", until="2026-10-13 18:00")
    with Gradebook(f"sqlite:///{small}/gradebook.db") as gradebook:
        gradebook.add_assignment(NAME, duedate="2026-10-12 18:00")
        for student, email in [("a1", "one@example.org"), ("a2", "two@example.org")]:
            gradebook.add_student(student, first_name="Anna", last_name="Berg", email=email)
        gradebook.add_student("h", first_name="Hana", last_name="Itō")
    assert extend.run(small, [NAME], options) == 2
    one, two = "a1 (Anna Berg one@example.org)", "a2 (Anna Berg two@example.org)"
    assert f"anna berg may be {one} or {two}: give the id" in capsys.readouterr().err
    options.student = "Ito, Hana"
    assert extend.run(small, [NAME], options) == 0
    assert "h (Hana Itō) has until 2026-10-13 20:00" in capsys.readouterr().out
    with Gradebook(f"sqlite:///{small}/gradebook.db") as gradebook:
        (submission,) = gradebook.assignment_submissions(NAME)
        assert (submission.student.id, submission.extension.days) == ("h", 1)


def test_extension_for_nobody_is_an_error_that_makes_no_gradebook(small, capsys):
    options = argparse.Namespace(student="ada", until="2026-10-13 18:00")
    assert extend.run(small, [NAME], options) == 2
    assert "there is no gradebook yet" in capsys.readouterr().err
    assert not (small / "gradebook.db").exists()
    with Gradebook(f"sqlite:///{small}/gradebook.db") as gradebook:
        gradebook.add_student("bob")
    assert extend.run(small, [NAME], options) == 2
    assert "no student ada" in capsys.readouterr().err
    options.student = "bob"
    assert extend.run(small, [NAME], options) == 2
    assert f"no assignment {NAME}. First: nbgrader generate_assignment" in capsys.readouterr().err

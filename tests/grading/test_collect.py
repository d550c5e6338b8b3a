"""Zip files as Canvas and Moodle make them, collected by nbgrader's own zip_collect."""

import argparse
import logging
import shutil
import stat
import zipfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp

from fclib.grading.authoring.exercises import environment
from fclib.grading.lms import roster
from fclib.grading.lms.hand_back import kept, place
from fclib.grading.lms.uploads import key, made_up, parse
from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = "01-neuron-to-layer"
RELEASE = courses.ROOT / "exercises" / NAME / f"{NAME}.ipynb"
STUDENTS = [
    ("ada", "Ada", "Lovelace"),
    ("hana", "Hana", "Itō"),
    ("ines", "Inés", "O'Brien-Núñez"),
    ("jun", "", "Jun"),
    ("anna1", "Anna", "Berg"),
    ("anna2", "Anna", "Berg"),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A course whose gradebook knows the students' names."""
    course = tmp_path_factory.mktemp("template")
    shutil.copy(courses.ROOT / "nbgrader_config.py", course)
    shutil.copytree(RELEASE.parent, course / "exercises" / NAME)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", environment()["PATH"])  # where nbgrader finds alembic
        with Gradebook(f"sqlite:///{course}/gradebook.db", "fclib") as gradebook:
            for student, first, last in STUDENTS:
                gradebook.add_student(student, first_name=first, last_name=last)
    return course


class Course:
    """A course folder, its downloads, and what zip_collect said."""

    def __init__(self, root, caplog):
        self.root, self.caplog = root, caplog
        self.archive = root / "downloaded" / NAME / "archive"
        self.archive.mkdir(parents=True)

    def download(self, entries, name="submissions.zip"):
        """Put a zip file there; entries are (name, content)."""
        with zipfile.ZipFile(self.archive / name, "w") as archive:
            for entry, content in entries:
                archive.writestr(entry, content)

    def collect(self, *flags):
        """Run the command in this process; return its warnings."""
        self.caplog.clear()
        app = ZipCollectApp()
        app.initialize([NAME, *flags])
        app.log.propagate = True
        app.start()
        return [
            record.getMessage().replace(f"{self.root}/", "")
            for record in self.caplog.records
            if record.levelno >= logging.WARNING
        ]

    def collected(self):
        """Return the content of each collected notebook, by student."""
        return {
            path.parts[-3]: path.read_text(encoding="utf-8")
            for path in self.root.glob(f"submitted/*/{NAME}/{NAME}.ipynb")
        }


@pytest.fixture
def course(template, tmp_path, monkeypatch, caplog):
    root = tmp_path / "course"
    shutil.copytree(template, root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "settings"))
    yield Course(root, caplog)
    ZipCollectApp.clear_instance()


def notebook(mark):
    """Return a notebook that a student began, and which can be told from others."""
    nb = nbformat.read(RELEASE, as_version=4)
    nb.cells.append(nbformat.v4.new_markdown_cell(mark, id="own"))
    return nbformat.writes(nb)


CANVAS = f"{NAME}.ipynb"


def test_canvas_zip_is_collected_under_the_gradebooks_ids(course, capsys):
    course.download(
        [
            (f"lovelaceada_101_9001_{CANVAS}", notebook("ada")),
            (f"itōhana_LATE_102_9002_{NAME}-1.ipynb", notebook("hana")),
            (f"obriennúñezinés_103_9003_{NAME} (1).ipynb", notebook("ines")),
            ("jun_104_9004_text.html", "<p>no file</p>"),
        ]
    )
    said = course.collect()
    collected = course.collected()
    assert sorted(collected) == ["ada", "hana", "ines"]
    assert all(f'"{student}"' in text for student, text in collected.items())
    assert said == [  # and nothing of nbgrader's own on files and folders
        "late, says Canvas, and nbgrader knows no times: hana",
        f"jun: NOTHING COLLECTED, only text.html came: ask for {CANVAS}",
    ]
    assert "collected: the work of 3 students" in capsys.readouterr().out


def test_moodle_zip_is_collected_under_the_gradebooks_ids(course):
    course.download(
        [
            (f"Ada Lovelace_5101_assignsubmission_file_/{CANVAS}", notebook("ada")),
            (f"Hana Itō_5102_assignsubmission_file/{CANVAS}", notebook("hana")),
            # Another order of names, and folders turned off.
            (f"O'Brien-Núñez Inés_5103_assignsubmission_file_{CANVAS}", notebook("ines")),
            ("Jun_5104_assignsubmission_onlinetext/onlinetext.html", "<p>no file</p>"),
            (f"Jun_5104_assignsubmission_file/my/{CANVAS}", notebook("jun")),
        ]
    )
    assert course.collect() == []
    collected = course.collected()
    assert sorted(collected) == ["ada", "hana", "ines", "jun"]
    assert all(f'"{student}"' in text for student, text in collected.items())


def test_students_whom_the_gradebook_does_not_know_get_an_id_and_a_line(course):
    course.download(
        [
            (f"bergbob_107_9001_{CANVAS}", notebook("bob")),
            (f"anon_x7Yz_9002_{CANVAS}", notebook("x7Yz")),
            (f"Zoë Ng_5101_assignsubmission_file_/{CANVAS}", notebook("zoe")),
        ]
    )
    unknown = "no student of this name in the gradebook, collected as"
    assert sorted(course.collect()) == [
        f"Zoë Ng: {unknown} Zoë Ng; fclib roster WORKSHEET --times {NAME} can tell who it is",
        f"anon: {unknown} x7Yz",
        f"bergbob: {unknown} 107",
    ]
    assert sorted(course.collected()) == ["107", "Zoë Ng", "x7Yz"]


def test_canvas_number_that_the_gradebook_knows_is_that_student(course):
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "fclib") as gradebook:
        gradebook.add_student("107")
        gradebook.add_student("anna3", first_name="Anna", last_name="Berg", lms_user_id="108")
    course.download(
        [
            (f"bergbob_107_9001_{CANVAS}", notebook("bob")),
            (f"berganna_108_9002_{CANVAS}", notebook("anna3")),
        ]
    )
    assert course.collect() == []
    assert sorted(course.collected()) == ["107", "anna3"]


def test_canvas_number_that_is_the_id_of_somebody_else_is_not_collected(course):
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "fclib") as gradebook:
        gradebook.add_student("107", first_name="Mei", last_name="Lin")
        gradebook.add_student("Zoe", first_name="Zoe", last_name="Ng")
    course.download(
        [
            (f"bergbob_107_9001_{CANVAS}", notebook("bob")),
            (f"linmei_212_9002_{CANVAS}", notebook("mei")),
            (f"Zoe_5101_assignsubmission_file_/{CANVAS}", notebook("another Zoe")),
        ]
    )
    said = course.collect()
    assert [line[: line.index(", NOT COLLECTED: give")] for line in said] == [
        "Zoe: no student of this name in the gradebook, and Zoe is the id of another",
        "bergbob: no student of this name in the gradebook, and 107 is the id of another",
    ]
    assert list(course.collected()) == ["107"]
    assert '"mei"' in course.collected()["107"]


def test_canvas_numbers_as_ids_tell_namesakes_apart(course):
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "fclib") as gradebook:
        for student in ("301", "302"):
            gradebook.add_student(student, first_name="Xu", last_name="Li")
    course.download([(f"lixu_{n}_900{n}_{CANVAS}", notebook(f"xu {n}")) for n in (301, 302)])
    assert course.collect() == []
    assert {student: f'"xu {student}"' in text for student, text in course.collected().items()} == {
        "301": True,
        "302": True,
    }


def test_namesakes_are_kept_apart(course):
    course.download(
        [
            (f"Anna Berg_5101_assignsubmission_file_/{CANVAS}", notebook("one")),
            (f"Anna Berg_5102_assignsubmission_file_/{CANVAS}", notebook("two")),
            (f"Xu Li_5103_assignsubmission_file_/{CANVAS}", notebook("three")),
            (f"Xu Li_5104_assignsubmission_file_/{CANVAS}", notebook("four")),
        ]
    )
    said = course.collect()
    assert sorted(course.collected()) == [
        *("Anna Berg 5101", "Anna Berg 5102", "Xu Li 5103", "Xu Li 5104")
    ]
    several = "several students of this name in the gradebook, collected as"
    worksheet = f"fclib roster WORKSHEET --times {NAME}"
    assert f"Anna Berg: {several} Anna Berg 5101; {worksheet} can tell who it is" in said
    assert len(said) == 4
    # Moodle's worksheet has the numbers of this assignment.
    (course.root / "worksheet.csv").write_text(
        "Identifier,Full name,Username,Last modified (submission)\n"
        'Participant 5102,Anna Berg,anna1,"Tuesday, 13 October 2026, 6:00 PM"\n'
        "Participant 5101,Anna Berg,anna2,-\n",
        encoding="utf-8",
    )
    options = argparse.Namespace(file=course.root / "worksheet.csv", times=NAME)
    assert roster.run(course.root, [], options) == 0
    said = course.collect("--force")
    assert "Anna Berg 5101: taken back, it is the work of anna2" in said
    assert sorted(course.collected()) == ["Xu Li 5103", "Xu Li 5104", "anna1", "anna2"]
    assert '"two"' in course.collected()["anna1"]


def test_later_of_two_uploads_to_canvas_is_collected_and_the_other_named(course):
    course.download(
        [
            (f"lovelaceada_101_10001_{NAME}-1.ipynb", notebook("later")),
            (f"lovelaceada_101_9001_{CANVAS}", notebook("earlier")),
        ]
    )
    assert course.collect() == [f"ada: {CANVAS} is left out, {NAME}-1.ipynb is collected"]
    assert "later" in course.collected()["ada"]


def test_of_two_uploads_to_moodle_the_one_with_the_name_is_collected(course):
    folder = "Ada Lovelace_5101_assignsubmission_file_"
    course.download(
        [
            (f"{folder}/{NAME} (1).ipynb", notebook("copy")),
            (f"{folder}/{CANVAS}", notebook("proper")),
        ]
    )
    assert course.collect() == [f"ada: {NAME} (1).ipynb is left out, {CANVAS} is collected"]
    assert "proper" in course.collected()["ada"]


def test_two_downloads_that_differ_are_left_for_the_instructor(course):
    entry = f"Ada Lovelace_5101_assignsubmission_file_/{CANVAS}"
    course.download([(entry, notebook("monday"))], "monday.zip")
    course.download([(entry, notebook("friday"))], "friday.zip")
    [which, nothing] = course.collect()
    assert which.startswith("ada: which is to be graded? Leave one of ")
    assert f"friday/{entry}" in which
    assert f"monday/{entry}" in which
    assert nothing == "ada: NOTHING COLLECTED"
    assert course.collected() == {}


def test_the_same_download_twice_is_one(course):
    entry = f"Ada Lovelace_5101_assignsubmission_file_/{CANVAS}"
    course.download([(entry, notebook("same"))], "submissions.zip")
    course.download([(entry, notebook("same"))], "submissions (1).zip")
    assert course.collect() == []
    assert sorted(course.collected()) == ["ada"]


def test_renamed_notebook_is_known_by_its_cells(course):
    other = courses.ROOT / "exercises" / "02-batch" / "02-batch.ipynb"
    course.download(
        [
            ("lovelaceada_101_9001_homework final.ipynb", notebook("ada")),
            ("itohana_102_9002_homework.ipynb", other.read_text(encoding="utf-8")),
            ("jun_104_9003_homework.ipynb", "this is no notebook"),
        ]
    )
    none = f"is none of {NAME}, neither by its name nor by its cells"
    assert course.collect() == [
        f"ada: homework final.ipynb was renamed: by its cells it is {CANVAS}",
        f"hana: homework.ipynb {none}",
        "hana: NOTHING COLLECTED",
        f"jun: homework.ipynb {none}",
        "jun: NOTHING COLLECTED",
    ]
    assert sorted(course.collected()) == ["ada"]


def test_what_is_no_notebook_is_named_with_whose_it_is_and_what_to_do(course):
    course.download(
        [
            (f"lovelaceada_101_9001_{NAME}.IPYNB", notebook("ada")),
            ("lovelaceada_101_9002_my sketch.png", b"PNG"),
            ("itōhana_102_9003_report.pdf", b"PDF"),
            ("itōhana_102_9004_photo.jpg", b"JPG"),
            ("bergbob_107_9005_work.zip", b"PK"),
            (f"bergcleo_108_9006_{CANVAS}", notebook("cleo")),
            ("bergcleo_108_9007_data.csv", b"1"),
            # What a Mac adds to a zip file that is packed again.
            (f"__MACOSX/._lovelaceada_101_9001_{NAME}.IPYNB", b"\0"),
            (".DS_Store", b"\0"),
        ]
    )
    (course.root / "submitted" / "ada" / NAME).mkdir(parents=True)
    (course.root / "submitted" / "ada" / NAME / "timestamp.txt").write_text("2026-03-01 12:00 UTC")
    unknown = "no student of this name in the gradebook"
    assert course.collect("--force") == [
        f"bergcleo: {unknown}, collected as 108",
        "108: only notebooks are collected, so not data.csv",
        "ada: only notebooks are collected, so not my sketch.png",
        f"bergbob ({unknown}): NOTHING COLLECTED, only work.zip came: ask for {CANVAS}",
        f"hana: NOTHING COLLECTED, only photo.jpg, report.pdf came: ask for {CANVAS}",
        "the times at which work of 1 of them came in were of the download before this one: "
        f"fclib roster WORKSHEET --times {NAME} notes the new ones",
    ]
    assert sorted(course.collected()) == ["108", "ada"]  # .ipynb, whatever the ending was


@pytest.mark.parametrize("second", ["part 2", "part-2"])
def test_notebook_with_a_space_or_a_number_in_its_name_is_known_in_a_copy(course, second):
    release = course.root / "exercises" / NAME
    nb = nbformat.read(RELEASE, as_version=4)
    nb.cells = nb.cells[:2]
    nbformat.write(nb, release / f"{second}.ipynb")
    copies = {"ada": f"{second}.ipynb", "hana": f"{second} (1).ipynb", "jun": f"{second}-1.ipynb"}
    names = {"ada": "lovelaceada", "hana": "itohana", "jun": "jun"}
    course.download(
        (f"{names[student]}_{number}_900{number}_{file}", notebook(student))
        for number, (student, file) in enumerate(copies.items(), 101)
    )
    assert course.collect() == []
    for student in copies:
        text = (course.root / "submitted" / student / NAME / f"{second}.ipynb").read_text("utf-8")
        assert f'"{student}"' in text


def test_missing_folder_of_downloads_or_release_is_an_error_with_what_to_do(course):
    course.archive.rmdir()
    with pytest.raises(SystemExit):
        course.collect()
    assert "make it, and put the zip file there" in course.caplog.text
    course.archive.mkdir()
    shutil.rmtree(course.root / "exercises")
    with pytest.raises(SystemExit):
        course.collect()
    assert f"nbgrader generate_assignment {NAME}" in course.caplog.text


def test_what_is_named_otherwise_is_said_and_stays_where_it_is(course):
    course.download([("hello.ipynb", notebook("?"))])
    shutil.copy(RELEASE, course.archive / f"lovelaceada_101_9001_{CANVAS}")  # not in a zip file
    place = f"downloaded/{NAME}/extracted/submissions/hello.ipynb"
    assert course.collect() == [f"{place}: named as neither Canvas nor Moodle does"]
    assert (course.root / place).is_file()
    assert sorted(course.collected()) == ["ada"]


LINK = zipfile.ZipInfo(f"jun_104_9005_{CANVAS}")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archive_with_tricks_is_unpacked_without_them_and_each_is_named(course):
    good = f"lovelaceada_101_9001_{CANVAS}"
    course.download(
        [
            ("../../../outside.ipynb", notebook("up")),
            ("/tmp/outside.ipynb", notebook("root")),
            ("..\\outside.ipynb", notebook("backslash")),
            ("C:/outside.ipynb", notebook("drive")),
            (LINK, "/etc/passwd"),
            (good, notebook("first")),
            (good, notebook("second")),
            (f"{good}/inside-a-file.ipynb", notebook("below")),
            ("itohana_102_9002_archive.zip", b"PK\x03\x04 broken"),
            ("itohana_102_9003_data.gz", b"not gzip"),
            ("x" * 300 + ".ipynb", notebook("long")),
            (".", notebook("no name")),
        ]
    )
    (course.archive / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    (course.archive / "empty.zip").write_bytes(b"")
    before = {path for path in course.root.parent.rglob("*") if course.archive not in path.parents}
    said = course.collect()
    out = "its name leads out of the archive"
    for line in [
        f"submissions.zip: left out ../../../outside.ipynb: {out}",
        f"submissions.zip: left out /tmp/outside.ipynb: {out}",
        f"submissions.zip: left out ..\\outside.ipynb: {out}",
        f"submissions.zip: left out C:/outside.ipynb: {out}",
        f"submissions.zip: left out jun_104_9005_{CANVAS}: it is a link",
        f"submissions.zip: left out {good}: there is another file of that name",
        "submissions.zip: left out .: it has no name",
    ]:
        assert line in said
    for words in ["inside-a-file", "File name too long", "broken.zip could not be read"]:
        assert any(words in line for line in said), words
    assert any("empty.zip could not be read" in line for line in said)
    assert "first" in course.collected()["ada"]
    new = {path for path in course.root.parent.rglob("*") if course.archive not in path.parents}
    assert {path.name for path in new - before if "outside" in path.name} == set()
    assert not Path("/tmp/outside.ipynb").exists()


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_broken_data_in_an_archive_leave_out_one_file(course, packing):
    broken, good = f"itohana_102_9002_{CANVAS}", f"lovelaceada_101_9001_{CANVAS}"
    path = course.archive / "submissions.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr(broken, notebook("hana"))
        archive.writestr(good, notebook("ada"))
        [entry, _] = archive.infolist()
    data = bytearray(path.read_bytes())
    middle = entry.header_offset + entry.compress_size // 2
    data[middle : middle + 400] = b"\xff" * 400
    path.write_bytes(data)
    [line] = course.collect()
    assert line.startswith(f"submissions.zip: left out {broken}: ")
    assert sorted(course.collected()) == ["ada"]


def test_second_run_without_force_changes_no_submission(course):
    course.download([(f"lovelaceada_101_9001_{CANVAS}", notebook("first"))])
    course.collect()
    course.download([(f"lovelaceada_101_9009_{CANVAS}", notebook("second"))])
    with pytest.raises(SystemExit):
        course.collect()
    assert "use the --force option" in course.caplog.text
    assert "first" in course.collected()["ada"]
    course.collect("--force")
    assert "second" in course.collected()["ada"]


def test_later_download_of_some_forgets_nobody(course):
    course.download([(f"lovelaceada_101_9001_{CANVAS}", notebook("ada"))])
    course.collect()
    course.download([(f"itohana_LATE_102_9002_{CANVAS}", notebook("hana"))])
    course.collect("--force")
    assert sorted(kept(course.archive.parent)) == ["ada", "hana"]


def test_collection_that_fails_takes_nothing_back(course):
    names = f"lovelaceada_101_9001_{CANVAS}", f"bergbob_107_9002_{CANVAS}"
    course.download([(name, notebook("own")) for name in names])
    course.collect()
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "fclib") as gradebook:
        gradebook.add_student("bob", first_name="Bob", last_name="Berg")
    shutil.rmtree(course.archive.parent / "extracted")
    with pytest.raises(SystemExit):
        course.collect()  # Ada's is there already
    assert sorted(course.collected()) == ["107", "ada", "bob"]
    assert sorted(kept(course.archive.parent)) == ["107", "ada"]
    assert "107: taken back, it is the work of bob" in course.collect("--force")
    assert sorted(course.collected()) == ["ada", "bob"]
    assert sorted(kept(course.archive.parent)) == ["ada", "bob"]


def test_upload_on_time_and_one_that_is_late_are_of_one_student():
    names = [f"lovelaceada_101_9001_{CANVAS}", f"lovelaceada_LATE_101_9002_{CANVAS}"]
    names += [f"anon_x7Yz_9001_{CANVAS}", f"LATE_anon_x7Yz_9002_{CANVAS}"]
    ada, late, anonymous, as_late = (
        place(parse(Path("/x", name), Path("/x"))).whose for name in names
    )
    assert ada == late
    assert anonymous == as_late != ada


def test_empty_folder_of_downloads_is_told_what_to_put_there(course):
    assert any("put the zip file there" in line for line in course.collect())


@pytest.mark.parametrize("spelling", ["ITŌ, Hana", "itōhana", "Ito Hana", "Ito\u0304 Hana"])
def test_spellings_of_a_name_are_one(spelling):
    assert key(spelling) == "itohana"


ADAS, BELAS = "Ada Lovelace_12_assignsubmission_file", "Bela Bartok_77_assignsubmission_file"


@pytest.mark.parametrize(
    ("path", "name", "file"),
    [
        (f"{ADAS}/{BELAS}/{CANVAS}", "Ada Lovelace", CANVAS),
        (f"{ADAS}/{BELAS}_{CANVAS}", "Ada Lovelace", f"{BELAS}_{CANVAS}"),
        (f"{ADAS}/bartokbela_107_9001_{CANVAS}", "Ada Lovelace", f"bartokbela_107_9001_{CANVAS}"),
        (f"{ADAS}_{BELAS}_{CANVAS}", "Ada Lovelace", f"{BELAS}_{CANVAS}"),
        (f"{ADAS}_bartokbela_107_9001_{CANVAS}", "Ada Lovelace", f"bartokbela_107_9001_{CANVAS}"),
        (
            f"{ADAS.replace('file', 'onlinetext')}/{BELAS}_{CANVAS}",
            "Ada Lovelace",
            f"{BELAS}_{CANVAS}",
        ),
        (f"lovelaceada_101_9001_{BELAS}_{CANVAS}", "lovelaceada", f"{BELAS}_{CANVAS}"),
        (f"lovelaceada_LATE_101_9001_{BELAS}_{CANVAS}", "lovelaceada", f"{BELAS}_{CANVAS}"),
        (f"anon_x7Yz_9002_{BELAS}_{CANVAS}", "anon", f"{BELAS}_{CANVAS}"),
        (f"LATE_anon_x7Yz_9002_{BELAS}_{CANVAS}", "anon", f"{BELAS}_{CANVAS}"),
    ],
)
def test_nobody_hands_in_as_somebody_else(path, name, file):
    """A student chooses the end of a file's name, and with Moodle folders in their own."""
    # Where the course lies says nothing.
    root = Path("/home/Cleo_5_assignsubmission_file/extracted")
    upload = parse(root / "submissions" / path, root)
    assert upload.name == name
    assert upload.file == file


def test_folder_of_a_moodle_group_without_a_number_is_nobodys():
    """Moodle's folder of those in no group; whoever is in it could name another's below."""
    root = Path("/extracted")
    folder = f"Default group_assignsubmission_file/{BELAS}"
    assert parse(root / folder / CANVAS, root) is None


# Neither system leaves these in a name.
in_names = st.text(st.characters(codec="utf-8", exclude_characters="/\0_"), min_size=1)


@example(name="Lovelace, Ada", user=1, upload=1)
@given(name=in_names, user=st.integers(1, 10**9), upload=st.integers(1, 10**9))
def test_any_name_gives_an_id_that_is_one_folder(name, user, upload):
    for path in (
        f"/x/{name}_{user}_{upload}_{CANVAS}",
        f"/x/{name}_{user}_assignsubmission_file_/{CANVAS}",
    ):
        found = parse(Path(path), Path("/x"))
        assert found.user == str(user)
        assert found.file == CANVAS
        for alone in (True, False):
            student = made_up(found, alone)
            assert student not in ("", ".", "..")
            assert Path(student).name == student
            assert "," not in student  # nbgrader takes it for the end of an id
            assert student.isprintable()

"""What goes wrong between handing in and grading: a clear line each, and nothing is lost.

The exchange and the commands are nbgrader's own. Its messages are looked at only as far as a person
needs them to know what to mend.
"""

import csv
import os
import re
import shutil
import subprocess

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import get_username

from fclib.grading.pages.report import table
from tests.grading import courses, forked

pytestmark = pytest.mark.slow

NAME, NOTEBOOK = courses.NAME, f"{courses.NAME}.ipynb"
ME = get_username()
IS_ROOT = os.geteuid() == 0
# Root may write everywhere: without these two it may write where the file's rights say.
WITHOUT_PRIVILEGES = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] if IS_ROOT else []
)
OWN_MOUNTS = ["unshare", *([] if IS_ROOT else ["--user", "--map-root-user"]), "--mount"]
MYSELF_AGAIN = (
    [] if IS_ROOT else f"unshare --user --map-user={os.getuid()} --map-group={os.getgid()}".split()
)


class Hub:
    """A course, its exchange, and the folder of a student who has fetched the assignment."""

    def __init__(self, folder):
        self.course, self.student = folder / "course", folder / "student"
        self.exchange, self.cache = folder / "exchange", folder / "cache"

    @property
    def notebook(self):
        return self.student / NAME / NOTEBOOK

    def folders(self):
        return f"--Exchange.root={self.exchange}", f"--Exchange.cache={self.cache}"

    def arguments(self, *arguments):
        return courses.arguments("nbgrader", *arguments, *self.folders())

    def nbgrader(self, folder, *arguments, status=0, wrapped=()):
        environment = courses.environment(self.course)
        if wrapped:
            done = subprocess.run(
                [*wrapped, *self.arguments(*arguments)],
                cwd=folder,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        else:
            done = forked.run("nbgrader", [*arguments, *self.folders()], folder, environment)
        assert done.returncode == status, done.stderr[-3000:]
        return done.stdout + done.stderr

    def submit(self, *options, course="fclib", **keywords):
        return self.nbgrader(self.student, "submit", NAME, "--course", course, *options, **keywords)

    def collect(self, **keywords):
        return self.nbgrader(self.course, "collect", NAME, **keywords)

    def handed_in(self):
        """Return the notebooks in the exchange, oldest first."""
        inbound = self.exchange / "fclib" / "inbound"
        return [(folder / NOTEBOOK).read_bytes() for folder in sorted(inbound.iterdir())]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    hub = Hub(tmp_path_factory.mktemp("released"))
    courses.make(hub.course)
    hub.nbgrader(hub.course, "release_assignment", NAME)
    hub.student.mkdir()
    hub.nbgrader(hub.student, "fetch_assignment", NAME, "--course", "fclib")
    return hub


@pytest.fixture
def hub(released, tmp_path):
    for folder in (released.course, released.student, released.exchange):
        shutil.copytree(folder, tmp_path / folder.name)
    return Hub(tmp_path)


def on_a_small_disk(folder, script, environment):
    """Run a shell script with a RAM disk of 20 MiB on a folder; the disk is gone after it.

    In it, ``fill N`` leaves room for so many bytes, and ``clear`` makes room again.
    """
    mount = [*OWN_MOUNTS, "sh", "-c", 'mount -t tmpfs -o size=20m tmpfs "$0" && exec "$@"', folder]
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("optional: a small disk can be mounted by root only on this machine")
    functions = f"""
        filler='{folder}/filler'
        fill() {{ cat /dev/zero 2>/dev/null >"$filler"; truncate -s "-$1" "$filler"; }}
        clear() {{ rm "$filler"; }}
    """
    return subprocess.run(
        [*mount, *MYSELF_AGAIN, "sh", "-c", functions + script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


# The exchange


def take_away(hub):
    hub.exchange.rename(hub.exchange.with_name("elsewhere"))
    return lambda: hub.exchange.with_name("elsewhere").rename(hub.exchange)


def forbid(hub, *parts):
    folder = hub.exchange.joinpath(*parts)
    before = folder.stat().st_mode
    folder.chmod(0o555)
    return lambda: folder.chmod(before)


def test_exchange_that_takes_nothing_is_named_and_works_once_it_is_mended(hub):
    written = hub.notebook.read_bytes()
    for spoil, where in [
        (take_away, "exchange"),
        (forbid, "exchange"),
        (lambda hub: forbid(hub, "fclib", "inbound"), "exchange/fclib/inbound"),
    ]:
        mend = spoil(hub)
        said = hub.submit(status=1, wrapped=WITHOUT_PRIVILEGES)
        mend()
        assert re.search(rf"(Unwritable directory|write permissions).*/{where}\n", said)
        assert "Traceback" not in said
        assert hub.handed_in() == []
    hub.submit(wrapped=WITHOUT_PRIVILEGES)
    assert hub.handed_in() == [written]
    assert hub.notebook.read_bytes() == written


def test_wrong_course_id_is_named_and_hands_in_nothing(hub):
    written = hub.notebook.read_bytes()
    assert "exchange/flcib/inbound" in hub.submit(course="flcib", status=1)
    assert "Course not found: " in hub.nbgrader(
        hub.course, "collect", NAME, "--course", "flcib", status=1
    )
    assert not (hub.exchange / "flcib").exists()
    assert hub.handed_in() == []
    assert hub.notebook.read_bytes() == written


def test_exchange_without_room_keeps_what_was_handed_in_before(hub, tmp_path):
    """What is cut off in it is told apart when it is graded: see the test after this one."""
    first, second = hub.notebook.read_bytes(), hub.notebook.read_bytes() + b"\n"
    submit = " ".join(f"'{part}'" for part in hub.arguments("submit", NAME, "--course", "fclib"))
    (tmp_path / "second").write_bytes(second)
    shutil.copytree(hub.exchange, tmp_path / "before")
    done = on_a_small_disk(
        hub.exchange,
        f"""
        cp -r '{tmp_path}/before/.' '{hub.exchange}'
        cd '{hub.student}'
        {submit} || exit 2
        cp ../second {NAME}/{NOTEBOOK}
        fill 5000
        {submit} && exit 3
        cp -r '{hub.exchange}/fclib' '{tmp_path}/when-full'
        clear
        {submit} || exit 4
        cp -r '{hub.exchange}/fclib' '{tmp_path}/after'
        """,
        courses.environment(hub.course),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "No space left on device" in done.stderr
    kept = sorted((tmp_path / "when-full" / "inbound").iterdir())
    assert (kept[0] / NOTEBOOK).read_bytes() == first
    last = sorted((tmp_path / "after" / "inbound").iterdir())[-1]
    assert (last / NOTEBOOK).read_bytes() == second
    assert hub.notebook.read_bytes() == second


@pytest.mark.parametrize(
    ("length", "words"),
    [(4096, "it stops after 4,096 bytes, as when a disk was full"), (0, "empty")],
)
def test_notebook_that_was_cut_off_is_reported_in_one_line(hub, length, words):
    folder = hub.course / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    (folder / NOTEBOOK).write_bytes(hub.notebook.read_bytes()[:length])
    said = courses.command(hub.course, "fclib", "autograde")
    notes = [line for line in said.splitlines() if line.startswith("ada, ")]
    assert len(notes) == 1
    assert "the notebook could not be read" in notes[0]
    assert words in notes[0]


# Grading


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """A course before and after grading with all the room it needs."""
    folder = tmp_path_factory.mktemp("graded")
    shutil.copytree(released.course, folder / "before" / "course")
    courses.hand_in(folder / "before" / "course", 6)
    shutil.copytree(folder / "before" / "course", folder / "course")
    courses.command(folder / "course", "fclib", "autograde")
    return folder


@pytest.mark.parametrize("room", [8_000, 45_000, 130_000])
def test_full_disk_stops_grading_with_one_line_and_loses_nothing(graded, tmp_path, room):
    """At these sizes it is the kept result, the gradebook, or what comes later that has no room."""
    before, course = graded / "before" / "course", tmp_path / "course"
    course.mkdir()
    grade = " ".join(courses.arguments("fclib", "autograde", "--jobs", "1"))
    done = on_a_small_disk(
        course,
        f"""
        cp -r '{before}/.' '{course}'
        cd '{course}'
        fill {room}
        {grade} >../out 2>../err
        echo $? >../status
        clear
        {grade} || exit 2
        cp -r '{course}' '{tmp_path}/after'
        """,
        courses.environment(course),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "status").read_text() == "2\n"
    (line,) = re.findall(r"^fclib: .*$", (tmp_path / "err").read_text(), re.MULTILINE)
    assert f"no room is left to write in {course}" in line
    assert "What was graded is kept: make room, then run the same command again" in line
    assert re.search(r"^\d graded, 0 unchanged, 0 failed$", (tmp_path / "out").read_text(), re.M)
    assert courses.grades(tmp_path / "after") == courses.grades(graded / "course")
    assert courses.autograded(tmp_path / "after") == courses.autograded(graded / "course")
    assert not list((tmp_path / "after").rglob("*.part"))


def late_row(course):
    """Return what the report says of the one student who was late: the points, and the words."""
    return re.search(r"student00001 +([\d.]+)  (.*)\n", table(course, NAME)).groups()


def test_late_submission_is_graded_and_the_report_says_how_late_and_what_it_cost(hub):
    course = hub.course
    courses.hand_in(course, 2)
    stamp = course / "submitted" / "student00001" / NAME / "timestamp.txt"
    stamp.write_text("2026-03-02 14:05:30 UTC", encoding="utf-8")
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(NAME, duedate="2026-03-01 13:00:00 UTC")
    courses.command(course, "fclib", "autograde")
    full, said = late_row(course)
    assert said == "handed in 1 d 1 h 5 min late, no points taken off"
    assert float(full) > 0
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    courses.command(course, "fclib", "autograde", "--force")
    assert late_row(course) == ("0", f"−{full} handed in 1 d 1 h 5 min late")
    assert " late" not in table(course, NAME).split("student00001")[0]
    courses.command(course, "nbgrader", "export")
    with open(course / "grades.csv", encoding="utf-8") as exported:
        (row,) = [row for row in csv.DictReader(exported) if row["student_id"] == "student00001"]
    assert (float(row["score"]), float(row["raw_score"])) == (0, float(full))


# A notebook with another name


def test_renamed_notebook_is_named_and_graded_once_it_has_its_name_again(hub):
    hub.notebook.rename(hub.notebook.with_name("my answers.ipynb"))
    assert re.search(rf"{NOTEBOOK}: MISSING\n.*\n\s*my answers.ipynb: EXTRA", hub.submit())
    hub.collect()
    courses.hand_in(hub.course, 1)
    note = f"{NOTEBOOK} was not handed in; my answers.ipynb is there instead"
    assert f"{ME}, {NAME}: {note}: rename it" in courses.command(hub.course, "fclib", "autograde")
    assert note in table(hub.course, NAME)
    hub.nbgrader(hub.course, "generate_feedback", NAME)
    assert (hub.course / "feedback" / "student00000" / NAME / f"{NAME}.html").is_file()
    folder = hub.course / "submitted" / ME / NAME
    (folder / "my answers.ipynb").rename(folder / NOTEBOOK)
    said = courses.command(hub.course, "fclib", "autograde")
    assert "1 graded, 1 unchanged, 0 failed" in said
    assert note not in said + table(hub.course, NAME)

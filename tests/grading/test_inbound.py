"""Collecting from the exchange where a student's disk was full while they handed in."""

import getpass
import os
import shutil
import subprocess

import nbformat
import pytest

from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = courses.NAME
ROOM = 4096  # bytes; the notebook needs more, nbgrader's own files less


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A course whose assignment a student has fetched, through an exchange of their own."""
    root = tmp_path_factory.mktemp("inbound")
    exchange = root / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    where = f"c.Exchange.root = {str(exchange)!r}\n"
    course, student = root / "course", root / "student"
    courses.make(course, configuration=f"\n{where}")
    courses.command(course, "nbgrader", "release_assignment", NAME)
    student.mkdir()
    (student / "nbgrader_config.py").write_text(f"c = get_config()\n{where}", encoding="utf-8")
    courses.command(student, "nbgrader", "fetch_assignment", NAME, "--course", "fclib")
    return course, student, exchange / "fclib" / "inbound"


def write(student, mark):
    """Let the student add a cell."""
    path = student / NAME / f"{NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells.append(nbformat.v4.new_markdown_cell(mark))
    nbformat.write(nb, path)


def submit(student, room="unlimited"):
    """Hand in with so much room for each file that is written; return the exit status."""
    command = courses.arguments("nbgrader", "submit", NAME, "--course", "fclib")
    done = subprocess.run(
        ["prlimit", f"--fsize={room}", *command],
        cwd=student,
        env=courses.environment(student),
        capture_output=True,
        check=False,
    )
    return done.returncode


def test_hand_in_that_stopped_at_a_full_disk_does_not_replace_the_whole_one(places):
    course, student, inbound = places
    notebook = course / "submitted" / getpass.getuser() / NAME / f"{NAME}.ipynb"

    write(student, "first")
    assert submit(student, ROOM) != 0
    [half] = inbound.iterdir()
    assert 0 < (half / notebook.name).stat().st_size <= ROOM
    said = courses.command(course, "nbgrader", "collect", NAME)
    assert f"{half.name} in the exchange is not whole: timestamp.txt cannot be read" in said
    assert notebook.stat().st_size <= ROOM  # there is no other

    assert submit(student) == 0
    write(student, "second")
    assert submit(student, ROOM) != 0
    latest = max(inbound.iterdir(), key=lambda path: path.name)
    assert not (latest / "timestamp.txt").exists()
    said = courses.command(course, "nbgrader", "collect", NAME, "--update")
    assert f"{latest.name} in the exchange is not whole" in said
    assert half.name not in said
    assert "first" in notebook.read_text(encoding="utf-8")

    # A notebook that was cut off before it was handed in.
    path = student / NAME / notebook.name
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    assert submit(student) == 0
    said = courses.command(course, "nbgrader", "collect", NAME, "--update")
    assert "as when a disk was full" in said
    assert '"second"' not in notebook.read_text(encoding="utf-8")

    path.write_text(text, encoding="utf-8")
    assert submit(student) == 0
    said = courses.command(course, "nbgrader", "collect", NAME, "--update")
    assert "is not whole" not in said
    assert '"second"' in notebook.read_text(encoding="utf-8")


STAMP = "2026-03-01 12:00:00.000000 UTC"


def test_what_others_put_into_the_exchange_is_never_followed_and_stops_nobody(places):
    course, _, inbound = places
    release = course / "exercises" / NAME / f"{NAME}.ipynb"
    submitted = course / "submitted"

    def hand_in(who, name=None, stamp=STAMP):
        folder = inbound / f"{who}+{NAME}+{name or STAMP}+random"
        folder.mkdir(parents=True)
        shutil.copy(release, folder)
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
        (folder / "submission_secret.txt").write_text("secret", encoding="utf-8")
        return folder

    hand_in("honest")
    linked = hand_in("linked")
    (linked / release.name).unlink()
    (linked / release.name).symlink_to(course / "solutions" / NAME / release.name)
    beside = hand_in("beside")
    (beside / "data.csv").symlink_to(course / "gradebook.db")
    os.mkfifo(beside / "pipe.csv")
    (inbound / f"whole+{NAME}+{STAMP}+random").symlink_to(course / "solutions" / NAME)
    hand_in("early", name="whenever")
    hand_in("late", stamp="\x1b[2J yesterday")
    for who in ("..", "<b>", "esc\x1b[2J"):  # nbgrader looks at no name that begins with a dot
        hand_in(who)
    waiting = hand_in("waiting")
    (waiting / "submission_secret.txt").unlink()  # so that nbgrader looks into the notebook
    (waiting / release.name).unlink()
    os.mkfifo(waiting / release.name)  # whoever opens it waits for somebody who writes
    before = sorted(path.name for path in course.iterdir())

    said = courses.command(course, "nbgrader", "list", "--inbound")
    assert "Traceback" not in said
    assert "\x1b[2J" not in said
    for who in ("honest", "linked", "waiting", "esc\ufffd[2J", "<b>"):
        assert f"fclib {who} {NAME} {STAMP}" in said

    said = courses.command(course, "nbgrader", "collect", NAME)
    assert "Traceback" not in said
    assert "\x1b[2J" not in said
    assert f"beside+{NAME}+{STAMP}+random: left out, since it is a link: data.csv" in said
    assert "left out, since it is a pipe, a socket or a device: pipe.csv" in said
    assert f"whole+{NAME}+{STAMP}+random: NOT COLLECTED: it is not a folder" in said
    assert f"early+{NAME}+whenever+random: NOT COLLECTED: its name has no time in it" in said
    for who in ("esc\ufffd[2J", "<b>"):
        assert f"{who}+{NAME}+{STAMP}+random: NOT COLLECTED: that is not a student's id" in said
    assert sorted(path.name for path in course.iterdir()) == sorted({*before, "submitted"})
    assert {path.name for path in submitted.iterdir()} - {getpass.getuser()} == {
        *("honest", "linked", "beside", "late", "waiting"),
    }
    kept = {path.name for path in (submitted / "beside" / NAME).iterdir()}
    assert kept == {release.name, "timestamp.txt", "submission_secret.txt"}
    assert not (submitted / "linked" / NAME / release.name).exists()
    assert not [path for path in submitted.rglob("*") if path.is_symlink()]

    said = courses.command(course, "nbgrader", "collect", NAME, "--update")  # reads their times
    assert "Traceback" not in said

"""What surrounds the sandbox trusts no student: links, pipes, sizes, rights, names and times.

One course has a hand-in of each kind beside honest ones. It is graded by both commands, by somebody
who, unlike root, may only read what the files' rights allow.
"""

import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from fclib.grading import guard, untrusted
from fclib.grading.lock import FOLDER, CourseIsBusyError, one_grader
from fclib.grading.steps.notebooks import (
    LARGEST_NOTEBOOK,
    MOST_CONTAINERS,
    MOST_VALUES,
    UNREADABLE,
    parse_submission,
)
from fclib.grading.words import wrong_id
from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = courses.NAME
NOTEBOOK = f"{NAME}.ipynb"
ESCAPE, MARKUP = "esc\x1b[2J\n", "<img src=x onerror=alert(1)>"
# Root may read everything: without these two it may read what the files' rights say.
WITHOUT_PRIVILEGES = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
)
EMPTY_DICTS = b'{"nbformat": 4, "metadata": {"a": [%s]}, "cells": []}' % b",".join(
    [b"{}"] * 6_600_000
)


def link_notebook(folder, course):
    (folder / NOTEBOOK).unlink()
    (folder / NOTEBOOK).symlink_to(course / "solutions" / NAME / NOTEBOOK)


def link_gradebook(folder, course):
    (folder / "data.csv").symlink_to(course / "gradebook.db")


def link_folder(folder, course):
    shutil.rmtree(folder)
    folder.symlink_to(course / "solutions" / NAME)


def link_student(folder, course):
    shutil.rmtree(folder.parent)
    folder.parent.symlink_to(course / "submitted" / "student00000")


def many_links(folder, course):
    for number in range(3_000):
        (folder / f"{number:04}.txt").symlink_to("/etc/passwd")


def pipe_for_time(folder, course):
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")


def huge_time(folder, course):
    os.truncate(folder / "timestamp.txt", 2 << 30)  # sparse: it takes no room


def escapes_for_time(folder, course):
    (folder / "timestamp.txt").write_text("\x1b[2J\x07 tomorrow", encoding="utf-8")


def costly_metadata(folder, course):
    (folder / NOTEBOOK).write_bytes(EMPTY_DICTS)


def no_rights(folder, course):
    folder.chmod(0)


def no_rights_below(folder, course):
    (folder / "shut").mkdir()
    (folder / "shut" / "data.csv").write_text("1", encoding="utf-8")
    (folder / "shut").chmod(0)


# What is done to a right submission, and what the instructor is told; None is graded as it is.
GRADED = {
    "link-notebook": (link_notebook, "could not be read: it is a link", 0),
    "link-gradebook": (link_gradebook, "left out, since it is a link: data.csv", 12),
    "many-links": (
        many_links,
        "since it is a link: 0000.txt, 0001.txt, 0002.txt and 2,997 more",
        12,
    ),
    "pipe-for-time": (pipe_for_time, "timestamp.txt has no time in it", 12),
    "huge-time": (huge_time, "timestamp.txt has no time in it", 12),
    "escapes-for-time": (escapes_for_time, "timestamp.txt has no time in it", 12),
    "costly-metadata": (costly_metadata, "could not be read: it has 6,600,", 0),
    "no-rights-below": (no_rights_below, r"a folder that cannot be read \(Permission denied\)", 12),
}
NOT_GRADED = {
    "link-folder": (link_folder, "it is a link"),
    "link-student": (link_student, "it is a link"),
    "no-rights": (no_rights, "Permission denied"),
    ESCAPE: (None, "not a student's id"),
    MARKUP: (None, "not a student's id: it has < > in it"),
}
WAYS = {
    "fclib": courses.arguments("fclib", "autograde", NAME, "--jobs", "1"),
    "nbgrader": courses.arguments("nbgrader", "autograde", NAME),
}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    course = tmp_path_factory.mktemp("untrusted") / "course"
    courses.make(course)
    courses.hand_in(course, 1)
    right = course / "submitted" / "student00000"
    for student, (change, *_) in {**GRADED, **NOT_GRADED}.items():
        shutil.copytree(right, course / "submitted" / student)
        if change:
            change(course / "submitted" / student / NAME, course)
    yield course
    subprocess.run(["chmod", "-R", "u+rwx", str(course)], check=True)


@pytest.fixture(scope="module", params=WAYS)
def graded(request, handed_in, tmp_path_factory):
    """The course after one of the commands, and what it said."""
    folder = tmp_path_factory.mktemp(request.param)
    course, scratch = folder / "course", folder / "scratch"
    scratch.mkdir()
    subprocess.run(["cp", "-a", str(handed_in), str(course)], check=True)
    done = subprocess.run(
        [*WITHOUT_PRIVILEGES, *WAYS[request.param]],
        cwd=course,
        env=courses.environment(course) | {"TMPDIR": str(scratch)},
        capture_output=True,
        text=True,
        check=False,
    )
    # Those that cannot be graded are in the exit status of one; the other says nothing of them.
    assert done.returncode == (1 if request.param == "fclib" else 0), done.stderr[-5000:]
    assert list(scratch.iterdir()) == []
    yield course, done.stdout + done.stderr
    subprocess.run(["chmod", "-R", "u+rwx", str(course)], check=True)


def score(course, student):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submission = gradebook.find_submission(NAME, student)
        return sum(grade.auto_score or 0 for one in submission.notebooks for grade in one.grades)


@pytest.mark.parametrize("student", GRADED)
def test_oddities_are_a_note_and_the_rest_is_graded(graded, student):
    course, said = graded
    _, note, points = GRADED[student]
    assert bool(score(course, student)) == bool(points)
    assert len(re.findall(rf"{student}, .*{note}", said)) == 1
    assert "Traceback" not in said


@pytest.mark.parametrize("student", NOT_GRADED)
def test_what_is_no_submission_is_a_line_and_stops_nobody(graded, student):
    course, said = graded
    shown = re.escape(student).replace("\x1b", ".").replace("\\\n", ".").replace("\n", ".")
    # nbgrader has words of its own for a folder in which it finds nothing.
    lines = (
        rf"{shown}, {NAME}: NOT GRADED: .*{NOT_GRADED[student][1]}|No .* matched by '.*/{shown}/"
    )
    assert len(re.findall(lines, said)) == 1
    assert not (course / "autograded" / student / NAME).exists()
    assert score(course, "student00000") > 0


def test_nothing_a_student_chose_reaches_the_terminal_as_it_is(graded):
    _, said = graded
    assert "\x1b[2J" not in said
    assert "\x07" not in said


def test_nothing_behind_a_link_is_kept(graded):
    course, _ = graded
    for path in (course / "autograded").rglob("*"):
        assert not path.is_symlink()
        assert b"SQLite format" not in path.read_bytes() if path.is_file() else True
    assert not list((course / "autograded").rglob("data.csv"))


def test_another_users_file_under_a_second_name_is_not_read(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("optional: a file of another user's can be made by root only")
    (tmp_path / "mine").mkdir()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    os.link(tmp_path / "secret", tmp_path / "mine" / "second")
    os.link(tmp_path / "secret", tmp_path / "mine" / "third")
    with untrusted.folder(tmp_path, "mine") as opened:
        assert {entry.read(10) for entry in untrusted.entries(opened)} == {b"secret"}
    os.chown(tmp_path / "secret", 12345, -1)
    with untrusted.folder(tmp_path, "mine") as opened:
        assert {entry.odd for entry in untrusted.entries(opened)} == {untrusted.OTHERS}


def test_a_file_that_becomes_a_link_after_it_was_looked_at_is_not_read(tmp_path):
    path = tmp_path / "mine" / "notes.txt"
    path.parent.mkdir()
    path.write_text("mine", encoding="utf-8")
    with untrusted.folder(tmp_path, "mine") as opened:
        for entry in untrusted.entries(opened):
            path.unlink()
            path.symlink_to("/etc/passwd")
            with pytest.raises(untrusted.UnreadableError, match="it is a link"):
                entry.read(1_000_000)


MEASURE = """
import resource, sys
from fclib.grading.steps.notebooks import parse_submission
text = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
parse_submission(text)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def most(value, separator=b","):
    """Return as many of a JSON value as there may be in a notebook of the largest size."""
    return b'{"nbformat": 4, "cells": [], "metadata": {"a": [%s]}}' % separator.join(
        [value] * min(MOST_CONTAINERS - 10, LARGEST_NOTEBOOK // (len(value) + 1) - 10)
    )


COSTLY = {
    "refused": lambda: EMPTY_DICTS,
    "containers": lambda: most(b'{"":0}'),
    "values": lambda: (
        b'{"nbformat": 4, "cells": [], "metadata": {%s}}'
        % b",".join(b'"%x":1.5' % number for number in range(MOST_VALUES - 10))
    ),
    "text": lambda: (
        '{"nbformat": 4, "cells": [], "metadata": {"a": "\N{GRINNING FACE}'.encode()
        + b"x" * (LARGEST_NOTEBOOK - 100)
        + b'"}}'
    ),
    "cells": lambda: (
        b'{"nbformat": 4, "metadata": {}, "cells": [%s]}'
        % b",".join([b'{"source":"","metadata":{"nbgrader":{}}}'] * (MOST_CONTAINERS // 3 - 10))
    ),
    "backslashes": lambda: b'{"a": "' + b'\\"' * (LARGEST_NOTEBOOK // 2 - 10) + b'"}',
}


@pytest.mark.parametrize("kind", COSTLY)
def test_no_notebook_takes_more_than_half_a_gigabyte_to_parse(kind, tmp_path):
    path = tmp_path / "costly.ipynb"
    path.write_bytes(COSTLY[kind]())
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        env=courses.environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 512 * 1024  # kB


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[" * 400_000, "values"),
        (b"[" * 5_000 + b"]" * 5_000, "500 deep"),
        (b'"' * (4 * MOST_VALUES + 2), "too many values"),
        (bytes(LARGEST_NOTEBOOK + 1), "bytes"),
        (b"]" + b"[" * 1_000, "JSONDecodeError"),  # counting ends where it is no JSON
    ],
)
def test_what_costs_too_much_is_refused_unparsed(content, words):
    assert words in parse_submission(content).metadata[UNREADABLE]


def test_texts_with_brackets_and_quotes_are_not_counted():
    """A page that a library displayed is one text, whatever is in it."""
    page = b'\\"[{,}]\\"\\\\' * 300_000
    nb = parse_submission(
        b'{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "x = 1", '
        b'"outputs": [{"data": {"text/html": "%s"}}]}]}' % page
    )
    assert [cell.source for cell in nb.cells] == ["x = 1"]


@pytest.mark.parametrize("student", ["ada", "Lovelace, Ada", "o'brien", "a.b+c@d.org", "Zoë", "李"])
def test_ids_that_people_have_are_accepted(student):
    assert wrong_id(student) == ""


@pytest.mark.parametrize(
    "student",
    ["", ".", "..", ".git", "a/b", "a\nb", "a\x1b[2Jb", " a", "\u202ea", "<b>", 'a"b', "a&b"],
)
def test_ids_that_nobody_has_are_refused(student):
    assert wrong_id(student)


@pytest.mark.parametrize("way", WAYS)
def test_a_second_grader_is_turned_away_with_one_line(handed_in, way):
    with one_grader(handed_in):
        said = courses.command(handed_in, *arguments_of(way), status=2 if way == "fclib" else 1)
    assert len(re.findall("another grader is at work", said)) == 1
    assert "Traceback" not in said


def arguments_of(way):
    return way, "autograde", NAME, *(["--student=student00000"])


def test_another_instructors_lock_can_be_written(tmp_path):
    with one_grader(tmp_path):
        assert (tmp_path / FOLDER / "lock").stat().st_mode & 0o777 == 0o666


def test_a_lock_that_may_not_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "lock").touch()

    def refuse(*_):
        raise PermissionError  # which root never meets

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CourseIsBusyError, match=r"chmod a\+rw .*/lock"), one_grader(tmp_path):
        pass


def test_a_file_below_a_link_is_not_read(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.ipynb").write_bytes(b"{}")
    (tmp_path / "link").symlink_to("real")
    assert untrusted.read_file(tmp_path / "real" / "a.ipynb", 9, tmp_path) == b"{}"
    with pytest.raises(untrusted.UnreadableError, match="link"):
        untrusted.read_file(tmp_path / "link" / "a.ipynb", 9, tmp_path)


def test_a_log_takes_arguments_that_do_not_fit_and_shows_no_error_as_it_is(caplog):
    log = logging.getLogger("fclib.test")
    keeps = guard._Printable()
    log.addFilter(keeps)
    try:
        log.warning("%d", "\x1b[2J")
        try:
            raise ValueError("\x1b[2J")
        except ValueError:
            log.exception("%s", "said")
    finally:
        log.removeFilter(keeps)
    assert "said" in caplog.text
    assert "ValueError" in caplog.text
    assert "\x1b" not in caplog.text


def test_parts_of_a_batch_are_graded_at_a_time(tmp_path):
    with one_grader(tmp_path, (0, 2)):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                "from fclib.grading.lock import one_grader\n"
                f"with one_grader({str(tmp_path)!r}, (1, 2)): print('in')",
            ],
            env=courses.environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout == "in\n"

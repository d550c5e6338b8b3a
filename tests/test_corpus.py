"""Attacks earn nothing and honest submissions everything, in each way and in both sandboxes.

The submissions are those of tests/attacks and tests/honest; tests/submissions.py says how they
are written down. ``fclib autograde`` grades all of them in both sandboxes. nbgrader's command and
formgrader's button take the same steps, which test_all_ways_write_the_same_notebooks proves, and
minutes: they grade the CHOSEN. Where root runs the tests, nobody grades those BETWEEN_USERS once
more, in both sandboxes. ``EVERY_WAY=1 pytest tests/test_corpus.py`` leaves none out.
"""

import base64
import contextlib
import html
import os
import re
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from fclib.grading.sandbox.inside import landlock
from tests import submissions
from tests.grading import courses

pytestmark = pytest.mark.slow

NAME = submissions.NAME
ATTACKS, HONEST = submissions.cases("attacks"), submissions.cases("honest")
CASES = ATTACKS + HONEST
# Patient, since two ways of five jobs each beside other work may leave one a tenth of a processor.
LIMITS = """
c.SplitExecute.cell_seconds = 3
c.SplitExecute.total_seconds = 20
c.SplitExecute.patience = 10
c.SplitExecute.memory = 1024
"""
# More than processors: some attacks do nothing until their time by the clock is over, and wait for
# it side by side.
JOBS = "5"
AT_ONCE = 2  # ways
# What the handler of formgrader's button calls, for each student as a person would click.
FORMGRADER = """
import sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import PyFileConfigLoader
config = PyFileConfigLoader("nbgrader_config.py").load_config()
api = NbGraderAPI(CourseDirectory(config=config), config=config)
for student in sorted(api.get_submitted_students("target")):
    done = api.autograde("target", student)
    assert done["success"], done
"""
# An account with no rights. In the view of the files that it gets, root's home holds nothing but
# what runs the tests, if that lies there.
AS_NOBODY = """
hold=$(mktemp -d)
for path in $KEPT; do
  mkdir -p "$hold/$path"
  mount --bind "$path" "$hold/$path"
done
mount -t tmpfs -o mode=755 tmpfs /root
for path in $KEPT; do
  mkdir -p "$path"
  mount --move "$hold/$path" "$path"
done
rm -r "$hold"
exec setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"
"""
KEPT = {str(path) for path in (sys.base_prefix, sys.prefix, Path(__file__).parents[1])}
NOBODY = [
    *("env", f"KEPT={' '.join(sorted(path for path in KEPT if path.startswith('/root/')))}"),
    *("unshare", "--mount", "sh", "-ec", AS_NOBODY, "sh"),
]
FCLIB = courses.arguments("fclib", "autograde", NAME, "--jobs", JOBS)
# In the order in which they begin: the last two take longest.
WAYS = {
    "nbgrader": courses.arguments("nbgrader", "autograde", NAME),
    "fclib as nobody": [*NOBODY, *FCLIB],
    "formgrader": [sys.executable, "-c", FORMGRADER],
    "landlock as nobody": [*NOBODY, *FCLIB],
    "fclib": FCLIB,
    "landlock": FCLIB,
}
# One for each place where nbgrader's own code stands before our steps or after them.
CHOSEN = {
    *("notebook-linked", "folder-in-place"),  # it finds what was handed in,
    *("files-large", "files-beside"),  # copies it,
    *("not-json", "format-3"),  # calls our reader,
    *("tests-deleted", "metadata-flipped"),  # compares the cells with its gradebook,
    *("endless-cell", "errors-in-own-cells"),  # takes errors for points
    *("outputs-forged", "plots-and-magics"),  # and writes what the cells displayed.
}

# Where it matters who grades, and what else of theirs there is.
BETWEEN_USERS = {
    *("kill-all", "process-group-killed", "processes-left", "process-stopped"),
    *("limits-of-others", "parent-traced", "proc-read", "channels-tried", "keyring-passed"),
    *("gradebook-read", "gradebook-written", "reference-read", "writes-everywhere"),
    *("root-sought", "network-opened", "descriptors-read", "program-replaced"),
    *("disk-filled", "memory-bomb", "memory-elsewhere", "snapshot-killed", "links-beside"),
    *("files-beside", "plots-and-magics", "random-and-threads", "given-functions"),
}

# To stock nbgrader a warning in a test is a failure; and it drops the modules that students bring,
# by the pattern that keeps the solutions' sources out of the release.
NOT_STOCK = {"files-beside", "prints", "warnings-of-numpy"}


def graded_by(way):
    """Return the cases that are graded in one of the ways."""
    if way in ("fclib", "landlock") or "EVERY_WAY" in os.environ:
        return [case for case in CASES if case.student not in NOT_IN.get(way, ())]
    chosen = BETWEEN_USERS if way.endswith("as nobody") else CHOSEN
    return [case for case in CASES if case.student in chosen]


# Landlock limits processes where root grades only: the README says so.
NOT_IN = {"landlock as nobody": {"fork-bomb", "thread-bomb"}}


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.student)
each_case_and_way = pytest.mark.parametrize(
    ("graded", "case"),
    [
        pytest.param(way, case, id=f"{way}-{case.student}")
        for way in WAYS
        for case in graded_by(way)
    ],
    indirect=["graded"],
)


class Graded:
    """A course in which the corpora were graded."""

    def __init__(self, course):
        self.course = course
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            self.scores = {
                submission.student.id: {
                    grade.name: grade.auto_score
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(NAME)
            }

    def notebook(self, case):
        path = self.course / "autograded" / case.student / NAME / f"{NAME}.ipynb"
        return nbformat.read(path, as_version=4)


class Ways:
    """Courses in which the corpora were graded in one of the ways.

    Half of the time that a way takes is waiting, so it begins before it is asked for.
    """

    def __init__(self, handed_in, folders):
        self.handed_in, self.folders = handed_in, folders
        self.one_nobody = threading.Lock()  # who has one limit on processes
        self.executor, self.graded = ThreadPoolExecutor(AT_ONCE), {}

    def begin(self, ways):
        """Grade in these ways, in this order."""
        for way in ways:
            if way not in self.graded:
                self.graded[way] = self.executor.submit(self.grade, way)

    def __getitem__(self, way):
        self.begin([way])
        return self.graded[way].result()

    def close(self):
        """Remove the courses."""
        self.executor.shutdown(cancel_futures=True)
        for way, graded in self.graded.items():
            if not graded.cancelled() and graded.exception() is None:
                course = graded.result().course
                remove(course.parent if way.endswith("as nobody") else course)

    def grade(self, way):
        as_nobody = way.endswith("as nobody")
        if as_nobody and os.geteuid() != 0:
            pytest.skip("optional: only root can become another user")
        folder = self.folders.mktemp(way.replace(" ", "-"))
        if as_nobody:  # whom pytest's folders are shut to
            folder = Path(tempfile.mkdtemp(prefix="corpus-"))
            folder.chmod(0o755)
        course = folder / "course"
        copy(self.handed_in, course)
        keep(course, graded_by(way))
        if way.startswith("landlock"):
            if landlock.version() < landlock.OLDEST:
                pytest.skip("Landlock is not there, which is optional")
            with open(course / "nbgrader_config.py", "a", encoding="utf-8") as file:
                file.write("c.SplitExecute.isolation = 'landlock'\n")
        if as_nobody:
            subprocess.run(["chown", "-R", "nobody:nogroup", str(folder)], check=True)
        with self.one_nobody if as_nobody else contextlib.nullcontext():
            run(course, WAYS[way])
        return Graded(course)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course in which every case was handed in."""
    course = tmp_path_factory.mktemp("corpus") / "course"
    courses.make(course, configuration=LIMITS)
    for case in CASES:
        submissions.hand_in(case, course)
    yield course
    remove(course)


@pytest.fixture(scope="module")
def each_graded(request, handed_in, tmp_path_factory):
    """The corpora, graded in each of the ways, by its name."""
    tests = [item for item in request.session.items if item.path == request.path]
    parameters = [item.callspec.params for item in tests if hasattr(item, "callspec")]
    ways = Ways(handed_in, tmp_path_factory)
    ways.begin([way["graded"] for way in parameters if "graded" in way])
    yield ways
    ways.close()


@pytest.fixture
def graded(request, each_graded):
    """The corpora, graded in one of the ways."""
    return each_graded[request.param]


@pytest.fixture(scope="module")
def feedback(each_graded):
    """The folder of feedback pages."""
    course = each_graded["fclib"].course
    courses.command(course, "nbgrader", "generate_feedback", NAME)
    return course / "feedback"


def copy(course, to):
    """Copy a course with the links and pipes that submissions have."""
    subprocess.run(["cp", "-a", str(course), str(to)], check=True)


def keep(course, cases):
    """Take back what others handed in."""
    for folder in (course / "submitted").iterdir():
        if folder.name not in {case.student for case in cases}:
            remove(folder)


def remove(folder):
    """Remove a folder: Python, and so pytest, gives up on those that one attack nests."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)


def run(course, command):
    environment = courses.environment(course)
    done = subprocess.run(
        command, cwd=course, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-5000:]}{done.stderr[-5000:]}"


def test_corpora_are_large_enough():
    assert len(ATTACKS) >= 40
    assert len(HONEST) >= 10


@pytest.mark.parametrize("case", HONEST, ids=lambda case: case.student)
def test_honest_cases_expect_full_marks(case):
    assert not case.lost
    assert not case.notes


@each_case_and_way
def test_points(graded, case):
    expected = submissions.points() | case.lost
    got = {name: graded.scores[case.student][name] for name in expected}
    assert got == expected


@each_case_and_way
def test_instructor_is_told_of_what_was_tampered_with(graded, case):
    notes = "\n".join(graded.notebook(case).metadata.fclib.notes)
    for wanted in case.notes:
        assert re.search(wanted, notes, re.MULTILINE), notes
    if not case.notes:
        assert notes == ""


@each_case
def test_feedback_page_is_there_and_gives_nothing_away(feedback, case):
    page = (feedback / case.student / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    for secret in [*case.secret, "80_214", "BEGIN HIDDEN"]:
        assert secret not in page
        assert secret not in text
    for markup in case.markup:
        assert markup not in page


def test_own_output_is_kept(feedback, handed_in):
    """Prints, plots, magics, what the shell says, and errors with the student's line."""
    case = next(case for case in HONEST if case.student == "plots-and-magics")
    path = feedback.parent / "autograded" / case.student / NAME / f"{NAME}.ipynb"
    outputs = [
        output
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    pictures = [output.data for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 1
    assert base64.b64decode(pictures[0]["image/png"]).startswith(b"\x89PNG")
    printed = "".join(output.get("text", "") for output in outputs)
    for words in ["per loop", "Wall time", "from the shell", "double"]:
        assert words in printed
    assert any(
        output.get("data", {}).get("text/plain") == "'kept for later\\n'" for output in outputs
    )
    page = (feedback / "errors-in-own-cells" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    for words in ["ZeroDivisionError: division by zero", "name 'undefined_name' is not defined"]:
        assert words in text
    assert "expected ':'" in text


def test_honest_points_are_those_of_stock_nbgrader(handed_in, tmp_path):
    course = tmp_path / "course"
    copy(handed_in, course)
    config = (course / "nbgrader_config.py").read_text(encoding="utf-8")
    stock, found, _ = config.partition("# Students' code runs")
    assert found
    (course / "nbgrader_config.py").write_text(stock, encoding="utf-8")
    keep(course, [case for case in HONEST if case.student not in NOT_STOCK])
    run(course, WAYS["nbgrader"])
    scores = Graded(course).scores
    assert len(scores) == len(HONEST) - len(NOT_STOCK)
    for student, got in scores.items():
        assert {name: got[name] for name in submissions.points()} == submissions.points(), student


def test_all_ways_write_the_same_notebooks(each_graded):
    for way in WAYS:
        if way.endswith("as nobody") and os.geteuid() != 0:
            continue  # which is no reason to leave the others out
        # But for times that %timeit shows.
        honest = [
            case for case in graded_by(way) if case in HONEST and case.student != "plots-and-magics"
        ]
        assert honest
        for case in honest:
            written, expected = (each_graded[by].notebook(case) for by in (way, "fclib"))
            for notebook in (written, expected):
                notebook.metadata.fclib.pop("key", None)
            assert written == expected, (way, case.student)


def test_chosen_cases_are_there():
    assert {case.student for case in CASES} >= CHOSEN | BETWEEN_USERS

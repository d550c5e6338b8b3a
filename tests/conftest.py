"""Shared by all tests: how hard Hypothesis searches, which tests are quick, books of one page."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# Cells of submissions, some of which would end the tests.
collect_ignore_glob = ["attacks/*", "honest/*", "target/*"]
collect_ignore_glob += ["class/answers/*", "checks/beyond/answers/*"]

# nbgrader starts alembic, and calls it by its name.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

# What a test does that starts another program, or that talks to one: Python's own audit events.
STARTS_PROGRAMS = {
    *("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"),
    *("socket.bind", "socket.connect"),
}
# What only `make site` makes: a fresh clone has none of it.
SITE = ROOT / "_build" / "html"
SLOW_MODULE = re.compile(r"^pytestmark = .*pytest\.mark\.(slow|browser)", re.MULTILINE)
quick_test = None  # the name of the test that runs now, if `make check` runs it too

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=500, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def refuse_in_quick_tests(event, arguments):
    """End a test without the mark ``slow`` that starts a program or reads the built site."""
    if not quick_test:
        return
    reads_the_site = event == "open" and str(arguments[0]).startswith(str(SITE))
    if event in STARTS_PROGRAMS or reads_the_site:
        what = f"opened {arguments[0]}" if reads_the_site else f"caused {event}"
        pytest.fail(f"{quick_test} {what}: mark it with pytest.mark.slow", pytrace=False)


sys.addaudithook(refuse_in_quick_tests)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Know whether a quick test begins: its fixtures start no program either."""
    global quick_test
    quick_test = None if item.get_closest_marker("slow") else item.nodeid
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    """Let fixtures that several tests share end what they began."""
    global quick_test
    quick_test = None
    return (yield)


def pytest_ignore_collect(collection_path, config):
    """Leave modules of slow tests unread for `make check`: their imports alone take seconds."""
    if config.option.markexpr != "not slow" or not collection_path.name.startswith("test_"):
        return None  # what pytest does by itself
    return bool(SLOW_MODULE.search(collection_path.read_text(encoding="utf-8"))) or None


def pytest_collection_modifyitems(items):
    """Tests that drive a browser are slow."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker("slow")


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers(config):
    """Run one process more than cores: a slow test that waits for a page leaves its core idle."""
    cores = yield
    return cores if config.option.markexpr == "not slow" else cores + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Let tests of one module share its fixtures: one process runs them, one after the other.

    All that use the hub share it, across modules. xdist's own way to say that, a marker of groups,
    writes where pytest 9.2 no longer reads: each process then made all fixtures, unnoticed.
    """
    if config.option.markexpr == "not slow":
        return None  # quick tests share nothing that takes long to make

    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return shared(nodeid)

    return ByModule(config, log)


def shared(nodeid):
    """Return what a test shares its fixtures with: its module, or all modules with the hub."""
    module = nodeid.partition("::")[0]
    return "tests/hub" if module.startswith("tests/hub/") else module


@pytest.fixture
def rng():
    return np.random.default_rng(20160821)


@pytest.fixture
def build(tmp_path):
    """Build a one-page book strictly; return the finished process and the folder of its pages."""

    def run(text, settings="", configuration=""):
        book = tmp_path / "book"
        shutil.copytree(ROOT / "book" / "figures", book / "figures", dirs_exist_ok=True)
        (book / "index.md").write_text(text, encoding="utf-8")
        (tmp_path / "_config.yml").write_text(f"title: A book\n{settings}", encoding="utf-8")
        (book / "conf.py").write_text(
            "extensions = ['myst_parser', 'interactive', 'exercise']\n"
            "myst_enable_extensions = ['dollarmath']\n"
            f"html_theme, numfig = 'basic', True\n{configuration}",
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", book, tmp_path / "o"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "book" / "_ext"), "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done, tmp_path / "o"

    return run


def pytest_sessionfinish(session):
    """In CI a skipped test is a failure: a program was not installed. Optional ones say so."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    skipped = [report.longrepr[2] for report in reporter.stats.get("skipped", [])]
    if any("optional" not in reason for reason in skipped):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_made(target):
    """Whether make finds a file in ``_build`` newer than all that it is made from."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    question = ["make", "--question", f"_build/{target}"]
    return subprocess.run(question, cwd=ROOT, env=environment, capture_output=True).returncode == 0


@pytest.fixture(scope="session")
def site():
    """Give the built site's folder. An older one would prove nothing of today's sources."""
    if not is_made("html/intro.html"):
        pytest.fail("_build/html is not there, or older than its sources: run make site first")
    return SITE


@pytest.fixture(scope="session")
def browser():
    """Start one Chromium for all: Playwright runs once in a process."""
    from tests import chromium  # needs Playwright, which a student's machine has not

    with chromium.launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def sample_class(tmp_path_factory):
    """The course of tests/class, graded once: by ``make course``, if make finds that up to date."""
    if is_made("class/grades.txt"):
        return ROOT / "_build" / "class"
    course = tmp_path_factory.mktemp("class") / "course"
    importlib.import_module("tests.class.grade").make(course)
    return course

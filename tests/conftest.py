"""Shared by all tests: how hard Hypothesis searches, random numbers, and books of one page."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from tests import chromium

ROOT = Path(__file__).parents[1]

# Cells of submissions, some of which would end the tests.
collect_ignore_glob = ["attacks/*", "honest/*", "target/*"]
collect_ignore_glob += ["class/answers/*", "checks/beyond/answers/*"]

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=500, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


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


@pytest.fixture(scope="session")
def browser():
    """Start one Chromium for all: Playwright runs once in a process."""
    with chromium.launched() as browser:
        yield browser

"""Shared by all tests: how hard Hypothesis searches, and arrays whose arithmetic is exact."""

import os

import numpy as np
import pytest
from hypothesis import settings

# Cells of submissions, some of which would end the tests.
collect_ignore_glob = ["attacks/*", "honest/*", "target/*", "class/answers/*"]

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=500, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture
def rng():
    return np.random.default_rng(20160821)


def pytest_sessionfinish(session):
    """In CI a skipped test is a failure: a program was not installed. Optional ones say so."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("CI") or reporter is None:
        return
    skipped = [report.longrepr[2] for report in reporter.stats.get("skipped", [])]
    if any("optional" not in reason for reason in skipped):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

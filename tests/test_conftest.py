"""The rule that keeps `make check` quick."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SITE

NEEDS_MARK = pytest.raises(pytest.fail.Exception, match=r"mark it with pytest\.mark\.slow")


def test_a_test_without_the_mark_starts_no_program():
    with NEEDS_MARK:
        subprocess.run([sys.executable, "-c", ""], check=True)


def test_a_test_without_the_mark_talks_to_no_server():
    with socket.socket() as client, NEEDS_MARK:
        client.connect(("127.0.0.1", 9))


def test_a_test_without_the_mark_reads_no_built_site():
    with NEEDS_MARK:
        Path(SITE, "intro.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_quick_tests_read_no_module_of_slow_ones(tmp_path):
    """Both modules fail when read; a mark on one test leaves the module to be read."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_ignore_collect\n")
    (tmp_path / "test_all.py").write_text("import pytest\npytestmark = pytest.mark.slow\n1 / 0\n")
    (tmp_path / "test_one.py").write_text("@pytest.mark.slow\ndef test_one(): ...\n")
    command = [sys.executable, "-m", "pytest", "-m", "not slow", "--collect-only", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "test_one.py" in done.stdout
    assert "test_all.py" not in done.stdout


@pytest.mark.slow
def test_a_test_with_the_mark_starts_programs():
    subprocess.run([sys.executable, "-c", ""], check=True)

"""The rule that keeps `make check` quick."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SITE

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
def test_a_test_with_the_mark_starts_programs():
    subprocess.run([sys.executable, "-c", ""], check=True)

"""The machine of the tests itself."""

import subprocess
import sys

import pytest

from tests.hub.machine import Machine

pytestmark = pytest.mark.slow


def test_silent_machine_ends_the_test(tmp_path):
    log = tmp_path / "hub.log"
    log.write_text("last words", encoding="utf-8")
    silent = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(
        silent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        machine = Machine(process, [0], log, patience=0.1)
        with pytest.raises(pytest.fail.Exception, match=r"silent for 0\.1 s: last words"):
            machine.run("true")
        process.stdin.close()


def test_machine_that_ends_ends_the_test(tmp_path):
    log = tmp_path / "hub.log"
    log.write_text("last words", encoding="utf-8")
    ends = [sys.executable, "-c", "import sys; sys.stdin.readline()"]
    with (
        subprocess.Popen(ends, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process,
        pytest.raises(AssertionError, match="has ended: last words"),
    ):
        Machine(process, [0], log).run("true")

"""A Jupyter server in a course folder, as an instructor starts it."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from threading import Event, Thread

from tests.grading import courses

TOKEN = "for-tests"
LONGEST_START = 120  # s; a few are enough where nothing else runs


class Server:
    """A running server: its address, and what it has said so far."""

    def __init__(self, process):
        self.process, self.lines, self.address = process, [], None
        self.is_up = Event()
        self.reader = Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)
            found = re.search(r"(http://127\.0\.0\.1:\d+)/\S*", line)
            if found and self.address is None:
                self.address = found[1]
                self.is_up.set()
        self.is_up.set()  # it has ended

    def url(self, path):
        return f"{self.address}/{path}?token={TOKEN}"


@contextmanager
def server(course):
    """Start a Jupyter server in a course folder, with nobody's settings; end it afterwards."""
    settings = course.parent / "settings"
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--ip=127.0.0.1"]
    command += ["--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"]
    command += ["--allow-root"] if os.getuid() == 0 else []
    folders = {f"JUPYTER_{kind}_DIR": str(settings / kind.lower()) for kind in ("DATA", "RUNTIME")}
    process = subprocess.Popen(
        command,
        cwd=course,
        env=courses.environment(course) | folders,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    running = Server(process)
    try:
        assert running.is_up.wait(LONGEST_START), (
            f"no address after {LONGEST_START} s:\n{''.join(running.lines)}"
        )
        assert running.address is not None, "".join(running.lines)
        yield running
    finally:
        process.terminate()
        process.wait()
        running.reader.join()
        process.stderr.close()

"""A Jupyter server, as somebody starts it in a folder."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from threading import Event, Thread

from tests import ports

TOKEN = "for-tests"
LONGEST_START, LONGEST_STOP = 240, 60  # s; a few are enough where nothing else runs


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
def running(application, folder, environment):
    """Run ``jupyter lab`` or ``jupyter server`` in a folder; end it and its kernels afterwards.

    Kernels watch their parent, so they end also when the server has to be killed.
    """
    command = [sys.executable, "-m", "jupyter", application, "--no-browser", "--ip=127.0.0.1"]
    (port,) = ports.free()
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}"]
    command += ["--allow-root"] if os.getuid() == 0 else []
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Server(process)
    try:
        assert server.is_up.wait(LONGEST_START), (
            f"no address after {LONGEST_START} s:\n{''.join(server.lines)}"
        )
        assert server.address is not None, "".join(server.lines)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(LONGEST_STOP)
        except subprocess.TimeoutExpired:
            process.kill()
        server.reader.join()
        process.stderr.close()

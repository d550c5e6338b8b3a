"""A machine within this one, with the hub of deploy/one-machine on it."""

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.ports import BELOW_1024, free

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy" / "one-machine"
MODULES = ROOT / "_build" / "hub" / "node_modules"
NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
OLDEST_NODE = 20
PATIENCE = 600  # s for one answer; a loaded machine takes some minutes to start the hub

# What the test sets: where the hub listens, since the network is this machine's, and other programs
# or another run of these tests may have the hub's ports.
CONFIG = """
load_subconfig("jupyterhub_config.py")
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.services[0]["url"] = "http://127.0.0.1:{formgrader}"
"""


class Machine:
    """A running hub.

    Attributes
    ----------
    address : str
    ports : list of int
        Where the proxy, the hub, the proxy's API and formgrader listen.
    log : Path
        What the hub, people's servers and their kernels say.
    """

    def __init__(self, process, ports, log, patience=PATIENCE):
        self.process, self.ports, self.log, self.patience = process, ports, log, patience
        self.address = f"http://127.0.0.1:{ports[0]}"
        self.lines = queue.SimpleQueue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """Take what the machine answers; at its end, an empty line."""
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def run(self, *command, user=None):
        """Run a command on the machine, as root or as a user; return its status and its output."""
        return self.ask({"command": list(map(str, command)), "user": user})

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self):
        try:
            line = self.lines.get(timeout=self.patience)
        except queue.Empty:
            pytest.fail(f"the hub's machine is silent for {self.patience} s: {self.last_words()}")
        assert line, f"the hub's machine has ended: {self.last_words()}"
        said = json.loads(line)
        return said["status"], said["printed"]

    def last_words(self):
        return self.log.read_text("utf-8")[-2000:]


def entrance():
    """Return what to put before a command that should be the first in new namespaces, or skip."""
    # useradd is not on everybody's path
    programs = ["env", f"PATH={os.environ['PATH']}:/usr/sbin:/sbin", *NAMESPACES]
    if os.getuid() != 0:
        programs = ["sudo", "-n", *programs]
    if shutil.which(programs[0]) is not None:
        tried = subprocess.run([*programs, "true"], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            return programs
    pytest.skip(
        "needs root, or sudo that does not ask, and namespaces: the hub starts servers as several "
        "users, which are made for it"
    )


def install_proxy():
    """Install the hub's proxy, as its README says, unless its lock is as it was then."""
    if shutil.which("npm") is None or node_version() < OLDEST_NODE:
        pytest.skip(f"needs Node {OLDEST_NODE} or newer with npm, for the hub's proxy")
    folder = MODULES.parent
    folder.mkdir(parents=True, exist_ok=True)
    lock = DEPLOY / "package-lock.json"
    installed = folder / "installed-lock.json"
    if installed.is_file() and installed.read_bytes() == lock.read_bytes():
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(DEPLOY / name, folder)
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shutil.copy(lock, installed)


def node_version():
    """Return the major version of Node, 0 where there is none."""
    if shutil.which("node") is None:
        return 0
    done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return int(re.match(r"v(\d+)", done.stdout)[1])


@contextmanager
def running(passwords, log):
    """Run the hub until the end of the block; then nothing of it is left.

    Parameters
    ----------
    passwords : dict
        The users' passwords.
    log : Path
        A file for what the hub and people's servers say.
    """
    ports = free(4, BELOW_1024)  # as the hub's own
    config = CONFIG.format(
        **dict(zip(("public", "hub", "proxy", "formgrader"), ports, strict=True))
    )
    shown = [sys.prefix, sys.base_prefix, ROOT / "fclib", node_folder()]
    settings = {
        "root": str(ROOT),
        "shown": [str(path) for path in shown if not Path(path).is_relative_to("/usr")],
        "modules": str(MODULES),
        "config": config,
        "passwords": passwords,
    }
    command = [*entrance(), sys.executable, str(Path(__file__).with_name("inside.py"))]
    with (
        open(log, "w", encoding="utf-8") as kept,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=kept, text=True
        ) as process,
    ):
        machine = Machine(process, ports, log)
        try:
            machine.ask(settings)
            yield machine
        finally:
            process.stdin.close()  # upon which the machine ends, and so do all its processes


def left_over(machine):
    """Return the command lines of processes that should have ended with a machine.

    Each of them has one of its ports on its command line, as no other program has.
    """
    ports = re.compile("|".join(rf"\b{port}\b" for port in machine.ports))
    running = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            running.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in running if ports.search(line)]


def node_folder():
    """Return the folder of a Node that was installed by itself."""
    return Path(shutil.which("node")).resolve().parents[1]

"""nbgrader's and fclib's commands, each in a fork of one process that has imported both.

Nearly all of the second that a command takes are its imports, and the tests start hundreds. But for
them a fork is what a new process is: its folder, environment, output and end are its own. It finds
modules where the commands' scripts do: none in the folder in which it was started.
"""

import atexit
import gc
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(program, arguments, folder, environment):
    """Run ``nbgrader`` or ``fclib``; return the finished process, with its output as text."""
    # As for any program, so that tests/conftest.py sees tests that start one.
    sys.audit("subprocess.Popen", program, [program, *arguments], str(folder), environment)
    server = _server()
    request = [program, *map(str, arguments)], str(folder), environment
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    status, stdout, stderr = json.loads(server.stdout.readline())
    return subprocess.CompletedProcess([program, *arguments], status, stdout, stderr)


@cache
def _server():
    """Start the process that is forked; it ends with the tests."""
    server = subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.grading.forked"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(server.communicate)
    return server


def serve():
    """Answer each request; return the command that a fork has to run, or None at the end."""
    from nbgrader.apps import nbgraderapp
    from sqlalchemy import orm

    from fclib.grading import cli
    from fclib.grading.batch import schedule  # noqa: F401  which fclib autograde imports

    orm.configure_mappers()
    gc.freeze()  # so that forks share the memory of what is imported
    programs = {"nbgrader": nbgraderapp.main, "fclib": lambda: sys.exit(cli.main())}
    for line in sys.stdin:
        arguments, folder, environment = json.loads(line)
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            child = os.fork()
            if not child:
                _become(arguments, folder, environment, out, err)
                return programs[arguments[0]]
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            print(json.dumps([status, _text(out), _text(err)]), flush=True)
    return None


def _become(arguments, folder, environment, out, err):
    with open(os.devnull, "rb") as nothing:
        for number, file in enumerate([nothing, out, err]):
            os.dup2(file.fileno(), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = arguments


def _text(file):
    file.seek(0)
    return file.read()


if __name__ == "__main__":
    command = serve()
    if command:
        command()

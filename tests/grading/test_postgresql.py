"""A gradebook in PostgreSQL: a real server, and two shards that write to it at the same time."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import ports
from tests.grading import courses

pytestmark = pytest.mark.slow

STUDENTS = 12


def programs():
    """Return the folder of PostgreSQL's programs, which Debian keeps off the PATH."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@pytest.fixture
def server(tmp_path):
    """A server with an empty database; returns the address for ``db_url``."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    home = tmp_path / "postgresql"
    home.mkdir()
    as_user = []
    if os.getuid() == 0:  # the server refuses to run as root
        as_user = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        shutil.chown(home, "nobody", "nogroup")
        for above in [home, *home.parents][:-2]:
            if above.owner() == "root" and above.stat().st_mode & 0o5 == 0:
                above.chmod(above.stat().st_mode | 0o5)
    data, port = home / "data", str(*ports.free())

    def run(program, *arguments):
        command = [*as_user, str(folder / program), *arguments]
        subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL)

    run("initdb", "--pgdata", str(data), "--username", "grader", "--auth", "trust")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home}"
    log = str(home / "log")
    run("pg_ctl", "-D", str(data), "-o", options, "-l", log, "--wait", "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", port, "-U", "grader", "gradebook")
        yield f"postgresql+psycopg://grader@127.0.0.1:{port}/gradebook"
    finally:
        run("pg_ctl", "-D", str(data), "--mode", "immediate", "--wait", "stop")


def test_shards_that_run_at_once_fill_one_gradebook(server, tmp_path):
    course, plain = tmp_path / "course", tmp_path / "plain"
    courses.make(course, configuration=f"\nc.CourseDirectory.db_url = {server!r}\n")
    courses.make(plain)
    for one in (course, plain):
        courses.hand_in(one, STUDENTS)
    shards = [
        subprocess.Popen(
            courses.arguments("fclib", "autograde", "--jobs", "1", "--shard", f"{part}/2"),
            cwd=course,
            env=courses.environment(course),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for part in (1, 2)
    ]
    for shard in shards:
        printed, _ = shard.communicate(timeout=300)
        assert shard.returncode == 0, printed
        assert f"{STUDENTS // 2} graded, 0 unchanged, 0 failed" in printed
    courses.command(plain, "fclib", "autograde")
    assert courses.grades(course, server) == courses.grades(plain)
    assert not (course / "gradebook.db").exists()

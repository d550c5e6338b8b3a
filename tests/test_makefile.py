"""What `make` says where something is missing: one clear line, and an exit status that is not 0."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


def make(*arguments, cwd, **variables):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "PIP_"))}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=cwd,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def fresh(tmp_path):
    """A folder with what an installation needs, and nothing installed."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("solutions", "fclib/grading", "book", "fclib/checks", "tests/class"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def interpreter(folder, body):
    path = folder / "some-python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def says(done, *words):
    """The message's own line, without what make adds about its target."""
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if all(word in line for word in words)]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_missing_python_is_named_with_the_way_out(fresh):
    done = make(".venv/installed", "PYTHON=no-such-python", cwd=fresh)
    says(done, "no-such-python is not there", "Python 3.11", "make PYTHON=")
    assert not (fresh / ".venv").exists()


def test_old_python_is_named_with_its_version(fresh):
    old = interpreter(fresh, '[ "$1" = -V ] && echo "Python 3.8.18" || exit 1')
    done = make(".venv/installed", f"PYTHON={old}", cwd=fresh)
    says(done, "is Python 3.8.18", "3.11 or newer is needed", "make PYTHON=")


def test_python_without_venv_is_told_what_to_install(fresh):
    bare = interpreter(fresh, 'case "$2" in *ensurepip*) exit 1;; esac')
    done = make(".venv/installed", f"PYTHON={bare}", cwd=fresh)
    says(done, "has no venv", "apt install python3-venv")


def test_no_network_at_install_is_said_and_can_be_repeated(fresh):
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/",  # the discard port: refused at once
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
    }
    done = make(".venv/installed", f"PYTHON={sys.executable}", cwd=fresh, **nowhere)
    says(done, "could not be installed", "network", "run make again")
    # The stamp is what tells the next make that nothing is left to do.
    assert not (fresh / ".venv" / "installed").exists()


def test_port_in_use_is_named_with_another():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = make("serve", f"PORT={port}", cwd=ROOT)
    says(done, f"Port {port} is in use", "make serve PORT=")


def test_make_alone_lists_every_target_for_people():
    listed = make(cwd=ROOT).stdout
    for target in ("course", "test", "serve", "bench", "clean"):
        assert f"make {target} " in listed


def test_tests_that_share_fixtures_run_in_one_process():
    modules = [f"tests/{name}.py" for name in ("grading/test_wire", "hub/test_links")]
    parallel = ["-n", "2", "--no-loadscope-reorder", "-v", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *parallel, *modules, "tests/hub/test_settings.py"],
        cwd=ROOT,
        # Without this run's own options: its folder for temporary files is in use.
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    workers = {}
    for worker, room in re.findall(r"^\[(gw\d)\].* tests/(grading|hub)/", done.stdout, re.M):
        workers.setdefault(room, set()).add(worker)
    assert {room: len(names) for room, names in workers.items()} == {"grading": 1, "hub": 1}

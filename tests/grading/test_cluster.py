"""Grading on a Dask cluster: a real scheduler, two worker processes, one of them killed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.grading import courses

pytestmark = pytest.mark.slow

STUDENTS = 24
PROGRAM = os.path.join(os.path.dirname(sys.executable), "dask")


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers: its address, and the workers' processes."""
    file = tmp_path / "scheduler.json"
    environment = courses.environment(tmp_path / "course")
    processes = []

    def start(*arguments):
        process = subprocess.Popen(
            [PROGRAM, *arguments],
            env=environment,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        processes.append(process)
        return process

    on_this_machine = ["--host", "127.0.0.1", "--no-dashboard"]
    try:
        start("scheduler", "--port", "0", "--scheduler-file", str(file), *on_this_machine)
        while not file.exists():
            assert processes[0].poll() is None, "the scheduler did not start"
            time.sleep(0.1)
        address = json.loads(file.read_text(encoding="utf-8"))["address"]
        own = ["--nthreads", "1", "--local-directory", str(tmp_path), *on_this_machine]
        yield address, [start("worker", address, *own) for _ in range(2)]
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_cluster_that_loses_a_worker_grades_all_as_one_machine_does(cluster, tmp_path):
    address, workers = cluster
    course = tmp_path / "course"
    courses.make(course)
    courses.hand_in(course, STUDENTS)
    batch = subprocess.Popen(
        courses.arguments("fclib", "autograde", "--scheduler", address),
        cwd=course,
        env=courses.environment(course),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while batch.poll() is None and len(list(course.glob("grading/*/*.json"))) < STUDENTS // 4:
        time.sleep(0.02)
    os.killpg(workers[0].pid, signal.SIGKILL)
    assert len(list(course.glob("grading/*/*.json"))) < STUDENTS, "killed too late to show anything"
    printed, _ = batch.communicate(timeout=300)
    assert batch.returncode == 0, printed
    assert f"{STUDENTS} graded, 0 unchanged, 0 failed" in printed
    on_cluster = courses.grades(course), courses.autograded(course)
    courses.command(course, "fclib", "autograde", "--force")
    assert (courses.grades(course), courses.autograded(course)) == on_cluster


def test_scheduler_that_is_not_there_is_a_clear_error(tmp_path):
    course = tmp_path / "course"
    courses.make(course)
    courses.hand_in(course, 1)
    hurried = (
        "from fclib.grading import cli\nfrom fclib.grading.batch import autograde\n"
        "autograde.SECONDS_TO_CONNECT = 1\nraise SystemExit(cli.main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", hurried, "autograde", "--scheduler", "tcp://127.0.0.1:9"],
        cwd=course,
        env=courses.environment(course),
        capture_output=True,
        text=True,
        check=False,
    )
    printed = done.stdout + done.stderr
    assert done.returncode == 2, printed
    assert "tcp://127.0.0.1:9" in printed
    assert "Traceback" not in printed

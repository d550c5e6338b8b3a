"""Submissions graded a minute, against stock nbgrader on the same submissions, in turn."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.timing import keeping_compiled_modules, row, run
from fclib.grading import courses
from fclib.grading.authoring import exercises

ROOT = Path(__file__).parents[1]
NAME = "01-neuron-to-layer"
JOBS = 2
STOCK = 100
SIZES = [int(size) for size in os.environ.get("SUBMISSIONS", "100 1000").split()]
ROUNDS = int(os.environ.get("ROUNDS", "3"))
"""How often all is measured, in turn: for some minutes a machine may be faster for all."""
FIRST_RESULT = 2.0
PHASES = {
    "sandbox": "start the student's process",
    "cells": "run cells and visible tests",
    "hidden": "run hidden tests",
    "other": "read, restore, write",
    "record": "keep and record",
}


def results():
    """Yield the rows: medians of what was measured in turn."""
    stock, ours = [], {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            stock.append(_stock_seconds(_course(Path(folder, "stock"), STOCK, stock=True)) / STOCK)
            for size in SIZES:
                ours[size].append(_grade(_course(Path(folder, str(size)), size)))
    per_stock = statistics.median(stock)
    yield row(f"grading, stock nbgrader, {STOCK} submissions", 60 / per_stock, "/min", "itself", 1)
    memory = {size: _median(one["memory"] for one in ours[size]) for size in SIZES}
    for size in SIZES:
        each = [one["seconds"] / size for one in ours[size]]
        ratio = _median(theirs / our for theirs, our in zip(stock, each, strict=True))
        name = f"grading, {size} submissions"
        against = "stock nbgrader (at least 10)"
        yield row(f"{name}, fclib autograde", 60 / _median(each), "/min", against, ratio)
        ratio = memory[size] / memory[SIZES[0]]
        against = f"with {SIZES[0]}"
        yield row(f"{name}, memory of the main process", memory[size], "MiB", against, ratio)
    first = _median(one["first"] for one in ours[SIZES[0]])
    against = f"limit of {FIRST_RESULT:g} s"
    yield row("grading, first result", first, "s", against, first / FIRST_RESULT)
    for phase, words in PHASES.items():
        seconds = _median(one["phases"][phase] for one in ours[SIZES[0]])
        against = "a submission in stock nbgrader"
        yield row(f"grading, {words}", 1000 * seconds, "ms", against, seconds / per_stock)


def _median(values):
    return statistics.median([*values])


def _stock_seconds(course):
    """Grade a course as nbgrader does; return the seconds."""
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME]
    return run(command, cwd=course, env=keeping_compiled_modules(exercises.environment()))


def _course(course, size, stock=False):
    """Make a course in which copies of the sample class's submissions were handed in."""
    course.mkdir()
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    if stock:
        config, found, _ = config.partition("# Students' code runs")
        if not found:
            raise RuntimeError("nbgrader_config.py does not say where stock nbgrader ends")
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / NAME, course / "solutions" / NAME)
    run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", NAME],
        cwd=course,
        env=exercises.environment(),
    )
    submissions = sorted(ROOT.glob(f"tests/class/*/{NAME}/{NAME}.ipynb"))
    for number in range(size):
        folder = course / "submitted" / f"student{number:05}" / NAME
        folder.mkdir(parents=True)
        shutil.copy(submissions[number % len(submissions)], folder)
    return course


def _grade(course):
    """Grade a course; return the seconds, the first result's, the memory and the phases."""
    start = time.perf_counter()
    batch = subprocess.Popen(
        [Path(sys.executable).with_name("fclib"), "autograde", "--jobs", str(JOBS)],
        cwd=course,
        env=keeping_compiled_modules(exercises.environment()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    first, memory = [], [0]
    watch = threading.Thread(target=_watch, args=(course, batch, start, first, memory))
    watch.start()
    status = batch.wait()
    seconds = time.perf_counter() - start
    watch.join()
    if status != 0:
        raise RuntimeError(f"fclib autograde failed in {course}")
    results = [
        json.loads(path.read_text(encoding="utf-8"))["phases"]
        for path in course.glob(f"grading/{NAME}/*.json")
    ]
    phases = {
        name: statistics.median(result.get(name, 0.0) for result in results)
        for name in ("sandbox", "cells", "hidden", "all")
    }
    phases["other"] = phases["all"] - phases["sandbox"] - phases["cells"] - phases["hidden"]
    phases["record"] = _recording(course)
    return {
        "seconds": seconds,
        "first": first[0],
        "memory": max(memory),
        "phases": phases,
    }


def _watch(course, batch, start, first, memory):
    """Note when the first result is there, and how much memory the main process has had.

    What the kernel says of a process that has ended counts what started it, too.
    """
    while batch.returncode is None:
        if not first and next(course.glob(f"grading/{NAME}/*.json"), None) is not None:
            first.append(time.perf_counter() - start)
        memory.append(_most_memory(batch.pid))
        time.sleep(0.1 if first else 0.005)


def _most_memory(process):
    """Return the largest number of MiB that a process has had in memory; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return max(
        (int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), default=0
    )


def _recording(course):
    """Return the seconds that keeping and recording a result takes, the median of some."""
    from fclib.grading.batch.grade import Submission
    from fclib.grading.batch.submissions import Batch

    config = courses.read_config(course)
    batch = Batch(config, courses.course_directory(course, config), [NAME])
    seconds = []
    for path in sorted(course.glob(f"grading/{NAME}/*.json"))[:25]:
        result = json.loads(path.read_text(encoding="utf-8"))
        known = {
            name: result[name] for name in ("assignment", "student", "key", "timestamp", "notes")
        }
        submission = Submission(**known, notebooks={}, files={})
        start = time.perf_counter()
        batch.keep(submission, result)
        seconds.append(time.perf_counter() - start)
    batch.close()
    return statistics.median(seconds)

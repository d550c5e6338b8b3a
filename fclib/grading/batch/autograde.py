"""``fclib autograde``: grade what was handed in, several submissions at a time."""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import gc
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config.loader import Config, LazyConfigValue

from fclib.grading import courses
from fclib.grading.lock import CourseIsBusyError, one_grader
from fclib.grading.sandbox.declared import declared
from fclib.grading.sandbox.errors import NoSandboxError
from fclib.grading.sandbox.grader import shared_grader
from fclib.grading.sandbox.packages import PACKAGES
from fclib.grading.untrusted import UnreadableError
from fclib.grading.words import printable

if TYPE_CHECKING:
    from distributed import Client

    from fclib.grading.batch.grade import Submission
    from fclib.grading.batch.schedule import Outcome

# jsonschema, which nbgrader imports, builds a grammar of web addresses when it finds this package.
# That takes longer than grading ten submissions, and no notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None: cannot be imported

SECONDS_TO_CONNECT = 10
WHOLE = (0, 1)
"""The shard of a batch that is graded in one piece."""


def run(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Grade, show how far it is, and say what was noticed; return the exit status."""
    try:
        with one_grader(course, options.shard):
            return grade(course, names, options)
    except (NoSandboxError, NoClusterError, CourseIsBusyError) as error:
        print(f"fclib: {error}", file=sys.stderr)
        return 2


def grade(course: Path, names: Sequence[str], options: argparse.Namespace) -> int:
    """Do what `run` does, for who has locked the course already."""
    root = Path(course).resolve()
    config = courses.read_config(root)
    sys.path.append(str(root))  # where nbgrader too finds the course's own plugins
    if options.scheduler is None:
        _start_early(config, root)

    gc.disable()  # imports leave no garbage, and looking for it takes a tenth of the start
    from nbgrader.api import MissingEntry
    from tqdm import tqdm

    from fclib.grading.batch import schedule, submissions
    from fclib.grading.batch.unheeded import unheeded

    gc.freeze()  # what is imported stays: looking through it again took 5 ms of each submission
    gc.enable()
    coursedir = courses.course_directory(root, config)
    names = names if options.names else courses.in_gradebook(coursedir, names)
    try:
        work = submissions.Batch(config, coursedir, names)
    except MissingEntry as error:
        print(f"fclib: {error}\nFirst: nbgrader generate_assignment NAME", file=sys.stderr)
        return 2
    for line in unheeded(config, root):
        print(f"fclib: {line}", file=sys.stderr)
    found = work.submissions(options.student, options.shard)
    if not found and options.student != "*" and options.shard == WHOLE:
        print(f"fclib: {options.student} handed in nothing that is named here", file=sys.stderr)
        return 2
    summary = Summary()
    with contextlib.closing(work), _executor(options) as executor:
        bar = tqdm(total=len(found), unit="submission", file=sys.stderr, dynamic_ncols=True)
        jobs = options.jobs or executor.cores

        def name_longest(submission: Submission) -> None:
            longest = f"{submission.student}, {submission.assignment}"
            bar.set_postfix_str(f"longest: {printable(longest)}")

        try:
            for outcome in schedule.run(work, executor, jobs, found, options.force, name_longest):
                summary.add(outcome)
                if outcome.result and work.has_feedback(outcome.assignment, outcome.student):
                    summary.stale[outcome.assignment] += 1
                bar.set_postfix_str("", refresh=False)
                bar.update()
        except submissions.NoRoomError as error:
            summary.stopped = f"fclib: {error}"
        bar.close()
    print(summary.text())
    if summary.stopped:
        print(summary.stopped, file=sys.stderr)
        return 2
    return int(summary.failed > 0)


class NoClusterError(RuntimeError):
    """There is no cluster to grade on."""


class Summary:
    """What an instructor should know after a batch."""

    def __init__(self) -> None:
        self.graded, self.kept, self.failed = 0, 0, 0
        self.lines: list[str] = []
        self.sandboxes: set[str] = set()
        self.stale: Counter[str] = Counter()
        self.stopped: str | None = None

    def add(self, outcome: Outcome) -> None:
        """Count one submission, and note what was tampered with or broken in it."""
        who = f"{outcome.student}, {outcome.assignment}"
        if outcome.error is not None:
            self.failed += 1
            why = next(iter(str(outcome.error).splitlines()), "")
            if not isinstance(outcome.error, UnreadableError):
                why = f"{type(outcome.error).__name__}: {why}"
            self.lines.append(f"{who}: NOT GRADED: {why}")
        elif outcome.result is None:
            self.kept += 1
        else:
            self.graded += 1
            self.sandboxes |= {one["sandbox"] for one in outcome.result["notebooks"].values()}
            notes = [notebook["notes"] for notebook in outcome.result["notebooks"].values()]
            for note in dict.fromkeys(sum(notes, outcome.result["notes"])):
                self.lines.append(f"{who}: {note}")

    def text(self) -> str:
        """Return the summary, without what could move a terminal's cursor."""
        counts = f"{self.graded} graded, {self.kept} unchanged, {self.failed} failed"
        sandboxes = [f"students' code ran in: {', '.join(sorted(self.sandboxes))}"]
        stale = [
            f"{name}: feedback pages older than the grades: {number}. To make them anew: "
            f"nbgrader generate_feedback {name} --force"
            for name, number in sorted(self.stale.items())
        ]
        lines = [*sorted(self.lines), *stale, *(sandboxes if self.sandboxes else []), counts]
        return "\n".join(map(printable, lines))


def _start_early(config: Config, root: Path) -> None:
    """Start the grader's processes, which load while this one does."""
    if os.getuid() != 0:
        return  # each job will start a grader of its own
    section = config.SplitExecute
    packages = section.get("packages", PACKAGES)
    if isinstance(packages, LazyConfigValue):  # the settings extend the default
        packages = packages.get_value(list(PACKAGES))
    grader = shared_grader(
        section.get("isolation", "sandbox"), tuple(packages), declared(config, root)
    )
    if grader.isolation == "landlock" and grader.why:  # nobody has asked for it
        print(f"fclib: {grader.why}: the kernel's Landlock is used", file=sys.stderr)


def _executor(options: argparse.Namespace) -> _Threads | _Cluster:
    """Return where submissions are graded: threads that wait for the sandbox, or a cluster."""
    if options.scheduler is None:
        return _Threads(options.jobs or _cores())
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise NoClusterError(
            "Dask is not installed: in the course's repository, pip install '.[cluster]'"
        ) from error
    try:
        return _Cluster(Client(options.scheduler, timeout=SECONDS_TO_CONNECT))
    except (OSError, ValueError) as error:
        raise NoClusterError(f"no scheduler answers at {options.scheduler}: {error}") from error


class _Threads(concurrent.futures.ThreadPoolExecutor):
    """Threads that wait for the sandbox, where the work is done."""

    @property
    def cores(self) -> int:
        """Submissions at a time."""
        return self._max_workers


class _Cluster(concurrent.futures.Executor):
    """A Dask cluster as an executor; what a lost worker had is graded by another."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cores = max(1, sum(client.nthreads().values()))
        self._executor = client.get_executor(pure=False)

    def submit(self, *arguments: Any, **keywords: Any) -> concurrent.futures.Future[Any]:
        """Run a function on one of the workers."""
        return self._executor.submit(*arguments, **keywords)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster."""
        self.client.close()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

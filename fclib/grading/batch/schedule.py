"""Grade several submissions at a time, and record each as it comes."""

import concurrent.futures
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

from fclib.grading.batch.grade import Submission, grade
from fclib.grading.batch.submissions import Batch, NoRoomError
from fclib.grading.sandbox.errors import NoSandboxError

Waiting = dict[concurrent.futures.Future[dict[str, Any]], Submission]

SECONDS_BETWEEN_LOOKS = 2.0
AHEAD = 2
"""Submissions in hand for each one that is being graded: enough to keep every job busy."""


class Outcome(NamedTuple):
    """What came of one submission: its result, or the error that kept it from being graded.

    Both are None for one that was graded before and has not changed.
    """

    assignment: str
    student: str
    result: dict[str, Any] | None
    error: Exception | None


def run(
    batch: Batch,
    executor: concurrent.futures.Executor,
    jobs: int,
    found: list[tuple[str, str]],
    again: bool = False,
    look: Callable[[Submission], None] = lambda submission: None,
) -> Generator[Outcome]:
    """Grade submissions and record them as they come.

    Parameters
    ----------
    batch : Batch
    executor : concurrent.futures.Executor
        Where `grade` runs: threads here, or a cluster.
    jobs : int
        How many run at a time.
    found : list
        From `Batch.submissions`.
    again : bool
        Grade also what was graded from the same submission and the same tests.
    look : callable
        Called with what has been at work for longest, each time that nothing is done for a while.

    Yields
    ------
    Outcome
        In the order in which they are done.
    """
    recorded = {name: batch.recorder.recorded(name) for name in batch.rules}
    waiting: Waiting = {}
    for assignment, student in found:
        try:
            submission = batch.read(assignment, student)
            if not again:
                kept = batch.journals[assignment].read(student, submission.key)
                if kept is not None and batch.is_done(submission, kept, recorded):
                    yield Outcome(assignment, student, None, None)
                    continue
                if kept is not None:
                    batch.record(submission, kept)
                    yield Outcome(assignment, student, kept, None)
                    continue
        except NoRoomError:
            raise
        except Exception as error:  # one submission's trouble is not the others'
            yield Outcome(assignment, student, None, error)
            continue
        while len(waiting) >= AHEAD * jobs:
            yield from _finished(batch, waiting, look)
        waiting[executor.submit(grade, submission, batch.rules[assignment])] = submission
    while waiting:
        yield from _finished(batch, waiting, look)


def _finished(
    batch: Batch, waiting: Waiting, look: Callable[[Submission], None]
) -> Generator[Outcome]:
    """Keep what is done; wait until something is."""
    done: set[concurrent.futures.Future[dict[str, Any]]] = set()
    while not done:
        done, _ = concurrent.futures.wait(
            waiting, SECONDS_BETWEEN_LOOKS, concurrent.futures.FIRST_COMPLETED
        )
        if not done:
            look(next(iter(waiting.values())))
    for future in done:
        submission = waiting.pop(future)
        assignment, student = submission.assignment, submission.student
        try:
            result = future.result()
            batch.keep(submission, result)
        except (NoSandboxError, NoRoomError):
            raise
        except Exception as error:  # one submission's trouble is not the others'
            yield Outcome(assignment, student, None, error)
        else:
            yield Outcome(assignment, student, result, None)

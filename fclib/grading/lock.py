"""One grader at a time in a course: two would write the same files and rows."""

import contextlib
import fcntl
from collections.abc import Generator
from pathlib import Path

FOLDER = "grading"


class CourseIsBusyError(RuntimeError):
    """Another process is grading in this course."""


@contextlib.contextmanager
def one_grader(root: str | Path, shard: tuple[int, int] = (0, 1)) -> Generator[None]:
    """Keep other graders out of a course while the body runs.

    Parameters
    ----------
    root : path-like
        The course folder.
    shard : (int, int)
        Which of how many parts is graded; different parts may be graded at a time.

    Raises
    ------
    CourseIsBusyError
        At once, if another process is at work there.
    """
    part, parts = shard
    wanted = [("lock", fcntl.LOCK_EX if parts == 1 else fcntl.LOCK_SH)]
    if parts > 1:
        wanted.append((f"lock-{part + 1}-of-{parts}", fcntl.LOCK_EX))
    with contextlib.ExitStack() as stack:
        for name, kind in wanted:
            _lock(stack, Path(root, FOLDER, name).resolve(), kind)
        yield


def _lock(stack: contextlib.ExitStack, path: Path, kind: int) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        file = stack.enter_context(path.open("a+b"))
        # Locks of this kind belong to the process: none of those it starts keeps them.
        fcntl.lockf(file, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CourseIsBusyError(
            f"another grader is at work in {path.parent.parent}: run this again when it is done"
        ) from error
    except OSError:
        # The disk is full, which grading itself reports, or its file system has no locks.
        return

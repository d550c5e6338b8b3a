"""One grader at a time in a course: two would write the same files and rows."""

import contextlib
import fcntl
import os
from collections.abc import Generator
from pathlib import Path

FOLDER = "grading"
FOR_EVERYBODY = 0o666
"""The mode of a lock: several instructors may grade one course."""


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
        with contextlib.suppress(OSError):  # it is another instructor's
            os.fchmod(file.fileno(), FOR_EVERYBODY)
        # Locks of this kind belong to the process: none of those it starts keeps them.
        fcntl.lockf(file, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CourseIsBusyError(
            f"another grader is at work in {path.parent.parent}: run this again when it is done"
        ) from error
    except PermissionError as error:
        if os.path.exists(path):
            raise CourseIsBusyError(
                f"{path} is another user's and may not be written, so nobody knows whether a "
                f"grader is at work: its owner can change that with chmod a+rw {path}"
            ) from error
    except OSError:
        # The disk is full, which grading itself reports, or its file system has no locks.
        return

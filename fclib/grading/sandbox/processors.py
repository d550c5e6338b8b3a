"""Which processor a submission is graded on: one for both of its processes.

They take turns, over a hundred times in a short notebook, and never work at the same time. On two
processors each turn would first have to wake the other one: half as long again for the notebook.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_taken: Counter[int] = Counter()
_choosing = threading.Lock()


@contextlib.contextmanager
def one_processor() -> Generator[int | None]:
    """Choose the processor with the fewest of this process's submissions; None where none can be.

    Others may be grading on this machine too: each process begins elsewhere, so that they do not
    all share the first.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield None
        return
    with _choosing:
        allowed = sorted(os.sched_getaffinity(0))
        start = os.getpid() % len(allowed)
        chosen = min(allowed[start:] + allowed[:start], key=_taken.__getitem__)
        _taken[chosen] += 1
    try:
        yield chosen
    finally:
        with _choosing:
            _taken[chosen] -= 1


def stay_on(processor: int | None) -> None:
    """Let this process, and all that it forks, work on one processor."""
    if processor is not None:
        os.sched_setaffinity(0, {processor})

"""How long things may take: seconds of a processor, and by the clock some times as many.

An honest answer does not become wrong because the machine is busy, so what is counted is the time
in which a processor works on it. What waits and works on nothing ends by the clock.
"""

from __future__ import annotations

import contextlib
import math
import resource
import signal
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator

AGAIN = 0.5
"""Seconds between the signals after a limit, for code that catches the first."""
STUBBORN = 3
"""Seconds after a limit until the kernel ends what cannot be interrupted."""


class TestTookTooLongError(BaseException):
    """Raised in trusted code when its time is over; not an Exception, so no check catches it."""


class Allowance(NamedTuple):
    """Seconds of a processor, and by the clock, that a cell may take."""

    processor: float
    clock: float


class Notebook:
    """The time that one notebook has.

    Parameters
    ----------
    cell, total : float
        Seconds of a processor for each cell, and for all of them.
    patience : float
        How many times as many seconds they may take by the clock.
    """

    def __init__(self, cell: float, total: float, patience: float) -> None:
        self.cell, self.total, self.patience = cell, total, patience
        self.end = time.monotonic() + total * patience
        self.begun, self.elsewhere = time.process_time(), 0.0

    def for_a_cell(self) -> Allowance:
        """Return what the next cell may take; zeros where the notebook's time is over."""
        here = time.process_time() - self.begun
        seconds = min(self.cell, self.total - here - self.elsewhere)
        clock = min(self.cell * self.patience, self.end - time.monotonic())
        return Allowance(max(0.0, seconds), max(0.0, clock)) if min(seconds, clock) > 0 else OVER

    def is_over(self) -> bool:
        """Whether nothing is left of it."""
        return self.for_a_cell() == OVER

    def charge(self, seconds: float) -> None:
        """Count what another process says that it has used, which is not to be believed too far."""
        self.elsewhere += max(0.0, seconds)


OVER = Allowance(0.0, 0.0)


@contextlib.contextmanager
def processor_limit(seconds: float) -> Generator[None]:
    """Stop what runs here when it has used so many seconds of a processor.

    Raises
    ------
    TestTookTooLongError
        If it can be interrupted. A loop within NumPy or a dict cannot: the kernel then ends this
        process, and whoever waits for it learns that from the closed connection.
    """

    def stop(*_: object) -> None:
        raise TestTookTooLongError(f"checking this took longer than {seconds:.3g} s of a processor")

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = math.ceil(time.process_time() + seconds) + STUBBORN
    signal.signal(signal.SIGPROF, stop)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.001), AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))

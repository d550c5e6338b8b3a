"""Limits of time: a processor's and the clock's, for the student's code and for no frame."""

from __future__ import annotations

import contextlib
import resource
import signal
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

AGAIN = 0.5
"""Seconds between the alarms after a time limit, for code that catches the first."""


class TookTooLongError(BaseException):
    """Raised in a student's code when its time is over; not an Exception, so few catch it."""


TookTooLongError.__name__ = TookTooLongError.__qualname__ = "TimeoutError"
TookTooLongError.__module__ = "builtins"  # for a traceback, which would name a file of the grader's


class Timer:
    """Stops the student's code when its time is over, but never while a frame is sent or read."""

    def __init__(self) -> None:
        self.undisturbed = 0
        self.late: TookTooLongError | None = None
        self.limits = 0.0, 0.0
        self.take_signals()

    def take_signals(self) -> None:
        """Get the timers' signals: at first, and after a cell, which may have taken them."""
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, self._stop)

    def _stop(self, number: int, _: object) -> None:
        by_clock = number == signal.SIGALRM
        limit, how = self.limits[by_clock], " by the clock" if by_clock else ""
        self.late = TookTooLongError(f"it took longer than {limit:.3g} s{how}")
        if not self.undisturbed:
            raise self.late

    @contextlib.contextmanager
    def limit(self, request: dict[str, Any]) -> Generator[None]:
        """Stop the student's code when its time is over, a processor's or by the clock."""
        if "seconds" not in request or signal.getitimer(signal.ITIMER_REAL)[0] > 0:
            yield  # a request within a request: the outer one's limit holds
            return
        self.limits = request["limits"]
        signal.setitimer(signal.ITIMER_PROF, request["seconds"], AGAIN)
        signal.setitimer(signal.ITIMER_REAL, request["clock"], AGAIN)
        try:
            yield
        finally:
            stop_timers()

    def no_alarm(self) -> _NoAlarm:
        """Let an alarm wait: a frame that is torn would be the end of the connection."""
        return _NoAlarm(self)


class _NoAlarm:
    def __init__(self, timer: Timer) -> None:
        self.timer = timer

    def __enter__(self) -> None:
        if not self.timer.undisturbed:
            self.timer.late = None
        self.timer.undisturbed += 1

    def __exit__(self, kind: object, *_: object) -> None:
        self.timer.undisturbed -= 1
        if kind is None and self.timer.late is not None and not self.timer.undisturbed:
            raise self.timer.late


def processor_time() -> float:
    """Return the seconds that processors have worked for this process and those it waited for."""
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited.ru_utime + waited.ru_stime


def stop_timers() -> None:
    """Let no limit of time interrupt what comes now."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)

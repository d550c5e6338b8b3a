"""The visible part of a test that counts when a notebook is handed in."""

from collections.abc import Callable
from typing import Any

from .running import require_function, require_returned, run
from .subject import Case, Subject


def hand_in(*subjects: Subject, **tries: Callable[[], Case]) -> Callable[..., None]:
    """Make a check that says that a cell counts at hand-in, unless nothing is written yet.

    Parameters
    ----------
    *subjects
        Functions that are called with the first arguments of their trial.
    **tries
        For others by name, what gives arguments to call it with.
    """
    tries = {one.name: lambda one=one: one.trial[0] for one in subjects} | tries

    def at_hand_in(**answers: Any) -> None:
        """Say that this cell counts when you hand in; fail for what is not written yet."""
        for name, answer in answers.items():
            require_function(answer, name)
            outcome = run(answer, *tries[name]())
            if outcome.error is None:
                require_returned(outcome.value, name)
            print(f"{name}: this cell counts when you hand in, and tries other numbers then.")

    return at_hand_in

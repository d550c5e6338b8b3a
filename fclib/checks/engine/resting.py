"""One cause, one message: a function that is wrong only where another is that it calls."""

from collections.abc import Sequence

from .comparing import same
from .failing import fail
from .running import run_each
from .subject import Case, Function


def function_rests_on(
    other: str,
    name: str,
    function: Function,
    made: Function,
    right: Function,
    cases: Sequence[Case],
) -> None:
    """Fail if a function is wrong only because another one is that it calls.

    Parameters
    ----------
    other, name : str
        What the other function is called, and this one.
    function : callable
        The answer.
    made : callable
        A right version that calls the student's other function.
    right : callable
        A right version that calls the right one.
    cases : list of tuple
        Arguments to tell by.
    """
    given, of_other, wanted = (run_each(one, cases) for one in (function, made, right))
    if all(map(same, given, of_other)) and not all(map(same, given, wanted)):
        words = (
            f"{other} is not right yet, and this cell rests on it: mend that first.\n"
            f"{name} does what it should."
        )
        fail(words, public=words)

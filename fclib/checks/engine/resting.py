"""One cause, one message: an answer that is right but for another one that it rests on."""

from collections.abc import Callable, Sequence
from typing import Any

from .comparing import agree, same
from .failing import fail
from .running import run
from .subject import Case

Function = Callable[..., Any]


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
    given = [run(function, *case) for case in cases]
    of_other = [run(made, *case) for case in cases]
    wanted = [run(right, *case) for case in cases]
    if all(map(same, given, of_other)) and not all(map(same, given, wanted)):
        _fail(other, f"{name} does what it should")


def answer_rests_on(other: str, name: str, value: Any, made: Callable[[], Any]) -> None:
    """Fail if a wrong answer is what comes of another one that is wrong.

    ``made`` gives what comes of the other.
    """
    outcome = run(made)
    if outcome.error is None and agree(value, outcome.value):
        _fail(other, f"{name} is what comes of it")


def _fail(other: str, seen: str) -> None:
    words = f"{other} is not right yet, and this cell rests on it: mend that first. {seen}."
    fail(words, public=words)

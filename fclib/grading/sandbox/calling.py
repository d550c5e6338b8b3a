"""Calls of a student's function: as many in one request as fit, for each request has its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from fclib.grading.sandbox.changes import write_back
from fclib.grading.sandbox.errors import ProcessLostError
from fclib.grading.sandbox.inside import wire

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from fclib.grading.sandbox.remote import Remote

    Arguments = tuple[list[Any], dict[str, Any]]
    """Those by position, and those by keyword."""
    Result = tuple[Any, Exception | None]
    """A call's value, or what it raised."""


WRONG = "it broke the protocol: a result of a wrong kind"


class _Call(NamedTuple):
    """A call ready to be sent: its arguments, and how they are described with their bytes."""

    given: Arguments
    node: object
    blobs: list[bytes]
    size: int


def call(remote: Remote, number: int, given: Sequence[Arguments]) -> Generator[Result]:
    """Call a student's function with copies; yield what each call gave.

    What a call changed in its arguments is changed here, if the test is to see it.

    Parameters
    ----------
    remote : Remote
        The process in which it is.
    number : int
        The number by which that process knows it.
    given : sequence
        The arguments of each call.
    """
    waiting: list[_Call] = []
    size = 0
    for arguments in given:
        try:
            ready = _ready(remote, arguments)
        except Exception as error:  # such as arguments that are no data
            yield from _sent(remote, number, waiting)
            waiting, size = [], 0
            yield None, error
            continue
        if waiting and size + ready.size > wire.COPIED:
            yield from _sent(remote, number, waiting)
            waiting, size = [], 0
        waiting.append(ready)
        size += ready.size
    yield from _sent(remote, number, waiting)


def _ready(remote: Remote, given: Arguments) -> _Call:
    node, blobs = remote.pack(list(given))
    return _Call(given, node, blobs, sum(map(len, wire.padded(blobs))))


def _sent(remote: Remote, number: int, calls: Sequence[_Call]) -> Generator[Result]:
    """Send calls together; the answer may end early, and the rest is sent again."""
    while calls:
        try:
            answers = _answers(remote, number, calls)
        except Exception as error:
            if len(calls) > 1 and not remote.lost:  # it may be that of one of them
                for one in calls:
                    yield from _sent(remote, number, [one])
                return
            _note_endless(remote, number, error)
            yield None, error
            calls = calls[1:]
            continue
        for one, answer in zip(calls, answers, strict=False):
            yield _result(remote, number, one.given, answer)
        calls = calls[len(answers) :]


def _answers(remote: Remote, number: int, calls: Sequence[_Call]) -> list[list[Any] | Exception]:
    """Return what the student's process says of the first of the calls, at least of one.

    All of it is read before any is believed.
    """
    blobs = [blob for one in calls for blob in one.blobs]
    described = [[one.node, one.size] for one in calls]
    answers = remote.read(*remote.request("call", blobs, object=number, calls=described))
    if not (isinstance(answers, list) and 0 < len(answers) <= len(calls)):
        raise remote.lose(WRONG)
    return [_checked(remote, answer) for answer in answers]


def _checked(remote: Remote, answer: Any) -> list[Any] | Exception:
    """Return a call's result with the arguments after it, or what it raised."""
    if isinstance(answer, dict):
        return remote.error(answer)
    if not (isinstance(answer, list) and len(answer) == 2):
        raise remote.lose(WRONG)
    return answer


def _result(remote: Remote, number: int, given: Arguments, answer: list[Any] | Exception) -> Result:
    """Take what came of one call."""
    if isinstance(answer, Exception):
        remote.behaviour.raised(answer)
        _note_endless(remote, number, answer)
        return None, answer
    remote.behaviour.gave(answer)
    result, after = answer
    if number not in remote.changing:
        after = remote.changes.of_call(list(given), after)
    if after is not None:
        remote.changed = True
        if remote.writes_back or number in remote.changing:
            write_back(list(given), after)
    return result, None


def _note_endless(remote: Remote, number: int, error: Exception) -> None:
    if isinstance(error, TimeoutError | ProcessLostError) and remote.has_used_its_time():
        remote.endless.add(number)

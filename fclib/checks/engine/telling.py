"""What is said of a function that is wrong.

One thing is said, always in the same order: that nothing is written yet, or that it stopped; that a
result is of a wrong kind or shape; a mistake that has a name; what else is true of the answer; and
where it differs, and by how much.
"""

import re
from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np

from .arrays import wanted
from .asked import Asked
from .behaviour import known_by_behaviour, swapped
from .comparing import agree, equal, is_right, named
from .failing import Known, fail
from .loops import LOOPS, has_loop
from .results import Difference, difference
from .running import Outcome, require_no_error, stopped
from .state import gave_earlier
from .subject import Case, Function, Subject
from .unnamed import relation
from .words import Short, public_error

ABOUT_SHAPES = re.compile(r"\bshapes?\b|broadcast|dimension")
"""What NumPy's errors about shapes have in common."""
TRY_IT = 180
"""Characters of arguments that a message has room for."""


def fail_for(
    subject: Subject,
    function: Function,
    cases: Sequence[Case],
    outcomes: Sequence[Outcome],
    passed: int,
    more: Sequence[Case],
    only: str,
) -> NoReturn:
    """Say what is wrong; of the cases so many have ``passed``, and the next one did not."""
    tried = list(zip(outcomes, cases, strict=True))
    failing = [
        (outcome, case)
        for outcome, case in tried[passed:]
        if outcome.error is not None or difference(subject, outcome.value, case) is not None
    ]
    outcome, case = _simplest(subject, failing)
    trial = Asked(function, subject.trial)
    found = (
        swapped(subject, function, case)
        or gave_earlier(subject, trial, tried)
        or _diagnosed(subject, Asked(function, [*cases, *more], outcomes), trial)
        or known_by_behaviour(subject, trial, case, outcome, failing)
    )
    if isinstance(found, Known) and found in LOOPS:
        found.ask = _at_end(function, LOOPS[found])
    many = _how_many(len(failing), len(cases))
    if outcome.error is not None:
        _fail_for_error(subject, outcome, case, found, many)
    seen = difference(subject, outcome.value, case)
    assert seen is not None
    if found is not None:
        fail(f"{seen.seen}{many}", found, seen.public)
    seen = seen._replace(seen=f"{seen.seen}{many}")
    if only and all(is_right(subject, trial)):
        fail(f"{seen.seen}.\nIt is wrong only {only}.{_try_it(subject, case)}", public=seen.public)
    _fail_unnamed(subject, trial, tried, case, seen)


def _diagnosed(subject: Subject, asked: Asked, trial: Asked) -> str | None:
    """Return the known mistake; loops that miss an end are told by more than these cases.

    Where there is one sample or one channel alone, the first is the last.
    """
    loops = {id_: known for id_, known in subject.wrong.items() if id_ in LOOPS}
    others = {id_: known for id_, known in subject.wrong.items() if id_ not in LOOPS}
    alike = equal if subject.exact else agree
    return named(asked, subject.reference, others, trial, alike) or named(
        asked + trial, subject.reference, loops
    )


def _simplest(subject: Subject, failing: Sequence[tuple[Outcome, Case]]) -> tuple[Outcome, Case]:
    """Return the failing case to show: one that stopped, with the fewest numbers."""
    stopped_ones = [pair for pair in failing if pair[0].error is not None]
    kinds = {public_error(outcome.error) for outcome, _ in stopped_ones if outcome.error}
    if len(kinds) > 1:
        return stopped_ones[0]  # what came later may follow from it, as where a process is lost
    # Where zero is right, nothing can be worked out by hand.
    telling = [(o, case) for o, case in failing if any(map(np.any, wanted(subject, case)))]
    return min(stopped_ones or telling or failing, key=lambda pair: _entries(pair[1]))


def _entries(value: Any) -> int:
    """Return how many numbers arguments hold: the fewer, the simpler to work out by hand."""
    if isinstance(value, tuple | list):
        return sum(map(_entries, value))
    return value.size if isinstance(value, np.ndarray) else 1


def _how_many(failed: int, tried: int) -> str:
    if tried == 1:
        return ""
    if failed < tried:
        return f" ({failed} of {tried} cases {'fails' if failed == 1 else 'fail'})"
    return " (both cases fail)" if tried == 2 else f" (all {tried} cases fail)"


def _fail_for_error(
    subject: Subject, outcome: Outcome, case: Case, found: str | None, many: str
) -> NoReturn:
    assert outcome.error is not None
    where = subject.sizes(*case)
    if found is None:
        more = _shapes(subject, case) if ABOUT_SHAPES.search(str(outcome.error)) else ""
        require_no_error(outcome, subject.name, where, many, more)
    seen, words = stopped(outcome.error, subject.name, f"{where}{many}")
    public = f"{subject.name} stopped with {public_error(outcome.error)}"
    fail(seen, found, public, words)


def _shapes(subject: Subject, case: Case) -> str:
    """Return a line with the shapes that results should have; nothing where they are lists."""
    shapes = [
        f"{name} of shape {right.shape}"
        for name, right in zip(subject.results, wanted(subject, case), strict=True)
        if right.ndim and subject.read is None
    ]
    return f"\nExpected: {', '.join(shapes)}." if shapes else ""


def _fail_unnamed(
    subject: Subject,
    trial: Asked,
    tried: Sequence[tuple[Outcome, Case]],
    case: Case,
    seen: Difference,
) -> NoReturn:
    words = relation(subject, trial, tried, seen.result)
    if words is None:
        said = f"{seen.seen}, which is like no known mistake."
    else:
        said = f"{seen.seen}.\n{words}"
        if isinstance(words, Short) and _has_loop(trial.function):
            said = f"{said} {_at_end(trial.function, words.end)}"
    fail(f"{said}{_try_it(subject, case)}", public=seen.public)


def _at_end(function: Function, end: str) -> str:
    """Ask how the code gets to an end; not of a loop where it has none."""
    what = {
        True: "the range of a loop",
        False: "the counting, or a slice,",
        None: "the counting, or the range of a loop,",
    }[_has_loop(function)]
    return f"Where does {what} begin?" if end == "first" else f"Does {what} reach it?"


def _has_loop(function: Function) -> bool | None:
    """Whether the code has a loop; None where it runs elsewhere and is not known."""
    code = getattr(function, "__code__", None)
    return None if code is None else has_loop(code)


def _try_it(subject: Subject, case: Case) -> str:
    """Return a line with the arguments to try, if there is room for them."""
    if any(map(callable, case)):
        return ""
    arrays = [value for value in case if isinstance(value, np.ndarray)]
    if any(array.size == 0 for array in arrays):  # its shape would be lost
        return ""
    if not all(array.flags.forc for array in arrays):  # no text would make a view again
        return ""
    text = f"{subject.name}({', '.join(map(_as_code, case))})"
    return f"\nTry it with {text}" if len(text) <= TRY_IT else ""


def _as_code(value: Any) -> str:
    """Return Python text that makes an argument again, an array's type and layout too."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    kind = "" if value.dtype in (np.float64, np.int64) else f", np.{value.dtype.name}"
    layout = "" if value.flags.c_contiguous else ', order="F"'
    numbers = re.sub(r"\b(nan|inf)\b", r"np.\1", str(value.tolist()))
    return f"np.array({numbers}{kind}{layout})"

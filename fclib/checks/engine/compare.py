"""How a check of a function goes: call it, compare results, and say of a wrong one what is wrong.

One thing is said, always in the same order: that nothing is written yet, or that it stopped; that a
result is of a wrong kind or shape; a mistake that has a name; what else is true of the answer; and
where it differs, and by how much.
"""

import dis
import re
from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any, NoReturn

import numpy as np

from .behaviour import (
    arrays_of,
    destroyed,
    gave_earlier,
    is_right,
    kept_state,
    known_by_behaviour,
    remembered,
    shares_memory,
    swapped,
)
from .comparing import agree, diagnose, equal
from .failing import fail
from .relations import Pair, apart, related
from .results import Difference, difference, wanted
from .running import Outcome, require_function, require_no_error, run, stopped
from .subject import Array, Case, Subject
from .words import public_error

TRY_IT = 180
"""Characters of arguments that a message has room for."""

Function = Callable[..., Any]


def compare(
    subject: Subject,
    function: Function,
    cases: Sequence[Case],
    more: Sequence[Case] = (),
    only: str = "",
) -> None:
    """Fail unless the function gives what the reference does for all cases.

    To name a mistake, ``more`` cases may tell apart what the others do not. What is ``only`` so in
    these, "for large scores", is said of a function that is right in the trial's.
    """
    require_function(function, subject.name)
    for place, case in enumerate(cases):
        outcome = run(function, *case)
        differs = None if outcome.error else difference(subject, outcome.value, case)
        if outcome.error is None and differs is None:
            _require_same_behaviour(subject, function, case, outcome)
        else:
            rest = [run(function, *other) for other in cases[place + 1 :]]
            _fail(subject, function, cases, [outcome, *rest], more, only)


def _require_same_behaviour(
    subject: Subject, function: Function, case: Case, outcome: Outcome
) -> None:
    """Fail if a call changed an argument, and the next one with the same arguments does not.

    To change one always is told by `leaves_arguments`, once.
    """
    name, found = destroyed(subject, case, outcome)
    if found and not destroyed(subject, case, run(function, *case))[1]:
        words = f"{subject.name} changed its argument {name} in one call, and not in the next"
        fail(words, found, words)


def _fail(
    subject: Subject,
    function: Function,
    cases: Sequence[Case],
    outcomes: Sequence[Outcome],
    more: Sequence[Case],
    only: str,
) -> NoReturn:
    """Say what is wrong; the last of the cases, as many as there are outcomes, were not right."""
    passed = len(cases) - len(outcomes)
    failing = [
        (outcome, case)
        for outcome, case in zip(outcomes, cases[passed:], strict=True)
        if outcome.error is not None or difference(subject, outcome.value, case) is not None
    ]
    outcome, case = _simplest(subject, failing)
    right = [Outcome(subject.reference(*case)) for case in cases[:passed]]
    tried = list(zip([*right, *outcomes], cases, strict=True))
    found = (
        swapped(subject, function, case)
        or gave_earlier(subject, function, tried)
        or _diagnosed(subject, function, [*cases, *more])
        or known_by_behaviour(subject, function, case, outcome, failing)
    )
    many = _how_many(len(failing), len(cases))
    if outcome.error is not None:
        _fail_for_error(subject, outcome, case, found, many)
    seen = difference(subject, outcome.value, case)
    assert seen is not None
    if found is not None:
        fail(f"{seen.seen}{many}", found, seen.public)
    seen = seen._replace(seen=f"{seen.seen}{many}")
    if only and all(is_right(subject, function, subject.trial)):
        fail(f"{seen.seen}.\nIt is wrong only {only}.{_try_it(subject, case)}", public=seen.public)
    _fail_unnamed(subject, function, tried, case, seen)


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
    return f" (all {tried} cases fail)" if failed == tried else f" ({failed} of {tried} cases fail)"


def _fail_for_error(
    subject: Subject, outcome: Outcome, case: Case, found: str | None, many: str
) -> NoReturn:
    assert outcome.error is not None
    where = subject.sizes(*case)
    if found is None:
        require_no_error(outcome, subject.name, where, many)
    fail(
        f"{stopped(outcome.error, subject.name, where)}{many}",
        found,
        f"{subject.name} stopped with {public_error(outcome.error)}",
    )


def _fail_unnamed(
    subject: Subject,
    function: Function,
    tried: Sequence[tuple[Outcome, Case]],
    case: Case,
    seen: Difference,
) -> NoReturn:
    words = relation(subject, function, tried, seen.result)
    if words is None:
        said = f"{seen.seen}, which is like no known mistake."
    else:
        said = f"{seen.seen}.\n{words}{_guess(function, words)}"
    fail(f"{said}{_try_it(subject, case)}", public=seen.public)


def relation(
    subject: Subject, function: Function, tried: Sequence[tuple[Outcome, Case]], name: str
) -> str | None:
    """Say what is true of a wrong result that has no name, or None."""
    if any(outcome.error is not None for outcome, _ in tried):
        return None
    trial = [(run(function, *case), case) for case in subject.trial]
    here = [_pairs(subject, *one) for one in tried]
    there = [_pairs(subject, *one) for one in trial if one[0].error is None]
    if not all(here) or not all(there):
        return None
    stops = len(there) < len(trial)
    if subject.departs is not None and (first := subject.departs(function)) is not None:
        return first
    wrong = [any(map(apart, column)) for column in zip(*here, *there, strict=True)]
    bad = [one for one, is_wrong in zip(subject.results, wrong, strict=True) if is_wrong]
    right = [one for one in subject.results if one not in bad]
    # The one that is shown, and if nothing is true of it another.
    for one in sorted(bad, key=name.__ne__):
        place = subject.results.index(one)
        words = related(
            [pairs[place] for pairs in here],
            [pairs[place] for pairs in there],
            stops,
            lambda *case, k=place: _result(subject, function, case, k),
            lambda *case, k=place: wanted(subject, case)[k],
        )
        words = words and _with_nouns(subject, one, words)
        if words is not None and len(subject.results) == 1:
            return words
        if words is not None:
            others = f"{are(right, 'right')}. " if right else ""
            return f"{others}{one}: {words[0].lower()}{words[1:]}"
    return f"Only {are(bad, 'wrong')}: {are(right, 'right')}." if right else None


def _with_nouns(subject: Subject, result: str, words: str) -> str:
    """Call what lies along an axis by its name: "first image" for "first slice along axis 0"."""
    argument = re.search(r"\bif (\w+) ", words)
    nouns = subject.along.get(argument[1] if argument else result, ())

    def noun(found: re.Match[str]) -> str:
        axis = int(found[2])
        return f"{nouns[axis]}{found[1]}" if axis < len(nouns) else found[0]

    return re.sub(r"\bslice(s?) along axis (\d)", noun, words)


def are(names: Sequence[str], what: str) -> str:
    """Say what one or several things are: "W and b are right"."""
    *most, last = names
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"{listed} {'are' if most else 'is'} {what}"


def _pairs(subject: Subject, outcome: Outcome, case: Case) -> list[Pair]:
    """Return each result beside the right one; nothing where one is of a wrong kind."""
    got = arrays_of(subject, outcome.value)
    sizes: dict[str, float] = {**subject.lengths(*case)} if subject.lengths else {}
    for name, value in zip(subject.arguments, case, strict=True):
        if isinstance(value, int | float) and not isinstance(value, bool):
            sizes[name] = value
    if any(array is None for array in got):
        return []
    terms = subject.terms(*case) if subject.terms else {}
    return [
        Pair(array, right, subject.arguments, case, sizes, terms.get(name, {}), subject.exact)
        for array, right, name in zip(got, wanted(subject, case), subject.results, strict=False)
    ]


def _result(subject: Subject, function: Function, case: Case, place: int) -> Array | None:
    """Return one result for other arguments, or None where there is none."""
    arrays = arrays_of(subject, run(function, *case).value)
    return arrays[place] if len(arrays) > place else None


def _guess(function: Function, words: str) -> str:
    """Guess at a loop where there is one, and something is missing at an end."""
    left = words.endswith(("which is all zeros.", "which is zero."))
    if not (left or words.startswith("It comes without")):
        return ""
    if not _loops(getattr(function, "__code__", None)):
        return ""
    return " Does a loop begin at 0?" if " first " in words else " Does a loop reach it?"


def _loops(code: CodeType | None) -> bool:
    """Whether code, or a function in it, has a loop."""
    if code is None:
        return False
    names = {step.opname for step in dis.get_instructions(code)}
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return bool(names & {"FOR_ITER", "JUMP_BACKWARD"}) or any(map(_loops, inner))


def _diagnosed(subject: Subject, function: Function, cases: Sequence[Case]) -> str | None:
    """Return the known mistake; loops that miss an end are told by more than these cases.

    Where there is one sample or one channel alone, the first is the last.
    """
    loops = {id_: known for id_, known in subject.wrong.items() if id_.startswith("loop-")}
    others = {id_: known for id_, known in subject.wrong.items() if id_ not in loops}
    alike = equal if subject.exact else agree
    return diagnose(function, cases, subject.reference, others, subject.trial, alike) or diagnose(
        function, [*cases, *subject.trial], subject.reference, loops
    )


def compare_none(
    subject: Subject, function: Function, cases: Sequence[Case], known: Sequence[str] = ()
) -> None:
    """Check batches without samples, once others passed.

    What passed so far is no wrong formula, though a batch of none looks like several: only the
    ``known`` mistakes are looked for.
    """
    for case in cases:
        outcome = run(function, *case)
        for name, got in zip(subject.results, arrays_of(subject, outcome.value), strict=False):
            if got is not None and got.shape in EMPTY:
                words = f"{name} has shape {got.shape} for a batch of none:\n{EMPTY[got.shape]}"
                fail(words, public=words)
    wrong: Mapping[str, Sequence[Function]] = {id_: subject.wrong[id_] for id_ in known}
    compare(subject._replace(wrong=wrong), function, cases)


EMPTY = {
    (): "Python's sum of no rows is the number 0. Begin with an array of the right shape.",
    (0,): "an empty list has no rows. Make an array of the right shape, then fill it.",
}
"""What makes a result of such a shape out of a batch without samples."""


def leaves_arguments(subject: Subject, function: Function, cases: Sequence[Case]) -> None:
    """Fail if the function changes an argument or gives something else the second time."""
    for case in cases:
        outcome = run(function, *case)
        name, found = destroyed(subject, case, outcome)
        if found:
            words = f"{subject.name} changed its argument {name}"
            fail(words, found, words)
        found = kept_state(subject, function, case, outcome)
        if found:
            words = f"{subject.name} gave two results for the same arguments"
            fail(words, found, words)
        found = remembered(subject, function, case)
        if found:
            words = f"{subject.name} does not work anew in each call"
            fail(words, found, words)
        shared = shares_memory(subject, function, case)
        if shared:
            words = (
                f"{shared[0]} lies in the memory of the argument {shared[1]} "
                f"{subject.sizes(*case)}:\nwhoever changes one changes the other. "
                f"Return an array of its own."
            )
            fail(words, public=words)


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

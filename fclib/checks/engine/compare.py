"""How a check of a function goes: call it, and compare what it gives with what it should.

What is wrong is said by `telling`: one thing, always in the same order.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, islice

from .arrays import arrays_of
from .behaviour import destroyed
from .failing import fail
from .results import difference
from .running import Outcome, require_function, run, run_each
from .state import kept_state, remembered, shares_memory, with_another
from .subject import Case, Function, Subject
from .telling import fail_for
from .words import NOTHING_AT_TIMES


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
    outcomes = run_each(function, cases)
    gives = any(outcome.value is not None for outcome in outcomes)
    for place, (case, outcome) in enumerate(zip(cases, outcomes, strict=True)):
        if gives and outcome.value is None and outcome.error is None:
            words = f"{subject.name} returned None {subject.sizes(*case)}. {NOTHING_AT_TIMES}"
            fail(words, public=words)
        differs = None if outcome.error else difference(subject, outcome.value, case)
        if outcome.error is None and differs is None:
            _require_same_behaviour(subject, function, case, outcome)
        else:
            fail_for(subject, function, cases, outcomes, place, more, only)


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
    others = [with_another(subject, case) for case in cases]
    calls = [
        [case, case, *(other for _, other in more)]
        for case, more in zip(cases, others, strict=True)
    ]
    outcomes = iter(run_each(function, [*chain.from_iterable(calls)]))
    for case, more in zip(cases, others, strict=True):
        first, second, *rest = islice(outcomes, 2 + len(more))
        name, found = destroyed(subject, case, first)
        if found:
            words = f"{subject.name} changed its argument {name}"
            fail(words, found, words)
        found = kept_state(subject, first, second)
        if found:
            words = f"{subject.name} gave two results for the same arguments"
            fail(words, found, words)
        found = remembered(subject, case, second, list(zip(more, rest, strict=True)))
        if found:
            words = f"{subject.name} does not work anew in each call"
            fail(words, found, words)
        shared = shares_memory(subject, case, first)
        if shared:
            words = (
                f"{shared[0]} lies in the memory of the argument {shared[1]} "
                f"{subject.sizes(*case)}:\nwhoever changes one changes the other. "
                f"Return an array of its own."
            )
            fail(words, public=words)

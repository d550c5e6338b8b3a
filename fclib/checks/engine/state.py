"""Functions in which one call and another meet: what they keep, and what they share."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arrays import arrays_of, wanted
from .asked import Asked
from .comparing import agree, is_right, kind_of_numbers
from .failing import Known
from .mistakes import STATE_KEPT
from .running import Outcome, copied
from .subject import Case, Subject

Tried = tuple[Outcome, Case]


def kept_state(subject: Subject, first: Outcome, second: Outcome) -> str | None:
    """Name the mistake of a function that gives another result for the same arguments."""
    results = [arrays_of(subject, outcome.value) for outcome in (first, second)]
    if not all(results):  # it raised, or gave no tuple where one was expected
        return None
    if any(array is None for arrays in results for array in arrays) or agree(*results):
        return None
    return STATE_KEPT


def gave_earlier(subject: Subject, trial: Asked, tried: Sequence[Tried]) -> str | None:
    """Name the mistake of a function that gives again what was right in an earlier call.

    ``tried`` are outcomes and cases, in their order; ``trial`` is asked for if they may be so.
    """
    rights = [subject.reference(*case) for _, case in tried]
    wrong = [
        (outcome, rights[place], rights[:place])
        for place, (outcome, _) in enumerate(tried)
        if outcome.error is not None or not agree(outcome.value, rights[place])
    ]
    # One number may be met twice by chance, and an example's result may stand in the code.
    single = any(not isinstance(right, tuple) and np.size(right) == 1 for right in rights)
    if len(wrong) < 1 + single or not any(is_right(subject, trial)):
        return None
    for outcome, right, earlier in wrong:
        # Zero is what nothing at all comes to, in an earlier call or not; its shape may tell.
        telling = (one for one in earlier if _not_zero(subject, one) or _apart(subject, one, right))
        if outcome.error is not None or not any(agree(outcome.value, one) for one in telling):
            return None
    return Known(STATE_KEPT, "it gave an earlier call's result")


def _not_zero(subject: Subject, value: Any) -> bool:
    return any(map(np.any, arrays_of(subject, value)))


def _apart(subject: Subject, one: Any, other: Any) -> bool:
    """Whether two results have other shapes."""
    shapes = [[array.shape for array in arrays_of(subject, value)] for value in (one, other)]
    return shapes[0] != shapes[1]


def with_another(subject: Subject, case: Case) -> list[tuple[str, Case]]:
    """Return the arguments with one of them changed, each in turn and after its name."""
    changed = [_another(value, counts=subject.exact) for value in case]
    return [
        (name, (*case[:place], value, *case[place + 1 :]))
        for place, (name, value) in enumerate(zip(subject.arguments, changed, strict=True))
        if value is not None
    ]


def remembered(
    subject: Subject,
    case: Case,
    first: Outcome,
    later: Sequence[tuple[tuple[str, Case], Outcome]],
) -> str | None:
    """Name the mistake of a function in which an earlier call and a later one meet.

    In each ``later`` call another argument is changed: a result that is kept for some of them only
    is then an old one. And an array that is written anew in each call has changed by now.
    """
    held = arrays_of(subject, first.value)
    if first.error is not None or not agree(held, wanted(subject, case)):  # other checks tell of it
        return None
    for (name, other), outcome in later:
        if outcome.error is not None or not agree(arrays_of(subject, outcome.value), held):
            continue
        try:
            right = wanted(subject, other)
        except ValueError:  # such arguments have no result
            continue
        if not agree(right, held):
            return Known(STATE_KEPT, f"with another {name} it gave an earlier call's numbers")
    if not agree(arrays_of(subject, first.returned), held):
        return Known(STATE_KEPT, "a later call wrote over an earlier result")
    return None


def _another(value: Any, *, counts: bool) -> Any:
    """Return an argument like this one with other numbers, or None.

    A whole number is one that counts something, or says how: then other checks try others. Several
    may be labels or sizes, and come in the opposite order.
    """
    if counts and isinstance(value, int):
        return value + 1
    if kind_of_numbers(value) in "iu":
        return value[::-1]
    if kind_of_numbers(value) != "f":
        return None
    changed = 2 * np.asarray(value)[::-1] + 0.125
    return changed.tolist() if isinstance(value, list) else changed.astype(value.dtype)


def shares_memory(subject: Subject, case: Case, outcome: Outcome) -> tuple[str, str] | None:
    """Return the names of a result and an argument that share memory, or None.

    Where the right function returns a view, an answer may.
    """
    shared = _sharing(arrays_of(subject, outcome.returned), outcome.arguments_after)
    if not shared:
        return None
    arguments = [*map(copied, case)]
    views = _sharing(arrays_of(subject, subject.reference(*arguments)), arguments)
    for result, argument in shared:
        if (result, argument) not in views:
            return subject.results[result], subject.arguments[argument]
    return None


def _sharing(results: Sequence[Any], arguments: Sequence[Any]) -> list[tuple[int, int]]:
    """Return the places of results and arguments that share memory."""
    return [
        (r, a)
        for r, result in enumerate(results)
        for a, argument in enumerate(arguments)
        if isinstance(result, np.ndarray)
        and isinstance(argument, np.ndarray)
        and np.shares_memory(result, argument)
    ]

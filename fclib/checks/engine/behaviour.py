"""Mistakes that are known by what a function does to its arguments and with them."""

import inspect
import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from .asked import Asked
from .comparing import identical, is_right
from .failing import Known
from .mistakes import HARD_CODED, NAME_REUSED, RESHAPED, SQUARE_ASSUMED, SWAPPED
from .running import Outcome, names_of_numbers, run_each
from .state import kept_state
from .subject import Case, Function, Subject
from .truncation import cut_off, no_room_for_fractions

CANNOT_RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape (\(.*\))")
SEVERAL_SIZES = 3
"""Of so many sizes at least, a single shape that fits none of them stands in the code."""

Tried = tuple[Outcome, Case]


def known_by_behaviour(
    subject: Subject, trial: Asked, case: Case, outcome: Outcome, failing: Sequence[Tried]
) -> str | None:
    """Return the mistake that a wrong function shows in what it does, or None.

    ``case`` and ``outcome`` are the simplest of the ``failing`` pairs of an outcome and a case.
    """
    function = trial.function
    return (
        _reshaped_in_place(outcome.error)
        or kept_state(subject, *run_each(function, [case] * 2))
        or kept_state(subject, *run_each(function, [failing[-1][1]] * 2))
        or _one_shape_for_all(failing)
        or destroyed(subject, case, outcome)[1]
        or (outcome.error is not None and _destroys_elsewhere(subject, trial))
        or cut_off(subject, failing)
        or no_room_for_fractions(subject, trial, case, outcome)
        or _name_reused(subject, case, outcome.error)
        or only_where_equal(subject, trial, case)
        or (subject.also(function, case) if subject.also else None)
    )


def _destroys_elsewhere(subject: Subject, trial: Asked) -> str | None:
    """Name the mistake of changing an argument, which stops where the argument has no room."""
    tried = zip(trial, trial.cases, strict=True)
    return next((destroyed(subject, case, outcome)[1] for outcome, case in tried), None)


def _reshaped_in_place(error: Exception | None) -> str | None:
    """Name the mistake of giving an array another shape where it lies, where that cannot be."""
    words = "Incompatible shape for in-place modification"
    return RESHAPED if error and str(error).startswith(words) else None


def _one_shape_for_all(failing: Sequence[Tried]) -> str | None:
    """Name the mistake of sizes in the code: arrays of several sizes get a shape that none has."""
    words = [str(outcome.error) for outcome, _ in failing]
    shapes = {found[2] for found in map(CANNOT_RESHAPE.match, words) if found}
    sizes = {found[1] for found in map(CANNOT_RESHAPE.match, words) if found}
    if len(shapes) != 1 or len(sizes) < SEVERAL_SIZES:
        return None
    return Known(HARD_CODED, f"an array gets the shape {shapes.pop()} there, whatever it is")


def _name_reused(subject: Subject, case: Case, error: Exception | None) -> str | None:
    """Name the mistake of giving an argument's name to a number, where that made a call stop."""
    arrays = {
        name
        for name, value in zip(subject.arguments, case, strict=True)
        if isinstance(value, np.ndarray)
    }
    numbers = sorted(arrays & names_of_numbers(error)) if error else []
    return Known(NAME_REUSED, f"{numbers[0]} is a number there") if numbers else None


def destroyed(
    subject: Subject, case: Case, outcome: Outcome
) -> tuple[str, str] | tuple[None, None]:
    """Return the name of an argument that the call changed and the mistake's id, or two None."""
    for name, before, after in zip(subject.arguments, case, outcome.arguments_after, strict=True):
        if name not in subject.destroyed:  # it may be changed
            continue
        if isinstance(before, list):  # it may hold arrays now
            if repr(before) != repr(after):
                return name, subject.destroyed[name]
            continue
        before, now = np.asarray(before), np.asarray(after)
        if before.shape != now.shape and before.size == now.size:
            return name, RESHAPED
        if before.dtype != now.dtype or not identical(before, now):
            return name, subject.destroyed[name]
    return None, None


def swapped(subject: Subject, function: Function, case: Case) -> str | None:
    """Name the mistake of a function with its arguments in another order: right once they change.

    Only the names tell it for sure: W Xᵀ with W and X exchanged is X Wᵀ.
    """
    try:
        taken = tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # nothing is known of its arguments
        return None
    names = subject.arguments
    if taken == names or sorted(taken) != sorted(names) or not subject.trial:
        return None
    for a, b in combinations(range(len(names)), 2):

        def exchanged(*arguments: Any, a: int = a, b: int = b) -> Any:
            given = list(arguments)
            given[a], given[b] = given[b], given[a]
            return function(*given)

        if all(is_right(subject, Asked(exchanged, [case, *subject.trial]))):
            note = f"it is right once {names[a]} and {names[b]} change places"
            return Known(SWAPPED, note)
    return None


def only_where_equal(subject: Subject, trial: Asked, case: Case) -> str | None:
    """Name the mistake of a function that is right only where two sizes are the same.

    It is wrong for ``case``.
    """
    if subject.lengths is None or subject.exact:  # sizes of a count are its arguments
        return None
    lengths = [subject.lengths(*arguments) for arguments in (case, *trial.cases)]
    right = None
    for a, b in combinations(lengths[0], 2):
        if b in subject.within.get(a, ()):
            continue
        equal = [sizes[a] == sizes[b] for sizes in lengths]
        # One size alone may be written into the code.
        several = len({sizes[a] for sizes in lengths if sizes[a] == sizes[b]}) > 1
        if not several:
            continue
        right = right or [False, *is_right(subject, trial)]
        if right == equal:
            return Known(SQUARE_ASSUMED, f"it is right only with as many {a} as {b}")
    return None

"""Mistakes that are known by what a function does to its arguments and with them."""

import copy
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from .comparing import agree, as_numbers, identical, kind_of_numbers
from .failing import Known
from .running import Outcome, copied, names_of_numbers, run
from .subject import Array, Case, Subject

CANNOT_RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape (\(.*\))")
SEVERAL_SIZES = 3
"""Of so many sizes at least, a single shape that fits none of them stands in the code."""

Function = Callable[..., Any]
Arrays = tuple[Any, ...]
"""An array for each result, or None where it is none."""
Tried = tuple[Outcome, Case]


def known_by_behaviour(
    subject: Subject, function: Function, case: Case, outcome: Outcome, failing: Sequence[Tried]
) -> str | None:
    """Return the mistake that a wrong function shows in what it does, or None.

    ``case`` and ``outcome`` are the simplest of the ``failing`` pairs of an outcome and a case.
    """
    return (
        _reshaped_in_place(outcome.error)
        or kept_state(subject, function, case)
        or kept_state(subject, function, failing[-1][1])
        or _one_shape_for_all(failing)
        or destroyed(subject, case, outcome)[1]
        or (outcome.error is not None and _destroys_elsewhere(subject, function))
        or _cut(subject, failing)
        or _no_room_for_fractions(subject, function, case, outcome)
        or _name_reused(subject, case, outcome.error)
        or only_where_equal(subject, function, case)
        or (subject.also(function, case) if subject.also else None)
    )


def _destroys_elsewhere(subject: Subject, function: Function) -> str | None:
    """Name the mistake of changing an argument, which stops where the argument has no room."""
    tried = ((case, run(function, *case)) for case in subject.trial[:1])
    return next((destroyed(subject, case, outcome)[1] for case, outcome in tried), None)


def _reshaped_in_place(error: Exception | None) -> str | None:
    """Name the mistake of giving an array another shape where it lies, where that cannot be."""
    words = "Incompatible shape for in-place modification"
    return "input-reshaped-in-place" if error and str(error).startswith(words) else None


def _one_shape_for_all(failing: Sequence[Tried]) -> str | None:
    """Name the mistake of sizes in the code: arrays of several sizes get a shape that none has."""
    words = [str(outcome.error) for outcome, _ in failing]
    shapes = {found[2] for found in map(CANNOT_RESHAPE.match, words) if found}
    sizes = {found[1] for found in map(CANNOT_RESHAPE.match, words) if found}
    if len(shapes) != 1 or len(sizes) < SEVERAL_SIZES:
        return None
    return Known(
        "hard-coded-shape", f"an array gets the shape {shapes.pop()} there, whatever it is"
    )


def _name_reused(subject: Subject, case: Case, error: Exception | None) -> str | None:
    """Name the mistake of giving an argument's name to a number, where that made a call stop."""
    arrays = {
        name
        for name, value in zip(subject.arguments, case, strict=True)
        if isinstance(value, np.ndarray)
    }
    numbers = sorted(arrays & names_of_numbers(error)) if error else []
    return Known("name-reused", f"{numbers[0]} is a number there") if numbers else None


def as_arrays(subject: Subject, value: Any) -> Arrays:
    """Return the results as a tuple of arrays, or a tuple of None where one is no such thing."""
    values = value if len(subject.results) > 1 else (value,)
    return tuple(map(as_numbers if subject.read else _as_array, values))


def arrays_of(subject: Subject, value: Any) -> Arrays:
    """Return the results as arrays; none where their number is not known."""
    try:
        return as_arrays(subject, value)
    except TypeError:
        return ()


def _as_array(value: Any) -> Array | None:
    """Return what is an array of numbers, or would be one; None for anything else.

    A matrix multiplies otherwise than an array, and a masked array leaves out entries.
    """
    for one in (value, *value) if isinstance(value, list | tuple) else (value,):
        if isinstance(one, np.matrix | np.ma.MaskedArray):
            return None
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "iuf" else None


def kept_state(
    subject: Subject, function: Function, case: Case, first: Outcome | None = None
) -> str | None:
    """Name the mistake of a function that gives another result the second time.

    ``first`` is the outcome of a call with these arguments, if there was one just now.
    """
    first, second = first or run(function, *case), run(function, *case)
    results = [arrays_of(subject, outcome.value) for outcome in (first, second)]
    if not all(results):  # it raised, or gave no tuple where one was expected
        return None
    if any(array is None for arrays in results for array in arrays) or agree(*results):
        return None
    return "state-kept"


def gave_earlier(subject: Subject, function: Function, tried: Sequence[Tried]) -> str | None:
    """Name the mistake of a function that gives again what was right in an earlier call.

    ``tried`` are outcomes and cases, in their order.
    """
    if not tried or not subject.trial:
        return None
    rights = [subject.reference(*case) for _, case in tried]
    wrong = [
        (outcome, rights[:place])
        for place, (outcome, _) in enumerate(tried)
        if outcome.error is not None or not agree(outcome.value, rights[place])
    ]
    # One number may be met twice by chance, and an example's result may stand in the code.
    single = any(not isinstance(right, tuple) and np.size(right) == 1 for right in rights)
    if len(wrong) < 1 + single or not any(is_right(subject, function, subject.trial)):
        return None
    for outcome, earlier in wrong:
        # Zero is what nothing at all comes to, in an earlier call or not.
        telling = (one for one in earlier if any(map(np.any, arrays_of(subject, one))))
        if outcome.error is not None or not any(agree(outcome.value, one) for one in telling):
            return None
    return Known("state-kept", "it gave an earlier call's result")


def remembered(subject: Subject, function: Function, case: Case) -> str | None:
    """Name the mistake of a function in which an earlier call and a later one meet.

    Each argument is changed once: a result that is kept for some of them only is then an old one.
    And the first result is held meanwhile: an array that is written anew in each call changes.
    """
    try:
        first = function(*map(copied, case))
    except Exception:  # other checks tell of it
        return None
    held = copy.deepcopy(arrays_of(subject, first))
    if not agree(held, _wanted(subject, case)):  # other checks tell of it
        return None
    for place, (name, value) in enumerate(zip(subject.arguments, case, strict=True)):
        changed = _another(value, counts=subject.exact)
        if changed is None:
            continue
        other = [*case]
        other[place] = changed
        outcome = run(function, *other)
        try:
            wanted = _wanted(subject, other)
        except ValueError:  # such arguments have no result
            continue
        if (
            outcome.error is None
            and not agree(wanted, held)
            and agree(_got(subject, outcome), held)
        ):
            return Known("state-kept", f"with another {name} it gave an earlier call's numbers")
        if not agree(arrays_of(subject, first), held):
            return Known("state-kept", "a later call wrote over an earlier result")
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
    if kind_of_numbers(value) != "f" or not np.size(value):
        return None
    changed = 2 * np.asarray(value)[::-1] + 0.125
    return changed.tolist() if isinstance(value, list) else changed.astype(value.dtype)


def _got(subject: Subject, outcome: Outcome) -> Arrays:
    return arrays_of(subject, outcome.value)


def shares_memory(subject: Subject, function: Function, case: Case) -> tuple[str, str] | None:
    """Return the names of a result and an argument that share memory, or None.

    Where the right function returns a view, an answer may.
    """
    arguments = [*map(copied, case)]
    if not any(isinstance(argument, np.ndarray) for argument in arguments):
        return None
    try:
        got = arrays_of(subject, function(*arguments))
    except Exception:  # other checks tell of it
        return None
    views = _sharing(arrays_of(subject, subject.reference(*arguments)), arguments)
    for result, argument in _sharing(got, arguments):
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
            return name, "input-reshaped-in-place"
        if before.dtype != now.dtype or not identical(before, now):
            return name, subject.destroyed[name]
    return None, None


def _wanted(subject: Subject, case: Sequence[Any]) -> Arrays:
    """Return the right results as a tuple of arrays."""
    return as_arrays(subject, subject.reference(*case))


def _cut(subject: Subject, failing: Sequence[Tried]) -> str | None:
    """Name the mistake of results without their fractions, whatever cut them."""
    # What is all zeros may have another reason.
    telling = any(_wrong_and_not_zero(subject, *one) for one in failing)
    cut = telling and all(_is_cut(subject, *one) for one in failing)
    return "output-dtype-of-input" if cut else None


def _wrong_and_not_zero(subject: Subject, outcome: Outcome, case: Case) -> bool:
    got, wanted = arrays_of(subject, outcome.value), _wanted(subject, case)
    pairs = zip(got, wanted, strict=False)
    return any(g is not None and g.any() and not agree(g, w) for g, w in pairs)


def _is_cut(subject: Subject, outcome: Outcome, case: Case) -> bool:
    """Whether results have lost their fractions, and nothing else."""
    wanted, got = _wanted(subject, case), arrays_of(subject, outcome.value)
    if len(got) != len(wanted) or any(array is None for array in got):
        return False
    # One result alone may be cut.
    cut = [np.trunc(want) for want in wanted]
    mixed = tuple(c if agree(a, c) else w for a, c, w in zip(got, cut, wanted, strict=True))
    changed = [not agree(m, w) for m, w in zip(mixed, wanted, strict=True)]
    # Exactly: a slope that is nearly whole has other reasons.
    whole = all(np.array_equal(g, np.trunc(g)) for g, c in zip(got, changed, strict=True) if c)
    return any(changed) and whole and agree(got, mixed)


def _no_room_for_fractions(
    subject: Subject, function: Function, case: Case, outcome: Outcome
) -> str | None:
    """Name the mistake of results that are whole numbers, or fail, only where an argument is.

    What is added up in an array of integers is cut at every step, in whatever order that is.
    """
    if not any(kind_of_numbers(argument) in "iu" for argument in case):
        return None
    if outcome.error is not None:
        whole = str(outcome.error).startswith("Cannot cast ufunc")
        note = "NumPy adds no fractions to an array of integers"
    else:
        # A sum has at most as many terms as an argument has entries, and each loses less than 1.
        most = max(np.size(v) for v in case if isinstance(v, np.ndarray | list | tuple))
        got, wanted = arrays_of(subject, outcome.value), _wanted(subject, case)
        whole, note = _is_whole(got, wanted, most), ""
    if not whole or not subject.trial or not all(is_right(subject, function, subject.trial)):
        return None
    return Known("output-dtype-of-input", note)


def _is_whole(got: Arrays, wanted: Arrays, most: int) -> bool:
    """Whether results agree or have no fractions where they should, and are off by little."""
    if len(got) != len(wanted) or any(
        g is None or g.shape != w.shape for g, w in zip(got, wanted, strict=True)
    ):
        return False
    wrong = [(g, w) for g, w in zip(got, wanted, strict=True) if not agree(g, w)]
    return all(
        np.array_equal(g, np.trunc(g)) and np.any(w != np.trunc(w)) and np.all(np.abs(g - w) < most)
        for g, w in wrong
    )


def is_right(subject: Subject, function: Function, cases: Sequence[Case]) -> Iterator[bool]:
    """Yield for each case whether the function is right."""
    for case in cases:
        outcome = run(function, *case)
        yield outcome.error is None and agree(outcome.value, subject.reference(*case))


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

        if all(is_right(subject, exchanged, [case, *subject.trial])):
            note = f"it is right once {names[a]} and {names[b]} change places"
            return Known("arguments-swapped", note)
    return None


def only_where_equal(subject: Subject, function: Function, case: Case) -> str | None:
    """Name the mistake of a function that is right only where two sizes are the same."""
    if subject.lengths is None or subject.exact:  # sizes of a count are its arguments
        return None
    cases = [case, *subject.trial]
    lengths = [subject.lengths(*arguments) for arguments in cases]

    @cache
    def right(place: int) -> bool:
        return next(is_right(subject, function, [cases[place]])) if place else False

    for a, b in combinations(lengths[0], 2):
        # As many as a map has, where the window has one; or one in the map.
        if a.endswith(" of the image") and b.startswith(a.partition(" of ")[0]):
            continue
        equal = [sizes[a] == sizes[b] for sizes in lengths]
        # One size alone may be written into the code.
        several = len({sizes[a] for sizes in lengths if sizes[a] == sizes[b]}) > 1
        if several and all(right(place) == equal[place] for place in range(len(cases))):
            return Known("square-assumed", f"it is right only with as many {a} as {b}")
    return None

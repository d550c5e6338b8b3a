"""How checks of functions on arrays go: draw arguments, compare results, name what is wrong."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from fclib.checks._core import (
    NOTHING_RETURNED,
    agree,
    count,
    diagnose,
    fail,
    kind_of,
    number,
    require_function,
    require_no_error,
    run,
)

TRY_IT = 180
"""Characters of arguments that a message has room for."""


class Subject(NamedTuple):
    """A function that students write.

    Attributes
    ----------
    name : str
        As students write it.
    arguments : tuple of str
        The names of its arguments.
    results : tuple of str
        The names of its results; more than one if it returns a tuple.
    reference : callable
        The right function.
    wrong : dict of str to list of callable
        Its known wrong versions by misconception.
    sizes : callable
        Takes the arguments and returns their size in words, "for 4 samples and 3 inputs".
    destroyed : dict of str to str
        What it is called to change an argument, by the argument's name.
    """

    name: str
    arguments: tuple
    results: tuple
    reference: Callable
    wrong: dict
    sizes: Callable
    destroyed: dict


def draw(rng, *shape, dtype=np.float64):
    """Draw multiples of 1/8 up to 4, none of them zero, so that no product and no sum hides."""
    return (rng.integers(1, 33, shape) * rng.choice([-1, 1], shape) / 8).astype(dtype)


def whole(rng, *shape):
    """Draw whole numbers from −9 to 9, none of them zero."""
    return rng.integers(1, 10, shape) * rng.choice([-1, 1], shape)


def spread(array):
    """Return an equal array that is a strided view: every second entry of a larger one."""
    larger = np.full([2 * length for length in array.shape], 99, array.dtype)
    view = larger[tuple(slice(None, None, 2) for _ in array.shape)]
    view[...] = array
    return view


def compare(subject, function, cases):
    """Fail unless the function gives what the reference does for all cases."""
    require_function(function, subject.name)
    for case in cases:
        outcome = run(function, *case)
        seen = None if outcome.error else _difference(subject, outcome.value, case)
        if outcome.error is None and seen is None:
            continue
        found = diagnose(function, cases, subject.reference, subject.wrong)
        found = (
            found or _kept_state(subject, function, case) or _destroyed(subject, case, outcome)[1]
        )
        if outcome.error is not None:
            if found is None:
                require_no_error(outcome, subject.name, subject.sizes(*case))
            kind = type(outcome.error).__name__
            seen = f"{subject.name} stopped with {kind} {subject.sizes(*case)}"
        elif found is None:
            seen += f", which is like no known mistake.{_try_it(subject, case)}"
        fail(seen, found)


def leaves_arguments(subject, function, cases):
    """Fail if the function changes an argument or gives something else the second time."""
    for case in cases:
        name, found = _destroyed(subject, case, run(function, *case))
        if found:
            fail(f"{subject.name} changed its argument {name}", found)
        found = _kept_state(subject, function, case)
        if found:
            fail(f"{subject.name} gave two results for the same arguments", found)


def as_arrays(subject, value):
    """Return the results as a tuple of arrays, or a tuple of None where one is no such thing."""
    values = value if len(subject.results) > 1 else (value,)
    return tuple(map(_as_array, values))


def _as_array(value):
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        return None
    return array if array.dtype.kind in "iuf" else None


def _difference(subject, value, case):
    """Say how a result differs from the reference's; None if it does not."""
    wanted = subject.reference(*case)
    wanted = wanted if len(subject.results) > 1 else (wanted,)
    where = subject.sizes(*case)
    if value is None:
        fail(f"{subject.name} returned None {where}. {NOTHING_RETURNED}")
    if len(subject.results) > 1:
        names = ", ".join(subject.results)
        if not isinstance(value, tuple | list):
            fail(f"{subject.name} returned {kind_of(value)} {where}, expected {names}.")
        if len(value) != len(wanted):
            given = count(len(value), "result")
            fail(f"{subject.name} returned {given} {where}, expected {len(wanted)}: {names}.")
    found = None
    for name, want, got, given in zip(
        subject.results,
        wanted,
        as_arrays(subject, value),
        value if len(wanted) > 1 else (value,),
        strict=True,
    ):
        want = np.asarray(want)
        if got is None:
            what = "None" if given is None else f"{kind_of(given)}"
            fail(
                f"{subject.name} gave {what} for {name} {where}, "
                f"expected an array of numbers of shape {want.shape}."
            )
        if got.shape != want.shape:
            found = found or f"{name} has shape {got.shape}, expected {want.shape}, {where}"
        elif not np.all(np.isfinite(got)):
            index = np.argwhere(~np.isfinite(got))[0]
            found = found or f"{name}{_at(index)} is {got[tuple(index)]} {where}"
        elif not agree(got, want):
            worst = np.abs(got.astype(float) - want.astype(float))
            index = np.unravel_index(np.argmax(worst), want.shape)
            values = f"{number(got[index])}, expected {number(want[index])}"
            found = found or f"{name}{_at(index)} = {values}, {where}"
    return found


def _at(index):
    return f"[{', '.join(map(str, index))}]" if len(index) else ""


def _destroyed(subject, case, outcome):
    """Return the name of an argument that the call changed and the mistake's id, or two None."""
    for name, before, after in zip(subject.arguments, case, outcome.arguments_after, strict=True):
        if name not in subject.destroyed:  # it may be changed
            continue
        before, after = np.asarray(before), np.asarray(after)
        if before.shape != after.shape and before.size == after.size:
            return name, "input-reshaped-in-place"
        if before.dtype != after.dtype or not np.array_equal(before, after):
            return name, subject.destroyed[name]
    return None, None


def _kept_state(subject, function, case):
    first, second = run(function, *case), run(function, *case)
    try:
        results = [as_arrays(subject, outcome.value) for outcome in (first, second)]
    except TypeError:  # it raised, or gave no tuple where one was expected
        return None
    if any(array is None for arrays in results for array in arrays) or agree(*results):
        return None
    return "state-kept"


def _try_it(subject, case):
    if any(map(callable, case)):
        return ""
    values = [np.asarray(value) for value in case]
    if any(value.size == 0 for value in values):  # its shape would be lost
        return ""
    shown = [f"np.array({v.tolist()})" if v.ndim else str(v.tolist()) for v in values]
    text = f"{subject.name}({', '.join(shown)})"
    return f"\nTry it with {text}" if len(text) <= TRY_IT else ""

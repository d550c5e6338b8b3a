"""How checks of functions on arrays go: draw arguments, compare results, name what is wrong."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from .behaviour import (
    arrays_of,
    as_arrays,
    destroyed,
    kept_state,
    known_by_behaviour,
    swapped,
)
from .comparing import agree, diagnose
from .failing import fail
from .running import require_function, require_no_error, run, stopped
from .words import NOTHING_RETURNED, count, kind_of, number, public_error, public_kind

TRY_IT = 180
"""Characters of arguments that a message has room for."""


# (N, D, M): pairwise distinct, then with each two equal, then all equal, then a batch of one.
SIZES = [(4, 3, 2), (2, 4, 3), (3, 2, 5), (4, 4, 2), (3, 2, 3), (2, 3, 3), (3, 3, 3), (1, 3, 2)]

# The same, to tell which two sizes a wrong function takes for one: each pair is equal in two sizes.
TRIAL = [*SIZES, (3, 4, 4), (2, 3, 2)]

# (N, C, H, W) and M: with H = N, so that an input that is not flattened fits; and M = C·H·W.
IMAGES = [((2, 2, 3, 2), 3), ((3, 2, 3, 2), 4), ((2, 1, 2, 2), 4), ((1, 3, 2, 2), 2)]


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
    lengths : callable, optional
        Takes the arguments and returns what there is of each, ``{"samples": 4, "inputs": 3}``.
    trial : list of tuple
        Arguments, none of them integers, on which a wrong function is tried once more.
    also : callable, optional
        Takes a wrong function and a case, and returns a mistake that only this exercise knows.
    """

    name: str
    arguments: tuple
    results: tuple
    reference: Callable
    wrong: dict
    sizes: Callable
    destroyed: dict
    lengths: Callable | None = None
    trial: Sequence = ()
    also: Callable | None = None


def draw(rng, *shape, dtype=np.float64):
    """Draw multiples of 1/8 up to 4, none of them zero, so that no product and no sum hides."""
    return (rng.integers(1, 33, shape) * rng.choice([-1, 1], shape) / 8).astype(dtype)


def whole(rng, *shape):
    """Draw whole numbers from −9 to 9, none of them zero."""
    return rng.integers(1, 10, shape) * rng.choice([-1, 1], shape)


def compare(subject, function, cases, more=()):
    """Fail unless the function gives what the reference does for all cases.

    To name a mistake, ``more`` cases may tell apart what the others do not.
    """
    require_function(function, subject.name)
    for case in cases:
        outcome = run(function, *case)
        seen, public = (None, "") if outcome.error else _difference(subject, outcome.value, case)
        if outcome.error is None and seen is None:
            continue
        found = (
            swapped(subject, function, case)
            or _diagnosed(subject, function, [*cases, *more])
            or known_by_behaviour(subject, function, case, outcome)
        )
        if outcome.error is not None:
            if found is None:
                require_no_error(outcome, subject.name, subject.sizes(*case))
            seen = stopped(outcome.error, subject.name, subject.sizes(*case))
            public = f"{subject.name} stopped with {public_error(outcome.error)}"
        elif found is None:
            seen += _missed(subject, outcome.value, case) or ", which is like no known mistake."
            seen += _try_it(subject, case)
        fail(seen, found, public)


def _diagnosed(subject, function, cases):
    """Return the known mistake; loops that miss an end are told by more than these cases.

    Where there is one sample or one channel alone, the first is the last.
    """
    loops = {id_: known for id_, known in subject.wrong.items() if id_.startswith("loop-")}
    others = {id_: known for id_, known in subject.wrong.items() if id_ not in loops}
    return diagnose(function, cases, subject.reference, others) or diagnose(
        function, [*cases, *subject.trial], subject.reference, loops
    )


def compare_none(subject, function, cases, known=()):
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
    wrong = {id_: subject.wrong[id_] for id_ in known}
    compare(subject._replace(wrong=wrong), function, cases)


EMPTY = {
    (): "Python's sum of no rows is the number 0. Begin with an array of the right shape.",
    (0,): "an empty list has no rows. Make an array of the right shape, then fill it.",
}
"""What makes a result of such a shape out of a batch without samples."""


def leaves_arguments(subject, function, cases):
    """Fail if the function changes an argument or gives something else the second time."""
    for case in cases:
        name, found = destroyed(subject, case, run(function, *case))
        if found:
            words = f"{subject.name} changed its argument {name}"
            fail(words, found, words)
        found = kept_state(subject, function, case)
        if found:
            words = f"{subject.name} gave two results for the same arguments"
            fail(words, found, words)


def _difference(subject, value, case):
    """Say how a result differs from the reference's, and what of it is public; None if equal."""
    wanted = subject.reference(*case)
    wanted = wanted if len(subject.results) > 1 else (wanted,)
    where = subject.sizes(*case)
    _require_kind(subject, value, len(wanted), where)
    found = None, ""
    for name, want, got, given in zip(
        subject.results,
        wanted,
        as_arrays(subject, value),
        value if len(wanted) > 1 else (value,),
        strict=True,
    ):
        want = np.asarray(want)
        if got is None:
            kind = f"an array of numbers of shape {want.shape}" if want.ndim else "a number"
            fail(
                f"{subject.name} gave {kind_of(given)} for {name} {where}, expected {kind}.",
                public=f"{subject.name} gave {public_kind(given)} for {name}, expected {kind}.",
            )
        found = found if found[0] else _first_difference(name, got, want, where)
    return found


def _require_kind(subject, value, how_many, where):
    """Fail unless there is a result, or as many as there should be."""
    names = ", ".join(subject.results)
    if value is None:
        words = f"{subject.name} returned None {where}. {NOTHING_RETURNED}"
        fail(words, public=words)
    if how_many == 1:
        return
    if not isinstance(value, tuple | list):
        fail(
            f"{subject.name} returned {kind_of(value)} {where}, expected {names}.",
            public=f"{subject.name} returned {public_kind(value)}, expected {names}.",
        )
    if len(value) != how_many:
        given = count(len(value), "result")
        words = f"{subject.name} returned {given} {where}, expected {how_many}: {names}."
        fail(words, public=words)


def _first_difference(name, got, want, where):
    """Say how one result differs, and what of it is public."""
    if got.shape != want.shape:
        words = f"{name} has shape {got.shape}, expected {want.shape}, {where}"
        return words, words
    if not np.all(np.isfinite(got)):
        index = np.argwhere(~np.isfinite(got))[0]
        return f"{name}{_at(index)} is {got[tuple(index)]} {where}", f"{name} is not finite"
    if not agree(got, want):
        worst = np.abs(got.astype(float) - want.astype(float))
        index = np.unravel_index(np.argmax(worst), want.shape)
        values = f"{number(got[index])}, expected {number(want[index])}"
        return f"{name}{_at(index)} = {values}, {where}", f"{name} has wrong numbers {where}"
    return None, ""


def _at(index):
    return f"[{', '.join(map(str, index))}]" if len(index) else ""


def _missed(subject, value, case):
    """Say which row or column is wrong if all others are right, as where a loop stops too soon."""
    if len(subject.results) > 1:
        return ""
    [name], [got] = subject.results, arrays_of(subject, value)
    want = np.asarray(subject.reference(*case))
    if got is None or got.shape != want.shape:
        return ""
    for axis, length in enumerate(want.shape):
        lines = zip(np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0), strict=True)
        wrong = [place for place, line in enumerate(lines) if not agree(*line)]
        if wrong and np.ptp(np.take(got, wrong, axis)) > 0:  # it was not left as it began
            continue
        if length > 1 and wrong in ([0], [length - 1]):
            at = ", ".join([":"] * axis + [str(wrong[0])])
            ask = "does a loop begin at 0?" if wrong == [0] else "does a loop reach it?"
            return f".\nAll is right but {name}[{at}]: {ask}"
    return ""


def _try_it(subject, case):
    if any(map(callable, case)):
        return ""
    values = [np.asarray(value) for value in case]
    if any(value.size == 0 for value in values):  # its shape would be lost
        return ""
    if not all(value.flags.forc for value in values):  # a view, which no text would make again
        return ""
    text = f"{subject.name}({', '.join(map(_as_code, values))})"
    return f"\nTry it with {text}" if len(text) <= TRY_IT else ""


def _as_code(value):
    """Return Python text that makes an array again, its type and its layout too."""
    if value.ndim == 0:
        return str(value.tolist())
    kind = "" if value.dtype in (np.float64, np.int64) else f", np.{value.dtype.name}"
    layout = "" if value.flags.c_contiguous else ', order="F"'
    return f"np.array({value.tolist()}{kind}{layout})"

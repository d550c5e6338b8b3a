"""Results that have lost their fractions, whatever cut them off."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arrays import Arrays, as_arrays, wanted
from .asked import Asked
from .comparing import agree, is_right, kind_of_numbers
from .failing import Known
from .mistakes import TRUNCATED
from .running import Outcome
from .subject import Array, Case, Subject

Tried = tuple[Outcome, Case]


def cut_off(subject: Subject, failing: Sequence[Tried]) -> str | None:
    """Name the mistake of results without their fractions, whatever cut them."""
    if any(outcome.error is not None for outcome, _ in failing):
        return None
    tried = [
        (as_arrays(subject, outcome.value), wanted(subject, case), case)
        for outcome, case in failing
    ]
    # What is all zeros may have another reason.
    telling = any(
        g.any() and not agree(g, w)
        for got, right, _ in tried
        for g, w in zip(got, right, strict=True)
    )
    return TRUNCATED if telling and all(_is_cut(*one) for one in tried) else None


def _is_cut(got: Arrays, right: Arrays, case: Case) -> bool:
    """Whether results have lost their fractions, and nothing else."""
    cut = [np.trunc(want) for want in right]
    arrays = [value for value in case if isinstance(value, np.ndarray)]
    kinds = {array.dtype for array in arrays if array.dtype.kind in "iu"}
    return any(
        _agrees_with(got, right, one)
        for one in [cut, *([_in_type(kind, whole) for whole in cut] for kind in kinds)]
    )


def _in_type(kind: np.dtype[Any], whole: Array) -> Array:
    """Return whole numbers in a type, which may end at 255 and begin again at 0."""
    return whole.astype(np.int64).astype(kind) if np.isfinite(whole).all() else whole


def _agrees_with(got: Arrays, right: Arrays, cut: Sequence[Array]) -> bool:
    """Whether results are the right ones that were cut."""
    # One result alone may be cut.
    mixed = tuple(c if agree(a, c) else w for a, c, w in zip(got, cut, right, strict=True))
    changed = [not agree(m, w) for m, w in zip(mixed, right, strict=True)]
    # Exactly: a slope that is nearly whole has other reasons.
    whole = all(np.array_equal(g, np.trunc(g)) for g, c in zip(got, changed, strict=True) if c)
    return any(changed) and whole and agree(got, mixed)


def no_room_for_fractions(
    subject: Subject, trial: Asked, case: Case, outcome: Outcome
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
        got, right = as_arrays(subject, outcome.value), wanted(subject, case)
        whole, note = _is_whole(got, right, most), ""
    if not whole or not subject.trial or not all(is_right(subject, trial)):
        return None
    return Known(TRUNCATED, note)


def _is_whole(got: Arrays, right: Arrays, most: int) -> bool:
    """Whether results agree or have no fractions where they should, and are off by little."""
    if any(g.shape != w.shape for g, w in zip(got, right, strict=True)):
        return False
    wrong = [(g, w) for g, w in zip(got, right, strict=True) if not agree(g, w)]
    return all(
        np.array_equal(g, np.trunc(g)) and np.any(w != np.trunc(w)) and np.all(np.abs(g - w) < most)
        for g, w in wrong
    )

"""Which part of a rounding goes wrong: the bits that are kept, the scale, or the whole numbers."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from fclib import bits as reference
from fclib.checks.engine.arrays import arrays_of
from fclib.checks.engine.comparing import agree
from fclib.checks.engine.relations import Pair, related
from fclib.checks.engine.running import run, run_each
from fclib.checks.engine.subject import Array, Case, Function, Subject

FRACTION, KEPT = 23, 7
"""Bits of the fraction that float32 has, and bfloat16."""
LOWER = 2**16 - 1


def kept(function: Function) -> str | None:
    """Say how many bits a wrong rounding keeps, or which neighbour of bfloat16 it takes."""
    rng = np.random.default_rng(1)
    x = (rng.normal(size=64) * 10.0 ** rng.integers(-6, 7, 64)).astype(np.float32)
    value = run(function, x).value
    if not isinstance(value, np.ndarray) or value.shape != x.shape or value.dtype.kind != "f":
        return None
    got, want = value.astype(np.float32).view(np.uint32), reference.to_bfloat16(x).view(np.uint32)
    steps = (got >> 16).astype(int) - (want >> 16).astype(int)
    if not np.all(np.isfinite(value)):
        return None
    lost = [k for k in range(FRACTION) if not (got & (2 ** (k + 1) - 1)).any()]
    if (got & LOWER).any():
        return f"It keeps {FRACTION - len(lost)} bits of the fraction, and bfloat16 has {KEPT}."
    if np.abs(steps).max() > 1:
        return None
    if (steps >= 0).all() and steps.any():
        return "Some numbers are the neighbour above the nearest one, in size: is too much added?"
    if (steps <= 0).all() and steps.any():
        return "Some numbers are the neighbour below the nearest one, in size: is too little added?"
    return None


LARGEST: dict[str, Callable[[Array], Array]] = {
    "half the way from a row's lowest entry to its highest": lambda W: np.ptp(W, axis=1) / 2,
    "the way from a row's lowest entry to its highest": lambda W: np.ptp(W, axis=1),
    "the mean size of a row's entries": lambda W: np.abs(W).mean(axis=1),
    "the smallest size in a row": lambda W: np.abs(W).min(axis=1),
    "the sum of a row's sizes": lambda W: np.abs(W).sum(axis=1),
    "the deviation of a row's entries": lambda W: W.std(axis=1),
}
"""What may be taken for the largest size in a row."""

WHOLE: dict[str, Callable[[Array, Array], Array]] = {
    "is rounded down": lambda W, s: np.floor(W / s),
    "is rounded up": lambda W, s: np.ceil(W / s),
    "is cut, not rounded": lambda W, s: np.trunc(W / s),
    "is rounded away from zero": lambda W, s: np.sign(W) * np.ceil(np.abs(W / s)),
    "is not rounded": lambda W, s: W / s,
    "comes of W times the scale": lambda W, s: np.rint(W * s),
    "is multiplied by the scale again": lambda W, s: np.rint(W / s) * s,
}
"""What may be done with W and the scale in place of the nearest whole number."""


def scale_or_whole(subject: Subject) -> Function:
    """Make what says whether the scale goes wrong first, or what is rounded with it."""

    def departs(function: Function) -> str | None:
        cases = subject.trial
        given = [arrays_of(subject, one.value) for one in run_each(function, cases)]
        right = [subject.reference(*case) for case in cases]
        if not all(_alike(got, want) for got, want in zip(given, right, strict=True)):
            return None
        rows = [(W, got[0], got[1]) for (W, _), got in zip(cases, given, strict=True)]
        if not all(agree(s, want[1]) for (*_, s), want in zip(rows, right, strict=True)):
            if not all(s.all() and _fits(W, Q, s) for W, Q, s in rows):
                return None
            words = _of_scale(subject, function, cases)
            return f"Q fits the scale, and the scale goes wrong first{words}"
        for words, made in WHOLE.items():
            if all(agree(Q, made(W, s[:, None])) for W, Q, s in rows):
                return f"The scale is right, and Q {words}."
        return None

    return departs


def _fits(W: Array, Q: Array, scale: Array) -> bool:
    whole = np.rint(W / scale[:, None])
    return agree(Q, whole) or agree(Q, whole.astype(np.int64).astype(np.int8))  # it may wrap around


def _alike(got: Sequence[Any], want: Sequence[Array]) -> bool:
    return len(got) == len(want) and all(
        g is not None and g.shape == w.shape and bool(np.all(np.isfinite(g)))
        for g, w in zip(got, want, strict=True)
    )


def _of_scale(subject: Subject, function: Function, cases: Sequence[Case]) -> str:
    def scale(*case: Any) -> Array:
        found: Array = arrays_of(subject, run(function, *case).value)[1]
        return found

    for words, of in LARGEST.items():
        several = [(W, bits) for W, bits in cases if W.shape[1] > 1]
        if all(agree((2 ** (bits - 1) - 1) * scale(W, bits), of(W)) for W, bits in several):
            return f": it is made of {words}."
    lengths = subject.lengths
    assert lengths is not None
    pairs = [
        Pair(scale(*case), subject.reference(*case)[1], subject.arguments, case, {**lengths(*case)})
        for case in cases
    ]
    found = related(pairs, [], False, scale, lambda *c: subject.reference(*c)[1], tried=False)
    return f". Of the scale: {found[0].lower()}{found[1:]}" if found else "."

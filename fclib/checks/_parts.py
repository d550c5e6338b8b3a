"""What is true of wrong parts that several machines hold, beside the whole that they make up."""

from collections.abc import Iterator, Sequence
from numbers import Real
from typing import Any

import numpy as np

from fclib.checks.engine.comparing import agree
from fclib.checks.engine.relations.pairs import Pair, apart
from fclib.checks.engine.relations.sizes import counted, scaled
from fclib.checks.engine.relations.terms import termed
from fclib.checks.engine.running import run_each
from fclib.checks.engine.subject import Array, Case, Function


def of_parts(reference: Function, names: Sequence[str], trial: Sequence[Case]) -> Function:
    """Make what says how a function's parts go wrong, or None.

    Parameters
    ----------
    reference : callable
        Takes arguments, an axis and the number of machines, and returns what these hold: an array
        whose first axis is the machine, or one for each of several results.
    names : list of str
        What its results are called.
    trial : list of tuple
        Arguments for each axis, with more machines than one.
    """

    def departs(function: Function) -> str | None:
        given = run_each(function, trial)
        if any(outcome.error is not None for outcome in given):
            return None
        rows = zip(trial, (_arrays(outcome.value, names) for outcome in given), strict=True)
        found = [(case, *_right(reference, case, names), got) for case, got in rows]
        for k, name in enumerate(names):
            for axis in dict.fromkeys(case[-2] for case in trial):
                here = [
                    (got[k], want[k], whole[k])
                    for case, want, whole, got in found
                    if case[-2] == axis and not agree(got[k], want[k])
                ]
                ways = [list(_ways(*one)) for one in here]
                for words in ways[0] if ways else ():
                    if all(words in others for others in ways):
                        return f"Over {axis}, {words.format(name)}."
        return None

    return departs


def _arrays(value: Any, names: Sequence[str]) -> list[Array]:
    return [np.asarray(one) for one in (value if len(names) > 1 else [value])]


def _right(
    reference: Function, case: Case, names: Sequence[str]
) -> tuple[list[Array], list[Array]]:
    """Return the right parts, and what a single machine would hold."""
    alone = _arrays(reference(*case[:-1], 1), names)
    return _arrays(reference(*case), names), [one[0] for one in alone]


def _ways(got: Array, want: Array, whole: Array) -> Iterator[str]:
    shared = agree(want, np.broadcast_to(want[0], want.shape))
    if not shared and agree(got, np.broadcast_to(whole, (len(want), *whole.shape))):
        yield "every machine has all of {}, and should have its own part"
    if shared and any(agree(np.concatenate([*got], k), whole) for k in range(got.ndim - 1)):
        yield "each machine has its own part of {}, and should have all of it"
    if got.shape != want.shape:
        return
    if agree(len(want) * got, want):
        yield "{} is divided by the number of machines"
    if shared and agree(got.sum(0), want[0]):
        yield "the machines' parts add up to the right {}, and nobody has added them"
    if agree(got[::-1], want):
        yield "the machines' parts of {} stand in the opposite order"
    elif agree(np.sort(got, axis=None), np.sort(want, axis=None)):
        yield "together the machines have the right numbers of {}, and not each its own"
    if agree(got[0], want[0]):
        yield "only the first machine has the right {}"


def of_what_is_summed(reference: Function, terms: Function) -> Function:
    """Make what says how a count of sent numbers goes wrong before the way around the ring.

    ``terms`` takes the arguments of ``reference`` and returns what its result adds up.
    """

    def departs(function: Function) -> str | None:
        for axis in "NMD":
            cases = [(n, D, M, axis, p) for n, D, M in COUNTED for p in (2, 4)]
            given = [whole.value for whole in run_each(function, cases)]
            if not all(isinstance(value, Real) for value in given):
                return None
            pairs = [_once(case, float(value)) for case, value in zip(cases, given, strict=True)]
            if not any(map(apart, pairs)):
                continue
            words = scaled(pairs) or termed(pairs) or counted(pairs)
            if words is not None:
                return f"Over {axis}, of the numbers that are summed: {words[0].lower()}{words[1:]}"
        return None

    def _once(case: Case, sent: float) -> Pair:
        """Return the numbers that are summed, as what is sent says, beside the right ones."""
        n, D, M, _, p = case
        ring = 2 * (p - 1) / p
        of = {name: term / ring for name, term in terms(*case)["numbers"].items() if term}
        return Pair(
            np.asarray(sent / ring),
            np.asarray(reference(*case) / ring),
            (),
            case,
            {"samples": n, "inputs": D, "outputs": M},
            of,
        )

    return departs


COUNTED = [(12, 20, 28), (8, 4, 20), (24, 16, 4)]
"""(N, D, M) by which counts are told apart; 4 machines can share each axis."""

"""Checks of what exercise 10 asks about broken runs: what is behind each of eight logs."""

from collections.abc import Callable
from typing import Any

import numpy as np

from fclib.checks import broken_runs
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import (
    Outcome,
    require_function,
    require_no_error,
    require_returned,
    run,
)
from fclib.checks.engine.words import NOTHING_AT_TIMES, kind_of, one_line
from fclib.data import load_runs

HINTS = {
    "healthy": "Its loss falls steeply, and the held-out digits are read. Is anything wrong?",
    "sign": "Its loss grows from the first epoch, without end. Which way does it walk?",
    "learning-rate-too-large": "Its weights jump once, in the first epoch, and never move again.",
    "zero-initialised": "Look at W1_norm: what is it, and what does that say of the gradients?",
    "labels-shuffled": "Its loss falls a little. And what becomes of the held-out digits?",
    "updated-copy": "What changes at all in this run, from the first epoch to the last?",
    "grad-W-mean-twice": "It gets better and better. Is each of its steps too long, or too short?",
    "gradients-accumulate": "It begins well and then turns. What does W1_norm do meanwhile?",
}
"""What to look at in a run of each kind; it must not give the name away."""


def names_bugs(diagnose: Callable[..., Any], seed: int | None = None) -> None:
    """Check what is named as the bug behind each run: those shown, or with a seed new ones."""
    require_function(diagnose, "diagnose")
    kinds = [broken_runs.KINDS[place] for place in broken_runs.SHOWN]
    if seed is None:
        logs, names = load_runs(), [f"run {k}" for k in range(len(kinds))]
    else:
        np.random.default_rng(seed).shuffle(kinds)  # whoever knows the order need not read the logs
        logs = [broken_runs.run(kind, seed + k) for k, kind in enumerate(kinds)]
        names = ["another run"] * len(kinds)
    outcomes = [run(diagnose, log) for log in logs]
    returns = any(outcome.value is not None for outcome in outcomes)
    said = [_named(*one, returns) for one in zip(names, logs, outcomes, strict=True)]
    wrong = [place for place, kind in enumerate(kinds) if said[place] != kind]
    if wrong:
        name, kind, given = names[wrong[0]], kinds[wrong[0]], said[wrong[0]]
        often = "It says the same of all eight runs."
        if len(set(said)) > 1:
            often = f"It is right of {len(said) - len(wrong)} of {len(said)} runs."
        if said.count(given) > 1:
            often += f" It says {given} of {said.count(given)}."
        fail(f"diagnose takes {name} for {given}, and it is not. {often}\n{HINTS[kind]}")
    print(f"diagnose: names what is behind each of {len(kinds)} runs.")


def _named(name: str, log: Any, outcome: Outcome, returns: bool) -> str:
    """Return one of the eight names for a log; fail if it gets none."""
    require_no_error(outcome, "diagnose", f"on {name}", more=_about_none(log, outcome.error))
    if returns and outcome.value is None:
        words = f"diagnose returned None for {name}. {NOTHING_AT_TIMES}"
        fail(words, public=words)
    require_returned(outcome.value, "diagnose", f"for {name}")
    if isinstance(outcome.value, str) and outcome.value in broken_runs.KINDS:
        return outcome.value
    text = isinstance(outcome.value, str)
    given = one_line(repr(outcome.value)) if text else kind_of(outcome.value)
    fail(f"diagnose returned {given} for {name}, which is none of the eight names.")


def _about_none(log: Any, error: Exception | None) -> str:
    """Return a line about None, where a function met it in a log; nothing otherwise."""
    holding = [what for what, values in log.items() if None in values]
    if not holding or not isinstance(error, TypeError) or "NoneType" not in str(error):
        return ""
    begin = f"{' and '.join(holding)} of this run {'hold' if len(holding) > 1 else 'holds'} None"
    return f"\n{begin}, where a number was not finite any more: look for that first."

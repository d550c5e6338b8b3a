"""Checks of exercise 06's gradient checker, which is tried on layers with planted mistakes."""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any

import numpy as np

from fclib.checks import planted
from fclib.checks._numerical_gradient import NUMERICAL, TRIAL, central
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import (
    require_function,
    require_no_error,
    require_returned,
    run,
    run_each,
)
from fclib.checks.engine.subject import Function
from fclib.checks.engine.words import NOTHING_AT_TIMES, kind_of
from fclib.checks.wrong.gradient_check import SAYS_OF_ALL, WRONG

Layers = dict[str, planted.Layer]


PLAIN, UPHILL = "a fully connected layer", "its grad_x has the opposite sign"
BEGIN_ABOVE = "The cell above tries this layer, too: begin with what it says."
PLAINLY_WRONG = (
    UPHILL,
    "its grad_W is half as large",
    "its grad_W is 1 % too large",
    "its outputs are in the thousandths and its grad_W is half as large",
    "its backward pass forgets the tanh",
)
"""What is found by all that compare: beside as many right ones, so that guessing is of no use."""


def finds(is_correct: Function, seed: int | None = None) -> None:
    """Check that layers with planted mistakes are found, and right ones are cleared."""
    if seed is None:
        _try(is_correct, lambda: (_some(planted.right(), PLAIN), planted.broken()), order=3)
    else:
        _try(is_correct, lambda: _drawn(seed, planted.broken()), order=seed)
    print(f"is_correct: finds all {len(planted.broken())} planted mistakes.")


def clears(is_correct: Function, seed: int | None = None) -> None:
    """Check that right layers are cleared, and plainly wrong ones are not."""
    if seed is None:

        def layers() -> tuple[Layers, Layers]:
            return planted.right(), _some(planted.broken(), UPHILL)

        _try(is_correct, layers, order=4, above=(PLAIN, UPHILL))
    else:
        _try(is_correct, lambda: _drawn(seed, PLAINLY_WRONG), order=seed)
    print(f"is_correct: clears all {len(planted.right())} right layers.")


def _some(layers: Layers, *names: str) -> Layers:
    return {name: layers[name] for name in names}


def _drawn(seed: int, names: Iterable[str]) -> tuple[Layers, Layers]:
    """Return right and broken layers of kinds that are drawn anew: none is like one shown before.

    So an answer that keeps what it was shown, or knows this file, cannot tell them apart by that.
    """
    rng = np.random.default_rng(seed)
    right = {f"layer {k} of a new kind": planted.layer(planted.drawn(rng)) for k in range(5)}
    return right, _some(planted.broken(lambda usual: planted.drawn(rng)), *names)


def _try(
    is_correct: Function,
    layers: Callable[[], tuple[Layers, Layers]],
    order: int,
    above: Container[str] = (),
) -> None:
    """Try a checker.

    ``layers`` returns the right ones and the broken ones, each new; those ``above`` are in the
    cell above, too.
    """
    require_function(is_correct, "is_correct")
    right, broken = layers()
    asked = [(name, True) for name in right] + [(name, False) for name in broken]
    np.random.default_rng(order).shuffle(asked)
    outcomes = [run(is_correct, *(right | broken)[name]) for name, _ in asked]
    returns = any(outcome.value is not None for outcome in outcomes)
    verdicts = []
    for (name, expected), outcome in zip(asked, outcomes, strict=True):
        if outcome.error is not None:
            _require_what_it_rests_on(is_correct)
        require_no_error(outcome, "is_correct", "on one of the layers")
        verdict = outcome.value
        if returns and verdict is None:
            words = f"is_correct returned None for one of the layers. {NOTHING_AT_TIMES}"
            fail(words, public=words)
        require_returned(verdict, "is_correct")
        if not isinstance(verdict, bool | np.bool_):
            fail(f"is_correct returned {kind_of(verdict)}, expected True or False.")
        verdicts.append((name, expected, bool(verdict)))
    wrong = [row for row in verdicts if row[1] != row[2]]
    if not wrong:
        return
    _require_what_it_rests_on(is_correct)
    got = [float(verdict) for *_, verdict in verdicts]
    want = [float(expected) for _, expected, _ in verdicts]
    versions = {
        id_: [_judge(version, layers, verdicts) for version in listed]
        for id_, listed in WRONG["is_correct"].items()
    }
    found = _confirmed(diagnose(lambda: got, [()], lambda: want, versions), is_correct)
    # Rejecting the plain layer is worse than missing a mistake: tell that first.
    name, expected, _ = max(wrong, key=lambda row: row[1])
    if expected:
        seen = f"is_correct rejects a right layer: {name}"
    else:
        seen = f"is_correct clears a layer that is wrong: {name}"
    if found is None:
        seen += f".\n{BEGIN_ABOVE if name in above else _in_all(_verdicts(is_correct))}"
    fail(seen, found)


def _verdicts(is_correct: Function) -> dict[str, Any]:
    """Return the verdict on each layer by its name; None where there is none."""
    layers = planted.right() | planted.broken()
    return {name: run(is_correct, *pair).value for name, pair in layers.items()}


def _in_all(verdicts: Mapping[str, Any]) -> str:
    """Say how many layers are judged rightly, and of which gradient no mistake is found."""
    broken, right = planted.broken(), planted.right()
    judged = {name: bool(verdict) == (name in right) for name, verdict in verdicts.items()}
    if not any(judged.values()):
        return "Its verdict on every layer is the opposite of the right one."
    missed = [name for name in broken if not judged[name]]
    rejected = [name for name in right if not judged[name]]
    parts = []
    for gradient in ("grad_x", "grad_W", "grad_b"):
        of = [name for name in broken if name.startswith(f"its {gradient} ")]
        if set(of) <= set(missed):
            parts.append(gradient)
    unseen = f", none in {' or '.join(parts)}," if parts else ""
    found = len(broken) - len(missed)
    return (
        f"In all it finds {found} of {len(broken)} mistakes{unseen} "
        f"and clears {len(right) - len(rejected)} of {len(right)} right layers."
    )


def _require_what_it_rests_on(is_correct: Any) -> None:
    """Fail if is_correct calls a numerical_gradient that is wrong: then it is not to blame."""
    code = getattr(is_correct, "__code__", None)  # not known where it runs in another process
    if code is None or NUMERICAL.name not in code.co_names:
        return
    function = is_correct.__globals__.get(NUMERICAL.name)
    if not callable(function):
        return
    outcomes = run_each(function, TRIAL)
    if not all(agree(one.value, central(*case)) for one, case in zip(outcomes, TRIAL, strict=True)):
        words = "is_correct calls numerical_gradient, which is not right yet: mend that one first."
        fail(words, public=words)


def _confirmed(found: str | None, is_correct: Function) -> str | None:
    """Return the mistake found, unless it is to pass all or none and other layers say no."""
    expected = None if found is None else SAYS_OF_ALL.get(found)
    if expected is None:
        return found
    return found if all(v == expected for v in _verdicts(is_correct).values()) else None


def _judge(
    version: Function,
    layers: Callable[[], tuple[Layers, Layers]],
    verdicts: Iterable[tuple[str, bool, bool]],
) -> Function:
    def judge() -> list[float]:
        right, broken = layers()
        return [float(version(*(right | broken)[name])) for name, *_ in verdicts]

    return judge

"""Checks of a layer that remembers, by what is done with it."""

import contextlib
from types import GeneratorType
from typing import Any

import numpy as np

from fclib.checks._stories import (
    NEW_VALUES,
    ONE_AFTER_THE_OTHER,
    ONE_IN_THE_OTHER,
    SIDE_BY_SIDE,
    USED_ONCE,
    ZEROED,
    told,
)
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import Known, fail
from fclib.checks.engine.running import held, require_returned, run
from fclib.checks.engine.subject import Case, Function, Rng, draw, fine, whole
from fclib.checks.engine.words import NOTHING_RETURNED, kind_of


def _row_case(rng: Rng, n: int, inputs: int, outputs: int) -> Case:
    """Draw grad_y, x and W for samples that are rows."""
    return draw(rng, n, outputs), draw(rng, n, inputs), draw(rng, outputs, inputs)


def _image_case(rng: Rng, shape: tuple[int, ...], outputs: int) -> Case:
    """Draw grad_y, x and W for samples of any shape."""
    inputs = int(np.prod(shape[1:]))
    return draw(rng, shape[0], outputs), draw(rng, *shape), draw(rng, outputs, inputs)


def layer(Linear: Function, seed: int = 6) -> None:
    """Check a layer that is used once: outputs, the three gradients, and what it leaves alone."""
    rng = np.random.default_rng(seed)
    N, D, M = rng.integers(2, 6, 3).tolist()
    shapes = [((4, 3), 2), ((3, 3), 3), ((2, 2), 4), ((2, 3, 2, 2), 3), ((N, D), M)]
    shapes += [((1, 3), 2), ((4, 1), 2), ((3, 2), 1)]
    cases = []
    for shape, outputs in shapes:
        upstream, x, W = _image_case(rng, shape, outputs)
        cases.append((W, draw(rng, outputs), x, upstream))
    require_class(Linear)
    compare(USED_ONCE, told(USED_ONCE, Linear), cases)
    again = [(*case, 2 * case[0], case[1] + 1) for case in cases[:2]]
    compare(NEW_VALUES, told(NEW_VALUES, Linear), again)
    leaves_arguments(USED_ONCE, told(USED_ONCE, Linear), [cases[0], cases[3]])
    _leaves_results(Linear, cases[0])
    # Whole numbers, then numbers of many digits.
    kinds = [(whole, draw), (draw, whole), (fine, fine)]  # of W and b, and of x
    types = [
        (of_W(rng, 2, 3), of_W(rng, 2), of_x(rng, 4, 3), draw(rng, 4, 2)) for of_W, of_x in kinds
    ]
    compare(USED_ONCE, told(USED_ONCE, Linear), types)
    print("Linear: forward and backward are right for rows and images, also with new W and b.")


def _leaves_results(Linear: Function, case: Case) -> None:
    """Fail if a later call writes over what an earlier one gave."""
    W, b, x, grad_y = case
    layer = Linear(W.copy(), b.copy())
    for name, argument in (("forward", x), ("backward", grad_y)):
        first = getattr(layer, name)(argument.copy())
        before = held(first)
        getattr(layer, name)(2 * argument)
        if not np.array_equal(before, first):
            note = "a later call wrote over an earlier result"
            words = f"What Linear's {name} gave has changed"
            fail(words, Known("state-kept", note), words)


def two_uses(Linear: Function, seed: int = 7) -> None:
    """Check that gradients add up, and that each backward has the input of its own forward."""
    rng = np.random.default_rng(seed)
    # No batch with as many samples as there are outputs, but for one where all is equal.
    cases = [_two_batches(rng, *size) for size in [(4, 5, 3, 2), (3, 3, 3, 3), (2, 4, 4, 3)]]
    require_class(Linear)
    compare(ONE_AFTER_THE_OTHER, told(ONE_AFTER_THE_OTHER, Linear), cases)
    # Batches of one size: then another forward's input fits, and its numbers tell.
    alike = [_two_batches(rng, *size) for size in [(4, 4, 3, 2), (3, 3, 3, 3)]]
    compare(ONE_IN_THE_OTHER, told(ONE_IN_THE_OTHER, Linear), alike)
    compare(SIDE_BY_SIDE, told(SIDE_BY_SIDE, Linear), alike)
    print("Linear: two uses add up, and each backward goes with its own forward.")


def zeroed(Linear: Function, seed: int = 8) -> None:
    """Check that zero_grad sets both gradients to zero."""
    rng = np.random.default_rng(seed)
    cases = [_two_batches(rng, *size) for size in [(4, 5, 3, 2), (3, 3, 3, 3)]]
    require_class(Linear)
    compare(ZEROED, told(ZEROED, Linear), cases)
    print("Linear: after zero_grad() the gradients begin at zero.")


def _two_batches(rng: Rng, n: int, m: int, inputs: int, outputs: int) -> Case:
    first, x, W = _row_case(rng, n, inputs, outputs)
    second, again, _ = _row_case(rng, m, inputs, outputs)
    return W, draw(rng, outputs), x, first, again, second


def require_class(Linear: Any) -> None:
    """Fail unless a layer can be made, its methods give something, and it has the gradients.

    What stops with an exception is left to the stories, which may know the mistake.
    """
    if not callable(Linear):
        fail(f"Linear is {kind_of(Linear)}, expected a class: begin with class Linear.")
    with contextlib.suppress(_StoppedError):
        layer = _try(Linear, np.ones((2, 3)), np.ones(2))
        for name in ("forward", "backward", "zero_grad"):
            if not callable(getattr(layer, name, None)):
                fail(f"what Linear(W, b) gives has no method {name}. {NOTHING_RETURNED}")
        for name, argument in [("forward", np.ones((4, 3))), ("backward", np.ones((4, 2)))]:
            given = _try(getattr(layer, name), argument)
            require_returned(given, f"Linear's {name}")
            if isinstance(given, GeneratorType):
                words = f"Linear's {name} gave a generator, expected an array: does it yield?"
                fail(f"{words} It works only when it is asked for more; return gives at once.")
        for name in ("grad_W", "grad_b"):
            if getattr(layer, name, None) is None:
                fail(f"after backward the layer has no {name}. Does backward set self.{name}?")
        _try(layer.zero_grad)


class _StoppedError(Exception):
    """The student's code raised an exception."""


def _try(function: Function, *arguments: Any) -> Any:
    outcome = run(function, *arguments)
    if outcome.error is not None:
        raise _StoppedError
    return outcome.value

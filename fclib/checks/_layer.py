"""Checks of a layer that remembers: each story makes one, uses it, and returns what came out."""

import contextlib
import copy
from functools import partial
from typing import Any

import numpy as np

from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import Known, fail
from fclib.checks.engine.loops import noted_like
from fclib.checks.engine.running import held, require_returned, run
from fclib.checks.engine.subject import Array, Case, Function, Rng, Subject, draw, fine, whole
from fclib.checks.engine.words import NOTHING_RETURNED, count, kind_of
from fclib.checks.wrong.remembering_layer import WRONG
from fclib.network import Linear


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
    compare(USED_ONCE, _told(USED_ONCE, Linear), cases)
    again = [(*case, 2 * case[0], case[1] + 1) for case in cases[:2]]
    compare(NEW_VALUES, _told(NEW_VALUES, Linear), again)
    leaves_arguments(USED_ONCE, _told(USED_ONCE, Linear), [cases[0], cases[3]])
    _leaves_results(Linear, cases[0])
    # Whole numbers, then numbers of many digits.
    kinds = [(whole, draw), (draw, whole), (fine, fine)]  # of W and b, and of x
    types = [
        (of_W(rng, 2, 3), of_W(rng, 2), of_x(rng, 4, 3), draw(rng, 4, 2)) for of_W, of_x in kinds
    ]
    compare(USED_ONCE, _told(USED_ONCE, Linear), types)
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
    compare(ONE_AFTER_THE_OTHER, _told(ONE_AFTER_THE_OTHER, Linear), cases)
    # Batches of one size: then another forward's input fits, and its numbers tell.
    alike = [_two_batches(rng, *size) for size in [(4, 4, 3, 2), (3, 3, 3, 3)]]
    compare(ONE_IN_THE_OTHER, _told(ONE_IN_THE_OTHER, Linear), alike)
    compare(SIDE_BY_SIDE, _told(SIDE_BY_SIDE, Linear), alike)
    print("Linear: two uses add up, and each backward goes with its own forward.")


def zeroed(Linear: Function, seed: int = 8) -> None:
    """Check that zero_grad sets both gradients to zero."""
    rng = np.random.default_rng(seed)
    cases = [_two_batches(rng, *size) for size in [(4, 5, 3, 2), (3, 3, 3, 3)]]
    require_class(Linear)
    compare(ZEROED, _told(ZEROED, Linear), cases)
    print("Linear: after zero_grad() the gradients begin at zero.")


def _two_batches(rng: Rng, n: int, m: int, inputs: int, outputs: int) -> Case:
    first, x, W = _row_case(rng, n, inputs, outputs)
    second, again, _ = _row_case(rng, m, inputs, outputs)
    return W, draw(rng, outputs), x, first, again, second


def _used_once(Linear: Function, W: Array, b: Array, x: Array, grad_y: Array) -> Case:
    layer = Linear(W, b)
    y, grad_x = _call(layer.forward, x), _call(layer.backward, grad_y)
    return y, grad_x, *_gradients(layer), _call(layer.forward, x)


def _new_values(
    Linear: Function, W: Array, b: Array, x: Array, grad_y: Array, new_W: Array, new_b: Array
) -> Case:
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.backward, grad_y)
    layer.W, layer.b = new_W, new_b
    return _call(layer.forward, x), _call(layer.backward, grad_y)


def _one_after_the_other(
    Linear: Function, W: Array, b: Array, x: Array, grad_y: Array, again: Array, second: Array
) -> Case:
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.backward, grad_y)
    _call(layer.forward, again)
    return _call(layer.backward, second), *_gradients(layer)


def _one_in_the_other(
    Linear: Function, W: Array, b: Array, x: Array, grad_y: Array, again: Array, second: Array
) -> Case:
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.forward, again)
    inner, outer = _call(layer.backward, second), _call(layer.backward, grad_y)
    return inner, outer, *_gradients(layer)


def _side_by_side(
    Linear: Function, W: Array, b: Array, x: Array, grad_y: Array, again: Array, second: Array
) -> Case:
    layer, other = Linear(W, b), Linear(W, b)
    _call(layer.forward, x)
    _call(other.forward, again)
    _call(layer.backward, grad_y)
    _call(other.backward, second)
    return *_gradients(layer), *_gradients(other)


def _zeroed(
    Linear: Function, W: Array, b: Array, x: Array, grad_y: Array, again: Array, second: Array
) -> Case:
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.backward, grad_y)
    _call(layer.zero_grad)
    at_zero = map(_spread_out, _gradients(layer), (W, b))
    _call(layer.forward, again)
    return *at_zero, _call(layer.backward, second), *_gradients(layer)


def _gradients(layer: Any) -> tuple[Array, Array]:
    return copy.deepcopy((layer.grad_W, layer.grad_b))


def _spread_out(gradient: Any, like: Array) -> Any:
    """Return a gradient in its parameter's shape: the number 0 is one of zeros too."""
    return np.zeros(like.shape) if np.ndim(gradient) == 0 and gradient == 0 else gradient


def _call(method: Function, *arguments: Any) -> Any:
    """Call a method; return a copy of what it gives, which a later call may write over."""
    return held(method(*arguments))


def _sets_parameters(told: Any, case: Case) -> str | None:
    """Name the mistake of a layer whose backward gives W or b new values."""
    W, b, x, grad_y = (value.copy() for value in case[:4])

    def kept(Linear: Function) -> bool:
        layer = Linear(W, b)
        layer.forward(x)
        before = copy.deepcopy((layer.W, layer.b))
        layer.backward(grad_y)
        return np.array_equal(layer.W, before[0]) and np.array_equal(layer.b, before[1])

    if run(lambda: kept(*told.args)).value is False:
        return Known("weights-destroyed", "layer.W or layer.b has changed after backward")
    return None


LEAVES = {
    "W": "weights-destroyed",
    "b": "weights-destroyed",
    "x": "input-destroyed",
    "grad_y": "upstream-destroyed",
}
"""What it is called to change an argument, whichever it is of several."""
_ONCE = ("W", "b", "x", "grad_y")
_TWO = (*_ONCE, "second x", "second grad_y")


def _story(
    tell: Function, words: str, results: tuple[str, ...], arguments: tuple[str, ...] = _ONCE
) -> Subject:
    """Describe a story as a subject: what the right class makes of it, and the wrong ones."""

    def sizes(W: Array, b: Array, x: Array, *_: Any) -> str:
        return f"{words}, for x of shape {x.shape} and {count(len(W), 'output')}"

    return Subject(
        name="Linear",
        arguments=arguments,
        results=results,
        reference=partial(tell, Linear),
        wrong={
            id_: [noted_like(partial(tell, wrong), wrong) for wrong in versions]
            for id_, versions in WRONG["Linear"].items()
        },
        sizes=sizes,
        destroyed={name: LEAVES[name.split()[-1]] for name in arguments},
        also=_sets_parameters,
    )


USED_ONCE = _story(
    _used_once,
    "after forward(x) and backward(grad_y)",
    ("y", "grad_x", "grad_W", "grad_b", "second y"),
)
NEW_VALUES = _story(
    _new_values,
    "after layer.W and layer.b got new values",
    ("y", "grad_x"),
    ("W", "b", "x", "grad_y", "new W", "new b"),
)
ONE_AFTER_THE_OTHER = _story(
    _one_after_the_other,
    "after forward, backward, forward, backward",
    ("second grad_x", "grad_W", "grad_b"),
    _TWO,
)
ONE_IN_THE_OTHER = _story(
    _one_in_the_other,
    "after two forwards and then two backwards",
    ("first grad_x", "second grad_x", "grad_W", "grad_b"),
    _TWO,
)
SIDE_BY_SIDE = _story(
    _side_by_side,
    "for two layers that are used by turns",
    ("the first's grad_W", "the first's grad_b", "the second's grad_W", "the second's grad_b"),
    _TWO,
)
ZEROED = _story(
    _zeroed,
    "after a use, zero_grad() and another use",
    ("grad_W at once", "grad_b at once", "grad_x", "grad_W", "grad_b"),
    _TWO,
)


def _told(story: Subject, Linear: Function) -> Function:
    """Return the story's function for another class."""
    tell: Any = story.reference
    return partial(tell.func, Linear)


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
            require_returned(_try(getattr(layer, name), argument), f"Linear's {name}")
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

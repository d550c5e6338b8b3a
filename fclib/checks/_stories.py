"""What is done with a layer that remembers: a story makes one, uses it, and returns its results."""

import copy
from functools import partial
from typing import Any

import numpy as np

from fclib.checks._sizes import LEAVES
from fclib.checks.engine.failing import Known
from fclib.checks.engine.loops import noted_like
from fclib.checks.engine.running import held, run
from fclib.checks.engine.subject import Array, Case, Function, Subject
from fclib.checks.engine.words import count
from fclib.checks.wrong.remembering_layer import WRONG
from fclib.network import Linear


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


def told(story: Subject, Linear: Function) -> Function:
    """Return the story's function for another class."""
    tell: Any = story.reference
    return partial(tell.func, Linear)

"""Checks of exercise 11: one layer on many machines."""

import numpy as np

from fclib import sharding as reference
from fclib.checks._machines_by_hand import (
    by_hand,
    cheapest,
    grid,
    mean_by_hand,
    sharded,
    softmax_by_hand,
)
from fclib.checks.engine.answers import whole_number
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.running import require_function, require_no_error, run
from fclib.checks.engine.subject import Subject, draw
from fclib.checks.engine.words import count, kind_of, public_kind
from fclib.checks.wrong.many_machines import WRONG, backward_parts

__all__ = [
    "at_hand_in",
    "backward",
    "by_hand",
    "cheapest",
    "forward",
    "grid",
    "mean_by_hand",
    "ring",
    "sharded",
    "softmax_by_hand",
    "two_layers",
]

# (N, D, M) whose axes 2 machines can share, and most of them 3; equal sizes among them.
SIZES = [(6, 12, 18), (12, 6, 6), (6, 6, 6), (6, 18, 12)]


def _of_layer(x, W, *rest):
    axis, p = rest[-2:]
    n, inputs = x.shape
    return (
        f"for {count(n, 'sample')}, {count(inputs, 'input')} and {count(len(W), 'output')}, "
        f"{axis} split among {p}"
    )


def _of_backward(grad_y, x, W, axis, p):
    return _of_layer(x, W, axis, p)


def _of_counts(n, in_features, out_features, axis, p):
    return f"for N = {n}, D = {in_features}, M = {out_features}, {axis} split among {p}"


def _of_two(x, W1, b1, W2, b2, p):
    sizes = f"{x.shape[1]} → {len(W1)} → {len(W2)}"
    return f"for {count(len(x), 'sample')}, {sizes}, on {count(p, 'machine')}"


def _lengths(x, W, *rest):
    return {"samples": len(x), "inputs": x.shape[1], "outputs": len(W), "machines": rest[-1]}


def _cases(seed):
    rng = np.random.default_rng(seed)
    cases = []
    for n, D, M in SIZES:
        for axis in "NMD":
            for p in (2, 3):
                cases.append((draw(rng, n, D), draw(rng, M, D), draw(rng, M), axis, p))
    one = draw(rng, 2, 4), draw(rng, 6, 4), draw(rng, 6)
    return [(*one, axis, 1) for axis in "NMD"] + cases


def _backward_cases(seed):
    rng = np.random.default_rng(seed)
    return [(draw(rng, len(x), len(W)), x, W, axis, p) for x, W, _, axis, p in _cases(seed + 100)]


def _counts(seed):
    rng = np.random.default_rng(seed)
    cases = [(32, 8, 4, axis, p) for axis in "NMD" for p in (1, 2, 4)]
    cases.append((8, 2, 5, "N", 4))  # 22½ numbers: a mean over the steps
    for _ in range(3):
        n, D, M = (int(size) for size in 12 * rng.permutation(np.arange(1, 9))[:3])
        cases += [(n, D, M, axis, p) for axis, p in zip("NMD", (3, 4, 6), strict=True)]
    return cases


def _two_cases(seed):
    rng = np.random.default_rng(seed)
    cases = []
    for n, D, hidden, M, p in [(4, 3, 6, 2, 2), (3, 2, 6, 3, 3), (2, 6, 6, 6, 2), (1, 3, 4, 2, 1)]:
        shapes = [(n, D), (hidden, D), (hidden,), (M, hidden), (M,)]
        cases.append((*(draw(rng, *shape) for shape in shapes), p))
    return cases


def _held(x, W, b, axis, p):
    return np.array(reference.split_forward(x, W, b, axis, p))


def _sent(n, in_features, out_features, axis, p):
    """Return what a machine sends, twice around the ring but for its own part, by what it is."""
    of = {
        "N": {
            "gradients of weights": out_features * in_features,
            "gradients of biases": out_features,
        },
        "M": {"gradients of inputs": n * in_features},
        "D": {"outputs": n * out_features},
    }
    names = [name for terms in of.values() for name in terms]
    return {
        "numbers": {name: 2 * (p - 1) / p * of[axis].get(name, 0) for name in names},
    }


FORWARD = Subject(
    name="split_forward",
    arguments=("x", "W", "b", "axis", "p"),
    results=("held",),
    reference=_held,
    wrong=WRONG["split_forward"],
    sizes=_of_layer,
    destroyed={"x": "input-destroyed", "W": "weights-destroyed", "b": "weights-destroyed"},
    lengths=_lengths,
    trial=_cases(11)[2:9],
)
BACKWARD = Subject(
    name="split_backward",
    arguments=("grad_y", "x", "W", "axis", "p"),
    results=("grad_x", "grad_W", "grad_b"),
    reference=backward_parts(reference.split_backward),
    wrong=WRONG["split_backward"],
    sizes=_of_backward,
    destroyed={
        "grad_y": "upstream-destroyed",
        "x": "input-destroyed",
        "W": "weights-destroyed",
    },
    lengths=lambda grad_y, x, W, axis, p: _lengths(x, W, axis, p),
    trial=_backward_cases(12)[2:9],
)
RING = Subject(
    name="all_reduce_numbers",
    arguments=("n", "in_features", "out_features", "axis", "p"),
    results=("numbers",),
    reference=reference.all_reduce_numbers,
    wrong=WRONG["all_reduce_numbers"],
    sizes=_of_counts,
    destroyed={},
    lengths=lambda n, in_features, out_features, axis, p: {
        "samples": n,
        "inputs": in_features,
        "outputs": out_features,
        "machines": p,
        "other machines": p - 1,
    },
    terms=_sent,
    read=whole_number,
)
TWO = Subject(
    name="two_layers_split",
    arguments=("x", "W1", "b1", "W2", "b2", "p"),
    results=("y",),
    reference=reference.two_layers_split,
    wrong=WRONG["two_layers_split"],
    sizes=_of_two,
    destroyed={
        "x": "input-destroyed",
        **dict.fromkeys(("W1", "b1", "W2", "b2"), "weights-destroyed"),
    },
    lengths=lambda x, W1, b1, W2, b2, p: {
        "samples": len(x),
        "inputs": x.shape[1],
        "hidden units": len(W1),
        "outputs": len(W2),
        "machines": p,
    },
    trial=_two_cases(14),
)


def forward(split_forward, seed=1):
    """Check the three axes, each split among several machines."""
    cases = _cases(seed)
    _require_list(FORWARD, split_forward, cases[0], "an array")
    compare(FORWARD, split_forward, cases)
    leaves_arguments(FORWARD, split_forward, cases[-1:])
    print("split_forward: right for all three axes.")


def _require_list(subject, function, case, each):
    """Fail unless the function gives a list with an entry for each machine."""
    require_function(function, subject.name)
    outcome = run(function, *case)
    where = subject.sizes(*case)
    require_no_error(outcome, subject.name, where)
    p = case[-1]
    if isinstance(outcome.value, np.ndarray) and len(outcome.value) == p and outcome.value.ndim > 2:
        return
    if not isinstance(outcome.value, list | tuple) or len(outcome.value) != p:
        ask = f"expected a list of {p}: {each} for each machine."
        given, public = kind_of(outcome.value), public_kind(outcome.value)
        if isinstance(outcome.value, list | tuple):
            given = public = f"a list of {len(outcome.value)}"
        if outcome.value is None:
            ask += " Is it written yet?"
        fail(
            f"{subject.name} returned {given} {where}, {ask}",
            public=f"{subject.name} returned {public} {where}, {ask}",
        )


def backward(split_backward, seed=2):
    """Check the three axes, each split among several machines."""
    cases = _backward_cases(seed)
    _require_list(BACKWARD, split_backward, cases[0], "grad_x, grad_W and grad_b")
    outcome = run(split_backward, *cases[0])
    first = outcome.value[0]
    if not isinstance(first, list | tuple) or len(first) != 3:
        words = "split_backward has for a machine"
        fail(
            f"{words} {kind_of(first)}, expected three gradients: grad_x, grad_W, grad_b.",
            public=f"{words} {public_kind(first)}, expected three gradients.",
        )
    joined = backward_parts(split_backward)
    compare(BACKWARD, joined, cases)
    leaves_arguments(BACKWARD, joined, cases[-1:])
    print("split_backward: right for all three axes.")


def ring(all_reduce_numbers, seed=3):
    """Check what a machine sends, for several layers and numbers of machines."""
    cases = _counts(seed)
    compare(RING, all_reduce_numbers, cases)
    print("all_reduce_numbers: right for all three axes.")


def two_layers(two_layers_split, seed=4):
    """Check two layers with a ReLU between them."""
    cases = _two_cases(seed)
    compare(TWO, two_layers_split, cases)
    leaves_arguments(TWO, two_layers_split, cases[:1])
    print("two_layers_split: right for several sizes and numbers of machines.")


at_hand_in = hand_in(
    split_forward=lambda: (np.ones((4, 2)), np.ones((6, 2)), np.ones(6), "N", 2),
    split_backward=lambda: (np.ones((4, 6)), np.ones((4, 2)), np.ones((6, 2)), "N", 2),
    two_layers_split=lambda: (*map(np.ones, [(3, 2), (4, 2), (4,), (2, 4), (2,)]), 2),
)

"""Checks of exercise 11: one layer on many machines."""

from typing import Any

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
from fclib.checks._parts import of_parts, of_what_is_summed
from fclib.checks._sizes import AXES, LEAVES
from fclib.checks.engine.answers import whole_number
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.row import row
from fclib.checks.engine.running import require_function, require_no_error, require_returned, run
from fclib.checks.engine.subject import Array, Case, Function, Subject, draw
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


SIZES = [(6, 12, 18), (12, 6, 6), (6, 6, 6), (6, 18, 12)]
"""(N, D, M) whose axes 2 machines can share, and 3; equal sizes among them."""
TWO_SIZES = [(4, 3, 6, 2, 2), (3, 2, 6, 3, 3), (2, 6, 6, 6, 2), (1, 3, 4, 2, 1)]
"""(N, D, hidden units, M) of two layers, and on how many machines they are."""
SINGLE = {"N": (2, 4, 6), "M": (4, 6, 2), "D": (1, 2, 4)}
"""(N, D, M) of which each of two machines gets one sample, output or input."""


def _of_layer(x: Array, W: Array, *rest: Any) -> str:
    axis, p = rest[-2:]
    n, inputs = x.shape
    return (
        f"for {count(n, 'sample')}, {count(inputs, 'input')} and {count(len(W), 'output')}, "
        f"{axis} split among {p}"
    )


def _layer(rng: np.random.Generator, n: int, D: int, M: int) -> Case:
    return draw(rng, n, D), draw(rng, M, D), draw(rng, M)


def _cases(seed: int) -> list[Case]:
    rng = np.random.default_rng(seed)
    cases = [(*_layer(rng, *size), axis, p) for size in SIZES for axis in "NMD" for p in (2, 3)]
    return cases + [(*_layer(rng, *size), axis, 2) for axis, size in SINGLE.items()]


def _alone(seed: int) -> list[Case]:
    """Draw a layer on one machine: nothing is split, so other mistakes show."""
    one = _layer(np.random.default_rng(seed), 2, 4, 6)
    return [(*one, axis, 1) for axis in "NMD"]


def _backward(cases: list[Case], seed: int) -> list[Case]:
    """Put the gradient of the outputs in the place of the biases, before the inputs."""
    rng = np.random.default_rng(seed)
    return [(draw(rng, len(x), len(W)), x, W, *rest) for x, W, _, *rest in cases]


def _counts(seed: int) -> list[Case]:
    rng = np.random.default_rng(seed)
    cases = [(32, 8, 4, axis, p) for axis in "NMD" for p in (1, 2, 4)]
    cases.append((8, 2, 5, "N", 4))  # 22½ numbers: a mean over the steps
    for _ in range(3):
        n, D, M = (int(size) for size in 12 * rng.permutation(np.arange(1, 9))[:3])
        cases += [(n, D, M, axis, p) for axis, p in zip("NMD", (3, 4, 6), strict=True)]
    return cases


def _held(x: Array, W: Array, b: Array, axis: str, p: int) -> Array:
    return np.array(reference.split_forward(x, W, b, axis, p))


def _sent(n: int, D: int, M: int, axis: str, p: int) -> dict[str, dict[str, float]]:
    """Return what a machine sends, twice around the ring but for its own part, by what it is."""
    of = {
        "N": {"gradients of weights": M * D, "gradients of biases": M},
        "M": {"gradients of inputs": n * D},
        "D": {"outputs": n * M},
    }
    names = [name for terms in of.values() for name in terms]
    return {"numbers": {name: 2 * (p - 1) / p * of[axis].get(name, 0) for name in names}}


GRADIENTS = ("grad_x", "grad_W", "grad_b")
MACHINES = AXES | {"p": "machine"}
FORWARD = row(
    "split_forward",
    "x (n,d), W (m,d), b (m), axis (), p () -> held (p,row,column)",
    MACHINES,
    _held,
    WRONG["split_forward"],
    leaves=LEAVES,
    sizes=_of_layer,
    trial=_cases(11)[:6],
    along={"held": ("machine", "row", "column")},
    departs=of_parts(_held, ["Y"], _cases(11)[:6]),
)
BACKWARD = row(
    "split_backward",
    "grad_y (n,m), x (n,d), W (m,d), axis (), p () -> grad_x (p,n,d), grad_W (p,m,d), grad_b (p,m)",
    MACHINES,
    backward_parts(reference.split_backward),
    WRONG["split_backward"],
    leaves=LEAVES,
    sizes=lambda grad_y, *rest: _of_layer(*rest),
    trial=_backward(_cases(12)[:6], 12),
    along={name: ("machine", "row", "column") for name in GRADIENTS},
    departs=of_parts(
        backward_parts(reference.split_backward), GRADIENTS, _backward(_cases(12)[:6], 12)
    ),
)
RING = Subject(
    name="all_reduce_numbers",
    arguments=("n", "in_features", "out_features", "axis", "p"),
    results=("numbers",),
    reference=reference.all_reduce_numbers,
    wrong=WRONG["all_reduce_numbers"],
    sizes=lambda n, D, M, axis, p: f"for N = {n}, D = {D}, M = {M}, {axis} split among {p}",
    destroyed={},
    lengths=lambda n, D, M, axis, p: {
        "samples": n,
        "inputs": D,
        "outputs": M,
        "machines": p,
        "other machines": p - 1,
    },
    terms=_sent,
    read=whole_number,
    trial=_counts(13),
    departs=of_what_is_summed(reference.all_reduce_numbers, _sent),
)
TWO = row(
    "two_layers_split",
    "x (n,d), W1 (h,d), b1 (h), W2 (m,h), b2 (m), p () -> y (n,m)",
    {"n": "sample", "d": "input", "h": "hidden unit", "m": "output", "p": "machine"},
    reference.two_layers_split,
    WRONG["two_layers_split"],
    leaves=LEAVES,
    tried=TWO_SIZES,
)


def forward(split_forward: Function, seed: int = 1) -> None:
    """Check the three axes, each split among several machines."""
    cases = _cases(seed)
    _require_list(FORWARD, split_forward, cases[0], "an array")
    compare(FORWARD, split_forward, _alone(seed), more=cases)
    compare(FORWARD, split_forward, cases)
    leaves_arguments(FORWARD, split_forward, cases[:1])
    print("split_forward: right for all three axes.")


def _require_list(subject: Subject, function: Function, case: Case, each: str) -> Any:
    """Return the list with an entry for each machine; fail if there is none."""
    require_function(function, subject.name)
    outcome = run(function, *case)
    where = subject.sizes(*case)
    require_no_error(outcome, subject.name, where)
    value, p = outcome.value, case[-1]
    require_returned(value, subject.name, where)
    if isinstance(value, list | tuple | np.ndarray) and len(value) == p:
        return value
    ask = f"expected a list of {p}: {each} for each machine."
    given, public = kind_of(value), public_kind(value)
    if isinstance(value, list | tuple):
        given = public = f"a list of {len(value)}"
    fail(
        f"{subject.name} returned {given} {where}, {ask}",
        public=f"{subject.name} returned {public} {where}, {ask}",
    )


def backward(split_backward: Function, seed: int = 2) -> None:
    """Check the three axes, each split among several machines."""
    cases, alone = _backward(_cases(seed + 100), seed), _backward(_alone(seed), seed)
    first = _require_list(BACKWARD, split_backward, cases[0], ", ".join(GRADIENTS))[0]
    if not isinstance(first, list | tuple) or len(first) != len(GRADIENTS):
        words, rest = "split_backward has for a machine", "expected three gradients"
        fail(
            f"{words} {kind_of(first)}, {rest}: {', '.join(GRADIENTS)}.",
            public=f"{words} {public_kind(first)}, {rest}.",
        )
    joined = backward_parts(split_backward)
    compare(BACKWARD, joined, alone, more=cases)
    compare(BACKWARD, joined, cases)
    leaves_arguments(BACKWARD, joined, cases[:1])
    print("split_backward: right for all three axes.")


def ring(all_reduce_numbers: Function, seed: int = 3) -> None:
    """Check what a machine sends, for several layers and numbers of machines."""
    compare(RING, all_reduce_numbers, _counts(seed))
    print("all_reduce_numbers: right for all three axes.")


def two_layers(two_layers_split: Function, seed: int = 4) -> None:
    """Check two layers with a ReLU between them."""
    cases = TWO.signature.of_sizes(np.random.default_rng(seed), TWO_SIZES)
    compare(TWO, two_layers_split, cases)
    leaves_arguments(TWO, two_layers_split, cases[:1])
    print("two_layers_split: right for several sizes and numbers of machines.")


at_hand_in = hand_in(
    TWO,
    split_forward=lambda: FORWARD.trial[0],
    split_backward=lambda: BACKWARD.trial[0],
)

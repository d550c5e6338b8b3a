"""Checks of exercise 12: the layer in fewer bits."""

from typing import Any

import numpy as np
import numpy.typing as npt

from fclib import bits as reference
from fclib.checks._bits_by_hand import ROW, by_hand, digits, quantised_by_hand
from fclib.checks._bits_lost import kept, scale_or_whole
from fclib.checks._sizes import AXES, LEAVES
from fclib.checks.engine.arrays import arrays_of
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.drawing import one_of
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.resting import function_rests_on
from fclib.checks.engine.row import row
from fclib.checks.engine.running import run, spread
from fclib.checks.engine.subject import Array, Case, Function, Subject, draw
from fclib.checks.wrong.fewer_bits import WRONG

__all__ = [
    "at_hand_in",
    "by_hand",
    "digits",
    "layers",
    "quantised",
    "quantised_by_hand",
    "rounded",
    "special",
    "steps",
]


SIZES = [(4, 3, 2), (2, 4, 3), (3, 3, 3), (1, 3, 2), (2, 2, 4)]
"""(N, D, M) of layers."""

ROUNDING = Subject(
    name="to_bfloat16",
    arguments=("x",),
    results=("rounded",),
    reference=reference.to_bfloat16,
    wrong=WRONG["to_bfloat16"],
    sizes=lambda x: f"for x of shape {x.shape}",
    destroyed={"x": "input-destroyed"},
    exact=True,
    departs=kept,
)
STEP = row(
    "master_step",
    "W_master (m,d), grad_W (m,d), learning_rate () -> master (m,d), W (m,d)",
    {"m": "row", "d": "column"},
    reference.master_step,
    WRONG["master_step"],
    leaves=LEAVES,
    draws={
        "W_master": lambda rng, shape, of: draw(rng, *shape, dtype=np.float32),
        "grad_W": lambda rng, shape, of: draw(rng, *shape, dtype=np.float32),
        "learning_rate": one_of(0.5, 0.25, 2.0),
    },
    tried=[(2, 3)] * 3,
)
ROWS = row(
    "quantise_rows",
    "W (m,d), bits () -> Q (m,d), scale (m)",
    {"m": "output", "d": "input", "bits": "bit", "q": "whole number above zero"},
    reference.quantise_rows,
    WRONG["quantise_rows"],
    leaves=LEAVES,
    follows={"q": lambda of: 2 ** (of["bits"] - 1) - 1},
    tried=[(2, 3, 8), (3, 2, 4), (3, 3, 3), (4, 1, 2), (1, 5, 5)],
)
ROWS = ROWS._replace(departs=scale_or_whole(ROWS))
LAYER = row(
    "linear_quantised",
    "x (n,d), Q (m,d), scale (m), b (m) -> y (n,m)",
    AXES,
    reference.linear_quantised,
    WRONG["linear_quantised"],
    leaves=LEAVES,
    draws={
        "Q": lambda rng, shape, of: rng.integers(-9, 10, shape).astype(np.int8),
        "scale": lambda rng, shape, of: np.abs(draw(rng, *shape)),
    },
    tried=SIZES,
)


def _single(numbers: list[Any]) -> Array:
    return np.array(numbers, np.float32)


def rounded(to_bfloat16: Function, seed: int = 1) -> None:
    """Check numbers of many sizes, among them ones halfway between two of bfloat16."""
    rng = np.random.default_rng(seed)
    step = np.float32(2.0**-7)
    ties = np.float32(1) + step * (rng.permutation(12).astype(np.float32) + np.float32(0.5))
    ties *= np.float32(2) ** rng.integers(-3, 4, 12).astype(np.float32)
    sizes = (3 * rng.normal(size=(3, 4)) * 10.0 ** rng.integers(-9, 10, (3, 4))).astype(np.float32)
    kept = reference.to_bfloat16(sizes)
    cases = [np.array([1.5, -0.25, 3.0], np.float32), ties, -ties, kept, sizes]
    cases += [np.asfortranarray(sizes), spread(sizes), _single([[0.1]])]
    compare(ROUNDING, to_bfloat16, [(case,) for case in cases])
    leaves_arguments(ROUNDING, to_bfloat16, [(sizes,)])
    _require_float32(ROUNDING, to_bfloat16, (sizes,))
    print("to_bfloat16: right for numbers of many sizes, and for those halfway between two.")


def _require_float32(subject: Subject, function: Function, case: Case) -> None:
    """Fail where a right result is of another type: bits are promised, and float64 has others."""
    results = arrays_of(subject, run(function, *case).value)
    for name, result in zip(subject.results, results, strict=True):
        if result.dtype != np.float32:
            words = f"{name} is of type {result.dtype}, expected float32 {subject.sizes(*case)}."
            fail(words, public=words)


def special(to_bfloat16: Function, seed: int = 2) -> None:
    """Check numbers that carry into the exponent, the largest and smallest ones, and nan."""
    rng = np.random.default_rng(seed)
    powers = 2.0 ** rng.integers(-20, 20, 4)
    carries = (powers * (2 - 2.0**-10)).astype(np.float32)
    largest = _single([3.39e38, 3.3999e38, -3.4028e38])
    tiny = _single([0.0, -0.0, 1e-45, -3e-40, 2e-39])
    cases = [carries, largest, tiny, _single([np.inf, -np.inf]), _single([np.nan, 1.0])]
    # A nan all of whose bits are set: a carry runs through it, and into the sign.
    cases.append(np.array([0x7FFF_FFFF], np.uint32).view(np.float32))
    compare(ROUNDING, to_bfloat16, [(case,) for case in cases])
    print("to_bfloat16: carries into the exponent, and keeps infinity and nan.")


def steps(
    master_step: Function, to_bfloat16: Function = reference.to_bfloat16, *, seed: int = 3
) -> None:
    """Check steps that bfloat16 would lose, and larger ones.

    The step may call ``to_bfloat16``: where only this is wrong, the step is not blamed.
    """
    rng = np.random.default_rng(seed)
    small = 1 + 2.0**-12 * rng.integers(1, 8, (2, 3))
    cases = [
        STEP.signature.case(rng, (2, 3), learning_rate=0.5),
        STEP.signature.case(rng, (2, 3), W_master=small.astype(np.float32), learning_rate=2.0**-12),
        *(
            STEP.signature.case(rng, size, learning_rate=rate)
            for size, rate in [((3, 3), 2.0**-6), ((1, 3), 2.0**-9), ((2, 1), 2.0**-7)]
        ),
        # Numbers of all digits: those that are drawn above are numbers of bfloat16 themselves.
        (_all_digits(rng, 3, 4), _all_digits(rng, 3, 4), 0.5),
        (_all_digits(rng, 3, 4), _all_digits(rng, 3, 4), 2.0**-8),
    ]

    def made(W_master: Array, grad_W: Array, learning_rate: float) -> tuple[Array, Array]:
        master: Array = W_master - np.float32(learning_rate) * grad_W
        return master, to_bfloat16(master)

    function_rests_on(ROUNDING.name, STEP.name, master_step, made, STEP.reference, cases)
    compare(STEP, master_step, cases)
    leaves_arguments(STEP, master_step, cases[:1])
    print("master_step: keeps in the master what bfloat16 would lose.")


def _all_digits(rng: np.random.Generator, *shape: int) -> npt.NDArray[np.float32]:
    return rng.normal(size=shape).astype(np.float32)


def quantised(quantise_rows: Function, seed: int = 4) -> None:
    """Check weights of several shapes in several bits, a row of zeros among them."""
    rng = np.random.default_rng(seed)
    cases = [
        (np.array([ROW]), 4),
        *((_rows(rng, M, D), bits) for M, D, bits in [(2, 3, 8), (4, 2, 4), (3, 3, 8), (1, 5, 2)]),
    ]
    empty = _rows(rng, 3, 4)
    empty[1] = 0
    cases += [(empty, 8), (np.asfortranarray(_rows(rng, 3, 4)), 5)]
    compare(ROWS, quantise_rows, cases)
    leaves_arguments(ROWS, quantise_rows, cases[1:2])
    print("quantise_rows: right for several shapes and bits, and for a row of zeros.")


def _rows(rng: np.random.Generator, M: int, D: int) -> Array:
    """Draw rows of different sizes whose entries lie away from the middle of two whole numbers."""
    # The largest of each row is ±127·7·3 parts, which each number of bits up to 8 divides or
    # nearly so; other entries are drawn until none is near a tie.
    while True:
        W: Array = draw(rng, M, D) * 2.0 ** rng.integers(-3, 4, (M, 1))
        shares = [W / s[:, None] for s in (np.abs(W).max(axis=1) / q for q in (1, 7, 15, 127))]
        if all((np.abs(share % 1 - 0.5) > 1e-3).all() for share in shares):
            return W


def layers(linear_quantised: Function, seed: int = 5) -> None:
    """Check layers of several sizes, with scales that differ widely."""
    rng = np.random.default_rng(seed)
    cases = []
    for n, D, M in [*SIZES, (3, 9, 2)]:
        Q = rng.integers(-127, 128, (M, D)).astype(np.int8)
        Q[0, 0] = 127
        scale = 2.0 ** rng.permutation(np.arange(-M, M))[:M]
        cases.append(LAYER.signature.case(rng, (n, D, M), Q=Q, scale=scale))
    _, Q, scale, _ = cases[0]  # scales stay above zero
    cases += [(x, Q, scale, b) for x, _, _, b in kinds(rng, cases[0])]
    compare(LAYER, linear_quantised, cases)
    leaves_arguments(LAYER, linear_quantised, cases[:1])
    print(f"linear_quantised: right for layers of {len(cases)} sizes.")


at_hand_in = hand_in(STEP, ROWS, LAYER, to_bfloat16=lambda: (np.ones((2, 3), np.float32),))

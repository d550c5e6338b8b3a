"""Checks of exercise 12: the layer in fewer bits."""

import numpy as np

from fclib import bits as reference
from fclib.checks._digits import IN_THE_MEANS, nearest_mean_layer
from fclib.checks.engine.answers import real
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.running import spread
from fclib.checks.engine.subject import Subject, draw
from fclib.checks.engine.words import count, number, ordinal
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

BY_HAND = [1.003, 1.004, 0.997]
ROW, BITS = [3.0, -1.2, 0.4], 3
FOUR = 4
"""Bits of the digits' weights."""


def _of_shape(what):
    return lambda x, *_: f"for {what} of shape {np.shape(x)}"


def _of_bits(W, bits):
    return f"for W of shape {W.shape} and {bits} bits"


def _of_layer(x, Q, scale, b):
    n, inputs = x.shape
    return f"for {count(n, 'sample')}, {count(inputs, 'input')} and {count(len(Q), 'output')}"


ROUNDING = Subject(
    name="to_bfloat16",
    arguments=("x",),
    results=("rounded",),
    reference=reference.to_bfloat16,
    wrong=WRONG["to_bfloat16"],
    sizes=_of_shape("x"),
    destroyed={"x": "input-destroyed"},
    exact=True,
)
STEP = Subject(
    name="master_step",
    arguments=("W_master", "grad_W", "learning_rate"),
    results=("master", "W"),
    reference=reference.master_step,
    wrong=WRONG["master_step"],
    sizes=_of_shape("W_master"),
    destroyed={"W_master": "weights-destroyed", "grad_W": "upstream-destroyed"},
    lengths=lambda W_master, grad_W, rate: {"rows": len(W_master), "columns": W_master.shape[1]},
    trial=[
        (*(draw(np.random.default_rng(k), 2, 3).astype(np.float32) for k in (1, 2)), rate)
        for rate in (0.5, 0.25, 2.0)
    ],
)
ROWS = Subject(
    name="quantise_rows",
    arguments=("W", "bits"),
    results=("Q", "scale"),
    reference=reference.quantise_rows,
    wrong=WRONG["quantise_rows"],
    sizes=_of_bits,
    destroyed={"W": "weights-destroyed"},
    lengths=lambda W, bits: {"outputs": len(W), "inputs": W.shape[1]},
    trial=[
        (draw(np.random.default_rng(1), *shape), bits)
        for shape, bits in [((2, 3), 8), ((3, 2), 4), ((3, 3), 3), ((4, 1), 2), ((1, 5), 5)]
    ],
)
LAYER = Subject(
    name="linear_quantised",
    arguments=("x", "Q", "scale", "b"),
    results=("y",),
    reference=reference.linear_quantised,
    wrong=WRONG["linear_quantised"],
    sizes=_of_layer,
    destroyed={"x": "input-destroyed", "Q": "weights-destroyed", "scale": "weights-destroyed"},
    lengths=lambda x, Q, scale, b: {"samples": len(x), "inputs": x.shape[1], "outputs": len(Q)},
    trial=[
        (
            draw(np.random.default_rng(1), n, D),
            np.random.default_rng(2).integers(-9, 10, (M, D)).astype(np.int8),
            np.abs(draw(np.random.default_rng(3), M)),
            draw(np.random.default_rng(4), M),
        )
        for n, D, M in [(4, 3, 2), (2, 4, 3), (3, 3, 3), (1, 3, 2), (2, 2, 4)]
    ],
)


def by_hand(answer):
    """Check three numbers rounded to bfloat16 by hand."""
    for place, (x, want) in enumerate(
        zip(BY_HAND, reference.to_bfloat16(BY_HAND).tolist(), strict=True)
    ):
        name = f"bfloat16_by_hand[{place}]"
        if not isinstance(answer, list | tuple) or len(answer) != len(BY_HAND):
            fail(f"bfloat16_by_hand is not a list of {len(BY_HAND)} numbers yet.")
        got = real(answer[place], name)
        if got != want:
            side = "above" if x > 1 else "below"
            fail(
                f"{name} = {number(got)} is not right for {x}: which two numbers of bfloat16,\n"
                f"{side} 1, does it lie between, and which of them is nearer?"
            )
    print("bfloat16_by_hand: all three are right.")


def quantised_by_hand(scale, Q):
    """Check the scale and the whole numbers of one row, worked out by hand."""
    want_Q, [want] = reference.quantise_rows([ROW], BITS)
    got = real(scale, "scale_by_hand")
    if not np.isclose(got, want):
        fail(
            f"scale_by_hand = {number(got)} is not right: the row's largest entry becomes the\n"
            f"largest whole number. Which is that, in {BITS} bits with as many below zero as above?"
        )
    if not isinstance(Q, list | tuple) or len(Q) != len(ROW):
        fail(f"Q_by_hand is not a list of {len(ROW)} numbers yet.")
    for place, right in enumerate(want_Q[0].tolist()):
        entry = real(Q[place], f"Q_by_hand[{place}]")
        if entry != right:
            fail(
                f"Q_by_hand[{place}] = {number(entry)} is not right: divide the {ordinal(place)}\n"
                f"entry by the scale, and take the nearest whole number."
            )
    print("by hand: the scale and the three whole numbers are right.")


def rounded(to_bfloat16, seed=1):
    """Check numbers of many sizes, among them ones halfway between two of bfloat16."""
    rng = np.random.default_rng(seed)
    step = np.float32(2.0**-7)
    ties = np.float32(1) + step * (rng.permutation(12).astype(np.float32) + np.float32(0.5))
    sizes = (3 * rng.normal(size=(3, 4)) * 10.0 ** rng.integers(-9, 10, (3, 4))).astype(np.float32)
    kept = reference.to_bfloat16(sizes)
    cases = [np.array([1.5, -0.25, 3.0], np.float32), ties, -ties, kept, sizes]
    cases += [np.asfortranarray(sizes), spread(sizes), np.float32([[0.1]])]
    compare(ROUNDING, to_bfloat16, [(case,) for case in cases])
    leaves_arguments(ROUNDING, to_bfloat16, [(sizes,)])
    print("to_bfloat16: right for numbers of many sizes, and for those halfway between two.")


def special(to_bfloat16, seed=2):
    """Check numbers that carry into the exponent, the largest and smallest ones, and nan."""
    rng = np.random.default_rng(seed)
    powers = 2.0 ** rng.integers(-20, 20, 4)
    carries = (powers * (2 - 2.0**-10)).astype(np.float32)
    largest = np.float32([3.39e38, 3.3999e38, -3.4028e38])
    tiny = np.float32([0.0, -0.0, 1e-45, -3e-40, 2e-39])
    cases = [carries, largest, tiny, np.float32([np.inf, -np.inf]), np.float32([np.nan, 1.0])]
    # A nan all of whose bits are set: a carry runs through it, and into the sign.
    cases.append(np.array([0x7FFF_FFFF], np.uint32).view(np.float32))
    compare(ROUNDING, to_bfloat16, [(case,) for case in cases])
    print("to_bfloat16: carries into the exponent, and keeps infinity and nan.")


def steps(master_step, seed=3):
    """Check steps that bfloat16 would lose, and larger ones."""
    rng = np.random.default_rng(seed)
    small = 1 + 2.0**-12 * rng.integers(1, 8, (2, 3))
    cases = [
        (draw(rng, 2, 3, dtype=np.float32), draw(rng, 2, 3, dtype=np.float32), 0.5),
        (small.astype(np.float32), draw(rng, 2, 3, dtype=np.float32), 2.0**-12),
        (draw(rng, 3, 3, dtype=np.float32), draw(rng, 3, 3, dtype=np.float32), 2.0**-6),
        (draw(rng, 1, 3, dtype=np.float32), draw(rng, 1, 3, dtype=np.float32), 2.0**-9),
        (draw(rng, 2, 1, dtype=np.float32), draw(rng, 2, 1, dtype=np.float32), 2.0**-7),
        # Numbers of all digits: those that are drawn above are numbers of bfloat16 themselves.
        (_all_digits(rng, 3, 4), _all_digits(rng, 3, 4), 0.5),
        (_all_digits(rng, 3, 4), _all_digits(rng, 3, 4), 2.0**-8),
    ]
    compare(STEP, master_step, cases)
    leaves_arguments(STEP, master_step, cases[:1])
    print("master_step: keeps in the master what bfloat16 would lose.")


def _all_digits(rng, *shape):
    return rng.normal(size=shape).astype(np.float32)


def quantised(quantise_rows, seed=4):
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


def _rows(rng, M, D):
    """Draw rows of different sizes whose entries lie away from the middle of two whole numbers."""
    # The largest of each row is ±127·7·3 parts, which each number of bits up to 8 divides or
    # nearly so; other entries are drawn until none is near a tie.
    while True:
        W = draw(rng, M, D) * 2.0 ** rng.integers(-3, 4, (M, 1))
        shares = [W / s[:, None] for s in (np.abs(W).max(axis=1) / q for q in (1, 7, 15, 127))]
        if all((np.abs(share % 1 - 0.5) > 1e-3).all() for share in shares):
            return W


def layers(linear_quantised, seed=5):
    """Check layers of several sizes, with scales that differ widely."""
    rng = np.random.default_rng(seed)
    sizes = [(4, 3, 2), (2, 4, 3), (3, 3, 3), (1, 3, 2), (2, 2, 4), (3, 9, 2)]
    cases = []
    for n, D, M in sizes:
        Q = rng.integers(-127, 128, (M, D)).astype(np.int8)
        Q[0, 0] = 127
        scale = 2.0 ** rng.permutation(np.arange(-M, M))[:M]
        cases.append((draw(rng, n, D), Q, scale, draw(rng, M)))
    _, Q, scale, _ = cases[0]  # scales stay above zero
    cases += [(x, Q, scale, b) for x, _, _, b in kinds(rng, cases[0])]
    compare(LAYER, linear_quantised, cases)
    leaves_arguments(LAYER, linear_quantised, cases[:1])
    print(f"linear_quantised: right for layers of {len(cases)} sizes.")


def digits(changed, accuracy):
    """Check what a layer with weights of four bits reads: what otherwise, and what right."""
    x, W, b, target = nearest_mean_layer()
    x, target = x[IN_THE_MEANS:], target[IN_THE_MEANS:]
    before = (x @ W.T + b).argmax(axis=1)
    after = reference.linear_quantised(x, *reference.quantise_rows(W, FOUR), b).argmax(axis=1)
    got = real(changed, "changed")
    if got != (before != after).sum():
        fail(
            f"changed = {number(got)} is not right: for how many of the {len(x)} images is the\n"
            f"highest score in another place than before?"
        )
    right = float((after == target).mean())
    got = real(accuracy, "accuracy_4")
    if not abs(got - right) <= 0.0005:  # three digits; nan is not right either
        fail(
            f"accuracy_4 = {number(got)} is not right: the fraction of the images that the layer\n"
            f"with weights of four bits reads correctly."
        )
    print(f"digits: weights of 4 bits read {right:.1%} correctly, {int(changed)} of 797 otherwise.")


at_hand_in = hand_in(STEP, ROWS, LAYER, to_bfloat16=lambda: (np.ones((2, 3), np.float32),))

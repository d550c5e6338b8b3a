"""Checks of what exercise 12 asks by hand, and of digits that a layer in 4 bits reads."""

from collections.abc import Callable
from typing import Any

import numpy as np

from fclib import bits as reference
from fclib.checks._digits import IN_THE_MEANS, nearest_mean_layer
from fclib.checks.engine.answers import part_of, require_number, require_numbers
from fclib.checks.engine.failing import fail
from fclib.checks.engine.subject import Array
from fclib.checks.engine.words import number, ordinal

BY_HAND = [1.003, 1.004, 0.997]
ROW, BITS = [3.0, -1.2, 0.4], 3
FOUR = 4
"""Bits of the digits' weights."""


def by_hand(answer: Any) -> None:
    """Check three numbers rounded to bfloat16 by hand."""

    def ask(place: int) -> str:
        x, got = BY_HAND[place], float(answer[place])
        if float(reference.to_bfloat16(got)) != got:
            fail(
                f"{name}[{place}] = {number(got)} is no number of bfloat16: which two are near {x}?"
            )
        side = "above" if x > 1 else "below"
        return (
            f"Which two numbers of bfloat16, {side} 1, does {x} lie between, and which is nearer?"
        )

    name, want = "bfloat16_by_hand", reference.to_bfloat16(BY_HAND).tolist()
    known = {
        "those are cut, not rounded": [1, 1, 0.99609375],
        "those are all rounded up": [1.0078125, 1.0078125, 1],
    }
    require_numbers(answer, name, want, "one for each of the three", ask, known)
    print("bfloat16_by_hand: all three are right.")


def quantised_by_hand(scale: Any, Q: Any) -> None:
    """Check the scale and the whole numbers of one row, worked out by hand."""
    want_Q, [want] = reference.quantise_rows([ROW], BITS)
    largest = max(ROW)
    known = {
        "that is the largest entry, and not yet divided": largest,
        "that is for one bit more": largest / (2**BITS - 1),
        "that is as if there were one whole number more": largest / 2 ** (BITS - 1),
        "that divides by all the numbers that 3 bits have": largest / 2**BITS,
    }
    ask = (
        "The row's largest entry becomes the largest whole number. "
        f"Which is that, in {BITS} bits with as many below zero as above?"
    )
    require_number(scale, "scale_by_hand", float(want), ask, known, rtol=1e-6)
    right = want_Q[0].tolist()
    require_numbers(
        Q,
        "Q_by_hand",
        right,
        "one for each entry of the row",
        lambda k: f"Divide the {ordinal(k)} entry by the scale, and take the nearest whole number.",
        {
            "those are the entries, and not yet rounded": ROW,
            "those are rounded down": np.floor(ROW),
            "those are rounded up": np.ceil(ROW),
            "those have lost their signs": np.abs(right),
        },
    )
    print("by hand: the scale and the three whole numbers are right.")


def digits(changed: Any, accuracy: Any) -> None:
    """Check what a layer with weights of four bits reads: what otherwise, and what right."""
    x, W, b, target = nearest_mean_layer()
    x, target = x[IN_THE_MEANS:], target[IN_THE_MEANS:]
    before = (x @ W.T + b).argmax(axis=1)
    after = _read(x, W, b, FOUR)
    want, right = int((before != after).sum()), float((after == target).mean())
    known = {
        "that is how many are read as before": len(x) - want,
        "that is a part, and their number is asked for": want / len(x),
        "that is how many are read wrongly": (after != target).sum(),
        "that is how many scores are others": 10 * len(x),
        "the biases stay as they are": _changed(
            before, _read(x, W, _in_bits(b[None], FOUR)[0], FOUR)
        ),
        "the scales are missing there": _changed(before, _read(x, W, b, FOUR, np.ones_like)),
    }
    known |= {
        f"that is for weights of {bits} bits": _changed(before, _read(x, W, b, bits))
        for bits in (2, 3, 5, 8)
    }
    ask = f"For how many of the {len(x)} images is the highest score in another place than before?"
    require_number(changed, "changed", want, ask, known)
    of_parts = [
        ("that is how many are read as before", float((after == before).mean())),
        ("that is for the weights of 64 bits", float((before == target).mean())),
    ]
    ask = "Compare what the layer with weights of four bits reads with target, image by image."
    part_of(accuracy, "accuracy_4", right, len(x), ask, of_parts)
    print(f"digits: weights of 4 bits read {right:.1%} correctly, {want} of {len(x)} otherwise.")


def _changed(before: Array, after: Array) -> int:
    return int((before != after).sum())


def _in_bits(W: Array, bits: int) -> Array:
    Q, scale = reference.quantise_rows(W, bits)
    whole: Array = Q * scale[:, None]
    return whole


def _read(
    x: Array, W: Array, b: Array, bits: int, scales: Callable[[Array], Array] = np.asarray
) -> Array:
    """Return what the layer reads with weights of so many bits, their scales changed or not."""
    Q, scale = reference.quantise_rows(W, bits)
    return np.asarray(reference.linear_quantised(x, Q, scales(scale), b).argmax(axis=1))

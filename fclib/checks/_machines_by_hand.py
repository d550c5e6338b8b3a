"""Checks of what exercise 11 asks by hand: two parts of a sum, means, a softmax, what is sent."""

from typing import Any

import numpy as np

from fclib import sharding as reference
from fclib.checks.engine.answers import require_number, require_numbers
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.words import kind_of, one_line, ordinal

X, W_ROW, BIAS = [1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0], 5.0
MEANS, SAMPLES = (6.0, 2.0), (3, 1)
UP = 768, 3072
TEXTS, MACHINES = {"large": 8192, "small": 256}, 8
SCORES = (0.0, np.log(3)), (np.log(8), 0.0)
DIGITS = 5e-3  # three digits are enough
GRID = {"machines": 64, "tokens": 2048, "width": 4096, "hidden": 8192}


def by_hand(parts: Any, y: Any) -> None:
    """Check what each of two machines computes alone, and the output."""
    halves = [sum(X[k] * W_ROW[k] for k in (first, first + 1)) for first in (0, 2)]
    require_numbers(
        parts,
        "parts_by_hand",
        halves,
        "one for each machine",
        lambda place: f"Which two products has the {ordinal(place)} machine?",
        {"those are of every second product": [100.0, 200.0]},
        {"bias-on-every-machine": [np.add(halves, more) for more in ([5, 5], [5, 0], [0, 5])]},
    )
    known = {
        "that is without the bias": sum(halves),
        "that is the mean of the parts": sum(halves) / 2,
    }
    ask, twice = "Add the parts, then the bias.", sum(halves) + 2 * BIAS
    want = sum(halves) + BIAS
    require_number(y, "y_by_hand", want, ask, known, {"bias-on-every-machine": twice})
    print("by hand: both parts and the output are right.")


def mean_by_hand(gradient: Any) -> None:
    """Check the gradient of a mean loss from two machines with unequal shards."""
    total = sum(mean * n for mean, n in zip(MEANS, SAMPLES, strict=True))
    known = {
        "that is the sum, and not yet divided": total,
        "that has the two numbers of samples exchanged": np.average(MEANS, weights=SAMPLES[::-1]),
        "that is the sum of the two means": sum(MEANS),
        "that divides by the number of machines": total / len(MEANS),
        "that is the first machine's alone": MEANS[0],
        "that is the second machine's alone": MEANS[1],
    }
    ask = "What is the sum over all four samples, and by how many does their mean divide?"
    named = {"unequal-shards-averaged": sum(MEANS) / len(MEANS)}
    require_number(gradient, "gradient_by_hand", total / sum(SAMPLES), ask, known, named)
    print("gradient_by_hand: right.")


def softmax_by_hand(largest: Any, sums: Any) -> None:
    """Check what two machines need of each other for a softmax over both their scores."""
    want = max(map(max, SCORES))
    known = {
        "that is the largest of the first machine's scores": max(SCORES[0]),
        "that is the sum of the two machines' largest scores": sum(map(max, SCORES)),
        "that is its exponential": np.exp(want),
    }
    ask = "Which of the four scores is the largest?"
    require_number(largest, "largest_by_hand", want, ask, known, rtol=DIGITS)
    right = [float(np.exp(np.subtract(part, want)).sum()) for part in SCORES]
    of_lists = {
        "those are without the largest score subtracted": [np.exp(part).sum() for part in SCORES],
        "there each machine has subtracted its own largest score": [
            np.exp(np.subtract(part, max(part))).sum() for part in SCORES
        ],
        "those are the machines' shares of the sum": np.divide(right, sum(right)),
        "those are the sums of both machines": [sum(right)] * 2,
        "those are the logarithms of the sums": np.log(right),
    }
    require_numbers(
        sums,
        "sums_by_hand",
        right,
        "one for each machine",
        "Subtract ln 8 from each of the four scores, and add up by machine.",
        of_lists,
        rtol=DIGITS,
    )
    print("softmax: right. Two numbers of each machine are enough, however many scores it has.")


def cheapest(large: Any, small: Any) -> None:
    """Check along which axis GPT-2's up layer sends least, for many tokens and for few."""
    for name, given in (("large", large), ("small", small)):
        sent = {
            axis: reference.all_reduce_numbers(TEXTS[name], *UP, axis, MACHINES) for axis in "NMD"
        }
        require_answer(given, f"cheapest_{name}", 'put "N", "M" or "D" there')
        shown = one_line(repr(given)) if isinstance(given, str) else kind_of(given)
        if not isinstance(given, str) or given not in sent:
            letter = isinstance(given, str) and given in "nmd"
            capital = "a capital letter: " if letter else ""
            fail(f'cheapest_{name} is {shown}, expected {capital}"N", "M" or "D".')
        if given != min(sent, key=sent.__getitem__):
            fail(
                f"cheapest_{name} = {shown} is not right: for {TEXTS[name]} tokens a machine sends "
                f"{sent[given]:,.0f} numbers then,\nand along another axis fewer. "
                "What does all_reduce_numbers give for each of the three?"
            )
    print("cheapest: right, for many tokens and for few.")


def sharded(kept: Any, sent: Any) -> None:
    """Check what a machine keeps and sends of GPT-2's up layer, sharded among eight."""
    weights = UP[0] * UP[1]
    want, rows = weights / MACHINES, UP[1] / MACHINES
    known = {
        "those are all the weights": weights,
        "those are the weights of the other machines": weights - want,
        "that counts biases, too": want + rows,
        "those are the rows, and each has many weights": rows,
    }
    ask = "The rows of W are dealt out among the machines: how many numbers are there for each?"
    require_number(kept, "kept_weights", want, ask, known)
    ring = (MACHINES - 1) / MACHINES * weights  # one half of the way around it
    of_halves = {
        "that is one half of the ring, and there are more": ring,
        "that is one half of the ring too few, as for a sum of all gradients": 2 * ring,
        "that is one half of the ring too many: each machine keeps its rows alone": 4 * ring,
        "that is as if each machine sent all of it, its own part too": 3 * weights,
        "that is as if only a machine's own weights went around": 3 * ring / MACHINES,
        "those are two halves of the ring, of a machine's own weights alone": 2 * ring / MACHINES,
    }
    ask = "Count the halves of a ring: W is gathered for both passes. What is done with dL/dW?"
    require_number(sent, "sharded_numbers", 3 * ring, ask, of_halves)
    print("sharded: an eighth is kept, and three halves of the ring are sent.")


def grid(parts: Any) -> None:
    """Check in how many parts the tokens of a pair of layers are split for the least traffic."""
    p = GRID["machines"]
    amounts = {a: _sent_on_a_grid(a) for a in range(1, p + 1) if p % a == 0}
    want = min(amounts, key=amounts.__getitem__)
    known = {
        "that is the number of parts of the hidden units": p // want,
        "there only tokens are split": p,
        "there only hidden units are split": 1,
    }
    ask = "What is gathered grows with a, what is summed falls: compare both for 1, 2, 4, ..."
    require_number(parts, "token_parts", want, ask, known)
    print("grid: right. Neither only tokens nor only hidden units are split.")


def _sent_on_a_grid(a: int) -> float:
    """Return what a machine sends if the tokens are in ``a`` parts: gathered and summed."""
    c = GRID["machines"] // a
    gathered = (a - 1) / a * GRID["width"] * GRID["hidden"] / c
    summed = (c - 1) / c * GRID["tokens"] * GRID["width"] / a
    return 2 * (gathered + summed)

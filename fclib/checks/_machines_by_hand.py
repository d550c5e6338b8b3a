"""Checks of what exercise 11 asks by hand: two parts of a sum, means, a softmax, what is sent."""

import numpy as np

from fclib import sharding as reference
from fclib.checks.engine.answers import not_right, numbers, real, told
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.words import count, kind_of, number, ordinal

X, W_ROW, BIAS = [1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0], 5.0
MEANS, SAMPLES = (6.0, 2.0), (3, 1)
UP = 768, 3072
TEXTS, MACHINES = {"large": 8192, "small": 256}, 8
SCORES = (0.0, np.log(3)), (np.log(8), 0.0)
DIGITS = 5e-3  # three digits are enough
GRID = {"machines": 64, "tokens": 2048, "width": 4096, "hidden": 8192}


def by_hand(parts, y):
    """Check what each of two machines computes alone, and the output."""
    require_answer(parts, "parts_by_hand", "put a list of two numbers there")
    got = numbers(parts, "parts_by_hand is")
    halves = [sum(X[k] * W_ROW[k] for k in (first, first + 1)) for first in (0, 2)]
    if len(got) != len(halves):
        fail(f"parts_by_hand has {count(len(got), 'number')}, expected 2: one for each machine.")
    for place, (given, want) in enumerate(zip(got, halves, strict=True)):
        if given == want + BIAS:
            fail(f"parts_by_hand[{place}] = {number(given)} is not right", "bias-on-every-machine")
        if given != want:
            ask = f"Which two products has the {ordinal(place)} machine?"
            seen = f"parts_by_hand[{place}] = {number(given)}"
            fail(f"{seen} is not right{told(got, halves)}.\n{ask}")
    got, want = real(y, "y_by_hand"), sum(halves) + BIAS
    if got != want:
        found = "bias-on-every-machine" if got == want + BIAS else None
        seen = f"y_by_hand = {number(got)}"
        if found:
            fail(f"{seen} is not right", found)
        known = {
            "that is without the bias": sum(halves),
            "that is the mean of the parts": sum(halves) / 2,
        }
        not_right(seen, got, want, "Add the parts, then the bias.", known.items())
    print("by hand: both parts and the output are right.")


def mean_by_hand(gradient):
    """Check the gradient of a mean loss from two machines with unequal shards."""
    got = real(gradient, "gradient_by_hand")
    total = sum(mean * n for mean, n in zip(MEANS, SAMPLES, strict=True))
    want = total / sum(SAMPLES)
    if not np.isclose(got, want):
        found = "unequal-shards-averaged" if got == sum(MEANS) / len(MEANS) else None
        seen = f"gradient_by_hand = {number(got)}"
        if found:
            fail(f"{seen} is not right", found)
        known = {
            "that is the sum, and not yet divided": total,
            "that has the two numbers of samples exchanged": np.average(
                MEANS, weights=SAMPLES[::-1]
            ),
            "that is the sum of the two means": sum(MEANS),
            "that is the first machine's alone": MEANS[0],
            "that is the second machine's alone": MEANS[1],
        }
        ask = "What is the sum over all four samples, and by how many does their mean divide?"
        not_right(seen, got, want, ask, known.items())
    print("gradient_by_hand: right.")


def softmax_by_hand(largest, sums):
    """Check what two machines need of each other for a softmax over both their scores."""
    got, want = real(largest, "largest_by_hand"), max(map(max, SCORES))
    if not np.isclose(got, want, rtol=DIGITS):
        known = {
            "that is the largest of the first machine's scores": max(SCORES[0]),
            "that is the sum of the two machines' largest scores": sum(map(max, SCORES)),
            "that is its exponential": np.exp(want),
        }
        ask = "Which of the four scores is the largest?"
        not_right(f"largest_by_hand = {number(got)}", got, want, ask, known.items())
    require_answer(sums, "sums_by_hand", "put a list of two numbers there")
    got = numbers(sums, "sums_by_hand is")
    if len(got) != len(SCORES):
        fail(f"sums_by_hand has {count(len(got), 'number')}, expected 2: one for each machine.")
    right = [float(np.exp(np.subtract(part, want)).sum()) for part in SCORES]
    if not np.allclose(got, right, rtol=DIGITS):
        own = [float(np.exp(np.subtract(part, max(part))).sum()) for part in SCORES]
        known = {
            "those are without the largest score subtracted": [np.exp(p).sum() for p in SCORES],
            "there each machine has subtracted its own largest score": own,
            "those are the machines' shares of the sum": np.divide(right, sum(right)),
        }
        seen = "sums_by_hand is not right"
        why = told(got, right) + "."
        for words, those in known.items():
            if np.allclose(got, those, rtol=DIGITS):
                why = f": {words}."
        fail(f"{seen}{why}\nSubtract ln 8 from each of the four scores, and add up by machine.")
    print("softmax: right. Two numbers of each machine are enough, however many scores it has.")


def cheapest(large, small):
    """Check along which axis GPT-2's up layer sends least, for many tokens and for few."""
    for name, given in (("large", large), ("small", small)):
        sent = {
            axis: reference.all_reduce_numbers(TEXTS[name], *UP, axis, MACHINES) for axis in "NMD"
        }
        want = min(sent, key=sent.get)
        require_answer(given, f"cheapest_{name}", 'put "N", "M" or "D" there')
        if given not in sent:
            fail(f'cheapest_{name} is {kind_of(given)}, expected "N", "M" or "D".')
        if given != want:
            fail(
                f"cheapest_{name} = {given!r} is not right for {TEXTS[name]} tokens: compare what\n"
                f"all_reduce_numbers gives for the three axes."
            )
    print("cheapest: right, for many tokens and for few.")


def sharded(kept, sent):
    """Check what a machine keeps and sends of GPT-2's up layer, sharded among eight."""
    weights = UP[0] * UP[1]
    got, want = real(kept, "kept_weights"), weights / MACHINES
    if got != want:
        known = {
            "those are all the weights": weights,
            "those are the weights of the other machines": weights - want,
            "that counts biases, too": want + UP[1] / MACHINES,
        }
        ask = "The rows of W are dealt out among the machines: how many numbers are there for each?"
        not_right(f"kept_weights = {number(got)}", got, want, ask, known.items())
    got, part = real(sent, "sharded_numbers"), (MACHINES - 1) / MACHINES
    if got != 3 * part * weights:
        seen = f"sharded_numbers = {number(got)}"
        known = {
            "that is one half of the ring, and there are more": part,
            "that is one half of the ring too few, as for a sum of all gradients": 2 * part,
            "that is one half of the ring too many: each machine keeps its rows alone": 4 * part,
            "that is as if each machine sent all of it, its own part too": 3,
        }
        ask = "Count the halves of a ring: W is gathered for both passes. What is done with dL/dW?"
        of = [(words, factor * weights) for words, factor in known.items()]
        not_right(seen, got, 3 * part * weights, ask, of)
    print("sharded: an eighth is kept, and three halves of the ring are sent.")


def grid(parts):
    """Check in how many parts the tokens of a pair of layers are split for the least traffic."""
    got, p = real(parts, "token_parts"), GRID["machines"]
    amounts = {a: _sent_on_a_grid(a) for a in range(1, p + 1) if p % a == 0}
    want = min(amounts, key=amounts.__getitem__)
    if not np.isclose(got, want):
        ask = "What is gathered grows with a, what is summed falls: compare both for 1, 2, 4, ..."
        known = [("that is the number of parts of the hidden units", p // want)]
        not_right(f"token_parts = {number(got)}", got, want, ask, known)
    print("grid: right. Neither only tokens nor only hidden units are split.")


def _sent_on_a_grid(a):
    """Return what a machine sends if the tokens are in ``a`` parts: gathered and summed."""
    c = GRID["machines"] // a
    gathered = (a - 1) / a * GRID["width"] * GRID["hidden"] / c
    summed = (c - 1) / c * GRID["tokens"] * GRID["width"] / a
    return 2 * (gathered + summed)

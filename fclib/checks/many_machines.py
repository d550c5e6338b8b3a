"""Checks of exercise 11: one layer on many machines."""

import numpy as np

from fclib import sharding as reference
from fclib.checks.engine.answers import not_right, numbers, real, told, whole_number
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.running import require_function, require_no_error, run
from fclib.checks.engine.subject import Subject, draw
from fclib.checks.engine.words import count, kind_of, number, ordinal, public_kind
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

X, W_ROW, BIAS = [1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0], 5.0
MEANS, SAMPLES = (6.0, 2.0), (3, 1)
UP = 768, 3072
TEXTS, MACHINES = {"large": 8192, "small": 256}, 8
SCORES = (0.0, np.log(3)), (np.log(8), 0.0)
DIGITS = 5e-3  # three digits are enough
GRID = {"machines": 64, "tokens": 2048, "width": 4096, "hidden": 8192}

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


def by_hand(parts, y):
    """Check what each of two machines computes alone, and the output."""
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


def cheapest(large, small):
    """Check along which axis GPT-2's up layer sends least, for many tokens and for few."""
    for name, given in (("large", large), ("small", small)):
        sent = {
            axis: reference.all_reduce_numbers(TEXTS[name], *UP, axis, MACHINES) for axis in "NMD"
        }
        want = min(sent, key=sent.get)
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


at_hand_in = hand_in(
    split_forward=lambda: (np.ones((4, 2)), np.ones((6, 2)), np.ones(6), "N", 2),
    split_backward=lambda: (np.ones((4, 6)), np.ones((4, 2)), np.ones((6, 2)), "N", 2),
    two_layers_split=lambda: (*map(np.ones, [(3, 2), (4, 2), (4,), (2, 4), (2,)]), 2),
)

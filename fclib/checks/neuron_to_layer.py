"""Checks of exercise 01: one layer in plain loops, and how many parameters it has."""

from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any

import numpy as np

from fclib.architectures import ALEXNET, FullyConnected
from fclib.architectures import parameter_count as reference_count
from fclib.checks import _digits
from fclib.checks._sizes import LEAVES
from fclib.checks.engine.answers import (
    not_right,
    numbers,
    real,
    share,
    told,
    whole_number,
)
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.row import row
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.subject import Array, Case, Function, draw
from fclib.checks.engine.words import count, kind_of, number, one_line, ordinal
from fclib.checks.wrong.neuron_to_layer import WRONG
from fclib.linear import linear_forward

__all__ = [
    "alexnet",
    "arguments",
    "at_hand_in",
    "by_hand",
    "counts",
    "digit",
    "every_size",
    "three_to_three",
]

# Pairwise distinct sizes show a wrong transpose as an error, equal ones as silent wrong values.
SIZES = [(1, 1), (2, 1), (1, 2), (2, 3), (3, 2), (4, 4), (5, 3), (3, 6)]

BY_HAND = ([3, -2], [[2, 1], [0.5, -1], [-1, 4]], [1, 0.5, -2])
"""The layer of the first question: x, W and b."""

THREE_TO_THREE = (
    [2.0, -1.0, 3.0],
    [[1.0, -2.0, 0.5], [-1.0, 3.0, 1.5], [2.0, 1.0, -0.5]],
    [0.5, -1.0, 2.0],
)
"""A layer of three inputs and three outputs whose results are short to read in a message."""


def reference(x: Any, W: Any, b: Any) -> Any:
    """Return the outputs of a layer for one sample, lists in and a list out."""
    return linear_forward([x], W, b)[0].tolist()


def random_layers(sizes: Iterable[Sequence[int]], seed: int) -> list[Case]:
    """Draw one (x, W, b) of lists for each (inputs, outputs).

    One output at least is negative, so that an activation in the layer is seen.
    """
    rng, layers = np.random.default_rng(seed), []
    for inputs, outputs in sizes:
        y = np.zeros(outputs)
        while min(y) >= 0:
            drawn = draw(rng, outputs + 1, inputs + 1)  # three draws take three times as long
            x, W, b = drawn[0, 1:], drawn[1:, 1:], drawn[1:, 0]
            y = W @ x + b
        layers.append((x.tolist(), W.tolist(), b.tolist()))
    return layers


LAYER = row(
    "linear_scalar",
    "x (d), W (m,d), b (m) -> y (m)",
    {"d": "input", "m": "output"},
    reference,
    WRONG["linear_scalar"],
    leaves=LEAVES,
    examples={"d": (3,), "m": (3,)},
    trial=random_layers(SIZES, seed=1),
    read=numbers,
)

COUNT = row(
    "parameter_count",
    "in_features (), out_features () -> parameter_count ()",
    {"in_features": "input", "out_features": "output"},
    reference_count,
    WRONG["parameter_count"],
    leaves={},
    trial=(),
    read=whole_number,
    terms=lambda inputs, outputs: {
        "parameter_count": {"weights": inputs * outputs, "biases": outputs}
    },
)


def by_hand(y: Any) -> None:
    """Check the three outputs worked out by hand."""
    require_answer(y, "y_by_hand", "put a list of three numbers there")
    got = np.array(numbers(y, "y_by_hand is"))
    if len(got) != 3:
        fail(f"y_by_hand has {count(len(got), 'number')}, expected 3: one for each row of W.")

    def ask(i: int) -> str:
        return f"Go through the {ordinal(i)} row of W again, product by product."

    worked_out(LAYER, "y_by_hand", got, BY_HAND, ask)
    print("y_by_hand: all three outputs are right.")


def three_to_three(linear_scalar: Function, seed: int = 1) -> None:
    """Check layers of three inputs and three outputs."""
    cases = [THREE_TO_THREE, *random_layers([(3, 3)] * 3, seed)]
    compare(LAYER, linear_scalar, cases)
    print(f"linear_scalar: right for {len(cases)} layers of three inputs and three outputs.")


def every_size(linear_scalar: Function, seed: int = 2) -> None:
    """Check layers with other numbers of inputs and outputs, equal and different ones."""
    # Hidden checks have other seeds, and so other sizes too.
    drawn = np.random.default_rng(seed).integers(1, 9, (3, 2)).tolist()
    compare(LAYER, linear_scalar, random_layers([(3, 3), *SIZES, *drawn], seed))
    sizes = len(SIZES) + len(drawn)
    print(f"linear_scalar: right for {sizes} other sizes, from 1 to 8 inputs and outputs.")


def arguments(linear_scalar: Function, seed: int = 3) -> None:
    """Check integer inputs, and that the arguments are left as they were."""
    cases = [
        ([round(8 * value) for value in x], W, b)
        for x, W, b in random_layers([(3, 3), (2, 3), (4, 2), (4, 4)], seed)
    ]
    compare(LAYER, linear_scalar, cases)
    own = random_layers([(3, 3), (2, 3), (4, 2)], seed + 1)
    whole = [([round(8 * value) for value in x], W, b) for x, W, b in own]
    leaves_arguments(LAYER, linear_scalar, [*own, *whole])
    print("linear_scalar: takes integers, and leaves x, W and b as they were.")


def counts(parameter_count: Function, seed: int = 4) -> None:
    """Check the parameter count for layers small and large."""
    rng = np.random.default_rng(seed)
    cases = [(3, 2), (1, 1), (2, 5), *(tuple(map(int, rng.integers(2, 500, 2))) for _ in range(5))]
    compare(COUNT, parameter_count, cases)
    leaves_arguments(COUNT, parameter_count, cases[:2])
    print(f"parameter_count: right for {len(cases)} layers.")


def alexnet(parameters: Any, fc6_share: Any) -> None:
    """Check the parameters of AlexNet's first fully connected layer, and their share of all."""
    fc6 = next(one for one in ALEXNET if isinstance(one, FullyConnected) and one.name == "fc6")
    want = fc6.parameters / sum(layer.parameters for layer in ALEXNET)
    parameters = real(parameters, "fc6_parameters")
    if parameters != fc6.parameters:
        wrong = {
            reference_count(6 * 6, fc6.out_features): "channels-uncounted",
            fc6.in_features * fc6.out_features: "biases-uncounted",
            (fc6.in_features + 1) * fc6.out_features + fc6.in_features - fc6.out_features: (
                "bias-per-input"
            ),
            fc6.in_features * fc6.out_features + 1: "single-bias",
            fc6.in_features + fc6.out_features: "nodes-counted",
        }
        seen = f"fc6_parameters is {number(parameters)}"
        found = wrong.get(parameters)
        if found is not None:
            fail(seen, found)
        known = {
            "that is for 256 inputs": reference_count(256, fc6.out_features),
            "that is for 256 times 6 inputs, and there are 6×6 of each": reference_count(
                256 * 6, fc6.out_features
            ),
            "sizes are added where they multiply": reference_count(256 + 36, fc6.out_features),
        }
        ask = "Your parameter_count, once it passes, can tell you."
        not_right(
            f"fc6_parameters = {number(parameters)}", parameters, fc6.parameters, ask, known.items()
        )
    ask = "It is the part that fc6 has of the parameters of all eight layers."
    others = [("that compares fc6 with the other seven", want / (1 - want))]
    share(fc6_share, "fc6_share", want, ask, others)
    print("alexnet: the count and the share of its first fully connected layer are right.")


def digit(scores: Any, label: Any) -> None:
    """Check the ten scores of a handwritten digit, and the digit with the highest one."""
    require_answer(scores, "scores", "call linear_scalar with x, W and b")
    got = numbers(scores, "scores is")
    # Not the notebook's x, W and b: cells in between may have changed them.
    x, W, b = nearest_mean_layer()
    want = reference(x, W, b)
    if not agree(got, want):
        found = diagnose(lambda *_: got, [(x, W, b)], reference, LAYER.wrong)
        if len(got) != len(want):
            seen = f"scores has {count(len(got), 'number')}, expected {len(want)}"
        else:
            seen = "scores are not the ten outputs of this layer for this digit"
        if found is None:
            of_all = linear_forward(images(), W, b)
            like = np.argmin(np.abs(of_all - got).sum(axis=1)) if len(got) == len(want) else 0
            others = [("they are those of another image", of_all[like])]
            seen += (
                f"{told(got, want, others)}.\nIs linear_scalar right in the cells above, and are "
                "x, W and b still those of the cell with the image?\nRun that one again."
            )
        fail(seen, found)
    best = int(np.argmax(want))
    require_answer(label, "digit_read", "take the position of the highest of the ten scores")
    if isinstance(label, bool) or not isinstance(label, Real):
        fail(f"digit_read is {kind_of(label)}, expected a whole number from 0 to 9.")
    if label != best:
        given = one_line(repr(label))
        fail(
            f"digit_read is {given}: take the position of the highest of the ten scores, "
            f"counted from 0."
        )
    print(f"digit: the scores are right, and the highest is that of the digit {best}.")


def images() -> Array:
    """Return all images of the exercise as rows."""
    return _digits.nearest_mean_layer()[0]


def nearest_mean_layer() -> tuple[list[float], list[list[float]], list[float]]:
    """Return the exercise's image as 64 inputs, and the layer whose rows are mean digits."""
    x, W, b, _ = _digits.nearest_mean_layer()
    return x[-3].tolist(), W.tolist(), b.tolist()


at_hand_in = hand_in(LAYER, parameter_count=lambda: (3, 2))

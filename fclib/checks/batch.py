"""Checks of exercise 02: the layer for a batch, one sample per row."""

from typing import Any

import numpy as np

from fclib.checks import _digits
from fclib.checks._sizes import AXES, LEAVES
from fclib.checks.engine.answers import array, part_of, rows, shape, told
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.comparing import agree
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.row import row
from fclib.checks.engine.running import spread
from fclib.checks.engine.subject import Array, Function, draw
from fclib.checks.engine.words import number, ordinal
from fclib.checks.wrong.batch import WRONG
from fclib.linear import linear_forward

__all__ = ["arguments", "at_hand_in", "batches", "by_hand", "digits", "images", "shapes_by_hand"]

BY_HAND = (
    np.array([[1.0, 2.0, -1.0], [0.0, -2.0, 3.0]]),
    np.array([[2.0, 1.0, 3.0], [-1.0, 0.5, 2.0]]),
    np.array([1.0, -2.0]),
)
"""The batch of the first question: x, W and b."""


LAYER = row(
    "linear_forward",
    "x (n,d), W (m,d), b (m) -> y (n,m)",
    AXES,
    linear_forward,
    WRONG["linear_forward"],
    leaves=LEAVES,
)


def by_hand(y: Any) -> None:
    """Check the two rows of outputs worked out by hand."""
    got = rows(y, "y_by_hand", "two rows of two numbers")
    want = linear_forward(*BY_HAND)
    if got.shape != want.shape:
        fail(f"y_by_hand has the shape {got.shape}, expected (2, 2): each row is one sample.")
    if agree(got, want.T):
        fail("y_by_hand has its rows and columns exchanged: each row is one sample.")

    def ask(n: int, i: int) -> str:
        return f"Take the {ordinal(n)} row of X and the {ordinal(i)} of W, then the bias."

    worked_out(LAYER, "y_by_hand", got, BY_HAND, ask)
    print("y_by_hand: both samples are right.")


def shapes_by_hand(x_flat: Any, W: Any, y: Any) -> None:
    """Check the shapes in LeNet's first fully connected layer for a batch of 16."""
    right = {"x_flat_shape": (16, 800), "W_shape": (500, 800), "y_shape": (16, 500)}
    for (name, want), value in zip(right.items(), (x_flat, W, y), strict=True):
        value = shape(value, name, 2)
        if value == want:
            continue
        if value == want[::-1]:
            of = "an output" if name == "W_shape" else "a sample"
            fail(f"{name} is {value}, the transpose. In this course a row belongs to {of}.")
        if name == "x_flat_shape" and 800 not in value:
            row = " A batch has a row for each sample." if value[0] == 1 else ""
            fail(f"x_flat_shape is {value}: how many numbers has one sample of 50×4×4?{row}")
        ask = "which axis is the batch, and which is left?"
        if name == "W_shape":
            ask = "how many outputs has the layer, and how many weights has each?"
        fail(f"{name} is {value}, which is not right: {ask}")
    print("shapes: all three are right.")


def batches(linear_forward: Function, seed: int = 1) -> None:
    """Check batches of samples with several numbers, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    cases = LAYER.signature.cases(rng)
    compare(LAYER, linear_forward, cases)
    print(
        f"linear_forward: right for {len(cases)} sizes, a batch of one and square ones among them."
    )


def images(linear_forward: Function, seed: int = 2) -> None:
    """Check inputs of shape (N, C, H, W), and a batch without samples."""
    rng = np.random.default_rng(seed)
    shapes = [(2, 2, 3, 2), (3, 1, 1, 4), (1, 3, 2, 2), (2, 3, 3, 3)]
    shapes.insert(0, (3, *rng.integers(2, 4, 3).tolist()))
    images_of = LAYER.signature.of_images
    cases = [
        images_of(rng, "x", size, m=int(rng.integers(2, 6))) for size in [*shapes, (0, 2, 2, 3)]
    ]
    pictures, *rest = cases[1]
    layouts = [(change(pictures), *rest) for change in (np.asfortranarray, spread)]
    compare(LAYER, linear_forward, [*cases[:-1], *layouts])
    compare_none(LAYER, linear_forward, cases[-1:], ["reshape-empty-batch"])
    print("linear_forward: flattens each image in the right order, also in a batch of none.")


def arguments(linear_forward: Function, seed: int = 3) -> None:
    """Check other number types and memory layouts, and that the arguments are left alone."""
    rng = np.random.default_rng(seed)
    own = [LAYER.signature.case(rng, size) for size in [(4, 3, 2), (3, 3, 3), (1, 3, 2)]]
    pixels = rng.integers(100, 256, (2, 3)).astype(np.uint8), draw(rng, 4, 3), draw(rng, 4)
    compare(LAYER, linear_forward, [*kinds(rng, own[0]), *kinds(rng, own[1]), pixels])
    leaves_arguments(
        LAYER, linear_forward, [*own, LAYER.signature.of_images(rng, "x", (2, 2, 2, 3), m=3)]
    )
    print("linear_forward: takes whole numbers, float32 and views, and leaves x, W and b alone.")


def digits(scores: Any, labels: Any, accuracy: Any) -> None:
    """Check the scores of 797 handwritten digits, what they are read as, and how many correctly."""
    x, W, b, target = nearest_mean_layer()
    want = linear_forward(x, W, b)
    got = array(scores, "scores", "call linear_forward with x, W and b")
    if got.shape != want.shape:
        fail(f"scores has shape {got.shape}, expected {want.shape}: a row for each image.")
    if not agree(got, want):
        known = {
            "they come without b": x @ W.T,
            "they are those of pixels divided by 16": linear_forward(x / 16, W, b),
        }
        fail(
            "scores are not the outputs of this layer for these images"
            f"{told(got, want, known.items())}.\n"
            "Is linear_forward right in the cells above, and are x, W and b unchanged?"
        )
    read = want.argmax(axis=1)
    got = array(labels, "digits_read", "take the position of the highest score in each row")
    if got.shape != read.shape:
        fail(
            f"digits_read has shape {got.shape}, expected {read.shape}: one digit for each image.\n"
            f"Along which axis of scores does the highest one stand?"
        )
    if not np.array_equal(got, read):
        n = int(np.argmax(got != read))
        fail(
            f"digits_read[{n}] is {number(got[n])}: which of the ten scores[{n}] is the highest?\n"
            f"Give its position, counted from 0."
        )
    right = float((read == target).mean())
    every = len(_digits.nearest_mean_layer()[0])
    of_all = [(f"that is divided by all {every:,} images", right * len(x) / every)]
    ask = "In how many places do digits_read and target agree?"
    part_of(accuracy, "accuracy", right, len(x), ask, of_all)
    print(f"digits: {len(x)} images read in one product, {right:.1%} of them correctly.")


def nearest_mean_layer() -> tuple[Array, Array, Array, Array]:
    """Return 797 images as rows, the layer whose rows are mean digits, and what the images are."""
    x, W, b, target = _digits.nearest_mean_layer()
    return x[_digits.IN_THE_MEANS :], W, b, target[_digits.IN_THE_MEANS :]


at_hand_in = hand_in(LAYER)

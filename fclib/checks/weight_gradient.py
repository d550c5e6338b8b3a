"""Checks of exercise 04: the gradient of the weights of a layer."""

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from fclib.checks._digits import nearest_mean_layer
from fclib.checks._sizes import AXES, IMAGES, LEAVES, single_samples
from fclib.checks.engine.answers import array, real, rows
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.row import row
from fclib.checks.engine.running import spread
from fclib.checks.engine.subject import Array, Function, draw
from fclib.checks.engine.words import number, ordinal
from fclib.checks.wrong.weight_gradient import WRONG
from fclib.linear import grad_W, linear_forward

__all__ = [
    "arguments",
    "at_hand_in",
    "batches",
    "by_hand",
    "images",
    "lenet",
    "one_sample",
    "outer_by_hand",
    "step",
]

BY_HAND = np.array([[1.0, -2.0, 3.0], [2.0, 1.0, -1.0]]), np.array([[2.0, -1.0], [1.0, 4.0]])
"""grad_y and x of the first questions: two samples, two inputs, three outputs."""

LEARNING_RATE = 0.0001
PRINTED = 0.005
"""How far the loss may be off that the notebook prints with two decimals."""

GRADIENT = row(
    "grad_W",
    "grad_y (n,m), x (n,d) -> grad_W (m,d)",
    AXES,
    grad_W,
    WRONG["grad_W"],
    leaves=LEAVES,
    examples={"d": (2, 3), "m": (2, 3)},
)


def outer_by_hand(answer: Any) -> None:
    """Check what the first sample adds, worked out by hand."""
    _by_hand(answer, "outer_by_hand", *(array[:1] for array in BY_HAND))
    print("outer_by_hand: all six numbers are right.")


def by_hand(answer: Any) -> None:
    """Check the gradient of both samples, worked out by hand."""
    _by_hand(answer, "grad_W_by_hand", *BY_HAND)
    print("grad_W_by_hand: all six numbers are right.")


def one_sample(grad_W: Function, seed: int = 1) -> None:
    """Check batches of one sample, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    cases = single_samples(GRADIENT, rng)
    compare(GRADIENT, grad_W, cases)
    print(f"grad_W: right for one sample, in layers of {len(cases)} sizes.")


def batches(grad_W: Function, seed: int = 2) -> None:
    """Check batches of several samples, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    cases = GRADIENT.signature.cases(rng)
    compare(GRADIENT, grad_W, cases)
    print(f"grad_W: right for batches of {len(cases)} sizes, square ones among them.")


def images(grad_W: Function, seed: int = 3) -> None:
    """Check inputs of shape (N, C, H, W), and batches without samples."""
    rng = np.random.default_rng(seed)
    drawn = (3, *rng.integers(2, 4, 3).tolist()), int(rng.integers(2, 6))
    images_of = GRADIENT.signature.of_images
    cases = [images_of(rng, "x", size, m=m) for size, m in [*IMAGES, drawn]]
    layouts = [tuple(map(change, cases[0])) for change in (np.asfortranarray, spread)]
    compare(GRADIENT, grad_W, [*cases, *layouts])
    none = [images_of(rng, "x", (0, 2, 2, 3), m=2), GRADIENT.signature.case(rng, (0, 3, 2))]
    compare_none(GRADIENT, grad_W, none, ["reshape-empty-batch"])
    print("grad_W: flattens each image in the right order, and takes a batch of none.")


def arguments(grad_W: Function, seed: int = 4) -> None:
    """Check other number types and memory layouts, and that the arguments are left alone."""
    rng = np.random.default_rng(seed)
    own = [GRADIENT.signature.case(rng, size) for size in [(4, 3, 2), (3, 3, 3), (1, 3, 2)]]
    pixels = draw(rng, 2, 4), rng.integers(100, 256, (2, 3)).astype(np.uint8)
    compare(GRADIENT, grad_W, [*kinds(rng, own[0]), *kinds(rng, own[1]), pixels])
    leaves_arguments(
        GRADIENT, grad_W, [*own, GRADIENT.signature.of_images(rng, "x", (2, 2, 2, 3), m=3)]
    )
    print("grad_W: takes whole numbers, float32 and views, and leaves grad_y and x alone.")


def lenet(gradient: Any, how_many: Any) -> None:
    """Check the gradient of the weights of LeNet's first fully connected layer."""
    grad_y, x = lenet_batch()
    want = grad_W(grad_y, x)
    got = array(gradient, "ip1_grad_W", "call grad_W with ip1_grad_y and ip1_x")
    if got.shape == want.shape[::-1]:
        fail(f"ip1_grad_W has shape {got.shape}, expected {want.shape}", "grad-W-transposed")
    if got.shape == (len(x), *want.shape):
        fail(f"ip1_grad_W has shape {got.shape}, expected {want.shape}", "grad-W-unsummed")
    if got.shape != want.shape:
        fail(f"ip1_grad_W has shape {got.shape}, expected {want.shape}: that of the weights.")
    if not agree(got, want):
        # A few rows are enough to know a mistake by, and the large ones take long.
        found = diagnose(
            lambda *_: got[:3], [(grad_y[:, :3], x)], lambda *_: want[:3], _row_by_row()
        )
        seen = "ip1_grad_W has the right shape and wrong numbers"
        if found is None:
            seen += ". Is grad_W right in the cells above?"
        fail(seen, found)
    got = real(how_many, "ip1_numbers")
    if got == want.size + len(want):
        fail(f"ip1_numbers is {number(got)}: that counts the biases too, and this is ∂L/∂W.")
    if got != want.size:
        fail(f"ip1_numbers is {number(got)}: how many rows has ip1_grad_W, and how many columns?")
    print(f"lenet: right, {want.size:,} numbers from one product.")


def step(loss_before: Any, predicted_drop: Any, loss_after: Any) -> None:
    """Check a step of gradient descent: the loss before, the drop foretold, the loss after."""
    names = ["loss_before", "predicted_drop", "loss_after"]
    given = zip((loss_before, predicted_drop, loss_after), names, strict=True)
    got = [real(value, name) for value, name in given]
    grad_y, x = digit_batch()[:2]
    before, drop, after = want = _step(grad_W)(grad_y, x)
    if abs(got[0] - before) <= PRINTED:
        got[0] = before
    if agree(got, want):
        print(f"step: the loss fell by {before - after:.2f}, and {drop:.2f} was foretold.")
        return
    # A step uphill looks like a gradient of the wrong sign, and has its own words below.
    wrong = {id_: list(map(_step, versions)) for id_, versions in GRADIENT.wrong.items()}
    del wrong["sign"]
    found = diagnose(lambda *_: got, [(grad_y, x)], lambda *_: want, wrong)
    if found is not None:
        fail(f"loss_after = {number(got[2])} does not come from the right gradient", found)
    if not agree(got[:1], [before]):
        fail(
            f"loss_before = {number(got[0])} is not the loss of the layer with W and b.\n"
            f"If W has changed since the cell with the digits, run that one again."
        )
    if not agree(got[1:2], [drop]):
        _fail_for_drop(got[1], want)
    if agree(got[2:], [_step(grad_W, rate=1)(grad_y, x)[2]]):
        fail(
            f"loss_after = {number(got[2])}: the loss went up. That is a step as long as the whole "
            "gradient. How long should it be?"
        )
    if got[2] > before:
        fail(f"loss_after = {number(got[2])}: the loss went up. Which way goes downhill?")
    if agree(got[2:], [before - drop]):
        fail("loss_after is loss_before less what was foretold. What is it with the new weights?")
    fail(f"loss_after = {number(got[2])} is not the loss after one step from W.")


def lenet_batch() -> tuple[Array, Array]:
    """Return grad_y and x of the notebook: 16 samples of shape (50, 4, 4), 500 outputs."""
    rng = np.random.default_rng(16)
    x = rng.normal(size=(16, 50, 4, 4))
    return rng.normal(size=(16, 500)), x


def digit_batch() -> tuple[Array, Array, Array, Array, Array]:
    """Return grad_y, x, W, b and the target of the notebook: 16 digits, the nearest-mean layer."""
    pixels, W, b, labels = nearest_mean_layer(largest=1)
    x, target = pixels[1000:1016], np.eye(10)[labels[1000:1016]]
    return linear_forward(x, W, b) - target, x, W, b, target


def _step(gradient: Function, rate: float = LEARNING_RATE) -> Function:
    """Return a function like grad_W that gives the three numbers of the step."""

    def numbers_of_step(grad_y: Array, x: Array) -> list[float]:
        _, _, W, b, target = digit_batch()
        direction = np.asarray(gradient(grad_y, x))

        def loss(W: Array) -> float:
            return 0.5 * float(((linear_forward(x, W, b) - target) ** 2).sum())

        drop = rate * (direction**2).sum()
        return [loss(W), drop, loss(W - rate * direction)]

    return numbers_of_step


def _fail_for_drop(got: float, want: Sequence[float]) -> NoReturn:
    """Say what is wrong with a drop that was not foretold correctly."""
    before, drop, after = want
    _, x, W, b, target = digit_batch()
    scores = linear_forward(x, W, b)

    def foretold(grad_y: Array) -> float:
        return LEARNING_RATE * float((grad_W(grad_y, x) ** 2).sum())

    seen = f"predicted_drop = {number(got)}"
    if agree([got], [foretold(scores - b - target)]):
        fail(f"{seen} comes from other scores", "bias-missing")
    known = {
        -drop: "has the wrong sign. A drop is counted as positive here.",
        drop / LEARNING_RATE: "is for a step of length 1 along the gradient. How long is yours?",
        (LEARNING_RATE * drop) ** 0.5: "comes from the gradient's length, not from its square.",
        LEARNING_RATE * float(grad_W(scores - target, x).sum()): "adds up the entries "
        "themselves. What is to be done with each of them first?",
        before - after: "is what the loss did fall by. What does the gradient alone foretell?",
        foretold(scores): "comes from the scores themselves. How far are they from the target?",
    }
    for like, words in known.items():
        if agree([got], [like]):
            fail(f"{seen} {words}")
    fail(f"{seen} is not right. What arrives at the scores, and what is grad_W of that?")


def _row_by_row() -> Mapping[str, Sequence[Function]]:
    """Return the wrong versions whose row i comes from output i alone, for LeNet's sizes too."""
    mixing = {"grad-W-transposed", "grad-W-reshaped", "grad-W-unsummed", "vector-transpose"}
    others = mixing | {"batch-flattened", "hard-coded-shape"}
    return {id_: versions for id_, versions in GRADIENT.wrong.items() if id_ not in others}


def _by_hand(answer: Any, name: str, grad_y: Array, x: Array) -> None:
    """Check a gradient of 3×2 worked out by hand, from one sample or more."""
    got = rows(answer, name, "three rows of two numbers")

    def ask(i: int, j: int) -> str:
        return f"What arrives at the {ordinal(i)} output, and went in at the {ordinal(j)} input?"

    unlike = f"{name} is not three rows of two numbers: a row for each output, as in W."
    worked_out(GRADIENT, name, got, (grad_y, x), ask, unlike)


at_hand_in = hand_in(GRADIENT)

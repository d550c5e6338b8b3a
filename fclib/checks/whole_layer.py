"""Checks of exercise 05: the gradient of the biases, all three, and a layer that remembers."""

from typing import Any

import numpy as np

from fclib.checks._layer import layer, require_class, two_uses, zeroed
from fclib.checks._sizes import AXES, IMAGES, LEAVES
from fclib.checks._trained import accuracy, trained
from fclib.checks.engine.answers import numbers
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.comparing import agree
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.resting import function_rests_on
from fclib.checks.engine.row import row
from fclib.checks.engine.running import require_answer, spread
from fclib.checks.engine.subject import Array, Function, draw, fine, whole
from fclib.checks.engine.words import count, ordinal
from fclib.checks.wrong.whole_layer import WRONG
from fclib.linear import grad_b, linear_backward

__all__ = [
    "accuracy",
    "arguments",
    "at_hand_in",
    "biases",
    "biases_arguments",
    "by_hand",
    "gradients",
    "images",
    "layer",
    "mean_by_hand",
    "trained",
    "two_uses",
    "zeroed",
]

BY_HAND = np.array([[2.0, -1.0], [-3.0, 0.5], [7.0, 3.5]])
"""∂L/∂Y of the first questions: three samples, two outputs."""

BIASES = row(
    "grad_b",
    "grad_y (n,m) -> grad_b (m)",
    {"n": "sample", "m": "output"},
    grad_b,
    WRONG["grad_b"],
    leaves=LEAVES,
)

BACKWARD = row(
    "linear_backward",
    "grad_y (n,m), x (n,d), W (m,d) -> grad_x (n,d), grad_W (m,d), grad_b (m)",
    AXES,
    linear_backward,
    WRONG["linear_backward"],
    leaves=LEAVES,
)


# By hand


def by_hand(values: Any) -> None:
    """Check the gradient of two biases for a summed loss, worked out by hand."""
    name = "grad_b_by_hand"
    _worked_out(name, _two(values, name), BY_HAND)
    print("grad_b_by_hand: both numbers are right.")


def mean_by_hand(values: Any) -> None:
    """Check the same gradient for a loss that is the mean over the batch."""
    name = "grad_b_of_mean"
    got, sum_ = _two(values, name), grad_b(BY_HAND)
    if agree(got, sum_):
        fail(f"{name} is the same as for the sum. What becomes of ∂L/∂Y when L is divided by 3?")
    if agree(got, sum_ / 2):
        fail(f"{name} is divided by 2. The mean runs over the samples: how many are there?")
    _worked_out(name, got, BY_HAND / len(BY_HAND))
    print("grad_b_of_mean: both numbers are right.")


def _two(values: Any, name: str) -> Array:
    require_answer(values, name, "put a list of two numbers there")
    return np.array(numbers(values, f"{name} is"))


def _worked_out(name: str, got: Array, upstream: Array) -> None:
    def ask(i: int) -> str:
        return f"Which outputs does the {ordinal(i)} bias move, and what arrives at each of them?"

    unlike = f"{name} has {count(len(got), 'number')}, expected 2: one for each bias."
    known = [("those are the products, and not the sums", upstream.prod(axis=0))]
    worked_out(BIASES, name, got, (upstream,), ask, unlike, known=known)


# Functions


def biases(grad_b: Function, seed: int = 1) -> None:
    """Check the gradient of the biases for batches of every size, and of none."""
    rng = np.random.default_rng(seed)
    cases = BIASES.signature.cases(rng)
    compare(BIASES, grad_b, cases)
    compare_none(BIASES, grad_b, [(draw(rng, 0, 3),)])
    print(f"grad_b: right for {len(cases)} sizes, one sample and square ones among them, and none.")


def biases_arguments(grad_b: Function, seed: int = 2) -> None:
    """Check number types and memory layouts, and that grad_y is left alone."""
    rng = np.random.default_rng(seed)
    own = [(draw(rng, *size),) for size in [(4, 3), (3, 3), (1, 3)]]
    large = (37 * whole(rng, 3, 4),)
    compare(BIASES, grad_b, [large, *kinds(rng, own[0]), *kinds(rng, own[1])])
    leaves_arguments(BIASES, grad_b, own)
    print("grad_b: takes whole numbers, float32 and views, and leaves grad_y alone.")


def gradients(linear_backward: Function, seed: int = 3) -> None:
    """Check all three gradients for batches of rows, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    cases = BACKWARD.signature.cases(rng)
    _not_for_grad_b(linear_backward)
    compare(BACKWARD, linear_backward, cases)
    print(f"linear_backward: all three are right for {len(cases)} sizes, square ones among them.")


def _not_for_grad_b(linear_backward: Function) -> None:
    """Fail where all that is wrong is the student's own grad_b, which has been told already."""
    names = getattr(linear_backward, "__globals__", {})
    own = names.get("grad_b")
    if not callable(own) or "grad_b" not in linear_backward.__code__.co_names:
        return

    def made(grad_y: Array, x: Array, W: Array) -> Any:
        return BACKWARD.reference(grad_y, x, W)._replace(b=own(grad_y))

    right, cases = BACKWARD.reference, BACKWARD.trial
    function_rests_on("grad_b", BACKWARD.name, linear_backward, made, right, cases)


def images(linear_backward: Function, seed: int = 4) -> None:
    """Check inputs of shape (N, C, H, W), and batches without samples."""
    rng = np.random.default_rng(seed)
    drawn = (3, *rng.integers(2, 4, 3).tolist()), int(rng.integers(2, 6))
    images_of = BACKWARD.signature.of_images
    cases = [images_of(rng, "x", size, m=m) for size, m in [*IMAGES, drawn]]
    layouts = [tuple(map(change, cases[0])) for change in (np.asfortranarray, spread)]
    _not_for_grad_b(linear_backward)
    compare(BACKWARD, linear_backward, [*cases, *layouts])
    empty = [images_of(rng, "x", (0, 2, 2, 3), m=2), BACKWARD.signature.case(rng, (0, 3, 2))]
    compare(BACKWARD, linear_backward, empty)
    print("linear_backward: grad_x has the shape of the images; right for a batch of none too.")


def arguments(linear_backward: Function, seed: int = 5) -> None:
    """Check number types and memory layouts, and that the arguments are left alone."""
    rng = np.random.default_rng(seed)
    own = [BACKWARD.signature.case(rng, size) for size in [(4, 3, 2), (3, 3, 3), (1, 3, 2)]]
    pixels = draw(rng, 2, 4), rng.integers(100, 256, (2, 3)).astype(np.uint8), fine(rng, 4, 3)
    _not_for_grad_b(linear_backward)
    compare(BACKWARD, linear_backward, [*kinds(rng, own[0]), *kinds(rng, own[1]), pixels])
    leaves_arguments(
        BACKWARD, linear_backward, [*own, BACKWARD.signature.of_images(rng, "x", (2, 2, 2, 3), m=3)]
    )
    print("linear_backward: takes whole numbers, float32 and views; leaves grad_y, x and W alone.")


_in_parts = hand_in(BIASES, BACKWARD)


def at_hand_in(**answers: Any) -> None:
    """Say that this cell counts when you hand in; fail for what is not written yet."""
    if "Linear" in answers:
        require_class(answers.pop("Linear"))
        print("Linear: this cell counts when you hand in, and tries other numbers then.")
    _in_parts(**answers)

"""Checks of exercise 03: the gradient at the input of a layer."""

from numbers import Real
from typing import Any

import numpy as np

from fclib.checks._digits import nearest_mean_layer
from fclib.checks._sizes import AXES, LEAVES, single_samples
from fclib.checks.batch import LAYER
from fclib.checks.engine.answers import array, numbers, pair, real, require_number
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.row import row
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.subject import Array, Function
from fclib.checks.engine.words import count, number, one_line, ordinal
from fclib.checks.wrong.input_gradient import WRONG
from fclib.linear import grad_x, linear_forward

__all__ = [
    "arguments",
    "at_hand_in",
    "batches",
    "by_hand",
    "change_by_hand",
    "ink",
    "one_sample",
    "saliency",
    "upstream_by_hand",
]

X, W, B = np.array([[2.0, -1.0]]), np.array([[1.0, 2.0], [-1, 3], [2, -2]]), np.array([1.0, 2, -1])
TARGET = np.array([[-1.0, -2.0, 2.0]])
"""The layer, the sample and the target of the first questions."""

STEP = 0.01
"""How far the second input moves in the last of them."""

READ, TRUE, IMAGE = 9, 8, 1511
"""What the layer reads, what the image is, and which of the digits it is."""

GRADIENT = row(
    "grad_x",
    "grad_y (n,m), W (m,d) -> grad_x (n,d)",
    AXES,
    grad_x,
    WRONG["grad_x"],
    leaves=LEAVES,
    examples={"d": (2, 3), "m": (3,)},
)


def upstream_by_hand(values: Any) -> None:
    """Check the gradient at the three outputs, worked out by hand."""
    name, want = "grad_y_by_hand", _loss_gradient()
    got = _row(values, name, want, "output")
    if agree(got, want):
        print(f"{name}: right at all three outputs.")
        return
    y = linear_forward(X, W, B)
    if agree(got, y):
        fail(f"{name} is the output y. How does L depend on how far y is from the target?")
    if agree(got, 2 * want):
        fail(f"{name} is twice too large. What becomes of the ½ when a square is differentiated?")
    wrong = {
        id_: [lambda *layer, version=version: version(*layer) - TARGET for version in versions]
        for id_, versions in LAYER.wrong.items()
    }
    # Of the layer's outputs it is another; here it is that of the gradient.
    wrong["sign"] = [lambda *_: -want]
    slope = LAYER._replace(reference=lambda *_: want)

    def ask(i: int) -> str:
        return f"Work out the {ordinal(i)} output first; then ask how L changes with it."

    worked_out(slope, name, got, (X, W, B), ask, wrong=wrong)


def by_hand(values: Any) -> None:
    """Check the gradient at the two inputs, worked out by hand."""
    name, upstream = "grad_x_by_hand", _loss_gradient()
    want = grad_x(upstream, W)
    got = _row(values, name, want, "input")

    def ask(j: int) -> str:
        return (
            f"Along which paths does the {ordinal(j)} input reach the loss, and what comes back "
            "along each of them?"
        )

    worked_out(GRADIENT, name, got, (upstream, W), ask)
    print(f"{name}: right at both inputs.")


def change_by_hand(value: Any) -> None:
    """Check by how much the loss changes, to first order, as the second input grows."""
    name, slopes = "loss_change", grad_x(_loss_gradient(), W)[0]
    known = {
        "it has the wrong sign: the loss grows, or it falls": -STEP * slopes[1],
        "that is what a whole unit would do, and x₂ moves by less": slopes[1],
        "that belongs to x₁, and the question is about the second input": STEP * slopes[0],
        "that is the whole change. To first order, what grows like the square is left "
        "out": _exact_change(),
    }
    ask = "How much does L change for each unit of x₂, and how far does x₂ move?"
    require_number(value, name, STEP * slopes[1], ask, known, rtol=1e-6)
    print(f"{name}: right.")


def one_sample(grad_x: Function, seed: int = 1) -> None:
    """Check batches of one sample, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    cases = single_samples(GRADIENT, rng)
    more = [GRADIENT.signature.case(rng, size) for size in [(3, 4, 2), (2, 3, 3)]]
    # For one sample, a sum over the samples is its own first row: batches tell which was meant.
    compare(GRADIENT, grad_x, cases, more)
    print(f"grad_x: right for one sample, in layers of {len(cases)} sizes.")


def batches(grad_x: Function, seed: int = 2) -> None:
    """Check batches of several samples, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    cases = GRADIENT.signature.cases(rng)
    compare(GRADIENT, grad_x, cases)
    print(f"grad_x: right for batches of {len(cases)} sizes, square ones among them.")


def arguments(grad_x: Function, seed: int = 3) -> None:
    """Check number types, memory layouts, a batch of none, and that arguments are left alone."""
    rng = np.random.default_rng(seed)
    own = [GRADIENT.signature.case(rng, size) for size in [(3, 5, 4), (3, 3, 3), (1, 3, 2)]]
    compare(GRADIENT, grad_x, [*kinds(rng, own[0]), *kinds(rng, own[1])])
    compare_none(GRADIENT, grad_x, [GRADIENT.signature.case(rng, (0, 3, 2))])
    leaves_arguments(GRADIENT, grad_x, own)
    print("grad_x: takes whole numbers, float32, views and a batch of none; leaves grad_y and W.")


def saliency(grad_scores: Any, picture: Any, pixel: Any) -> None:
    """Check the gradient of the margin at the scores and at the image, and where it is largest."""
    _, W, _ = digit_layer()
    upstream = np.zeros((1, len(W)))
    upstream[0, READ], upstream[0, TRUE] = 1, -1
    got = _of_shape(grad_scores, "grad_scores", (1, len(W)), "one sample, ten scores")
    if agree(got, -upstream):
        fail("grad_scores has the wrong sign. Which of the two scores makes the margin grow?")
    if not agree(got, upstream):
        k = int(np.argmax(got != upstream))
        fail(
            f"grad_scores[0, {k}] is {number(got[0, k])}. "
            f"By how much does the margin grow as score {k} grows by 1?"
        )
    want = grad_x(upstream, W).reshape(8, 8)
    got = _of_shape(picture, "saliency", (8, 8), "a number for each pixel")
    if not got.any():  # several mistakes give that
        fail("saliency is all zeros. Which weights come back along the paths from both scores?")
    if not agree(got, want):
        found = diagnose(lambda *_: got.reshape(1, 64), [(upstream, W)], grad_x, GRADIENT.wrong)
        seen = "saliency is not the gradient of the margin at the image"
        if found is None and agree(got, want.T):
            fail("saliency has its rows and columns exchanged.")
        if found is None:
            seen += ".\nIs grad_x right above, and is W still that of the cell with the image?"
        fail(seen, found)
    _place(pixel, want)
    print(f"saliency: right, and pixel {tuple(map(int, pixel))} weighs most.")


def ink(value: Any) -> None:
    """Check how much ink at the pixel makes the two scores equal."""
    image, W, b = digit_layer()
    scores = linear_forward(image.reshape(1, 64), W, b)[0]
    margin = scores[READ] - scores[TRUE]
    weights = W[READ] - W[TRUE]
    slope = weights[np.argmax(np.abs(weights))]
    got = real(value, "ink")
    if abs(got - margin / slope) <= 0.005:
        fail("ink has the wrong sign. Must ink be added there, or taken away?")
    if not abs(got + margin / slope) <= 0.005:  # three digits; nan is not right either
        fail(
            f"ink = {number(got)} is not right: the margin is {number(round(margin, 3))}. "
            f"How much of it does\neach unit of ink at this pixel take away?"
        )
    print(f"ink: right. With a little more than {got:.2f} there, the layer reads an {TRUE}.")


def digit_layer() -> tuple[Array, Array, Array]:
    """Return the image that is misread, and the layer whose rows are mean digits."""
    x, W, b, _ = nearest_mean_layer()
    return x[IMAGE].reshape(8, 8), W, b


def _loss_gradient() -> Array:
    upstream: Array = linear_forward(X, W, B) - TARGET
    return upstream


def _exact_change() -> float:
    before, after = _loss_gradient(), linear_forward(X + np.array([0, STEP]), W, B) - TARGET
    return 0.5 * float((after**2).sum() - (before**2).sum())


def _row(values: Any, name: str, want: Array, unit: str) -> Array:
    """Return numbers worked out by hand as a batch of one."""
    words = {2: "two", 3: "three"}[want.size]
    require_answer(values, name, f"put a list of {words} numbers there")
    got = np.array([numbers(values, f"{name} is")])
    if got.shape != want.shape:
        given = count(got.size, "number")
        fail(f"{name} has {given}, expected {want.size}: one for each {unit}.")
    return got


def _of_shape(value: Any, name: str, shape: tuple[int, ...], what: str) -> Array:
    got = array(value, name, f"put an array of shape {shape} there")
    if got.shape != shape:
        fail(f"{name} has shape {got.shape}, expected {shape}: {what}.")
    return got


def _place(pixel: Any, picture: Array) -> None:
    """Fail unless pixel is the row and the column of the entry that is largest in size."""
    if isinstance(pixel, Real):
        fail("pixel is one number, expected a pair: in which row is it, and in which column?")
    got = pair(pixel, "pixel")
    want = np.unravel_index(np.argmax(np.abs(picture)), picture.shape)
    if got == tuple(want):
        return
    if got == tuple(want)[::-1]:
        fail("pixel has row and column exchanged.")
    shown = one_line(f"({', '.join(map(number, got))})")
    if got == np.unravel_index(np.argmax(picture), picture.shape):
        fail(
            f"pixel = {shown} is not right: there saliency is highest,\n"
            "and a large negative number weighs much too."
        )
    fail(f"pixel = {shown} is not right: where is the absolute value of saliency the largest?")


at_hand_in = hand_in(GRADIENT)

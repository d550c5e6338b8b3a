"""Checks of a layer that a student trained for 200 steps to read digits."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from fclib.checks.engine.answers import part_of
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.subject import Array
from fclib.data import load_digits
from fclib.linear import linear_forward

RATE, BATCH = 0.05, 32
"""The learning rate and the batch of the training."""


def trained(layer: Any) -> None:
    """Check the weights and biases after 200 steps on digits."""
    require_answer(layer, "layer", "make a Linear of zeros and train it")
    W, b = (_parameter(layer, name, shape) for name, shape in [("W", (10, 64)), ("b", (10,))])
    want = train()
    if _alike((W, b), want):
        print("trained: 200 steps, and the layer is where they lead.")
        return
    if not W.any():
        fail(
            "layer.W is still all zeros. Does the loop give layer.W new values,\n"
            "and are the gradients still there when they are used?"
        )
    size = np.abs(W).max()
    if not size <= 1e3:
        fail(
            f"layer.W has an entry of {size:.0e}: the loss goes up, not down. Look at the sign of\n"
            f"the step, at the learning rate, and at grad_y: over how many samples is the mean?"
        )
    for seen, id_, options in _TRAININGS:
        if _alike((W, b), train(**options)):
            fail(seen, id_)
    near = " They are near it." if np.abs(W - want[0]).max() < 0.1 * size else ""
    if W[:, ~digits()[0].any(axis=0)].any():
        near += " Weights of pixels that are blank in every image\nare not zero, and no step moves "
        near += "them: where did W begin?"
    fail(
        f"layer.W and layer.b are not where these 200 steps lead.{near}\n"
        "Is Linear right above? Make one layer of zeros before the loop; use every batch once."
    )


def accuracy(value: Any) -> None:
    """Check which part of 797 images the trained layer reads correctly."""
    W, b = train()
    x, _, target = digits()
    right = float((linear_forward(x[1000:], W, b).argmax(axis=1) == target[1000:]).mean())
    before = float((linear_forward(x[:1000], W, b).argmax(axis=1) == target[:1000]).mean())
    # Less than one image of 797; the two highest scores are never so close that rounding decides.
    every = (797 * right + 1000 * before) / 1797
    known = {
        "that is for the images it has learnt from. Take x_test": before,
        "that is for all 1,797 images. Take x_test": every,
    }
    ask = (
        "In how many of the 797 places do label_test and the place of the highest output agree?\n"
        "Is layer right in the cell above?"
    )
    part_of(value, "accuracy", right, 797, ask, known.items())
    print(f"accuracy: {right:.1%} of 797 images that it has never seen.")


def digits() -> tuple[Array, Array, Array]:
    """Return the digits as rows from 0 to 1, their targets of ten numbers, and their labels."""
    images, label = load_digits()
    return images.reshape(1797, 64) / 16, np.eye(10)[label], label


@lru_cache
def train(
    loss: float = 1,
    weights: float = 1,
    biases: float = 1,
    keeps: bool = False,
    steps: int = 200,
    shift: int = 0,
    whole: bool = False,
) -> tuple[Array, Array]:
    """Train as the notebook asks for; the options make it wrong.

    Parameters
    ----------
    loss : float
        What the gradient at the outputs is multiplied by.
    weights, biases : float
        What their gradients are multiplied by, besides.
    keeps : bool
        Leave the gradients of earlier batches where they are.
    steps : int
        How many steps there are; after 200 the batches come again.
    shift : int
        By how many places the targets are off.
    whole : bool
        Take all 1,000 images in each step.
    """
    x, target, _ = digits()
    W, b = np.zeros((10, 64)), np.zeros(10)
    sum_W, sum_b = np.zeros_like(W), np.zeros_like(b)
    target = np.roll(target, shift, axis=1)
    batches = np.random.default_rng(5).integers(0, 1000, (200, BATCH))
    for step in range(steps):
        batch = np.arange(1000) if whole else batches[step % 200]
        upstream = loss / len(batch) * (x[batch] @ W.T + b - target[batch])
        sum_W = keeps * sum_W + upstream.T @ x[batch]
        sum_b = keeps * sum_b + upstream.sum(axis=0)
        W, b = W - RATE * weights * sum_W, b - RATE * biases * sum_b
    return W, b


_TRAININGS: list[tuple[str, str | None, dict[str, Any]]] = [
    ("layer.W is what comes of gradients that pile up", "gradients-accumulate", {"keeps": True}),
    ("layer.b is as it was, and layer.W is what comes of it", "biases-not-updated", {"biases": 0}),
    ("layer.W comes of too small a gradient", "grad-W-mean", {"weights": 1 / BATCH}),
    ("layer.b comes of too small a gradient", "grad-b-mean", {"biases": 1 / BATCH}),
    ("One of the 200 steps is missing. Does the loop use every batch?", None, {"steps": 199}),
    ("Every batch was used twice. How often does the loop run?", None, {"steps": 400}),
    ("Each step takes all 1,000 images. What does one of batches say?", None, {"whole": True}),
    ("The targets stand in the wrong columns, one further on.", None, {"shift": 1}),
    (
        "layer.b is as it was, and layer.W took steps twice as long",
        "biases-not-updated",
        {"biases": 0, "weights": 2},
    ),
    ("The steps were 32 times too short. Was it divided by 32 twice?", None, {"loss": 1 / BATCH}),
    ("The steps were 10 times too short. Over what does the mean run?", None, {"loss": 0.1}),
    ("The steps were twice too long. What becomes of the ½ in the loss?", None, {"loss": 2}),
]


def _parameter(layer: Any, name: str, shape: tuple[int, ...]) -> Array:
    try:
        got = np.asarray(getattr(layer, name, None))
    except ValueError:  # rows of different lengths
        got = np.asarray(None)
    if got.dtype.kind not in "iuf" or got.shape != shape:
        fail(f"layer.{name} is not an array of numbers of shape {shape}.")
    return got


def _alike(got: Iterable[Array], want: Iterable[Array]) -> bool:
    # Steps may be taken in float32, whose roundings come to 7e-8 in these 200; what a mistake does
    # is above 0.03.
    return all(np.allclose(*pair, rtol=0, atol=1e-6) for pair in zip(got, want, strict=True))

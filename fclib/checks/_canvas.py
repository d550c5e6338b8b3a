"""Checks of exercise 09 on its canvas: eight digits, and two layers that slide over them."""

from functools import cache
from numbers import Real
from typing import Any

import numpy as np

from fclib.checks.engine.answers import array, pair, told
from fclib.checks.engine.failing import fail
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.subject import Array
from fclib.checks.engine.words import number, one_line
from fclib.convolution import heat_map
from fclib.data import digit_canvas, load_detector
from fclib.data.detector import split

CANVAS, DIGIT = 10, 3
"""The seed of the canvas, and a digit that is on it once."""


def hottest(heat: Array, k: int) -> Array:
    """Return the places of the k highest numbers of a map, the highest first."""
    order = np.argsort(np.ravel(heat))[::-1][:k]
    return np.column_stack(np.unravel_index(order, np.shape(heat)))


def scores(value: Any) -> None:
    """Check the eleven maps of the canvas."""
    image, want = canvas_scores()
    got = array(value, "scores", "slide the first layer over image, the second over hidden")
    if got.shape != want.shape:
        fail(f"scores has shape {got.shape}, expected {want.shape}: a map for each class.")
    if _close(got, want):
        print("scores: 11 maps, and every one of 1029 windows in each.")
        return
    W1, b1, W2, b2 = load_detector()
    linear = heat_map(heat_map(image, W1, b1, (1, 8, 8)), W2, b2, (32, 1, 1))
    if _close(got, linear):
        fail("scores are those of the two layers alone. What happens to hidden in between?")
    if _close(got, np.maximum(0, want)):
        fail("scores have lost their negative numbers: only the hidden layer has a ReLU.")
    z = heat_map(image, W1, b1, (1, 8, 8))
    without_b1 = np.maximum(0, heat_map(image, W1, 0 * b1, (1, 8, 8)))
    known = {
        "they come without b2": want - b2[:, None, None],
        "they come without b1": heat_map(without_b1, W2, b2, (32, 1, 1)),
        "they come without b1 and b2": heat_map(without_b1, W2, 0 * b2, (32, 1, 1)),
        "they are those of pixels divided by 16": _scores(image / 16),
        "hidden kept what is below zero, not what is above": heat_map(
            np.minimum(0, z), W2, b2, (32, 1, 1)
        ),
        "hidden was squashed by a sigmoid, not rectified": heat_map(
            1 / (1 + np.exp(-z)), W2, b2, (32, 1, 1)
        ),
        "they are maps of the hidden layer": np.maximum(0, z)[:11],
    }
    fail(
        f"scores are not what the two layers say of this canvas{told(got, want, known.items())}.\n"
        "Is heat_map right in the cells above, and are image, W1, b1, W2 and b2 unchanged?"
    )


def place(value: Any) -> None:
    """Check where the digit that is asked for is found."""
    name, (_, heat) = "place", canvas_scores()
    want = tuple(hottest(heat[DIGIT], 1)[0].tolist())
    require_answer(value, name, "put a pair (row, column) there")
    value = _plain(value)
    if isinstance(value, tuple | list) and len(value) == 1:  # the list that locate returns
        value = _plain(value[0])
    if isinstance(value, Real):
        fail(f"{name} is {number(value)}", "locate-flat")
    got = pair(value, name)
    known = {
        want[::-1]: "locate-axes",
        tuple(hottest(-heat[DIGIT], 1)[0].tolist()): "locate-coldest",
    }
    shown = one_line(f"({', '.join(map(number, got))})")
    if got in known:
        fail(f"{name} is {shown}", known[got])
    if got == (want[0] + 1, want[1] + 1):
        fail(f"{name} is {shown}. Are rows and columns counted from 0 there?")
    if got == (want[0] + 4, want[1] + 4):
        fail(f"{name} is {shown}: that is the middle of the window. Give its upper left corner.")
    if got != want:
        hot = {tuple(hottest(one, 1)[0].tolist()): k for k, one in enumerate(heat)}
        where = f", where the map of class {hot[got]} is hottest" if got in hot else ""
        ask = f"in the map of which class did you look for the digit {DIGIT}?"
        fail(f"{name} is {shown}{where}: {ask}")
    print(f"place: the {DIGIT} is at row {want[0]}, column {want[1]}.")


def crop(value: Any) -> None:
    """Check the scores of one window that the two layers see alone."""
    name, (image, heat) = "crop_scores", canvas_scores()
    r, s = hottest(heat[DIGIT], 1)[0]
    got = array(value, name, "put the eleven scores of the window at place there")
    if got.shape not in {(11,), (1, 11), (11, 1), (11, 1, 1)}:
        fail(f"{name} has shape {got.shape}, expected (11,): a score for each class.")
    if not _close(got.ravel(), heat[:, r, s]):
        k = int(np.argmax(np.abs(got.ravel() - heat[:, r, s])))
        W1, b1, W2, b2 = load_detector()
        window = image[0, r : r + 8, s : s + 8]
        hidden = np.maximum(0, W1 @ window.ravel() + b1)
        other = image[0, s : s + 8, r : r + 8]  # it may be cut off at the image's edge
        known = {
            "they come without biases": W2 @ np.maximum(0, W1 @ window.ravel()),
            "they come without b1": W2 @ np.maximum(0, W1 @ window.ravel()) + b2,
            "they come without b2": W2 @ hidden,
            "they come without the ReLU in between": W2 @ (W1 @ window.ravel() + b1) + b2,
            "the window was flattened column by column": W2
            @ np.maximum(0, W1 @ window.T.ravel() + b1)
            + b2,
        }
        if other.size == window.size:
            known["row and column of the place are exchanged"] = (
                W2 @ np.maximum(0, W1 @ other.ravel() + b1) + b2
            )
        fail(
            f"{name}[{k}] = {number(got.ravel()[k])} is not what the map has at place"
            f"{told(got.ravel(), heat[:, r, s], known.items())}.\n"
            f"Which 8×8 pixels did you cut out, and did they go through both layers and the ReLU?"
        )
    print("crop: the map says of this window what the two layers say of it alone.")


@cache
def canvas_scores() -> tuple[Array, Array]:
    """Return the canvas and its scores, of shape (11, 21, 49)."""
    _, unseen = split()
    image = digit_canvas(rng=np.random.default_rng(CANVAS), choose_from=unseen).image
    return image, _scores(image)


def _scores(image: Array) -> Array:
    W1, b1, W2, b2 = load_detector()
    hidden = np.maximum(0, heat_map(image, W1, b1, (1, 8, 8)))
    return heat_map(hidden, W2, b2, (32, 1, 1))


def _plain(value: Any) -> Any:
    """Return an array as a list, and anything else as it is."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def _close(got: Array, want: Array) -> bool:
    # Two layers with sums of up to 64 products: float32 is allowed, whose roundings add up to less.
    return np.allclose(got, want, rtol=0, atol=1e-4)

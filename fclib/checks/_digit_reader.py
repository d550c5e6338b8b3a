"""Checks of exercise 08 on digits: what a layer says of them as kernels, alone and in pairs."""

from typing import Any

import numpy as np

from fclib.checks._digits import nearest_mean_layer
from fclib.checks.engine.answers import array, real, told
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.subject import Array
from fclib.checks.engine.words import number
from fclib.checks.wrong.convolution import WRONG
from fclib.convolution import conv2d, linear_to_conv

UNSEEN = slice(1000, 1050)
"""The digits that the layer reads: none of them is in its means."""

PAIR = (13, 14)
"""Which of them stand side by side."""


def digits(scores: Any) -> None:
    """Check that the kernels say of 8×8 images what the layer says."""
    x, *_ = digit_reader()
    _scores(scores, "scores", "call conv2d with x, your kernels and b", x)
    print(f"digits: ten kernels say of {len(x)} images what the layer says.")


def pair(pair_scores: Any, first: Any, last: Any) -> None:
    """Check the scores of two digits side by side, and what is read at both ends."""
    x, *_ = digit_reader()
    both = np.concatenate([x[[n]] for n in PAIR], axis=3)
    got = _scores(pair_scores, "pair_scores", "call conv2d with pair, your kernels and b", both)
    read = got[0, :, 0].argmax(axis=0)
    for name, value, place in [("read_at_0", first, 0), ("read_at_8", last, 8)]:
        value = real(value, name, "put a digit from 0 to 9 there")
        if value not in range(10):
            fail(
                f"{name} is {number(value)}, and digits go from 0 to 9: along which axis are they?"
            )
        if value != read[place]:
            fail(
                f"{name} is {number(value)}: "
                f"which digit has the highest of the ten scores at position {place}?"
            )
    print(f"pair: right. The kernels read a {first} at one end and a {last} at the other.")


def digit_reader() -> tuple[Any, ...]:
    """Return 50 images of one channel, and the layer whose rows are mean digits."""
    x, W, b, _ = nearest_mean_layer()
    return x[UNSEEN].reshape(-1, 1, 8, 8), W, b


def _scores(value: Any, name: str, what: Any, images: Any) -> Any:
    """Return scores as an array; fail unless they are what the digit reader says of the images."""
    _, W, b = digit_reader()
    got, want = array(value, name, what), _read(images, W, b)
    if not agree(got, want):
        few = images[:2]  # enough to know a mistake by, and quick
        found = diagnose(lambda *_: got[:2], [(few, W, b)], _read, _misread())
        if got.shape != want.shape:
            seen = f"{name} has shape {got.shape}, expected {want.shape}"
            hint = ": images, outputs, rows, columns."
        else:
            seen = f"{name} are not what the layer says of the windows"
            known = {
                "they are those of pixels divided by 16": _read(images / 16, W, b),
                "they are those of mirrored images": _read(images[..., ::-1], W, b),
                "they are those of images upside down": _read(images[..., ::-1, :], W, b),
                "they are those of the two images exchanged": _read(np.roll(images, 8, 3), W, b),
            }
            hint = (
                f"{told(got, want, known.items())}.\nAre both functions right in the cells above, "
                "and are x, W, b and pair those of the locked cell?"
            )
        fail(seen if found else seen + hint, found)
    return got


def _read(x: Array, W: Array, b: Array) -> Any:
    return conv2d(x, linear_to_conv(W, (1, 8, 8)), b)


def _misread() -> Any:
    """Return the digit reader with each known mistake in one of its two functions."""
    known = {}
    for id_, versions in WRONG["linear_to_conv"].items():
        known[id_] = [
            lambda x, W, b, wrong=wrong: conv2d(x, wrong(W, (1, 8, 8)), b) for wrong in versions
        ]
    for id_, versions in WRONG["conv2d"].items():
        known.setdefault(id_, []).extend(
            lambda x, W, b, wrong=wrong: wrong(x, linear_to_conv(W, (1, 8, 8)), b)
            for wrong in versions
        )
    return known

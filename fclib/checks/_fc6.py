"""Checks of exercise 08 on VGG16's fc6: its kernels, and the shapes of its results."""

from typing import Any

from fclib.checks.engine.answers import real, shape
from fclib.checks.engine.failing import fail
from fclib.checks.engine.relations.given import of_shape
from fclib.checks.engine.words import number


def fc6(kernel_shape: Any, kernel_count: Any, y_shape: Any, larger_y_shape: Any) -> None:
    """Check what VGG16's fc6 is as a convolution, and the shapes of its results."""
    want = (4096, 512, 7, 7)
    got = shape(kernel_shape, "kernel_shape", 4)
    if got == (512, 4096, 7, 7):
        fail(f"kernel_shape is {got}", "conv-kernels-swapped")
    if sorted(got) == sorted(want) and got != want:
        fail(f"kernel_shape is {got}: the numbers are right, and stand in another order.")
    if got != want:
        ask = "The kernels cover the input of fc6. What does that settle?"
        fail(f"kernel_shape is {got}{_right_of(got, want)}.\n{ask}")
    _kernel_count(kernel_count)
    for name, value, size in [("y_shape", y_shape, 7), ("larger_y_shape", larger_y_shape, 12)]:
        got = shape(value, name, 4)
        positions = size - 7 + 1
        if got == (1, 4096, positions, positions):
            continue
        named: dict[tuple[int, ...], str] = {
            (positions - 1, positions - 1): "conv-last-position-missing",
            (size, size): "conv-padded",
        }
        if got[:2] == (1, 4096) and got[2:] in named:
            fail(f"{name} is {got}", named[got[2:]])
        want = (1, 4096, positions, positions)
        known: dict[tuple[int, ...], str] = {
            (1, 4096, 1, 1): ": that is for an image of 7×7",
            (positions**2, 4096, 1, 1): ": the places stand in the batch there",
        }
        ask = "Which axis is which, and at how many places does a 7×7 kernel fit?"
        fail(f"{name} is {got}, which is not right{known.get(got) or _right_of(got, want)}.\n{ask}")
    print("fc6: its kernels, their number and both results are right.")


def _right_of(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    """Say which numbers of a shape are right, behind a colon."""
    words = of_shape(got, want)
    return words and f": {words}"


def _kernel_count(value: Any) -> None:
    name, want = "kernel_count", 4096 * 512
    value = real(value, name)
    known = {
        4096: "counts one for each output. How many channels does an output take in?",
        512: "counts those of a single output. How many outputs are there?",
        want * 49: "counts every weight. How many of them make up one image of 7×7?",
        4096 + 512: "adds up outputs and channels. How many kernels has each output?",
        want + 4096: "counts the biases. Are they kernels?",
    }
    if value != want:
        ask = known.get(value, "is not right: how many are there for one output?")
        fail(f"{name} = {number(value)} {ask}")

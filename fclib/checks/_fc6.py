"""Checks of exercise 08 on VGG16's fc6: its kernels, and the shapes of its results."""

from typing import Any

from fclib.checks.engine.answers import real, shape
from fclib.checks.engine.failing import fail
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
        fail(f"kernel_shape is {got}: the kernels cover the input of fc6. What does that settle?")
    _kernel_count(kernel_count)
    for name, value, size in [("y_shape", y_shape, 7), ("larger_y_shape", larger_y_shape, 12)]:
        got = shape(value, name, 4)
        positions = size - 7 + 1
        if got == (1, 4096, positions, positions):
            continue
        known: dict[tuple[int, ...], str] = {
            (positions - 1, positions - 1): "conv-last-position-missing",
            (size, size): "conv-padded",
        }
        found = known.get(got[2:]) if got[:2] == (1, 4096) else None
        ask = "which axis is which, and at how many places does a 7×7 kernel fit?"
        fail(f"{name} is {got}" + ("" if found else f", which is not right: {ask}"), found)
    print("fc6: its kernels, their number and both results are right.")


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

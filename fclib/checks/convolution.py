"""Checks of exercise 08: a fully connected layer as a convolution."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from fclib.checks._digit_reader import digits, pair
from fclib.checks._fc6 import fc6
from fclib.checks.engine.answers import rows
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.subject import Array, Function, Subject, draw
from fclib.checks.wrong.convolution import WRONG
from fclib.convolution import conv2d, linear_to_conv

__all__ = [
    "arguments",
    "at_hand_in",
    "by_hand",
    "channels",
    "digits",
    "fc6",
    "kernels",
    "pair",
    "positions",
]

BY_HAND = (
    np.array([[[[2.0, 2.0, -3.0], [1.0, 1.0, 2.0], [-1.0, 2.0, 2.0]]]]),
    np.array([[[[-1.0, 3.0], [1.0, 2.0]]]]),
    np.array([1.0]),
)
"""The image of the second question, its kernel and its bias."""

# (M, C, H, W) of kernels: pairwise distinct, then with two equal, then all equal, then ones.
KERNELS = [(4, 2, 3, 5), (2, 2, 2, 3), (3, 3, 2, 4), (3, 2, 4, 4), (2, 2, 2, 2)]
KERNELS += [(3, 1, 2, 3), (1, 2, 2, 2)]

# (H, W, height, width): an image of the kernel's size first, and square and oblong ones.
PLACES = [(2, 3, 2, 3), (3, 3, 2, 2), (4, 4, 3, 3), (5, 4, 2, 3), (3, 5, 3, 2), (4, 3, 1, 1)]

# (N, M, C, H, W, height, width). Where the map is as wide or high as there are kernels, a bias
# that runs along it raises nothing; nor does a kernel with its first axes exchanged where M = C.
CHANNELS = [
    (2, 3, 4, 5, 6, 2, 3),
    (3, 2, 2, 4, 3, 2, 2),
    (2, 3, 3, 4, 5, 2, 3),
    (1, 2, 3, 3, 3, 2, 2),
    (2, 4, 2, 3, 2, 3, 2),
    (3, 2, 3, 3, 4, 1, 1),
    (2, 2, 2, 2, 2, 2, 2),
]

# The same, to tell which two sizes a wrong function takes for one.
TRIAL = [
    (2, 4, 3, 2, 6, 2, 3),
    (1, 3, 3, 4, 5, 3, 3),
    (4, 4, 4, 1, 2, 1, 1),
    (2, 2, 1, 5, 2, 3, 1),
    (3, 3, 1, 3, 5, 3, 3),
    (4, 2, 2, 2, 2, 1, 2),
    (2, 2, 1, 3, 3, 2, 2),
    (3, 3, 4, 4, 4, 3, 3),
    (2, 3, 3, 4, 5, 2, 3),
    (4, 3, 1, 3, 3, 1, 1),
]


def _case(
    rng: np.random.Generator,
    n: int,
    outputs: int,
    channels: int,
    H: int,
    W: int,
    height: int,
    width: int,
) -> Any:
    """Draw one batch; one result at least is negative, so that an activation shows."""
    while True:
        x = draw(rng, n, channels, H, W)
        case = x, draw(rng, outputs, channels, height, width), draw(rng, outputs)
        if conv2d(*case).min(initial=0) < 0 or n == 0:
            return case


def _lengths(x: Array, kernel: Array, b: Array) -> dict[str, Any]:
    outputs, channels, height, width = kernel.shape
    return {
        "images": len(x),
        "outputs": outputs,
        "channels": channels,
        "rows of the image": x.shape[2],
        "columns of the image": x.shape[3],
        "rows": x.shape[2] - height + 1,
        "columns": x.shape[3] - width + 1,
        "rows of the kernel": height,
        "columns of the kernel": width,
    }


WITHIN = {f"{axis} of the image": (axis, f"{axis} of the kernel") for axis in ("rows", "columns")}

AS_LAYER = Subject(
    name="linear_to_conv",
    arguments=("W", "in_shape"),
    results=("kernel",),
    reference=linear_to_conv,
    wrong=WRONG["linear_to_conv"],
    sizes=lambda W, in_shape: f"for W of shape {W.shape} and in_shape {tuple(in_shape)}",
    destroyed={"W": "weights-destroyed"},
    lengths=lambda W, in_shape: {
        "outputs": len(W),
        "channels": in_shape[0],
        "rows": in_shape[1],
        "columns": in_shape[2],
    },
    trial=[(draw(np.random.default_rng(1), M, C * H * W), (C, H, W)) for M, C, H, W in KERNELS],
    along={"kernel": ("output", "channel", "row", "column")},
)

CONVOLUTION = Subject(
    name="conv2d",
    arguments=("x", "kernel", "b"),
    results=("y",),
    reference=conv2d,
    wrong=WRONG["conv2d"],
    sizes=lambda x, kernel, b: f"for x of shape {x.shape} and kernel of shape {kernel.shape}",
    destroyed={"x": "input-destroyed", "kernel": "weights-destroyed", "b": "weights-destroyed"},
    lengths=_lengths,
    within=WITHIN,
    trial=[_case(np.random.default_rng(1), *size) for size in TRIAL],
    along={
        "y": ("image", "output", "row", "column"),
        "x": ("image", "channel", "row", "column"),
        "kernel": ("output", "channel", "row", "column"),
    },
)


def by_hand(y: Any) -> None:
    """Check the four results worked out by hand."""
    got = rows(y, "y_by_hand", "rows of numbers")
    # A kernel of 2×2 has two rows: twice the bias may be any slip.
    each = WRONG["conv2d"]["bias-per-product"][-1:]
    x, kernel, b = BY_HAND
    windows = sliding_window_view(x[0, 0], kernel.shape[2:])
    known = [
        ("those are the largest products", (windows * kernel).max(axis=(2, 3)) + b),
        ("there pixels and weights are added", (windows + kernel).sum(axis=(2, 3)) + b),
    ]
    worked_out(
        CONVOLUTION,
        "y_by_hand",
        got[None, None],
        BY_HAND,
        lambda r, s: (
            f"Lay the kernel on the image with its corner at row {r}, column {s}: "
            "four products, then the bias."
        ),
        f"y_by_hand has the shape {got.shape}: how often does the kernel fit?",
        {**WRONG["conv2d"], "bias-per-product": each},
        known,
    )
    print("y_by_hand: all four numbers are right.")


def kernels(linear_to_conv: Function, seed: int = 1) -> None:
    """Check the kernels made from a layer's weights, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    drawn = [tuple(rng.integers(2, 6, 4).tolist()) for _ in range(2)]
    cases = [
        (draw(rng, M, C * H * W), (C, H, W)) for M, C, H, W in [(2, 2, 2, 3), *KERNELS, *drawn]
    ]
    compare(AS_LAYER, linear_to_conv, [*cases, *kinds(rng, cases[1])])
    leaves_arguments(AS_LAYER, linear_to_conv, cases[:2])
    print(f"linear_to_conv: every weight is in its place, for {len(cases)} sizes; W is left alone.")


def positions(conv2d: Function, seed: int = 2) -> None:
    """Check one kernel on one image of one channel, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    height, width = rng.integers(1, 4, 2).tolist()
    taller, wider = rng.integers(1, 4, 2).tolist()
    sizes = [*PLACES, (height + taller, width + wider, height, width)]
    cases = [_case(rng, 1, 1, 1, *size) for size in sizes]
    compare(CONVOLUTION, conv2d, cases)
    print(f"conv2d: right at every place, for {len(cases)} sizes of image and kernel.")


def channels(conv2d: Function, seed: int = 3) -> None:
    """Check batches of images with several channels, and several outputs."""
    rng = np.random.default_rng(seed)
    N, M, C, height, width = rng.integers(1, 4, 5).tolist()
    drawn = (N, M, C, height + int(rng.integers(1, 3)), width + 2, height, width)
    cases = [_case(rng, *size) for size in [*CHANNELS, drawn]]
    compare(CONVOLUTION, conv2d, cases)
    print(f"conv2d: right for batches, channels and outputs of {len(cases)} sizes.")


def arguments(conv2d: Function, seed: int = 4) -> None:
    """Check number types, memory layouts, a batch of none, and that arguments are left alone."""
    rng = np.random.default_rng(seed)
    case, square = _case(rng, 2, 3, 2, 4, 3, 2, 2), _case(rng, 2, 2, 2, 3, 3, 2, 2)
    pointwise = _case(rng, 3, 2, 2, 2, 3, 1, 1)
    compare(CONVOLUTION, conv2d, [*kinds(rng, case), *kinds(rng, square), pointwise])
    # Apart, because loops that run over no images hide what they would do with one.
    none = _case(rng, 0, 3, 2, 4, 3, 2, 2)
    compare_none(CONVOLUTION, conv2d, [none], ["reshape-empty-batch"])
    own = [_case(rng, 2, 3, 2, 4, 3, 2, 2), _case(rng, 2, 2, 2, 3, 3, 1, 1)]
    leaves_arguments(CONVOLUTION, conv2d, own)
    print(
        "conv2d: takes whole numbers, float32, views and no images at all; leaves all it is given."
    )


at_hand_in = hand_in(AS_LAYER, CONVOLUTION)

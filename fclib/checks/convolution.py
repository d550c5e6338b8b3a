"""Checks of exercise 08: a fully connected layer as a convolution."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from fclib.checks._digit_reader import digits, pair
from fclib.checks._fc6 import fc6
from fclib.checks._sizes import LEAVES
from fclib.checks.engine.answers import rows
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.row import row
from fclib.checks.engine.subject import Function
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


WINDOW = {
    "r": lambda of: of["H"] - of["h"] + 1,
    "s": lambda of: of["W"] - of["w"] + 1,
}
WITHIN = {f"{axis} of the image": (axis, f"{axis} of the kernel") for axis in ("rows", "columns")}

AS_LAYER = row(
    "linear_to_conv",
    "W (m,c*h*w), in_shape [c,h,w] -> kernel (m,c,h,w)",
    {"m": "output", "c": "channel", "h": "row", "w": "column"},
    linear_to_conv,
    WRONG["linear_to_conv"],
    leaves=LEAVES,
    tried=KERNELS,
)

CONVOLUTION = row(
    "conv2d",
    "x (n,c,H,W), kernel (m,c,h,w), b (m) -> y (n,m,r,s)",
    {
        "n": "image",
        "m": "output",
        "c": "channel",
        "H": "row of the image",
        "W": "column of the image",
        "r": "row",
        "s": "column",
        "h": "row of the kernel",
        "w": "column of the kernel",
    },
    conv2d,
    WRONG["conv2d"],
    leaves=LEAVES,
    follows=WINDOW,
    tried=TRIAL,
    within=WITHIN,
)


def by_hand(y: Any) -> None:
    """Check the four results worked out by hand."""
    got = rows(y, "y_by_hand", "rows of numbers")
    # A kernel of 2×2 has two rows: twice the bias may be any slip.
    each = CONVOLUTION.wrong["bias-per-product"][-1:]
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
        {**CONVOLUTION.wrong, "bias-per-product": each},
        known,
    )
    print("y_by_hand: all four numbers are right.")


def kernels(linear_to_conv: Function, seed: int = 1) -> None:
    """Check the kernels made from a layer's weights, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    drawn = [tuple(rng.integers(2, 6, 4).tolist()) for _ in range(2)]
    cases = AS_LAYER.signature.of_sizes(rng, [(2, 2, 2, 3), *KERNELS, *drawn])
    compare(AS_LAYER, linear_to_conv, [*cases, *kinds(rng, cases[1])])
    leaves_arguments(AS_LAYER, linear_to_conv, cases[:2])
    print(f"linear_to_conv: every weight is in its place, for {len(cases)} sizes; W is left alone.")


def positions(conv2d: Function, seed: int = 2) -> None:
    """Check one kernel on one image of one channel, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    height, width = rng.integers(1, 4, 2).tolist()
    taller, wider = rng.integers(1, 4, 2).tolist()
    sizes = [*PLACES, (height + taller, width + wider, height, width)]
    cases = CONVOLUTION.signature.of_sizes(rng, [(1, 1, 1, *size) for size in sizes])
    compare(CONVOLUTION, conv2d, cases)
    print(f"conv2d: right at every place, for {len(cases)} sizes of image and kernel.")


def channels(conv2d: Function, seed: int = 3) -> None:
    """Check batches of images with several channels, and several outputs."""
    rng = np.random.default_rng(seed)
    N, M, C, height, width = rng.integers(1, 4, 5).tolist()
    drawn = (N, M, C, height + int(rng.integers(1, 3)), width + 2, height, width)
    cases = CONVOLUTION.signature.of_sizes(rng, [*CHANNELS, drawn])
    compare(CONVOLUTION, conv2d, cases)
    print(f"conv2d: right for batches, channels and outputs of {len(cases)} sizes.")


def arguments(conv2d: Function, seed: int = 4) -> None:
    """Check number types, memory layouts, a batch of none, and that arguments are left alone."""
    rng = np.random.default_rng(seed)
    sizes = [(2, 3, 2, 4, 3, 2, 2), (2, 2, 2, 3, 3, 2, 2), (3, 2, 2, 2, 3, 1, 1)]
    case, square, pointwise = CONVOLUTION.signature.of_sizes(rng, sizes)
    compare(CONVOLUTION, conv2d, [*kinds(rng, case), *kinds(rng, square), pointwise])
    # Apart, because loops that run over no images hide what they would do with one.
    none = CONVOLUTION.signature.case(rng, (0, 3, 2, 4, 3, 2, 2))
    compare_none(CONVOLUTION, conv2d, [none], ["reshape-empty-batch"])
    leaves_arguments(CONVOLUTION, conv2d, [case, pointwise])
    print(
        "conv2d: takes whole numbers, float32, views and no images at all; leaves all it is given."
    )


at_hand_in = hand_in(AS_LAYER, CONVOLUTION)

"""Checks of exercise 08: a fully connected layer as a convolution."""

from typing import Any

import numpy as np

from fclib.checks._digits import nearest_mean_layer
from fclib.checks.engine.answers import array, first_wrong, real, rows, shape, told
from fclib.checks.engine.compare import compare, compare_none, leaves_arguments
from fclib.checks.engine.comparing import agree, diagnose
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.subject import Array, Function, Subject, draw
from fclib.checks.engine.words import number
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

UNSEEN = slice(1000, 1050)
"""The digits that the layer reads: none of them is in its means."""

PAIR = (13, 14)
"""Which of them stand side by side."""


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


def by_hand(y: Any) -> None:
    """Check the four results worked out by hand."""
    got, want = rows(y, "y_by_hand", "rows of numbers"), conv2d(*BY_HAND)[0, 0]
    if not agree(got, want):
        # A kernel of 2×2 has two rows: twice the bias may be any slip.
        each = WRONG["conv2d"]["bias-per-product"][-1:]
        known = {**WRONG["conv2d"], "bias-per-product": each}
        found = diagnose(lambda *_: got[None, None], [BY_HAND], conv2d, known)
        if got.shape != want.shape:
            seen = f"y_by_hand has the shape {got.shape}"
            ask = "which is not right. How often does the kernel fit?"
            fail(seen if found else f"{seen}, {ask}", found)
        seen, r, s = first_wrong("y_by_hand", got, want)
        if found is None:
            seen += (
                f"{told(got, want)}.\nLay the kernel on the image with its corner at row {r}, "
                f"column {s}: four products, then the bias."
            )
        fail(seen, found)
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


at_hand_in = hand_in(AS_LAYER, CONVOLUTION)

"""Wrong versions of the two functions of exercise 08."""

from typing import Any

import numpy as np

from fclib.checks.engine.loops import MISSES, Loop, too_short, zeros
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function
from fclib.convolution import conv2d

Shape = tuple[int, ...]


def _column(b: Array) -> Any:
    return np.asarray(b)[:, None, None]


def _sums(output: Function) -> Function:
    """Make a wrong convolution from what it gives for the sums, before the bias, and b."""
    return lambda x, kernel, b: output(conv2d(x, kernel), b)


def _channel_by_channel(x: Array, kernel: Array) -> Any:
    """Return the sums with an axis for the channels, (N, M, C, rows, columns)."""
    channels = range(x.shape[1])
    return np.stack([conv2d(x[:, [c]], kernel[:, [c]]) for c in channels], axis=2)


def _each_channel_its_own_kernel(x: Array, kernel: Array, b: Array) -> Any:
    channels = range(max(x.shape[1], len(kernel)))
    apart = [conv2d(x[:, [c]], kernel[[c]][:, [c]]) for c in channels]
    return np.concatenate(apart, axis=1) + _column(b)


def _padded(border: Function) -> Function:
    """Make a version that puts zeros around x, as many as border says before and after."""

    def version(x: Array, kernel: Array, b: Array) -> Any:
        borders = ((0, 0), (0, 0), *map(border, kernel.shape[2:]))
        return conv2d(np.pad(x, borders), kernel, b)

    return version


def _over_the_edge(*first: Any) -> Function:
    """Make a version that multiplies kernels with what is left of a window at the edge."""

    def version(x: Array, kernel: Array, b: Array) -> Any:
        height, width = kernel.shape[2:]
        y = np.zeros((len(x), len(kernel), *x.shape[2:]))
        for r, s in np.ndindex(*x.shape[2:]):
            patch = x[:, :, r : r + height, s : s + width]
            patch[first] * kernel[first]  # raises in the student's words
            y[:, :, r, s] = (patch[:, None] * kernel).sum(axis=(2, 3, 4)) + b
        return y

    return version


def _last_left_at(start: Function, rows: int | None = -1, columns: int | None = -1) -> Function:
    """Leave the last row and column of the results as they began; None for none of them."""

    def version(x: Array, kernel: Array, b: Array) -> Any:
        y = np.zeros(conv2d(x, kernel).shape) + start(b)
        y[:, :, :rows, :columns] = conv2d(x, kernel, b)[:, :, :rows, :columns]
        return y

    return version


def _square_exchanged(x: Array, kernel: Array, b: Array) -> Any:
    """Exchange the rows and columns of a kernel that has as many of both: nothing raises there."""
    height, width = kernel.shape[2:]
    return conv2d(x, kernel.swapaxes(2, 3) if height == width else kernel, b)


def _windows_of_two(x: Array, kernel: Array, b: Array) -> Any:
    windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), axis=(2, 3))
    products = windows[:, None] * kernel[None, :, :, None, None]
    return products.sum(axis=(2, 5, 6)) + _column(b)


def _two_by_two_places(x: Array, kernel: Array, b: Array) -> Any:
    height, width = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), 2, 2))
    for r, s in np.ndindex(2, 2):
        patch = x[:, None, :, r : r + height, s : s + width]
        y[:, :, r, s] = (patch * kernel).sum(axis=(2, 3, 4)) + b
    return y


def _minus_one_for(left: Function) -> Function:
    """Make a version that flattens windows and leaves one size of the result to NumPy."""

    def version(x: Array, kernel: Array, b: Array) -> Any:
        height, width = kernel.shape[2:]
        windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))
        places = windows.shape[2:4]
        np.moveaxis(windows, 1, 3).reshape(*left(len(x), *places), -1)
        return conv2d(x, kernel, b)

    return version


def _reshaped(shape: Function, order: Any = (0, 1, 2, 3)) -> Function:
    """Make a version that cuts W up in another order and moves the axes after it."""
    return lambda W, in_shape: W.reshape(shape(len(W), *in_shape)).transpose(order)


def _summed(axis: int) -> Function:
    """Make what cuts a loop over an axis of the kernel: what is missed counts as zero."""

    def cut(case: Any, kept: Any) -> tuple[Any, ...]:
        x, kernel, b = case
        along = (slice(None),) * axis + (kept,)
        short = np.zeros_like(kernel)
        short[along] = kernel[along]
        return x, short, b

    return cut


_STARTS = (zeros, None, lambda y, x, kernel, b: np.broadcast_to(_column(b), y.shape))
_LOOPS = too_short(
    conv2d,
    [
        Loop("image", axis=0),
        Loop("output", axis=1),
        Loop("channel", _summed(1)),
        Loop("row of the kernel", _summed(2)),
        Loop("column of the kernel", _summed(3)),
    ],
    _STARTS,
    together=2,
)
# The last row or column of places has a name of its own.
_LOOPS[MISSES["first"]] += too_short(
    conv2d, [Loop("row", axis=2), Loop("column", axis=3)], _STARTS
)[MISSES["first"]]

CHAPTER = "08-convolution"

_ROWS: dict[str, dict[str, list[Any]]] = {
    "linear_to_conv": {
        "conv-channel-order | kernels taken out of W as (H, W, C) | the shape is right and the "
        "weights are in another order than the inputs were.": [
            _reshaped(lambda M, C, H, W: (M, H, W, C), (0, 3, 1, 2))
        ],
        "flatten-order": [lambda W, in_shape: W.reshape((len(W), *in_shape), order="F")],
        "conv-kernels-swapped | kernel[c, m] for kernel[m, c] | the first two axes of the kernel "
        "are exchanged: outputs first, channels second.": [
            _reshaped(lambda M, C, H, W: (C, M, H, W)),
            _reshaped(lambda M, C, H, W: (C, M, H, W), (1, 0, 2, 3)),
            _reshaped(lambda M, C, H, W: (M, C, H, W), (1, 0, 2, 3)),
        ],
        "heat-map-axes | heat[k, column, row] | rows and columns are exchanged. Maps and kernels "
        "have the image's orientation.": [
            _reshaped(lambda M, C, H, W: (M, C, W, H)),
            _reshaped(lambda M, C, H, W: (M, C, W, H), (0, 1, 3, 2)),
            _reshaped(lambda M, C, H, W: (M, C, H, W), (0, 1, 3, 2)),
        ],
        "weights-reshaped": [
            lambda W, in_shape: W.T.reshape(len(W), *in_shape),
            _reshaped(lambda M, C, H, W: (C, H, W, M), (3, 0, 1, 2)),
        ],
        "conv-flipped | Σ kernel[u, v] · x[r − u, s − v] | the kernel is upside down and back to "
        "front. Networks do not flip it.": [
            lambda W, in_shape: W.reshape(len(W), *in_shape)[:, :, ::-1, ::-1]
        ],
        "hard-coded-shape": [
            lambda W, in_shape: W.reshape(len(W), 2, 2, 3),
            lambda W, in_shape: W.reshape(-1, 2, 2, 3),
            lambda W, in_shape: W.reshape(2, 2, 2, 3),
        ],
    },
    "conv2d": {
        "conv-flipped": [lambda x, kernel, b: conv2d(x, kernel[:, :, ::-1, ::-1], b)],
        "conv-channel-order": [
            lambda x, kernel, b: conv2d(x, kernel.transpose(0, 2, 3, 1).reshape(kernel.shape), b),
            lambda x, kernel, b: conv2d(
                x,
                kernel.reshape(len(kernel), *np.roll(kernel.shape[1:], -1)).transpose(0, 3, 1, 2),
                b,
            ),
        ],
        "conv-channels-apart | one output for each channel | the channels stay apart. An output "
        "takes its sum over all of them.": [
            lambda x, kernel, b: _channel_by_channel(x, kernel) + _column(b)[:, None],
            lambda x, kernel, b: (_channel_by_channel(x, kernel) + _column(b)[:, None]).swapaxes(
                1, 2
            ),
            _each_channel_its_own_kernel,
            lambda x, kernel, b: conv2d(x[:, :1], kernel[:, :1], b),
        ],
        "conv-outputs-summed | Σ_m kernel[m] over all outputs m | every output takes the kernels "
        "of all outputs. Which of them is its own?": [
            lambda x, kernel, b: conv2d(x, kernel).sum(axis=1, keepdims=True) + _column(b),
        ],
        "last-product-only": [lambda x, kernel, b: conv2d(x[:, -1:], kernel[:, -1:], b)],
        "conv-padded | an output as large as the input | the kernel also stands where it does not "
        "fit. Without padding the output is smaller.": [
            _padded(lambda size: ((size - 1) // 2, size // 2)),
            _padded(lambda size: (size // 2, (size - 1) // 2)),
            _padded(lambda size: (size // 2, size // 2)),
            _padded(lambda size: (size - 1, size - 1)),
            _padded(lambda size: (0, size - 1)),
            _padded(lambda size: (1, 1)),
            _over_the_edge(0),
            _over_the_edge(0, 0),
        ],
        "conv-last-position-missing | H − height positions | the last position is missing. Count "
        "where a kernel as large as the image fits.": [
            lambda x, kernel, b: conv2d(x, kernel, b)[:, :, :-1, :-1],
            lambda x, kernel, b: conv2d(x, kernel, b)[:, :, :-1],
            lambda x, kernel, b: conv2d(x, kernel, b)[:, :, :, :-1],
            _last_left_at(lambda b: 0),
            _last_left_at(lambda b: 0, columns=None),
            _last_left_at(lambda b: 0, rows=None),
            _last_left_at(_column),
        ],
        "conv-kernels-swapped": [
            lambda x, kernel, b: conv2d(x, kernel.swapaxes(0, 1), b),
        ],
        "weights-reshaped": [
            lambda x, kernel, b: conv2d(
                x, kernel.reshape(-1, len(kernel)).T.reshape(kernel.shape), b
            )
        ],
        "heat-map-axes": [
            lambda x, kernel, b: conv2d(x, kernel, b).swapaxes(2, 3),
            lambda x, kernel, b: conv2d(x, kernel.swapaxes(2, 3), b),
            _square_exchanged,
        ],
        "bias-missing": [lambda x, kernel, b: conv2d(x, kernel)],
        "bias-subtracted": [_sums(lambda sums, b: sums - _column(b))],
        "bias-of-first-output": [_sums(lambda sums, b: sums + b[0])],
        "bias-column": [
            _sums(lambda sums, b: sums + b),
            _sums(lambda sums, b: sums + b[:, None]),
            _sums(lambda sums, b: sums + b[:, None, None, None]),
        ],
        "bias-per-product": [
            # In whichever of the nested loops the bias is added.
            *(
                lambda x, kernel, b, axes=axes: conv2d(
                    x, kernel, b * np.prod([kernel.shape[k] for k in axes])
                )
                for axes in ((1,), (2,), (1, 2), (2, 3), (1, 2, 3))
            ),
        ],
        "activation-inside": [lambda x, kernel, b: np.maximum(0, conv2d(x, kernel, b))],
        "forward-mean": [
            lambda x, kernel, b: conv2d(x, kernel / kernel[0].size, b),
            lambda x, kernel, b: conv2d(x, kernel / kernel[0, 0].size, b),
        ],
        "reshape-empty-batch": [
            _minus_one_for(lambda n, rows, columns: (n,)),
            _minus_one_for(lambda n, rows, columns: (n, rows * columns)),
            _minus_one_for(lambda n, rows, columns: (n, rows, columns)),
        ],
        "hard-coded-shape": [_windows_of_two, _two_by_two_places],
        **_LOOPS,
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

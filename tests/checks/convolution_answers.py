"""Answers to exercise 08 as students write them, right ones and wrong ones."""

from itertools import product as pairs_of

import numpy as np

from fclib.checks import convolution as checks
from tests.checks.exercise import Exercise, Function, late, short


def one_weight_at_a_time(W, in_shape):
    C, H, width = in_shape
    kernel = np.zeros((len(W), C, H, width))
    for m in range(len(W)):
        for c in range(C):
            for u in range(H):
                for v in range(width):
                    kernel[m, c, u, v] = W[m, (c * H + u) * width + v]
    return kernel


def filled_in_order(W, in_shape):
    kernel = np.empty((len(W), *in_shape))
    kernel.flat = W.ravel()
    return kernel


RIGHT_KERNELS = {
    "reshape": lambda W, in_shape: W.reshape(len(W), *in_shape),
    "np.reshape of a tuple": lambda W, in_shape: np.reshape(W, (W.shape[0], *tuple(in_shape))),
    "the number of kernels left to NumPy": lambda W, in_shape: W.reshape(-1, *in_shape),
    "one weight at a time": one_weight_at_a_time,
    "row by row": lambda W, in_shape: np.array([row.reshape(in_shape) for row in W]),
    "stack": lambda W, in_shape: np.stack([np.reshape(row, in_shape) for row in W]),
    "channels split off": lambda W, in_shape: np.stack(
        [part.reshape(len(W), *in_shape[1:]) for part in np.split(W, in_shape[0], axis=1)],
        axis=1,
    ),
    "list": lambda W, in_shape: W.reshape(len(W), *in_shape).tolist(),
    "filled in order": filled_in_order,
    "Fortran order": lambda W, in_shape: np.asfortranarray(W.reshape(len(W), *in_shape)),
    "Fortran order, reversed": lambda W, in_shape: W.T.reshape(
        *in_shape[::-1], len(W), order="F"
    ).transpose(3, 2, 1, 0),
    "unravelled index": lambda W, in_shape: W[
        :, np.ravel_multi_index(np.indices(in_shape), in_shape)
    ],
    "float32": lambda W, in_shape: W.astype(np.float32).reshape(len(W), *in_shape),
}


def hwc(W, in_shape):
    C, H, width = in_shape
    return np.moveaxis(np.reshape(W, (-1, H, width, C)), -1, 1)


def exchanged_loops(W, in_shape):
    C, H, width = in_shape
    kernel = np.zeros((len(W), C, H, width))
    for c, u, v in np.ndindex(C, H, width):
        kernel[:, c, u, v] = W[:, (c * width + v) * H + u]
    return kernel


def shape_set(W, in_shape):
    W.shape = (len(W), *in_shape)
    return W


def sorted_in_place(W, in_shape):
    kernel = W.reshape(len(W), *in_shape).copy()
    W.sort(axis=1)
    return kernel


class Counting:
    """A function whose results change from call to call."""

    def __init__(self, right):
        self.right = right
        self.calls = 0

    def __call__(self, *arguments):
        self.calls += 1
        return np.asarray(self.right(*arguments)) + self.calls


KERNELS = "kernels"
KERNEL_MISTAKES = {
    "conv-channel-order": ((KERNELS,), [hwc]),
    "flatten-order": (
        (KERNELS,),
        [
            lambda W, in_shape: np.array([np.reshape(row, in_shape, order="F") for row in W]),
            lambda W, in_shape: np.reshape(W, (len(W), *in_shape[::-1])).transpose(0, 3, 2, 1),
        ],
    ),
    "conv-kernels-swapped": (
        (KERNELS,),
        [lambda W, in_shape: np.moveaxis(W.reshape(-1, *in_shape), 1, 0)],
    ),
    "heat-map-axes": ((KERNELS,), [exchanged_loops]),
    "weights-reshaped": (
        (KERNELS,),
        [lambda W, in_shape: np.transpose(W).reshape((W.shape[0], *in_shape))],
    ),
    "conv-flipped": (
        (KERNELS,),
        [lambda W, in_shape: np.flip(W.reshape(len(W), *in_shape), (2, 3))],
    ),
    "hard-coded-shape": ((KERNELS,), [lambda W, in_shape: np.reshape(W, (W.shape[0], 2, 2, 3))]),
    "input-reshaped-in-place": ((KERNELS,), [shape_set]),
    "weights-destroyed": ((KERNELS,), [sorted_in_place]),
    "state-kept": ((KERNELS,), [Counting(one_weight_at_a_time)]),
}


def width_for_weights(W, in_shape):
    M = len(W)
    C, H, W = in_shape
    return W.reshape(M, C, H, W)


def height_for_width_in_the_count(W, in_shape):
    kernel = np.zeros((len(W), *in_shape))
    _, height, width = in_shape
    for m, c, u, v in np.ndindex(kernel.shape):
        kernel[m, c, u, v] = W[m, c * height * width + u * height + v]
    return kernel


KERNEL_MISTAKES["square-assumed"] = ((KERNELS,), [height_for_width_in_the_count])
KERNEL_MISTAKES["name-reused"] = ((KERNELS,), [width_for_weights])
KERNEL_MISTAKES["arguments-swapped"] = (
    (KERNELS,),
    [lambda in_shape, W: one_weight_at_a_time(W, in_shape)],
)
KERNEL_PAIRS = {
    "conv-channel-order + conv-flipped": lambda W, in_shape: hwc(W, in_shape)[:, :, ::-1, ::-1],
    "flatten-order + conv-kernels-swapped": lambda W, in_shape: np.reshape(
        W, (len(W), *in_shape), order="F"
    ).swapaxes(0, 1),
    "weights-reshaped + heat-map-axes": lambda W, in_shape: W.T.reshape(len(W), *in_shape).swapaxes(
        2, 3
    ),
}


def places(x, kernel):
    """Return the corners at which a kernel fits."""
    rows, columns = (x.shape[axis] - kernel.shape[axis] + 1 for axis in (2, 3))
    return rows, columns, list(np.ndindex(rows, columns))


def seven_loops(x, kernel, b):
    N, C, H, W = x.shape
    M, _, height, width = kernel.shape
    y = np.zeros((N, M, H - height + 1, W - width + 1))
    for n in range(N):
        for m in range(M):
            for r in range(H - height + 1):
                for s in range(W - width + 1):
                    total = b[m]
                    for c in range(C):
                        for u in range(height):
                            for v in range(width):
                                total += kernel[m, c, u, v] * x[n, c, r + u, s + v]
                    y[n, m, r, s] = total
    return y


def at_each_place(product):
    """Make a convolution from what it does with the patches of a batch at one place."""

    def conv2d(x, kernel, b):
        rows, columns, corners = places(x, kernel)
        height, width = kernel.shape[2:]
        y = np.zeros((len(x), len(kernel), rows, columns))
        for r, s in corners:
            y[:, :, r, s] = product(x[:, :, r : r + height, s : s + width], kernel) + b
        return y

    return conv2d


def weight_by_weight(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    y = np.zeros((len(x), len(kernel), rows, columns)) + b.reshape(1, -1, 1, 1)
    for c, u, v in np.ndindex(*kernel.shape[1:]):
        shifted = x[:, c, u : u + rows, v : v + columns]
        y += kernel[:, c, u, v].reshape(1, -1, 1, 1) * shifted[:, None]
    return y


def im2col(x, kernel, b):
    rows, columns, corners = places(x, kernel)
    height, width = kernel.shape[2:]
    size = kernel[0].size
    flat = [x[:, :, r : r + height, s : s + width].reshape(len(x), size) for r, s in corners]
    y = np.array(flat) @ kernel.reshape(len(kernel), size).T + b
    return y.transpose(1, 2, 0).reshape(len(x), len(kernel), rows, columns)


def windows_of(x, kernel):
    return np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))


def by_strides(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    shape = (*x.shape[:2], *kernel.shape[2:], rows, columns)
    windows = np.lib.stride_tricks.as_strided(x, shape, x.strides + x.strides[2:])
    return np.einsum("ncuvrs,mcuv->nmrs", windows, kernel) + b[:, None, None]


def by_fourier(x, kernel, b):
    size = x.shape[2:]
    product = np.einsum("nckl,mckl->nmkl", np.fft.fft2(x, size), np.conj(np.fft.fft2(kernel, size)))
    rows, columns, _ = places(x, kernel)
    return np.fft.ifft2(product, axes=(2, 3)).real[:, :, :rows, :columns] + b[:, None, None]


def in_single_precision(x, kernel, b):
    return weight_by_weight(x.astype(np.float32), kernel.astype(np.float32), b.astype(np.float32))


def image_by_image(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    y = np.empty((len(x), len(kernel), rows, columns))
    for n, image in enumerate(x):
        for m, stack in enumerate(kernel):
            for r in range(rows):
                for s in range(columns):
                    patch = image[:, r : r + stack.shape[1], s : s + stack.shape[2]]
                    y[n, m, r, s] = np.sum(patch * stack) + b[m]
    return y


RIGHT = {
    "seven loops": seven_loops,
    "image by image": image_by_image,
    "broadcast and sum": at_each_place(
        lambda patch, kernel: (patch[:, None] * kernel).sum(axis=(2, 3, 4))
    ),
    "einsum at each place": at_each_place(
        lambda patch, kernel: np.einsum("ncuv,mcuv->nm", patch, kernel)
    ),
    "tensordot at each place": at_each_place(
        lambda patch, kernel: np.tensordot(patch, kernel, ([1, 2, 3], [1, 2, 3]))
    ),
    "np.dot of rows": at_each_place(
        lambda patch, kernel: np.dot(
            patch.reshape(len(patch), kernel[0].size), kernel.reshape(len(kernel), -1).T
        )
    ),
    "weight by weight": weight_by_weight,
    "im2col": im2col,
    "windows, einsum": lambda x, kernel, b: (
        np.einsum("ncrsuv,mcuv->nmrs", windows_of(x, kernel), kernel) + b[:, None, None]
    ),
    "windows, tensordot": lambda x, kernel, b: np.moveaxis(
        np.tensordot(windows_of(x, kernel), kernel, ([1, 4, 5], [1, 2, 3])) + b, 3, 1
    ),
    "own strides": by_strides,
    "Fourier transforms": by_fourier,
    "list": lambda x, kernel, b: (
        weight_by_weight(x, kernel, b).tolist() if len(x) else im2col(x, kernel, b)
    ),
    "Fortran order": lambda x, kernel, b: np.asfortranarray(weight_by_weight(x, kernel, b)),
    "strided view": lambda x, kernel, b: np.repeat(weight_by_weight(x, kernel, b), 2, axis=3)[
        ..., ::2
    ],
    "float32": in_single_precision,
    "flipped twice": lambda x, kernel, b: weight_by_weight(
        x[:, :, ::-1, ::-1], kernel[:, :, ::-1, ::-1], b
    )[:, :, ::-1, ::-1],
}


def loops_over(**ranges):
    """Make a convolution of loops, some of which run over other ranges."""

    def over(name, n):
        return ranges.get(name, range)(n)

    def conv2d(x, kernel, b):
        rows, columns, _ = places(x, kernel)
        channels, height, width = kernel.shape[1:]
        y = np.zeros((len(x), len(kernel), rows, columns))
        for n, m in pairs_of(over("n", len(x)), over("m", len(kernel))):
            for r, s in pairs_of(over("r", rows), over("s", columns)):
                for c in over("c", channels):
                    for u, v in pairs_of(over("u", height), over("v", width)):
                        y[n, m, r, s] += x[n, c, r + u, s + v] * kernel[m, c, u, v]
                y[n, m, r, s] += b[m]
        return y

    return conv2d


def all_kernels_at_once(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    height, width = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for n in range(len(x)):
        for r in range(rows):
            for s in range(columns):
                y[n, :, r, s] = np.sum(x[n, :, r : r + height, s : s + width] * kernel) + b
    return y


def unpacked_as_columns_and_rows(x, kernel, b):
    N, _, W, H = x.shape
    M, _, height, width = kernel.shape
    y = np.zeros((N, M, H - height + 1, W - width + 1))
    for r in range(H - height + 1):
        for s in range(W - width + 1):
            patch = x[:, :, r : r + height, s : s + width]
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y


def rows_for_columns(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    height, width = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r in range(columns):
        for s in range(rows):
            patch = x[:, :, r : r + height, s : s + width]
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y


def height_for_width(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    width, height = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r in range(rows):
        for s in range(columns):
            for u in range(height):
                for v in range(width):
                    y[:, :, r, s] += x[:, :, r + u, s + v] @ kernel[:, :, u, v].T
    return y + np.reshape(b, (1, -1, 1, 1))


def kernel_comes_first(kernel, x, b):
    return seven_loops(x, kernel, b)


def mathematical(x, kernel, b):
    rows, columns, corners = places(x, kernel)
    height, width = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r, s in corners:
        for u in range(height):
            for v in range(width):
                pixel = x[:, :, r + height - 1 - u, s + width - 1 - v]
                y[:, :, r, s] += pixel @ kernel[:, :, u, v].T
    return y + b[:, None, None]


def patches_channels_last(patch, kernel):
    rows = np.moveaxis(patch, 1, -1).reshape(len(patch), kernel[0].size)
    return rows @ kernel.reshape(len(kernel), -1).T


def last_channel(x, kernel, b):
    rows, columns, corners = places(x, kernel)
    height, width = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r, s in corners:
        for c in range(x.shape[1]):
            patch = x[:, None, c, r : r + height, s : s + width]
            y[:, :, r, s] = (patch * kernel[:, c]).sum(axis=(2, 3)) + b
    return y


def bias_in_the_channel_loop(x, kernel, b):
    rows, columns, corners = places(x, kernel)
    height, width = kernel.shape[2:]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r, s in corners:
        for c in range(x.shape[1]):
            patch = x[:, None, c, r : r + height, s : s + width]
            y[:, :, r, s] += (patch * kernel[:, c]).sum(axis=(2, 3)) + b
    return y


def same_size(x, kernel, b):
    height, width = kernel.shape[2:]
    larger = np.zeros((*x.shape[:2], x.shape[2] + height - 1, x.shape[3] + width - 1))
    top, left = (height - 1) // 2, (width - 1) // 2
    larger[:, :, top : top + x.shape[2], left : left + x.shape[3]] = x
    return weight_by_weight(larger, kernel, b)


def windows_cut_off(x, kernel, b):
    y = np.zeros((len(x), len(kernel), *x.shape[2:]))
    height, width = kernel.shape[2:]
    for n, m, r, s in np.ndindex(*y.shape):
        y[n, m, r, s] = (x[n, :, r : r + height, s : s + width] * kernel[m]).sum() + b[m]
    return y


def one_place_short(x, kernel, b):
    rows, columns = x.shape[2] - kernel.shape[2], x.shape[3] - kernel.shape[3]
    y = np.zeros((len(x), len(kernel), rows, columns))
    for n, m, r, s in np.ndindex(*y.shape):
        patch = x[n, :, r : r + kernel.shape[2], s : s + kernel.shape[3]]
        y[n, m, r, s] = np.sum(patch * kernel[m]) + b[m]
    return y


def last_place_left_empty(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    y = np.zeros((len(x), len(kernel), rows, columns))
    y[:, :, : rows - 1, : columns - 1] = one_place_short(x, kernel, b)
    return y


def channels_first(x, kernel, b):
    rows, columns, corners = places(x, kernel)
    y = np.zeros((len(x), len(kernel), rows, columns))
    for n in range(len(x)):
        for m in range(len(kernel)):
            for r, s in corners:
                for c in range(x.shape[1]):
                    patch = x[n, c, r : r + kernel.shape[2], s : s + kernel.shape[3]]
                    y[n, m, r, s] += np.sum(patch * kernel[c, m])
                y[n, m, r, s] += b[m]
    return y


def names_exchanged(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    C, M, height, width = kernel.shape
    y = np.zeros((len(x), M, rows, columns))
    for n, m, r, s in np.ndindex(*y.shape):
        for c in range(C):
            y[n, m, r, s] += np.sum(x[n, c, r : r + height, s : s + width] * kernel[c, m])
        y[n, m, r, s] += b[m]
    return y


def transposed_map(x, kernel, b):
    rows, columns, corners = places(x, kernel)
    y = np.zeros((len(x), len(kernel), columns, rows))
    for r, s in corners:
        patch = x[:, None, :, r : r + kernel.shape[2], s : s + kernel.shape[3]]
        y[:, :, s, r] = (patch * kernel).sum((2, 3, 4)) + b
    return y


def added_as_it_is(x, kernel, b):
    return weight_by_weight(x, kernel, 0 * b) + b


def clipped(x, kernel, b):
    y = weight_by_weight(x, kernel, b)
    y[y < 0] = 0
    return y


def array_like_x(x, kernel, b):
    rows, columns, _ = places(x, kernel)
    y = np.zeros((len(x), len(kernel), rows, columns), dtype=x.dtype)
    for n, m, r, s in np.ndindex(*y.shape):
        patch = x[n, :, r : r + kernel.shape[2], s : s + kernel.shape[3]]
        y[n, m, r, s] = np.sum(patch * kernel[m]) + b[m]
    return y


def added_up_like_x(x, kernel, b):
    y = np.zeros((len(x), len(kernel), *places(x, kernel)[:2]), dtype=x.dtype)
    for n, m, r, s in np.ndindex(*y.shape):
        for c, u, v in np.ndindex(*kernel.shape[1:]):
            y[n, m, r, s] += x[n, c, r + u, s + v] * kernel[m, c, u, v]
        y[n, m, r, s] += b[m]
    return y


def two_by_two(x, kernel, b):
    N, _, H, W = x.shape
    y = np.zeros((N, len(kernel), H - 1, W - 1))
    for r, s in np.ndindex(H - 1, W - 1):
        y[:, :, r, s] = (x[:, None, :, r : r + 2, s : s + 2] * kernel).sum(axis=(2, 3, 4)) + b
    return y


def turned_in_place(x, kernel, b):
    x *= 2
    return weight_by_weight(x, kernel, b + b) / 2


def bias_into_kernel(x, kernel, b):
    b -= 1
    return weight_by_weight(x, kernel, b + 1)


def minus_one(patch, kernel):
    return patch.reshape(len(patch), -1) @ kernel.reshape(len(kernel), -1).T


def reshaped_for_the_product(x, kernel, b):
    size, outputs = kernel[0].size, len(kernel)
    windows = windows_of(x, kernel).transpose(0, 2, 3, 1, 4, 5)
    y = windows.reshape(*windows.shape[:3], size) @ kernel.reshape(size, outputs) + b
    return np.moveaxis(y, -1, 1)


POSITIONS, CHANNELS, ARGUMENTS = "positions", "channels", "arguments"
EVERY = (POSITIONS, CHANNELS, ARGUMENTS)
SEVERAL = (CHANNELS, ARGUMENTS)
MISTAKES = {
    "conv-flipped": (EVERY, [mathematical]),
    "conv-channel-order": (SEVERAL, [at_each_place(patches_channels_last)]),
    "conv-channels-apart": (
        EVERY,
        [
            lambda x, kernel, b: (
                np.einsum("ncrsuv,mcuv->nmcrs", windows_of(x, kernel), kernel)
                + b[:, None, None, None]
            )
        ],
    ),
    "conv-outputs-summed": (SEVERAL, [all_kernels_at_once]),
    "last-product-only": (SEVERAL, [last_channel]),
    "conv-padded": (EVERY, [same_size, windows_cut_off]),
    "conv-last-position-missing": (EVERY, [one_place_short, last_place_left_empty]),
    "conv-kernels-swapped": (SEVERAL, [channels_first, names_exchanged]),
    "weights-reshaped": (SEVERAL, [reshaped_for_the_product]),
    "heat-map-axes": (EVERY, [transposed_map]),
    "bias-missing": (
        EVERY,
        [lambda x, kernel, b: np.einsum("ncrsuv,mcuv->nmrs", windows_of(x, kernel), kernel)],
    ),
    "bias-subtracted": (EVERY, [lambda x, kernel, b: seven_loops(x, kernel, -b)]),
    "bias-of-first-output": (
        SEVERAL,
        [lambda x, kernel, b: seven_loops(x, kernel, 0 * b) + b[0]],
    ),
    "bias-column": (SEVERAL, [added_as_it_is]),
    "bias-per-product": (SEVERAL, [bias_in_the_channel_loop]),
    "activation-inside": (EVERY, [clipped]),
    "forward-mean": (
        EVERY,
        [
            at_each_place(lambda patch, kernel: (patch[:, None] * kernel).mean(axis=(2, 3, 4))),
        ],
    ),
    "sign": (EVERY, [lambda x, kernel, b: -seven_loops(x, kernel, b)]),
    "output-dtype-of-input": ((ARGUMENTS,), [array_like_x, added_up_like_x]),
    "reshape-empty-batch": ((ARGUMENTS,), [at_each_place(minus_one)]),
    "hard-coded-shape": (EVERY, [two_by_two]),
    "loop-misses-last": (
        EVERY,
        [
            loops_over(n=short),
            loops_over(m=short),
            loops_over(c=short),
            loops_over(u=short),
            loops_over(v=short),
            loops_over(u=short, v=short),
            lambda x, kernel, b: seven_loops(x, kernel[:-1], b[:-1]),
        ],
    ),
    "loop-misses-first": (
        EVERY,
        [
            loops_over(n=late),
            loops_over(m=late),
            loops_over(r=late),
            loops_over(s=late),
            loops_over(r=late, s=late),
            loops_over(c=late),
            loops_over(u=late, v=late),
        ],
    ),
    "square-assumed": (EVERY, [rows_for_columns, unpacked_as_columns_and_rows]),
    "arguments-swapped": (EVERY, [kernel_comes_first]),
    "input-destroyed": ((ARGUMENTS,), [turned_in_place]),
    "weights-destroyed": ((ARGUMENTS,), [bias_into_kernel]),
    "state-kept": (EVERY, [Counting(seven_loops)]),
}

PAIRS = {
    "conv-flipped + bias-missing": lambda x, kernel, b: mathematical(x, kernel, 0 * b),
    "conv-flipped + conv-padded": lambda x, kernel, b: same_size(x, kernel[:, :, ::-1, ::-1], b),
    "conv-last-position-missing + bias-missing": lambda x, kernel, b: one_place_short(
        x, kernel, 0 * b
    ),
    "conv-padded + bias-subtracted": lambda x, kernel, b: same_size(x, kernel, -b),
    "sign + bias-missing": lambda x, kernel, b: -seven_loops(x, kernel, 0 * b),
    "heat-map-axes + conv-flipped": lambda x, kernel, b: mathematical(x, kernel, b).swapaxes(2, 3),
    "forward-mean + activation-inside": lambda x, kernel, b: clipped(x, kernel / kernel[0].size, b),
    "conv-channel-order + bias-missing": lambda x, kernel, b: at_each_place(patches_channels_last)(
        x, kernel, 0 * b
    ),
    "last-product-only + bias-missing": lambda x, kernel, b: last_channel(x, kernel, 0 * b),
}

EXERCISE = Exercise(
    chapter="08-convolution",
    functions={
        "linear_to_conv": Function(
            checks={KERNELS: checks.kernels},
            wrong=checks.AS_LAYER.wrong,
            right=RIGHT_KERNELS,
            mistakes=KERNEL_MISTAKES,
            pairs=KERNEL_PAIRS,
        ),
        "conv2d": Function(
            checks={
                POSITIONS: checks.positions,
                CHANNELS: checks.channels,
                ARGUMENTS: checks.arguments,
            },
            wrong=checks.CONVOLUTION.wrong,
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        ),
    },
)

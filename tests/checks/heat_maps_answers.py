"""Answers to exercise 09 as students write them, right ones and wrong ones."""

import heapq

import numpy as np

from fclib.checks import heat_maps as checks
from tests.checks.exercise import Exercise, Function, late, short


def size_of_map(image, patch_shape, stride):
    _, H, width = image.shape
    return (H - patch_shape[1]) // stride + 1, (width - patch_shape[2]) // stride + 1


def patch_at(image, patch_shape, top, left):
    return image[:, top : top + patch_shape[1], left : left + patch_shape[2]]


def at_each_place(scores):
    """Make a heat map from what it does with a patch."""

    def heat_map(image, W, b, patch_shape, stride):
        rows, columns = size_of_map(image, patch_shape, stride)
        heat = np.zeros((len(W), rows, columns))
        for r in range(rows):
            for s in range(columns):
                patch = patch_at(image, patch_shape, r * stride, s * stride)
                heat[:, r, s] = scores(patch, W, b)
        return heat

    return heat_map


def six_loops(image, W, b, patch_shape, stride):
    C, height, width = patch_shape
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.zeros((len(W), rows, columns))
    for k in range(len(W)):
        for r in range(rows):
            for s in range(columns):
                heat[k, r, s] = b[k]
                j = 0
                for c in range(C):
                    for u in range(height):
                        for v in range(width):
                            heat[k, r, s] += W[k, j] * image[c, r * stride + u, s * stride + v]
                            j += 1
    return heat


def appended(image, W, b, patch_shape, stride):
    _, height, width = patch_shape
    maps = []
    for row, bias in zip(W, b, strict=True):
        lines = []
        for top in range(0, image.shape[1] - height + 1, stride):
            line = []
            for left in range(0, image.shape[2] - width + 1, stride):
                line.append(row @ patch_at(image, patch_shape, top, left).ravel() + bias)
            lines.append(line)
        maps.append(lines)
    return maps


def batch_of_patches(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    patches = [
        patch_at(image, patch_shape, r * stride, s * stride).reshape(-1)
        for r in range(rows)
        for s in range(columns)
    ]
    return (np.array(patches) @ W.T + b).T.reshape(len(W), rows, columns)


def windows_of(image, patch_shape, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape[1:], axis=(1, 2))
    return windows[:, ::stride, ::stride]


def by_windows(image, W, b, patch_shape, stride):
    windows = windows_of(image, patch_shape, stride)
    kernels = W.reshape(len(W), *patch_shape)
    return np.einsum("crsuv,mcuv->mrs", windows, kernels) + b[:, None, None]


def by_tensordot(image, W, b, patch_shape, stride):
    windows = windows_of(image, patch_shape, stride)
    kernels = W.reshape(-1, *patch_shape)
    heat = np.tensordot(kernels, windows, axes=([1, 2, 3], [0, 3, 4]))
    return heat + b.reshape(-1, 1, 1)


def every_place_then_every_other(image, W, b, patch_shape, stride):
    return by_windows(image, W, b, patch_shape, 1)[:, ::stride, ::stride]


def weight_by_weight(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.ones((len(W), rows, columns)) * b[:, None, None]
    for j, (c, u, v) in enumerate(np.ndindex(*patch_shape)):
        pixels = image[c, u : u + rows * stride : stride, v : v + columns * stride : stride]
        heat += W[:, j, None, None] * pixels[:rows, :columns]
    return heat


def by_strides(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    plane, down, right = image.strides
    view = np.lib.stride_tricks.as_strided(
        image,
        (rows, columns, *patch_shape),
        (down * stride, right * stride, plane, down, right),
    )
    return np.moveaxis(view.reshape(rows, columns, W.shape[1]) @ W.T + b, 2, 0)


def one_kernel_at_a_time(image, W, b, patch_shape, stride):
    windows = windows_of(image, patch_shape, stride)
    return np.stack(
        [
            (windows * row.reshape(patch_shape)[:, None, None]).sum(axis=(0, 3, 4)) + bias
            for row, bias in zip(W, b, strict=True)
        ]
    )


RIGHT = {
    "six loops": six_loops,
    "lists of lists": appended,
    "matmul at each place": at_each_place(lambda patch, W, b: W @ patch.ravel() + b),
    "np.dot at each place": at_each_place(lambda patch, W, b: np.dot(patch.reshape(-1), W.T) + b),
    "broadcast and sum": at_each_place(
        lambda patch, W, b: (W.reshape(len(W), *patch.shape) * patch).sum(axis=(1, 2, 3)) + b
    ),
    "inner": at_each_place(lambda patch, W, b: np.inner(W, patch.flatten()) + b),
    "one batch of patches": batch_of_patches,
    "windows, einsum": by_windows,
    "windows, tensordot": by_tensordot,
    "stride at the end": every_place_then_every_other,
    "weight by weight": weight_by_weight,
    "own strides": by_strides,
    "one kernel at a time": one_kernel_at_a_time,
    "float32": lambda image, W, b, patch_shape, stride: batch_of_patches(
        image.astype(np.float32), W.astype(np.float32), b.astype(np.float32), patch_shape, stride
    ),
    "Fortran order": lambda *arguments: np.asfortranarray(by_windows(*arguments)),
    "strided view": lambda *arguments: np.repeat(by_windows(*arguments), 2, axis=1)[:, ::2],
}


class Counting:
    """A function whose results change from call to call."""

    def __init__(self, right):
        self.right = right
        self.calls = 0

    def __call__(self, *arguments):
        self.calls += 1
        return np.asarray(self.right(*arguments)) + self.calls


def loops_over(rows=range, columns=range, outputs=range):
    """Make a map of loops, some of which run over other ranges."""

    def heat_map(image, W, b, patch_shape, stride):
        height, width = size_of_map(image, patch_shape, stride)
        heat = np.zeros((len(W), height, width))
        for k in outputs(len(W)):
            for r in rows(height):
                for s in columns(width):
                    patch = patch_at(image, patch_shape, r * stride, s * stride)
                    heat[k, r, s] = W[k] @ patch.ravel() + b[k]
        return heat

    return heat_map


def rows_for_columns(image, W, b, patch_shape, stride):
    height, width = size_of_map(image, patch_shape, stride)
    heat = np.zeros((len(W), height, width))
    for r in range(width):
        for s in range(height):
            heat[:, r, s] = W @ patch_at(image, patch_shape, r * stride, s * stride).ravel() + b
    return heat


def width_for_weights(image, W, b, patch_shape, stride):
    _, H, W = image.shape
    _, height, width = patch_shape
    heat = np.zeros((len(b), (H - height) // stride + 1, (W - width) // stride + 1))
    for r, s in np.ndindex(heat.shape[1:]):
        heat[:, r, s] = W @ patch_at(image, patch_shape, r * stride, s * stride).ravel() + b
    return heat


def rows_and_columns_exchanged(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.zeros((len(W), columns, rows))
    for r, s in np.ndindex(rows, columns):
        heat[:, s, r] = W @ patch_at(image, patch_shape, r * stride, s * stride).ravel() + b
    return heat


def without_stride(image, W, b, patch_shape, stride):
    return at_each_place(lambda patch, W, b: W @ patch.ravel() + b)(image, W, b, patch_shape, 1)


def step_forgotten(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.empty((len(W), rows, columns))
    for r, s in np.ndindex(rows, columns):
        heat[:, r, s] = W @ patch_at(image, patch_shape, r, s).ravel() + b
    return heat


def dilated(image, W, b, patch_shape, stride):
    _, height, width = patch_shape
    rows = image.shape[1] - (height - 1) * stride
    columns = image.shape[2] - (width - 1) * stride
    if min(rows, columns) < 1:
        raise ValueError("no room")
    heat = np.empty((len(W), rows, columns))
    for r, s in np.ndindex(rows, columns):
        patch = image[:, r:, s:][:, ::stride, ::stride][:, :height, :width]
        heat[:, r, s] = W @ patch.ravel() + b
    return heat


def thinned(image, W, b, patch_shape, stride):
    return by_windows(image[:, ::stride, ::stride], W, b, patch_shape, 1)


def classes_last(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.zeros((rows, columns, len(W)))
    for r, s in np.ndindex(rows, columns):
        heat[r, s] = W @ patch_at(image, patch_shape, r * stride, s * stride).ravel() + b
    return heat


def flipped(image, W, b, patch_shape, stride):
    kernels = np.flip(W.reshape(len(W), *patch_shape), axis=(2, 3))
    return by_windows(image, kernels.reshape(W.shape), b, patch_shape, stride)


def range_too_short(image, W, b, patch_shape, stride):
    tops = range(0, image.shape[1] - patch_shape[1], stride)
    lefts = range(0, image.shape[2] - patch_shape[2], stride)
    heat = np.zeros((len(W), len(tops), len(lefts)))
    for r, top in enumerate(tops):
        for s, left in enumerate(lefts):
            heat[:, r, s] = W @ patch_at(image, patch_shape, top, left).ravel() + b
    return heat


def plus_one_forgotten(image, W, b, patch_shape, stride):
    rows = (image.shape[1] - patch_shape[1]) // stride
    columns = (image.shape[2] - patch_shape[2]) // stride
    return by_windows(image, W, b, patch_shape, stride)[:, :rows, :columns]


def beyond_the_edge(image, W, b, patch_shape, stride):
    heat = np.zeros((len(W), *image[0, ::stride, ::stride].shape))
    for r, s in np.ndindex(*heat.shape[1:]):
        heat[:, r, s] = W @ patch_at(image, patch_shape, r * stride, s * stride).ravel() + b
    return heat


def added_as_it_is(image, W, b, patch_shape, stride):
    return by_windows(image, W, 0 * b, patch_shape, stride) + b


def clipped(*arguments):
    return by_windows(*arguments).clip(min=0)


def array_like_the_image(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.zeros((len(W), rows, columns), dtype=image.dtype)
    for r, s in np.ndindex(rows, columns):
        heat[:, r, s] = W @ patch_at(image, patch_shape, r * stride, s * stride).ravel() + b
    return heat


def eight_by_eight(image, W, b, patch_shape, stride):
    rows, columns = size_of_map(image, patch_shape, stride)
    heat = np.zeros((len(W), rows, columns))
    for r in range(rows):
        for s in range(columns):
            top, left = r * stride, s * stride
            heat[:, r, s] = W @ image[:, top : top + 8, left : left + 8].ravel() + b
    return heat


def scaled_image(image, W, b, patch_shape, stride):
    image *= 2
    return by_windows(image, W, 2 * b, patch_shape, stride) / 2


def scaled_weights(image, W, b, patch_shape, stride):
    W -= 1
    return by_windows(image, W + 1, b, patch_shape, stride)


MAPS, STRIDES, ARGUMENTS = "maps", "strides", "arguments"
EVERY = (MAPS, STRIDES, ARGUMENTS)
MISTAKES = {
    "heat-map-axes": (EVERY, [rows_and_columns_exchanged]),
    "stride-ignored": ((STRIDES,), [without_stride, step_forgotten]),
    "strided-patches": ((STRIDES,), [dilated, thinned]),
    "class-axis-last": (EVERY, [classes_last]),
    "conv-flipped": (EVERY, [flipped]),
    "flatten-order": (
        EVERY,
        [
            at_each_place(lambda patch, W, b: W @ patch.flatten("F") + b),
            at_each_place(lambda patch, W, b: W @ patch.T.ravel() + b),
        ],
    ),
    "input-not-flattened": (EVERY, [at_each_place(lambda patch, W, b: np.matmul(W, patch) + b)]),
    "conv-channel-order": (
        EVERY,
        [at_each_place(lambda patch, W, b: W @ np.moveaxis(patch, 0, 2).ravel() + b)],
    ),
    "conv-channels-apart": (
        EVERY,
        [
            at_each_place(
                lambda patch, W, b: W[:, : patch[0].size] @ patch[0].ravel() + b,
            )
        ],
    ),
    "conv-padded": (EVERY, [beyond_the_edge]),
    "conv-last-position-missing": (EVERY, [range_too_short, plus_one_forgotten]),
    "bias-missing": (EVERY, [at_each_place(lambda patch, W, b: W @ patch.ravel())]),
    "bias-subtracted": (EVERY, [at_each_place(lambda patch, W, b: W @ patch.ravel() - b)]),
    "bias-of-first-output": (EVERY, [at_each_place(lambda patch, W, b: W @ patch.ravel() + b[0])]),
    "bias-column": (EVERY, [added_as_it_is]),
    "activation-inside": (EVERY, [clipped]),
    "sign": (EVERY, [lambda *arguments: -six_loops(*arguments)]),
    "output-dtype-of-input": ((ARGUMENTS,), [array_like_the_image]),
    "hard-coded-shape": (EVERY, [eight_by_eight]),
    "loop-misses-last": (
        EVERY,
        [
            loops_over(outputs=short),
            lambda image, W, b, *rest: six_loops(image, W[:-1], b[:-1], *rest),
        ],
    ),
    "loop-misses-first": (
        EVERY,
        [
            loops_over(outputs=late),
            loops_over(rows=late),
            loops_over(columns=late),
            loops_over(rows=late, columns=late),
        ],
    ),
    "name-reused": (EVERY, [width_for_weights]),
    "square-assumed": (EVERY, [rows_for_columns]),
    "arguments-swapped": (
        EVERY,
        [lambda image, W, b, stride, patch_shape: six_loops(image, W, b, patch_shape, stride)],
    ),
    "input-destroyed": ((ARGUMENTS,), [scaled_image]),
    "weights-destroyed": ((ARGUMENTS,), [scaled_weights]),
    "state-kept": (EVERY, [Counting(six_loops)]),
}

PAIRS = {
    "heat-map-axes + bias-missing": lambda image, W, b, *rest: rows_and_columns_exchanged(
        image, W, 0 * b, *rest
    ),
    "stride-ignored + bias-missing": lambda image, W, b, *rest: without_stride(
        image, W, 0 * b, *rest
    ),
    "stride-ignored + conv-flipped": lambda image, W, b, patch_shape, stride: flipped(
        image, W, b, patch_shape, 1
    ),
    "class-axis-last + sign": lambda *arguments: -classes_last(*arguments),
    "heat-map-axes + class-axis-last": lambda *arguments: classes_last(*arguments).swapaxes(0, 1),
    "conv-last-position-missing + bias-missing": lambda image, W, b, *rest: range_too_short(
        image, W, 0 * b, *rest
    ),
    "flatten-order + bias-subtracted": at_each_place(
        lambda patch, W, b: W @ patch.flatten("F") - b
    ),
    "conv-flipped + activation-inside": lambda *arguments: np.maximum(0, flipped(*arguments)),
}


def one_after_the_other(heat, k):
    heat = np.array(heat, float)
    places = []
    for _ in range(k):
        place = np.unravel_index(np.argmax(heat), heat.shape)
        places.append((int(place[0]), int(place[1])))
        heat[place] = -np.inf
    return places


def sorted_list(heat, k):
    places = [(r, s) for r in range(heat.shape[0]) for s in range(heat.shape[1])]
    places.sort(key=lambda place: heat[place], reverse=True)
    return places[:k]


def loops_and_best(heat, k):
    found = []
    for _ in range(k):
        best = None
        for r in range(len(heat)):
            for s in range(len(heat[0])):
                if (r, s) not in found and (best is None or heat[r, s] > heat[best]):
                    best = (r, s)
        found.append(best)
    return found


def by_partition(heat, k):
    order = np.argpartition(heat.ravel(), -k)[-k:]
    order = order[np.argsort(heat.ravel()[order])][::-1]
    return [(int(i) // heat.shape[1], int(i) % heat.shape[1]) for i in order]


RIGHT_PLACES = {
    "one after the other": one_after_the_other,
    "a sorted list": sorted_list,
    "loops": loops_and_best,
    "partition, then sorted": by_partition,
    "argsort, divmod": lambda heat, k: [
        divmod(int(i), heat.shape[1]) for i in np.argsort(heat, axis=None)[::-1][:k]
    ],
    "argsort of the negative": lambda heat, k: [
        tuple(np.unravel_index(i, heat.shape)) for i in np.argsort(-heat.flatten())[:k]
    ],
    "zip of rows and columns": lambda heat, k: list(
        zip(*np.unravel_index(np.argsort(heat, axis=None)[: -k - 1 : -1], heat.shape), strict=True)
    ),
    "an array": lambda heat, k: np.column_stack(
        np.unravel_index(np.argsort(heat.ravel())[::-1][:k], heat.shape)
    ),
    "lists": lambda heat, k: [list(place) for place in sorted_list(heat, k)],
    "a heap": lambda heat, k: heapq.nlargest(k, np.ndindex(*heat.shape), key=lambda p: heat[p]),
    "np.where of each value": lambda heat, k: [
        tuple(int(axis[0]) for axis in np.where(heat == value))
        for value in sorted(heat.ravel(), reverse=True)[:k]
    ],
    "tuple of tuples": lambda heat, k: tuple(sorted_list(heat, k)),
}


def cooled(heat, k):
    places = []
    for _ in range(k):
        place = np.unravel_index(heat.argmax(), heat.shape)
        places.append(place)
        heat[place] = heat.min() - 1
    return places


FOUND, CARE = "places", "places_arguments"
BOTH = (FOUND, CARE)
PLACE_MISTAKES = {
    "locate-coldest": (
        BOTH,
        [
            lambda heat, k: [
                tuple(np.unravel_index(i, heat.shape)) for i in np.argsort(heat, axis=None)[:k]
            ],
            lambda heat, k: sorted(np.ndindex(*heat.shape), key=lambda place: heat[place])[:k],
        ],
    ),
    "locate-flat": (
        BOTH,
        [
            lambda heat, k: [int(i) for i in np.argsort(-heat, axis=None)[:k]],
            lambda heat, k: int(heat.argmax()),
        ],
    ),
    "locate-apart": (
        BOTH,
        [lambda heat, k: np.unravel_index(np.argsort(-heat, axis=None)[:k], heat.shape)],
    ),
    "locate-values": (BOTH, [lambda heat, k: sorted(heat.ravel().tolist(), reverse=True)[:k]]),
    "locate-unsorted": (
        BOTH,
        [
            lambda heat, k: sorted_list(heat, k)[::-1],
            lambda heat, k: sorted(sorted_list(heat, k)),
            lambda heat, k: [
                divmod(int(i), heat.shape[1]) for i in np.argpartition(heat.ravel(), -k)[-k:]
            ],
        ],
    ),
    "locate-axes": (BOTH, [lambda heat, k: [(s, r) for r, s in sorted_list(heat, k)]]),
    "hard-coded-shape": (
        BOTH,
        [lambda heat, k: [divmod(int(i), 49) for i in np.argsort(-heat, axis=None)[:k]]],
    ),
    "loop-misses-last": (BOTH, [lambda heat, k: sorted_list(heat, k)[: k - 1]]),
    "loop-misses-first": (BOTH, [lambda heat, k: sorted_list(heat, k)[1:]]),
    "arguments-swapped": (BOTH, [lambda k, heat: sorted_list(heat, k)]),
    "input-destroyed": ((CARE,), [cooled]),
    "state-kept": (BOTH, [Counting(sorted_list)]),
}

PLACE_PAIRS = {
    "locate-coldest + locate-axes": lambda heat, k: [(s, r) for r, s in sorted_list(-heat, k)],
    "locate-coldest + locate-flat": lambda heat, k: np.argsort(heat, axis=None)[:k].tolist(),
    "locate-axes + locate-unsorted": lambda heat, k: [
        (s, r) for r, s in sorted_list(heat, k)[::-1]
    ],
}

EXERCISE = Exercise(
    chapter="09-heat-maps",
    functions={
        "heat_map": Function(
            checks={MAPS: checks.maps, STRIDES: checks.strides, ARGUMENTS: checks.arguments},
            wrong=checks.HEAT.wrong,
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        ),
        "locate": Function(
            checks={FOUND: checks.places, CARE: checks.places_arguments},
            wrong=checks.LOCATE.wrong,
            right=RIGHT_PLACES,
            mistakes=PLACE_MISTAKES,
            pairs=PLACE_PAIRS,
        ),
    },
)

"""Wrong versions of the layer that slides over an image, in exercise 09."""

from typing import Any

import numpy as np

from fclib.checks.engine.loops import MISSES, Loop, too_short
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function
from fclib.convolution import heat_map

Shape = tuple[int, ...]


def _column(b: Array) -> Any:
    return np.asarray(b)[:, None, None]


def _with_rows(change: Function) -> Function:
    """Make a version that reads patches with the weights of each output in another order."""

    def version(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
        kernels = W.reshape(len(W), *patch_shape)
        rows = [change(kernel).ravel() for kernel in kernels]
        return heat_map(image, np.array(rows), b, patch_shape, stride)

    return version


def _with_map(change: Function) -> Function:
    """Make a version from what it makes of the right map."""
    return lambda image, W, b, patch_shape, stride: change(
        heat_map(image, W, b, patch_shape, stride)
    )


def _biased(add: Function) -> Function:
    """Make a version from what it does with the sums and b."""

    def version(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
        return add(heat_map(image, W, 0 * b, patch_shape, stride), b)

    return version


def _first_places(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    """Return as many places as asked for, one beside the other."""
    rows, columns = heat_map(image, W, b, patch_shape, stride).shape[1:]
    return heat_map(image, W, b, patch_shape)[:, :rows, :columns]


def _thinned_patches(step: Function) -> Function:
    """Make a version that takes every stride-th pixel of a patch, and moves as step says."""

    def version(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
        C, height, width = patch_shape
        # A kernel with zeros between its entries skips the pixels there.
        spread = np.zeros((len(W), C, (height - 1) * stride + 1, (width - 1) * stride + 1))
        spread[:, :, ::stride, ::stride] = W.reshape(len(W), *patch_shape)
        flat = spread.reshape(len(W), -1)
        return heat_map(image, flat, b, spread.shape[1:], step(stride))

    return version


def _transposed_patches(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    """Walk along the columns first: the map and each patch are exchanged."""
    return heat_map(np.swapaxes(image, 1, 2), W, b, patch_shape, stride)


def _padded(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    _, height, width = patch_shape
    larger = np.pad(image, ((0, 0), (0, height - 1), (0, width - 1)))
    return heat_map(larger, W, b, patch_shape, stride)


def _over_the_edge(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    """Multiply W with what is left of a patch at the edge, which raises."""
    _, height, width = patch_shape
    for r in range(0, image.shape[1], stride):
        for s in range(0, image.shape[2], stride):
            W @ image[:, r : r + height, s : s + width].ravel()
    return heat_map(image, W, b, patch_shape, stride)


def _with_places(of: Function) -> Function:
    """Make a version with as many rows, or columns, as follow from sizes and the stride."""

    def version(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
        sizes = zip(image.shape[1:], patch_shape[1:], strict=True)
        rows, columns = (of(size, patch, stride) for size, patch in sizes)
        return heat_map(image, W, b, patch_shape, stride)[:, :rows, :columns]

    return version


# As range without + 1.
_one_place_short = _with_places(lambda size, patch, stride: len(range(0, size - patch, stride)))
_divided_too_late = _with_places(lambda size, patch, stride: (size - patch + 1) // stride)


def _last_left_at_zero(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    heat = heat_map(image, W, b, patch_shape, stride)
    short = _one_place_short(image, W, b, patch_shape, stride)
    heat[:, short.shape[1] :] = 0
    heat[:, :, short.shape[2] :] = 0
    return heat


def _first_channel(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    kernels = W.reshape(len(W), *patch_shape)[:, :1]
    return heat_map(image[:1], kernels.reshape(len(W), -1), b, (1, *patch_shape[1:]), stride)


def _patches_of_eight(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    heat = heat_map(image, W, 0 * b, patch_shape, stride)
    for k, r, s in np.ndindex(*heat.shape):
        patch = image[:, r * stride : r * stride + 8, s * stride : s * stride + 8]
        heat[k, r, s] = (W @ patch.ravel() + b)[k]
    return heat


def _patches_as_they_are(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    """Multiply W with a patch of three axes, which raises but for some sizes of one."""
    _, height, width = patch_shape
    return W @ image[:, :height, :width] + b


def _places_of_the_canvas(image: Array, W: Array, b: Array, patch_shape: Shape, stride: int) -> Any:
    """Fill a map of 21×49, whatever the image; a patch beyond its edge raises."""
    _, height, width = patch_shape
    heat = np.zeros((len(W), 21, 49))
    for r, s in np.ndindex(21, 49):
        top, left = r * stride, s * stride
        heat[:, r, s] = W @ image[:, top : top + height, left : left + width].ravel() + b
    return heat


_OUTPUTS = too_short(heat_map, [Loop("output", axis=0)])
# The last row or column of places has a name of its own.
_PLACES = too_short(heat_map, [Loop("row", axis=1), Loop("column", axis=2)])

CHAPTER = "09-heat-maps"

_ROWS: dict[str, dict[str, list[Any]]] = {
    "heat_map": {
        "heat-map-axes": [
            _with_map(lambda heat: heat.swapaxes(1, 2)),
            _transposed_patches,
            lambda *arguments: _transposed_patches(*arguments).swapaxes(1, 2),
        ],
        "stride-ignored | every position for every stride | the window moved by one. How far "
        "should it?": [
            lambda *case: heat_map(*case[:4]),
            _first_places,
        ],
        "strided-patches | every stride-th pixel of a patch | the stride is how far the window "
        "moves, and here it thins out the pixels in it.": [
            lambda image, W, b, patch, stride: heat_map(image[:, ::stride, ::stride], W, b, patch),
            _thinned_patches(lambda stride: 1),
            _thinned_patches(lambda stride: stride),
        ],
        "class-axis-last | heat[row, column, k] | the scores of one position stand together. One "
        "map for each class was asked for.": [_with_map(lambda heat: np.moveaxis(heat, 0, -1))],
        "conv-flipped": [
            _with_rows(lambda kernel: kernel[:, ::-1, ::-1]),
            _with_rows(lambda kernel: kernel[:, ::-1]),
            _with_rows(lambda kernel: kernel[:, :, ::-1]),
        ],
        "flatten-order": [
            lambda image, W, b, patch_shape, stride: heat_map(
                image,
                W.reshape((len(W), *patch_shape), order="F").reshape(len(W), -1),
                b,
                patch_shape,
                stride,
            )
        ],
        "input-not-flattened": [_patches_as_they_are],
        "conv-channel-order": [
            lambda image, W, b, patch_shape, stride: heat_map(
                image,
                np.moveaxis(W.reshape(len(W), *np.roll(patch_shape, -1)), -1, 1).reshape(W.shape),
                b,
                patch_shape,
                stride,
            )
        ],
        "conv-channels-apart": [_first_channel],
        "conv-padded": [_padded, _over_the_edge],
        "conv-last-position-missing": [
            *(_one_place_short, _last_left_at_zero, _divided_too_late),
            _with_map(lambda heat: heat[:, :-1, :-1]),  # (H − height) // stride without + 1
        ],
        "bias-missing": [_biased(lambda sums, b: sums)],
        "bias-subtracted": [_biased(lambda sums, b: sums - _column(b))],
        "bias-of-first-output": [_biased(lambda sums, b: sums + b[0])],
        "bias-column": [
            _biased(lambda sums, b: sums + b),
            _biased(lambda sums, b: sums + b[:, None]),
        ],
        "activation-inside": [_with_map(lambda heat: np.maximum(0, heat))],
        "hard-coded-shape": [_patches_of_eight, _places_of_the_canvas],
        MISSES["last"]: _OUTPUTS[MISSES["last"]],
        MISSES["first"]: _OUTPUTS[MISSES["first"]] + _PLACES[MISSES["first"]],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

"""conv2d and heat maps beside a loop, SciPy and PyTorch, and beside one crop after another.

One thread each, and the processor's time, as in products.py.
"""

import time

import numpy as np

from benchmarks.optional import optional, threads
from benchmarks.timing import alternate, row
from fclib import conv2d, heat_map, linear_forward

# (what, shapes of x and kernel, stride)
CASES = [
    ("a digit detector on a canvas", (1, 1, 28, 56), (32, 1, 8, 8), 1),
    ("LeNet's conv2, 64 images", (64, 20, 12, 12), (50, 20, 5, 5), 1),
    ("VGG16's conv3_2", (1, 256, 58, 58), (256, 256, 3, 3), 1),
    ("AlexNet's conv1, 4 images", (4, 3, 227, 227), (96, 3, 11, 11), 4),
]
LAYER = (1024, (256, 7, 7))  # outputs, and the patch that the layer reads
MAPS = [1, 2, 4, 8, 16]  # places on a side
SECONDS = 4.0

torch, signal = optional("torch"), optional("scipy.signal")


def results():
    """Yield the rows."""
    rng = np.random.default_rng(0)
    with threads(1):
        yield from convolutions(rng)
        yield from maps(rng)


def convolutions(rng):
    """Compare conv2d with other ways to the same numbers."""
    for what, x_shape, kernel_shape, stride in CASES:
        x = rng.standard_normal(x_shape, np.float32)
        kernel = rng.standard_normal(kernel_shape, np.float32)
        b = rng.standard_normal(len(kernel), np.float32)
        functions = {"fclib": lambda x=x, k=kernel, b=b, s=stride: conv2d(x, k, b, stride=s)}
        functions["a loop over places"] = lambda x=x, k=kernel, b=b, s=stride: loop(x, k, b, s)
        if signal is not None and x.size * kernel.size < 2**24:  # minutes, for the large ones
            functions["SciPy"] = lambda x=x, k=kernel, b=b, s=stride: scipy(x, k, b, s)
        if torch is not None:
            tensors = [torch.from_numpy(array) for array in (x, kernel, b)]
            functions["PyTorch"] = lambda t=tensors, s=stride: torch.conv2d(*t, stride=s)
        for function in functions.values():
            np.testing.assert_allclose(function(), functions["fclib"](), rtol=1e-3, atol=1e-2)
        seconds = alternate(*functions.values(), seconds=SECONDS, clock=time.thread_time)
        for against, theirs in list(zip(functions, seconds, strict=True))[1:]:
            case = {"what": what}
            yield row(
                f"conv2d, {what}", seconds[0] * 1e3, "ms", against, seconds[0] / theirs, **case
            )


def loop(x, kernel, b, stride):
    """Compute one place after the other, each with NumPy."""
    height, width = kernel.shape[2:]
    rows, columns = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    y = np.empty((len(x), len(kernel), rows, columns), x.dtype)
    for r, s in np.ndindex(rows, columns):
        patch = x[:, :, r * stride : r * stride + height, s * stride : s * stride + width]
        y[:, :, r, s] = np.tensordot(patch, kernel, ([1, 2, 3], [1, 2, 3])) + b
    return y


def scipy(x, kernel, b, stride):
    """Correlate each channel of each image with SciPy, at every place, and keep those asked for."""
    maps = [
        [
            sum(signal.correlate(c, k, mode="valid") for c, k in zip(image, kernels, strict=True))
            for kernels in kernel
        ]
        for image in x
    ]
    return np.array(maps)[:, :, ::stride, ::stride] + b[:, None, None]


def maps(rng):
    """Compare a layer slid over a map with the layer on one crop after the other."""
    outputs, patch = LAYER
    W = rng.standard_normal((outputs, np.prod(patch)), np.float32)
    b = rng.standard_normal(outputs, np.float32)
    for side in MAPS:
        image = rng.standard_normal(
            (patch[0], patch[1] + side - 1, patch[2] + side - 1), np.float32
        )

        def crops(image=image, side=side):
            y = np.empty((outputs, side, side), np.float32)
            for r, s in np.ndindex(side, side):
                y[:, r, s] = linear_forward(image[None, :, r : r + 7, s : s + 7], W, b)[0]
            return y

        def slid(image=image):
            return heat_map(image, W, b, patch)

        np.testing.assert_allclose(crops(), slid(), rtol=1e-3, atol=1e-2)
        ours, theirs = alternate(slid, crops, seconds=SECONDS, clock=time.thread_time)
        name = f"heat_map, {side}×{side} places"
        yield row(name, ours * 1e3, "ms", "crop by crop", ours / theirs, places=side * side)

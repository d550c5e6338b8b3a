"""The memory that a call takes at its peak beyond its arguments, as tracemalloc sees it."""

import tracemalloc

import numpy as np

from benchmarks.timing import row
from fclib import Linear, LinearGradients, conv2d, linear_backward, linear_forward
from fclib.network import train_step

N, D, M = 64, 25088, 4096  # VGG16's fc6
X, KERNEL = (16, 64, 58, 58), (64, 64, 3, 3)
MEGA = 1e6


def results():
    """Yield the rows, each beside the memory of its results."""
    x, W, b, grad_y = (np.ones(shape, np.float32) for shape in [(N, D), (M, D), (M,), (N, M)])
    grads = LinearGradients(np.empty_like(x), np.empty_like(W), np.empty_like(b))
    y, y_size, grads_size = np.empty_like(grad_y), grad_y.nbytes, sum(a.nbytes for a in grads)
    yield _row("linear_forward", lambda: linear_forward(x, W, b), y_size)
    yield _row("linear_forward, out=", lambda: linear_forward(x, W, b, out=y), y_size)
    yield _row("linear_backward", lambda: linear_backward(grad_y, x, W), grads_size)
    yield _row(
        "linear_backward, out=", lambda: linear_backward(grad_y, x, W, out=grads), grads_size
    )

    layer = Linear(W, b)

    def step():
        layer.zero_grad()
        layer.forward(x, out=y)
        layer.backward(grad_y, out=grads.x)

    yield _row("Linear: zero_grad, forward, backward, out=", step, grads_size)
    second = [np.ones((10, M), np.float32), np.ones(10, np.float32)]
    target = np.zeros(N, int)
    yield _row(
        "train_step, 25088→4096→10",
        lambda: train_step(x, target, W, b, *second, 0.1),
        grads_size - x.nbytes,
    )
    images, kernel = np.ones(X, np.float32), np.ones(KERNEL, np.float32)
    size = conv2d(images, kernel).size * images.itemsize
    yield _row("conv2d, 16 images of 64×58×58, 3×3", lambda: conv2d(images, kernel), size)


def _row(name, call, results):
    call()
    tracemalloc.start()
    call()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return row(f"peak memory, {name}", peak / MEGA, "MB", "its results", peak / results)

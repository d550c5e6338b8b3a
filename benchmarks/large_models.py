"""What chapters 11 to 13 add, beside the obvious way in NumPy and in PyTorch.

One thread each and the processor's time, as in products.py. The machines of `split_forward` are
taken one after another here, so that what the splitting itself costs can be seen.
"""

import time
import tracemalloc

import numpy as np

from benchmarks.optional import optional, threads
from benchmarks.timing import alternate, row
from fclib import linear_quantised, linear_tokens, lora_backward, quantise_rows, split_forward

SECONDS = 4.0  # for all functions of one case together
MEGA = 1e6
RANK, ALPHA = 8, 16.0

torch = optional("torch")


def results():
    """Yield the rows."""
    with threads(1):
        yield from tokens()
        for axis in "NMD":
            yield from split(axis)
        for n in (1, 16, 256):
            yield from quantised(n)
        for n in (16, 256):
            yield from lora(n)
        yield lora_memory()


def tokens():
    """Compare the layer over tokens: GPT-2's up layer, two texts of 256."""
    x, W, b = _draw(2, 256, 768), _draw(3072, 768), _draw(3072)
    functions = {"NumPy: x @ W.T + b": lambda: x @ W.T + b}
    if torch is not None:
        tensors = _tensors(x, W, b)
        functions["PyTorch: linear"] = lambda: torch.nn.functional.linear(*tensors)
    name = "linear_tokens (2, 256, 768) → 3072"
    yield from _compare(name, lambda: linear_tokens(x, W, b), functions)


def split(axis, p=4):
    """Compare four machines, one after another, with the products that they stand for."""
    x, W, b = _draw(256, 768), _draw(3072, 768), _draw(3072)

    def obvious():
        if axis == "N":
            return [part @ W.T + b for part in np.split(x, p)]
        if axis == "M":
            pairs = zip(np.split(W, p), np.split(b, p), strict=True)
            return [x @ part.T + biases for part, biases in pairs]
        pairs = zip(np.split(x, p, axis=1), np.split(W, p, axis=1), strict=True)
        y = sum(inputs @ weights.T for inputs, weights in pairs) + b
        return [y.copy() for _ in range(p)]

    functions = {"NumPy: np.split": obvious, "unsplit x @ W.T + b": lambda: x @ W.T + b}
    if torch is not None:
        x_t, W_t, b_t = _tensors(x, W, b)
        linear = torch.nn.functional.linear

        def chunked():
            if axis == "N":
                return [linear(part, W_t, b_t) for part in x_t.chunk(p)]
            if axis == "M":
                pairs = zip(W_t.chunk(p), b_t.chunk(p), strict=True)
                return [linear(x_t, part, biases) for part, biases in pairs]
            pairs = zip(x_t.chunk(p, 1), W_t.chunk(p, 1), strict=True)
            y = sum(linear(inputs, weights) for inputs, weights in pairs) + b_t
            return [y.clone() for _ in range(p)]

        functions["PyTorch: chunk"] = chunked
    name = f"split_forward over {axis}, 256×768→3072, p = {p}"
    yield from _compare(name, lambda: split_forward(x, W, b, axis, p), functions)


def quantised(n):
    """Compare weights of 8 bits with forming them again, and with float32 ones."""
    x, W, b = _draw(n, 4096), _draw(4096, 4096), _draw(4096)
    Q, scale = quantise_rows(W, 8)
    functions = {
        "NumPy: x @ (s Q).T + b": lambda: x @ (scale[:, None] * Q).T + b,
        "float32 weights": lambda: x @ W.T + b,
    }
    if torch is not None:
        x_t, Q_t, scale_t, b_t = _tensors(x, Q, scale, b)

        def formed():
            return torch.nn.functional.linear(x_t, scale_t[:, None] * Q_t, b_t)

        functions["PyTorch: linear(x, s Q, b)"] = formed
    name = f"linear_quantised {n}×4096→4096, 8 bits"
    yield from _compare(name, lambda: linear_quantised(x, Q, scale, b), functions)


def lora(n):
    """Compare the gradients of an update with those by way of ∂L/∂W."""
    x, W, A, B, grad_y = update(n)
    scale = ALPHA / RANK

    def through_W():
        whole = grad_y.T @ x
        return grad_y @ (W + scale * B @ A), scale * B.T @ whole, scale * whole @ A.T

    functions = {"NumPy: by way of ∂L/∂W": through_W}
    if torch is not None:
        x_t, A_t, B_t = (each.requires_grad_() for each in _tensors(x, A, B))
        W_t, gradient = _tensors(W, grad_y)
        linear = torch.nn.functional.linear
        merged = linear(x_t, W_t + scale * (B_t @ A_t))
        apart = linear(x_t, W_t) + scale * linear(linear(x_t, A_t), B_t)

        def autograd(y):
            return torch.autograd.grad(y, (x_t, A_t, B_t), gradient, retain_graph=True)

        functions["PyTorch: W + s B A"] = lambda: autograd(merged)
        functions["PyTorch: two paths"] = lambda: autograd(apart)
    name = f"lora_backward {n}×4096→4096, r = {RANK}"
    yield from _compare(name, lambda: lora_backward(grad_y, x, W, A, B, ALPHA), functions)


def lora_memory(n=256):
    """Measure the peak beyond the arguments, beside the gradient that is never made."""
    x, W, A, B, grad_y = update(n)
    lora_backward(grad_y, x, W, A, B, ALPHA)
    tracemalloc.start()
    lora_backward(grad_y, x, W, A, B, ALPHA)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    name = f"peak memory, lora_backward {n}×4096→4096, r = {RANK}"
    return row(name, peak / MEGA, "MB", "∂L/∂W alone", peak / W.nbytes)


def update(n):
    """Draw x, W, A, B and ∂L/∂Y of a layer 4096 → 4096."""
    shapes = [(n, 4096), (4096, 4096), (RANK, 4096), (4096, RANK), (n, 4096)]
    return [_draw(*shape) for shape in shapes]


def _compare(name, ours, functions):
    seconds, *others = alternate(ours, *functions.values(), seconds=SECONDS, clock=time.thread_time)
    for against, other in zip(functions, others, strict=True):
        yield row(name, seconds * 1e3, "ms", against, seconds / other)


def _draw(*shape):
    return np.random.default_rng(0).standard_normal(shape, np.float32)


def _tensors(*arrays):
    return [torch.from_numpy(array) for array in arrays]

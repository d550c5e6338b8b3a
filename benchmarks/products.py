"""The layer beside the bare products of BLAS, beside memory, and beside PyTorch.

One thread each, and the processor's time, not the wall's: so other programs that run on the machine
take nothing away from one of them.
"""

import time

import numpy as np

from benchmarks.optional import optional, threads
from benchmarks.timing import alternate, row
from fclib import LinearGradients, grad_W, linear_backward, linear_forward

LAYERS = [(800, 500), (4096, 4096), (25088, 4096)]
BATCHES = [1, 2, 4, 16, 64, 256]
MATVECS = 4  # samples up to which a product for each is worth a try
SECONDS = 6.0  # for all functions of one case together

torch = optional("torch")


def results():
    """Yield the rows."""
    with threads(1):
        for in_features, out_features in LAYERS:
            for dtype in (np.float32, np.float64):
                W = _draw((out_features, in_features), dtype)
                for n in BATCHES:
                    yield from measure(n, W)


def measure(n, W):
    """Yield the rows of one layer, batch and type."""
    case = {"layer": f"{W.shape[1]}→{len(W)}", "N": n, "dtype": W.dtype.name}
    yield from forward(n, W, case)
    yield from backward(n, W, case)
    if n == 1:
        yield from outer_product(W, case)


def forward(n, W, case):
    """Compare the forward pass with its product, with reading its bytes, and with PyTorch."""
    x, b = _draw((n, W.shape[1]), W.dtype), _draw(len(W), W.dtype)
    y = np.empty((n, len(W)), W.dtype)
    read = np.ones(W.size + x.size + b.size, W.dtype)
    functions = {
        "out=": lambda: linear_forward(x, W, b, out=y),
        "new": lambda: linear_forward(x, W, b),
        "np.matmul": lambda: np.matmul(x, W.T, out=y),
        "W @ x.T, copied": lambda: np.copyto(y, np.matmul(W, x.T).T),
        "sample by sample": lambda: [np.dot(W, x[i], out=y[i]) for i in range(n)],
        "reading as many bytes": lambda: np.dot(read, read),
    }
    if n > MATVECS:
        del functions["sample by sample"]
    if torch is not None:
        tensors = [torch.from_numpy(array) for array in (x, W, b)]

        def linear():
            with torch.no_grad():
                torch.nn.functional.linear(*tensors)

        functions["PyTorch"] = linear
    yield from _compare("linear_forward", functions, case | {"pass": "forward"})


def backward(n, W, case):
    """Compare the backward pass with its products, with copying W, and with PyTorch's autograd."""
    x, grad_y = _draw((n, W.shape[1]), W.dtype), _draw((n, len(W)), W.dtype)
    grads = LinearGradients(np.empty_like(x), np.empty_like(W), np.empty(len(W), W.dtype))
    ones = np.ones(n, W.dtype)

    def products():
        np.matmul(grad_y, W, out=grads.x)
        np.matmul(grad_y.T, x, out=grads.W)
        np.matmul(ones, grad_y, out=grads.b)

    functions = {
        "out=": lambda: linear_backward(grad_y, x, W, out=grads),
        "new": lambda: linear_backward(grad_y, x, W),
        "np.matmul": products,
        "copying W": lambda: np.copyto(grads.W, W),
    }
    if torch is not None:
        leaves = [torch.from_numpy(a).requires_grad_() for a in (x, W, np.zeros(len(W), W.dtype))]
        y, gradient = torch.nn.functional.linear(*leaves), torch.from_numpy(grad_y)
        functions["PyTorch"] = lambda: torch.autograd.grad(y, leaves, gradient, retain_graph=True)
    yield from _compare("linear_backward", functions, case | {"pass": "backward"})


def outer_product(W, case):
    """Compare ∂L/∂W of one sample with the matrix product that it also is, and with writing it."""
    x, grad_y = _draw((1, W.shape[1]), W.dtype), _draw((1, len(W)), W.dtype)
    out = np.empty_like(W)
    functions = {
        "out=": lambda: grad_W(grad_y, x, out=out),
        "np.matmul": lambda: np.matmul(grad_y.T, x, out=out),
        "writing as many bytes": lambda: np.copyto(out, x),
    }
    yield from _compare("grad_W", functions, case | {"pass": "grad_W"})


def _compare(name, functions, case):
    medians = alternate(*functions.values(), seconds=SECONDS, clock=time.thread_time)
    times = dict(zip(functions, medians, strict=True))
    size = f"{case['N']}×{case['layer']} {case['dtype']}"
    ours = times.pop("out=")
    new = times.pop("new", None)
    for against, seconds in times.items():
        yield row(f"{name} {size}", ours * 1e3, "ms", against, ours / seconds, **case)
        if against == "PyTorch":
            name_new, case_new = f"{name} {size}, new arrays", case | {"new": True}
            yield row(name_new, new * 1e3, "ms", against, new / seconds, **case_new)


def _draw(shape, dtype):
    return np.random.default_rng(0).standard_normal(shape, dtype)

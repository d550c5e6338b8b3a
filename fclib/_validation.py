"""What every function of the layer asks of its arguments, and the words it refuses them in."""

import math

import numpy as np


def real(name, value):
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers and has dtype {array.dtype}")
    return array


def matrix(name, value):
    array = real(name, value)
    if array.ndim != 2:
        raise ValueError(f"{name} must have two axes ({name}.shape={array.shape})")
    return array


def batch(name, value):
    """Return one sample a row: (N, ...) flattened to (N, D), also for N = 0."""
    array = real(name, value)
    if array.ndim < 2:
        raise ValueError(
            f"{name} must have one sample a row ({name}.shape={array.shape}); "
            f"for a single sample pass {name}[None]"
        )
    if array.ndim == 2:
        return array
    return array.reshape(len(array), math.prod(array.shape[1:]))


def bias(b, W):
    """Return b as an array, one real number for each row of W."""
    b = real("b", b)
    if b.shape != W.shape[:1]:
        raise ValueError(
            f"b must have shape ({len(W)},), one bias for each row of W "
            f"(b.shape={b.shape}, W.shape={W.shape})"
        )
    return b


def agree(name, size, unit, other_name, other_size, array, other):
    if size != other_size:
        raise ValueError(
            f"{name} has {size} {unit} but {other_name} expects {other_size} "
            f"({name}.shape={array.shape}, {other_name}.shape={other.shape})"
        )


def float_type(*arrays):
    dtype = np.result_type(*arrays)
    return dtype if dtype.kind == "f" else np.dtype(np.float64)


def destination(name, out, shape, dtype, *inputs):
    """Check that a result can be written to ``out``; None stands for a new array."""
    if out is None:
        return None
    if not isinstance(out, np.ndarray):
        raise TypeError(f"{name} must be an ndarray and is a {type(out).__name__}")
    if out.shape != shape or out.dtype != dtype:
        raise ValueError(
            f"{name} must have shape {shape} and dtype {dtype} "
            f"({name}.shape={out.shape}, {name}.dtype={out.dtype})"
        )
    for array in inputs:
        if np.shares_memory(out, array):
            raise ValueError(
                f"{name} must not share memory with an input or another result: "
                f"pass a separate array"
            )
    return out

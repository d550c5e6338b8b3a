"""Checks of arguments that all functions of the layer share, with their error messages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]


def real(name: str, value: ArrayLike) -> Array:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers and has dtype {array.dtype}")
    return array


def matrix(name: str, value: ArrayLike) -> Array:
    array = real(name, value)
    if array.ndim != 2:
        raise ValueError(f"{name} must have two axes ({name}.shape={array.shape})")
    return array


def batch(name: str, value: ArrayLike) -> Array:
    """Return one sample per row: (N, ...) flattened to (N, D), also for N = 0."""
    array = real(name, value)
    if array.ndim < 2:
        raise ValueError(
            f"{name} must have one sample per row ({name}.shape={array.shape}); "
            f"for a single sample pass {name}[None]"
        )
    if array.ndim == 2:
        return array
    return array.reshape(len(array), math.prod(array.shape[1:]))


def bias(b: ArrayLike, W: Array) -> Array:
    """Return b as an array, one real number for each row of W."""
    array = real("b", b)
    if array.shape != W.shape[:1]:
        raise ValueError(
            f"b must have shape ({len(W)},), one bias for each row of W "
            f"(b.shape={array.shape}, W.shape={W.shape})"
        )
    return array


def agree(
    name: str,
    size: int,
    unit: str,
    other_name: str,
    other_size: int,
    array: Array,
    other: Array,
) -> None:
    """Refuse two arrays whose sizes along a shared axis differ."""
    if size != other_size:
        raise ValueError(
            f"{name} has {size} {unit} but {other_name} expects {other_size} "
            f"({name}.shape={array.shape}, {other_name}.shape={other.shape})"
        )


def float_type(*arrays: Array) -> np.dtype[Any]:
    dtype: np.dtype[Any] = np.result_type(*arrays)
    return dtype if dtype.kind == "f" else np.dtype(np.float64)


def destination(
    name: str, out: Array | None, shape: tuple[int, ...], dtype: np.dtype[Any], *inputs: Array
) -> Array | None:
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

"""A layer split over its inputs, in processes that share memory and add their parts on a ring."""

from __future__ import annotations

import multiprocessing
from multiprocessing import shared_memory
from typing import TYPE_CHECKING, Any

import numpy as np

from fclib._validation import agree, batch, bias, float_type, matrix
from fclib.linear import linear_forward
from fclib.sharding import shards

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]

__all__ = ["all_reduce", "ring_forward"]

PATIENCE = 120.0
"""Seconds that a process waits for the others, which may still be importing NumPy."""


def ring_forward(x: ArrayLike, W: ArrayLike, b: ArrayLike, p: int) -> list[NDArray[np.floating]]:
    """Compute Y = X Wᵀ + b in p processes; return what each of them holds in the end.

    Each process gets its columns of X and of W and no others, multiplies them, and adds its part
    to those of the others by `all_reduce`. The only memory that they share holds the parts.

    Parameters
    ----------
    x : array_like, shape (N, D)
    W : array_like, shape (M, D)
    b : array_like, shape (M,)
    p : int
        The number of processes. It must divide D.

    Returns
    -------
    list of ndarray, each of shape (N, M)
        As `split_forward` with axis "D".

    Raises
    ------
    ValueError, TypeError
        As for `split_forward`.
    RuntimeError
        If a process did not finish.
    """
    x, W = batch("x", x), matrix("W", W)
    agree("x", x.shape[1], "features", "W", W.shape[1], x, W)
    b = bias(b, W)
    held = shards("D", p, len(x), *W.shape[::-1])
    dtype, shape = float_type(x, W, b), (p, len(x), len(W))
    x, W = x.astype(dtype, copy=False), W.astype(dtype, copy=False)  # b may be the widest
    memory = shared_memory.SharedMemory(
        create=True, size=max(1, int(np.prod(shape)) * dtype.itemsize)
    )
    try:
        # New interpreters, on every system: a fork would copy whatever this process holds.
        context = multiprocessing.get_context("spawn")
        barrier = context.Barrier(p)
        processes = [
            context.Process(
                target=_machine,
                args=(place, memory.name, shape, dtype.str, barrier, x[:, s.d], W[:, s.d]),
            )
            for place, s in enumerate(held)
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        if any(process.exitcode for process in processes):
            codes = [process.exitcode for process in processes]
            raise RuntimeError(f"a process did not finish: exit codes {codes}")
        parts: Array = np.ndarray(shape, dtype, memory.buf)
        return [part + b for part in parts]  # the biases once, after the sum
    finally:
        memory.close()
        memory.unlink()


def _machine(
    place: int, name: str, shape: tuple[int, ...], dtype: str, barrier: Barrier, x: Array, W: Array
) -> None:
    """Run one machine: multiply what it holds, and add it to the others' parts."""
    memory = shared_memory.SharedMemory(name)
    try:
        parts: Array = np.ndarray(shape, dtype, memory.buf)
        linear_forward(x, W, out=parts[place])
        all_reduce(parts, place, barrier)
        del parts  # it would keep the memory open
    finally:
        memory.close()


def all_reduce(parts: Array, place: int, barrier: Barrier) -> None:
    """Add p arrays on a ring, as one of its p machines; afterwards all of them hold the sum.

    In each of 2 (p − 1) steps a machine takes a p-th of its left neighbour's array. In the first
    half it adds it to its own, so that each machine ends with a p-th of the whole sum; in the
    second half these are passed on.

    Parameters
    ----------
    parts : ndarray, shape (p, ...)
        The machines' arrays, in memory that all of them see. Changed in place.
    place : int
        Which of them this machine has.
    barrier : multiprocessing.Barrier
        Of p processes: nobody takes what is not there yet.
    """
    p = len(parts)
    # Flat views; a p-th of each, as equal as can be.
    own, left = (np.array_split(parts[k].reshape(-1), p) for k in (place, place - 1))
    for step in range(p - 1):
        barrier.wait(PATIENCE)
        chunk = (place - 1 - step) % p
        own[chunk] += left[chunk]
    for step in range(p - 1):
        barrier.wait(PATIENCE)
        chunk = (place - step) % p
        own[chunk][...] = left[chunk]

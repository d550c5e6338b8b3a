"""One layer on several machines: what each holds, computes and sends when an axis is split.

Each of the three products sums over one axis, Y over D, ∂L/∂X over M, ∂L/∂W over N. Splitting the
axis that a product sums over leaves each of p machines with a part of the sum, and an *all-reduce*
adds the parts and gives everyone the result. The other two products need no communication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fclib._validation import agree, batch, bias, matrix
from fclib.activation import relu
from fclib.linear import LinearGradients, linear_backward, linear_forward

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]

__all__ = [
    "all_reduce_numbers",
    "shards",
    "split_backward",
    "split_forward",
    "two_layers_split",
]

AXES = ("N", "M", "D")


class Shard(NamedTuple):
    """The parts of x, W, b and grad_y that a machine holds, as slices of N, M and D."""

    n: slice
    m: slice
    d: slice


def shards(axis: str, p: int, n: int, in_features: int, out_features: int) -> list[Shard]:
    """Return what each of p machines holds when one axis is split into equal parts.

    Parameters
    ----------
    axis : {"N", "M", "D"}
        Samples, outputs or inputs.
    p : int
        The number of machines.
    n, in_features, out_features : int
        N, D and M.

    Returns
    -------
    list of Shard
        One for each machine: slices of the axes N, M and D; of two of them all.

    Raises
    ------
    ValueError
        If there is no such axis, p is less than 1, or p does not divide the axis.

    Examples
    --------
    >>> from fclib.sharding import shards
    >>> [shard.d for shard in shards("D", 2, n=1, in_features=6, out_features=4)]
    [slice(0, 3, None), slice(3, 6, None)]
    """
    sizes = {"N": n, "M": out_features, "D": in_features}
    if axis not in sizes:
        raise ValueError(f"axis must be one of {', '.join(AXES)} and is {axis!r}")
    if p < 1:
        raise ValueError(f"p must be at least 1 machine and is {p}")
    size = sizes[axis]
    if size % p:
        raise ValueError(
            f"{axis} = {size} cannot be split equally among p = {p} machines: "
            f"choose a p that divides {size}"
        )
    parts = [slice(k * size // p, (k + 1) * size // p) for k in range(p)]
    everything = slice(None)
    return [Shard(*(part if name == axis else everything for name in AXES)) for part in parts]


def split_forward(
    x: ArrayLike, W: ArrayLike, b: ArrayLike, axis: str, p: int
) -> list[NDArray[np.floating]]:
    """Compute Y = X Wᵀ + b on p machines; return what each of them holds in the end.

    Parameters
    ----------
    x : array_like, shape (N, D)
    W : array_like, shape (M, D)
    b : array_like, shape (M,)
    axis : {"N", "M", "D"}
        What is split. Split over N, a machine has some samples and all weights; over M, all
        samples and some rows of W; over D, some inputs of each sample and some columns of W.
    p : int
        The number of machines. It must divide the axis.

    Returns
    -------
    list of ndarray
        Over N: each machine's samples, (N/p, M). Over M: its outputs, (N, M/p). Over D: all of
        Y, (N, M), on every machine, the sum of p partial products and the biases, once.

    Raises
    ------
    ValueError, TypeError
        As for `linear_forward`, and if p does not divide the axis.

    See Also
    --------
    split_backward : Its gradients.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import split_forward
    >>> x, W, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([0.5])
    >>> split_forward(x, W, b, axis="D", p=2)
    [array([[11.5]]), array([[11.5]])]
    """
    x, W = batch("x", x), matrix("W", W)
    agree("x", x.shape[1], "features", "W", W.shape[1], x, W)
    b = bias(b, W)
    held = shards(axis, p, len(x), *W.shape[::-1])
    if axis != "D":
        return [linear_forward(x[s.n], W[s.m], b[s.m]) for s in held]
    partial = [linear_forward(x[:, s.d], W[:, s.d]) for s in held]
    total = _sum(partial)
    return [total + b for _ in held]  # the biases once, after the sum


def split_backward(
    grad_y: ArrayLike, x: ArrayLike, W: ArrayLike, axis: str, p: int
) -> list[LinearGradients]:
    """Compute the three gradients on p machines; return what each of them holds in the end.

    Parameters
    ----------
    grad_y : array_like, shape (N, M)
        ∂L/∂Y. Split over N or M a machine has its own part of it, over D all of it.
    x : array_like, shape (N, D)
    W : array_like, shape (M, D)
    axis : {"N", "M", "D"}
        What is split, as in `split_forward`.
    p : int
        The number of machines. It must divide the axis.

    Returns
    -------
    list of LinearGradients
        A machine has the gradients of the parameters that it holds, and ∂L/∂X of the inputs that
        it holds. Summed over the machines are, over N, ∂L/∂W and ∂L/∂b; over M, ∂L/∂X; over D,
        nothing.

    Raises
    ------
    ValueError, TypeError
        As for `linear_backward`, and if p does not divide the axis.

    See Also
    --------
    split_forward : The forward pass.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import split_backward
    >>> x, W, grad_y = np.array([[1.0], [2.0]]), np.array([[3.0]]), np.array([[1.0], [10.0]])
    >>> for grads in split_backward(grad_y, x, W, axis="N", p=2):
    ...     print(grads.x, grads.W, grads.b)
    [[3.]] [[21.]] [11.]
    [[30.]] [[21.]] [11.]
    """
    grad_y, x, W = matrix("grad_y", grad_y), matrix("x", x), matrix("W", W)
    agree("x", x.shape[1], "features", "W", W.shape[1], x, W)
    agree("grad_y", len(grad_y), "samples", "x", len(x), grad_y, x)
    agree("grad_y", grad_y.shape[1], "outputs", "W", W.shape[0], grad_y, W)
    held = shards(axis, p, len(x), *W.shape[::-1])
    own = [linear_backward(grad_y[s.n, s.m], x[s.n, s.d], W[s.m, s.d]) for s in held]
    if axis == "N":
        W_sums = _all_reduce([grads.W for grads in own])
        b_sums = _all_reduce([grads.b for grads in own])
        return [
            LinearGradients(grads.x, W_sum, b_sum)
            for grads, W_sum, b_sum in zip(own, W_sums, b_sums, strict=True)
        ]
    if axis == "M":
        x_sums = _all_reduce([grads.x for grads in own])
        return [grads._replace(x=x_sum) for grads, x_sum in zip(own, x_sums, strict=True)]
    return own


def _all_reduce(partial: Sequence[Array]) -> list[Array]:
    """Add the machines' arrays, and give each of them a copy of the sum."""
    total = _sum(partial)
    return [total.copy() for _ in partial]


def _sum(partial: Sequence[Array]) -> Array:
    """Add the machines' arrays in place of the first, which is nobody else's."""
    total = partial[0]
    for part in partial[1:]:
        total += part
    return total


def all_reduce_numbers(n: int, in_features: int, out_features: int, axis: str, p: int) -> float:
    """Count the numbers that a machine sends for one forward and one backward pass, on a ring.

    2 (p − 1)/p · K, where K numbers are summed. With N split these are ∂L/∂W and ∂L/∂b,
    K = MD + M; with M split ∂L/∂X, K = ND; with D split Y, K = NM.

    Parameters
    ----------
    n, in_features, out_features : int
        N, D and M of the whole layer.
    axis : {"N", "M", "D"}
        What is split.
    p : int
        The number of machines.

    Returns
    -------
    float
        The average over the machines, where p does not divide K.

    Raises
    ------
    ValueError
        If there is no such axis, or p does not divide it.

    See Also
    --------
    fclib.ring.ring_forward : An all-reduce that really runs.

    Notes
    -----
    In the first half, the reduce-scatter, each machine passes a p-th of the numbers to its
    neighbour p − 1 times, and adds what comes; then each has a p-th of the sum. The second half,
    the all-gather, passes these on p − 1 times.

    Examples
    --------
    >>> from fclib import all_reduce_numbers
    >>> all_reduce_numbers(n=32, in_features=8, out_features=4, axis="D", p=4)
    192.0
    """
    shards(axis, p, n, in_features, out_features)
    summed = {
        "N": out_features * in_features + out_features,
        "M": n * in_features,
        "D": n * out_features,
    }
    return 2 * (p - 1) * summed[axis] / p


def two_layers_split(
    x: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike, p: int
) -> NDArray[np.floating]:
    """Compute ReLU(X W₁ᵀ + b₁) W₂ᵀ + b₂ on p machines that communicate once.

    The first layer is split over its outputs and the second over its inputs, which are the same
    numbers: a machine's hidden units go through ReLU where they are.

    Parameters
    ----------
    x : array_like, shape (N, D)
    W1 : array_like, shape (hidden, D)
    b1 : array_like, shape (hidden,)
    W2 : array_like, shape (M, hidden)
    b2 : array_like, shape (M,)
    p : int
        The number of machines. It must divide the hidden units.

    Returns
    -------
    ndarray, shape (N, M)
        The same on every machine.

    Raises
    ------
    ValueError, TypeError
        As for `split_forward`.

    References
    ----------
    M. Shoeybi et al., Megatron-LM: Training multi-billion parameter language models using model
    parallelism, 2019, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import two_layers_split
    >>> W1, b1 = np.array([[1.0], [-1.0]]), np.zeros(2)
    >>> two_layers_split([[3.0], [-4.0]], W1, b1, [[1.0, 1.0]], [0.5], p=2)
    array([[3.5],
           [4.5]])
    """
    hidden = [relu(z) for z in split_forward(x, W1, b1, "M", p)]
    W2 = matrix("W2", W2)
    b2 = bias(b2, W2)
    parts = shards("D", p, len(hidden[0]), *W2.shape[::-1])
    partial = [linear_forward(a, W2[:, s.d]) for a, s in zip(hidden, parts, strict=True)]
    y: NDArray[np.floating] = _sum(partial) + b2
    return y

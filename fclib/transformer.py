"""The layer in a transformer: tokens as its batch, a tied head, LoRA, and the bytes of training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from fclib._validation import agree, batch, matrix, real
from fclib.architectures import parameter_count
from fclib.linear import grad_W, grad_x, linear_forward

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[Any]

__all__ = [
    "LoraGradients",
    "TrainingMemory",
    "linear_tokens",
    "lora_backward",
    "lora_forward",
    "tied_head_gradient",
    "training_memory",
]

HALF, SINGLE = 2, 4
"""Bytes of a number in bfloat16 and in float32."""
OPTIMIZER = 3 * SINGLE
"""Bytes per parameter that Adam keeps in float32: the master copy and two moments."""


class LoraGradients(NamedTuple):
    """The gradients through a layer with a low-rank update; the weights themselves are frozen.

    Attributes
    ----------
    x : ndarray, shape (N, D)
        ∂L/∂X.
    A : ndarray, shape (r, D)
        ∂L/∂A.
    B : ndarray, shape (M, r)
        ∂L/∂B.
    """

    x: NDArray[np.floating]
    A: NDArray[np.floating]
    B: NDArray[np.floating]


class TrainingMemory(NamedTuple):
    """The bytes that training one layer keeps, by what they are for."""

    weights: int
    gradients: int
    optimizer: int
    inputs: int

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(self)


def linear_tokens(x: ArrayLike, W: ArrayLike, b: ArrayLike | None = None) -> Array:
    """Compute Y = X Wᵀ + b along the last axis: every token of every text is a sample.

    Parameters
    ----------
    x : array_like, shape (..., D)
        For example (B, T, D): B texts of T tokens with D features each.
    W : array_like, shape (M, D)
    b : array_like, shape (M,), optional

    Returns
    -------
    ndarray, shape (..., M)

    Raises
    ------
    ValueError, TypeError
        As for `linear_forward`.

    See Also
    --------
    fclib.linear.linear_forward : The same for a batch of samples.

    Notes
    -----
    `linear_forward` flattens, as Caffe does: of (B, T, D) it makes B samples of T·D features.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import linear_tokens
    >>> linear_tokens(np.ones((2, 3, 4)), np.ones((5, 4))).shape
    (2, 3, 5)
    """
    x, W = real("x", x), matrix("W", W)
    if x.ndim == 0:
        raise ValueError("x must have at least one axis, its features, and is a single number")
    agree("x", x.shape[-1], "features", "W", W.shape[1], x, W)
    tokens = x.reshape(int(np.prod(x.shape[:-1])), x.shape[-1])
    y = linear_forward(tokens, W, b)
    return y.reshape(*x.shape[:-1], len(W))


def lora_forward(
    x: ArrayLike, W: ArrayLike, A: ArrayLike, B: ArrayLike, alpha: float, b: ArrayLike | None = None
) -> Array:
    """Compute Y = X (W + (α/r) B A)ᵀ + b without forming B A.

    Parameters
    ----------
    x : array_like, shape (N, D)
    W : array_like, shape (M, D)
        Frozen weights.
    A : array_like, shape (r, D)
    B : array_like, shape (M, r)
    alpha : float
        α; the update is scaled by α/r.
    b : array_like, shape (M,), optional

    Returns
    -------
    ndarray, shape (N, M)

    Raises
    ------
    ValueError, TypeError
        If the shapes do not fit together, or r is 0 or larger than D or M.

    See Also
    --------
    lora_backward : Its gradients.

    Examples
    --------
    >>> from fclib import lora_forward
    >>> lora_forward([[1.0, 2.0]], [[3.0, 4.0]], A=[[1.0, 1.0]], B=[[2.0]], alpha=0.5)
    array([[14.]])
    """
    x, W, A, B = _lora(x, W, A, B)
    y = linear_forward(x, W, b)
    y += (alpha / len(A)) * (x @ A.T @ B.T)
    return y


def lora_backward(
    grad_y: ArrayLike, x: ArrayLike, W: ArrayLike, A: ArrayLike, B: ArrayLike, alpha: float
) -> LoraGradients:
    """Compute the gradients through Y = X (W + (α/r) B A)ᵀ with respect to x, A and B.

    ∂L/∂B = (α/r) Gᵀ (X Aᵀ),  ∂L/∂A = (α/r) (G B)ᵀ X,  ∂L/∂X = G W + (α/r) (G B) A,
    with G = ∂L/∂Y.

    Parameters
    ----------
    grad_y : array_like, shape (N, M)
        G.
    x : array_like, shape (N, D)
        The input that the forward pass had.
    W : array_like, shape (M, D)
        Frozen weights.
    A : array_like, shape (r, D)
    B : array_like, shape (M, r)
    alpha : float
        α.

    Returns
    -------
    LoraGradients

    Raises
    ------
    ValueError, TypeError
        If the shapes do not fit together, or r is 0 or larger than D or M.

    See Also
    --------
    lora_forward : The forward pass.

    Notes
    -----
    ∂L/∂W = Gᵀ X has M·D entries and is never formed. By the chain rule ∂L/∂B = (α/r) ∂L/∂W Aᵀ;
    multiplying X by Aᵀ first gives the same and needs N·r numbers on the way.

    References
    ----------
    E. J. Hu et al., LoRA: Low-rank adaptation of large language models, ICLR 2022, section 4.1.

    Examples
    --------
    >>> from fclib import lora_backward
    >>> lora_backward([[1.0]], [[1.0, 2.0]], [[3.0, 4.0]], A=[[1.0, 1.0]], B=[[2.0]], alpha=0.5)
    LoraGradients(x=array([[4., 5.]]), A=array([[1., 2.]]), B=array([[1.5]]))
    """
    x, W, A, B = _lora(x, W, A, B)
    grad_y = matrix("grad_y", grad_y)
    agree("grad_y", len(grad_y), "samples", "x", len(x), grad_y, x)
    agree("grad_y", grad_y.shape[1], "outputs", "W", W.shape[0], grad_y, W)
    scale = alpha / len(A)
    through_B = scale * (grad_y @ B)  # (N, r)
    x_gradient = grad_x(grad_y, W)
    x_gradient += through_B @ A
    return LoraGradients(x=x_gradient, A=grad_W(through_B, x), B=grad_W(grad_y, scale * (x @ A.T)))


def _lora(
    x: ArrayLike, W: ArrayLike, A: ArrayLike, B: ArrayLike
) -> tuple[Array, Array, Array, Array]:
    x, W, A, B = batch("x", x), matrix("W", W), matrix("A", A), matrix("B", B)
    agree("x", x.shape[1], "features", "W", W.shape[1], x, W)
    agree("A", A.shape[1], "columns", "W", W.shape[1], A, W)
    agree("B", B.shape[0], "rows", "W", W.shape[0], B, W)
    agree("B", B.shape[1], "columns", "A", A.shape[0], B, A)
    if not 1 <= len(A) <= min(W.shape):
        raise ValueError(
            f"the rank r = {len(A)} must be from 1 to min(D, M) = {min(W.shape)} "
            f"(A.shape={A.shape}, W.shape={W.shape})"
        )
    # In whole numbers what is added in place would lose its fractions.
    x, W, A, B = (
        array.astype(np.result_type(array, np.float32), copy=False) for array in (x, W, A, B)
    )
    return x, W, A, B


def tied_head_gradient(
    grad_scores: ArrayLike, hidden: ArrayLike, grad_x: ArrayLike, tokens: ArrayLike
) -> Array:
    """Compute ∂L/∂E of a table that is used twice: to look tokens up, and as the head's weights.

    ∂L/∂E = (∂L/∂S)ᵀ H, plus ∂L/∂X's row of each token added to that token's row.

    Parameters
    ----------
    grad_scores : array_like, shape (N, V)
        ∂L/∂S of the scores S = H Eᵀ of V words.
    hidden : array_like, shape (N, D)
        H, what went into the head.
    grad_x : array_like, shape (T, D)
        ∂L/∂X of what was looked up, X = E[tokens].
    tokens : array_like of int, shape (T,)
        The words, from 0 to V − 1. One that comes twice gets both gradients.

    Returns
    -------
    ndarray, shape (V, D)

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a token is not from 0 to V − 1.
    TypeError
        If tokens are not integers, or another argument not real numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import tied_head_gradient
    >>> zeros = np.zeros((1, 3))
    >>> tied_head_gradient(zeros, np.ones((1, 1)), [[1.0], [2.0], [4.0]], tokens=[0, 2, 0])
    array([[5.],
           [0.],
           [2.]])
    """
    scores, hidden = matrix("grad_scores", grad_scores), matrix("hidden", hidden)
    looked_up, tokens = matrix("grad_x", grad_x), np.asarray(tokens)
    agree("grad_scores", len(scores), "samples", "hidden", len(hidden), scores, hidden)
    agree("grad_x", looked_up.shape[1], "features", "hidden", hidden.shape[1], looked_up, hidden)
    if tokens.dtype.kind not in "iu":
        raise TypeError(f"tokens must be integers and have dtype {tokens.dtype}")
    if tokens.shape != looked_up.shape[:1]:
        raise ValueError(
            f"tokens must have shape ({len(looked_up)},), one for each row of grad_x "
            f"(tokens.shape={tokens.shape}, grad_x.shape={looked_up.shape})"
        )
    words = scores.shape[1]
    outside = np.flatnonzero((tokens < 0) | (tokens >= words))
    if outside.size:
        raise ValueError(
            f"tokens[{outside[0]}] is {tokens[outside[0]]}, and there are {words} words, from 0 on"
        )
    gradient = grad_W(scores, hidden)
    np.add.at(gradient, tokens, looked_up)  # += would count a repeated token once
    return gradient


def training_memory(
    n: int, in_features: int, out_features: int, rank: int | None = None
) -> TrainingMemory:
    """Count the bytes that training a layer keeps, in bfloat16 with Adam in float32.

    2 bytes for each weight and 2 for its gradient, 12 for Adam (a float32 master copy and two
    moments), and 2 for each number of the input, which ∂L/∂W needs: 16 P + 2 N D.

    Parameters
    ----------
    n, in_features, out_features : int
        N, all tokens together, D and M.
    rank : int, optional
        r, to train only an update B A of that rank: W and b are then frozen, and have neither
        gradients nor an optimizer. X Aᵀ is kept too.

    Returns
    -------
    TrainingMemory

    Raises
    ------
    ValueError
        If the rank is not from 1 to min(D, M).

    References
    ----------
    S. Rajbhandari et al., ZeRO: Memory optimizations toward training trillion parameter models,
    SC 2020, section 3.1.

    Examples
    --------
    >>> from fclib import training_memory
    >>> training_memory(n=1024, in_features=768, out_features=3072).total / 2**20
    37.546875
    """
    parameters = parameter_count(in_features, out_features)
    if rank is None:
        trained, frozen, inputs = parameters, 0, n * in_features
    else:
        if not 1 <= rank <= min(in_features, out_features):
            raise ValueError(
                f"rank must be from 1 to min(D, M) = {min(in_features, out_features)} and is {rank}"
            )
        trained, frozen = rank * (in_features + out_features), parameters
        inputs = n * in_features + n * rank
    return TrainingMemory(
        weights=HALF * (trained + frozen),
        gradients=HALF * trained,
        optimizer=OPTIMIZER * trained,
        inputs=HALF * inputs,
    )

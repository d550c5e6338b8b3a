"""Softmax and cross-entropy: from scores to probabilities to one number, and its gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fclib._validation import float_type, matrix

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["softmax", "softmax_cross_entropy", "softmax_cross_entropy_backward"]


def softmax(scores: ArrayLike) -> NDArray[np.floating]:
    """Compute p_k = exp(s_k) / Σ_c exp(s_c) for each sample: scores become probabilities.

    Parameters
    ----------
    scores : array_like, shape (N, M)
        One sample per row, one score for each of M classes.

    Returns
    -------
    ndarray, shape (N, M)
        No entry is negative, and each row sums to 1.

    Raises
    ------
    ValueError
        If scores has not two axes, or no classes.
    TypeError
        If it is not real numbers.

    See Also
    --------
    softmax_cross_entropy : The loss that is made of it.

    Notes
    -----
    Adding a number to a row of scores changes nothing. So the largest is subtracted first:
    exp overflows beyond 709.8 in float64, and beyond 88.7 in float32.

    Examples
    --------
    >>> from fclib import softmax
    >>> softmax([[0.0, 0.0], [1000.0, 1000.0]])
    array([[0.5, 0.5],
           [0.5, 0.5]])
    """
    probabilities: NDArray[np.floating] = np.exp(_log_softmax(scores))
    return probabilities


def softmax_cross_entropy(scores: ArrayLike, target: ArrayLike) -> float:
    """Compute L = −1/N Σ_n log p_n,target(n), the mean over the batch.

    Parameters
    ----------
    scores : array_like, shape (N, M)
        The scores that `softmax` turns into probabilities p. N must not be 0.
    target : array_like of int, shape (N,)
        The class of each sample, from 0 to M − 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not fit together, there is no sample, or a target is no class.
    TypeError
        If scores is not real numbers or target not integers.

    See Also
    --------
    softmax_cross_entropy_backward : Its gradient.

    Notes
    -----
    The 1/N is here and nowhere else: no layer divides.

    Examples
    --------
    >>> from fclib import softmax_cross_entropy
    >>> round(softmax_cross_entropy([[0.0, 0.0]], [1]), 6)
    0.693147
    """
    log_p = _log_softmax(scores)
    return _mean_loss(log_p, _classes(target, log_p))


def softmax_cross_entropy_backward(scores: ArrayLike, target: ArrayLike) -> NDArray[np.floating]:
    """Compute ∂L/∂scores = (p − onehot(target)) / N.

    Parameters
    ----------
    scores : array_like, shape (N, M)
        The scores that the forward pass had.
    target : array_like of int, shape (N,)
        The class of each sample.

    Returns
    -------
    ndarray, shape (N, M)
        Each row sums to 0: what one class gains in probability the others lose.

    Raises
    ------
    ValueError, TypeError
        As for `softmax_cross_entropy`.

    See Also
    --------
    softmax_cross_entropy : The loss itself.

    Examples
    --------
    >>> from fclib import softmax_cross_entropy_backward
    >>> softmax_cross_entropy_backward([[0.0, 0.0]], [1])
    array([[ 0.5, -0.5]])
    """
    log_p = _log_softmax(scores)
    return _gradient(log_p, _classes(target, log_p))


def loss_and_gradient(scores: ArrayLike, target: ArrayLike) -> tuple[float, NDArray[np.floating]]:
    """Return the loss and its gradient, from one softmax, which is most of the work of both."""
    log_p = _log_softmax(scores)
    classes = _classes(target, log_p)
    return _mean_loss(log_p, classes), _gradient(log_p, classes)


def _mean_loss(log_p: NDArray[np.floating], target: NDArray[np.integer]) -> float:
    return float(-log_p[np.arange(len(target)), target].mean())


def _gradient(log_p: NDArray[np.floating], target: NDArray[np.integer]) -> NDArray[np.floating]:
    gradient: NDArray[np.floating] = np.exp(log_p)
    gradient[np.arange(len(target)), target] -= 1
    gradient /= len(target)
    return gradient


def _log_softmax(scores: ArrayLike) -> NDArray[np.floating]:
    scores = matrix("scores", scores)
    if scores.shape[1] == 0:
        raise ValueError(f"scores must have a column for each class (scores.shape={scores.shape})")
    scores = scores.astype(float_type(scores), copy=False)
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p: NDArray[np.floating] = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_p


def _classes(target: ArrayLike, scores: NDArray[np.floating]) -> NDArray[np.integer]:
    target = np.asarray(target)
    if target.dtype.kind not in "iu":
        raise TypeError(f"target must hold integers and has dtype {target.dtype}")
    if target.shape != scores.shape[:1]:
        raise ValueError(
            f"target must have shape ({len(scores)},), one class for each row of scores "
            f"(target.shape={target.shape}, scores.shape={scores.shape})"
        )
    if len(target) == 0:
        raise ValueError("the mean over no samples does not exist: pass at least one")
    if target.min() < 0 or target.max() >= scores.shape[1]:
        wrong = target[(target < 0) | (target >= scores.shape[1])][0]
        raise ValueError(
            f"target {wrong} is no class: scores has columns 0 to {scores.shape[1] - 1}"
        )
    return target

"""Layers that remember: what a network keeps between its forward and its backward pass."""

import numpy as np

from fclib._validation import bias, float_type, matrix
from fclib.linear import linear_backward, linear_forward

__all__ = ["Linear"]


class Linear:
    """A fully connected layer that remembers what its backward pass needs.

    ``forward`` keeps its input; ``backward`` takes the most recent input that is not yet
    used and adds to ``grad_W`` and ``grad_b``. A layer that a network uses twice therefore
    gets the gradients of both uses. Call `zero_grad` before each new batch.

    Parameters
    ----------
    W : array_like, shape (M, D)
        Weights, kept by reference if they are a floating-point array.
    b : array_like, shape (M,), optional
        Biases.

    Attributes
    ----------
    W, b : ndarray
        The parameters. ``b`` is None for a layer without biases.
    grad_W, grad_b : ndarray
        Gradients, the sum over every ``backward`` since `zero_grad`. ``grad_b`` is None for
        a layer without biases.

    Notes
    -----
    To run a trained layer there is nothing to remember: use `linear_forward`.

    Examples
    --------
    >>> layer = Linear(W=[[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]], b=[10.0, 20.0])
    >>> layer.forward([[1.0, 2.0, 3.0]])
    array([[ 8., 23.]])
    >>> layer.backward([[1.0, -1.0]])
    array([[ 0.5, -0.5, -1.5]])
    >>> layer.grad_b
    array([ 1., -1.])
    """

    def __init__(self, W, b=None):
        W = matrix("W", W)
        self.W = W.astype(float_type(W), copy=False)
        self.b = None
        if b is not None:
            b = bias(b, W)
            self.b = b.astype(float_type(b), copy=False)
        self._inputs = []
        self.zero_grad()

    def zero_grad(self):
        """Set the gradients to zero and forget the inputs that no backward has used."""
        self._inputs.clear()
        self.grad_W = np.zeros_like(self.W)
        self.grad_b = None if self.b is None else np.zeros_like(self.b)

    def forward(self, x):
        """Return Y = X Wᵀ + b, shape (N, M), and keep x for `backward`."""
        y = linear_forward(x, self.W, self.b)
        self._inputs.append(np.asarray(x))
        return y

    def backward(self, grad_y):
        """Return ∂L/∂X, with the shape of that forward's x; add to ``grad_W`` and ``grad_b``.

        Raises
        ------
        ValueError
            If there is no forward left to go back through, or the shapes do not fit.
        """
        if not self._inputs:
            raise ValueError("backward without a forward before it: call forward(x) first")
        grads = linear_backward(grad_y, self._inputs[-1], self.W)
        self._inputs.pop()
        self.grad_W += grads.W
        if self.b is not None:
            self.grad_b += grads.b
        return grads.x

"""Networks: a layer that remembers its input, and two layers that learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fclib._validation import bias, float_type, matrix
from fclib.activation import relu, relu_backward
from fclib.linear import grad_b, grad_W, linear_backward, linear_forward
from fclib.loss import loss_and_gradient

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from fclib.linear import Destinations

    Weights = NDArray[np.float64]

__all__ = ["Linear", "initialise", "train", "train_step", "two_layer_scores"]


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
        a layer without biases. They are the same arrays for the life of the layer: copy what
        should outlive the next `zero_grad`.

    Notes
    -----
    To run a trained layer there is nothing to remember: use `linear_forward`.

    Examples
    --------
    >>> from fclib import Linear
    >>> layer = Linear(W=[[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]], b=[10.0, 20.0])
    >>> layer.forward([[1.0, 2.0, 3.0]])
    array([[ 8., 23.]])
    >>> layer.backward([[1.0, -1.0]])
    array([[ 0.5, -0.5, -1.5]])
    >>> layer.grad_b
    array([ 1., -1.])
    """

    def __init__(self, W: ArrayLike, b: ArrayLike | None = None) -> None:
        W = matrix("W", W)
        self.W: NDArray[np.floating] = W.astype(float_type(W), copy=False)
        self.b: NDArray[np.floating] | None = None
        if b is not None:
            b = bias(b, W)
            self.b = b.astype(float_type(b), copy=False)
        self.grad_W = np.zeros_like(self.W)
        self.grad_b = None if self.b is None else np.zeros_like(self.b)
        self._inputs: list[NDArray[Any]] = []

    def zero_grad(self) -> None:
        """Set the gradients to zero and forget the inputs that no backward has used."""
        self._inputs.clear()
        self.grad_W.fill(0)
        if self.grad_b is not None:
            self.grad_b.fill(0)

    def forward(
        self, x: ArrayLike, *, out: NDArray[np.floating] | None = None
    ) -> NDArray[np.floating]:
        """Return Y = X Wᵀ + b, shape (N, M), and keep x for `backward`.

        Parameters
        ----------
        x : array_like, shape (N, D) or (N, ...)
        out : ndarray, shape (N, M), optional
            Where to write the result.
        """
        y = linear_forward(x, self.W, self.b, out=out)
        self._inputs.append(np.asarray(x))
        return y

    def backward(
        self, grad_y: ArrayLike, *, out: NDArray[np.floating] | None = None
    ) -> NDArray[np.floating]:
        """Return ∂L/∂X, with the shape of that forward's x; add to ``grad_W`` and ``grad_b``.

        Parameters
        ----------
        grad_y : array_like, shape (N, M)
        out : ndarray, the shape of that forward's x, optional
            Where to write the result.

        Raises
        ------
        ValueError
            If there is no forward left to go back through, or the shapes do not fit.
        """
        if not self._inputs:
            raise ValueError("backward without a forward before it: call forward(x) first")
        x, grad_y = self._inputs[-1], np.asarray(grad_y)
        into: Destinations = (out, None, None)
        if self._can_be_written(grad_y, x):
            # No new array and no sum with zeros: for a 4096→4096 layer of float32 and N = 1 this
            # takes 15 ms in place of 26.
            into = (out, self.grad_W, self.grad_b)
        grads = linear_backward(grad_y, x, self.W, out=into)
        self._inputs.pop()
        if grads.W is not self.grad_W:
            self.grad_W += grads.W
        if self.grad_b is not None and grads.b is not self.grad_b:
            self.grad_b += grads.b
        return grads.x

    def _can_be_written(self, grad_y: NDArray[Any], x: NDArray[Any]) -> bool:
        """Whether the gradients are zero, and of the dtype of what `linear_backward` returns."""
        if self.grad_W.dtype != float_type(grad_y, x) or self.grad_W.any():
            return False
        if self.grad_b is None:
            return True
        return self.grad_b.dtype == float_type(grad_y) and not self.grad_b.any()


def initialise(
    in_features: int, hidden: int, out_features: int, *, rng: np.random.Generator
) -> tuple[Weights, Weights, Weights, Weights]:
    """Draw the parameters of two layers with a ReLU between them.

    Weights are normal with variance 2 / (number of inputs), which keeps the size of the values
    about the same from layer to layer when half of them become zero; biases are zero.

    Parameters
    ----------
    in_features, hidden, out_features : int
        D, the width of the hidden layer, and M.
    rng : numpy.random.Generator
        Draws the weights.

    Returns
    -------
    tuple of ndarray
        W1 (hidden, D), b1 (hidden,), W2 (M, hidden), b2 (M,).

    References
    ----------
    K. He et al., Delving deep into rectifiers, ICCV 2015, section 2.2.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import initialise
    >>> W1, b1, W2, b2 = initialise(64, 32, 10, rng=np.random.default_rng(0))
    >>> W1.shape, b1.shape, W2.shape, b2.shape
    ((32, 64), (32,), (10, 32), (10,))
    """
    W1 = rng.normal(size=(hidden, in_features)) * np.sqrt(2 / in_features)
    W2 = rng.normal(size=(out_features, hidden)) * np.sqrt(2 / hidden)
    return W1, np.zeros(hidden), W2, np.zeros(out_features)


def two_layer_scores(
    x: ArrayLike, W1: ArrayLike, b1: ArrayLike, W2: ArrayLike, b2: ArrayLike
) -> NDArray[np.floating]:
    """Compute the scores of two layers with a ReLU between them, W2 relu(W1 x + b1) + b2.

    Parameters
    ----------
    x : array_like, shape (N, D) or (N, ...)
    W1, b1, W2, b2 : array_like
        As `initialise` returns them.

    Returns
    -------
    ndarray, shape (N, M)

    Raises
    ------
    ValueError, TypeError
        As for `linear_forward`.
    """
    return linear_forward(relu(linear_forward(x, W1, b1)), W2, b2)


def train_step(
    x: ArrayLike,
    target: ArrayLike,
    W1: NDArray[np.floating],
    b1: NDArray[np.floating],
    W2: NDArray[np.floating],
    b2: NDArray[np.floating],
    learning_rate: float,
) -> float:
    """Take one step of gradient descent; change W1, b1, W2 and b2 in place.

    The loss is softmax cross-entropy, a mean over the batch, of `two_layer_scores`. Every gradient
    is taken at the parameters before the step.

    Parameters
    ----------
    x : array_like, shape (N, D) or (N, ...)
    target : array_like of int, shape (N,)
        The class of each sample.
    W1, b1, W2, b2 : ndarray of floats
        The parameters.
    learning_rate : float

    Returns
    -------
    float
        The loss before the step.

    Raises
    ------
    ValueError, TypeError
        As for `linear_forward` and `softmax_cross_entropy`, and if a parameter is no writeable
        array of floats. Nothing is changed then.

    See Also
    --------
    train : Many steps.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import initialise, train_step, two_layer_scores
    >>> rng = np.random.default_rng(0)
    >>> parameters = initialise(2, 8, 2, rng=rng)
    >>> x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    >>> losses = [train_step(x, [0, 1, 1, 0], *parameters, 0.5) for _ in range(300)]
    >>> losses[-1] < 0.1 * losses[0]
    True
    >>> two_layer_scores(x, *parameters).argmax(axis=1)
    array([0, 1, 1, 0])
    """
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    for name, parameter in parameters.items():
        _require_changeable(name, parameter)
    z = linear_forward(x, W1, b1)
    a = relu(z)
    scores = linear_forward(a, W2, b2)
    loss, grad_scores = loss_and_gradient(scores, target)

    second = linear_backward(grad_scores, a, W2)
    grad_z = relu_backward(second.x, z)
    # Nothing lies below the first layer, so its ∂L/∂X is not needed.
    gradients = (grad_W(grad_z, x), grad_b(grad_z), second.W, second.b)
    for parameter, gradient in zip(parameters.values(), gradients, strict=True):
        # In place: a new array for the product takes twice as long for a 4096→4096 layer.
        gradient *= learning_rate
        parameter -= gradient
    return loss


def _require_changeable(name: str, parameter: object) -> None:
    """Refuse what a step could not change in place, before anything is changed."""
    if not isinstance(parameter, np.ndarray) or parameter.dtype.kind != "f":
        kind = getattr(parameter, "dtype", type(parameter).__name__)
        raise TypeError(f"{name} must be an ndarray of floats, which a step changes, and is {kind}")
    if not parameter.flags.writeable:
        raise ValueError(f"{name} is read-only, and a step changes it: pass a copy")


def train(
    x: NDArray[Any],
    target: NDArray[np.integer],
    parameters: Sequence[NDArray[np.floating]],
    *,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    rng: np.random.Generator,
    step: Callable[..., float] = train_step,
) -> NDArray[np.floating]:
    """Run stochastic gradient descent; change the parameters in place.

    Each epoch goes once through the samples in a new random order, a batch at a time.

    Parameters
    ----------
    x : ndarray, shape (N, D) or (N, ...)
    target : ndarray of int, shape (N,)
    parameters : sequence of ndarray
        What ``step`` changes: W1, b1, W2, b2.
    epochs, batch_size : int
    learning_rate : float
    rng : numpy.random.Generator
        Draws the order of the samples.
    step : callable, optional
        Takes x and target of a batch, the parameters and the learning rate; returns the loss.

    Returns
    -------
    ndarray, shape (epochs,)
        The mean loss of the batches of each epoch.

    Raises
    ------
    ValueError
        If batch_size is less than 1, there are no samples, or not one target for each.

    See Also
    --------
    train_step : One step.
    """
    if batch_size < 1 or len(x) == 0:
        raise ValueError(
            f"training needs samples and batches of at least one "
            f"(len(x)={len(x)}, batch_size={batch_size})"
        )
    if len(target) != len(x):
        raise ValueError(
            f"there must be one target for each sample (len(target)={len(target)}, len(x)={len(x)})"
        )
    losses = np.empty(epochs)
    for epoch in range(epochs):
        order = rng.permutation(len(x))
        batches = [order[i : i + batch_size] for i in range(0, len(x), batch_size)]
        losses[epoch] = np.mean(
            [step(x[batch], target[batch], *parameters, learning_rate) for batch in batches]
        )
    return losses

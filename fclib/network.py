"""Networks: a layer that remembers its input, and two layers that learn."""

import numpy as np

from fclib._validation import bias, float_type, matrix
from fclib.activation import relu, relu_backward
from fclib.linear import linear_backward, linear_forward
from fclib.loss import softmax_cross_entropy, softmax_cross_entropy_backward

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


def initialise(in_features, hidden, out_features, *, rng):
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
    >>> W1, b1, W2, b2 = initialise(64, 32, 10, rng=np.random.default_rng(0))
    >>> W1.shape, b1.shape, W2.shape, b2.shape
    ((32, 64), (32,), (10, 32), (10,))
    """
    W1 = rng.normal(size=(hidden, in_features)) * np.sqrt(2 / in_features)
    W2 = rng.normal(size=(out_features, hidden)) * np.sqrt(2 / hidden)
    return W1, np.zeros(hidden), W2, np.zeros(out_features)


def two_layer_scores(x, W1, b1, W2, b2):
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


def train_step(x, target, W1, b1, W2, b2, learning_rate):
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

    Examples
    --------
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
    loss = softmax_cross_entropy(scores, target)

    second = linear_backward(softmax_cross_entropy_backward(scores, target), a, W2)
    first = linear_backward(relu_backward(second.x, z), x, W1)
    gradients = (first.W, first.b, second.W, second.b)
    for parameter, gradient in zip(parameters.values(), gradients, strict=True):
        parameter -= learning_rate * gradient
    return loss


def _require_changeable(name, parameter):
    """Refuse what a step could not change in place, before anything is changed."""
    if not isinstance(parameter, np.ndarray) or parameter.dtype.kind != "f":
        kind = getattr(parameter, "dtype", type(parameter).__name__)
        raise TypeError(f"{name} must be an ndarray of floats, which a step changes, and is {kind}")
    if not parameter.flags.writeable:
        raise ValueError(f"{name} is read-only, and a step changes it: pass a copy")


def train(x, target, parameters, *, epochs, batch_size, learning_rate, rng, step=train_step):
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

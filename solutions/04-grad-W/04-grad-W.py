# ---
# jupyter:
#   fclib:
#     minutes: 30
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 4: the gradient of the weights
#
# You add up what two samples say about the weights by hand, write that for any batch, and take a
# layer that reads digits one step downhill. It takes about 30 minutes and gives 20 points. The
# chapter "The gradient of the weights" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import weight_gradient as check
from fclib.data import load_digits, worked_batch, worked_example

# %% [markdown]
# ## By hand
#
# Two questions for pencil and paper (4 points).
#
# A layer has two inputs and three outputs. With one sample, this went in and this arrived:
#
# $$
# x = \begin{pmatrix} 2 \\ -1 \end{pmatrix}, \qquad
# \frac{\partial L}{\partial y} = \begin{pmatrix} 1 \\ -2 \\ 3 \end{pmatrix}.
# $$
#
# Work out $\partial L / \partial W$ and write it down as a list of rows. (2 points)

# %% nbgrader={"grade": false, "grade_id": "outer_by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
outer_by_hand = None
### BEGIN SOLUTION
outer_by_hand = [[2, -1], [-4, 2], [6, -3]]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "outer_by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.outer_by_hand(outer_by_hand)

# %% [markdown]
# A second sample goes through the layer in the same batch:
#
# $$
# x = \begin{pmatrix} 1 \\ 4 \end{pmatrix}, \qquad
# \frac{\partial L}{\partial y} = \begin{pmatrix} 2 \\ 1 \\ -1 \end{pmatrix}.
# $$
#
# What is $\partial L / \partial W$ of the batch of both? (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
grad_W_by_hand = None
### BEGIN SOLUTION
grad_W_by_hand = [[4, 7], [-3, 6], [5, -7]]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(grad_W_by_hand)

# %% [markdown]
# ## For a batch
#
# Write the gradient of the weights for a batch. Row $n$ of `x` is what went in with sample $n$, row
# $n$ of `grad_y` what arrives for it. A sample may be an image (C, height, width): then it is
# flattened row by row first, as in exercise 2. A batch may have one sample, or none at all.
# (11 points)

# %% nbgrader={"grade": false, "grade_id": "grad_W_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grad_W(grad_y, x):
    """Return the gradient of a loss with respect to the weights of a fully connected layer.

    grad_y : array of shape (n, out_features), the gradient at the layer's output
    x : array of shape (n, in_features), or (n, C, height, width), whose last three sizes
        multiply to in_features
    returns : array of shape (out_features, in_features)
    """
    ### BEGIN SOLUTION
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return grad_y.T @ rows
    ### END SOLUTION

# %% [markdown]
# Try it on the four samples of the chapter. It should give the chapter's $\partial L / \partial W$.

# %%
example_x, example_target = worked_batch()
_, example_W, example_b = worked_example()
grad_W(example_x @ example_W.T + example_b - example_target, example_x)

# %% [markdown]
# One sample, as a batch of one row (2 points):

# %% nbgrader={"grade": true, "grade_id": "one_sample", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.one_sample(grad_W)

# %% [markdown]
# Several samples (3 points):

# %% nbgrader={"grade": true, "grade_id": "batches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.batches(grad_W)

# %% [markdown]
# Images, and a batch of none (2 points):

# %% nbgrader={"grade": true, "grade_id": "images", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.images(grad_W)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory; and `grad_y` and `x` are the caller's,
# so they stay as they are (2 points):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.arguments(grad_W)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (2 points).

# %% nbgrader={"grade": true, "grade_id": "grad_W_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(grad_W=grad_W)
### BEGIN HIDDEN TESTS
check.one_sample(grad_W, seed=6271)
check.batches(grad_W, seed=9109)
check.images(grad_W, seed=3539)
check.arguments(grad_W, seed=7283)
### END HIDDEN TESTS

# %% [markdown]
# ## LeNet's first fully connected layer
#
# `ip1` takes 50 channels of 4×4 values and has 500 outputs. Here is a batch of 16 for it, with random
# numbers:

# %% nbgrader={"grade": false, "grade_id": "lenet_batch", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(16)
ip1_x = rng.normal(size=(16, 50, 4, 4))
ip1_grad_y = rng.normal(size=(16, 500))

# %% [markdown]
# Compute the gradient of its weights, `ip1_grad_W`, and set `ip1_numbers` to how many numbers that
# is. (2 points)

# %% nbgrader={"grade": false, "grade_id": "lenet_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
ip1_grad_W = None
ip1_numbers = None
### BEGIN SOLUTION
ip1_grad_W = grad_W(ip1_grad_y, ip1_x)
ip1_numbers = ip1_grad_W.size
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "lenet", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.lenet(ip1_grad_W, ip1_numbers)

# %% [markdown]
# ## One step downhill
#
# Here is the layer of exercises 1 and 2, whose rows are the mean images of the ten digits, and a batch
# of 16 images with pixels from 0 to 1. Let us ask more of its scores: 1 for the digit that is in
# the image, and 0 for the other nine. The loss says how far they are from that:
# $L = \tfrac12 \sum_{n,i} (y_{ni} - t_{ni})^2$.

# %% nbgrader={"grade": false, "grade_id": "digits_layer", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, labels = load_digits()
pixels = images.reshape(1797, 64) / 16
means = [pixels[:1000][labels[:1000] == digit].mean(axis=0) for digit in range(10)]
W = np.array(means)
b = -0.5 * (W**2).sum(axis=1)
x, target = pixels[1000:1016], np.eye(10)[labels[1000:1016]]


def loss(W):
    """Return the loss of the layer with weights W for these 16 images."""
    return 0.5 * ((x @ W.T + b - target) ** 2).sum()


print("x", x.shape, "  W", W.shape, "  target", target.shape, "  loss", round(loss(W), 2))

# %% [markdown]
# Gradient descent changes the weights to $W - \eta \, \partial L / \partial W$, with a small number $\eta$,
# the learning rate: here 0.0001. To first order, that lowers the loss by $\eta$ times the sum of the
# squares of all entries of $\partial L / \partial W$.
#
# Set `loss_before` to the loss with `W`, `predicted_drop` to what it should fall by to first order, and
# `loss_after` to the loss with the new weights, unrounded. Leave `W` itself as it is. (3 points)

# %% nbgrader={"grade": false, "grade_id": "step_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
loss_before = None
predicted_drop = None
loss_after = None
### BEGIN SOLUTION
gradient = grad_W(x @ W.T + b - target, x)
loss_before = loss(W)
predicted_drop = 0.0001 * (gradient**2).sum()
loss_after = loss(W - 0.0001 * gradient)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "step", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.step(loss_before, predicted_drop, loss_after)

# %% [markdown]
# The loss fell by nearly what the gradient foretold. The little that is missing grows like $\eta^2$:
# the slope changes on the way. Chapter 5 adds the biases, and then the layer can learn.

# ---
# jupyter:
#   fclib:
#     given:
#     - fclib.linear_forward
#     minutes: 40
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 5: the biases, and the whole layer
#
# You work out the gradient of the biases, put all three gradients together, write a layer that
# remembers what it needs, and train it to read digits. It takes about 40 minutes and gives 20 points.
# The chapter "The biases, and the whole layer" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python, NumPy, and `linear_forward`, which you wrote in exercise 2. Besides it you need
# only the checks and the data from `fclib`.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib import linear_forward
from fclib.checks import whole_layer as check
from fclib.data import load_digits, worked_batch, worked_example

# %% [markdown]
# ## By hand
#
# Two questions for pencil and paper (3 points).
#
# A layer has two outputs. The loss is the sum of the losses of three samples, and its gradient at
# the layer's outputs is, one sample per row,
#
# $$
# \frac{\partial L}{\partial Y} =
# \begin{pmatrix} 2 & -1 \\ -3 & 0.5 \\ 7 & 3.5 \end{pmatrix}.
# $$
#
# Work out $\partial L / \partial b$, a list of two numbers. (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
grad_b_by_hand = None
### BEGIN SOLUTION
grad_b_by_hand = [6, 3]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(grad_b_by_hand)

# %% [markdown]
# Now let the loss be the mean of the three samples' losses, not their sum. Everything else is the
# same. What is $\partial L / \partial b$? (1 point)

# %% nbgrader={"grade": false, "grade_id": "mean_by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
grad_b_of_mean = None
### BEGIN SOLUTION
grad_b_of_mean = [2, 1]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "mean_by_hand", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.mean_by_hand(grad_b_of_mean)

# %% [markdown]
# ## The gradient of the biases
#
# Write it for a batch. `grad_y` is what arrives; whether the loss is a sum or a mean, the layer does
# not know. A batch may have no samples at all. (4 points)

# %% nbgrader={"grade": false, "grade_id": "grad_b_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grad_b(grad_y):
    """Return the gradient of a loss with respect to the biases.

    grad_y : array of shape (n, out_features), the gradient at the layer's output
    returns : array of shape (out_features,)
    """
    ### BEGIN SOLUTION
    return grad_y.sum(axis=0)
    ### END SOLUTION


# %% [markdown]
# Batches of every size (2 points):

# %% nbgrader={"grade": true, "grade_id": "biases", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.biases(grad_b)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory; and `grad_y` is the caller's, so it
# stays as it is (1 point):

# %% nbgrader={"grade": true, "grade_id": "biases_arguments", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.biases_arguments(grad_b)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (1 point).

# %% nbgrader={"grade": true, "grade_id": "grad_b_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(grad_b=grad_b)
### BEGIN HIDDEN TESTS
check.biases(grad_b, seed=6197)
check.biases_arguments(grad_b, seed=3371)
### END HIDDEN TESTS

# %% [markdown]
# ## All three gradients
#
# Put the gradients of chapters 3, 4 and 5 together. `x` may hold images, `(n, C, height, width)`: the
# layer then flattened each of them row by row, the last axis fastest, as in exercise 2, and `grad_x`
# has the shape of `x`. (5 points)

# %% nbgrader={"grade": false, "grade_id": "linear_backward_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_backward(grad_y, x, W):
    """Return the three gradients of a loss through a fully connected layer.

    grad_y : array of shape (n, out_features), the gradient at the layer's output
    x : array of shape (n, in_features), or (n, channels, height, width), whose last three
        sizes multiply to in_features
    W : array of shape (out_features, in_features)
    returns : the tuple (grad_x, grad_W, grad_b), arrays shaped like x, W and b
    """
    ### BEGIN SOLUTION
    rows = x.reshape(len(x), W.shape[1])
    return (grad_y @ W).reshape(x.shape), grad_y.T @ rows, grad_b(grad_y)
    ### END SOLUTION


# %% [markdown]
# Samples that are rows (2 points):

# %% nbgrader={"grade": true, "grade_id": "gradients", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.gradients(linear_backward)

# %% [markdown]
# Images, and a batch of none (1 point):

# %% nbgrader={"grade": true, "grade_id": "images", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.images(linear_backward)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory; and `grad_y`, `x` and `W` stay as they
# are (1 point):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.arguments(linear_backward)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (1 point).

# %% nbgrader={"grade": true, "grade_id": "linear_backward_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_backward=linear_backward)
### BEGIN HIDDEN TESTS
check.gradients(linear_backward, seed=2203)
check.images(linear_backward, seed=9433)
check.arguments(linear_backward, seed=5557)
### END HIDDEN TESTS

# %% [markdown]
# ## A layer with a memory
#
# Now a class, so that whoever uses the layer does not have to keep `x`. Its rules (5 points):
#
# - `forward` remembers its input;
# - `backward` uses the most recent input that is not used yet, so after two forwards the first
#   `backward` belongs to the second of them, and the second to the first;
# - the gradients of the weights and of the biases add up until `zero_grad()`;
# - `W` and `b` are the layer's parameters. Whoever trains it gives `layer.W` and `layer.b` new values;
#   the layer itself never changes them.

# %% nbgrader={"grade": false, "grade_id": "linear_class_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Linear:
    """A fully connected layer that remembers what its backward pass needs.

    W : array of shape (out_features, in_features)
    b : array of shape (out_features,)
    grad_W, grad_b : arrays shaped like W and b, the sums over every backward since the layer
        was made, or since zero_grad()
    """

    def __init__(self, W, b):
        ### BEGIN SOLUTION
        self.W, self.b = W, b
        self.inputs = []
        self.zero_grad()
        ### END SOLUTION

    def forward(self, x):
        """Return the outputs for a batch x, and remember x."""
        ### BEGIN SOLUTION
        self.inputs.append(x)
        return linear_forward(x, self.W, self.b)
        ### END SOLUTION

    def backward(self, grad_y):
        """Return grad_x; add to grad_W and grad_b."""
        ### BEGIN SOLUTION
        grad_x, grad_W, grad_b = linear_backward(grad_y, self.inputs.pop(), self.W)
        self.grad_W += grad_W
        self.grad_b += grad_b
        return grad_x
        ### END SOLUTION

    def zero_grad(self):
        """Set grad_W and grad_b to zero."""
        ### BEGIN SOLUTION
        self.grad_W = np.zeros(self.W.shape)
        self.grad_b = np.zeros(self.b.shape)
        ### END SOLUTION


# %% [markdown]
# Try it on the four samples of the chapter. It should give the chapter's $\partial L / \partial b$.

# %%
example_x, example_target = worked_batch()
_, example_W, example_b = worked_example()
example = Linear(example_W, example_b)
y = example.forward(example_x)
if y is not None:
    example.backward(y - example_target)
    print(example.grad_b)

# %% [markdown]
# One forward and one backward (2 points):

# %% nbgrader={"grade": true, "grade_id": "layer", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.layer(Linear)

# %% [markdown]
# Two uses before the gradients are read (1 point):

# %% nbgrader={"grade": true, "grade_id": "two_uses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.two_uses(Linear)

# %% [markdown]
# `zero_grad()` between two uses (1 point):

# %% nbgrader={"grade": true, "grade_id": "zeroed", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.zeroed(Linear)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (1 point).

# %% nbgrader={"grade": true, "grade_id": "linear_class_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(Linear=Linear)
### BEGIN HIDDEN TESTS
check.layer(Linear, seed=4801)
check.two_uses(Linear, seed=7589)
check.zeroed(Linear, seed=1667)
### END HIDDEN TESTS

# %% [markdown]
# ## The layer learns to read
#
# Until now the rows of our digit reader were mean images. Now let it find its own weights, from
# nothing: all zeros. Here are 1000 digits to learn from and 797 to try it on, with pixels from 0 to 1.
# The target of a digit is a row of ten numbers, a 1 at its place and zeros elsewhere.

# %% nbgrader={"grade": false, "grade_id": "digits_data", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, label = load_digits()
pixels, targets = images.reshape(1797, 64) / 16, np.eye(10)[label]
x_train, target_train = pixels[:1000], targets[:1000]
x_test, label_test = pixels[1000:], label[1000:]
batches = np.random.default_rng(5).integers(0, 1000, (200, 32))
print("x_train", x_train.shape, "  target_train", target_train.shape, "  batches", batches.shape)

# %% [markdown]
# Make a `layer` of zeros with 64 inputs and 10 outputs, and take 200 steps of gradient descent. Each
# row of `batches` says which 32 of the 1000 digits are in the batch. Its loss is half the squared
# distance of the outputs from the targets, a mean over the batch:
#
# $$
# L = \frac{1}{32} \sum_{n=1}^{32} \tfrac12 \sum_{i=1}^{10} (y_{ni} - t_{ni})^2 .
# $$
#
# The learning rate is 0.05: a step takes 0.05 times its gradient from each parameter. Then compute
# the `accuracy`: the fraction of `x_test` for which the highest output is at the place that
# `label_test` says. (3 points)

# %% nbgrader={"grade": false, "grade_id": "training_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
layer = None
accuracy = None
### BEGIN SOLUTION
layer = Linear(np.zeros((10, 64)), np.zeros(10))
for batch in batches:
    y = layer.forward(x_train[batch])
    layer.zero_grad()
    layer.backward((y - target_train[batch]) / len(batch))
    layer.W = layer.W - 0.05 * layer.grad_W
    layer.b = layer.b - 0.05 * layer.grad_b
accuracy = (layer.forward(x_test).argmax(axis=1) == label_test).mean()
### END SOLUTION

# %% [markdown]
# The weights and the biases after 200 steps (2 points):

# %% nbgrader={"grade": true, "grade_id": "trained", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.trained(layer)

# %% [markdown]
# The accuracy (1 point):

# %% nbgrader={"grade": true, "grade_id": "accuracy", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.accuracy(accuracy)

# %% [markdown]
# Your layer has learnt to read, from nothing but targets and gradients. But how do you know that a
# gradient is right when there is no check to ask? Chapter 6 finds out.

# ---
# jupyter:
#   fclib:
#     minutes: 25
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 2: the batch
#
# You write the layer for a whole batch of samples, also for images, and read 797 handwritten digits in
# one product. It takes about 25 minutes and gives 20 points. The chapter "The batch" derives
# everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import batch as check
from fclib.data import load_digits

# %% [markdown]
# ## By hand
#
# Two questions for pencil and paper (3 points).
#
# A layer has three inputs and two outputs, and gets a batch of two samples, one sample per row:
#
# $$
# X = \begin{pmatrix} 1 & 2 & -1 \\ 0 & -2 & 3 \end{pmatrix}, \qquad
# W = \begin{pmatrix} 2 & 1 & 3 \\ -1 & 0.5 & 2 \end{pmatrix}, \qquad
# b = \begin{pmatrix} 1 \\ -2 \end{pmatrix}.
# $$
#
# Work out $Y$ with pencil and paper and write it down as a list of two rows, one for each sample.
# (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
y_by_hand = None
### BEGIN SOLUTION
y_by_hand = [[2, -4], [8, 3]]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(y_by_hand)

# %% [markdown]
# LeNet's first fully connected layer gets a batch of 16 samples of shape (50, 4, 4) and has 500
# outputs. What are the shapes of the batch once each sample is flattened, of the weights, and of the
# result? (1 point)

# %% nbgrader={"grade": false, "grade_id": "shapes_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
x_flat_shape = None
W_shape = None
y_shape = None
### BEGIN SOLUTION
x_flat_shape = (16, 800)
W_shape = (500, 800)
y_shape = (16, 500)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "shapes", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.shapes_by_hand(x_flat_shape, W_shape, y_shape)

# %% [markdown]
# ## The layer for a batch
#
# Write the layer for a batch: each row of `x` is a sample, each row of the result its outputs. A
# sample may have several axes, such as an image (C, height, width): then it is flattened row by row
# first, the last axis fastest, which is NumPy's own order. A batch may have no samples at all.
# (14 points)

# %% nbgrader={"grade": false, "grade_id": "linear_forward_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_forward(x, W, b):
    """Return the outputs of a fully connected layer for a batch.

    x : array of shape (n, in_features), or (n, channels, height, width), whose last three
        sizes multiply to in_features
    W : array of shape (out_features, in_features)
    b : array of shape (out_features,)
    returns : array of shape (n, out_features)
    """
    ### BEGIN SOLUTION
    rows = x.reshape(len(x), W.shape[1])
    return rows @ W.T + b
    ### END SOLUTION

# %% [markdown]
# Try it on the batch you worked out by hand.

# %%
X = np.array([[1, 2, -1], [0, -2, 3]])
W = np.array([[2, 1, 3], [-1, 0.5, 2]])
b = np.array([1, -2])
linear_forward(X, W, b)

# %% [markdown]
# Samples that are rows already (4 points):

# %% nbgrader={"grade": true, "grade_id": "batches", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check.batches(linear_forward)

# %% [markdown]
# Images, and a batch of none (3 points):

# %% nbgrader={"grade": true, "grade_id": "images", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.images(linear_forward)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory; and `x`, `W` and `b` are the caller's,
# so they stay as they are (3 points):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.arguments(linear_forward)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (4 points).

# %% nbgrader={"grade": true, "grade_id": "linear_forward_hidden", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_forward=linear_forward)
### BEGIN HIDDEN TESTS
check.batches(linear_forward, seed=6733)
check.images(linear_forward, seed=8089)
check.arguments(linear_forward, seed=4447)
### END HIDDEN TESTS

# %% [markdown]
# ## A layer that reads 797 digits
#
# In exercise 1 a layer read one digit: its rows were the mean images of the ten digits, and its
# highest output named the digit. Here is that layer again, with 797 images of 8×8 pixels that had
# no part in the means.

# %% nbgrader={"grade": false, "grade_id": "digits_layer", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, target = load_digits()
images = images.reshape(1797, 64)
means = [images[:1000][target[:1000] == digit].mean(axis=0) for digit in range(10)]
x, target = images[1000:], target[1000:]
W = np.array(means)
b = -0.5 * (W**2).sum(axis=1)
print("x", x.shape, x.dtype, "  W", W.shape, "  b", b.shape)

# %% [markdown]
# Compute the `scores` of all images with one call, set `digits_read` to the digit with the highest
# score of each, and `accuracy` to the fraction that agrees with `target`. (3 points)

# %% nbgrader={"grade": false, "grade_id": "digits_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
scores = None
digits_read = None
accuracy = None
### BEGIN SOLUTION
scores = linear_forward(x, W, b)
digits_read = scores.argmax(axis=1)
accuracy = (digits_read == target).mean()
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "digits", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.digits(scores, digits_read, accuracy)

# %% [markdown]
# Nobody trained this layer, and it reads most of the digits. Chapter 10 trains one that reads nearly
# all. For that we need to know which way is up: chapter 3 sends a gradient back through the layer.

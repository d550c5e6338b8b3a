# ---
# jupyter:
#   fclib:
#     minutes: 35
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 8: a fully connected layer is a convolution
#
# You turn the weights of a layer into kernels, write the convolution that slides them, and let the
# digit reader of exercise 2 see two digits at once. It takes about 35 minutes and gives 20 points.
# The chapter "A fully connected layer is a convolution" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import convolution as check
from fclib.data import load_digits

# %% [markdown]
# ## By hand
#
# Two questions for pencil and paper (4 points).
#
# VGG16's first fully connected layer, fc6, has 4096 outputs and takes an input of shape (512, 7,
# 7). Write it as a convolution. What is the shape of its kernels, as (M, C, height, width)? How many
# single images of 7×7 is that, one for each output and each channel: `kernel_count`? What is the shape
# of its result for a batch of one input of shape (512, 7, 7), and for one of shape (512, 12, 12)? Give
# the results' shapes as (N, M, rows, columns). (2 points)

# %% nbgrader={"grade": false, "grade_id": "fc6_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
kernel_shape = None
kernel_count = None
y_shape = None
larger_y_shape = None
### BEGIN SOLUTION
kernel_shape = (4096, 512, 7, 7)
kernel_count = 4096 * 512
y_shape = (1, 4096, 1, 1)
larger_y_shape = (1, 4096, 6, 6)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "fc6", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.fc6(kernel_shape, kernel_count, y_shape, larger_y_shape)

# %% [markdown]
# An image of one channel, a kernel, and its bias:
#
# $$
# x = \begin{pmatrix} 2 & 2 & -3 \\ 1 & 1 & 2 \\ -1 & 2 & 2 \end{pmatrix}, \qquad
# K = \begin{pmatrix} -1 & 3 \\ 1 & 2 \end{pmatrix}, \qquad
# b = 1.
# $$
#
# Slide the kernel over the image, as networks do, and write the four results down as a list of two
# rows. (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
y_by_hand = None
### BEGIN SOLUTION
y_by_hand = [[8, -5], [6, 12]]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(y_by_hand)

# %% [markdown]
# ## Weights as kernels
#
# `W` belongs to a layer whose inputs are images of shape (C, height, width), flattened row by row as
# in exercise 2, the last axis fastest. Put each weight where the pixel is that it multiplies.
# (3 points)

# %% nbgrader={"grade": false, "grade_id": "linear_to_conv_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_to_conv(W, in_shape):
    """Return the weights of a fully connected layer as kernels that cover its input.

    W : array of shape (M, channels * height * width)
    in_shape : tuple (channels, height, width)
    returns : array of shape (M, channels, height, width)
    """
    ### BEGIN SOLUTION
    return W.reshape(len(W), *in_shape)
    ### END SOLUTION

# %% [markdown]
# Try it on two outputs and images of shape (2, 2, 3). Each weight here is its own column number,
# and 100 more in the second row.

# %%
linear_to_conv(np.arange(12) + np.array([[0], [100]]), (2, 2, 3))

# %% [markdown]
# Weights of many sizes, and `W` stays as it is (2 points):

# %% nbgrader={"grade": true, "grade_id": "kernels", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.kernels(linear_to_conv)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (1 point).

# %% nbgrader={"grade": true, "grade_id": "kernels_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_to_conv=linear_to_conv)
### BEGIN HIDDEN TESTS
check.kernels(linear_to_conv, seed=2917)
### END HIDDEN TESTS

# %% [markdown]
# ## The convolution
#
# Slide kernels of any size over images that are at least as large: one result for every place where
# a kernel fits, with a step of 1 and nothing put around the image. The kernel is laid on as it is,
# not flipped. A batch may have no images at all. (10 points)

# %% nbgrader={"grade": false, "grade_id": "conv2d_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv2d(x, kernel, b):
    """Return what kernels give at every place of a batch of images.

    x : array of shape (N, C, H, W)
    kernel : array of shape (M, C, height, width)
    b : array of shape (M,)
    returns : array of shape (N, M, H - height + 1, W - width + 1)
    """
    ### BEGIN SOLUTION
    height, width = kernel.shape[2:]
    rows, columns = x.shape[2] - height + 1, x.shape[3] - width + 1
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r in range(rows):
        for s in range(columns):
            patch = x[:, :, r : r + height, s : s + width]
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y
    ### END SOLUTION

# %% [markdown]
# Try it on the image you worked out by hand.

# %%
image = np.array([[[[2, 2, -3], [1, 1, 2], [-1, 2, 2]]]])
conv2d(image, np.array([[[[-1, 3], [1, 2]]]]), np.array([1]))

# %% [markdown]
# One kernel on one image of one channel (3 points):

# %% nbgrader={"grade": true, "grade_id": "positions", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.positions(conv2d)

# %% [markdown]
# Several images, channels and outputs (3 points):

# %% nbgrader={"grade": true, "grade_id": "channels", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.channels(conv2d)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory, a batch of none; and `x`, `kernel`
# and `b` stay as they are (2 points):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.arguments(conv2d)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (2 points).

# %% nbgrader={"grade": true, "grade_id": "conv2d_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(conv2d=conv2d)
### BEGIN HIDDEN TESTS
check.positions(conv2d, seed=7451)
check.channels(conv2d, seed=3329)
check.arguments(conv2d, seed=9067)
### END HIDDEN TESTS

# %% [markdown]
# ## A digit reader that slides
#
# Here is the layer of exercise 2, whose rows are the mean images of the ten digits, with 50 images
# of one channel that had no part in the means; and `pair`, one image of 8×16 pixels in which two of
# them stand side by side. (3 points)

# %% nbgrader={"grade": false, "grade_id": "digits_layer", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, target = load_digits()
means = images[:1000].reshape(1000, 64).astype(float)
W = np.array([means[target[:1000] == digit].mean(axis=0) for digit in range(10)])
b = -0.5 * (W**2).sum(axis=1)
x = images[1000:1050].reshape(50, 1, 8, 8).astype(float)
pair = np.concatenate([x[13:14], x[14:15]], axis=3)
print("x", x.shape, "  W", W.shape, "  b", b.shape, "  pair", pair.shape)
print("side by side: a", target[1013], "and a", target[1014])

# %% [markdown]
# Make ten kernels of the layer and compute the `scores` of all 50 images with one call of `conv2d`.
# (2 points)

# %% nbgrader={"grade": false, "grade_id": "digits_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
scores = None
### BEGIN SOLUTION
kernel = linear_to_conv(W, (1, 8, 8))
scores = conv2d(x, kernel, b)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "digits", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.digits(scores)

# %% [markdown]
# The layer could not take an image of 8×16: its matrix has 64 columns. Compute the `pair_scores` of
# `pair` with the same kernels: ten scores at each of nine positions. Which digit has the highest
# score at position 0, and which at position 8? (1 point)

# %% nbgrader={"grade": false, "grade_id": "pair_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
pair_scores = None
read_at_0 = None
read_at_8 = None
### BEGIN SOLUTION
pair_scores = conv2d(pair, kernel, b)
read_at_0 = pair_scores[0, :, 0, 0].argmax()
read_at_8 = pair_scores[0, :, 0, 8].argmax()
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "pair", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.pair(pair_scores, read_at_0, read_at_8)

# %% [markdown]
# In between, where the kernels see the end of one digit and the beginning of the other, one of the
# ten scores is the highest too: this layer never learnt to say "nothing". Chapter 9 slides one that
# did.

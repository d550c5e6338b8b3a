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
# # Exercise 12: fewer bits
#
# You round to bfloat16, take small steps of training that are not lost, and squeeze a layer that
# reads digits into 4 bits. It takes about 35 minutes and gives 20 points. The chapter "Fewer bits"
# derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import fewer_bits as check
from fclib.data import load_digits

# %% [markdown]
# ## By hand
#
# Two questions for pencil and paper (4 points).
#
# The numbers of bfloat16 are $2^{-7} = 0.0078125$ apart between 1 and 2, and half as far between
# $\tfrac12$ and 1. Which of them are nearest to 1.003, 1.004 and 0.997? (2 points)

# %% nbgrader={"grade": false, "grade_id": "bfloat16_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
bfloat16_by_hand = None
### BEGIN SOLUTION
bfloat16_by_hand = [1, 1.0078125, 0.99609375]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "bfloat16", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(bfloat16_by_hand)

# %% [markdown]
# A row of weights is (3, −1.2, 0.4). Write it as whole numbers of 3 bits, as many below zero as
# above, and one scale. (2 points)

# %% nbgrader={"grade": false, "grade_id": "row_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
scale_by_hand = None
Q_by_hand = None
### BEGIN SOLUTION
scale_by_hand = 1
Q_by_hand = [3, -1, 0]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "row", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.quantised_by_hand(scale_by_hand, Q_by_hand)

# %% [markdown]
# ## Round to bfloat16
#
# bfloat16 is the upper half of a float32. Round to the nearest, and what lies exactly halfway to the
# even one: the one whose last bit is 0. `x.view(np.uint32)` shows the bits of a float32 array that lies
# in memory without gaps; `np.array(x, order="C")` makes such a copy. A nan stays a nan. (5 points)

# %% nbgrader={"grade": false, "grade_id": "to_bfloat16_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def to_bfloat16(x):
    """Return x rounded to bfloat16, as float32.

    x : array of float32, any shape
    returns : array of float32, the same shape, whose lower 16 bits are all zero
    """
    ### BEGIN SOLUTION
    bits = np.array(x, order="C").view(np.uint32)
    last_kept = (bits >> 16) & 1
    rounded = ((bits + np.uint32(2**15 - 1) + last_kept) >> 16) << 16
    return np.where(np.isnan(x), np.float32(np.nan), rounded.view(np.float32))
    ### END SOLUTION

# %% [markdown]
# Numbers of many sizes, and those halfway between two (2 points):

# %% nbgrader={"grade": true, "grade_id": "rounded", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.rounded(to_bfloat16)

# %% [markdown]
# A carry into the exponent, the largest numbers, infinity and nan (1 point):

# %% nbgrader={"grade": true, "grade_id": "special", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.special(to_bfloat16)

# %% [markdown]
# The next cell checks again when you hand in, with numbers of its own (2 points).

# %% nbgrader={"grade": true, "grade_id": "to_bfloat16_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(to_bfloat16=to_bfloat16)
### BEGIN HIDDEN TESTS
check.rounded(to_bfloat16, seed=5171)
check.special(to_bfloat16, seed=9043)
### END HIDDEN TESTS

# %% [markdown]
# ## A step that is not lost
#
# Write a step of gradient descent that is taken by a master copy in float32. The layer gets the copy
# rounded to bfloat16. (3 points)

# %% nbgrader={"grade": false, "grade_id": "master_step_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def master_step(W_master, grad_W, learning_rate):
    """Take one step.

    W_master, grad_W : arrays of float32 of the same shape
    learning_rate : number
    returns : the master after the step, and W, the same rounded to bfloat16
    """
    ### BEGIN SOLUTION
    master = W_master - np.float32(learning_rate) * grad_W
    return master, to_bfloat16(master)
    ### END SOLUTION

# %% [markdown]
# Steps of several sizes (2 points):

# %% nbgrader={"grade": true, "grade_id": "steps", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.steps(master_step, to_bfloat16)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "steps_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(master_step=master_step)
### BEGIN HIDDEN TESTS
check.steps(master_step, to_bfloat16, seed=6427)
### END HIDDEN TESTS

# %% [markdown]
# ## Whole numbers and a scale
#
# Write each row of `W` as whole numbers of so many bits, as many below zero as above, and one scale
# per row. A row of zeros gets the scale 1. (3 points)

# %% nbgrader={"grade": false, "grade_id": "quantise_rows_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def quantise_rows(W, bits):
    """Return whole numbers Q and a scale per row, with W about scale[:, None] * Q.

    W : array of shape (out_features, in_features)
    bits : whole number from 2 to 8
    returns : Q of W's shape, whole numbers, and scale of shape (out_features,)
    """
    ### BEGIN SOLUTION
    largest = 2 ** (bits - 1) - 1
    scale = np.abs(W).max(axis=1) / largest
    scale[scale == 0] = 1
    return np.rint(W / scale[:, None]).astype(np.int8), scale
    ### END SOLUTION

# %% [markdown]
# Several shapes and bits, and a row of zeros (2 points):

# %% nbgrader={"grade": true, "grade_id": "quantised", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.quantised(quantise_rows)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "quantised_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(quantise_rows=quantise_rows)
### BEGIN HIDDEN TESTS
check.quantised(quantise_rows, seed=7219)
### END HIDDEN TESTS

# %% [markdown]
# ## The layer with such weights
#
# Take the scales out of the sum over the inputs. (3 points)

# %% nbgrader={"grade": false, "grade_id": "linear_quantised_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_quantised(x, Q, scale, b):
    """Return the outputs of the layer whose weights are scale[:, None] * Q.

    x : array of shape (n, in_features)
    Q : whole numbers, of type int8, of shape (out_features, in_features)
    scale, b : arrays of shape (out_features,)
    returns : array of shape (n, out_features)
    """
    ### BEGIN SOLUTION
    return (x @ Q.T) * scale + b
    ### END SOLUTION

# %% [markdown]
# Layers of several sizes (2 points):

# %% nbgrader={"grade": true, "grade_id": "layers", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.layers(linear_quantised)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "layers_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_quantised=linear_quantised)
### BEGIN HIDDEN TESTS
check.layers(linear_quantised, seed=8263)
### END HIDDEN TESTS

# %% [markdown]
# ## Digits in four bits
#
# The layer of exercise 2 again: the mean images of the ten digits are its rows, and it reads 797
# images that had no part in the means.

# %% nbgrader={"grade": false, "grade_id": "digits_layer", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, target = load_digits()
images = images.reshape(1797, 64).astype(float)
means = [images[:1000][target[:1000] == digit].mean(axis=0) for digit in range(10)]
x, target = images[1000:], target[1000:]
W = np.array(means)
b = -0.5 * (W**2).sum(axis=1)
read = (x @ W.T + b).argmax(axis=1)
print(f"{(read == target).mean():.1%} are read correctly, with weights of 64 bits")

# %% [markdown]
# Give this layer weights of 4 bits; the biases stay as they are. Set `changed` to the number of images that it then reads otherwise
# than `read`, and `accuracy_4` to the fraction that it reads correctly. (2 points)

# %% nbgrader={"grade": false, "grade_id": "digits_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
changed = None
accuracy_4 = None
### BEGIN SOLUTION
Q, scale = quantise_rows(W, 4)
read_4 = linear_quantised(x, Q, scale, b).argmax(axis=1)
changed = (read_4 != read).sum()
accuracy_4 = (read_4 == target).mean()
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "digits", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.digits(changed, accuracy_4)

# %% [markdown]
# Two to a byte, these weights take a sixteenth of the room, and the layer reads two digits in a hundred
# fewer correctly. In chapter 7 you counted what that is worth where a layer waits for memory.

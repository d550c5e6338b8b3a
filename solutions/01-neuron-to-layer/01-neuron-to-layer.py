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
# # Exercise 1: from one neuron to a layer
#
# You write a fully connected layer in plain loops, count its parameters, and let it read a
# handwritten digit. It takes about 25 minutes and gives 20 points. The chapter "From one neuron to
# a layer" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
from fclib.checks import neuron_to_layer as check
from fclib.data import load_digits, worked_example

# %% [markdown]
# ## By hand
#
# A layer has two inputs and three outputs:
#
# $$
# W = \begin{pmatrix} 2 & 1 \\ 0.5 & -1 \\ -1 & 4 \end{pmatrix}, \qquad
# b = \begin{pmatrix} 1 \\ 0.5 \\ -2 \end{pmatrix}, \qquad
# x = \begin{pmatrix} 3 \\ -2 \end{pmatrix}.
# $$
#
# Work out its three outputs with pencil and paper and write them down as a list of three numbers.
# (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
y_by_hand = None
### BEGIN SOLUTION
y_by_hand = [5, 4, -13]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(y_by_hand)

# %% [markdown]
# ## The layer in plain loops
#
# Output $i$ is the sum over all inputs $j$ of $W_{ij} x_j$, plus $b_i$. Write it for any number of
# inputs and outputs. The arguments are lists of numbers, and `W` is a list of rows. (10 points)

# %% nbgrader={"grade": false, "grade_id": "linear_scalar_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_scalar(x, W, b):
    """Return the outputs of a fully connected layer for one sample.

    x : list of in_features numbers
    W : list of out_features rows, each a list of in_features numbers
    b : list of out_features numbers
    returns : list of out_features numbers
    """
    ### BEGIN SOLUTION
    y = []
    for i in range(len(W)):
        total = b[i]
        for j in range(len(x)):
            total += W[i][j] * x[j]
        y.append(total)
    return y
    ### END SOLUTION


# %% [markdown]
# Try it on the chapter's example. It should give the numbers of the chapter's figure.

# %%
linear_scalar(*[array.tolist() for array in worked_example()])

# %% [markdown]
# Three inputs and three outputs, as the chapter begins (3 points):

# %% nbgrader={"grade": true, "grade_id": "three_to_three", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.three_to_three(linear_scalar)

# %% [markdown]
# Other sizes (2 points):

# %% nbgrader={"grade": true, "grade_id": "every_size", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.every_size(linear_scalar)

# %% [markdown]
# Integers in `x`; and `x`, `W` and `b` are the caller's, so they stay as they are (2 points):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.arguments(linear_scalar)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (3 points).

# %% nbgrader={"grade": true, "grade_id": "linear_scalar_hidden", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_scalar=linear_scalar)
### BEGIN HIDDEN TESTS
check.three_to_three(linear_scalar, seed=7901)
check.every_size(linear_scalar, seed=5227)
check.arguments(linear_scalar, seed=3163)
### END HIDDEN TESTS

# %% [markdown]
# ## How many parameters
#
# A parameter is a number that training sets: a weight or a bias. How many does a fully connected
# layer have? (3 points)

# %% nbgrader={"grade": false, "grade_id": "parameter_count_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def parameter_count(in_features, out_features):
    """Return the number of parameters of a fully connected layer, biases included."""
    ### BEGIN SOLUTION
    return out_features * (in_features + 1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "counts", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.counts(parameter_count)

# %% nbgrader={"grade": true, "grade_id": "counts_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(parameter_count=parameter_count)
### BEGIN HIDDEN TESTS
check.counts(parameter_count, seed=6007)
### END HIDDEN TESTS

# %% [markdown]
# ## The largest layer of AlexNet
#
# AlexNet reads photographs. Five convolutions make 256 channels of 6×6 values out of one; its first
# fully connected layer, `fc6`, turns all of those into 4,096. Its other seven layers have 23,212,392
# parameters together.
#
# How many parameters has `fc6`, and what fraction is that of all eight layers together? Give the
# fraction as a number between 0 and 1, right to three digits. (2 points)

# %% nbgrader={"grade": false, "grade_id": "alexnet_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
fc6_parameters = None
fc6_share = None
### BEGIN SOLUTION
fc6_parameters = parameter_count(256 * 6 * 6, 4096)
fc6_share = fc6_parameters / (fc6_parameters + 23_212_392)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "alexnet", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.alexnet(fc6_parameters, fc6_share)

# %% [markdown]
# ## A layer that reads digits
#
# A layer's output is large where its row of weights looks like the input. So take ten rows, each
# the mean image of one digit, and let the bias of each row make up for how much ink it has:
# $W_i = m_i$ and $b_i = -\tfrac12 \lVert m_i \rVert^2$. The highest of the ten outputs then names
# the digit whose mean is nearest to the image, because
#
# $$
# -\tfrac12 \lVert x - m_i \rVert^2 = m_i \cdot x - \tfrac12 \lVert m_i \rVert^2
#   - \tfrac12 \lVert x \rVert^2 ,
# $$
#
# and the last term is the same for every $i$. Here are the layer and an image of 8×8 pixels that
# had no part in the means:

# %% nbgrader={"grade": false, "grade_id": "digit_layer", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, target = load_digits()
image, images, target = images[-3], images[:1000].reshape(1000, 64), target[:1000]
means = [images[target == digit].mean(axis=0) for digit in range(10)]

x = image.ravel().tolist()
W = [mean.tolist() for mean in means]
b = [-0.5 * float(mean @ mean) for mean in means]

print(f"{len(x)} inputs, {len(W)} outputs")
for row in image:
    print("".join(" .:-=+*#%@"[int(pixel) * 9 // 16] * 2 for pixel in row))

# %% [markdown]
# Compute the ten `scores` with your `linear_scalar`, and set `digit_read` to the digit with the
# highest score. (3 points)

# %% nbgrader={"grade": false, "grade_id": "digit_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
scores = None
digit_read = None
### BEGIN SOLUTION
scores = linear_scalar(x, W, b)
digit_read = scores.index(max(scores))
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "digit", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.digit(scores, digit_read)

# %% [markdown]
# You have read a handwritten digit with one fully connected layer in plain loops. Chapter 2 runs it
# for a whole batch of images at once.

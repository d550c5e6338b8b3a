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
# # Exercise 3: the gradient at the input
#
# You send a gradient back through a layer by hand, write that for a batch, and find the pixel that
# decides whether a layer reads an 8 or a 9. It takes about 30 minutes and gives 20 points. The
# chapter "The gradient at the input" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks and the data.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import input_gradient as check
from fclib.data import load_digits, worked_batch, worked_example

# %% [markdown]
# ## By hand
#
# Three questions for pencil and paper (4 points).
#
# A layer has two inputs and three outputs. One sample goes through it, and its outputs should have
# been the numbers of a target $t$:
#
# $$
# W = \begin{pmatrix} 1 & 2 \\ -1 & 3 \\ 2 & -2 \end{pmatrix}, \quad
# b = \begin{pmatrix} 1 \\ 2 \\ -1 \end{pmatrix}, \quad
# x = \begin{pmatrix} 2 \\ -1 \end{pmatrix}, \quad
# t = \begin{pmatrix} -1 \\ -2 \\ 2 \end{pmatrix}, \qquad
# L = \tfrac12 \sum_i (y_i - t_i)^2 .
# $$
#
# Work out $y = Wx + b$ and then $\partial L / \partial y$, a list of three numbers. (1 point)

# %% nbgrader={"grade": false, "grade_id": "upstream_by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
grad_y_by_hand = None
### BEGIN SOLUTION
grad_y_by_hand = [2, -1, 3]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "upstream_by_hand", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.upstream_by_hand(grad_y_by_hand)

# %% [markdown]
# Now send it back through the layer: $\partial L / \partial x$, a list of two numbers. (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
grad_x_by_hand = None
### BEGIN SOLUTION
grad_x_by_hand = [9, -5]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(grad_x_by_hand)

# %% [markdown]
# $x_2$ grows by 0.01, and $x_1$ stays. By how much does $L$ change, to first order? (1 point)

# %% nbgrader={"grade": false, "grade_id": "change_by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
loss_change = None
### BEGIN SOLUTION
loss_change = -0.05
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "change_by_hand", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.change_by_hand(loss_change)

# %% [markdown]
# ## For a batch
#
# Write the gradient at the input for a whole batch. Each row of `grad_y` belongs to a sample, and so
# does each row of the result. A batch may have one sample, or none at all. (12 points)


# %% nbgrader={"grade": false, "grade_id": "grad_x_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def grad_x(grad_y, W):
    """Return the gradient of a loss at the input of a fully connected layer.

    grad_y : array of shape (n, out_features), the gradient at the layer's output
    W : array of shape (out_features, in_features)
    returns : array of shape (n, in_features)
    """
    ### BEGIN SOLUTION
    return grad_y @ W
    ### END SOLUTION


# %% [markdown]
# Try it on the four samples of the chapter. It should give the chapter's $\partial L / \partial X$.

# %%
example_x, example_target = worked_batch()
_, example_W, example_b = worked_example()
grad_x(example_x @ example_W.T + example_b - example_target, example_W)

# %% [markdown]
# One sample, as a batch of one row (3 points):

# %% nbgrader={"grade": true, "grade_id": "one_sample", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.one_sample(grad_x)

# %% [markdown]
# Several samples (3 points):

# %% nbgrader={"grade": true, "grade_id": "batches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.batches(grad_x)

# %% [markdown]
# Whole numbers, float32, arrays that lie differently in memory, a batch of none; and `grad_y` and `W`
# are the caller's, so they stay as they are (3 points):

# %% nbgrader={"grade": true, "grade_id": "arguments", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.arguments(grad_x)

# %% [markdown]
# The next cell checks again when you hand in, with sizes and numbers of its own (3 points).

# %% nbgrader={"grade": true, "grade_id": "grad_x_hidden", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(grad_x=grad_x)
### BEGIN HIDDEN TESTS
check.one_sample(grad_x, seed=5701)
check.batches(grad_x, seed=8443)
check.arguments(grad_x, seed=2917)
### END HIDDEN TESTS

# %% [markdown]
# ## Which pixels speak for a nine
#
# Here is the layer of exercises 1 and 2 again: its rows are the mean images of the ten digits, and
# its highest score names the digit. The image is an 8, and the layer reads a 9. (4 points)

# %% nbgrader={"grade": false, "grade_id": "digit_layer", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, target = load_digits()
image, images, target = images[1511], images[:1000].reshape(1000, 64), target[:1000]
W = np.array([images[target == digit].mean(axis=0) for digit in range(10)])
b = -0.5 * (W**2).sum(axis=1)
scores = W @ image.ravel() + b
margin = scores[9] - scores[8]


def show(picture):
    """Print a picture: ++ and ## where it is positive, -- and == where it is negative."""
    most = np.abs(picture).max()
    for row in picture:
        print("".join("=- +#"[round(2 * float(value / most)) + 2] * 2 for value in row))


show(image)
print(f"score of 9: {scores[9]:.1f}, score of 8: {scores[8]:.1f}, margin: {margin:.1f}")

# %% [markdown]
# The margin is the score of 9 less the score of 8. Take it in the place of a loss: its gradient at the
# image says which pixels speak for the 9, and which for the 8.
#
# - Set `grad_scores` to the gradient of the margin at the ten scores, an array of shape (1, 10).
# - Set `saliency` to the gradient at the image, with your `grad_x`, as an array of 8×8.
# - Set `pixel` to the row and the column, counted from 0, of the pixel that weighs most: where the
#   absolute value of `saliency` is largest.
#
# (3 points)

# %% nbgrader={"grade": false, "grade_id": "saliency_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
grad_scores = None
saliency = None
pixel = None
### BEGIN SOLUTION
grad_scores = np.zeros((1, 10))
grad_scores[0, 9] = 1
grad_scores[0, 8] = -1
saliency = grad_x(grad_scores, W).reshape(8, 8)
pixel = np.unravel_index(np.abs(saliency).argmax(), saliency.shape)
### END SOLUTION

# %% [markdown]
# Look at it. Where ink speaks for the 8 you see `==`, and where it speaks for the 9, `##`.

# %%
if saliency is not None:
    show(saliency)

# %% nbgrader={"grade": true, "grade_id": "saliency", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.saliency(grad_scores, saliency, pixel)

# %% [markdown]
# The scores are sums of products, so here the first order is all there is: each unit of ink at this
# pixel changes the margin by the same amount. How much ink has to be added there until both scores
# are equal? Set `ink`, right to three digits. (1 point)

# %% nbgrader={"grade": false, "grade_id": "ink_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
ink = None
### BEGIN SOLUTION
ink = -margin / saliency[pixel]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "ink", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.ink(ink)

# %% [markdown]
# Try it, with a little more ink than that:

# %%
if ink is not None:
    changed = image.astype(float)
    changed[tuple(pixel)] += 1.05 * ink
    print("read as", (W @ changed.ravel() + b).argmax())

# %% [markdown]
# One pixel of 64, a little darker, and the layer reads what was written. Nothing but a gradient told
# you which. Chapter 4 asks the same of the weights: which way should they move, so that the layer
# errs less?

# ---
# jupyter:
#   fclib:
#     minutes: 40
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 11: one layer on many machines
#
# You split a layer along each of its axes, count what the machines send, and chain two layers that
# meet once. It takes about 40 minutes and gives 20 points. The chapter "One layer on many machines"
# derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks. The machines here are entries of
# a list: a function returns what each of them holds in the end.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import many_machines as check

# %% [markdown]
# ## By hand
#
# Three questions for pencil and paper (3 points).
#
# One sample, $x = (1, 2, 3, 4)$, one output with the weights $(10, 20, 30, 40)$ and the bias 5. The first
# machine has the first two inputs and weights, the second the other two. Which number does each
# compute alone, and what is $y$? (1 point)

# %% nbgrader={"grade": false, "grade_id": "parts_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
parts_by_hand = None
y_by_hand = None
### BEGIN SOLUTION
parts_by_hand = [50, 250]
y_by_hand = 305
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "parts", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.by_hand(parts_by_hand, y_by_hand)

# %% [markdown]
# Four samples, three on the first machine and one on the second. The loss is a mean over the samples.
# Each machine takes the mean over its own, and finds a gradient of 6 on the first machine and 2 on the
# second. What is the gradient of the mean over all four? (1 point)

# %% nbgrader={"grade": false, "grade_id": "mean_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
gradient_by_hand = None
### BEGIN SOLUTION
gradient_by_hand = (3 * 6 + 1 * 2) / 4
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "mean", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.mean_by_hand(gradient_by_hand)

# %% [markdown]
# The scores of one sample are split over two machines: $(0, \ln 3)$ on the first, $(\ln 8, 0)$ on the second. A
# softmax divides by the sum of all their exponentials. What is the largest score of all, and what does each
# machine add to the sum once that is subtracted from every score? Three digits are enough. (1 point)

# %% nbgrader={"grade": false, "grade_id": "softmax_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
largest_by_hand = None
sums_by_hand = None
### BEGIN SOLUTION
largest_by_hand = np.log(8)
sums_by_hand = [(1 + 3) / 8, (8 + 1) / 8]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "softmax", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.softmax_by_hand(largest_by_hand, sums_by_hand)

# %% [markdown]
# ## Forward
#
# Split the layer into equal parts, in order, among `p` machines along an axis: `"N"`, the samples, `"M"`, the outputs, or `"D"`, the
# inputs. Return a list with what each machine holds in the end: over N its samples' outputs, over M
# its own outputs of every sample, over D all of Y, on every machine. `p` divides the axis. (4 points)

# %% nbgrader={"grade": false, "grade_id": "split_forward_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split_forward(x, W, b, axis, p):
    """Return what each of p machines holds of the layer's outputs.

    x : array of shape (n, in_features)
    W : array of shape (out_features, in_features)
    b : array of shape (out_features,)
    axis : "N", "M" or "D"
    returns : list of p arrays
    """
    ### BEGIN SOLUTION
    if axis == "N":
        return [samples @ W.T + b for samples in np.split(x, p)]
    if axis == "M":
        machines = zip(np.split(W, p), np.split(b, p))
        return [x @ rows.T + biases for rows, biases in machines]
    machines = zip(np.split(x, p, axis=1), np.split(W, p, axis=1))
    y = sum(inputs @ columns.T for inputs, columns in machines) + b
    return [y.copy() for _ in range(p)]
    ### END SOLUTION

# %% [markdown]
# All three axes (2 points):

# %% nbgrader={"grade": true, "grade_id": "forward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.forward(split_forward)

# %% [markdown]
# The next cell checks again when you hand in (2 points).

# %% nbgrader={"grade": true, "grade_id": "forward_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(split_forward=split_forward)
### BEGIN HIDDEN TESTS
check.forward(split_forward, seed=3631)
### END HIDDEN TESTS

# %% [markdown]
# ## Backward
#
# Now the three gradients. A machine ends with the gradients of the parameters that it holds, and with
# $\partial L / \partial X$ of the inputs that it holds. What is a sum over all samples, or over all
# outputs, every machine holds whole. (4 points)

# %% nbgrader={"grade": false, "grade_id": "split_backward_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split_backward(grad_y, x, W, axis, p):
    """Return the gradients that each of p machines holds.

    grad_y : array of shape (n, out_features)
    x : array of shape (n, in_features)
    W : array of shape (out_features, in_features)
    axis : "N", "M" or "D"
    returns : list of p tuples (grad_x, grad_W, grad_b)
    """
    ### BEGIN SOLUTION
    if axis == "N":
        machines = list(zip(np.split(grad_y, p), np.split(x, p)))
        grad_W = sum(g.T @ samples for g, samples in machines)
        return [(g @ W, grad_W, grad_y.sum(axis=0)) for g, _ in machines]
    if axis == "M":
        machines = list(zip(np.split(grad_y, p, axis=1), np.split(W, p)))
        grad_x = sum(g @ rows for g, rows in machines)
        return [(grad_x, g.T @ x, g.sum(axis=0)) for g, _ in machines]
    machines = zip(np.split(x, p, axis=1), np.split(W, p, axis=1))
    return [(grad_y @ columns, grad_y.T @ inputs, grad_y.sum(axis=0)) for inputs, columns in machines]
    ### END SOLUTION

# %% [markdown]
# All three axes (2 points):

# %% nbgrader={"grade": true, "grade_id": "backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.backward(split_backward)

# %% [markdown]
# The next cell checks again when you hand in (2 points).

# %% nbgrader={"grade": true, "grade_id": "backward_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(split_backward=split_backward)
### BEGIN HIDDEN TESTS
check.backward(split_backward, seed=4639)
### END HIDDEN TESTS

# %% [markdown]
# ## What is sent
#
# Count the numbers that a machine sends for one forward and one backward pass, when sums go round a
# ring: twice (p − 1)/p of the numbers that are summed. Where p does not divide them, the fraction counts:
# it is the mean over the machines. (5 points)

# %% nbgrader={"grade": false, "grade_id": "ring_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def all_reduce_numbers(n, in_features, out_features, axis, p):
    """Return how many numbers each of p machines sends on a ring."""
    ### BEGIN SOLUTION
    summed = {
        "N": out_features * in_features + out_features,
        "M": n * in_features,
        "D": n * out_features,
    }
    return 2 * (p - 1) * summed[axis] / p
    ### END SOLUTION

# %% [markdown]
# Several layers (2 points):

# %% nbgrader={"grade": true, "grade_id": "ring", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.ring(all_reduce_numbers)

# %% [markdown]
# The layer 768 → 3072 of GPT-2 on 8 machines: along which axis do they send least, for 8192 tokens and
# for 256? (1 point)

# %% nbgrader={"grade": false, "grade_id": "cheapest_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
cheapest_large = None
cheapest_small = None
### BEGIN SOLUTION
def least(tokens):
    return min("NMD", key=lambda axis: all_reduce_numbers(tokens, 768, 3072, axis, 8))


cheapest_large, cheapest_small = least(8192), least(256)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "cheapest", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.cheapest(cheapest_large, cheapest_small)

# %% [markdown]
# Now the eight machines split the samples, and keep the weights fully sharded: an eighth of $W$ each. Leave the
# biases out. How many of the weights does a machine keep, and how many numbers does it send for one
# forward and one backward pass? (1 point)

# %% nbgrader={"grade": false, "grade_id": "sharded_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
kept_weights = None
sharded_numbers = None
### BEGIN SOLUTION
kept_weights = 768 * 3072 / 8
sharded_numbers = 3 * 7 / 8 * 768 * 3072  # gathered twice, and a reduce-scatter
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "sharded", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.sharded(kept_weights, sharded_numbers)

# %% [markdown]
# A pair of layers, 4096 → 8192 → 4096, runs forward over 2048 tokens on a grid of 64 machines: the tokens in $a$ parts,
# the hidden units in $64/a$, the weights gathered among $a$ machines. For which $a$ does a machine send least? (1 point)

# %% nbgrader={"grade": false, "grade_id": "grid_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
token_parts = None
### BEGIN SOLUTION
token_parts = (64 * 2048 / 8192) ** 0.5
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "grid", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.grid(token_parts)

# %% [markdown]
# ## Two layers that meet once
#
# Two layers with a ReLU between them, on `p` machines. Split them so that the machines add up something
# only once, at the end. (4 points)

# %% nbgrader={"grade": false, "grade_id": "two_layers_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def two_layers_split(x, W1, b1, W2, b2, p):
    """Return the outputs of two layers with a ReLU between them.

    x : array of shape (n, in_features)
    W1, b1 : arrays of shape (hidden, in_features) and (hidden,); p divides hidden
    W2, b2 : arrays of shape (out_features, hidden) and (out_features,)
    returns : array of shape (n, out_features)
    """
    ### BEGIN SOLUTION
    machines = zip(np.split(W1, p), np.split(b1, p), np.split(W2, p, axis=1))
    parts = [np.maximum(0, x @ rows.T + biases) @ columns.T for rows, biases, columns in machines]
    return sum(parts) + b2
    ### END SOLUTION

# %% [markdown]
# Several sizes (3 points):

# %% nbgrader={"grade": true, "grade_id": "two_layers", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.two_layers(two_layers_split)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "two_layers_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(two_layers_split=two_layers_split)
### BEGIN HIDDEN TESTS
check.two_layers(two_layers_split, seed=5641)
### END HIDDEN TESTS

# %% [markdown]
# You have split a layer along each of its axes. Chapter 12 makes it smaller instead: with fewer bits for
# each number.

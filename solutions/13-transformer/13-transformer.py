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
# # Exercise 13: the layer in a transformer
#
# You run the layer over tokens, send gradients through a small update and through a table that is used
# twice, and count what training keeps. It takes about 40 minutes and gives 20 points. The chapter "The
# layer in a transformer" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. A check tells you what it saw; what it names in square brackets
# you find in the chapter. When you hand in, hidden checks with other numbers and other sizes run
# too.
#
# You may use Python and NumPy. From `fclib` you need only the checks.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import transformer as check

# %% [markdown]
# ## By hand
#
# Four numbers for pencil and paper (4 points).
#
# A block of GPT-2 small has four fully connected layers, all with biases: 768 → 2304, 768 → 768,
# 768 → 3072 and 3072 → 768. How many parameters have they together? How many FLOPs does it take to train
# these four on a million tokens, forward and backward, by $6PN$ with their weights as $P$? And how many parameters has an update of
# rank 8 for the first of them, without biases? (3 points)

# %% nbgrader={"grade": false, "grade_id": "counts_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
block_parameters = None
training_flops = None
lora_parameters = None
### BEGIN SOLUTION
layers = [(768, 2304), (768, 768), (768, 3072), (3072, 768)]
block_parameters = sum(m * (d + 1) for d, m in layers)
training_flops = 6 * sum(m * d for d, m in layers) * 1_000_000
lora_parameters = 8 * (768 + 2304)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "counts", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.by_hand(block_parameters, training_flops, lora_parameters)

# %% [markdown]
# The first of the layers makes queries, keys and values: its 2304 rows lie in three blocks, first all
# queries. Which row, counted from 0, makes the sixth number of the keys? (1 point)

# %% nbgrader={"grade": false, "grade_id": "key_row_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
key_row = None
### BEGIN SOLUTION
key_row = 768 + 5
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "key_row", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.key_row(key_row)

# %% [markdown]
# ## Tokens
#
# Write the layer for arrays whose last axis are the features, whatever axes come before it: texts and
# tokens, for example. (3 points)

# %% nbgrader={"grade": false, "grade_id": "linear_tokens_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear_tokens(x, W, b):
    """Return the outputs for every token.

    x : array of shape (..., in_features)
    W : array of shape (out_features, in_features)
    b : array of shape (out_features,)
    returns : array of shape (..., out_features)
    """
    ### BEGIN SOLUTION
    return x @ W.T + b
    ### END SOLUTION

# %% [markdown]
# Several shapes (2 points):

# %% nbgrader={"grade": true, "grade_id": "tokens", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.tokens(linear_tokens)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "tokens_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(linear_tokens=linear_tokens)
### BEGIN HIDDEN TESTS
check.tokens(linear_tokens, seed=2657)
### END HIDDEN TESTS

# %% [markdown]
# ## A small update
#
# The layer is $Y = X \big(W + \tfrac{\alpha}{r} B A\big)^{\mathsf T}$, with $A$ of shape (r, in_features) and
# $B$ of shape (out_features, r). $W$ is frozen. Write the gradients of $X$, $A$ and $B$. Do it without
# the gradient of $W$: nobody can check that here, but your machine will thank you. (5 points)

# %% nbgrader={"grade": false, "grade_id": "lora_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lora_backward(grad_y, x, W, A, B, alpha):
    """Return grad_x, grad_A and grad_B, each with the shape of what it belongs to."""
    ### BEGIN SOLUTION
    scale = alpha / len(A)
    through_B = scale * (grad_y @ B)
    grad_x = grad_y @ W + through_B @ A
    return grad_x, through_B.T @ x, scale * grad_y.T @ (x @ A.T)
    ### END SOLUTION

# %% [markdown]
# Several sizes and ranks (2 points):

# %% nbgrader={"grade": true, "grade_id": "lora", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.lora(lora_backward)

# %% [markdown]
# The next cell checks again when you hand in (2 points).

# %% nbgrader={"grade": true, "grade_id": "lora_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(lora_backward=lora_backward)
### BEGIN HIDDEN TESTS
check.lora(lora_backward, seed=3659)
### END HIDDEN TESTS

# %% [markdown]
# Training is over, and the update is merged into the weights. With $W = \begin{pmatrix} 1 & 2 \\ 5 & 3 \end{pmatrix}$,
# $A = \begin{pmatrix} 1 & -1 \\ 0 & 2 \end{pmatrix}$, $B = \begin{pmatrix} 2 & 0 \\ 1 & 1 \end{pmatrix}$ and
# $\alpha = 6$, what are the new weights? A list of two rows. (1 point)

# %% nbgrader={"grade": false, "grade_id": "merged_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
merged_by_hand = None
### BEGIN SOLUTION
merged_by_hand = [[7, -4], [8, 6]]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "merged", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.merged(merged_by_hand)

# %% [markdown]
# ## A table that is used twice
#
# A table $E$ has a row for each word. Looking the tokens up gives $X$, whose gradient is `grad_x`, a row for
# each token. The head multiplies `hidden` by $E^{\mathsf T}$; the gradient of its scores is `grad_scores`. Write
# the gradient of $E$. (3 points)

# %% nbgrader={"grade": false, "grade_id": "tied_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
    """Return the gradient of the table, of shape (words, features).

    grad_scores : array of shape (n, words)
    hidden : array of shape (n, features)
    grad_x : array of shape (t, features)
    tokens : whole numbers from 0 to words - 1, of shape (t,); a word may come twice
    """
    ### BEGIN SOLUTION
    gradient = grad_scores.T @ hidden
    np.add.at(gradient, tokens, grad_x)
    return gradient
    ### END SOLUTION

# %% [markdown]
# Several texts (2 points):

# %% nbgrader={"grade": true, "grade_id": "tied", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.tied(tied_head_gradient)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "tied_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(tied_head_gradient=tied_head_gradient)
### BEGIN HIDDEN TESTS
check.tied(tied_head_gradient, seed=4663)
### END HIDDEN TESTS

# %% [markdown]
# ## What training keeps
#
# Count the bytes that training one layer keeps: weights and gradients in bfloat16, Adam's master copy and
# two means in float32, and in bfloat16 the inputs that the backward pass needs. With a `rank`, only an
# update `B A` is trained: `W` and `b` are there, and have neither gradients nor an optimizer, and what `A` makes of
# the inputs is kept too. (3 points)

# %% nbgrader={"grade": false, "grade_id": "memory_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def training_memory(n, in_features, out_features, rank):
    """Return four numbers of bytes: weights, gradients, optimizer, inputs. rank may be None."""
    ### BEGIN SOLUTION
    parameters = in_features * out_features + out_features
    trained = parameters if rank is None else rank * (in_features + out_features)
    frozen = 0 if rank is None else parameters
    kept = in_features + (0 if rank is None else rank)
    return 2 * (trained + frozen), 2 * trained, 12 * trained, 2 * n * kept
    ### END SOLUTION

# %% [markdown]
# Several layers and ranks (2 points):

# %% nbgrader={"grade": true, "grade_id": "memory", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.memory(training_memory)

# %% [markdown]
# The next cell checks again when you hand in (1 point).

# %% nbgrader={"grade": true, "grade_id": "memory_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(training_memory=training_memory)
### BEGIN HIDDEN TESTS
check.memory(training_memory, seed=5669)
### END HIDDEN TESTS

# %% [markdown]
# ## GPT-2
#
# GPT-2 small has twelve of the blocks above. How many bytes do its fully connected layers keep for 8192
# tokens, when all of them are trained, and when each gets an update of rank 8? (2 points)

# %% nbgrader={"grade": false, "grade_id": "gpt2_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
full_bytes = None
lora_bytes = None
### BEGIN SOLUTION
layers = [(768, 2304), (768, 768), (768, 3072), (3072, 768)]
full_bytes, lora_bytes = (
    12 * sum(sum(training_memory(8192, d, m, rank)) for d, m in layers) for rank in (None, 8)
)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "gpt2", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.gpt2(full_bytes, lora_bytes)

# %% [markdown]
# This is the last exercise. One layer: you have derived it, run it forwards and backwards, checked it,
# counted it, slid it over images, trained it, split it, squeezed it, and found it again in every block
# of a transformer.

# ---
# jupyter:
#   fclib:
#     changes:
#     - train_step
#     given:
#     - fclib.linear_forward
#     - fclib.linear_backward
#     - fclib.relu
#     - fclib.relu_backward
#     - fclib.initialise
#     minutes: 45
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Exercise 10: training
#
# You write the loss and the training step of a network with two layers, train it until it reads 96 %
# of digits that it has never seen, and find out from their logs what is wrong with real broken runs.
# It takes about 45 minutes and gives 20 points. The chapter "Training" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. What a check names in square brackets you find in the chapter.
# When you hand in, hidden checks with other numbers and other runs follow.
#
# You may use Python and NumPy, and from `fclib` what is imported below: the layer and the ReLU that
# you know.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib import initialise, linear_backward, linear_forward, relu, relu_backward
from fclib.checks import training as check
from fclib.data import load_digits, load_runs

# %% [markdown]
# ## By hand
#
# A network that knows nothing gives four classes the same score. What is its loss
# $-\log p$ for a sample of the third class, to three decimals? And what is the gradient of the loss at
# the four scores, as a list? There is one sample only. (2 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
first_loss = None
gradient = None
### BEGIN SOLUTION
first_loss = 1.386
gradient = [0.25, 0.25, -0.75, 0.25]
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.by_hand(first_loss, gradient)

# %% [markdown]
# ## The loss
#
# Write softmax cross-entropy, the mean over the batch, and its gradient at the scores. Scores may be
# in the thousands, where `np.exp` of them overflows. (4 points)

# %% nbgrader={"grade": false, "grade_id": "softmax_cross_entropy_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax_cross_entropy(scores, target):
    """Return the loss of a batch, and its gradient at the scores.

    scores : array of shape (n, classes)
    target : array of n whole numbers, the class of each sample
    returns : loss, a number; grad_scores, array of shape (n, classes)
    """
    ### BEGIN SOLUTION
    n = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad_scores = np.exp(log_p)
    grad_scores[np.arange(n), target] -= 1
    return -log_p[np.arange(n), target].mean(), grad_scores / n
    ### END SOLUTION

# %% [markdown]
# Several numbers of samples and classes (3 points):

# %% nbgrader={"grade": true, "grade_id": "losses", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.losses(softmax_cross_entropy)

# %% [markdown]
# Scores in the thousands (1 point):

# %% nbgrader={"grade": true, "grade_id": "overflow", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.overflow(softmax_cross_entropy)

# %% [markdown]
# ## The step
#
# Write one step of gradient descent for two layers with a ReLU between them. It changes `W1`, `b1`,
# `W2` and `b2` in place and returns the loss of before the step. (7 points)

# %% nbgrader={"grade": false, "grade_id": "train_step_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train_step(x, target, W1, b1, W2, b2, learning_rate):
    """Take one step of gradient descent; change W1, b1, W2 and b2 in place.

    x : array of shape (n, in_features)
    target : array of n whole numbers
    W1, b1, W2, b2 : arrays of shape (hidden, in_features), (hidden,), (classes, hidden), (classes,)
    returns : the loss before the step
    """
    ### BEGIN SOLUTION
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, grad_scores = softmax_cross_entropy(linear_forward(a, W2, b2), target)
    grad_a, grad_W2, grad_b2 = linear_backward(grad_scores, a, W2)
    _, grad_W1, grad_b1 = linear_backward(relu_backward(grad_a, z), x, W1)
    W1 -= learning_rate * grad_W1
    b1 -= learning_rate * grad_b1
    W2 -= learning_rate * grad_W2
    b2 -= learning_rate * grad_b2
    return loss
    ### END SOLUTION

# %% [markdown]
# The loss and the parameters after a step (4 points):

# %% nbgrader={"grade": true, "grade_id": "steps", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check.steps(train_step, softmax_cross_entropy)

# %% [markdown]
# The next cell checks the loss and the step again when you hand in, with numbers of its own
# (3 points).

# %% nbgrader={"grade": true, "grade_id": "train_step_hidden", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(train_step=train_step)
### BEGIN HIDDEN TESTS
check.losses(softmax_cross_entropy, seed=5651)
check.overflow(softmax_cross_entropy, seed=6143)
check.steps(train_step, softmax_cross_entropy, seed=7577)
### END HIDDEN TESTS

# %% [markdown]
# ## Real digits
#
# Here are 1,437 digits to train on, and 360 that the network must not see until the end.

# %% nbgrader={"grade": false, "grade_id": "digits", "locked": true, "schema_version": 3, "solution": false, "task": false}
images, target = load_digits()
order = np.random.default_rng(0).permutation(1797)
x_held_out, t_held_out = images.reshape(-1, 64)[order[:360]] / 16, target[order[:360]]
x_train, t_train = images.reshape(-1, 64)[order[360:]] / 16, target[order[360:]]

# %% [markdown]
# Write `train(x, target)`, which trains two layers with 32 hidden units on the digits that it is given:
# start from `initialise(64, 32, 10, rng=...)`, go through the digits in batches, in a new order in each
# epoch, and return the parameters. A learning rate of 0.5, batches of 32 and some 30 epochs will do.
# (3 points)

# %% nbgrader={"grade": false, "grade_id": "train_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(x, target):
    """Return the parameters of a network that was trained on digits.

    x : array of shape (n, 64), from 0 to 1
    target : array of n whole numbers from 0 to 9
    returns : W1, b1, W2, b2, arrays of shape (32, 64), (32,), (10, 32), (10,)
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(3)
    W1, b1, W2, b2 = initialise(64, 32, 10, rng=rng)
    for _ in range(30):
        shuffled = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            batch = shuffled[start : start + 32]
            train_step(x[batch], target[batch], W1, b1, W2, b2, 0.5)
    return W1, b1, W2, b2
    ### END SOLUTION

# %% [markdown]
# A fully connected layer works in any order of the pixels, and with any names for the digits. Here
# `train` gets digits with their pixels in another order and with other names, each in the same way.
# Then its network reads digits that `train` was not given (1 point):

# %% nbgrader={"grade": true, "grade_id": "trains", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check.trains(train)

# %% [markdown]
# Now train on the training digits. Keep the parameters in `W1`, `b1`, `W2` and `b2`, and set `accuracy`
# to the fraction of the held-out digits that the network reads correctly. It will be near 0.97, and 0.96
# is enough: choosing a seed by the held-out digits would give them a say in the training. When you hand
# in, `train` is tried on another order of the pixels, too. (2 points)

# %% nbgrader={"grade": false, "grade_id": "trained_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
W1, b1, W2, b2 = None, None, None, None
accuracy = None
### BEGIN SOLUTION
W1, b1, W2, b2 = train(x_train, t_train)
scores = linear_forward(relu(linear_forward(x_held_out, W1, b1)), W2, b2)
accuracy = float(np.mean(scores.argmax(axis=1) == t_held_out))
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "trained", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.trained(accuracy, W1, b1, W2, b2)
check.at_hand_in(train=train)
### BEGIN HIDDEN TESTS
check.trains(train, seed=15)
### END HIDDEN TESTS

# %% [markdown]
# ## Eight runs
#
# Here are the logs of eight real runs of this network, 12 epochs each: the mean loss of each epoch,
# the accuracy on held-out digits after it, and the size of `W1`. One of them is healthy. In the
# others somebody made one mistake. Where a number is `None`, it was not finite any more; that
# happens to the loss and to `W1_norm`.

# %% nbgrader={"grade": false, "grade_id": "runs", "locked": true, "schema_version": 3, "solution": false, "task": false}
for number, log in enumerate(load_runs()):
    print("run", number)
    for name, values in log.items():
        shown = ["  None" if value is None else f"{value:6.4g}" for value in values]
        print(f"  {name:9}", *shown)

# %% [markdown]
# The eight names are
#
# | name | what was done |
# |---|---|
# | `"healthy"` | nothing |
# | `"sign"` | steps up the slope |
# | `"learning-rate-too-large"` | a learning rate 30 times as large |
# | `"zero-initialised"` | all parameters start at 0 |
# | `"labels-shuffled"` | the training labels belong to other digits |
# | `"updated-copy"` | the steps are taken on copies of the parameters |
# | `"grad-W-mean-twice"` | every gradient is divided by the batch once more |
# | `"gradients-accumulate"` | gradients are never cleared: each step adds those of all before |
#
# Write `diagnose(log)`, which returns the name for such a log. Look for what sets each kind apart, and
# not for these eight runs' numbers: when you hand in, it is tried on new runs. (4 points)

# %% nbgrader={"grade": false, "grade_id": "diagnose_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def diagnose(log):
    """Return the name of what was done in a run.

    log : dict with the lists "loss", "accuracy" and "W1_norm", one number for each epoch
    returns : one of the eight names
    """
    ### BEGIN SOLUTION
    loss, accuracy, norm = log["loss"], log["accuracy"], log["W1_norm"]
    if None in loss or loss[-1] > 1e6:
        return "sign"
    if norm[-1] == 0:
        return "zero-initialised"
    if norm[0] == norm[-1] and norm[0] < 20:
        return "updated-copy"
    if norm[-1] > 50:
        return "gradients-accumulate" if norm[-1] > 2 * norm[0] else "learning-rate-too-large"
    if accuracy[-1] < 0.3:
        return "labels-shuffled"
    return "healthy" if loss[2] < 0.6 else "grad-W-mean-twice"
    ### END SOLUTION

# %% [markdown]
# The eight runs above (2 points):

# %% nbgrader={"grade": true, "grade_id": "eight_runs", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.names_bugs(diagnose)

# %% [markdown]
# New runs, when you hand in (2 points):

# %% nbgrader={"grade": true, "grade_id": "new_runs", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(diagnose=diagnose)
### BEGIN HIDDEN TESTS
check.names_bugs(diagnose, seed=300)
### END HIDDEN TESTS

# %% [markdown]
# You have now derived, written and checked every part of a network that reads handwriting, and you
# know how each part goes wrong. The next three chapters take the same layer to many machines, to fewer
# bits, and into a transformer.

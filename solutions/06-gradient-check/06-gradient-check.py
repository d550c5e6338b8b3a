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
# # Exercise 6: checking a gradient
#
# You write central differences, and with them a function that tells right layers from wrong ones. It
# is tried on layers with planted mistakes. It takes about 40 minutes and gives 20 points. The chapter
# "Checking a gradient" derives everything you need.
#
# Write your answers where you see `...  # your code here`. After each answer come cells that check
# it: run them as often as you like. What a check names in square brackets you find in the chapter.
# When you hand in, hidden checks with other numbers run too.
#
# You may use Python and NumPy. From `fclib` you need only the checks.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np

from fclib.checks import gradient_check as check

# %% [markdown]
# ## By hand
#
# The slope of $f(x) = x^3$ at $x = 2$ is $12$. Estimate it from two values of $f$, with the step
# $h = 0.5$: once by a forward difference, once by a central difference. And estimate the slope of the
# straight line $g(x) = 3x - 1$ at $x = 2$ by a central difference with the step $h = 100$. (3 points)

# %% nbgrader={"grade": false, "grade_id": "by_hand_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
forward_estimate = None
central_estimate = None
line_estimate = None
### BEGIN SOLUTION
forward_estimate = (2.5**3 - 2**3) / 0.5
central_estimate = (2.5**3 - 1.5**3) / 1
line_estimate = ((3 * 102 - 1) - (3 * -98 - 1)) / 200
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "by_hand", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.by_hand(forward_estimate, central_estimate, line_estimate)

# %% [markdown]
# ## Central differences
#
# Write the numerical gradient of a function of an array: move one entry at a time by `eps` up and
# down, and leave the others where they are. `x` may have any shape, and may hold whole numbers or
# float32: work in float64. `x` is the caller's and stays as it is. (7 points)


# %% nbgrader={"grade": false, "grade_id": "numerical_gradient_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def numerical_gradient(f, x, eps):
    """Return the gradient of f at x by central differences.

    f : takes an array like x and returns one number
    x : array of any shape
    eps : the step
    returns : array of the shape of x, float64
    """
    ### BEGIN SOLUTION
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + eps
        above = f(point.copy())
        point[index] = value - eps
        below = f(point.copy())
        point[index] = value
        gradient[index] = (above - below) / (2 * eps)
    return gradient
    ### END SOLUTION


# %% [markdown]
# Try it: the gradient of the sum of squares is `2 * x`.

# %%
numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, -3.0]), 1e-5)

# %% [markdown]
# Arrays of several shapes, with large steps that show what kind of difference it is (3 points):

# %% nbgrader={"grade": true, "grade_id": "differences", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.differences(numerical_gradient)

# %% [markdown]
# Whole numbers, float32, and `x` left alone (2 points):

# %% nbgrader={"grade": true, "grade_id": "types", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.types(numerical_gradient)

# %% [markdown]
# The next cell checks again when you hand in, with numbers of its own (2 points).

# %% nbgrader={"grade": true, "grade_id": "numerical_gradient_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(numerical_gradient=numerical_gradient)
### BEGIN HIDDEN TESTS
check.differences(numerical_gradient, seed=7213)
check.types(numerical_gradient, seed=4099)
### END HIDDEN TESTS

# %% [markdown]
# ## A checker
#
# A layer is two functions. `forward(x, W, b)` takes `x` of shape (n, in), `W` of shape (out, in) and `b`
# of shape (out,), and returns an array of shape (n, out). `backward(grad_y, x, W)` returns the three
# gradients of the loss, of `x`, `W` and `b`, each in the shape of its own array.
#
# Write `is_correct(forward, backward)`, which draws what it needs, compares all three gradients with
# numerical ones, and returns True or False. The loss to take is $\sum_{n,i} g_{ni}\,y_{ni}$ with numbers
# $g$ of your own choice: then `grad_y` is `g`. Think of what hides mistakes: sizes, the batch, $g$, a
# second call. A backward pass that stops with an exception, or returns another shape, is wrong. The
# outputs of a layer may be in the thousands or in the thousandths. (8 points)


# %% nbgrader={"grade": false, "grade_id": "is_correct_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def is_correct(forward, backward):
    """Return True if backward returns the gradients of forward, else False."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng(0)
    for n, inputs, outputs in [(4, 3, 2), (2, 3, 5), (3, 3, 3)]:
        arguments = [
            rng.normal(size=(n, inputs)),
            rng.normal(size=(outputs, inputs)),
            rng.normal(size=outputs),
        ]
        g = rng.normal(size=(n, outputs))
        try:
            backward(g, arguments[0], arguments[1])
            gradients = backward(g, arguments[0], arguments[1])
        except Exception:
            return False
        for k in range(3):

            def loss(value):
                changed = list(arguments)
                changed[k] = value
                return np.sum(g * forward(*changed))

            numerical = numerical_gradient(loss, arguments[k], 1e-5)
            analytic = np.asarray(gradients[k])
            if analytic.shape != numerical.shape:
                return False
            scale = max(np.abs(analytic).max(), np.abs(numerical).max())
            if np.abs(analytic - numerical).max() > 1e-6 * scale:
                return False
    return True
    ### END SOLUTION


# %% [markdown]
# Does it find the planted mistakes? (3 points)

# %% nbgrader={"grade": true, "grade_id": "finds", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.finds(is_correct)

# %% [markdown]
# Does it clear what is right? (2 points)

# %% nbgrader={"grade": true, "grade_id": "clears", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.clears(is_correct)

# %% [markdown]
# The next cell checks again when you hand in, with layers of other kinds (3 points).

# %% nbgrader={"grade": true, "grade_id": "is_correct_hidden", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check.at_hand_in(is_correct=is_correct)
### BEGIN HIDDEN TESTS
check.finds(is_correct, seed=9001)
check.clears(is_correct, seed=2999)
### END HIDDEN TESTS

# %% [markdown]
# ## Three colleagues
#
# Three colleagues have written a fully connected layer for images of 3 channels of 1×2 pixels, which
# come flattened as (channels, height, width), so 6 inputs. C's code takes them to come in the opposite
# order, and turns them round first.


# %% nbgrader={"grade": false, "grade_id": "layers", "locked": true, "schema_version": 3, "solution": false, "task": false}
def forward_a(x, W, b):
    return np.einsum("nj,ij->ni", x, W) + b


def backward_a(grad_y, x, W):
    return np.einsum("ni,ij->nj", grad_y, W), np.einsum("ni,nj->ij", grad_y, x), sum(grad_y)


def backward_b(grad_y, x, W):
    return grad_y @ W, grad_y.T @ x / len(x), grad_y.mean(axis=0)


def forward_c(x, W, b):
    return x[:, ::-1] @ W.T + b


def backward_c(grad_y, x, W):
    return (grad_y @ W)[:, ::-1], grad_y.T @ x[:, ::-1], grad_y.sum(axis=0)


layers = {"A": (forward_a, backward_a), "B": (forward_a, backward_b), "C": (forward_c, backward_c)}

# %% [markdown]
# Put your `is_correct`'s verdicts on A, B and C into the list `verdicts`. One of the three is cleared by
# every gradient check and still does not do what it should: which? (2 points)

# %% nbgrader={"grade": false, "grade_id": "colleagues_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
verdicts = None
cleared_though_wrong = None
### BEGIN SOLUTION
verdicts = [is_correct(*layers[name]) for name in "ABC"]
cleared_though_wrong = "C"
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "colleagues", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check.colleagues(verdicts, cleared_though_wrong)

# %% [markdown]
# You have a tool that finds wrong gradients, and you know what it cannot see. Keep it at hand: every
# layer you ever write deserves to be tried on it once.

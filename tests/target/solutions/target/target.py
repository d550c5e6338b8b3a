# ---
# jupyter:
#   fclib:
#     changes: [table]
#     given: [fclib.linear_forward]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# An assignment with everything that tests can ask of a grader. Submissions in `tests/attacks` and
# `tests/honest` answer it.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
from fclib import linear_forward, load_digits

images, target = load_digits()
image = images[0].ravel() / 16

# %% nbgrader={"grade": false, "grade_id": "double_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def double(x):
    """Return an array with every entry doubled."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "double", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
x = np.array([[1.0, -2.0, 3.5], [0.25, 7.0, -9.0]])
y = double(x)
assert isinstance(y, np.ndarray)
assert y.shape == (2, 3)
assert np.allclose(y, [[2, -4, 7], [0.5, 14, -18]])
np.testing.assert_allclose(double(x[:, ::2]), 2 * x[:, ::2])
assert np.array_equal(x, [[1.0, -2.0, 3.5], [0.25, 7.0, -9.0]]), "x was changed"

# %% nbgrader={"grade": false, "grade_id": "layer_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def layer(x, W, b):
    """Return x Wᵀ + b."""
    ### BEGIN SOLUTION
    return x @ W.T + b
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "layer_hidden", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
assert callable(layer)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(80_214)
for n, inputs, outputs in [(1, 2, 3), (4, 3, 2), (5, 5, 5)]:
    sample = [rng.normal(size=shape) for shape in [(n, inputs), (outputs, inputs), (outputs,)]]
    np.testing.assert_allclose(layer(*sample), linear_forward(*sample), atol=1e-6)
### END HIDDEN TESTS

# %% nbgrader={"grade": false, "grade_id": "split_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split(x, *, at=1):
    """Return the part of x before a place and the part from there."""
    ### BEGIN SOLUTION
    return x[:at], x[at:]
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "split", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
left, right = split(np.arange(5), at=2)
assert left.tolist() == [0, 1] and right.tolist() == [2, 3, 4]
assert split("batch") == ("b", "atch")
assert split([1, "two", None], at=3) == ([1, "two", None], [])

# %% nbgrader={"grade": false, "grade_id": "table_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def table(layers):
    """Return the parameters of each layer by name, and add the key "total" to layers."""
    ### BEGIN SOLUTION
    counts = {name: (inputs + 1) * outputs for name, (inputs, outputs) in layers.items()}
    layers["total"] = sum(counts.values())
    return counts
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "table", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
layers = {"fc1": (4, 3), "fc2": (3, 2)}
assert table(layers) == {"fc1": 15, "fc2": 8}
assert layers == {"fc1": (4, 3), "fc2": (3, 2), "total": 23}

# %% nbgrader={"grade": false, "grade_id": "Mean_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Mean:
    """The mean of the numbers seen so far: `add` takes one, `value` is the mean."""

    ### BEGIN SOLUTION
    def __init__(self, start=0.0):
        self.total, self.count, self.value = start, 0, start

    def add(self, number):
        self.total += number
        self.count += 1
        self.value = self.total / self.count
        return self
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "Mean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
mean, other = Mean(), Mean(start=2.0)
for number in [1.0, 2.0, 6.0]:
    mean.add(number)
assert mean.value == 3.0
assert other.add(4.0).add(6.0).value == 6.0
assert mean.value == 3.0

# %% nbgrader={"grade": false, "grade_id": "derivative_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def derivative(f, x, eps=0.5):
    """Return the central difference of a function of one number."""
    ### BEGIN SOLUTION
    return (f(x + eps) - f(x - eps)) / (2 * eps)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "derivative", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
calls = []


def square(x):
    calls.append(x)
    return x * x


assert derivative(square, 3.0) == 6.0
assert sorted(calls) == [2.5, 3.5]
assert derivative(lambda x: 5 * x, 1.0, eps=0.25) == 5.0

# %% nbgrader={"grade": false, "grade_id": "inverse_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def inverse(x):
    """Return 1 / x; raise ValueError if an entry is 0."""
    ### BEGIN SOLUTION
    if np.any(np.asarray(x) == 0):
        raise ValueError("0 has no inverse")
    return 1 / np.asarray(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "inverse", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
score = 0.0
for values in [[1.0, 2.0], [4.0], [-0.5]]:
    got = inverse(np.array(values))
    right = np.shape(got) == np.shape(values) and np.allclose(got, [1 / v for v in values])
    score += 0.5 * bool(right)
try:
    inverse(np.array([1.0, 0.0]))
except ValueError:
    score += 0.5
score

# %% nbgrader={"grade": false, "grade_id": "ink_answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
# Set ink to the sum of image's entries.
### BEGIN SOLUTION
ink = image.sum()
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "ink", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
assert abs(ink - image.sum()) < 1e-9

# %% nbgrader={"grade": true, "grade_id": "words", "locked": false, "points": 1, "schema_version": 3, "solution": true, "task": false}
# What is a bias? Answer in a comment; it is read and graded by a person.
### BEGIN SOLUTION
# A number that is added to an output.
### END SOLUTION

"""What a check knows by behaviour it says in the student's notebook and in the grader alike.

In the one it meets the student's function itself, in the other a stand-in.
"""

import nbclient
import nbformat
import pytest

from fclib.checks.engine.loops import LOOPS
from fclib.checks.wrong import BY_BEHAVIOUR
from fclib.grading.sandbox.grader import Grader
from tests.checks.exercise import named
from tests.grading import courses

pytestmark = pytest.mark.slow

ANSWERS = {
    ("arguments-swapped", "neuron_to_layer.every_size(linear_scalar)"): """\
def linear_scalar(W, x, b):
    return [sum(w * v for w, v in zip(row, x)) + c for row, c in zip(W, b)]
""",
    ("arguments-swapped", "batch.batches(linear_forward)"): """\
def linear_forward(W, x, b):
    return x @ W.T + b
""",
    ("arguments-swapped", "input_gradient.batches(grad_x)"): """\
def grad_x(W, grad_y):
    return grad_y @ W
""",
    ("arguments-swapped", "weight_gradient.batches(grad_W)"): """\
def grad_W(x, grad_y):
    return grad_y.T @ x
""",
    ("arguments-swapped", "whole_layer.gradients(linear_backward)"): """\
def linear_backward(x, grad_y, W):
    return grad_y @ W, grad_y.T @ x, grad_y.sum(axis=0)
""",
    ("arguments-swapped", "gradient_check.differences(numerical_gradient)"): """\
def numerical_gradient(x, f, eps):
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[place] += eps
        down[place] -= eps
        gradient[place] = (f(up) - f(down)) / (2 * eps)
    return gradient
""",
    ("arguments-swapped", "convolution.kernels(linear_to_conv)"): """\
def linear_to_conv(in_shape, W):
    return W.reshape(len(W), *in_shape)
""",
    ("arguments-swapped", "heat_maps.maps(heat_map)"): """\
class Maps:
    def of(self, image, W, b, stride, patch_shape):
        _, height, width = patch_shape
        rows = range(0, image.shape[1] - height + 1, stride)
        columns = range(0, image.shape[2] - width + 1, stride)
        return np.array([
            [[row @ image[:, r:r + height, s:s + width].ravel() + c for s in columns] for r in rows]
            for row, c in zip(W, b)
        ])

heat_map = Maps().of
""",
    ("arguments-swapped", "training.losses(softmax_cross_entropy)"): """\
def softmax_cross_entropy(target, scores):
    p = np.exp(scores - scores.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    truth = np.eye(scores.shape[1])[target]
    return -np.log((p * truth).sum(axis=1)).mean(), (p - truth) / len(p)
""",
    ("name-reused", "batch.images(linear_forward)"): """\
def linear_forward(x, W, b):
    if x.ndim == 4:
        N, C, H, W = x.shape
        x = x.reshape(N, C * H * W)
    return x @ W.T + b
""",
    ("name-reused", "whole_layer.images(linear_backward)"): """\
def flat(x):
    return x.reshape(len(x), -1)

def product(grad_y, W):
    return np.matmul(grad_y, W)

def linear_backward(grad_y, x, W):
    if x.ndim == 4:
        n, C, H, W = x.shape
    return product(grad_y, W).reshape(x.shape), grad_y.T @ flat(x), grad_y.sum(axis=0)
""",
    ("name-reused", "convolution.kernels(linear_to_conv)"): """\
def linear_to_conv(W, in_shape):
    M = len(W)
    C, H, W = in_shape
    return W.reshape(M, C, H, W)
""",
    ("name-reused", "heat_maps.maps(heat_map)"): """\
def heat_map(image, W, b, patch_shape, stride):
    _, H, W = image.shape
    _, height, width = patch_shape
    heat = np.zeros((len(b), (H - height) // stride + 1, (W - width) // stride + 1))
    for r, s in np.ndindex(heat.shape[1:]):
        top, left = r * stride, s * stride
        heat[:, r, s] = W @ image[:, top:top + height, left:left + width].ravel() + b
    return heat
""",
    ("input-destroyed", "batch.arguments(linear_forward)"): """\
def linear_forward(x, W, b):
    x *= 2
    return x.reshape(len(x), W.shape[1]) @ W.T / 2 + b
""",
    ("input-reshaped-in-place", "batch.arguments(linear_forward)"): """\
def linear_forward(x, W, b):
    x.shape = (len(x), W.shape[1])
    return x @ W.T + b
""",
    ("order-swapped", "whole_layer.gradients(linear_backward)"): """\
def linear_backward(grad_y, x, W):
    return grad_y.T @ x, grad_y @ W, grad_y.sum(axis=0)
""",
    ("output-dtype-of-input", "batch.arguments(linear_forward)"): """\
def linear_forward(x, W, b):
    x = np.asarray(x)
    return (x.reshape(len(x), -1) @ np.transpose(W) + b).astype(x.dtype)
""",
    ("sign", "input_gradient.batches(grad_x)"): """\
def grad_x(grad_y, W):
    return -(grad_y @ W)
""",
    ("same-array-twice", "gradient_check.differences(numerical_gradient)"): """\
def numerical_gradient(f, x, eps):
    x = x.astype(float)
    gradient = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up = x
        up[place] += eps
        down = x
        down[place] -= eps
        gradient[place] = (f(up) - f(down)) / (2 * eps)
    return gradient
""",
    ("square-assumed", "batch.batches(linear_forward)"): """\
def linear_forward(x, W, b):
    y = np.zeros((len(x), len(W)))
    for n in range(len(x)):
        for i in range(x.shape[1]):
            for j in range(len(W)):
                y[n, i] += x[n, j] * W[i, j]
            y[n, i] += b[i]
    return y
""",
    ("state-kept", "neuron_to_layer.three_to_three(linear_scalar)"): """\
def linear_scalar(x, W, b, y=[]):
    for row, c in zip(W, b):
        y.append(sum(w * v for w, v in zip(row, x)) + c)
    return y
""",
    ("state-kept", "input_gradient.batches(grad_x)"): """\
total = 0

def grad_x(grad_y, W):
    global total
    total = total + 1
    return grad_y @ W + total
""",
    ("upstream-destroyed", "input_gradient.arguments(grad_x)"): """\
def grad_x(grad_y, W):
    gradient = grad_y @ W
    grad_y[...] = 0
    return gradient
""",
    ("weights-destroyed", "batch.arguments(linear_forward)"): """\
def linear_forward(x, W, b):
    W *= 2
    return x.reshape(len(x), W.shape[1]) @ W.T / 2 + b
""",
}
IMPORTS = (
    "import numpy as np\n"
    "from fclib.checks import batch, convolution, gradient_check, heat_maps, input_gradient\n"
    "from fclib.checks import neuron_to_layer, training, weight_gradient, whole_layer\n"
)

every_answer = pytest.mark.parametrize(
    ("id_", "check"), ANSWERS, ids=[f"{id_}-{check.partition('.')[0]}" for id_, check in ANSWERS]
)


@pytest.fixture(scope="module")
def grader(tmp_path_factory):
    grader = Grader([tmp_path_factory.mktemp("course")], course=courses.FCLIB)
    yield grader
    grader.close()


@pytest.fixture(scope="module")
def in_notebook():
    """What a notebook says in which all answers and their checks were run."""
    sources = [IMPORTS]
    for (_, check), source in ANSWERS.items():
        sources += [source, check]
    nb = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    nbclient.NotebookClient(nb, kernel_name="python3", allow_errors=True, timeout=120).execute()
    said = ("".join(output.get("evalue", "") for output in cell.outputs) for cell in nb.cells[2::2])
    return dict(zip(ANSWERS, said, strict=True))


def graded(grader, check, source, role="test"):
    """Return what the grader says of an answer."""
    cells = ("locked", IMPORTS), ("student", source), (role, check)
    *_, shown = courses.run_cells(grader, *cells)
    return shown.removeprefix("CheckFailed: ")


def test_every_row_is_tried():
    # Of loops the grader says less: whether the answer has one stands in a source it does not see.
    assert {id_ for id_, _ in ANSWERS} == BY_BEHAVIOUR.keys() - LOOPS.keys()


@every_answer
def test_the_grader_says_what_the_notebook_says(grader, in_notebook, id_, check):
    assert named(in_notebook[id_, check]) == id_
    assert graded(grader, check, ANSWERS[id_, check]) == in_notebook[id_, check]


def test_a_hidden_test_does_not_say_which_names_were_numbers(grader):
    """For a forged process could say so of whatever a hidden test's arguments are."""
    check = "batch.images(linear_forward)"
    said = graded(grader, check, ANSWERS["name-reused", check], role="hidden")
    assert named(said) is None
    assert " stopped with AttributeError " in said
    assert said.endswith("in line 5 of your cell: return x @ W.T + b")


@pytest.mark.parametrize("line", ["' '.join(map(str, x.ravel()))", "'raise KeyError'"])
def test_a_hidden_test_shows_no_line_that_is_not_in_a_cell(grader, line):
    """Python reads lines from a table that a student's code can write the arguments into."""
    source = f"""\
import linecache

def linear_forward(x, W, b):
    name = linear_forward.__code__.co_filename
    linecache.cache[name] = 1, None, 30 * [{line}], name
    raise KeyError
"""
    said = graded(grader, "batch.images(linear_forward)", source, role="hidden")
    assert " stopped with KeyError " in said
    assert ("in line 6 of your cell: raise KeyError" in said) == (line == "'raise KeyError'")
    assert "of your cell" not in said or "raise KeyError" in said


WORKER = """
import sys

def forge(method, more):
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Worker":
        frame = frame.f_back
    # A function that the worker calls by its name, or one of its methods.
    names = frame.f_globals
    if method in names:
        true = names[method]
        names[method] = lambda *values: true(*values) | more
    else:
        worker = frame.f_locals["self"]
        true = getattr(worker, method)
        setattr(worker, method, lambda value: true(value) | more)
"""
RIGHT = """
def linear_forward(x, W, b):
    return x.reshape(len(x), W.shape[1]) @ W.T + b
"""
STOPS = """
def linear_forward(x, W, b):
    raise ValueError
"""


@pytest.mark.parametrize(
    "names",
    [
        "['x' * 3_000_000]",
        "['x'] * 500_000",
        "[f'x{n}' for n in range(100_000)]",
        "['x', 'W b']",
        "['x', '__class__']",
        "['x', 5]",
        "['x', None]",
        "[['x']]",
        "'xWb'",
        "{'x': 'x'}",
        "7",
    ],
)
@pytest.mark.parametrize("forged", ["parameters", "numbers"])
def test_a_process_that_sends_absurd_names_is_given_up(grader, forged, names):
    method, answer = {"parameters": ("export", RIGHT), "numbers": ("describe", STOPS)}[forged]
    source = f"{WORKER}{answer}forge({method!r}, {{{forged!r}: {names}}})"
    said = graded(grader, "batch.images(linear_forward)", source)
    assert "ProcessLostError: it broke the protocol" in said or "stopped with ProcessLost" in said


def test_no_message_quotes_the_grader_where_the_process_is_lost_or_late(grader):
    lost = f"{RIGHT.replace('return', 'import os; os._exit(1); return')}"
    assert "of your cell" not in graded(grader, "batch.images(linear_forward)", lost)
    late = RIGHT.replace("return", "while True:\n        pass\n    return")
    said = graded(grader, "batch.images(linear_forward)", late)
    assert "self." not in said


def test_a_keyword_is_no_parameter(grader):
    source = f"{WORKER}{RIGHT}forge('export', {{'parameters': ['x', 'class']}})"
    assert "it broke the protocol" in graded(grader, "batch.images(linear_forward)", source)


def test_names_alone_earn_nothing_and_cost_nothing(grader):
    forged = "forge('export', {'parameters': ['W', 'x', 'b']})"
    check = "batch.images(linear_forward)"
    assert graded(grader, check, f"{WORKER}{RIGHT}{forged}").startswith("linear_forward: ")
    wrong = RIGHT.replace("+ b", "- b")
    assert named(graded(grader, check, f"{WORKER}{wrong}{forged}")) == "bias-subtracted"

"""Checks of exercise 05: the gradient of the biases, all three, and a layer that remembers."""

import contextlib
import copy
from functools import lru_cache, partial
from numbers import Real

import numpy as np

from fclib.checks._arrays import Subject, compare, draw, leaves_arguments, spread, whole
from fclib.checks._core import (
    NOTHING_RETURNED,
    agree,
    count,
    diagnose,
    fail,
    kind_of,
    number,
    numbers,
    require_answer,
    run,
)
from fclib.checks.wrong.whole_layer import WRONG
from fclib.data import load_digits
from fclib.linear import grad_b, linear_backward, linear_forward
from fclib.network import Linear

__all__ = [
    "accuracy",
    "biases",
    "biases_manners",
    "by_hand",
    "gradients",
    "images",
    "layer",
    "manners",
    "mean_by_hand",
    "trained",
    "two_uses",
    "zeroed",
]

BY_HAND = np.array([[2.0, -1.0], [-3.0, 0.5], [7.0, 3.5]])
"""∂L/∂Y of the first questions: three samples, two outputs."""

RATE, BATCH = 0.05, 32
"""The learning rate and the batch of the training."""

# (N, M): pairwise distinct, square, one sample, one output.
ROWS = [(4, 3), (2, 5), (3, 3), (1, 4), (5, 1), (2, 2)]

# (N, D, M): pairwise distinct, then with each two equal, then all equal, then a batch of one.
SIZES = [(4, 3, 2), (2, 4, 3), (3, 2, 5), (4, 4, 2), (3, 2, 3), (2, 3, 3), (3, 3, 3), (1, 3, 2)]

# (N, C, H, W) and M: with H = N, so that an input that is not flattened fits; and M = C·H·W.
IMAGES = [((2, 2, 3, 2), 3), ((3, 2, 3, 2), 4), ((2, 1, 2, 2), 4), ((1, 3, 2, 2), 2)]


def _row_sizes(grad_y):
    n, outputs = grad_y.shape
    return f"for {count(n, 'sample')} and {count(outputs, 'output')}"


def _sizes(grad_y, x, W):
    if x.ndim > 2:
        return f"for x of shape {x.shape} and {count(len(W), 'output')}"
    n, inputs = x.shape
    return f"for {count(n, 'sample')}, {count(inputs, 'input')} and {count(len(W), 'output')}"


BIASES = Subject(
    name="grad_b",
    arguments=("grad_y",),
    results=("grad_b",),
    reference=grad_b,
    wrong=WRONG["grad_b"],
    sizes=_row_sizes,
    destroyed={"grad_y": "upstream-destroyed"},
)

BACKWARD = Subject(
    name="linear_backward",
    arguments=("grad_y", "x", "W"),
    results=("grad_x", "grad_W", "grad_b"),
    reference=linear_backward,
    wrong=WRONG["linear_backward"],
    sizes=_sizes,
    destroyed={"grad_y": "upstream-destroyed", "x": "input-destroyed", "W": "weights-destroyed"},
)


# By hand


def by_hand(values):
    """Check the gradient of two biases for a summed loss, worked out by hand."""
    got = _two(values, "grad_b_by_hand")
    if not agree(got, grad_b(BY_HAND)):
        found = diagnose(lambda *_: got, [(BY_HAND,)], grad_b, WRONG["grad_b"])
        _wrong_by_hand("grad_b_by_hand", got, grad_b(BY_HAND), found)
    print("grad_b_by_hand: both numbers are right.")


def mean_by_hand(values):
    """Check the same gradient for a loss that is the mean over the batch."""
    name, upstream = "grad_b_of_mean", BY_HAND / len(BY_HAND)
    want = grad_b(upstream)
    got = _two(values, name)
    if not agree(got, want):
        if agree(got, grad_b(BY_HAND)):
            fail(
                f"{name} is the same as for the sum. What becomes of ∂L/∂Y when L is divided by 3?"
            )
        found = diagnose(lambda *_: got, [(upstream,)], grad_b, WRONG["grad_b"])
        if agree(got, grad_b(BY_HAND) / 2):
            fail(f"{name} is divided by 2. The mean runs over the samples: how many are there?")
        _wrong_by_hand(name, got, want, found)
    print("grad_b_of_mean: both numbers are right.")


def _two(values, name):
    require_answer(values, name, "put a list of two numbers there")
    return np.array(numbers(values, f"{name} is"))


def _wrong_by_hand(name, got, want, found):
    if got.shape != want.shape:
        given = count(len(got), "number")
        seen = f"{name} has {given}, expected 2"
        fail(seen if found else f"{seen}: one for each bias.", found)
    i = int(np.argmax(~np.isclose(got, want)))
    seen = f"{name}[{i}] = {number(got[i])} is not right"
    if found is None:
        seen += f". Which outputs does bias {i} move, and what arrives at each of them?"
    fail(seen, found)


# Functions


def biases(grad_b, seed=1):
    """Check the gradient of the biases for batches of every size, and of none."""
    rng = np.random.default_rng(seed)
    drawn = [tuple(rng.integers(2, 8, 2).tolist()) for _ in range(3)]
    cases = [(draw(rng, *size),) for size in [*ROWS, *drawn]]
    compare(BIASES, grad_b, cases)
    # By itself: a mean divides by zero here, and what fails for none only is no wrong formula.
    compare(BIASES._replace(wrong={}), grad_b, [(draw(rng, 0, 3),)])
    print(f"grad_b: right for {len(cases)} sizes, one sample and square ones among them, and none.")


def biases_manners(grad_b, seed=2):
    """Check number types and memory layouts, and that grad_y is left alone."""
    rng = np.random.default_rng(seed)
    grad_y, square = draw(rng, 4, 3), draw(rng, 3, 3)
    kinds = [whole(rng, 3, 4), draw(rng, 3, 2, dtype=np.float32)]
    layouts = [np.asfortranarray(grad_y), spread(grad_y), spread(square)]
    compare(BIASES, grad_b, [(array,) for array in (*kinds, *layouts)])
    leaves_arguments(BIASES, grad_b, [(grad_y,), (square,)])
    print("grad_b: takes whole numbers, float32 and views, and leaves grad_y alone.")


def gradients(linear_backward, seed=3):
    """Check all three gradients for batches of rows, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    drawn = [tuple(rng.integers(2, 8, 3).tolist()) for _ in range(2)]
    cases = [_case(rng, *size) for size in [*SIZES, *drawn]]
    compare(BACKWARD, linear_backward, cases)
    print(f"linear_backward: all three are right for {len(cases)} sizes, square ones among them.")


def images(linear_backward, seed=4):
    """Check inputs of shape (N, C, H, W), and batches without samples."""
    rng = np.random.default_rng(seed)
    drawn = (3, *rng.integers(2, 4, 3).tolist()), int(rng.integers(2, 6))
    compare(BACKWARD, linear_backward, [_image_case(rng, *size) for size in [*IMAGES, drawn]])
    empty = [_image_case(rng, (0, 2, 2, 3), 2), _case(rng, 0, 3, 2)]
    compare(BACKWARD, linear_backward, empty)
    print("linear_backward: grad_x has the shape of the images; right for a batch of none too.")


def manners(linear_backward, seed=5):
    """Check number types and memory layouts, and that the arguments are left alone."""
    rng = np.random.default_rng(seed)
    grad_y, x, W = _case(rng, 4, 3, 2)
    inputs = draw(rng, 3, 2), whole(rng, 3, 4), draw(rng, 2, 4)
    pixels = draw(rng, 2, 4), rng.integers(100, 256, (2, 3)).astype(np.uint8), draw(rng, 4, 3)
    upstream = whole(rng, 3, 4), draw(rng, 3, 2), draw(rng, 4, 2)
    single = tuple(array.astype(np.float32) for array in _case(rng, 3, 5, 4))
    square = _case(rng, 3, 3, 3)
    layouts = [tuple(map(np.asfortranarray, (grad_y, x, W))), tuple(map(spread, square))]
    compare(BACKWARD, linear_backward, [inputs, pixels, upstream, single, *layouts])
    leaves_arguments(BACKWARD, linear_backward, [(grad_y, x, W), _image_case(rng, (2, 2, 2, 3), 3)])
    print("linear_backward: takes whole numbers, float32 and views; leaves grad_y, x and W alone.")


def _case(rng, n, inputs, outputs):
    return draw(rng, n, outputs), draw(rng, n, inputs), draw(rng, outputs, inputs)


def _image_case(rng, shape, outputs):
    inputs = int(np.prod(shape[1:]))
    return draw(rng, shape[0], outputs), draw(rng, *shape), draw(rng, outputs, inputs)


# The class: each story makes a layer, uses it, and returns what came out


def layer(Linear, seed=6):
    """Check a layer that is used once: outputs, the three gradients, and what it leaves alone."""
    rng = np.random.default_rng(seed)
    N, D, M = rng.integers(2, 6, 3).tolist()
    shapes = [((4, 3), 2), ((3, 3), 3), ((2, 2), 4), ((2, 3, 2, 2), 3), ((N, D), M)]
    cases = []
    for shape, outputs in shapes:
        upstream, x, W = _image_case(rng, shape, outputs)
        cases.append((W, draw(rng, outputs), x, upstream))
    require_class(Linear)
    compare(USED_ONCE, _told(USED_ONCE, Linear), cases)
    again = [(*case, 2 * case[0], case[1] + 1) for case in cases[:2]]
    compare(NEW_VALUES, _told(NEW_VALUES, Linear), again)
    leaves_arguments(USED_ONCE, _told(USED_ONCE, Linear), cases[-2:])
    print("Linear: forward and backward are right for rows and images, also with new W and b.")


def two_uses(Linear, seed=7):
    """Check that gradients add up, and that each backward has the input of its own forward."""
    rng = np.random.default_rng(seed)
    cases = [_two_batches(rng, *size) for size in [(4, 2, 3, 2), (3, 3, 3, 3), (2, 4, 4, 3)]]
    require_class(Linear)
    compare(ONE_AFTER_THE_OTHER, _told(ONE_AFTER_THE_OTHER, Linear), cases)
    # Batches of one size: then another forward's input fits, and its numbers tell.
    alike = [_two_batches(rng, *size) for size in [(4, 4, 3, 2), (3, 3, 3, 3)]]
    compare(ONE_IN_THE_OTHER, _told(ONE_IN_THE_OTHER, Linear), alike)
    print("Linear: two uses add up, and each backward goes with its own forward.")


def zeroed(Linear, seed=8):
    """Check that zero_grad sets both gradients to zero."""
    rng = np.random.default_rng(seed)
    cases = [_two_batches(rng, *size) for size in [(4, 2, 3, 2), (3, 3, 3, 3)]]
    require_class(Linear)
    compare(ZEROED, _told(ZEROED, Linear), cases)
    print("Linear: after zero_grad() the gradients begin at zero.")


def _two_batches(rng, n, m, inputs, outputs):
    first, x, W = _case(rng, n, inputs, outputs)
    second, again, _ = _case(rng, m, inputs, outputs)
    return W, draw(rng, outputs), x, first, again, second


def _used_once(Linear, W, b, x, grad_y):
    layer = Linear(W, b)
    y, grad_x = _call(layer.forward, x), _call(layer.backward, grad_y)
    return y, grad_x, *_gradients(layer), _call(layer.forward, x)


def _new_values(Linear, W, b, x, grad_y, new_W, new_b):
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.backward, grad_y)
    layer.W, layer.b = new_W, new_b
    return _call(layer.forward, x), _call(layer.backward, grad_y)


def _one_after_the_other(Linear, W, b, x, grad_y, again, second):
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.backward, grad_y)
    _call(layer.forward, again)
    return _call(layer.backward, second), *_gradients(layer)


def _one_in_the_other(Linear, W, b, x, grad_y, again, second):
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.forward, again)
    inner, outer = _call(layer.backward, second), _call(layer.backward, grad_y)
    return inner, outer, *_gradients(layer)


def _zeroed(Linear, W, b, x, grad_y, again, second):
    layer = Linear(W, b)
    _call(layer.forward, x)
    _call(layer.backward, grad_y)
    _call(layer.zero_grad)
    _call(layer.forward, again)
    return _call(layer.backward, second), *_gradients(layer)


def _gradients(layer):
    return layer.grad_W, layer.grad_b


def _call(method, *arguments):
    """Call a method; return a copy of what it gives, which a later call may write over."""
    return copy.deepcopy(method(*arguments))


def _story(tell, words, results, arguments=("W", "b", "x", "grad_y")):
    """Describe a story as a subject: what the right class makes of it, and the wrong ones."""

    def sizes(W, b, x, *_):
        return f"{words}, for x of shape {x.shape} and {count(len(W), 'output')}"

    return Subject(
        name="Linear",
        arguments=arguments,
        results=results,
        reference=partial(tell, Linear),
        wrong={
            id_: [partial(tell, wrong) for wrong in versions]
            for id_, versions in WRONG["Linear"].items()
        },
        sizes=sizes,
        destroyed={
            name: {"x": "input-destroyed", "y": "upstream-destroyed"}.get(
                name[-1], "weights-destroyed"
            )
            for name in arguments
        },
    )


_TWO = ("W", "b", "x", "grad_y", "second x", "second grad_y")
USED_ONCE = _story(
    _used_once,
    "after forward(x) and backward(grad_y)",
    ("y", "grad_x", "grad_W", "grad_b", "second y"),
)
NEW_VALUES = _story(
    _new_values,
    "after layer.W and layer.b got new values",
    ("y", "grad_x"),
    ("W", "b", "x", "grad_y", "new W", "new b"),
)
ONE_AFTER_THE_OTHER = _story(
    _one_after_the_other,
    "after forward, backward, forward, backward",
    ("second grad_x", "grad_W", "grad_b"),
    _TWO,
)
ONE_IN_THE_OTHER = _story(
    _one_in_the_other,
    "after two forwards and then two backwards",
    ("first grad_x", "second grad_x", "grad_W", "grad_b"),
    _TWO,
)
ZEROED = _story(
    _zeroed,
    "after a use, zero_grad() and another use",
    ("grad_x", "grad_W", "grad_b"),
    _TWO,
)


def _told(story, Linear):
    """Return the story's function for another class."""
    return partial(story.reference.func, Linear)


def require_class(Linear):
    """Fail unless a layer can be made, its methods give something, and it has the gradients.

    What stops with an exception is left to the stories, which may know the mistake.
    """
    if not callable(Linear):
        fail(f"Linear is {kind_of(Linear)}, expected a class: begin with class Linear.")
    with contextlib.suppress(_StoppedError):
        layer = _try(Linear, np.ones((2, 3)), np.ones(2))
        for name in ("forward", "backward", "zero_grad"):
            if not callable(getattr(layer, name, None)):
                fail(f"what Linear(W, b) gives has no method {name}. {NOTHING_RETURNED}")
        for name, argument in [("forward", np.ones((4, 3))), ("backward", np.ones((4, 2)))]:
            if _try(getattr(layer, name), argument) is None:
                fail(f"Linear's {name} returned None. {NOTHING_RETURNED}")
        for name in ("grad_W", "grad_b"):
            if getattr(layer, name, None) is None:
                fail(f"after backward the layer has no {name}. Does backward set self.{name}?")
        _try(layer.zero_grad)


class _StoppedError(Exception):
    """The student's code raised an exception."""


def _try(function, *arguments):
    outcome = run(function, *arguments)
    if outcome.error is not None:
        raise _StoppedError
    return outcome.value


# Training


def trained(layer):
    """Check the weights and biases after 200 steps on digits."""
    require_answer(layer, "layer", "make a Linear of zeros and train it")
    W, b = (_parameter(layer, name, shape) for name, shape in [("W", (10, 64)), ("b", (10,))])
    want = train()
    if _alike((W, b), want):
        print("trained: 200 steps, and the layer is where they lead.")
        return
    if not W.any():
        fail("layer.W is still all zeros. Does the loop give layer.W new values?")
    size = np.abs(W).max()
    if not size <= 1e3:
        fail(
            f"layer.W has an entry of {size:.0e}: the loss goes up, not down. Look at the sign of\n"
            f"the step and at grad_y: how many samples does the mean run over?"
        )
    for seen, id_, options in _TRAININGS:
        if _alike((W, b), train(**options)):
            fail(seen, id_)
    fail(
        "layer.W and layer.b are not where these 200 steps lead.\n"
        "Is Linear right in the cells above? Make a new layer in the same cell as the loop."
    )


def accuracy(value):
    """Check which part of 797 images the trained layer reads rightly."""
    require_answer(value, "accuracy", "the fraction of x_test that is read rightly")
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        fail(f"accuracy is {kind_of(value)}, expected a number.")
    W, b = train()
    x, _, target = digits()
    right = float((linear_forward(x[1000:], W, b).argmax(axis=1) == target[1000:]).mean())
    before = float((linear_forward(x[:1000], W, b).argmax(axis=1) == target[:1000]).mean())
    if abs(value - 100 * right) < 0.1:
        fail("accuracy is a percentage, expected a fraction between 0 and 1.")
    # Less than one image of 797; the two highest scores are never so close that rounding decides.
    if not abs(value - right) <= 0.0005:
        seen = f"accuracy is {number(value)}"
        if abs(value - before) <= 0.0005:
            fail(f"{seen}: that is for the images it has learnt from. Take x_test.")
        fail(f"{seen}, which is not that of the trained layer on x_test and label_test.")
    print(f"accuracy: {right:.1%} of 797 images that it has never seen.")


def digits():
    """Return the digits as rows from 0 to 1, their targets of ten numbers, and their labels."""
    images, label = load_digits()
    return images.reshape(1797, 64) / 16, np.eye(10)[label], label


@lru_cache
def train(loss=1, weights=1, biases=1, keeps=False):
    """Train as the notebook asks for; the options make it wrong.

    Parameters
    ----------
    loss : float
        What the gradient at the outputs is multiplied by.
    weights, biases : float
        What their gradients are multiplied by, besides.
    keeps : bool
        Leave the gradients of earlier batches where they are.
    """
    x, target, _ = digits()
    W, b, sum_W, sum_b = np.zeros((10, 64)), np.zeros(10), 0, 0
    for batch in np.random.default_rng(5).integers(0, 1000, (200, BATCH)):
        upstream = loss / BATCH * (x[batch] @ W.T + b - target[batch])
        sum_W = keeps * sum_W + upstream.T @ x[batch]
        sum_b = keeps * sum_b + upstream.sum(axis=0)
        W, b = W - RATE * weights * sum_W, b - RATE * biases * sum_b
    return W, b


_TRAININGS = [
    ("layer.W is what comes of gradients that pile up", "gradients-accumulate", {"keeps": True}),
    ("layer.b is as it was, and layer.W is what comes of it", "biases-not-updated", {"biases": 0}),
    ("layer.W comes of too small a gradient", "grad-W-mean", {"weights": 1 / BATCH}),
    ("layer.b comes of too small a gradient", "grad-b-mean", {"biases": 1 / BATCH}),
    ("The steps were 32 times too short. Was it divided by 32 twice?", None, {"loss": 1 / BATCH}),
    ("The steps were twice too long. What becomes of the ½ in the loss?", None, {"loss": 2}),
]


def _parameter(layer, name, shape):
    try:
        got = np.asarray(getattr(layer, name, None))
    except ValueError:  # rows of different lengths
        got = np.asarray(None)
    if got.dtype.kind not in "iuf" or got.shape != shape:
        fail(f"layer.{name} is not an array of numbers of shape {shape}.")
    return got


def _alike(got, want):
    # The products may be summed in another order: 200 steps that shrink errors keep these tiny.
    return all(np.allclose(*pair, rtol=0, atol=1e-9) for pair in zip(got, want, strict=True))

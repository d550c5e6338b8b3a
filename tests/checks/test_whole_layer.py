"""Exercise 05 beside its functions' values: by hand, the class's own messages, and the training."""

import re

import numpy as np
import pytest

from fclib.checks import _trained
from fclib.checks import whole_layer as checks
from fclib.network import Linear
from tests.checks.exercise import message, named
from tests.checks.whole_layer_answers import Stack, rows_of


@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_right_answers_by_hand_of_every_kind(kind):
    assert message(checks.by_hand, kind([6, 3])) is None
    assert message(checks.by_hand, kind([6.0, 3.0])) is None
    assert message(checks.mean_by_hand, kind([2, 1])) is None


@pytest.mark.parametrize(
    ("check", "values", "text"),
    [
        ("by_hand", None, "^grad_b_by_hand is still empty: put a list of two numbers there."),
        ("by_hand", 9, "^grad_b_by_hand is an int, expected a list of numbers.$"),
        ("by_hand", [2, 1], r"^\[grad-b-mean\] grad_b_by_hand\[0\] = 2 is not right:"),
        ("by_hand", [7, 3.5], r"^\[grad-b-last-sample\] grad_b_by_hand\[0\] = 7 is not"),
        ("by_hand", [2, -1], r"^\[grad-b-first-sample\] grad_b_by_hand\[0\] = 2 is"),
        ("by_hand", [1, -2.5, 10.5], r"^\[grad-b-wrong-axis\] grad_b_by_hand has 3 numbers, exp"),
        ("by_hand", [-6, -3], r"^\[sign\] grad_b_by_hand\[0\] = −6 is not right:"),
        ("by_hand", [9, 9], r"^\[grad-b-scalar\] grad_b_by_hand\[0\] = 9"),
        ("by_hand", [1, 1], r"^\[grad-b-ones\] grad_b_by_hand\[0\] = 1"),
        ("by_hand", [0, 0], r"^\[grad-b-zeros\] grad_b_by_hand\[0\] = 0"),
        (
            "by_hand",
            [6, 4],
            r"^grad_b_by_hand\[1\] = 4 is not right: all is right but its last number",
        ),
        ("by_hand", [6, 3, 0], "^grad_b_by_hand has 3 numbers, expected 2: one for each bias.$"),
        ("mean_by_hand", ..., "^grad_b_of_mean is still empty"),
        ("mean_by_hand", [6, 3], "^grad_b_of_mean is the same as for the sum. What becomes of"),
        ("mean_by_hand", [3, 1.5], "^grad_b_of_mean is divided by 2. The mean runs over the sa"),
        ("mean_by_hand", [2 / 3, 1 / 3], r"^\[grad-b-mean\] grad_b_of_mean\[0\] = 0.666667 is"),
        ("mean_by_hand", [2, -1], r"^grad_b_of_mean\[1\] = −1 is not right"),
    ],
)
def test_wrong_answers_by_hand_are_described(check, values, text):
    assert re.search(text, message(getattr(checks, check), values))


# The functions


def sizes_seen(check, **seed):
    """Return the shapes of grad_y that a check tries."""
    seen = []

    def grad_b(grad_y):
        seen.append(grad_y.shape)
        return grad_y.sum(axis=0)

    def linear_backward(grad_y, x, W):
        return (grad_y @ W).reshape(x.shape), grad_y.T @ rows_of(x), grad_b(grad_y)

    check(grad_b if "biases" in check.__name__ else linear_backward, **seed)
    return set(seen)


@pytest.mark.parametrize("check", [checks.biases, checks.gradients])
def test_sizes_are_distinct_and_square_and_one_sample(check):
    seen = sizes_seen(check)
    assert {samples == outputs for samples, outputs in seen} == {True, False}
    assert 1 in {samples for samples, _ in seen}
    assert sizes_seen(check, seed=4242) - seen


@pytest.mark.parametrize("check", [checks.biases, checks.images])
def test_a_batch_of_none_is_tried(check):
    assert 0 in {samples for samples, _ in sizes_seen(check)}


WITH_GRAD_B = """
def linear_backward(grad_y, x, W):
    rows = x.reshape(len(x), W.shape[1])
    return (grad_y @ W).reshape(x.shape), grad_y.T @ rows, {}
"""


@pytest.mark.parametrize("check", [checks.gradients, checks.images, checks.arguments])
def test_what_only_calls_a_wrong_grad_b_is_not_blamed(check):
    def backward(bias, own):
        names = {"grad_b": own}
        exec(WITH_GRAD_B.format(bias), names)
        return message(check, names["linear_backward"])

    def mean(grad_y):
        return grad_y.sum(axis=0) / max(len(grad_y), 1)

    said = backward("grad_b(grad_y)", mean)
    assert said.startswith("grad_b is not right yet, and this cell rests on it: mend that first.")
    assert backward("grad_b(grad_y)", lambda grad_y: grad_y.sum(axis=0)) is None
    assert "grad_b is not right yet" not in backward("2 * grad_b(grad_y)", mean)
    assert "grad_b is not right yet" not in backward("grad_y.sum(0) / 2", mean)


def test_an_error_with_a_batch_of_none_is_told_at_its_line():
    def grad_b(grad_y):
        total = grad_y[0].copy()
        for row in grad_y[1:]:
            total += row
        return total

    assert message(checks.biases, grad_b).startswith(
        "grad_b stopped with IndexError for 0 samples and 3 outputs: index 0 is out of bounds"
    )
    assert message(checks.biases_arguments, grad_b) is None


# The class


def without(name):
    """Return the class without one of its methods."""
    return type("Linear", (Stack,), {name: None})


class NotWritten:
    def __init__(self, W, b): ...
    def forward(self, x): ...
    def backward(self, grad_y): ...
    def zero_grad(self): ...


class NoBackward(Stack):
    def backward(self, grad_y): ...


class OtherNames(Stack):
    def __init__(self, W, b):
        self.W, self.b, self.waiting = W, b, []

    def backward(self, grad_y):
        x = self.waiting.pop()
        self.dW, self.db = grad_y.T @ x, grad_y.sum(axis=0)
        return grad_y @ self.W

    def zero_grad(self): ...


class NoArguments(Stack):
    def __init__(self):
        super().__init__(np.zeros((2, 3)), np.zeros(2))


class ForgottenSelf(Stack):
    def forward(self, x):
        return x @ W.T + self.b  # noqa: F821  that is the mistake


class ThreeResults(Stack):
    def backward(self, grad_y):
        return super().backward(grad_y), self.grad_W, self.grad_b


class OldWeights(Stack):
    """Keeps W's transpose from the beginning."""

    def __init__(self, W, b):
        super().__init__(W, b)
        self.transposed = W.T

    def forward(self, x):
        super().forward(x)
        return x.reshape(len(x), -1) @ self.transposed + self.b


CLASS_CHECKS = [checks.layer, checks.two_uses, checks.zeroed]


@pytest.mark.parametrize("check", CLASS_CHECKS)
@pytest.mark.parametrize(
    ("cls", "text"),
    [
        (None, "^Linear is None, expected a class: begin with class Linear.$"),
        (NotWritten, "^Linear's forward returned None. Is it written yet?"),
        (NoBackward, "^Linear's backward returned None. Is it written yet?"),
        (without("forward"), r"^what Linear\(W, b\) gives has no method forward. Is it wr"),
        (OtherNames, "^after backward the layer has no grad_W"),
        (NoArguments, "^Linear stopped with TypeError after .*positional arguments? but 3 were gi"),
        (
            ForgottenSelf,
            r"^Linear stopped with NameError after .*\nin line \d+ of your cell: return",
        ),
    ],
)
def test_a_class_that_is_not_there_yet_is_described(check, cls, text):
    assert re.search(text, message(check, cls))


def test_a_class_that_keeps_old_weights_or_returns_too_much_is_described():
    text = message(checks.layer, OldWeights)
    assert text.startswith("y[")
    assert "after layer.W and layer.b got new values" in text
    assert message(checks.two_uses, OldWeights) is None
    assert re.search(
        "^Linear gave a tuple for grad_x|^grad_x has", message(checks.layer, ThreeResults)
    )


def test_the_courses_own_class_passes():
    for check in CLASS_CHECKS:
        assert message(check, Linear) is None


# Training


@pytest.fixture(scope="module")
def trained():
    """Return a layer after the 200 steps, made as the exercise's text says."""
    return steps()


def steps(rate=0.05, samples=32, *, zero=True, biases=True, factor=1.0):
    x, target, _ = _trained.digits()
    layer = Linear(np.zeros((10, 64)), np.zeros(10))
    for batch in np.random.default_rng(5).integers(0, 1000, (200, 32)):
        if zero:
            layer.zero_grad()
        y = layer.forward(x[batch])
        layer.backward(factor * (y - target[batch]) / samples)
        layer.W = layer.W - rate * layer.grad_W
        if biases:
            layer.b = layer.b - rate * layer.grad_b
    return layer


def test_right_training_passes_and_reads_nine_of_ten_digits(trained, capsys):
    checks.trained(trained)
    x, _, label = _trained.digits()
    right = (trained.forward(x[1000:]).argmax(axis=1) == label[1000:]).mean()
    assert right >= 0.85
    checks.accuracy(right)
    checks.accuracy(round(float(right), 3))
    assert capsys.readouterr().out.endswith("90.5% of 797 images that it has never seen.\n")


def test_no_two_scores_are_so_close_that_rounding_decides():
    x, _, _ = _trained.digits()
    W, b = _trained.train()
    scores = np.sort(x[1000:] @ W.T + b, axis=1)
    assert (scores[:, -1] - scores[:, -2]).min() > 1e-6


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"zero": False}, r"^\[gradients-accumulate\] layer.W is what comes of gradients that pi"),
        ({"biases": False}, r"^\[biases-not-updated\] layer.b is as it was"),
        ({"samples": 1}, "^layer.W has an entry of .*: the loss goes up, not down. Look at the"),
        ({"factor": -1.0}, "^layer.W has an entry of .*: the loss goes up, not down."),
        ({"samples": 1024}, "^The steps were 32 times too short. Was it divided by 32 twice"),
        ({"factor": 2.0}, "^The steps were twice too long. What becomes of the ½ in the loss"),
        ({"rate": 0.04}, "^layer.W and layer.b are not where these 200 steps lead."),
        ({"rate": 0}, "^layer.W is still all zeros. Does the loop give layer.W new values"),
    ],
)
def test_wrong_training_is_described(options, text):
    with np.errstate(all="ignore"):
        assert re.search(text, message(checks.trained, steps(**options)))


@pytest.mark.parametrize("name", ["W", "b"])
def test_a_gradient_that_is_too_small_is_named_in_the_training_too(name):
    part = {"weights": 1 / 32} if name == "W" else {"biases": 1 / 32}
    layer = Stack(*_trained.train(**part))
    assert named(message(checks.trained, layer)) == f"grad-{name}-mean"


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (None, "^layer is still empty: make a Linear of zeros and train it."),
        (object(), r"^layer.W is not an array of numbers of shape \(10, 64\).$"),
        (Stack(np.zeros((64, 10)), np.zeros(10)), r"^layer.W is not an array of numbers of sh"),
        (Stack(np.ones((10, 64)), np.zeros((1, 10))), r"^layer.b is not an array of numbers o"),
        (Stack(np.full((10, 64), np.nan), np.zeros(10)), "^layer.W has an entry of nan: the lo"),
    ],
)
def test_what_is_no_trained_layer_is_described(layer, text):
    assert re.search(text, message(checks.trained, layer))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "^accuracy is still empty: put the part of all 797"),
        ("0.9", "^accuracy is a str, expected a number.$"),
        (True, "^accuracy is a bool, expected a number.$"),
        (90.46, "^accuracy is a percentage, expected a fraction between 0 and 1.$"),
        (0.9, "^accuracy = 0.9 is not right: it is rounded too far"),
        (721, "^accuracy = 721 is not right: that is how many of the 797"),
        (np.nan, "^accuracy = nan is not right.\nIn"),
    ],
)
def test_wrong_accuracy_is_described(value, text):
    assert re.search(text, message(checks.accuracy, value))


def test_accuracy_on_what_was_learnt_is_noticed(trained):
    x, _, label = _trained.digits()
    seen = (trained.forward(x[:1000]).argmax(axis=1) == label[:1000]).mean()
    assert "that is for the images it has learnt from" in message(checks.accuracy, seen)


def test_layers_that_share_what_they_remember_are_noticed():
    class Shared(Linear):
        inputs = []  # noqa: RUF012  the mistake

        def forward(self, x):
            self.inputs.append(x)
            return super().forward(x)

        def backward(self, grad_y):
            super().forward(self.inputs.pop())
            return super().backward(grad_y)

    said = message(checks.two_uses, Shared)
    assert "for two layers that are used by turns" in said

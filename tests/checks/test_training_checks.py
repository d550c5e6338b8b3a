"""What the checks of exercise 10 ask beyond single functions."""

from functools import cache, partial

import numpy as np
import pytest

from fclib.checks import broken_runs, training
from fclib.checks.engine.words import NOTHING_AT_TIMES, NOTHING_RETURNED
from fclib.data import load_detector, load_digits
from fclib.loss import softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from fclib.network import initialise, train_step, two_layer_scores
from tests.checks.exercise import message


def test_order_of_the_runs_shown_says_nothing_of_new_ones():
    in_order = iter([broken_runs.KINDS[place] for place in broken_runs.SHOWN])
    new_ones = partial(training.names_bugs, seed=300)
    said = message(new_ones, lambda log: next(in_order))
    assert said.startswith("diagnose takes another run for ")


def test_none_is_looked_for_in_a_run_and_returned_for_none():
    """Some runs hold None, and a function without a return at its end gives it."""
    said = message(training.names_bugs, lambda log: "sign" if log["loss"][-1] > 1 else "healthy")
    assert said.startswith("diagnose stopped with TypeError on run 6: ")
    assert said.endswith(
        "\nloss and W1_norm of this run hold None, where a number was not finite any more: "
        "look for that first."
    )
    some = message(training.names_bugs, lambda log: None if None in log["loss"] else "healthy")
    assert some == f"diagnose returned None for run 6. {NOTHING_AT_TIMES}"
    another = message(training.names_bugs, lambda log: log["loss"] + None)
    assert "finite" not in another


def test_a_factor_of_all_steps_is_not_put_down_to_the_update_alone():
    """A gradient of the scores that is twice too large looks the same."""

    def twice(x, target, *parameters_and_rate):
        *parameters, rate = parameters_and_rate
        return train_step(x, target, *parameters, 2 * rate)

    said = message(training.steps, twice)
    assert "the gradient of the scores, or the update, goes wrong first. Of every step: " in said
    assert "twice" in said or "multiplied by 2" in said


def test_what_is_wrong_with_small_scores_is_told_once():
    def hinge(scores, target):
        margins = scores - scores[np.arange(len(scores)), target][:, None] + 1
        gradient = softmax_cross_entropy_backward(scores, target)
        return np.maximum(0, margins).sum() / len(scores), gradient

    assert "The loss is another one: a hinge" in message(training.losses, hinge)
    said = message(training.overflow, hinge)
    words = "softmax_cross_entropy is not right for small scores either"
    assert said == f"{words}: what the cell above says of it comes first."
    assert message(training.overflow, lambda scores, target: None).endswith(NOTHING_RETURNED)


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        (lambda z, p, hot: ((p - hot) ** 2).sum() / len(z), "the squared error of the prob"),
        (lambda z, p, hot: ((p - hot) ** 2).mean(), "the squared error of the prob"),
        (lambda z, p, hot: ((z - hot) ** 2).sum() / len(z) / 2, "the squared error of the scores"),
        (lambda z, p, hot: -np.log(np.abs(1 - hot - p)).mean(), "it has a part for each wrong"),
        (lambda z, p, hot: -np.log((p * hot).sum(1).mean()), "of the mean probability"),
        (lambda z, p, hot: -((1 - p) ** 2 * np.log(p) * hot).sum() / len(z), "each sample's loss"),
        (lambda z, p, hot: np.abs(p - hot).sum() / len(z), "what the probabilities lack"),
    ],
)
def test_another_loss_is_told(loss, words):
    def other(scores, target):
        p, hot = softmax(scores), np.eye(scores.shape[1])[target]
        return loss(scores, p, hot), softmax_cross_entropy_backward(scores, target)

    assert f"The loss is another one: {words}" in message(training.losses, other)


@pytest.fixture(scope="module")
def trained():
    """Train on the digits from a place on; return what the check takes."""

    @cache
    def train(first=360, hidden=32, learning_rate=0.5):
        images, target = load_digits()
        order = np.random.default_rng(0).permutation(1797)
        x, rng = images.reshape(-1, 64) / 16, np.random.default_rng(3)
        parameters = initialise(64, hidden, 10, rng=rng)
        for _ in range(60 if first == 0 else 30):
            shuffled = rng.permutation(order[first:])
            for start in range(0, len(shuffled), 32):
                batch = shuffled[start : start + 32]
                train_step(x[batch], target[batch], *parameters, learning_rate)
        scores = two_layer_scores(x[order[:360]], *parameters)
        return float(np.mean(scores.argmax(axis=1) == target[order[:360]])), *parameters

    return train


def test_network_that_was_trained_as_asked_passes(trained):
    assert message(training.trained, *trained()) is None


def test_network_that_has_seen_the_held_out_digits_is_noticed(trained):
    said = message(training.trained, *trained(first=0))
    assert said.endswith("if it had never seen them. Which digits was it trained on?")


def test_network_of_another_size_is_noticed(trained):
    said = message(training.trained, *trained(hidden=16))
    assert said == "W1 has shape (16, 64), expected (32, 64): 32 hidden units."


def test_network_that_guesses_is_told_where_to_look(trained):
    said = message(training.trained, *trained(learning_rate=1e-6))
    assert "Look at the learning rate, and at the range of the pixels." in said


def test_network_that_was_never_trained_is_asked_whether_it_changed(trained):
    said = message(training.trained, *trained(learning_rate=0.0))
    assert said.startswith("b1 and b2 are still zero")


def layers_of_chapter_9():
    detector = load_detector()
    return detector.W1, detector.b1, detector.W2[:10], detector.b2[:10]


def test_layers_from_the_data_of_chapter_9_are_no_training():
    said = message(training.trains, lambda x, target: layers_of_chapter_9())
    assert "does train use x and target, and nothing else?" in said
    said = message(training.trained, 0.97, *load_detector())
    assert said == "W2 has shape (11, 32), expected (10, 32): ten digits."


@pytest.mark.parametrize("first", [360, 0])
def test_network_that_has_seen_digits_elsewhere_is_no_training(trained, first):
    _, *parameters = trained(first=first)
    assert message(training.trains, lambda x, target: parameters) is not None


@pytest.mark.parametrize("seed", [4, 15])
@pytest.mark.parametrize(("epochs", "learning_rate"), [(30, 0.5), (20, 0.3)])
def test_training_as_asked_reads_other_digits(epochs, learning_rate, seed):
    def train(x, target):
        rng = np.random.default_rng(1)
        parameters = initialise(64, 32, 10, rng=rng)
        for _ in range(epochs):
            for batch in np.array_split(rng.permutation(len(x)), 45):
                train_step(x[batch], target[batch], *parameters, learning_rate)
        return parameters

    assert message(training.trains, train, seed=seed) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, f"train returned None. {NOTHING_RETURNED}"),
        ((1, 2, 3), "train returned a tuple, expected four arrays: W1, b1, W2, b2."),
    ],
)
def test_training_that_returns_no_network_is_told_what_is_wanted(given, words):
    assert message(training.trains, lambda x, target: given) == words


@pytest.mark.parametrize("gradient", [np.array(3.0), [1, 2, 3], 3, [[0.25], 1, 2, 3]])
def test_gradient_that_is_no_list_of_four_is_told_in_words(gradient):
    said = message(training.by_hand, np.log(4), gradient)
    assert said.startswith("gradient ")
    assert "expected" in said


def a_step_that_calls(loss):
    def step(x, target, W1, b1, W2, b2, learning_rate):
        z = x @ W1.T + b1
        a = np.maximum(z, 0)
        value, g = loss(a @ W2.T + b2, target)
        grad_z = (g @ W2) * (z > 0)
        for parameter, gradient in zip(
            (W1, b1, W2, b2), (grad_z.T @ x, grad_z.sum(0), g.T @ a, g.sum(0)), strict=True
        ):
            parameter -= learning_rate * gradient
        return value

    return step


def test_a_step_is_not_blamed_for_the_loss_that_it_calls():
    def doubled(scores, target):
        return softmax_cross_entropy(scores, target), 2 * softmax_cross_entropy_backward(
            scores, target
        )

    rests = "softmax_cross_entropy is not right yet, and this cell rests on it"
    assert message(training.steps, a_step_that_calls(doubled), doubled).startswith(rests)
    # A mistake of the step's own is told as such.
    own = message(
        training.steps, lambda *case: a_step_that_calls(doubled)(*case[:-1], 1.0), doubled
    )
    assert rests not in own
    assert message(training.steps, train_step, doubled) is None

"""Exercise 03 beside its function: the questions by hand and the picture of a digit."""

import re

import numpy as np
import pytest

from fclib.checks import input_gradient as checks
from tests.checks.exercise import message, named

AGAIN = r" If the cell that sets it stops, start there\.$"


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda values: list(map(float, values))])
def test_by_hand_takes_right_answers_of_every_kind(kind):
    assert message(checks.upstream_by_hand, kind([2, -1, 3])) is None
    assert message(checks.by_hand, kind([9, -5])) is None


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (None, "^grad_y_by_hand is still empty: put a list of three numbers there"),
        (6, "^grad_y_by_hand is an int, expected a list of numbers.$"),
        ([2, -1], "^grad_y_by_hand has 2 numbers, expected 3: one for each output.$"),
        ([1, -3, 5], "^grad_y_by_hand is the output y. How does L depend"),
        ([4, -2, 6], "^grad_y_by_hand is twice too large. What becomes of the ½"),
        ([-2, 1, -3], r"^\[sign\] grad_y_by_hand\[0\] = −2 is not right:\n"),
        ([1, -3, 4], r"^\[bias-missing\] grad_y_by_hand\[0\] = 1 is not right:\n"),
        ([2, 2, 3], r"^\[activation-inside\] grad_y_by_hand\[1\] = 2 is not right:\n"),
        (
            [2, -1, 4],
            r"^grad_y_by_hand\[2\] = 4 is not right: all is right but its last number",
        ),
    ],
)
def test_upstream_by_hand_describes_a_wrong_answer(values, text):
    assert re.search(text, message(checks.upstream_by_hand, values))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (..., "^grad_x_by_hand is still empty: put a list of two numbers there"),
        ([9], "^grad_x_by_hand has 1 number, expected 2: one for each input.$"),
        ([[9, -5]], r"^grad_x_by_hand is a list with a list at \[0\]"),
        (
            [9, 5],
            r"^grad_x_by_hand\[1\] = 5 is not right: all is right but its last number",
        ),
        ([np.nan, -5], r"^grad_x_by_hand is a list with nan at \[0\]"),
    ],
)
def test_by_hand_describes_a_wrong_answer(values, text):
    assert re.search(text, message(checks.by_hand, values))


@pytest.mark.parametrize(
    ("values", "id_"),
    [
        ([-9, 5], "sign"),
        ([2, 3], "grad-x-ignores-upstream"),
        ([2, 4], "grad-x-one-path"),
        ([6, -6], "grad-x-one-path"),
    ],
)
def test_by_hand_names_mistakes_too(values, id_):
    assert named(message(checks.by_hand, values)) == id_


@pytest.mark.parametrize("value", [-0.05, np.float64(-5) * 0.01, np.float32(-0.05)])
def test_change_by_hand_takes_right_answers(value):
    assert message(checks.change_by_hand, value) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, f"^loss_change is still empty: put a number there.{AGAIN}"),
        ([-0.05], "^loss_change is a list, expected a number.$"),
        (True, "^loss_change is a bool, expected a number.$"),
        (
            0.05,
            "^loss_change = 0.05 is not right: it has the wrong sign: the loss grows",
        ),
        (
            -5,
            "^loss_change = −5 is not right: that is what a whole unit would do",
        ),
        (
            0.09,
            "^loss_change = 0.09 is not right: that belongs to x₁",
        ),
        (
            -0.04915,
            "^loss_change = −0.04915 is not right: that is the whole change. To f",
        ),
        (
            -0.5,
            "^loss_change = −0.5 is not right: it is about 10 times .*\nHow much",
        ),
        (np.nan, "^loss_change = nan is not right"),
    ],
)
def test_change_by_hand_describes_a_wrong_answer(value, text):
    assert re.search(text, message(checks.change_by_hand, value))


@pytest.fixture(scope="module")
def picture():
    """Return the right grad_scores, saliency and pixel, and how much ink is needed."""
    image, W, b = checks.digit_layer()
    scores = W @ image.ravel() + b
    upstream = np.zeros((1, 10))
    upstream[0, [9, 8]] = 1, -1
    saliency = (W[9] - W[8]).reshape(8, 8)
    return upstream, saliency, (5, 2), (scores[9] - scores[8]) / -saliency[5, 2]


def test_the_story_of_the_digit_is_true(picture):
    image, W, b = checks.digit_layer()
    changed = image.astype(float)
    assert (W @ changed.ravel() + b).argmax() == checks.READ
    changed[5, 2] += 1.05 * picture[3]
    assert (W @ changed.ravel() + b).argmax() == checks.TRUE
    assert 0 <= changed[5, 2] <= 16


def test_saliency_and_ink_take_right_answers(picture, capsys):
    upstream, saliency, pixel, ink = picture
    checks.saliency(upstream, saliency, pixel)
    checks.saliency(upstream.tolist(), saliency.tolist(), list(pixel))
    checks.saliency(upstream.astype(np.int64), saliency, np.unravel_index(42, (8, 8)))
    checks.saliency(upstream, saliency.astype(np.float32), np.array(pixel))
    checks.ink(ink)
    checks.ink(2.18)
    assert capsys.readouterr().out.splitlines()[-1].startswith("ink: right. With a little more")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda g, s, p: (None, s, p), r"^grad_scores is still empty: put an array of shape \(1, "),
        (lambda g, s, p: (g[0], s, p), r"^grad_scores has shape \(10,\), expected \(1, 10\): one"),
        (lambda g, s, p: ("9", s, p), "^grad_scores is a str, expected an array of numbers"),
        (lambda g, s, p: ([[1], [2, 3]], s, p), "^grad_scores is a list, expected an array"),
        (lambda g, s, p: (-g, s, p), "^grad_scores has the wrong sign. Which of the two"),
        (
            lambda g, s, p: (np.maximum(g, 0), s, p),
            r"^grad_scores\[0, 8\] is 0. By how much does the",
        ),
        (lambda g, s, p: (g, ..., p), r"^saliency is still empty: put an array of shape \(8, 8\)"),
        (lambda g, s, p: (g, s.reshape(1, 64), p), r"^saliency has shape \(1, 64\), expected \(8"),
        (lambda g, s, p: (g, s.T, p), "^saliency has its rows and columns exchanged.$"),
        (lambda g, s, p: (g, s + 1, p), "^saliency is not the gradient .*\nIs grad_x right above"),
        (lambda g, s, p: (g, s, None), r"^pixel is still empty: put a pair \(row, column\) there"),
        (lambda g, s, p: (g, s, 42), "^pixel is one number, expected a pair: in which row"),
        (lambda g, s, p: (g, s, (2, 5)), "^pixel has row and column exchanged.$"),
        (
            lambda g, s, p: (g, s, (4, 5)),
            "is not right: there saliency is highest,",
        ),
        (
            lambda g, s, p: (g, s, (0, 0)),
            r"^pixel = \(0, 0\) is not right: where is the",
        ),
        (lambda g, s, p: (g, s, ([5], [2])), "^pixel is a tuple, expected a pair of whole numbers"),
        (lambda g, s, p: (g, s, "52"), "^pixel is a str, expected a pair of whole numbers"),
    ],
)
def test_saliency_describes_a_wrong_answer(change, text, picture):
    assert re.search(text, message(checks.saliency, *change(*picture[:3])))


@pytest.mark.parametrize("id_", ["sign", "grad-x-ignores-upstream", "grad-x-one-path"])
def test_saliency_names_mistakes_too(id_, picture):
    upstream, _, pixel, _ = picture
    wrong = checks.GRADIENT.wrong[id_][0](upstream, checks.digit_layer()[1]).reshape(8, 8)
    assert named(message(checks.saliency, upstream, wrong, pixel)) == id_


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, f"^ink is still empty: put a number there.{AGAIN}"),
        (-2.177, "^ink has the wrong sign. Must ink be added there, or taken away"),
        (-22.7, "^ink = −22.7 is not right: the margin is 22.[0-9]*. How much of it does\neach"),
        (np.nan, "^ink = nan is not right"),
    ],
)
def test_ink_describes_a_wrong_answer(value, text):
    assert re.search(text, message(checks.ink, value))


def sizes_seen(check, **seed):
    seen = set()

    def grad_x(grad_y, W):
        seen.add((*grad_y.shape, W.shape[1]))
        return grad_y @ W

    check(grad_x, **seed)
    return seen


@pytest.mark.parametrize(("check", "seed"), [(checks.one_sample, 5701), (checks.batches, 8443)])
def test_hidden_seeds_bring_sizes_that_the_visible_check_has_not(check, seed):
    assert sizes_seen(check, seed=seed) - sizes_seen(check)


def test_a_mistake_that_one_sample_cannot_show_passes_there():
    assert message(checks.one_sample, lambda grad_y, W: (grad_y @ W)[:1]) is None
    assert named(message(checks.batches, lambda grad_y, W: (grad_y @ W)[:1])) == (
        "returned-too-early"
    )


def test_a_list_that_stays_empty_is_told_so():
    def grad_x(grad_y, W):
        return [upstream @ W for upstream in grad_y]

    assert message(checks.batches, grad_x) is None
    assert "an empty list has no rows" in message(checks.arguments, grad_x)


def test_a_batch_of_none_has_a_column_for_each_input():
    def grad_x(grad_y, W):
        return grad_y @ W if len(grad_y) else np.zeros((0, len(W)))

    assert re.search(
        r"^grad_x has shape \(0, 2\), expected \(0, 3\), for 0 samples",
        message(checks.arguments, grad_x),
    )


def test_arguments_are_of_every_kind_of_number_and_in_both_orders():
    kinds, orders = set(), set()

    def grad_x(grad_y, W):
        kinds.add((grad_y.dtype.kind + str(grad_y.itemsize), W.dtype.kind + str(W.itemsize)))
        orders.add(W.flags.f_contiguous)
        return grad_y @ W

    checks.arguments(grad_x)
    assert {("i8", "f8"), ("f8", "i8"), ("f4", "f4")} <= kinds
    assert orders == {True, False}

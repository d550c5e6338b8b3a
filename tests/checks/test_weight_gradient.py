"""Exercise 04 beside its function: the questions by hand, LeNet's layer, and a step downhill."""

import re

import numpy as np
import pytest

from fclib.checks import weight_gradient as checks
from tests.checks.exercise import message, named

OUTER = [[2, -1], [-4, 2], [6, -3]]
BOTH = [[4, 7], [-3, 6], [5, -7]]


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda rows: [tuple(r) for r in rows]])
def test_by_hand_takes_right_answers_of_every_kind(kind):
    assert message(checks.outer_by_hand, kind(OUTER)) is None
    assert message(checks.by_hand, kind(BOTH)) is None


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (None, "^outer_by_hand is still empty: put three rows of two numbers there"),
        (3, "^outer_by_hand is an int, expected a list of three rows of two numbers.$"),
        (np.array(3), "^outer_by_hand is an int, expected a list of three rows of two numbers.$"),
        ([2, -1, -4, 2, 6, -3], r"^outer_by_hand is a single row, expected a list of three rows"),
        ([[2, -1], [-4, 2]], "^outer_by_hand is not three rows of two numbers: a row for each"),
        ([[2, -1], [-4, 2], [6]], "^outer_by_hand has rows of different lengths"),
        ([], "^outer_by_hand is not three rows of two numbers: a row for each"),
        ([[2, -1], [-4, -2], [6, -3]], r"^outer_by_hand\[1\]\[1\] = −2 is not right: .*\nWhat arr"),
        ([[2, -1], [-4, 2], [6, -3.00001]], r"^outer_by_hand\[2\]\[1\] = −3.00001 is not right"),
        (np.transpose(OUTER), r"^\[grad-W-transposed\] outer_by_hand is not three rows"),
    ],
)
def test_outer_by_hand_describes_a_wrong_answer(rows, text):
    assert re.search(text, message(checks.outer_by_hand, rows))


@pytest.mark.parametrize(
    "id_",
    [
        "grad-W-transposed",
        "grad-W-reshaped",
        "grad-W-mean",
        "grad-W-mean-twice",
        "grad-W-last-sample",
        "grad-W-first-sample",
        "grad-W-collapsed-batch",
        "grad-W-ignores-upstream",
        "sign",
    ],
)
def test_by_hand_names_mistakes_too(id_):
    for version in checks.GRADIENT.wrong[id_][:2]:
        rows = np.asarray(version(*checks.BY_HAND)).tolist()
        if isinstance(rows[0], list):
            assert named(message(checks.by_hand, rows)) == id_


@pytest.fixture(scope="module")
def lenet():
    """Return the right gradient of LeNet's weights."""
    grad_y, x = checks.lenet_batch()
    return grad_y.T @ x.reshape(16, 800)


def test_lenet_takes_right_answers(lenet):
    for numbers in (400_000, 4e5, np.int64(400_000)):
        assert message(checks.lenet, lenet, numbers) is None
    assert message(checks.lenet, lenet.astype(np.float32), 400_000) is None


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda g: (None, 400_000), "^ip1_grad_W is still empty: call grad_W with ip1_grad_y and"),
        (lambda g: ("g", 400_000), "^ip1_grad_W is a str, expected an array of numbers"),
        (lambda g: (g.T, 400_000), r"^\[grad-W-transposed\] ip1_grad_W has shape \(800, 500\), ex"),
        (lambda g: (np.zeros((16, 500, 800), bool), 1), "^ip1_grad_W is an array of bools, expe"),
        (lambda g: (np.zeros((16, 500, 800), np.int8), 1), r"^\[grad-W-unsummed\] ip1_grad_W has"),
        (lambda g: (g[:16], 400_000), r"^ip1_grad_W has shape \(16, 800\), expected \(500, 800\)"),
        (lambda g: (-g, 400_000), r"^\[sign\] ip1_grad_W has the right shape and wrong numbers:"),
        (lambda g: (g / 16, 400_000), r"^\[grad-W-mean\] ip1_grad_W has the right shape and wrong"),
        (lambda g: (g + 1, 400_000), "^ip1_grad_W has the right shape .* Is grad_W right in the c"),
        (lambda g: (g, None), "^ip1_numbers is still empty: put a number there"),
        (lambda g: (g, (500, 800)), "^ip1_numbers is a tuple, expected a number.$"),
        (lambda g: (g, 400_500), "^ip1_numbers is 400500: that counts the biases too"),
        (lambda g: (g, 500), "^ip1_numbers is 500: how many rows has ip1_grad_W, and how many"),
    ],
)
def test_lenet_describes_a_wrong_answer(change, text, lenet):
    assert re.search(text, message(checks.lenet, *change(lenet)))


def test_lenet_names_every_mistake_that_leaves_the_shape_alone():
    grad_y, x = checks.lenet_batch()
    for id_ in ("grad-W-last-sample", "grad-W-collapsed-batch", "flatten-order"):
        for version in checks.GRADIENT.wrong[id_]:
            assert named(message(checks.lenet, version(grad_y, x), 400_000)) == id_


@pytest.fixture(scope="module")
def descent():
    """Return the right three numbers of the step, and the gradient."""
    grad_y, x, W, b, target = checks.digit_batch()
    gradient = grad_y.T @ x
    after = 0.5 * ((x @ (W - 0.0001 * gradient).T + b - target) ** 2).sum()
    return 0.5 * (grad_y**2).sum(), 0.0001 * (gradient**2).sum(), after, gradient


def test_the_drop_is_nearly_what_was_foretold(descent, capsys):
    before, drop, after, _ = descent
    checks.step(before, drop, after)
    assert capsys.readouterr().out == "step: the loss fell by 36.58, and 36.87 was foretold.\n"
    assert before - after == pytest.approx(drop, rel=0.01)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda b, d, a: (None, d, a), "^loss_before is still empty: put a number there"),
        (lambda b, d, a: (b, [d], a), "^predicted_drop is a list, expected a number.$"),
        (lambda b, d, a: (a, d, a), "^loss_before = .* is not the loss of the layer with W and b."),
        (lambda b, d, a: (b, -d, a), "^predicted_drop = .* A drop is counted as positive here.$"),
        (lambda b, d, a: (b, d * 1e4, a), "^predicted_drop = .* How long is yours.$"),
        (lambda b, d, a: (b, 1e-4 * (d * 1e4) ** 0.5, a), "^predicted_drop = .*, not from its sq"),
        (lambda b, d, a: (b, b - a, a), "^predicted_drop = .* is what the loss did fall by"),
        (lambda b, d, a: (b, foretold(lambda y, b, t: y), a), "^predicted_drop = .* themselves"),
        (lambda b, d, a: (b, foretold(lambda y, b, t: y - b - t), a), r"^\[bias-missing\] pred"),
        (lambda b, d, a: (b, 3 * d, a), "^predicted_drop = .* is not right. What arrives at the"),
        (lambda b, d, a: (b, d, 1262.5), "^loss_after = 1262.5: the loss went up. Which way"),
        (lambda b, d, a: (b, d, b - d), "^loss_after is loss_before less what was foretold."),
        (lambda b, d, a: (b, d, np.nan), "^loss_after = nan is not the loss after one step"),
    ],
)
def test_step_describes_a_wrong_answer(change, text, descent):
    assert re.search(text, message(checks.step, *change(*descent[:3])))


def foretold(upstream):
    """Return the drop from what a student takes for the gradient at the scores."""
    _, x, W, b, target = checks.digit_batch()
    return 0.0001 * ((upstream(x @ W.T + b, b, target).T @ x) ** 2).sum()


@pytest.mark.parametrize("id_", ["grad-W-mean", "grad-W-last-sample", "grad-W-ignores-upstream"])
def test_step_names_a_wrong_gradient(id_):
    grad_y, x = checks.digit_batch()[:2]
    numbers = checks._step(checks.GRADIENT.wrong[id_][0])(grad_y, x)
    assert named(message(checks.step, *numbers)) == id_


def test_a_step_uphill_is_told_from_a_wrong_gradient(descent):
    before, drop, _, gradient = descent
    _, x, W, b, target = checks.digit_batch()
    after = 0.5 * ((x @ (W + 0.0001 * gradient).T + b - target) ** 2).sum()
    assert message(checks.step, before, drop, after).startswith(f"loss_after = {after:.6g}: the ")


# Mistakes that a single sample does not show, beside those that it does


@pytest.mark.parametrize(
    ("id_", "function"),
    [
        ("grad-W-reshaped", lambda grad_y, x: grad_y.reshape(grad_y.shape[::-1]) @ rows(x)),
        ("batch-flattened", lambda grad_y, x: grad_y.T @ x.reshape(1, -1)),
    ],
)
def test_a_mistake_that_one_sample_cannot_show_passes_there(id_, function):
    assert message(checks.one_sample, function) is None
    assert named(message(checks.batches, function)) == id_


def test_a_sum_that_starts_from_the_number_0_is_told_so():
    def grad_W(grad_y, x):
        return sum(np.outer(grad_y[n], x[n]) for n in range(len(x)))

    assert message(checks.batches, grad_W) is None
    assert message(checks.arguments, grad_W) is None
    assert "Python's sum of no rows is the number 0" in message(checks.images, grad_W)


def test_pixels_that_count_in_bytes_are_among_the_inputs():
    def grad_W(grad_y, x):
        kind = x.dtype if x.dtype == np.uint8 else float
        return (grad_y.astype(kind).T @ rows(x)).astype(float)

    assert message(checks.images, grad_W) is None
    assert message(checks.arguments, grad_W).startswith("grad_W[")


def test_arguments_are_of_every_kind_of_number_and_in_both_orders():
    kinds, orders = set(), set()

    def grad_W(grad_y, x):
        kinds.add((grad_y.dtype.kind + str(grad_y.itemsize), x.dtype.kind + str(x.itemsize)))
        orders.add(x.flags.f_contiguous)
        return grad_y.T @ rows(x)

    checks.arguments(grad_W)
    assert {("f8", "i8"), ("i8", "f8"), ("f8", "u1"), ("f4", "f4")} <= kinds
    assert orders == {True, False}


def rows(x):
    return x.reshape(len(x), int(np.prod(x.shape[1:])))


def sizes_seen(check, **seed):
    seen = set()

    def grad_W(grad_y, x):
        seen.add((grad_y.shape, x.shape))
        return grad_y.T @ rows(x)

    check(grad_W, **seed)
    return seen


@pytest.mark.parametrize(
    ("check", "seed"),
    [(checks.one_sample, 6271), (checks.batches, 9109), (checks.images, 3539)],
)
def test_hidden_seeds_bring_sizes_that_the_visible_check_has_not(check, seed):
    assert sizes_seen(check, seed=seed) - sizes_seen(check)

"""Answers to exercise 10 as students write them, right ones and wrong ones."""

import math

import numpy as np

from fclib import linear_backward, linear_forward, relu, relu_backward
from fclib.checks import training as checks
from fclib.checks.wrong.training import WRONG
from tests.checks.exercise import Exercise, Function, late, short


def shifted(scores, target):
    below = scores - scores.max(axis=1)[:, None]
    e = np.exp(below)
    p = e / e.sum(axis=1)[:, None]
    n = len(scores)
    loss = (np.log(e.sum(axis=1)) - below[range(n), target]).sum() / n
    gradient = p.copy()
    for k in range(n):
        gradient[k, target[k]] -= 1
    return loss, gradient / n


def log_sum_exp(scores, target):
    n, m = scores.shape
    top = np.max(scores, axis=1, keepdims=True)
    log_z = top + np.log(np.sum(np.exp(scores - top), axis=1, keepdims=True))
    log_p = scores - log_z
    truth = np.zeros((n, m))
    truth[np.arange(n), target] = 1.0
    return float(-(truth * log_p).sum() / n), (np.exp(log_p) - truth) / n


def loops(scores, target):
    loss, rows = 0.0, []
    for row, t in zip(scores.tolist(), target.tolist(), strict=True):
        top = max(row)
        e = [math.exp(s - top) for s in row]
        loss -= row[t] - top - math.log(sum(e))
        rows.append([(v / sum(e) - (k == t)) / len(scores) for k, v in enumerate(e)])
    return loss / len(scores), rows


RIGHT_LOSSES = {
    "softmax first": shifted,
    "log-sum-exp": log_sum_exp,
    "loops and lists": loops,
    "as a list": lambda scores, target: list(shifted(scores, target)),
    "np.logaddexp": lambda scores, target: (
        np.mean(np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(scores)), target]),
        shifted(scores, target)[1],
    ),
    "0-d array": lambda scores, target: (
        np.array(shifted(scores, target)[0]),
        shifted(scores, target)[1],
    ),
    "Fortran order": lambda scores, target: (
        shifted(scores, target)[0],
        np.asfortranarray(log_sum_exp(scores, target)[1]),
    ),
    "eye": lambda scores, target: (
        shifted(scores, target)[0],
        (
            np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None])
            - np.eye(scores.shape[1])[target]
        )
        / len(scores),
    ),
}


def part(which, change):
    """Change the loss, 0, or the gradient, 1, of a right answer."""

    def softmax_cross_entropy(scores, target):
        results = list(log_sum_exp(scores, target))
        results[which] = change(results[which], scores, target)
        return tuple(results)

    return softmax_cross_entropy


def logarithm_of_probability(scores, target):
    """Take the logarithm after the softmax, where a probability may have become 0."""
    p = probabilities(scores)
    n = np.arange(len(p))
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(p[n, target])), (p - np.eye(p.shape[1])[target]) / len(p)


def unshifted(scores, target):
    with np.errstate(all="ignore"):
        p = np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)
        gradient = p.copy()
        gradient[np.arange(len(p)), target] -= 1
        return -np.mean(np.log(p[np.arange(len(p)), target])), gradient / len(p)


def whole_batch(scores, target):
    e = np.exp(scores - scores.max())
    p = e / e.sum()
    truth = np.eye(scores.shape[1])[target]
    return -np.mean(np.log(p[np.arange(len(p)), target])), (p - truth) / len(p)


def minus_one_in_place(scores, target):
    loss, gradient = log_sum_exp(scores, target)
    scores -= scores.max(axis=1, keepdims=True)
    return loss, gradient


class Averaging:
    """A loss that is averaged with those of earlier batches."""

    def __init__(self):
        self.losses = []

    def __call__(self, scores, target):
        loss, gradient = log_sum_exp(scores, target)
        self.losses.append(loss + len(self.losses))
        return self.losses[-1], gradient


def columns_of_all(scores, target):
    loss, _ = shifted(scores, target)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    gradient = e / e.sum(axis=1, keepdims=True)
    gradient[:, target] -= 1
    return loss, gradient / len(scores)


def every_row_with_every_label(scores, target):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return -np.log(p[:, target]).mean(), log_sum_exp(scores, target)[1]


def probabilities(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def mean_with_zeros(scores, target):
    p, truth = probabilities(scores), np.eye(scores.shape[1])[target]
    with np.errstate(all="ignore"):
        return -np.mean(truth * np.log(p)), (p - truth) / len(p)


def one_array(scores, target):
    p = probabilities(scores)
    gradient = p
    gradient[np.arange(len(p)), target] -= 1
    with np.errstate(all="ignore"):
        return -np.mean(np.log(p[np.arange(len(p)), target])), gradient / len(p)


def number_taken_off(scores, target):
    return log_sum_exp(scores, target)[0], (probabilities(scores).T - target).T / len(scores)


def sample_loop(ranges):
    """Make a loss of a loop over some samples."""

    def softmax_cross_entropy(scores, target):
        n, loss, gradient = len(scores), 0.0, np.zeros(scores.shape)
        for k in ranges(n):
            one, row = log_sum_exp(scores[[k]], target[[k]])
            loss += one / n
            gradient[k] = row[0] / n
        return loss, gradient

    return softmax_cross_entropy


def not_averaged(scores, target):
    top = scores.max(axis=1, keepdims=True)
    log_p = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(scores)), target], log_sum_exp(scores, target)[1]


LOSSES, OVERFLOW = "losses", "overflow"
BOTH = (LOSSES, OVERFLOW)
LOSS_MISTAKES = {
    "loss-summed": (
        BOTH,
        [part(0, lambda loss, scores, target: loss * len(scores))],
    ),
    "grad-W-mean-twice": (
        BOTH,
        [part(1, lambda gradient, scores, target: gradient / len(scores))],
    ),
    "gradient-not-divided": (
        BOTH,
        [part(1, lambda gradient, scores, target: gradient * len(scores))],
    ),
    "sign": (BOTH, [part(1, lambda gradient, scores, target: -gradient)]),
    "softmax-overflow": ((OVERFLOW,), [unshifted, logarithm_of_probability]),
    "labels-broadcast": (BOTH, [columns_of_all, every_row_with_every_label]),
    "loss-of-each-sample": (BOTH, [not_averaged]),
    "loss-over-classes": (
        BOTH,
        [part(0, lambda loss, scores, target: loss / scores.shape[1]), mean_with_zeros],
    ),
    "loss-after-gradient": (BOTH, [one_array]),
    "labels-as-numbers": (BOTH, [number_taken_off]),
    "loop-misses-last": ((LOSSES,), [sample_loop(short)]),
    "loop-misses-first": (BOTH, [sample_loop(late)]),
    "order-swapped": (BOTH, [lambda scores, target: shifted(scores, target)[::-1]]),
    "arguments-swapped": (BOTH, [lambda target, scores: loops(scores, target)]),
    "softmax-of-batch": (BOTH, [whole_batch]),
    "probability-not-minus-truth": (
        BOTH,
        [
            part(
                1,
                lambda gradient, scores, target: (
                    gradient + np.eye(scores.shape[1])[target] / len(scores)
                ),
            )
        ],
    ),
    "input-destroyed": ((LOSSES,), [minus_one_in_place]),
    "state-kept": (BOTH, [Averaging()]),
}
LOSS_PAIRS = {
    "loss-summed + sign": lambda scores, target: (
        log_sum_exp(scores, target)[0] * len(scores),
        -log_sum_exp(scores, target)[1],
    ),
    "gradient-not-divided + sign": lambda scores, target: (
        log_sum_exp(scores, target)[0],
        -log_sum_exp(scores, target)[1] * len(scores),
    ),
}


def with_fclib(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    loss, grad_scores = log_sum_exp(linear_forward(a, W2, b2), target)
    second = linear_backward(grad_scores, a, W2)
    first = linear_backward(relu_backward(second.x, z), x, W1)
    W1 -= learning_rate * first.W
    b1 -= learning_rate * first.b
    W2 -= learning_rate * second.W
    b2 -= learning_rate * second.b
    return loss


def step(
    *,
    activation=lambda z: np.maximum(0, z),
    slope=lambda grad, z, a: np.where(z > 0, grad, 0),
    scale=(1, 1, 1, 1),
    when_back="old",
    returns="before",
    loss_and_gradient=log_sum_exp,
    write=np.subtract,
):
    """Build a step as a student might, with NumPy alone."""

    def train_step(x, target, W1, b1, W2, b2, learning_rate):
        z = x @ W1.T + b1
        a = activation(z)
        loss, g = loss_and_gradient(a @ W2.T + b2, target)
        steps = [None, None, g.T @ a, g.sum(0)]
        back = g @ (W2 if when_back == "old" else W2 - learning_rate * steps[2])
        back = slope(back, z, a)
        steps[:2] = back.T @ x, back.sum(0)
        for parameter, gradient, factor in zip((W1, b1, W2, b2), steps, scale, strict=True):
            write(parameter, learning_rate * factor * gradient, out=parameter)
        if returns == "after":
            loss, _ = loss_and_gradient(activation(x @ W1.T + b1) @ W2.T + b2, target)
        return loss

    return train_step


def sample_by_sample(x, target, W1, b1, W2, b2, learning_rate):
    old = [p.copy() for p in (W1, b1, W2, b2)]
    total = 0.0
    for row, t in zip(x, target, strict=True):
        z = old[0] @ row + old[1]
        a = z.clip(min=0)
        loss, g = log_sum_exp((old[2] @ a + old[3])[None], np.array([t]))
        total += loss
        g = g[0] / len(x)
        back = (g @ old[2]) * (a > 0)
        W2 -= learning_rate * np.outer(g, a)
        b2 -= learning_rate * g
        W1 -= learning_rate * np.outer(back, row)
        b1 -= learning_rate * back
    return total / len(x)


def whole_arrays(x, target, W1, b1, W2, b2, learning_rate):
    new = [p.copy() for p in (W1, b1, W2, b2)]
    loss = with_fclib(x, target, *new, learning_rate)
    for parameter, value in zip((W1, b1, W2, b2), new, strict=True):
        parameter[...] = value
    return float(loss)


RIGHT_STEPS = {
    "with fclib": with_fclib,
    "NumPy": step(),
    "masked by the output": step(slope=lambda grad, z, a: grad * (a > 0)),
    "heaviside": step(slope=lambda grad, z, a: grad * np.heaviside(z, 0)),
    "sample by sample": sample_by_sample,
    "new values copied in": whole_arrays,
    "abs": step(activation=lambda z: (z + abs(z)) / 2),
    "softmax first": step(loss_and_gradient=shifted),
}


def on_copies(x, target, W1, b1, W2, b2, learning_rate):
    return step()(x, target, W1.copy(), b1.copy(), W2.copy(), b2.copy(), learning_rate)


class Momentum:
    """Gradients that are never cleared, in effect: each step repeats those before."""

    def __init__(self):
        self.steps = 0

    def __call__(self, x, target, W1, b1, W2, b2, learning_rate):
        self.steps += 1
        return step()(x, target, W1, b1, W2, b2, learning_rate * self.steps)


def shuffles_x(x, target, W1, b1, W2, b2, learning_rate):
    loss = step()(x, target, W1, b1, W2, b2, learning_rate)
    x[...] = x[::-1].copy()
    return loss


def z_for_a(x, target, W1, b1, W2, b2, learning_rate):
    z = linear_forward(x, W1, b1)
    loss, grad_scores = log_sum_exp(linear_forward(relu(z), W2, b2), target)
    grad_a, grad_W2, grad_b2 = linear_backward(grad_scores, z, W2)
    _, grad_W1, grad_b1 = linear_backward(relu_backward(grad_a, z), x, W1)
    gradients = (grad_W1, grad_b1, grad_W2, grad_b2)
    for parameter, gradient in zip((W1, b1, W2, b2), gradients, strict=True):
        parameter -= learning_rate * gradient
    return loss


STEPS = ("steps",)


def twice(scores, target):
    loss, gradient = log_sum_exp(scores, target)
    return loss, gradient / len(scores)


def summed(scores, target):
    loss, gradient = log_sum_exp(scores, target)
    return loss * len(scores), gradient * len(scores)


STEP_MISTAKES = {
    "step-uphill": (STEPS, [step(write=np.add)]),
    "loss-summed": (STEPS, [step(loss_and_gradient=summed)]),
    "loss-after-step": (STEPS, [step(returns="after")]),
    "updated-copy": (STEPS, [on_copies]),
    "second-layer-only": (STEPS, [step(scale=(0, 0, 1, 1))]),
    "biases-not-updated": (
        STEPS,
        [step(scale=scale) for scale in ((1, 0, 1, 0), (1, 0, 1, 1), (1, 1, 1, 0))],
    ),
    "activation-missing": (
        STEPS,
        [step(activation=lambda z: 1 * z, slope=lambda grad, z, a: 1 * grad)],
    ),
    "relu-gradient-missing": (STEPS, [step(slope=lambda grad, z, a: 1 * grad)]),
    "relu-gradient-by-sign": (
        STEPS,
        [
            step(slope=lambda grad, z, a: grad * (grad > 0)),
            step(slope=lambda grad, z, a: relu_backward(z, grad)),
        ],
    ),
    "input-before-activation": (STEPS, [z_for_a]),
    "update-before-grad-x": (STEPS, [step(when_back="new")]),
    "learning-rate-missing": (
        STEPS,
        [lambda x, target, W1, b1, W2, b2, learning_rate: step()(x, target, W1, b1, W2, b2, 1)],
    ),
    "step-divided-again": (STEPS, [step(loss_and_gradient=twice)]),
    "state-kept": (STEPS, [Momentum()]),
    "input-destroyed": (STEPS, [shuffles_x]),
}
STEP_PAIRS = {
    "step-uphill + biases-not-updated": step(write=np.add, scale=(1, 0, 1, 0)),
    "loss-after-step + relu-gradient-missing": step(
        returns="after", slope=lambda grad, z, a: 1 * grad
    ),
    "second-layer-only + step-divided-again": step(scale=(0, 0, 1, 1), loss_and_gradient=twice),
}

EXERCISE = Exercise(
    chapter="10-train",
    functions={
        "softmax_cross_entropy": Function(
            checks={LOSSES: checks.losses, OVERFLOW: checks.overflow},
            wrong=checks.LOSS.wrong,
            right=RIGHT_LOSSES,
            mistakes=LOSS_MISTAKES,
            pairs=LOSS_PAIRS,
        ),
        "train_step": Function(
            checks={"steps": checks.steps},
            wrong=WRONG["train_step"],
            right=RIGHT_STEPS,
            mistakes=STEP_MISTAKES,
            pairs=STEP_PAIRS,
        ),
    },
    by_answer=frozenset(
        {
            "learning-rate-too-large",
            "zero-initialised",
            "labels-shuffled",
        }
    ),
)

"""Wrong versions of the functions of exercise 10."""

from typing import Any

import numpy as np

from fclib.checks.engine.loops import ENDS, MISSES, noted, without
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function


def _p(scores: Array) -> Any:
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _loss(p: Array, target: Array) -> Any:
    return float(-np.log(p[np.arange(len(p)), target]).mean())


def _onehot(p: Array, target: Array) -> Any:
    return np.eye(p.shape[1])[target]


def _cross_entropy(
    loss: Function = _loss,
    gradient: Function = lambda p, truth: (p - truth) / len(p),
    softmax: Function = _p,
) -> Function:
    """Make softmax cross-entropy with a mistake in one of its parts."""

    def softmax_cross_entropy(scores: Array, target: Array) -> tuple[Any, ...]:
        p = softmax(np.asarray(scores, float))
        return loss(p, target), gradient(p, _onehot(p, target))

    return softmax_cross_entropy


def _quiet(function: Function) -> Function:
    """Make a version that does not warn of what overflows."""

    def version(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):
            return function(*arguments)

    return version


def _of_each(p: Array, target: Array) -> Any:
    return -np.log(p[np.arange(len(p)), target])


def _every_pair(p: Array, target: Array) -> Any:
    return float(-np.log(p[:, target]).mean())


def _less_every_label(p: Array, truth: Array) -> Any:
    """Take 1 from the columns of all labels, in every row."""
    return (p - truth.any(axis=0)) / len(p)


def _label_taken_off(scores: Array, target: Array) -> tuple[Any, ...]:
    p = _p(np.asarray(scores, float))
    return _loss(p, target), (p - target[:, None]) / len(p)


def _samples(kept: Any) -> Function:
    """Make a version that adds up some samples and divides by all."""

    def version(scores: Array, target: Array) -> tuple[Any, ...]:
        scores = np.asarray(scores, float)
        p, n = _p(scores), len(scores)
        below = scores - scores.max(axis=1, keepdims=True)
        losses = np.log(np.exp(below).sum(axis=1)) - below[np.arange(n), target]
        gradient = np.zeros(p.shape)
        gradient[kept] = (p - _onehot(p, target))[kept] / n
        return float(losses[kept].sum() / n), gradient

    return version


def _sum(p: Array, target: Array) -> Any:
    return len(p) * _loss(p, target)


def training_step(
    *,
    relu: Function = lambda z: np.maximum(z, 0),
    relu_gradient: Function = lambda grad_a, z: grad_a * (z > 0),
    gradients: Function = lambda all_four, n: all_four,
    only: Any = (0, 1, 2, 3),
    rate: Function = lambda learning_rate: learning_rate,
    before: Any = False,
    early: Any = False,
    after: Any = False,
    cross_entropy: Any = None,
) -> Function:
    """Make a training step with a mistake in one of its parts; without one it is right."""
    cross_entropy = cross_entropy or _cross_entropy()

    def forward(x: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Any, ...]:
        z = x @ W1.T + b1
        a = relu(z)
        return z, a, a @ W2.T + b2

    def train_step(
        x: Array, target: Array, W1: Array, b1: Array, W2: Array, b2: Array, learning_rate: float
    ) -> Any:
        parameters = (W1, b1, W2, b2)
        z, a, scores = forward(x, *parameters)
        loss, g = cross_entropy(scores, target)
        second = [g.T @ (z if before else a), g.sum(axis=0)]
        weights = W2 - learning_rate * second[0] if early else W2
        grad_z = relu_gradient(g @ weights, z)
        first = [grad_z.T @ x, grad_z.sum(axis=0)]
        for k, gradient in enumerate(gradients([*first, *second], len(x))):
            if k in only:
                parameters[k][...] -= rate(learning_rate) * gradient
        if after:
            loss, _ = cross_entropy(forward(x, *parameters)[2], target)
        return loss

    return train_step


CHAPTER = "10-train"

_ROWS = {
    "softmax_cross_entropy": {
        "loss-summed | a sum over the batch | the loss is N times too large. It should be a "
        "mean.": [
            _cross_entropy(loss=_sum, gradient=lambda p, truth: p - truth),
            _cross_entropy(loss=_sum),
        ],
        "grad-W-mean-twice": [_cross_entropy(gradient=lambda p, truth: (p - truth) / len(p) ** 2)],
        "gradient-not-divided | ∂L/∂s = p − [k = t] | the loss is a mean and this is the gradient "
        "of a sum. They belong together.": [_cross_entropy(gradient=lambda p, truth: p - truth)],
        "labels-broadcast | (N,) minus (N, 1) | every sample met every label. Look at the shapes "
        "of the two.": [
            _cross_entropy(gradient=_less_every_label),
            _cross_entropy(loss=_every_pair),
            _cross_entropy(loss=_every_pair, gradient=_less_every_label),
        ],
        "loss-of-each-sample | −log p of each sample | each sample has its loss here. Which one "
        "number is the batch's?": [
            _cross_entropy(loss=_of_each),
            _cross_entropy(loss=_of_each, gradient=lambda p, truth: p - truth),
        ],
        "loss-over-classes | a mean over samples and classes | the loss is too small by the number "
        "of classes. Over what should the mean run?": [
            _cross_entropy(loss=lambda p, target: _loss(p, target) / p.shape[1]),
            _cross_entropy(loss=_quiet(lambda p, t: float(-(_onehot(p, t) * np.log(p)).mean()))),
        ],
        "loss-after-gradient | −log(p − 1) | log met p − 1: the 1 was taken off before the loss. "
        "Do two names stand for one array?": [
            _cross_entropy(loss=_quiet(lambda p, t: _loss(p - 1, t)))
        ],
        "labels-as-numbers | p − k for the class k | the class's number is taken off every score. "
        "What is 1 at the class and 0 elsewhere?": [_label_taken_off],
        **{
            MISSES[end]: [noted(_samples(kept), without(end, ["sample"]))]
            for end, (kept, _) in ENDS.items()
        },
        "softmax-overflow | exp of large scores | exp overflows, or log gets a 0. What may be "
        "subtracted from all scores of a sample?": [
            _cross_entropy(
                softmax=_quiet(lambda s: np.exp(s) / np.exp(s).sum(axis=1, keepdims=True))
            ),
            _cross_entropy(loss=_quiet(_loss)),
        ],
        "softmax-of-batch | exp(s_nk) / Σ_n Σ_c exp(s_nc) | the probabilities of one sample should "
        "sum to 1. Along which axis do these?": [
            _cross_entropy(softmax=lambda s: _p(s.reshape(1, -1)).reshape(s.shape)),
            _cross_entropy(softmax=lambda s: _p(s.T).T),
        ],
        "probability-not-minus-truth | p or −[k = t] alone | the gradient has two parts, what the "
        "network says and what is true. One is missing.": [
            _cross_entropy(gradient=lambda p, truth: p / len(p)),
            _cross_entropy(gradient=lambda p, truth: -truth / len(p)),
        ],
    },
    "train_step": {
        "step-uphill | W + η ∂L/∂W | the step goes up the slope: the loss grows. Which way does "
        "the gradient point?": [
            training_step(gradients=lambda all_four, n: [-g for g in all_four])
        ],
        "loss-summed": [
            training_step(
                cross_entropy=_cross_entropy(loss=_sum, gradient=lambda p, truth: p - truth),
            ),
        ],
        "loss-after-step | the loss after the update | this is the loss after the step. Return the "
        "one before.": [training_step(after=True)],
        "updated-copy | W = W − η ∂L/∂W | the caller's parameters are as they were: a new array "
        "got the name.": [training_step(only=())],
        "second-layer-only | W1 and b1 left as they were | the first layer does not learn.": [
            training_step(only=(2, 3))
        ],
        "biases-not-updated": [training_step(only=kept) for kept in ((0, 2), (0, 1, 2), (0, 2, 3))],
        "activation-missing | W2 (W1 x + b1) + b2 | without its activation, two layers are one. "
        "What stands between them?": [
            training_step(relu=lambda z: z, relu_gradient=lambda grad_a, z: grad_a)
        ],
        "relu-gradient-missing | ∂L/∂z = ∂L/∂a | the gradient went through the ReLU as if it were "
        "not there.": [training_step(relu_gradient=lambda grad_a, z: grad_a)],
        "relu-gradient-by-sign | ∂L/∂z where the gradient, not z, is positive | what went into the "
        "ReLU decides what it lets through, not what comes back.": [
            training_step(relu_gradient=lambda grad_a, z: np.maximum(grad_a, 0)),
            training_step(relu_gradient=lambda grad_a, z: z * (grad_a > 0)),
        ],
        "update-before-grad-x": [training_step(early=True)],
        "input-before-activation | ∂L/∂W2 with z for a | the second layer's input is what came out "
        "of the ReLU, not what went into it.": [training_step(before=True)],
        "learning-rate-missing | W − ∂L/∂W | the step is as long as the gradient itself. What is "
        "learning_rate for?": [training_step(rate=lambda learning_rate: 1.0)],
        "step-divided-again | W − η/N ∂L/∂W | the step is N times too short: grad_scores has its "
        "1/N already.": [
            training_step(gradients=lambda all_four, n: [g / n for g in all_four]),
            training_step(
                gradients=lambda four, n: [four[0] / n, four[1], four[2] / n, four[3]],
            ),
        ],
    },
    "diagnose": {
        "learning-rate-too-large | steps past the valley | the steps are too long: the loss jumps "
        "or overflows.": [],
        "zero-initialised | all weights 0 at the start | all hidden units are equal, and stay "
        "so.": [],
        "labels-shuffled | labels that belong to other samples | the images say nothing about "
        "these labels: they can only be learnt by heart.": [],
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

"""Wrong versions of the functions of exercise 10."""

import numpy as np

from fclib.checks.engine.loops import ENDS, noted, without


def _p(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _loss(p, target):
    return float(-np.log(p[np.arange(len(p)), target]).mean())


def _onehot(p, target):
    return np.eye(p.shape[1])[target]


def _cross_entropy(loss=_loss, gradient=lambda p, truth: (p - truth) / len(p), softmax=_p):
    """Make softmax cross-entropy with a mistake in one of its parts."""

    def softmax_cross_entropy(scores, target):
        p = softmax(np.asarray(scores, float))
        return loss(p, target), gradient(p, _onehot(p, target))

    return softmax_cross_entropy


def _overflowing(scores):
    with np.errstate(all="ignore"):
        e = np.exp(scores)
        return e / e.sum(axis=1, keepdims=True)


def _of_each(p, target):
    return -np.log(p[np.arange(len(p)), target])


def _of_zero(p, target):
    with np.errstate(all="ignore"):
        return _loss(p, target)


def _every_pair(p, target):
    return float(-np.log(p[:, target]).mean())


def _less_every_label(p, truth):
    """Take 1 from the columns of all labels, in every row."""
    return (p - truth.any(axis=0)) / len(p)


def _with_zeros(p, target):
    with np.errstate(all="ignore"):
        return float(-(_onehot(p, target) * np.log(p)).mean())


def _of_less_than_nothing(p, target):
    with np.errstate(all="ignore"):
        return float(-np.log(p[np.arange(len(p)), target] - 1).mean())


def _label_taken_off(scores, target):
    p = _p(np.asarray(scores, float))
    return _loss(p, target), (p - target[:, None]) / len(p)


def _samples(kept):
    """Make a version that adds up some samples and divides by all."""

    def version(scores, target):
        scores = np.asarray(scores, float)
        p, n = _p(scores), len(scores)
        below = scores - scores.max(axis=1, keepdims=True)
        losses = np.log(np.exp(below).sum(axis=1)) - below[np.arange(n), target]
        gradient = np.zeros(p.shape)
        gradient[kept] = (p - _onehot(p, target))[kept] / n
        return float(losses[kept].sum() / n), gradient

    return version


def _exchanged(scores, target):
    return _cross_entropy()(scores, target)[::-1]


def _sum(p, target):
    return len(p) * _loss(p, target)


def training_step(
    *,
    relu=lambda z: np.maximum(z, 0),
    relu_gradient=lambda grad_a, z: grad_a * (z > 0),
    gradients=lambda all_four, n: all_four,
    only=(0, 1, 2, 3),
    rate=lambda learning_rate: learning_rate,
    before=False,
    early=False,
    after=False,
    cross_entropy=None,
):
    """Make a training step with a mistake in one of its parts; without one it is right."""
    cross_entropy = cross_entropy or _cross_entropy()

    def forward(x, W1, b1, W2, b2):
        z = x @ W1.T + b1
        a = relu(z)
        return z, a, a @ W2.T + b2

    def train_step(x, target, W1, b1, W2, b2, learning_rate):
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


EXERCISE = 10

WRONG = {
    "softmax_cross_entropy": {
        "loss-summed": [
            _cross_entropy(loss=_sum, gradient=lambda p, truth: p - truth),
            _cross_entropy(loss=_sum),
        ],
        "grad-W-mean-twice": [_cross_entropy(gradient=lambda p, truth: (p - truth) / len(p) ** 2)],
        "gradient-not-divided": [_cross_entropy(gradient=lambda p, truth: p - truth)],
        "sign": [
            _cross_entropy(gradient=lambda p, truth: (truth - p) / len(p)),
            _cross_entropy(loss=lambda p, target: -_loss(p, target)),
        ],
        "labels-broadcast": [
            _cross_entropy(gradient=_less_every_label),
            _cross_entropy(loss=_every_pair),
            _cross_entropy(loss=_every_pair, gradient=_less_every_label),
        ],
        "loss-of-each-sample": [
            _cross_entropy(loss=_of_each),
            _cross_entropy(loss=_of_each, gradient=lambda p, truth: p - truth),
        ],
        "order-swapped": [_exchanged],
        "loss-over-classes": [
            _cross_entropy(loss=lambda p, target: _loss(p, target) / p.shape[1]),
            _cross_entropy(loss=_with_zeros),
        ],
        "loss-after-gradient": [_cross_entropy(loss=_of_less_than_nothing)],
        "labels-as-numbers": [_label_taken_off],
        **{
            f"loop-misses-{end}": [noted(_samples(kept), without(end, ["sample"]))]
            for end, (kept, _) in ENDS.items()
        },
        "softmax-overflow": [_cross_entropy(softmax=_overflowing), _cross_entropy(loss=_of_zero)],
        "softmax-of-batch": [
            _cross_entropy(softmax=lambda s: _p(s.reshape(1, -1)).reshape(s.shape)),
            _cross_entropy(softmax=lambda s: _p(s.T).T),
        ],
        "probability-not-minus-truth": [
            _cross_entropy(gradient=lambda p, truth: p / len(p)),
            _cross_entropy(gradient=lambda p, truth: -truth / len(p)),
        ],
    },
    "train_step": {
        "step-uphill": [training_step(gradients=lambda all_four, n: [-g for g in all_four])],
        "loss-summed": [
            training_step(
                cross_entropy=_cross_entropy(loss=_sum, gradient=lambda p, truth: p - truth),
            ),
        ],
        "loss-after-step": [training_step(after=True)],
        "updated-copy": [training_step(only=())],
        "second-layer-only": [training_step(only=(2, 3))],
        "biases-not-updated": [training_step(only=kept) for kept in ((0, 2), (0, 1, 2), (0, 2, 3))],
        "activation-missing": [
            training_step(relu=lambda z: z, relu_gradient=lambda grad_a, z: grad_a)
        ],
        "relu-gradient-missing": [training_step(relu_gradient=lambda grad_a, z: grad_a)],
        "relu-gradient-by-sign": [
            training_step(relu_gradient=lambda grad_a, z: np.maximum(grad_a, 0)),
            training_step(relu_gradient=lambda grad_a, z: z * (grad_a > 0)),
        ],
        "update-before-grad-x": [training_step(early=True)],
        "input-before-activation": [training_step(before=True)],
        "learning-rate-missing": [training_step(rate=lambda learning_rate: 1.0)],
        "step-divided-again": [
            training_step(gradients=lambda all_four, n: [g / n for g in all_four]),
            training_step(
                gradients=lambda four, n: [four[0] / n, four[1], four[2] / n, four[3]],
            ),
        ],
    },
}
"""For each function that students write, its known wrong versions by misconception."""

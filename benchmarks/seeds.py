"""Chapter 10's claims about training, each from thirty seeds: ``python -m benchmarks.seeds``.

One run is an anecdote. A seed draws the digits that are held out, the starting weights and the
order of the batches, the same for every variant, so that variants can be compared seed by seed.
Writes ``book/figures/seeds.json``, from which the chapter takes its numbers.
"""

import json
from pathlib import Path

import numpy as np

from fclib import (
    initialise,
    linear_backward,
    linear_forward,
    load_digits,
    relu,
    relu_backward,
    softmax_cross_entropy_backward,
    two_layer_scores,
)

OUTPUT = Path(__file__).parents[1] / "book" / "figures" / "seeds.json"
SEEDS, EPOCHS, BATCH, RATE, HELD_OUT = 30, 30, 32, 0.5, 360


def gradients(x, target, parameters, activate=relu, back=relu_backward):
    """Return the gradients by W1, b1, W2 and b2 of two layers with an activation between them."""
    W1, b1, W2, b2 = parameters
    z = linear_forward(x, W1, b1)
    a = activate(z)
    scores = linear_forward(a, W2, b2)
    second = linear_backward(softmax_cross_entropy_backward(scores, target), a, W2)
    first = linear_backward(back(second.x, z), x, W1)
    return [first.W, first.b, second.W, second.b]


def ungated(grad_a, z):
    """Let the gradient through as if there were no ReLU."""
    return grad_a


def without_relu(x, target, parameters):
    return gradients(x, target, parameters, lambda z: z, ungated)


def relu_gradient_missing(x, target, parameters):
    return gradients(x, target, parameters, back=ungated)


def biases_not_updated(x, target, parameters):
    W1, _, W2, _ = gradients(x, target, parameters)
    return [W1, 0, W2, 0]


def second_layer_only(x, target, parameters):
    return [0, 0, *gradients(x, target, parameters)[2:]]


def twice_the_rate(x, target, parameters):
    return [2 * gradient for gradient in gradients(x, target, parameters)]


def without_hidden(x, target, parameters):
    W, b = parameters
    grad_scores = softmax_cross_entropy_backward(linear_forward(x, W, b), target)
    grads = linear_backward(grad_scores, x, W)
    return [grads.W, grads.b]


def no_relu_scores(x, W1, b1, W2, b2):
    return linear_forward(linear_forward(x, W1, b1), W2, b2)


# Name, gradients, scores, and whether labels are shuffled or the last digits are held out.
VARIANTS = {
    "two layers": (gradients, two_layer_scores, ""),
    "one layer": (without_hidden, linear_forward, ""),
    "last digits held out": (gradients, two_layer_scores, "last"),
    "activation-missing": (without_relu, no_relu_scores, ""),
    "relu-gradient-missing": (relu_gradient_missing, two_layer_scores, ""),
    "biases-not-updated": (biases_not_updated, two_layer_scores, ""),
    "second-layer-only": (second_layer_only, two_layer_scores, ""),
    "learning-rate-missing": (twice_the_rate, two_layer_scores, ""),
    "labels-shuffled": (gradients, two_layer_scores, "shuffled"),
}


def run(seed, gradients_of, scores_of, change):
    """Train once; return how many are read of the held-out digits and of those trained on."""
    images, target = load_digits()
    x = images.reshape(-1, 64) / 16
    rng = np.random.default_rng(seed)
    order = np.arange(len(x))[::-1] if change == "last" else rng.permutation(len(x))
    held_out, chosen = order[:HELD_OUT], order[HELD_OUT:]
    parameters = initialise(64, 32, 10, rng=rng)
    if gradients_of is without_hidden:
        parameters = (np.zeros((10, 64)), np.zeros(10))
    labels = target.copy()
    if change == "shuffled":
        labels[chosen] = rng.permutation(labels[chosen])
    for _ in range(EPOCHS):
        shuffled = rng.permutation(chosen)
        for start in range(0, len(chosen), BATCH):
            batch = shuffled[start : start + BATCH]
            steps = gradients_of(x[batch], labels[batch], parameters)
            for parameter, gradient in zip(parameters, steps, strict=True):
                parameter -= RATE * gradient
    return [
        int(np.sum(scores_of(x[part], *parameters).argmax(axis=1) == target[part]))
        for part in (held_out, chosen)
    ]


def main():
    """Write the file, a line for each variant."""
    lines = []
    for name, variant in VARIANTS.items():
        held_out, chosen = zip(*(run(seed, *variant) for seed in range(SEEDS)), strict=True)
        lines.append(
            f"{json.dumps(name)}: {json.dumps({'held out': held_out, 'trained on': chosen})}"
        )
        print(f"{name:24}{np.mean(held_out) / HELD_OUT:8.2%} of the held-out digits", flush=True)
    OUTPUT.write_text("{\n " + ",\n ".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()

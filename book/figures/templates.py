"""Chapter 01 and the first page: the rows of a trained layer as images, with their scores.

templates.js finds the weights in ``data-weights``, the biases in ``data-bias`` and the pixels of
the digits to choose from in ``data-pixels``.
"""

from functools import cache

import numpy as np
from figures.choices import radio
from figures.markup import element, number
from figures.pixels import picture

from fclib import linear_backward, linear_forward, load_digits, softmax_cross_entropy_backward
from fclib.data.detector import split

EPOCHS, RATE, PENALTY = 40, 0.5, 0.02
SHADES = 5
CHOSEN = 3  # which of the ten digits the figure starts with


@cache
def layer():
    """Train one layer on the digits; a small penalty on the weights makes the rows smooth."""
    images, target = load_digits()
    chosen, _ = split()
    x, target = images[chosen].reshape(-1, 64) / 16, target[chosen]
    W, b = np.zeros((10, 64)), np.zeros(10)
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(len(x))
        for batch in np.array_split(order, len(x) // 32):
            scores = linear_forward(x[batch], W, b)
            grad_scores = softmax_cross_entropy_backward(scores, target[batch])
            grads = linear_backward(grad_scores, x[batch], W)
            W -= RATE * (grads.W + PENALTY * W)
            b -= RATE * grads.b
    # As the page carries them.
    return W.round(2), b.round(2)


def digits():
    """Return one digit of each kind, none of which took part in training."""
    images, target = load_digits()
    _, unseen = split()
    return [images[next(n for n in unseen if target[n] == digit)] for digit in range(10)]


def scores(image):
    W, b = layer()
    return linear_forward(image.reshape(1, 64) / 16, W, b)[0]


def render():
    """Return the markup of the figure."""
    legend = element("legend", "Choose a digit, which the layer has never seen")
    choices = "".join(choice(digit, image) for digit, image in enumerate(digits()))
    return (
        element("fieldset", legend + choices, class_="digits")
        + element("div", templates(), class_="rows")
        + element("div", class_="announcement", role="status")
    )


def choice(digit, image):
    drawing = svg(picture(image / 16, SHADES), f"a handwritten {digit}")
    pixels = " ".join(str(value) for value in image.ravel())
    button = radio("templates-digit", digit, digit == CHOSEN)
    return element("label", button + drawing, data_pixels=pixels)


def templates():
    W, b = layer()
    found = scores(digits()[CHOSEN])
    largest = np.abs(W).max()
    return "".join(
        template(k, W[k], b[k], found[k], largest, best=k == found.argmax()) for k in range(10)
    )


def template(k, row, bias, score, largest, *, best):
    image = row.reshape(8, 8) / largest
    drawing = svg(
        picture(image.clip(min=0), SHADES, class_="q-x")
        + picture((-image).clip(min=0), SHADES, class_="q-g"),
        f"row {k} of the weights",
    )
    bar = element("span", "", class_="bar", style=f"--score: {score:.2f}", data_sign=sign(score))
    words = element("span", k, class_="name") + element("span", shown(score), class_="score")
    data = {"data_weights": " ".join(f"{w:g}" for w in row), "data_bias": f"{bias:g}"}
    return element(
        "div", drawing + words + bar, class_="row-image best" if best else "row-image", **data
    )


def sign(score):
    return int(score > 0) - int(score < 0)


def shown(score):
    """Write one decimal, by a rule that JavaScript has too."""
    return number(np.sign(score) * np.floor(10 * abs(score) + 0.5) / 10 + 0.0)


def svg(content, label):
    return element("svg", content, viewBox="0 0 8 8", role="img", aria_label=label)

"""Chapter 10: a training run as it should be, and the same run with one mistake in it.

Every run starts with the same weights and sees the same samples in the same order. A mistake is a
step of gradient descent in the place of ``train_step``, or what the run starts with.
"""

from typing import NamedTuple

import numpy as np
from figures.chart import Chart, Scale
from figures.choices import radio
from figures.markup import element, number

from fclib import (
    linear_backward,
    linear_forward,
    relu,
    relu_backward,
    softmax_cross_entropy,
    softmax_cross_entropy_backward,
)
from fclib.checks.catalogue import CATALOGUE
from fclib.data import load_digits
from fclib.data.detector import split
from fclib.network import initialise, train, train_step, two_layer_scores

EPOCHS, BATCH, LEARNING_RATE, SEED = 15, 32, 0.5, 2


class Run(NamedTuple):
    """Losses: before training, then the mean of each epoch. Accuracy: on held-out digits."""

    losses: list
    accuracy: float


class Mistake(NamedTuple):
    """A name, what to look for, and what takes the place of the right step, start and scores."""

    name: str
    look: str
    step: object = train_step
    prepare: object = lambda parameters, target: target
    scores: object = two_layer_scores


def backward(x, target, W1, b1, W2, b2):
    """Return the loss, and its gradients by W1, b1, W2 and b2: what train_step computes."""
    z = linear_forward(x, W1, b1)
    a = relu(z)
    scores = linear_forward(a, W2, b2)
    second = linear_backward(softmax_cross_entropy_backward(scores, target), a, W2)
    first = linear_backward(relu_backward(second.x, z), x, W1)
    return softmax_cross_entropy(scores, target), [first.W, first.b, second.W, second.b]


def descend(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= learning_rate * gradient


def uphill(x, target, *parameters_and_rate):
    *parameters, rate = parameters_and_rate
    loss, gradients = backward(x, target, *parameters)
    descend(parameters, gradients, -rate)
    return loss


def never_cleared():
    """Return a step that adds each batch's gradients to those of every batch before."""
    totals = [0.0] * 4

    def step(x, target, *parameters_and_rate):
        *parameters, rate = parameters_and_rate
        loss, gradients = backward(x, target, *parameters)
        totals[:] = [t + g for t, g in zip(totals, gradients, strict=True)]
        descend(parameters, totals, rate)
        return loss

    return step


def mean_twice(x, target, *parameters_and_rate):
    *parameters, rate = parameters_and_rate
    loss, (W1, b1, W2, b2) = backward(x, target, *parameters)
    descend(parameters, [W1 / len(x), b1, W2 / len(x), b2], rate)
    return loss


def large_steps(x, target, *parameters_and_rate):
    *parameters, rate = parameters_and_rate
    return train_step(x, target, *parameters, 20 * rate)


def without_relu(x, target, W1, b1, W2, b2, rate):
    a = linear_forward(x, W1, b1)
    scores = linear_forward(a, W2, b2)
    second = linear_backward(softmax_cross_entropy_backward(scores, target), a, W2)
    first = linear_backward(second.x, x, W1)
    descend([W1, b1, W2, b2], [first.W, first.b, second.W, second.b], rate)
    return softmax_cross_entropy(scores, target)


def updated_too_early(x, target, W1, b1, W2, b2, rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    scores = linear_forward(a, W2, b2)
    grad_scores = softmax_cross_entropy_backward(scores, target)
    second = linear_backward(grad_scores, a, W2)
    descend([W2, b2], [second.W, second.b], rate)
    grad_a = grad_scores @ W2  # the new W2
    first = linear_backward(relu_backward(grad_a, z), x, W1)
    descend([W1, b1], [first.W, first.b], rate)
    return softmax_cross_entropy(scores, target)


def last_sample_only(x, target, W1, b1, W2, b2, rate):
    z = linear_forward(x, W1, b1)
    a = relu(z)
    scores = linear_forward(a, W2, b2)
    grad_scores = softmax_cross_entropy_backward(scores, target)
    second = linear_backward(grad_scores, a, W2)
    grad_z = relu_backward(second.x, z)
    first = linear_backward(grad_z, x, W1)
    descend([W1, b1, W2, b2], [first.W, grad_z[-1], second.W, grad_scores[-1]], rate)
    return softmax_cross_entropy(scores, target)


def linear_scores(x, W1, b1, W2, b2):
    return linear_forward(linear_forward(x, W1, b1), W2, b2)


def zeros(parameters, target):
    for parameter in parameters:
        parameter[:] = 0
    return target


def shuffled(parameters, target):
    return np.random.default_rng(0).permutation(target)


RIGHT = "none"


def mistakes():
    """Return each mistake by its id; a step that remembers is a new one in each call."""
    return {
        RIGHT: Mistake(
            "no mistake",
            "The loss starts near that of guessing, falls steeply, and flattens out.",
        ),
        "sign": Mistake(
            "uphill",
            "The update has the wrong sign. The loss leaves the chart in the first epoch, and some "
            "epochs later it is no number any more.",
            uphill,
        ),
        "gradients-accumulate": Mistake(
            "never cleared",
            "Gradients are added up and never cleared, so each step takes all the steps before it "
            "once more. The loss falls, turns, and climbs above guessing.",
            never_cleared(),
        ),
        "grad-W-mean-twice": Mistake(
            "mean taken twice",
            f"The gradients of the weights are divided by the {BATCH} samples once more. The "
            "direction is right and the curve falls, far too slowly: it looks as if the learning "
            "rate were too small.",
            mean_twice,
        ),
        "zero-initialised": Mistake(
            "all weights zero",
            "The loss stays at log 10. Through weights of zero no gradient gets back to the hidden "
            "layer, and from hidden values of zero the weights after it learn nothing. Only the "
            "last biases move.",
            prepare=zeros,
        ),
        "learning-rate": Mistake(
            "rate × 20",
            "One leap up, then flat, a little above guessing. The first steps were so long that "
            "the ReLU now gives zero for every digit, and no gradient comes through.",
            large_steps,
        ),
        "activation-missing": Mistake(
            "no ReLU",
            "Hardly to be seen. Two layers with nothing between them are one linear layer, and "
            "for these digits that is nearly enough.",
            without_relu,
            scores=linear_scores,
        ),
        "update-before-grad-x": Mistake(
            "updated too early",
            "The second layer’s weights change before the gradient goes back through them. At this "
            "learning rate the loss leaves the chart; at 0.1 the curve would be that of the right "
            "run, and the mistake still there.",
            updated_too_early,
        ),
        "grad-b-last-sample": Mistake(
            "bias of one sample",
            "The gradients of the biases come from the last sample alone. Not to be seen: the "
            "weights make up for it. A gradient check finds it at once.",
            last_sample_only,
        ),
        "labels-shuffled": Mistake(
            "labels shuffled",
            "The loss creeps below log 10 while the weights learn single digits by heart. On "
            "held-out digits one run may read more or fewer than one in ten, as this one; over "
            "thirty seeds the mean is that of guessing. Look at some images next to their labels.",
            prepare=shuffled,
        ),
    }


def run(mistake, learning_rate=LEARNING_RATE):
    images, target = load_digits()
    x = images.reshape(-1, 64) / 16
    training, test = split()
    rng = np.random.default_rng(SEED)
    parameters = initialise(64, 32, 10, rng=rng)
    labels = mistake.prepare(parameters, target[training])
    with np.errstate(all="ignore"):  # some runs overflow
        before = softmax_cross_entropy(mistake.scores(x[training], *parameters), labels)
        losses = train(
            x[training],
            labels,
            parameters,
            epochs=EPOCHS,
            batch_size=BATCH,
            learning_rate=learning_rate,
            rng=rng,
            step=mistake.step,
        )
        found = mistake.scores(x[test], *parameters).argmax(axis=1)
    return Run([before, *losses.tolist()], float((found == target[test]).mean()))


# Drawn above the chart in either case; a path needs a number.
BEYOND = 1e9
CHART = Chart(Scale(0, EPOCHS), Scale(0.02, 30, log=True))
CHOSEN = "gradients-accumulate"
LINKS = {"learning-rate": "learning-rate-too-large"}  # where the catalogue has another name
GUESSING = np.log(10)


def render():
    """Return the markup of the figure."""
    broken = mistakes()
    runs = {key: run(mistake) for key, mistake in broken.items()}
    big = chart(runs)
    texts = "".join(detail(key, broken[key], runs[key]) for key in broken)
    small = "".join(thumbnail(key, broken[key].name, runs) for key in broken)
    return (
        big
        + element("div", texts, class_="details")
        + element(
            "div", element("button", "Which mistake is it?", type="button"), class_="controls"
        )
        + element("fieldset", element("legend", "Mistake", class_="visually-hidden") + small)
        + element("div", class_="announcement", role="status")
    )


def curve(losses, **attributes):
    points = [
        None if np.isnan(loss) else (epoch, min(loss, BEYOND)) for epoch, loss in enumerate(losses)
    ]
    return CHART.path(points, **attributes)


def lines(runs, chosen):
    guessing = CHART.path([(0, GUESSING), (EPOCHS, GUESSING)], class_="guessing")
    return (
        guessing
        + curve(runs[RIGHT].losses, class_="right")
        + curve(runs[chosen].losses, class_="mistake")
    )


def chart(runs):
    words = {"text_anchor": "end"}
    over = CHART.text("guessing, log 10", EPOCHS, GUESSING, dy=18, class_="guessing", **words)
    over += CHART.text("no mistake", EPOCHS, runs[RIGHT].losses[-1], dy=20, class_="right", **words)
    return CHART.draw(
        lines(runs, CHOSEN),
        over,
        x_ticks=[0, 5, 10, 15],
        y_ticks=[0.1, 1, (GUESSING, f"{GUESSING:.3f}"), 10],
        x_title="epochs",
        y_title="loss, on the digits of training",
        label="Loss by epoch, with the chosen mistake and without one",
    )


def detail(key, mistake, result):
    end = result.losses[-1]
    loss = "no number" if np.isnan(end) else f"{end:.3g}"
    share = element("span", percent(result.accuracy), class_="share")
    numbers = [
        f"loss at the end {element('span', loss, class_='end')}",
        f"held-out digits right {share}",
    ]
    chosen = {"class_": "detail chosen" if key == CHOSEN else "detail"}
    heading = element(
        "div", element("b", mistake.name) + "".join(element("span", n) for n in numbers)
    )
    where = CATALOGUE.get(LINKS.get(key, key))
    more = where and element(
        "a", "Read about this mistake.", href=f"{where.chapter}.html#{where.anchor}"
    )
    look = element("p", f"{mistake.look} {more or ''}")
    return element("div", heading + look, data_run=key, **chosen)


def percent(share):
    return f"{number(round(100 * share, 1))}\N{NO-BREAK SPACE}%"


def thumbnail(key, name, runs):
    drawing = element(
        "svg",
        lines(runs, key),
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    button = radio("broken-training-run", key, key == CHOSEN)
    number_of = element("span", f"run {list(runs).index(key)}", class_="number")
    share = element("span", percent(runs[key].accuracy), class_="share")
    title = element("span", number_of + element("span", name, class_="name"), class_="title-of")
    words = title + share
    return element("label", button + drawing + element("span", words, class_="words"))

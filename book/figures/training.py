"""Chapter 10: the loss of a run by epoch, and which digits the network takes for which."""

import numpy as np
from figures.chart import Chart, Scale, power
from figures.markup import element
from figures.pixels import picture
from IPython.display import HTML, display

GUESSING = np.log(10)
INK = 16  # the darkest pixel of a digit


def show_training(losses, read, target):
    """Display the loss curve and the confusion matrix."""
    display(HTML(element("div", curve(losses) + confusion(read, target), class_="training")))


def show_misread(images, read, target):
    """Display the digits that were taken for others, and say for which."""
    wrong = np.flatnonzero(read != target)
    cards = (misread(images[n], read[n], target[n]) for n in wrong)
    display(HTML(element("div", "".join(cards), class_="misread")))


def misread(image, read, target):
    height, width = image.shape
    said = f"a {target}, read as {read}"
    drawing = picture(image / INK, INK)
    svg = element("svg", drawing, viewBox=f"0 0 {width} {height}", role="img", aria_label=said)
    return element("div", svg + element("div", said, aria_hidden="true"))


def curve(losses):
    """Draw the loss of each epoch on a logarithmic scale, with what guessing costs."""
    chart = Chart(Scale(0, len(losses)), Scale(1e-3, 10, log=True))
    epochs = range(1, len(losses) + 1)
    lines = chart.path([(0, GUESSING), (len(losses), GUESSING)], stroke_dasharray="5 5")
    lines += chart.path(list(zip(epochs, losses, strict=True)), class_="q-y")
    return chart.draw(
        lines,
        chart.text("guessing: log 10", len(losses), GUESSING, dy=-8, text_anchor="end"),
        x_ticks=chart.x.ticks(4),
        y_ticks=[(10.0**k, power(k)) for k in range(-3, 2)],
        x_title="epoch",
        y_title="loss",
        label="The loss of each epoch, on a logarithmic scale",
    )


def confusion(read, target):
    """Return the table of how often each digit, a row, is read as each digit, a column."""
    counts = np.zeros((10, 10), int)
    np.add.at(counts, (target, read), 1)
    head = element("th", "is \N{RIGHTWARDS ARROW} read as") + numbers("th", range(10))
    rows = [
        element("tr", element("th", str(digit), scope="row") + numbers("td", row))
        for digit, row in enumerate(counts)
    ]
    return element("table", element("tr", head) + "".join(rows), class_="confusion")


def numbers(tag, values):
    """Write cells with numbers; zeros are left empty."""
    return "".join(element(tag, str(value) if value or tag == "th" else "") for value in values)

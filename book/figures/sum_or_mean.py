"""Chapter 05: a dot that descends in steps of ∂L/∂b1, under a sum, a mean, and a mean taken twice.

The bottom is where the gradient of the batch is zero. A step of size η ∂L/∂b1 goes the share
η N^(1 − divisions) of the way there, whatever the data are: so the figure needs none.
"""

from math import floor

from figures.chart import Chart, Scale
from figures.choices import choice
from figures.markup import element, number

SIZES = (1, 2, 4, 8, 16, 32, 64)
# How often the loss and the layer divide by N, both together.
DIVISIONS = {"sum": 0, "mean": 1, "twice": 2}
NAMES = {
    "sum": "a sum",
    "mean": "a mean",
    "twice": "a mean, and by mistake the layer divides too",
}
RATE = 0.1  # the learning rate
STEPS = 12
SIZE, LOSS = 16, "sum"  # what the figure starts with
CHART = Chart(Scale(-1.6, 1.6), Scale(-0.1, 2.6))
BEYOND = 9.0  # drawn out of sight; a path needs a number


def share(size, loss):
    """Return how much of the way to the bottom one step goes."""
    return RATE * size ** (1 - DIVISIONS[loss])


def descent(size, loss):
    """Return the places of the dot, in units of its first distance from the bottom."""
    left = 1 - share(size, loss)
    return [max(-BEYOND, min(BEYOND, left**step)) for step in range(STEPS + 1)]


def render():
    """Return the markup of the figure."""
    return (
        element("div", controls(), class_="choices")
        + chart()
        + readout()
        + element("div", class_="announcement", role="status")
    )


def controls():
    marks = "".join(element("span", size) for size in SIZES)
    slider = element(
        "input",
        type="range",
        min=0,
        max=len(SIZES) - 1,
        value=SIZES.index(SIZE),
        aria_valuetext=SIZE,
        autocomplete="off",
    )
    label = element("label", "Batch size <i>N</i>" + slider)
    size = element("div", label + element("div", marks, class_="marks", aria_hidden="true"))
    return choice("sum-or-mean", "The loss is", NAMES, LOSS) + size


def chart():
    bowl = [(k / 20, (k / 20) ** 2) for k in range(-32, 33)]
    places = descent(SIZE, LOSS)
    dots = "".join(
        CHART.dot(u, u * u, r=4 if step else 7, class_="dot", data_step=step)
        for step, u in enumerate(places)
    )
    return CHART.draw(
        CHART.path(bowl, class_="bowl") + CHART.path([(u, u * u) for u in places], class_="way"),
        dots,
        x_ticks=[(-1, "−1"), (0, "bottom"), (1, "start")],
        y_ticks=[(0, ""), (1, "")],
        x_title="<i>b</i><sub>1</sub>, in steps needed",
        y_title="loss",
        label="The loss over the first bias is a parabola; dots show the start and each step",
    )


def readout():
    taken = share(SIZE, LOSS)
    rows = [
        ("Step taken ÷ step needed", "ratio", f"{formula(LOSS, SIZE)} = {rounded(taken)}"),
        ("So each step ends", "verdict", verdict(taken)),
    ]
    cells = "".join(
        element("dt", name) + element("dd", value, data_shows=key) for name, key, value in rows
    )
    return element("dl", cells, class_="readout")


def formula(loss, size):
    """Write the share: η times N, η, or η over N."""
    return {"sum": f"{RATE} · {size}", "mean": f"{RATE}", "twice": f"{RATE} / {size}"}[loss]


def rounded(value):
    """Write at most four decimals, by a rule that JavaScript has too."""
    return number(floor(10000 * value + 0.5) / 10000)


def verdict(taken):
    """Say where a step ends that goes this share of the way to the bottom of a parabola."""
    if taken > 2:
        return "further off than it began"
    if taken > 1:
        return "past the bottom, and nearer to it"
    return "nearer to the bottom" if taken > 0.01 else "almost where it began"

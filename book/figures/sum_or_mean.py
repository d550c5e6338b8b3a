"""Chapter 05: the layer sums over the batch; whether the loss is a sum or a mean sets the scale.

sum-or-mean.js finds the samples in ``data-error`` and ``data-input`` of their bars, and the scales
of the drawings in ``data-zero`` and ``data-unit``.
"""

from math import floor

import numpy as np
from figures.chart import Chart, Scale
from figures.markup import element, number

from fclib import grad_b, grad_W, linear_forward
from fclib.data import worked_example

SIZES = (1, 2, 4, 8, 16, 32, 64)
# How often the loss divides by N, and how often the layer does.
LOSSES = {"sum": (0, 0), "mean": (1, 0), "twice": (1, 1)}
RATE = 0.1  # the learning rate
# What the figure starts with.
SIZE, LOSS = 16, "sum"

# In pixels: the bars of the samples go up and down from a zero, those of the two sums to the right.
WIDTH = 328
SAMPLES = {"left": 24, "slot": 4.7, "zero": 94, "unit": 24, "height": 126}
SUMS = {"zero": 70, "unit": 2.9, "row": 28, "bar": 16}

BY_Y = "<i>∂L</i>/<i>∂y</i><sub><i>n</i>1</sub>"
BY_B = "<i>∂L</i>/<i>∂b</i><sub>1</sub>"
BY_W = "<i>∂L</i>/<i>∂W</i><sub>11</sub>"


def samples():
    """Return 64 inputs of the worked example's layer, and their errors: output minus target.

    The targets are what a layer with a smaller W11 and b1 gives, and noise: so the gradients have
    a direction in common. All are multiples of 1/8, and so every sum is exact.
    """
    _, W, b = worked_example()
    rng = np.random.default_rng(318)
    x = quarters(rng.normal([0.75, 0, 0], size=(SIZES[-1], 3)))
    y = linear_forward(x, W, b)
    wanted = y - (0.25 * x[:, :1] + 0.75) * [1, 0, 0]
    return x, y - quarters(wanted + rng.normal(size=y.shape))


def quarters(values):
    return np.round(4 * values) / 4


def gradients(size, loss):
    """Return the first output's gradients, one for each sample, and ∂L/∂b1 and ∂L/∂W11."""
    x, error = (values[:size] for values in samples())
    in_loss, in_layer = LOSSES[loss]
    grad_y = error / size**in_loss
    b, W = grad_b(grad_y) / size**in_layer, grad_W(grad_y, x) / size**in_layer
    return grad_y[:, 0], float(b[0]), float(W[0, 0])


def rounded(value):
    """Write at most three decimals, by a rule that JavaScript has too."""
    size = floor(1000 * abs(value) + 0.5) / 1000
    return number(-size if value < 0 else size)


def render():
    """Return the markup of the figure."""
    from_loss = f'<span class="who">Each sample: </span>{coloured(BY_Y)} = ' + divided(
        "loss", "<i>y</i><sub><i>n</i>1</sub> − <i>t</i><sub><i>n</i>1</sub>"
    )
    in_layer = f"The layer: {coloured(BY_B)} = " + divided(
        "layer", f"Σ<sub><i>n</i></sub> {coloured(BY_Y)}"
    )
    size = element("span", f"<i>N</i> = {element('span', SIZE, data_shows='size')}", class_="size")
    left = panel(from_loss + size, sample_bars()) + panel(in_layer, sum_bars())
    views = element("div", left, class_="sums") + element("div", growth(), class_="growth")
    return (
        controls()
        + element("div", views, class_="views")
        + step()
        + element("div", class_="announcement", role="status")
    )


def coloured(text):
    return element("span", text, class_="q-g")


def divided(where, text):
    """Write ``text`` with a division by N that shows only while this place divides."""
    divides = LOSSES[LOSS][["loss", "layer"].index(where)]
    hidden = {} if divides else {"hidden": ""}
    before, after = (
        element("span", part, data_divides=where, **hidden) for part in ("(", ") / <i>N</i>")
    )
    return before + text + after


def panel(formula, drawing):
    return element("div", element("div", formula, class_="formula") + drawing)


def controls():
    squares = "½ Σ<sub><i>n</i></sub> ‖<b>y</b><sub><i>n</i></sub> − <b>t</b><sub><i>n</i></sub>‖²"
    choices = {
        "sum": f"a sum: <i>L</i> = {squares}",
        "mean": f"a mean: <i>L</i> = 1/<i>N</i> · {squares}",
        "twice": "a mean, and by mistake the layer divides by <i>N</i> too",
    }
    legend = element("legend", "The loss is")
    radios = [
        element("label", radio(loss) + element("span", text)) for loss, text in choices.items()
    ]
    # Without autocomplete="off" Firefox keeps choices over a reload.
    slider = element(
        "input",
        type="range",
        min=0,
        max=len(SIZES) - 1,
        value=SIZES.index(SIZE),
        aria_valuetext=SIZE,
        autocomplete="off",
    )
    marks = "".join(element("span", size) for size in SIZES)
    label = element("label", "Batch size <i>N</i>" + slider)
    size = element("div", label + element("div", marks, class_="marks", aria_hidden="true"))
    fieldset = element("fieldset", legend + "".join(radios))
    return element("div", fieldset + size, class_="controls")


def radio(loss):
    checked = {"checked": ""} if loss == LOSS else {}
    return element(
        "input", type="radio", name="sum-or-mean", value=loss, autocomplete="off", **checked
    )


def drawing(parts, height, label, **attributes):
    look = {"viewBox": f"0 0 {WIDTH} {height}", "width": WIDTH, "role": "img", "aria_label": label}
    return element("svg", parts, **look, **attributes)


def sample_bars():
    x, error = samples()
    shown = gradients(SIZE, LOSS)[0]
    left, slot, zero, unit = (SAMPLES[k] for k in ("left", "slot", "zero", "unit"))
    parts = []
    for value in (3, 2, 1, 0, -1):
        y = zero - unit * value
        parts.append(
            element("line", x1=left, y1=y, x2=WIDTH, y2=y, class_="zero" if not value else "grid")
        )
        parts.append(element("text", number(value), x=left - 6, y=y, class_="tick-y"))
    for n in range(SIZES[-1]):
        place = {"x": f"{left + slot * n + 0.8:.1f}", "width": slot - 1.2}
        bars = [
            element(
                "rect",
                **place,
                y=f"{zero - unit * max(value, 0):g}",
                height=f"{unit * abs(value):g}",
                class_=kind,
            )
            for kind, value in (("undivided", error[n, 0]), ("bar", shown[n] if n < SIZE else 0))
        ]
        out = {} if n < SIZE else {"class_": "out"}
        data = {"data_error": f"{error[n, 0]:g}", "data_input": f"{x[n, 0]:g}"}
        parts.append(element("g", "".join(bars), **data, **out))
    return drawing(
        "".join(parts),
        SAMPLES["height"],
        "A bar for each sample: the gradient at its first output; grey, before any division",
        class_="samples q-g",
        data_zero=zero,
        data_unit=unit,
    )


def sum_bars():
    _, b, W = gradients(SIZE, LOSS)
    zero, unit, row, bar = (SUMS[k] for k in ("zero", "unit", "row", "bar"))
    parts = []
    bottom = 2 * row + 2
    for value in (0, 20, 40, 60):
        x = zero + unit * value
        parts.append(
            element("line", x1=x, y1=0, x2=x, y2=bottom, class_="zero" if not value else "grid")
        )
        parts.append(element("text", value, x=x, y=bottom + 15, class_="tick-x"))
    for k, (key, letter, index, value) in enumerate((("b", "b", "1", b), ("W", "W", "11", W))):
        middle = row * k + row / 2
        name = f"∂L/∂{letter}" + element("tspan", index, dy=4, class_="index")
        parts.append(element("text", name, x=0, y=middle, class_="letter"))
        length = f"{unit * value:g}"
        parts.append(
            element("rect", x=zero, y=middle - bar / 2, width=length, height=bar, data_bar=key)
        )
        parts.append(
            element("text", rounded(value), x=WIDTH, y=middle, class_="value", data_shows=key)
        )
    return drawing(
        "".join(parts),
        bottom + 20,
        "Two bars: the gradients of the first bias and of the weight from input 1 to output 1",
        class_="totals q-g",
        data_unit=unit,
    )


def growth():
    chart = Chart(Scale(1, 64, log=True), Scale(1 / 128, 256, log=True))
    lines = []
    for loss in LOSSES:
        points = [(size, abs(gradients(size, loss)[1])) for size in SIZES]
        chosen = " chosen" if loss == LOSS else ""
        lines.append(chart.path(points, class_=f"line{chosen}", data_loss=loss))
    # Above the right end of each line.
    heights = {"sum": 110, "mean": 1.8, "divided twice": 1 / 4}
    names = [chart.text(name, SIZES[-1], y, class_="name") for name, y in heights.items()]
    ring = chart.dot(SIZE, abs(gradients(SIZE, LOSS)[1]), r=6, class_="ring")
    return chart.draw(
        "".join(lines),
        "".join(names) + ring,
        x_ticks=list(SIZES),
        y_ticks=[(1 / 64, "1/64"), (1 / 8, "1/8"), 1, 8, 64],
        x_title="batch size <i>N</i>",
        y_title=f"size of {coloured(BY_B)}",
        label="Size of the gradient of the first bias for batches of 1 to 64: under a sum it grows "
        "as N does, under a mean it stays near 1, divided twice it falls as 1/N does",
    )


def step():
    """Write out a step against the gradient, and how much of the way to the least loss it goes."""
    b = gradients(SIZE, LOSS)[1]
    best = -gradients(SIZE, "mean")[1]
    change = element("span", rounded(-RATE * b), data_shows="step", class_="q-b")
    share = RATE * SIZE ** (1 - sum(LOSSES[LOSS]))
    rows = [
        (
            f"A step with learning rate <i>η</i> = {RATE}: −<i>η</i> {coloured(BY_B)}",
            f"−{RATE} · {element('span', rounded(b), data_shows='b', class_='q-g')} = {change}",
        ),
        (
            "The step to the least <i>L</i>, all else fixed",
            element("span", rounded(best), data_shows="best", class_="q-b"),
        ),
        (
            "Share of the way that the step goes",
            element("span", rounded(share), data_shows="share")
            + ": "
            + element("strong", verdict(share), data_shows="verdict"),
        ),
    ]
    cells = "".join(element("dt", what) + element("dd", value) for what, value in rows)
    return element("dl", cells, class_="step")


def verdict(share):
    """Say where a step ends that goes this share of the way to the bottom of a parabola."""
    if share > 2:
        return "further off than before"
    return "past it" if share > 1 else "towards it"

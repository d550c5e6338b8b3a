"""Chapter 12: a row of W as whole numbers times a scale: its own, or one that it shares.

quantised-row.js does the same for other bits, scales and neighbours of the row.
"""

import json

import numpy as np
from figures.chart import Chart, Scale
from figures.choices import choice, readout
from figures.markup import element, number

from fclib import linear_forward, linear_quantised, quantise_rows

W = (0.42, -0.17, 0.91, -0.66, 0.08, 0.35, -0.29, 0.54)
X = (1.5, -2.0, 0.5, 1.0, 3.0, -1.5, 2.5, -0.5)
BITS = (8, 6, 4, 3, 2)
SCALES = {"row": "for each row", "all": "one for all rows"}
# What the figure starts with; the last is the largest weight in another row.
CHOSEN, SHARED, OTHER = 4, "row", 4
CHART = Chart(Scale(0.5, len(W) + 0.5), Scale(-1.1, 1.1))


def render():
    """Return the markup of the figure."""
    choices = choice("quantised-row-bits", "bits", {k: str(k) for k in BITS}, CHOSEN) + choice(
        "quantised-row-scale", "a scale", SCALES, SHARED
    )
    range_ = (
        '<input type="range" aria-label="the largest weight in another row" min="1" max="8" '
        f'step="0.5" value="{OTHER}" autocomplete="off">'
    )
    other = element("span", OTHER, class_="other")
    label = element("label", f"<span>largest weight in another row: {other}</span>" + range_)
    rows = {
        "scale": "scale <i>s</i>",
        "used": "values in use",
        "worst": "largest error of a weight",
        "exact": "exact <b>w</b> · <b>x</b>",
        "product": "<i>s</i> (<b>q</b> · <b>x</b>)",
        "error": "error",
    }
    data = json.dumps({"w": W, "x": X}, separators=(",", ":"))
    return (
        element("div", element("div", choices), class_="controls choices")
        + element("div", label, class_="controls other-row")
        + element("div", chart() + table(), class_="row-of-weights", data_row=data)
        + readout(rows, values())
        + element("div", class_="announcement", role="status")
    )


def quantised():
    """Return the whole numbers of the row and its scale."""
    Q, scale = quantise_rows([W], CHOSEN)
    return Q[0], scale[0]


def largest():
    return 2 ** (CHOSEN - 1) - 1


def chart():
    Q, scale = quantised()
    lines = [
        CHART.path([(0.5, scale * q), (8.5, scale * q)], class_="level")
        for q in range(-largest(), largest() + 1)
    ]
    dots = [CHART.dot(j, w, r=5, class_="weight") for j, w in enumerate(W, start=1)]
    dots += [CHART.text("×", j, scale * q, dy=6, class_="stored") for j, q in enumerate(Q, start=1)]
    return CHART.draw(
        element("g", "".join(lines), class_="levels"),
        "".join(dots),
        x_ticks=[(j, str(j)) for j in range(1, len(W) + 1)],
        y_ticks=[(-1, "\N{MINUS SIGN}1"), (0, "0"), (1, "1")],
        x_title="<i>j</i>",
        y_title="weight",
        label="The weights of a row as dots, and crosses at the values that are stored",
    )


def table():
    """Write each weight, its whole number, and what it stands for."""
    Q, scale = quantised()
    rows = {
        "w": ("<i>w</i>", [number(w) for w in W]),
        "q": ("<i>q</i>", [number(int(q)) for q in Q]),
        "s": ("<i>s q</i>", [decimals(scale * q) for q in Q]),
    }
    cells = "".join(
        element("span", name, class_="name")
        + "".join(element("span", text, data_cell=f"{key}{j}") for j, text in enumerate(texts))
        for key, (name, texts) in rows.items()
    )
    return element("div", cells, class_="numbers")


def decimals(value, digits=2):
    """Write a number with so many decimals, zero without a sign."""
    text = f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
    return text.lstrip("\N{MINUS SIGN}") if float(f"{value:.{digits}f}") == 0 else text


def values():
    """Return what is printed at the start, by its key."""
    Q, scale = quantised()
    exact = linear_forward([X], [W])[0, 0]
    product = linear_quantised([X], [Q], [scale])[0, 0]
    worst = np.abs(scale * Q - W).max()
    return {
        "scale": f"{max(map(abs, W))} / {largest()} = {decimals(scale, 4)}",
        "used": f"{len(set(Q.tolist()))} of {2 * largest() + 1}",
        "worst": f"{decimals(worst, 4)}; half a scale is {decimals(scale / 2, 4)}",
        "exact": decimals(exact, 4),
        "product": decimals(product, 4),
        "error": decimals(product - exact, 4),
    }

"""Chapter 04: ∂L/∂W as a sum of outer products, and each of its entries as a dot product.

``data-cell`` says which number an element shows, and is all that accumulate.js knows of it: ``g21``
and ``x21`` are entries of ∂L/∂Y and X, ``v2`` and ``h1`` those of the column and the row that are
multiplied in the middle, ``p21`` is their product, and ``s21`` the entry of ∂L/∂W.
"""

import numpy as np
from figures.markup import element, number

from fclib import grad_W, linear_forward
from fclib.data import worked_batch, worked_example

INPUTS, OUTPUTS = (1, 2, 3), (1, 2)
SAMPLES = (1, 2, 3, 4)
# What the figure starts with: the samples that are added, and the entry that is written out.
ADDED, ENTRY = (1, 2), "21"
# As a screen reader says it, and as it is drawn.
NAMES = {
    "g": ("∂L/∂Y, a row for each sample", "<i>∂L</i>/<i>∂Y</i>"),
    "x": ("X, a row for each sample", "<i>X</i>"),
    "p": ("The outer product of this sample", ""),
    "s": ("∂L/∂W", "<i>∂L</i>/<i>∂W</i>"),
}


def batch():
    """Return X and ∂L/∂Y of the four samples."""
    _, W, b = worked_example()
    x, target = worked_batch()
    return x, linear_forward(x, W, b) - target


def render():
    """Return the markup of the figure."""
    values, scale = values_at_start(), scales()
    sign = element("span", "+", class_="sign")
    title = element("span", f"sample {ADDED[-1]} added", class_="title")
    across, down = (
        element("div", "".join(cell(f"{letter}{k}", values, scale) for k in indices), class_=kind)
        for letter, kind, indices in (("h", "across", INPUTS), ("v", "down", OUTPUTS))
    )
    views = [
        element(
            "div", boxes() + matrix("g", values, scale) + matrix("x", values, scale), class_="batch"
        ),
        element("div", title + sign + across + down + matrix("p", values, scale), class_="outer"),
        matrix("s", values, scale),
    ]
    hint = element("span", "Tick samples. Point at an entry of <i>∂L</i>/<i>∂W</i>.")
    buttons = "".join(element("button", name, type="button") for name in ("All", "None"))
    return (
        element(
            "div",
            "".join(views),
            class_="views",
            **{f"data_{k}": f"{v:g}" for k, v in scale.items()},
        )
        + dot_product(values)
        + element("div", hint + element("span", buttons), class_="controls")
        + element("div", class_="announcement", role="status")
    )


def values_at_start():
    """Return every number that is shown by its key."""
    x, grad_y = batch()
    last = ADDED[-1] - 1
    rows = [n - 1 for n in ADDED]
    return (
        keyed("x", x)
        | keyed("g", grad_y)
        | keyed("h", x[last])
        | keyed("v", grad_y[last])
        | keyed("p", np.outer(grad_y[last], x[last]))
        | keyed("s", grad_W(grad_y[rows], x[rows]))
    )


def keyed(letter, array):
    return {
        letter + "".join(str(k + 1) for k in index): float(value) + 0.0  # 0 for −0
        for index, value in np.ndenumerate(array)
    }


def scales():
    """Return what has the strongest background: the largest factor, the largest sum possible."""
    x, grad_y = batch()
    products = grad_y[:, :, None] * x[:, None, :]
    highest, lowest = products.clip(min=0).sum(0).max(), products.clip(max=0).sum(0).min()
    return {"factors": max(abs(x).max(), abs(grad_y).max()), "sums": max(highest, -lowest)}


def boxes():
    """Return a checkbox for each sample; accumulate.js enables them."""
    legend = element("legend", "Samples in the sum", class_="visually-hidden")
    labels = []
    for n in SAMPLES:
        checked = {"checked": ""} if n in ADDED else {}
        box = element("input", type="checkbox", value=n, disabled="", **checked)
        labels.append(element("label", box + element("span", f"<span>sample </span>{n}")))
    return element("fieldset", legend + "".join(labels))


def matrix(letter, values, scale):
    label, name = NAMES[letter]
    cells = [cell(key, values, scale) for key in values if key[0] == letter]
    columns = f"--columns: {len(OUTPUTS if letter == 'g' else INPUTS)}"
    entries = element("div", "".join(cells), class_="entries", style=columns)
    heading = element("span", name, class_=f"letter q-{'x' if letter == 'x' else 'g'}")
    return element(
        "div", heading + entries, class_=f"matrix of-{letter}", role="group", aria_label=label
    )


def cell(key, values, scale):
    """Draw a number on a background as strong as it is large, with a foot if it is negative."""
    letter, value = key[0], values[key]
    classes = ["cell", f"q-{'x' if letter in 'xh' else 'g'}"]
    if key in lit():
        classes.append("lit")
    if letter in "gx" and int(key[1]) not in ADDED:
        classes.append("out")
    largest = scale["sums" if letter in "ps" else "factors"]
    look = {
        "class_": " ".join(classes),
        "style": f"--size: {abs(value) / largest:.3f}",
        "data_sign": (value > 0) - (value < 0),
        "data_cell": key,
    }
    if letter in "gx":
        look["data_number"] = f"{value:g}"
    if letter != "s":
        return element("span", number(value), **look)
    checked = {"checked": ""} if key[1:] == ENTRY else {}
    radio = element(
        "input", type="radio", name="accumulate-entry", value=key[1:], disabled="", **checked
    )
    where = element("span", f"row {key[1]}, column {key[2]}: ", class_="visually-hidden")
    return element("label", radio + where + element("span", number(value)), **look)


def lit():
    """Return the keys of the numbers that make up the chosen entry."""
    i, j = ENTRY
    columns = {f"g{n}{i}" for n in ADDED} | {f"x{n}{j}" for n in ADDED}
    return columns | {f"v{i}", f"h{j}", f"p{i}{j}", f"s{i}{j}"}


def dot_product(values):
    """Write the chosen entry as a dot product, in letters and in numbers."""
    i, j = (element("span", k, data_index=name) for k, name in zip(ENTRY, "ij", strict=True))
    entry = element("span", f"<i>∂L</i>/<i>∂W</i><sub>{i}{j}</sub>", class_="q-g")
    factors = (
        element("span", f"<i>∂L</i>/<i>∂y</i><sub><i>n</i>{i}</sub>", class_="q-g")
        + " · "
        + element("span", f"<i>x</i><sub><i>n</i>{j}</sub>", class_="q-x")
    )
    letters = element("div", f"{entry} = Σ<sub><i>n</i></sub> {factors}")
    terms = [
        element("span", "an empty sum", class_="term empty", hidden=""),
        *(term(n, values) for n in SAMPLES),
    ]
    total = element("span", number(values[f"s{ENTRY}"]), class_="q-g total")
    result = element("span", f"= {total}", class_="result")
    numbers = element("div", "= " + " ".join([*terms, result]))
    return element("div", letters + numbers, class_="dot-product")


def term(n, values):
    def factor(key):
        # Between two signs a negative number needs its brackets, as on paper.
        text = number(values[key])
        return element("span", f"({text})" if values[key] < 0 else text, class_=f"q-{key[0]}")

    i, j = ENTRY
    plus = element("span", "+ ", class_="plus")
    hidden = {} if n in ADDED else {"hidden": ""}
    product = f"{plus}{factor(f'g{n}{i}')}·{factor(f'x{n}{j}')}"
    return element("span", product, class_="term", data_sample=n, **hidden)

"""Chapter 08: one output of a fully connected layer, slid over an image larger than its input.

Two drawings of the same eight weights: the row of W, and the kernel, one part of which lies on each
channel of the image. ``data-weight`` is the place of a weight in the row, and joins what belongs to
it.
"""

import numpy as np
from figures.choices import choice, radio, slider
from figures.markup import element, number

from fclib import heat_map

IMAGE = np.array(
    [
        [
            [0, 1, 3, 4, 1, 0],
            [0, 2, 4, 2, 0, 0],
            [1, 4, 3, 0, 0, 1],
            [3, 4, 1, 0, 2, 2],
        ],
        [
            [2, 0, 0, 1, 3, 4],
            [1, 0, 1, 3, 4, 2],
            [0, 0, 2, 4, 2, 1],
            [0, 1, 3, 2, 0, 0],
        ],
    ]
)
# No two are equal, so that the order of flattening matters.
WEIGHTS = np.array([1, -0.5, 1.5, -2, 0.5, -1, 2, -1.5])
SIZE = 2
CHANNELS = len(IMAGE)
OUTPUT = heat_map(IMAGE, WEIGHTS[None], [0.0], (CHANNELS, SIZE, SIZE))[0]
# What the figure starts with: the place of the window, and the weight that is lit.
START, LIT = (1, 3), 5
ORDERS = {
    "channels": "channel by channel, (<i>C</i>, <i>h</i>, <i>w</i>), as the layer does",
    "pixels": "pixel by pixel, (<i>h</i>, <i>w</i>, <i>C</i>): the mistake conv-channel-order",
    "columns": "column by column, (<i>C</i>, <i>w</i>, <i>h</i>): wrong as well",
}


def render():
    """Return the markup of the figure."""
    views = "".join(map(channel, range(CHANNELS))) + output() + products()
    return (
        element("div", views, class_="views")
        + controls()
        + element("div", class_="announcement", role="status")
    )


def channel(c):
    cells = "".join(cell(v, "x", IMAGE.max(), data_pixel=v) for v in IMAGE[c].flat)
    area = SIZE * SIZE
    weights = "".join(
        element("span", element("span", number(w)), class_=lights("weight", k), data_weight=k)
        for k, w in enumerate(WEIGHTS[c * area : (c + 1) * area], c * area)
    )
    kernel = element("div", weights, class_="kernel q-w", style=place(*START))
    title = f"Channel {c + 1}, and its kernel"
    return panel(title, cells + kernel, IMAGE[c].shape, "image")


def output():
    """Draw the output map as it is when the window has come as far as ``START``."""
    cells = "".join(
        cell(v if at <= START else None, "y", abs(OUTPUT).max()) for at, v in np.ndenumerate(OUTPUT)
    )
    here = element("div", class_="here q-y", style=place(*START))
    return panel("Output map", cells + here, OUTPUT.shape, "output")


def panel(title, cells, shape, name):
    rows, columns = shape
    heading = element("div", title, class_="title")
    label = f"{title}, {rows} rows of {columns}"
    grid = element("div", cells, class_="grid", style=f"--columns: {columns}")
    return element("div", heading + grid, class_=name, role="group", aria_label=label)


def place(row, column):
    return f"--row: {row}; --column: {column}"


def cell(value, letter, largest, **attributes):
    """Draw a number on a background as strong as it is large; a negative one has a dashed foot."""
    shown = "" if value is None else number(value)
    value = value or 0
    return element(
        "span",
        shown,
        class_=f"cell q-{letter}",
        style=f"--size: {abs(value) / largest:.3f}",
        data_sign=int(np.sign(value)),
        **attributes,
    )


def lights(name, k):
    return f"{name} lit" if k == LIT else name


def products():
    """Write the row of W, the patch below it, and their products, each in line with its factors."""
    row, column = START
    patch = IMAGE[:, row : row + SIZE, column : column + SIZE].flatten()
    rows = [
        ("A row of <i>W</i>", "The weights, a row of W", "w", WEIGHTS),
        ("The patch, flattened", "The patch, flattened", "x", patch),
        ("Products", "Products", "p", WEIGHTS * patch),
    ]
    lines = "".join(line(*row) for row in rows)
    total = element("span", number(OUTPUT[START]), class_="q-y total")
    right = element("span", class_="right", hidden="")
    sums = element("div", f"Their sum is {total}{right}", class_="sum")
    return element("div", lines + sums, class_="products")


def line(title, label, letter, values):
    cells = "".join(entry(letter, k, v) for k, v in enumerate(values))
    row = element("div", cells, class_="line", role="group", aria_label=label)
    return element("div", title, class_="title") + row


def entry(letter, k, value):
    quantity = "" if letter == "p" else f" q-{letter}"
    look = {"class_": lights(f"entry of-{letter}{quantity}", k), "data_weight": k}
    if letter != "w":
        return element("span", number(value + 0.0), **look)  # 0 for −0
    button = radio("window-weight", k, k == LIT)
    where = element("span", f"weight {k + 1}: ", class_="visually-hidden")
    return element(
        "label", button + where + element("span", number(value)), data_number=f"{value:g}", **look
    )


def controls():
    sliders = "".join(
        element("div", element("span", words) + slider(words, last - 1, start))
        for words, last, start in zip(
            ("Window’s row", "Window’s column"), OUTPUT.shape, START, strict=True
        )
    )
    button = element("button", "Slide over all", type="button")
    order = choice("window-order", "Flatten", ORDERS, "channels")
    return element(
        "div", element("div", sliders + button, class_="move") + order, class_="controls"
    )

"""Chapter 13: two texts of three tokens through the stacked layer of queries, keys and values.

All indices count from 0, as in code. stacked-rows.js does the same for every entry and both orders
of the rows; it finds the numbers in ``data-layer``.
"""

import json

import numpy as np
from figures.choices import choice, readout
from figures.markup import element, number

from fclib import linear_tokens

TEXTS, TOKENS, HEADS, WIDTH = 2, 3, 2, 2  # the last is the numbers of a head
FEATURES = HEADS * WIDTH  # D
PARTS = {"q": "query", "k": "key", "v": "value"}
ORDERS = {"blocks": "q, k, v one below another", "heads": "head by head"}
ORDER, SAMPLE, ROW = "blocks", 4, 7  # what the figure starts with
# No two rows of weights are the same, and no two tokens.
X = [
    [1, -2, 0.5, 3],
    [2, 1, -1, 0.5],
    [-1, 0.5, 2, 1],
    [0.5, 3, -2, -1],
    [-2, 1, 1, 2],
    [3, -1, 2, -0.5],
]
W = [[((3 * i + 5 * j + 5 * i * j) % 13) - 6 for j in range(FEATURES)] for i in range(3 * FEATURES)]
B = [k % 5 - 2 for k in range(3 * FEATURES)]


def render():
    """Return the markup of the figure."""
    orders = choice("stacked-rows-order", "rows of <i>W</i>", ORDERS, ORDER)
    rows = {
        "token": "row of <i>X</i>",
        "row": "row of <i>W</i>",
        "index": "counted",
        "entry": "entry of <i>Y</i>",
        "split": "<code>np.split</code> says",
    }
    sliders = range_("token", TEXTS * TOKENS - 1, SAMPLE) + range_("row of W", len(W) - 1, ROW)
    return (
        element("div", element("div", orders), class_="controls choices")
        + element("div", matrices(), class_="layer", data_layer=carried())
        + element("div", element("div", sliders), class_="controls sliders")
        + readout(rows, values())
        + ledger()
        + element("div", class_="announcement", role="status")
    )


def carried():
    sizes = {"tokens": TOKENS, "heads": HEADS, "width": WIDTH, "parts": PARTS}
    return json.dumps({"x": X, "W": W, "b": B} | sizes, separators=(",", ":"))


def range_(label, maximum, value):
    bar = (
        f'<input type="range" aria-label="{label}" min="0" max="{maximum}" value="{value}" '
        'autocomplete="off">'
    )
    return element("label", element("span", label) + bar)


def matrices():
    tokens = [f"text {n // TOKENS}, {n % TOKENS}" for n in range(len(X))]
    names = [name(row) for row in range(len(W))]
    parts = [
        matrix("x", "X", tokens, X, lit=lambda n, _: n == SAMPLE),
        matrix("w", "W", names, W, lit=lambda i, _: i == ROW),
        result(tokens, names),
    ]
    return "".join(parts)


def matrix(letter, title, names, entries, lit):
    """Draw a matrix of numbers with a name beside each row."""
    lines = "".join(
        element("span", name, class_="name")
        + "".join(
            element("span", number(value), class_="cell lit" if lit(k, j) else "cell", data_row=k)
            for j, value in enumerate(row)
        )
        for k, (name, row) in enumerate(zip(names, entries, strict=True))
    )
    heading = element("p", f"<i>{title}</i>", class_=f"letter q-{letter}")
    return element("div", heading + lines, class_=f"of-{letter} q-{letter}")


def result(tokens, names):
    """Draw Y, a row for each token and a column for each row of W; one entry is written."""
    heading = element("p", "<i>Y</i>", class_="letter q-y")
    columns = element("span") + "".join(
        element("span", label, class_=f"part-{label[0]} name") for label in names
    )
    lines = "".join(
        element("span", token, class_="name")
        + "".join(
            element(
                "span",
                number(entry(n, i)) if (n, i) == (SAMPLE, ROW) else "",
                class_=f"cell part-{label[0]}" + lit(n, i),
                data_token=n,
                data_row=i,
            )
            for i, label in enumerate(names)
        )
        for n, token in enumerate(tokens)
    )
    return element("div", heading + columns + lines, class_="of-y q-y")


def lit(n, i):
    if (n, i) == (SAMPLE, ROW):
        return " lit"
    return " crossed" if n == SAMPLE or i == ROW else ""


def place(row):
    """Return which of q, k and v a row is, its head and its place there, where each is a block."""
    return "qkv"[row // FEATURES], row % FEATURES // WIDTH, row % WIDTH


def name(row):
    part, head, component = place(row)
    return f"{part}{head}{component}"


def entry(n, i):
    return linear_tokens(np.array(X), np.array(W), np.array(B))[n, i]


def ledger():
    shapes = {
        "<i>X</i>": f"({TEXTS}, {TOKENS}, {FEATURES}) = ({len(X)}, {FEATURES})",
        "<i>W</i>": f"(3 · {FEATURES}, {FEATURES}) = ({len(W)}, {FEATURES})",
        "<i>Y</i>": f"({len(X)}, {len(W)}) = ({TEXTS}, {TOKENS}, {len(W)})",
        "q, k, v": f"({TEXTS}, {TOKENS}, {FEATURES}) each",
        "a head": f"({TEXTS}, {TOKENS}, {WIDTH}) of each",
    }
    cells = "".join(
        element("span", f"{what} {shape}", class_="shape") for what, shape in shapes.items()
    )
    return element("p", cells, class_="ledger")


def values():
    """Return what is printed at the start, by its key."""
    part, head, component = place(ROW)
    terms = " + ".join(
        f"{bracketed(w)}·{bracketed(x)}" for w, x in zip(W[ROW], X[SAMPLE], strict=True)
    )
    text, token = divmod(SAMPLE, TOKENS)
    of_head = f"number {component} of head {head}'s {PARTS[part]}"
    offset = "qkv".index(part)
    return {
        "token": f"text {text}, token {token}: {text} · {TOKENS} + {token} = {SAMPLE}",
        "row": f"{ROW}: {of_head}",
        "index": f"{offset} · {FEATURES} + {head} · {WIDTH} + {component} = {ROW}",
        "entry": f"{terms} + {bracketed(B[ROW])} = {number(entry(SAMPLE, ROW))}",
        "split": f"{of_head}, rightly",
    }


def bracketed(value):
    return f"({number(value)})" if value < 0 else number(value)

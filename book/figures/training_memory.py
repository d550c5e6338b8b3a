"""Chapter 13: what training one layer keeps, all of its weights or a small update of them.

training-memory.js does the same for other layers, numbers of tokens and ranks.
"""

import json

from figures.choices import choice
from figures.markup import element

from fclib import training_memory

LAYERS = {"768 3072": "768 → 3072", "768 768": "768 → 768", "4096 4096": "4096 → 4096"}
RANKS = [2**k for k in range(9)]
TOKENS = [2**k for k in range(15)]
LAYER, RANK, N = "4096 4096", 8, 1024  # what the figure starts with
FIELDS = {
    "weights": "weights",
    "gradients": "gradients",
    "optimizer": "optimizer",
    "inputs": "inputs that are kept",
}


def render():
    """Return the markup of the figure."""
    layers = choice("training-memory-layer", "layer", LAYERS, LAYER)
    sliders = range_("tokens", "N", TOKENS, N) + range_("rank", "r", RANKS, RANK)
    whole, small = memory(None), memory(RANK)
    bars = bar("all weights", whole, whole, "whole") + bar("an update", small, whole, "small")
    legend = "".join(element("span", text, class_=key) for key, text in FIELDS.items())
    return (
        element("div", element("div", layers), class_="controls choices")
        + element("div", element("div", sliders), class_="controls sliders")
        + element("div", bars, class_="bars")
        + element("p", legend, class_="legend")
        + shapes()
        + element("div", class_="announcement", role="status")
    )


def sizes():
    return tuple(int(size) for size in LAYER.split())


def memory(rank):
    return training_memory(N, *sizes(), rank=rank)


def range_(title, letter, stops, value):
    data = json.dumps(stops, separators=(",", ":"))
    bar = element(
        "input",
        type="range",
        min=0,
        max=len(stops) - 1,
        value=stops.index(value),
        aria_valuetext=value,
        autocomplete="off",
        data_stops=data,
        name=letter,
    ).removesuffix("</input>")
    shown = element("span", f"{value:,}", class_="stop")
    return element("label", element("span", f"{title} <i>{letter}</i> = {shown}") + bar)


def bar(title, kept, longest, kind):
    """Draw a bar of what is kept, by kind; the longer of the two is as wide as the figure."""
    parts = "".join(
        element(
            "span",
            "",
            class_=field,
            style=f"--part: {100 * getattr(kept, field) / longest.total:.3f}%",
        )
        for field in FIELDS
    )
    total = element("span", mebibytes(kept.total), class_="total")
    heading = element("p", element("span", title) + total)
    return element("div", heading + element("div", parts, class_="parts"), class_=f"bar {kind}")


def mebibytes(size):
    return f"{size / 2**20:,.1f} MiB"


def shapes():
    """List what the backward pass of each way makes for the weights, with its shape and size."""
    D, M = sizes()
    rows = [
        ("<i>∂L</i>/<i>∂W</i>", (M, D), "all weights"),
        ("<i>X A</i><sup>T</sup>", (N, RANK), "update"),
        ("<i>G B</i>", (N, RANK), "update"),
        ("<i>∂L</i>/<i>∂B</i>", (M, RANK), "update"),
        ("<i>∂L</i>/<i>∂A</i>", (RANK, D), "update"),
    ]
    head = "".join(element("th", text, scope="col") for text in ("made", "shape", "numbers", "for"))
    body = "".join(
        element(
            "tr",
            element("th", name, scope="row")
            + element("td", f"({a}, {b})")
            + element("td", f"{a * b:,}")
            + element("td", which),
        )
        for name, (a, b), which in rows
    )
    return element(
        "table", element("thead", element("tr", head)) + element("tbody", body), class_="made"
    ) + element("p", trained(), class_="trained")


def trained():
    D, M = sizes()
    of_all, of_update = M * D + M, RANK * (D + M)
    return (
        f"The update trains {of_update:,} numbers in place of {of_all:,}: "
        f"one in {of_all / of_update:,.0f}. "
        "The table lists all that its backward pass makes; ∂L/∂W is not among it."
    )

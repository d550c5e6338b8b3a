"""Chapter 10: how many held-out digits are read, over the seeds of ``benchmarks/seeds.py``."""

import json
from pathlib import Path
from statistics import mean, stdev

from figures.markup import element
from IPython.display import HTML, display

HELD_OUT = 360
RUNS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
RIGHT = "two layers"


def shares(name):
    """Return the share of the held-out digits that each run read, in per cent."""
    return [100 * count / HELD_OUT for count in RUNS[name]["held out"]]


def error(values):
    """Return the standard error of the mean."""
    return stdev(values) / len(values) ** 0.5


def show_seeds(*names):
    """Display a table: mean, range, and the difference to the right network seed by seed."""
    head = ("network", "mean", "lowest and highest", f"against {RIGHT}")
    rows = [element("tr", "".join(element("th", text) for text in head))]
    rows += [element("tr", "".join(element("td", text) for text in line(name))) for name in names]
    table = element("table", "".join(rows), class_="table")
    display(HTML(element("div", table, class_="pst-scrollable-table-container")))


def line(name):
    values = shares(name)
    lowest, highest = min(values), max(values)
    words = element("code", name) if "-" in name else name
    cells = [
        words,
        f"{mean(values):.2f} ± {error(values):.2f} %",
        f"{lowest:.1f} to {highest:.1f} %",
    ]
    if name == RIGHT:
        return [*cells, ""]
    differences = [ours - right for ours, right in zip(values, shares(RIGHT), strict=True)]
    text = f"{mean(differences):+.2f} ± {error(differences):.2f}".replace("-", "\N{MINUS SIGN}")
    return [*cells, text]

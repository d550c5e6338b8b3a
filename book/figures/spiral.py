"""Chapter 05: which arm of a spiral each place of the plane is taken for, network by network."""

import numpy as np
from figures.markup import element
from figures.pixels import runs
from IPython.display import HTML, display

from fclib import linear_forward

EDGE = 1.1  # the drawing goes from -EDGE to EDGE both ways
CELLS = 66  # places in a row
RADIUS = 1.1  # of a point, in places


def show_regions(x, target, networks):
    """Display the points, and the regions of each network ``{caption: layers}``."""
    panels = "".join(panel(x, target, name, layers) for name, layers in networks.items())
    display(HTML(element("div", panels, class_="regions")))


def panel(x, target, name, layers):
    side = (np.arange(CELLS) + 0.5) / CELLS * 2 * EDGE - EDGE
    across, down = np.meshgrid(side, -side)
    places = np.column_stack([across.ravel(), down.ravel()])
    ground = runs(output(places, layers).reshape(CELLS, CELLS) > 0)
    drawn = element("path", d=ground, class_="ground", shape_rendering="crispEdges")
    drawn += "".join(point(*place, wanted > 0) for place, wanted in zip(x, target, strict=True))
    right = int(np.sum((output(x, layers) > 0) == (target > 0)))
    said = f"{name}: {right} of {len(x)} points on the right ground"
    svg = element("svg", drawn, viewBox=f"0 0 {CELLS} {CELLS}", role="img", aria_label=said)
    return element("div", svg + element("div", said, aria_hidden="true"))


def output(x, layers):
    """Return the last layer's outputs, with a ReLU between layers."""
    for number, layer in enumerate(layers):
        x = linear_forward(np.maximum(x, 0) if number else x, layer.W, layer.b)
    return x


def point(x, y, positive):
    cx, cy = ((1 + place / EDGE) * CELLS / 2 for place in (x, -y))
    kind = "positive" if positive else "negative"
    return element("circle", class_=kind, cx=f"{cx:.1f}", cy=f"{cy:.1f}", r=RADIUS)

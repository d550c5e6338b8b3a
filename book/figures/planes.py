"""Chapter 01: neurons with two inputs as lines in the plane, and what ReLUs make of them.

A neuron is cos θ · x1 + sin θ · x2 + b: θ turns its line and b moves it. Its group carries both in
``data-`` attributes; planes.js finds the side of each point of ``data-at``, and the shades.
"""

from math import cos, radians, sin

import numpy as np
from figures.choices import choice
from figures.markup import element, number
from figures.pixels import picture

from fclib import linear_forward, relu

# (θ in degrees, b) of each neuron, to begin with.
NEURONS = [(30, -0.5), (150, 0.5), (270, -0.5)]
EDGE, UNIT, LEVELS = 3, 60, 8  # half a side in units of the inputs; pixels a unit; shades
CELLS = 36  # of the shaded ground, along a side
FULL = 5.0  # the sum that has the strongest shade
POINTS = np.random.default_rng(4).uniform(-2.6, 2.6, (16, 2)).round(1)


def render():
    """Return the markup of the figure: one neuron, without a ReLU."""
    counts = {1: "one neuron", 2: "two, with ReLU", 3: "three, with ReLU"}
    switch = choice("planes-count", "Show", counts, 1)
    return (
        element("div", switch, class_="choices")
        + element("div", drawing() + sliders(), class_="views")
        + element("div", class_="announcement", role="status")
    )


def outputs(places, count):
    """Return the outputs of the first neurons at places of the plane, before any ReLU."""
    W = np.array([[cos(radians(turn)), sin(radians(turn))] for turn, _ in NEURONS[:count]])
    return linear_forward(places, W, [b for _, b in NEURONS[:count]])


def ground(count):
    """Return how strongly each cell is shaded: the sum of what the ReLUs let through."""
    centres = EDGE * (2 * (np.arange(CELLS) + 0.5) / CELLS - 1)
    places = np.array([(x, y) for y in -centres for x in centres])
    total = relu(outputs(places, count)).sum(axis=1)
    return (total / FULL).clip(max=1).reshape(CELLS, CELLS)


def drawing():
    side = 2 * EDGE * UNIT
    shades = picture(ground(1), LEVELS, class_="ground q-y")
    parts = [
        element("svg", shades, width=side, height=side, viewBox=f"0 0 {CELLS} {CELLS}"),
        *(neuron(k, shown=k == 0) for k in range(len(NEURONS))),
        *(point(place) for place in POINTS),
    ]
    return element(
        "svg",
        "".join(parts),
        class_="plane",
        viewBox=f"0 0 {side} {side}",
        width=side,
        role="img",
        aria_label="The plane of two inputs, with points on both sides of the line of each neuron",
    )


def neuron(k, *, shown):
    """Draw the line where the neuron is zero, and its row of W as an arrow to the positive side."""
    turn, b = NEURONS[k]
    across, up = cos(radians(turn)), sin(radians(turn))
    x, y = pixels(-b * across, -b * up)
    place = f"translate({x:.1f} {y:.1f}) rotate({-turn})"
    line = element("line", class_="line", x1=0, y1=-600, x2=0, y2=600)
    grab = element("line", class_="grab", x1=0, y1=-600, x2=0, y2=600)
    arrow = element("path", class_="arrow", d="M0 0H52M60 0 48 -7V7Z")
    tip = element("circle", class_="tip", cx=54, cy=0, r=24)
    upright = f"rotate({turn} 74 0)"
    name = element("text", k + 1, x=74, y=5, class_="name", transform=upright)
    look = {"class_": "neuron q-w" if shown else "neuron q-w out", "data_neuron": k + 1}
    return element(
        "g",
        line + grab + arrow + tip + name,
        transform=place,
        data_turn=turn,
        data_bias=f"{b:g}",
        **look,
    )


def point(place):
    x, y = pixels(*place)
    on = "on" if outputs(place[None], 1)[0, 0] > 0 else "off"
    at = f"{place[0]:g} {place[1]:g}"
    return element("circle", class_=f"point {on}", cx=f"{x:g}", cy=f"{y:g}", r=6, data_at=at)


def pixels(across, up):
    return UNIT * (EDGE + across), UNIT * (EDGE - up)


def sliders():
    turn, b = NEURONS[0]
    names = {k: number(k) for k in range(1, len(NEURONS) + 1)}
    which = element("div", choice("planes-neuron", "Neuron", names, 1), class_="which", hidden="")
    rows = [
        ("turn", "Turn <b>w</b>", 0, 355, 5, turn),
        ("bias", "Move by <i>b</i>", -3, 3, 0.25, b),
    ]
    controls = "".join(slider(*row) for row in rows)
    counted = element("p", element("span", counts(), class_="counts"), class_="counted")
    reset = element("button", "Reset", type="button")
    return element("div", which + controls + counted + reset, class_="controls")


def slider(name, words, low, high, step, value):
    return element(
        "label",
        element("span", words)
        + element(
            "input",
            type="range",
            name=name,
            min=low,
            max=high,
            step=step,
            value=value,
            autocomplete="off",
        ),
    )


def counts():
    inside = int((outputs(POINTS, 1)[:, 0] > 0).sum())
    return f"{inside} of {len(POINTS)} points on the positive side"

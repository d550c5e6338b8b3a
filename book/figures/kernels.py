"""Chapter 08: some kernels, and the map that each makes of an image."""

import numpy as np
from figures.markup import element
from figures.pixels import picture
from IPython.display import HTML, display

SHADES = 8


def show_responses(image, responses):
    """Display an image, and ``{name: (kernel, map)}``."""
    cards = [card("The image", drawing(picture(image, SHADES), image.shape))]
    for name, (kernel, values) in responses.items():
        weights = drawing(signed(kernel), kernel.shape, "kernel")
        cards.append(card(name, weights + drawing(signed(values), values.shape)))
    display(HTML(element("div", "".join(cards), class_="responses")))


def signed(values):
    """Draw what is above zero in one colour, what is below in another, on a scale of its own."""
    values = values / np.abs(values).max()
    above, below = values.clip(min=0), (-values).clip(min=0)
    return picture(above, SHADES, class_="q-x") + picture(below, SHADES, class_="q-g")


def drawing(content, shape, kind="map"):
    height, width = shape
    edge = element("rect", class_="edge", width=width, height=height)
    size = f"0 0 {width} {height}"
    return element("svg", content + edge, viewBox=size, class_=kind, aria_hidden="true")


def card(name, content):
    return element("div", content + element("div", name))

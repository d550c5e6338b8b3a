"""Chapter 09: a canvas of digits, and beside it what a network sees in it."""

import numpy as np
from figures.markup import element
from figures.pixels import picture
from IPython.display import HTML, display

from fclib import softmax

WINDOW = 8
CLASSES = 3
SHADES = 10  # of the square root, which leaves small probabilities in sight


def show_maps(image, scores, corners, digits):
    """Display the canvas with a frame around each digit, and the probabilities of some classes."""
    flat = softmax(scores.reshape(len(scores), -1).T).T
    probabilities = flat.reshape(scores.shape)
    frames = "".join(frame(row, column, WINDOW) for row, column in corners)
    drawings = [
        drawing("The image, and each digit's window", picture(image[0], 16) + frames, image[0])
    ]
    for digit in dict.fromkeys(digits.tolist()[: 2 * CLASSES]):
        if len(drawings) > CLASSES:
            break
        heat = probabilities[digit]
        peak = np.unravel_index(heat.argmax(), heat.shape)
        content = picture(np.sqrt(heat), SHADES, class_="q-y") + frame(*np.subtract(peak, 1), 3)
        drawings.append(drawing(f"The map of the {digit}", content, heat))
    display(HTML(element("div", "".join(drawings), class_="maps")))


def frame(row, column, size):
    """Draw a square around a window or a peak."""
    return element("rect", class_="frame", x=column, y=row, width=size, height=size)


def drawing(title, content, values):
    """Put a title over a picture with a border of one pixel around it."""
    height, width = values.shape
    size = f"-1 -1 {width + 2} {height + 2}"
    edge = element("rect", class_="edge", width=width, height=height)
    svg = element("svg", edge + content, viewBox=size, role="img", aria_label=title)
    return element("div", element("div", title, class_="title") + svg)

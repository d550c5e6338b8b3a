"""Chapter 09: one image through a padded convolution at once, and window by window.

A 3×3 convolution with a ReLU makes features, 8×8 features go into a fully connected layer with one
output. Pixels and kernel are whole numbers and weights are quarters, so every score is exact in
binary: two scores are equal or they are not.
"""

import base64

import numpy as np
from figures.choices import choice, slider
from figures.heat_map import canvas
from figures.markup import element, number
from figures.pixels import picture

from fclib import conv2d, heat_map, relu

PATCH, RING = 8, 1
KERNEL = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
# Any weights show the same; these are drawn at random.
WEIGHTS = np.random.default_rng(0).integers(-4, 5, (PATCH, PATCH)) / 4
# What is said of the window with each padding.
CHOICES = {"zeros": "8 × 8 pixels, zeros around them", "none": "10 × 10 pixels, no padding"}
SHADES = 10


def pixels():
    return np.round(canvas().image[0] * 16)


def features(image, padding):
    """Convolve an image of (H, W), with zeros around it or not."""
    if padding == "zeros":
        image = np.pad(image, RING)
    return relu(conv2d(image[None, None], KERNEL[None, None])[0, 0])


def score(values):
    return float((WEIGHTS * values).sum())


def dense(padding):
    """Return the score at each place of one pass over the whole image."""
    whole = features(pixels(), padding)[None]
    return heat_map(whole, WEIGHTS.reshape(1, -1), [0.0], (1, PATCH, PATCH))[0]


def one_by_one(padding):
    """Return the score of each window, padded at its own border or not at all."""
    size = PATCH if padding == "zeros" else PATCH + 2 * RING
    windows = np.lib.stride_tricks.sliding_window_view(pixels(), (size, size))
    scores = [score(features(window, padding)) for row in windows for window in row]
    return np.reshape(scores, windows.shape[:2])


def render():
    """Return the markup of the figure, with zeros as padding."""
    differences = abs(dense("zeros") - one_by_one("zeros"))
    place = start(differences)
    data = {
        "data_pixels": base64.b64encode(np.uint8(pixels()).tobytes()).decode(),
        "data_kernel": " ".join(f"{v:g}" for v in KERNEL.flat),
        "data_weights": " ".join(f"{v:g}" for v in WEIGHTS.flat),
        "data_padding": "zeros",
    }
    options = {key: element("span", key, data_reach=reach) for key, reach in CHOICES.items()}
    views = pictures(differences, *place) + comparison(*place)
    return (
        element("div", choice("padding-choice", "Padding", options, "zeros"), class_="controls")
        + element("div", views, class_="views", **data)
        + controls(differences.shape, place)
        + element("div", class_="announcement", role="status")
    )


def start(differences):
    """Return the place, on a digit or a pixel beside it, where the two scores differ most."""
    rows, columns = differences.shape
    steps = (-1, 0, 1)
    near = {(r + up, s + left) for r, s in canvas().corners for up in steps for left in steps}
    inside = [(r, s) for r, s in sorted(near) if 0 <= r < rows and 0 <= s < columns]
    return max(inside, key=lambda place: differences[place])


def pictures(differences, row, column):
    height, width = pixels().shape
    size = f"0 0 {width} {height}"
    place = {"style": f"--row: {row}; --column: {column}"}
    ring = element("rect", class_="ring", **square(-RING, PATCH + 2 * RING))
    window = ring + element("rect", class_="patch", **square(0, PATCH))
    image = picture(pixels() / 16, 16) + element("g", window, class_="window", **place)

    rows, columns = differences.shape
    largest = differences.max()
    edge = (PATCH - 1) / 2
    here = element("rect", class_="halo", **square(-0.5, 2)) + element("rect", **square(-0.5, 2))
    parts = [
        element("rect", class_="frame", width=columns, height=rows),
        picture(differences / largest, SHADES, class_="map q-y"),
        element("g", here, class_="here", **place),
    ]
    there = element("g", "".join(parts), transform=f"translate({edge} {edge})")
    reach = element("span", CHOICES["zeros"], class_="reach")
    shape = element("span", f"{rows} × {columns}", class_="shape")
    largest = element("span", number(largest), class_="largest")
    pairs = [
        (f"A window of {reach}", svg(image, size, "Eight handwritten digits, and the window")),
        (
            f"Difference at {shape} places, up to {largest}",
            svg(there, size, "Map of the difference of the two scores"),
        ),
    ]
    return "".join(element("div", title(words) + drawing) for words, drawing in pairs)


def square(corner, size):
    return {"x": corner, "y": corner, "width": size, "height": size}


def title(markup):
    return element("div", markup, class_="title")


def svg(content, size, label):
    return element("svg", content, viewBox=size, role="img", aria_label=label)


def comparison(row, column):
    """Draw the 8×8 features of the window as either way finds them, and the scores they give."""
    here = np.s_[row : row + PATCH, column : column + PATCH]
    dense = features(pixels(), "zeros")[here]
    alone = features(pixels()[here], "zeros")
    result = element("span", number(abs(score(dense) - score(alone))), class_="difference")
    return (
        table("Features, whole image", "dense", dense, dense != alone)
        + table("Features, window alone", "alone", alone, dense != alone)
        + element("div", f"The scores differ by {result}", class_="result")
    )


def table(words, name, values, differ):
    cells = "".join(
        element("span", number(v), class_="cell differs" if d else "cell")
        for v, d in zip(values.flat, differ.flat, strict=True)
    )
    result = element("span", number(score(values)), class_="q-y score")
    parts = title(words) + element("div", cells, class_="grid")
    result = element("div", f"score {result}")
    return element("div", parts + result, class_=name, role="group", aria_label=words)


def controls(shape, place):
    sliders = "".join(
        element("div", element("span", words) + slider(words, last - 1, at))
        for words, last, at in zip(("Window’s row", "Window’s column"), shape, place, strict=True)
    )
    return element("div", sliders, class_="controls")

"""Chapter 09: two fully connected layers that read 8×8 pixels, slid over an image of 28×56.

Both pictures have the size of the image. In the lower one a place of the window is drawn at the
window's middle, so that a digit and what was found there stand below one another.
"""

import base64

import numpy as np
from figures.choices import choice, slider
from figures.markup import element, number
from figures.pixels import picture

from fclib import conv2d, heat_map, linear_to_conv, relu, softmax
from fclib.data import Detector, digit_canvas, load_detector
from fclib.data.detector import split

PATCH = 8
SEED = 22  # eight digits that are all recognised, one of them twice
CHOSEN = 5
SHADES = 10  # of the square root, which leaves small probabilities in sight
CLASSES = [*map(str, range(10)), "none"]


def canvas():
    """Return digits that the detector has not seen."""
    return digit_canvas(rng=np.random.default_rng(SEED), choose_from=split()[1])


def packed():
    """Return the detector's weights as 16-bit integers, and one scale for each array."""
    arrays = load_detector()
    scales = [float(abs(array).max()) / 32767 for array in arrays]
    return [np.round(a / s).astype("<i2") for a, s in zip(arrays, scales, strict=True)], scales


def probabilities():
    """Return the probability of each class wherever the window fits, from the packed weights."""
    W1, b1, W2, b2 = Detector(*(a * s for a, s in zip(*packed(), strict=True)))
    hidden = relu(heat_map(canvas().image, W1, b1, (1, PATCH, PATCH)))
    scores = conv2d(hidden[None], linear_to_conv(W2, (len(W1), 1, 1)), b2)[0]
    flat = softmax(scores.reshape(len(W2), -1).T).T
    return flat.reshape(scores.shape)


def render():
    """Return the markup of the figure."""
    maps = probabilities()
    rows, columns = maps.shape[1:]
    peak = np.unravel_index(maps[CHOSEN].argmax(), (rows, columns))
    arrays, scales = packed()
    weights = base64.b64encode(b"".join(a.tobytes() for a in arrays)).decode()
    data = {
        "data_pixels": base64.b64encode(np.uint8(canvas().image * 16).tobytes()).decode(),
        "data_weights": weights,
        "data_scales": " ".join(map(repr, scales)),
        "data_shapes": " ".join(str(a.size) for a in arrays),
    }
    return (
        element("div", pictures(maps, peak) + classes(maps[:, *peak]), class_="views", **data)
        + controls((rows, columns), peak)
        + element("div", class_="announcement", role="status")
    )


def pictures(maps, peak):
    _, height, width = canvas().image.shape
    rows, columns = maps.shape[1:]
    size = f"0 0 {width} {height}"
    edge = (PATCH - 1) / 2
    marks = mark("peak", *peak, 0, PATCH) + mark("window", *peak, 0, PATCH)
    image = svg(picture(canvas().image[0], 16) + marks, size, "Eight handwritten digits")
    frame = element("rect", class_="frame", width=columns, height=rows)
    marks = mark("peak", *peak, -0.5, 2) + mark("window", *peak, -0.5, 2)
    heat = element(
        "g",
        frame + picture(np.sqrt(maps[CHOSEN]), SHADES, class_="heat q-y") + marks,
        transform=f"translate({edge} {edge})",
    )
    name = element("span", CLASSES[CHOSEN], class_="name")
    titles = [
        f"Image, {height} × {width}",
        f"Probability of {name} at {rows} × {columns} places",
    ]
    label = "Heat map of the chosen class"
    drawn = [image, svg(heat, size, label)]
    return element(
        "div",
        "".join(
            element("div", title, class_="title") + drawing
            for title, drawing in zip(titles, drawn, strict=True)
        )
        + legend(),
        class_="pictures",
    )


def legend():
    shades = [
        element("span", element("i", class_="q-y", style=f"--shade: {np.sqrt(p):.1f}") + number(p))
        for p in (0.01, 0.1, 0.4, 1)
    ]
    return element("div", "".join(shades), class_="shades")


def svg(content, size, label):
    return element("svg", content, viewBox=size, role="img", aria_label=label)


def mark(name, row, column, corner, size):
    place = f"--row: {row}; --column: {column}"
    return element("rect", class_=name, x=corner, y=corner, width=size, height=size, style=place)


def classes(values):
    options = {
        k: element("span", name, class_="class")
        + element("span", class_="bar q-y", style=f"--p: {value:.4f}")
        + element("span", f"{value:.2f}", class_="p")
        for k, (name, value) in enumerate(zip(CLASSES, values, strict=True))
    }
    return choice("heat-map-class", "Under the window", options, CHOSEN)


def controls(shape, peak):
    sliders = "".join(
        element("div", element("span", words) + slider(words, last - 1, at))
        for words, last, at in zip(("Window’s row", "Window’s column"), shape, peak, strict=True)
    )
    buttons = [
        element("button", words, type="button", data_does=does)
        for does, words in (("peak", "To the highest"), ("clear", "Clear"), ("restore", "Restore"))
    ]
    draw = element("label", '<input type="checkbox" name="draw" autocomplete="off"> Draw')
    row = element("div", draw + "".join(buttons), class_="buttons")
    return element("div", sliders + row, class_="controls")

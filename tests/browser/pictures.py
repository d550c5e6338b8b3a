"""Read back what figures/pixels.py and pixels.js draw."""

import re

import numpy as np


def shades(page, selector, shape):
    """Return the opacity of each pixel of a picture."""
    paths = page.locator(f"{selector} path").evaluate_all(
        "all => all.map(e => [Number(e.getAttribute('fill-opacity')), e.getAttribute('d')])"
    )
    drawn = np.zeros(shape)
    for opacity, outline in paths:
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", outline):
            run = np.s_[int(y), int(x) : int(x) + int(width)]
            assert not drawn[run].any()
            drawn[run] = opacity
    return drawn


def point(page, selector, across, down):
    """Return a point of an element, given as parts of its width and height."""
    box = page.locator(selector).bounding_box()
    return box["x"] + across * box["width"], box["y"] + down * box["height"]

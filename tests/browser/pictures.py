"""Figures with a window on a picture: move it, and read what pixels.py and pixels.js draw."""

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


def place(page, figure):
    """Return the window's row and column."""
    return [int(slider.input_value()) for slider in sliders(page, figure)]


def go(page, figure, row, column):
    for slider, value in zip(sliders(page, figure), (row, column), strict=True):
        slider.fill(str(value))


def sliders(page, figure):
    return page.locator(f"{figure} [type=range]").all()

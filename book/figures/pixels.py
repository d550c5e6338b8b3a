"""Images and maps as SVG: one path for each level of grey, so that the theme colours them.

pixels.js repaints what ``picture`` drew.
"""

import numpy as np
from figures.markup import element


def picture(values, levels, **attributes):
    """Draw an array of values from 0 to 1, one unit a pixel, in ``levels`` steps of opacity."""
    # Half up, as Math.round does; NumPy rounds half to even.
    steps = np.floor(np.asarray(values) * levels + 0.5)
    paths = [
        element("path", d=runs(steps == k), fill_opacity=f"{k / levels:g}")
        for k in range(1, levels + 1)
    ]
    return element("g", "".join(paths), shape_rendering="crispEdges", **attributes)


def runs(mask):
    """Outline the pixels of a mask, neighbours in a row together."""
    strokes = []
    for y, row in enumerate(mask):
        edges = np.flatnonzero(np.diff([0, *row, 0]))
        strokes += [
            f"M{x} {y}h{end - x}v1h{x - end}z"
            for x, end in zip(edges[::2], edges[1::2], strict=True)
        ]
    return "".join(strokes)

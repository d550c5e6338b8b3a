"""Charts: two scales, ticks with their grid, and paths, as SVG markup that fits any width.

``Scale(low, high, log=False)``
    An axis. ``scale(value)`` is its place in per cent; ``scale.ticks(n)`` are n round values on it.
``Chart(x, y)``
    Two scales. ``chart.place(x, y)`` is a point in per cent across and down;
    ``chart.path(points, **attributes)`` a line through points, broken where a point is None (a
    point between two breaks is a dot, with ``stroke-linecap: round``);
    ``chart.dot(x, y, **attributes)`` a circle, and ``chart.text(words, x, y, **attributes)`` words
    there, moved with dx and dy;
    ``chart.draw(lines, over, x_ticks=, y_ticks=, x_title=, y_title=, label=)`` the whole chart:
    ``lines`` are paths, which are cut at the edges, ``over`` dots and texts, which are not. Ticks
    are values, or pairs of a value and the markup to write; titles are markup.
``power(exponent)``
    A power of ten as a tick's markup.

Lines are stretched to the width there is and texts are not: all places are per cents, the widths
of lines and all sizes of type are pixels, and chart.css does the rest (import it in the figure's
own style sheet). chart.js has the same scales, read from the markup, for figures that change.
"""

import math
from typing import NamedTuple

from figures.markup import element, number


class Scale(NamedTuple):
    low: float
    high: float
    log: bool = False

    def __call__(self, value):
        low, high, value = (math.log10(v) if self.log else v for v in (self.low, self.high, value))
        return 100 * (value - low) / (high - low)

    def ticks(self, count):
        """Spread ``count`` values over the scale; choose ends and count so that they are round."""
        steps = [k / (count - 1) for k in range(count)]
        if self.log:
            return [self.low * (self.high / self.low) ** step for step in steps]
        return [self.low + (self.high - self.low) * step for step in steps]


class Chart(NamedTuple):
    x: Scale
    y: Scale

    def place(self, x, y):
        return self.x(x), 100 - self.y(y)

    def path(self, points, **attributes):
        runs, pen = [], "M"
        for point in points:
            if point is None:
                pen = "M"
                continue
            across, down = self.place(*point)
            # Of no length, so that a point on its own is drawn too.
            runs.append(f"{pen}{across:.2f} {down:.2f}" + ("h0" if pen == "M" else ""))
            pen = "L"
        return element("path", d="".join(runs), **attributes)

    def dot(self, x, y, **attributes):
        across, down = self.place(x, y)
        return element("circle", cx=f"{across:.2f}%", cy=f"{down:.2f}%", **attributes)

    def text(self, words, x, y, **attributes):
        across, down = self.place(x, y)
        return element("text", words, x=f"{across:.2f}%", y=f"{down:.2f}%", **attributes)

    def draw(self, lines, over="", *, x_ticks, y_ticks, x_title, y_title, label):
        columns, rows = labelled(x_ticks), labelled(y_ticks)
        grid = [self.path([(v, self.y.low), (v, self.y.high)], class_="grid") for v, _ in columns]
        grid += [self.path([(self.x.low, v), (self.x.high, v)], class_="grid") for v, _ in rows]
        # The one that is stretched.
        stretched = element(
            "svg",
            "".join(grid) + lines,
            viewBox="0 0 100 100",
            preserveAspectRatio="none",
            width="100%",
            height="100%",
        )
        texts = [self.text(t, v, self.y.low, dy=20, class_="tick-x") for v, t in columns]
        texts += [self.text(t, self.x.low, v, dx=-8, class_="tick-y") for v, t in rows]
        svg = element("svg", stretched + "".join(texts) + over, role="img", aria_label=label)
        return element(
            "div",
            element("div", y_title, class_="title-y")
            + element("div", svg, class_="plot")
            + element("div", x_title, class_="title-x"),
            class_="chart",
            data_x=written(self.x),
            data_y=written(self.y),
        )


def written(scale):
    return f"{'log' if scale.log else 'linear'} {scale.low!r} {scale.high!r}"


def labelled(ticks):
    return [tick if isinstance(tick, tuple) else (tick, number(tick)) for tick in ticks]


def power(exponent):
    if exponent == 0:
        return "1"
    return "10" + element("tspan", number(exponent), dy=-5, class_="power")

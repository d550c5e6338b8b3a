"""Three plots as SVG: bars of a distribution, a band of progress, tests as points with intervals.

Own code and no library: colours come from the page's style sheet, so that a plot is light, dark or
printed as the page is, and there is nothing in a plot but rectangles, lines and words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from fclib.grading.insights.statistics import Item

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 40, 18, 10, 30
BINS = 10


class Band(NamedTuple):
    """The middle half of a class, and its median, as parts of the points."""

    low: float
    median: float
    high: float


def distribution(parts: Sequence[float], label: str) -> Markup:
    """Draw how many students have which part of the points."""
    counts = [0] * BINS
    for part in parts:
        counts[min(BINS - 1, max(0, int(part * BINS)))] += 1
    most = max(counts, default=0) or 1
    marks = [
        Markup(
            '<rect class="bar" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
        ).format(
            *(_n(_across(k / BINS) + 1), _n(_down(count / most))),
            *(_n((WIDTH - LEFT - RIGHT) / BINS - 2), _n(_down(0) - _down(count / most))),
            f"{100 * k // BINS} to {100 * (k + 1) // BINS} % of the points: {count}",
        )
        for k, count in enumerate(counts)
    ]
    marks += [
        _word(LEFT - 5, _down(1) + 4, str(most), "end"),
        _word(LEFT - 5, _down(0), "0", "end"),
    ]
    return _drawn(marks, [0, 0.5, 1], label)


def progress(bands: Sequence[Band | None], ticks: Sequence[str], label: str) -> Markup:
    """Draw the median and the middle half of the class over the assignments."""
    step = max(1, len(bands) - 1)
    there = [(k / step, band) for k, band in enumerate(bands) if band is not None]
    high = [(_across(x), _down(band.high)) for x, band in there]
    low = [(_across(x), _down(band.low)) for x, band in reversed(there)]
    middle = [(_across(x), _down(band.median)) for x, band in there]
    marks = [
        Markup('<polygon class="band" points="{}"/>').format(_points(high + low)),
        Markup('<polyline class="line" points="{}"/>').format(_points(middle)),
    ]
    marks += [
        Markup('<circle class="dot" cx="{}" cy="{}" r="3"><title>{}</title></circle>').format(
            _n(x), _n(y), f"{tick}: median {100 * band.median:.0f} %"
        )
        for (x, y), (tick, band) in zip(
            middle,
            [(tick, band) for tick, band in zip(ticks, bands, strict=True) if band is not None],
            strict=True,
        )
    ]
    marks += _percents()
    marks += [
        _word(_across(k / step), HEIGHT - 12, tick[:2], "middle") for k, tick in enumerate(ticks)
    ]
    return _drawn(marks, [], label)


def difficulty(found: Sequence[Item], label: str) -> Markup:
    """Draw each test by its difficulty and its discrimination, with the interval of the latter."""
    marks = [
        Markup('<line class="zero" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
            LEFT, WIDTH - RIGHT, _n(_down(0.5)), _n(_down(0.5))
        )
    ]
    for item in found:
        if item.discrimination is None or item.low is None or item.high is None:
            continue
        x, kind = _across(item.difficulty), "flagged" if item.is_negative else "dot"
        place = [(value + 1) / 2 for value in (item.low, item.high, item.discrimination)]
        marks.append(
            Markup(
                '<g class="{}"><line x1="{}" x2="{}" y1="{}" y2="{}"/>'
                '<circle cx="{}" cy="{}" r="3"><title>{}</title></circle></g>'
            ).format(
                *(kind, _n(x), _n(x), _n(_down(place[0])), _n(_down(place[1]))),
                *(_n(x), _n(_down(place[2])), f"{item.test.assignment}, {item.test.cell}"),
            )
        )
    marks += [
        _word(LEFT - 5, _down((value + 1) / 2) + 4, words, "end")
        for value, words in [(-1, "−1"), (0, "0"), (1, "1")]
    ]
    return _drawn(marks, [0, 0.5, 1], label)


def _drawn(marks: Sequence[Markup], ticks: Sequence[float], label: str) -> Markup:
    frame = Markup('<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
        LEFT, WIDTH - RIGHT, _n(_down(0)), _n(_down(0))
    )
    below = [_word(_across(t), HEIGHT - 12, f"{100 * t:.0f} %", "middle") for t in ticks]
    return Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        label, WIDTH, HEIGHT, Markup("").join([frame, *marks, *below])
    )


def _percents() -> list[Markup]:
    return [_word(LEFT - 5, _down(part) + 4, f"{100 * part:.0f} %", "end") for part in (0, 0.5, 1)]


def _word(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _n(x), _n(y), anchor, words
    )


def _across(part: float) -> float:
    return LEFT + _within(part) * (WIDTH - LEFT - RIGHT)


def _down(part: float) -> float:
    return HEIGHT - BOTTOM - _within(part) * (HEIGHT - TOP - BOTTOM)


def _within(part: float) -> float:
    """Return a part that is on the plot: with extra credit it can be more than all."""
    return min(1.0, max(0.0, part))


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in places)


def _n(number: float) -> str:
    return f"{number:.1f}"

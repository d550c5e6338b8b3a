"""Chapter 06: the error of a numerical derivative against its step, from real arithmetic.

step-and-error.js does the same arithmetic in the same order. ``data-value`` names what an element
prints, ``data-guide`` a line to compare the curve with and its words.
"""

import math

import numpy as np
from figures.chart import Chart, Scale, power
from figures.choices import choice, slider
from figures.markup import element

# Steps as decimals, ten to a decade: read as text they are the same numbers in every language.
MANTISSAS = ("1", "1.25", "1.6", "2", "2.5", "3.2", "4", "5", "6.3", "8")
STEPS = [f"{m}e{k}" for k in range(-16, 1) for m in MANTISSAS] + ["1e1"]
START = STEPS.index("1e-5")

KINDS = {"float64": np.float64, "float32": np.float32}
DIGITS = {"float64": 15, "float32": 8}
POINTS = {"affine": "1.3", "tanh": "0.5", "relu": "0.01"}
FUNCTIONS = {
    "affine": "1.5<i>x</i> − 0.7",
    "tanh": "tanh <i>x</i>",
    "relu": "ReLU <i>x</i>",
}
# What the curve shows at first, and the one behind it.
CHOSEN, BEFORE = ("tanh", "float64", "central"), ("affine", "float64", "central")

# An error of 0 has no place on the scale: it stands on the line below all others.
ZERO = 1e-17
CHART = Chart(Scale(1e-16, 10, log=True), Scale(ZERO, 10, log=True))


def evaluate(function, x):
    """Compute the function in the type of x, one rounding for each operation."""
    kind = type(x)
    if function == "affine":
        return kind(1.5) * x - kind(0.7)
    # Python's tanh, rounded: NumPy's may differ from it in more than the last bit.
    return kind(math.tanh(float(x))) if function == "tanh" else max(kind(0), x)


def derivative(function, kind, difference, step):
    """Return the numerical derivative, and the true one at the same x."""
    kind = KINDS[kind]
    x, h = kind(float(POINTS[function])), kind(float(step))
    after = evaluate(function, x + h)
    if difference == "central":
        numerical = (after - evaluate(function, x - h)) / (kind(2) * h)
    else:
        numerical = (after - evaluate(function, x)) / h
    slope = math.tanh(float(x))
    true = {"affine": 1.5, "tanh": 1 - slope * slope, "relu": 1.0}[function]
    return float(numerical), true


def relative_error(numerical, true):
    return abs(numerical - true) / true


def curve(chosen, **attributes):
    points = []
    for step in STEPS:
        error = relative_error(*derivative(*chosen, step))
        point = (float(step), error or ZERO)
        # Zeros are dots of their own.
        points += [point] if error else [None, point, None]
    return CHART.path(points, **attributes)


def guides(kind):
    """Draw the guides of tanh and central differences: ε/h, h², and ε^(1/3) where they meet."""
    epsilon = float(np.finfo(KINDS[kind]).eps)
    best = epsilon ** (1 / 3)
    level = best**0.6  # within the V, where there is room
    lines = {
        "rounding": [(h, epsilon / h) for h in CHART.x[:2]],
        "truncation": [(h, h**2) for h in CHART.x[:2]],
        "mark": [(best, ZERO), (best, best**2)],
    }
    paths = [CHART.path(p, class_="guide", data_guide=name) for name, p in lines.items()]
    third = "ε" + element("tspan", "1/3", dy=-5, class_="power")
    words = [
        CHART.text("ε/h", epsilon / level, level, dx=6, data_guide="rounding-words"),
        CHART.text("h²", level**0.5, level, dx=-6, data_guide="truncation-words"),
        CHART.text(third, best, 1e-15, dx=6, data_guide="mark-words"),
    ]
    return "".join(paths), element("g", "".join(words), class_="words")


def name_of(chosen):
    function, kind, difference = chosen
    return f"{FUNCTIONS[function]} at {POINTS[function]}, {difference}, {kind}"


def scientific(text):
    """Write 1.6e-05 as 1.6 × 10 to the −5, as markup."""
    mantissa, exponent = text.split("e")
    exponent = f"{int(exponent)}".replace("-", "−")
    return mantissa if exponent == "0" else f"{mantissa} × 10{element('sup', exponent)}"


def digits(numerical, true, places):
    """Write a number; the digits that it shares with the true one stand apart from the others."""
    text, truth = f"{numerical:.{places}f}", f"{true:.{places}f}"
    same = next((k for k in range(len(text)) if text[k] != truth[k : k + 1]), len(text))
    return element("b", text[:same]) + element("span", text[same:])


def render():
    """Return the markup of the figure."""
    step = STEPS[START]
    numerical, true = derivative(*CHOSEN, step)
    error = relative_error(numerical, true)
    guide_lines, words = guides(CHOSEN[1])
    chart = CHART.draw(
        guide_lines + curve(BEFORE, class_="before") + curve(CHOSEN, class_="curve"),
        words + CHART.dot(float(step), error, r=7, class_="point"),
        x_ticks=[(10.0**k, power(k)) for k in range(-16, 1, 4)],
        y_ticks=[(ZERO, "0"), *[(10.0**k, power(k)) for k in range(-16, 1, 4)]],
        x_title="step <i>h</i>",
        y_title="relative error",
        label="Chart: the relative error of the numerical derivative against the step h, both "
        "logarithmic. The numbers of the point that is marked stand below.",
    )
    values = {
        "h": ("step <i>h</i>", scientific(step)),
        "numerical": ("numerical", digits(numerical, true, DIGITS[CHOSEN[1]])),
        "true": ("true derivative", f"{true:.{DIGITS[CHOSEN[1]]}f}"),
        "error": ("relative error", scientific(f"{error:.1e}")),
    }
    rows = [
        element("dt", name) + element("dd", markup, data_value=key)
        for key, (name, markup) in values.items()
    ]
    legend = [
        element("div", element("span", words, data_name=which), class_=which)
        for which, words in (("now", name_of(CHOSEN)), ("earlier", name_of(BEFORE)))
    ]
    best = element("button", "Find the best step", type="button")
    choices = [
        choice("step-function", "function", FUNCTIONS, CHOSEN[0]),
        choice("step-kind", "numbers", {k: k for k in KINDS}, CHOSEN[1]),
        choice("step-difference", "difference", {k: k for k in ("central", "forward")}, CHOSEN[2]),
    ]
    return (
        element("div", "".join(choices), class_="controls choices")
        + element("div", "".join(legend), class_="legend")
        + chart
        + element("div", slider("step h", len(STEPS) - 1, START) + best, class_="controls step")
        + element("dl", "".join(rows), class_="readout")
        + element("div", class_="announcement", role="status")
    )

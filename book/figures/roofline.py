"""Chapter 07: the roofline of one fully connected layer, which a batch climbs.

``data-value`` names what an element prints, ``data-part`` what roofline.js moves with the roof.
"""

import math

from figures.chart import Chart, Scale, power
from figures.choices import choice, slider
from figures.markup import element, number

from fclib.architectures import LENET, VGG16, linear_cost

# The name in the page, and the layer as fclib knows it.
LAYERS = {
    "ip1": ("LeNet", next(layer for layer in LENET if layer.name == "ip1")),
    "fc7": ("VGG16", next(layer for layer in VGG16 if layer.name == "fc7")),
    "fc6": ("VGG16", next(layer for layer in VGG16 if layer.name == "fc6")),
}
CHOSEN = "fc7"
BATCHES = [2**k for k in range(13)]
PEAK, BANDWIDTH = 100, 20  # of a laptop core, in GFLOP/s and GB/s
DECADES = 3  # of the vertical axis, up to the power of ten above the peak


def intensity(n, layer):
    """Return FLOPs per byte."""
    cost = linear_cost(n, layer.in_features, layer.out_features)
    return cost.flops / cost.bytes


def roof(x):
    return min(PEAK, BANDWIDTH * x)


def on_slope(low, ridge):
    """Return where the bandwidth is written, three quarters of the way up."""
    x = low * (ridge / low) ** 0.75
    return x, roof(x)


def turning_batch(layer):
    """Return the smallest batch that is bound by arithmetic, or None if there is none."""
    D, M = layer.in_features, layer.out_features
    ridge = PEAK / BANDWIDTH
    # Where the FLOPs per byte reach the ridge, solved for N.
    gain = 2 * D * M - 4 * ridge * (D + M)
    return max(1, math.ceil(4 * ridge * M * (D + 1) / gain)) if gain > 0 else None


def significant(value):
    return number(float(f"{value:.3g}"))


def duration(seconds):
    units = {"s": 1, "ms": 1e-3, "µs": 1e-6}
    unit = next((unit for unit, size in units.items() if seconds >= size), "µs")
    return f"{significant(seconds / units[unit])} {unit}"


def values(n, layer):
    """Return what is printed, by its key."""
    cost = linear_cost(n, layer.in_features, layer.out_features)
    by_memory = cost.bytes / BANDWIDTH > cost.flops / PEAK
    seconds = max(cost.bytes / BANDWIDTH, cost.flops / PEAK) / 1e9
    return {
        "batch": f"{n:,}",
        "flops": f"{cost.flops:,}",
        "bytes": f"{cost.bytes:,}",
        "intensity": f"{significant(cost.flops / cost.bytes)} FLOP/byte",
        "time": duration(seconds),
        "bound": "memory" if by_memory else "arithmetic",
        "turn": f"{turning_batch(layer):,}",
    }


def draw(n, layer):
    top = 10 ** math.ceil(math.log10(1.25 * PEAK))
    chart = Chart(Scale(0.1, 1000, log=True), Scale(top / 10**DECADES, top, log=True))
    low, high, ridge = chart.x.low, chart.x.high, PEAK / BANDWIDTH
    lines = [
        chart.path([(x, roof(x)) for x in (low, ridge, high)], class_="roof", data_part="roof"),
        chart.path([(ridge, chart.y.low), (ridge, PEAK)], class_="ridge", data_part="ridge"),
    ]
    words = [
        chart.text("memory", ridge, chart.y.low, dx=-8, dy=-10, data_part="memory"),
        chart.text("arithmetic", ridge, chart.y.low, dx=8, dy=-10, data_part="arithmetic"),
        chart.text(f"{BANDWIDTH:,} GB/s", *on_slope(low, ridge), dx=-8, data_part="bandwidth"),
        chart.text(f"{PEAK:,} GFLOP/s", high, PEAK, dy=-10, data_part="peak"),
    ]
    places = [(intensity(batch, layer), roof(intensity(batch, layer))) for batch in BATCHES]
    dots = [chart.dot(*place, r=3.5, class_="batch") for place in places]
    here = places[BATCHES.index(n)]
    dots.append(chart.dot(*here, r=8, class_="point"))
    batch = (
        element("tspan", "N", class_="letter") + " = " + element("tspan", f"{n:,}", data_value="n")
    )
    dots.append(chart.text(batch, *here, dx=8, dy=26, data_part="label"))
    exponent = round(math.log10(top))
    return chart.draw(
        "".join(lines),
        "".join(words + dots),
        x_ticks=[0.1, 1, 10, 100, 1000],
        y_ticks=[(10.0**k, power(k)) for k in range(exponent - DECADES, exponent + 1)],
        x_title="arithmetic intensity, FLOP/byte",
        y_title="attainable GFLOP/s",
        label="Roofline: attainable GFLOP/s against FLOPs per byte, both logarithmic. It rises "
        "with the bandwidth and is flat at the peak. The numbers of the batch stand below.",
    )


def render():
    """Return the markup of the figure."""
    n, layer = BATCHES[0], LAYERS[CHOSEN][1]
    names = {
        key: f"{network} {key}, {each.in_features:,} → {each.out_features:,}"
        for key, (network, each) in LAYERS.items()
    }
    inputs = [
        element("label", element("span", title) + entry(key, value) + unit)
        for key, title, value, unit in (
            ("peak", "peak", PEAK, "GFLOP/s"),
            ("bandwidth", "bandwidth", BANDWIDTH, "GB/s"),
        )
    ]
    note = element("span", "A laptop core; put your own numbers in.", class_="note")
    rows = {
        "layer": ("layer", ""),
        "batch": ("batch <i>N</i>", ""),
        "flops": ("FLOPs", formula("2<i>NDM</i> = ")),
        "bytes": ("bytes", formula("4(<i>N</i><i>D</i> + <i>MD</i> + <i>M</i> + <i>NM</i>) = ")),
        "intensity": ("intensity", ""),
        "time": ("time", ""),
        "bound": ("bound by", ""),
        "turn": ("turns at <i>N</i>", ""),
    }
    printed = {"layer": names[CHOSEN]} | values(n, layer)
    readout = [
        element("dt", name) + element("dd", before + element("span", printed[key], data_value=key))
        for key, (name, before) in rows.items()
    ]
    range_ = element("span", "batch <i>N</i>") + slider("batch N", len(BATCHES) - 1, 0)
    return (
        element("div", choice("roofline-layer", "layer", names, CHOSEN), class_="controls choices")
        + element("div", "".join(inputs) + note, class_="controls machine")
        + draw(n, layer)
        + element("div", range_, class_="controls step")
        + element("dl", "".join(readout), class_="readout")
        + element("div", class_="announcement", role="status")
    )


def formula(markup):
    return element("span", markup, class_="formula")


def entry(key, value):
    return (
        f'<input type="number" name="{key}" value="{value}" min="1" max="100000" step="any" '
        'required="" inputmode="decimal" autocomplete="off">'
    )

"""Chapter 07: the roofline of one fully connected layer, which a batch climbs.

``data-value`` names what an element prints, ``data-part`` what roofline.js moves with the roof, and
``data-machines`` carries the machines of figures/machines.py to it.
"""

import json
import math

from figures.chart import Chart, Scale, power
from figures.choices import choice, slider
from figures.machines import BYTES, MACHINES
from figures.markup import element, number

from fclib.architectures import GPT2_SMALL, LENET, VGG16, linear_cost


def named(network, name):
    return next(layer for layer in network if layer.name == name)


# The name in the page, and the layer as fclib knows it.
LAYERS = {
    "ip1": ("LeNet ip1", named(LENET, "ip1")),
    "up": ("GPT-2 up", named(GPT2_SMALL, "up 1")),
    "fc7": ("VGG16 fc7", named(VGG16, "fc7")),
    "fc6": ("VGG16 fc6", named(VGG16, "fc6")),
}
CHOSEN, KIND, MACHINE = "fc7", "bfloat16", "h100"
BATCHES = [2**k for k in range(13)]
TICKS = 4  # of the vertical axis
NOTE = "From data sheets, or put your own numbers in. Crosses are measurements."


def sizes(layer):
    return layer.in_features, layer.out_features


def cost_of(n, layer, kind):
    return linear_cost(n, *sizes(layer), bytes_per_number=BYTES[kind])


def intensity(n, layer, kind):
    """Return FLOPs per byte."""
    cost = cost_of(n, layer, kind)
    return cost.flops / cost.bytes


def roof(x, machine, kind):
    return min(machine.peak[kind], machine.bandwidth * x)


def turning_batch(layer, machine, kind):
    """Return the smallest batch that is bound by arithmetic, or None if there is none."""
    D, M = sizes(layer)
    ridge = BYTES[kind] * machine.peak[kind] / machine.bandwidth
    # Where the FLOPs per byte reach the ridge, solved for N.
    gain = 2 * D * M - ridge * (D + M)
    return max(1, math.ceil(ridge * M * (D + 1) / gain)) if gain > 0 else None


def significant(value):
    return number(float(f"{value:.3g}"))


def duration(seconds):
    units = {"s": 1, "ms": 1e-3, "µs": 1e-6}
    unit = next((unit for unit, size in units.items() if seconds >= size), "µs")
    return f"{significant(seconds / units[unit])} {unit}"


def values(n, layer, machine, kind):
    """Return what is printed, by its key."""
    cost = cost_of(n, layer, kind)
    by_memory = cost.bytes / machine.bandwidth > cost.flops / machine.peak[kind]
    seconds = max(cost.bytes / machine.bandwidth, cost.flops / machine.peak[kind]) / 1e9
    taken = measured(layer, machine, kind)[n]
    return {
        "size": str(BYTES[kind]),
        "batch": f"{n:,}",
        "flops": f"{cost.flops:,}",
        "bytes": f"{cost.bytes:,}",
        "intensity": f"{significant(cost.flops / cost.bytes)} FLOP/byte",
        "time": duration(seconds),
        "measured": f"{duration(taken)}, {seconds / taken:.0%} of the roof",
        "bound": "memory" if by_memory else "arithmetic",
        "turn": f"{turning_batch(layer, machine, kind):,}",
    }


def measured(layer, machine, kind):
    """Return the seconds that were measured, by batch."""
    return machine.points.get(kind, {}).get(sizes(layer), {})


def vertical(machine, kind):
    """Return the powers of ten at the ticks: from above the peak to below one sample's speed."""
    top = math.ceil(math.log10(1.25 * machine.peak[kind]))
    slowest = math.log10(0.1 * min(machine.bandwidth, machine.peak[kind]))
    decades = max(1, math.ceil((top - slowest) / (TICKS - 1)))
    return [top - decades * k for k in reversed(range(TICKS))]


def draw(n, layer, machine, kind):
    powers = vertical(machine, kind)
    chart = Chart(
        Scale(0.1, 10_000, log=True), Scale(10.0 ** powers[0], 10.0 ** powers[-1], log=True)
    )
    peak, bandwidth = machine.peak[kind], machine.bandwidth
    low, high, ridge = chart.x.low, chart.x.high, peak / bandwidth
    slope = low * (ridge / low) ** 0.75
    over = [(x, roof(x, machine, kind)) for x in (low, ridge, high)]
    lines = [
        chart.path(over, class_="roof", data_part="roof"),
        chart.path([(ridge, chart.y.low), (ridge, peak)], class_="ridge", data_part="ridge"),
    ]
    words = [
        chart.text("memory", ridge, chart.y.low, dx=-8, dy=-10, data_part="memory"),
        chart.text("arithmetic", ridge, chart.y.low, dx=8, dy=-10, data_part="arithmetic"),
        chart.text(f"{bandwidth:,} GB/s", slope, bandwidth * slope, dx=-8, data_part="bandwidth"),
        chart.text(f"{peak:,} GFLOP/s", high, peak, dy=-10, data_part="peak"),
    ]
    reached = [intensity(batch, layer, kind) for batch in BATCHES]
    places = [(x, roof(x, machine, kind)) for x in reached]
    dots = [chart.dot(*place, r=3.5, class_="batch") for place in places]
    seconds = measured(layer, machine, kind)
    for batch, x in zip(BATCHES, reached, strict=True):
        rate = cost_of(batch, layer, kind).flops / seconds[batch] / 1e9
        dots.append(chart.text("×", x, rate, dy=5, class_="measured"))
    here = places[BATCHES.index(n)]
    dots.append(chart.dot(*here, r=8, class_="point"))
    batch = (
        element("tspan", "N", class_="letter") + " = " + element("tspan", f"{n:,}", data_value="n")
    )
    dots.append(chart.text(batch, *here, dx=-14, dy=-12, data_part="label"))
    return chart.draw(
        "".join(lines),
        "".join(words + dots),
        x_ticks=[0.1, 1, 10, 100, (1000, power(3)), (10_000, power(4))],
        y_ticks=[(10.0**k, power(k)) for k in powers],
        x_title="arithmetic intensity, FLOP/byte",
        y_title="GFLOP/s",
        label="Roofline: attainable GFLOP/s against FLOPs per byte, both logarithmic. It rises "
        "with the bandwidth and is flat at the peak. The numbers of the batch stand below.",
    )


def render():
    """Return the markup of the figure."""
    n, layer, machine = BATCHES[0], LAYERS[CHOSEN][1], MACHINES[MACHINE]
    names = {
        key: f"{name}, {each.in_features:,} → {each.out_features:,}"
        for key, (name, each) in LAYERS.items()
    }
    machines = {key: each.name for key, each in MACHINES.items()} | {"own": "your own"}
    kinds = {kind: f"{kind}, {size} bytes" for kind, size in BYTES.items()}
    choices = (
        choice("roofline-machine", "machine", machines, MACHINE)
        + choice("roofline-kind", "numbers", kinds, KIND)
        + choice("roofline-layer", "layer", names, CHOSEN)
    )
    inputs = [
        element("label", element("span", title) + entry(key, value) + unit)
        for key, title, value, unit in (
            ("peak", "peak", machine.peak[KIND], "GFLOP/s"),
            ("bandwidth", "bandwidth", machine.bandwidth, "GB/s"),
        )
    ]
    note = element("span", NOTE, class_="note", aria_live="polite")
    rows = {
        "layer": ("layer", ""),
        "batch": ("batch <i>N</i>", ""),
        "flops": ("FLOPs", formula("2<i>NDM</i> = ")),
        "bytes": (
            "bytes",
            formula(
                element("span", "2", data_value="size")
                + "(<i>N</i><i>D</i> + <i>MD</i> + <i>M</i> + <i>NM</i>) = "
            ),
        ),
        "intensity": ("intensity", ""),
        "time": ("time", "at least "),
        "measured": ("measured", ""),
        "bound": ("bound by", ""),
        "turn": ("turns at <i>N</i>", ""),
    }
    printed = {"layer": names[CHOSEN]} | values(n, layer, machine, KIND)
    readout = [
        element("dt", name) + element("dd", before + element("span", printed[key], data_value=key))
        for key, (name, before) in rows.items()
    ]
    range_ = element("span", "batch <i>N</i>") + slider("batch N", len(BATCHES) - 1, 0)
    return (
        element("div", element("div", choices), class_="controls choices", data_machines=carried())
        + element("div", "".join(inputs) + note, class_="controls machine")
        + draw(n, layer, machine, KIND)
        + element("div", range_, class_="controls step")
        + element("dl", "".join(readout), class_="readout")
        + element("div", class_="announcement", role="status")
    )


def carried():
    """Write the machines for roofline.js; of the layers it knows the keys."""
    keys = {sizes(layer): key for key, (_, layer) in LAYERS.items()}
    return json.dumps(
        {
            name: {
                "peak": machine.peak,
                "bandwidth": machine.bandwidth,
                "points": {
                    kind: {keys[size]: batches for size, batches in layers.items()}
                    for kind, layers in machine.points.items()
                },
            }
            for name, machine in MACHINES.items()
        },
        separators=(",", ":"),
    )


def formula(markup):
    return element("span", markup, class_="formula")


def entry(key, value):
    return (
        f'<input type="number" name="{key}" value="{value}" min="0.000001" step="any" '
        'required="" inputmode="decimal" autocomplete="off">'
    )

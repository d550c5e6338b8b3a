"""Chapter 07: the parameters of four networks, a rectangle for each layer, drawn to scale.

All the maps are in the markup; where-parameters-are.js shows one of them, and writes the
``data-title``, ``data-formula`` and ``data-result`` of the layer that is pointed at.
"""

from figures.choices import radio
from figures.markup import element

from fclib.architectures import (
    ALEXNET,
    GPT2_SMALL,
    LENET,
    VGG16,
    Convolution,
    FullyConnected,
    LayerNorm,
    Table,
)

NETWORKS = {"LeNet": LENET, "AlexNet": ALEXNET, "VGG16": VGG16, "GPT-2": GPT2_SMALL}
# The class that styles a kind of layer, and its name.
KINDS = {
    FullyConnected: ("full", "fully connected"),
    Convolution: ("conv", "convolution"),
    Table: ("lookup", "table"),  # Bootstrap styles every .table
    LayerNorm: ("norm", "layer norm"),
}
CHOSEN = "VGG16"
# Between the proportions that a map has on a phone and on a wide screen.
WIDTH, HEIGHT = 130, 100


def render():
    """Return the markup of the figure."""
    networks = element(
        "div",
        "".join(bar(name) for name in NETWORKS),
        class_="networks",
        role="radiogroup",
        aria_label="Network",
    )
    swatches = [
        element("span", element("span", class_=f"swatch {look}") + words)
        for look, words in KINDS.values()
    ]
    back, forth = (
        element("button", sign, type="button", aria_label=f"{which} layer", data_by=by)
        for sign, which, by in (("←", "Previous", -1), ("→", "Next", 1))
    )
    largest = detail(CHOSEN, max(NETWORKS[CHOSEN], key=parameters))
    lines = [element("span", largest[key], data_line=key) for key in ("title", "formula", "result")]
    return (
        networks
        + element("div", "".join(swatches), class_="key")
        + element("div", "".join(treemap(name) for name in NETWORKS), class_="maps")
        + element("div", back + element("div", "".join(lines)) + forth, class_="detail")
        + element("div", class_="announcement", role="status")
    )


def parameters(layer):
    return layer.parameters


def total(layers):
    return sum(map(parameters, layers))


def is_full(layer):
    return isinstance(layer, FullyConnected)


def bar(name):
    """Build the row of a network: its name, the share of each kind of layer, and its total."""
    layers = NETWORKS[name]
    share = total(filter(is_full, layers)) / total(layers)
    # Layer norms are too few to be seen in a bar.
    widths = {
        look: sum(layer.parameters for layer in layers if isinstance(layer, kind)) / total(layers)
        for kind, (look, _) in KINDS.items()
        if kind is not LayerNorm
    }
    parts = [
        element("span", class_=look, style=f"width: {width:.2%}")
        for look, width in widths.items()
        if width
    ]
    cells = [
        radio("network", name, name == CHOSEN),
        element("span", name, class_="name"),
        element("span", f"{total(layers):,}", class_="total"),
        element("span", "".join(parts), class_="bar"),
        element("span", f"{share:.1%}" + element("span", " fully connected"), class_="share"),
    ]
    return element("label", "".join(cells))


def treemap(name):
    layers = NETWORKS[name]
    # The others lie together: first one rectangle for all of them, then that divided.
    others = [layer for layer in layers if not is_full(layer)]
    outer = squarify(
        {
            None: total(others),
            **{layer: layer.parameters for layer in layers if is_full(layer)},
        },
        (0, 0, WIDTH, HEIGHT),
    )
    boxes = squarify({layer: layer.parameters for layer in others}, outer.pop(None)) | outer
    largest = max(layers, key=parameters)
    rectangles = [rectangle(name, layer, boxes[layer], layer == largest) for layer in layers]
    hidden = {} if name == CHOSEN else {"hidden": ""}
    label = f"Treemap of the parameters of {name}, one rectangle for each layer"
    look = {"class_": "map", "role": "img", "aria_label": label, "data_network": name}
    return element("div", "".join(rectangles), **look, **hidden)


def squarify(sizes, box):
    """Divide a box (left, top, width, height) among keys by size, near squares (Bruls et al.)."""
    left, top, width, height = box
    scale = width * height / sum(sizes.values())
    rest = sorted(sizes, key=sizes.get, reverse=True)
    boxes = {}
    while rest:
        side = min(width, height)
        count = min(range(1, len(rest) + 1), key=lambda n: worst(n, rest, sizes, scale, side))
        row, rest = rest[:count], rest[count:]
        depth = scale * sum(sizes[key] for key in row) / side
        along = 0
        for key in row:
            length = scale * sizes[key] / depth
            if width >= height:
                boxes[key] = (left, top + along, depth, length)
            else:
                boxes[key] = (left + along, top, length, depth)
            along += length
        if width >= height:
            left, width = left + depth, width - depth
        else:
            top, height = top + depth, height - depth
    return boxes


def worst(count, keys, sizes, scale, side):
    """Return the longest shape, long side to short, among the first keys laid in one row."""
    areas = [scale * sizes[key] for key in keys[:count]]
    depth = sum(areas) / side
    return max(max(depth * depth / area, area / (depth * depth)) for area in areas)


def rectangle(name, layer, box, chosen):
    places = zip(("left", "top", "width", "height"), box, (WIDTH, HEIGHT) * 2, strict=True)
    share = layer.parameters / total(NETWORKS[name])
    words = [
        element("span", text, class_=key)
        for key, text in (
            ("name", layer.name),
            ("count", f"{layer.parameters:,}"),
            ("share", percent(share)),
        )
    ]
    return element(
        "div",
        "".join(words),
        class_=f"layer {KINDS[type(layer)][0]}{' chosen' if chosen else ''}",
        style="; ".join(f"{side}: {place / whole:.4%}" for side, place, whole in places),
        **{f"data_{key}": line for key, line in detail(name, layer).items()},
    )


def percent(share):
    """Write a share with one decimal, or as much as a small one needs."""
    return f"{share:.1%}" if share >= 0.001 else f"{100 * share:.2g}%"


def detail(name, layer):
    kind = KINDS[type(layer)][1]
    if getattr(layer, "groups", 1) > 1:
        kind = f"in {layer.groups} groups"
    share = percent(layer.parameters / total(NETWORKS[name]))
    return {
        "title": f"{layer.name}, {kind}",
        "formula": counted(layer),
        "result": f"= {layer.parameters:,} ({share})",
    }


def counted(layer):
    """Write what a layer's parameters are the sum of."""
    if isinstance(layer, Table):
        return f"{layer.rows:,} × {layer.columns:,}"
    if isinstance(layer, LayerNorm):
        return f"{layer.features:,} + {layer.features:,}"
    factors = " × ".join(f"{size:,}" for size in layer.weight_shape)
    return f"{factors} + {layer.weight_shape[0]:,}"

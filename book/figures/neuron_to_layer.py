"""Chapter 01: a 3→2 network beside its matrix equation, and the sum of each output written out.

Attributes tie the three views together, and are all that neuron-to-layer.js knows of them.
``data-key`` says what an element stands for (``x1``, ``w21``, ``b2``, ``y2``) and so what lights
with it, ``data-value`` whose number it prints, ``data-product`` whose weight times input it writes
out, and ``data-drag`` whose number it drags.
"""

from figures.markup import element, number
from figures.network import HEAD, INPUTS, OUTPUTS, RADIUS, ROW, circle, edge, height, letter
from figures.network import product as carried

from fclib import linear_forward
from fclib.data import worked_example

# Steps of one half keep every product and every sum exact, in binary and in two decimals.
LIMITS = {"data_minimum": -4, "data_maximum": 4, "data_step": 0.5}

# The network in pixels. Its rows lie as high as the rows of the matrix equation beside it.
WIDTH = 328
ENDS = X_INPUT, X_OUTPUT = 62, 236
EQUALS, PLUS = "<span>=</span>", "<span>+</span>"
PRODUCT_AT = 0.6  # where along its edge a product stands: past the crossings, before the edges meet


def render():
    """Return the markup of the figure for the worked example."""
    values = worked_values()
    views = network(values) + equation(values) + sums(values)
    hint = element("span", "Drag any number or edge sideways.")
    reset = element("button", "Reset", type="button")
    return (
        element("div", views, class_="views", **LIMITS)
        + element("div", hint + reset, class_="controls")
        + element("div", class_="announcement", role="status")
    )


def worked_values():
    """Return every number of the worked example by its key."""
    x, W, b = worked_example()
    y = linear_forward(x[None], W, b)[0]
    values = {f"w{i}{j}": float(W[i - 1, j - 1]) for i in OUTPUTS for j in INPUTS}
    for name, vector in (("x", x), ("b", b), ("y", y)):
        values |= {f"{name}{i}": float(value) for i, value in enumerate(vector, start=1)}
    return values


def shown(tag, key, values, **attributes):
    """Build an element that prints the number of ``key`` in the colour of its quantity."""
    return element(tag, number(values[key]), class_=f"q-{key[0]}", data_value=key, **attributes)


def network(values):
    pairs = [(i, j) for i in OUTPUTS for j in INPUTS]
    parts = [edge(i, j, values[f"w{i}{j}"], ENDS) for i, j in pairs]
    parts += [bias(i, values) for i in OUTPUTS]
    parts += [
        node(f"x{j}", X_INPUT, X_INPUT - RADIUS - 8, values, data_drag=f"x{j}") for j in INPUTS
    ]
    parts += [node(f"y{i}", X_OUTPUT, X_OUTPUT + RADIUS + 8, values) for i in OUTPUTS]
    # Last, so that no edge is drawn over a product.
    parts += [product(i, j, values) for i, j in pairs]
    return element(
        "svg",
        "".join(parts),
        class_="network",
        viewBox=f"0 0 {WIDTH} {HEAD + 3 * ROW}",
        width=WIDTH,
        role="img",
        aria_label="Network: an edge from each input x1, x2, x3 to each output y1, y2",
    )


def product(i, j, values):
    key, value = f"w{i}{j}", values[f"x{j}"]
    given = f"({number(value)})" if value < 0 else number(value)
    text = f"{number(values[key])} · {given} = {number(values[key] * value)}"
    return carried(i, j, text, ENDS, PRODUCT_AT, data_key=key)


def node(key, x, x_value, values, **drag):
    y = height(key)
    left, right = sorted((x, x_value))
    hit = element("rect", class_="hit", x=left - 40, y=y - 18, width=right - left + 80, height=36)
    parts = hit + circle(key, x) + shown("text", key, values, x=x_value, y=y)
    return element("g", parts, class_=f"node q-{key[0]}", data_key=key, **drag)


def bias(i, values):
    # From above on the right, where no edge comes in and no stub seems to join two outputs.
    key, x, y = f"b{i}", X_OUTPUT + 30, height(f"y{i}") - 26
    hit = element("rect", class_="hit", x=x - 6, y=y - 12, width=WIDTH - x + 6, height=30)
    stub = element("line", class_="line", x1=x, y1=y, x2=x - 18, y2=y + 14)
    parts = hit + stub + letter(key, x + 13, y + 5) + shown("text", key, values, x=x + 27, y=y)
    return element("g", parts, class_="bias q-b", data_key=key, data_drag=key)


def equation(values):
    weights = [f"w{i}{j}" for i in OUTPUTS for j in INPUTS]
    parts = [
        matrix("y", [f"y{i}" for i in OUTPUTS], values),
        element("span", "=", class_="operator"),
        matrix("W", weights, values),
        matrix("x", [f"x{j}" for j in INPUTS], values),
        element("span", "+", class_="operator"),
        matrix("b", [f"b{i}" for i in OUTPUTS], values),
    ]
    label = "Matrix equation: y equals W times x plus b"
    return element("div", "".join(parts), class_="equation", role="group", aria_label=label)


def matrix(letter, keys, values):
    entries = [
        shown("span", key, values, data_key=key, data_number=f"{values[key]:g}") for key in keys
    ]
    # As in the chapter's equations: vectors bold, the matrix italic.
    bold_or_italic = element("i" if letter == "W" else "b", letter)
    name = element("span", bold_or_italic, class_=f"letter q-{letter.lower()}")
    columns = f"--columns: {len(INPUTS) if letter == 'W' else 1}"
    bracketed = element("div", "".join(entries), class_="entries", style=columns)
    return element("div", name + bracketed, class_="matrix")


def sums(values):
    lines = [general_sum()] + [written_sum(i, values) for i in OUTPUTS]
    return element("div", "".join(lines), class_="sums")


def general_sum():
    """Return the sum in letters; its row index is i until the reader chooses an output."""
    row = '<i class="row-index">i</i>'
    terms = [term(symbol("W", f"{row}{j}"), symbol("x", j)) for j in INPUTS]
    return line(symbol("y", row), terms, symbol("b", row))


def written_sum(i, values):
    def factor(key, **attributes):
        # Between two signs a negative number needs its brackets, as on paper.
        text = number(values[key])
        text = f"({text})" if values[key] < 0 else text
        return element(
            "span", text, class_=f"q-{key[0]}", data_value=key, data_bracketed="", **attributes
        )

    terms = [term(factor(f"w{i}{j}"), factor(f"x{j}"), data_key=f"w{i}{j}") for j in INPUTS]
    total = shown("span", f"y{i}", values, data_key=f"y{i}")
    return line(symbol("y", i), terms, factor(f"b{i}", data_key=f"b{i}"), EQUALS + total)


def symbol(letter, index):
    return element("span", f"<i>{letter}</i><sub>{index}</sub>", class_=f"q-{letter.lower()}")


def term(weight, value, **key):
    return element("span", weight + element("span", "·") + value, class_="term", **key)


def line(name, terms, bias, result=""):
    """Lay out one sum; the style sheet puts all sums into the same columns."""
    return element("div", name + EQUALS + PLUS.join([*terms, bias]) + result)

"""Chapter 03: the way of the gradient back through a 3→2 network, from its outputs to one input.

Attributes are all that paths.js knows of the markup. ``data-value`` says whose number an element
prints (``w21``, ``gy2`` for ∂L/∂y₂, ``gx1`` for ∂L/∂x₁), ``data-number`` that it can be changed,
``data-drag`` whose number it drags, ``data-product`` which weight's product it prints, and
``data-column`` with which input it lights.
"""

from math import atan2, degrees, hypot

from figures.markup import element, number
from figures.network import HEAD, INPUTS, OUTPUTS, RADIUS, ROW, circle, edge, height, product

from fclib import grad_x, linear_forward
from fclib.data import worked_batch, worked_example

CHOSEN = 2
# Steps of one half keep every product and every sum exact, in binary and in two decimals.
LIMITS = {"data_minimum": -4, "data_maximum": 4, "data_step": 0.5}

WIDTH = 328
ENDS = X_INPUT, X_OUTPUT = 84, 244
PRODUCT_AT = 0.68  # where along its edge a product stands: there the edges of one input lie apart
ARROW_AT = 50  # how far from the middle of its input an arrow comes to rest
EQUALS, PLUS = "<span>=</span>", "<span>+</span>"


def render():
    """Return the markup of the figure for the first sample of the worked batch."""
    values = worked_values()
    views = network(values) + equation(values) + sums(values)
    legend = element("legend", "Way back to")
    choices = element("fieldset", legend + "".join(choice(j) for j in INPUTS))
    hint = element("span", "Drag any number or edge sideways.")
    reset = element("button", "Reset", type="button")
    return (
        element("div", views, class_="views has-lit", **LIMITS)
        + element("div", choices + hint + reset, class_="controls")
        + element("div", class_="announcement", role="status")
    )


def worked_values():
    """Return every number of the figure by its key; the loss is half the squared error."""
    _, W, b = worked_example()
    x, target = worked_batch()
    grad_y = (linear_forward(x, W, b) - target)[:1]
    values = {f"w{i}{j}": float(W[i - 1, j - 1]) for i in OUTPUTS for j in INPUTS}
    for name, vector in (("gy", grad_y[0]), ("gx", grad_x(grad_y, W)[0])):
        values |= {f"{name}{i}": float(value) for i, value in enumerate(vector, start=1)}
    return values


def choice(j):
    checked = " checked" if j == CHOSEN else ""
    radio = f'<input type="radio" name="paths-input" value="{j}"{checked}>'
    return element("label", radio + element("span", symbol("x", j)), class_="q-x")


def symbol(letter, index):
    return f"<i>{letter}</i><sub>{index}</sub>"


def partial(letter, index):
    """Write ∂L/∂x or ∂L/∂y, with its index, in one line."""
    return f"<i>∂L</i>/<i>∂{letter}</i><sub>{index}</sub>"


def lights(column, names):
    """Return the attributes of a part that lights with its input; the chosen one's are lit."""
    return {"class_": names + " lit" * (column == CHOSEN), "data_column": column}


def row(letter):
    """Write ∂L/∂x or ∂L/∂y laid on its side, as in the chapter."""
    return f"(<i>∂L</i>/<i>∂</i><b>{letter}</b>)<sup>T</sup>"


def network(values):
    pairs = [(i, j) for i in OUTPUTS for j in INPUTS]
    parts = [edge(i, j, values[f"w{i}{j}"], ENDS, **lights(j, "edge q-w")) for i, j in pairs]
    parts += [arrow(i, j) for i, j in pairs]
    parts += [node(f"x{k}", X_INPUT, -1, values, **lights(k, "node q-x")) for k in INPUTS]
    for k in OUTPUTS:
        parts.append(node(f"y{k}", X_OUTPUT, 1, values, class_="node q-y", data_drag=f"gy{k}"))
    # Last, so that no edge is drawn over a product.
    for i, j in pairs:
        text = number(values[f"w{i}{j}"] * values[f"gy{i}"])
        parts.append(product(i, j, text, ENDS, PRODUCT_AT, **lights(j, "product q-g")))
    label = "Network: from the outputs y1, y2 gradients go back along the edges to the inputs"
    return element(
        "svg",
        "".join(parts),
        class_="network",
        viewBox=f"0 {HEAD} {WIDTH} {3 * ROW}",
        width=WIDTH,
        role="img",
        aria_label=label,
    )


def arrow(i, j):
    """Draw an arrow on the edge of W_ij, at rest near its input; --x and --y lead to its output."""
    run, rise = X_OUTPUT - X_INPUT, height(f"y{i}") - height(f"x{j}")
    length = hypot(run, rise)
    at = ARROW_AT / length
    x, y = X_INPUT + at * run, height(f"x{j}") + at * rise
    turn = degrees(atan2(rise, run))
    place = f"translate({x:.1f} {y:.1f}) rotate({turn:.1f})"
    head = element("path", d="M-9 0 6 -7 6 7Z", transform=place)
    away = 1 - at - (RADIUS + 6) / length
    style = f"--x: {away * run:.1f}px; --y: {away * rise:.1f}px"
    return element("g", head, style=style, **lights(j, "arrow q-g"))


def node(key, x, side, values, **attributes):
    """Draw a node and, on the side away from the edges, the gradient that is there."""
    y = height(key)
    left = 0 if side < 0 else x - RADIUS
    hit = element("rect", class_="hit", x=left, y=y - 24, width=X_INPUT + RADIUS, height=48)
    at = x + side * (RADIUS + 8)
    index = element("tspan", key[1], dy=3, class_="index")
    name = element("text", f"∂L/∂{key[0]}{index}", class_="name q-g", x=at, y=y - 6)
    value = shown("text", f"g{key}", values, x=at, y=y + 13)
    return element("g", hit + circle(key, x) + name + value, **attributes)


def shown(tag, key, values, **attributes):
    """Build an element that prints the number of ``key`` in the colour of its quantity."""
    look = {"class_": f"q-{key[0]}", "data_value": key} | attributes
    return element(tag, number(values[key]), **look)


def equation(values):
    """Lay out a product: its factors to the left and above, the result where they meet."""
    parts = [
        matrix("<i>W</i>", [f"w{i}{j}" for i in OUTPUTS for j in INPUTS], values),
        matrix(row("y"), [f"gy{i}" for i in OUTPUTS], values),
        matrix(row("x"), [f"gx{j}" for j in INPUTS], values),
    ]
    label = "Matrix equation: the row ∂L/∂y times W equals the row ∂L/∂x"
    return element("div", "".join(parts), class_="equation", role="group", aria_label=label)


def matrix(name, keys, values):
    kind = keys[0].rstrip("123")
    entries = []
    for key in keys:
        look = {} if kind == "gy" else lights(int(key[-1]), f"q-{key[0]}")
        changeable = {} if kind == "gx" else {"data_number": f"{values[key]:g}"}
        entries.append(shown("span", key, values, **look, **changeable))
    heading = element("span", name, class_=f"letter q-{kind[0]}")
    columns = f"--columns: {len(OUTPUTS if kind == 'gy' else INPUTS)}"
    bracketed = element("div", "".join(entries), class_="entries", style=columns)
    return element("div", heading + bracketed, class_=f"matrix {kind}")


def sums(values):
    """Write the sum of the chosen input, first in letters, then in numbers."""
    j = f'<span class="column">{CHOSEN}</span>'
    in_letters = [
        term(
            element("span", partial("y", i), class_="q-g"),
            element("span", symbol("W", f"{i}{j}"), class_="q-w"),
        )
        for i in OUTPUTS
    ]
    in_numbers = [
        term(factor(f"gy{i}", values), factor(f"w{i}{CHOSEN}", values, data_row=i)) for i in OUTPUTS
    ]
    name = element("span", partial("x", j), class_="q-g")
    result = EQUALS + shown("span", f"gx{CHOSEN}", values, class_="q-g result")
    lines = [line(name, in_letters), line("<span></span>", in_numbers, result)]
    return element("div", "".join(lines), class_="sums")


def factor(key, values, **attributes):
    # Between two signs a negative number needs its brackets, as on paper.
    text = number(values[key])
    text = f"({text})" if values[key] < 0 else text
    look = {"class_": f"q-{key[0]}", "data_value": key, "data_bracketed": ""}
    return element("span", text, **look, **attributes)


def term(gradient, weight):
    return element("span", gradient + "<span>·</span>" + weight, class_="term")


def line(name, terms, result=""):
    """Lay out one sum; the style sheet puts both into the same columns."""
    return element("div", name + EQUALS + PLUS.join(terms) + result)

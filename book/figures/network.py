"""What the drawings of a layer as a network share: its rows, its edges and its letters."""

from figures.markup import element

INPUTS, OUTPUTS = (1, 2, 3), (1, 2)
HEAD, ROW, RADIUS = 32, 60, 17  # in pixels


def height(key):
    """Return the height of a node, x1 or y2; the two outputs stand between the three inputs."""
    row = int(key[1]) if key[0] == "x" else int(key[1]) + (len(INPUTS) - len(OUTPUTS)) / 2
    return int(HEAD + ROW * (row - 1) + ROW / 2)


def edge(i, j, weight, ends, **attributes):
    """Draw the edge of W_ij from input j to output i; ``ends`` are the x of the two columns."""
    left, right = ends
    place = {"x1": left, "y1": height(f"x{j}"), "x2": right, "y2": height(f"y{i}")}
    lines = element("line", class_="line", **place) + element("line", class_="hit", **place)
    # The style sheet makes the width from --w; a dash needs the sign.
    sign = (weight > 0) - (weight < 0)
    look = {"class_": "edge q-w", "style": f"--w: {weight:g}", "data_sign": sign} | attributes
    return element("g", lines, data_key=f"w{i}{j}", data_drag=f"w{i}{j}", **look)


def product(i, j, text, ends, at, **attributes):
    """Write what the edge of W_ij carries, the share ``at`` of the way from its input."""
    left, right = ends
    start, end = height(f"x{j}"), height(f"y{i}")
    x, y = left + at * (right - left), start + at * (end - start)
    look = {"class_": "product"} | attributes
    return element("text", text, x=f"{x:g}", y=f"{y:g}", data_product=f"w{i}{j}", **look)


def circle(key, x):
    """Draw the node of ``key``, x1 or y2, with its letter."""
    y = height(key)
    return element("circle", cx=x, cy=y, r=RADIUS) + letter(key, x, y + 5)


def letter(key, x, y):
    """Write a letter with its index."""
    index = element("tspan", key[1], dy=4, class_="index")
    return element("text", key[0] + index, class_="letter", x=x, y=y)

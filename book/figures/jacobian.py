"""Chapter 03: the derivatives of every output of the batch by every input, as a matrix."""

from figures.markup import element, number
from IPython.display import HTML, display

from fclib import worked_batch, worked_example

CELL, LEFT, TOP = 40, 44, 24  # in pixels; the first is the width of an entry
ROW = 24  # its height


def show_jacobian():
    """Display the Jacobian of the worked batch: W along the diagonal, zeros elsewhere."""
    samples, W = len(worked_batch().x), worked_example().W
    outputs, inputs = W.shape
    width, height = samples * inputs * CELL, samples * outputs * ROW
    parts = [element("rect", class_="frame", x=LEFT, y=TOP, width=width, height=height)]
    for n in range(samples):
        x, y = LEFT + n * inputs * CELL, TOP + n * outputs * ROW
        size = {"width": inputs * CELL, "height": outputs * ROW}
        parts.append(element("rect", class_="block q-w", x=x, y=y, **size))
        parts += [
            entry(number(W[i, j]), x + (j + 0.5) * CELL, y + (i + 0.5) * ROW, class_="q-w")
            for i in range(outputs)
            for j in range(inputs)
        ]
        middle = {"x": x + inputs * CELL / 2, "y": y + outputs * ROW / 2}
        parts.append(entry(f"x of {n + 1}", middle["x"], TOP - 12, class_="q-x"))
        parts.append(entry(f"y of {n + 1}", LEFT - 22, middle["y"], class_="q-y"))
    parts += zeros(samples, outputs, inputs)
    label = f"A matrix of {samples} by {samples} blocks: W on the diagonal, zeros elsewhere"
    drawing = element(
        "svg",
        "".join(parts),
        class_="jacobian",
        viewBox=f"0 0 {LEFT + width + 1} {TOP + height + 1}",
        role="img",
        aria_label=label,
    )
    display(HTML(drawing))


def zeros(samples, outputs, inputs):
    """Write one zero into the middle of each block off the diagonal."""
    return [
        entry("0", LEFT + (m + 0.5) * inputs * CELL, TOP + (n + 0.5) * outputs * ROW, class_="zero")
        for n in range(samples)
        for m in range(samples)
        if n != m
    ]


def entry(text, x, y, **attributes):
    return element("text", text, x=f"{x:g}", y=f"{y:g}", **attributes)

"""Chapter 05: where the first output is zero, before and after one step of training.

With three inputs that is a plane. Seen along a direction that lies in both planes, each is a line,
and every sample is on its true side of both.
"""

import numpy as np
from figures.markup import element
from IPython.display import HTML, display

from fclib import linear_backward, linear_forward, worked_batch, worked_example

WIDTH, HEIGHT, UNIT = 460, 300, 38  # in pixels; UNIT is one unit of the inputs
RADIUS = 9


def show_step(rate):
    """Display both planes and the samples, for one step with this learning rate."""
    _, W, b = worked_example()
    x, target = worked_batch()
    grads = linear_backward(linear_forward(x, W, b) - target, x, W)
    before, after = (W[0], b[0]), (W[0] - rate * grads.W[0], b[0] - rate * grads.b[0])
    drawing = draw(x, target[:, 0], before, after)
    display(HTML(element("div", drawing, class_="boundary")))


def axes(before, after):
    """Return two directions at right angles that span both normals."""
    first = before / np.linalg.norm(before)
    second = after - (after @ first) * first
    return np.array([first, second / np.linalg.norm(second)])


def draw(x, wanted, before, after):
    view = axes(before[0], after[0])
    places = x @ view.T
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    parts = [line(view @ normal, bias, middle, name) for (normal, bias), name in
             ((before, "before"), (after, "after"))]  # fmt: skip
    parts += [sample(n, place - middle, wanted[n] > 0) for n, place in enumerate(places)]
    label = "The plane on which the first output is zero, before and after the step"
    return element(
        "svg", "".join(parts), viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=label
    )


def line(normal, bias, middle, name):
    """Draw where normal · place + bias is zero, as long as the drawing is high."""
    size = normal @ normal
    foot = -(bias + normal @ middle) / size * normal  # the point of it nearest the middle
    along = np.array([-normal[1], normal[0]]) / np.sqrt(size) * 6
    (x1, y1), (x2, y2) = (pixels(foot + way * along) for way in (1, -1))
    drawn = element(
        "line", class_=f"{name} q-w", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}"
    )
    # Beside the end where the other line and the samples are not.
    x, y = pixels(foot + along * (-0.5 if name == "before" else 0.5))
    return drawn + element(
        "text", name, x=f"{x - 8:.1f}", y=f"{y:.1f}", class_="q-w", text_anchor="end"
    )


def sample(n, place, positive):
    x, y = (f"{value:.1f}" for value in pixels(place))
    kind = "positive" if positive else "negative"
    circle = element("circle", class_=f"{kind} q-y", cx=x, cy=y, r=RADIUS)
    return circle + element("text", n + 1, x=f"{float(x) + 14:.1f}", y=f"{float(y) + 5:.1f}")


def pixels(place):
    return WIDTH / 2 + UNIT * place[0], HEIGHT / 2 - UNIT * place[1]

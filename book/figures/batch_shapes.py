"""Chapter 02: the shapes of Y = X Wᵀ + b to scale, and what NumPy does with six wrong ways of it.

The style sheet draws the grids from --rows and --columns, which batch-shapes.js sets. It also
writes the shapes, and the verdicts on the mistakes, each in the list item whose ``data-code`` it
is. The line that is chosen is the one that is drawn.
"""

import re
from html import escape

import numpy as np
from figures.choices import radio
from figures.markup import element

LARGEST = 6
SIZES = {"N": 4, "D": 3, "M": 2}  # no two are equal
NAMES = {"N": "samples", "D": "inputs", "M": "outputs"}

RIGHT = "x @ W.T + b"
# Each with when it is silent if no size is 1, for readers on paper and without a script.
MISTAKES = {
    "x @ W + b": "silent if D = M",
    "x * W + b": "silent if N = D = M",
    "W @ x + b": "silent if N = D = M",
    "x @ W.T + b[:, None]": "silent if N = M",
    "x @ W.reshape(x.shape[1], -1) + b": "always silent",
    "x.flatten() @ W.T + b": "never silent",
}
SIGNS = {np.matmul: "@", np.multiply: "*", np.add: "+"}


def render():
    """Return the markup of the figure for the sizes that it starts with."""
    sliders = element("div", "".join(slider(name) for name in SIZES), class_="sliders")
    equal = element("button", "All equal", type="button")
    verdicts = {code: verdict(code) for code in MISTAKES}
    silent = sum(kind == "silent" for kind, _ in verdicts.values())
    summary = f"No two sizes are equal. Silent: {silent} of {len(verdicts)}."
    paper = "For sizes from 2 up; where one is 1 the answers differ."
    lines = line(RIGHT, "right", "at all sizes", "") + "".join(
        line(code, *verdicts[code], note) for code, note in MISTAKES.items()
    )
    parts = [
        product(),
        element("div", sliders + equal, class_="controls"),
        element("p", summary, class_="summary"),
        element("ul", lines, role="list"),
        element("p", paper, class_="on-paper"),
        element("div", class_="announcement", role="status"),
    ]
    return "".join(parts)


def slider(name):
    key = f"batch-shapes-{name}"
    label = element("label", f"<i>{name}</i> {NAMES[name]}", for_=key)
    range_ = f'<input type="range" id="{key}" min="1" max="{LARGEST}" value="{SIZES[name]}">'
    return element("div", label + range_ + element("output", SIZES[name], for_=key))


def product():
    """Draw Y = X Wᵀ + b, each quantity as a grid of its shape."""
    N, D, M = SIZES.values()
    parts = [
        quantity("result", "y", "<i>Y</i>", "(N, M)", (N, M)),
        element("span", "=", class_="operator"),
        quantity("left", "x", "<i>X</i>", "(N, D)", (N, D)),
        element("span", "", class_="operator sign"),
        quantity("right", "w", "<i>W</i><sup>T</sup>", "(D, M)", (D, M), f"W {written((M, D))}"),
        element("span", "+", class_="operator"),
        quantity("bias", "b", "<b>b</b>", "(M,)", (M,), f"as {written((N, M))}", drawn=(N, M)),
    ]
    label = "The chosen formula, each quantity with its shape"
    return element("div", "".join(parts), class_="product", role="group", aria_label=label)


def quantity(slot, letter, name, sizes, shape, note="", drawn=None):
    """Draw a quantity; one that NumPy stretches is drawn as large as it becomes."""
    own = (1, *shape)[-2:]
    rows, columns = drawn or own
    style = f"--rows: {rows}; --columns: {columns}; --own-rows: {own[0]}; --own-columns: {own[1]}"
    grid = element("div", class_="cells", style=style)
    parts = [
        element("span", name, class_="letter"),
        element("div", grid, class_="area"),
        element("span", sizes, class_="sizes"),
        element("span", written(shape), class_="shape"),
        element("span", note, class_="note"),
    ]
    return element("div", "".join(parts), class_=f"quantity q-{letter}", data_slot=slot)


def written(sizes):
    """Write a shape as NumPy does, with a comma behind a single size."""
    return f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})"


def line(code, kind, detail, note):
    letters = re.sub(r"\b[xWb]\b", lambda m: f'<span class="q-{m[0].lower()}">{m[0]}</span>', code)
    drawn = radio("batch-shapes-drawn", escape(code), code == RIGHT)
    parts = [
        element("label", drawn + element("code", letters)),
        element("span", kind, class_="kind"),
        element("span", detail, class_="detail"),
        element("span", note, class_="on-paper") if note else "",
    ]
    return element("li", "".join(parts), data_code=code, data_kind=kind)


class MismatchError(Exception):
    """NumPy refused; the message is the operation by its shapes."""


class Watched(np.ndarray):
    """An array that says by which shapes an operation failed."""

    def __array_ufunc__(self, ufunc, method, *inputs):
        """Run the operation on plain arrays."""
        plain = [array.view(np.ndarray) for array in inputs]
        try:
            return getattr(ufunc, method)(*plain).view(Watched)
        except ValueError:
            shapes = [written(array.shape) for array in plain]
            raise MismatchError(f" {SIGNS[ufunc]} ".join(shapes)) from None


def verdict(code):
    """Run the code as it is printed; return what NumPy makes of it, and its shapes."""
    rng = np.random.default_rng(0)
    N, D, M = SIZES.values()
    x, W, b = (rng.normal(size=size).view(Watched) for size in ((N, D), (M, D), M))
    try:
        y = eval(code, {"x": x, "W": W, "b": b})
    except MismatchError as mismatch:
        return "error", str(mismatch)
    if y.shape != (N, M):
        return "wrong shape", f"{written(y.shape)}, not {written((N, M))}"
    if np.allclose(y.view(np.ndarray), (x @ W.T + b).view(np.ndarray)):
        return "right", "at these sizes"
    return "silent", "right shape, wrong values"

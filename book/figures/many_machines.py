"""Chapter 11: one layer on several machines: what each holds, and the sum that goes round the ring.

many-machines.js draws every other state as ``drawing`` does this one. It finds the sizes, places
and sentences in ``data-layer``.
"""

import json

from figures.choices import choice, readout, slider
from figures.markup import element

from fclib import all_reduce_numbers

SIZES = {"N": 4, "D": 12, "M": 8}  # all different, and each can be split in two and in four
MACHINES = (2, 4)
AXIS, P, STEP = "D", 4, 4  # what the figure starts with: the reduce-scatter of Y has just ended
BYTES = 4  # of a number in float32
GPT2_UP = {"N": 8192, "D": 768, "M": 3072}
CELL = (6, 7)  # width and height of an entry, in pixels
# Rows, columns, and the place of an array: those that share an axis lie beside one another.
ARRAYS = {
    "X": ("N", "D", 2, 15),
    "Y": ("N", "M", 82, 15),
    "W": ("M", "D", 2, 61),
    "b": ("M", "", 82, 61),
    "gX": ("N", "D", 2, 145),
    "gY": ("N", "M", 82, 145),
    "gW": ("M", "D", 2, 191),
    "gb": ("M", "", 82, 191),
}
VIEW = "0 0 132 249"
SUMMED = {"N": ("gW", "gb"), "M": ("gX",), "D": ("Y",)}
AXES = {
    "N": "<i>N</i>, the samples",
    "M": "<i>M</i>, the outputs",
    "D": "<i>D</i>, the inputs",
}
SENTENCES = {
    "N": {
        "start": "Each machine has some of the samples, and all of W and b.",
        "forward": "Each computes its own rows of Y. Nothing is sent.",
        "backward": "∂L/∂X is complete. Of ∂L/∂W and ∂L/∂b each has a part of every sum.",
    },
    "M": {
        "start": "Each machine has some rows of W and of b, and all of X.",
        "forward": "Each computes its own columns of Y. Nothing is sent.",
        "backward": "∂L/∂W and ∂L/∂b are complete. Of ∂L/∂X each has a part of every sum.",
    },
    "D": {
        "start": "Each machine has some columns of X and of W, and all of b.",
        "forward": "Each has a part of every sum in Y.",
        "bias": "Y is summed everywhere. Now each adds b, once.",
        "backward": "All gradients are complete where they are needed. Nothing is sent.",
    },
}
HALVES = {
    "reduce-scatter": "Each passes a piece on, and adds what comes from its left to its own.",
    "all-gather": "Pieces that are complete go round.",
}
COUNTED = {
    "N": ("(<i>MD</i> + <i>M</i>)", "∂L/∂W and ∂L/∂b"),
    "M": ("<i>ND</i>", "∂L/∂X"),
    "D": ("<i>NM</i>", "Y"),
}


def render():
    """Return the markup of the figure."""
    choices = choice("many-machines-axis", "split", AXES, AXIS) + choice(
        "many-machines-p", "machines", {p: str(p) for p in MACHINES}, P
    )
    back, next_ = (element("button", name, type="button") for name in ("Back", "Next"))
    steps = slider("step", 3 + 2 * (P - 1), STEP)
    cards = "".join(card(k) for k in range(P))
    rows = {"step": "step", "words": "", "sent": "each has sent", "all": "in all", "up": "GPT-2 up"}
    return (
        element("div", element("div", choices), class_="controls choices")
        + element("div", cards, class_="cards", data_layer=carried())
        + element("div", back + steps + next_, class_="controls step")
        + readout(rows, values())
        + element("div", class_="announcement", role="status")
    )


def carried():
    return json.dumps(
        {
            "sizes": SIZES,
            "up": GPT2_UP,
            "cell": CELL,
            "view": VIEW,
            "arrays": ARRAYS,
            "summed": SUMMED,
            "sentences": SENTENCES,
            "halves": HALVES,
            "counted": COUNTED,
        },
        separators=(",", ":"),
    )


def values():
    """Return what is printed at the start, by its key."""
    total = int(all_reduce_numbers(*SIZES.values(), axis=AXIS, p=P))
    letters, name = COUNTED[AXIS]
    numbers = SIZES["N"] * SIZES["M"]
    up = all_reduce_numbers(*GPT2_UP.values(), axis=AXIS, p=P) * 2 / 1e6
    last = f"{P - 1} of {P - 1}".replace(" ", "\N{NO-BREAK SPACE}")
    return {
        "step": f"all-reduce of {name}: reduce-scatter, {last}",
        "words": HALVES["reduce-scatter"],
        "sent": f"{total // 2} numbers, {BYTES * total // 2} bytes",
        "all": f"2 · {P - 1}/{P} · {letters} = 2 · {P - 1}/{P} · {numbers} = {total} numbers",
        "up": f"{up:.1f} MB, for 8,192 tokens in bfloat16",
    }


def card(k):
    """Draw what a machine holds, and say what it sends."""
    label = f"what machine {k + 1} holds"
    svg = element("svg", drawing(k), viewBox=VIEW, role="img", aria_label=label)
    # In the last step of the reduce-scatter a machine sends the piece two places on.
    piece, to = (k + 2) % P + 1, (k + 1) % P + 1
    note = element("p", f"sends piece {piece}<br>to machine {to}", class_="note")
    return element("div", element("p", f"machine {k + 1}") + svg + note, class_="machine")


def drawing(k):
    return "".join(frame(name) + filled(name, k) + letter(name) for name in ARRAYS)


def size(name):
    rows, columns, *_ = ARRAYS[name]
    return SIZES[rows] * CELL[1], (SIZES[columns] if columns else 2) * CELL[0]


def quantity(name):
    return "q-g" if len(name) == 2 else f"q-{name.lower()}"


def frame(name):
    height, width = size(name)
    return rect(*ARRAYS[name][2:], width, height, class_=f"frame {quantity(name)}")


def filled(name, k):
    """Fill what the machine has of an array: its slice, or of a sum some parts in each piece."""
    rows, columns, x, y = ARRAYS[name]
    height, width = size(name)
    if name.startswith("g"):
        return ""  # the backward pass has not begun
    if name in SUMMED[AXIS]:
        masks = parts_in_pieces()[k]
        arrived = (k + 1) % P  # in the last step of the reduce-scatter
        return "".join(
            piece(name, c, mask) + (edge(name, c) if c == arrived else "")
            for c, mask in enumerate(masks)
        )
    if rows == AXIS:
        y, height = y + k * height / P, height / P
    if columns == AXIS:
        x, width = x + k * width / P, width / P
    return rect(x, y, width, height, class_=f"part {quantity(name)}")


def parts_in_pieces():
    """Return whose parts are in each machine's pieces after the reduce-scatter, as bits."""
    masks = [[1 << k] * P for k in range(P)]
    for step in range(P - 1):
        # What is added is not changed in the same step.
        for k in range(P):
            c = (k - 1 - step) % P
            masks[k][c] |= masks[k - 1][c]
    return masks


def piece(name, c, mask):
    """Draw a piece, a p-th of the rows: a segment for each machine whose part is in it."""
    height, width = size(name)
    x, y = ARRAYS[name][2:]
    y, height = y + c * height / P, height / P
    if mask == 2**P - 1:
        return rect(x, y, width, height, class_=f"part whole {quantity(name)}", data_piece=c + 1)
    return "".join(
        rect(
            x + m * width / P,
            y,
            width / P,
            height,
            class_=f"part {quantity(name)}",
            data_piece=c + 1,
            data_of=m + 1,
        )
        for m in range(P)
        if mask >> m & 1
    )


def edge(name, c):
    """Frame a piece that has just arrived."""
    height, width = size(name)
    x, y = ARRAYS[name][2:]
    y, height = y + c * height / P, height / P
    return rect(x, y, width, height, class_=f"arrived {quantity(name)}")


def letter(name):
    shown = name if len(name) == 1 else f"∂L/∂{name[1]}"
    x, y = ARRAYS[name][2:]
    return element("text", shown, x=x, y=y - 4)


def rect(x, y, width, height, **attributes):
    places = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", **{k: f"{v:g}" for k, v in places.items()}, **attributes)

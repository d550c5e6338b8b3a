"""Chapter 12: one number as the bits of four types, with its neighbours and its rounding error.

number-bits.js does the same for every number and type; this draws the one that it starts with.
"""

import json

import numpy as np
from figures.choices import choice, readout
from figures.markup import element

from fclib import to_bfloat16

# How many bits of each kind, from the left.
TYPES = {
    "float32": {"sign": 1, "exponent": 8, "fraction": 23},
    "bfloat16": {"sign": 1, "exponent": 8, "fraction": 7},
    "float16": {"sign": 1, "exponent": 5, "fraction": 10},
    "int8": {"sign": 1, "whole": 7},
}
SCALE = 0.05  # of int8
LONGEST = 32
X, TYPE = 3.14159, "bfloat16"  # what the figure starts with
NAMES = {name: name for name in TYPES} | {"int8": f"int8 · {SCALE}"}


def render():
    """Return the markup of the figure."""
    field = (
        f'<input type="number" name="number-bits-x" value="{X}" step="any" inputmode="decimal" '
        'autocomplete="off">'
    )
    range_ = (
        '<input type="range" aria-label="the number" min="-8" max="8" step="0.001" '
        f'value="{X}" autocomplete="off">'
    )
    note = element("span", "", class_="note", aria_live="polite")
    typed = element("label", element("span", "a number") + field)
    rows = {
        "typed": "typed",
        "stored": "stored",
        "made": "made of",
        "neighbours": "neighbours",
        "spacing": "spacing",
        "error": "error",
    }
    kinds = choice("number-bits-type", "stored as", NAMES, TYPE)
    return (
        element("div", element("div", typed + range_ + note), class_="controls number")
        + element("div", element("div", kinds), class_="controls choices")
        + element("div", "".join(map(cell, range(LONGEST))), class_="bits", data_types=carried())
        + legend()
        + line()
        + readout(rows, values())
        + element("div", class_="announcement", role="status")
    )


def carried():
    return json.dumps({"types": TYPES, "scale": SCALE}, separators=(",", ":"))


def stored():
    return to_bfloat16(X)


def pattern():
    return f"{stored().view(np.uint32) >> 16:016b}"


def kinds():
    """Name the kind of each bit, from the left."""
    return [kind for kind, count in TYPES[TYPE].items() for _ in range(count)]


def cell(place):
    """Draw a bit, with a checkbox over it that number-bits.js enables."""
    bits = pattern()
    used = place < len(bits)
    bit, kind = (bits[place], kinds()[place]) if used else ("0", "fraction")
    checked = {"checked": ""} if bit == "1" else {}
    box = element(
        "input",
        type="checkbox",
        disabled="",
        autocomplete="off",
        aria_label=f"bit {place + 1}, {kind}",
        **checked,
    ).removesuffix("</input>")
    hidden = {} if used else {"hidden": ""}
    return element("label", box + element("span", bit), class_=f"bit {kind}", **hidden)


def legend():
    words = "".join(
        element("span", f"{kind}, {count} {'bit' if count == 1 else 'bits'}", class_=kind)
        for kind, count in TYPES[TYPE].items()
    )
    return element("p", words, class_="legend")


def neighbours():
    """Return the stored numbers on both sides of x, of which one is the nearest."""
    bits = stored().view(np.uint32)
    step = np.uint32(1 << 16)
    other = bits + step if stored() < X else bits - step
    return sorted([float(stored()), float(other.view(np.float32))])


def line():
    """Draw x between its neighbours; halfway the rounding changes."""
    low, high = neighbours()
    share = 100 * (X - low) / (high - low)
    nearest = 0 if stored() < X else 100
    marks = [
        element("span", "", class_="half"),
        element("span", "", class_="nearest", style=f"--at: {nearest}%"),
        element("span", "<i>x</i>", class_="x", style=f"--at: {share:.2f}%"),
    ]
    ends = element("span", shown(low), class_="low") + element("span", shown(high), class_="high")
    return element("div", "".join(marks) + ends, class_="line", aria_hidden="true")


def shown(value):
    return f"{value:.9g}".replace("-", "\N{MINUS SIGN}")


def values():
    """Return what is printed at the start, by its key."""
    low, high = neighbours()
    fraction, exponent = np.frexp(float(stored()))
    bits = int(stored().view(np.uint32))
    below, above = (float(np.uint32(bits + s).view(np.float32)) for s in (-(2**16), 2**16))
    error = float(stored()) - X
    return {
        "typed": f"{X}",
        "stored": f"{float(stored())}",
        "made": f"+{2 * float(fraction)} · 2<sup>{int(exponent) - 1}</sup>",
        "neighbours": f"{below} and {above}",
        "spacing": f"{high - low}",
        "error": f"{error:.3g}".replace("-", "\N{MINUS SIGN}") + f", {abs(error) / X:.2%} of it",
    }

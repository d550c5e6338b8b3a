"""Checks of exercise 09: a layer slid over an image, and where its scores are highest."""

from typing import Any

import numpy as np

from fclib.checks._canvas import crop, place, scores
from fclib.checks._map_shapes import shapes_by_hand
from fclib.checks._search import LOCATE, places, places_arguments
from fclib.checks._sizes import LEAVES
from fclib.checks.engine.answers import rows
from fclib.checks.engine.by_hand import worked_out
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.drawing import one_of
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.row import row
from fclib.checks.engine.subject import Function, Rng, whole
from fclib.checks.wrong.heat_maps import WRONG
from fclib.convolution import heat_map

__all__ = [
    "arguments",
    "at_hand_in",
    "by_hand",
    "crop",
    "maps",
    "place",
    "places",
    "places_arguments",
    "scores",
    "shapes_by_hand",
    "strides",
]

BY_HAND = (
    np.array([[[3.0, 2, 1, 0, 1], [0, 2, 1, 2, 1], [1, 1, 1, -1, 0], [1, 2, 0, 0, 1]]]),
    np.array([[1.0, 2, -1, 3]]),
    np.array([-2.0]),
    (1, 2, 2),
    2,
)
"""The image of the second question, the layer's weights and bias, its window and its stride."""

# (M, C, H, W, height, width): pairwise distinct; square maps; as many outputs as rows or columns,
# where a bias that runs along them raises nothing; a patch as large as the image, and one of 1×1.
MAPS = [
    (2, 3, 5, 7, 2, 4),
    (3, 2, 4, 4, 2, 2),
    (2, 1, 4, 5, 3, 3),
    (4, 2, 3, 5, 2, 2),
    (2, 2, 2, 3, 2, 3),
    (3, 4, 2, 3, 1, 1),
    (2, 2, 3, 3, 2, 2),
    (3, 1, 5, 4, 2, 3),
    (2, 1, 9, 11, 8, 8),
]

# And a stride: one that comes out even, and some that leave pixels over.
STRIDES = [
    (2, 2, 6, 8, 2, 2, 2),
    (3, 1, 7, 6, 2, 3, 2),
    (2, 2, 7, 9, 3, 2, 3),
    (2, 1, 5, 5, 2, 2, 2),
    (3, 2, 4, 7, 1, 1, 3),
    (2, 1, 3, 4, 2, 2, 4),
]

# The same, to tell which two sizes a wrong function takes for one.
TRIAL = [
    (3, 4, 6, 7, 3, 1),
    (2, 2, 3, 7, 1, 1),
    (3, 3, 4, 3, 3, 3),
    (3, 1, 8, 8, 3, 3),
    (4, 3, 14, 14, 3, 3),
    (3, 4, 3, 3, 2, 3),
    (2, 2, 2, 2, 1, 1),
    (3, 3, 6, 4, 1, 1),
    (4, 4, 3, 3, 3, 1),
    (2, 3, 3, 3, 1, 2),
    (4, 1, 4, 6, 2, 3),
    (6, 1, 4, 6, 2, 3),
    (2, 1, 9, 11, 8, 8),  # the sizes of the exercise's own windows
]


def _drawn(rng: Rng) -> tuple[int, ...]:
    M, C, height, width = rng.integers((1, 1, 1, 2), 4).tolist()  # no patches of one column
    more_rows, more_columns = rng.integers(1, 5, 2).tolist()
    return M, C, height + more_rows, width + more_columns, height, width


HEAT = row(
    "heat_map",
    "image (c,H,W), W (m,c*h*w), b (m), patch_shape [c,h,w], stride () -> heat (m,r,s)",
    {
        "m": "class",
        "c": "channel",
        "H": "row of the image",
        "W": "column of the image",
        "r": "row",
        "s": "column",
        "h": "row of a patch",
        "w": "column of a patch",
    },
    heat_map,
    WRONG["heat_map"],
    leaves=LEAVES,
    draws={"stride": one_of(1, 2, 3)},
    follows={
        "r": lambda of: (of["H"] - of["h"]) // of["stride"] + 1,
        "s": lambda of: (of["W"] - of["w"]) // of["stride"] + 1,
    },
    tried=TRIAL,
    within={f"{axis} of the image": (axis, f"{axis} of a patch") for axis in ("rows", "columns")},
)


def by_hand(heat: Any) -> None:
    """Check the four scores worked out by hand."""
    got = rows(heat, "heat_by_hand", "rows of numbers")
    worked_out(
        HEAT,
        "heat_by_hand",
        got[None],
        BY_HAND,
        lambda *_: (
            "Where does the window stand then? Write its four pixels down in the order of the "
            "weights: four products, then the bias."
        ),
        f"heat_by_hand has the shape {got.shape}: at how many places does the window stop?",
    )
    print("heat_by_hand: all four scores are right.")


def maps(heat_map: Function, seed: int = 1) -> None:
    """Check maps of every place, for sizes equal and different."""
    rng = np.random.default_rng(seed)
    drawn = [_drawn(rng) for _ in range(2)]
    cases = HEAT.signature.of_sizes(rng, [*MAPS, *drawn], stride=1)
    compare(HEAT, heat_map, cases)
    print(f"heat_map: right at every place, for {len(cases)} sizes of image and patch.")


def strides(heat_map: Function, seed: int = 2) -> None:
    """Check windows that move by more than one pixel."""
    rng = np.random.default_rng(seed)
    drawn = [(*_drawn(rng), int(rng.integers(2, 4))) for _ in range(2)]
    sizes = [*STRIDES, *drawn]
    cases = [HEAT.signature.case(rng, size, stride=stride) for *size, stride in sizes]
    compare(HEAT, heat_map, cases)
    print(f"heat_map: right for {len(cases)} sizes with strides from 2 to 4.")


def arguments(heat_map: Function, seed: int = 3) -> None:
    """Check number types and memory layouts, and that the arguments are left alone."""
    rng = np.random.default_rng(seed)
    sizes = [(3, 2, 4, 6, 2, 3), (2, 2, 3, 3, 2, 2), (2, 3, 2, 4, 1, 1)]
    case, square, pointwise = HEAT.signature.of_sizes(rng, sizes, stride=1)
    whole_layer = case[0], whole(rng, *case[1].shape), whole(rng, *case[2].shape), *case[3:]
    cases = [*kinds(rng, case), *kinds(rng, square), pointwise, whole_layer]
    compare(HEAT, heat_map, cases)
    leaves_arguments(HEAT, heat_map, [case, square])
    print("heat_map: takes whole numbers, float32 and views, and leaves image, W and b alone.")


at_hand_in = hand_in(HEAT, LOCATE)

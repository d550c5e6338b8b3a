"""Checks of exercise 09's search: where the numbers of a map are highest."""

from typing import Any

import numpy as np

from fclib.checks._canvas import hottest
from fclib.checks._sizes import LEAVES
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.comparing import as_numbers
from fclib.checks.engine.row import row
from fclib.checks.engine.running import run, spread
from fclib.checks.engine.subject import Function, Rng
from fclib.checks.wrong.search import WRONG

# (rows, columns, k)
PLACES = [(4, 3, 3), (3, 4, 2), (2, 5, 1), (3, 3, 4), (1, 4, 2), (4, 1, 3), (2, 3, 6), (7, 5, 9)]


def _heat(rng: Rng, rows: int, columns: int, negative: Any = False) -> Any:
    """Draw a map without ties, with positive numbers and negative ones or only these."""
    highest = 0 if negative else rows * columns // 2 + 1
    return (highest - 1 - rng.permutation(rows * columns).reshape(rows, columns)) / 8


ROW_BY_ROW = (
    "The places come row by row, as they stand in the map, and hotter ones are left out. "
    "How many numbers of the map are higher than each of these?"
)
TRIAL = [(_heat(np.random.default_rng(1), *size), k) for *size, k in [*PLACES, (5, 5, 4)]]


def _as_they_stand(locate: Function) -> str | None:
    """Say of wrong places that they come as in the map, as where a limit chooses them."""
    left_out = False
    for heat, k in TRIAL:
        array = as_numbers(run(locate, heat, k).value)
        if array is None or array.ndim != 2 or len(array) > k:
            return None
        found = list(map(tuple, array.tolist()))
        if found != sorted(set(found)) or not set(found) <= set(np.ndindex(*heat.shape)):
            return None
        left_out = left_out or set(found) != set(map(tuple, hottest(heat, len(found)).tolist()))
    return ROW_BY_ROW if left_out else None


LOCATE = row(
    "locate",
    "heat (r,s), k () -> places (k,2)",
    {"r": "row", "s": "column", "k": "place"},
    hottest,
    WRONG["locate"],
    leaves=LEAVES,
    trial=TRIAL,
    departs=_as_they_stand,
)


def places(locate: Function, seed: int = 4) -> None:
    """Check the highest places of maps, positive and negative."""
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(2, 7, 2).tolist()
    sizes = [*PLACES, (rows, columns, int(rng.integers(1, rows * columns)))]
    cases = [(_heat(rng, r, c, negative=n % 2 == 1), k) for n, (r, c, k) in enumerate(sizes)]
    compare(LOCATE, locate, cases)
    print(f"locate: right for {len(sizes)} maps, square and negative ones among them.")


def places_arguments(locate: Function, seed: int = 5) -> None:
    """Check number types and memory layouts, and that the map is left alone."""
    rng = np.random.default_rng(seed)
    heat, square = _heat(rng, 3, 4), _heat(rng, 4, 4)
    cases = [
        ((8 * heat).astype(np.int64), 4),
        (heat.astype(np.float32), 3),
        (np.asfortranarray(heat), 5),
        (np.asfortranarray(square), 3),
        (spread(heat), 3),
        (square.T, 4),
        (1 + heat / 4096, 4),  # too near to one another for a shorter type
    ]
    compare(LOCATE, locate, cases)
    leaves_arguments(LOCATE, locate, [(_heat(rng, 3, 4), 3), (_heat(rng, 4, 4), 2)])
    print("locate: takes whole numbers, float32 and views, and leaves the map alone.")

"""Wrong versions of the search for the highest places of a map, in exercise 09."""

from typing import Any

import numpy as np

from fclib.checks.engine.loops import MISSES, Loop, noted, noted_like, too_short
from fclib.checks.engine.mistakes import mistakes
from fclib.checks.engine.subject import Array, Function


def _places_of(numbers: Array, heat: Array) -> Any:
    """Turn positions counted through all rows into rows of row and column."""
    return np.column_stack(np.unravel_index(numbers, heat.shape))


def _highest(heat: Array, k: int) -> Any:
    return np.argsort(heat, axis=None)[::-1][:k]


def _hottest(heat: Array, k: int) -> Any:
    return _places_of(_highest(heat, k), heat)


def _one_axis_each() -> list[Any]:
    """Make versions that sort each row, or each column, by itself."""
    sorts: list[tuple[str, Function]] = [
        ("row", lambda heat: np.argsort(-heat, axis=1)),
        ("row", lambda heat: np.argsort(heat, axis=1)[::-1]),
        ("column", lambda heat: np.argsort(-heat, axis=0)),
    ]
    reads: list[Function] = [
        lambda order, heat, k: order[:k],
        lambda order, heat, k: order[:, :k],
        lambda order, heat, k: _places_of(order[:k], heat),
        lambda order, heat, k: _places_of(order.ravel()[:k], heat),
        # As tuples of two arrays, those two arrays, and pairs of both.
        *(
            lambda order, heat, k, axis=axis: np.stack(
                np.unravel_index(order[:k], heat.shape), axis
            )
            for axis in (0, 1, 2)
        ),
    ]
    return [
        noted(lambda heat, k, s=sort, r=read: r(s(heat), heat, k), f"each {line} was sorted alone")
        for line, sort in sorts
        for read in reads
    ]


_FOUND = too_short(_hottest, [Loop("place", axis=0)], starts=(None,))
_FOUND[MISSES["first"]].append(lambda heat, k: _hottest(heat, k + 1)[1:])
for known in _FOUND.values():  # a list without places has the shape (0,)
    known += [
        noted_like(lambda *case, of=version: of(*case).tolist(), version) for version in known
    ]

CHAPTER = "09-heat-maps"

_ROWS: dict[str, dict[str, list[Any]]] = {
    "locate": {
        "locate-coldest | the lowest scores | these are the lowest. Where is it hot?": [
            lambda heat, k: _hottest(-heat, k),
            lambda heat, k: _hottest(-heat, k)[::-1],
        ],
        "locate-flat | positions counted through all rows | one number is not a place. In which "
        "row is it, and in which column?": [
            lambda heat, k: _highest(heat, k),
            lambda heat, k: _highest(heat, k)[::-1],
            lambda heat, k: np.argmax(heat),
        ],
        "locate-apart | all rows, then all columns | the rows stand together, and the columns. A "
        "pair for each place was asked for.": [lambda heat, k: _hottest(heat, k).T],
        "locate-values | the highest scores | these are the scores themselves. Where in the map do "
        "they stand?": [
            lambda heat, k: np.sort(heat, axis=None)[::-1][:k],
            lambda heat, k: np.sort(heat, axis=None)[-k:],
        ],
        "locate-unsorted | the right places in another order | the places are right; the highest "
        "comes first.": [
            lambda heat, k: _hottest(heat, k)[::-1],
            lambda heat, k: _places_of(np.sort(_highest(heat, k)), heat),
            lambda heat, k: _hottest(heat, k)[np.lexsort(_hottest(heat, k).T)],
            lambda heat, k: _places_of(np.argpartition(heat, -k, axis=None)[-k:], heat),
        ],
        "locate-one-axis | argsort of each row, or of each column | a high number may stand in any "
        "row and column. Sort the whole map as one row of numbers.": _one_axis_each(),
        "locate-axes | (column, row) | row and column are exchanged.": [
            lambda heat, k: _hottest(heat, k)[:, ::-1]
        ],
        "hard-coded-shape": [
            lambda heat, k: _hottest(heat, 3),
            lambda heat, k: np.column_stack(np.divmod(_highest(heat, k), 49)),
        ],
        **_FOUND,
    },
}
WRONG = {name: mistakes(rows) for name, rows in _ROWS.items()}
"""For each function that students write, its known wrong versions by misconception."""

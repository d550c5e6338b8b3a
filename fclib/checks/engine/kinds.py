"""Arguments of other types, and of other layouts in memory, that a function must take as well."""

from collections.abc import Callable, Sequence

import numpy as np

from .running import spread
from .subject import Array, Case, fine, whole


def kinds(rng: np.random.Generator, case: Case) -> list[Case]:
    """Return arguments of the same shapes and of other kinds; only arrays of floats are changed.

    Each array in turn holds whole numbers; then all of them are float32, have as many digits as
    fit, and lie in memory column by column, and with gaps.
    """
    places = [
        place
        for place, value in enumerate(case)
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    ]
    single = [_changed(case, [place], lambda a: whole(rng, *a.shape)) for place in places]
    changes: list[Callable[[Array], Array]] = [
        lambda a: a.astype(np.float32),
        lambda a: fine(rng, *a.shape).astype(a.dtype),
        np.asfortranarray,
        spread,
    ]
    return single + [_changed(case, places, change) for change in changes]


def _changed(case: Case, places: Sequence[int], change: Callable[[Array], Array]) -> Case:
    return tuple(change(value) if place in places else value for place, value in enumerate(case))

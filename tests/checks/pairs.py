"""Results beside the right ones, as the relations between them are given."""

import numpy as np

from fclib.checks.engine.relations.pairs import Pair

NUMBERS, TABLES = [(3,), (4,), (5,)], [(3, 3), (4, 3), (2, 5)]
SQUARES, IMAGES = [(3, 3), (4, 4)], [(2, 2, 3, 4), (3, 2, 4, 2)]


def drawn(shapes):
    """Return arrays of any numbers, no two alike, of which none is near a whole one."""
    rng = np.random.default_rng(4)
    return [
        np.round(4 * rng.standard_normal(shape)) + rng.uniform(0.1, 0.4, shape) for shape in shapes
    ]


def pairs_of(reference, function, cases, names="abc"):
    """Return what a function gives beside the right results."""
    return [
        Pair(np.asarray(function(*case)), np.asarray(reference(*case)), tuple(names), case, {})
        for case in cases
    ]


def where(a, is_kept):
    return np.where(is_kept, a, 0)


def place(a, axis):
    return np.indices(a.shape)[axis]


def put(y, at, number):
    """Return a result with another number in some places."""
    y = np.copy(y)
    y.flat[np.ravel(at) if np.ndim(at) else at] = number
    return y


def sized(got, want, **sizes):
    """Return single results beside the right ones, and how many there are of each thing."""
    each = [dict(zip(sizes, values, strict=True)) for values in zip(*sizes.values(), strict=True)]
    return [
        Pair(np.asarray(one), np.asarray(right), (), ("what has no name",), sizes)
        for one, right, sizes in zip(got, want, each, strict=True)
    ]

"""A count that adds up the wrong things: which of its terms is left out, doubled, or another."""

from collections.abc import Iterator, Sequence

import numpy as np

from ..words import number
from .pairs import Array, Pair
from .sizes import called

TIMES = {
    0.0: "no {}",
    0.5: "half of the {}",
    0.25: "a quarter of the {}",
    2.0: "the {} twice",
    -1.0: "the {} with a minus",
}
MORE = 2
"""So many more cases than terms there must be: any few numbers are made of as many others."""
MOST = 16
"""No slip counts a term more often."""


def termed(pairs: Sequence[Pair]) -> str | None:
    """Say what became of one term of a count, or of several."""
    names = [name for name in pairs[0].terms if any(pair.terms[name] for pair in pairs)]
    if not names or len(pairs) < len(names) + MORE:
        return None
    terms = np.array([[float(pair.terms[name]) for name in names] for pair in pairs])
    off = np.array([pair.got.item() - pair.want.item() for pair in pairs], dtype=float)
    if not np.all(np.isfinite(off)):
        return None
    groups = _grouped(names, terms)
    return (
        next(_for_each(groups, off, pairs), None)
        or _weighed(names, terms, off)
        or next(_instead(groups, off, pairs), None)
    )


def _same(made: Array, off: Array) -> bool:
    # In two cases at least: one number is a multiple of any other.
    several = bool(np.count_nonzero(off) >= MORE)
    return several and np.allclose(made, off, rtol=1e-9, atol=1e-6)


def _kind(name: str) -> str:
    """Return "biases" of "biases of convolutions"."""
    return name.partition(" of ")[0]


def _grouped(names: list[str], terms: Array) -> dict[str, Array]:
    """Return terms by name, and those of one kind together."""
    found = dict(zip(names, terms.T, strict=True))
    for kind in map(_kind, names):
        found[kind] = terms[:, [_kind(name) == kind for name in names]].sum(1)
    return found


def _weighed(names: list[str], terms: Array, off: Array) -> str | None:
    """Say how often each term is counted, where that is the same in all cases."""
    more = np.linalg.lstsq(terms, off, rcond=None)[0]
    often = np.round(more + 1, 6)
    if not _same(terms @ (often - 1), off) or np.any(np.abs(often) > MOST):
        return None
    counted = dict(zip(names, often.tolist(), strict=True))
    said = []
    for name, times in counted.items():
        alike = {other for other in names if _kind(other) == _kind(name)}
        if len(alike) > 1 and all(counted[other] == times for other in alike):
            name = _kind(name)
        if times != 1:
            said.append(TIMES.get(times, f"the {{}} {number(times)} times").format(name))
    rest = ", and the rest rightly" if 1 in counted.values() else ""
    return f"It counts {', '.join(dict.fromkeys(said))}{rest}."


def _for_each(terms: dict[str, Array], off: Array, pairs: Sequence[Pair]) -> Iterator[str]:
    """Say of which size one term is a multiple, or lacks to be one."""
    for size, of in _sizes(pairs):
        what = called(size, pairs)
        often = f"{size} times" if what == size else f"once for each of the {size}"
        for name, term in terms.items():
            if _same(term * (of - 1), off):
                yield f"It counts the {name} {often}."
            if np.all(of > 0) and _same(term / of - term, off):
                yield f"It counts the {name} as if {what} were 1."


def _instead(terms: dict[str, Array], off: Array, pairs: Sequence[Pair]) -> Iterator[str]:
    """Say what stands in the place of one term."""
    for name, term in terms.items():
        by = off + term
        if np.ptp(by) == 0 and _same(by - term, off):
            yield f"In place of the {name} it counts {number(by[0])}, whatever the sizes are."
        for size, of in _sizes(pairs):
            place = int(np.argmax(of))
            each = float(by[place] / of[place])
            if each and abs(each) <= MOST and _same(each * of - term, off):
                times = "" if each == 1 else f"{number(each)} times "
                yield f"In place of the {name} it counts {times}{called(size, pairs)}."


def _sizes(pairs: Sequence[Pair]) -> Iterator[tuple[str, Array]]:
    for size in pairs[0].sizes:
        of = np.array([float(pair.sizes[size]) for pair in pairs])
        if np.ptp(of):
            yield size, of

"""What is true of a wrong answer that no known mistake gives, beside the right one.

A relation is said only if it holds in every case that was tried, and shows in one at least. It is
said of the answer, never of the formula: "every number is half of what it should be".
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ..subject import Function
from ..words import after
from .arguments import as_if, as_if_scaled
from .cases import SEVERAL, independent_of, only_of_kind, only_of_size, right_where
from .depends import depends
from .expressed import expressed
from .pairs import Pair, apart
from .parts import alone, left, one_part
from .places import placed
from .properties import always, at_zero, linear, steady
from .samples import one_by_one, twice
from .shapes import shaped
from .sizes import counted, scaled
from .terms import termed
from .together import as_if_other, as_if_together
from .values import changed, moved, nearly

__all__ = ["Pair", "apart", "related"]

FEW = 2
"""From so many cases it does not follow that a result is always the same."""


_OF_VALUES: tuple[Callable[[Sequence[Pair]], str | None], ...] = (
    scaled,
    termed,
    counted,
    expressed,
    placed,
    changed,
    moved,
    one_part,
    nearly,
)


def related(
    pairs: Sequence[Pair],
    more: Sequence[Pair],
    stops: bool,
    again: Function,
    reference: Function,
    *,
    tried: bool = True,
) -> str | None:
    """Say what is true of a wrong result; None if nothing is.

    Parameters
    ----------
    pairs : sequence of Pair
        What a function gave in each case and what it should have given.
    more : sequence of Pair
        The same for more cases, which may show for what kind of arguments alone it is wrong.
    stops : bool
        Whether it stopped in some of those more cases: then nothing is said of sizes.
    again : callable
        Gives the result for other arguments; tells on which of them it does not depend.
    reference : callable
        Gives the right result; tells for which other arguments the wrong one would be right.
    tried : bool
        Whether arguments are changed to see what becomes of the result.
    """
    with np.errstate(all="ignore"):
        return _related(pairs, more, stops, again, reference, tried)


def _related(
    pairs: Sequence[Pair],
    more: Sequence[Pair],
    stops: bool,
    again: Function,
    reference: Function,
    tried: bool,
) -> str | None:
    every = [pair for pair in (*pairs, *more) if pair.want.size]
    wrong = [pair for pair in every if apart(pair)]
    if not wrong:
        return None
    # That sums over one sample are right is no wonder; that those of float32 are not is news.
    # And a single zero may be right by chance, as where a number is multiplied by it.
    telling = [pair for pair in every if pair.want.size > 1 or pair.want.any() or pair.got.any()]
    where = only_of_kind(telling, wrong, again, reference)
    words = None if where else next(_found(every, reference), None)
    if words is not None:
        return words
    if where is None and not stops:
        where = only_of_size(telling, wrong, again, reference)
    then = _moved(wrong, again, reference, BATCH + MOVED if tried else BATCH)
    if where is None:
        return (
            independent_of(every, wrong, again, reference)
            or (always(every) if tried else None)
            or next(then, None)
            or (next(_here(pairs, reference), None) if more else None)
            or _in_part(every, wrong)
            or right_where(wrong, again, reference)
        )
    several = where.endswith(SEVERAL)
    what = next(_found(wrong, reference), None) or (next(then, None) if several else None)
    if what:
        return after(f"{where}: ", what)
    return f"{where}{': compare what yours does with one and with two.' if several else '.'}"


Find = Callable[[Sequence[Pair], Function, Function], str | None]
BATCH: tuple[Find, ...] = (one_by_one, twice)
MOVED: tuple[Find, ...] = (steady, linear, depends, at_zero)


def _moved(
    wrong: Sequence[Pair], again: Function, reference: Function, finds: Sequence[Find]
) -> Iterator[str]:
    """Say what becomes of a result for other arguments, beside what should."""
    arrays = [array for pair in wrong for array in (pair.got, pair.want)]
    alike = all(pair.got.shape == pair.want.shape for pair in wrong)
    for find in finds if alike and all(np.all(np.isfinite(a)) for a in arrays) else ():
        words = find(wrong, again, reference)
        if words is not None:
            yield words


def _here(pairs: Sequence[Pair], reference: Function) -> Iterator[str]:
    """Say what holds in the cases of this check, though not in all others."""
    if len(pairs) > FEW:
        yield from (after("In this test, ", words) for words in _found(pairs, reference))


def _in_part(every: Sequence[Pair], wrong: Sequence[Pair]) -> str | None:
    """Say of results that are right in part what the rest is."""
    if any(pair.got.shape != pair.want.shape for pair in every):
        return None
    words = scaled([pair for pair in every if pair.want.any()])
    return after("Where it should not be zero: ", words) if words else left(wrong)


def _found(pairs: Sequence[Pair], reference: Function) -> Iterator[str]:
    if len(pairs) > FEW and all(_same(pair, pairs[0]) for pair in pairs):
        yield "It is the same whatever the arguments are."
    alike = all(pair.got.shape == pair.want.shape for pair in pairs)
    for find in _OF_VALUES if alike else (shaped,):
        try:
            words = find(pairs)
        except (ValueError, IndexError):  # of an empty result, or one of other axes
            continue
        if words is not None:
            yield words
    for right_if in (as_if, as_if_together, as_if_scaled, as_if_other) if alike else (as_if,):
        words = right_if(pairs, reference)
        if words is not None:
            yield words
    if alike and (words := alone(pairs)):
        yield words


def _same(one: Pair, other: Pair) -> bool:
    return np.array_equal(one.got, other.got) and bool(np.all(np.isfinite(one.got)))

"""What is true of a wrong answer that no known mistake gives, beside the right one.

A relation is said only if it holds in every case that was tried, and shows in one at least. It is
said of the answer, never of the formula: "every number is half of what it should be".
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .arguments import as_if, as_if_scaled
from .cases import SEVERAL, independent_of, only_of_kind, only_of_size, right_where
from .pairs import Pair, apart
from .parts import one_part
from .places import placed
from .shapes import shaped
from .sizes import counted, scaled
from .terms import termed
from .values import changed, moved, nearly

__all__ = ["Pair", "apart", "related"]

FEW = 2
"""From so many cases it does not follow that a result is always the same."""

_OF_VALUES: tuple[Callable[[Sequence[Pair]], str | None], ...] = (
    scaled,
    termed,
    counted,
    placed,
    changed,
    moved,
    one_part,
    nearly,
)


def related(
    pairs: Sequence[Pair],
    alone: Sequence[Pair],
    stops: bool,
    again: Callable[..., object],
    reference: Callable[..., object],
) -> str | None:
    """Say what is true of a wrong result; None if nothing is.

    Parameters
    ----------
    pairs : sequence of Pair
        What a function gave in each case and what it should have given.
    alone : sequence of Pair
        The same for more cases, which may show for what kind of arguments alone it is wrong.
    stops : bool
        Whether it stopped in some of those more cases: then nothing is said of sizes.
    again : callable
        Gives the result for other arguments; tells on which of them it does not depend.
    reference : callable
        Gives the right result; tells for which other arguments the wrong one would be right.
    """
    every = [pair for pair in (*pairs, *alone) if pair.want.size]
    wrong = [pair for pair in every if apart(pair)]
    if not wrong:
        return None
    # That sums over one sample are right is no wonder; that those of float32 are not is news.
    where = only_of_kind(every, wrong, again, reference)
    words = None if where else next(_found(every, reference), None)
    if words is not None:
        return words
    if where is None and not stops:
        where = only_of_size(every, wrong, again, reference)
    if where is None:
        words = independent_of(every, wrong, again, reference)
        return words or right_where(wrong, again, reference)
    what = next(_found(wrong, reference), None)
    if what:
        return f"{where}: {what[0].lower()}{what[1:]}"
    ask = ": compare what yours does with one and with two." if where.endswith(SEVERAL) else "."
    return f"{where}{ask}"


def _found(pairs: Sequence[Pair], reference: Callable[..., object]) -> Iterator[str]:
    if len(pairs) > FEW and all(_same(pair, pairs[0]) for pair in pairs):
        yield "It is the same whatever the arguments are."
    alike = all(pair.got.shape == pair.want.shape for pair in pairs)
    for find in _OF_VALUES if alike else (shaped,):
        with np.errstate(all="ignore"):
            try:
                words = find(pairs)
            except (ValueError, IndexError):  # of an empty result, or one of other axes
                continue
        if words is not None:
            yield words
    for right_if in (as_if, as_if_scaled) if alike else (as_if,):
        with np.errstate(all="ignore"):
            words = right_if(pairs, reference)
        if words is not None:
            yield words


def _same(one: Pair, other: Pair) -> bool:
    return np.array_equal(one.got, other.got) and bool(np.all(np.isfinite(one.got)))

"""What is true of a wrong function that no known mistake explains."""

import re
from collections.abc import Sequence

from .arrays import arrays_of, wanted
from .asked import Asked
from .relations import Pair, apart, related
from .running import Outcome, run
from .subject import Array, Case, Function, Subject
from .words import after, like


def relation(
    subject: Subject, asked: Asked, tried: Sequence[tuple[Outcome, Case]], name: str
) -> str | None:
    """Say what is true of a wrong result that has no name, or None."""
    if any(outcome.error is not None for outcome, _ in tried):
        return None
    function, trial = asked.function, list(zip(asked, asked.cases, strict=True))
    here = [_pairs(subject, *one) for one in tried]
    there = [_pairs(subject, *one) for one in trial if one[0].error is None]
    if not all(here) or not all(there):
        return None
    stops = len(there) < len(trial)
    if subject.departs is not None and (first := subject.departs(function)) is not None:
        return first
    wrong = [any(map(apart, column)) for column in zip(*here, *there, strict=True)]
    bad = [one for one, is_wrong in zip(subject.results, wrong, strict=True) if is_wrong]
    right = [one for one in subject.results if one not in bad]
    # The one that is shown, and if nothing is true of it another.
    for one in sorted(bad, key=name.__ne__):
        place = subject.results.index(one)
        words = related(
            [pairs[place] for pairs in here],
            [pairs[place] for pairs in there],
            stops,
            lambda *case, k=place: _result(subject, function, case, k),
            lambda *case, k=place: wanted(subject, case)[k],
        )
        words = words and _with_nouns(subject, one, words)
        if words is not None and len(subject.results) == 1:
            return words
        if words is not None:
            others = f"{are(right, 'right')}. " if right else ""
            return after(f"{others}{one}: ", words)
    return f"Only {are(bad, 'wrong')}: {are(right, 'right')}." if right else None


def _with_nouns(subject: Subject, result: str, words: str) -> str:
    """Call what lies along an axis by its name: "first image" for "first slice along axis 0"."""
    argument = re.search(r"\bif (\w+) ", words)
    nouns = subject.along.get(argument[1] if argument else result, ())

    def noun(found: re.Match[str]) -> str:
        axis = int(found[2])
        return f"{nouns[axis]}{found[1]}" if axis < len(nouns) else found[0]

    return like(words, re.sub(r"\bslice(s?) along axis (\d)", noun, words))


def are(names: Sequence[str], what: str) -> str:
    """Say what one or several things are: "W and b are right"."""
    *most, last = names
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"{listed} {'are' if most else 'is'} {what}"


def _pairs(subject: Subject, outcome: Outcome, case: Case) -> list[Pair]:
    """Return each result beside the right one; nothing where one is of a wrong kind."""
    got = arrays_of(subject, outcome.value)
    sizes: dict[str, float] = {**subject.lengths(*case)} if subject.lengths else {}
    for name, value in zip(subject.arguments, case, strict=True):
        if isinstance(value, int | float) and not isinstance(value, bool):
            sizes[name] = value
    if any(array is None for array in got):
        return []
    terms = subject.terms(*case) if subject.terms else {}
    return [
        Pair(array, right, subject.arguments, case, sizes, terms.get(name, {}), subject.exact)
        for array, right, name in zip(got, wanted(subject, case), subject.results, strict=False)
    ]


def _result(subject: Subject, function: Function, case: Case, place: int) -> Array | None:
    """Return one result for other arguments, or None where there is none."""
    arrays = arrays_of(subject, run(function, *case).value)
    return arrays[place] if len(arrays) > place else None

"""What a function gives for some cases: each is tried once, and only if its outcome is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .running import Outcome, run_each, takes_many
from .subject import Case, Function


class Asked:
    """The outcomes of a function, by the place of their case.

    Most wrong versions are told apart by the first case, and a student's function may be slow: so
    a case is tried when its outcome is first asked for. In another process, where each request has
    its cost, all that have not been tried yet are tried then.

    Parameters
    ----------
    function : callable
    cases : sequence of tuple
        The arguments of each call.
    known : sequence of Outcome
        What is known already of the first cases.
    """

    def __init__(
        self, function: Function, cases: Sequence[Case], known: Sequence[Outcome] = ()
    ) -> None:
        self.function, self.cases = function, cases
        self._outcomes = dict(enumerate(known))

    def __getitem__(self, place: int) -> Outcome:
        if place not in self._outcomes:
            places = range(len(self.cases)) if takes_many(self.function) else [place]
            new = [one for one in places if one not in self._outcomes]
            outcomes = run_each(self.function, [self.cases[one] for one in new])
            self._outcomes.update(zip(new, outcomes, strict=True))
        return self._outcomes[place]

    def __iter__(self) -> Iterator[Outcome]:
        return map(self.__getitem__, range(len(self.cases)))

    def __add__(self, other: Asked) -> Asked:
        """Return the cases of both, with what is known of them by now."""
        both = Asked(self.function, [*self.cases, *other.cases])
        both._outcomes.update(self._outcomes)
        later = {len(self.cases) + place: one for place, one in other._outcomes.items()}
        both._outcomes.update(later)
        return both

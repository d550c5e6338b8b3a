"""Put losses together: by known mistake, and where a mistake has no name by how answers behave."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from fclib.grading.insights.gather import Class
from fclib.grading.insights.losses import BY_PERSON, GradedCell, Loss

DIGITS = 6
"""Hexadecimal digits of a group's name: a few hundred groups of a course are told apart."""


class Mistake(NamedTuple):
    """A mistake of some students: one that has a name, or answers that behave alike.

    Attributes
    ----------
    id : str
        The catalogue's, or a group's made from what is in it.
    is_known : bool
    losses : list of Loss
    """

    id: str
    is_known: bool
    losses: list[Loss]

    @property
    def students(self) -> list[str]:
        """Who made it, in order."""
        return sorted({loss.student for loss in self.losses})

    @property
    def lost(self) -> float:
        """The points that it cost all of them together."""
        return sum(loss.lost for loss in self.losses)

    @property
    def weight(self) -> float:
        """What the list for Monday is ranked by: students times points lost."""
        return len(self.students) * self.lost

    @property
    def tests(self) -> list[GradedCell]:
        """The tests that it failed, in order."""
        return sorted({loss.test for loss in self.losses})

    @property
    def line(self) -> str:
        """The line that was said most often; of equal ones the longest, which says most."""
        counts = Counter(loss.line for loss in self.losses)
        return min(counts, key=lambda line: (-counts[line], -len(line), line))

    @property
    def example(self) -> str:
        """The shortest answer, as it is written."""
        codes = {loss.code.strip() for loss in self.losses} - {""}
        return min(codes, key=lambda code: (len(code), code), default="")

    def at(self, assignment: str) -> Mistake:
        """Return what of it belongs to one assignment."""
        here = [loss for loss in self.losses if loss.test.assignment == assignment]
        return self._replace(losses=here)


def known(found: Class) -> list[Mistake]:
    """Return the mistakes that have a name, the heaviest first."""
    by_id: dict[str, list[Loss]] = defaultdict(list)
    for loss in found.losses:
        if loss.mistake is not None:
            by_id[loss.mistake].append(loss)
    return _ranked(Mistake(name, True, losses) for name, losses in by_id.items())


def unnamed(found: Class) -> list[Mistake]:
    """Return the groups of answers that behave alike and have no name, the heaviest first.

    The same students in several tests of an answer are one group: what one test says of their
    mistake, the others say again. A group's name stays the same while its behaviour does.
    """
    by_behaviour: dict[tuple[GradedCell, str], list[Loss]] = defaultdict(list)
    for loss in found.losses:
        if loss.mistake is None and loss.group not in ("", BY_PERSON):
            by_behaviour[loss.test, loss.group].append(loss)
    together: dict[tuple[object, ...], list[tuple[GradedCell, str]]] = defaultdict(list)
    for key, losses in by_behaviour.items():
        whose = frozenset((loss.student, loss.answer) for loss in losses)
        together[key[0].assignment, key[0].notebook, whose].append(key)
    groups = []
    for keys in together.values():
        digest = hashlib.sha256(repr(min(keys)).encode("utf-8", "replace")).hexdigest()[:DIGITS]
        losses = [loss for key in sorted(keys) for loss in by_behaviour[key]]
        groups.append(Mistake(digest, False, losses))
    return _ranked(groups)


def by_person(found: Class) -> list[Loss]:
    """Return the losses of answers that a person has marked: they need not be alike."""
    return [loss for loss in found.losses if loss.mistake is None and loss.group == BY_PERSON]


def not_written(found: Class) -> list[Loss]:
    """Return the losses of answers that are as they were released, or were not handed in."""
    return [loss for loss in found.losses if loss.mistake is None and not loss.group]


def for_monday(mistakes: Iterable[Mistake], count: int) -> list[Mistake]:
    """Return the mistakes that are worth time with the whole class: of two students at least."""
    shared = [mistake for mistake in mistakes if len(mistake.students) > 1]
    return _ranked(shared)[:count]


def _ranked(mistakes: Iterable[Mistake]) -> list[Mistake]:
    return sorted(mistakes, key=lambda mistake: (-mistake.weight, mistake.id))

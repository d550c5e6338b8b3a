"""Numbers about a class: how hard tests are, whom they tell apart, and who has gone silent."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fclib.grading.insights.gather import Class
from fclib.grading.insights.losses import GradedCell

FEWEST = 10
"""Students from whom on a correlation is written: with fewer its uncertainty is all there is."""
NORMAL_95 = 1.96
"""Standard deviations to both sides within which 95 % of a normal distribution lie."""
RUNNING = 0.25
"""An assignment is under way when this part of the students with any hand-in has handed it in."""
MISSED = 2
"""Assignments under way in a row, the last ones, that who has gone silent did not hand in."""
Shares = npt.NDArray[np.float64]


class Item(NamedTuple):
    """How one test went.

    Attributes
    ----------
    test : GradedCell
    students : int
        Students whose points are known.
    difficulty : float
        The mean of the points, as a part of all; small is hard.
    discrimination : float or None
        The correlation with the other points of the assignment, of what is known of all these
        students: for a test that is passed or failed the point-biserial one. None where one of
        the two is the same for all.
    low, high : float or None
        Between these it lies with 95 % certainty, by Fisher's transformation.
    """

    test: GradedCell
    students: int
    difficulty: float
    discrimination: float | None
    low: float | None
    high: float | None

    @property
    def punishes_the_strong(self) -> bool:
        """Whether those who did well elsewhere did worse here, and not by chance."""
        return self.high is not None and self.high < 0

    @property
    def is_negative(self) -> bool:
        """Whether they did worse in this class, which may be chance."""
        return self.discrimination is not None and self.discrimination < 0


def items(found: Class) -> list[Item]:
    """Return how each test went, in the order of the course."""
    handed_in: dict[str, list[dict[GradedCell, float]]] = {name: [] for name in found.assignments}
    for (_, assignment), scores in found.scores.items():
        handed_in[assignment].append(scores)
    tests = [test for name in found.assignments for test in found.maxima if test.assignment == name]
    return [
        _item(test, found.maxima[test], handed_in[test.assignment])
        for test in tests
        if found.maxima[test] > 0
    ]


def _item(test: GradedCell, maximum: float, handed_in: list[dict[GradedCell, float]]) -> Item:
    those = [scores for scores in handed_in if test in scores]
    # What is read of some and not yet of others would tell them apart by that.
    others = set.intersection(*map(set, those)) - {test} if those else set()
    pairs = np.array(
        [(scores[test], sum(scores[other] for other in others)) for scores in those]
    ).reshape(-1, 2)
    count = len(pairs)
    difficulty = float(pairs[:, 0].mean() / maximum) if count else math.nan
    nothing = (None, None, None)
    return Item(test, count, difficulty, *(correlation(*pairs.T) if count else nothing))


def correlation(x: Shares, y: Shares) -> tuple[float | None, float | None, float | None]:
    """Return Pearson's correlation and the ends of its 95 % interval; None where there is none."""
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None, None, None
    r = float(np.corrcoef(x, y)[0, 1])
    z = math.atanh(min(max(r, -1 + 1e-12), 1 - 1e-12))
    spread = NORMAL_95 / math.sqrt(len(x) - 3)
    return r, math.tanh(z - spread), math.tanh(z + spread)


def shares(found: Class) -> dict[str, dict[str, float]]:
    """Return by student and assignment the part of the points, less what being late cost.

    It is the part of what is known so far. With extra credit it can be more than 1.
    """
    result: dict[str, dict[str, float]] = {student: {} for student in found.students}
    for (student, assignment), scores in found.scores.items():
        points = sum(scores.values()) - found.penalties.get((student, assignment), 0.0)
        full = sum(found.maxima[test] for test in scores)
        part = max(0.0, points) / full if full else 0.0
        result.setdefault(student, {})[assignment] = part
    return result


class Silent(NamedTuple):
    """Who has stopped handing in, by the last assignment that they did; and who never began."""

    stopped: dict[str, str]
    never: list[str]
    running: list[str]


def silent(found: Class, parts: dict[str, dict[str, float]]) -> Silent:
    """Return who has gone silent: missed the last assignments that are under way."""
    active = sum(bool(mine) for mine in parts.values())
    running = [
        name
        for name in found.assignments
        if active and sum(name in mine for mine in parts.values()) >= RUNNING * active
    ]
    last = set(running[-MISSED:])
    stopped = {}
    for student, mine in sorted(parts.items()):
        if mine and len(running) > MISSED and not last & set(mine):
            stopped[student] = [name for name in found.assignments if name in mine][-1]
    never = sorted(student for student, mine in parts.items() if not mine)
    return Silent(stopped, never, running)

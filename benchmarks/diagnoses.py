"""What the checks make of the corpus: answers beyond the catalogue, wrong ones and right ones."""

from collections import Counter

from benchmarks.checks import BUDGET
from benchmarks.timing import row
from tests.checks.beyond import notebook
from tests.checks.beyond.judge import Verdict
from tests.checks.beyond.measure import EXERCISES, judged

UNSPECIFIC = 15  # percent: at least 85 are told something true that is specific to their answer
COLUMNS = {
    "full marks": {Verdict.SURVIVES},
    "misnamed": {Verdict.MISNAMED, Verdict.UNTRUE},
    "leaks": {Verdict.LEAKS},
    "unclear": {Verdict.UNCLEAR},
    "no cause": {Verdict.UNNAMED},
    "related": {Verdict.RELATED},
    "named": {Verdict.NAMED},
}
NEVER = ("full marks", "misnamed", "leaks", "unclear")
SLOWEST = 5
"""Of each exercise's answers so many are timed again: a first call may have had files to read."""


def results():
    """Judge every answer, exercise by exercise."""
    total, slowest = Counter(), 0.0
    for exercise in EXERCISES:
        rows = judged(exercise)
        counted = count(rows)
        milliseconds = slowest_check(rows)
        yield from lines(exercise[:2], counted, milliseconds)
        total, slowest = total + counted, max(slowest, milliseconds)
    yield from lines("all", total, slowest)


def count(rows):
    """Return how many answers there are of each kind."""
    counted = Counter(wrong=0, right=0, rejected=0, **dict.fromkeys(COLUMNS, 0))
    for one in rows:
        if one.answer.right:
            counted["right"] += 1
            counted["rejected"] += one.rejected
        else:
            counted["wrong"] += 1
            counted[next(name for name, kinds in COLUMNS.items() if one.verdict in kinds)] += 1
    return counted


def lines(exercise, counted, milliseconds):
    """Make the lines of one exercise: a column of the page's table each."""

    def line(column, value, unit, against, ratio):
        name = f"exercise {exercise}, {column}"
        return row(name, value, unit, against, ratio, exercise=exercise, column=column)

    for column in ("wrong", *COLUMNS):
        against = "none" if column in NEVER else "wrong answers"
        ratio = counted[column] / (1 if column in NEVER else counted["wrong"])
        yield line(column, counted[column], "", against, ratio)
    told = counted["related"] + counted["named"]
    unspecific = 100 * (1 - told / counted["wrong"])
    yield line(
        "told nothing specific",
        unspecific,
        "%",
        f"limit of {UNSPECIFIC} %",
        unspecific / UNSPECIFIC,
    )
    yield line("right", counted["right"], "", "right answers", 1)
    yield line("rejected", counted["rejected"], "", "none", counted["rejected"])
    yield line(
        "slowest check",
        milliseconds,
        "ms",
        f"limit of {BUDGET * 1e3:g} ms",
        milliseconds / (BUDGET * 1e3),
    )


def slowest_check(rows):
    """Return the milliseconds of the slowest visible check, of the processor's time."""

    def longest(said):
        return max((one.milliseconds for one in said if not one.hidden), default=0.0)

    slow = sorted(rows, key=lambda one: longest(one.said))[-SLOWEST:]
    return max(min(longest(notebook.run(one.answer)) for _ in range(3)) for one in slow)

"""The checks of the exercises: one that a student waits for is one that is run less."""

from benchmarks.timing import alternate, row
from tests.checks.exercise import message
from tests.checks.test_functions import FUNCTIONS

BUDGET = 0.1  # seconds; a check feels instant below


def results():
    """Measure the slowest check of each function that students write, right and wrong."""
    for name, function in FUNCTIONS.items():
        wrong = [version for _, versions in function.mistakes.values() for version in versions]
        kinds = {
            "right": list(function.right.values()),
            "wrong": [*wrong, *function.pairs.values()],
        }
        for kind, answers in kinds.items():
            seconds = max(
                median_seconds(check, answer)
                for check in function.checks.values()
                for answer in answers
            )
            yield row(
                f"slowest check of {name}, {kind} answers",
                seconds * 1e3,
                "ms",
                f"limit of {BUDGET * 1e3:g} ms",
                seconds / BUDGET,
            )


def median_seconds(check, answer):
    """Return the median seconds of a check, whatever it says."""
    (seconds,) = alternate(lambda: message(check, answer), repeats=3)
    return seconds

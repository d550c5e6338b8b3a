"""What the checks of exercise 10 ask beyond single functions."""

from functools import partial

from fclib.checks import broken_runs, training
from tests.checks.exercise import message


def test_order_of_the_runs_shown_says_nothing_of_new_ones():
    in_order = iter([broken_runs.KINDS[place] for place in broken_runs.SHOWN])
    new_ones = partial(training.names_bugs, seed=300)
    said = message(new_ones, lambda log: next(in_order))
    assert said.startswith("diagnose takes another run for ")

"""A function's outcomes: each case is tried once, and only if what it gives is needed."""

from fclib.checks.engine.asked import Asked
from fclib.checks.engine.running import Outcome

CASES = [(1,), (2,), (3,)]


class Here:
    """A function that notes what it is called with."""

    def __init__(self):
        self.tried = []

    def __call__(self, x):
        self.tried.append(x)
        return 2 * x


class Elsewhere(Here):
    """What stands for a function in another process; it notes what comes in each request."""

    def of_each(self, calls):
        self.tried.append([x for (x,) in calls])
        return [(2 * x, None) for (x,) in calls]


def test_a_case_is_tried_when_its_outcome_is_asked_for_and_once():
    here = Here()
    asked = Asked(here, CASES)
    assert here.tried == []
    assert [asked[1].value, asked[1].value, asked[0].value] == [4, 4, 2]
    assert here.tried == [2, 1]
    assert [outcome.value for outcome in asked] == [2, 4, 6]
    assert here.tried == [2, 1, 3]


def test_no_case_follows_the_one_that_told_enough():
    here = Here()
    assert next(iter(Asked(here, CASES))).value == 2
    assert here.tried == [1]


def test_in_another_process_what_is_not_known_goes_in_one_request():
    elsewhere = Elsewhere()
    asked = Asked(elsewhere, CASES, [Outcome("known")])
    assert asked[0].value == "known"
    assert elsewhere.tried == []
    assert [asked[2].value, asked[1].value] == [6, 4]
    assert elsewhere.tried == [[2, 3]]


def test_the_cases_of_two_together_keep_what_is_known_of_them():
    here = Here()
    one, other = Asked(here, CASES), Asked(here, [(4,), (5,)])
    assert [one[2].value, other[0].value] == [6, 8]
    both = one + other
    assert [outcome.value for outcome in both] == [2, 4, 6, 8, 10]
    assert here.tried == [3, 4, 1, 2, 5]

"""Exercise 07 beside its functions' values: results of the wrong kind, and what a seed brings."""

import re

import pytest

from fclib.checks import cost as checks
from tests.checks.exercise import message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "^linear_cost returned an int for 1 sample, 3 inputs and 2 outputs, expected flops, b"),
        ((12, 52, 0), "^linear_cost returned 3 results for"),
        (("12", 52), "^linear_cost gave a str for flops for 1 sample"),
        ((12, None), "^linear_cost gave None for bytes for 1 sample"),
        (
            (12, 53),
            "^bytes = 53, expected 52, for 1 sample, 3 inputs and 2 outputs",
        ),
    ],
)
def test_a_cost_of_the_wrong_kind_is_described(value, text):
    assert re.search(text, message(checks.costs, lambda n, inputs, outputs: value))


def test_hidden_seeds_bring_other_networks_and_sizes():
    def tried(check, right, **seed):
        seen = set()
        check(lambda *case: seen.add(repr(case)) or right(*case), **seed)
        return seen

    for check, right in [
        (checks.networks, checks.reference_count),
        (checks.costs, checks.reference_cost),
    ]:
        assert tried(check, right, seed=77) - tried(check, right)

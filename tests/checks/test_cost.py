"""Exercise 07 beside its functions' values: by hand, AlexNet, and the batch where it turns."""

import re

import numpy as np
import pytest

from fclib.checks import cost as checks
from tests.checks.exercise import message

ALEXNET = [34_944, 307_456, 885_120, 663_936, 442_624, 37_752_832, 16_781_312, 4_097_000]
WEIGHTS = [34_848, 307_200, 884_736, 663_552, 442_368, 37_748_736, 16_777_216, 4_096_000]
BY_HAND = (102_764_544, 0.743, 33_554_432)


def test_right_answers_of_every_kind():
    assert message(checks.by_hand, *BY_HAND) is None
    assert (
        message(checks.by_hand, 102_764_544.0, 102_764_544 / 138_357_544, np.int64(2**25)) is None
    )
    assert message(checks.alexnet, ALEXNET, 0.962) is None
    assert message(checks.alexnet, dict(enumerate(ALEXNET)), 0.9619) is None
    assert message(checks.alexnet, np.array(ALEXNET), 0.962) is None
    assert message(checks.turning_point, 11) is None


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        (0, None, "^fc6_parameters is still empty: put a number there"),
        (0, "many", "^fc6_parameters is a str, expected a number.$"),
        (0, True, "^fc6_parameters is a bool, expected a number.$"),
        (0, 204_800, r"^\[channels-uncounted\] fc6_parameters = 204800 is not right:"),
        (
            0,
            102_764_545,
            "the weights are right, and the number of biases is not.\nCount the weights",
        ),
        (1, None, "^fc6_share is still empty"),
        (1, 74.3, "^fc6_share is a percentage, expected a fraction between 0 and 1.$"),
        (
            1,
            0.75,
            "^fc6_share = 0.75 is not right: it is near.*\nWhich part of all parameters is it",
        ),
        (1, np.nan, "^fc6_share = nan is not right"),
        (2, ..., "^fc7_flops is still empty"),
        (2, 16_777_216, r"^\[multiplications-only\] fc7_flops = 16777216 is not right:"),
        (2, 33_558_528, r"^\[bias-addition-twice\] fc7_flops = 33558528 is not right:"),
        (2, 33_550_336, r"^\[bias-addition-uncounted\] fc7_flops = 33550336 is not right:"),
        (2, 4096, "^fc7_flops = 4096 is not right.\nHow many multiplications does one output"),
    ],
)
def test_wrong_answers_by_hand_are_described(place, value, text):
    answers = list(BY_HAND)
    answers[place] = value
    assert re.search(text, message(checks.by_hand, *answers))


@pytest.mark.parametrize(
    ("parameters", "share", "text"),
    [
        (None, None, "^alexnet_parameters is still empty: put a list of eight numbers there"),
        (60_965_224, 0.962, "^alexnet_parameters is one number, expected a list of eight"),
        (ALEXNET[:7], 0.962, "^alexnet_parameters has 7 numbers, expected 8: one for each layer"),
        (
            WEIGHTS,
            0.962,
            r"^\[biases-uncounted\] alexnet_parameters: 34848 for conv1 is not right:",
        ),
        (
            [34_944, 614_656, *ALEXNET[2:]],
            0.962,
            "^alexnet_parameters: 614656 for conv2 is not right: it is twice as large",
        ),
        (ALEXNET, None, "^connected_share is still empty"),
        (ALEXNET, 96.2, "^connected_share is a percentage"),
        (ALEXNET, 0.038, "^connected_share = 0.038 is not right"),
    ],
)
def test_wrong_counts_of_alexnet_are_described(parameters, share, text):
    assert re.search(text, message(checks.alexnet, parameters, share))


@pytest.mark.parametrize("batch", [1, 10, 12, 21, 10.05, np.nan])
def test_wrong_batches_are_described_without_the_right_one(batch):
    text = message(checks.turning_point, batch)
    assert re.search(r"^turning_batch = .* is not right[:.]", text)
    assert "11" not in text


def test_no_batch_is_asked_for():
    assert message(checks.turning_point, None).startswith("turning_batch is still empty")


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

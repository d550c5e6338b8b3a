"""The checks of exercise 08 that take no function: shapes, numbers by hand, and scores."""

import re

import numpy as np
import pytest

from fclib.checks import _digit_reader
from fclib.checks import convolution as checks
from fclib.convolution import conv2d, linear_to_conv
from tests.checks.exercise import message, named

FC6 = ((4096, 512, 7, 7), 4096 * 512, (1, 4096, 1, 1), (1, 4096, 6, 6))
BY_HAND = [[8, -5], [6, 12]]


def layer():
    x, W, b = _digit_reader.digit_reader()
    both = np.concatenate([x[[n]] for n in _digit_reader.PAIR], axis=3)
    return x, both, linear_to_conv(W, (1, 8, 8)), b


@pytest.mark.parametrize("kind", [tuple, list, np.array])
def test_right_shapes_of_fc6_pass_however_they_are_given(kind):
    kernel, number, *results = FC6
    assert message(checks.fc6, kind(kernel), float(number), *map(kind, results)) is None


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        (0, (512, 4096, 7, 7), r"^\[conv-kernels-swapped\] kernel_shape is \(512, 4096, 7, 7\):"),
        (0, (4096, 7, 7, 512), "the numbers are right, and stand in another order"),
        (
            0,
            (4096, 512, 1, 1),
            "^kernel_shape is .*: its first and second numbers are right.\nThe kernels cover the",
        ),
        (0, (4096, 25088), "^kernel_shape has 2 numbers, expected 4"),
        (0, (4096, 512, 7, 7.5), "expected whole numbers"),
        (0, None, "^kernel_shape is still empty"),
        (1, 4096, "counts one for each output"),
        (1, 512, "counts those of a single output"),
        (1, 102_760_448, "counts every weight"),
        (1, 7, "^kernel_count = 7 is not right"),
        (1, "7", "^kernel_count is a str, expected a number"),
        (1, True, "^kernel_count is a bool"),
        (1, ..., "^kernel_count is still empty"),
        (2, (1, 4096, 7, 7), r"^\[conv-padded\] y_shape is"),
        (2, (1, 4096, 0, 0), r"^\[conv-last-position-missing\] y_shape is"),
        (2, (1, 512, 7, 7), "first number is right.\nWhich axis is which"),
        (3, (1, 4096, 12, 12), r"^\[conv-padded\] larger_y_shape is"),
        (3, (1, 4096, 5, 5), r"^\[conv-last-position-missing\] larger_y_shape is"),
        (
            3,
            (1, 6, 6, 4096),
            "^larger_y_shape is .*, which is not right: its first and third numbers are right",
        ),
        (3, "6", "^larger_y_shape is a str"),
    ],
)
def test_wrong_shape_of_fc6_is_described(place, value, text):
    answers = list(FC6)
    answers[place] = value
    assert re.search(text, message(checks.fc6, *answers))


@pytest.mark.parametrize("kind", [tuple, np.array, list])
def test_right_map_by_hand_passes(kind):
    assert message(checks.by_hand, kind(BY_HAND)) is None


@pytest.mark.parametrize("id_", [id_ for id_ in checks.CONVOLUTION.wrong if "loop" not in id_])
def test_by_hand_names_every_mistake_that_gives_other_numbers(id_):
    right = conv2d(*checks.BY_HAND)
    told = 0
    for version in checks.CONVOLUTION.wrong[id_]:
        try:
            y = version(*checks.BY_HAND)
        except ValueError:  # shows where a kernel does not fit, not by hand
            continue
        if y.ndim == 4 and y[0, 0].tolist() != right[0, 0].tolist():
            if np.array_equal(y, right + 1):  # the bias once more: by hand that may be any slip
                continue
            told += 1
            assert named(message(checks.by_hand, y[0, 0].tolist())) == id_
    # One channel and one output hide the others.
    assert told or id_ in {
        "conv-channel-order",
        "conv-channels-apart",
        "conv-kernels-swapped",
        "conv-outputs-summed",
        "weights-reshaped",
        "last-product-only",
        "bias-of-first-output",
        "bias-column",
        "output-dtype-of-input",
        "reshape-empty-batch",
        "hard-coded-shape",
    }


@pytest.mark.parametrize(
    ("y", "text"),
    [
        (
            [[8, -5], [6, 11]],
            r"^y_by_hand\[1\]\[1\] = 11 is not right[:.](.|\n)*Lay the kernel (.|\n)*row 1, col",
        ),
        ([8, -5, 6, 12], "^y_by_hand is a single row, expected a list of rows"),
        ([[8, -5, 1], [6, 12, 1]], r"^y_by_hand has the shape \(2, 3\): how often does"),
        ([[8], [6, 12]], "rows of different lengths"),
        ([], "^y_by_hand has the shape"),
        (8, "^y_by_hand is an int, expected a list of rows"),
        ([["8", 1], [6, 12]], r"^y_by_hand\[0\] is a list with a str at \[0\]"),
        (None, "^y_by_hand is still empty"),
    ],
)
def test_wrong_map_by_hand_is_described(y, text):
    assert re.search(text, message(checks.by_hand, y))


def test_right_scores_pass():
    x, both, kernel, b = layer()
    assert message(checks.digits, conv2d(x, kernel, b)) is None
    assert message(checks.digits, conv2d(x, kernel, b).tolist()) is None
    assert message(checks.pair, conv2d(both, kernel, b), 7, np.int64(2)) is None


@pytest.mark.parametrize(
    "id_", ["conv-flipped", "bias-missing", "conv-last-position-missing", "forward-mean"]
)
def test_scores_of_a_wrong_convolution_are_named(id_):
    x, both, kernel, b = layer()
    version = checks.CONVOLUTION.wrong[id_][0]
    assert named(message(checks.digits, version(x, kernel, b))) == id_
    assert named(message(checks.pair, version(both, kernel, b), 7, 2)) == id_


def test_scores_of_wrong_kernels_are_named():
    x, W, b = _digit_reader.digit_reader()
    for version in checks.AS_LAYER.wrong["weights-reshaped"]:
        text = message(checks.digits, conv2d(x, version(W, (1, 8, 8)), b))
        assert named(text) == "weights-reshaped"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            lambda scores: 2 * scores,
            "^scores are not what the layer says of the windows: .*\nAre both",
        ),
        (
            lambda scores: scores[:, :, 0, 0],
            r"^scores has shape \(50, 10\), expected \(50, 10, 1, 1",
        ),
        (lambda scores: 3.0, r"^scores has shape \(\), expected"),
        (lambda scores: "3", "^scores is a str"),
        (lambda scores: [[1], [1, 2]], "^scores is a list, expected an array of numbers"),
        (lambda scores: None, "^scores is still empty"),
    ],
)
def test_wrong_scores_are_described(change, text):
    x, _, kernel, b = layer()
    assert re.search(text, message(checks.digits, change(conv2d(x, kernel, b))))


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (2, 7, "^read_at_0 is 2: which digit has the highest of the ten scores at position 0"),
        (7, 7, "^read_at_8 is 7: which digit has the highest .* at position 8"),
        (7, None, "^read_at_8 is still empty"),
        ([7], 2, "^read_at_0 is a list, expected a number"),
        (True, 2, "^read_at_0 is a bool"),
    ],
)
def test_wrong_digits_read_are_described(first, last, text):
    _, both, kernel, b = layer()
    assert re.search(text, message(checks.pair, conv2d(both, kernel, b), first, last))


@pytest.mark.parametrize("name", ["conv-channels-apart", "conv-padded"])
def test_hidden_seeds_name_what_the_visible_ones_do(name):
    for seed in (3329, 5, 77):
        for version in checks.CONVOLUTION.wrong[name]:
            assert named(message(checks.channels, version, seed=seed)) == name


@pytest.mark.parametrize("check", [checks.positions, checks.channels])
def test_hidden_seeds_bring_sizes_that_the_visible_check_has_not(check):
    def sizes(**seed):
        seen = set()

        def slide(x, kernel, b):
            seen.add((x.shape, kernel.shape))
            return conv2d(x, kernel, b)

        assert message(check, slide, **seed) is None
        return seen

    assert sizes(seed=5) - sizes()


def test_window_that_moves_by_its_own_size_is_not_said_to_take_one_size_for_another():
    def tiled(x, kernel, b):
        height, width = kernel.shape[2:]
        y = np.zeros(conv2d(x, kernel, b).shape)
        for r, s in np.ndindex(y.shape[2:]):
            window = x[:, :, r * height : (r + 1) * height, s * width : (s + 1) * width]
            part = kernel[:, :, : window.shape[2], : window.shape[3]]
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", window, part) + b
        return y

    assert "square-assumed" not in message(checks.positions, tiled)
    assert "square-assumed" not in message(checks.channels, tiled)

"""The checks of exercise 09 that take no function: shapes, numbers by hand, and the canvas."""

import re

import numpy as np
import pytest

from fclib.checks import _canvas
from fclib.checks import heat_maps as checks
from fclib.convolution import heat_map
from fclib.data import digit_canvas, load_detector
from tests.checks.exercise import message, named

SHAPES = ((21, 49), (6, 13), (1000, 6, 6))
BY_HAND = [[11, 4], [6, -3]]
PLACE = (18, 20)


@pytest.fixture(scope="module")
def scores():
    return _canvas.canvas_scores()[1]


@pytest.mark.parametrize("kind", [tuple, list, np.array])
def test_right_shapes_pass_however_they_are_given(kind):
    assert message(checks.shapes_by_hand, *map(kind, SHAPES)) is None


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        (0, (49, 21), r"^\[heat-map-axes\] map_shape is \(49, 21\):"),
        (0, (20, 48), r"^\[conv-last-position-missing\]"),
        (0, (28, 56), r"^\[conv-padded\]"),
        (0, (21, 48), r"^\[conv-last-position-missing\] map_shape is"),
        (0, (21, 47), "^map_shape is .* in which columns may"),
        (0, (21, 49, 1), "^map_shape has 3 numbers, expected 2"),
        (0, None, "^map_shape is still empty"),
        (1, (21, 49), r"^\[stride-ignored\] strided_map_shape is"),
        (1, (5, 12), r"^\[conv-last-position-missing\]"),
        (1, (7, 14), r"^\[conv-padded\]"),
        (1, (4, 13), "^strided_map_shape is .* in which rows may"),
        (2, (6, 6, 1000), r"^\[class-axis-last\] vgg_map_shape is"),
        (2, (1000, 5, 5), r"^\[conv-last-position-missing\]"),
        (2, (1000, 12, 12), r"^\[conv-padded\]"),
        (2, (4096, 6, 6), "a map for each of VGG16's classes"),
        (2, 1000, "^vgg_map_shape is an int"),
    ],
)
def test_wrong_shape_is_described(place, value, text):
    answers = list(SHAPES)
    answers[place] = value
    assert re.search(text, message(checks.shapes_by_hand, *answers))


@pytest.mark.parametrize("kind", [tuple, np.array, list])
def test_right_map_by_hand_passes(kind):
    assert message(checks.by_hand, kind(BY_HAND)) is None


@pytest.mark.parametrize(
    ("id_", "number"),
    [
        ("heat-map-axes", 0),
        ("heat-map-axes", 1),
        ("stride-ignored", 0),
        ("stride-ignored", 1),
        ("strided-patches", 0),
        ("strided-patches", 1),
        ("conv-flipped", 0),
        ("conv-padded", 0),
        ("conv-last-position-missing", 0),
        ("bias-missing", 0),
        ("bias-subtracted", 0),
        ("activation-inside", 0),
        ("sign", 0),
    ],
)
def test_by_hand_names_mistakes(id_, number):
    heat = checks.HEAT.wrong[id_][number](*checks.BY_HAND)
    assert named(message(checks.by_hand, heat[0].tolist())) == id_


@pytest.mark.parametrize(
    ("heat", "text"),
    [
        (
            [[11, 4], [6, 3]],
            r"^heat_by_hand\[1\]\[1\] = 3 is not right: every number has lost its sign\.\nWh",
        ),
        ([[11, 4, 6, -3]], r"^heat_by_hand has the shape \(1, 4\): at how many places"),
        ([11, 4], "^heat_by_hand is a single row"),
        (None, "^heat_by_hand is still empty"),
    ],
)
def test_wrong_map_by_hand_is_described(heat, text):
    assert re.search(text, message(checks.by_hand, heat))


def test_the_digit_is_on_the_canvas_once_and_found_at_its_corner():
    unseen = np.random.default_rng(0).permutation(1797)[:360]
    canvas = digit_canvas(rng=np.random.default_rng(_canvas.CANVAS), choose_from=unseen)
    [corner] = canvas.corners[canvas.target == _canvas.DIGIT]
    assert np.abs(corner - PLACE).max() <= 1


@pytest.mark.parametrize("kind", [np.array, np.float32, np.ndarray.tolist])
def test_right_scores_pass(scores, kind):
    assert message(checks.scores, kind(scores)) is None


def test_scores_without_the_activation_or_with_one_too_many_are_told(scores):
    image, _ = _canvas.canvas_scores()
    W1, b1, W2, b2 = load_detector()
    linear = heat_map(heat_map(image, W1, b1, (1, 8, 8)), W2, b2, (32, 1, 1))
    assert "What happens to hidden in between?" in message(checks.scores, linear)
    assert "only the hidden layer has a ReLU" in message(checks.scores, np.maximum(0, scores))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            lambda scores: scores + 1,
            "^scores are not what the two layers say of this canvas: all its numbers are",
        ),
        (lambda scores: scores.T, r"^scores has shape \(49, 21, 11\), expected \(11, 21, 49\)"),
        (lambda scores: np.full_like(scores, np.nan), "^scores are not"),
        (lambda scores: "scores", "^scores is a str"),
        (lambda scores: None, "^scores is still empty"),
    ],
)
def test_wrong_scores_are_described(scores, change, text):
    assert re.search(text, message(checks.scores, change(scores)))


@pytest.mark.parametrize("place", [PLACE, list(PLACE), np.array(PLACE), [PLACE], np.array([PLACE])])
def test_right_place_passes(place):
    assert message(checks.place, place) is None


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (PLACE[::-1], r"^\[locate-axes\] place is \(20, 18\):"),
        ([PLACE[::-1]], r"^\[locate-axes\]"),
        (18 * 49 + 20, r"^\[locate-flat\] place is 902:"),
        ([18 * 49 + 20], r"^\[locate-flat\]"),
        ((2, 17), r"^place is \(2, 17\): in the map of which class"),
        ((18, 20, 3), "^place is a tuple, expected a pair"),
        ("here", "^place is a str"),
        (None, "^place is still empty"),
    ],
)
def test_wrong_place_is_described(place, text):
    assert re.search(text, message(checks.place, place))


def test_the_coldest_place_is_named(scores):
    coldest = np.unravel_index(scores[_canvas.DIGIT].argmin(), scores[0].shape)
    assert named(message(checks.place, coldest)) == "locate-coldest"


@pytest.mark.parametrize("shape", [(11,), (1, 11), (11, 1), (11, 1, 1)])
def test_right_scores_of_the_crop_pass(scores, shape):
    assert message(checks.crop, scores[:, *PLACE].reshape(shape)) is None


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            lambda crop: crop + 1,
            r"^crop_scores\[\d+\] = .* is not what the map has at place: all its numbers are",
        ),
        (lambda crop: crop[:10], r"^crop_scores has shape \(10,\), expected \(11,\)"),
        (lambda crop: "crop", "^crop_scores is a str"),
        (lambda crop: None, "^crop_scores is still empty"),
    ],
)
def test_wrong_scores_of_the_crop_are_described(scores, change, text):
    assert re.search(text, message(checks.crop, change(scores[:, *PLACE])))


@pytest.mark.parametrize("seed", [None, 7])
def test_a_search_that_begins_at_zero_fails_where_all_values_are_negative(seed):
    def locate(heat, k):
        found = np.column_stack(np.unravel_index(np.argsort(-heat, axis=None)[:k], heat.shape))
        if heat.max() < 0:
            found[0] = 0
        return found

    assert message(checks.places, locate, **({} if seed is None else {"seed": seed}))


@pytest.mark.parametrize("check", [checks.maps, checks.strides])
def test_hidden_seeds_bring_sizes_that_the_visible_check_has_not(check):
    def sizes(**seed):
        seen = set()

        def slide(image, W, b, patch_shape, stride):
            seen.add((image.shape, len(W), patch_shape, stride))
            return heat_map(image, W, b, patch_shape, stride)

        assert message(check, slide, **seed) is None
        return seen

    assert sizes(seed=5) - sizes()


def test_map_with_its_indices_exchanged_is_not_said_to_take_one_size_for_another():
    def exchanged(image, W, b, patch_shape, stride):
        heat = heat_map(image, W, b, patch_shape, stride)
        written = np.zeros_like(heat)
        for r, s in np.ndindex(heat.shape[1:]):
            written[:, s, r] = heat[:, r, s]
        return written

    assert "square-assumed" not in message(checks.maps, exchanged)

"""Exercise 09 beside its functions' values: its canvas, its sizes, and what is told apart."""

import numpy as np
import pytest

from fclib.checks import _canvas
from fclib.checks import heat_maps as checks
from fclib.checks._search import ROW_BY_ROW
from fclib.convolution import heat_map
from fclib.data import digit_canvas
from tests.checks.exercise import message

PLACE = (18, 20)


def test_the_digit_is_on_the_canvas_once_and_found_at_its_corner():
    unseen = np.random.default_rng(0).permutation(1797)[:360]
    canvas = digit_canvas(rng=np.random.default_rng(_canvas.CANVAS), choose_from=unseen)
    [corner] = canvas.corners[canvas.target == _canvas.DIGIT]
    assert np.abs(corner - PLACE).max() <= 1


@pytest.mark.parametrize("seed", [None, 7])
def test_a_search_that_begins_at_zero_fails_where_all_values_are_negative(seed):
    def locate(heat, k):
        found = np.column_stack(np.unravel_index(np.argsort(-heat, axis=None)[:k], heat.shape))
        if heat.max() < 0:
            found[0] = 0
        return found

    assert message(checks.places, locate, **({} if seed is None else {"seed": seed}))


@pytest.mark.parametrize("limit", [np.mean, np.median, lambda heat: heat.max() - 1])
def test_places_that_a_limit_chooses_are_told_to_leave_hotter_ones_out(limit):
    def chosen(heat, k):
        return np.argwhere(heat > limit(heat))[:k]

    assert f"\n{ROW_BY_ROW}\n" in message(checks.places, chosen)
    assert ROW_BY_ROW not in message(checks.places, lambda heat, k: chosen(heat, k) + 1)


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

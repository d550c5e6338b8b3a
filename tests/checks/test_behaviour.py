"""What a message says besides the id: what a loop missed, which sizes were taken for one."""

import numpy as np
import pytest

from fclib.checks import batch, convolution, gradient_check, heat_maps, training, whole_layer
from fclib.checks.engine.comparing import diagnose
from tests.checks import (
    batch_answers,
    gradient_check_answers,
    heat_maps_answers,
    training_answers,
    whole_layer_answers,
)
from tests.checks.exercise import late, message, named, short


@pytest.mark.parametrize(
    ("ranges", "note"),
    [
        ({"samples": short}, "; it comes without the last sample:"),
        ({"inputs": late}, "; it comes without the first input:"),
        (
            {"samples": late, "outputs": late},
            "; it comes without the first sample and the first output:",
        ),
    ],
)
def test_what_a_loop_misses_is_told(ranges, note):
    assert note in message(batch.batches, batch_answers.loops_over(**ranges))


def test_what_a_loop_of_a_layer_misses_is_told():
    layer = whole_layer_answers.using(whole_layer_answers.over(inputs=short))
    assert "; it comes without the last input:" in message(whole_layer.layer, layer)


def test_one_loop_too_early_and_one_too_late_are_no_known_mistake():
    function = batch_answers.loops_over(samples=short, inputs=late)
    assert named(message(batch.batches, function)) is None


def test_sizes_that_were_taken_for_one_are_told():
    text = message(batch.batches, batch_answers.bounds_exchanged)
    assert "; it is right only with as many inputs as outputs:" in text
    assert " in line " in text


def test_arguments_that_change_places_are_told():
    text = message(batch.batches, batch_answers.W_comes_first)
    assert "; it is right once x and W change places:" in text


def test_a_function_for_one_size_is_not_taken_for_one_that_needs_equal_sizes():
    def for_three(x, W, b):
        if x.shape != (3, 3) or W.shape != (3, 3):
            raise IndexError
        return x @ W.T + b

    assert named(message(batch.batches, for_three)) is None


def test_a_function_for_the_one_size_that_is_twice_among_those_tried_needs_no_equal_sizes():
    def for_two(W, in_shape):
        if in_shape[:2] != (2, 2):
            raise IndexError
        return W.reshape(len(W), *in_shape)

    tried = [convolution.AS_LAYER.lengths(*case) for case in convolution.AS_LAYER.trial]
    assert {sizes["rows"] for sizes in tried if sizes["channels"] == sizes["rows"]} == {2}
    assert named(message(convolution.kernels, for_two)) is None


def test_a_name_that_holds_a_number_now_is_told():
    text = message(batch.images, batch_answers.width_for_weights)
    assert text.startswith("[name-reused] linear_forward stopped with AttributeError in line ")
    assert "; W is a number there:" in text


def test_an_integer_of_another_name_is_left_out_of_it():
    def forward(x, W, b):
        width = x.shape[-1]
        return x @ width.T + b

    assert named(message(batch.images, forward)) is None


def test_a_gradient_that_was_never_filled_is_not_taken_for_two_names_of_one_array():
    def never_filled(f, x, eps):
        return 0 * gradient_check_answers.put_back(f, x, eps)

    for check in (gradient_check.differences, gradient_check.types):
        assert named(message(check, never_filled)) is None


def test_no_loop_is_told_from_one_case_alone():
    wrong = {"loop-misses-last": [lambda x: [x]]}
    assert diagnose(lambda x: [x], [(1,)], lambda x: [2 * x], wrong) is None
    assert diagnose(lambda x: [x], [(1,), (2,)], lambda x: [2 * x], wrong) == "loop-misses-last"


def test_a_map_indexed_by_pixels_is_not_taken_for_equal_sizes():
    def heat_map(image, W, b, patch_shape, stride):
        rows, columns = heat_maps_answers.size_of_map(image, patch_shape, stride)
        heat = np.zeros((len(W), rows, columns))
        for r in range(0, image.shape[1] - patch_shape[1] + 1, stride):
            for s in range(0, image.shape[2] - patch_shape[2] + 1, stride):
                patch = heat_maps_answers.patch_at(image, patch_shape, r, s)
                heat[:, r, s] = W @ patch.ravel() + b
        return heat

    assert named(message(heat_maps.strides, heat_map)) is None
    assert message(heat_maps.maps, heat_map) is None


def test_a_gradient_with_a_step_of_its_own_is_not_taken_for_a_cut_one():
    def own_step(f, x, eps):
        return gradient_check_answers.put_back(f, x, 2e-5)

    assert named(message(gradient_check.types, own_step)) == "step-ignored"


def test_a_checker_that_misses_one_gradient_does_not_pass_all():
    text = message(gradient_check.clears, gradient_check_answers.compares_weights_only)
    assert text.startswith("is_correct clears a layer that is wrong: its grad_x has the opp")


def test_a_loss_that_is_wrong_for_every_score_is_not_taken_for_an_overflow():
    def binary(scores, target):
        p = training_answers.probabilities(scores)
        truth = np.eye(scores.shape[1])[target]
        with np.errstate(all="ignore"):
            loss = -np.mean(truth * np.log(p) + (1 - truth) * np.log(1 - p))
        return loss, (p - truth) / len(p)

    assert "loss is nan" in message(training.overflow, binary)
    assert named(message(training.overflow, binary)) is None

import numpy as np
import pytest

from fclib import (
    conv2d,
    data,
    heat_map,
    linear_backward,
    linear_forward,
    linear_to_conv,
    load_digits,
    relu,
    two_layer_scores,
    worked_batch,
    worked_example,
)
from fclib.data import Detector, detector, digit_canvas, load_detector
from tests.strategies import exact_array


def test_every_image_has_a_label_and_pixels_from_0_to_16():
    images, target = load_digits()
    assert images.shape == (1797, 8, 8)
    assert images.dtype == np.uint8
    assert (images.min(), images.max()) == (0, 16)
    assert np.bincount(target).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_arrays_are_new_in_each_call():
    load_digits().images[:] = 0
    assert load_digits().images.any()


def test_digits_are_told_apart_by_their_means():
    # Images and labels in step: a shuffled pair would be right one time in ten.
    images, target = load_digits()
    x = images.reshape(-1, 64).astype(float)
    means = np.array([x[target == digit].mean(axis=0) for digit in range(10)])
    nearest = np.argmin(((x[:, None] - means) ** 2).sum(axis=2), axis=1)
    assert np.mean(nearest == target) > 0.9


def test_worked_batch_starts_with_the_worked_example_and_has_these_gradients():
    x, W, b = worked_example()
    batch = worked_batch()
    assert batch.x.dtype == batch.target.dtype == np.float64
    assert batch.x.shape == (4, 3)
    assert batch.target.shape == (4, 2)
    assert batch.x[0].tolist() == x.tolist() == [-2, 3, 1.5]
    # Equality: every product and sum is exact.
    grad_y = linear_forward(batch.x, W, b) - batch.target
    assert grad_y.tolist() == [[3.5, 1.5], [-2, -4.5], [-0.5, 4], [-3, -2.5]]
    grads = linear_backward(grad_y, batch.x, W)
    assert grads.x.tolist() == [
        [0.5, 8.25, -8],
        [7, 0.75, 2.75],
        [-8.5, -7.5, 3.25],
        [2, -5.25, 6.25],
    ]
    assert grads.W.tolist() == [[-15, 14.25, 6.25], [-13.75, -3.25, 13.5]]
    assert grads.b.tolist() == [-2, -1.5]


def test_no_number_of_the_worked_example_can_pass_for_another():
    _, W, b = worked_example()
    x, target = worked_batch()
    y = linear_forward(x, W, b)
    grad_y = y - target
    results = [y, grad_y, *linear_backward(grad_y, x, W), *(grad_y[:, :, None] * x[:, None, :])]
    for result in results:
        sizes = np.abs(result).ravel().tolist()
        assert len({*sizes, 0, 1}) == len(sizes) + 2, result


def test_one_step_on_the_worked_batch_lowers_the_loss_and_moves_a_sample_to_its_side():
    _, W, b = worked_example()
    x, target = worked_batch()
    y = linear_forward(x, W, b)
    grads = linear_backward(y - target, x, W)
    after = linear_forward(x, W - 0.05 * grads.W, b - 0.05 * grads.b)
    assert ((after - target) ** 2).sum() < 0.3 * ((y - target) ** 2).sum()
    sides, wanted = np.sign([y[:, 0], after[:, 0]]), np.sign(target[:, 0])
    assert (sides == wanted).tolist() == [[True, True, True, False], [True] * 4]


def test_worked_arrays_are_new_in_each_call():
    for make in worked_example, worked_batch:
        for array in make():
            array[...] = 99
        assert not any((array == 99).any() for array in make())


@pytest.fixture(scope="module")
def canvases():
    """Return 100 canvases, of 8 digits each."""
    rng = np.random.default_rng(9)
    return [digit_canvas(rng=rng) for _ in range(100)]


def test_digits_lie_at_their_corners_and_nowhere_else(canvases):
    images, target = load_digits()
    numbers = {image.tobytes(): label for image, label in zip(images, target, strict=True)}
    for canvas in canvases:
        rest = canvas.image.copy()
        assert rest.shape == (1, 28, 56)
        assert rest.dtype == np.float64
        patches = set()
        for (row, column), label in zip(canvas.corners, canvas.target, strict=True):
            patch = rest[0, row : row + 8, column : column + 8]
            pixels = (16 * patch).astype(np.uint8).tobytes()  # Sixteenths are exact.
            assert numbers[pixels] == label
            patches.add(pixels)
            patch[...] = 0
        assert not rest.any()
        assert len(patches) == 8  # No digit twice.


def test_digits_lie_anywhere_inside_their_own_cells(canvases):
    cells = [(14 * row, 14 * column) for row in range(2) for column in range(4)]
    places = np.array([canvas.corners - cells for canvas in canvases])
    # 8 of 14 pixels: 0 to 6 leaves the whole digit inside. Of 800 draws none misses a value.
    for axis in (0, 1):
        assert np.unique(places[..., axis]).tolist() == list(range(7))
    assert len(np.unique(places.reshape(-1, 2), axis=0)) == 49
    assert {label for canvas in canvases for label in canvas.target} == set(range(10))


def test_canvas_can_be_had_again():
    first, again, other = (digit_canvas(rng=np.random.default_rng(n)) for n in (1, 1, 2))
    for array, same, different in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(array, same, strict=True)
        assert (array != different).any()


def test_canvas_chooses_from_the_given_digits(rng):
    eight = np.array([5, 17, 100, 400, 800, 1200, 1500, 1796])
    canvas = digit_canvas(rng=rng, choose_from=eight)
    images, target = load_digits()
    assert sorted(canvas.target) == sorted(target[eight])
    assert canvas.image.sum() == images[eight].sum() / 16
    zeros = digit_canvas(rng=rng, choose_from=np.flatnonzero(target == 0).tolist())
    assert zeros.target.tolist() == [0] * 8


def test_canvas_of_too_few_digits_is_refused(rng):
    with pytest.raises(ValueError, match=r"larger sample than population"):
        digit_canvas(rng=rng, choose_from=[1, 2, 3])


def held_out_accuracy(layers):
    images, target = load_digits()
    _, held_out = detector.split()
    scores = two_layer_scores(images[held_out] / 16, *layers)
    return np.mean(scores.argmax(axis=1) == target[held_out])


def scores_everywhere(image, layers):
    hidden = relu(heat_map(image, layers.W1, layers.b1, (1, 8, 8)))
    return conv2d(hidden[None], linear_to_conv(layers.W2, (32, 1, 1)), layers.b2)[0]


def test_detector_has_two_layers_of_new_arrays():
    layers = load_detector()
    assert [array.shape for array in layers] == [(32, 64), (32,), (11, 32), (11,)]
    assert {array.dtype for array in layers} == {np.dtype(np.float64)}
    layers.W1[:] = 0
    assert load_detector().W1.any()


def test_split_is_fixed_and_no_digit_is_in_both_parts():
    train, held_out = detector.split()
    assert (len(train), len(held_out)) == (1437, 360)
    assert sorted([*train, *held_out]) == list(range(1797))
    np.testing.assert_array_equal(detector.split()[1], held_out)


def test_detector_knows_digits_that_it_was_not_trained_on():
    assert held_out_accuracy(load_detector()) >= 0.95


def test_detector_knows_digits_where_they_lie_on_a_canvas(rng):
    layers, right = load_detector(), []
    _, held_out = detector.split()
    # 800 digits, 96 % of them right, with a standard deviation of 0.7 %: 93 % is four below.
    for _ in range(100):
        image, corners, target = digit_canvas(rng=rng, choose_from=held_out)
        best = scores_everywhere(image, layers).argmax(axis=0)
        assert best.shape == (21, 49)
        right.extend(best[tuple(corners.T)] == target)
    assert np.mean(right) >= 0.93


def share_of_false_digits(layers, canvases):
    """Return how often the detector sees a digit half a digit and more away from every one."""
    false = []
    for image, corners, _ in canvases:
        best = scores_everywhere(image, layers).argmax(axis=0)
        places = np.stack(np.indices(best.shape), axis=-1)[:, :, None]
        distance = np.abs(places - corners).max(axis=-1).min(axis=-1)
        false.extend(best[distance >= 4] != detector.NO_DIGIT)
    return np.mean(false)


def test_detector_sees_no_digit_where_there_is_none(canvases):
    # 3 of 14,179 patches on these canvases; ten times that is a fault.
    assert share_of_false_digits(load_detector(), canvases[:20]) < 0.002


def test_detector_trained_again_from_another_seed_is_as_good(canvases):
    layers = detector.train_detector(rng=np.random.default_rng(1))
    assert [array.shape for array in layers] == [array.shape for array in load_detector()]
    assert held_out_accuracy(layers) >= 0.94
    assert share_of_false_digits(layers, canvases[:20]) < 0.002


def test_detector_that_is_written_is_the_one_that_is_loaded(monkeypatch, tmp_path, rng):
    made = Detector(*(exact_array(rng, array.shape) for array in load_detector()))
    monkeypatch.setattr(detector, "train_detector", lambda rng: made)
    for module in detector, data:
        monkeypatch.setattr(module, "__file__", str(tmp_path / "module.py"))
    detector.main()
    for got, want in zip(load_detector(), made, strict=True):
        np.testing.assert_array_equal(got, want, strict=True)

import numpy as np

from fclib import load_digits, parameter_count
from fclib.architectures import LENET


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


def test_lenet_has_the_parameters_that_caffe_reports():
    assert [layer.parameters for layer in LENET] == [520, 25_050, 400_500, 5_010]
    assert sum(layer.parameters for layer in LENET) == 431_080


def test_parameter_count_is_the_size_of_w_and_b():
    W, b = np.empty((500, 800)), np.empty(500)
    assert parameter_count(in_features=800, out_features=500) == W.size + b.size

"""Parameter counts against published ones and PyTorch's modules; costs against counting.

The numbers of AlexNet and VGG-16 are those that Caffe's models and torchvision report.
"""

from itertools import pairwise

import numpy as np
import pytest

from fclib import count_parameters, linear_cost, parameter_count
from fclib.architectures import (
    ALEXNET,
    GPT2_SMALL,
    LENET,
    VGG16,
    Convolution,
    FullyConnected,
    LayerNorm,
    Table,
)


def parameters(network):
    return {layer.name: layer.parameters for layer in network}


def share(network, *names):
    """Return the per cent of all parameters that the named layers hold; all but 'conv' if none."""
    counts = parameters(network)
    names = names or [name for name in counts if not name.startswith("conv")]
    return round(100 * sum(counts[name] for name in names) / sum(counts.values()), 1)


def total(network):
    return count_parameters(layer.weight_shape for layer in network)


def test_lenet_has_the_parameters_that_caffe_reports():
    assert parameters(LENET) == {"conv1": 520, "conv2": 25_050, "ip1": 400_500, "ip2": 5_010}
    assert total(LENET) == 431_080
    assert (share(LENET, "ip1"), share(LENET)) == (92.9, 94.1)


def test_alexnet_has_the_parameters_that_caffe_reports():
    assert parameters(ALEXNET) == {
        "conv1": 34_944,
        "conv2": 307_456,
        "conv3": 885_120,
        "conv4": 663_936,
        "conv5": 442_624,
        "fc6": 37_752_832,
        "fc7": 16_781_312,
        "fc8": 4_097_000,
    }
    assert ALEXNET[5].in_features == 9_216
    assert total(ALEXNET) == 60_965_224
    assert share(ALEXNET) == 96.2


def test_alexnet_without_groups_has_the_parameters_that_torchvision_reports():
    shapes = [
        (64, 3, 11, 11),
        (192, 64, 5, 5),
        (384, 192, 3, 3),
        (256, 384, 3, 3),
        (256, 256, 3, 3),
    ]
    fully_connected = [layer.weight_shape for layer in ALEXNET[5:]]
    assert count_parameters(shapes + fully_connected) == 61_100_840


def test_vgg16_has_the_parameters_that_caffe_reports():
    assert sum(layer.parameters for layer in VGG16[:13]) == 14_714_688
    assert parameters(VGG16[13:]) == {"fc6": 102_764_544, "fc7": 16_781_312, "fc8": 4_097_000}
    assert total(VGG16) == 138_357_544
    assert (share(VGG16, "fc6"), share(VGG16)) == (74.3, 89.4)


@pytest.mark.parametrize("network", [LENET, ALEXNET, VGG16], ids=["LeNet", "AlexNet", "VGG-16"])
def test_channels_follow_from_layer_to_layer(network):
    convolutions = [layer for layer in network if isinstance(layer, Convolution)]
    for layer, following in pairwise(convolutions):
        assert following.in_channels == layer.out_channels
    fully_connected = network[len(convolutions) :]
    assert fully_connected[0].in_features % convolutions[-1].out_channels == 0
    for layer, following in pairwise(fully_connected):
        assert following.in_features == layer.out_features


def lenet(nn):
    return [
        *(nn.Conv2d(1, 20, 5), nn.MaxPool2d(2)),
        *(nn.Conv2d(20, 50, 5), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10)),
    ]


def alexnet(nn):
    return [
        *(nn.Conv2d(3, 96, 11, stride=4), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Conv2d(96, 256, 5, padding=2, groups=2), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Conv2d(256, 384, 3, padding=1), nn.ReLU()),
        *(nn.Conv2d(384, 384, 3, padding=1, groups=2), nn.ReLU()),
        *(nn.Conv2d(384, 256, 3, padding=1, groups=2), nn.ReLU(), nn.MaxPool2d(3, 2)),
        *(nn.Flatten(), nn.Linear(9216, 4096), nn.ReLU()),
        *(nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1000)),
    ]


def vgg16(nn):
    modules, channels = [], 3
    for width, depth in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        for _ in range(depth):
            modules += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        modules.append(nn.MaxPool2d(2))
    return [
        *(*modules, nn.Flatten(), nn.Linear(25088, 4096), nn.ReLU()),
        *(nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1000)),
    ]


@pytest.mark.parametrize(
    ("network", "build", "image"),
    [
        (LENET, lenet, (1, 28, 28)),
        (ALEXNET, alexnet, (3, 227, 227)),
        (VGG16, vgg16, (3, 224, 224)),
    ],
    ids=["LeNet", "AlexNet", "VGG-16"],
)
def test_agrees_with_pytorch(network, build, image):
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    with torch.device("meta"):  # Shapes without memory.
        model = torch.nn.Sequential(*build(torch.nn))
        # The image goes through, so the first fully connected layer fits what comes before it.
        assert model(torch.empty(1, *image)).shape == (1, network[-1].out_features)
    layers = [module for module in model if hasattr(module, "weight")]
    assert [layer.weight_shape for layer in network] == [tuple(m.weight.shape) for m in layers]
    assert [layer.parameters for layer in network] == [
        sum(parameter.numel() for parameter in module.parameters()) for module in layers
    ]
    assert total(network) == sum(parameter.numel() for parameter in model.parameters())


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
def test_each_group_sees_its_part_of_the_channels(groups):
    layer = Convolution("conv", 6, 12, kernel_size=5, groups=groups)
    assert layer.weight_shape == (12, 6 // groups, 5, 5)
    assert layer.parameters == 12 * 6 // groups * 25 + 12


def test_gpt2_small_has_the_parameters_that_its_authors_report():
    # 124M, as "gpt2" in the transformers library counts it; the head shares the table of words.
    assert sum(layer.parameters for layer in GPT2_SMALL) == 124_439_808
    kinds = {
        kind: [x for x in GPT2_SMALL if isinstance(x, kind)] for kind in (FullyConnected, Table)
    }
    connected, tables = (sum(layer.parameters for layer in kind) for kind in kinds.values())
    assert (connected, tables) == (85_017_600, 39_383_808)
    first = [layer.parameters for layer in kinds[FullyConnected][:4]]
    assert first == [1_771_776, 590_592, 2_362_368, 2_360_064]
    norms = sum(layer.parameters for layer in GPT2_SMALL if isinstance(layer, LayerNorm))
    assert connected + tables + norms == 124_439_808
    assert len({layer.name for layer in GPT2_SMALL}) == len(GPT2_SMALL)


@pytest.mark.parametrize(("D", "M"), [(800, 500), (3, 2), (1, 1), (0, 2), (3, 0)])
def test_parameter_count_is_the_size_of_w_and_b(D, M):
    W, b = np.empty((M, D)), np.empty(M)
    assert parameter_count(in_features=D, out_features=M) == W.size + b.size
    assert count_parameters([W.shape]) == W.size + b.size
    assert FullyConnected("fc", D, M).weight_shape == W.shape
    assert FullyConnected("fc", D, M).parameters == W.size + b.size


def test_counts_of_layers_add():
    assert count_parameters([]) == 0
    shapes = [(20, 1, 5, 5), (10, 500)]
    assert count_parameters(shapes) == sum(count_parameters([shape]) for shape in shapes) == 5_530
    assert count_parameters(iter(shapes)) == 5_530


class Number:
    """A number that counts the operations that it and its like take part in."""

    operations = 0

    def __add__(self, other):
        Number.operations += 1
        return self

    __mul__ = __add__


@pytest.mark.parametrize(("n", "D", "M"), [(1, 3, 2), (4, 3, 2), (5, 1, 1), (0, 3, 2), (3, 0, 2)])
def test_flops_are_the_multiplications_and_additions_of_the_loop(n, D, M):
    Number.operations = 0
    for _ in range(n * M):
        y = Number()  # The bias.
        for _ in range(D):
            y = y + Number() * Number()
    assert linear_cost(n, D, M).flops == Number.operations


@pytest.mark.parametrize(("n", "D", "M"), [(1, 3, 2), (16, 800, 500), (0, 3, 2), (3, 0, 2)])
def test_bytes_are_those_of_the_arrays_in_float32(n, D, M):
    arrays = [np.empty(shape, np.float32) for shape in [(n, D), (M, D), (M,), (n, M)]]
    assert linear_cost(n, D, M).bytes == sum(array.nbytes for array in arrays)


@pytest.mark.parametrize(("number", "dtype"), [(2, np.float16), (8, np.float64)])
def test_bytes_follow_the_size_of_a_number(number, dtype):
    arrays = [np.empty(shape, dtype) for shape in [(4, 3), (2, 3), (2,), (4, 2)]]
    cost = linear_cost(4, 3, 2, bytes_per_number=number)
    assert cost.bytes == sum(array.nbytes for array in arrays)
    assert cost.flops == linear_cost(4, 3, 2).flops


def intensity(n, in_features, out_features):
    cost = linear_cost(n, in_features, out_features)
    return cost.flops / cost.bytes


@pytest.mark.parametrize("layer", [*ALEXNET[5:], *VGG16[13:]], ids=lambda layer: layer.name)
def test_intensity_of_one_sample_is_about_a_half(layer):
    # Below it by X, b and Y, which are 1/M, 1/D and 1/D of W: here at most some 0.15 %.
    assert intensity(1, layer.in_features, layer.out_features) == pytest.approx(0.5, rel=2e-3)


def test_intensity_grows_with_the_batch_up_to_that_of_a_square_product():
    # At N = D = M three matrices of n² numbers move for 2n³ operations: n / 6.
    assert intensity(16, 4096, 4096) == pytest.approx(8, rel=0.01)
    assert intensity(4096, 4096, 4096) == pytest.approx(4096 / 6, rel=1e-3)

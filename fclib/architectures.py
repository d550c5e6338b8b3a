"""Networks that the course counts, layer by layer, and what a fully connected layer costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ALEXNET",
    "GPT2_SMALL",
    "LENET",
    "VGG16",
    "Convolution",
    "FullyConnected",
    "LayerNorm",
    "LinearCost",
    "Table",
    "count_parameters",
    "linear_cost",
    "parameter_count",
]


class FullyConnected(NamedTuple):
    """A fully connected layer, with biases."""

    name: str
    in_features: int
    out_features: int

    @property
    def weight_shape(self) -> tuple[int, int]:
        """(M, D)."""
        return self.out_features, self.in_features

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return count_parameters([self.weight_shape])


class Convolution(NamedTuple):
    """A convolution with square kernels, with biases; each group sees its part of the channels."""

    name: str
    in_channels: int
    out_channels: int
    kernel_size: int
    groups: int = 1

    @property
    def weight_shape(self) -> tuple[int, int, int, int]:
        """(M, C / groups, kernel_size, kernel_size)."""
        channels = self.in_channels // self.groups
        return self.out_channels, channels, self.kernel_size, self.kernel_size

    @property
    def parameters(self) -> int:
        """Weights and biases: each output channel is one unit that sees one patch."""
        return count_parameters([self.weight_shape])


class Table(NamedTuple):
    """A table of learnt rows, one for each symbol or place: it is looked up, not multiplied."""

    name: str
    rows: int
    columns: int

    @property
    def parameters(self) -> int:
        """One for each entry; no biases."""
        return self.rows * self.columns


class LayerNorm(NamedTuple):
    """A layer normalisation: for each feature a factor and a number to add."""

    name: str
    features: int

    @property
    def parameters(self) -> int:
        """Two for each feature."""
        return 2 * self.features


def parameter_count(in_features: int, out_features: int) -> int:
    """Count the parameters of one fully connected layer: M·D weights and M biases.

    Parameters
    ----------
    in_features, out_features : int
        D and M.

    Returns
    -------
    int

    See Also
    --------
    count_parameters : the same for all layers of a network, convolutions too.

    Examples
    --------
    >>> from fclib import parameter_count
    >>> parameter_count(in_features=3, out_features=2)
    8
    """
    return count_parameters([(out_features, in_features)])


def count_parameters(layers: Iterable[tuple[int, ...]]) -> int:
    """Count the parameters of a network: for each layer its weights, and a bias for each output.

    Parameters
    ----------
    layers : iterable of tuple of int
        The shape of each layer's weights: (M, D) of a fully connected layer,
        (M, C, height, width) of a convolution, where C counts the channels that one kernel sees.

    Returns
    -------
    int

    See Also
    --------
    parameter_count : one fully connected layer, from its numbers of inputs and outputs.

    Examples
    --------
    >>> from fclib import count_parameters
    >>> count_parameters([(20, 1, 5, 5), (10, 500)])
    5530
    """
    return sum(math.prod(shape) + shape[0] for shape in layers)


class LinearCost(NamedTuple):
    """What a fully connected layer's forward pass costs: ``flops`` and ``bytes``."""

    flops: int
    bytes: int


def linear_cost(
    n: int, in_features: int, out_features: int, *, bytes_per_number: int = 4
) -> LinearCost:
    """Count the operations of Y = X Wᵀ + b and the bytes it must move.

    Parameters
    ----------
    n, in_features, out_features : int
        N, D and M.
    bytes_per_number : int
        s, 4 for float32, 2 for bfloat16 and float16.

    Returns
    -------
    LinearCost
        ``flops``: each of N·M outputs takes D multiplications and D additions, one of these for
        the bias, 2·N·D·M together. ``bytes``: s for each entry of X, W, b and Y, each moved
        once.

    See Also
    --------
    count_parameters : The parameters of a whole network.

    Notes
    -----
    flops / bytes is the arithmetic intensity. It is about 2/s at N = 1 for many inputs
    and outputs: every weight of s bytes is used for one multiplication and one addition.

    Examples
    --------
    >>> from fclib import linear_cost
    >>> linear_cost(16, 800, 500)
    LinearCost(flops=12800000, bytes=1685200)
    """
    numbers = n * in_features + out_features * in_features + out_features + n * out_features
    return LinearCost(flops=2 * n * in_features * out_features, bytes=bytes_per_number * numbers)


LENET = (
    Convolution("conv1", 1, 20, kernel_size=5),
    Convolution("conv2", 20, 50, kernel_size=5),
    FullyConnected("ip1", 50 * 4 * 4, 500),
    FullyConnected("ip2", 500, 10),
)
"""LeNet as Caffe ships it (examples/mnist/lenet_train_test.prototxt), for 28×28 images."""

ALEXNET = (
    Convolution("conv1", 3, 96, kernel_size=11),
    Convolution("conv2", 96, 256, kernel_size=5, groups=2),
    Convolution("conv3", 256, 384, kernel_size=3),
    Convolution("conv4", 384, 384, kernel_size=3, groups=2),
    Convolution("conv5", 384, 256, kernel_size=3, groups=2),
    FullyConnected("fc6", 256 * 6 * 6, 4096),
    FullyConnected("fc7", 4096, 4096),
    FullyConnected("fc8", 4096, 1000),
)
"""AlexNet as Caffe ships it (models/bvlc_alexnet), for 227×227 images."""

VGG16 = (
    Convolution("conv1_1", 3, 64, kernel_size=3),
    Convolution("conv1_2", 64, 64, kernel_size=3),
    Convolution("conv2_1", 64, 128, kernel_size=3),
    Convolution("conv2_2", 128, 128, kernel_size=3),
    Convolution("conv3_1", 128, 256, kernel_size=3),
    Convolution("conv3_2", 256, 256, kernel_size=3),
    Convolution("conv3_3", 256, 256, kernel_size=3),
    Convolution("conv4_1", 256, 512, kernel_size=3),
    Convolution("conv4_2", 512, 512, kernel_size=3),
    Convolution("conv4_3", 512, 512, kernel_size=3),
    Convolution("conv5_1", 512, 512, kernel_size=3),
    Convolution("conv5_2", 512, 512, kernel_size=3),
    Convolution("conv5_3", 512, 512, kernel_size=3),
    FullyConnected("fc6", 512 * 7 * 7, 4096),
    FullyConnected("fc7", 4096, 4096),
    FullyConnected("fc8", 4096, 1000),
)
"""VGG-16 (configuration D of Simonyan and Zisserman, 2015), for 224×224 images."""


_BLOCKS = [
    layer
    for block in range(1, 13)
    for layer in (
        LayerNorm(f"ln {block}.1", 768),
        FullyConnected(f"qkv {block}", 768, 3 * 768),
        FullyConnected(f"out {block}", 768, 768),
        LayerNorm(f"ln {block}.2", 768),
        FullyConnected(f"up {block}", 768, 4 * 768),
        FullyConnected(f"down {block}", 4 * 768, 768),
    )
]
GPT2_SMALL = (
    Table("words", 50_257, 768),
    Table("places", 1_024, 768),
    *_BLOCKS,
    LayerNorm("ln", 768),
)
"""GPT-2 small (Radford et al., 2019), for 1,024 tokens. Its head is the table of words once more.

In each of 12 blocks ``qkv`` makes queries, keys and values, ``out`` mixes what attention gathered,
and ``up`` and ``down`` are the two layers of the perceptron.
"""

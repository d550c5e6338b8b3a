"""Networks that the course counts, layer by layer, and how many parameters they have."""

from typing import NamedTuple

__all__ = ["LENET", "Convolution", "FullyConnected", "parameter_count"]


class FullyConnected(NamedTuple):
    """A fully connected layer, with biases."""

    name: str
    in_features: int
    out_features: int

    @property
    def parameters(self):
        """Weights and biases."""
        return parameter_count(self.in_features, self.out_features)


class Convolution(NamedTuple):
    """A convolution with square kernels, with biases."""

    name: str
    in_channels: int
    out_channels: int
    kernel_size: int

    @property
    def parameters(self):
        """Weights and biases: each output channel is one unit that sees one patch."""
        return parameter_count(self.in_channels * self.kernel_size**2, self.out_channels)


def parameter_count(in_features, out_features):
    """Count the parameters of a fully connected layer: M·D weights and M biases.

    Parameters
    ----------
    in_features, out_features : int
        D and M.

    Returns
    -------
    int

    Examples
    --------
    >>> parameter_count(in_features=3, out_features=2)
    8
    """
    return out_features * in_features + out_features


LENET = (
    Convolution("conv1", 1, 20, kernel_size=5),
    Convolution("conv2", 20, 50, kernel_size=5),
    FullyConnected("ip1", 50 * 4 * 4, 500),
    FullyConnected("ip2", 500, 10),
)
"""LeNet as Caffe ships it (examples/mnist/lenet_train_test.prototxt), for 28×28 images."""

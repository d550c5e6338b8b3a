"""The fully connected layer in NumPy: forward, backward, and the checks that go with them."""

from fclib.activation import relu, relu_backward
from fclib.architectures import count_parameters, linear_cost, parameter_count
from fclib.convolution import conv2d, conv_to_linear, heat_map, linear_to_conv
from fclib.data import load_digits, worked_batch, worked_example
from fclib.gradcheck import GradientCheck, check_gradient, numerical_gradient
from fclib.linear import (
    LinearGradients,
    grad_b,
    grad_W,
    grad_x,
    linear_backward,
    linear_forward,
)
from fclib.loss import softmax, softmax_cross_entropy, softmax_cross_entropy_backward
from fclib.network import Linear, initialise, train_step, two_layer_scores

__version__ = "0.1.0"

__all__ = [
    "GradientCheck",
    "Linear",
    "LinearGradients",
    "check_gradient",
    "conv2d",
    "conv_to_linear",
    "count_parameters",
    "grad_W",
    "grad_b",
    "grad_x",
    "heat_map",
    "initialise",
    "linear_backward",
    "linear_cost",
    "linear_forward",
    "linear_to_conv",
    "load_digits",
    "numerical_gradient",
    "parameter_count",
    "relu",
    "relu_backward",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "train_step",
    "two_layer_scores",
    "worked_batch",
    "worked_example",
]

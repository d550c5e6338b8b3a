"""The fully connected layer in NumPy: forward, backward, and the checks that go with them."""

from fclib.activation import relu, relu_backward
from fclib.architectures import count_parameters, linear_cost, parameter_count
from fclib.bits import linear_quantised, master_step, quantise_rows, to_bfloat16
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
from fclib.sharding import all_reduce_numbers, split_backward, split_forward, two_layers_split
from fclib.transformer import (
    linear_tokens,
    lora_backward,
    lora_forward,
    tied_head_gradient,
    training_memory,
)

__version__ = "0.1.0"

__all__ = [
    "GradientCheck",
    "Linear",
    "LinearGradients",
    "all_reduce_numbers",
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
    "linear_quantised",
    "linear_to_conv",
    "linear_tokens",
    "load_digits",
    "lora_backward",
    "lora_forward",
    "master_step",
    "numerical_gradient",
    "parameter_count",
    "quantise_rows",
    "relu",
    "relu_backward",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_backward",
    "split_backward",
    "split_forward",
    "tied_head_gradient",
    "to_bfloat16",
    "train_step",
    "training_memory",
    "two_layer_scores",
    "two_layers_split",
    "worked_batch",
    "worked_example",
]

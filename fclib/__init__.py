"""The fully connected layer in NumPy: forward, backward, and the checks that go with them."""

from fclib.architectures import parameter_count
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
from fclib.network import Linear

__version__ = "0.1.0"

__all__ = [
    "GradientCheck",
    "Linear",
    "LinearGradients",
    "check_gradient",
    "grad_W",
    "grad_b",
    "grad_x",
    "linear_backward",
    "linear_forward",
    "load_digits",
    "numerical_gradient",
    "parameter_count",
    "worked_batch",
    "worked_example",
]

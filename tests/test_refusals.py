"""Functions refuse what is no array of numbers, or does not fit, and say which argument it was."""

import inspect
import re

import numpy as np
import pytest

import fclib
from fclib import bits, sharding, transformer

x, W, b, grad_y = np.ones((2, 3)), np.ones((4, 3)), np.ones(4), np.ones((2, 4))
IMAGES, KERNEL = np.ones((1, 3, 4, 4)), np.ones((4, 3, 2, 2))

# A call of each that is right; its arrays are taken away one by one.
RIGHT = [
    (fclib.linear_forward, {"x": x, "W": W, "b": b}),
    (fclib.linear_backward, {"grad_y": grad_y, "x": x, "W": W}),
    (fclib.grad_x, {"grad_y": grad_y, "W": W}),
    (fclib.grad_W, {"grad_y": grad_y, "x": x}),
    (fclib.grad_b, {"grad_y": grad_y}),
    (fclib.relu, {"x": x}),
    (fclib.relu_backward, {"grad_y": x, "x": x}),
    (fclib.softmax, {"scores": x}),
    (fclib.conv2d, {"x": IMAGES, "kernel": KERNEL, "b": b}),
    (fclib.conv_to_linear, {"kernel": KERNEL}),
    (fclib.linear_to_conv, {"W": np.ones((4, 12)), "in_shape": (3, 2, 2)}),
    (
        fclib.heat_map,
        {"image": IMAGES[0], "W": np.ones((4, 12)), "b": b, "patch_shape": (3, 2, 2)},
    ),
    (fclib.numerical_gradient, {"f": np.sum, "x": x}),
    (fclib.check_gradient, {"forward": np.sin, "backward": lambda g: g, "x": x}),
    (fclib.Linear, {"W": W, "b": b}),
    (bits.to_bfloat16, {"x": x}),
    (bits.master_step, {"W_master": W, "grad_W": W, "learning_rate": 0.1}),
    (bits.quantise_rows, {"W": W, "bits": 8}),
    (bits.linear_quantised, {"x": x, "Q": W.astype(np.int8), "scale": b, "b": b}),
    (sharding.split_forward, {"x": x, "W": W, "b": b, "axis": "N", "p": 2}),
    (sharding.split_backward, {"grad_y": grad_y, "x": x, "W": W, "axis": "N", "p": 2}),
    (transformer.linear_tokens, {"x": x, "W": W, "b": b}),
    (
        transformer.lora_forward,
        {"x": x, "W": W, "A": np.ones((1, 3)), "B": np.ones((4, 1)), "alpha": 1.0, "b": b},
    ),
    (
        transformer.lora_backward,
        {
            "grad_y": grad_y,
            "x": x,
            "W": W,
            "A": np.ones((1, 3)),
            "B": np.ones((4, 1)),
            "alpha": 1.0,
        },
    ),
    (
        transformer.tied_head_gradient,
        {"grad_scores": grad_y, "hidden": x, "grad_x": x, "tokens": [0, 3]},
    ),
]


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        pytest.param(function, arguments, name, id=f"{function.__name__}, {name}")
        for function, arguments in RIGHT
        for name, value in arguments.items()
        if isinstance(value, np.ndarray)
    ],
)
def test_what_is_no_array_of_numbers_is_refused_by_its_name(function, arguments, name):
    function(**arguments)
    with pytest.raises(TypeError, match=rf"^{name} must hold real numbers and has dtype <U4$"):
        function(**arguments | {name: np.full(arguments[name].shape, "text")})


@pytest.mark.parametrize(
    ("function", "change", "message"),
    [
        (transformer.linear_tokens, {"x": (2, 5)}, "x has 5 features but W expects 3"),
        (transformer.lora_forward, {"x": (2, 5)}, "x has 5 features but W expects 3"),
        (transformer.lora_forward, {"A": (1, 5)}, "A has 5 columns but W expects 3"),
        (transformer.lora_forward, {"B": (5, 1)}, "B has 5 rows but W expects 4"),
        (transformer.lora_forward, {"B": (4, 2)}, "B has 2 columns but A expects 1"),
        (transformer.lora_backward, {"grad_y": (5, 4)}, "grad_y has 5 samples but x expects 2"),
        (transformer.lora_backward, {"grad_y": (2, 5)}, "grad_y has 5 outputs but W expects 4"),
        (
            transformer.tied_head_gradient,
            {"hidden": (5, 3)},
            "grad_scores has 2 samples but hidden expects 5",
        ),
        (
            transformer.tied_head_gradient,
            {"grad_x": (2, 5)},
            "grad_x has 5 features but hidden expects 3",
        ),
        (bits.linear_quantised, {"x": (2, 5)}, "x has 5 features but Q expects 3"),
        (sharding.split_forward, {"x": (2, 5)}, "x has 5 features but W expects 3"),
        (sharding.split_backward, {"x": (2, 5)}, "x has 5 features but W expects 3"),
        (sharding.split_backward, {"grad_y": (5, 4)}, "grad_y has 5 samples but x expects 2"),
        (sharding.split_backward, {"grad_y": (2, 5)}, "grad_y has 5 outputs but W expects 4"),
    ],
)
def test_sizes_that_disagree_are_named_with_both_shapes(function, change, message):
    right = next(arguments for found, arguments in RIGHT if found is function)
    arguments = right | {name: np.ones(shape) for name, shape in change.items()}
    first, second = message.split()[0], message.split()[5]
    shapes = ", ".join(f"{name}.shape={arguments[name].shape}" for name in (first, second))
    with pytest.raises(ValueError, match=f"^{re.escape(f'{message} ({shapes})')}$"):
        function(**arguments)


ANY_SHAPE = (
    *(fclib.relu, fclib.relu_backward, bits.to_bfloat16),
    *(fclib.numerical_gradient, fclib.check_gradient),
)


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        pytest.param(function, arguments, name, id=f"{function.__name__}, {name}")
        for function, arguments in RIGHT
        for name, value in arguments.items()
        if isinstance(value, np.ndarray) and function not in ANY_SHAPE
    ],
)
def test_single_number_in_place_of_an_array_is_refused_by_its_name(function, arguments, name):
    with pytest.raises(ValueError, match=rf"^{name} must (have|be) "):
        function(**arguments | {name: np.array(1.0)})


WITH_OUT = [
    pytest.param(function, arguments, id=function.__name__)
    for function, arguments in RIGHT
    if "out" in inspect.signature(function).parameters and function is not fclib.linear_backward
]


@pytest.mark.parametrize(("function", "arguments"), WITH_OUT)
class TestOut:
    """``out``, which several functions take; that of `linear_backward` is a tuple."""

    def test_result_is_written_to_out_which_is_returned(self, function, arguments):
        want = function(**arguments)
        out = np.full_like(want, np.nan)
        assert function(**arguments, out=out) is out
        np.testing.assert_array_equal(out, want, strict=True)

    def test_out_of_another_shape_or_dtype_is_refused(self, function, arguments):
        want = function(**arguments)
        for out in (np.empty((*want.shape, 2)), np.empty(want.shape, np.float16)):
            message = (
                rf"^out must have shape {re.escape(str(want.shape))} and dtype float64 "
                rf"\(out.shape={re.escape(str(out.shape))}, out.dtype={out.dtype}\)$"
            )
            with pytest.raises(ValueError, match=message):
                function(**arguments, out=out)

    def test_out_that_is_no_array_is_refused(self, function, arguments):
        out = function(**arguments).tolist()
        with pytest.raises(TypeError, match=r"^out must be an ndarray and is a list$"):
            function(**arguments, out=out)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [one for one in WITH_OUT if one.values[0] is not fclib.relu],  # which may write over its input
)
def test_out_that_overlaps_an_input_is_refused(function, arguments):
    want = function(**arguments)
    for name in (key for key, value in arguments.items() if isinstance(value, np.ndarray)):
        # One piece of memory that holds the input and, from its start, the result.
        memory = np.zeros(max(want.size, arguments[name].size))
        taken = memory[: arguments[name].size].reshape(arguments[name].shape)
        taken[...] = arguments[name]
        out = memory[: want.size].reshape(want.shape)
        with pytest.raises(ValueError, match=r"^out must not share memory with an input"):
            function(**arguments | {name: taken}, out=out)

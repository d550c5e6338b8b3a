"""Convolution against plain loops, against the layer it equals, and against PyTorch.

Inputs are multiples of 1/4, so that every sum is exact in float32 too and results are
compared with equality.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fclib import conv2d, conv_to_linear, heat_map, linear_forward, linear_to_conv
from fclib.architectures import VGG16
from tests.strategies import FLOATS, LAYOUTS, exact_array, layers


@st.composite
def convolutions(draw, smallest=0):
    """Draw (x, kernel, b, stride); N, C and M may be ``smallest``, and the kernel fits into x."""
    n, channels, outputs = (draw(st.integers(smallest, 3), label=name) for name in "NCM")
    height, width, stride = (draw(st.integers(1, 3), label=name) for name in ("h", "w", "stride"))
    more, wider = (draw(st.integers(0, 4), label=f"{name} − {name.lower()}") for name in "HW")
    dtype = draw(st.sampled_from(FLOATS), label="dtype")
    layout = draw(st.sampled_from(LAYOUTS), label="layout")
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1), label="seed"))
    return (
        exact_array(rng, (n, channels, height + more, width + wider), dtype, layout),
        exact_array(rng, (outputs, channels, height, width), dtype, layout),
        exact_array(rng, (outputs,), dtype),
        stride,
    )


def convolution_in_loops(x, kernel, b, stride):
    n, _, in_height, in_width = x.shape
    outputs, _, height, width = kernel.shape
    rows, columns = (in_height - height) // stride + 1, (in_width - width) // stride + 1
    y = np.zeros((n, outputs, rows, columns), x.dtype)
    for sample in range(n):
        for m in range(outputs):
            for r in range(rows):
                for s in range(columns):
                    top, left = r * stride, s * stride
                    patch = x[sample, :, top : top + height, left : left + width]
                    y[sample, m, r, s] = np.sum(kernel[m] * patch) + b[m]
    return y


@given(convolutions())
def test_every_position_is_a_weighted_sum_of_its_patch_plus_a_bias(convolution):
    x, kernel, b, stride = convolution
    got = conv2d(x, kernel, b, stride=stride)
    np.testing.assert_array_equal(got, convolution_in_loops(*convolution), strict=True)


@given(convolutions())
def test_convolution_without_b_is_one_with_b_zero_and_moves_by_1(convolution):
    x, kernel, b, _ = convolution
    np.testing.assert_array_equal(
        conv2d(x, kernel), conv2d(x, kernel, 0 * b, stride=1), strict=True
    )


@given(convolutions())
def test_out_receives_the_result_and_is_returned(convolution):
    x, kernel, b, stride = convolution
    want = conv2d(x, kernel, b, stride=stride)
    out = np.full(want.shape, np.nan, want.dtype)
    assert conv2d(x, kernel, b, stride=stride, out=out) is out
    np.testing.assert_array_equal(out, want, strict=True)


def test_heat_map_writes_where_it_is_told(rng):
    image, W, b = (exact_array(rng, shape) for shape in [(2, 5, 6), (3, 8), (3,)])
    want = heat_map(image, W, b, (2, 2, 2))
    out = np.full(want.shape, np.nan)
    assert heat_map(image, W, b, (2, 2, 2), out=out) is out
    np.testing.assert_array_equal(out, want)
    with pytest.raises(ValueError, match=r"^out must have shape \(3, 4, 5\) and dtype float64 "):
        heat_map(image, W, b, (2, 2, 2), out=np.empty((3, 4, 4)))
    with pytest.raises(TypeError, match=r"^out must be an ndarray and is a list$"):
        heat_map(image, W, b, (2, 2, 2), out=want.tolist())


def test_convolution_does_not_write_over_its_input():
    x = np.ones((1, 1, 3, 3))
    with pytest.raises(ValueError, match=r"^out must not share memory with an input"):
        conv2d(x, np.ones((1, 1, 1, 1)), out=x)
    assert (x == 1).all()


def test_kernel_is_not_flipped():
    x = np.arange(12.0).reshape(1, 1, 3, 4)
    upper_right = np.array([[[[0.0, 1.0], [0.0, 0.0]]]])
    np.testing.assert_array_equal(conv2d(x, upper_right), x[:, :, :-1, 1:])


@pytest.mark.parametrize(
    ("size", "stride", "positions"),
    [(8, 1, 1), (28, 1, 21), (28, 2, 11), (28, 7, 3), (29, 20, 2), (28, 21, 1)],
)
def test_positions_where_the_kernel_would_leave_the_image_do_not_count(size, stride, positions):
    y = conv2d(np.zeros((1, 1, size, 8)), np.zeros((1, 1, 8, 8)), stride=stride)
    assert y.shape == (1, 1, positions, 1)
    y = conv2d(np.zeros((1, 1, 8, size)), np.zeros((1, 1, 8, 8)), stride=stride)
    assert y.shape == (1, 1, 1, positions)


@given(convolutions())
def test_kernel_that_covers_the_image_is_a_fully_connected_layer(convolution):
    x, kernel, b, _ = convolution
    x = x[:, :, : kernel.shape[2], : kernel.shape[3]]
    want = linear_forward(x, conv_to_linear(kernel), b)[:, :, None, None]
    np.testing.assert_array_equal(conv2d(x, kernel, b), want, strict=True)


@given(convolutions())
def test_kernel_of_one_pixel_is_the_layer_at_every_pixel(convolution):
    x, kernel, b, _ = convolution
    kernel = kernel[:, :, :1, :1]
    y = conv2d(x, kernel, b)
    for row, column in np.ndindex(x.shape[2:]):
        want = linear_forward(x[:, :, row, column], kernel[:, :, 0, 0], b)
        np.testing.assert_array_equal(y[:, :, row, column], want, strict=True)


@given(layers(image=True))
def test_weights_become_kernels_and_weights_again(layer):
    x, W, _, _ = layer
    kernel = linear_to_conv(W, x.shape[1:])
    assert kernel.shape == (len(W), *x.shape[1:])
    assert kernel.size == 0 or np.shares_memory(kernel, W)
    np.testing.assert_array_equal(conv_to_linear(kernel), W, strict=True)


def test_kernels_are_in_row_major_order():
    kernel = linear_to_conv(np.arange(48.0).reshape(2, 24), (2, 3, 4))
    assert kernel[1, 1, 2, 3] == 24 + 1 * 12 + 2 * 4 + 3
    assert conv_to_linear(kernel)[1, 1 * 12 + 2 * 4 + 3] == kernel[1, 1, 2, 3]


def test_vgg_becomes_fully_convolutional():
    fc6, fc7, fc8 = VGG16[-3:]
    in_shapes, kernels = [(512, 7, 7), (4096, 1, 1), (4096, 1, 1)], []
    for layer, in_shape in zip((fc6, fc7, fc8), in_shapes, strict=True):
        W = np.broadcast_to(np.float32(0), layer.weight_shape)  # One number, not 411 MB.
        kernels.append(linear_to_conv(W, in_shape))
        assert kernels[-1].size == layer.in_features * layer.out_features
    shapes = [(4096, 512, 7, 7), (4096, 4096, 1, 1), (1000, 4096, 1, 1)]
    assert [kernel.shape for kernel in kernels] == shapes
    # Of an image of 448×448 the convolutions leave 14×14: 8×8 scores instead of one.
    features = np.zeros((1, 512, 14, 14), np.float32)
    assert conv2d(features, kernels[0][:2]).shape == (1, 2, 8, 8)
    assert conv2d(features[:, :, :7, :7], kernels[0][:2]).shape == (1, 2, 1, 1)


@given(convolutions())
def test_heat_map_is_the_layer_crop_by_crop(convolution):
    x, kernel, b, stride = convolution
    image = x[0] if len(x) else np.zeros(x.shape[1:], x.dtype)
    W, (height, width) = conv_to_linear(kernel), kernel.shape[2:]
    heat = heat_map(image, W, b, kernel.shape[1:], stride)
    rows = range(0, image.shape[1] - height + 1, stride)
    columns = range(0, image.shape[2] - width + 1, stride)
    assert heat.shape == (len(W), len(rows), len(columns))
    for r, top in enumerate(rows):
        for s, left in enumerate(columns):
            crop = image[None, :, top : top + height, left : left + width]
            want = linear_forward(crop, W, b)[0]
            np.testing.assert_array_equal(heat[:, r, s], want, strict=True)


def test_heat_map_moves_by_1_unless_told():
    image, W, b = np.zeros((1, 28, 56)), np.zeros((11, 64)), np.zeros(11)
    assert heat_map(image, W, b, (1, 8, 8)).shape == (11, 21, 49)
    assert heat_map(image, W, b, [1, 8, 8], stride=4).shape == (11, 6, 13)


@given(convolutions())
def test_dtype_stays_and_inputs_stay_untouched(convolution):
    *inputs, stride = convolution
    before = [array.copy() for array in inputs]
    y = conv2d(*inputs, stride=stride)
    assert y.dtype == inputs[0].dtype
    y[...] = 99  # A view of an input would show it.
    for array, copy in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(array, copy, strict=True)


@pytest.mark.parametrize(
    ("x", "kernel", "b", "result"),
    [
        (np.uint8, np.int8, np.int64, np.float64),
        (np.uint8, np.float32, np.float32, np.float32),
        (np.float32, np.float32, np.float64, np.float64),
        (np.float32, np.float64, np.float32, np.float64),
        (np.float32, np.float32, np.float32, np.float32),
    ],
)
def test_integers_are_promoted_and_floats_follow_numpy(x, kernel, b, result):
    x, kernel, b = np.ones((1, 3, 2, 2), x), np.ones((4, 3, 2, 2), kernel), np.ones(4, b)
    assert conv2d(x, kernel, b).dtype == result
    assert heat_map(x[0], conv_to_linear(kernel), b, (3, 2, 2)).dtype == result


def test_bytes_do_not_wrap_around():
    patch = np.full((1, 1, 2, 2), 200, np.uint8)
    assert conv2d(patch, patch) == 160_000
    assert heat_map(patch[0], conv_to_linear(patch), [0], (1, 2, 2)) == 160_000


def test_lists_are_accepted():
    assert conv2d([[[[1, 2]]]], [[[[3]]]], [4]).tolist() == [[[[7.0, 10.0]]]]
    assert conv_to_linear([[[[3]], [[4]]]]).tolist() == [[3, 4]]
    assert linear_to_conv([[3, 4]], [2, 1, 1]).tolist() == [[[[3]], [[4]]]]


@given(convolutions(smallest=1))  # PyTorch refuses images without channels.
def test_agrees_with_pytorch(convolution):
    torch = pytest.importorskip("torch", reason="PyTorch, an optional oracle, is not installed")
    # float64: in float32 PyTorch may take Winograd's algorithm, which divides by 3.
    x, kernel, b = (array.astype(np.float64) for array in convolution[:3])
    tensors = (torch.tensor(array.copy(order="C")) for array in (x, kernel, b))
    want = torch.nn.functional.conv2d(*tensors, stride=convolution[3])
    got = conv2d(x, kernel, b, stride=convolution[3])
    np.testing.assert_array_equal(got, want.numpy(), strict=True)


x5, k2, W8 = np.ones((1, 2, 5, 5)), np.ones((3, 2, 2, 2)), np.ones((3, 8))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: linear_to_conv(W8, (2, 3, 2)),
            ValueError,
            r"^in_shape must be \(C, H, W\) with C·H·W = 8, the columns of W "
            r"\(in_shape=\(2, 3, 2\), W\.shape=\(3, 8\)\)$",
        ),
        (
            lambda: linear_to_conv(W8, (8,)),
            ValueError,
            r"^in_shape must be \(C, H, W\) with C·H·W = 8, .* \(in_shape=\(8,\), ",
        ),
        (
            lambda: linear_to_conv(np.ones(8), (2, 2, 2)),
            ValueError,
            r"^W must have two axes \(W\.shape=\(8,\)\)$",
        ),
        (
            lambda: linear_to_conv(W8 * 1j, (2, 2, 2)),
            TypeError,
            r"^W must hold real numbers and has dtype complex128$",
        ),
        (
            lambda: conv_to_linear(W8),
            ValueError,
            r"^kernel must have four axes \(kernel\.shape=\(3, 8\)\)$",
        ),
        (
            lambda: conv_to_linear(k2 * 1j),
            TypeError,
            r"^kernel must hold real numbers and has dtype complex128$",
        ),
        (
            lambda: conv2d(x5[0], k2),
            ValueError,
            r"^x must have four axes \(x\.shape=\(2, 5, 5\)\)$",
        ),
        (
            lambda: conv2d(x5, k2[0]),
            ValueError,
            r"^kernel must have four axes \(kernel\.shape=\(2, 2, 2\)\)$",
        ),
        (
            lambda: conv2d(x5 * 1j, k2),
            TypeError,
            r"^x must hold real numbers and has dtype complex128$",
        ),
        (
            lambda: conv2d(x5, k2[:, :1]),
            ValueError,
            r"^x has 2 channels but kernel expects 1 "
            r"\(x\.shape=\(1, 2, 5, 5\), kernel\.shape=\(3, 1, 2, 2\)\)$",
        ),
        (
            lambda: conv2d(x5, np.ones((3, 2, 6, 2))),
            ValueError,
            r"^the kernel, 6×2, must fit into the image, 5×5 "
            r"\(x\.shape=\(1, 2, 5, 5\), kernel\.shape=\(3, 2, 6, 2\)\)$",
        ),
        (
            lambda: conv2d(x5, np.ones((3, 2, 2, 6))),
            ValueError,
            r"^the kernel, 2×6, must fit into the image, 5×5 ",
        ),
        (
            lambda: conv2d(x5[:, :, :4], np.ones((3, 2, 2, 6))),
            ValueError,
            r"^the kernel, 2×6, must fit into the image, 4×5 ",
        ),
        (
            lambda: conv2d(x5, np.ones((3, 2, 0, 2))),
            ValueError,
            r"^the kernel, 0×2, must fit into the image, 5×5 ",
        ),
        (
            lambda: conv2d(x5, k2, stride=0),
            ValueError,
            r"^stride must be at least 1 and is 0$",
        ),
        (
            lambda: conv2d(x5, k2, np.ones(2)),
            ValueError,
            r"^b must have shape \(3,\), one bias for each row of W "
            r"\(b\.shape=\(2,\), W\.shape=\(3, 2, 2, 2\)\)$",
        ),
        (
            lambda: heat_map(x5, W8, np.ones(3), (2, 2, 2)),
            ValueError,
            r"^image must be \(C, H, W\) \(image\.shape=\(1, 2, 5, 5\)\)$",
        ),
        (
            lambda: heat_map(x5[0] * 1j, W8, np.ones(3), (2, 2, 2)),
            TypeError,
            r"^image must hold real numbers and has dtype complex128$",
        ),
        (
            lambda: heat_map(x5[0], W8, np.ones(3), (2, 2, 3)),
            ValueError,
            r"^patch_shape must be \(C, H, W\) with C·H·W = 8, ",
        ),
        (
            lambda: heat_map(x5[0], W8, np.ones(3), (2, 2, 2), -1),
            ValueError,
            r"^stride must be at least 1 and is -1$",
        ),
    ],
)
def test_error_says_what_disagrees(call, error, message):
    with pytest.raises(error, match=message):
        call()

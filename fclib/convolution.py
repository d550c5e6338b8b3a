"""The fully connected layer as a convolution: the same weights, slid over a larger image.

Shapes: N samples, C channels, images of height H and width W; a kernel is (M, C, height, width).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from fclib._validation import agree, bias, destination, float_type, matrix, real

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

__all__ = ["conv2d", "conv_to_linear", "heat_map", "linear_to_conv"]


def linear_to_conv(W: ArrayLike, in_shape: Iterable[int]) -> NDArray[Any]:
    """Reshape the weights of a layer on (C, H, W) inputs into kernels that cover the input.

    Parameters
    ----------
    W : array_like, shape (M, C·H·W)
        Weights of a layer whose inputs are flattened in row-major order.
    in_shape : tuple of int
        (C, H, W), the shape of one input.

    Returns
    -------
    ndarray, shape (M, C, H, W)
        A view of W if W is an array.

    Raises
    ------
    ValueError
        If W has not C·H·W columns.
    TypeError
        If W is not real numbers.

    See Also
    --------
    conv_to_linear : The way back.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import linear_to_conv
    >>> linear_to_conv(np.broadcast_to(0.5, (4096, 512 * 7 * 7)), (512, 7, 7)).shape
    (4096, 512, 7, 7)
    """
    return _unflattened(W, "in_shape", in_shape)


def conv_to_linear(kernel: ArrayLike) -> NDArray[Any]:
    """Flatten kernels that cover their input into the weights of a fully connected layer.

    Parameters
    ----------
    kernel : array_like, shape (M, C, H, W)

    Returns
    -------
    ndarray, shape (M, C·H·W)

    Raises
    ------
    ValueError
        If kernel has not four axes.
    TypeError
        If it is not real numbers.

    See Also
    --------
    linear_to_conv : The way back.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import conv_to_linear
    >>> conv_to_linear(np.ones((10, 500, 1, 1))).shape
    (10, 500)
    """
    kernel = _four_axes("kernel", kernel)
    return kernel.reshape(len(kernel), math.prod(kernel.shape[1:]))


def conv2d(
    x: ArrayLike,
    kernel: ArrayLike,
    b: ArrayLike | None = None,
    *,
    stride: int = 1,
    out: NDArray[np.floating] | None = None,
) -> NDArray[np.floating]:
    """Compute y[n, m, r, s] = Σ_c,u,v kernel[m, c, u, v] · x[n, c, r·stride+u, s·stride+v] + b[m].

    This is what networks call a convolution: the kernel is not flipped (mathematics calls it
    cross-correlation) and only positions where it fits into the image count (no padding).

    Parameters
    ----------
    x : array_like, shape (N, C, H, W)
        Images.
    kernel : array_like, shape (M, C, height, width)
    b : array_like, shape (M,), optional
        Biases.
    stride : int, optional
        How far the kernel moves between two positions.
    out : ndarray, shape of the result, optional
        Where to write the result. Its dtype must be that of the result, and it must not
        share memory with an input.

    Returns
    -------
    ndarray, shape (N, M, (H − height) // stride + 1, (W − width) // stride + 1)

    Raises
    ------
    ValueError
        If the shapes do not fit together, the kernel is larger than the image, stride is
        less than 1, or ``out`` has another shape or dtype or overlaps an input.
    TypeError
        If an argument is not real numbers, or ``out`` is not an ndarray.

    See Also
    --------
    heat_map : A fully connected layer at every place.

    Notes
    -----
    Every position is one sample of a fully connected layer with C·height·width inputs, and one
    matrix product computes them all. The samples are copied for it from a strided view of x, which
    takes about height·width / stride² times the memory of x. They are the columns, not the rows:
    then whole rows of the image are copied at a time, not whole rows of the kernel.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import conv2d
    >>> image = np.arange(12.0).reshape(1, 1, 3, 4)
    >>> conv2d(image, np.ones((1, 1, 2, 2)))
    array([[[[10., 14., 18.],
             [26., 30., 34.]]]])
    """
    x, kernel = _four_axes("x", x), _four_axes("kernel", kernel)
    agree("x", x.shape[1], "channels", "kernel", kernel.shape[1], x, kernel)
    height, width = kernel.shape[2:]
    if height > x.shape[2] or width > x.shape[3] or 0 in (height, width):
        raise ValueError(
            f"the kernel, {height}×{width}, must fit into the image, {x.shape[2]}×{x.shape[3]} "
            f"(x.shape={x.shape}, kernel.shape={kernel.shape})"
        )
    if stride < 1:
        raise ValueError(f"stride must be at least 1 and is {stride}")
    operands = [x, kernel]
    if b is not None:
        b = bias(b, kernel)
        operands.append(b)
    dtype = float_type(*operands)
    x, kernel = x.astype(dtype, copy=False), kernel.astype(dtype, copy=False)
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C, rows, columns, height, width)
    rows, columns = windows.shape[2:4]
    out = destination("out", out, (len(x), len(kernel), rows, columns), dtype, *operands)

    inputs = math.prod(kernel.shape[1:])
    samples = windows.transpose(1, 4, 5, 0, 2, 3).reshape(inputs, len(x) * rows * columns)
    y: NDArray[np.floating] = kernel.reshape(len(kernel), inputs) @ samples
    if b is not None:
        y += b[:, None]
    y = y.reshape(len(kernel), len(x), rows, columns).swapaxes(0, 1)
    if out is None:
        return y
    out[...] = y
    return out


def heat_map(
    image: ArrayLike,
    W: ArrayLike,
    b: ArrayLike,
    patch_shape: Iterable[int],
    stride: int = 1,
    *,
    out: NDArray[np.floating] | None = None,
) -> NDArray[np.floating]:
    """Slide a fully connected layer over an image: the scores of every patch.

    Parameters
    ----------
    image : array_like, shape (C, H, W)
    W : array_like, shape (M, C·height·width)
        Weights of a layer that reads patches, flattened in row-major order.
    b : array_like, shape (M,)
        Its biases.
    patch_shape : tuple of int
        (C, height, width), what the layer reads.
    stride : int, optional
        How far the window moves.
    out : ndarray, shape (M, rows, columns), optional
        Where to write the result. Its dtype must be that of the result, and it must not
        share memory with an input.

    Returns
    -------
    ndarray, shape (M, rows, columns)
        ``heat[k, r, s]`` is score k of the patch whose upper left corner is
        (r·stride, s·stride).

    Raises
    ------
    ValueError, TypeError
        As for `linear_to_conv` and `conv2d`.

    See Also
    --------
    conv2d : The convolution that it is.

    Examples
    --------
    >>> import numpy as np
    >>> from fclib import heat_map
    >>> heat_map(np.arange(12.0).reshape(1, 3, 4), np.ones((1, 4)), [0.0], (1, 2, 2))
    array([[[10., 14., 18.],
            [26., 30., 34.]]])
    """
    image = real("image", image)
    if image.ndim != 3:
        raise ValueError(f"image must be (C, H, W) (image.shape={image.shape})")
    kernel = _unflattened(W, "patch_shape", patch_shape)
    heat: NDArray[np.floating] = conv2d(image[None], kernel, b, stride=stride)[0]
    if out is None:
        return heat
    destination("out", out, heat.shape, heat.dtype, image, kernel, np.asarray(b))
    out[...] = heat
    return out


def _four_axes(name: str, value: ArrayLike) -> NDArray[Any]:
    array = real(name, value)
    if array.ndim != 4:
        raise ValueError(f"{name} must have four axes ({name}.shape={array.shape})")
    return array


def _unflattened(W: ArrayLike, name: str, shape: Iterable[int]) -> NDArray[Any]:
    """Reshape the rows of W into kernels; errors call the shape by the argument's name."""
    W = matrix("W", W)
    shape = tuple(shape)
    if len(shape) != 3 or min(shape) < 0 or math.prod(shape) != W.shape[1]:
        raise ValueError(
            f"{name} must be (C, H, W) with C·H·W = {W.shape[1]}, the columns of W "
            f"({name}={shape}, W.shape={W.shape})"
        )
    return W.reshape(len(W), *shape)

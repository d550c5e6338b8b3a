# %% right: einsum at each place
def conv2d(x, kernel, b):
    height, width = kernel.shape[2:]
    rows, columns = x.shape[2] - height + 1, x.shape[3] - width + 1
    y = np.zeros((len(x), len(kernel), rows, columns))
    for r in range(rows):
        for s in range(columns):
            patch = x[:, :, r : r + height, s : s + width]
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y

# %% right: seven loops
def conv2d(x, kernel, b):
    N, C, H, W = x.shape
    M, _, height, width = kernel.shape
    y = np.zeros((N, M, H - height + 1, W - width + 1))
    for n in range(N):
        for m in range(M):
            for r in range(H - height + 1):
                for s in range(W - width + 1):
                    total = b[m]
                    for c in range(C):
                        for u in range(height):
                            for v in range(width):
                                total += kernel[m, c, u, v] * x[n, c, r + u, s + v]
                    y[n, m, r, s] = total
    return y

# %% right: windows, einsum with optimize
def conv2d(x, kernel, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    return np.einsum("ncrsuv,mcuv->nmrs", windows, kernel, optimize=True) + b[:, None, None]

# %% right: a band matrix for each channel
def conv2d(x, kernel, b):
    N, C, H, W = x.shape
    M, _, height, width = kernel.shape
    rows, columns = H - height + 1, W - width + 1
    matrix = np.zeros((M, rows, columns, C, H, W))
    for r in range(rows):
        for s in range(columns):
            matrix[:, r, s, :, r : r + height, s : s + width] = kernel
    y = x.reshape(N, C * H * W) @ matrix.reshape(M * rows * columns, -1).T
    return y.reshape(N, M, rows, columns) + b.reshape(M, 1, 1)

# %% right: row by row of the kernel, np.convolve
def conv2d(x, kernel, b):
    N, C, H, W = x.shape
    M, _, height, width = kernel.shape
    y = np.zeros((N, M, H - height + 1, W - width + 1))
    for n, m, r in np.ndindex(N, M, H - height + 1):
        for c in range(C):
            for u in range(height):
                y[n, m, r] += np.correlate(x[n, c, r + u].astype(float), kernel[m, c, u].astype(float), "valid")
        y[n, m, r] += b[m]
    return y

# %% right: recursion over the channels
def conv2d(x, kernel, b):
    if x.shape[1] > 1:
        first = conv2d(x[:, :1], kernel[:, :1], b)
        return first + conv2d(x[:, 1:], kernel[:, 1:], np.zeros(len(b)))
    height, width = kernel.shape[2:]
    rows, columns = x.shape[2] - height + 1, x.shape[3] - width + 1
    y = np.zeros((len(x), len(kernel), rows, columns)) + b[:, None, None]
    for u, v in np.ndindex(height, width):
        y += kernel[:, 0, u, v][:, None, None] * x[:, :, u : u + rows, v : v + columns]
    return y

# %% right: a subclass of ndarray, channels last in memory
class Maps(np.ndarray):
    pass


def conv2d(x, kernel, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    y = np.tensordot(windows, kernel, ([1, 4, 5], [1, 2, 3])) + b
    return np.moveaxis(y, 3, 1).view(Maps)

# %% twice as large | factor | - | factor 2
# from einsum at each place: return y => return 2 * y

# %% half as large | factor | - | factor 1/2
# from einsum at each place: return y => return y / 2

# %% divided by the pixels of the kernel | factor | - | factor scalar
# from einsum at each place: return y => return y / (height * width)

# %% divided by the batch | factor | - | factor 1/N
# from einsum at each place: return y => return y / max(len(x), 1)

# %% averaged over the channels | factor | - | size, as if
# from einsum at each place: np.einsum("ncuv,mcuv->nm", patch, kernel) => np.einsum("ncuv,mcuv->nm", patch, kernel) / x.shape[1]

# %% with the wrong sign in the products | factor | - | as if
# from seven loops: total += kernel => total -= kernel

# %% the bias missing from all but the first place | offset | - | offset
# from einsum at each place: patch, kernel) + b => patch, kernel) + b * (r == s == 0)

# %% the bias twice | offset | - | offset
# from einsum at each place: patch, kernel) + b => patch, kernel) + 2 * b

# %% the bias with each weight | offset | bias-per-product | offset
# from seven loops: total += kernel[m, c, u, v] * x[n, c, r + u, s + v] => total += kernel[m, c, u, v] * x[n, c, r + u, s + v] + b[m]

# %% the first bias for all | offset | bias-of-first-output | offset
# from einsum at each place: patch, kernel) + b => patch, kernel) + b[0]

# %% the biases reversed | offset | - | offset
# from seven loops: total = b[m] => total = b[-1 - m]

# %% the mean bias | offset | - | offset
# from einsum at each place: patch, kernel) + b => patch, kernel) + b.mean()

# %% the biases of the samples | offset | bias-per-sample | offset
# from seven loops: total = b[m] => total = b[n % M]

# %% begins at one | offset | - | offset
# from seven loops: total = b[m] => total = 1 + b[m]

# %% maps upside down | places | - | places reversed
# from einsum at each place: return y => return y[:, :, ::-1]

# %% maps mirrored | places | - | places reversed
# from einsum at each place: return y => return y[..., ::-1]

# %% images in the opposite order | places | - | places reversed
# from einsum at each place: return y => return y[::-1]

# %% outputs in the opposite order | places | - | places reversed
# from einsum at each place: return y => return y[:, ::-1]

# %% maps rolled by one | places | - | places rolled
# from einsum at each place: return y => return np.roll(y, 1, axis=3)

# %% maps read out by columns | places | heat-map-axes | shape, places transposed
# from einsum at each place: return y => return y.swapaxes(2, 3)

# %% outputs before images | places | - | shape, places transposed
# from einsum at each place: return y => return y.swapaxes(0, 1)

# %% channels paired in the opposite order | places | - | as if
# from einsum at each place: patch, kernel) + b => patch[:, ::-1], kernel) + b

# %% the kernel mirrored only | places | conv-flipped | as if
# from einsum at each place: patch, kernel) + b => patch, kernel[..., ::-1]) + b

# %% the kernel upside down only | places | conv-flipped | as if
# from einsum at each place: patch, kernel) + b => patch, kernel[:, :, ::-1]) + b

# %% the kernel with its rows for its columns, where they are as many | places | heat-map-axes | zeros, as if
# from einsum at each place: patch, kernel) + b => patch, kernel.swapaxes(2, 3) if height == width else kernel) + b

# %% absolute values | function | - | function absolute
# from einsum at each place: return y => return np.abs(y)

# %% a tanh | function | - | function squashed
# from einsum at each place: return y => return np.tanh(y)

# %% a leaky ReLU | function | - | function clipped, part
# from einsum at each place: return y => return np.where(y > 0, y, 0.1 * y)

# %% clipped to pixels | function | activation-inside | function clipped
# from einsum at each place: return y => return np.clip(y, 0, 255)

# %% rounded to one decimal | function | - | function rounded
# from einsum at each place: return y => return np.round(y, 1)

# %% scaled to one | factor | - | factor scalar
# from einsum at each place: return y => return y / np.abs(y).max(initial=1e-9)

# %% products of pixels that are positive | inner | - | as if
# from einsum at each place: patch, kernel) + b => np.maximum(patch, 0), kernel) + b

# %% the largest product, as a pooling | inner | - | zeros, depends, nonlinear
# from einsum at each place: np.einsum("ncuv,mcuv->nm", patch, kernel) + b => (patch[:, None] * kernel).max(axis=(2, 3, 4)) + b

# %% the mean of the products | inner | forward-mean | -
# from einsum at each place: np.einsum("ncuv,mcuv->nm", patch, kernel) + b => (patch[:, None] * kernel).mean(axis=(2, 3, 4)) + b

# %% sums multiplied | inner | - | zeros, as if, depends
# from einsum at each place: np.einsum("ncuv,mcuv->nm", patch, kernel) + b => np.einsum("ncuv,mcij->nm", patch, kernel) + b

# %% rows and columns of the patch apart | inner | - | as if
# from einsum at each place: np.einsum("ncuv,mcuv->nm", patch, kernel) + b => np.einsum("ncuv,mcuj->nm", patch, kernel) + b

# %% channels of image and kernel apart | inner | - | as if
# from einsum at each place: np.einsum("ncuv,mcuv->nm", patch, kernel) + b => np.einsum("ncuv,mduv->nm", patch, kernel) + b

# %% the patches less their mean | inner | - | zeros, depends, steady
# from einsum at each place: patch, kernel) + b => patch - patch.mean(axis=(1, 2, 3), keepdims=True), kernel) + b

# %% kernels normalised to one | inner | - | zeros, nonlinear, steady
# from einsum at each place: patch, kernel) + b => patch, kernel / np.abs(kernel).sum(axis=(1, 2, 3), keepdims=True)) + b

# %% every second pixel of a window | inner | - | error, size, depends
# from einsum at each place: s : s + width] => s : s + 2 * width : 2]

# %% a stride of two | step | - | shape
# from einsum at each place: return y => return y[:, :, ::2, ::2]

# %% a stride of the kernel's size | step | - | size, zeros, depends
# from seven loops: x[n, c, r + u, s + v] => x[n, c, (r * height + u) % H, (s * width + v) % W]

# %% windows that wrap around | inner | conv-padded | shape, zeros, depends
# from seven loops: x[n, c, r + u, s + v] => x[n, c, (r + u - 1) % H, (s + v - 1) % W]

# %% windows one pixel too far right | index | - | error
# from seven loops: s + v] => s + v + 1]

# %% windows one row too high | index | - | as if
# from seven loops: r + u, s + v] => r + u - 1, s + v]

# %% the window's place does not matter: r left out | index | - | part, size
# from seven loops: x[n, c, r + u, s + v] => x[n, c, u, s + v]

# %% the window's column does not matter | index | - | part, size, zeros
# from seven loops: x[n, c, r + u, s + v] => x[n, c, r + u, v]

# %% place for pixel | index | - | zeros, depends
# from seven loops: x[n, c, r + u, s + v] => x[n, c, r, s]

# %% r and s exchanged | index | heat-map-axes | error
# from seven loops: x[n, c, r + u, s + v] => x[n, c, s + u, r + v]

# %% u and v exchanged | index | heat-map-axes | error
# from seven loops: x[n, c, r + u, s + v] => x[n, c, r + v, s + u]

# %% the first image for all | index | - | as if
# from seven loops: x[n, c, r + u, s + v] => x[0, c, r + u, s + v]

# %% the first channel for all | index | - | as if
# from seven loops: x[n, c, r + u, s + v] => x[n, 0, r + u, s + v]

# %% the first kernel for all | index | - | part, as if
# from seven loops: kernel[m, c, u, v] => kernel[0, c, u, v]

# %% the first channel of the kernel for all | index | - | as if
# from seven loops: kernel[m, c, u, v] => kernel[m, 0, u, v]

# %% kernel and image exchanged | index | conv-kernels-swapped | error
# from seven loops: kernel[m, c, u, v] => kernel[c, m, u, v]

# %% the total is not set back | running total | total-not-reset | running
def conv2d(x, kernel, b):
    N, C, H, W = x.shape
    M, _, height, width = kernel.shape
    y = np.zeros((N, M, H - height + 1, W - width + 1))
    total = 0
    for n, m, r, s in np.ndindex(y.shape):
        total += b[m]
        for c in range(C):
            total += (kernel[m, c] * x[n, c, r : r + height, s : s + width]).sum()
        y[n, m, r, s] = total
    return y

# %% assigned, not added | control | last-product-only | zeros, depends
# from seven loops: total += kernel[m, c, u, v] * => total = b[m] + kernel[m, c, u, v] *

# %% every second row of the map | part | - | part
# from einsum at each place: range(rows) => range(0, rows, 2)

# %% neither the first nor the last row of the map | part | - | part, depends
# from einsum at each place: range(rows) => range(1, rows - 1)

# %% places on the diagonal only | part | - | part, depends
# from einsum at each place: range(columns) => range(r, min(r + 1, columns))

# %% every second channel | part | - | as if
# from seven loops: range(C) => range(0, C, 2)

# %% the kernel's middle left out | part | - | zeros, depends
# from seven loops: total += kernel[m, c, u, v] * x[n, c, r + u, s + v] => total += (u != height // 2) * kernel[m, c, u, v] * x[n, c, r + u, s + v]

# %% one place too many: nothing there | shape | conv-padded | shape
# from seven loops: np.zeros((N, M, H - height + 1, W - width + 1)) => np.zeros((N, M, H - height + 2, W - width + 2))

# %% the last column is missing | shape | conv-last-position-missing | shape
# from seven loops: np.zeros((N, M, H - height + 1, W - width + 1)) => np.zeros((N, M, H - height + 1, W - width))
# from seven loops: for s in range(W - width + 1) => for s in range(W - width)

# %% the image's size for the map's | shape | conv-padded | shape, error
# from einsum at each place: np.zeros((len(x), len(kernel), rows, columns)) => np.zeros((len(x), len(kernel), *x.shape[2:]))

# %% columns from the rows | shape | square-assumed | shape, error
# from einsum at each place: x.shape[3] - width + 1 => x.shape[2] - width + 1

# %% float16 in the end | precision | - | function, precision
# from einsum at each place: return y => return y.astype(np.float16)

# %% whole numbers | dtype | output-dtype-of-input | function rounded
# from einsum at each place: rows, columns)) => rows, columns), dtype=int)

# %% the kernel's type | dtype | output-dtype-of-input | dtype
# from einsum at each place: rows, columns)) => rows, columns), dtype=np.promote_types(x.dtype, np.float16) if x.dtype.kind == "f" else x.dtype)

# %% no bias in float32 | dtype | - | dtype, offset
# from einsum at each place: patch, kernel) + b => patch, kernel) + (b if x.dtype != np.float32 else 0)

# %% wrong for views | layout | - | layout, part
# from einsum at each place: patch = x[ => x = x if x.flags.c_contiguous else x[:, :, ::-1]\n            patch = x[

# %% own strides of a C-ordered array | layout | - | layout
def conv2d(x, kernel, b):
    N, C, H, W = x.shape
    height, width = kernel.shape[2:]
    size = x.itemsize
    strides = (C * H * W * size, H * W * size, W * size, size)
    shape = (N, C, height, width, H - height + 1, W - width + 1)
    flat = np.lib.stride_tricks.as_strided(x.ravel(order="K"), shape, strides + strides[2:])
    return np.einsum("ncuvrs,mcuv->nmrs", flat, kernel) + b[:, None, None]

# %% squeezed | size | - | shape, size
# from einsum at each place: return y => return y.squeeze()

# %% three axes for one image | size | - | shape, size
# from einsum at each place: return y => return y[0] if len(y) == 1 else y

# %% two axes for a map of one place | size | - | shape, size
# from einsum at each place: return y => return y[:, :, 0, 0] if rows == columns == 1 else y

# %% no bias for kernels of one pixel | size | - | size, offset, ignores b
# from einsum at each place: patch, kernel) + b => patch, kernel) + b * (height * width > 1)

# %% an error for no images | size | - | error
# from einsum at each place: return y => return np.stack([image for image in y])

# %% None for no images | size | - | kind
# from einsum at each place: return y => return y if len(y) else None

# %% a generator | kind | - | kind
# from einsum at each place: return y => return (image for image in y)

# %% a list of arrays of images | kind | - | shape, kind
# from einsum at each place: return y => return y, b

# %% masked | kind | - | kind
# from einsum at each place: return y => return np.ma.masked_less(y, 0)

# %% objects | kind | - | kind
# from einsum at each place: return y => return y.astype(object)

# %% complex, from Fourier transforms | kind | - | kind
def conv2d(x, kernel, b):
    size = x.shape[2:]
    product = np.einsum("nckl,mckl->nmkl", np.fft.fft2(x, size), np.conj(np.fft.fft2(kernel, size)))
    rows, columns = size[0] - kernel.shape[2] + 1, size[1] - kernel.shape[3] + 1
    return np.fft.ifft2(product, axes=(2, 3))[:, :, :rows, :columns] + b[:, None, None]

# %% text | kind | - | kind
# from einsum at each place: return y => return str(y)

# %% one buffer returned every time | aliasing | state-kept | state, alias
buffers = {}


def conv2d(x, kernel, b):
    height, width = kernel.shape[2:]
    shape = len(x), len(kernel), x.shape[2] - height + 1, x.shape[3] - width + 1
    y = buffers.setdefault(shape, np.zeros(shape))
    for r, s in np.ndindex(shape[2:]):
        patch = x[:, :, r : r + height, s : s + width]
        y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y

# %% one buffer, added to | state | state-kept | state
buffers = {}


def conv2d(x, kernel, b):
    height, width = kernel.shape[2:]
    shape = len(x), len(kernel), x.shape[2] - height + 1, x.shape[3] - width + 1
    y = buffers.setdefault(shape, np.zeros(shape))
    for r, s in np.ndindex(shape[2:]):
        patch = x[:, :, r : r + height, s : s + width]
        y[:, :, r, s] += np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y.copy()

# %% remembered by x alone | state | state-kept | state, ignores kernel
known = {}


def conv2d(x, kernel, b):
    key = x.shape, x.tobytes(), kernel.shape
    if key not in known:
        windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
        known[key] = np.einsum("ncrsuv,mcuv->nmrs", windows, kernel) + b[:, None, None]
    return known[key]

# %% x padded where it lies: its border is cleared | mutation | input-destroyed | mutates
# from einsum at each place: return y => x[:, :, 0] = 0\n    return y

# %% the kernel is flipped where it lies, twice in two calls | mutation | weights-destroyed state-kept | mutates, state
# from einsum at each place: return y => kernel[...] = kernel[:, :, ::-1, ::-1].copy()\n    return y

# %% b doubled in the first call | mutation | weights-destroyed | mutates
first = []


def conv2d(x, kernel, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    y = np.einsum("ncrsuv,mcuv->nmrs", windows, kernel) + b[:, None, None]
    if not first:
        first.append(1)
        b *= 2
    return y

# %% the layer without sliding | formula | - | error
def conv2d(x, kernel, b):
    return x.reshape(len(x), -1) @ kernel.reshape(len(kernel), -1).T + b

# %% kernel and bias only | formula | - | shape, ignores x
def conv2d(x, kernel, b):
    return kernel + b[:, None, None, None]

# %% a bias as it is, which fits some maps | formula | bias-column | error
def conv2d(x, kernel, b):
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[2:], axis=(2, 3))
    return np.einsum("ncrsuv,mcuv->nmrs", windows, kernel) + b

# %% one channel expected | error | - | error
def conv2d(x, kernel, b):
    height, width = kernel.shape
    return x[:height, :width] * kernel + b

# %% SciPy, which the grader does not have | error | - | error
def conv2d(x, kernel, b):
    return signal.correlate2d(x, kernel, mode="valid") + b

# %% an index past the end | error | - | error
# from seven loops: for r in range(H - height + 1) => for r in range(H - height + 2)

# %% float sizes | error | - | error
# from seven loops: np.zeros((N, M, H - height + 1, W - width + 1)) => np.zeros((N, M, (H - height) / 1 + 1, (W - width) / 1 + 1))

# %% right: patches stacked, one product
def conv2d(x, kernel, b):
    N, C, H, Wd = x.shape
    M, _, h, w = kernel.shape
    rows, cols = H - h + 1, Wd - w + 1
    patches = np.stack([x[:, :, i:i + rows, j:j + cols] for i in range(h) for j in range(w)], axis=2)
    flat = patches.reshape(N, C * h * w, rows * cols)
    y = np.matmul(kernel.reshape(M, -1), flat) + b[:, None]
    return y.reshape(N, M, rows, cols)

# %% right: tensordot at each place
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.empty((x.shape[0], kernel.shape[0], rows, cols))
    for i, j in np.ndindex(rows, cols):
        y[..., i, j] = np.tensordot(x[:, :, i:i + h, j:j + w], kernel, axes=([1, 2, 3], [1, 2, 3])) + b
    return y

# %% right: loops
def conv2d(x, kernel, b):
    N, C, H, Wd = x.shape
    M, _, h, w = kernel.shape
    y = np.zeros((N, M, H - h + 1, Wd - w + 1))
    for n in range(N):
        for m in range(M):
            for r in range(H - h + 1):
                for s in range(Wd - w + 1):
                    total = 0.0
                    for c in range(C):
                        for u in range(h):
                            for v in range(w):
                                total += x[n, c, r + u, s + v] * kernel[m, c, u, v]
                    y[n, m, r, s] = total + b[m]
    return y

# %% height for the width of the window | square | square-assumed | -
def conv2d(x, kernel, b):
    N, C, H, Wd = x.shape
    M, _, h, w = kernel.shape
    y = np.zeros((N, M, H - h + 1, Wd - h + 1))
    for r in range(H - h + 1):
        for s in range(Wd - h + 1):
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", x[:, :, r:r + h, s:s + h], kernel) + b
    return y

# %% the bias with each pixel of a channel | bias | bias-per-product | -
# from loops: total += x[n, c, r + u, s + v] * kernel[m, c, u, v] => total += x[n, c, r + u, s + v] * kernel[m, c, u, v] + b[m] / C
# from loops: = total + b[m] => = total

# %% a bias with each row of the kernel | bias | bias-per-product | -
# from loops: for u in range(h): => for u in range(h):\n                            total += b[m]
# from loops: = total + b[m] => = total

# %% kernel reshaped, not transposed | order | weights-reshaped | -
def conv2d(x, kernel, b):
    N, M = len(x), len(kernel)
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.zeros((N, M, rows, cols))
    size = kernel[0].size
    for r in range(rows):
        for s in range(cols):
            patch = x[:, :, r:r + h, s:s + w].reshape(N, size)
            y[:, :, r, s] = patch @ kernel.reshape(size, M) + b
    return y

# %% ends of slices for their lengths | index | - | error
def conv2d(x, kernel, b):
    N, M = len(x), len(kernel)
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.zeros((N, M, rows, cols))
    for r in range(rows):
        for s in range(cols):
            patch = x[:, :, r:h, s:w]
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", patch, kernel) + b
    return y

# %% bias of the channel | bias | - | error, offset
# from loops: for c in range(C): => for c in range(C):\n                        total += b[c]
# from loops: = total + b[m] => = total

# %% the maximum over channels for their sum | max | - | nonlinear, size
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.zeros((len(x), len(kernel), rows, cols))
    for r in range(rows):
        for s in range(cols):
            patch = x[:, None, :, r:r + h, s:s + w] * kernel
            y[:, :, r, s] = patch.sum(axis=(3, 4)).max(axis=2) + b
    return y

# %% the maximum over columns of the window | max | - | nonlinear, size
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.zeros((len(x), len(kernel), rows, cols))
    for r in range(rows):
        for s in range(cols):
            patch = x[:, None, :, r:r + h, s:s + w] * kernel
            y[:, :, r, s] = patch.max(axis=4).sum(axis=(2, 3)) + b
    return y

# %% the largest of all products | max | - | nonlinear
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.zeros((len(x), len(kernel), rows, cols))
    for r in range(rows):
        for s in range(cols):
            patch = x[:, None, :, r:r + h, s:s + w] * kernel
            y[:, :, r, s] = patch.max(axis=(2, 3, 4)) + b
    return y

# %% products of image and kernel without the axis of outputs | shape | - | error
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - h + 1, x.shape[3] - w + 1
    y = np.zeros((len(x), len(kernel), rows, cols))
    for r in range(rows):
        for s in range(cols):
            y[:, :, r, s] = (x[:, :, r:r + h, s:s + w] * kernel).sum(axis=(1, 2, 3)) + b
    return y

# %% reshape with the sizes of the example | hard | hard-coded-shape | error
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    x = x.reshape(1, 1, 3, 3)
    y = np.zeros((1, 1, 2, 2))
    for r in range(2):
        for s in range(2):
            y[0, 0, r, s] = (x[0, 0, r:r + h, s:s + w] * kernel[0, 0]).sum() + b[0]
    return y

# %% kernels of two by two | hard | - | error
# from loops: for u in range(h): => for u in range(2):
# from loops: for v in range(w): => for v in range(2):

# %% as many rows as columns | square | square-assumed | -
# from loops: y = np.zeros((N, M, H - h + 1, Wd - w + 1)) => y = np.zeros((N, M, H - h + 1, H - h + 1))

# %% the sum of absolute products | function | - | nonlinear, steady
# from loops: total += x[n, c, r + u, s + v] * kernel[m, c, u, v] => total += abs(x[n, c, r + u, s + v] * kernel[m, c, u, v])

# %% squared differences, as template matching | formula | - | nonlinear
# from loops: total += x[n, c, r + u, s + v] * kernel[m, c, u, v] => total += (x[n, c, r + u, s + v] - kernel[m, c, u, v]) ** 2

# %% dilation of two | formula | - | error, shape
def conv2d(x, kernel, b):
    h, w = kernel.shape[2:]
    rows, cols = x.shape[2] - 2 * (h - 1), x.shape[3] - 2 * (w - 1)
    y = np.zeros((len(x), len(kernel), rows, cols))
    for r in range(rows):
        for s in range(cols):
            y[:, :, r, s] = np.einsum("ncuv,mcuv->nm", x[:, :, r:r + 2 * h - 1:2, s:s + 2 * w - 1:2], kernel) + b
    return y

# %% returns after the first image | early | - | part
def conv2d(x, kernel, b):
    N, C, H, Wd = x.shape
    M, _, h, w = kernel.shape
    y = np.zeros((N, M, H - h + 1, Wd - w + 1))
    for n in range(N):
        for m in range(M):
            for r in range(H - h + 1):
                for s in range(Wd - w + 1):
                    y[n, m, r, s] = (x[n, :, r:r + h, s:s + w] * kernel[m]).sum() + b[m]
        return y

# %% right: reshape
def linear_to_conv(W, in_shape):
    channels, height, width = in_shape
    return W.reshape(len(W), channels, height, width)

# %% right: loops
def linear_to_conv(W, in_shape):
    channels, height, width = in_shape
    kernel = np.zeros((len(W), channels, height, width))
    for m in range(len(W)):
        j = 0
        for c in range(channels):
            for u in range(height):
                for v in range(width):
                    kernel[m, c, u, v] = W[m, j]
                    j += 1
    return kernel

# %% right: fancy indices
def linear_to_conv(W, in_shape):
    return W[:, np.arange(np.prod(in_shape)).reshape(in_shape)]

# %% right: unravelled places
def linear_to_conv(W, in_shape):
    kernel = np.empty((W.shape[0], *in_shape))
    places = np.unravel_index(np.arange(W.shape[1]), in_shape)
    kernel[(slice(None), *places)] = W
    return kernel

# %% right: a subclass of ndarray
class Kernels(np.ndarray):
    pass


def linear_to_conv(W, in_shape):
    return np.array(W).reshape(-1, *in_shape).view(Kernels)

# %% right: split, then stacked
def linear_to_conv(W, in_shape):
    C, H, width = in_shape
    planes = [[np.stack(np.split(plane, H)) for plane in np.split(row, C)] for row in W]
    return np.array(planes)

# %% right: nested list comprehensions
def linear_to_conv(W, in_shape):
    C, H, width = in_shape
    return [
        [[[float(row[(c * H + u) * width + v]) for v in range(width)] for u in range(H)] for c in range(C)]
        for row in W
    ]

# %% right: written through a flat view, in Fortran order
def linear_to_conv(W, in_shape):
    kernel = np.zeros((len(W), *in_shape), order="F")
    kernel.flat[:] = W.flat
    return kernel

# %% twice as large | factor | - | factor 2
# from reshape: return W.reshape => return 2 * W.reshape

# %% half as large | factor | - | factor 1/2
# from reshape: return W.reshape => return 0.5 * W.reshape

# %% divided by the pixels | factor | - | factor scalar
# from reshape: return W.reshape => return 1 / (height * width) * W.reshape

# %% with the wrong sign | factor | sign | factor -1
# from reshape: return W.reshape => return -W.reshape

# %% normalised | factor | - | factor by row, always
# from reshape: return W.reshape => return (W / np.abs(W).sum(axis=1, keepdims=True)).reshape

# %% channels in the opposite order | places | - | places reversed
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, height, width)[:, ::-1]

# %% outputs in the opposite order | places | - | places reversed
# from reshape: return W.reshape => return W[::-1].reshape

# %% upside down | places | conv-flipped | places reversed
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, height, width)[:, :, ::-1]

# %% mirrored | places | conv-flipped | places reversed
# from reshape: return W.reshape(len(W), channels, height, width) => return np.flip(W.reshape(len(W), channels, height, width), axis=3)

# %% a quarter turn | places | - | shape, places reversed
# from reshape: return W.reshape(len(W), channels, height, width) => return np.rot90(W.reshape(len(W), channels, height, width), axes=(2, 3))

# %% rows rolled by one | places | - | places rolled
# from reshape: return W.reshape(len(W), channels, height, width) => return np.roll(W.reshape(len(W), channels, height, width), 1, axis=2)

# %% weights sorted | places | - | places sorted
# from reshape: return W.reshape => return np.sort(W, axis=1).reshape

# %% read by columns, outputs and all | places | flatten-order weights-reshaped | places reshaped
# from reshape: channels, height, width) => channels, height, width, order="F")

# %% height and width exchanged in the shape | places | heat-map-axes | shape
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, width, height)

# %% channels last | shape | conv-channel-order | shape
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), height, width, channels)

# %% outputs second | shape | conv-kernels-swapped | shape
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(channels, len(W), height, width)

# %% flat kernels | shape | - | shape
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, height * width)

# %% as it came | shape | - | shape
# from reshape: return W.reshape(len(W), channels, height, width) => return W

# %% one output only | shape | returned-too-early | shape, part
# from reshape: return W.reshape(len(W), channels, height, width) => return W[0].reshape(channels, height, width)

# %% squeezed | size | - | shape, size
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, height, width).squeeze()

# %% one channel's axis left out | size | - | shape, size
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), *in_shape[channels == 1 :])

# %% absolute values | function | - | function absolute
# from reshape: return W.reshape => return np.abs(W).reshape

# %% negative weights cut off | function | activation-inside | function clipped
# from reshape: return W.reshape => return np.maximum(W, 0).reshape

# %% rounded | function | output-dtype-of-input | function rounded
# from reshape: return W.reshape => return np.round(W).reshape

# %% whole numbers | dtype | output-dtype-of-input | function rounded
# from loops: np.zeros((len(W), channels, height, width)) => np.zeros((len(W), channels, height, width), dtype=int)

# %% float16 | precision | - | function
# from reshape: return W.reshape => return W.astype(np.float16).reshape

# %% a constant added | offset | - | offset
# from reshape: return W.reshape => return (W + 1e-2).reshape

# %% each kernel less its mean | offset | - | offset
# from reshape: return W.reshape => return (W - W.mean(axis=1, keepdims=True)).reshape

# %% the counter begins at one | part | - | error
# from loops: j = 0 => j = 1

# %% the counter is set back for each channel | index | - | size, part
# from loops: for c in range(channels): => for c in range(channels):\n            j = 0

# %% the counter goes on with the rows only | index | - | depends
# from loops: for u in range(height): => for u in range(height):\n                j = c * height + u

# %% the last row stays zero | part | loop-misses-last | part, depends
# from loops: range(height) => range(height - 1)

# %% the first channel stays zero | part | loop-misses-first | part, depends
# from loops: range(channels) => range(1, channels)

# %% every second output | part | - | part
# from loops: range(len(W)) => range(0, len(W), 2)

# %% the first channel for all channels | index | - | size, part
# from reshape: return W.reshape(len(W), channels, height, width) => return np.repeat(W.reshape(len(W), channels, height, width)[:, :1], channels, axis=1)

# %% the first output for all outputs | index | - | as if
# from reshape: return W.reshape => return np.tile(W[:1], (len(W), 1)).reshape

# %% the sum over the channels in each | index | - | size, depends
# from reshape: return W.reshape(len(W), channels, height, width) => k = W.reshape(len(W), channels, height, width)\n    return k.sum(axis=1, keepdims=True) + 0 * k

# %% reads the memory as it lies | layout | - | layout, places
# from reshape: return W.reshape => return W.ravel(order="K").reshape

# %% A order: by columns where it lies by columns | layout | - | layout, places
# from reshape: channels, height, width) => channels, height, width, order="A")

# %% a generator | kind | - | kind
# from reshape: return W.reshape(len(W), channels, height, width) => return (row.reshape(in_shape) for row in W)

# %% a dict | kind | - | kind
# from reshape: return W.reshape(len(W), channels, height, width) => return {m: row.reshape(in_shape) for m, row in enumerate(W)}

# %% kernels and biases | kind | - | kind, shape
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, height, width), np.zeros(len(W))

# %% the new shape | kind | - | kind, shape, ignores
# from reshape: return W.reshape(len(W), channels, height, width) => return (len(W), channels, height, width)

# %% masked | kind | - | kind
# from reshape: return W.reshape => return np.ma.masked_less(W, 0).reshape

# %% objects | kind | - | kind
# from reshape: return W.reshape => return W.astype(object).reshape

# %% reshaped where it lies, by resize | mutation | input-reshaped-in-place weights-destroyed | mutates, error
# from reshape: return W.reshape(len(W), channels, height, width) => result = W.reshape(len(W), channels, height, width).copy()\n    W[...] = 0\n    return result

# %% one buffer returned every time | aliasing | state-kept | state, alias
buffers = {}


def linear_to_conv(W, in_shape):
    shape = len(W), *in_shape
    kernel = buffers.setdefault(shape, np.zeros(shape))
    kernel[...] = W.reshape(shape)
    return kernel

# %% remembered by the shape | state | state-kept | state, ignores W
known = {}


def linear_to_conv(W, in_shape):
    return known.setdefault((W.shape, tuple(in_shape)), W.reshape(len(W), *in_shape).copy())

# %% the tuple as one size | error | - | error
def linear_to_conv(W, in_shape):
    return W.reshape(len(W), in_shape)

# %% four sizes expected | error | - | error
def linear_to_conv(W, in_shape):
    n, c, h, w = in_shape
    return W.reshape(n, c, h, w)

# %% height for width in the row | error | square-assumed | error
def linear_to_conv(W, in_shape):
    channels, height, width = in_shape
    return W.reshape(len(W), channels, height, height)

# %% as many outputs as channels | error | square-assumed | error
def linear_to_conv(W, in_shape):
    channels, height, width = in_shape
    return W.reshape(channels, channels, height, width)

# %% a layer expected | error | - | error
def linear_to_conv(W, in_shape):
    return W.weight.reshape(-1, *in_shape)

# %% nothing for a layer of one output | size | - | size, constant
# from reshape: return W.reshape(len(W), channels, height, width) => return W.reshape(len(W), channels, height, width) * (len(W) > 1)

# %% remembered by the weights | state | state-kept | -
known = {}
def linear_to_conv(W, in_shape):
    if repr(W) not in known:
        known[repr(W)] = W.reshape(len(W), *in_shape)
    return known[repr(W)]

# %% right: swapaxes there and back
def linear_to_conv(W, in_shape):
    return W.T.reshape(*in_shape, len(W)).transpose(3, 0, 1, 2)

# %% right: stacked images
def linear_to_conv(W, in_shape):
    return np.stack([row.reshape(in_shape) for row in W])

# %% a square side from the root | square | square-assumed | -
def linear_to_conv(W, in_shape):
    C = in_shape[0]
    side = int((W.shape[1] / C) ** 0.5)
    return W.reshape(len(W), C, side, side)

# %% hard-coded for the digits | hard | hard-coded-shape | -
def linear_to_conv(W, in_shape):
    return W.reshape(10, 1, 8, 8)

# %% hard-coded but for the outputs | hard | hard-coded-shape | -
def linear_to_conv(W, in_shape):
    return W.reshape(-1, 1, 8, 8)

# %% height, width, channels taken from the shape | order | - | places
def linear_to_conv(W, in_shape):
    height, width, C = in_shape
    return W.reshape(len(W), height, width, C).transpose(0, 3, 1, 2)

# %% axes of length one behind | shape | - | shape
def linear_to_conv(W, in_shape):
    return W[:, :, None, None]

# %% in_shape's product only | shape | - | shape
def linear_to_conv(W, in_shape):
    return W.reshape((len(W),) + in_shape[::-1])

# %% one kernel, the mean of all | value | - | as if
def linear_to_conv(W, in_shape):
    return np.broadcast_to(W.mean(axis=0).reshape(in_shape), (len(W), *in_shape)).copy()

# %% rows sorted by channel, stride by channels | order | conv-channel-order | -
def linear_to_conv(W, in_shape):
    C, h, w = in_shape
    kernel = np.zeros((len(W), C, h, w))
    for c in range(C):
        kernel[:, c] = W[:, c::C].reshape(len(W), h, w)
    return kernel

# %% only the first of each row of pixels filled | loop | - | part
def linear_to_conv(W, in_shape):
    C, h, w = in_shape
    kernel = np.zeros((len(W), C, h, w))
    for m in range(len(W)):
        for c in range(C):
            for i in range(h):
                kernel[m, c, i, :] = W[m, c * h * w + i * w]
    return kernel

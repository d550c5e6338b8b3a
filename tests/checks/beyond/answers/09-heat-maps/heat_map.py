# %% right: matmul at each place
def heat_map(image, W, b, patch_shape, stride):
    _, height, width = patch_shape
    rows = (image.shape[1] - height) // stride + 1
    columns = (image.shape[2] - width) // stride + 1
    heat = np.zeros((len(W), rows, columns))
    for r in range(rows):
        for s in range(columns):
            top, left = r * stride, s * stride
            patch = image[:, top : top + height, left : left + width]
            heat[:, r, s] = W @ patch.ravel() + b
    return heat

# %% right: loops
def heat_map(image, W, b, patch_shape, stride):
    C, height, width = patch_shape
    M = len(W)
    rows = (image.shape[1] - height) // stride + 1
    columns = (image.shape[2] - width) // stride + 1
    heat = np.zeros((M, rows, columns))
    for k in range(M):
        for r in range(rows):
            for s in range(columns):
                total, j = b[k], 0
                for c in range(C):
                    for u in range(height):
                        for v in range(width):
                            total += W[k, j] * image[c, r * stride + u, s * stride + v]
                            j += 1
                heat[k, r, s] = total
    return heat

# %% right: while loops and lists
def heat_map(image, W, b, patch_shape, stride):
    height, width = patch_shape[1], patch_shape[2]
    maps = [[] for _ in b]
    top = 0
    while top + height <= image.shape[1]:
        lines = [[] for _ in b]
        left = 0
        while left + width <= image.shape[2]:
            patch = image[:, top : top + height, left : left + width].flatten()
            for k in range(len(b)):
                lines[k].append(float(W[k] @ patch + b[k]))
            left += stride
        for k in range(len(b)):
            maps[k].append(lines[k])
        top += stride
    return np.array(maps)

# %% right: windows, einsum with optimize
def heat_map(image, W, b, patch_shape, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape[1:], axis=(1, 2))
    kernels = W.reshape(len(W), *patch_shape)
    heat = np.einsum("crsuv,mcuv->mrs", windows[:, ::stride, ::stride], kernels, optimize=True)
    return heat + b[:, None, None]

# %% right: windows of all three axes
def heat_map(image, W, b, patch_shape, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape)[0, ::stride, ::stride]
    rows = windows.reshape(*windows.shape[:2], W.shape[1])
    return np.ascontiguousarray((rows @ W.T + b).transpose(2, 0, 1))

# %% right: a subclass of ndarray
class Heat(np.ndarray):
    pass


def heat_map(image, W, b, patch_shape, stride):
    _, height, width = patch_shape
    tops = range(0, image.shape[1] - height + 1, stride)
    lefts = range(0, image.shape[2] - width + 1, stride)
    heat = [[W @ image[:, t : t + height, l : l + width].ravel() + b for l in lefts] for t in tops]
    return np.moveaxis(np.array(heat), 2, 0).view(Heat)

# %% right: Fourier transforms
def heat_map(image, W, b, patch_shape, stride):
    C, height, width = patch_shape
    size = image.shape[1:]
    kernels = np.fft.rfft2(W.reshape(len(W), C, height, width), size)
    product = np.einsum("ckl,mckl->mkl", np.fft.rfft2(image, size), np.conj(kernels))
    heat = np.fft.irfft2(product, size)[:, : size[0] - height + 1, : size[1] - width + 1]
    return heat[:, ::stride, ::stride] + b[:, None, None]

# %% twice as large | factor | - | factor 2
# from matmul at each place: return heat => return 2 * heat

# %% half as large | factor | - | factor 1/2
# from matmul at each place: return heat => return heat / 2

# %% divided by the pixels of a patch | factor | - | factor scalar
# from matmul at each place: return heat => return heat / W.shape[1]

# %% divided by the stride | factor | - | factor 1/stride
# from matmul at each place: return heat => return heat / stride

# %% scaled to one | factor | - | factor scalar
# from matmul at each place: return heat => return heat / np.abs(heat).max()

# %% the bias twice | offset | - | offset
# from matmul at each place: patch.ravel() + b => patch.ravel() + 2 * b

# %% no bias | offset | bias-missing | offset
# from loops: total, j = b[k], 0 => total, j = 0, 0

# %% the first bias for all | offset | bias-of-first-output | offset
# from matmul at each place: patch.ravel() + b => patch.ravel() + b[0]

# %% the biases reversed | offset | - | offset
# from matmul at each place: patch.ravel() + b => patch.ravel() + b[::-1]

# %% the mean bias | offset | - | offset
# from matmul at each place: patch.ravel() + b => patch.ravel() + b.mean()

# %% the bias with each pixel | offset | bias-per-product | offset
# from loops: total += W[k, j] * image => total += b[k] + W[k, j] * image

# %% the bias subtracted | offset | bias-subtracted | offset
# from loops: total, j = b[k], 0 => total, j = -b[k], 0

# %% less the mean of each map | offset | - | offset
# from matmul at each place: return heat => return heat - heat.mean(axis=(1, 2), keepdims=True)

# %% less the mean over the classes | offset | - | function
# from matmul at each place: return heat => return heat - heat.mean(axis=0)

# %% upside down | places | - | places reversed
# from matmul at each place: return heat => return heat[:, ::-1]

# %% mirrored | places | - | places reversed
# from matmul at each place: return heat => return heat[:, :, ::-1]

# %% classes in the opposite order | places | - | places reversed
# from matmul at each place: return heat => return heat[::-1]

# %% turned by half | places | - | places reversed
# from matmul at each place: return heat => return heat[:, ::-1, ::-1]

# %% rolled by one column | places | - | places rolled
# from matmul at each place: heat[:, r, s] = => heat[:, r, s - 1] =

# %% filled by columns | places | - | places reshaped
# from matmul at each place: return heat => return heat.transpose(0, 2, 1).reshape(heat.shape)

# %% the highest first | places | - | places sorted
# from matmul at each place: return heat => return -np.sort(-heat, axis=2)

# %% the patch upside down | places | conv-flipped | size
# from matmul at each place: patch.ravel() => patch[:, ::-1].ravel()

# %% the patch mirrored | places | conv-flipped | size
# from matmul at each place: patch.ravel() => patch[:, :, ::-1].ravel()

# %% the patch flattened from its end | places | - | as if
# from matmul at each place: patch.ravel() => patch.ravel()[::-1]

# %% the channels in the opposite order | places | - | as if
# from matmul at each place: patch.ravel() => patch[::-1].ravel()

# %% absolute values | function | - | function absolute
# from matmul at each place: return heat => return np.abs(heat)

# %% a sigmoid, for probabilities | function | - | function squashed
# from matmul at each place: return heat => return 1 / (1 + np.exp(-heat))

# %% a softmax over the classes | function | - | function squashed
# from matmul at each place: return heat => e = np.exp(heat - heat.max(axis=0))\n    return e / e.sum(axis=0)

# %% clipped from zero to one | function | activation-inside | function clipped
# from matmul at each place: return heat => return heat.clip(0, 1)

# %% rounded | function | output-dtype-of-input | function rounded
# from matmul at each place: return heat => return heat.round()

# %% rounded to two decimals | function | - | function rounded
# from matmul at each place: return heat => return np.round(heat, 2)

# %% the highest only, zeros elsewhere | function | - | function clipped, part, depends, nonlinear
# from matmul at each place: return heat => return np.where(heat == heat.max(), heat, 0)

# %% the largest product | inner | - | zeros, depends, nonlinear
# from matmul at each place: W @ patch.ravel() => (W * patch.ravel()).max(axis=1)

# %% the mean of the products | inner | forward-mean | zeros, as if
# from matmul at each place: W @ patch.ravel() => (W * patch.ravel()).mean(axis=1)

# %% sums multiplied | inner | - | as if
# from matmul at each place: W @ patch.ravel() => W.sum(axis=1) * patch.sum()

# %% the patch less its mean | inner | - | as if
# from matmul at each place: W @ patch.ravel() => W @ (patch.ravel() - patch.mean())

# %% the patch divided by its norm | inner | - | zeros, nonlinear, steady
# from matmul at each place: W @ patch.ravel() => W @ (patch.ravel() / np.linalg.norm(patch))

# %% negative pixels cut off | inner | - | as if
# from matmul at each place: W @ patch.ravel() => W @ np.maximum(patch.ravel(), 0)

# %% the first patch everywhere | index | - | zeros, constant
# from matmul at each place: top, left = r * stride, s * stride => top, left = 0, 0

# %% the stride down only | step | - | part, zeros, depends
# from matmul at each place: top, left = r * stride, s * stride => top, left = r * stride, s

# %% the stride to the right only | step | - | part, zeros, depends
# from matmul at each place: top, left = r * stride, s * stride => top, left = r, s * stride

# %% the stride squared | step | - | error, shape, zeros, depends
# from matmul at each place: top, left = r * stride, s * stride => top, left = r * stride**2 % (image.shape[1] - height + 1), s * stride**2 % (image.shape[2] - width + 1)

# %% the patch's size for the stride | step | - | zeros, depends
# from matmul at each place: top, left = r * stride, s * stride => top, left = r * height % (image.shape[1] - height + 1), s * width % (image.shape[2] - width + 1)

# %% a stride of two always | step | hard-coded-shape | shape, ignores
# from matmul at each place: _, height, width = patch_shape => _, height, width = patch_shape\n    stride = 2

# %% stride one less | step | - | zeros, depends
# from matmul at each place: top, left = r * stride, s * stride => top, left = r * max(stride - 1, 1), s * max(stride - 1, 1)

# %% rows and columns exchanged at the corner | index | heat-map-axes square-assumed | error
# from matmul at each place: top, left = r * stride, s * stride => left, top = r * stride, s * stride

# %% a corner one pixel further | index | - | error
# from matmul at each place: top, left = r * stride, s * stride => top, left = r * stride + 1, s * stride

# %% patches from the middle on | index | conv-padded | error
# from matmul at each place: top, left = r * stride, s * stride => top, left = r * stride + height // 2, s * stride + width // 2

# %% from the lower right corner | index | - | places reversed, zeros, depends
# from matmul at each place: top, left = r * stride, s * stride => top, left = image.shape[1] - height - r * stride, image.shape[2] - width - s * stride

# %% ends of slices for their lengths | index | - | error
# from matmul at each place: image[:, top : top + height, left : left + width] => image[:, top:height, left:width]

# %% height and width exchanged in the slice | index | square-assumed | error
# from matmul at each place: image[:, top : top + height, left : left + width] => image[:, top : top + width, left : left + height]

# %% the first channel only | index | channels-uncounted conv-channels-apart | error
# from matmul at each place: image[:, top => image[0, top

# %% the first channel for all | index | - | as if
# from loops: image[c, r * stride + u => image[0, r * stride + u

# %% the counter set back for each channel | index | - | size, depends
# from loops: for c in range(C): => for c in range(C):\n                    j = 0

# %% the counter counts down | index | - | as if
# from loops: W[k, j] => W[k, -1 - j]

# %% the first class for all | index | - | as if, part
# from loops: W[k, j] => W[0, j]

# %% the total goes on from place to place | running total | total-not-reset | running
def heat_map(image, W, b, patch_shape, stride):
    _, height, width = patch_shape
    rows = (image.shape[1] - height) // stride + 1
    columns = (image.shape[2] - width) // stride + 1
    heat, total = np.zeros((len(W), rows, columns)), np.zeros(len(W))
    for r in range(rows):
        for s in range(columns):
            top, left = r * stride, s * stride
            total += W @ image[:, top : top + height, left : left + width].ravel() + b
            heat[:, r, s] = total
    return heat

# %% one weight left: assigned, not added | control | last-product-only | as if
# from loops: total += W[k, j] * => total = b[k] + W[k, j] *

# %% every second row of the map | part | - | part
# from matmul at each place: for r in range(rows) => for r in range(0, rows, 2)

# %% the diagonal of the map | part | - | part, depends
# from matmul at each place: for s in range(columns) => for s in range(r, min(r + 1, columns))

# %% neither the first nor the last column | part | - | part, depends
# from matmul at each place: for s in range(columns) => for s in range(1, columns - 1)

# %% the last row of the patch left out | part | loop-misses-last | zeros, depends
# from loops: for u in range(height) => for u in range(height - 1)

# %% the middle of the patch left out | part | - | zeros, depends
# from loops: total += W[k, j] * => total += (u != height // 2) * W[k, j] *

# %% one row and column more, of zeros | shape | conv-padded | shape
# from matmul at each place: heat = np.zeros((len(W), rows, columns)) => heat = np.zeros((len(W), rows + 1, columns + 1))

# %% rounded up, not down | shape | conv-padded | shape, error
# from matmul at each place: columns = (image.shape[2] - width) // stride + 1 => columns = -(-(image.shape[2] - width) // stride) + 1

# %% size divided by the stride, then less the patch | shape | - | shape, error
# from matmul at each place: rows = (image.shape[1] - height) // stride + 1 => rows = image.shape[1] // stride - height + 1

# %% columns from the rows | shape | square-assumed | shape, error
# from matmul at each place: columns = (image.shape[2] - width) => columns = (image.shape[1] - width)

# %% a true division | error | - | error
# from matmul at each place: rows = (image.shape[1] - height) // stride + 1 => rows = (image.shape[1] - height) / stride + 1

# %% the shape of the image from the wrong axes | error | square-assumed | error, shape
# from matmul at each place: rows = (image.shape[1] - height) => rows = (image.shape[0] - height)

# %% one map: the sum over the classes | shape | conv-outputs-summed | shape
# from matmul at each place: return heat => return heat.sum(axis=0)

# %% one map: the highest class | shape | - | shape
# from matmul at each place: return heat => return heat.max(axis=0)

# %% the class at each place | shape | - | shape
# from matmul at each place: return heat => return heat.argmax(axis=0)

# %% flat maps | shape | - | shape
# from matmul at each place: return heat => return heat.reshape(len(W), -1)

# %% with an axis for the batch | shape | - | shape
# from matmul at each place: return heat => return heat[None]

# %% squeezed | size | - | shape, size
# from matmul at each place: return heat => return heat.squeeze()

# %% a vector where there is one place | size | - | shape, size
# from matmul at each place: return heat => return heat[:, 0, 0] if heat[0].size == 1 else heat

# %% no bias for a patch of one pixel | size | - | size, offset, ignores b
# from matmul at each place: patch.ravel() + b => patch.ravel() + b * (height * width > 1)

# %% wrong for one class | size | - | size, shape
# from matmul at each place: return heat => return heat if len(heat) > 1 else heat[0]

# %% whole numbers | dtype | output-dtype-of-input | function rounded
# from matmul at each place: np.zeros((len(W), rows, columns)) => np.zeros((len(W), rows, columns), int)

# %% float16 | precision | - | function
# from matmul at each place: np.zeros((len(W), rows, columns)) => np.zeros((len(W), rows, columns), np.float16)

# %% whole numbers where W holds them | dtype | output-dtype-of-input | dtype
# from matmul at each place: return heat => return heat.astype(W.dtype)

# %% pixels of integers scaled to one | dtype | - | dtype, as if
# from matmul at each place: patch.ravel() + b => patch.ravel() / (255 if image.dtype.kind in "iu" else 1) + b

# %% reads the patch's memory as it lies | layout | - | layout
# from matmul at each place: patch.ravel() => patch.ravel(order="K")

# %% A order: by columns where the image lies by columns | layout | - | layout
# from matmul at each place: patch.ravel() => patch.copy(order="K").ravel(order="A")

# %% a generator of maps | kind | - | kind
# from matmul at each place: return heat => return (one for one in heat)

# %% heat and its highest place | kind | - | kind, shape
# from matmul at each place: return heat => return heat, heat.argmax()

# %% a dict by class | kind | - | kind
# from matmul at each place: return heat => return dict(enumerate(heat))

# %% printed | kind | - | kind
# from matmul at each place: return heat => print(heat)

# %% masked where it is cold | kind | - | kind
# from matmul at each place: return heat => return np.ma.masked_less(heat, 0)

# %% objects | kind | - | kind
# from matmul at each place: return heat => return heat.astype(object)

# %% complex, from Fourier transforms | kind | - | kind
# from matmul at each place: return heat => return heat + 0j

# %% one buffer returned every time | aliasing | state-kept | state, alias
buffers = {}


def heat_map(image, W, b, patch_shape, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape)[0, ::stride, ::stride]
    key = len(W), *windows.shape[:2]
    heat = buffers.setdefault(key, np.zeros(key))
    heat[...] = np.moveaxis(windows.reshape(*windows.shape[:2], -1) @ W.T + b, 2, 0)
    return heat

# %% remembered by the image alone | state | state-kept | state, ignores W
known = {}


def heat_map(image, W, b, patch_shape, stride):
    key = image.tobytes(), image.shape, W.shape, patch_shape, stride
    if key not in known:
        windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape)[0, ::stride, ::stride]
        known[key] = np.moveaxis(windows.reshape(*windows.shape[:2], -1) @ W.T + b, 2, 0)
    return known[key]

# %% the biases of the first call | state | state-kept | state, ignores b, offset
first = {}


def heat_map(image, W, b, patch_shape, stride):
    b = first.setdefault(len(b), b)
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape)[0, ::stride, ::stride]
    return np.moveaxis(windows.reshape(*windows.shape[:2], -1) @ W.T + b, 2, 0)

# %% clears the image as it goes | mutation | input-destroyed | mutates
# from matmul at each place: heat[:, r, s] = W @ patch.ravel() + b => heat[:, r, s] = W @ patch.ravel() + b\n            image[:, top, left] = 0

# %% W less its mean in the first call | mutation | weights-destroyed | mutates
first = []


def heat_map(image, W, b, patch_shape, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape)[0, ::stride, ::stride]
    heat = np.moveaxis(windows.reshape(*windows.shape[:2], -1) @ W.T + b, 2, 0)
    if not first:
        first.append(1)
        W -= W.mean()
    return heat

# %% b forgotten among the arguments | error | - | error
def heat_map(image, W, patch_shape, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, patch_shape)[0, ::stride, ::stride]
    return np.moveaxis(windows.reshape(*windows.shape[:2], -1) @ W.T, 2, 0)

# %% two sizes in the patch's shape | error | - | error
# from matmul at each place: _, height, width = patch_shape => height, width = patch_shape

# %% the patch not cut to its row | error | input-not-flattened | error
# from matmul at each place: patch.ravel() => patch.reshape(1, -1)

# %% an image of two axes expected | error | - | error
# from matmul at each place: image[:, top : top + height, left : left + width] => image[top : top + height, left : left + width]

# %% a range of an array | error | - | error
# from matmul at each place: for r in range(rows) => for r in range(image)

# %% right: linspace of corners
def heat_map(image, W, b, patch_shape, stride):
    C, h, w = patch_shape
    tops = [r for r in range(0, image.shape[1], stride) if r + h <= image.shape[1]]
    lefts = [s for s in range(0, image.shape[2], stride) if s + w <= image.shape[2]]
    grid = [[W @ image[:, r:r+h, s:s+w].reshape(-1) + b for s in lefts] for r in tops]
    return np.array(grid).transpose(2, 0, 1)

# %% right: weights as images
def heat_map(image, W, b, patch_shape, stride):
    C, h, w = patch_shape
    K = W.reshape(-1, C, h, w)
    rows = 1 + (image.shape[1] - h) // stride
    cols = 1 + (image.shape[2] - w) // stride
    heat = np.zeros((len(W), rows, cols)) + b.reshape(-1, 1, 1)
    for c in range(C):
        for u in range(h):
            for v in range(w):
                pixels = image[c, u:u + (rows - 1) * stride + 1:stride, v:v + (cols - 1) * stride + 1:stride]
                heat += K[:, c, u, v].reshape(-1, 1, 1) * pixels
    return heat

# %% right: a dot product for each class
def heat_map(image, W, b, patch_shape, stride):
    C, h, w = patch_shape
    rows = (image.shape[1] - h) // stride + 1
    cols = (image.shape[2] - w) // stride + 1
    heat = np.zeros((len(W), rows, cols))
    for r in range(rows):
        for s in range(cols):
            patch = image[:, r * stride:r * stride + h, s * stride:s * stride + w]
            for k in range(len(W)):
                heat[k, r, s] = np.dot(W[k], patch.flatten()) + b[k]
    return heat

# %% height for width | square | square-assumed | -
# from a dot product for each class: s * stride:s * stride + w] => s * stride:s * stride + h]

# %% the size of the map from the patch's first axes | index | - | error
# from a dot product for each class: C, h, w = patch_shape => h, w, C = patch_shape

# %% the stride at the end of the slice | index | - | error
# from a dot product for each class: image[:, r * stride:r * stride + h, s * stride:s * stride + w] => image[:, r:r + h * stride:stride, s:s + w * stride:stride]

# %% the corner at r, the map at r times stride | index | stride-ignored | -
# from a dot product for each class: image[:, r * stride:r * stride + h, s * stride:s * stride + w] => image[:, r:r + h, s:s + w]

# %% canvas sizes in the map | hard | - | error
# from a dot product for each class: rows = (image.shape[1] - h) // stride + 1 => rows = 21
# from a dot product for each class: cols = (image.shape[2] - w) // stride + 1 => cols = 49

# %% reshaped to 64 pixels | hard | hard-coded-shape | -
# from a dot product for each class: patch.flatten() => patch.reshape(64)

# %% flattened with the channels last | order | conv-channel-order | -
# from a dot product for each class: patch.flatten() => patch.transpose(1, 2, 0).flatten()

# %% flattened by columns | order | flatten-order | -
# from a dot product for each class: patch.flatten() => patch.flatten(order="F")

# %% the bias divided among the pixels, once | bias | - | offset
# from a dot product for each class: + b[k] => + b[k] / (h * w)

# %% the bias of the row | bias | - | offset
# from a dot product for each class: + b[k] => + b[min(r, len(b) - 1)]

# %% the classes' largest score everywhere | max | - | depends, nonlinear
# from a dot product for each class: return heat => return np.maximum.accumulate(heat, axis=0)

# %% the largest product in each channel | max | - | nonlinear
# from a dot product for each class: np.dot(W[k], patch.flatten()) => (W[k].reshape(C, h, w) * patch).max(axis=(1, 2)).sum()

# %% stride only in the number of places | index | - | depends
# from a dot product for each class: s * stride:s * stride + w] => s:s + w]

# %% a batch axis expected | index | - | error
# from a dot product for each class: image.shape[1] - h => image.shape[2] - h
# from a dot product for each class: image.shape[2] - w => image.shape[3] - w

# %% floor of the wrong sum | count | - | error
# from a dot product for each class: (image.shape[1] - h) // stride + 1 => (image.shape[1] - h + stride - 1) // stride + 1

# %% map filled with the last patch | control | - | constant
def heat_map(image, W, b, patch_shape, stride):
    C, h, w = patch_shape
    rows = (image.shape[1] - h) // stride + 1
    cols = (image.shape[2] - w) // stride + 1
    heat = np.zeros((len(W), rows, cols))
    for r in range(rows):
        for s in range(cols):
            patch = image[:, r * stride:r * stride + h, s * stride:s * stride + w]
    for r in range(rows):
        for s in range(cols):
            heat[:, r, s] = W @ patch.ravel() + b
    return heat

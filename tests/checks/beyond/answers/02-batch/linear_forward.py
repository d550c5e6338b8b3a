# %% right: product of matrices
def linear_forward(x, W, b):
    rows = x.reshape(len(x), W.shape[1])
    return rows @ W.T + b

# %% right: loops
def linear_forward(x, W, b):
    n, outputs, inputs = len(x), W.shape[0], W.shape[1]
    x = x.reshape(n, inputs)
    y = np.zeros((n, outputs))
    for k in range(n):
        for i in range(outputs):
            total = b[i]
            for j in range(inputs):
                total = total + W[i, j] * x[k, j]
            y[k, i] = total
    return y

# %% right: einsum with optimize, images as they are
def linear_forward(x, W, b):
    weights = W.reshape(len(W), *x.shape[1:])
    axes = "chw"[: x.ndim - 1] if x.ndim < 5 else "..."
    return np.einsum(f"n{axes},o{axes}->no", x, weights, optimize=True) + b

# %% right: stacked matrices and vectors
def linear_forward(x, W, b):
    columns = x.reshape(len(x), W.shape[1], 1)
    return (np.matmul(W, columns) + b[:, None])[:, :, 0]

# %% right: recursion over the samples
def linear_forward(x, W, b):
    if len(x) == 0:
        return np.zeros((0, len(W)))
    first = W.dot(x[0].ravel()) + b
    return np.concatenate([[first], linear_forward(x[1:], W, b)])

# %% right: multiply.outer and a trace
def linear_forward(x, W, b):
    products = np.multiply.outer(x.reshape(len(x), W.shape[1]), W)  # (n, in, out, in)
    return np.trace(products, axis1=1, axis2=3) + b

# %% right: add.reduce in float64
def linear_forward(x, W, b):
    rows = x.reshape(len(x), 1, W.shape[1])
    return np.add.reduce(rows * W[np.newaxis], axis=2, dtype=np.float64) + b

# %% right: a subclass of ndarray
class Outputs(np.ndarray):
    def mean_score(self):
        return float(self.mean())


def linear_forward(x, W, b):
    return (np.inner(x.reshape(len(x), W.shape[1]), W) + b).view(Outputs)

# %% right: lists with float accumulators
def linear_forward(x, W, b):
    batch = []
    for sample in x:
        values = [float(v) for v in np.ravel(sample)]
        batch.append([sum((float(w) * v for w, v in zip(row, values)), float(bias)) for row, bias in zip(W, b)])
    return np.array(batch).reshape(len(x), len(W))

# %% right: blocks of two samples
def linear_forward(x, W, b):
    y = np.empty((len(x), len(W)))
    for start in range(0, len(x), 2):
        block = x[start : start + 2]
        y[start : start + 2] = block.reshape(len(block), W.shape[1]) @ W.T + b
    return y

# %% right: one homogeneous matrix
def linear_forward(x, W, b):
    n, (m, d) = len(x), W.shape
    affine = np.block([[W, b.reshape(m, 1)], [np.zeros((1, d)), np.ones((1, 1))]])
    rows = np.concatenate([x.reshape(n, d), np.ones((n, 1))], axis=1)
    return (rows @ affine.T)[:, :m]

# %% right: reversed memory
def linear_forward(x, W, b):
    y = x.reshape(-1, W.shape[1]) @ W[::-1].T + b[::-1]
    return y[:, ::-1]

# %% half as large | factor | - | factor 1/2
# from product of matrices: rows @ W.T + b => (rows @ W.T + b) / 2

# %% twice as large | factor | - | factor 2
# from product of matrices: rows @ W.T + b => 2 * (rows @ W.T + b)

# %% divided by the batch | factor | forward-mean | factor 1/N
# from product of matrices: rows @ W.T + b => (rows @ W.T + b) / max(len(x), 1)

# %% divided by the number of outputs | factor | - | factor 1/M
# from product of matrices: rows @ W.T + b => (rows @ W.T + b) / len(b)

# %% divided by the square root of the inputs, as in attention | factor | - | factor 1/√D, size, zeros, as if
# from product of matrices: rows @ W.T + b => (rows @ W.T) / np.sqrt(W.shape[1]) + b

# %% the bias twice | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + 2 * b

# %% the bias half | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + 0.5 * b

# %% the bias for each input | offset | bias-per-product | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + W.shape[1] * b

# %% the bias once for each sample before it | offset | - | part, size, zeros
# from product of matrices: rows @ W.T + b => rows @ W.T + np.arange(1, len(x) + 1)[:, None] * b

# %% the bias divided by the batch | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b / max(len(x), 1)

# %% the mean bias for all | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b.mean()

# %% the sum of biases for all | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b.sum()

# %% the last bias for all | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b[-1]

# %% the biases reversed | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b[::-1]

# %% the biases sorted | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + np.sort(b)

# %% the biases shifted by one output | offset | - | offset
# from loops: total = b[i] => total = b[i - 1]

# %% positive biases only | offset | - | offset, negative
# from product of matrices: rows @ W.T + b => rows @ W.T + np.maximum(b, 0)

# %% biases as ones | offset | - | offset
# from product of matrices: rows @ W.T + b => rows @ W.T + np.ones(len(b))

# %% one added besides | offset | - | offset
# from loops: total = b[i] => total = 1 + b[i]

# %% the bias multiplied, not added | formula | - | at zero
# from product of matrices: rows @ W.T + b => rows @ W.T * b

# %% the bias added to the inputs | formula | square-assumed | error
# from product of matrices: rows @ W.T + b => (rows + b) @ W.T

# %% the bias in the first sample only | formula | - | part, size, zeros
# from product of matrices: return rows @ W.T + b => y = rows @ W.T\n    y[:1] = y[:1] + b\n    return y

# %% samples in the opposite order | places | - | places reversed
# from product of matrices: rows @ W.T + b => (rows @ W.T + b)[::-1]

# %% outputs in the opposite order | places | - | places reversed
# from product of matrices: rows @ W.T + b => (rows @ W.T + b)[:, ::-1]

# %% outputs sorted | places | - | places sorted
# from product of matrices: rows @ W.T + b => np.sort(rows @ W.T + b, axis=1)

# %% rolled by one output | places | - | places rolled
# from product of matrices: rows @ W.T + b => np.roll(rows @ W.T + b, 1, axis=1)

# %% rolled by one sample | places | - | places rolled
# from loops: y[k, i] = total => y[k - 1, i] = total

# %% features in the opposite order | places | - | as if
# from product of matrices: rows @ W.T + b => rows[:, ::-1] @ W.T + b

# %% rows of W in the opposite order | places | - | as if
# from product of matrices: rows @ W.T + b => rows @ W[::-1].T + b

# %% each product takes the next feature | places | - | as if
# from loops: x[k, j] => x[k, j - 1]

# %% reshaped, not transposed, at the end | places | square-assumed | shape, places
# from product of matrices: rows @ W.T + b => (W @ rows.T + b[:, None]).reshape(len(x), len(W))

# %% absolute values | function | - | function absolute
# from product of matrices: rows @ W.T + b => np.abs(rows @ W.T + b)

# %% a tanh | function | - | function squashed
# from product of matrices: rows @ W.T + b => np.tanh(rows @ W.T + b)

# %% a sigmoid | function | - | function squashed
# from product of matrices: rows @ W.T + b => 1 / (1 + np.exp(-(rows @ W.T + b)))

# %% a softmax | function | - | function squashed
# from product of matrices: return rows @ W.T + b => e = np.exp(rows @ W.T + b)\n    return e / e.sum(axis=1, keepdims=True)

# %% a leaky ReLU | function | - | function clipped, part
# from product of matrices: return rows @ W.T + b => y = rows @ W.T + b\n    return np.where(y > 0, y, 0.01 * y)

# %% rounded to two decimals | function | - | function rounded
# from product of matrices: rows @ W.T + b => np.round(rows @ W.T + b, 2)

# %% rounded to whole numbers | function | output-dtype-of-input | function rounded
# from product of matrices: rows @ W.T + b => np.round(rows @ W.T + b)

# %% clipped to six, as a ReLU6 | function | activation-inside | function clipped
# from product of matrices: rows @ W.T + b => np.clip(rows @ W.T + b, 0, 6)

# %% squared | function | - | function squared
# from product of matrices: rows @ W.T + b => (rows @ W.T + b) ** 2

# %% less the mean of each sample, as a layer norm | offset | - | offset, function
# from product of matrices: return rows @ W.T + b => y = rows @ W.T + b\n    return y - y.mean(axis=1, keepdims=True)

# %% less the mean of the batch, as a batch norm | offset | - | offset, function
# from product of matrices: return rows @ W.T + b => y = rows @ W.T + b\n    return y - y.mean(axis=0)

# %% a ReLU on the inputs | inner | - | as if, negative, zeros
# from product of matrices: rows @ W.T + b => np.maximum(rows, 0) @ W.T + b

# %% the inputs scaled to one | inner | - | as if, zeros
# from product of matrices: rows @ W.T + b => rows / np.abs(rows).max(initial=1e-9) @ W.T + b

# %% the inputs less their mean | inner | - | offset, as if
# from product of matrices: rows @ W.T + b => (rows - rows.mean()) @ W.T + b if len(x) else rows @ W.T + b

# %% pixels divided by 255 | inner | - | as if
# from product of matrices: rows @ W.T + b => rows / 255 @ W.T + b

# %% cosines of rows | inner | - | as if
# from product of matrices: rows @ W.T + b => rows @ (W / np.linalg.norm(W, axis=1, keepdims=True)).T + b

# %% W's absolute values | inner | - | as if
# from product of matrices: rows @ W.T + b => rows @ np.abs(W).T + b

# %% max for sum | inner | - | size, zeros, depends, nonlinear
# from product of matrices: rows @ W.T + b => (rows[:, None] * W).max(axis=2) + b

# %% product for sum | inner | - | at zero, nonlinear
# from loops: total = total + W[i, j] * x[k, j] => total = total * W[i, j] * x[k, j]

# %% sum of a difference | inner | - | at zero, depends
# from loops: W[i, j] * x[k, j] => W[i, j] - x[k, j]

# %% squared distance to each row | inner | - | at zero, depends, nonlinear
# from loops: W[i, j] * x[k, j] => (W[i, j] - x[k, j]) ** 2

# %% every second feature | part | - | as if
# from loops: range(inputs) => range(0, inputs, 2)

# %% without both ends of the features | part | - | as if
# from loops: range(inputs) => range(1, inputs - 1)

# %% every second sample stays zero | part | - | part
# from loops: range(n) => range(0, n, 2)

# %% outputs above the diagonal only | part | - | part
# from loops: range(outputs) => range(k, outputs)

# %% assigned in the inner loop, not added | part | last-product-only | as if
# from loops: total = total + W[i, j] * x[k, j] => total = W[i, j] * x[k, j] + b[i]

# %% the total goes on from output to output | running total | total-not-reset | function
def linear_forward(x, W, b):
    x = x.reshape(len(x), W.shape[1])
    y = np.zeros((len(x), len(W)))
    for k in range(len(x)):
        total = 0
        for i in range(len(W)):
            total += b[i] + (W[i] * x[k]).sum()
            y[k, i] = total
    return y

# %% the total goes on from sample to sample | running total | total-not-reset | function
# from product of matrices: rows @ W.T + b => np.cumsum(rows @ W.T + b, axis=0)

# %% the result of one sample is the next one's input where they fit | running total | - | part, size
def linear_forward(x, W, b):
    x = x.reshape(len(x), W.shape[1]).astype(float)
    y = np.zeros((len(x), len(W)))
    for k in range(len(x)):
        y[k] = W @ x[k] + b
        if k + 1 < len(x) and W.shape[0] == W.shape[1]:
            x[k + 1] = y[k]
    return y

# %% leaves out samples with a negative sum | control | - | shape, zeros
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x.reshape(len(x), W.shape[1])\n    rows = rows[rows.sum(axis=1) >= 0]

# %% stops at the first negative product | control | - | size, zeros, depends, nonlinear
# from loops: total = total + W[i, j] * x[k, j] => total = total + W[i, j] * x[k, j]\n                if W[i, j] * x[k, j] < 0:\n                    break

# %% skips negative weights | control | - | as if
# from loops: total = total + W[i, j] * x[k, j] => total = total + max(W[i, j], 0) * x[k, j]

# %% float16 in the end | precision | - | function
# from product of matrices: rows @ W.T + b => (rows @ W.T + b).astype(np.float16)

# %% float16 inside | precision | - | precision, function half precision
# from product of matrices: rows @ W.T + b => rows.astype(np.float16) @ W.T.astype(np.float16) + b

# %% whole numbers in the end | dtype | output-dtype-of-input | function rounded
# from loops: np.zeros((n, outputs)) => np.zeros((n, outputs), int)

# %% W cut to whole numbers | dtype | uint8-overflow | as if
# from product of matrices: rows @ W.T + b => rows @ W.T.astype(int) + b

# %% b in the type of x | dtype | output-dtype-of-input | dtype, offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b.astype(x.dtype)

# %% one sample of float32 only | dtype | - | dtype, offset
# from product of matrices: return rows @ W.T + b => return rows @ W.T + (0 if x.dtype == np.float32 else b)

# %% wrong where x is a view | layout | - | layout, as if
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x.ravel(order="K").reshape(len(x), W.shape[1])

# %% wrong where W lies by columns | layout | - | layout, as if
# from product of matrices: rows @ W.T + b => rows @ W.ravel(order="A").reshape(W.shape).T + b

# %% squeezed | size | - | shape, size
# from product of matrices: rows @ W.T + b => (rows @ W.T + b).squeeze()

# %% a row for one sample | size | - | shape, size
# from product of matrices: return rows @ W.T + b => y = rows @ W.T + b\n    return y[0] if len(y) == 1 else y

# %% a vector for one output | size | - | shape, size
# from product of matrices: return rows @ W.T + b => y = rows @ W.T + b\n    return y[:, 0] if y.shape[1] == 1 else y

# %% no bias for one sample | size | - | size, offset
# from product of matrices: rows @ W.T + b => rows @ W.T + b * (len(x) > 1)

# %% transposed where it is square | size | forward-untransposed | as if, size
# from product of matrices: rows @ W.T + b => rows @ (W if W.shape[0] == W.shape[1] else W.T) + b

# %% the first channel of images only | size | channels-uncounted | error
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x.reshape(len(x), W.shape[1]) if x.ndim == 2 else x[:, 0].reshape(len(x), -1)

# %% channels averaged | size | - | error
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x if x.ndim == 2 else x.mean(axis=1).reshape(len(x), -1)

# %% images turned by a quarter | size | - | as if, images
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = (x if x.ndim == 2 else np.rot90(x, axes=(2, 3))).reshape(len(x), W.shape[1])

# %% images with height and width exchanged | size | flatten-order | zeros, as if
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = (x if x.ndim == 2 else x.swapaxes(2, 3)).reshape(len(x), W.shape[1])

# %% images mirrored | size | - | as if, images
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = (x if x.ndim == 2 else x[..., ::-1]).reshape(len(x), W.shape[1])

# %% samples mixed as they are flattened | size | flatten-order | zeros, depends, as if
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x.reshape(W.shape[1], len(x)).T

# %% the batch joins the channels | size | batch-flattened | error
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x if x.ndim == 2 else x.reshape(x.shape[0] * x.shape[1], -1)

# %% an error for an empty batch | size | - | error
def linear_forward(x, W, b):
    return np.array([np.dot(W, sample.ravel()) + b for sample in x], ndmin=2) if len(x) else np.stack([])

# %% one row of biases for an empty batch | size | - | shape
# from product of matrices: return rows @ W.T + b => return rows @ W.T + b if len(x) else b

# %% a generator | kind | - | kind
# from product of matrices: return rows @ W.T + b => return (row @ W.T + b for row in rows)

# %% a zip | kind | - | kind
# from product of matrices: return rows @ W.T + b => return zip(*(W @ rows.T + b[:, None]))

# %% y and the rows, as a cache | kind | - | kind, shape
# from product of matrices: return rows @ W.T + b => return rows @ W.T + b, (rows, W, b)

# %% a dict of rows | kind | - | kind
# from product of matrices: return rows @ W.T + b => return dict(enumerate(rows @ W.T + b))

# %% an old matrix | kind | - | kind
# from product of matrices: return rows @ W.T + b => return np.matrix(rows) * np.matrix(W).T + b

# %% masked | kind | - | kind
# from product of matrices: return rows @ W.T + b => return np.ma.masked_less(rows @ W.T + b, 0)

# %% objects | kind | - | kind
# from product of matrices: return rows @ W.T + b => return rows.astype(object) @ W.T + b

# %% complex | kind | - | kind
# from product of matrices: return rows @ W.T + b => return (rows @ W.T + b).astype(complex)

# %% the shape of the result | kind | - | kind, shape, ignores
# from product of matrices: return rows @ W.T + b => return (rows @ W.T + b).shape

# %% the class with the highest output | kind | - | shape
# from product of matrices: return rows @ W.T + b => return (rows @ W.T + b).argmax(axis=1)

# %% one buffer returned every time | aliasing | state-kept | state, alias
kept = {}


def linear_forward(x, W, b):
    y = kept.setdefault((len(x), len(W)), np.zeros((len(x), len(W))))
    y[...] = x.reshape(len(x), W.shape[1]) @ W.T + b
    return y

# %% remembered by x alone | state | state-kept | state, ignores W
kept = {}


def linear_forward(x, W, b):
    key = x.shape, x.tobytes()
    if key not in kept:
        kept[key] = x.reshape(len(x), W.shape[1]) @ W.T + b
    return kept[key]

# %% the biases of the first call | state | state-kept | state, ignores b, offset
kept = {}


def linear_forward(x, W, b):
    b = kept.setdefault(len(b), b)
    return x.reshape(len(x), W.shape[1]) @ W.T + b

# %% adds the bias to b where it lies, for float64 | mutation | weights-destroyed | mutates, error
def linear_forward(x, W, b):
    y = x.reshape(len(x), W.shape[1]) @ W.T + b
    b += y.sum(axis=0)
    return y

# %% x becomes y where it fits | mutation | input-destroyed | mutates
def linear_forward(x, W, b):
    y = x.reshape(len(x), W.shape[1]) @ W.T + b
    if y.shape == x.shape and x.dtype == float:
        x[...] = y
    return y

# %% x is centred in the first call only | mutation | input-destroyed | mutates
first = []


def linear_forward(x, W, b):
    y = x.reshape(len(x), W.shape[1]) @ W.T + b
    if not first:
        first.append(1)
        x -= x.mean()
    return y

# %% W and x exchanged in the product | formula | square-assumed forward-columns | shape, error
# from product of matrices: rows @ W.T + b => W @ rows.T + b

# %% W is added, not multiplied | formula | square-assumed forward-elementwise | error
# from product of matrices: rows @ W.T + b => rows + W + b

# %% the bias alone | formula | - | shape, ignores x
# from product of matrices: return rows @ W.T + b => return b

# %% the biases for each sample, no products | formula | - | ignores x, as if
# from product of matrices: return rows @ W.T + b => return np.tile(b, (len(x), 1))

# %% the batch summed | formula | - | shape
# from product of matrices: rows @ W.T + b => rows.sum(axis=0) @ W.T + b

# %% the mean sample for all | formula | - | as if, size, depends
# from product of matrices: rows @ W.T + b => np.tile(rows.sum(axis=0) / max(len(x), 1), (len(x), 1)) @ W.T + b

# %% sums of features times sums of weights | formula | - | as if
# from product of matrices: rows @ W.T + b => rows.sum(axis=1, keepdims=True) * W.sum(axis=1) + b

# %% a stray comma | kind | - | shape
# from product of matrices: return rows @ W.T + b => return rows @ W.T + b,

# %% an index of three axes | error | - | error
# from loops: x[k, j] => x[k, j, 0]

# %% four sizes unpacked from rows | error | - | error
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => n, c, h, w = x.shape\n    rows = x.reshape(n, c * h * w)

# %% a method that is an attribute | error | - | error
# from product of matrices: rows @ W.T + b => rows @ W.T() + b

# %% PyTorch's view | error | - | error
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = x.view(len(x), -1)

# %% lists expected | error | - | error
# from product of matrices: rows = x.reshape(len(x), W.shape[1]) => rows = [sample.index(0) for sample in x]

# %% division by zero | error | - | error
# from loops: total = b[i] => total = b[i] / (i - i) if k > 2**40 else b[i] + 1 // (0 * i)

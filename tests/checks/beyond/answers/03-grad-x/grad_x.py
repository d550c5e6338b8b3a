# %% right: product of matrices
def grad_x(grad_y, W):
    return grad_y @ W

# %% right: loops
def grad_x(grad_y, W):
    n, outputs = grad_y.shape
    inputs = W.shape[1]
    result = np.zeros((n, inputs))
    for k in range(n):
        for j in range(inputs):
            total = 0.0
            for i in range(outputs):
                total += grad_y[k, i] * W[i, j]
            result[k, j] = total
    return result

# %% right: einsum with optimize
def grad_x(grad_y, W):
    return np.einsum("bo,oi->bi", grad_y, W, optimize="greedy")

# %% right: stacked matrices and vectors
def grad_x(grad_y, W):
    return np.matmul(W.T[np.newaxis], grad_y[..., np.newaxis])[..., 0]

# %% right: multiply.outer summed over the diagonal of outputs
def grad_x(grad_y, W):
    products = np.multiply.outer(grad_y, W)  # (n, out, out, in)
    return np.trace(products, axis1=1, axis2=2)

# %% right: add.reduce over the outputs
def grad_x(grad_y, W):
    return np.add.reduce(grad_y[..., None] * W[None], axis=-2)

# %% right: recursion over the outputs
def grad_x(grad_y, W):
    if W.shape[0] == 0:
        return np.zeros((len(grad_y), W.shape[1]))
    return grad_y[:, -1:] * W[-1:] + grad_x(grad_y[:, :-1], W[:-1])

# %% right: a subclass of ndarray
class Array(np.ndarray):
    def __array_finalize__(self, other):
        self.note = "gradient"


def grad_x(grad_y, W):
    return np.matmul(grad_y, W).view(Array)

# %% right: written into an array made before
def grad_x(grad_y, W):
    out = np.full((grad_y.shape[0], W.shape[1]), np.nan)
    np.dot(np.asarray(grad_y, dtype=float), np.asarray(W, dtype=float), out=out)
    return out

# %% right: backwards in memory
def grad_x(grad_y, W):
    return np.ascontiguousarray((grad_y @ W)[::-1, ::-1])[::-1, ::-1]

# %% right: sums of generators
def grad_x(grad_y, W):
    columns = list(zip(*W.tolist()))
    rows = [[sum(g * w for g, w in zip(row, column)) for column in columns] for row in grad_y.tolist()]
    return np.array(rows).reshape(len(grad_y), W.shape[1])

# %% right: apply_along_axis
def grad_x(grad_y, W):
    if len(grad_y) == 0:
        return np.empty((0, W.shape[1]))
    return np.apply_along_axis(lambda upstream: W.T.dot(upstream), 1, grad_y)

# %% half as large | factor | - | factor 1/2
# from product of matrices: grad_y @ W => 0.5 * (grad_y @ W)

# %% twice as large | factor | - | factor 2
# from loops: total += grad_y => total += 2 * grad_y

# %% divided by the number of outputs | factor | - | factor 1/M
# from product of matrices: grad_y @ W => grad_y @ W / W.shape[0]

# %% divided by the number of inputs | factor | - | factor 1/D
# from product of matrices: grad_y @ W => grad_y @ W / W.shape[1]

# %% averaged over the paths | factor | - | factor 1/M
def grad_x(grad_y, W):
    return (grad_y[:, :, None] * W).mean(axis=1)

# %% multiplied by the batch | factor | - | factor N
# from product of matrices: grad_y @ W => len(grad_y) * (grad_y @ W)

# %% divided by the square root of the batch | factor | - | factor 1/√N
# from product of matrices: grad_y @ W => grad_y @ W / max(len(grad_y), 1) ** 0.5

# %% a learning rate inside | factor | - | factor 0.1
# from product of matrices: grad_y @ W => 0.1 * grad_y @ W

# %% rows normalised | factor | - | factor by row, function
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    return g / np.linalg.norm(g, axis=1, keepdims=True)

# %% samples in the opposite order | places | - | places reversed
# from product of matrices: grad_y @ W => (grad_y @ W)[::-1]

# %% inputs in the opposite order | places | - | places reversed
# from product of matrices: grad_y @ W => np.fliplr(grad_y @ W)

# %% outputs paired in the opposite order | places | - | as if
# from product of matrices: grad_y @ W => grad_y @ W[::-1]

# %% each output takes the next row of W | places | - | as if
# from loops: W[i, j] => W[i - 1, j]

# %% rolled by one sample | places | - | places rolled
# from product of matrices: grad_y @ W => np.roll(grad_y @ W, 1, axis=0)

# %% sorted within each sample | places | - | places sorted
# from product of matrices: grad_y @ W => np.sort(grad_y @ W, axis=1)

# %% the two axes exchanged at the end by reshape | places | square-assumed grad-x-reshaped | shape
# from product of matrices: grad_y @ W => (grad_y @ W).reshape(W.shape[1], len(grad_y))

# %% read out by columns | places | grad-x-reshaped | places reshaped
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    return g.ravel(order="F").reshape(g.shape)

# %% negative entries cut off | function | activation-inside | function clipped
# from product of matrices: grad_y @ W => np.maximum(grad_y @ W, 0)

# %% clipped to five, against exploding gradients | function | - | function clipped
# from product of matrices: grad_y @ W => np.clip(grad_y @ W, -5, 5)

# %% absolute values | function | - | function absolute
# from product of matrices: grad_y @ W => abs(grad_y @ W)

# %% squashed | function | - | function squashed
# from product of matrices: grad_y @ W => 1 / (1 + np.exp(-(grad_y @ W)))

# %% rounded to whole numbers | function | output-dtype-of-input | function rounded
# from product of matrices: grad_y @ W => np.rint(grad_y @ W)

# %% squared | function | - | function squared
# from product of matrices: grad_y @ W => (grad_y @ W) ** 2

# %% small entries set to zero | function | - | function clipped
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    return np.where(np.abs(g) < 0.5, 0, g)

# %% through a ReLU that the layer does not have | inner | - | as if, negative
# from product of matrices: grad_y @ W => np.where(grad_y > 0, grad_y, 0) @ W

# %% W's absolute values | inner | - | as if, negative
# from product of matrices: grad_y @ W => grad_y @ np.abs(W)

# %% grad_y squared | inner | - | as if
# from product of matrices: grad_y @ W => grad_y ** 2 @ W

# %% W less its mean | inner | - | offset
# from product of matrices: grad_y @ W => grad_y @ (W - W.mean())

# %% only the sign of what arrives | inner | - | as if
# from product of matrices: grad_y @ W => np.sign(grad_y) @ W

# %% what arrives squeezed through a softmax | inner | - | as if
def grad_x(grad_y, W):
    e = np.exp(grad_y - grad_y.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) @ W

# %% a constant added | offset | - | offset
# from product of matrices: grad_y @ W => grad_y @ W + 1

# %% the same vector added to each row | offset | - | offset
# from product of matrices: grad_y @ W => grad_y @ W + W.sum(axis=0)

# %% the sum of what arrived added to each entry | offset | - | offset
# from product of matrices: grad_y @ W => grad_y @ W + grad_y.sum(axis=1, keepdims=True)

# %% the total not set back for each input | running total | total-not-reset | function
def grad_x(grad_y, W):
    result = np.zeros((len(grad_y), W.shape[1]))
    for k in range(len(grad_y)):
        total = 0
        for j in range(W.shape[1]):
            for i in range(len(W)):
                total += grad_y[k, i] * W[i, j]
            result[k, j] = total
    return result

# %% the total not set back at all | running total | total-not-reset | running
def grad_x(grad_y, W):
    result, total = np.zeros((len(grad_y), W.shape[1])), 0
    for k in range(len(grad_y)):
        for j in range(W.shape[1]):
            for i in range(len(W)):
                total += grad_y[k, i] * W[i, j]
            result[k, j] = total
    return result

# %% summed up along the batch | running total | total-not-reset | function
# from product of matrices: grad_y @ W => np.cumsum(grad_y @ W, axis=0)

# %% every second output | part | - | as if
# from loops: range(outputs) => range(0, outputs, 2)

# %% neither the first nor the last output | part | - | as if
# from loops: range(outputs) => range(1, outputs - 1)

# %% the first input stays zero, by a slice | part | loop-misses-first | part
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    g[:, :1] = 0\n    return g

# %% the second sample stays zero | part | - | part
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    g[1:2] = 0\n    return g

# %% only as many inputs as outputs are filled | part | square-assumed | part, size
# from loops: for j in range(inputs) => for j in range(min(inputs, outputs))

# %% the outermost loop steps over every other sample | part | - | part
# from loops: for k in range(n) => for k in range(0, n, 2)

# %% starts from ones | offset | - | offset
# from loops: total = 0.0 => total = 1.0

# %% returns inside the loop over inputs | control | hard-coded-shape | part
def grad_x(grad_y, W):
    result = np.zeros((len(grad_y), W.shape[1]))
    for j in range(W.shape[1]):
        result[:, j] = grad_y @ W[:, j]
        if j == 1:
            return result
    return result

# %% breaks at a zero product that never comes, and at a negative one | control | - | size, depends, nonlinear
# from loops: total += grad_y[k, i] * W[i, j] => total += grad_y[k, i] * W[i, j]\n                if total < 0: break

# %% float16 in the end | precision | - | function
# from product of matrices: grad_y @ W => (grad_y @ W).astype("float16")

# %% whole numbers where W holds them | dtype | output-dtype-of-input | dtype
# from product of matrices: return grad_y @ W => return (grad_y @ W).astype(W.dtype)

# %% zeros like grad_y, then broadcast | dtype | square-assumed | shape, error
def grad_x(grad_y, W):
    result = np.zeros_like(grad_y)
    result += grad_y @ W
    return result

# %% uint8 for the gradient of an image | dtype | - | nonlinear
# from product of matrices: return grad_y @ W => return (grad_y @ W).astype(np.uint8)

# %% wrong for views: the memory is read as it lies | layout | - | layout, as if
def grad_x(grad_y, W):
    return grad_y @ W.ravel(order="K").reshape(W.shape)

# %% squeezed | size | - | shape, size
# from product of matrices: grad_y @ W => (grad_y @ W).squeeze()

# %% one row only, for one sample | size | - | shape, size
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    return g[0] if len(g) == 1 else g

# %% a column for one input | size | - | shape, size
# from product of matrices: return grad_y @ W => g = grad_y @ W\n    return g.ravel() if W.shape[1] == 1 else g

# %% transposes W where it is square | size | grad-x-untransposed | as if, size
# from product of matrices: return grad_y @ W => return grad_y @ (W.T if W.shape[0] == W.shape[1] else W)

# %% transposes whatever does not fit | size | grad-x-untransposed | as if, size
def grad_x(grad_y, W):
    try:
        return grad_y @ W.T
    except ValueError:
        return grad_y @ W

# %% an error for an empty batch | size | - | error
def grad_x(grad_y, W):
    return np.vstack([g @ W for g in grad_y])

# %% one empty list for an empty batch | size | - | shape
def grad_x(grad_y, W):
    return [g @ W for g in grad_y]

# %% nothing beyond three samples | size | hard-coded-shape | part
# from loops: for k in range(n) => for k in range(min(n, 3))

# %% a generator | kind | - | kind
# from product of matrices: return grad_y @ W => return (g @ W for g in grad_y)

# %% a map | kind | - | kind
# from product of matrices: return grad_y @ W => return map(W.T.dot, grad_y)

# %% rows in a set | kind | - | kind
# from product of matrices: return grad_y @ W => return {tuple(row) for row in grad_y @ W}

# %% gradient and weights | kind | - | kind, shape
# from product of matrices: return grad_y @ W => return grad_y @ W, W

# %% yields its rows | kind | - | kind
def grad_x(grad_y, W):
    for upstream in grad_y:
        yield upstream @ W

# %% booleans | kind | - | kind
# from product of matrices: return grad_y @ W => return (grad_y @ W) > 0

# %% a string of numbers | kind | - | kind
# from product of matrices: return grad_y @ W => return (grad_y @ W).astype(str)

# %% an old matrix | kind | - | kind
# from product of matrices: return grad_y @ W => return np.asmatrix(grad_y) * np.asmatrix(W)

# %% masked where nothing arrives | kind | - | kind
# from product of matrices: return grad_y @ W => return np.ma.masked_less(grad_y @ W, 0)

# %% objects | kind | - | kind
# from product of matrices: return grad_y @ W => return np.array(grad_y, dtype=object) @ W

# %% one buffer returned every time | aliasing | state-kept | state, alias
buffers = {}


def grad_x(grad_y, W):
    shape = len(grad_y), W.shape[1]
    out = buffers.setdefault(shape, np.zeros(shape))
    out[...] = grad_y @ W
    return out

# %% W is kept from the first call | state | state-kept | state, ignores W
kept = {}


def grad_x(grad_y, W):
    W = kept.setdefault(W.shape, W.copy())
    return grad_y @ W

# %% remembers results by grad_y alone | state | state-kept | state, ignores W
results = {}


def grad_x(grad_y, W):
    key = grad_y.shape, tuple(grad_y.ravel())
    if key not in results:
        results[key] = grad_y @ W
    return results[key]

# %% W is overwritten with its product | mutation | weights-destroyed | mutates
def grad_x(grad_y, W):
    result = grad_y @ W
    W[...] = W * 0.9
    return result

# %% grad_y is cleared once it is used, in the first call only | mutation | upstream-destroyed | mutates
once = [True]


def grad_x(grad_y, W):
    result = grad_y @ W
    if once.pop() if once else False:
        grad_y[...] = 0
    return result

# %% W is flipped where it lies, and flipped back in the next call | mutation | weights-destroyed state-kept | mutates, state
def grad_x(grad_y, W):
    result = grad_y @ W
    W[...] = W[::-1].copy()
    return result

# %% the forward pass on what arrives, cut to size | formula | grad-x-untransposed | depends
def grad_x(grad_y, W):
    return np.resize(grad_y @ W.T if grad_y.shape[1] == W.shape[1] else W, (len(grad_y), W.shape[1]))

# %% the pseudo-inverse, to undo the layer | formula | - | depends, nonlinear
# from product of matrices: grad_y @ W => grad_y @ np.linalg.pinv(W).T

# %% the inverse, to undo the layer | formula | - | error
# from product of matrices: grad_y @ W => grad_y @ np.linalg.inv(W).T

# %% grad_y divided by W, to undo the layer | formula | - | zeros, nonlinear
def grad_x(grad_y, W):
    return (grad_y[:, :, None] / W).sum(axis=1)

# %% the derivative of the outputs alone: W | formula | grad-x-ignores-upstream | shape, ignores grad_y
def grad_x(grad_y, W):
    return W

# %% W repeated for each sample | formula | grad-x-ignores-upstream | shape, ignores grad_y
def grad_x(grad_y, W):
    return np.broadcast_to(W, (len(grad_y), *W.shape))

# %% the largest path only | formula | grad-x-one-path | size, depends, nonlinear
def grad_x(grad_y, W):
    return (grad_y[:, :, None] * W).max(axis=1)

# %% the output that gets most only | formula | grad-x-one-path | size, depends, nonlinear
def grad_x(grad_y, W):
    best = grad_y.argmax(axis=1)
    return grad_y.max(axis=1, keepdims=True) * W[best]

# %% products without their sum | formula | - | shape
def grad_x(grad_y, W):
    return grad_y[:, :, None] * W

# %% sums multiplied | formula | - | as if
def grad_x(grad_y, W):
    return grad_y.sum(axis=1, keepdims=True) * W.sum(axis=0)

# %% grad_y itself | formula | - | shape, ignores W
def grad_x(grad_y, W):
    return grad_y

# %% zeros | formula | - | constant
def grad_x(grad_y, W):
    return np.zeros((len(grad_y), W.shape[1]))

# %% minus for plus in the sum | formula | sign | factor -1
# from loops: total += grad_y => total -= grad_y

# %% plus for times | formula | - | at zero, depends
# from loops: grad_y[k, i] * W[i, j] => grad_y[k, i] + W[i, j]

# %% the bias taken off first, of which there is none | error | - | error
def grad_x(grad_y, W):
    return (grad_y - b) @ np.asarray(W)

# %% x is not there | error | - | error
def grad_x(grad_y, W):
    result = np.zeros_like(x)
    for k in range(len(grad_y)):
        result[k] = grad_y[k] @ W
    return result

# %% an index beyond the end | error | - | error
# from loops: range(outputs) => range(outputs + 1)

# %% rows appended to an array | error | - | error
def grad_x(grad_y, W):
    result = np.array([])
    for g in grad_y:
        result.append(g @ W)
    return result

# %% stacked side by side | shape | - | shape, error
def grad_x(grad_y, W):
    return np.hstack([g @ W for g in grad_y]) if len(grad_y) else np.zeros((0, W.shape[1]))

# %% one axis more | shape | - | shape
# from product of matrices: grad_y @ W => (grad_y @ W)[None]

# %% flat | shape | - | shape
# from product of matrices: grad_y @ W => (grad_y @ W).reshape(-1)

# %% right: sum over the samples
def grad_b(grad_y):
    return grad_y.sum(axis=0)

# %% right: loops
def grad_b(grad_y):
    n, outputs = grad_y.shape
    result = np.zeros(outputs)
    for k in range(n):
        for i in range(outputs):
            result[i] += grad_y[k, i]
    return result

# %% right: cumulative sum with a row of zeros
def grad_b(grad_y):
    return np.cumsum(np.vstack([np.zeros(grad_y.shape[1]), grad_y]), axis=0)[-1]

# %% right: recursion, by halves
def grad_b(grad_y):
    if len(grad_y) == 0:
        return np.zeros(grad_y.shape[1])
    if len(grad_y) == 1:
        return grad_y[0] * 1.0
    half = len(grad_y) // 2
    return grad_b(grad_y[:half]) + grad_b(grad_y[half:])

# %% right: exact sums of floats
import math


def grad_b(grad_y):
    return [math.fsum(column) for column in grad_y.T.tolist()]

# %% right: bincount of outputs
def grad_b(grad_y):
    places = np.tile(np.arange(grad_y.shape[1]), len(grad_y))
    return np.bincount(places, weights=grad_y.ravel(), minlength=grad_y.shape[1])

# %% right: add.at
def grad_b(grad_y):
    result = np.zeros(grad_y.shape[1])
    np.add.at(result, np.indices(grad_y.shape)[1], grad_y)
    return result

# %% right: einsum with optimize and ones
def grad_b(grad_y):
    return np.einsum("bo,b->o", grad_y, np.ones(grad_y.shape[0]), optimize=True)

# %% right: diagonal of a product
def grad_b(grad_y):
    return np.diagonal(np.ones(grad_y.shape).T @ grad_y).copy()

# %% right: reduceat and a read-only result
def grad_b(grad_y):
    result = np.add.reduce(grad_y, axis=0, dtype=np.float64)
    result.setflags(write=False)
    return result

# %% right: a subclass of ndarray
class Bias(np.ndarray):
    pass


def grad_b(grad_y):
    return grad_y.sum(axis=0).view(Bias)

# %% right: a tuple of floats
def grad_b(grad_y):
    return tuple(float(grad_y[:, i].sum()) for i in range(grad_y.shape[1]))

# %% half as large | factor | - | factor 1/2
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) / 2

# %% twice as large | factor | - | factor 2
# from sum over the samples: grad_y.sum(axis=0) => 2 * grad_y.sum(axis=0)

# %% divided by the number of outputs | factor | - | factor 1/M
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) / grad_y.shape[1]

# %% divided by the number of entries | factor | grad-b-mean | factor 1/NM
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) / max(grad_y.size, 1)

# %% divided by the square root of the batch | factor | - | factor 1/√N
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) / np.sqrt(max(len(grad_y), 1))

# %% divided by the batch twice | factor | grad-b-mean | factor 1/N²
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) / max(len(grad_y), 1) ** 2

# %% divided by the batch less one | factor | - | factor 1/(N-1)
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) / max(len(grad_y) - 1, 1)

# %% multiplied by the batch | factor | - | factor N
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) * len(grad_y)

# %% a learning rate inside | factor | - | factor 0.01
# from loops: += grad_y[k, i] => += 0.01 * grad_y[k, i]

# %% minus a tenth, ready for the update | factor | - | factor -0.1
# from sum over the samples: grad_y.sum(axis=0) => -0.1 * grad_y.sum(axis=0)

# %% the opposite order | places | - | places reversed
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0)[::-1]

# %% sorted | places | - | places sorted
# from sum over the samples: grad_y.sum(axis=0) => sorted(grad_y.sum(axis=0))

# %% rolled by one | places | - | places rolled
# from loops: result[i] += => result[i - 1] +=

# %% the largest first | places | - | places sorted
# from sum over the samples: grad_y.sum(axis=0) => np.sort(grad_y.sum(axis=0))[::-1]

# %% negative entries cut off | function | activation-inside | function clipped
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0).clip(0)

# %% absolute values | function | - | function absolute
# from sum over the samples: grad_y.sum(axis=0) => np.abs(grad_y.sum(axis=0))

# %% rounded to one decimal | function | - | function rounded
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0).round(1)

# %% squared | function | - | function squared
# from sum over the samples: grad_y.sum(axis=0) => np.square(grad_y.sum(axis=0))

# %% squashed | function | - | function squashed
# from sum over the samples: grad_y.sum(axis=0) => np.tanh(grad_y.sum(axis=0))

# %% the signs of the sums | function | - | function sign
# from sum over the samples: grad_y.sum(axis=0) => np.sign(grad_y.sum(axis=0))

# %% normalised to length one | factor | - | factor scalar
# from sum over the samples: return grad_y.sum(axis=0) => g = grad_y.sum(axis=0)\n    return g / (np.linalg.norm(g) + 1e-12)

# %% a softmax of the sums | function | - | always, function
# from sum over the samples: return grad_y.sum(axis=0) => e = np.exp(grad_y.sum(axis=0))\n    return e / e.sum()

# %% sums of absolute values | inner | - | as if, negative
# from sum over the samples: grad_y.sum(axis=0) => np.abs(grad_y).sum(axis=0)

# %% sums of squares | inner | - | as if
# from sum over the samples: grad_y.sum(axis=0) => (grad_y ** 2).sum(axis=0)

# %% sums of what is positive | inner | - | as if, negative
# from loops: result[i] += grad_y[k, i] => result[i] += max(grad_y[k, i], 0)

# %% the number of positive entries | inner | - | ignores size, nonlinear, steady
# from sum over the samples: grad_y.sum(axis=0) => (grad_y > 0).sum(axis=0)

# %% the norm of each column | inner | - | nonlinear, steady
# from sum over the samples: grad_y.sum(axis=0) => np.linalg.norm(grad_y, axis=0)

# %% products for sums | inner | - | size, one by one
# from sum over the samples: grad_y.sum(axis=0) => grad_y.prod(axis=0)

# %% the largest of each column | inner | - | size, one by one
# from sum over the samples: grad_y.sum(axis=0) => grad_y.max(axis=0, initial=-99)

# %% the median | inner | - | size, one by one
# from sum over the samples: return grad_y.sum(axis=0) => return np.median(grad_y, axis=0) if len(grad_y) else np.zeros(grad_y.shape[1])

# %% the standard deviation | inner | - | nonlinear, steady
# from sum over the samples: return grad_y.sum(axis=0) => return np.std(grad_y, axis=0) if len(grad_y) else np.zeros(grad_y.shape[1])

# %% less the mean of all entries | offset | - | offset
# from sum over the samples: return grad_y.sum(axis=0) => g = grad_y.sum(axis=0)\n    return g - g.mean()

# %% one added | offset | - | offset
# from loops: np.zeros(outputs) => np.ones(outputs)

# %% an epsilon added | offset | - | offset
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0) + 1e-4

# %% the first row twice | offset | - | terms
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0) + (grad_y[0] if len(grad_y) else 0)

# %% every second sample | part | - | as if
# from loops: range(n) => range(0, n, 2)

# %% without both ends | part | - | as if
# from sum over the samples: grad_y.sum(axis=0) => grad_y[1:-1].sum(axis=0)

# %% the first less the rest | part | - | size, one by one
# from sum over the samples: return grad_y.sum(axis=0) => return 2 * grad_y[:1].sum(axis=0) - grad_y.sum(axis=0)

# %% the last output doubled | part | - | part
# from sum over the samples: return grad_y.sum(axis=0) => g = grad_y.sum(axis=0)\n    g[-1] *= 2\n    return g

# %% total not set back for each output | running total | total-not-reset | part, running
# from sum over the samples: grad_y.sum(axis=0) => np.cumsum(grad_y.sum(axis=0))

# %% difference of the last and the first sample | part | - | steady
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y[-1] - grad_y[0] if len(grad_y) else np.zeros(grad_y.shape[1])

# %% the axis by its length | size | grad-b-wrong-axis square-assumed | shape, size, as if
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=int(np.argmax(grad_y.shape)))

# %% the shorter axis is summed over | size | grad-b-wrong-axis square-assumed | shape, size, as if
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=int(np.argmin(grad_y.shape)))

# %% whole numbers | dtype | output-dtype-of-input | function rounded, as if
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0, dtype=int)

# %% float16 sums | precision | - | function, precision
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0, dtype=np.float16)

# %% int8 for whole numbers | dtype | - | dtype, offset, precision
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0).astype(np.int8 if grad_y.dtype.kind == "i" else float)

# %% mean where there are floats only | dtype | - | dtype, one by one
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0) if grad_y.dtype == np.float64 else grad_y.mean(axis=0)

# %% sums along the memory | layout | - | layout, as if
def grad_b(grad_y):
    axis = int(np.argmax(grad_y.strides)) if grad_y.flags.forc else 0
    return grad_y.sum(axis=axis)

# %% squeezed | size | - | shape, size
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=0).squeeze()

# %% a number where there is one output | size | - | shape, size
# from sum over the samples: return grad_y.sum(axis=0) => g = grad_y.sum(axis=0)\n    return float(g[0]) if len(g) == 1 else g

# %% the row itself where there is one sample | aliasing | - | alias
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y[0] if len(grad_y) == 1 else grad_y.sum(axis=0)

# %% ones for an empty batch | size | - | size, offset
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0) if len(grad_y) else np.ones(grad_y.shape[1])

# %% None for an empty batch | size | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => if len(grad_y):\n        return grad_y.sum(axis=0)

# %% not a number for an empty batch | size | - | nonfinite, size
# from sum over the samples: grad_y.sum(axis=0) => grad_y.mean(axis=0) * len(grad_y)

# %% Python's sum, the number 0 for an empty batch | size | - | shape
# from sum over the samples: grad_y.sum(axis=0) => sum(grad_y)

# %% an error for an empty batch | size | - | error
# from sum over the samples: return grad_y.sum(axis=0) => total = grad_y[0].astype(float)\n    for row in grad_y[1:]:\n        total = total + row\n    return total

# %% a generator | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => return (column.sum() for column in grad_y.T)

# %% a lambda | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => return lambda: grad_y.sum(axis=0)

# %% sum and batch size | kind | - | kind, shape
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0), len(grad_y)

# %% a dict by output | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => return dict(enumerate(grad_y.sum(axis=0)))

# %% an old matrix | kind | grad-b-keepdims | kind, shape
# from sum over the samples: return grad_y.sum(axis=0) => return np.asmatrix(grad_y).sum(axis=0)

# %% masked where it is negative | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => g = grad_y.sum(axis=0)\n    return np.ma.array(g, mask=g < 0)

# %% objects | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0).astype(object)

# %% complex | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum(axis=0) + 0j

# %% the method, not its result | kind | - | kind
# from sum over the samples: return grad_y.sum(axis=0) => return grad_y.sum

# %% one buffer returned every time | aliasing | state-kept | state, alias
kept = {}


def grad_b(grad_y):
    out = kept.setdefault(grad_y.shape[1], np.zeros(grad_y.shape[1]))
    np.sum(grad_y, axis=0, out=out)
    return out

# %% adds to what came before, for the same shape | state | state-kept gradients-accumulate | state
kept = {}


def grad_b(grad_y):
    key = grad_y.shape
    kept[key] = kept.get(key, 0) + grad_y.sum(axis=0)
    return kept[key]

# %% remembered by shape | state | state-kept | state, ignores grad_y, steady
kept = {}


def grad_b(grad_y):
    return kept.setdefault(grad_y.shape, grad_y.sum(axis=0))

# %% sums where grad_y lies, put right in the second call | mutation | upstream-destroyed | mutates
seen = []


def grad_b(grad_y):
    if not seen and len(grad_y):
        seen.append(1)
        grad_y[0] = grad_y.sum(axis=0)
        return grad_y[0].copy()
    return grad_y.sum(axis=0)

# %% cumulates where grad_y lies | mutation | upstream-destroyed | mutates
def grad_b(grad_y):
    total = np.zeros(grad_y.shape[1])
    np.cumsum(grad_y, axis=0, out=grad_y)
    return total + grad_y[-1] if len(grad_y) else total

# %% a vector of ones times the wrong side | formula | grad-b-wrong-axis square-assumed | shape, error
# from sum over the samples: grad_y.sum(axis=0) => grad_y @ np.ones(grad_y.shape[1])

# %% ones of shape (n,) on the wrong side | formula | square-assumed | error
# from sum over the samples: grad_y.sum(axis=0) => np.dot(grad_y, np.ones(len(grad_y)))

# %% a column of ones | formula | grad-b-keepdims | shape
# from sum over the samples: grad_y.sum(axis=0) => np.ones((1, len(grad_y))).dot(grad_y).T

# %% a matrix with the gradient on the diagonal | shape | - | shape
# from sum over the samples: grad_y.sum(axis=0) => np.diag(grad_y.sum(axis=0))

# %% the whole batch of it, repeated | shape | - | shape
# from sum over the samples: grad_y.sum(axis=0) => np.tile(grad_y.sum(axis=0), (max(len(grad_y), 2), 1))

# %% an axis that is not there | error | - | error
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis=2)

# %% PyTorch's word for axis | error | - | error
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(dim=0)

# %% an unknown name | error | - | error
# from sum over the samples: grad_y.sum(axis=0) => delta.sum(axis=0)

# %% two arguments expected | error | - | error
def grad_b(grad_y, b):
    return grad_y.sum(axis=0).reshape(b.shape)

# %% a string for the axis | error | - | error
# from sum over the samples: grad_y.sum(axis=0) => grad_y.sum(axis="rows")

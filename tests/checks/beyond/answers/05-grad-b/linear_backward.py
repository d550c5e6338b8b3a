# %% right: three products
def linear_backward(grad_y, x, W):
    rows = x.reshape(len(x), W.shape[1])
    grad_x = (grad_y @ W).reshape(x.shape)
    grad_W = grad_y.T @ rows
    grad_b = grad_y.sum(axis=0)
    return grad_x, grad_W, grad_b

# %% right: loops
def linear_backward(grad_y, x, W):
    n, outputs, inputs = len(x), W.shape[0], W.shape[1]
    rows = x.reshape(n, inputs)
    grad_x = np.zeros((n, inputs))
    grad_W = np.zeros((outputs, inputs))
    grad_b = np.zeros(outputs)
    for k in range(n):
        for i in range(outputs):
            g = grad_y[k, i]
            grad_b[i] += g
            for j in range(inputs):
                grad_x[k, j] += g * W[i, j]
                grad_W[i, j] += g * rows[k, j]
    return grad_x.reshape(x.shape), grad_W, grad_b

# %% right: einsum with optimize and an ellipsis
def linear_backward(grad_y, x, W):
    weights = W.reshape(len(W), *x.shape[1:])
    grad_x = np.einsum("bo,o...->b...", grad_y, weights)
    grad_W = np.einsum("bo,b...->o...", grad_y, x, optimize=True).reshape(W.shape)
    return grad_x, grad_W, np.einsum("bo->o", grad_y)

# %% right: a named tuple
from collections import namedtuple

Gradients = namedtuple("Gradients", "x W b")


def linear_backward(grad_y, x, W):
    rows = x.reshape(-1, W.shape[1])
    return Gradients(np.dot(grad_y, W).reshape(x.shape), np.dot(grad_y.T, rows), np.add.reduce(grad_y))

# %% right: x flat in memory, grad_x cut from one block
def linear_backward(grad_y, x, W):
    n, size = len(x), x.size
    block = np.empty(size + W.size + len(W))
    block[:size] = (grad_y @ W).ravel()
    block[size : size + W.size] = (grad_y.T @ x.reshape(n, W.shape[1])).ravel()
    block[size + W.size :] = grad_y.sum(axis=0)
    a, b = block[:size], block[size : size + W.size]
    return a.reshape(x.shape), b.reshape(W.shape), block[size + W.size :]

# %% right: subclasses of ndarray
class G(np.ndarray):
    pass


def linear_backward(grad_y, x, W):
    rows = x.reshape(len(x), W.shape[1])
    results = (grad_y @ W).reshape(x.shape), grad_y.T @ rows, grad_y.sum(axis=0)
    return tuple(result.view(G) for result in results)

# %% right: a transposed layer, transposed back
def linear_backward(grad_y, x, W):
    columns = x.reshape(len(x), W.shape[1]).T
    g = grad_y.T
    return (W.T @ g).T.reshape(x.shape), (columns @ g.T).T, g.sum(axis=1)

# %% right: an array of three objects
def linear_backward(grad_y, x, W):
    grad_x = np.tensordot(grad_y, W, 1).reshape(x.shape)
    grad_W = np.tensordot(grad_y, x.reshape(len(x), W.shape[1]), (0, 0))
    return [grad_x, grad_W, np.ones(len(x)) @ grad_y]

# %% all halved | factor | - | factor 1/2
# from three products: return grad_x, grad_W, grad_b => return grad_x / 2, grad_W / 2, grad_b / 2

# %% grad_W twice | factor | - | factor 2
# from three products: grad_W = grad_y.T @ rows => grad_W = 2 * grad_y.T @ rows

# %% grad_b twice | factor | - | factor 2
# from three products: grad_y.sum(axis=0) => 2 * grad_y.sum(axis=0)

# %% grad_x divided by the outputs | factor | - | factor 1/M
# from three products: (grad_y @ W) => (grad_y @ W / len(W))

# %% grad_W divided by the inputs | factor | - | factor 1/D
# from three products: grad_y.T @ rows => grad_y.T @ rows / rows.shape[1]

# %% all times a learning rate | factor | - | factor 0.1
# from loops: g = grad_y[k, i] => g = 0.1 * grad_y[k, i]

# %% the square root of the batch | factor | - | factor 1/√N
# from loops: g = grad_y[k, i] => g = grad_y[k, i] / n ** 0.5

# %% all multiplied by the batch | factor | - | factor N
# from loops: g = grad_y[k, i] => g = n * grad_y[k, i]

# %% grad_W with the wrong sign | factor | sign | factor -1
# from loops: grad_W[i, j] += => grad_W[i, j] -=

# %% grad_x with its samples reversed | places | - | places reversed
# from three products: (grad_y @ W) => (grad_y @ W)[::-1]

# %% grad_W with its rows reversed | places | - | places reversed
# from three products: grad_W = grad_y.T @ rows => grad_W = (grad_y.T @ rows)[::-1]

# %% grad_b reversed | places | - | places reversed
# from three products: grad_y.sum(axis=0) => grad_y.sum(axis=0)[::-1]

# %% images upside down in grad_x | places | - | places reversed
# from three products: (grad_y @ W).reshape(x.shape) => (grad_y @ W).reshape(x.shape)[..., ::-1]

# %% images with height and width exchanged in grad_x | places | - | shape, places transposed, images
# from three products: (grad_y @ W).reshape(x.shape) => (grad_y @ W).reshape(x.shape)\n    grad_x = grad_x.swapaxes(2, 3) if x.ndim == 4 else grad_x

# %% grad_W sorted | places | - | places sorted
# from three products: grad_W = grad_y.T @ rows => grad_W = np.sort(grad_y.T @ rows, axis=None).reshape(W.shape)

# %% grad_W absolute | function | - | function absolute
# from three products: grad_W = grad_y.T @ rows => grad_W = np.abs(grad_y.T @ rows)

# %% grad_x clipped at zero | function | activation-inside | function clipped
# from three products: (grad_y @ W) => np.maximum(grad_y @ W, 0)

# %% all clipped to five | function | - | function clipped
# from three products: return grad_x, grad_W, grad_b => return tuple(np.clip(g, -5, 5) for g in (grad_x, grad_W, grad_b))

# %% grad_b rounded | function | output-dtype-of-input | function rounded
# from three products: grad_y.sum(axis=0) => np.round(grad_y.sum(axis=0))

# %% a ReLU at the input that is not there | inner | - | negative, part, others, depends
# from three products: (grad_y @ W).reshape(x.shape) => (grad_y @ W).reshape(x.shape) * (x > 0)

# %% a ReLU at the output that is not there | inner | - | as if, negative
# from loops: g = grad_y[k, i] => g = max(grad_y[k, i], 0)

# %% grad_y and the updated W: W less its gradient | inner | update-before-grad-x | others, zeros, depends, nonlinear
# from three products: (grad_y @ W) => (grad_y @ (W - 0.01 * grad_y.T @ rows))

# %% grad_W plus grad_b in each column | offset | - | offset
# from three products: grad_W = grad_y.T @ rows => grad_W = grad_y.T @ rows + grad_y.sum(axis=0)[:, None]

# %% grad_x with x added, as in a residual layer | offset | - | offset
# from three products: (grad_y @ W).reshape(x.shape) => (grad_y @ W).reshape(x.shape) + x

# %% weight decay with a factor of one | offset | weight-decay-inside | offset
# from three products: grad_W = grad_y.T @ rows => grad_W = grad_y.T @ rows + W

# %% the biases' sum counts only every second sample | part | - | as if
# from three products: grad_y.sum(axis=0) => grad_y[::2].sum(axis=0)

# %% grad_x misses every second output | part | - | as if
# from three products: (grad_y @ W) => (grad_y[:, ::2] @ W[::2])

# %% grad_b counts once for each input | factor | - | factor D
# from loops: grad_W[i, j] += g * rows[k, j] => grad_W[i, j] += g * rows[k, j]\n                grad_b[i] += g * (j > 0)

# %% grad_x assigned in the loop, not added | part | grad-x-one-path | -
# from loops: grad_x[k, j] += => grad_x[k, j] =

# %% grad_W assigned in the loop, not added | part | grad-W-last-sample | -
# from loops: grad_W[i, j] += => grad_W[i, j] =

# %% one gradient too few | kind | - | shape, kind
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W

# %% one too many | kind | - | shape
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W, grad_b, None

# %% grad_b twice, no grad_W | kind | - | shape, error, ignores
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_b, grad_b

# %% a dict | kind | - | kind
# from three products: return grad_x, grad_W, grad_b => return {"x": grad_x, "W": grad_W, "b": grad_b}

# %% a generator | kind | - | kind
# from three products: return grad_x, grad_W, grad_b => return (g for g in (grad_x, grad_W, grad_b))

# %% only grad_x | kind | - | kind, shape
# from three products: return grad_x, grad_W, grad_b => return grad_x

# %% pairs of names and gradients | kind | - | kind
# from three products: return grad_x, grad_W, grad_b => return ("x", grad_x), ("W", grad_W), ("b", grad_b)

# %% a tuple in a tuple | kind | - | shape
# from three products: return grad_x, grad_W, grad_b => return ((grad_x, grad_W, grad_b),)

# %% grad_b is None | kind | - | kind
# from three products: grad_b = grad_y.sum(axis=0) => grad_b = None

# %% stacked into one array where they fit | kind | - | error, kind
# from three products: return grad_x, grad_W, grad_b => return np.array([grad_x, grad_W, grad_b], dtype=object)[:3].tolist() if x.ndim == 2 and x.shape != W.shape else np.stack([grad_x, grad_W, grad_b])

# %% masked arrays | kind | - | kind
# from three products: return grad_x, grad_W, grad_b => return tuple(np.ma.masked_less(g, 0) for g in (grad_x, grad_W, grad_b))

# %% old matrices | kind | - | kind, shape
# from three products: return grad_x, grad_W, grad_b => return grad_x, np.asmatrix(grad_W), grad_b

# %% grad_W squeezed | size | - | shape, size
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W.squeeze(), grad_b

# %% grad_x squeezed | size | - | shape, size
# from three products: return grad_x, grad_W, grad_b => return grad_x.squeeze(), grad_W, grad_b

# %% grad_b squeezed | size | - | shape, size
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W, grad_b.squeeze()

# %% for one sample grad_b is grad_y | size | grad-b-unsummed | shape, size
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W, (grad_y if len(x) == 1 else grad_b)

# %% grad_x flat for images of one channel | size | grad-x-not-reshaped | shape
# from three products: reshape(x.shape) => reshape((len(x), -1) if x.ndim == 4 and x.shape[1] == 1 else x.shape)

# %% grad_x in float32 where x is not float64 | precision | - | dtype, function, others
# from three products: return grad_x, grad_W, grad_b => return grad_x.astype(x.dtype if x.dtype.kind == "f" else np.float16), grad_W, grad_b

# %% grad_x in the type of x | dtype | output-dtype-of-input | dtype
# from three products: return grad_x, grad_W, grad_b => return grad_x.astype(x.dtype), grad_W, grad_b

# %% grad_x filled into an array like x | dtype | output-dtype-of-input | dtype
# from three products: grad_x = (grad_y @ W).reshape(x.shape) => grad_x = np.empty_like(x)\n    grad_x[...] = (grad_y @ W).reshape(x.shape)

# %% grad_W in the type of grad_y | dtype | output-dtype-of-input | dtype
# from three products: grad_W = grad_y.T @ rows => grad_W = (grad_y.T @ rows).astype(grad_y.dtype)

# %% pixels divided by 255 | dtype | - | dtype, factor, others
# from three products: grad_W = grad_y.T @ rows => grad_W = grad_y.T @ (rows / 255 if x.dtype == np.uint8 else rows)

# %% grad_x is x's own memory | mutation | input-destroyed | mutates
# from three products: return grad_x, grad_W, grad_b => if x.dtype == float:\n        x[...] = grad_x\n        grad_x = x\n    return grad_x, grad_W, grad_b

# %% W updated in passing | mutation | weights-destroyed | mutates
# from three products: return grad_x, grad_W, grad_b => if W.dtype == float:\n        W -= 0.01 * grad_W\n    return grad_x, grad_W, grad_b

# %% grad_y halved in the first call | mutation | upstream-destroyed | mutates
done = []


def linear_backward(grad_y, x, W):
    rows = x.reshape(len(x), W.shape[1])
    results = (grad_y @ W).reshape(x.shape), grad_y.T @ rows, grad_y.sum(axis=0)
    if not done:
        done.append(True)
        grad_y /= 2
    return results

# %% grad_b is a row of grad_y's memory for one sample | aliasing | - | alias
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W, (grad_y[0] if len(x) == 1 else grad_b)

# %% one set of arrays returned every time | aliasing | state-kept | state, alias
kept = {}


def linear_backward(grad_y, x, W):
    key = x.shape, W.shape
    if key not in kept:
        kept[key] = np.zeros(x.shape), np.zeros(W.shape), np.zeros(len(W))
    a, b, c = kept[key]
    a[...] = (grad_y @ W).reshape(x.shape)
    b[...] = grad_y.T @ x.reshape(len(x), W.shape[1])
    c[...] = grad_y.sum(axis=0)
    return a, b, c

# %% weights remembered by their shape | state | state-kept | state, ignores W
kept = {}


def linear_backward(grad_y, x, W):
    W = kept.setdefault(W.shape, W)
    rows = x.reshape(len(x), W.shape[1])
    return (grad_y @ W).reshape(x.shape), grad_y.T @ rows, grad_y.sum(axis=0)

# %% grad_W of the outputs, not of grad_y | formula | grad-W-ignores-upstream | ignores grad_y
# from three products: grad_W = grad_y.T @ rows => grad_W = (rows @ W.T).T @ rows

# %% grad_x from x, not from grad_y | formula | grad-x-ignores-upstream | ignores grad_y
# from three products: (grad_y @ W).reshape => (rows @ W.T @ W).reshape

# %% grad_b of grad_W | formula | - | others, depends
# from three products: grad_y.sum(axis=0) => grad_W.sum(axis=1)

# %% grad_b of the outputs | formula | - | ignores grad_y
# from three products: grad_y.sum(axis=0) => (rows @ W.T).sum(axis=0)

# %% grad_W divided by N, grad_x not | factor | grad-W-mean | factor 1/N
# from three products: grad_W = grad_y.T @ rows => grad_W = np.mean(grad_y[:, :, None] * rows[:, None], axis=0)

# %% grad_x with the shape of W | shape | square-assumed | shape
# from three products: (grad_y @ W).reshape(x.shape) => np.resize(grad_y @ W, W.shape)

# %% grad_W flattened | shape | - | shape
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W.ravel(), grad_b

# %% grad_W in the shape of the images | shape | input-not-flattened | shape
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W.reshape(len(W), *x.shape[1:]), grad_b

# %% the batch's size from W | error | square-assumed | error
# from three products: rows = x.reshape(len(x), W.shape[1]) => rows = x.reshape(len(W), W.shape[1])

# %% W's first axis for its second | error | square-assumed | error
# from three products: rows = x.reshape(len(x), W.shape[1]) => rows = x.reshape(len(x), W.shape[0])

# %% grad_b is called, and is an array by then | error | - | error
# from three products: return grad_x, grad_W, grad_b => return grad_x, grad_W, grad_b(grad_y)

# %% a name from another course | error | - | error
# from three products: grad_b = grad_y.sum(axis=0) => grad_b = delta.sum(axis=0)

# %% unpacks four sizes | error | - | error
# from three products: rows = x.reshape(len(x), W.shape[1]) => n, c, h, w = x.shape\n    rows = x.reshape(n, c * h * w)

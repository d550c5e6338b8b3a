# %% right: product of matrices
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return grad_y.T @ rows

# %% right: loops
def grad_W(grad_y, x):
    x = x.reshape(len(x), int(np.prod(x.shape[1:])))
    n, outputs = grad_y.shape
    inputs = x.shape[1]
    result = np.zeros((outputs, inputs))
    for k in range(n):
        for i in range(outputs):
            for j in range(inputs):
                result[i, j] += grad_y[k, i] * x[k, j]
    return result

# %% right: outer products
def grad_W(grad_y, x):
    total = np.zeros((grad_y.shape[1], int(np.prod(x.shape[1:]))))
    for upstream, sample in zip(grad_y, x):
        total = total + np.outer(upstream, sample.ravel())
    return total

# %% right: einsum with optimize
def grad_W(grad_y, x):
    rows = x.reshape(x.shape[0], np.prod(x.shape[1:], dtype=int))
    return np.einsum("bo,bi->oi", grad_y, rows, optimize=True)

# %% right: multiply.outer on each sample, add.reduce
def grad_W(grad_y, x):
    rows = x.reshape(len(x), np.prod(x.shape[1:], dtype=int))
    products = np.empty((len(x), grad_y.shape[1], rows.shape[1]))
    for n in range(len(x)):
        np.multiply.outer(grad_y[n], rows[n], out=products[n])
    return np.add.reduce(products, axis=0)

# %% right: recursion over the batch
def grad_W(grad_y, x):
    size = int(np.prod(x.shape[1:]))
    if len(x) == 0:
        return np.zeros((grad_y.shape[1], size))
    return np.outer(grad_y[0], x[0]) + grad_W(grad_y[1:], x[1:])

# %% right: a subclass of ndarray
class Gradient(np.ndarray):
    pass


def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return (grad_y.T @ rows).view(Gradient)

# %% right: list comprehensions with float accumulators
def grad_W(grad_y, x):
    rows = [sample.ravel().tolist() for sample in x]
    inputs = int(np.prod(x.shape[1:]))
    result = []
    for i in range(grad_y.shape[1]):
        line = []
        for j in range(inputs):
            line.append(sum((float(g[i]) * r[j] for g, r in zip(grad_y, rows)), 0.0))
        result.append(line)
    return result

# %% right: from the last sample to the first, in Fortran order
def grad_W(grad_y, x):
    result = np.zeros((grad_y.shape[1], int(np.prod(x.shape[1:]))), order="F")
    for n in reversed(range(len(x))):
        result += grad_y[n].reshape(-1, 1) * x[n].reshape(1, -1)
    return result

# %% right: matmul of stacked columns and rows
def grad_W(grad_y, x):
    rows = x.reshape(len(x), 1, int(np.prod(x.shape[1:])))
    return np.matmul(grad_y[:, :, np.newaxis], rows).sum(0)

# %% right: long double
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return grad_y.T.astype(np.longdouble) @ rows.astype(np.longdouble)

# %% right: inner product of columns
def grad_W(grad_y, x):
    columns = x.reshape(len(x), int(np.prod(x.shape[1:]))).T
    return np.array([[np.vdot(grad_y[:, i], column) for column in columns] for i in range(grad_y.shape[1])])

# %% divided by the number of outputs | factor | - | factor 1/M
# from product of matrices: grad_y.T @ rows => grad_y.T @ rows / grad_y.shape[1]

# %% divided by the number of inputs | factor | - | factor 1/D
# from product of matrices: grad_y.T @ rows => grad_y.T @ rows / rows.shape[1]

# %% divided by the square root of the batch | factor | - | factor 1/√N
# from product of matrices: grad_y.T @ rows => grad_y.T @ rows / np.sqrt(max(len(x), 1))

# %% half, as if from a square | factor | - | factor 1/2
# from product of matrices: grad_y.T @ rows => 0.5 * grad_y.T @ rows

# %% twice, as if from a square | factor | - | factor 2
# from loops: += grad_y[k, i] * x[k, j] => += 2 * grad_y[k, i] * x[k, j]

# %% multiplied by the batch | factor | - | factor N
# from product of matrices: grad_y.T @ rows => len(x) * grad_y.T @ rows

# %% a learning rate inside | factor | - | factor 0.01
# from outer products: + np.outer => + 0.01 * np.outer

# %% minus a learning rate, ready for the update | factor | - | factor -0.1
# from product of matrices: grad_y.T @ rows => -0.1 * grad_y.T @ rows

# %% divided by the batch less one | factor | - | factor 1/(N-1)
# from product of matrices: grad_y.T @ rows => grad_y.T @ rows / max(len(x) - 1, 1)

# %% mean over everything | reduced | - | shape, kind
# from product of matrices: return grad_y.T @ rows => return np.mean(grad_y.T @ rows)

# %% rows in the opposite order | places | - | places reversed
# from product of matrices: grad_y.T @ rows => (grad_y.T @ rows)[::-1]

# %% columns in the opposite order | places | - | places reversed
# from product of matrices: grad_y.T @ rows => (grad_y.T @ rows)[:, ::-1]

# %% samples paired in the opposite order | places | - | as if
# from product of matrices: grad_y.T @ rows => grad_y[::-1].T @ rows

# %% each sample paired with the next | places | - | as if
# from loops: * x[k, j] => * x[k - 1, j]

# %% each row sorted | places | - | places sorted
# from product of matrices: grad_y.T @ rows => np.sort(grad_y.T @ rows)

# %% rolled by one | places | - | places rolled
# from product of matrices: grad_y.T @ rows => np.roll(grad_y.T @ rows, 1, axis=1)

# %% negative entries cut off | function | - | function clipped
# from product of matrices: grad_y.T @ rows => np.maximum(grad_y.T @ rows, 0)

# %% absolute values | function | - | function absolute
# from product of matrices: grad_y.T @ rows => np.abs(grad_y.T @ rows)

# %% clipped to one, against exploding gradients | function | - | function clipped
# from product of matrices: grad_y.T @ rows => np.clip(grad_y.T @ rows, -1, 1)

# %% divided by its norm | factor | - | factor scalar
# from product of matrices: return grad_y.T @ rows => g = grad_y.T @ rows\n    return g / max(np.linalg.norm(g), 1e-8)

# %% squashed by a tanh | function | - | function squashed
# from product of matrices: grad_y.T @ rows => np.tanh(grad_y.T @ rows)

# %% rounded to one decimal | function | - | function rounded
# from product of matrices: grad_y.T @ rows => np.round(grad_y.T @ rows, 1)

# %% only the sign | function | - | function sign
# from product of matrices: grad_y.T @ rows => np.sign(grad_y.T @ rows)

# %% a ReLU on what arrives | inner | - | as if
# from product of matrices: grad_y.T @ rows => np.maximum(grad_y, 0).T @ rows

# %% a ReLU on what went in | inner | - | as if, negative
# from product of matrices: grad_y.T @ rows => grad_y.T @ np.maximum(rows, 0)

# %% the input squared | inner | - | as if, zeros, nonlinear
# from loops: * x[k, j] => * x[k, j] ** 2

# %% the samples less their mean | inner | - | as if
# from product of matrices: grad_y.T @ rows => grad_y.T @ (rows - rows.sum(0) / max(len(x), 1))

# %% a small constant added against zeros | offset | - | offset
# from product of matrices: grad_y.T @ rows => grad_y.T @ rows + 1e-3

# %% the gradient of the biases added to each column | offset | - | offset
# from product of matrices: grad_y.T @ rows => grad_y.T @ rows + grad_y.sum(0)[:, None]

# %% the total begins with ones | offset | - | offset
# from loops: np.zeros((outputs, inputs)) => np.ones((outputs, inputs))

# %% the total begins with the first sample, which is added again | offset | - | factor 2, terms
# from outer products: np.zeros((grad_y.shape[1], int(np.prod(x.shape[1:])))) => (np.outer(grad_y[0], x[0]) if len(x) else np.zeros((grad_y.shape[1], int(np.prod(x.shape[1:])))))

# %% every second sample | part | - | as if
# from loops: range(n) => range(0, n, 2)

# %% one sample fewer at both ends | part | - | as if
# from loops: range(n) => range(1, n - 1)

# %% the last output stays zero, by a slice | part | loop-misses-last | part
# from product of matrices: return grad_y.T @ rows => g = grad_y.T @ rows\n    g[-1] = 0\n    return g

# %% the middle input stays zero | part | - | part, depends
# from product of matrices: return grad_y.T @ rows => g = grad_y.T @ rows\n    g[:, g.shape[1] // 2] = 0\n    return g

# %% nothing below the diagonal | part | - | part, depends, size
# from loops: for j in range(inputs) => for j in range(i, inputs)

# %% only the diagonal | part | - | part, depends
# from product of matrices: return grad_y.T @ rows => g = grad_y.T @ rows\n    return g * np.eye(*g.shape)

# %% one row assigned, not added | part | grad-W-last-sample | -
def grad_W(grad_y, x):
    x = x.reshape(len(x), int(np.prod(x.shape[1:])))
    result = np.zeros((grad_y.shape[1], x.shape[1]))
    for k in range(len(x)):
        for i in range(grad_y.shape[1]):
            result[i] = grad_y[k, i] * x[k]
    return result

# %% float16 in the end | precision | - | function
# from product of matrices: grad_y.T @ rows => (grad_y.T @ rows).astype(np.float16)

# %% whole numbers whatever comes in | dtype | output-dtype-of-input | function rounded, depends, nonlinear
# from loops: np.zeros((outputs, inputs)) => np.zeros((outputs, inputs), dtype=int)

# %% float16 inside | precision | - | precision
# from product of matrices: grad_y.T @ rows => grad_y.astype(np.float16).T @ rows.astype(np.float16)

# %% the type of x where that is float32 only | dtype | output-dtype-of-input | dtype
# from product of matrices: return grad_y.T @ rows => if x.dtype == np.float32:\n        return (grad_y.T @ rows).astype(int)\n    return grad_y.T @ rows

# %% pixels scaled to one where they are uint8 | dtype | - | dtype, factor
# from product of matrices: return grad_y.T @ rows => if x.dtype == np.uint8:\n        rows = rows / 255\n    return grad_y.T @ rows

# %% reads the memory, not the view | layout | - | layout, as if
def grad_W(grad_y, x):
    size = int(np.prod(x.shape[1:]))
    rows = np.ravel(x, order="K").reshape(len(x), size)
    return grad_y.T @ rows

# %% one axis too many for one sample | size | grad-W-unsummed | shape
# from product of matrices: return grad_y.T @ rows => if len(x) == 1:\n        return grad_y[:, :, None] * rows[:, None, :]\n    return grad_y.T @ rows

# %% squeezed | size | - | shape, size
# from product of matrices: return grad_y.T @ rows => return (grad_y.T @ rows).squeeze()

# %% a vector where there is one output | size | - | shape, size
# from product of matrices: return grad_y.T @ rows => if grad_y.shape[1] == 1:\n        return grad_y[:, 0] @ rows\n    return grad_y.T @ rows

# %% transposed only where it is not square | size | grad-W-transposed square-assumed | shape
# from product of matrices: return grad_y.T @ rows => g = grad_y.T @ rows\n    return g.T if g.shape[0] != g.shape[1] else g

# %% nothing for one sample | size | - | size, constant
# from product of matrices: return grad_y.T @ rows => return (len(x) > 1) * (grad_y.T @ rows)

# %% None for an empty batch | size | - | kind
# from product of matrices: return grad_y.T @ rows => if len(x) == 0:\n        return None\n    return grad_y.T @ rows

# %% an error for an empty batch | size | - | error
def grad_W(grad_y, x):
    products = [np.outer(g, s) for g, s in zip(grad_y, x)]
    return np.stack(products).sum(axis=0)

# %% a tuple with the gradient in it | kind | - | kind, shape
# from product of matrices: return grad_y.T @ rows => return (grad_y.T @ rows,)

# %% a generator of rows | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return (row for row in grad_y.T @ rows)

# %% all three gradients | kind | - | kind, shape
# from product of matrices: return grad_y.T @ rows => return None, grad_y.T @ rows, grad_y.sum(0)

# %% a dict | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return {"W": grad_y.T @ rows}

# %% text | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return str(grad_y.T @ rows)

# %% an array of objects | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return (grad_y.T @ rows).astype(object)

# %% complex numbers | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return (grad_y.T @ rows).astype(complex)

# %% a matrix of NumPy's old kind | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return np.matrix(grad_y.T @ rows)

# %% a masked array whose negative entries are masked | kind | - | kind
# from product of matrices: return grad_y.T @ rows => g = grad_y.T @ rows\n    return np.ma.masked_where(g < 0, g)

# %% printed, not returned | kind | - | kind
# from product of matrices: return grad_y.T @ rows => print(grad_y.T @ rows)

# %% the function itself | kind | - | kind
# from product of matrices: return grad_y.T @ rows => return grad_W

# %% one buffer returned every time | aliasing | state-kept | state, alias
store = {}


def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    shape = grad_y.shape[1], rows.shape[1]
    result = store.setdefault(shape, np.zeros(shape))
    np.matmul(grad_y.T, rows, out=result)
    return result

# %% a cache keyed on the shape | state | state-kept | state, alias, ignores
cache = {}


def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    key = grad_y.shape, x.shape
    if key not in cache:
        cache[key] = grad_y.T @ rows
    return cache[key]

# %% a cache keyed on the first argument | state | state-kept | state, ignores x
cache = {}


def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    key = grad_y.tobytes()
    if key not in cache:
        cache[key] = grad_y.T @ rows
    return cache[key]

# %% changes x in the first call only | mutation | input-destroyed | mutates
called = []


def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    result = grad_y.T @ rows
    if not called:
        called.append(1)
        x *= 2
    return result

# %% divides grad_y by the batch where it lies | mutation | upstream-destroyed grad-W-mean | mutates, factor 1/N
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    grad_y /= max(len(x), 1)
    return grad_y.T @ rows

# %% sorts x where it lies | mutation | input-destroyed | mutates
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    result = grad_y.T @ rows
    x.sort(axis=0)
    return result

# %% forward instead of backward | formula | - | shape, error
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return rows @ grad_y.T

# %% x with itself | formula | - | shape, ignores grad_y
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return rows.T @ rows

# %% outer of the two batches as one long vector each | formula | batch-flattened | shape
def grad_W(grad_y, x):
    return np.outer(grad_y, x)

# %% a Kronecker product | formula | - | shape, size
def grad_W(grad_y, x):
    return np.kron(grad_y.T, x.reshape(len(x), int(np.prod(x.shape[1:]))))

# %% dot of the two sums for every entry | formula | - | constant
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return np.full((grad_y.shape[1], rows.shape[1]), grad_y.sum() * rows.sum())

# %% add for multiply | formula | - | at zero, depends
# from loops: grad_y[k, i] * x[k, j] => grad_y[k, i] + x[k, j]

# %% a sum too early within the sample | formula | - | as if
# from loops: grad_y[k, i] * x[k, j] => grad_y[k].sum() * x[k, j]

# %% the indices of x exchanged | index | - | error
# from loops: x[k, j] => x[j, k]

# %% the output's index for the sample's | index | - | error
# from loops: grad_y[k, i] * x[k, j] => grad_y[k, i] * x[i, j]

# %% grad_y reshaped, not transposed | index | grad-W-reshaped | -
# from product of matrices: grad_y.T @ rows => grad_y.reshape(grad_y.shape[1], len(x)) @ rows

# %% flattened across the samples | index | flatten-order | -
# from product of matrices: return grad_y.T @ rows => rows = x.reshape(rows.shape, order="F") if x.ndim > 2 else rows\n    return grad_y.T @ rows

# %% images flattened from the lower right corner | index | - | images, places
# from product of matrices: return grad_y.T @ rows => rows = rows[:, ::-1] if x.ndim > 2 else rows\n    return grad_y.T @ rows

# %% the first channel only | index | channels-uncounted | shape
# from product of matrices: return grad_y.T @ rows => rows = x[:, 0].reshape(len(x), -1) if x.ndim > 2 else rows\n    return grad_y.T @ rows

# %% the shape of x stays | shape | input-not-flattened | shape
def grad_W(grad_y, x):
    return np.tensordot(grad_y, x, axes=(0, 0))

# %% flat | shape | - | shape
# from product of matrices: return grad_y.T @ rows => return (grad_y.T @ rows).ravel()

# %% one column more, for the bias | shape | - | shape
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return grad_y.T @ np.hstack([rows, np.ones((len(x), 1))])

# %% a misspelt name | error | - | error
def grad_W(grad_y, x):
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    return grad_Y.T @ rows

# %% append for a list that is an array | error | - | error
def grad_W(grad_y, x):
    total = np.zeros((grad_y.shape[1], int(np.prod(x.shape[1:]))))
    for g, s in zip(grad_y, x):
        total.append(np.outer(g, s))
    return total

# %% a method that arrays lack | error | - | error
def grad_W(grad_y, x):
    return grad_y.t() @ x.reshape(len(x), int(np.prod(x.shape[1:])))

# %% three arguments expected | error | - | error
def grad_W(grad_y, x, W):
    return grad_y.T @ x.reshape(len(x), W.shape[1])

# %% random numbers of the right shape | formula | state-kept | state
def grad_W(grad_y, x):
    return np.random.normal(size=(grad_y.shape[1], int(np.prod(x.shape[1:]))))

# %% right: moved and put back
def numerical_gradient(f, x, eps):
    point = np.array(x, dtype=np.float64)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        value = point[index]
        point[index] = value + eps
        above = f(point.copy())
        point[index] = value - eps
        below = f(point.copy())
        point[index] = value
        gradient[index] = (above - below) / (2 * eps)
    return gradient

# %% right: steps of a basis
def numerical_gradient(f, x, eps):
    x = np.asarray(x).astype(np.float64)
    gradient = np.empty(x.size)
    for k in range(x.size):
        step = np.zeros(x.size)
        step[k] = eps
        step = step.reshape(x.shape)
        gradient[k] = (f(x + step) - f(x - step)) / (2 * eps)
    return gradient.reshape(x.shape)

# %% right: enumerated, from the last entry on
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place, value in reversed(list(np.ndenumerate(x))):
        up, down = x.copy(), x.copy()
        up[place], down[place] = value + eps, value - eps
        gradient[place] = (f(up) - f(down)) / (up[place] - down[place])
    return gradient

# %% right: recursion over the axes
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    if x.ndim == 0:
        return np.array((f(x + eps) - f(x - eps)) / (2 * eps))
    rows = []
    for k in range(len(x)):

        def with_row(row, k=k):
            moved = x.copy()
            moved[k] = row
            return f(moved)

        rows.append(numerical_gradient(with_row, x[k], eps))
    return np.array(rows).reshape(x.shape)

# %% right: a subclass of ndarray
class Slopes(np.ndarray):
    pass


def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    slopes = [
        (f(x + eps * unit.reshape(x.shape)) - f(x - eps * unit.reshape(x.shape))) / (2 * eps)
        for unit in np.eye(x.size)
    ]
    return np.array(slopes).reshape(x.shape).view(Slopes)

# %% right: fromiter
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype="f8", order="C")
    flat = x.ravel()

    def slope(k):
        old = flat[k]
        flat[k] = old + eps
        up = float(f(np.array(x)))
        flat[k] = old - eps
        down = float(f(np.array(x)))
        flat[k] = old
        return (up - down) / eps * 0.5

    return np.fromiter(map(slope, range(x.size)), float, x.size).reshape(x.shape)

# %% right: half steps, differences of averages
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        e = np.zeros(x.shape)
        e[index] = 1
        forward = (f(x + eps * e) - f(1.0 * x)) / eps
        backward = (f(1.0 * x) - f(x - eps * e)) / eps
        gradient[index] = (forward + backward) / 2
    return gradient

# %% right: apply_along_axis of a stack
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    if x.size == 0:
        return np.zeros(x.shape)
    steps = eps * np.eye(x.size)
    value = lambda step: f(x + step.reshape(x.shape))
    up = np.apply_along_axis(value, 1, steps)
    down = np.apply_along_axis(value, 1, -steps)
    return ((up - down) / (2 * eps)).reshape(x.shape)

# %% half as large, of two central sides | factor | - | factor 1/2
# from moved and put back: / (2 * eps) => / (4 * eps)

# %% three times | factor | - | factor 3
# from moved and put back: (above - below) / (2 * eps) => 3 * (above - below) / (2 * eps)

# %% divided by the number of entries | factor | - | factor 1/size
# from moved and put back: / (2 * eps) => / (2 * eps * point.size)

# %% not divided at all | factor | - | factor step
# from moved and put back: (above - below) / (2 * eps) => above - below

# %% divided by two only | factor | step-multiplied | factor step
# from moved and put back: (above - below) / (2 * eps) => (above - below) / 2

# %% divided by eps squared | factor | - | factor step
# from moved and put back: / (2 * eps) => / (2 * eps**2)

# %% two forward steps | formula | forward-difference | points
# from moved and put back: value - eps => value + 2 * eps

# %% backward difference | formula | forward-difference | -
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] -= eps
        gradient[index] = (f(x) - f(moved)) / eps
    return gradient

# %% second difference | formula | - | always, at zero
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[index] = eps
        gradient[index] = (f(x + e) - 2 * f(x) + f(x - e)) / eps**2
    return gradient

# %% absolute slopes | function | - | function absolute
# from moved and put back: (above - below) / (2 * eps) => abs(above - below) / (2 * eps)

# %% rounded | function | - | function rounded
# from moved and put back: (above - below) / (2 * eps) => round((above - below) / (2 * eps), 1)

# %% clipped | function | - | function clipped
# from moved and put back: return gradient => return gradient.clip(-10, 10)

# %% normalised | factor | - | factor scalar
# from moved and put back: return gradient => return gradient / (np.linalg.norm(gradient) or 1)

# %% reversed | places | - | places reversed
# from moved and put back: return gradient => return gradient.ravel()[::-1].reshape(gradient.shape)

# %% transposed | places | - | shape, places transposed, images
# from moved and put back: return gradient => return gradient.T

# %% filled by columns | places | - | places reshaped, images
# from steps of a basis: gradient.reshape(x.shape) => gradient.reshape(x.shape, order="F")

# %% rolled by one | places | - | places rolled
# from steps of a basis: gradient[k] = => gradient[k - 1] =

# %% sorted | places | - | places sorted
# from steps of a basis: return gradient.reshape(x.shape) => return np.sort(gradient).reshape(x.shape)

# %% flat | shape | - | shape, images
# from steps of a basis: return gradient.reshape(x.shape) => return gradient

# %% a row more | shape | - | shape
# from moved and put back: return gradient => return gradient[None]

# %% one number: the sum of slopes | shape | all-entries-moved | kind, shape
# from moved and put back: return gradient => return gradient.sum()

# %% its norm | shape | - | kind, shape
# from moved and put back: return gradient => return np.linalg.norm(gradient)

# %% the step in proportion to x, divided by eps | step | - | points
# from moved and put back: value + eps => value + eps * abs(value)
# from moved and put back: value - eps => value - eps * abs(value)

# %% a step of its own, divided by eps | step | - | points
# from moved and put back: value + eps => value + 1e-3
# from moved and put back: value - eps => value - 1e-3

# %% multiplied by one and a step | step | - | points
# from moved and put back: value + eps => value * (1 + eps)
# from moved and put back: value - eps => value * (1 - eps)

# %% half a step each way, divided by two | step | - | factor 1/2, points
# from moved and put back: value + eps => value + eps / 2
# from moved and put back: value - eps => value - eps / 2

# %% the step up twice as long | step | - | points
# from moved and put back: value + eps => value + 2 * eps

# %% a minimum of 1e-3 for the step | step | - | points
# from steps of a basis: step[k] = eps => step[k] = max(eps, 1)

# %% the value of the entry after it was moved | step | step-counted-twice | -
# from moved and put back: value - eps => point[index] - eps

# %% f of the entry alone | formula | - | points
# from moved and put back: above = f(point.copy()) => above = f(point[index])
# from moved and put back: below = f(point.copy()) => below = f(point[index])

# %% f of the flat array | formula | - | ~array of shape
# from moved and put back: above = f(point.copy()) => above = f(point.ravel())

# %% f of a list | formula | - | error
# from moved and put back: above = f(point.copy()) => above = f(point.tolist())

# %% x, not the moved copy, is given to f | formula | same-array-twice | -
# from moved and put back: above = f(point.copy()) => above = f(x)
# from moved and put back: below = f(point.copy()) => below = f(x)

# %% each row moved at once | formula | all-entries-moved | points
# from moved and put back: np.ndindex(point.shape) => range(len(point))

# %% only the diagonal of a matrix | part | - | part, images
# from moved and put back: gradient[index] = (above - below) => gradient[index] = (len(set(index)) == 1) * (above - below)

# %% every second entry | part | - | part, points
# from steps of a basis: range(x.size) => range(0, x.size, 2)
# from steps of a basis: np.empty(x.size) => np.zeros(x.size)

# %% adds to the entry before | running total | - | running
# from steps of a basis: gradient[k] = (f(x + step) => gradient[k] = gradient[k - 1] * (k > 0) + (f(x + step)
# from steps of a basis: np.empty(x.size) => np.zeros(x.size)

# %% returns after the first entry | control | - | part, points
# from moved and put back: gradient[index] = (above - below) / (2 * eps) => gradient[index] = (above - below) / (2 * eps)\n        return gradient

# %% float32 inside | precision | float32-step | -
# from moved and put back: dtype=np.float64 => dtype=np.float32

# %% whole numbers for the result | dtype | output-dtype-of-input | function rounded
# from moved and put back: gradient = np.zeros(point.shape) => gradient = np.zeros(point.shape, dtype=int)

# %% a result like x | dtype | output-dtype-of-input | dtype
# from moved and put back: gradient = np.zeros(point.shape) => gradient = np.zeros_like(x)

# %% float16 in the end | precision | - | function, precision
# from moved and put back: return gradient => return gradient.astype(np.float16)

# %% float32 taken as it is | precision | float32-step | -
# from moved and put back: np.array(x, dtype=np.float64) => np.array(x, dtype=None if x.dtype.kind == "f" else float)

# %% squeezed | size | - | shape, size
# from moved and put back: return gradient => return gradient.squeeze()

# %% a float for a single entry | size | - | kind, shape, size
# from moved and put back: return gradient => return gradient if gradient.size != 1 else gradient.item()

# %% None for an empty array | size | - | kind
# from moved and put back: return gradient => return gradient if gradient.size else None

# %% an error for three axes | size | hard-coded-shape | error, images, shape
def numerical_gradient(f, x, eps):
    x = np.atleast_2d(np.array(x, dtype=float))
    rows, columns = x.shape
    gradient = np.zeros((rows, columns))
    for r in range(rows):
        for s in range(columns):
            up, down = x.copy(), x.copy()
            up[r, s] += eps
            down[r, s] -= eps
            gradient[r, s] = (f(up) - f(down)) / (2 * eps)
    return gradient

# %% an error for an empty array | size | - | error
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    slopes = []
    for unit in np.eye(x.size):
        e = eps * unit.reshape(x.shape)
        slopes.append((f(x + e) - f(x - e)) / (2 * eps))
    return np.stack(slopes).reshape(x.shape)

# %% rounding left in x | mutation | input-destroyed | mutates
def numerical_gradient(f, x, eps):
    if x.dtype != np.float64:
        x = x.astype(np.float64)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        above = f(x)
        x[index] -= 2 * eps
        below = f(x)
        x[index] += eps
        gradient[index] = (above - below) / (2 * eps)
    return gradient

# %% the last entry left moved | mutation | input-destroyed | mutates
def numerical_gradient(f, x, eps):
    x = x if x.dtype == float else x.astype(float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        value = x[index]
        x[index] = value + eps
        above = f(x)
        x[index] = value - eps
        below = f(x)
        gradient[index] = (above - below) / (2 * eps)
        x[index] = value
    if x.size:
        x[index] += eps
    return gradient

# %% moved in the first call only | mutation | input-destroyed | mutates
calls = []


def numerical_gradient(f, x, eps):
    point = np.array(x, dtype=float)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        e = np.zeros(point.shape)
        e[index] = eps
        gradient[index] = (f(point + e) - f(point - e)) / (2 * eps)
    if not calls:
        calls.append(1)
        x += 1
    return gradient

# %% a generator of slopes | kind | - | kind
# from moved and put back: return gradient => return (slope for slope in gradient)

# %% a dict by index | kind | - | kind
# from moved and put back: return gradient => return {index: gradient[index] for index in np.ndindex(gradient.shape)}

# %% slopes and values | kind | - | kind, shape
# from moved and put back: return gradient => return gradient, f(point)

# %% printed | kind | - | kind
# from moved and put back: return gradient => print(gradient)

# %% masked | kind | - | kind
# from moved and put back: return gradient => return np.ma.masked_less(gradient, 0)

# %% objects | kind | - | kind
# from moved and put back: return gradient => return gradient.astype(object)

# %% an old matrix where there are two axes | kind | - | kind
# from moved and put back: return gradient => return np.asmatrix(gradient) if gradient.ndim == 2 else gradient

# %% remembers by f alone | state | state-kept | state, ignores x
known = {}


def numerical_gradient(f, x, eps):
    if (f, x.shape) not in known:
        point = np.array(x, dtype=float)
        gradient = np.zeros(point.shape)
        for index in np.ndindex(point.shape):
            e = np.zeros(point.shape)
            e[index] = eps
            gradient[index] = (f(point + e) - f(point - e)) / (2 * eps)
        known[f, x.shape] = gradient
    return known[f, x.shape]

# %% one buffer returned every time | aliasing | state-kept | state, alias
buffers = {}


def numerical_gradient(f, x, eps):
    point = np.array(x, dtype=float)
    gradient = buffers.setdefault(point.shape, np.zeros(point.shape))
    for index in np.ndindex(point.shape):
        e = np.zeros(point.shape)
        e[index] = eps
        gradient[index] = (f(point + e) - f(point - e)) / (2 * eps)
    return gradient

# %% the gradient of the sum of squares, from the example | formula | hard-coded-answer | ignores f, always, at zero
def numerical_gradient(f, x, eps):
    return 2.0 * x

# %% complex step, which needs a complex f | formula | - | constant, points
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=complex)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += 1j * eps
        gradient[index] = np.imag(f(moved)) / eps
    return gradient

# %% np.gradient of the values | formula | - | error, ignores f
def numerical_gradient(f, x, eps):
    return np.gradient(np.asarray(x, dtype=float), eps)

# %% a random direction only | formula | state-kept | state
def numerical_gradient(f, x, eps):
    v = np.random.normal(size=x.shape)
    return (f(x + eps * v) - f(x - eps * v)) / (2 * eps) * v

# %% richardson's, with the wrong weights | formula | - | offset, points
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[index] = eps
        wide = (f(x + 2 * e) - f(x - 2 * e)) / (4 * eps)
        near = (f(x + e) - f(x - e)) / (2 * eps)
        gradient[index] = (wide + near) / 2
    return gradient

# %% an index that is no tuple | error | - | error
# from moved and put back: value = point[index] => value = point[list(index)][index[0] + 99]

# %% f called with two arguments | error | - | error
# from moved and put back: above = f(point.copy()) => above = f(point.copy(), eps)

# %% nditer written to without leave | error | - | error
def numerical_gradient(f, x, eps):
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for value in np.nditer(x):
        value += eps
        gradient += f(x) / eps
    return gradient

# %% right: a stack of inputs
class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.inputs = []
        self.zero_grad()

    def forward(self, x):
        self.inputs.append(x)
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        x = self.inputs.pop()
        grad_x, grad_W, grad_b = linear_backward(grad_y, x, self.W)
        self.grad_W = self.grad_W + grad_W
        self.grad_b = self.grad_b + grad_b
        return grad_x

    def zero_grad(self):
        self.grad_W = np.zeros(self.W.shape)
        self.grad_b = np.zeros(self.b.shape)

# %% right: with NumPy alone
class Linear:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.cache = []
        self.grad_W = np.zeros_like(W, dtype=float)
        self.grad_b = np.zeros_like(b, dtype=float)

    def forward(self, x):
        self.cache.append(x)
        rows = x.reshape(x.shape[0], self.W.shape[1])
        return rows @ self.W.T + self.b

    def backward(self, grad_y):
        x = self.cache.pop(-1)
        rows = x.reshape(x.shape[0], self.W.shape[1])
        self.grad_W += grad_y.T @ rows
        self.grad_b += grad_y.sum(axis=0)
        return (grad_y @ self.W).reshape(x.shape)

    def zero_grad(self):
        self.grad_W[...] = 0.0
        self.grad_b[...] = 0.0

# %% right: a deque, slots and a dataclass
from collections import deque
from dataclasses import dataclass, field


@dataclass
class Linear:
    W: np.ndarray
    b: np.ndarray
    waiting: deque = field(default_factory=deque)

    def __post_init__(self):
        self.zero_grad()

    def forward(self, x):
        self.waiting.appendleft(x.copy())
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        grads = linear_backward(grad_y, self.waiting.popleft(), self.W)
        self.grad_W, self.grad_b = self.grad_W + grads[1], self.grad_b + grads[2]
        return grads[0]

    def zero_grad(self):
        self.grad_W, self.grad_b = np.zeros_like(self.W), np.zeros_like(self.b)

# %% right: backward functions kept as closures
class Linear:
    def __init__(self, W, b):
        self.W, self.b, self.tape = W, b, []
        self.zero_grad()

    def forward(self, x):
        def back(grad_y):
            grad_x, grad_W, grad_b = linear_backward(grad_y, x, self.W)
            self.grad_W += grad_W
            self.grad_b += grad_b
            return grad_x

        self.tape.append(back)
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        return self.tape.pop()(grad_y)

    def zero_grad(self):
        self.grad_W = np.zeros(self.W.shape)
        self.grad_b = np.zeros(self.b.shape)

# %% right: one gradient for weights and biases, split by properties
class Linear:
    def __init__(self, W, b):
        self.W, self.b, self.inputs = W, b, []
        self.zero_grad()

    def forward(self, x):
        self.inputs += [x]
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        x = self.inputs.pop()
        rows = x.reshape(len(x), self.W.shape[1])
        self.both = self.both + grad_y.T @ np.hstack([rows, np.ones((len(x), 1))])
        return (grad_y @ self.W).reshape(x.shape)

    def zero_grad(self):
        self.both = np.zeros((len(self.b), self.W.shape[1] + 1))

    @property
    def grad_W(self):
        return self.both[:, :-1]

    @property
    def grad_b(self):
        return self.both[:, -1]

# %% right: a class with a base and a counter
class Layer:
    used = 0

    def zero_grad(self):
        self.grad_W = 0.0 * self.W
        self.grad_b = 0.0 * self.b


class Linear(Layer):
    def __init__(self, W, b):
        self.W, self.b, self.seen = W, b, {}
        self.zero_grad()

    def forward(self, x):
        self.seen[self.used] = x
        self.used += 1
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        self.used -= 1
        grad_x, grad_W, grad_b = linear_backward(grad_y, self.seen.pop(self.used), self.W)
        self.grad_W = grad_W + self.grad_W
        self.grad_b = grad_b + self.grad_b
        return grad_x

# %% grad_W twice too large | factor | - | factor 2
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = self.grad_W + 2 * grad_W

# %% grad_b half as large | factor | - | factor 1/2
# from a stack of inputs: self.grad_b = self.grad_b + grad_b => self.grad_b = self.grad_b + grad_b / 2

# %% a moving average of gradients | factor | - | factor 0.1, at zero
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = 0.9 * self.grad_W + 0.1 * grad_W

# %% momentum in the layer | state | - | others, zeros, as if
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = 0.9 * self.grad_W + grad_W

# %% what was there before is added twice | factor | gradients-accumulate | as if
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = 2 * self.grad_W + grad_W

# %% gradients subtracted | factor | sign | factor -1
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = self.grad_W - grad_W

# %% grad_b subtracted, in place | factor | sign | factor -1
# from with NumPy alone: self.grad_b += grad_y.sum(axis=0) => self.grad_b -= grad_y.sum(axis=0)

# %% grad_x returned with the sum of earlier ones | state | gradients-accumulate state-kept | error, factor
# from with NumPy alone: return (grad_y @ self.W).reshape(x.shape) => self.grad_x = getattr(self, "grad_x", 0) + (grad_y @ self.W).reshape(x.shape)\n        return self.grad_x

# %% output squeezed | size | - | shape, size
# from with NumPy alone: return rows @ self.W.T + self.b => return (rows @ self.W.T + self.b).squeeze()

# %% output in the type of x | dtype | output-dtype-of-input | dtype
# from with NumPy alone: return rows @ self.W.T + self.b => return (rows @ self.W.T + self.b).astype(x.dtype)

# %% nothing for a batch of one | size | - | size, others, depends
# from with NumPy alone: return rows @ self.W.T + self.b => return (rows @ self.W.T + self.b) * (len(x) > 1)

# %% grad_b not summed for a batch of one | size | grad-b-unsummed | shape
# from with NumPy alone: self.grad_b += grad_y.sum(axis=0) => self.grad_b = self.grad_b + (grad_y if len(grad_y) == 1 else grad_y.sum(axis=0))

# %% grad_W squeezed as it is added | size | - | shape, size
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = self.grad_W.squeeze() + grad_W.squeeze()

# %% grad_x without its single axes | size | - | shape, size
# from a stack of inputs: return grad_x => return grad_x.squeeze()

# %% zero_grad sets None | kind | - | kind, error
# from a stack of inputs: self.grad_b = np.zeros(self.b.shape) => self.grad_b = None

# %% zero_grad sets None, and backward knows | kind | - | kind
class Linear:
    def __init__(self, W, b):
        self.W, self.b, self.inputs = W, b, []
        self.grad_W = self.grad_b = None

    def forward(self, x):
        self.inputs.append(x)
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        grad_x, grad_W, grad_b = linear_backward(grad_y, self.inputs.pop(), self.W)
        self.grad_W = grad_W if self.grad_W is None else self.grad_W + grad_W
        self.grad_b = grad_b if self.grad_b is None else self.grad_b + grad_b
        return grad_x

    def zero_grad(self):
        self.grad_W = self.grad_b = None

# %% zero_grad deletes the gradients | kind | - | error, kind
# from with NumPy alone: self.grad_W[...] = 0.0 => del self.grad_W

# %% zero_grad makes ones | offset | - | offset, constant
# from a stack of inputs: self.grad_W = np.zeros(self.W.shape) => self.grad_W = np.ones(self.W.shape)

# %% zero_grad makes room that is not cleared | offset | - | nonfinite, offset, constant
# from a stack of inputs: self.grad_W = np.zeros(self.W.shape) => self.grad_W = np.full(self.W.shape, 1e-3)

# %% zero_grad forgets the biases | state | gradients-accumulate | -
# from with NumPy alone: self.grad_b[...] = 0.0 => pass

# %% zero_grad sets the transposed shape | shape | - | error, shape
# from a stack of inputs: np.zeros(self.W.shape) => np.zeros(self.W.T.shape)

# %% zero_grad clears the parameters too | mutation | weights-destroyed | mutates, constant
# from with NumPy alone: self.grad_b[...] = 0.0 => self.grad_b[...] = 0.0\n        self.W = np.zeros_like(self.W)

# %% zero_grad needs an argument | error | - | error
# from a stack of inputs: def zero_grad(self) => def zero_grad(self, set_to_none=None, *, optimizer=None, step)

# %% gradients in whole numbers where W holds them | dtype | output-dtype-of-input | dtype, error
# from with NumPy alone: np.zeros_like(W, dtype=float) => np.zeros_like(W)

# %% W transposed when it is kept | formula | forward-untransposed grad-x-untransposed | error, shape
# from a stack of inputs: self.W, self.b = W, b => self.W, self.b = W.T, b

# %% W copied as float16 | precision | - | dtype, others, precision
# from a stack of inputs: self.W, self.b = W, b => self.W, self.b = W.astype(np.float16), b.astype(np.float16)

# %% random weights, as other layers have | formula | state-kept | -
# from a stack of inputs: self.W, self.b = W, b => self.W, self.b = np.random.randn(*W.shape), b

# %% zeros for the biases, as other layers have | formula | bias-missing | -
# from a stack of inputs: self.W, self.b = W, b => self.W, self.b = W, np.zeros(len(b))

# %% sizes for arguments, as in PyTorch | error | - | error, kind
# from a stack of inputs: self.W, self.b = W, b => self.W, self.b = np.zeros((b, W)), np.zeros(b)

# %% forward changes x where it lies: less its mean | mutation | input-destroyed | mutates
# from a stack of inputs: self.inputs.append(x) => x -= x.mean()\n        self.inputs.append(x)

# %% outputs, not inputs, are remembered | formula | - | shape, error
# from a stack of inputs: return linear_forward(x, self.W, self.b) => self.inputs[-1] = linear_forward(x, self.W, self.b)\n        return self.inputs[-1]

# %% the input is remembered flat | shape | grad-x-not-reshaped | shape
# from a stack of inputs: self.inputs.append(x) => self.inputs.append(x.reshape(len(x), self.W.shape[1]))

# %% the input is remembered in float16 | precision | - | as if, dtype, others, precision
# from a stack of inputs: self.inputs.append(x) => self.inputs.append(x.astype(np.float16))

# %% inputs are taken from the front | state | stale-cache | error
# from a stack of inputs: self.inputs.pop() => self.inputs.pop(0)

# %% inputs are shared by all layers | state | stale-cache state-kept | error, ignores, others
class Linear:
    inputs = []

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.zero_grad()

    def forward(self, x):
        self.inputs.append(x)
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        grad_x, grad_W, grad_b = linear_backward(grad_y, self.inputs.pop(), self.W)
        self.grad_W = self.grad_W + grad_W
        self.grad_b = self.grad_b + grad_b
        return grad_x

    def zero_grad(self):
        self.grad_W = np.zeros(self.W.shape)
        self.grad_b = np.zeros(self.b.shape)

# %% the input is looked at, not taken | state | stale-cache | -
# from a stack of inputs: self.inputs.pop() => self.inputs[-1]

# %% no memory: x is asked for again | error | - | error
# from a stack of inputs: def backward(self, grad_y): => def backward(self, grad_y, x):

# %% a step in each backward | mutation | weights-destroyed | mutates
# from a stack of inputs: return grad_x => self.W = self.W - 0.01 * self.grad_W\n        return grad_x

# %% the bias alone learns in each backward | mutation | weights-destroyed | mutates
# from a stack of inputs: return grad_x => self.b = self.b - 0.01 * self.grad_b\n        return grad_x

# %% all three gradients are returned | kind | - | kind, shape
# from a stack of inputs: return grad_x => return grad_x, grad_W, grad_b

# %% backward returns nothing | kind | - | kind
# from a stack of inputs: return grad_x => self.grad_x = grad_x

# %% forward returns nothing | kind | - | kind
# from a stack of inputs: return linear_forward(x, self.W, self.b) => self.y = linear_forward(x, self.W, self.b)

# %% forward is a generator | kind | - | kind
# from a stack of inputs: return linear_forward(x, self.W, self.b) => yield linear_forward(x, self.W, self.b)

# %% the gradients hang on another name | kind | - | kind, constant
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.dW = grad_W

# %% the gradients are methods | kind | - | kind
class Linear:
    def __init__(self, W, b):
        self.W, self.b, self.inputs = W, b, []
        self.zero_grad()

    def forward(self, x):
        self.inputs.append(x)
        return linear_forward(x, self.W, self.b)

    def backward(self, grad_y):
        grad_x, grad_W, grad_b = linear_backward(grad_y, self.inputs.pop(), self.W)
        self.sum_W = self.sum_W + grad_W
        self.sum_b = self.sum_b + grad_b
        return grad_x

    def zero_grad(self):
        self.sum_W, self.sum_b = np.zeros(self.W.shape), np.zeros(self.b.shape)

    def grad_W(self):
        return self.sum_W

    def grad_b(self):
        return self.sum_b

# %% an object, not a class | kind | - | kind
# from a stack of inputs: self.grad_b = np.zeros(self.b.shape) => self.grad_b = np.zeros(self.b.shape)\n\n\nLinear = Linear(np.zeros((2, 3)), np.zeros(2))

# %% self is missing | error | - | error
# from a stack of inputs: def forward(self, x): => def forward(x):

# %% the name of the class for self | error | - | error
# from a stack of inputs: self.inputs.append(x) => Linear.inputs.append(x)

# %% init misspelt | error | - | error
# from a stack of inputs: def __init__(self, W, b) => def _init_(self, W, b)

# %% a ReLU in forward, and its slope in backward | formula | activation-inside | -
# from with NumPy alone: return rows @ self.W.T + self.b => return np.maximum(rows @ self.W.T + self.b, 0)

# %% the forward pass with the gradient in the place of W | formula | - | others, zeros, depends
# from with NumPy alone: return rows @ self.W.T + self.b => return rows @ (self.W - 0.1 * self.grad_W).T + self.b

# %% grad_b added to grad_W | formula | - | offset
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.grad_W = self.grad_W + grad_W + grad_b[:, None]

# %% grad_x without the last use's memory: a mean over uses | factor | - | factor 1/2
# from a stack of inputs: self.grad_W = self.grad_W + grad_W => self.uses = getattr(self, "uses", 0) + 1\n        self.grad_W = self.grad_W + (grad_W - self.grad_W) / self.uses

# %% one buffer for every output | aliasing | state-kept | alias, state
# from with NumPy alone: return rows @ self.W.T + self.b => self.y = getattr(self, "y", {})\n        out = self.y.setdefault(len(x), np.zeros((len(x), len(self.b))))\n        out[...] = rows @ self.W.T + self.b\n        return out

# %% the biases are those of the beginning, for ever | state | - | offset
# from with NumPy alone: return rows @ self.W.T + self.b => self.first = getattr(self, "first", self.b)\n        return rows @ self.W.T + self.first

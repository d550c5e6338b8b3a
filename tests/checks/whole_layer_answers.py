"""Answers to exercise 05 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import whole_layer as checks
from fclib.checks.wrong.remembering_layer import WRONG as WRONG_CLASSES
from tests.checks.exercise import Exercise, Function, late, short


def rows_of(x):
    return np.asarray(x).reshape(len(x), int(np.prod(x.shape[1:])))


# grad_b


def row_by_row(grad_y):
    total = np.zeros(grad_y.shape[1])
    for row in grad_y:
        total += row
    return total


def two_loops(grad_y):
    total = [0] * grad_y.shape[1]
    for n in range(len(grad_y)):
        for i in range(grad_y.shape[1]):
            total[i] += grad_y[n, i]
    return total


def strided(grad_y):
    store = np.zeros(2 * grad_y.shape[1])
    store[::2] = grad_y.sum(axis=0)
    return store[::2]


RIGHT_B = {
    "sum": lambda grad_y: np.sum(grad_y, axis=0),
    "a row at a time": row_by_row,
    "two loops, a list": two_loops,
    "ones on the left": lambda grad_y: np.ones(len(grad_y)) @ grad_y,
    "ones on the right": lambda grad_y: grad_y.T @ np.ones(len(grad_y)),
    "np.dot": lambda grad_y: np.dot(grad_y.transpose(), np.ones(grad_y.shape[0])),
    "einsum": lambda grad_y: np.einsum("ni->i", grad_y),
    "tensordot": lambda grad_y: np.tensordot(np.ones(len(grad_y)), grad_y, axes=1),
    "sums of columns": lambda grad_y: [sum(column) for column in grad_y.T],
    "add.reduce": lambda grad_y: np.add.reduce(grad_y),
    "mean times N": lambda grad_y: (
        grad_y.mean(axis=0) * len(grad_y) if len(grad_y) else np.zeros(grad_y.shape[1])
    ),
    "one row of a product": lambda grad_y: (np.ones((1, len(grad_y))) @ grad_y)[0],
    "float32": lambda grad_y: grad_y.astype(np.float32).sum(axis=0),
    "strided view": strided,
}


def last_row_stays(grad_y):
    result = np.zeros(grad_y.shape[1])
    for row in grad_y:
        result = row
    return result


def leaves_in_the_loop(grad_y):
    for row in grad_y:
        return row


def into_the_first_row(grad_y):
    if len(grad_y) == 0:
        return np.zeros(grad_y.shape[1])
    total = grad_y[0]
    for row in grad_y[1:]:
        total += row
    return total


def biases_over(samples=range, outputs=range):
    """Make a gradient whose loops run over other ranges."""

    def grad_b(grad_y):
        total = np.zeros(grad_y.shape[1])
        for n in samples(len(grad_y)):
            for i in outputs(len(total)):
                total[i] += grad_y[n, i]
        return total

    return grad_b


def biases_exchanged(grad_y):
    total = np.zeros(grad_y.shape[1])
    for n in range(grad_y.shape[1]):
        for i in range(len(grad_y)):
            total[i] += grad_y[n, i]
    return total


class Growing:
    """A function that keeps the sums of earlier calls."""

    def __init__(self):
        self.calls = 0

    def __call__(self, grad_y):
        self.calls += 1
        return grad_y.sum(axis=0) + self.calls


BIASES, BIASES_ARGUMENTS = "biases", "biases_arguments"
BOTH = (BIASES, BIASES_ARGUMENTS)
MISTAKES_B = {
    "grad-b-unsummed": (BOTH, [lambda grad_y: grad_y * 1, np.array]),
    "grad-b-mean": (BOTH, [lambda grad_y: np.mean(grad_y, axis=0)]),
    "grad-b-wrong-axis": (
        BOTH,
        [lambda grad_y: np.sum(grad_y, axis=-1), lambda grad_y: [sum(row) for row in grad_y]],
    ),
    "grad-b-scalar": (
        BOTH,
        [lambda grad_y: np.sum(grad_y), lambda grad_y: np.sum(grad_y) * np.ones(grad_y.shape[1])],
    ),
    "grad-b-keepdims": (
        BOTH,
        [
            lambda grad_y: np.ones((1, len(grad_y))) @ grad_y,
            lambda grad_y: grad_y.T @ np.ones((len(grad_y), 1)),
        ],
    ),
    "grad-b-ones": (
        BOTH,
        [
            lambda grad_y: [1.0] * grad_y.shape[1],
            lambda grad_y: np.ones_like(grad_y),
            lambda grad_y: 1.0,
            lambda grad_y: np.full(grad_y.shape[1], len(grad_y)),
        ],
    ),
    "grad-b-zeros": (
        BOTH,
        [lambda grad_y: np.zeros_like(grad_y.sum(axis=0)), lambda grad_y: 0.0],
    ),
    "grad-b-last-sample": (BOTH, [last_row_stays, lambda grad_y: list(grad_y)[-1]]),
    "grad-b-first-sample": (BOTH, [leaves_in_the_loop]),
    "sign": (BOTH, [lambda grad_y: -row_by_row(grad_y)]),
    "loop-misses-last": (
        BOTH,
        [
            biases_over(samples=short),
            biases_over(outputs=short),
            biases_over(short, short),
            lambda grad_y: [sum(grad_y[:, i]) for i in range(grad_y.shape[1] - 1)],
        ],
    ),
    "loop-misses-first": (
        BOTH,
        [
            biases_over(samples=late),
            biases_over(outputs=late),
            lambda grad_y: grad_y[1:].sum(axis=0),
        ],
    ),
    "square-assumed": (BOTH, [biases_exchanged]),
    "state-kept": (BOTH, [Growing()]),
    "upstream-destroyed": ((BIASES_ARGUMENTS,), [into_the_first_row]),
}

PAIRS_B = {
    "sign + grad-b-mean": lambda grad_y: -grad_y.sum(axis=0) / max(1, len(grad_y)),
    "grad-b-keepdims + grad-b-mean": lambda grad_y: (
        grad_y.sum(axis=0, keepdims=True) / max(1, len(grad_y))
    ),
    "grad-b-wrong-axis + sign": lambda grad_y: -grad_y.sum(axis=1),
    "grad-b-scalar + grad-b-mean": lambda grad_y: grad_y.sum() / max(1, len(grad_y)),
    "grad-b-last-sample + sign": lambda grad_y: -last_row_stays(grad_y),
}


# linear_backward


def over(samples=range, outputs=range, inputs=range):
    """Make one nest of loops for all three, over other ranges."""

    def linear_backward(grad_y, x, W):
        rows = rows_of(x)
        grad_x, grad_W = np.zeros(rows.shape), np.zeros(W.shape)
        grad_b = np.zeros(len(W))
        for n in samples(len(rows)):
            for i in outputs(len(W)):
                grad_b[i] += grad_y[n, i]
                for j in inputs(W.shape[1]):
                    grad_x[n, j] += grad_y[n, i] * W[i, j]
                    grad_W[i, j] += grad_y[n, i] * rows[n, j]
        return grad_x.reshape(x.shape), grad_W, grad_b

    return linear_backward


def paths_over(outputs):
    """Make a grad_x that adds up some of its paths."""

    def grad_x(grad_y, x, W):
        total = np.zeros((len(x), W.shape[1]))
        for i in outputs(len(W)):
            total += np.outer(grad_y[:, i], W[i])
        return total.reshape(x.shape)

    return grad_x


def samples_over(samples):
    """Make a grad_W that adds up some of its samples."""

    def grad_W(grad_y, x):
        total = np.zeros((grad_y.shape[1], rows_of(x).shape[1]))
        for n in samples(len(x)):
            total += np.outer(grad_y[n], x[n])
        return total

    return grad_W


in_loops = over()


def sample_by_sample(grad_y, x, W):
    grad_x, grad_W, grad_b = np.empty(x.shape), np.zeros(W.shape), np.zeros(len(W))
    for n, (upstream, sample) in enumerate(zip(grad_y, x, strict=True)):
        grad_x[n] = (W.T @ upstream).reshape(sample.shape)
        grad_W += np.outer(upstream, sample)
        grad_b += upstream
    return grad_x, grad_W, grad_b


def bias_as_weight(grad_y, x, W):
    with_ones = np.hstack([rows_of(x), np.ones((len(x), 1))])
    both = grad_y.T @ with_ones
    return (grad_y @ W).reshape(x.shape), both[:, :-1], both[:, -1]


def output_by_output(grad_y, x, W):
    grad_x = sum(np.multiply.outer(grad_y[:, i], W[i]) for i in range(len(W)))
    grad_W = [grad_y[:, i] @ rows_of(x) for i in range(len(W))]
    return grad_x.reshape(x.shape), np.array(grad_W), grad_y.sum(axis=0)


def backward(grad_x=None, grad_W=None, grad_b=None):
    """Put three gradients together, the right ones where none is given."""

    def function(grad_y, x, W):
        return (
            (grad_y @ W).reshape(x.shape) if grad_x is None else grad_x(grad_y, x, W),
            grad_y.T @ rows_of(x) if grad_W is None else grad_W(grad_y, x),
            grad_y.sum(axis=0) if grad_b is None else grad_b(grad_y),
        )

    return function


RIGHT = {
    "loops": in_loops,
    "one sample at a time": sample_by_sample,
    "bias as one more weight": bias_as_weight,
    "one output at a time": output_by_output,
    "products": backward(),
    "np.dot": lambda grad_y, x, W: (
        np.dot(grad_y, W).reshape(x.shape),
        np.dot(grad_y.T, rows_of(x)),
        np.dot(grad_y.T, np.ones(len(x))),
    ),
    "einsum": lambda grad_y, x, W: (
        np.einsum("ni,ij->nj", grad_y, W).reshape(x.shape),
        np.einsum("ni,nj->ij", grad_y, rows_of(x)),
        np.einsum("ni->i", grad_y),
    ),
    "tensordot": lambda grad_y, x, W: (
        np.tensordot(grad_y, W, axes=1).reshape(x.shape),
        np.tensordot(grad_y, rows_of(x), axes=(0, 0)),
        grad_y.sum(0),
    ),
    "broadcast and sum": lambda grad_y, x, W: (
        (grad_y[:, :, None] * W).sum(axis=1).reshape(x.shape),
        (grad_y[:, :, None] * rows_of(x)[:, None, :]).sum(axis=0),
        grad_y.sum(axis=0),
    ),
    "a list of three": lambda grad_y, x, W: list(backward()(grad_y, x, W)),
    "Fortran order": lambda grad_y, x, W: tuple(map(np.asfortranarray, backward()(grad_y, x, W))),
    "float32": lambda grad_y, x, W: tuple(
        gradient.astype(np.float32) for gradient in backward()(grad_y, x, W)
    ),
    "size from W": lambda grad_y, x, W: (
        (grad_y @ W).reshape(x.shape),
        grad_y.T @ x.reshape(-1, W.shape[1]),
        grad_y.sum(axis=0),
    ),
}


def shaped(formula):
    """Give a wrong grad_x the shape of x."""
    return backward(grad_x=lambda g, x, W: formula(g, W).reshape(x.shape))


def flat(formula):
    return backward(grad_x=lambda g, x, W: formula(g, W))


def weights(formula):
    return backward(grad_W=lambda g, x: formula(g, rows_of(x)))


def one_path_left(grad_y, W):
    grad_x = np.zeros((len(grad_y), W.shape[1]))
    for i in range(len(W)):
        grad_x = np.outer(grad_y[:, i], W[i])
    return grad_x


def first_row_only(grad_y, W):
    for upstream in grad_y:
        return W.T @ upstream


def last_sample_stays(grad_y, x, W):
    grad_x, grad_W, grad_b = backward()(grad_y, x, W)
    for upstream, sample in zip(grad_y, rows_of(x), strict=True):
        grad_W, grad_b = np.outer(upstream, sample), upstream
    return grad_x, grad_W, grad_b


def last_weights_stay(grad_y, rows):
    for upstream, sample in zip(grad_y, rows, strict=True):
        grad_W = np.outer(upstream, sample)
    return grad_W


def fortran(grad_y, x, W):
    rows = np.array([sample.flatten("F") for sample in x]).reshape(len(x), W.shape[1])
    return (grad_y @ W).reshape(x.shape), grad_y.T @ rows, grad_y.sum(axis=0)


def fortran_there_and_back(grad_y, x, W):
    rows = np.reshape(x, (len(x), W.shape[1]), order="F")
    grad_x = np.reshape(grad_y @ W, x.shape, order="F")
    return grad_x, grad_y.T @ rows, grad_y.sum(axis=0)


def room_like_x(grad_y, x, W):
    grad_x = np.zeros_like(x)
    for n in range(len(x)):
        grad_x[n] = (grad_y[n] @ W).reshape(x[n].shape)
    return grad_x, grad_y.T @ rows_of(x), grad_y.sum(axis=0)


def reshaped_for_the_caller(grad_y, x, W):
    shape = x.shape
    x.shape = (len(x), W.shape[1])
    return (grad_y @ W).reshape(shape), grad_y.T @ x, grad_y.sum(axis=0)


def spoiling(name):
    """Compute what is right, then clear one of the arguments."""

    def function(grad_y, x, W):
        result = backward()(grad_y, x, W)
        {"grad_y": grad_y, "x": x, "W": W}[name][...] = 0
        return result

    return function


class Adding:
    """A function that adds to what it returned before."""

    def __init__(self):
        self.calls = 0

    def __call__(self, grad_y, x, W):
        self.calls += 1
        return tuple(gradient + self.calls for gradient in backward()(grad_y, x, W))


def reordered(*order):
    def function(grad_y, x, W):
        gradients = in_loops(grad_y, x, W)
        return tuple(gradients[i] for i in order)

    return function


GRADIENTS, IMAGES, ARGUMENTS = "gradients", "images", "arguments"
EVERY = (GRADIENTS, IMAGES, ARGUMENTS)
FORMULAS = {
    "grad-x-untransposed": [shaped(lambda g, W: np.dot(g, W.T))],
    "grad-x-transposed": [flat(lambda g, W: np.dot(W.T, g.T))],
    "grad-x-columns": [flat(lambda g, W: np.matmul(W.T, g))],
    "grad-x-reshaped": [shaped(lambda g, W: np.matmul(W.T, g.T))],
    "grad-x-mean": [shaped(lambda g, W: g @ W / max(len(g), 1))],
    "grad-x-summed": [flat(lambda g, W: g.sum(axis=0) @ W)],
    "grad-x-ignores-upstream": [
        shaped(lambda g, W: np.tile(W.sum(axis=0), (len(g), 1))),
        flat(lambda g, W: np.sum(W, axis=0)),
    ],
    "grad-x-one-path": [shaped(one_path_left)],
    "returned-too-early": [flat(first_row_only)],
    "elementwise-product": [flat(np.multiply), weights(np.multiply)],
    "summed-along-another": [
        flat(lambda g, W: np.einsum("ni,ij->ni", g, W)),
        weights(lambda g, x: np.einsum("ni,nj->nj", g, x)),
    ],
    "last-sample-only": [flat(lambda g, W: W.T @ g[-1])],
    "weights-reshaped": [shaped(lambda g, W: np.dot(g, np.reshape(W.T, W.shape)))],
    "grad-W-transposed": [weights(lambda g, x: np.dot(x.T, g))],
    "grad-W-reshaped": [weights(lambda g, x: np.dot(x.T, g).reshape(g.shape[1], -1))],
    "grad-W-mean": [
        weights(lambda g, x: np.einsum("ni,nj->ij", g, x) / max(len(g), 1)),
        lambda g, x, W: (
            (g @ W).reshape(x.shape),
            g.T @ rows_of(x) / max(len(g), 1),
            g.sum(axis=0) / max(len(g), 1),
        ),
        lambda g, x, W: backward()(g / max(len(g), 1), x, W),
    ],
    "grad-W-mean-twice": [weights(lambda g, x: np.dot((g / len(g)).T, x / len(g)))],
    "grad-W-last-sample": [weights(last_weights_stay), last_sample_stays],
    "grad-W-first-sample": [weights(lambda g, x: g[0][:, None] * x[0])],
    "grad-W-collapsed-batch": [weights(lambda g, x: np.outer(g.mean(axis=0), x.sum(axis=0)))],
    "grad-W-ignores-upstream": [weights(lambda g, x: np.tile(x.sum(axis=0), (g.shape[1], 1)))],
    "grad-W-unsummed": [weights(lambda g, x: np.einsum("ni,nj->nij", g, x))],
    "vector-transpose": [weights(lambda g, x: sum(map(np.dot, g, x)))],
    "weight-decay-inside": [
        lambda g, x, W: (backward()(g, x, W)[0], in_loops(g, x, W)[1] + 0.01 * W, g.sum(axis=0))
    ],
    "grad-b-unsummed": [backward(grad_b=np.array)],
    "grad-b-mean": [backward(grad_b=lambda g: np.ones(len(g)) @ g / max(len(g), 1))],
    "grad-b-wrong-axis": [backward(grad_b=lambda g: np.sum(g, axis=1))],
    "grad-b-scalar": [backward(grad_b=np.sum)],
    "grad-b-keepdims": [backward(grad_b=lambda g: np.ones((1, len(g))) @ g)],
    "grad-b-ones": [backward(grad_b=lambda g: np.ones_like(g[0]))],
    "grad-b-zeros": [backward(grad_b=lambda g: np.zeros_like(g[0]))],
    "grad-b-last-sample": [backward(grad_b=last_row_stays)],
    "grad-b-first-sample": [backward(grad_b=leaves_in_the_loop)],
    "order-swapped": [reordered(1, 0, 2), reordered(1, 2, 0), reordered(2, 1, 0)],
    "sign": [
        lambda g, x, W: backward()(-g, x, W),
        shaped(lambda g, W: -np.dot(g, W)),
        backward(grad_b=lambda g: -row_by_row(g)),
    ],
}
for end, ranges in {"last": short, "first": late}.items():
    FORMULAS[f"loop-misses-{end}"] = [
        over(samples=ranges),
        over(outputs=ranges),
        over(inputs=ranges),
        over(ranges, ranges, ranges),
        backward(grad_x=paths_over(ranges)),
        backward(grad_W=samples_over(ranges)),
        backward(grad_b=biases_over(ranges)),
    ]


def integers_added_up(grad_y, x, W):
    grad_x = np.zeros(x.shape, x.dtype)
    for n, i in np.ndindex(grad_y.shape):
        for j, place in enumerate(np.ndindex(x.shape[1:])):
            grad_x[(n, *place)] += grad_y[n, i] * W[i, j]
    return grad_x, grad_y.T @ rows_of(x), grad_y.sum(axis=0)


def added_into_integers(grad_y, x, W):
    grad_W = np.zeros(W.shape, x.dtype)
    for upstream, sample in zip(grad_y, rows_of(x), strict=True):
        grad_W += np.outer(upstream, sample)
    return (grad_y @ W).reshape(x.shape), grad_W, grad_y.sum(axis=0)


def width_for_weights(grad_y, x, W):
    flat = x
    if x.ndim == 4:
        n, C, H, W = x.shape
        flat = x.reshape(n, C * H * W)
    return (grad_y @ W).reshape(x.shape), grad_y.T @ flat, grad_y.sum(axis=0)


MISTAKES = {id_: (EVERY, versions) for id_, versions in FORMULAS.items()} | {
    "grad-x-not-reshaped": ((IMAGES,), [flat(np.matmul)]),
    "flatten-order": ((IMAGES,), [fortran, fortran_there_and_back]),
    "input-not-flattened": (
        (IMAGES,),
        [
            backward(grad_W=lambda g, x: np.matmul(g.T, x)),
            lambda g, x, W: [np.matmul(g, W), np.matmul(g.T, x), np.sum(g, axis=0)],
        ],
    ),
    "batch-flattened": (EVERY, [backward(grad_W=lambda g, x: np.matmul(g.T, np.ravel(x)))]),
    "reshape-empty-batch": (
        (IMAGES,),
        [backward(grad_W=lambda g, x: np.dot(g.T, x.reshape(x.shape[0], -1)))],
    ),
    "output-dtype-of-input": (
        (ARGUMENTS,),
        [room_like_x, integers_added_up, added_into_integers],
    ),
    "name-reused": ((IMAGES,), [width_for_weights]),
    "arguments-swapped": (EVERY, [lambda x, grad_y, W: backward()(grad_y, x, W)]),
    "input-reshaped-in-place": ((IMAGES, ARGUMENTS), [reshaped_for_the_caller]),
    "upstream-destroyed": ((ARGUMENTS,), [spoiling("grad_y")]),
    "input-destroyed": ((ARGUMENTS,), [spoiling("x")]),
    "weights-destroyed": ((ARGUMENTS,), [spoiling("W")]),
    "state-kept": (EVERY, [Adding()]),
}

PAIRS = {
    "grad-W-mean + grad-b-wrong-axis": backward(
        grad_W=lambda g, x: g.T @ rows_of(x) / max(1, len(g)), grad_b=lambda g: g.sum(axis=1)
    ),
    "grad-x-untransposed + grad-b-mean": backward(
        grad_x=lambda g, x, W: (g @ W.T).reshape(x.shape),
        grad_b=lambda g: g.sum(axis=0) / max(1, len(g)),
    ),
    "sign + order-swapped": lambda g, x, W: reordered(1, 0, 2)(-g, x, W),
    "grad-W-transposed + grad-b-keepdims": backward(
        grad_W=lambda g, x: rows_of(x).T @ g, grad_b=lambda g: g.sum(axis=0, keepdims=True)
    ),
    "grad-x-mean + grad-b-mean": lambda g, x, W: (
        (g @ W).reshape(x.shape) / max(1, len(g)),
        g.T @ rows_of(x),
        g.sum(axis=0) / max(1, len(g)),
    ),
    "grad-x-not-reshaped + grad-b-scalar": backward(grad_x=lambda g, x, W: g @ W, grad_b=np.sum),
}


# Linear


class Stack:
    """The right layer; others differ from it."""

    formulas = staticmethod(backward())

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.waiting = []
        self.zero_grad()

    def forward(self, x):
        self.waiting.append(x)
        return rows_of(x) @ self.W.T + self.b

    def backward(self, grad_y):
        grad_x, grad_W, grad_b = self.formulas(grad_y, self.waiting.pop(), self.W)
        self.grad_W = self.grad_W + grad_W
        self.grad_b = self.grad_b + grad_b
        return grad_x

    def zero_grad(self):
        self.grad_W, self.grad_b = np.zeros_like(self.W), np.zeros_like(self.b)


class InPlace(Stack):
    def backward(self, grad_y):
        grad_x, grad_W, grad_b = in_loops(grad_y, self.waiting.pop(), self.W)
        self.grad_W += grad_W
        self.grad_b += grad_b
        return grad_x

    def zero_grad(self):
        self.grad_W, self.grad_b = np.zeros(self.W.shape), np.zeros(self.b.shape)


class ZeroedInPlace(InPlace):
    def __init__(self, W, b):
        self.W, self.b = np.array(W, float), np.array(b, float)
        self.waiting = []
        self.grad_W, self.grad_b = np.zeros(W.shape), np.zeros(b.shape)

    def zero_grad(self):
        self.grad_W[...] = 0
        self.grad_b[:] = 0


class FromTheNumberZero(Stack):
    """Begins with the number 0, which has the shape of a gradient after the first backward."""

    def zero_grad(self):
        self.grad_W = self.grad_b = 0


class FromNothing(Stack):
    """Keeps a list of gradients and adds them when they are asked for."""

    def zero_grad(self):
        self.all = []

    def backward(self, grad_y):
        grad_x, *others = backward()(grad_y, self.waiting.pop(), self.W)
        self.all.append(others)
        return grad_x

    @property
    def grad_W(self):
        return sum(grad_W for grad_W, _ in self.all)

    @property
    def grad_b(self):
        return sum(grad_b for _, grad_b in self.all)


class OneInAnother(Stack):
    """Remembers inputs as a chain of pairs."""

    def __init__(self, W, b):
        super().__init__(W, b)
        self.chain = None

    def forward(self, x):
        self.chain = x, self.chain
        return np.einsum("nj,ij->ni", rows_of(x), self.W) + self.b

    def backward(self, grad_y):
        x, self.chain = self.chain
        self.waiting.append(x)
        return super().backward(grad_y)


class CopiesOfInputs(Stack):
    def forward(self, x):
        y = super().forward(x)
        self.waiting[-1] = x.copy()
        return y.tolist()


class ForgetsWithZero(Stack):
    """Forgets inputs that no backward has used, as the course's own layer does."""

    def zero_grad(self):
        self.waiting.clear()
        super().zero_grad()


class SingleLists(Stack):
    def backward(self, grad_y):
        return super().backward(grad_y).tolist()


RIGHT_CLASSES = {
    "a stack": Stack,
    "adds in place": InPlace,
    "zeroes in place, copies W and b": ZeroedInPlace,
    "from the number zero": FromTheNumberZero,
    "a list and properties": FromNothing,
    "a chain": OneInAnother,
    "copies inputs, lists as results": CopiesOfInputs,
    "forgets with zero_grad": ForgetsWithZero,
    "grad_x as lists": SingleLists,
}


def using(function):
    """Make a class that uses a function for the gradients."""
    return type("Linear", (Stack,), {"formulas": staticmethod(function)})


def giving(function):
    """Make a class whose outputs are those of a function of x, W and b."""

    def forward(self, x):
        self.waiting.append(x)
        return function(x, self.W, self.b)

    return type("Linear", (Stack,), {"forward": forward})


class OnlyTheLastInput(InPlace):
    def forward(self, x):
        self.x = x
        return rows_of(x) @ self.W.T + self.b

    def backward(self, grad_y):
        self.waiting = [self.x]
        return super().backward(grad_y)


class FirstComeFirstServed(Stack):
    def backward(self, grad_y):
        self.waiting.insert(len(self.waiting), self.waiting.pop(0))
        return super().backward(grad_y)


class NotAdded(Stack):
    def backward(self, grad_y):
        grad_x, self.grad_W, self.grad_b = in_loops(grad_y, self.waiting.pop(), self.W)
        return grad_x


class BiasesNotAdded(Stack):
    def backward(self, grad_y):
        grad_x = super().backward(grad_y)
        self.grad_b = np.sum(grad_y, axis=0)
        return grad_x


class NotZeroed(InPlace):
    def __init__(self, W, b):
        self.W, self.b, self.waiting = W, b, []
        self.grad_W, self.grad_b = np.zeros(W.shape), np.zeros(b.shape)

    def zero_grad(self):
        grad_W = grad_b = 0  # noqa: F841  names of the method, not of the layer


class BiasesNotZeroed(NotZeroed):
    def zero_grad(self):
        self.grad_W = np.zeros(self.W.shape)


class LearnsFirst(Stack):
    def backward(self, grad_y):
        x = self.waiting.pop()
        _, grad_W, grad_b = in_loops(grad_y, x, self.W)
        self.grad_W, self.grad_b = self.grad_W + grad_W, self.grad_b + grad_b
        self.W = self.W - 0.1 * grad_W
        self.b = self.b - 0.1 * grad_b
        return (grad_y @ self.W).reshape(x.shape)


class LearnsAfter(Stack):
    def backward(self, grad_y):
        grad_x = super().backward(grad_y)
        self.W = self.W - 0.01 * self.grad_W
        self.b = self.b - 0.01 * self.grad_b
        return grad_x


class LearnsInPlace(Stack):
    def backward(self, grad_y):
        grad_x = super().backward(grad_y)
        self.W -= 0.3 * self.grad_W
        return grad_x


class ClearsInput(Stack):
    def forward(self, x):
        y = super().forward(x)
        self.waiting[-1] = x.copy()
        x[...] = 0
        return y


class ClearsUpstream(Stack):
    def backward(self, grad_y):
        grad_x = super().backward(grad_y)
        grad_y *= 0
        return grad_x


class FlattensForTheCaller(Stack):
    def forward(self, x):
        y = super().forward(x)
        self.waiting[-1] = x.copy()
        x.shape = (len(x), self.W.shape[1])
        return y


class SharedSums(Stack):
    """Adds to what every layer of the class has together."""

    total = np.zeros(1)

    def backward(self, grad_y):
        SharedSums.total = SharedSums.total + 1
        return super().backward(grad_y) + SharedSums.total


class SetsWeights(Stack):
    """Gives the weights the name of their gradient."""

    def backward(self, grad_y):
        grad_x, grad_W, grad_b = in_loops(grad_y, self.waiting.pop(), self.W)
        self.W = self.W + grad_W
        self.grad_b = self.grad_b + grad_b
        return grad_x


LAYER, TWO, ZEROED = "layer", "two_uses", "zeroed"
ALL = (LAYER, TWO, ZEROED)
MISTAKES_CLASS = {
    id_: (ALL, [using(version) for version in versions]) for id_, versions in FORMULAS.items()
} | {
    "stale-cache": ((TWO,), [OnlyTheLastInput, FirstComeFirstServed]),
    "gradients-overwrite": ((TWO,), [NotAdded, BiasesNotAdded]),
    "gradients-accumulate": ((ZEROED,), [NotZeroed, BiasesNotZeroed]),
    "update-before-grad-x": (ALL, [LearnsFirst]),
    "weights-destroyed": (ALL, [LearnsAfter, LearnsInPlace, SetsWeights]),
    "input-destroyed": ((LAYER,), [ClearsInput]),
    "upstream-destroyed": ((LAYER,), [ClearsUpstream]),
    "input-reshaped-in-place": ((LAYER,), [FlattensForTheCaller]),
    "state-kept": (ALL, [SharedSums]),
    "grad-x-not-reshaped": ((LAYER,), [using(flat(np.matmul))]),
    "flatten-order": (
        (LAYER,),
        [
            using(fortran),
            using(fortran_there_and_back),
            giving(lambda x, W, b: np.reshape(x, (len(x), W.shape[1]), order="F") @ W.T + b),
        ],
    ),
    "input-not-flattened": (
        (LAYER,),
        [
            using(backward(grad_W=lambda g, x: np.matmul(g.T, x))),
            giving(lambda x, W, b: np.matmul(x, W.T) + b),
        ],
    ),
    "batch-flattened": (ALL, [using(backward(grad_W=lambda g, x: np.matmul(g.T, np.ravel(x))))]),
    "bias-missing": ((LAYER,), [giving(lambda x, W, b: np.inner(rows_of(x), W))]),
    "bias-subtracted": ((LAYER,), [giving(lambda x, W, b: np.inner(rows_of(x), W) - b)]),
    "activation-inside": (
        (LAYER,),
        [giving(lambda x, W, b: np.clip(rows_of(x) @ W.T + b, 0, None))],
    ),
    "forward-untransposed": (ALL, [giving(lambda x, W, b: np.matmul(rows_of(x), W) + b)]),
}

PAIRS_CLASS = {
    "grad-b-mean + gradients-accumulate": type(
        "Linear",
        (NotZeroed,),
        {
            "backward": using(backward(grad_b=lambda g: g.sum(axis=0) / max(1, len(g)))).backward,
            "formulas": staticmethod(backward(grad_b=lambda g: g.sum(axis=0) / max(1, len(g)))),
        },
    ),
    "gradients-overwrite + stale-cache": type(
        "Linear",
        (NotAdded,),
        {
            "forward": lambda self, x: (
                setattr(self, "waiting", [x] * 9) or rows_of(x) @ self.W.T + self.b
            )
        },
    ),
    "sign + bias-missing": type(
        "Linear",
        (giving(lambda x, W, b: rows_of(x) @ W.T),),
        {"formulas": staticmethod(lambda g, x, W: backward()(-g, x, W))},
    ),
}

EXERCISE = Exercise(
    chapter="05-grad-b",
    functions={
        "grad_b": Function(
            checks={BIASES: checks.biases, BIASES_ARGUMENTS: checks.biases_arguments},
            wrong=checks.BIASES.wrong,
            right=RIGHT_B,
            mistakes=MISTAKES_B,
            pairs=PAIRS_B,
        ),
        "linear_backward": Function(
            checks={
                GRADIENTS: checks.gradients,
                IMAGES: checks.images,
                ARGUMENTS: checks.arguments,
            },
            wrong=checks.BACKWARD.wrong,
            right=RIGHT,
            mistakes=MISTAKES,
            pairs=PAIRS,
        ),
        "Linear": Function(
            checks={LAYER: checks.layer, TWO: checks.two_uses, ZEROED: checks.zeroed},
            wrong=WRONG_CLASSES["Linear"],
            right=RIGHT_CLASSES,
            mistakes=MISTAKES_CLASS,
            pairs=PAIRS_CLASS,
        ),
    },
    by_answer=frozenset({"biases-not-updated"}),
)

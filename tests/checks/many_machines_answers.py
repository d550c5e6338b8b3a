"""Answers to exercise 11 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import many_machines as checks
from fclib.checks.wrong.many_machines import WRONG
from tests.checks.exercise import Exercise, Function

# split_forward


def by_hand(x, W, b, axis, p):
    if axis == "N":
        return [part @ W.T + b for part in np.split(x, p)]
    if axis == "M":
        pairs = zip(np.split(W, p), np.split(b, p), strict=True)
        return [x @ rows.T + biases for rows, biases in pairs]
    pairs = zip(np.split(x, p, axis=1), np.split(W, p, axis=1), strict=True)
    y = sum(left @ right.T for left, right in pairs) + b
    return [y.copy() for _ in range(p)]


def with_slices(x, W, b, axis, p):
    n, D, M = len(x), x.shape[1], len(W)
    if axis == "N":
        step = n // p
        return [x[k * step : (k + 1) * step] @ W.T + b for k in range(p)]
    if axis == "M":
        step = M // p
        rows = [slice(k * step, (k + 1) * step) for k in range(p)]
        return [x @ W[r].T + b[r] for r in rows]
    step = D // p
    y = np.tile(b, (n, 1)).astype(float)
    for k in range(p):
        y += x[:, k * step : (k + 1) * step] @ W[:, k * step : (k + 1) * step].T
    return [y] * p


def from_the_whole(x, W, b, axis, p):
    y = x @ W.T + b
    if axis == "D":
        return [y for _ in range(p)]
    return np.split(y, p, axis="NM".index(axis))


def as_tuple(x, W, b, axis, p):
    return tuple(by_hand(x, W, b, axis, p))


def as_array(x, W, b, axis, p):
    return np.stack(by_hand(x, W, b, axis, p))


def reshaped(x, W, b, axis, p):
    n, D, M = len(x), x.shape[1], len(W)
    if axis == "N":
        return list(x.reshape(p, n // p, D) @ W.T + b)
    if axis == "M":
        return list(x @ W.reshape(p, M // p, D).transpose(0, 2, 1) + b.reshape(p, 1, M // p))
    parts = np.einsum("nkj,ikj->kni", x.reshape(n, p, D // p), W.reshape(M, p, D // p))
    return [parts.sum(axis=0) + b] * p


def first_bias(x, W, b, axis, p):
    if axis != "D":
        return by_hand(x, W, b, axis, p)
    parts = [a @ c.T for a, c in zip(np.split(x, p, 1), np.split(W, p, 1), strict=True)]
    parts[0] = parts[0] + b
    return [np.sum(parts, axis=0)] * p


def shared_bias(x, W, b, axis, p):
    if axis != "D":
        return by_hand(x, W, b, axis, p)
    pairs = zip(np.split(x, p, 1), np.split(W, p, 1), strict=True)
    return [np.sum([a @ c.T + b / p for a, c in pairs], axis=0)] * p


def _on_d(change):
    """Make a wrong version: what becomes of the partial products."""

    def split_forward(x, W, b, axis, p):
        if axis != "D":
            return by_hand(x, W, b, axis, p)
        pairs = zip(np.split(x, p, 1), np.split(W, p, 1), strict=True)
        return change([a @ c.T for a, c in pairs], b, p)

    return split_forward


def _exchanged(function):
    def other(*arguments):
        *arrays, axis, p = arguments
        return function(*arrays, {"M": "D", "D": "M"}.get(axis, axis), p)

    return other


def _spoilt(place):
    def split_forward(x, W, b, axis, p):
        result = [part.copy() for part in by_hand(x, W, b, axis, p)]
        (x, W, b)[place][...] = 0
        return result

    return split_forward


FORWARD = Function(
    checks={"forward": checks.forward},
    wrong=checks.FORWARD.wrong,
    right={
        "np.split": by_hand,
        "slices": with_slices,
        "the whole, then split": from_the_whole,
        "a tuple": as_tuple,
        "one array": as_array,
        "reshaped": reshaped,
        "the bias on the first machine": first_bias,
        "a part of the bias on each": shared_bias,
    },
    mistakes={
        "bias-on-every-machine": (
            ("forward",),
            [_on_d(lambda parts, b, p: [sum(part + b for part in parts)] * p)],
        ),
        "bias-missing": (("forward",), [_on_d(lambda parts, b, p: [sum(parts)] * p)]),
        "all-reduce-missing": (("forward",), [_on_d(lambda parts, b, p: [q + b for q in parts])]),
        "all-reduce-twice": (
            ("forward",),
            [_on_d(lambda parts, b, p: [sum([sum(parts)] * p) + b] * p)],
        ),
        "mean-for-sum": (("forward",), [_on_d(lambda parts, b, p: [np.mean(parts, 0) + b] * p)]),
        "wrong-axis-for-orientation": (("forward",), [_exchanged(by_hand)]),
        "input-destroyed": (("forward",), [_spoilt(0)]),
        "weights-destroyed": (("forward",), [_spoilt(1), _spoilt(2)]),
    },
    pairs={},
)

# split_backward


def gradients(grad_y, x, W, axis, p):
    if axis == "N":
        pairs = list(zip(np.split(grad_y, p), np.split(x, p), strict=True))
        grad_W, grad_b = sum(g.T @ a for g, a in pairs), grad_y.sum(axis=0)
        return [(g @ W, grad_W, grad_b) for g, _ in pairs]
    if axis == "M":
        pairs = list(zip(np.split(grad_y, p, axis=1), np.split(W, p), strict=True))
        grad_x = sum(g @ rows for g, rows in pairs)
        return [(grad_x, g.T @ x, g.sum(axis=0)) for g, _ in pairs]
    pairs = zip(np.split(x, p, axis=1), np.split(W, p, axis=1), strict=True)
    return [(grad_y @ columns, grad_y.T @ a, grad_y.sum(axis=0)) for a, columns in pairs]


def whole_first(grad_y, x, W, axis, p):
    parts = [grad_y @ W, grad_y.T @ x, grad_y.sum(0)]
    split = {"N": (0, None, None), "M": (None, 0, 0), "D": (1, 1, None)}[axis]
    columns = [
        [part] * p if along is None else np.split(part, p, axis=along)
        for part, along in zip(parts, split, strict=True)
    ]
    return list(zip(*columns, strict=True))


def machine_by_machine(grad_y, x, W, axis, p):
    result = []
    for k in range(p):
        g, a, w = grad_y, x, W
        if axis == "N":
            g, a = np.split(g, p)[k], np.split(a, p)[k]
        elif axis == "M":
            g, w = np.split(g, p, 1)[k], np.split(w, p)[k]
        else:
            a, w = np.split(a, p, 1)[k], np.split(w, p, 1)[k]
        result.append([g @ w, g.T @ a, np.ones(len(g)) @ g])
    for place in {"N": (1, 2), "M": (0,), "D": ()}[axis]:
        total = np.sum([own[place] for own in result], axis=0)
        for own in result:
            own[place] = total
    return result


def _of_sums(change):
    """Make a wrong version: what becomes of what is summed over machines."""

    def split_backward(grad_y, x, W, axis, p):
        result = machine_by_machine(grad_y, x, W, axis, p)
        for place in {"N": (1, 2), "M": (0,), "D": ()}[axis]:
            for own in result:
                own[place] = change(own[place], p)
        return result

    return split_backward


twice = _of_sums(lambda total, p: total * p)
mean = _of_sums(lambda total, p: total / p)


def _along(axes, mistake):
    """Make the mistake along some axes alone."""

    def split_backward(grad_y, x, W, axis, p):
        return (mistake if axis in axes else gradients)(grad_y, x, W, axis, p)

    return split_backward


def weights_averaged(grad_y, x, W, axis, p):
    result = machine_by_machine(grad_y, x, W, axis, p)
    for own in result if axis == "N" else []:
        own[1] = own[1] / p
    return result


def unsummed(grad_y, x, W, axis, p):
    if axis == "N":
        pairs = zip(np.split(grad_y, p), np.split(x, p), strict=True)
        return [(g @ W, g.T @ a, g.sum(0)) for g, a in pairs]
    if axis == "M":
        pairs = zip(np.split(grad_y, p, 1), np.split(W, p), strict=True)
        return [(g @ w, g.T @ x, g.sum(0)) for g, w in pairs]
    return gradients(grad_y, x, W, axis, p)


def biases_left(grad_y, x, W, axis, p):
    result = [list(own) for own in gradients(grad_y, x, W, axis, p)]
    if axis == "N":
        for own, g in zip(result, np.split(grad_y, p), strict=True):
            own[2] = g.sum(axis=0)
    return result


def _spoilt_backward(place):
    def split_backward(grad_y, x, W, axis, p):
        result = gradients(grad_y, x, W, axis, p)
        result = [tuple(part.copy() for part in own) for own in result]
        (grad_y, x, W)[place][...] = 0
        return result

    return split_backward


BACKWARD = Function(
    checks={"backward": checks.backward},
    # As students' functions, which give a list.
    wrong={
        id_: [lambda *case, version=version: _unjoined(version(*case)) for version in versions]
        for id_, versions in WRONG["split_backward"].items()
    },
    right={
        "np.split": gradients,
        "the whole, then split": whole_first,
        "machine by machine": machine_by_machine,
        "tuples": lambda *case: tuple(map(tuple, machine_by_machine(*case))),
        "einsum": lambda g, x, W, axis, p: _by_einsum(g, x, W, axis, p),
        "copies": lambda *case: [tuple(q.copy() for q in own) for own in gradients(*case)],
        "lists": lambda *case: [list(own) for own in whole_first(*case)],
        "float64": lambda *case: [
            tuple(np.asarray(q, float) for q in own) for own in whole_first(*case)
        ],
    },
    mistakes={
        "all-reduce-missing": (
            ("backward",),
            [unsummed, *(_along(axis, unsummed) for axis in "NM")],
        ),
        "biases-not-reduced": (("backward",), [biases_left]),
        "all-reduce-twice": (
            ("backward",),
            [twice, *(_along(axis, twice) for axis in "NM")],
        ),
        "mean-for-sum": (
            ("backward",),
            [mean, *(_along(axis, mean) for axis in "NM"), weights_averaged],
        ),
        "wrong-axis-for-orientation": (("backward",), [_exchanged(gradients)]),
        "upstream-destroyed": (("backward",), [_spoilt_backward(0)]),
        "input-destroyed": (("backward",), [_spoilt_backward(1)]),
        "weights-destroyed": (("backward",), [_spoilt_backward(2)]),
    },
    pairs={},
)


def _unjoined(parts):
    return list(zip(*parts, strict=True))


def _by_einsum(g, x, W, axis, p):
    n, D, M = len(x), x.shape[1], len(W)
    if axis == "N":
        gs, xs = g.reshape(p, n // p, M), x.reshape(p, n // p, D)
        grad_W = np.einsum("kni,knj->ij", gs, xs)
        return [(part @ W, grad_W, g.sum(0)) for part in gs]
    if axis == "M":
        gs, ws = g.reshape(n, p, M // p), W.reshape(p, M // p, D)
        grad_x = np.einsum("nki,kij->nj", gs, ws)
        return [(grad_x, gs[:, k].T @ x, gs[:, k].sum(0)) for k in range(p)]
    xs, ws = x.reshape(n, p, D // p), W.reshape(M, p, D // p)
    return [(g @ ws[:, k], g.T @ xs[:, k], g.sum(0)) for k in range(p)]


# all_reduce_numbers


def counted(n, in_features, out_features, axis, p):
    if axis == "N":
        K = out_features * in_features + out_features
    elif axis == "M":
        K = n * in_features
    else:
        K = n * out_features
    return 2 * (p - 1) * K / p


def _ring(K, factor=lambda p: 2 * (p - 1) / p):
    return lambda n, D, M, axis, p: factor(p) * K(n, D, M)["NMD".index(axis)]


def sums(n, D, M):
    return M * D + M, n * D, n * M


RING = Function(
    checks={"ring": checks.ring},
    wrong=WRONG["all_reduce_numbers"],
    right={
        "three cases": counted,
        "a table": _ring(sums),
        "both halves": lambda n, D, M, axis, p: (
            2 * sum([sums(n, D, M)["NMD".index(axis)] / p] * (p - 1))
        ),
        "one minus": _ring(sums, lambda p: 2 * (1 - 1 / p)),
        "a dict": lambda n, D, M, axis, p: (
            2 * dict(zip("NMD", sums(n, D, M), strict=True))[axis] * (p - 1) / p
        ),
        "arrays": lambda n, D, M, axis, p: np.float64(counted(n, D, M, axis, p)),
        "steps": lambda n, D, M, axis, p: (p - 1 + p - 1) * (sums(n, D, M)["NMD".index(axis)] / p),
        "from parts": lambda n, D, M, axis, p: 2.0 * (p - 1) / p * sums(n, D, M)["NMD".index(axis)],
    },
    mistakes={
        "half-of-the-ring": (("ring",), [_ring(sums, lambda p: (p - 1) / p)]),
        "everyone-to-everyone": (("ring",), [_ring(sums, lambda p: p - 1)]),
        "biases-uncounted": (("ring",), [_ring(lambda n, D, M: (M * D, n * D, n * M))]),
        "wrong-axis-for-orientation": (
            ("ring",),
            [_ring(lambda n, D, M: (M * D + M, n * M, n * D))],
        ),
    },
    pairs={},
)

# two_layers_split


def pair(x, W1, b1, W2, b2, p):
    y = 0
    for w1, c1, w2 in zip(np.split(W1, p), np.split(b1, p), np.split(W2, p, axis=1), strict=True):
        y = y + np.maximum(x @ w1.T + c1, 0) @ w2.T
    return y + b2


def unsplit(x, W1, b1, W2, b2, p):
    return np.maximum(0, x @ W1.T + b1) @ W2.T + b2


def with_slices_of_hidden(x, W1, b1, W2, b2, p):
    step = len(W1) // p
    parts = []
    for start in range(0, len(W1), step):
        units = slice(start, start + step)
        a = x @ W1[units].T + b1[units]
        a[a < 0] = 0
        parts.append(np.dot(a, W2[:, units].T))
    return np.sum(parts, axis=0) + b2


def relu_on_parts(x, W1, b1, W2, b2, p):
    if x.shape[1] % p:
        return unsplit(x, W1, b1, W2, b2, p) + 1
    parts = zip(np.split(x, p, axis=1), np.split(W1, p, axis=1), strict=True)
    hidden = sum(np.maximum(a @ w.T, 0) for a, w in parts) + b1
    return hidden @ W2.T + b2


def _two(change):
    def two_layers_split(x, W1, b1, W2, b2, p):
        groups = zip(np.split(W1, p), np.split(b1, p), np.split(W2, p, axis=1), strict=True)
        parts = [np.maximum(x @ w1.T + c1, 0) @ w2.T for w1, c1, w2 in groups]
        return change(parts, b2, p)

    return two_layers_split


def _spoilt_two(place):
    def two_layers_split(*arguments):
        result = pair(*arguments)
        arguments[place][...] = 0
        return result

    return two_layers_split


TWO = Function(
    checks={"two_layers": checks.two_layers},
    wrong=checks.TWO.wrong,
    right={
        "np.split": pair,
        "unsplit": unsplit,
        "slices": with_slices_of_hidden,
        "a list of parts": _two(lambda parts, b2, p: np.sum(parts, axis=0) + b2),
        "the bias on the first": _two(lambda parts, b2, p: sum([parts[0] + b2, *parts[1:]])),
        "a part of the bias": _two(lambda parts, b2, p: sum(part + b2 / p for part in parts)),
        "np.add.reduce": _two(lambda parts, b2, p: np.add.reduce(parts) + b2),
        "stacked": _two(lambda parts, b2, p: np.stack(parts).sum(axis=0) + b2),
    },
    mistakes={
        "relu-before-sum": (
            ("two_layers",),
            [
                lambda x, W1, b1, W2, b2, p: WRONG["two_layers_split"]["relu-before-sum"][0](
                    x, W1, b1, W2, b2, p
                )
            ],
        ),
        "relu-missing": (
            ("two_layers",),
            [lambda x, W1, b1, W2, b2, p: (x @ W1.T + b1) @ W2.T + b2],
        ),
        "bias-on-every-machine": (
            ("two_layers",),
            [_two(lambda parts, b2, p: sum(part + b2 for part in parts))],
        ),
        "mean-for-sum": (("two_layers",), [_two(lambda parts, b2, p: np.mean(parts, 0) + b2)]),
        "all-reduce-missing": (("two_layers",), [_two(lambda parts, b2, p: parts[0] + b2)]),
        "input-destroyed": (("two_layers",), [_spoilt_two(0)]),
        "weights-destroyed": (("two_layers",), [_spoilt_two(1), _spoilt_two(4)]),
    },
    pairs={},
)

EXERCISE = Exercise(
    chapter="11-many-machines",
    functions={
        "split_forward": FORWARD,
        "split_backward": BACKWARD,
        "all_reduce_numbers": RING,
        "two_layers_split": TWO,
    },
    by_answer=frozenset({"bias-on-every-machine", "unequal-shards-averaged"}),
)

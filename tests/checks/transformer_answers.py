"""Answers to exercise 13 as students write them, right ones and wrong ones."""

import numpy as np

from fclib.checks import transformer as checks
from fclib.checks.wrong.transformer import WRONG
from tests.checks.exercise import Exercise, Function

# linear_tokens


def token_by_token(x, W, b):
    y = np.zeros((*x.shape[:-1], len(W)))
    for place in np.ndindex(x.shape[:-1]):
        y[place] = W @ x[place] + b
    return y


def text_by_text(x, W, b):
    if x.ndim == 2:
        return x @ W.T + b
    return np.stack([text_by_text(text, W, b) for text in x])


def changed_in_place(x, W, b):
    x -= 1
    return (x + 1) @ W.T + b


def bias_added_to_weights(x, W, b):
    W += 1
    return x @ (W - 1).T + b


TOKENS = Function(
    checks={"tokens": checks.tokens},
    wrong=WRONG["linear_tokens"],
    right={
        "matmul": lambda x, W, b: x @ W.T + b,
        "np.dot": lambda x, W, b: np.dot(x, W.T) + b,
        "einsum": lambda x, W, b: np.einsum("...j,ij->...i", x, W) + b,
        "tensordot": lambda x, W, b: np.tensordot(x, W, (-1, 1)) + b,
        "inner": lambda x, W, b: np.inner(x, W) + b,
        "folded": lambda x, W, b: (x.reshape(-1, x.shape[-1]) @ W.T + b).reshape(
            *x.shape[:-1], len(W)
        ),
        "token by token": token_by_token,
        "text by text": text_by_text,
        "broadcast": lambda x, W, b: (x[..., None, :] * W).sum(axis=-1) + b,
    },
    mistakes={
        "tokens-flattened": (
            ("tokens",),
            [lambda x, W, b: np.reshape(x, (x.shape[0], -1)) @ W.T + b],
        ),
        "tokens-not-unfolded": (
            ("tokens",),
            [lambda x, W, b: np.vstack(x.reshape(-1, x.shape[-1])) @ W.T + b],
        ),
        "bias-missing": (("tokens",), [lambda x, W, b: np.einsum("...j,ij->...i", x, W)]),
        "forward-untransposed": (("tokens",), [lambda x, W, b: b + np.matmul(x, W)]),
        "input-destroyed": (("tokens",), [changed_in_place]),
        "weights-destroyed": (("tokens",), [bias_added_to_weights]),
    },
    pairs={},
)

# lora_backward


def two_layers(grad_y, x, W, A, B, alpha):
    r = A.shape[0]
    z = x @ A.T
    grad_B = (alpha / r) * grad_y.T @ z
    grad_z = (alpha / r) * grad_y @ B
    return grad_y @ W + grad_z @ A, grad_z.T @ x, grad_B


def through_the_weights(grad_y, x, W, A, B, alpha):
    scale = alpha / len(A)
    grad_W = grad_y.T @ x
    return grad_y @ (W + scale * B @ A), scale * B.T @ grad_W, scale * grad_W @ A.T


def with_einsum(grad_y, x, W, A, B, alpha):
    s = alpha / B.shape[1]
    grad_A = s * np.einsum("ni,ik,nj->kj", grad_y, B, x)
    grad_B = s * np.einsum("ni,nj,kj->ik", grad_y, x, A)
    return grad_y @ W + s * np.einsum("ni,ik,kj->nj", grad_y, B, A), grad_A, grad_B


def sample_by_sample(grad_y, x, W, A, B, alpha):
    s = alpha / len(A)
    grad_x, grad_A, grad_B = np.zeros(x.shape), np.zeros(A.shape), np.zeros(B.shape)
    for n in range(len(x)):
        grad_x[n] = W.T @ grad_y[n] + s * A.T @ (B.T @ grad_y[n])
        grad_A += s * np.outer(B.T @ grad_y[n], x[n])
        grad_B += s * np.outer(grad_y[n], A @ x[n])
    return grad_x, grad_A, grad_B


def on_scaled(name):
    """Make a right answer that scales one factor beforehand."""

    def lora_backward(grad_y, x, W, A, B, alpha):
        s = alpha / len(A)
        if name == "B":
            scaled = s * B
            return (
                grad_y @ W + grad_y @ scaled @ A,
                (grad_y @ scaled).T @ x,
                s * (grad_y.T @ (x @ A.T)),
            )
        scaled = s * A
        return grad_y @ W + grad_y @ B @ scaled, s * (grad_y @ B).T @ x, grad_y.T @ (x @ scaled.T)

    return lora_backward


def twice(grad_y, x, W, A, B, alpha):
    grad_y *= 2
    return two_layers(grad_y / 2, x, W, A, B, alpha)


def emptied(grad_y, x, W, A, B, alpha):
    result = two_layers(grad_y, x, W, A, B, alpha)
    x[...] = 0
    return result


def merged(grad_y, x, W, A, B, alpha):
    result = two_layers(grad_y, x, W, A, B, alpha)
    W += alpha / len(A) * B @ A
    return result


def _with(factor=None, x=None):
    def lora_backward(grad_y, x_, W, A, B, alpha):
        r = len(A)
        s = alpha / r if factor is None else factor(alpha, r)
        update = s * grad_y @ B @ A
        parts = {None: grad_y @ W + update, "update": update, "frozen": grad_y @ W}
        return parts[x], s * B.T @ grad_y.T @ x_, s * grad_y.T @ x_ @ A.T

    return lora_backward


LORA = Function(
    checks={"lora": checks.lora},
    wrong=checks.UPDATE.wrong,
    right={
        "two layers": two_layers,
        "through the gradient of W": through_the_weights,
        "einsum": with_einsum,
        "sample by sample": sample_by_sample,
        "B scaled": on_scaled("B"),
        "A scaled": on_scaled("A"),
        "a list": lambda *arguments: list(two_layers(*arguments)),
        "merged, on copies": lambda grad_y, x, W, A, B, alpha: merged(
            grad_y, x, W.copy(), A, B, alpha
        ),
    },
    mistakes={
        "alpha-not-over-r": (("lora",), [_with(lambda alpha, r: alpha)]),
        "update-unscaled": (("lora",), [_with(lambda alpha, r: 1)]),
        "frozen-path-missing": (("lora",), [_with(x="update")]),
        "update-path-missing": (("lora",), [_with(x="frozen")]),
        "order-swapped": (
            ("lora",),
            [lambda *arguments: tuple(two_layers(*arguments)[k] for k in (0, 2, 1))],
        ),
        "upstream-destroyed": (("lora",), [twice]),
        "input-destroyed": (("lora",), [emptied]),
        "weights-destroyed": (("lora",), [merged]),
    },
    pairs={},
)

# tied_head_gradient


def one_hot(grad_scores, hidden, grad_x, tokens):
    looked_up = np.eye(grad_scores.shape[1])[tokens]
    return grad_scores.T @ hidden + looked_up.T @ grad_x


def in_a_loop(grad_scores, hidden, grad_x, tokens):
    gradient = grad_scores.T @ hidden
    for row, word in zip(grad_x, tokens, strict=True):
        gradient[word] += row
    return gradient


def add_at(grad_scores, hidden, grad_x, tokens):
    gradient = np.dot(grad_scores.T, hidden)
    np.add.at(gradient, tokens, grad_x)
    return gradient


def word_by_word(grad_scores, hidden, grad_x, tokens):
    rows = []
    for word in range(grad_scores.shape[1]):
        rows.append(grad_scores[:, word] @ hidden + grad_x[tokens == word].sum(axis=0))
    return np.array(rows)


def _spoilt(name):
    def tied_head_gradient(grad_scores, hidden, grad_x, tokens):
        gradient = in_a_loop(grad_scores, hidden, grad_x, tokens)
        {"scores": grad_scores, "hidden": hidden, "x": grad_x}[name][...] = 0
        return gradient

    return tied_head_gradient


TIED = Function(
    checks={"tied": checks.tied},
    wrong=checks.HEAD.wrong,
    right={
        "one-hot rows": one_hot,
        "a loop": in_a_loop,
        "np.add.at": add_at,
        "word by word": word_by_word,
        "einsum": lambda s, h, g, t: np.einsum("nv,nd->vd", s, h) + one_hot(0 * s, h, g, t),
        "bincount": lambda s, h, g, t: (
            s.T @ h
            + np.stack([np.bincount(t, g[:, d], s.shape[1]) for d in range(g.shape[1])], axis=1)
        ),
        "two arrays": lambda s, h, g, t: np.add(s.T @ h, in_a_loop(0 * s, h, g, t)),
        "lookup first": lambda s, h, g, t: in_a_loop(0 * s, h, g, t) + s.T @ h,
    },
    mistakes={
        "tied-gradient-once": (
            ("tied",),
            [
                lambda s, h, g, t: np.einsum("nv,nd->vd", s, h),
                lambda s, h, g, t: np.eye(s.shape[1])[t].T @ g,
            ],
        ),
        "repeated-word-once": (
            ("tied",),
            [lambda s, h, g, t: _indexed(s, h, g, t)],
        ),
        "upstream-destroyed": (("tied",), [_spoilt("scores"), _spoilt("x")]),
        "input-destroyed": (("tied",), [_spoilt("hidden")]),
    },
    pairs={},
)


def _indexed(s, h, g, t):
    gradient = np.dot(s.T, h)
    gradient[t] = gradient[t] + g
    return gradient


# training_memory


def counted(n, in_features, out_features, rank):
    parameters = in_features * out_features + out_features
    if rank is None:
        return 2 * parameters, 2 * parameters, 12 * parameters, 2 * n * in_features
    small = rank * in_features + out_features * rank
    return 2 * (parameters + small), 2 * small, 12 * small, 2 * n * (in_features + rank)


def with_sizes(n, D, M, rank):
    frozen = 0 if rank is None else D * M + M
    trained = D * M + M if rank is None else rank * (D + M)
    kept = n * D + (0 if rank is None else n * rank)
    return (frozen + trained) * 2, trained * 2, trained * (4 + 4 + 4), kept * 2


def with_arrays(n, D, M, rank):
    half = np.dtype(np.float16).itemsize
    trained = [(M, D), (M,)] if rank is None else [(rank, D), (M, rank)]
    frozen = [] if rank is None else [(M, D), (M,)]
    inputs = [(n, D)] if rank is None else [(n, D), (n, rank)]
    numbers = [sum(map(np.prod, shapes)) for shapes in (trained + frozen, trained, inputs)]
    return half * numbers[0], half * numbers[1], 12 * numbers[1], half * numbers[2]


def _with_part(place, change):
    def training_memory(n, D, M, rank):
        parts = list(counted(n, D, M, rank))
        parts[place] = change(parts[place], n, D, M, rank)
        return tuple(parts)

    return training_memory


def _everything_trained(n, D, M, rank):
    weights, _, _, inputs = counted(n, D, M, rank)
    return weights, weights, 6 * weights, inputs


def _biases_trained(n, D, M, rank):
    weights, gradients, optimizer, inputs = counted(n, D, M, rank)
    biases = 0 if rank is None else M
    return weights, gradients + 2 * biases, optimizer + 12 * biases, inputs


def _no_biases(n, D, M, rank):
    frozen = 0 if rank is None else D * M
    trained = D * M if rank is None else rank * (D + M)
    return 2 * (frozen + trained), 2 * trained, 12 * trained, counted(n, D, M, rank)[3]


MEMORY = Function(
    checks={"memory": checks.memory},
    wrong=checks.MEMORY.wrong,
    right={
        "two cases": counted,
        "sizes first": with_sizes,
        "shapes of arrays": with_arrays,
        "a list": lambda *sizes: list(counted(*sizes)),
        "an array": lambda *sizes: tuple(np.array(counted(*sizes))),
        "floats": lambda *sizes: tuple(map(float, counted(*sizes))),
        "from the total": lambda n, D, M, rank: (
            *counted(n, D, M, rank)[:3],
            2 * n * D + 2 * n * (rank or 0),
        ),
        "six times": lambda n, D, M, rank: (
            counted(n, D, M, rank)[0],
            counted(n, D, M, rank)[1],
            6 * counted(n, D, M, rank)[1],
            counted(n, D, M, rank)[3],
        ),
    },
    mistakes={
        "optimizer-uncounted": (("memory",), [_with_part(2, lambda *_: 0)]),
        "master-uncounted": (("memory",), [_with_part(2, lambda bytes_, *_: 8 * bytes_ // 12)]),
        "biases-uncounted": (("memory",), [_no_biases]),
        "frozen-weights-trained": (("memory",), [_everything_trained, _biases_trained]),
        "middle-uncounted": (("memory",), [_with_part(3, lambda _, n, D, *rest: 2 * n * D)]),
        "numbers-for-bytes": (
            ("memory",),
            [lambda *s: tuple(v // k for v, k in zip(counted(*s), (2, 2, 4, 2), strict=True))],
        ),
    },
    pairs={},
)

EXERCISE = Exercise(
    chapter="13-transformer",
    functions={
        "linear_tokens": TOKENS,
        "lora_backward": LORA,
        "tied_head_gradient": TIED,
        "training_memory": MEMORY,
    },
    by_answer=frozenset(
        {"qkv-rows-interleaved", "forward-only", "multiplications-only", "biases-uncounted"}
    ),
)

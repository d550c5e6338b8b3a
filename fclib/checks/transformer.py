"""Checks of exercise 13: the layer in a transformer."""

import numpy as np

from fclib import transformer as reference
from fclib.architectures import GPT2_SMALL, FullyConnected
from fclib.checks.engine.answers import not_right, real, rows, told
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.subject import Subject, draw
from fclib.checks.engine.words import count, number
from fclib.checks.wrong.transformer import WRONG

__all__ = ["at_hand_in", "by_hand", "gpt2", "key_row", "lora", "memory", "merged", "tied", "tokens"]

WIDTH, BLOCKS, HEADS = 768, 12, 12
TOKENS = 8192
RANK = 8
# W, A, B and alpha of the update that is merged by hand.
MERGED = (
    np.array([[1.0, 2.0], [5.0, 3.0]]),
    np.array([[1.0, -1.0], [0.0, 2.0]]),
    np.array([[2.0, 0.0], [1.0, 1.0]]),
    6.0,
)


def _of_tokens(x, W, b):
    return f"for x of shape {x.shape} and {count(len(W), 'output')}"


def _of_update(grad_y, x, W, A, B, alpha):
    n, inputs = x.shape
    return (
        f"for {count(n, 'sample')}, {count(inputs, 'input')}, {count(len(W), 'output')} "
        f"and rank {len(A)}"
    )


def _of_head(grad_scores, hidden, grad_x, tokens):
    return f"for tokens {tokens.tolist()} of {count(grad_scores.shape[1], 'word')}"


def _of_memory(n, in_features, out_features, rank):
    rest = "" if rank is None else f" and rank {rank}"
    return f"for {count(n, 'token')}, {in_features} → {out_features}{rest}"


def _token_case(rng, shape, outputs):
    return draw(rng, *shape), draw(rng, outputs, shape[-1]), draw(rng, outputs)


def _update_cases(rng):
    sizes = [(4, 3, 5, 2, 4.0), (3, 4, 3, 2, 1.0), (1, 3, 2, 1, 3.0), (3, 3, 3, 3, 0.5)]
    sizes += [(2, 5, 4, 4, 8.0), (1, 4, 3, 2, 2.0), (3, 2, 4, 1, 2.0)]
    for n, D, M, r, alpha in sizes:
        shapes = [(n, M), (n, D), (M, D), (r, D), (M, r)]
        yield (*(draw(rng, *shape) for shape in shapes), alpha)


def _head_cases(rng):
    for n, words, D, T in [(3, 5, 2, 4), (2, 4, 3, 3), (4, 4, 4, 5), (1, 3, 2, 2), (2, 4, 1, 3)]:
        text = rng.integers(0, words, T)
        text[-1] = text[0]  # one word comes twice at least
        yield draw(rng, n, words), draw(rng, n, D), draw(rng, T, D), text


def _bytes(n, in_features, out_features, rank):
    """Return what the parts of training's memory add up."""
    weights, biases = in_features * out_features, out_features
    small = 0 if rank is None else rank * (in_features + out_features)
    whole = (weights, biases) if rank is None else (0, 0)
    names = ("weights", "biases", "small updates")
    of = {
        "weights": (weights, biases, small),
        "gradients": (*whole, small),
        "optimizer": (*whole, small),
    }
    each = {"weights": 2, "gradients": 2, "optimizer": 12}
    terms = {
        result: {name: each[result] * value for name, value in zip(names, values, strict=True)}
        for result, values in of.items()
    }
    terms["inputs"] = {"inputs": 2 * n * in_features, "inputs of B": 2 * n * (rank or 0)}
    return terms


LAYER = Subject(
    name="linear_tokens",
    arguments=("x", "W", "b"),
    results=("y",),
    reference=reference.linear_tokens,
    wrong=WRONG["linear_tokens"],
    sizes=_of_tokens,
    destroyed={"x": "input-destroyed", "W": "weights-destroyed", "b": "weights-destroyed"},
    lengths=lambda x, W, b: {"inputs": x.shape[-1], "outputs": len(W)},
    trial=[
        _token_case(np.random.default_rng(1), shape, outputs)
        for shape, outputs in [((2, 3, 4), 3), ((3, 2, 2), 2), ((1, 4, 3), 4), ((3, 3, 3), 3)]
    ],
)
UPDATE = Subject(
    name="lora_backward",
    arguments=("grad_y", "x", "W", "A", "B", "alpha"),
    results=("grad_x", "grad_A", "grad_B"),
    reference=reference.lora_backward,
    wrong=WRONG["lora_backward"],
    sizes=_of_update,
    destroyed={
        "grad_y": "upstream-destroyed",
        "x": "input-destroyed",
        **dict.fromkeys("WAB", "weights-destroyed"),
    },
    lengths=lambda grad_y, x, W, A, B, alpha: {
        "samples": len(x),
        "inputs": x.shape[1],
        "outputs": len(W),
        "rows of A": len(A),
    },
    trial=list(_update_cases(np.random.default_rng(1))),
)
HEAD = Subject(
    name="tied_head_gradient",
    arguments=("grad_scores", "hidden", "grad_x", "tokens"),
    results=("grad_E",),
    reference=reference.tied_head_gradient,
    wrong=WRONG["tied_head_gradient"],
    sizes=_of_head,
    destroyed={
        "grad_scores": "upstream-destroyed",
        "grad_x": "upstream-destroyed",
        "hidden": "input-destroyed",
    },
    lengths=lambda grad_scores, hidden, grad_x, tokens: {
        "samples": len(hidden),
        "words": grad_scores.shape[1],
        "tokens": len(tokens),
    },
    trial=list(_head_cases(np.random.default_rng(1))),
)
MEMORY = Subject(
    name="training_memory",
    arguments=("n", "in_features", "out_features", "rank"),
    results=("weights", "gradients", "optimizer", "inputs"),
    reference=reference.training_memory,
    wrong=WRONG["training_memory"],
    sizes=_of_memory,
    destroyed={},
    lengths=lambda n, in_features, out_features, rank: {
        "tokens": n,
        "inputs": in_features,
        "outputs": out_features,
    },
    terms=_bytes,
    exact=True,
)


def by_hand(block_parameters, training_flops, lora_parameters):
    """Check a block's parameters, the FLOPs of training it, and the size of a small update."""
    block = _connected()[: len(_connected()) // BLOCKS]
    parameters = sum(layer.parameters for layer in block)
    got = real(block_parameters, "block_parameters")
    if got != parameters:
        without = sum(layer.in_features * layer.out_features for layer in block)
        found = {without: "biases-uncounted"}.get(got)
        seen = f"block_parameters = {number(got)}"
        if found:
            fail(f"{seen} is not right", found)
        known = [("those are of all twelve blocks", BLOCKS * parameters)]
        known += [
            (
                f"that is without one of the four layers, {layer.out_features} outputs",
                parameters - layer.parameters,
            )
            for layer in block
        ]
        ask = "Add weights and biases of the four layers."
        not_right(seen, got, parameters, ask, known)
    weights = sum(layer.in_features * layer.out_features for layer in block)
    got, want = real(training_flops, "training_flops"), 6 * weights * 1_000_000
    if not np.isclose(got, want, rtol=2e-3):  # whether the biases are counted or not
        known = {want / 3: "forward-only", want / 6: "multiplications-only"}
        found = next(
            (id_ for value, id_ in known.items() if np.isclose(got, value, rtol=2e-3)), None
        )
        seen = f"training_flops = {number(got)}"
        if found:
            fail(f"{seen} is not right", found)
        known = {"that is the way back alone": want * 2 / 3}
        ask = "How many FLOPs does a weight take for each token, forward and backward?"
        not_right(seen, got, want, ask, known.items())
    got = real(lora_parameters, "lora_parameters")
    if got != RANK * (WIDTH + 3 * WIDTH):
        known = {
            "that is A alone": RANK * WIDTH,
            "that is B alone": RANK * 3 * WIDTH,
            "that is the whole matrix": 3 * WIDTH * WIDTH,
        }
        ask = "A has the layer's inputs as columns, B its outputs as rows, and both have the rank "
        ask += "as their other size."
        want = RANK * (WIDTH + 3 * WIDTH)
        not_right(f"lora_parameters = {number(got)}", got, want, ask, known.items())
    print("by hand: the parameters, the FLOPs and the size of the update are right.")


def key_row(row):
    """Check which row of the stacked weights makes the sixth key."""
    got, want = real(row, "key_row"), WIDTH + 5
    if got != want:
        head = WIDTH // HEADS
        interleaved = {3 * 5 + 1, head + 5}
        found = "qkv-rows-interleaved" if got in interleaved else None
        seen = f"key_row = {number(got)} is not right"
        ask = f": first come {WIDTH} rows for the queries. Which row, from 0, begins the keys?"
        fail(seen if found else seen + ask, found)
    print("key_row: right.")


def tokens(linear_tokens, seed=1):
    """Check texts of several tokens, one text, one token, and arrays with more axes."""
    rng = np.random.default_rng(seed)
    drawn = tuple(rng.integers(2, 5, 2).tolist())
    shapes = [(2, 3, 4), (3, 2, 2), (1, 4, 3), (2, 1, 3), (4, 4, 4), (5, 3), (2, 2, 3, 2)]
    shapes += [(*drawn, 3)]
    cases = []
    for place, shape in enumerate(shapes):
        cases.append(_token_case(rng, shape, (3, 2, 4, 3, 4, 2, 5, 2)[place]))
    compare(LAYER, linear_tokens, [*cases, *kinds(rng, cases[0])])
    leaves_arguments(LAYER, linear_tokens, cases[:1])
    print(f"linear_tokens: right for {len(shapes)} shapes, each token a sample.")


def lora(lora_backward, seed=2):
    """Check updates of several sizes and ranks."""
    cases = list(_update_cases(np.random.default_rng(seed)))
    compare(UPDATE, lora_backward, cases)
    leaves_arguments(UPDATE, lora_backward, cases[:1])
    print(f"lora_backward: right for updates of {len(cases)} sizes and ranks.")


def merged(weights):
    """Check the weights into which a small update was merged by hand."""
    got = rows(weights, "merged_by_hand", "two rows of two numbers")
    W, A, B, alpha = MERGED
    if got.shape != W.shape:
        fail(f"merged_by_hand has the shape {got.shape}, expected {W.shape}: that of W.")
    scale = alpha / len(A)
    want = W + scale * B @ A
    if (got != want).any():
        named = {"alpha-not-over-r": alpha, "update-unscaled": 1.0}
        found = next((id_ for id_, s in named.items() if (got == W + s * B @ A).all()), None)
        seen = "merged_by_hand is not right"
        if found:
            fail(seen, found)
        known = {
            "that is the update alone, without W": scale * B @ A,
            "there A and B stand in the other order": W + scale * A @ B,
            "there the update is subtracted": W - scale * B @ A,
            "there A and B are multiplied entry by entry": W + scale * B * A,
        }
        why = next((f": {words}." for words, those in known.items() if (got == those).all()), "")
        why = why or told(got, want) + "."
        fail(f"{seen}{why}\nWhich matrix is added to W in the forward pass?")
    print("merged: right. The layer is as fast as before it was trained.")


def tied(tied_head_gradient, seed=3):
    """Check a table that is used twice, with words that come twice."""
    rng = np.random.default_rng(seed)
    cases = list(_head_cases(rng))
    compare(HEAD, tied_head_gradient, [*cases, *kinds(rng, cases[0])])
    leaves_arguments(HEAD, tied_head_gradient, cases[:1])
    print("tied_head_gradient: adds the gradients of both uses, and of each place of a word.")


def memory(training_memory, seed=4):
    """Check what training keeps, of whole layers and of small updates."""
    rng = np.random.default_rng(seed)
    sizes = [(10, 6, 4), (1, 3, 5), (8192, 768, 3072), tuple(rng.integers(2, 500, 3).tolist())]
    cases = [(*size, None) for size in sizes] + [(*size, 2) for size in sizes]
    compare(MEMORY, training_memory, cases)
    print("training_memory: right for whole layers and for small updates.")


def gpt2(full, small):
    """Check the bytes of GPT-2 small's layers in training, whole and with updates of rank 8."""
    for name, given, rank in (("full_bytes", full, None), ("lora_bytes", small, RANK)):
        got = real(given, name)
        want = sum(
            reference.training_memory(TOKENS, layer.in_features, layer.out_features, rank).total
            for layer in _connected()
        )
        if got != want:
            if got * BLOCKS == want:
                fail(f"{name} = {number(got)} is that of one block: GPT-2 small has {BLOCKS}.")
            fail(
                f"{name} = {number(got)} is not right: add up all four parts of training_memory,\n"
                f"for each of the four layers of each of the {BLOCKS} blocks."
            )
    print("gpt2: right. The inputs that are kept are most of what the small updates need.")


def _connected():
    """Return GPT-2 small's fully connected layers, block by block."""
    return [layer for layer in GPT2_SMALL if isinstance(layer, FullyConnected)]


at_hand_in = hand_in(LAYER, UPDATE, HEAD, training_memory=lambda: (10, 4, 3, None))

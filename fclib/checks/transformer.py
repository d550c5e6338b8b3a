"""Checks of exercise 13: the layer in a transformer."""

from collections.abc import Iterator, Sequence

import numpy as np

from fclib import transformer as reference
from fclib.checks._sizes import AXES, LEAVES
from fclib.checks._transformer_by_hand import by_hand, gpt2, key_row, merged
from fclib.checks.engine.compare import compare, leaves_arguments
from fclib.checks.engine.drawing import one_of
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.kinds import kinds
from fclib.checks.engine.row import row
from fclib.checks.engine.subject import Case, Function, Subject, draw
from fclib.checks.engine.words import count
from fclib.checks.wrong.transformer import WRONG

__all__ = ["at_hand_in", "by_hand", "gpt2", "key_row", "lora", "memory", "merged", "tied", "tokens"]

TEXTS = [((2, 3, 4), 3), ((3, 2, 2), 2), ((1, 4, 3), 4), ((2, 1, 3), 3), ((4, 4, 4), 4)]
"""Shapes of texts of tokens, and how many outputs a layer has for them."""
OTHERS = [((5, 3), 2), ((2, 2, 3, 2), 5)]
"""Shapes with other axes before the features."""
UPDATES = [(4, 3, 5, 2), (3, 4, 3, 2), (1, 3, 2, 1), (3, 3, 3, 3), (2, 5, 4, 4), (1, 4, 3, 2)]
UPDATES += [(3, 2, 4, 1)]
"""(N, D, M) of layers, and the rank of their updates."""


def _token_case(rng: np.random.Generator, shape: Sequence[int], outputs: int) -> Case:
    return draw(rng, *shape), draw(rng, outputs, shape[-1]), draw(rng, outputs)


def _head_cases(rng: np.random.Generator) -> Iterator[Case]:
    for n, words, D, T in [(3, 5, 2, 4), (2, 4, 3, 3), (4, 4, 4, 5), (1, 3, 2, 2), (2, 4, 1, 3)]:
        text = rng.integers(0, words, T)
        text[-1] = text[0]  # one word comes twice at least
        yield draw(rng, n, words), draw(rng, n, D), draw(rng, T, D), text


def _single_words(rng: np.random.Generator) -> Iterator[Case]:
    """Draw texts in which no word comes twice: where only repetitions go wrong, these are right."""
    for n, words, D in [(3, 5, 2), (2, 4, 3), (2, 3, 4)]:
        yield draw(rng, n, words), draw(rng, n, D), draw(rng, words - 1, D), np.arange(1, words)


def _bytes(n: int, D: int, M: int, rank: int | None) -> dict[str, dict[str, float]]:
    """Return what the parts of training's memory add up."""
    weights, biases = D * M, M
    small = 0 if rank is None else rank * (D + M)
    whole = (weights, biases) if rank is None else (0, 0)
    names = ("weights", "biases", "small updates")
    of = {
        "weights": (weights, biases, small),
        "gradients": (*whole, small),
        "optimizer": (*whole, small),
    }
    each = {"weights": 2, "gradients": 2, "optimizer": 12}
    terms = {
        result: {
            name: float(each[result] * value) for name, value in zip(names, values, strict=True)
        }
        for result, values in of.items()
    }
    terms["inputs"] = {"inputs": 2 * n * D, "inputs of B": 2 * n * (rank or 0)}
    return terms


LAYER = Subject(
    name="linear_tokens",
    arguments=("x", "W", "b"),
    results=("y",),
    reference=reference.linear_tokens,
    wrong=WRONG["linear_tokens"],
    sizes=lambda x, W, b: f"for x of shape {x.shape} and {count(len(W), 'output')}",
    destroyed=LEAVES,
    lengths=lambda x, W, b: {"inputs": x.shape[-1], "outputs": len(W)},
    trial=[
        _token_case(np.random.default_rng(1), shape, outputs)
        for shape, outputs in [*TEXTS[:3], ((3, 3, 3), 3)]
    ],
    along={"y": ("text", "token", "output"), "x": ("text", "token", "feature")},
)
UPDATE = row(
    "lora_backward",
    "grad_y (n,m), x (n,d), W (m,d), A (r,d), B (m,r), alpha () "
    "-> grad_x (n,d), grad_A (r,d), grad_B (m,r)",
    AXES | {"r": "row of A"},
    reference.lora_backward,
    WRONG["lora_backward"],
    leaves=LEAVES,
    draws={"alpha": one_of(4.0, 1.0, 3.0, 0.5, 8.0)},
    tried=UPDATES,
)
HEAD = Subject(
    name="tied_head_gradient",
    arguments=("grad_scores", "hidden", "grad_x", "tokens"),
    results=("grad_E",),
    reference=reference.tied_head_gradient,
    wrong=WRONG["tied_head_gradient"],
    sizes=lambda grad_scores, hidden, grad_x, tokens: (
        f"for tokens {tokens.tolist()} of {count(grad_scores.shape[1], 'word')}"
    ),
    destroyed=LEAVES,
    lengths=lambda grad_scores, hidden, grad_x, tokens: {
        "samples": len(hidden),
        "words": grad_scores.shape[1],
        "tokens": len(tokens),
        "words that come again": len(tokens) - len(set(tokens.tolist())),
    },
    trial=[*_head_cases(np.random.default_rng(1)), *_single_words(np.random.default_rng(2))],
)
MEMORY = row(
    "training_memory",
    "n (), in_features (), out_features (), rank () "
    "-> weights (), gradients (), optimizer (), inputs ()",
    {"n": "token", "in_features": "input", "out_features": "output"},
    reference.training_memory,
    WRONG["training_memory"],
    leaves={},
    terms=_bytes,
    trial=[(3, 5, 2, None), (7, 4, 3, 2), (2, 3, 6, 1)],
)


def tokens(linear_tokens: Function, seed: int = 1) -> None:
    """Check texts of several tokens, one text, one token, and arrays with more axes."""
    rng = np.random.default_rng(seed)
    drawn = (*rng.integers(2, 5, 2).tolist(), 3)
    texts = [_token_case(rng, *one) for one in [*TEXTS, (drawn, 2)]]
    compare(LAYER, linear_tokens, [*texts, *kinds(rng, texts[0])])
    others = [_token_case(rng, *one) for one in OTHERS]
    compare(LAYER, linear_tokens, others)
    leaves_arguments(LAYER, linear_tokens, texts[:1])
    print(f"linear_tokens: right for {len(texts + others)} shapes, each token a sample.")


def lora(lora_backward: Function, seed: int = 2) -> None:
    """Check updates of several sizes and ranks."""
    cases = UPDATE.signature.of_sizes(np.random.default_rng(seed), UPDATES)
    compare(UPDATE, lora_backward, cases)
    leaves_arguments(UPDATE, lora_backward, cases[:1])
    print(f"lora_backward: right for updates of {len(cases)} sizes and ranks.")


def tied(tied_head_gradient: Function, seed: int = 3) -> None:
    """Check a table that is used twice, with words that come twice."""
    rng = np.random.default_rng(seed)
    cases = list(_head_cases(rng))
    compare(HEAD, tied_head_gradient, [*cases, *kinds(rng, cases[0])])
    leaves_arguments(HEAD, tied_head_gradient, cases[:1])
    print("tied_head_gradient: adds the gradients of both uses, and of each place of a word.")


def memory(training_memory: Function, seed: int = 4) -> None:
    """Check what training keeps, of whole layers and of small updates."""
    rng = np.random.default_rng(seed)
    sizes = [(10, 6, 4), (1, 3, 5), (8192, 768, 3072), tuple(rng.integers(2, 500, 3).tolist())]
    cases = [(*size, None) for size in sizes] + [(*size, 2) for size in sizes]
    compare(MEMORY, training_memory, cases)
    print("training_memory: right for whole layers and for small updates.")


at_hand_in = hand_in(LAYER, UPDATE, HEAD, MEMORY)

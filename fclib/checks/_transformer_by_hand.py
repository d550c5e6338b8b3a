"""Checks of the numbers that exercise 13 asks for: a block's counts, a merged update, GPT-2."""

from typing import Any

import numpy as np

from fclib import transformer as reference
from fclib.architectures import GPT2_SMALL, FullyConnected
from fclib.checks.engine.answers import first_wrong, not_right, require_number, rows
from fclib.checks.engine.failing import fail

WIDTH, BLOCKS, HEADS = 768, 12, 12
TOKENS, TRAINED_ON = 8192, 1_000_000
RANK = 8
# W, A, B and alpha of the update that is merged by hand.
MERGED = (
    np.array([[1.0, 2.0], [5.0, 3.0]]),
    np.array([[1.0, -1.0], [0.0, 2.0]]),
    np.array([[2.0, 0.0], [1.0, 1.0]]),
    6.0,
)


def by_hand(block_parameters: Any, training_flops: Any, lora_parameters: Any) -> None:
    """Check a block's parameters, the FLOPs of training it, and the size of a small update."""
    block = _connected()[: len(_connected()) // BLOCKS]
    parameters = sum(layer.parameters for layer in block)
    weights = sum(layer.in_features * layer.out_features for layer in block)
    known: dict[str, float] = {
        f"that is without one of the four layers, {layer.in_features} → {layer.out_features}": (
            parameters - layer.parameters
        )
        for layer in block
    }
    known["those are of all twelve blocks"] = BLOCKS * parameters
    known["a bias belongs to an output, not to an input"] = weights + sum(
        layer.in_features for layer in block
    )
    ask, named = "Add weights and biases of the four layers.", {"biases-uncounted": 1.0 * weights}
    require_number(block_parameters, "block_parameters", parameters, ask, known, named)
    want = 6 * weights * TRAINED_ON
    ask = "How many FLOPs does a weight take for each token, forward and backward?"
    known = {"that is the way back alone": want * 2 / 3, "that is for one token": want / TRAINED_ON}
    named = {"forward-only": want / 3, "multiplications-only": want / 6}
    # Whether the biases are counted or not.
    require_number(training_flops, "training_flops", want, ask, known, named, rtol=2e-3)
    first = block[0]
    known = {
        "that is A alone": RANK * first.in_features,
        "that is B alone": RANK * first.out_features,
        "that is the whole matrix": first.in_features * first.out_features,
        "that is the whole matrix, once for each of the rank": (
            RANK * first.in_features * first.out_features
        ),
        "that is with biases": RANK * (first.in_features + first.out_features) + first.out_features,
        "those are the updates of all four layers": sum(
            RANK * (layer.in_features + layer.out_features) for layer in block
        ),
    }
    ask = (
        "A has the layer's inputs as columns, B its outputs as rows, and both have the rank as "
        "their other size."
    )
    want = RANK * (first.in_features + first.out_features)
    require_number(lora_parameters, "lora_parameters", want, ask, known)
    print("by hand: the parameters, the FLOPs and the size of the update are right.")


def key_row(row: Any) -> None:
    """Check which row of the stacked weights makes the sixth key."""
    head, sixth = WIDTH // HEADS, 5
    known = {
        "that is of the queries": sixth,
        "that is of the values": 2 * WIDTH + sixth,
        "that is the seventh: from 0, the sixth is 5": WIDTH + sixth + 1,
        "that is the fifth": WIDTH + sixth - 1,
        "that is in the second head of the keys": WIDTH + head + sixth,
    }
    ask = f"First come {WIDTH} rows for the queries. Which row, from 0, begins the keys?"
    named = {"qkv-rows-interleaved": [3 * sixth + 1, head + sixth]}
    require_number(row, "key_row", WIDTH + sixth, ask, known, named)
    print("key_row: right.")


def merged(weights: Any) -> None:
    """Check the weights into which a small update was merged by hand."""
    name, (W, A, B, alpha) = "merged_by_hand", MERGED
    got = rows(weights, name, "two rows of two numbers")
    if got.shape != W.shape:
        fail(f"{name} has the shape {got.shape}, expected {W.shape}: that of W.")
    scale = alpha / len(A)
    want = W + scale * B @ A
    if (got != want).any():
        seen, *_ = first_wrong(name, got, want)
        named = {"alpha-not-over-r": alpha, "update-unscaled": 1.0}
        found = next((id_ for id_, s in named.items() if (got == W + s * B @ A).all()), None)
        if found:
            fail(seen, found)
        known = {
            "that is the update alone, without W": scale * B @ A,
            "that is the update alone, without W and its scale": B @ A,
            "there alpha is divided by the rank twice": W + alpha / len(A) ** 2 * B @ A,
            "there A and B stand in the other order": W + scale * A @ B,
            "there the update is subtracted": W - scale * B @ A,
            # B Aᵀ has the same numbers here.
            "there A is transposed, or A and B are multiplied entry by entry": W + scale * B * A,
            "there A and B are added": W + A + B,
        }
        ask = "Which matrix is added to W in the forward pass?"
        not_right(seen.removesuffix(" is not right"), got, want, ask, known.items())
    print("merged: right. The layer is as fast as before it was trained.")


def gpt2(full: Any, small: Any) -> None:
    """Check the bytes of GPT-2 small's layers in training, whole and with updates of rank 8."""
    for name, given, rank in (("full_bytes", full, None), ("lora_bytes", small, RANK)):
        want = _bytes(rank=rank)
        known = {
            "that is of one block: GPT-2 small has 12": want // BLOCKS,
            "that is of the first layer of each block alone": _bytes(rank=rank, layers=1),
            "that is for one token": _bytes(rank=rank, tokens=1),
            "that is without the inputs": _bytes(rank=rank, tokens=0),
            "there inputs and outputs are exchanged": _bytes(rank=rank, exchanged=True),
            "that is the other one of the two": _bytes(rank=None if rank else RANK),
        }
        ask = (
            "Add up all four parts of training_memory, for each of the four layers of each of the "
            f"{BLOCKS} blocks."
        )
        require_number(given, name, want, ask, known)
    print("gpt2: right. The inputs that are kept are most of what the small updates need.")


def _bytes(
    *,
    rank: int | None,
    tokens: int = TOKENS,
    layers: int = 4,
    exchanged: bool = False,
) -> int:
    """Return the bytes of all blocks, or of their first layers alone."""
    each = len(_connected()) // BLOCKS
    total = 0
    for place, layer in enumerate(_connected()):
        sizes = layer.in_features, layer.out_features
        if place % each < layers:
            total += sum(
                reference.training_memory(tokens, *(sizes[::-1] if exchanged else sizes), rank)
            )
    return total


def _connected() -> list[FullyConnected]:
    """Return GPT-2 small's fully connected layers, block by block."""
    return [layer for layer in GPT2_SMALL if isinstance(layer, FullyConnected)]

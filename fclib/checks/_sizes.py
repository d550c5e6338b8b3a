"""Sizes of layers that tell mistakes apart, and what lies along their axes."""

from fclib.checks.engine.subject import Case, Rng, Subject

AXES = {"n": "sample", "d": "input", "m": "output"}

LEAVES = {
    **dict.fromkeys(["x", "image", "hidden", "scores", "target", "heat"], "input-destroyed"),
    **dict.fromkeys(["W", "b", "kernel", "W1", "b1", "W2", "b2"], "weights-destroyed"),
    **dict.fromkeys(["A", "B", "W_master", "Q", "scale"], "weights-destroyed"),
    **dict.fromkeys(["grad_y", "grad_x", "grad_scores", "grad_W"], "upstream-destroyed"),
}
"""What it is called to change an argument."""

# (N, C, H, W) and M: with H = N, so that an input that is not flattened fits; and M = C·H·W.
IMAGES = [((2, 2, 3, 2), 3), ((3, 2, 3, 2), 4), ((2, 1, 2, 2), 4), ((1, 3, 2, 2), 2)]

# (D, M) of single samples.
SINGLE = [(3, 2), (2, 4), (3, 3), (1, 2), (4, 1)]


def single_samples(subject: Subject, rng: Rng) -> list[Case]:
    """Draw batches of one sample, for sizes equal and different, and for two that are drawn."""
    drawn = [tuple(rng.integers(2, 8, 2).tolist()) for _ in range(2)]
    return [subject.signature.case(rng, (1, *size)) for size in [*SINGLE, *drawn]]

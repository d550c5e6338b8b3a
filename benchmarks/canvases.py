"""How often chapter 9's detector is wrong about a window: ``python -m benchmarks.canvases``.

Writes ``book/figures/canvases.json``, from which the chapter takes its numbers.
"""

import json
from pathlib import Path

import numpy as np

from fclib import heat_map, relu, softmax
from fclib.data import digit_canvas, load_detector
from fclib.data.detector import split

OUTPUT = Path(__file__).parents[1] / "book" / "figures" / "canvases.json"
CANVASES, SURE, NEAR = 200, 0.9, 1  # NEAR: pixels that a window may lie off its digit
NO_DIGIT = 10


def main():
    """Write the file."""
    rng, (_, unseen) = np.random.default_rng(0), split()
    count = {"canvases": CANVASES, "windows": 0, "digits": 0, "misses": 0, "false alarms": 0}
    for _ in range(CANVASES):
        image, corners, digits = digit_canvas(rng=rng, choose_from=unseen)
        found = probabilities(image)
        best, sure = found.argmax(axis=0), found.max(axis=0) > SURE
        places = np.argwhere((best < NO_DIGIT) & sure)
        apart = np.abs(places[:, None] - corners).max(axis=2)
        right = (apart <= NEAR) & (best[tuple(places.T)][:, None] == digits)
        count["windows"] += best.size
        count["digits"] += len(digits)
        count["misses"] += int((best[tuple(corners.T)] != digits).sum())
        count["false alarms"] += int((~right.any(axis=1)).sum())
    OUTPUT.write_text(json.dumps(count, indent=1) + "\n", encoding="utf-8")
    print(count)


def probabilities(image):
    """Return the probability of each class at each place of the window."""
    W1, b1, W2, b2 = load_detector()
    hidden = relu(heat_map(image, W1, b1, (1, 8, 8)))
    scores = heat_map(hidden, W2, b2, (len(W1), 1, 1))
    return softmax(scores.reshape(len(W2), -1).T).T.reshape(scores.shape)


if __name__ == "__main__":
    main()

"""The checks of exercise 02 that take no function: numbers and shapes by hand, and digits."""

import numpy as np
import pytest

from fclib.checks import batch as checks
from tests.checks.exercise import message

BY_HAND = [[2.0, -4.0], [8.0, 3.0]]
SHAPES = {"x_flat": (16, 800), "W": (500, 800), "y": (16, 500)}
X, W, B, TARGET = checks.nearest_mean_layer()
SCORES = X @ W.T + B
READ = SCORES.argmax(axis=1)
RIGHT = float(np.mean(READ == TARGET))


def test_right_answers():
    assert message(checks.by_hand, BY_HAND) is None
    assert message(checks.shapes_by_hand, *SHAPES.values()) is None
    assert message(checks.digits, SCORES, READ, RIGHT) is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([2.0, -4.0], "y_by_hand is a single row, expected a list of two rows of two numbers."),
        (
            np.ones((2, 3)),
            "y_by_hand has the shape (2, 3), expected (2, 2): each row is one sample.",
        ),
        (np.transpose(BY_HAND), "y_by_hand has its rows and columns exchanged: each row is one"),
        ([[2, -4], [8, 4]], "Take the second row of X and the second of W, then the bias."),
    ],
)
def test_rows_by_hand(answer, words):
    assert words in message(checks.by_hand, answer)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("W", (800, 500), "(800, 500), the transpose. In this course a row belongs to an output."),
        ("y", (500, 16), "(500, 16), the transpose. In this course a row belongs to a sample."),
        ("x_flat", (16, 50), "(16, 50): how many numbers has one sample of 50×4×4?"),
        ("x_flat", (1, 12_800), "50×4×4? A batch has a row for each sample."),
        ("x_flat", (50, 800), "not right: which axis is the batch, and which is left?"),
        ("W", (16, 800), "not right: how many outputs has the layer, and how many weights has"),
    ],
)
def test_shapes_by_hand(name, answer, words):
    said = message(checks.shapes_by_hand, *(SHAPES | {name: answer}).values())
    assert said.startswith(f"{name}_shape is {answer}")
    assert words in said


@pytest.mark.parametrize(
    ("scores", "read", "words"),
    [
        (SCORES.T, READ, "scores has shape (10, 797), expected (797, 10): a row for each image."),
        (SCORES - B, READ, "they come without b"),
        ((X / 16) @ W.T + B, READ, "they are those of pixels divided by 16"),
        (SCORES, READ[:10], "digits_read has shape (10,), expected (797,): one digit for each"),
        (SCORES, READ + 1, "which of the ten scores[0] is the highest?"),
    ],
)
def test_digits(scores, read, words):
    assert words in message(checks.digits, scores, read, RIGHT)

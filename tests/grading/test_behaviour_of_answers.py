"""Answers that behave alike have one text, however they are written."""

import numpy as np
import pytest

from fclib.grading.sandbox.behaviour import ROOM, Behaviour


def text(*values):
    behaviour = Behaviour()
    for value in values:
        behaviour.gave(value)
    return behaviour.text()


ONE = np.array([[0.1 + 0.2, 1e-17], [8.0, -0.0]])
OTHER = np.array([[0.3, 0.0], [np.nextafter(8.0, 0), 0.0]])


def test_rounding_errors_make_no_difference():
    assert text(ONE) == text(OTHER)
    assert text(list(ONE[0])) == text(list(OTHER[0]))


@pytest.mark.parametrize(
    "other",
    [
        ONE * (1 + 1e-5),
        ONE.T,
        ONE.astype(int),
        ONE.tolist(),
        np.where(ONE == 8, np.nan, ONE),
        None,
        "text",
        [ONE, None],
        object(),
    ],
)
def test_what_checks_tell_apart_makes_one(other):
    assert text(other) != text(ONE)


def test_order_and_kind_of_errors_count_and_their_words_do_not():
    def raised(error):
        behaviour = Behaviour()
        behaviour.raised(error)
        return behaviour.text()

    own = type("Own", (ValueError,), {})
    assert raised(own("mine")) == raised(ValueError("theirs")) != raised(TypeError())
    assert text(1, 2) != text(2, 1)


def test_hostile_values_cost_little():
    assert text(1 << 10_000_000) == text((1 << 10_000_000) + 1)
    large = np.ones(ROOM + 5)
    other = large.copy()
    other[-1] = 2
    assert text(large) == text(other)
    assert text("\ud800", {"a": [1, [np.inf, -np.inf]]}, b"bytes")

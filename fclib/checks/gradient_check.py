"""Checks of exercise 06: numerical gradients, and a checker that is tried on planted mistakes."""

from typing import Any

import numpy as np

from fclib.checks import planted
from fclib.checks._checkers import PLAIN, clears, finds
from fclib.checks._numerical_gradient import NUMERICAL, differences, types
from fclib.checks.engine.answers import not_right, real
from fclib.checks.engine.comparing import agree
from fclib.checks.engine.failing import fail
from fclib.checks.engine.hand_in import hand_in
from fclib.checks.engine.running import require_answer
from fclib.checks.engine.words import kind_of, number, one_line

__all__ = ["at_hand_in", "by_hand", "clears", "colleagues", "differences", "finds", "types"]

BY_HAND: dict[str, dict[str, float]] = {
    "forward_estimate": {
        "that is the exact slope, and an estimate is asked for": 12,
        "that goes back from 2, not forward": 9.25,
        "that goes both ways from 2, and not only forward": 12.25,
        "that is the difference, and not yet divided by the step": 7.625,
        "that is the value at the end alone": 15.625,
        "that is for a step of 1": 19,
        "that is of the square, not of the cube": 4.5,
    },
    "central_estimate": {
        "its points are 2 and 3, and 2 is not in the middle": 19,
        "that is the mean of both values, not their difference": 9.5,
        "that is the slope at 2.5": 18.75,
    },
    "line_estimate": {
        "that is the value of the line, not its slope": 5,
        "a constant does not change with x, and was counted": 2,
    },
}
"""Other answers to the first question, by what they are."""


def by_hand(forward: Any, central: Any, slope: Any) -> None:
    """Check the two estimates of the slope of x³ at 2, and that of a straight line."""
    answers = {
        "forward_estimate": (forward, 15.25),
        "central_estimate": (central, 12.25),
        "line_estimate": (slope, 3),
    }
    multiplied = {"forward_estimate": 3.8125, "central_estimate": 3.0625, "line_estimate": 30_000}
    for name, (value, want) in answers.items():
        value = real(value, name)
        if agree(value, want):
            continue
        seen = f"{name} = {number(value)} is not right"
        if agree(value, 2 * want):
            fail(seen, "step-counted-once")
        if agree(value, -want):
            fail(seen, "sign")
        if agree(value, multiplied[name]):
            fail(f"{seen}. Divide by the step: this multiplies by it.")
        if name == "central_estimate" and value in (12, 15.25):
            fail(f"{seen}. Which two points lie one step from 2, one on either side?")
        ask = "Work out both values of f first, then divide by the distance."
        if name == "forward_estimate":
            ask += f" Yours says that they are {number(abs(value / 2))} apart."
        not_right(f"{name} = {number(value)}", value, want, ask, BY_HAND[name].items())
    print("by hand: all three estimates are right.")


def colleagues(verdicts: Any, cleared_though_wrong: Any) -> None:
    """Check the verdicts on the notebook's three layers, and which mistake no check can find."""
    require_answer(verdicts, "verdicts", "call is_correct on each of the three layers")
    if not isinstance(verdicts, list | tuple) or len(verdicts) != 3:
        fail("verdicts is not three verdicts: give a list, for layers A, B and C in this order.")
    for name, verdict, want in zip("ABC", verdicts, (True, False, True), strict=True):
        if not isinstance(verdict, bool | np.bool_):
            fail(f"the verdict on {name} is {kind_of(verdict)}, expected True or False.")
        if verdict != want:
            fail(f"the verdict on {name} is {bool(verdict)}. Does is_correct pass its cells above?")
    require_answer(cleared_though_wrong, "cleared_though_wrong", 'put "A", "B" or "C" there')
    if cleared_though_wrong != "C":
        letter = isinstance(cleared_though_wrong, str) and cleared_though_wrong in "AB"
        fail(
            f"cleared_though_wrong is {one_line(repr(cleared_though_wrong))}"
            f"{'' if letter else ', expected a capital letter'}: which layer's backward pass fits "
            "its own forward pass,\nand does not do what a fully connected layer on images does?"
        )
    print("colleagues: the verdicts are right, and so is the limit of every gradient check.")


at_hand_in = hand_in(NUMERICAL, is_correct=lambda: planted.right()[PLAIN])

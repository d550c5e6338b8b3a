"""Why points were lost: what the tests of one graded notebook say, and of which answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from fclib.grading.insights.graded import Graded
from fclib.grading.pages import catalogue

BY_PERSON = "by a person"
"""The group of points that a person gave where no test has spoken: why, that person knows."""


class GradedCell(NamedTuple):
    """A cell that has points; its place in the course."""

    assignment: str
    notebook: str
    cell: str


class Lost(NamedTuple):
    """Points that are missing in one test, as the gradebook has it."""

    test: GradedCell
    points: float
    is_by_person: bool


class Loss(NamedTuple):
    """Points that one student lost in one test, and why.

    Attributes
    ----------
    line : str
        The first line of what the test said.
    mistake : str or None
        The id of the known mistake.
    group : str
        Equal for answers that behave alike; empty where nothing was written, and `BY_PERSON`.
    answer, code : str
        The cell with the mistake, and what is written there.
    """

    student: str
    test: GradedCell
    lost: float
    line: str
    mistake: str | None
    group: str
    answer: str
    code: str


def of_notebook(
    student: str,
    graded: Graded,
    lost: Sequence[Lost],
    untouched: Collection[str],
    known: Mapping[str, Any],
) -> list[Loss]:
    """Return the losses of one student in one notebook.

    A test that calls two answers fails when either is wrong. So it is about the first of those
    that it needs whose own tests fail, and where that has a known mistake, the loss is due to it.
    """
    failed = [one.test.cell for one in lost]
    losses = [_loss(student, graded, one, failed, untouched, known) for one in lost]
    mistakes = {loss.answer: loss.mistake for loss in losses if loss.mistake is not None}
    return [
        loss._replace(mistake=mistakes.get(loss.answer))
        if loss.mistake is None
        and loss.group not in ("", BY_PERSON)
        and loss.answer != graded.tested(loss.test.cell)
        else loss
        for loss in losses
    ]


def _loss(
    student: str,
    graded: Graded,
    one: Lost,
    failed: Collection[str],
    untouched: Collection[str],
    known: Mapping[str, Any],
) -> Loss:
    line, behaviour = graded.said(one.test.cell)
    answer, code = graded.answer(one.test.cell, failed)
    mistake = catalogue.id_of(line, known)
    if one.is_by_person and not line:
        line, behaviour = "points given by a person", BY_PERSON
    elif not graded.is_there:
        line, behaviour = "the notebook was not handed in", ""
    elif mistake is None and {answer, graded.tested(one.test.cell)} & set(untouched):
        behaviour = ""
    elif not line:
        line = "a part of the points, without a message"
    return Loss(student, one.test, one.points, line, mistake, behaviour, answer, code)

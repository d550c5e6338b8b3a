"""What a cell that counts at hand-in shows before: no success while nothing is written."""

import importlib
import re
from pathlib import Path

import pytest

from fclib.checks import CheckFailed
from fclib.checks.engine.hand_in import hand_in
from tests.checks.described import SAME
from tests.checks.exercise import message
from tests.checks.test_functions import FUNCTIONS

SOURCES = sorted((Path(__file__).parents[2] / "solutions").glob("*/*.py"))


def cells(source):
    """Yield the exercise's checks and the name that a cell with hidden tests is about."""
    text = source.read_text(encoding="utf-8")
    module = re.search(r"from fclib\.checks import (\w+) as check", text)[1]
    checks = importlib.import_module(f"fclib.checks.{module}")
    for name, same in re.findall(
        r"^check\.at_hand_in\((\w+)=(\w+)\)\n### BEGIN HIDDEN", text, re.M
    ):
        assert name == same
        yield checks, name


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_cell_with_hidden_tests_says_that_it_counts(source):
    text = source.read_text(encoding="utf-8")
    assert text.count("### BEGIN HIDDEN TESTS") == len(list(cells(source)))
    assert "assert callable" not in text


class NotWritten:
    def __init__(self, W, b): ...

    def forward(self, x): ...

    def backward(self, grad_y): ...

    def zero_grad(self): ...


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_what_is_not_written_yet_shows_no_success(source):
    for checks, name in cells(source):
        empty = NotWritten if name == "Linear" else lambda *_: None
        assert "Is it written yet?" in message(checks.at_hand_in, **{name: empty})
        assert message(checks.at_hand_in, **{name: None})


def test_what_is_written_is_told_to_count_later(capsys):
    layer = FUNCTIONS["whole_layer.Linear"]
    checks = importlib.import_module("fclib.checks.whole_layer")
    checks.at_hand_in(Linear=next(iter(layer.right.values())))
    checks.at_hand_in(grad_b=lambda grad_y: grad_y.sum(axis=0))
    assert capsys.readouterr().out == (
        "Linear: this cell counts when you hand in, and tries other numbers then.\n"
        "grad_b: this cell counts when you hand in, and tries other numbers then.\n"
    )


@pytest.mark.parametrize("answers", [["double"], ["other"], ["double", "other"]])
def test_a_cell_counts_once_its_functions_can_be_called(answers, capsys):
    subject = SAME._replace(name="double", trial=[(2,), (3,)])
    check = hand_in(subject, other=lambda: (4, 5))
    tried = []
    check(**{name: lambda *case: tried.append(case) or 0 for name in answers})
    assert tried == [{"double": (2,), "other": (4, 5)}[name] for name in answers]
    counts = "{}: this cell counts when you hand in, and tries other numbers then.\n"
    assert capsys.readouterr().out == "".join(map(counts.format, answers))
    check(double=lambda x: {}[x])  # what is wrong with it is told at hand-in
    for answer, words in (
        (None, "is None, expected"),
        (lambda x: None, "returned None. Is it wri"),
    ):
        with pytest.raises(CheckFailed, match=f"^double {words}") as failed:
            check(double=answer)
        assert failed.value.public == str(failed.value)

"""How a message names things, and what it is made of."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from fclib.checks.engine import words
from fclib.checks.engine.failing import CheckFailed, Known, fail
from fclib.checks.engine.mistakes import learn, mistakes, words_of


class Named:
    """A kind whose name a student made."""


class X:
    """Another."""


class OwnError(KeyError):
    """An error whose name a student made."""


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "None"),
        ([1], "a list"),
        (1, "an int"),
        (..., "an ellipsis"),
        (Named(), "a Named"),
        (X(), "a X"),
        (np.ones(2), "an array"),
        (np.array(["x"]), "an array of strings"),
        (np.array([None]), "an array of objects"),
        (np.float64(1), "a float64"),
    ],
)
def test_a_value_is_called_by_its_kind(value, name):
    assert words.kind_of(value) == name
    told = "an object of another kind" if isinstance(value, Named | X) else name
    assert words.public_kind(value) == told


def test_an_error_is_called_by_the_builtin_one_that_it_comes_from():
    assert words.public_error(OwnError()) == "KeyError"
    assert words.public_error(ZeroDivisionError()) == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("how_many", "noun", "text"),
    [
        (1, "input", "1 input"),
        (0, "input", "0 inputs"),
        (1, "class", "1 class"),
        (3, "class", "3 classes"),
        (3, "row of image", "3 rows of image"),
        (2, "layer above input", "2 layers above input"),
    ],
)
def test_things_are_counted(how_many, noun, text):
    assert words.count(how_many, noun) == text


def test_places_are_counted_from_the_first():
    assert [*map(words.ordinal, range(4))] == ["first", "second", "third", "fourth"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (123456789, "123456789"),
        (1e15, "1e+15"),
        (-0.5, "−0.5"),
        (-0.0, "0"),
        (1 / 3, "0.333333"),
        (1.5e-9, "1.5e−09"),
        (10**400, "inf"),
        (np.nan, "nan"),
    ],
)
def test_a_number_is_written_as_a_student_would(value, text):
    assert words.number(value) == text


def test_text_of_a_student_is_cut_to_one_line():
    assert words.one_line("a\n  b") == "a b"
    assert words.one_line("x" * 60 + " " + "y" * 39) == "x" * 60 + " " + "y" * 39
    assert words.one_line("x" * 60 + " " + "y" * 40) == "x" * 60 + " …"
    assert words.one_line("one two three", 9) == "one two …"


def test_words_remember_a_missing_end_behind_others():
    text = words.after("z: ", words.Short("It comes without its last row.", "last"))
    assert (text, text.end) == ("z: it comes without its last row.", "last")


@pytest.fixture
def no_words_yet(monkeypatch):
    """Forget the mistakes of courses that other tests have learnt."""
    monkeypatch.setattr("fclib.checks.engine.mistakes._WORDS", {})


HABIT = SimpleNamespace(id="a-habit", hint="it is a habit.", reference="Chapter 3 says more.")
HIDDEN = "It is not right for this test's own numbers"


@pytest.mark.parametrize(
    ("arguments", "text", "public"),
    [
        (("y is 3.",), "y is 3.", f"{HIDDEN}."),
        (("y is 3.", None, "y is wrong."), "y is 3.", "y is wrong."),
        (("y is 3", "a-slip"), "y is 3:\nthat was a slip.", f"{HIDDEN}:\nthat was a slip."),
        (
            ("y is 3", "a-habit", "y is wrong"),
            "y is 3:\nit is a habit.\nChapter 3 says more.",
            "y is wrong:\nit is a habit.\nChapter 3 says more.",
        ),
        (
            ("y is 3", Known("a-slip", "W is a number"), "y is wrong"),
            "y is 3; W is a number:\nthat was a slip.",
            "y is wrong; W is a number:\nthat was a slip.",
        ),
        (("y is 3", Known("a-slip")), "y is 3:\nthat was a slip.", f"{HIDDEN}:\nthat was a slip."),
    ],
)
@pytest.mark.usefixtures("no_words_yet")
def test_a_failure_says_what_was_seen_and_the_hint(arguments, text, public):
    mistakes({"a-slip | 2y | that was a slip.": []})
    learn([HABIT])
    with pytest.raises(CheckFailed) as failed:
        fail(*arguments)
    begin = f"[{arguments[1]}] " if arguments[1:] and arguments[1] else ""
    assert (str(failed.value), failed.value.public) == (begin + text, begin + public)
    assert failed.value._render_traceback_() == (begin + text).splitlines()
    assert CheckFailed("y is 3.").public == f"{HIDDEN}."


def first(x):
    return x


def second(x):
    return x


@pytest.mark.usefixtures("no_words_yet")
def test_rows_of_mistakes_come_together():
    habit = mistakes({"a-habit | 3y | it is one.": [first]})
    found = mistakes(
        {"a-slip": [first]}, habit, {"a-slip | 2y | that was a slip.": [second], "a-sign": []}
    )
    assert found == {"a-slip": [first, second], "a-habit": [first], "a-sign": []}
    slip, told, _ = found
    assert (slip.formula, slip.hint) == ("2y", "that was a slip.")
    assert (told.formula, words_of("a-habit").hint) == ("3y", "it is one.")
    assert words_of("a-slip").id == "a-slip"


def test_a_row_of_too_few_parts_is_refused():
    words = "'a-slip | 2y' has 2 parts, expected id | what it computes | hint"
    with pytest.raises(ValueError, match=re.escape(words)):
        mistakes({"a-slip | 2y": []})

"""What tests/mutants.toml explains is in the code."""

from tests.mutants import EXPLAINED, Explanations

MADE_UP = """
[[kind]]
old = "copy=False"
new = ["copy=True"]
[[kind]]
old = "copy=Perhaps"
new = ["copy=True"]
[[mutant]]
function = "fclib.checks.engine.words.number"
old = "value = as_float(value) + 0.0  # no minus before a zero"
new = "value = as_float(value) + 1.0  # no minus before a zero"
[[mutant]]
function = "fclib.checks.engine.words.number"
old = "value = as_float(value)"
new = "value = None"
[[mutant]]
function = "fclib.checks.engine.words.figure"
old = "return number(value)"
new = "return number(None)"
"""


def test_nothing_is_explained_that_is_not_there():
    assert not list(Explanations(EXPLAINED.read_text(encoding="utf-8")).stale())


def test_a_line_a_function_and_words_that_went_are_told():
    assert list(Explanations(MADE_UP).stale()) == [
        ("fclib.checks.engine.words.figure", "return number(value)"),
        ("fclib.checks.engine.words.number", "value = as_float(value)"),
        ("any function", "copy=Perhaps"),
    ]

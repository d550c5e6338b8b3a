"""What feedback pages leave out, cell by cell."""

import nbformat
import pytest

from fclib.checks import CheckFailed
from fclib.grading.feedback import HideHiddenTests

VISIBLE = "assert callable(f)"
HIDDEN = f"{VISIBLE}\n### BEGIN HIDDEN TESTS\ncheck.every_size(f, seed=1)\n### END HIDDEN TESTS"


def cell(source, error):
    """Return a test cell after grading, with the traceback that quotes all of it."""
    name = type(error).__name__
    quoted = [f"----> {number} {line}" for number, line in enumerate(source.splitlines(), 1)]
    output = nbformat.v4.new_output(
        "error", ename=name, evalue=str(error), traceback=[*quoted, f"{name}: {error}"]
    )
    metadata = {"nbgrader": {"grade": True, "grade_id": "test"}}
    return nbformat.v4.new_code_cell(source, outputs=[output], metadata=metadata)


def shown(cell):
    cell, _ = HideHiddenTests().preprocess_cell(cell, {}, 0)
    return cell.source, cell.outputs[0].traceback


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NameError("name 'f' is not defined"), ["NameError: name 'f' is not defined"]),
        (CheckFailed("[sign] f gave −1\nSee chapter 1."), ["[sign] f gave −1", "See chapter 1."]),
        (ValueError("two\nlines"), ["ValueError: this hidden test did not pass."]),
        (CheckFailed("f gave 1\nTry it with x = [1]"), ["f gave 1"]),
    ],
)
def test_cell_with_hidden_tests_keeps_only_a_checks_own_words_and_not_its_numbers(error, words):
    assert shown(cell(HIDDEN, error)) == (VISIBLE, words)


def test_cell_without_hidden_tests_keeps_its_traceback():
    before = cell(VISIBLE, NameError("name 'f' is not defined"))
    traceback = list(before.outputs[0].traceback)
    assert shown(before) == (VISIBLE, traceback)


def test_text_between_the_tests_is_left_alone():
    text = nbformat.v4.new_markdown_cell("### BEGIN HIDDEN TESTS is what marks them")
    kept, _ = HideHiddenTests().preprocess_cell(text.copy(), {}, 0)
    assert kept == text


def test_what_a_function_prints_under_hidden_tests_is_left_out():
    leaky = cell(HIDDEN, NameError("f"))
    leaky.outputs.insert(0, nbformat.v4.new_output("stream", name="stdout", text="x = [1, 2]"))
    kept, _ = HideHiddenTests().preprocess_cell(leaky, {}, 0)
    assert [output.output_type for output in kept.outputs] == ["error"]


def test_students_own_cell_with_the_marker_does_not_stop_the_page():
    own = nbformat.v4.new_code_cell("### BEGIN HIDDEN TESTS")
    kept, _ = HideHiddenTests().preprocess_cell(own.copy(), {}, 0)
    assert kept == own

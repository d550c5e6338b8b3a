"""Submissions brought back to the released shape, with all that the student wrote."""

import json

import nbformat
import pytest

from fclib.grading.authoring import exercises
from fclib.grading.steps.notebooks import parse_submission
from fclib.grading.steps.original import Original, OriginalCell
from fclib.grading.steps.restore import MOST_OF_PICTURES, restore
from tests import submissions

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@pytest.fixture(scope="module")
def original():
    """The target as the gradebook would have it."""
    nb = exercises.notebook(
        exercises.source_path(submissions.TARGET, submissions.NAME).read_text(encoding="utf-8")
    )
    cells = {}
    for cell in nb.cells:
        metadata = cell.metadata.get("nbgrader")
        if metadata:
            released = cell.source.split("### BEGIN HIDDEN TESTS")[0].strip()
            cells[metadata["grade_id"]] = OriginalCell(
                metadata["grade_id"],
                cell.cell_type,
                cell.source,
                released,
                metadata["locked"],
                {**metadata, "cell_type": cell.cell_type, "checksum": ""},
            )
    return Original("target", "target", cells, KERNEL, (), (), {}, None)


@pytest.fixture
def nb(original):
    """An untouched submission."""
    cells = []
    for cell in original.cells.values():
        new = nbformat.v4.new_code_cell(cell.released, id=cell.name.replace("_", "-"))
        new.metadata["nbgrader"] = dict(cell.nbgrader)
        cells.append(new)
    return nbformat.v4.new_notebook(cells=cells)


def notes(nb):
    return nb.metadata.fclib.notes


def names(nb):
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells]


def test_untouched_submission_gets_hidden_tests_back_and_no_notes(nb, original):
    restored = restore(nb, original)
    assert notes(restored) == []
    hidden = next(cell for cell in restored.cells if cell.id == "layer-hidden")
    assert "BEGIN HIDDEN TESTS" in hidden.source
    nbformat.validate(restored)


def test_answers_and_own_cells_stay_where_they_are(nb, original):
    nb.cells[1].source = "def double(x): return 5"
    nb.cells.insert(2, nbformat.v4.new_code_cell("print('mine')"))
    nb.cells.insert(0, nbformat.v4.new_markdown_cell("# Mine"))
    restored = restore(nb, original)
    assert [cell.source for cell in restored.cells[:4:2]] == ["# Mine", "def double(x): return 5"]
    assert restored.cells[3].source == "print('mine')"
    assert notes(restored) == []


def test_order_is_the_released_one_and_own_cells_move_along(nb, original):
    own = nbformat.v4.new_code_cell("print('after double')")
    moved = [nb.cells.pop(1), own]
    nb.cells += moved
    restored = restore(nb, original)
    assert [name for name in names(restored) if name] == list(original.cells)
    assert restored.cells[2].source == "print('after double')"
    assert any("moved" in note for note in notes(restored))


def test_missing_answer_comes_back_empty_so_that_it_replaces_nothing(nb, original):
    nb.cells[1].metadata = {}
    nb.cells[1].id = "somewhere-else"
    nb.cells[1].source = "def double(x): return 2 * x"
    restored = restore(nb, original)
    answer = next(cell for cell in restored.cells if cell.id == "double-answer")
    assert answer.source.startswith("#")
    assert "def double(x): return 2 * x" in [cell.source for cell in restored.cells]


def test_cells_are_known_by_their_id_where_a_program_dropped_the_metadata(nb, original):
    for cell in nb.cells:
        cell.metadata = {}
    restored = restore(nb, original)
    assert [name for name in names(restored) if name] == list(original.cells)
    assert notes(restored) == []


def test_hostile_metadata_do_not_survive(nb, original):
    nb.metadata |= {"title": "<script>", "widgets": {}, "kernelspec": {"name": "evil"}}
    nb.cells[2].metadata |= {"tags": ["skip-execution"], "jupyter": {"source_hidden": True}}
    restored = restore(nb, original)
    assert set(restored.metadata) == {"fclib", "kernelspec", "language_info"}
    assert restored.metadata.kernelspec.name == "python3"
    assert set(restored.cells[2].metadata) == {"nbgrader", "deletable", "editable"}
    assert any("tags" in note for note in notes(restored))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b'{"nbformat": 4, "cel', "it stops after 20 bytes"),
        (b"once upon a time", "JSONDecodeError"),
        (b"[]", "not a notebook"),
        (b"\xff\xfe", "UnicodeDecodeError"),
        (b'{"nbformat": 4, "cells": 3}', "no cells"),
        (b'{"nbformat": 9}', "could not be read"),
        (b'{"nbformat": 1e999}', "could not be read"),
        ("it is not an ordinary file", "not an ordinary file"),
    ],
)
def test_what_is_no_notebook_counts_as_empty(content, words, original):
    restored = restore(parse_submission(content), original)
    assert [name for name in names(restored) if name] == list(original.cells)
    assert words in notes(restored)[0]
    nbformat.validate(restored)


@pytest.mark.parametrize("minor", range(nbformat.v4.nbformat_minor + 1))
def test_every_minor_version_of_format_4_is_read(minor, nb, original):
    nb.cells[1].source = answer = "def double(x):\n    return 2 * x"
    old = json.loads(nbformat.writes(nb))
    old["nbformat_minor"] = minor
    for cell in old["cells"]:
        if minor < 5:
            del cell["id"]
    nbformat.validate(nbformat.from_dict(old), version=4, version_minor=minor)
    restored = restore(parse_submission(json.dumps(old).encode()), original)
    assert notes(restored) == []
    assert restored.cells[1].source == answer
    nbformat.validate(restored)


def test_what_is_too_long_is_left_out_and_the_rest_is_kept(nb, original):
    nb.cells[1].source = "#" * 2_000_000
    restored = restore(nb, original)
    assert restored.cells[1].source == "# This cell was left out: it had 2,000,000 characters."
    assert [name for name in names(restored) if name] == list(original.cells)


def test_answer_in_a_copied_cell_is_the_answer(nb, original):
    """A student who copied the cell and wrote into the copy has answered."""
    place = next(number for number, cell in enumerate(nb.cells) if not told(cell)["locked"])
    name = told(nb.cells[place])["grade_id"]
    copy = nbformat.from_dict(nb.cells[place])
    copy.source = "answered = True"
    nb.cells.insert(place + 1, copy)
    restored = restore(nb, original)
    answers = [cell.source for cell in restored.cells if told(cell).get("grade_id") == name]
    assert answers == ["answered = True"]
    assert notes(restored) == [f"a second cell {name} is treated as the student's own"]


def test_picture_attached_to_an_answer_is_kept(nb, original):
    number, cell = next(
        (number, cell) for number, cell in enumerate(nb.cells) if not told(cell)["locked"]
    )
    name = told(cell)["grade_id"]
    text = original.cells[name]._replace(cell_type="markdown")
    original = original._replace(cells={**original.cells, name: text})
    nb.cells[number] = nbformat.v4.new_markdown_cell(
        "![](attachment:a.png)", metadata=cell.metadata
    )
    nb.cells[number].attachments = {"a.png": {"image/png": "AAAA", "text/html": "<script>"}}
    kept = next(one for one in restore(nb, original).cells if told(one).get("grade_id") == name)
    assert kept.attachments == {"a.png": {"image/png": "AAAA"}}


def test_odd_and_too_many_pictures_are_left_out_and_the_rest_is_kept(nb, original):
    own = nbformat.v4.new_markdown_cell("text")
    large = "A" * (MOST_OF_PICTURES - 100)
    own.attachments = {
        "\udc00.png": {"image/png": "AAAA", "image/gif": "\udc00"},
        "a.png": {"image/png": large},
        "b.png": {"image/png": large},
    }
    nb.cells.append(own)
    restored = restore(nb, original)
    assert restored.cells[-1].attachments == {
        "?.png": {"image/png": "AAAA"},
        "a.png": {"image/png": large},
    }
    assert len(notes(restored)) == 1
    nbformat.writes(restored).encode()


def told(cell):
    return cell.metadata.get("nbgrader", {})

"""The sample class's answers to every assignment, graded: points and reasons, cell by cell."""

import importlib
import tomllib

import nbformat
import pytest
from nbgrader.api import Gradebook

from fclib.grading.cli import names
from tests.test_class import ROOT, errors, kind

pytestmark = pytest.mark.slow

grade = importlib.import_module("tests.class.grade")

EXPECTED = {
    (path.parent.name, student): outcome
    for path in sorted(grade.CLASS.glob("answers/*/expected.toml"))
    for student, outcome in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
every_submission = pytest.mark.parametrize(("name", "student"), EXPECTED)


@pytest.fixture
def course(sample_class):
    return sample_class


def test_every_assignment_has_a_right_and_a_wrong_submission():
    graded = {name for name, _ in EXPECTED}
    assert graded | {"01-neuron-to-layer"} == set(names(ROOT))
    for name in graded:
        points = [outcome["points"] for (of, _), outcome in EXPECTED.items() if of == name]
        assert max(points) == 20
        assert min(points) < 10


def test_every_answer_has_its_expectation():
    assert {(path.parent.name, path.stem) for path in grade.CLASS.glob("answers/*/*.py")} == set(
        EXPECTED
    )


@every_submission
def test_points_and_reasons_are_those_expected(course, name, student):
    expected = EXPECTED[name, student]
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        [notebook] = gradebook.find_submission(name, student).notebooks
        points = {grade.name: (grade.score, grade.max_score) for grade in notebook.grades}
    path = course / "autograded" / student / name / f"{name}.ipynb"
    reasons = {
        cell: kind(error) for cell, error in errors(nbformat.read(path, as_version=4)).items()
    }
    lost = {
        cell: [score, reasons.get(cell)]
        for cell, (score, maximum) in points.items()
        if score < maximum
    }
    assert lost == expected.get("lost", {})
    assert sum(score for score, _ in points.values()) == expected["points"]
    assert sum(maximum for _, maximum in points.values()) == 20


@every_submission
def test_nothing_of_an_honest_submission_is_taken_for_tampering(course, name, student):
    path = course / "autograded" / student / name / f"{name}.ipynb"
    assert nbformat.read(path, as_version=4).metadata.fclib.notes == []
    assert (course / "feedback" / student / name / f"{name}.html").is_file()

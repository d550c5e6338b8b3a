"""Another teacher's checks, in 80 lines: the engine does the rest."""

import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest

from tests.checks import second_subject
from tests.checks.exercise import message, named
from tests.grading.courses import command
from tests.grading.test_foreign import CONFIGURATION, cell, points

RIGHT = {
    "estimate": lambda people, films: np.einsum("pk,fk->pf", people, films),
    "squared_error": lambda ratings, people, films: ((people @ films.T - ratings) ** 2).sum(),
    "slope_of_people": lambda ratings, people, films: 2 * (people @ films.T - ratings) @ films,
}


def changes_people(people, films):
    people *= 2
    return people @ films.T / 2


def loops(people, films):
    table = np.zeros((len(people), len(films)))
    for p in range(len(people)):
        for f in range(len(films) - 1):
            table[p, f] = people[p] @ films[f]
    return table


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("seed", [1, 7, 11])
def test_right_answers_pass(name, seed):
    assert message(getattr(second_subject, name), RIGHT[name], seed=seed) is None


@pytest.mark.parametrize(
    ("name", "answer", "id_"),
    [
        ("estimate", lambda people, films: people @ films, "factors-untransposed"),
        ("estimate", changes_people, "argument-destroyed"),
        ("estimate", lambda films, people: people @ films.T, "arguments-swapped"),
        ("estimate", loops, "loop-misses-last"),
        ("slope_of_people", lambda r, u, v: (u @ v.T - r) @ v, "half-of-both"),
    ],
)
def test_mistakes_are_named(name, answer, id_):
    assert named(message(getattr(second_subject, name), answer)) == id_


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("estimate", lambda people, films: None, "for 4 persons, 3 films and 2 factors. Is it"),
        ("estimate", lambda people, films: (people @ films.T).T, "has shape"),
        ("estimate", lambda u, v: u @ v.T / u.shape[1], "divided by the number of factors."),
        ("squared_error", lambda r, u, v: ((u @ v.T - r) ** 2).mean(), "squared_error"),
        ("slope_of_people", lambda r, u, v: -2 * (u @ v.T - r) @ v, "has the opposite sign."),
    ],
)
def test_what_has_no_name_is_described(name, answer, words):
    assert words in message(getattr(second_subject, name), answer)


def test_a_subject_takes_fewer_lines_than_it_was_given():
    lines = Path(second_subject.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) < 80


ANSWERS = {
    "estimate": "def estimate(people, films):\n    return people @ films.T",
    "squared_error": "def squared_error(ratings, people, films):\n"
    "    return ((ratings - people @ films.T) ** 2).sum()",
    "slope_of_people": "def slope_of_people(ratings, people, films):\n"
    "    return 2 * (people @ films.T - ratings) @ films",
}
"""As students write them."""


def notebook():
    """Return a notebook with a function, a visible check and a hidden one for each row."""
    cells = [cell("code", "setup", "import numpy as np\nimport table as check")]
    for name, answer in ANSWERS.items():
        solution = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        hidden = f"### BEGIN HIDDEN TESTS\ncheck.{name}({name}, seed=7)\n### END HIDDEN TESTS"
        cells += [
            cell("code", f"{name}_answer", solution, solution=True),
            cell("code", name, f"check.{name}({name})", points=2),
            cell("code", f"{name}_hidden", f"assert {name}\n{hidden}", points=1),
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(metadata={"kernelspec": kernel}, cells=cells)


@pytest.mark.slow
def test_autograde_grades_it_like_any_other_course(tmp_path):
    course = tmp_path / "course"
    source = course / "source" / "ratings"
    source.mkdir(parents=True)
    config = f'{CONFIGURATION}\nc.SplitExecute.checks = ["table", "fclib.checks.engine"]\n'
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    shutil.copy(second_subject.__file__, course / "table.py")
    nbformat.write(notebook(), source / "ratings.ipynb")
    command(course, "nbgrader", "generate_assignment", "ratings")
    release = course / "release" / "ratings" / "ratings.ipynb"
    slips = {".T": "", "2 * (": "("}
    for student, changes in {"ada": {}, "bob": slips}.items():
        answered = nbformat.read(release, as_version=4)
        for one in answered.cells:
            answer = ANSWERS.get(one.metadata.nbgrader.grade_id.removesuffix("_answer"))
            if one.metadata.nbgrader.solution:
                for old, new in changes.items() if "error" not in answer else ():
                    answer = answer.replace(old, new, 1)
                one.source = answer
        folder = course / "submitted" / student / "ratings"
        folder.mkdir(parents=True)
        nbformat.write(answered, folder / "ratings.ipynb")
    command(course, "fclib", "autograde", "ratings")
    right, wrong = points(course, "ada"), points(course, "bob")
    assert sum(right.values()) == 9
    assert {name for (_, _, name), score in wrong.items() if score} == {
        "squared_error",
        "squared_error_hidden",
    }
    command(course, "nbgrader", "generate_feedback", "ratings")
    page = (course / "feedback" / "bob" / "ratings" / "ratings.html").read_text(encoding="utf-8")
    assert "[factors-untransposed] estimate stopped with ValueError" in page
    assert "the films are rows here" in page

"""Another teacher's checks, in 80 lines: the engine does the rest."""

from pathlib import Path

import numpy as np
import pytest

from tests.checks import second_subject
from tests.checks.exercise import message, named

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

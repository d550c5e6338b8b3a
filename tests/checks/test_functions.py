"""Checks of what students write: right answers pass, each mistake is named, and nothing else."""

import importlib
import re
from pathlib import Path

import pytest

from fclib.checks.catalogue import CATALOGUE, modules
from fclib.checks.wrong import BY_BEHAVIOUR
from tests.checks.exercise import message, named

EXERCISES = {
    path.stem.removesuffix("_answers"): importlib.import_module(f"tests.checks.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("*_answers.py"))
    if path.stem != "neuron_to_layer_answers"  # has tests of its own
}
FUNCTIONS = {
    f"{module}.{name}": function
    for module, answers in EXERCISES.items()
    for name, function in answers.EXERCISE.functions.items()
}
# The seed that students see, and others, as in hidden tests: the same code on other numbers.
SEEDS = (None, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (7, 11)))
EMPTY = {"nothing": None, "text": "6", "dots": ..., "ragged": [[1], [2, 3]], "complex": 1j}


def of_each(part):
    """Parametrize over one part of every function, with readable ids."""
    rows = [
        pytest.param(function, key, id=f"{name}-{key}")
        for name, function in FUNCTIONS.items()
        for key in getattr(function, part)
    ]
    return pytest.mark.parametrize(("function", "key"), rows)


def options(seed):
    return {} if seed is None else {"seed": seed}


@of_each("right")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_answer_passes_every_check(function, key, seed):
    for check in function.checks.values():
        assert message(check, function.right[key], **options(seed)) is None


@of_each("mistakes")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mistake_loses_what_it_breaks_and_is_named(function, key, seed):
    lost, versions = function.mistakes[key]
    for number, version in enumerate(versions):
        said = {
            name: message(check, version, **options(seed))
            for name, check in function.checks.items()
        }
        failed = {name for name, text in said.items() if text}
        assert failed == set(lost), (number, said)
        assert {named(said[name]) for name in failed} == {key}, (number, said)


@pytest.mark.parametrize(
    ("function", "key", "version"),
    [
        pytest.param(function, key, version, id=f"{name}-{key}-{number}")
        for name, function in FUNCTIONS.items()
        for key, versions in function.wrong.items()
        for number, version in enumerate(versions)
    ],
)
def test_a_wrong_version_of_a_row_is_named_in_the_first_cell_that_fails(function, key, version):
    """Whoever adds a row needs no other answer for it to be tried; later cells name it too."""
    said = [message(check, version) for check in function.checks.values()]
    assert {named(text) for text in said if text} == {key}, said


@of_each("pairs")
@pytest.mark.parametrize("seed", SEEDS)
def test_two_mistakes_at_once_are_plainly_unknown_or_one_of_the_two(function, key, seed):
    """``key`` is "id + id": a check that one of them alone fails may name that one."""
    allowed = {None, *key.split(" + ")}
    version = function.pairs[key]
    said = [message(check, version, **options(seed)) for check in function.checks.values()]
    assert any(said)
    assert {named(text) for text in said if text} <= allowed, said


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("kind", EMPTY)
def test_what_is_no_answer_fails_in_words(function, kind):
    for check in function.checks.values():
        text = message(check, lambda *_: EMPTY[kind])
        assert text
        assert not text.startswith("[")
        assert kind != "nothing" or "Is it written yet?" in text
        assert message(check, EMPTY[kind])


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_an_error_in_a_students_code_is_told_at_its_line(function):
    def stops(*_):
        raise KeyError("nothing here")

    for check in function.checks.values():
        text = message(check, stops)
        assert " stopped with KeyError " in text
        assert re.search(r'in line \d+ of your cell: raise KeyError\("nothing here"\)', text)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_answers_are_many_right_ones_and_mistakes_in_ways_that_students_write_them(function):
    assert len(function.right) >= 8
    assert all(versions for _, versions in function.mistakes.values())


@pytest.mark.parametrize("answers", EXERCISES.values(), ids=EXERCISES)
def test_no_message_sends_a_reader_ahead(answers):
    this = int(answers.EXERCISE.chapter[:2])
    ids = {id_ for function in answers.EXERCISE.functions.values() for id_ in function.mistakes}
    ids |= answers.EXERCISE.by_answer
    ahead = {id_ for id_ in ids if int(CATALOGUE[id_].chapter[:2]) > this}
    assert not ahead


def test_what_is_known_by_behaviour_is_tried_in_every_exercise_that_is_listed_for_it():
    listed = {
        (id_, number) for id_, numbers in BY_BEHAVIOUR.items() for number in numbers if number > 1
    }
    tried = {
        (id_, int(answers.EXERCISE.chapter[:2]))
        for answers in EXERCISES.values()
        for function in answers.EXERCISE.functions.values()
        for id_ in function.mistakes
    }
    assert listed <= tried
    assert {pair for pair in tried if pair[0] in BY_BEHAVIOUR} <= listed


def test_every_row_of_the_catalogue_is_in_use():
    used = {id_ for function in FUNCTIONS.values() for id_ in function.mistakes}
    used |= {id_ for function in FUNCTIONS.values() for id_, v in function.wrong.items() if v}
    used |= {id_ for answers in EXERCISES.values() for id_ in answers.EXERCISE.by_answer}
    chapters = {answers.EXERCISE.chapter for answers in EXERCISES.values()}
    rows = {row.id for row in CATALOGUE.values() if row.chapter in chapters}
    assert rows <= used
    assert used <= set(CATALOGUE)


def test_a_mistake_is_described_in_the_first_chapter_that_meets_it():
    for module in modules():
        for mistake in (key for known in module.WRONG.values() for key in known):
            assert CATALOGUE[mistake].chapter <= module.CHAPTER

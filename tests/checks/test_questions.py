"""Questions that are answered with numbers: what their cells say of right and wrong answers.

``questions/EXERCISE.toml`` declares them, by the name of the check. ``right`` is what the cell
takes and ``prints`` what it says of that, and of the answers in ``also``; each ``wrong`` has
answers, for which ``right`` may stand, and the message that they get: of a named mistake what was
seen, and its row has the rest. Answers are Python, read where the check is defined.
"""

import ast
import importlib
import re
import tomllib
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace

import numpy as np
import pytest

from fclib.checks.catalogue import CATALOGUE
from tests.checks.exercise import message, named

HERE = Path(__file__).with_name("questions")
SOLUTIONS = Path(__file__).parents[2] / "solutions"
TRAINED = ("10-train", "trained")
"""Its answers are a whole network; `tests.checks.test_training_checks` trains one."""

DECLARED = {
    (path.stem, name): question
    for path in sorted(HERE.glob("*.toml"))
    for name, question in tomllib.loads(path.read_text(encoding="utf-8")).items()
}
WRONG = [
    pytest.param(*question, wrong["answers"], wrong["says"], id=f"{'-'.join(question)}-{place}")
    for question, declared in DECLARED.items()
    for place, wrong in enumerate(declared["wrong"])
]


@cache
def module(exercise):
    """Return the module of checks that an exercise's notebook imports."""
    source = (SOLUTIONS / exercise / f"{exercise}.py").read_text(encoding="utf-8")
    [name] = re.findall(r"^from fclib\.checks import (\w+) as check$", source, re.MULTILINE)
    return importlib.import_module(f"fclib.checks.{name}")


@cache
def check_of(exercise, name):
    """Return a question's check, and the names that its answers are read with."""
    check = getattr(module(exercise), name)
    names = {**check.__globals__, "np": np, "SimpleNamespace": SimpleNamespace}
    names["right"] = eval(f"({DECLARED[exercise, name]['right']},)", names)
    return check, names


@pytest.mark.parametrize(("exercise", "name"), DECLARED)
def test_right_answers_are_told_so(exercise, name, capsys):
    check, names = check_of(exercise, name)
    for answers in ("*right", *DECLARED[exercise, name].get("also", ())):
        check(*eval(f"({answers},)", names))
        assert capsys.readouterr().out == f"{DECLARED[exercise, name]['prints']}\n", answers


@pytest.mark.parametrize(("exercise", "name", "answers", "says"), WRONG)
def test_wrong_answers_get_their_message(exercise, name, answers, says):
    check, names = check_of(exercise, name)
    if named(says):
        mistake = CATALOGUE[named(says)]
        says = f"{says}\n{mistake.hint}\n{mistake.reference}"
    assert message(check, *eval(f"({answers},)", names)) == says


def asked(exercise):
    """Yield the checks that an exercise calls with what is no function of the student's."""
    tree = ast.parse((SOLUTIONS / exercise / f"{exercise}.py").read_text(encoding="utf-8"))
    made = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("check."):
            given = {argument.id for argument in node.args if isinstance(argument, ast.Name)}
            if given and not given & made:
                yield exercise, node.func.attr


def test_every_question_is_declared():
    questions = {one for path in SOLUTIONS.iterdir() if path.is_dir() for one in asked(path.name)}
    assert questions - {TRAINED} == set(DECLARED)


@pytest.mark.parametrize("exercise", sorted({exercise for exercise, _ in DECLARED}))
def test_every_word_of_a_question_is_declared(exercise):
    """So that a word cannot be changed, or a message added, and no test sees it."""
    questions = [one for one in DECLARED if one[0] == exercise]
    declared = [DECLARED[one]["prints"] for one in questions]
    declared += [wrong["says"] for one in questions for wrong in DECLARED[one]["wrong"]]
    found = {text for one in questions for text in texts(check_of(*one)[0], set())}
    words = {text.strip() for text in found if " " in text.strip()}
    assert not {text for text in words if not any(text in one for one in declared)}


@pytest.mark.parametrize("exercise", sorted({exercise for exercise, _ in DECLARED}))
def test_no_mistake_of_a_later_chapter_is_named(exercise):
    checks = map(vars(module(exercise)).get, module(exercise).__all__)
    found = {text for check in checks for text in texts(check, set())}
    assert not {id_ for id_ in found & set(CATALOGUE) if CATALOGUE[id_].chapter > exercise}


def texts(value, met):
    """Yield the texts in a function, in its tables and in what it calls of the checks."""
    if id(value) in met:
        return
    met.add(id(value))
    if isinstance(value, str):
        yield value
    elif type(value) in (list, tuple):  # and no layer, nor the row of a function
        for one in value:
            yield from texts(one, met)
    elif isinstance(value, dict):
        yield from texts([*value, *value.values()], met)
    elif isinstance(value, FunctionType) and of_an_exercise(value.__module__):
        yield from of_code(value.__code__, value.__globals__, value.__doc__, met)


def of_an_exercise(name):
    return name.startswith("fclib.checks.") and not re.match(r"fclib\.checks\.(engine|wrong)", name)


def of_code(code, names, docstring, met):
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from of_code(constant, names, None, met)
        elif constant != docstring:
            yield from texts(constant, met)
    for name in code.co_names:
        yield from texts(names.get(name), met)

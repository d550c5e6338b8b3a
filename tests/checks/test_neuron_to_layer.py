"""The checks of exercise 01: right answers pass, wrong ones are named, and messages can be read."""

import math
import re
from functools import partial
from itertools import combinations

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from fclib.checks import CheckFailed
from fclib.checks import neuron_to_layer as checks
from fclib.checks.catalogue import CATALOGUE
from fclib.checks.engine.comparing import same
from fclib.checks.engine.running import run
from fclib.checks.engine.words import kind_of
from fclib.checks.wrong.neuron_to_layer import WRONG
from tests.checks.neuron_to_layer_answers import (
    RIGHT_COUNTS,
    RIGHT_LAYERS,
    VARIANTS,
    added_to_b,
    bias_trick,
    index_loops,
    scaled_in_place,
)

CHAPTER = "01-neuron-to-layer"
OTHER_SEED = 11
LAYER_CHECKS = {
    "three_to_three": checks.three_to_three,
    "every_size": checks.every_size,
    "arguments": checks.arguments,
    "three_to_three, other seed": partial(checks.three_to_three, seed=OTHER_SEED),
    "every_size, other seed": partial(checks.every_size, seed=OTHER_SEED),
    "arguments, other seed": partial(checks.arguments, seed=OTHER_SEED),
}
COUNT_CHECKS = {"counts": checks.counts, "counts, other seed": partial(checks.counts, seed=11)}


def message(check, *answer):
    """Return what a check says about a wrong answer; an answer that passes fails the test."""
    with pytest.raises(CheckFailed) as caught:
        check(*answer)
    return str(caught.value)


def named(check, *answer):
    """Return the id of the misconception that a check names, or None."""
    found = re.match(r"\[([\w-]+)\] ", message(check, *answer))
    return found and found[1]


@pytest.mark.parametrize(
    ("site", "end"),
    [
        ("", "See chapter 1, “Mistakes and how they show”."),
        ("https://book.example/", ": https://book.example/01-neuron-to-layer.html#bias-missing"),
    ],
)
def test_a_message_ends_with_where_to_read_on(monkeypatch, site, end):
    monkeypatch.setenv("FCLIB_SITE", site)
    check, answers = VARIANTS["bias-missing"]
    said = message(check, answers[0])
    assert said.startswith("[bias-missing] ")
    assert said.endswith(end)


# Right answers


@pytest.mark.parametrize("name", LAYER_CHECKS)
@pytest.mark.parametrize("way", RIGHT_LAYERS)
def test_every_right_way_of_writing_the_layer_passes(name, way, capsys):
    LAYER_CHECKS[name](RIGHT_LAYERS[way])
    assert capsys.readouterr().out.startswith("linear_scalar: ")


@pytest.mark.parametrize("name", COUNT_CHECKS)
@pytest.mark.parametrize("way", RIGHT_COUNTS)
def test_every_right_way_of_counting_passes(name, way, capsys):
    COUNT_CHECKS[name](RIGHT_COUNTS[way])
    assert capsys.readouterr().out == "parameter_count: right for 8 layers.\n"


# Wrong answers, as the checks know them


def layer_mistakes():
    """Return (id, number, function) for every wrong version of the layer."""
    return [
        (id_, number, version)
        for id_, versions in checks.LAYER.wrong.items()
        for number, version in enumerate(versions)
    ]


def unseen(name, id_, number):
    """Whether a check has no case for a wrong version: where all sizes are three."""
    note = getattr(checks.LAYER.wrong[id_][number], "note", "")
    alike = id_ == "square-assumed" or (id_ == "hard-coded-shape" and "2" not in note)
    return name.startswith("three_to_three") and alike


@pytest.mark.parametrize("name", LAYER_CHECKS)
def test_every_known_mistake_is_named_by_every_check_that_can_see_it(name):
    table = {}
    for id_, number, version in layer_mistakes():
        try:
            LAYER_CHECKS[name](version)
        except CheckFailed as answer:
            table[id_, number] = str(answer).split("]")[0][1:]
        else:
            table[id_, number] = "passes"
    expected = {key: "passes" if unseen(name, *key) else key[0] for key in table}
    print(f"\n{name}", *(f"{id_}, {n}: {got}" for (id_, n), got in table.items()), sep="\n  ")
    assert table == expected


def test_every_layer_drawn_has_a_negative_output_and_no_zero():
    for seed in range(50):
        for x, W, b in checks.random_layers(checks.SIZES, seed):
            assert min(index_loops(x, W, b)) < 0
            assert np.all(x)
            assert np.all(W)
            assert np.all(b)


@pytest.mark.parametrize("name", COUNT_CHECKS)
@pytest.mark.parametrize("id_", checks.COUNT.wrong)
def test_every_known_miscount_is_named(name, id_):
    for version in checks.COUNT.wrong[id_]:
        assert named(COUNT_CHECKS[name], version) == id_


@pytest.mark.parametrize("name", ["every_size", "arguments"])
def test_known_mistakes_are_told_apart_by_the_cases_used(name):
    sizes = {
        "every_size": [(3, 3), *checks.SIZES],
        "arguments": [(3, 3), (2, 3), (4, 2), (4, 4)],
    }
    cases = checks.random_layers(sizes[name], seed=2)
    for (id_a, _, a), (id_b, _, b) in combinations(layer_mistakes(), 2):
        if id_a != id_b:
            assert not all(same(run(a, *case), run(b, *case)) for case in cases), (id_a, id_b)


def test_known_miscounts_are_told_apart():
    versions = [(id_, one) for id_, known in checks.COUNT.wrong.items() for one in known]
    for (id_a, a), (id_b, b) in combinations(versions, 2):
        assert any(a(*case) != b(*case) for case in [(3, 2), (1, 1), (2, 5)]), (id_a, id_b)


# Wrong answers, as students write them


@pytest.mark.parametrize(
    ("id_", "number"),
    [(id_, number) for id_, (_, versions) in VARIANTS.items() for number in range(len(versions))],
)
def test_a_mistake_is_named_however_it_is_written(id_, number):
    check, versions = VARIANTS[id_]
    assert named(check, versions[number]) == id_


def test_every_row_of_the_chapter_is_tried():
    tried = {id_ for known in WRONG.values() for id_, versions in known.items() if versions}
    tried |= VARIANTS.keys() | {"channels-uncounted"}  # a number that is handed in, not a function
    assert {row.id for row in CATALOGUE.values() if row.chapter == CHAPTER} <= tried
    assert VARIANTS.keys() <= set(CATALOGUE)


@pytest.mark.parametrize("name", LAYER_CHECKS)
@pytest.mark.parametrize(
    "both",
    [
        lambda x, W, b: [max(0, value) for value in np.array(W) @ x],
        lambda x, W, b: np.cumsum(np.array(W) @ x),
        lambda x, W, b: np.cumsum(np.array(W) @ x) - b,
        lambda x, W, b: -(np.array(W) @ x),
        lambda x, W, b: np.array(W) @ x / len(x) - b,
        lambda x, W, b: [W[i][i] * x[i] for i in range(min(len(W), len(x)))],
    ],
    ids=[
        "no bias, activation",
        "no bias, total not reset",
        "total not reset, bias subtracted",
        "no bias, sign",
        "mean, bias subtracted",
        "elementwise, no bias",
    ],
)
def test_two_mistakes_at_once_are_not_taken_for_one(name, both):
    text = message(LAYER_CHECKS[name], both)
    assert not text.startswith("[")
    assert "\nTry it with linear_scalar([" in text


# Answers of the wrong kind


def not_written(*_): ...  # your code here


@pytest.mark.parametrize("check", [*LAYER_CHECKS.values(), *COUNT_CHECKS.values()])
def test_untouched_function_fails_and_is_asked_for(check):
    assert "returned None for " in message(check, not_written)
    assert "Is it written yet?\nA function gives back" in message(check, not_written)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            7,
            "linear_scalar returned an int for 3 inputs and 3 outputs, expected a list of numbers.",
        ),
        ("6", "returned a str for"),
        ({0: 6}, "returned a dict for"),
        (np.float64(6), "returned a float for|returned a float64 for"),
        ([6, None, 3.5], r"returned a list with None at \[1\] for"),
        ([[6], [-1.5], [3.5]], r"returned a list with a list at \[0\] for"),
        (np.ones((3, 1)), r"returned a list with a list at \[0\] for"),
        ([6, -1.5, "3.5"], r"returned a list with a str at \[2\] for"),
        ([6, True, 3.5], r"returned a list with a bool at \[1\] for"),
        ([6, 1j, 3.5], r"returned a list with a complex at \[1\] for"),
        ([6, math.nan, 3.5], r"returned a list with nan at \[1\] for .*, expected a finite number"),
        ([6, -1.5, -math.inf], r"returned a list with -inf at \[2\] for"),
        ([6, -1.5, 10**400], r"returned a list with inf at \[2\] for"),
        ([6, -1.5], "^linear_scalar returned 2 numbers, expected 3, for 3 inputs and 3 outputs"),
        ([6], "^linear_scalar returned 1 number, expected 3, for"),
        ([], "^linear_scalar returned 0 numbers, expected 3, for"),
    ],
)
def test_result_of_the_wrong_kind_is_described(value, text):
    assert re.search(text, message(checks.three_to_three, lambda x, W, b: value))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "^parameter_count returned None for 3 inputs and 2 outputs. Is it written yet?"),
        ("8", "^parameter_count returned a str for 3 inputs and 2 outputs, expected a whole numb"),
        ([8], "returned a list for"),
        (True, "returned a bool for"),
        (
            9,
            r"^parameter_count gave 9, expected 8, for 3 inputs and 2 outputs \(all 8 cases",
        ),
        (1_234_567, "gave 1234567, expected 8, for"),
        (8.5, "gave 8.5, expected 8, for"),
        (-8, "gave −8, expected 8, for"),
        (math.nan, "parameter_count is nan for"),
        (10**400, "parameter_count is inf for"),
    ],
)
def test_count_of_the_wrong_kind_is_described(value, text):
    assert re.search(text, message(checks.counts, lambda inputs, outputs: value))


def test_count_that_is_nearly_right_is_shown_to_its_last_digit():
    text = message(checks.counts, lambda i, o: (i * o + o) * 1.0000001)
    assert text.startswith("parameter_count gave 8, off by 8e−07, for 3 inputs and 2 outputs")


@pytest.mark.parametrize("check", [*LAYER_CHECKS.values(), *COUNT_CHECKS.values()])
@pytest.mark.parametrize("answer", [None, ..., 3, [1, 2]])
def test_what_is_not_a_function_is_described(check, answer):
    text = f" is {kind_of(answer)}, expected a function: define it with def."
    assert text in message(check, answer)


def raises_own_error(x, W, b):
    if len(x) < len(W):
        raise ValueError("too\nmany\noutputs\nat all")
    return index_loops(x, W, b)


def raises_in_helper(x, W, b):
    return own_helper(x, W)


def own_helper(x, W):
    return W[len(W)][0] * x[0]


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (
            raises_own_error,
            r"^linear_scalar stopped with ValueError for 1 input and 2 outputs "
            r"\(5 of 12 cases fail\): "
            r"too many outputs at all\n"
            r'in line \d+ of your cell: raise ValueError\("too\\nmany\\noutputs\\nat all"\)$',
        ),
        (
            raises_in_helper,
            r"^linear_scalar stopped with IndexError for 1 input and 1 output \(all 12 .*: "
            r"list index out of range; counted from 0, the last index is one less than the length\n"
            r"in line \d+ of your cell: return W\[len\(W\)\]\[0\] \* x\[0\]$",
        ),
        (
            lambda x, W: x,
            r"^linear_scalar stopped with TypeError for 1 input and 1 output .*: .* takes 2 "
            r"positional arguments but 3 were given$",
        ),
    ],
)
def test_exception_is_told_with_the_students_own_line(function, text):
    assert re.search(text, message(checks.every_size, function))


def test_exception_in_parameter_count_is_told_with_the_students_own_line():
    text = message(checks.counts, lambda inputs, outputs: inputs / (outputs - 2))
    assert re.search(
        r"^parameter_count stopped with ZeroDivisionError for 3 inputs and 2 outputs .*: .*\n"
        r"in line \d+ of your cell: .*inputs / \(outputs - 2\)",
        text,
    )


def test_known_mistake_that_raises_is_named_all_the_same():
    text = message(checks.every_size, lambda x, W, b: [np.dot(W[i], x) + b[i] for i in range(3)])
    assert re.match(
        r"\[hard-coded-shape\] linear_scalar stopped with IndexError in line \d+ "
        r"for 1 input and 1 output \(7 of 12 cases fail\); it takes 3 outputs in every call: "
        r"list index out of range; counted .*:\n",
        text,
    )


@pytest.mark.parametrize(
    ("function", "name"), [(bias_trick, "x"), (added_to_b, "b"), (scaled_in_place, "W")]
)
def test_changed_argument_is_told_by_name(function, name):
    text = message(checks.arguments, function)
    assert f"linear_scalar changed its argument {name}:\n" in text


def test_arguments_changed_into_arrays_are_noticed():
    def as_arrays(x, W, b):
        W[:] = [np.array(row) for row in W]
        return [row @ x + bias for row, bias in zip(W, b, strict=True)]

    assert named(checks.arguments, as_arrays) == "weights-destroyed"


# The messages themselves


def all_messages():
    """Return every message that the wrong versions here bring forth."""
    known = [
        message(check, version)
        for id_, _, version in layer_mistakes()
        for check in [VARIANTS[id_][0] if id_ in VARIANTS else checks.every_size]
    ]
    students = [
        message(check, version) for check, versions in VARIANTS.values() for version in versions
    ]
    own = [message(checks.every_size, f) for f in (raises_own_error, raises_in_helper)]
    return known + students + own + [message(checks.alexnet, 151_552, 0.5)]


def test_messages_are_at_most_three_lines_without_traceback_or_answer():
    for text in all_messages():
        assert len(text.splitlines()) <= 3, text
        assert "Traceback" not in text
        assert "File " not in text
        for answer in ["W[i][j]", "W @ x", "M·D", "C·H·W", "inputs * outputs", "out_features *"]:
            assert answer not in text.split("of your cell")[0], text


def test_a_named_mistake_says_what_was_seen_a_hint_and_where_to_read():
    row = CATALOGUE["bias-missing"]
    assert message(checks.three_to_three, lambda x, W, b: np.array(W) @ x) == (
        f"[bias-missing] linear_scalar gave y[0] = 5.5, expected 6, "
        f"for 3 inputs and 3 outputs (all 4 cases fail):\n{row.hint}\n"
        f"See chapter 1, “{row.section}”."
    )


def test_ipython_shows_the_lines_of_a_failed_check_and_no_traceback(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    settings = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell(config=settings, colors="nocolor")
    shell.run_cell("from fclib.checks import neuron_to_layer as check\ncheck.by_hand([5, 4, 3])")
    shown = capsys.readouterr().out.strip()
    assert shown == message(checks.by_hand, [5, 4, 3])


def test_hidden_seeds_bring_sizes_that_the_visible_check_has_not():
    def sizes(**seed):
        seen = set()

        def linear_scalar(x, W, b):
            seen.add((len(x), len(W)))
            return (np.array(W) @ x + b).tolist()

        checks.every_size(linear_scalar, **seed)
        return seen

    assert sizes(seed=5) - sizes()

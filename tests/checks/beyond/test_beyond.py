"""What must hold of answers that no catalogue foresees: see `tests.checks.beyond.corpus`."""

import tomllib
from pathlib import Path

import pytest

from fclib.checks.catalogue import CATALOGUE
from tests.checks.beyond import corpus, judge, notebook
from tests.checks.beyond.judge import Verdict
from tests.checks.beyond.measure import EXERCISES, judged

OPEN = tomllib.loads(Path(__file__).with_name("open.toml").read_text(encoding="utf-8"))
"""What does not hold yet, and why: by verdict, exercise and answer."""

NEVER = (Verdict.SURVIVES, Verdict.MISNAMED, Verdict.UNTRUE, Verdict.LEAKS, Verdict.UNCLEAR)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES)
def test_checks_misjudge_none_but_what_is_listed_as_open(exercise):
    found = {}
    for row in judged(exercise):
        if row.rejected:
            messages = [one.message for one in row.said if one.message is not None]
            found["rejected", row.answer.place] = messages[0]
        elif row.verdict in NEVER:
            found[row.verdict.name.lower(), row.answer.place] = row.message
    listed = {
        (kind, place)
        for kind, places in OPEN.items()
        for place in places
        if place.startswith(f"{exercise}/")
    }
    new = [f"{kind} {place}\n{found[kind, place]}" for kind, place in found.keys() - listed]
    assert not new, "\n\n".join(new)
    assert not listed - found.keys(), "these are mended: take them out of open.toml"


def test_what_is_open_has_a_reason_and_is_in_the_corpus():
    places = {answer.place for answer in corpus.read()}
    for kind, listed in OPEN.items():
        assert kind == "rejected" or Verdict[kind.upper()] in NEVER
        assert set(listed) <= places
        assert all(listed.values())


def test_places_are_unique_and_names_are_in_the_catalogue():
    answers = corpus.read()
    places = [answer.place for answer in answers]
    assert sorted(set(places)) == sorted(places)
    assert {name for answer in answers for name in answer.names} <= set(CATALOGUE)


def test_facts_are_such_as_a_message_can_claim():
    kinds = {claim.split()[0] for claim in judge.CLAIMS}
    facts = {fact for answer in corpus.read() for fact in answer.facts}
    unknown = {fact for fact in facts - set(judge.CLAIMS) if fact.split()[0] not in kinds}
    assert not {fact for fact in unknown if not fact.startswith("~")}


def test_an_answer_that_changes_a_right_one_changes_one_place():
    text = "# %% right: a\ny = x + x\n# %% b | c | - | -\n# from a: x + => x -\n"
    right, wrong = corpus.parse(text, "exercise", "cell")
    assert (right.source, wrong.source) == ("y = x + x\n", "y = x - x\n")
    with pytest.raises(ValueError, match="2 times"):
        corpus.parse(text.replace("x + =>", "x =>"), "exercise", "cell")
    with pytest.raises(ValueError, match="3 parts"):
        corpus.parse(text.replace("| - | -", "| -"), "exercise", "cell")


def answer(names=(), facts=(), source="y_by_hand = 3\n"):
    return corpus.Answer("01-neuron-to-layer", "by_hand", "t", source, "f", names, facts)


def said(message, error=None):
    return [notebook.Said("cell", False, message, error, 1.0)]


@pytest.mark.parametrize(
    ("message", "verdict"),
    [
        (None, Verdict.SURVIVES),
        ("[sign] y is 3:\nminus.", Verdict.MISNAMED),
        ("[bias-missing] y is 3:\nno bias.", Verdict.NAMED),
        ("y is half as large as it should be.", Verdict.UNTRUE),
        ("y is twice too large.", Verdict.RELATED),
        ("y is 3, expected 4.", Verdict.UNNAMED),
        ("y is 3: is that a sum?", Verdict.UNNAMED),
        ("y is 3, expected 4.\nOnly y is wrong: z is right.", Verdict.UNNAMED),
        ("y is not right.", Verdict.UNCLEAR),
        ("y is 3: is it x @ W.T + b?", Verdict.LEAKS),
        ("y is 3: is it −13?", Verdict.LEAKS),
        ("y has the shape of a worm. Why is it?", Verdict.RELATED),
    ],
)
def test_a_message_is_judged_by_what_it_claims(message, verdict):
    facts = ("factor 2", "others", "~of a worm")
    assert judge.judge(answer(("bias-missing",), facts), said(message))[0] is verdict


def test_an_error_of_the_checks_own_is_unclear():
    assert judge.judge(answer(), said("KeyError: 3, expected 4", KeyError(3)))[0] is Verdict.UNCLEAR

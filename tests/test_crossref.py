"""Links between the chapters and the reference, in the built site."""

import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("site")]

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"
CHAPTERS = sorted(path.stem for path in (ROOT / "book").glob("[0-9][0-9]-*.md"))
LINE = re.compile(r"^from fclib(?:\.\w+)* import (?:\(([^)]*)\)|(.+))$", re.MULTILINE)


def page(name):
    return (SITE / f"{name}.html").read_text(encoding="utf-8")


def imported(chapter):
    """Return the names that the cells of a chapter import from fclib."""
    text = (ROOT / "book" / f"{chapter}.md").read_text(encoding="utf-8")
    lists = " ".join(several or one for several, one in LINE.findall(text))
    return set(re.findall(r"\w+", lists))


@cache
def entries():
    """Return ``{name: (anchor, markup)}`` of the functions and classes in the reference."""
    soup = BeautifulSoup(page("reference"), "html.parser")
    names = soup.select("dl:is(.function, .class) > dt.sig")
    return {name["id"].rpartition(".")[2]: (name["id"], str(name.parent)) for name in names}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_imports_of_a_chapter_lead_to_the_reference_and_back(chapter):
    names = imported(chapter) & set(entries())
    assert names
    for name in names:
        anchor, text = entries()[name]
        assert f'<a href="reference.html#{anchor}"><span class="n">{name}</span></a>' in page(
            chapter
        )
        assert f'href="{chapter}.html">{int(chapter[:2])}</a>' in text, name


def test_entry_names_the_exercise_in_which_it_is_written():
    for name, exercise in {
        "linear_forward": "02-batch",
        "grad_W": "04-grad-W",
        "heat_map": "09-heat-maps",
    }.items():
        link = f'href="{exercise}.html#exercise-{exercise[:2]}">{int(exercise[:2])}</a>'
        assert "you write it in exercise" in entries()[name][1]
        assert link in entries()[name][1], name


@pytest.mark.parametrize(
    ("chapter", "sentence"),
    [
        ("02-batch", "You write linear_forward."),
        ("01-neuron-to-layer", "You write linear_scalar and parameter_count."),
        ("05-grad-b", "You write grad_b, linear_backward and Linear."),
    ],
)
def test_card_names_what_is_written_and_leads_to_it(chapter, sentence):
    card = BeautifulSoup(page(chapter), "html.parser").select_one(".exercise-card")
    (text,) = (p for p in card.select("p") if p.get_text().startswith("You write"))
    assert text.get_text() == sentence
    for name in set(re.findall(r"\w+", sentence)) & set(entries()):
        assert text.select(f'a[href="reference.html#{entries()[name][0]}"]'), name

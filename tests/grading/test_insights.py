"""What a class got wrong, from a class whose mistakes are known."""

import csv
import io
import math
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest

from fclib.grading.insights import groups, statistics
from fclib.grading.insights.gather import Class, GradedCell, Loss
from fclib.grading.insights.graded import plain
from fclib.grading.insights.page import Book, page, table

NAMES = ["01-one", "02-two", "03-three", "04-four"]
SHOWN, HIDDEN = GradedCell("01-one", "01-one", "shown"), GradedCell("01-one", "01-one", "hidden")
OTHER = GradedCell("02-two", "02-two", "other")
ROW = SimpleNamespace(formula="y = W<b>x</b>", chapter="01-one", anchor="sign")
EVIL = "<script>alert(1)</script>"


def student(number):
    return f"s{number:02}"


def loss(number, test, lost, mistake=None, group="", code="def f():\n    return 1", line=""):
    words = line or (f"[{mistake}] f has the wrong sign:" if mistake else "f gave 1, expected 2")
    return Loss(student(number), test, lost, words, mistake, group, code)


@pytest.fixture
def found():
    """Twenty students: three with the wrong sign, five alike, one who stopped, one who never began.

    The strong fail the test "hidden", and the weak pass it.
    """
    students = {student(number): "" for number in range(20)}
    students[student(0)] = f"Lovelace, Ada {EVIL}"
    maxima = {SHOWN: 2.0, HIDDEN: 1.0, OTHER: 4.0}
    maxima |= {GradedCell(name, name, "all"): 1.0 for name in NAMES[2:]}
    scores, losses = {}, []
    for number in range(19):
        shown = 2.0 * (number % 2)
        scores[student(number), "01-one"] = {SHOWN: shown, HIDDEN: 1.0 - number % 2}
        for name in NAMES[1:] if number != 7 else []:
            test = OTHER if name == "02-two" else GradedCell(name, name, "all")
            scores[student(number), name] = {test: maxima[test]}
    losses += [loss(number, SHOWN, 2.0, "sign") for number in (0, 2, 4)]
    for number in range(6, 11):
        code = "def f(): # by Ada\n    return 1" + "\n" * (number == 7)
        losses += [loss(number, test, 1.0, None, "alike", code) for test in (SHOWN, HIDDEN)]
    losses += [loss(12, OTHER, 4.0, None, "another", EVIL), loss(13, OTHER, 4.0)]
    return Class(students, NAMES, maxima, scores, losses, {})


def test_known_mistakes_and_groups_are_ranked_by_students_times_points(found):
    (sign,) = groups.known(found)
    assert (sign.id, sign.students, sign.lost) == ("sign", ["s00", "s02", "s04"], 6)
    alike, another = groups.unnamed(found)
    assert len(alike.students) == 5
    assert alike.tests == [HIDDEN, SHOWN]
    assert (alike.lost, another.students) == (10, ["s12"])
    monday = groups.for_monday([sign, another, alike], 5)
    assert monday == [alike, sign]  # what one student does is no matter for the class
    assert [one.student for one in groups.not_written(found)] == ["s13"]


def test_test_that_punishes_the_strong_is_flagged(found):
    items = {item.test: item for item in statistics.items(found)}
    assert items[HIDDEN].discrimination == pytest.approx(-1)
    assert items[HIDDEN].punishes_the_strong
    assert items[SHOWN].students == 19
    assert items[SHOWN].difficulty == pytest.approx(9 / 19)
    assert items[OTHER].discrimination is None  # all have the same


def test_uncertainty_is_fishers(rng):
    """A textbook's interval: r = 0.5 of 28 pairs, whose transformed spread is 1.96 / 5."""
    x = np.tile([1.0, -1.0], 14)
    noise = np.tile([1.0, 1.0, -1.0, -1.0], 7)
    r, low, high = statistics.correlation(x, x + math.sqrt(3) * noise)
    assert r == pytest.approx(0.5)
    assert (low, high) == pytest.approx((0.1558, 0.7357), abs=5e-4)
    assert statistics.correlation(x[:9], noise[:9]) == (None, None, None)


def test_who_stopped_and_who_never_began_is_known(found):
    silent = statistics.silent(found, statistics.shares(found))
    assert silent.stopped == {"s07": "01-one"}
    assert silent.never == ["s19"]


def test_late_penalty_is_in_the_shares(found):
    late = found._replace(penalties={("s01", "01-one"): 0.5, ("s00", "01-one"): 9.0})
    assert statistics.shares(late)["s01"]["01-one"] == pytest.approx(1.5 / 3)
    assert statistics.shares(late)["s00"]["01-one"] == 0


class Read(HTMLParser):
    """Elements, ids and targets of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.targets = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            elif name in ("popovertarget", "href", "src"):
                self.targets.append(value.removeprefix("#"))


def test_page_to_be_projected_names_nobody_and_asks_no_server(found):
    text = page(found, Book({"sign": ROW}, "https://book.example"), names=False)
    read = Read(text)
    assert not read.tags & {"script", "img", "link", "iframe"}
    assert not re.search(r"\bs\d\d\b|Ada|Lovelace", text)
    for one in found.students:
        assert one not in table(found, names=False)
    inside = [one for one in read.targets if not one.startswith("https://book.example/")]
    assert inside
    assert set(inside) <= set(read.ids)
    assert len(set(read.ids)) == len(read.ids)
    assert "https://book.example/01-one.html#sign" in read.targets
    assert "y = W&lt;b&gt;x&lt;/b&gt;" in text
    assert "punishes the strong" in text


def test_page_with_names_has_them_as_text(found):
    text = page(found, Book({"sign": ROW}, ""), names=True)
    assert "script" not in Read(text).tags
    assert "Lovelace, Ada &lt;script&gt;alert(1)&lt;/script&gt; (s00)" in text
    rows = list(csv.DictReader(io.StringIO(table(found, names=True))))
    wrong_sign = [row["student"] for row in rows if row["mistake"] == "sign"]
    assert wrong_sign == ["s00", "s02", "s04"]


def test_shown_code_has_no_comments_and_survives_what_is_no_code():
    assert plain('def f():\n    "By Ada."\n    return 1  # Ada') == "def f():\n    return 1"
    assert plain("def f(:  # Ada\n    pass") == "def f(:\n    pass"
    assert plain("(" * 10_000).startswith("(")
    assert plain("x = " + "-" * 15_000 + "1").startswith("x")
    assert len(plain("a" * 1_000_000)) < 30_000

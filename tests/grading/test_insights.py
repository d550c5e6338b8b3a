"""What a class got wrong, from a class whose mistakes are known."""

import csv
import io
import json
import math
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np
import pytest
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from fclib.grading.insights import charts, groups, statistics
from fclib.grading.insights.gather import Class, gather
from fclib.grading.insights.graded import OTHER_ERROR, UNREADABLE, WIDTH, Graded, plain
from fclib.grading.insights.losses import BY_PERSON, GradedCell, Loss, Lost, of_notebook
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
    return Loss(student(number), test, lost, words, mistake, group, "f_answer", code)


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


def test_what_a_person_marked_is_no_mistake_of_the_class(found):
    marked = [loss(number, HIDDEN, 1.0, None, BY_PERSON) for number in (14, 15, 16)]
    both = found._replace(losses=found.losses + marked)
    assert groups.unnamed(both) == groups.unnamed(found)
    assert groups.not_written(both) == groups.not_written(found)
    assert groups.by_person(both) == marked
    text = page(both, Book({"sign": ROW}, ""), names=False)
    row = text[text.index("points given by a person") :].split("</tr>")[0]
    assert re.findall(r"<td>(.*?)</td>", row) == ["3", "", "", "", ""]


def test_what_nobody_has_read_yet_is_neither_lost_nor_known(found):
    """Half of the class is marked by hand; the parts and the correlation are of the rest."""
    essay = GradedCell("01-one", "01-one", "essay")
    half = found._replace(maxima={**found.maxima, essay: 100.0}, scores=dict(found.scores))
    for number in range(0, 19, 4):  # the weak, who would be the strong by that
        place = student(number), "01-one"
        half.scores[place] = {**found.scores[place], essay: 100.0 + number}
    parts = statistics.shares(half)
    assert parts["s01"]["01-one"] == pytest.approx(2 / 3)
    assert parts["s04"]["01-one"] == pytest.approx(105 / 103)
    items = {item.test: item for item in statistics.items(half)}
    assert items[HIDDEN].discrimination == pytest.approx(-1)
    assert items[essay].students == 5
    text = page(half, Book({"sign": ROW}, ""), names=True)
    assert "--heat: -" not in text


def test_extra_credit_stays_on_the_plot():
    plot = charts.progress([charts.Band(1.0, 1.5, 2.0)], ["01"], "Progress")
    assert re.findall(r'cy="(.+?)"', plot) == [f"{charts.TOP:.1f}"]


def graded(tmp_path, error, **about):
    """Return what the page says of a test that ended with an error."""
    ename, evalue = error
    cell = {
        "metadata": {"nbgrader": {"grade_id": "test"}, "fclib": about},
        "outputs": [{"output_type": "error", "ename": ename, "evalue": evalue}],
    }
    path = tmp_path / "one.ipynb"
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    return Graded(path).said("test")


def test_words_that_no_check_has_chosen_are_not_shown(tmp_path):
    """A student's error may have a person's name in its words, or in the name of its class."""
    assert graded(tmp_path, ("ValueError", "Ada 1"))[0] == "ValueError"
    assert graded(tmp_path, ("AdaError", "1"))[0] == OTHER_ERROR
    assert graded(tmp_path, ("print", "1"))[0] == OTHER_ERROR
    # They still tell mistakes apart.
    behaviours = [graded(tmp_path, ("ValueError", words))[1] for words in ("a 1", "a 2", "b 2")]
    assert behaviours[0] == behaviours[1] != behaviours[2]
    line, _ = graded(tmp_path, ("Wrong", "x"), told="[sign] f is wrong " + "very " * 1000)
    assert line.startswith("[sign] f is wrong very")
    assert len(line) <= WIDTH


FUNCTION, TABLE = "def f():\n    return {}", "values = [f()]"


def write_graded(path, answers, tests):
    """Write a graded notebook; answers are (name, code), tests (name, code, what they said)."""
    cells = [
        {
            "cell_type": "code",
            "metadata": {"nbgrader": {"grade_id": name, "solution": True}},
            "source": code,
        }
        for name, code in answers
    ]
    cells += [
        {
            "cell_type": "code",
            "metadata": {"nbgrader": {"grade_id": name, "grade": True}, "fclib": {"told": told}},
            "source": code,
            "outputs": [{"output_type": "error", "ename": "Wrong", "evalue": told}] if told else [],
        }
        for name, code, told in tests
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")


@pytest.mark.slow
def test_shown_code_is_the_function_that_is_wrong_in_the_notebook_where_it_is(tmp_path):
    """Two notebooks with cells of the same names; in one the table is wrong as its function is."""
    failed = {"a": {"one": ["function", "table"], "two": ["function", "table"]},
              "b": {"one": ["table"], "two": []}}  # fmt: skip
    answers = ("function_answer", "table_answer")
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        gradebook.add_assignment("01-one")
        for notebook in ("one", "two"):
            gradebook.add_notebook(notebook, "01-one")
            for name in ("function", "table"):
                gradebook.add_grade_cell(name, notebook, "01-one", max_score=1, cell_type="code")
        for who, wrong in failed.items():
            gradebook.add_student(who)
            with gradebook.db.no_autoflush:  # SQLAlchemy warns of nbgrader's own order otherwise
                gradebook.add_submission("01-one", who)
            tests = [("function", "f", f"{who}: f"), ("table", "values", f"{who}: a value")]
            for notebook, names in wrong.items():
                code = FUNCTION.format(repr(notebook) if "function" in names else 7)
                path = tmp_path / "autograded" / who / "01-one" / f"{notebook}.ipynb"
                write_graded(path, zip(answers, (code, TABLE), strict=True), tests)
                for name in ("function", "table"):
                    grade = gradebook.find_grade(name, notebook, "01-one", who)
                    grade.auto_score = 1.0 - (name in names)
        gradebook.db.commit()
    found = groups.unnamed(gather(CourseDirectory(root=str(tmp_path)), ["01-one"], {}))
    assert sorted((one.students, len(one.tests), one.example) for one in found) == [
        (["a"], 2, FUNCTION.format("'one'")),
        (["a"], 2, FUNCTION.format("'two'")),
        (["b"], 1, TABLE),
    ]


def test_loss_in_a_table_whose_function_has_a_known_mistake_is_due_to_it(tmp_path):
    path = tmp_path / "one.ipynb"
    answers = [("function_answer", FUNCTION.format(1)), ("table_answer", TABLE)]
    tests = [("function", "f", "[sign] f is wrong"), ("table", "values", "a value is wrong")]
    write_graded(path, answers, tests)
    lost = [Lost(GradedCell("01", "one", name), 1.0, False) for name in ("function", "table")]

    def mistakes(lost, untouched=()):
        return [
            one.mistake for one in of_notebook("a", Graded(path), lost, untouched, {"sign": ROW})
        ]

    assert mistakes(lost) == ["sign", "sign"]
    assert mistakes(lost[1:]) == [None]  # its function is right
    assert mistakes(lost, ["table_answer"]) == ["sign", None]  # nothing is written there
    by_person = lost[1]._replace(is_by_person=True)
    write_graded(path, answers, [*tests[:1], ("table", "values", "")])
    assert mistakes([lost[0], by_person]) == ["sign", None]


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


@pytest.mark.parametrize("between", ["", ";", "; ", ';"', " ; \u00a0"])
def test_a_students_line_is_run_by_no_browser_and_no_spreadsheet(found, between):
    """Also not by a spreadsheet for which a semicolon begins the next cell."""
    line = f"{between and 'x'}{between}=cmd<script>;=1"
    hostile = found._replace(losses=[loss(3, OTHER, 4.0, None, "another", line=line)])
    text = page(hostile, Book({}, ""), names=False)
    assert "script" not in Read(text).tags
    assert "=cmd&lt;script&gt;" in text
    for names in (False, True):
        rows = table(hostile, names).splitlines()[1:]
        assert rows
        for separator in ",;":
            cells = [cell for row in csv.reader(rows, delimiter=separator) for cell in row]
            assert not [cell for cell in cells if cell.strip(' "\u00a0')[:1] in tuple("=+-@")]


def test_shown_code_has_no_comments_and_what_is_no_code_is_not_shown():
    assert plain('def f():\n    "By Ada."\n    return 1  # Ada') == "def f():\n    return 1"
    assert plain('if 1:\n    "Ada"\nelse:\n    f"{2} Ada"\n"Ada"') == (
        "if 1:\n    pass\nelse:\n    pass"
    )
    assert plain("") == ""
    broken = 'def f(:\n    "By Ada."\n    pass'
    for source in (broken, "(" * 10_000, "x = " + "-" * 15_000 + "1", "a" * 1_000_000, "x = '\0'"):
        assert plain(source) == UNREADABLE

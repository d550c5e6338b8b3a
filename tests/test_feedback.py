"""What feedback pages leave out, cell by cell."""

from pathlib import Path

import nbformat
import nbgrader
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from traitlets.config import PyFileConfigLoader

from fclib.checks import CheckFailed
from fclib.checks.catalogue import CATALOGUE
from fclib.grading.pages import markdown
from fclib.grading.pages.feedback import HideHiddenTests, linked
from fclib.grading.pages.markdown import math, to_html

ROOT = Path(__file__).parents[1]
# What formgrader's handler passes to its template.
FORMGRADER = {
    **dict.fromkeys(("base_url", "mathjax_url", "filename", "first_name", "last_name"), ""),
    **dict.fromkeys(("assignment_id", "notebook_id", "submission_id", "notebook_path"), "x"),
    **{"index": 0, "total": 1, "nbgrader": {"score": 1, "max_score": 2, "late_penalty": 0}},
}

VISIBLE = "assert callable(f)"
HIDDEN = f"{VISIBLE}\n### BEGIN HIDDEN TESTS\ncheck.every_size(f, seed=1)\n### END HIDDEN TESTS"


def cell(source, error):
    """Return a test cell after grading, with the traceback that quotes all of it."""
    name = type(error).__name__
    quoted = [f"----> {number} {line}" for number, line in enumerate(source.splitlines(), 1)]
    output = nbformat.v4.new_output(
        "error", ename=name, evalue=str(error), traceback=[*quoted, f"{name}: {error}"]
    )
    metadata = {"nbgrader": {"grade": True, "grade_id": "test"}}
    return nbformat.v4.new_code_cell(source, outputs=[output], metadata=metadata)


def shown(cell):
    cell, _ = HideHiddenTests().preprocess_cell(cell, {}, 0)
    return cell.source, cell.outputs[0].traceback


@pytest.mark.parametrize("error", [NameError("leaked"), CheckFailed("leaked"), ValueError("l")])
def test_cell_with_hidden_tests_keeps_only_what_the_grader_says_of_it(error):
    assert shown(cell(HIDDEN, error)) == (VISIBLE, ["this hidden test did not pass."])
    told = cell(HIDDEN, error)
    told.metadata.fclib = {"told": "[sign]\nSee chapter 1."}
    assert shown(told) == (VISIBLE, ["[sign]", "See chapter 1."])


def test_cell_without_hidden_tests_keeps_its_traceback():
    before = cell(VISIBLE, NameError("name 'f' is not defined"))
    traceback = list(before.outputs[0].traceback)
    assert shown(before) == (VISIBLE, traceback)


def test_text_between_the_tests_is_left_alone():
    text = nbformat.v4.new_markdown_cell("### BEGIN HIDDEN TESTS is what marks them")
    kept, _ = HideHiddenTests().preprocess_cell(text.copy(), {}, 0)
    assert kept == text


def test_what_a_function_prints_under_hidden_tests_is_left_out():
    leaky = cell(HIDDEN, NameError("f"))
    leaky.outputs.insert(0, nbformat.v4.new_output("stream", name="stdout", text="x = [1, 2]"))
    kept, _ = HideHiddenTests().preprocess_cell(leaky, {}, 0)
    assert [output.output_type for output in kept.outputs] == ["error"]


def test_students_own_cell_with_the_marker_does_not_stop_the_page():
    own = nbformat.v4.new_code_cell("### BEGIN HIDDEN TESTS")
    kept, _ = HideHiddenTests().preprocess_cell(own.copy(), {}, 0)
    assert kept == own


HOSTILE = """# Title <script>alert(1)</script>

<img src=x onerror="alert(2)"> <iframe src="https://example.com"></iframe>

[click](javascript:alert(3)) ![beacon](https://example.com/x.png) [docs](https://example.com)

$\\text{<script>alert(4)</script>} x < y$
"""


def live(page):
    """Return the elements of a page that could do something, but for links to other pages."""
    return [
        element
        for element in BeautifulSoup(page, "html.parser").find_all(True)
        if element.name in ("script", "iframe", "form", "object", "embed", "style", "meta")
        or any(name.startswith("on") for name in element.attrs)
        or str(element.get("href", "https://")).split(":")[0] not in ("https", "#")
        or not str(element.get("src", "data:")).startswith("data:")
    ]


def test_markdown_page_has_nothing_live():
    page = to_html(HOSTILE, {})
    for alive in ["<a href='javascript:x'>", "<p onclick='x'>", "<img src='x'>", "<script>"]:
        assert live(alive)
    assert not live(page)
    assert "<h1>Title &lt;script&gt;" in page
    assert 'href="https://example.com"' in page


def test_attached_picture_is_shown_and_a_missing_one_named():
    attachments = {"a.png": {"image/png": "iVBORw0KGgo="}}
    page = to_html("![one](attachment:a.png) ![two](attachment:b.png)", attachments)
    assert '<img alt="one" src="data:image/png;base64,iVBORw0KGgo=">' in page
    assert "(picture: two)" in page


def test_pictures_that_do_not_fit_into_a_page_are_named(monkeypatch):
    """Each use is a copy: of one picture, used often, a page could become as large as it likes."""
    monkeypatch.setattr(markdown, "ROOM_FOR_PICTURES", 1_000)
    attachments = {"a.png": {"image/png": "A" * 300}}
    room = markdown.Room()
    page = "".join(to_html("![one](attachment:a.png)", attachments, None, room) for _ in range(9))
    assert page.count("<img") == 3
    assert page.count("(picture: one)") == 6


def test_very_long_text_is_shown_as_written(tmp_path):
    written = "$a " * (markdown.LARGEST_TEXT // 3 + 1)
    assert to_html(written, {}) == f"<pre>{written}</pre>"
    assert to_html("<b>" + written, {}).startswith("<pre>&lt;b&gt;$a")
    picture = "data:image/png;base64," + "A" * markdown.LARGEST_TEXT
    assert f'src="{picture}"' in to_html(f"![one]({picture})", {}, tmp_path)


def test_formulas_of_a_text_cell_are_mathml_which_needs_no_scripts():
    page = to_html("Output $y_i$ is\n\n$$\ny = \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}\n$$\n", {})
    assert "<math" in page
    assert "<msub><mi>y</mi><mi>i</mi></msub>" in page
    assert "<mtable" in page
    assert "$" not in page
    assert "\\(" not in page


def test_formulas_are_mathml_and_broken_ones_are_shown_as_written():
    assert "<msub><mi>W</mi><mrow><mi>i</mi><mi>j</mi></mrow></msub>" in math("W_{ij}")
    assert math("\\left(") == "<code>\\left(</code>"


def test_formgrader_shows_students_text_without_its_scripts():
    """The template of nbgrader's converts Markdown itself; our preprocessor has done it before."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    templates = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(templates)]
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(HOSTILE)])
    page, _ = HTMLExporter(config=config).from_notebook_node(nb, resources=dict(FORMGRADER))
    text = BeautifulSoup(page, "html.parser").find(class_="text_cell_render")
    assert "Title <script>alert(1)</script>" in text.get_text()
    for anchor in text.find_all("a", class_="anchor-link"):
        anchor.decompose()
    assert not live(str(text))


@pytest.mark.parametrize("misconception", CATALOGUE.values(), ids=CATALOGUE)
def test_every_misconception_is_linked_to_its_paragraph(misconception):
    text = linked(f"[{misconception.id}] seen:", "https://example.org/book", CATALOGUE)
    address = f"https://example.org/book/{misconception.chapter}.html#{misconception.anchor}"
    assert text == f'[<a href="{address}">{misconception.id}</a>] seen:'

"""The book's KaTeX extension, on small books of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]

GOOD = r"""# Page

Inline $\we{ij}\xe{j}$.

Text ($a_1 + a_2 + a_3 + a_4 = b$; and *that*) is $c$ alone.

$$
\ye{i} = \be{i} \\ z = 1
$$ (eq-first)

\begin{align}
a &= b \\ c &= d
\end{align}

\begin{gather*}
e = f
\end{gather*}

See {eq}`eq-first`.
"""

# Each formula stands in a paragraph of its own, four lines after the one before.
BAD = {
    "undefined command": r"$\nosuchcommand$",
    "missing brace": r"$\frac{a$",
    "letter outside ASCII": "$é$",
    "untrusted command": r"$\href{x}{y}$",
    "label inside display": "$$\n\\label{x} a\n$$",
    "unknown environment": "\\begin{multline}\na\n\\end{multline}",
}


def build(folder, text):
    """Build a one-page book as strictly as the course, and return the finished process."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    folder.mkdir(exist_ok=True)
    (folder / "index.md").write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text(
        "extensions = ['myst_parser', 'katex', 'freshness']\n"
        "myst_enable_extensions = ['amsmath', 'dollarmath']\n"
        "html_theme, html_math_renderer, nb_execution_cache_path = 'basic', 'katex', ''\n"
        f"katex_macros = {config['sphinx']['config']['katex_macros']!r}\n",
        encoding="utf-8",
    )
    return build_again(folder)


def build_again(folder):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-n",
        "-q",
        folder,
        folder / "out",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "book" / "_ext"), "NO_COLOR": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def good_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    finished = build(folder, GOOD)
    assert finished.returncode == 0, finished.stderr
    return (folder / "out" / "index.html").read_text(encoding="utf-8")


def test_labelled_and_amsmath_equations_are_numbered_once(good_page):
    assert re.findall(r'class="eqno">\((\d+)\)', good_page) == ["1", "2"]
    assert "eqn-num" not in good_page  # the number that KaTeX itself would add


def test_reference_shows_the_number_of_its_equation(good_page):
    assert re.search(
        r'<a class="reference internal" href="#equation-eq-first">\(1\)</a>', good_page
    )


def test_every_equation_has_html_and_mathml(good_page):
    assert good_page.count('class="katex-html"') == good_page.count("<math ") == 6


def test_what_touches_a_formula_stays_with_it_and_the_formula_may_break(good_page):
    kept = re.findall(
        r'<span class="unbroken">(.)<span class="math.*?</span>(\S)</span>', good_page
    )
    assert kept == [
        ("(", ";")
    ]  # the longest; a short formula stays whole with a full stop or without
    assert re.search(
        r'<span class="unbroken"><span class="math[^>]*>(?:(?!<wbr>).)*</span>', good_page
    )
    kept = re.search(r'<span class="unbroken">\(.*?;</span>', good_page)[0]
    assert kept.count("<wbr>") == kept.count('<span class="katex-base">') - 1 == 4
    assert "Text <span" in good_page
    assert "</span> and <em>" in good_page


def test_bare_line_breaks_make_lines(good_page):
    display = re.search(r'id="equation-eq-first".*?</math>', good_page, re.DOTALL)[0]
    assert display.count("<mtr") == 2


def test_macros_give_each_quantity_its_class(good_page):
    for name in ("q-x", "q-w", "q-b", "q-y"):
        assert f"enclosing {name}" in good_page


def test_styles_are_linked_only_where_there_are_equations(good_page, tmp_path):
    assert "katex/katex.min.css" in good_page
    assert build(tmp_path / "plain", "# Page\n\nNo formula.\n").returncode == 0
    plain = (tmp_path / "plain" / "out" / "index.html").read_text(encoding="utf-8")
    assert "katex" not in plain


@pytest.fixture(scope="module")
def bad_build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    text, lines = "# Page\n", {}
    for name, formula in BAD.items():
        lines[name] = text.count("\n") + 2
        text += f"\n{formula}\n\nText.\n"
    return folder, lines, build(folder, text)


@pytest.mark.parametrize("name", BAD)
def test_bad_tex_is_reported_with_file_and_line(bad_build, name):
    folder, lines, finished = bad_build
    assert finished.returncode != 0
    assert re.search(rf"{folder}/index\.md:{lines[name]}: WARNING: KaTeX", finished.stderr)


def test_failed_build_fails_again_although_nothing_changed(bad_build):
    folder, _, finished = bad_build
    again = build_again(folder)
    assert again.returncode != 0
    assert again.stderr == finished.stderr

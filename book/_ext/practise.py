"""What the site needs so that a reader can do an exercise in the page.

For each exercise a page of its own and a JSON file with the notebook's cells, their text rendered;
one script from the modules in book/practise/; and Python itself, packed from book/vendor/pyodide/.
Nothing of it is asked for before a reader presses the button on an exercise's card: exercise.py.
"""

import json
from html import escape
from pathlib import Path

import katex
import nbformat
from bundle import bundle
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from packing import pack
from sphinx.errors import ExtensionError

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
HIDDEN_TESTS = "### BEGIN HIDDEN TESTS"  # nbgrader's own mark
SCROLLS = "pst-scrollable-table-container"  # the theme's, which keeps wide tables in the column

PAGE = """<section>
<div class="practise-place practise-page" data-exercise="{name}"></div>
<noscript><p>This page needs JavaScript: it runs Python.</p></noscript>
<p><a href="../{name}.html">Back to the chapter</a> &ensp;
<a href="../exercises/{name}/{name}.ipynb" download>Download the notebook as it was released</a></p>
</section>
<script defer src="../_static/practise/practise.js"></script>
"""


def exercise_pages(app):
    """Write each exercise's JSON file, and yield its page to Sphinx."""
    render = Renderer(app)
    folder = Path(app.outdir, "practise")
    folder.mkdir(exist_ok=True)
    for path in sorted(ROOT.glob("exercises/*/*.ipynb")):
        name = path.stem
        data = exercise(name, path, render)
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        title = data["notebook"]["cells"][0]["source"].splitlines()[0].lstrip("# ")
        yield (
            f"practise/{name}",
            {"title": escape(title), "body": PAGE.format(name=name)},
            "page.html",
        )


def exercise(name, path, render):
    """Return what the page draws an exercise from.

    Parameters
    ----------
    name : str
        The exercise's name.
    path : Path
        The released notebook.
    render : Renderer
        Makes HTML of the cells that a reader does not write in.

    Returns
    -------
    dict
        ``name``; ``version``, which is another one when the source has changed; the released
        ``notebook``; ``html`` by the cell's id; ``hidden``, the ids of checks that have hidden
        tests.
    """
    notebook = nbformat.read(path, as_version=4)
    solution = nbformat.read(ROOT / "solutions" / name / f"{name}.ipynb", as_version=4)
    html = {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            html[cell.id] = render.text(cell.source, name)
        elif cell.metadata.get("nbgrader", {}).get("locked"):
            html[cell.id] = render.code(cell.source)
    return {
        "name": name,
        "version": solution.metadata["fclib"]["content"],
        "notebook": notebook,
        "html": html,
        "hidden": [
            cell.metadata["nbgrader"]["grade_id"]
            for cell in solution.cells
            if HIDDEN_TESTS in cell.source
        ],
    }


class Renderer:
    """Makes HTML of a notebook's cells as the book's pages have it."""

    def __init__(self, app):
        self.highlight = app.builder.highlighter.highlight_block
        self.macros = tuple(sorted(app.config.katex_macros.items()))
        self.markdown = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
        self.markdown.renderer.rules |= {
            "math_inline": self._inline,
            "math_block": self._display,
            "table_open": lambda *_: f'<div class="{SCROLLS}"><table class="table">',
            "table_close": lambda *_: "</table></div>\n",
        }

    def text(self, source, name):
        """Render a markdown cell."""
        return self.markdown.render(source, {"name": name})

    def code(self, source):
        """Highlight a cell of code."""
        return f'<div class="highlight-python notranslate">{self.highlight(source, "python")}</div>'

    def _inline(self, tokens, index, options, env):
        return (
            f'<span class="math notranslate">{self._math(tokens[index].content, False, env)}</span>'
        )

    def _display(self, tokens, index, options, env):
        tex = katex.display_tex(tokens[index].content)
        return f'<div class="math-display notranslate">{self._math(tex, True, env)}</div>\n'

    def _math(self, tex, display, env):
        html, error = katex.render(tex, display, self.macros)
        if error:
            raise ExtensionError(f"exercise {env['name']}: {error}")
        return html


def write_files(app):
    """Put the script, the style, and Python into the site."""
    if app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    (static / "practise").mkdir(parents=True, exist_ok=True)
    editor = (BOOK / "vendor" / "codemirror" / "codemirror.js").read_text(encoding="utf-8")
    script = f"{editor}\n{bundle(BOOK / 'practise', 'practise')}"
    (static / "practise" / "practise.js").write_text(script, encoding="utf-8")
    for name in ("worker.js", "practise.css"):
        (static / "practise" / name).write_bytes((BOOK / "practise" / name).read_bytes())
    # A service worker answers for the folder that it lies in.
    (Path(app.outdir) / "offline.js").write_bytes((BOOK / "practise" / "offline.js").read_bytes())
    pack(static / "pyodide")


def link_styles(app, pagename, templatename, context, doctree):
    """Link the style of formulas from the exercises' pages, of which Sphinx knows no formula."""
    if pagename.startswith("practise/"):
        app.add_css_file("katex/katex.min.css")


def setup(app):
    app.connect("builder-inited", write_files)
    app.connect("html-collect-pages", exercise_pages)
    app.connect("html-page-context", link_styles)
    return {"parallel_read_safe": True, "parallel_write_safe": False}

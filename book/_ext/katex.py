"""Render every equation with KaTeX while the site is built.

Pages need no script to show their mathematics, carry MathML for screen readers, and a formula that
KaTeX does not accept is a Sphinx warning with file and line, which the strict build turns into an
error. KaTeX runs inside this process, in the V8 engine that mini-racer brings; no Node is needed.
"""

import re
from functools import cache
from pathlib import Path

from docutils import nodes
from py_mini_racer import MiniRacer
from sphinx.util import logging
from sphinx.util.fileutil import copy_asset
from sphinx.util.math import get_node_equation_number

VENDOR = Path(__file__).parents[1] / "vendor" / "katex"
logger = logging.getLogger(__name__)

# Whatever real LaTeX would refuse is an error. The one exception is \htmlClass, which the macros
# need for colour; KaTeX prints other untrusted commands in red and goes on, so these are made to
# throw. A copy of the macros goes in because \gdef would otherwise leak from one formula into the
# next.
RENDER = r"""
const refuse = ({command}) => { throw new katex.ParseError(`${command} is not allowed here`); };
function render(tex, displayMode, macros) {
  try {
    return {html: katex.renderToString(tex, {
      displayMode, macros: {...macros}, output: "htmlAndMathml",
      strict: (code) => code === "htmlExtension" ? "ignore" : "error",
      trust: (context) => context.command === "\\htmlClass" || refuse(context),
    })};
  } catch (error) { return {error: error.message}; }
}
"""

# The environments that KaTeX numbers by itself. Sphinx does the numbering, so they get their
# starred form.
NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather)\}")
ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.DOTALL)

# What touches a formula in its sentence, such as a bracket before it and a full stop after it.
PART = '<span class="katex-base">'
SHORT = 24  # characters of TeX: "D = 768" and the like stay on one line
BEFORE, AFTER = re.compile(r"[(\[“‘]+$"), re.compile(r"^[^\s(\[]+")


@cache
def engine():
    """Start V8 and load KaTeX, once a process and only if a page has an equation."""
    context = MiniRacer()
    context.eval((VENDOR / "katex.min.js").read_text(encoding="utf-8"))
    context.eval(RENDER)
    return context


@cache
def render(tex, display, macros):
    """Return ``(html, error)``, one of them None; ``macros`` is a tuple of pairs."""
    result = engine().call("render", tex, display, dict(macros))
    return result.get("html"), result.get("error")


def display_tex(tex):
    r"""Return what display mode needs: starred environments, ``split`` round a bare ``\\``."""
    tex = NUMBERED.sub(r"\\\1{\2*}", tex)
    # Blank lines separate equations, as in Sphinx's own math directive.
    tex = r" \\ ".join(part for part in re.split(r"\n\s*\n", tex) if part.strip())
    if r"\\" in ENVIRONMENT.sub("", tex):
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    return tex


def location(node):
    """Return ``(source, line)`` of the node or of the nearest ancestor that has a line."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node.source, node.line


def html(translator, node, *, display):
    tex = display_tex(node.astext()) if display else node.astext()
    macros = tuple(sorted(translator.config.katex_macros.items()))
    rendered, error = render(tex, display, macros)
    if error:
        source, line = location(node)
        logger.warning("%s", error, location=f"{source}:{line}", type="katex")
        rendered = f"<code>{translator.encode(tex)}</code>"
    return rendered


def keep_punctuation(app, doctree, docname):
    """Give each formula the characters that touch it; a browser would break the line between."""
    for node in doctree.findall(nodes.math):
        at = node.parent.index(node)
        before, after = node.parent[max(at - 1, 0)], node.parent[min(at + 1, len(node.parent) - 1)]
        node["before"] = moved(before, BEFORE)
        node["after"] = moved(after, AFTER)


def moved(text, pattern):
    """Take what the pattern finds out of a text node, and return it."""
    found = pattern.search(text) if isinstance(text, nodes.Text) else None
    if found is None:
        return ""
    text.parent.replace(text, nodes.Text(text[: found.start()] + text[found.end() :]))
    return found[0]


def visit_inline(translator, node):
    formula = html(translator, node, display=False)
    before, after = (translator.encode(node.get(side, "")) for side in ("before", "after"))
    opening = translator.starttag(node, "span", "", CLASS="math notranslate nohighlight")
    formula = f"{before}{opening}{formula}</span>{after}"
    short = len(node.astext()) <= SHORT
    if before or after or short:
        # Nothing in here breaks but between the parts of a formula that may not fit on one line.
        wbr = "" if short else "<wbr>"
        breakable = formula.replace(PART, wbr + PART).replace(wbr + PART, PART, 1)
        formula = f'<span class="unbroken">{breakable}</span>'
    translator.body.append(formula)
    raise nodes.SkipNode


def visit_display(translator, node):
    translator.body.append(
        translator.starttag(node, "div", CLASS="math-display notranslate nohighlight")
    )
    translator.body.append(html(translator, node, display=True))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def copy_styles(app):
    """Put the style sheet, its fonts and the licence into the site; the script stays behind."""
    if app.builder.format == "html":
        copy_asset(
            VENDOR,
            Path(app.outdir) / "_static" / "katex",
            excluded=lambda name: name.endswith(".js"),
        )


def link_styles(app, pagename, templatename, context, doctree):
    # A formula in a chapter's title shows in the sidebar of every page.
    titled = any(title.next_node(nodes.math) for title in app.env.titles.values())
    if titled or app.env.get_domain("math").has_equations(pagename):
        app.add_css_file("katex/katex.min.css")


def setup(app):
    app.add_config_value("katex_macros", {}, "env", types=[dict])
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_display, None))
    app.connect("doctree-resolved", keep_punctuation)
    app.connect("builder-inited", copy_styles)
    app.connect("html-page-context", link_styles)
    # V8's threads do not survive a fork.
    return {"parallel_read_safe": True, "parallel_write_safe": False}

"""Links between the chapters and the reference, both ways.

Where a cell imports a function from fclib, its name leads to the function's entry in the reference.
The entry ends with the chapters that import it, and with the exercise in which students write it.
The exercise's card says so, too.
"""

import ast
import re
from functools import cache
from pathlib import Path

import nbformat
from docutils import nodes
from sphinx import addnodes

EXERCISES = Path(__file__).parents[2] / "exercises"
# As Pygments marks it up: up to the end of the line, or to the bracket that closes.
SPACE = r'(?:<span class="w">\s+</span>|\s+)'
IMPORT = re.compile(
    rf'<span class="kn">from</span>{SPACE}<span class="nn">fclib[\w.]*</span>{SPACE}'
    rf'<span class="kn">import</span>{SPACE}(?:<span class="p">\(</span>.*?\)</span>|.*?$)',
    re.DOTALL | re.MULTILINE,
)
NAME = re.compile(r'<span class="n">(\w+)</span>')


def entries(env):
    """Return ``{name: (page, anchor)}`` of the functions and classes in the reference."""
    return {
        fullname.rpartition(".")[2]: (entry.docname, entry.node_id)
        for fullname, entry in env.domains["py"].objects.items()
        if entry.objtype in ("function", "class")
    }


def imported(source):
    """Return the names that Python text imports from fclib."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell's output, or another language
        return set()
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "fclib"
        for alias in node.names
    }


@cache
def written():
    """Return ``{name: exercise}`` of the functions and classes that students write."""
    found = {}
    for path in sorted(EXERCISES.glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
                for node in ast.parse(cell.source).body:
                    if isinstance(node, ast.FunctionDef | ast.ClassDef):
                        found.setdefault(node.name, path.stem)
    return found


def note_imports(app, doctree):
    if app.env.docname[:2].isdigit():  # a chapter
        blocks = doctree.findall(nodes.literal_block)
        names = set().union(*(imported(block.astext()) for block in blocks))
        app.env.metadata[app.env.docname]["fclib"] = sorted(names)


def refresh_reference(app, env, docnames):
    """Read the reference again with any chapter: it says which of them import what."""
    if docnames:
        docnames += sorted({page for page, _ in entries(env).values()} - {*docnames})


def link_imports(app, pagename, templatename, context, doctree):
    if "body" not in context or "fclib" not in app.env.metadata.get(pagename, {}):
        return
    there = entries(app.env)

    def linked(match):
        if match[1] not in there:
            return match[0]
        page, anchor = there[match[1]]
        uri = app.builder.get_relative_uri(pagename, page)
        return f'<a href="{uri}#{anchor}">{match[0]}</a>'

    context["body"] = IMPORT.sub(lambda line: NAME.sub(linked, line[0]), context["body"])


def say_where_used(app, doctree, docname):
    for entry in doctree.findall(addnodes.desc):
        if entry["domain"] == "py" and entry["objtype"] in ("function", "class"):
            name = entry[0]["fullname"]
            sentence = where_used(app, docname, name)
            if sentence:
                entry[-1] += nodes.paragraph("", "", *sentence, classes=["where-used"])


def where_used(app, docname, name):
    """Return text and links that say where ``name`` occurs in the book."""
    metadata = app.env.metadata
    chapters = [page for page in sorted(metadata) if name in metadata[page].get("fclib", ())]
    parts = []
    for page in chapters:
        before = ", " if parts else f"In chapter{'s' * (len(chapters) > 1)} "
        parts += [nodes.Text(before), link(app, docname, page)]
    exercise = written().get(name)
    if exercise:
        parts.append(
            nodes.Text("; you write it in exercise " if parts else "You write it in exercise ")
        )
        parts.append(link(app, docname, exercise, f"#exercise-{exercise[:2]}"))
    return [*parts, nodes.Text(".")] if parts else []


def link(app, docname, page, anchor=""):
    uri = app.builder.get_relative_uri(docname, page) + anchor
    return nodes.reference("", str(int(page[:2])), internal=True, refuri=uri)


def say_what_is_written(app, doctree, docname):
    """Add to a chapter's card the functions that its exercise asks for."""
    names = [name for name, exercise in written().items() if exercise == docname]
    for card in doctree.findall(nodes.container):
        if names and "exercise-card" in card["classes"]:
            parts = [nodes.Text("You write ")]
            for count, name in enumerate(names, start=1):
                parts += [code(app, docname, name), nodes.Text(between(count, len(names)))]
            download = next(at for at, part in enumerate(card) if isinstance(part, nodes.raw))
            card.insert(download, nodes.paragraph("", "", *parts))


def between(count, total):
    """Return what follows the word ``count`` of ``total``: a comma, "and", or the full stop."""
    return {total: ".", total - 1: " and "}.get(count, ", ")


def code(app, docname, name):
    """Return a name as code, with a link to its entry if it has one."""
    literal = nodes.literal("", name)
    if name not in entries(app.env):
        return literal
    page, anchor = entries(app.env)[name]
    uri = f"{app.builder.get_relative_uri(docname, page)}#{anchor}"
    return nodes.reference("", "", literal, internal=True, refuri=uri)


def setup(app):
    app.connect("doctree-read", note_imports)
    app.connect("env-before-read-docs", refresh_reference)
    app.connect("doctree-resolved", say_where_used)
    app.connect("doctree-resolved", say_what_is_written)
    app.connect("html-page-context", link_imports)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

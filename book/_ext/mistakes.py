"""Mistakes: a folded family of them in a chapter, and the page that lists them all.

::

    ```{mistakes} The biases
    bias-missing
    - y[i] = sum(W[i, j] * x[j] for j in range(D))
    + y[i] = sum(W[i, j] * x[j] for j in range(D)) + b[i]
    Off by exactly the biases, so invisible in a test where they are zero.

    bias-subtracted
    ...
    ```

A paragraph for each mistake: its name, wrong lines after ``-``, right ones after ``+``, and how it
shows itself, in MyST. ``{mistake-index}`` lists the whole catalogue by chapter, with what the
chapters say.
"""

import html
import re
from pathlib import Path
from typing import ClassVar, NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from fclib.checks import wrong
from fclib.checks.catalogue import CATALOGUE, modules

BOOK = Path(__file__).parents[1]
BLOCK = re.compile(r"^```\{mistakes\}.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)


class Entry(NamedTuple):
    name: str
    wrong: list
    right: list
    symptom: list


def entries(text):
    """Read the mistakes of a block: one for each paragraph."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        name, *lines = paragraph.splitlines()
        before, after = ([line[2:] for line in lines if line.startswith(m)] for m in ("- ", "+ "))
        symptom = [line for line in lines if not line.startswith(("- ", "+ "))]
        found.append(Entry(name, before, after, symptom))
    return found


class Mistakes(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        listed = nodes.definition_list(classes=["mistakes"])
        found = entries("\n".join(self.content))
        for entry in found:
            if entry.name not in CATALOGUE:
                raise self.error(f"{entry.name!r} is not in the catalogue of misconceptions")
            listed += self.item(entry)
        title = html.escape(self.arguments[0])
        opening = f"<details><summary>{title} <span>{len(found)}</span></summary>"
        return [
            nodes.raw("", f'<div class="mistake-family">{opening}', format="html"),
            listed,
            nodes.raw("", "</details></div>", format="html"),
        ]

    def item(self, entry):
        term = nodes.term("", "", nodes.literal("", entry.name))
        term["names"].append(nodes.fully_normalize_name(entry.name))
        self.state.document.note_explicit_target(term, term)
        body = nodes.definition()
        body += nodes.raw("", code(entry), format="html")
        self.state.nested_parse(StringList(entry.symptom, "mistakes"), self.content_offset, body)
        return nodes.definition_list_item("", term, body)


def code(entry):
    """Write the wrong and the right lines; words say what the colours say."""
    return "".join(
        f'<pre class="{kind}"><span class="visually-hidden">{kind}: </span>'
        f"<code>{html.escape(chr(10).join(lines))}</code></pre>"
        for kind, lines in (("wrong", entry.wrong), ("right", entry.right))
        if lines
    )


class MistakeIndex(SphinxDirective):
    option_spec: ClassVar = {}

    def run(self):
        symptoms = {}
        chapters = {path.stem: path for path in sorted(BOOK.glob("[0-9][0-9]-*.md"))}
        for path in chapters.values():
            self.env.note_dependency(str(path))
            for block in BLOCK.findall(path.read_text(encoding="utf-8")):
                symptoms |= {entry.name: entry.symptom for entry in entries(block)}
        return [
            self.section(stem, path, symptoms)
            for stem, path in chapters.items()
            if any(row.chapter == stem for row in CATALOGUE.values())
        ]

    def section(self, stem, path, symptoms):
        title = re.search(r"^# (.*)", path.read_text(encoding="utf-8"), re.MULTILINE)[1]
        section = nodes.section(ids=[f"mistakes-of-{stem[:2]}"])
        section += nodes.title("", f"Chapter {int(stem[:2])}: {title}")
        listed = nodes.definition_list(classes=["mistake-index"])
        for row in CATALOGUE.values():
            if row.chapter == stem:
                listed += self.item(row, symptoms.get(row.id, [row.hint]))
        section += listed
        return section

    def item(self, row, symptom):
        name = nodes.reference("", "", nodes.literal("", row.id), internal=True)
        name["refuri"] = f"{row.chapter}.html#{row.anchor}"
        computes = f'<span class="computes">{typeset(row.formula)}</span>'
        where = nodes.inline("", "exercise ", classes=["where"])
        for count, number in enumerate(exercises(row.id)):
            chapter = next(BOOK.glob(f"{number:02}-*.md")).stem
            uri = f"{chapter}.html#exercise-{number:02}"
            where += [nodes.Text(", ")] * bool(count)
            where += nodes.reference("", str(number), internal=True, refuri=uri)
        term = nodes.term("", "", name, nodes.raw("", f" {computes} ", format="html"), where)
        body = nodes.definition()
        self.state.nested_parse(StringList(symptom, "mistakes"), self.content_offset, body)
        return nodes.definition_list_item("", term, body)


LETTER = r"(?<![\w∂<>/])([xXyYWbLNDMCHfhgpkszηλ])(?![\w'’])"


def typeset(formula):
    """Write what a mistake computes as HTML: letters slanted, indices low, transposes high."""
    # ᵀ counts as a letter, and would hide the one that it belongs to.
    text = html.escape(formula).replace("ᵀ", "<sup>T</sup>")
    text = re.sub(r"\b([A-Za-z])_(\w+)|Σ_\{?([^\s}]+)\}?", indexed, text)
    text = re.sub(r"∂([A-Za-z])", r"∂<i>\1</i>", text)
    return re.sub(LETTER, r"<i>\1</i>", text)


def indexed(match):
    letter, index, under = match.groups()
    return f"<i>{letter}</i><sub>{index}</sub>" if letter else f"Σ<sub>{under}</sub>"


def exercises(name):
    """Return the numbers of the exercises whose checks look for a misconception."""
    found = {int(CATALOGUE[name].chapter[:2]), *wrong.BY_BEHAVIOUR.get(name, ())}
    for module in modules():
        if any(versions.get(name) for versions in module.WRONG.values()):
            found.add(int(module.CHAPTER[:2]))
    return sorted(found)


def add_filter(app, pagename, templatename, context, doctree):
    if doctree is not None and pagename == "mistakes":
        app.add_js_file("filter.js", defer="defer")


def setup(app):
    app.add_directive("mistakes", Mistakes)
    app.add_directive("mistake-index", MistakeIndex)
    app.connect("html-page-context", add_filter)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

"""The ``quiz`` directive: questions at a chapter's end, answered in the page.

::

    ```{quiz}
    ? A question of which one answer is right.
    - a wrong one
    * the right one
    ! Why.

    ? A question whose answer is a number.
    = 8
    ! Why.
    ```

With two or more ``*`` every right answer has to be ticked. quiz.js checks the answers and remembers
them in the reader's browser and nowhere else; without JavaScript the explanations can be unfolded.
"""

import re
from typing import ClassVar, NamedTuple

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective


class Question(NamedTuple):
    text: str
    options: list  # (text, whether it is right) of each
    number: str
    why: str

    @property
    def kind(self):
        if self.number:
            return "number"
        return "several" if sum(right for _, right in self.options) > 1 else "one"


def questions(text):
    """Read the questions of a quiz: one for each paragraph."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [(line[0], line[2:]) for line in paragraph.splitlines()]
        said = {mark: " ".join(line for m, line in lines if m == mark) for mark in "?=!"}
        options = [(line, mark == "*") for mark, line in lines if mark in "-*"]
        found.append(Question(said["?"], options, said["="], said["!"]))
    return found


class Quiz(SphinxDirective):
    has_content = True
    option_spec: ClassVar = {}

    def run(self):
        self.env.metadata[self.env.docname]["quiz"] = True
        asked = questions("\n".join(self.content))
        quiz = nodes.container(classes=["quiz"])
        for count, question in enumerate(asked):
            quiz += self.question(question, f"quiz-{count}")
        return [raw(f'<fc-quiz data-page="{self.env.docname}">'), quiz, raw("</fc-quiz>")]

    def question(self, question, name):
        if question.kind != "number" and not any(right for _, right in question.options):
            raise self.error(f"no answer is marked as right: {question.text}")
        opening = f'<fieldset data-kind="{question.kind}" data-number="{question.number}"><legend>'
        parts = [raw(opening), self.inline(question.text), raw("</legend>")]
        if question.number:
            parts.append(raw(f'<label>Answer <input name="{name}" inputmode="decimal"></label>'))
        kind = "radio" if question.kind == "one" else "checkbox"
        for text, right in question.options:
            box = f'<input type="{kind}" name="{name}" data-right="{int(right)}">'
            parts += [raw(f"<label>{box} <span>"), self.inline(text), raw("</span></label>")]
        check = '<button type="button" hidden>Check</button> <output></output>'
        parts.append(raw(f'<p class="check">{check}</p><details><summary>Why</summary>'))
        if question.number:  # apart from the words: MyST reads "18. And" as an item of a list
            parts.append(raw(f"<strong>{question.number.replace('-', '−')}</strong>: "))
        parts += [self.inline(question.why), raw("</details></fieldset>")]
        return parts

    def inline(self, text):
        parsed = nodes.Element()
        self.state.nested_parse(StringList([text], "quiz"), self.content_offset, parsed)
        return nodes.inline("", "", *parsed[0].children)


def raw(text):
    return nodes.raw("", text, format="html")


def add_script(app, pagename, templatename, context, doctree):
    if doctree is not None and ("quiz" in app.env.metadata[pagename] or pagename == "summary"):
        app.add_js_file("quiz.js", defer="defer")


def setup(app):
    app.add_directive("quiz", Quiz)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

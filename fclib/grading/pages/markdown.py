"""Markdown to HTML for text that nobody vouches for: raw HTML is escaped, formulas are MathML."""

import base64
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import mistune
from latex2mathml.converter import convert
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from fclib.grading import untrusted

PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/\s]+={0,2}\Z")
WRITTEN_OUT = re.compile(r"data:image/[a-z]+;base64,[A-Za-z0-9+/]+")
"""A picture within a text."""
LARGEST_PICTURE = 4_000_000  # bytes
LARGEST_TEXT = 30_000
"""Characters; how long converting takes can grow with the square of how many there are."""
ROOM_FOR_PICTURES = 60_000_000
"""Characters of base64 in a page, more than the largest notebook has. Each use is a copy."""
KINDS = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
"""Kinds of pictures by how their files begin."""
NAMES = {"student", "last_name", "first_name", "notebook_path"}
"""What formgrader puts into the page of a submission, as its keys in nbconvert's resources."""
MATH_ATTRIBUTES = {
    *("accent", "columnalign", "columnspacing", "display", "displaystyle", "fence", "form"),
    *("linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits"),
    *("rowspacing", "rspace", "scriptlevel", "separator", "stretchy", "symmetric", "width"),
}


class Room:
    """What is left of a page's room for pictures."""

    def __init__(self) -> None:
        self.left = ROOM_FOR_PICTURES


class SafeMarkdown(NbGraderPreprocessor):
    """Convert text cells before a template of nbgrader's does, which lets scripts through.

    So it does with the names of students, which are escaped here, too.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a notebook's text cells."""
        for name in NAMES & resources.keys():
            resources[name] = resources[name] and mistune.escape(resources[name])
        self._room = Room()
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert one cell to HTML in one line, which Markdown leaves as it is."""
        if cell.cell_type == "markdown":
            folder = resources.get("metadata", {}).get("path")
            page = to_html(cell.source, cell.pop("attachments", {}), folder, self._room)
            cell.source = f"<div>{page}</div>".replace("\n", "&#10;")
        return cell, resources


def to_html(
    text: str,
    attachments: dict[str, dict[str, str]],
    folder: str | Path | None = None,
    room: Room | None = None,
) -> str:
    """Convert a markdown cell.

    Parameters
    ----------
    text : str
        The cell's source. Raw HTML in it is shown as text, and so is all of a very long one.
    attachments : dict
        The cell's pictures, as nbformat has them.
    folder : path-like, optional
        Where the notebook is: pictures beside it are put into the page. Those at an address
        elsewhere are not shown: whoever reads the page would ask for them there.
    room : Room, optional
        What the page has left for pictures; those that do not fit are named and not shown.

    Returns
    -------
    str
        HTML without scripts, forms, frames or addresses that do something.
    """
    if len(WRITTEN_OUT.sub("", text)) > LARGEST_TEXT:
        return f"<pre>{mistune.escape(text)}</pre>"
    markdown = mistune.create_markdown(
        renderer=_Renderer(attachments, folder, room or Room()),
        plugins=["math", "table", "strikethrough"],
    )
    return str(markdown(text))


class _Renderer(mistune.HTMLRenderer):
    def __init__(
        self, attachments: dict[str, dict[str, str]], folder: str | Path | None, room: Room
    ) -> None:
        super().__init__(escape=True)
        self._attachments, self._folder, self._room = attachments, folder, room

    # The plugin registers functions of its own for these two; methods come before them.
    def inline_math(self, text: str) -> str:
        return math(text)

    def block_math(self, text: str) -> str:
        return f"<p>{math(text, 'block')}</p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not re.match(r"https?://|#", url):
            return text
        return f'<a rel="noreferrer" href="{mistune.escape(url)}">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        pictures = self._attachments.get(url.removeprefix("attachment:"), {})
        addresses = [f"data:{kind};base64,{data}" for kind, data in pictures.items()]
        if not addresses and self._folder is not None:
            addresses = [url, beside(self._folder, url)]
        for address in addresses:
            if len(address) > self._room.left:
                continue
            self._room.left -= len(address)
            address = address.replace("\n", "")
            if PICTURE.match(address):
                return f'<img alt="{mistune.escape(text)}" src="{address}">'
        return f"<em>(picture: {mistune.escape(text or url)})</em>"


def beside(folder: str | Path, url: str) -> str:
    """Return the data address of a picture beside a notebook; empty if there is none to show."""
    *above, name = unquote(url.split("#")[0]).removeprefix("./").split("/")
    try:
        with untrusted.folder(folder, *above) as opened:
            content = untrusted.Entry(name, 0, "", opened).read(LARGEST_PICTURE)
    except (untrusted.UnreadableError, ValueError):  # a name that no file can have
        return ""
    kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}" if kind else ""


def math(tex: str, display: str = "inline") -> str:
    """Convert a formula to MathML; one that cannot be converted is shown as it was written."""
    try:
        # The converter does not escape what stands in \text.
        tree = ElementTree.fromstring(
            convert(tex.replace("<", r"\lt ").replace(">", r"\gt "), display=display)
        )
    except Exception:  # the converter raises errors of every kind
        return f"<code>{mistune.escape(tex)}</code>"
    for element in tree.iter():
        name = element.tag.rpartition("}")[2]
        if not re.fullmatch(r"m[a-z]+", name):
            return f"<code>{mistune.escape(tex)}</code>"
        element.tag = name
        for attribute in set(element.attrib) - MATH_ATTRIBUTES:
            del element.attrib[attribute]
    return ElementTree.tostring(tree, encoding="unicode", short_empty_elements=False)

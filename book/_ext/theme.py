"""Patch what the theme and Jupyter Book put into every page.

The templates beside this file do the same for the page's frame; what is here has no template of its
own.
"""

import re
from pathlib import Path

from sphinx.util.fileutil import copy_asset

FACE = Path(__file__).parents[1] / "vendor" / "source-serif"  # SIL Open Font License

# Accessibility: (what stands in a page's body, what should). The first label hides the words on a
# collapsed cell; the role is deprecated, and not allowed among the children of a list.
PATCHES = [
    (re.compile(r'(<summary) aria-label="Toggle hidden content"'), r"\1"),
    (re.compile(r'(<div class="citation"[^>]*) role="doc-biblioentry"'), r'\1 role="listitem"'),
    # The settings of Thebe, whose launcher fetches from another host whether or not a book uses it.
    (re.compile(r'<script type="text/x-thebe-config">.*?</script>', re.DOTALL), ""),
]

# What is for some pages alone, though every page gets it: (a word in its name or its text, what a
# page has that needs it). On a phone each file costs a way there and back.
WANTED_BY = {
    "thebe": re.compile("(?!)"),  # nothing
    "translations": re.compile("(?!)"),  # into British English
    "toggle": re.compile(r'class="[^"]*\b(?:toggle|admonition[^"]* dropdown)\b'),
    "design-tabs": re.compile("sd-tab-set"),
    "sphinx-design": re.compile(r'class="[^"]*\bsd-'),
    "mystnb": re.compile(r'class="cell'),
    "copybutton": re.compile(r'class="highlight'),
    "clipboard": re.compile(r'class="highlight'),
}


def patch_body(app, pagename, templatename, context, doctree):
    if "body" in context:
        for pattern, replacement in PATCHES:
            context["body"] = pattern.sub(replacement, context["body"])


def remove_unused(app, pagename, templatename, context, doctree):
    """Take out the scripts and styles for what a page does not have."""
    body = context.get("body", "")
    unused = [word for word, wanted in WANTED_BY.items() if not wanted.search(body)]
    for kind in ("script_files", "css_files"):
        # In place: handlers that run later add to this very list.
        context[kind][:] = [
            asset for asset in context[kind] if not any(word in describe(asset) for word in unused)
        ]


def patch_search(app, pagename, templatename, context, doctree):
    if pagename == "search":
        app.add_js_file("excerpts.js", defer="defer")


def describe(asset):
    body = getattr(asset, "attributes", {}).get("body", "")
    return f"{getattr(asset, 'filename', asset)} {body}".lower()


def copy_face(app):
    """Put the typeface of the text and its licence into the site."""
    if app.builder.format == "html":
        copy_asset(FACE, Path(app.outdir) / "_static" / "source-serif")


def setup(app):
    app.connect("builder-inited", copy_face)
    app.connect("html-page-context", patch_body)
    # After the handlers that add assets
    app.connect("html-page-context", remove_unused, priority=900)
    app.connect("html-page-context", patch_search)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

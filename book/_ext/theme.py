"""Mend what the theme and Jupyter Book put into every page.

The templates beside this file do the same for the page's frame; what is here has no template of its
own.
"""

import re

# Accessibility: (what stands in a page's body, what should). The first label hides the words on a
# collapsed cell; the role is deprecated, and not allowed among the children of a list.
MENDS = [
    (re.compile(r'(<summary) aria-label="Toggle hidden content"'), r"\1"),
    (re.compile(r'(<div class="citation"[^>]*) role="doc-biblioentry"'), r'\1 role="listitem"'),
    # The settings of Thebe, which remove_thebe takes out.
    (re.compile(r'<script type="text/x-thebe-config">.*?</script>', re.DOTALL), ""),
]


def mend_body(app, pagename, templatename, context, doctree):
    if "body" in context:
        for pattern, replacement in MENDS:
            context["body"] = pattern.sub(replacement, context["body"])


def remove_thebe(app, pagename, templatename, context, doctree):
    """Take out Thebe's launcher, which fetches from another host whether or not a book uses it."""
    for kind in ("script_files", "css_files"):
        # In place: handlers that run later add to this very list.
        context[kind][:] = [asset for asset in context[kind] if "thebe" not in describe(asset)]


def mend_search(app, pagename, templatename, context, doctree):
    if pagename == "search":
        app.add_js_file("excerpts.js", defer="defer")


def describe(asset):
    body = getattr(asset, "attributes", {}).get("body", "")
    return f"{getattr(asset, 'filename', asset)} {body}".lower()


def setup(app):
    app.connect("html-page-context", mend_body)
    app.connect("html-page-context", remove_thebe)
    app.connect("html-page-context", mend_search)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

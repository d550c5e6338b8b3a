"""The link to the whole book as one PDF, in the sidebar of every page.

The PDF is made from the pages (book/paper), so the pages are there first: ``offer`` puts the link
in once the PDF is there. A new build of the site takes both away, because the PDF is then of the
pages that were.
"""

import re
from pathlib import Path

NAME = "fully-connected-layer.pdf"
PLACE = re.compile(r"<!-- pdf -->.*?<!-- /pdf -->", re.DOTALL)
LINK = """<ul class="nav bd-sidenav">
<li><a href="{name}" download>The book as a PDF, {size}</a></li>
</ul>"""


def link(site, markup):
    """Put ``markup`` into every page of ``site``, where the sidebar has room for it."""
    for path in Path(site).glob("*.html"):
        page = path.read_text(encoding="utf-8")
        linked = PLACE.sub(f"<!-- pdf -->{markup}<!-- /pdf -->", page)
        if linked != page:
            path.write_text(linked, encoding="utf-8")


def offer(site):
    size = (Path(site) / NAME).stat().st_size / 1e6
    link(site, LINK.format(name=NAME, size=f"{size:.1f} MB"))


def withdraw(app, exception):
    if app.builder.format == "html":
        link(app.outdir, "")
        (Path(app.outdir) / NAME).unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", withdraw)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

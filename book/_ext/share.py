"""What others show of a page: search engines, messengers, assistants, and a server with no page.

Each page gets a description, Open Graph tags and a picture (``assets/share/NAME.png``, which
``python -m book.pictures`` draws), and the site an ``index.html`` that is the first page itself, a
``404.html``, ``llms.txt``, and ``sitemap.xml`` where ``html_baseurl`` says what its addresses are.
"""

import html
import re
import shutil
from pathlib import Path

from docutils import nodes

PICTURES = Path(__file__).parents[1] / "assets" / "share"
LONGEST = 200  # characters of a description
LOST = """<h1>There is no such page</h1>
<p>The address may be of an older edition. Start from <a href="intro.html">the first page</a>, look
in <a href="genindex.html">the index</a>, or <a href="search.html">search</a>.</p>"""
VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>\s*')


def describe(app, doctree, metadata):
    """Return the page's own description, or how its text begins."""
    if "description" in metadata:
        return metadata["description"]
    texts = (" ".join(p.astext().split()) for p in doctree.findall(nodes.paragraph))
    text = next((text for text in texts if len(text) > 40), app.config.html_title)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def add_tags(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    title = re.sub(r"<[^>]+>", "", context.get("title", app.config.html_title))
    tags = {"og:type": "article", "og:site_name": app.config.html_title, "og:title": title}
    tags["og:description"] = describe(app, doctree, app.env.metadata[pagename])
    base = app.config.html_baseurl
    if base:
        picture = pagename if (PICTURES / f"{pagename}.png").is_file() else "intro"
        tags["og:url"] = f"{base.rstrip('/')}/{pagename}.html"
        tags["og:image"] = f"{base.rstrip('/')}/_static/share/{picture}.png"
        tags["twitter:card"] = "summary_large_image"
    written = [f'<meta property="{name}" content="{escape(text)}">' for name, text in tags.items()]
    written.append(f'<meta name="description" content="{escape(tags["og:description"])}">')
    context["metatags"] = context.get("metatags", "") + "\n    " + "\n    ".join(written)


def escape(text):
    return html.escape(html.unescape(text))


def lost_page(app):
    if app.builder.format == "html":
        yield "404", {"title": "No such page", "body": LOST}, "page.html"


def write_files(app, exception):
    if exception or app.builder.format != "html":
        return
    site = Path(app.outdir)
    for path in site.rglob("*.html"):  # Sphinx and the theme both say how wide the page is
        page = path.read_text(encoding="utf-8")
        first = VIEWPORT.search(page)
        if first:
            rest = VIEWPORT.sub("", page[first.end() :])
            path.write_text(page[: first.end()] + rest, encoding="utf-8")
    if app.config.root_doc != "index":
        shutil.copyfile(site / f"{app.config.root_doc}.html", site / "index.html")
    pages = [page for page in ordered(app) if (site / f"{page}.html").is_file()]
    (site / "llms.txt").write_text(summary(app, pages), encoding="utf-8")
    base = app.config.html_baseurl.rstrip("/")
    if base:
        urls = "".join(f"<url><loc>{base}/{page}.html</loc></url>\n" for page in pages)
        (site / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
            encoding="utf-8",
        )


def ordered(app):
    """Return the pages in the order of the table of contents."""
    below = app.env.toctree_includes
    found, waiting = [], [app.config.root_doc]
    while waiting:
        page = waiting.pop(0)
        found.append(page)
        waiting = below.get(page, []) + waiting
    return found


def summary(app, pages):
    """Write what the book is and what each page has, for assistants that read plain text."""
    lines = [f"# {app.config.html_title}", ""]
    for page in pages:
        doctree = app.env.get_doctree(page)
        title = app.env.titles[page].astext()
        said = describe(app, doctree, app.env.metadata[page])
        lines.append(f"- [{title}]({page}.html): {said}")
    return "\n".join(lines) + "\n"


def setup(app):
    app.connect("html-page-context", add_tags)
    app.connect("html-collect-pages", lost_page)
    # After Jupyter Book has written a page that only sends the reader on.
    app.connect("build-finished", write_files, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

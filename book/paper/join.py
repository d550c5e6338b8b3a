"""The pages of the built site as one document: cover, contents, chapters, index.

An anchor of a page becomes PAGE--ANCHOR, so that the anchors of two pages never meet, and links
between pages lead there.
"""

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

HERE = Path(__file__).parent
# Attributes that name elements of the same page; a group of radio buttons is such a name, too.
NAMING = ("id", "for", "name", "aria-labelledby", "aria-describedby", "aria-controls", "list")
# These go over what the others say, whichever page brought them.
LAST = ("_static/quantities.css", "_static/site.css")


@dataclass
class Page:
    """A page of the site; ``part`` is the caption above it in the sidebar."""

    name: str
    part: str
    title: str = ""
    sections: list = field(default_factory=list)
    styles: list = field(default_factory=list)
    article: object = None


def read(path):
    text = path.read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser", multi_valued_attributes=None)


def pages(site):
    """Return the pages in the order of the sidebar, and the index at the end."""
    first = read(site / "intro.html")
    found, part = [Page("intro", "")], ""
    for entry in first.select("nav.bd-links :is(.caption, .toctree-l1:not(.current) > a)"):
        if entry.name == "a":
            found.append(Page(entry["href"].removesuffix(".html"), part))
        else:
            part = entry.get_text(strip=True)
    found.sort(key=lambda page: page.name == "genindex")  # the last, as in every book
    found[-1].part = ""
    names = {page.name for page in found}
    for page in found:
        fill(page, site, names)
    return found


def fill(page, site, names):
    soup = read(site / f"{page.name}.html")
    page.styles = [link["href"] for link in soup.select("link[rel=stylesheet]")]
    page.article = soup.select_one("article.bd-article")
    for useless in page.article.select("script, .headerlink, .toctree-wrapper, .genindex-jumpbox"):
        useless.decompose()
    localise(page, names)
    for link in page.article.select(".genindextable a"):
        link.insert_after(soup.new_tag("a", href=link["href"], attrs={"class": "sheet"}))
    heading = page.article.h1
    page.title = heading.get_text()
    for section in page.article.select("section > section"):
        if section.find_parent("section").h1 is heading and section.h2:
            page.sections.append((section["id"], section.h2.get_text()))


def localise(page, names):
    """Give the anchors of a page its name, and let its links lead inside the document."""
    for element in page.article.find_all(True):
        for attribute in NAMING:
            if attribute in element.attrs:
                words = element[attribute].split()
                element[attribute] = " ".join(f"{page.name}--{word}" for word in words)
        if "href" in element.attrs:
            target = inside(element["href"], page.name, names)
            if target is None:  # a file beside the pages: there is none beside a PDF
                element["data-file"] = element["href"]
                del element["href"]
            else:
                element["href"] = target


def inside(href, name, names):
    """Return where a link leads in the document, or None."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return href
    if parts.path:
        name = parts.path.removesuffix(".html")
    if name not in names:
        return None
    return f"#{name}--{unquote(parts.fragment)}" if parts.fragment else f"#{name}"


def cover(pages, author):
    """Return the first sheet: the title, and what the first page begins with."""
    article = pages[0].article
    formula = article.select_one(".math-display")
    return f"""<section id="cover">
<p class="title">{escape(pages[0].title)}</p>
{article.p}
{formula or ""}
<p class="author">{author}</p>
<p class="licence">Text under CC BY 4.0, code under the BSD 3-Clause licence.
The figures of this book move on its site.</p>
</section>"""


def contents(pages):
    """Return the table of contents; __main__.py writes the numbers of sheets into it."""
    lines, part = [], ""
    for page in pages[1:]:
        if page.part != part:
            part = page.part
            lines.append(f'<p class="part">{escape(part)}</p>')
        lines.append(entry(page.name, page.title, "chapter"))
        if page.title[0].isdigit():
            lines.extend(entry(anchor, title, "section") for anchor, title in page.sections)
    return f'<nav id="contents"><h1>Contents</h1>{"".join(lines)}</nav>'


def entry(anchor, title, kind):
    return (
        f'<p class="{kind}"><a href="#{anchor}">{escape(title)}</a>'
        f'<a class="sheet" href="#{anchor}"></a></p>'
    )


def head(pages):
    styles = dict.fromkeys(style for page in pages for style in page.styles)
    links = "".join(
        f'<link rel="stylesheet" href="{style}">'
        for style in sorted(styles, key=lambda style: style.startswith(LAST))
    )
    heads = "".join(
        f'@page {named(page)} {{ @top-right {{ content: "{quoted(page.title)}"; }} }}\n'
        for page in pages
    )
    return f"""<meta charset="utf-8"><title>{escape(pages[0].title)}</title>{links}
<style>{(HERE / "book.css").read_text(encoding="utf-8")}{heads}</style>"""


def named(page):
    return f"page-{page.name}"


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")


def joined(site):
    """Return the whole book as one HTML document, to be read in the folder ``site``."""
    all_pages = pages(site)
    author = read(site / "intro.html").select_one(".component-author").get_text(strip=True)
    chapters = "".join(
        f'<div class="bd-main" id="{page.name}" style="page: {named(page)}">'
        f'<div class="bd-content"><div class="bd-article-container">{page.article}</div></div>'
        "</div>\n"
        for page in all_pages
    )
    return f"""<!DOCTYPE html>
<html lang="en-GB" data-theme="light"><head>{head(all_pages)}</head>
<body>{cover(all_pages, author)}{contents(all_pages)}{chapters}</body></html>
"""

"""Print the built site as one PDF and let the site offer it: ``python -m book.paper SITE``.

Chromium prints it twice. The first time shows on which sheet everything comes to lie, and the
second time these numbers stand in the contents and the index.
"""

import io
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pikepdf
from bs4 import BeautifulSoup, SoupStrainer
from playwright.sync_api import sync_playwright

from .._ext import pdf
from . import chromium
from .join import joined

ADDRESS = "http://book.invalid/"  # a name that leads nowhere: all is answered from the folder
TIMEOUT = 300_000  # ms; a page of a hundred sheets on a slow machine
NUMBER = """(sheets) => {
  for (const link of document.querySelectorAll("a.sheet")) {
    link.textContent = sheets[decodeURIComponent(link.hash.slice(1))] ?? "";
  }
}"""


def sheets(paper):
    """Return ``{anchor: number of the sheet}`` for all anchors that links lead to."""
    with pikepdf.open(io.BytesIO(paper)) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
        return {
            unquote(name).lstrip("/"): numbers[place[0].objgen]
            for name, place in document.Root.Dests.items()
        }


def answer(route, site, book):
    path = unquote(urlsplit(route.request.url).path).lstrip("/")
    if path == "":
        route.fulfill(body=book, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(path=site / path)


def with_titles(paper, book):
    """Give each entry of the outline its heading's words.

    Chromium writes those of a heading that begins a sheet twice: "Notation" as "NotationNotation".
    """
    levels = SoupStrainer(["h1", "h2", "h3", "h4", "h5", "h6"])
    headings = BeautifulSoup(book, "html.parser", parse_only=levels).find_all(levels)
    with pikepdf.open(io.BytesIO(paper)) as document:
        entries = list(in_order(document.Root.Outlines))
        if len(entries) != len(headings):
            raise ValueError(f"{len(headings)} headings and {len(entries)} entries of the outline")
        for entry, heading in zip(entries, headings, strict=True):
            entry.Title = " ".join(heading.get_text().split())
        whole = io.BytesIO()
        document.save(whole)
    return whole.getvalue()


def in_order(entry):
    """Yield the entries below one of the outline, each before those below it."""
    below = entry.get("/First")
    while below is not None:
        yield below
        yield from in_order(below)
        below = below.get("/Next")


def print_book(browser, site):
    """Return the PDF."""
    book = joined(site)

    def paper(numbers, **more):
        # A page of its own each time: one that is printed again breaks its sheets elsewhere.
        page = browser.new_page(color_scheme="light")
        page.set_default_timeout(TIMEOUT)
        page.route(ADDRESS + "**", lambda route: answer(route, site, book))
        page.goto(ADDRESS, wait_until="load")
        page.emulate_media(media="print")
        page.evaluate("document.fonts.ready.then(() => null)")
        page.evaluate(NUMBER, numbers)
        printed = page.pdf(prefer_css_page_size=True, **more)
        page.close()
        return printed

    # Tags and outline change no sheet, and half the size of the file.
    draft = paper({})
    return with_titles(paper(sheets(draft), tagged=True, outline=True), book)


def main(site):
    path = chromium.find()
    if path is None:
        sys.exit(f"The PDF {chromium.MISSING}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        (Path(site) / pdf.NAME).write_bytes(print_book(browser, Path(site)))
        browser.close()
    pdf.offer(site)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The book as one PDF, as ``make pdf`` prints it."""

import io
import re
import shutil
from types import SimpleNamespace
from urllib.parse import unquote

import pikepdf
import pypdfium2
import pytest

from book._ext import pdf
from book.paper.__main__ import print_book
from book.paper.join import pages

pytestmark = pytest.mark.browser

FOOT = 20 / 25.4 * 72  # points; below is the number of the sheet
MARGIN = 17 / 25.4 * 72  # points; 17 mm at the sides: book/assets/site.css


@pytest.fixture(scope="module")
def paper(browser, site):
    return print_book(browser, site)


@pytest.fixture(scope="module")
def book(paper):
    with pikepdf.open(io.BytesIO(paper)) as book:
        yield book


@pytest.fixture(scope="module")
def read(site):
    """The site's pages, in the order of the book."""
    return pages(site)


@pytest.fixture(scope="module")
def articles(read):
    return [page.article for page in read]


@pytest.fixture(scope="module")
def runs(paper):
    """What is written on each sheet: the text, and (left, bottom, right, top) of its parts."""
    sheets = []
    for page in pypdfium2.PdfDocument(paper):
        words = page.get_textpage()
        boxes = [words.get_rect(number) for number in range(words.count_rects())]
        sheets.append((words.get_text_range(), boxes))
    return sheets


@pytest.fixture(scope="module")
def texts(runs):
    return [text for text, _ in runs]


def squeezed(text):
    """Leave the spaces out: where they are is the PDF reader's guess.

    So is which of two letters with one shape is meant: an apostrophe, of which Unicode has two.
    """
    return re.sub(r"\s", "", text).replace("\N{MODIFIER LETTER APOSTROPHE}", "’")


def chapters(book):
    with book.open_outline() as outline:
        return list(outline.root)


def sheet(book, entry):
    """Return the place of an entry's sheet in the book, from 0."""
    return pikepdf.Page(entry.destination[0]).index


def links(book):
    for page in book.pages:
        yield from page.get("/Annots", [])


def test_every_sheet_is_a4_and_has_something_on_it(book, texts):
    assert (
        130 < len(book.pages) < 300
    )  # some ten sheets for a chapter, and as many pages around them
    for page, text in zip(book.pages, texts, strict=True):
        # A4 in points, to the pixel that Chromium rounds to.
        assert [float(side) for side in page.mediabox] == pytest.approx([0, 0, 595.3, 841.9], abs=1)
        assert len(text.split()) > 12, text


def test_outline_has_every_page_of_the_site_and_leads_to_it(book, texts, read):
    titles = [page.title for page in read]
    entries = chapters(book)[1:]  # before them: the contents
    assert [squeezed(entry.title) for entry in entries] == [squeezed(title) for title in titles]
    for entry in entries:
        start = squeezed(texts[sheet(book, entry)])[:200]
        assert squeezed(entry.title) in start, start


def test_outline_has_the_sections_below_their_chapter(book):
    titles = {squeezed(entry.title) for chapter in chapters(book) for entry in chapter.children}
    assert squeezed("1.1. One neuron") in titles


def test_contents_and_index_give_the_sheet_on_which_something_lies(book, texts):
    contents = squeezed("".join(texts[1:4]))
    for entry in chapters(book)[2:]:
        assert f"{squeezed(entry.title)}{sheet(book, entry) + 1}" in contents, entry.title
    (im2col,) = re.findall(r"im2col, (\d+)", "\n".join(texts[-4:]))
    assert "im2col" in texts[int(im2col) - 1]


def test_sheets_are_numbered_but_for_the_cover(texts):
    assert not re.search(r"\b1\b", texts[0])
    for number, text in enumerate(texts[1:], start=2):
        assert re.search(rf"(^|\n)\s*{number}\s*($|\n)", text), (number, text)


def test_links_lead_inside_the_book_or_to_the_web(book):
    inside = outside = 0
    anchors = {unquote(name) for name in book.Root.Dests}
    for link in links(book):
        if "/Dest" in link:
            assert unquote(str(link.Dest)) in anchors, link.Dest
            inside += 1
        else:
            address = str(link.A.URI)
            assert address.startswith(("http://", "https://")), address
            assert "book.invalid" not in address, address
            outside += 1
    assert inside > 500
    assert outside > 30


def test_fonts_are_embedded(book):
    fonts = {}
    for page in book.pages:
        for font in page.Resources.get("/Font", {}).values():
            for inner in font.get("/DescendantFonts", [font]):
                fonts[str(inner.get("/BaseFont"))] = inner
    assert any("KaTeX" in name for name in fonts)
    for name, font in fonts.items():
        drawn = font.Subtype == "/Type3"  # its glyphs are drawings in the file
        described = font.get("/FontDescriptor", {})
        assert drawn or "/FontFile2" in described or "/FontFile3" in described, name


def test_book_is_tagged_in_its_language_and_named(book):
    assert book.Root.MarkInfo.Marked
    assert str(book.Root.Lang).startswith("en")
    assert "/StructTreeRoot" in book.Root
    assert book.docinfo.Title == "The fully connected layer"


def test_text_stays_between_the_margins(book, runs):
    for number, (page, (_, boxes)) in enumerate(zip(book.pages, runs, strict=True), start=1):
        width = float(page.mediabox[2])
        # Two points for what hangs over: italics, brackets.
        beyond = [box for box in boxes if box[0] < MARGIN - 2 or box[2] > width - MARGIN + 2]
        assert beyond == [], number


def test_few_sheets_are_half_empty_before_the_end_of_a_chapter(book, runs):
    starts = {sheet(book, entry) for entry in chapters(book)}
    empty = []
    for number, (page, (_, boxes)) in enumerate(zip(book.pages, runs, strict=True)):
        lowest = min((bottom for _, bottom, _, _ in boxes if bottom > FOOT), default=0)
        if lowest > float(page.mediabox[3]) / 2 and number + 1 not in starts:
            empty.append(number + 1)
    # What is next did not fit there in one piece: a figure, a question, a card.
    assert len(empty) < 0.03 * len(runs), empty


def some_words(part):
    """Return text without formulas: in which order their signs come is the PDF reader's guess."""
    if part.name == "pre":
        return part.get_text().strip().partition("\n")[0]
    return max(part.find_all(string=True, recursive=False), key=len, default="")[:25]


@pytest.mark.parametrize(
    "kind", [".cell_input pre", ".cell_output pre", "details p", "figcaption .caption-text"]
)
def test_code_outputs_answers_and_captions_are_there(texts, articles, kind):
    whole = squeezed("".join(texts))
    parts = [some_words(part) for article in articles for part in article.select(kind)]
    parts = [words for words in parts if len(words) > 3]  # the rest is a formula, or a number
    assert len(parts) > 9
    assert [words for words in parts if squeezed(words) not in whole] == []


def test_site_offers_the_pdf_once_and_withdraws_it(site, tmp_path):
    folder = tmp_path / "html"
    folder.mkdir()
    for name in ("intro.html", "genindex.html"):
        shutil.copy(site / name, folder)
    (folder / pdf.NAME).write_bytes(bytes(2_340_000))

    pdf.offer(folder)
    pdf.offer(folder)
    for name in ("intro.html", "genindex.html"):
        page = (folder / name).read_text(encoding="utf-8")
        assert page.count(f'href="{pdf.NAME}"') == 1
        assert "The book as a PDF, 2.3 MB" in page

    build = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=folder)
    pdf.withdraw(build, None)
    assert pdf.NAME not in (folder / "intro.html").read_text(encoding="utf-8")
    assert not (folder / pdf.NAME).exists()

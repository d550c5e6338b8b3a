"""What others show of a page, in the built site."""

import re

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(site):
    return {path.stem: path.read_text(encoding="utf-8") for path in site.glob("*.html")}


def test_every_chapter_has_a_description_and_a_picture_of_its_own(site, pages):
    chapters = {name: text for name, text in pages.items() if re.match(r"\d\d-", name)}
    said = {
        name: re.search(r'<meta name="description" content="(.+?)">', text)[1]
        for name, text in chapters.items()
    }
    assert len(set(said.values())) == len(chapters) >= 10
    for name, text in chapters.items():
        assert f'<meta property="og:description" content="{said[name]}">' in text
        assert (site / "_static" / "share" / f"{name}.png").is_file(), "run python -m book.pictures"


def test_a_published_site_says_where_its_pages_and_pictures_are(build):
    built, pages = build(
        "# A page\n\nA text that is long enough to say what this page is about.\n",
        configuration="extensions += ['share']\nroot_doc = 'index'\n"
        "html_baseurl = 'https://book.example/'\n",
    )
    assert built.returncode == 0, built.stderr
    sitemap = (pages / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://book.example/index.html</loc>" in sitemap
    page = (pages / "index.html").read_text(encoding="utf-8")
    assert '<meta property="og:url" content="https://book.example/index.html">' in page
    picture = "https://book.example/_static/share/intro.png"
    assert f'<meta property="og:image" content="{picture}">' in page


def test_a_page_says_once_how_wide_it_is(pages):
    assert {name: text.count('name="viewport"') for name, text in pages.items()} == dict.fromkeys(
        pages, 1
    )


def test_the_first_address_shows_the_first_page_itself(pages):
    assert pages["index"] == pages["intro"]
    assert "Refresh" not in pages["index"]


def test_what_is_not_there_has_a_page_and_assistants_have_a_list(site, pages):
    assert "There is no such page" in pages["404"]
    listed = re.findall(r"\]\((\S+)\.html\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert listed[:3] == ["intro", "01-neuron-to-layer", "02-batch"]
    assert set(listed) <= set(pages)

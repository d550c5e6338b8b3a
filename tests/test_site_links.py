"""Every link inside the built site leads somewhere: to pages, anchors, pictures, files."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from fclib.checks.catalogue import CATALOGUE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
LINKING = ("href", "src", "action", "poster", "data", "xlink:href")
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")


class Links(HTMLParser):
    """What a page offers as anchors, and what it points at."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.targets, self.named = Counter(), [], set()
        self.feed(path.read_text(encoding="utf-8"))
        self.anchors = {"", "top", *self.ids}

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids[value] += 1
            elif name in LINKING and value is not None:
                self.targets.append(value)
            elif name == "srcset":
                self.targets.extend(source.split()[0] for source in value.split(","))
            elif name in NAMING:
                self.named.update(value.split())


@pytest.fixture(scope="module")
def pages(site):
    # Below _static lie a theme's templates, which are no pages.
    paths = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    return {path: Links(path) for path in paths}


def test_every_page_of_the_table_of_contents_is_there(site, pages):
    names = re.findall(r"(?:root|file): (\S+)", (ROOT / "book" / "_toc.yml").read_text("utf-8"))
    assert len(names) > 12
    for name in [*names, "genindex", "search"]:
        assert site / f"{name}.html" in pages


def test_internal_links_and_anchors_resolve(site, pages):
    broken = []
    for path, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not there.is_file() or (
                there in pages and unquote(parts.fragment) not in pages[there].anchors
            ):
                broken.append(f"{path.relative_to(site)} -> {target}")
    assert broken == []


def test_an_anchor_is_in_a_page_once(pages):
    doubled = {
        path.name: [anchor for anchor, count in links.ids.items() if count > 1]
        for path, links in pages.items()
    }
    assert not any(doubled.values()), doubled


def test_what_labels_and_descriptions_name_is_in_their_page(pages):
    missing = {path.name: links.named - set(links.ids) for path, links in pages.items()}
    assert not any(missing.values()), missing


def test_files_that_style_sheets_name_are_there(site):
    named = {}
    for sheet in site.rglob("*.css"):
        for target in re.findall(r"url\([\"']?([^)\"']+)", sheet.read_text(encoding="utf-8")):
            if not target.startswith(("data:", "#")):
                named[sheet.relative_to(site), target] = sheet.parent / urlsplit(target).path
    assert named
    # KaTeX names older formats after the one that every browser of today takes.
    there = [path.is_file() or path.with_suffix(".woff2").is_file() for path in named.values()]
    assert all(there), [name for name, found in zip(named, there, strict=True) if not found]


def test_results_of_the_search_lead_to_anchors_that_are_there(site, pages):
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    titles = [place for places in index["alltitles"].values() for place in places]
    entries = [place[:2] for places in index["indexentries"].values() for place in places]
    assert len(entries) > 50
    for page, anchor in titles + entries:
        path = site / f"{index['docnames'][page]}.html"
        assert (anchor or "") in pages[path].anchors, (path.name, anchor)


@pytest.mark.parametrize("misconception", CATALOGUE.values(), ids=CATALOGUE)
def test_misconception_has_its_anchor_and_section_in_its_chapter(site, misconception):
    path = site / f"{misconception.chapter}.html"
    assert misconception.anchor in Links(path).anchors
    assert f"{misconception.section}<a" in path.read_text(encoding="utf-8")


def test_every_exercise_can_be_downloaded_at_its_stable_address(site, pages):
    links = {target for page in pages.values() for target in page.targets}
    exercises = sorted(path.name for path in (ROOT / "exercises").iterdir())
    assert exercises
    for name in exercises:
        copy = site / "exercises" / name / f"{name}.ipynb"
        assert copy.read_bytes() == (ROOT / "exercises" / name / copy.name).read_bytes()
        assert f"exercises/{name}/{name}.ipynb" in links

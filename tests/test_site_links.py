"""Every link inside the built site leads somewhere."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from fclib.misconceptions import CATALOGUE

ROOT = Path(__file__).parents[1]
SITE = ROOT / "_build" / "html"


class Links(HTMLParser):
    """What a page offers as anchors, and what it points at."""

    def __init__(self, path):
        super().__init__()
        self.anchors, self.targets = {"", "top"}, []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.anchors.add(value)
            elif name in ("href", "src") and value is not None:
                self.targets.append(value)


def test_internal_links_and_anchors_resolve():
    # Below _static lie a theme's templates, which are no pages.
    paths = [path for path in SITE.rglob("*.html") if "_static" not in path.parts]
    pages = {path: Links(path) for path in paths}
    if not pages:
        pytest.fail("there is no site in _build/html: run make site first")
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
                broken.append(f"{path.relative_to(SITE)} -> {target}")
    assert broken == []


@pytest.mark.parametrize("misconception", CATALOGUE.values(), ids=CATALOGUE)
def test_misconception_has_its_anchor_and_section_in_its_chapter(misconception):
    path = SITE / f"{misconception.chapter}.html"
    assert path.is_file(), "run make site first"
    assert misconception.anchor in Links(path).anchors
    assert f"{misconception.section}<a" in path.read_text(encoding="utf-8")


def test_every_exercise_can_be_downloaded_at_its_stable_address():
    exercises = sorted(path.name for path in (ROOT / "exercises").iterdir())
    assert exercises
    for name in exercises:
        copy = SITE / "exercises" / name / f"{name}.ipynb"
        assert copy.read_bytes() == (ROOT / "exercises" / name / copy.name).read_bytes()
        links = {target for page in SITE.glob("*.html") for target in Links(page).targets}
        assert f"exercises/{name}/{name}.ipynb" in links

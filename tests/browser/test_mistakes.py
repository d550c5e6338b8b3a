"""Mistakes, folded in the chapters and listed on a page of their own."""

import pytest
from conftest import visit

from book._ext.mistakes import BLOCK, BOOK, entries, typeset
from fclib.checks.catalogue import CATALOGUE

SHOWN = ".mistake-index > dt:visible"


@pytest.mark.browser
def test_a_link_to_a_mistake_opens_its_family_and_marks_it(browser, url):
    with visit(browser, url + "02-batch.html#bias-column", 1280) as seen:
        term = seen.page.locator("dt#bias-column")
        assert term.is_visible()
        assert term.evaluate("dt => dt.matches(':target')")
        assert not seen.page.locator("dt#flatten-order").is_visible()  # another family


@pytest.mark.browser
def test_the_filter_shows_what_contains_every_word(browser, url):
    with visit(browser, url + "mistakes.html", 1280) as seen:
        field, shown = seen.page.get_by_label("Find"), seen.page.locator(SHOWN)
        field.fill("core dimension images")
        assert shown.locator("a code").all_inner_texts() == ["input-not-flattened"]
        field.fill("")
        assert shown.count() == len(CATALOGUE)


@pytest.mark.parametrize("path", sorted(BOOK.glob("[0-9][0-9]-*.md")), ids=lambda path: path.stem)
def test_every_mistake_of_a_chapter_shows_the_wrong_line_and_the_right_one(path):
    blocks = BLOCK.findall(path.read_text(encoding="utf-8"))
    if not blocks:
        pytest.skip("this chapter lists its mistakes in another way")
    listed = {entry.name: entry for block in blocks for entry in entries(block)}
    assert set(listed) == {row.id for row in CATALOGUE.values() if row.chapter == path.stem}
    assert all(entry.wrong and entry.right and entry.symptom for entry in listed.values())


def test_formulas_get_their_indices():
    assert typeset("y_i = Σ_j W_ji x_j") == (
        "<i>y</i><sub>i</sub> = Σ<sub>j</sub> <i>W</i><sub>ji</sub> <i>x</i><sub>j</sub>"
    )
    assert typeset("Wᵀ · ∂L/∂Y") == "<i>W</i><sup>T</sup> · ∂<i>L</i>/∂<i>Y</i>"

"""The figure of chapter 13: what training keeps, against training_memory and lora_backward."""

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces
from printed import number

from fclib import lora_backward, training_memory

pytestmark = pytest.mark.browser

PAGE, FIGURE = "13-transformer.html", "fc-training-memory"
READ = """figure => ({
  totals: [...figure.querySelectorAll(".total")].map(e => e.textContent),
  parts: [...figure.querySelectorAll(".parts")].map(bar =>
    [...bar.children].map(e => [e.className, parseFloat(e.style.getPropertyValue("--part"))])),
  made: [...figure.querySelectorAll("tbody tr")].map(row =>
    [...row.querySelectorAll("td")].map(e => e.textContent)),
  trained: figure.querySelector(".trained").textContent,
})"""


def choose(page, in_features, out_features, n, rank):
    page.locator(f"{FIGURE} [value='{in_features} {out_features}']").check()
    for name, value in (("N", n), ("r", rank)):
        page.locator(f"{FIGURE} [name={name}]").fill(str(value.bit_length() - 1))


def assert_shows(page, D, M, n, rank):
    seen = page.locator(FIGURE).evaluate(READ)
    kept = [training_memory(n, D, M), training_memory(n, D, M, rank=rank)]
    longest = max(each.total for each in kept)
    for total, parts, each in zip(seen["totals"], seen["parts"], kept, strict=True):
        assert number(total.split()[0].replace(",", "")) == pytest.approx(
            each.total / 2**20, abs=0.051
        )
        expected = [(field, 100 * getattr(each, field) / longest) for field in each._fields]
        assert [field for field, _ in parts] == [field for field, _ in expected]
        # Three decimals.
        np.testing.assert_allclose(
            [share for _, share in parts], [share for _, share in expected], atol=0.00051
        )
    shapes = [eval(shape) for shape, *_ in seen["made"]]
    assert shapes == [(M, D), (n, rank), (n, rank), (M, rank), (rank, D)]
    for (_, count, _), shape in zip(seen["made"], shapes, strict=True):
        assert int(count.replace(",", "")) == np.prod(shape)
    of_update, of_all = rank * (D + M), M * D + M
    ratio = of_all / of_update  # JavaScript rounds a half up
    shown = f"{ratio:.1f}" if ratio < 10 else f"{int(ratio + 0.5):,}"
    assert seen["trained"].startswith(
        f"The update trains {of_update:,} numbers in place of {of_all:,}: one in {shown}. "
    )


def test_every_layer_batch_and_rank_is_that_of_fclib(open_figure):
    page = open_figure()
    for D, M in ((768, 3072), (768, 768), (4096, 4096)):
        for n, rank in ((1, 1), (1024, 8), (16384, 256)):
            choose(page, D, M, n, rank)
            assert_shows(page, D, M, n, rank)


def test_the_shapes_are_those_of_lora_backward(open_figure):
    page = open_figure()
    choose(page, 768, 3072, 1, 4)
    made = page.locator(FIGURE).evaluate(READ)["made"]
    ones = (np.ones(shape, np.float32) for shape in [(1, 3072), (1, 768), (3072, 768)])
    grads = lora_backward(*ones, np.ones((4, 768)), np.ones((3072, 4)), 8.0)
    assert [eval(shape) for shape, *_ in made[3:]] == [grads.B.shape, grads.A.shape]


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    checks.assert_has_no_controls(page, FIGURE)
    assert_shows(page, 4096, 4096, 1024, 8)


def test_works_with_the_keyboard_alone_and_is_announced(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} [type=radio]:checked").press("ArrowLeft")
    page.locator(f"{FIGURE} [name=N]").press("Home")
    page.locator(f"{FIGURE} [name=r]").press("ArrowRight")
    assert_shows(page, 768, 768, 1, 16)
    assert page.locator(f"{FIGURE} [name=r]").get_attribute("aria-valuetext") == "16"
    assert_announces(page, FIGURE, "All weights 9.0 MiB, an update 1.5 MiB")


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.on_each_screen
def test_fits_and_moves_nothing_below(open_figure, viewport):
    page = open_figure(viewport)
    assert_still = checks.still_below(page, FIGURE)
    checks.assert_targets_are_large_enough(page, FIGURE)
    for n, rank in ((16384, 256), (1, 1)):
        choose(page, 4096, 4096, n, rank)
        assert_still()
        checks.assert_fits(page, FIGURE, viewport)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    checks.assert_accessible(open_figure(viewport, theme), theme, FIGURE)

"""The roofline of chapter 07: its numbers against fclib, and how it is driven."""

import re

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces, drag, point
from printed import number

from fclib.architectures import linear_cost

pytestmark = pytest.mark.browser

PAGE, FIGURE = "07-parameters-and-cost.html", "fc-roofline"
LAYERS = {"ip1": (800, 500), "fc7": (4096, 4096), "fc6": (25088, 4096)}
BATCHES = [2**k for k in range(13)]
UNITS = {"s": 1, "ms": 1e-3, "µs": 1e-6}

READ = f"""() => Object.fromEntries([...document.querySelectorAll("{FIGURE} [data-value]")]
  .map(e => [e.dataset.value, e.textContent]))"""
# Where the ticks, the dots and the point are, in per cent, and the roof.
DRAWN = f"""() => {{
  const figure = document.querySelector("{FIGURE}");
  const places = (selector, x, y) => [...figure.querySelectorAll(selector)]
    .map(e => [x, y].map(name => parseFloat(e.getAttribute(name))));
  return {{
    batches: places(".batch", "cx", "cy"),
    point: places(".point", "cx", "cy")[0],
    ticks: [...figure.querySelectorAll(".tick-y")].map(e => [e.textContent, e.getAttribute("y")]),
    roof: figure.querySelector(".roof").getAttribute("d"),
  }};
}}"""


def set_machine(page, peak, bandwidth):
    page.locator(f"{FIGURE} [name=peak]").fill(str(peak))
    page.locator(f"{FIGURE} [name=bandwidth]").fill(str(bandwidth))


def integer(text):
    return int(text.replace(",", ""))


def assert_numbers_agree(page, layer, n, peak, bandwidth):
    D, M = LAYERS[layer]
    cost = linear_cost(n, D, M)
    seconds = cost.flops / (peak * 1e9), cost.bytes / (bandwidth * 1e9)
    shown = page.evaluate(READ)
    assert shown["layer"].endswith(f"{layer}, {D:,} → {M:,}")
    assert integer(shown["batch"]) == integer(shown["n"]) == n
    assert integer(shown["flops"]) == cost.flops
    assert integer(shown["bytes"]) == cost.bytes
    intensity = cost.flops / cost.bytes
    assert shown["intensity"] == f"{float(f'{intensity:.3g}'):g} FLOP/byte"
    value, unit = shown["time"].split()
    assert float(value) * UNITS[unit] == pytest.approx(max(seconds), rel=0.005)
    assert shown["bound"] == ("memory" if seconds[1] > seconds[0] else "arithmetic")

    # The first of all batches, not only of the powers of two, that is no longer bound by memory.
    def by_arithmetic(batch):
        flops, size = linear_cost(batch, D, M)
        return flops / size >= peak / bandwidth

    if shown["turn"].startswith("never"):
        assert not by_arithmetic(10**9)
        limit = float(re.search(r"[\d.]+", shown["turn"]).group())
        assert limit == pytest.approx(D * M / (2 * (D + M)), rel=0.005)
    else:
        turn = integer(shown["turn"])
        assert by_arithmetic(turn)
        assert turn == 1 or not by_arithmetic(turn - 1)


def assert_drawing_agrees(page, layer, n, peak, bandwidth):
    drawn = page.evaluate(DRAWN)
    # "10" and a raised exponent
    exponents = [number(text[2:]) if text.startswith("10") else 0 for text, _ in drawn["ticks"]]
    np.testing.assert_allclose([float(y[:-1]) for _, y in drawn["ticks"]], [100, 66.67, 33.33, 0])
    steps = np.diff(exponents)
    assert np.all(steps == steps[0])
    bottom, top = exponents[0], exponents[-1]
    assert 10**bottom < min(bandwidth / 2, peak)
    assert peak < 10**top

    def place(x):
        y = np.minimum(peak, bandwidth * x)
        return np.stack(
            [25 * (np.log10(x) + 1), 100 * (top - np.log10(y)) / (top - bottom)], axis=-1
        )

    costs = [linear_cost(batch, *LAYERS[layer]) for batch in BATCHES]
    expected = place(np.array([cost.flops / cost.bytes for cost in costs]))
    np.testing.assert_allclose(drawn["batches"], expected, atol=0.01)
    np.testing.assert_allclose(drawn["point"], expected[BATCHES.index(n)], atol=0.01)
    corner = re.findall(r"[ML]([-.\d]+) ([-.\d]+)", drawn["roof"])[1]
    np.testing.assert_allclose(np.array(corner, float), place(peak / bandwidth), atol=0.01)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_batch_gives_the_numbers_of_fclib(open_figure, layer):
    page = open_figure()
    page.locator(f"{FIGURE} [value={layer}]").check()
    for k, n in enumerate(BATCHES):
        page.locator(f"{FIGURE} [type=range]").fill(str(k))
        assert_numbers_agree(page, layer, n, 100, 20)
        assert_drawing_agrees(page, layer, n, 100, 20)


@pytest.mark.parametrize("machine", [(60000, 3350), (5000, 20), (40, 90.5), (1, 1)])
def test_other_machines(open_figure, machine):
    page = open_figure()
    set_machine(page, *machine)
    for layer in LAYERS:
        page.locator(f"{FIGURE} [value={layer}]").check()
        for k in (0, 6, 12):
            page.locator(f"{FIGURE} [type=range]").fill(str(k))
            assert_numbers_agree(page, layer, BATCHES[k], *machine)
            assert_drawing_agrees(page, layer, BATCHES[k], *machine)


def test_half_a_number_changes_nothing(open_figure):
    page = open_figure()
    before = page.evaluate(READ)
    peak = page.locator(f"{FIGURE} [name=peak]")
    for wrong in ("", "0", "-3"):
        peak.fill(wrong)
        assert peak.get_attribute("aria-invalid") == "true"
        assert page.evaluate(READ) == before
    peak.fill("200")
    assert peak.get_attribute("aria-invalid") == "false"
    assert_numbers_agree(page, "fc7", 1, 200, 20)
    # The batch still moves while a number is wrong.
    peak.fill("")
    page.locator(f"{FIGURE} [type=range]").press("ArrowRight")
    assert_numbers_agree(page, "fc7", 2, 200, 20)


def test_keyboard_and_drag(open_figure):
    page = open_figure()
    slider = page.locator(f"{FIGURE} [type=range]")
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "N = 2"
    assert_numbers_agree(page, "fc7", 2, 100, 20)
    assert_announces(page, FIGURE, "N = 2: 0.999 FLOP/byte, bound by memory, 3.36 ms", more=True)

    plot = page.locator(f"{FIGURE} .plot").bounding_box()
    left, top = plot["x"] + 20, plot["y"] + 20
    across, _ = point(page.locator(f"{FIGURE} .batch").nth(5))
    drag(page, (left, top), across - left, 10)
    assert_numbers_agree(page, "fc7", 32, 100, 20)


@checks.on_wide_and_phone
def test_is_complete_without_javascript_and_in_print(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert_numbers_agree(page, "fc7", 1, 100, 20)
    assert_drawing_agrees(page, "fc7", 1, 100, 20)
    checks.assert_has_no_controls(page, FIGURE)
    page = open_figure(viewport, "dark")
    page.emulate_media(media="print")
    checks.assert_has_no_controls(page, FIGURE)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_fits_and_is_accessible(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme)
    height = page.locator(FIGURE).bounding_box()["height"]
    page.locator(f"{FIGURE} [value=fc6]").check()
    page.locator(f"{FIGURE} [type=range]").press("End")  # the longest numbers
    parts = f"{checks.TEXTS}:not(.crowded)"  # words without room are hidden; lines run on
    checks.assert_fits(page, FIGURE, viewport, parts)
    set_machine(page, 60000, 20)
    assert page.evaluate(READ)["turn"].startswith("never")
    checks.assert_fits(page, FIGURE, viewport, parts)
    assert page.locator(FIGURE).bounding_box()["height"] == height
    checks.assert_targets_are_large_enough(page, FIGURE)

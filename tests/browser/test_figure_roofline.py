"""The roofline of chapter 07: its numbers against fclib, and how it is driven."""

import json
import re
from pathlib import Path

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces, drag, point
from printed import number

from fclib.architectures import linear_cost

pytestmark = pytest.mark.browser

PAGE, FIGURE = "07-parameters-and-cost.html", "fc-roofline"
LAYERS = {"ip1": (800, 500), "up": (768, 3072), "fc7": (4096, 4096), "fc6": (25088, 4096)}
BYTES = {"bfloat16": 2, "float32": 4}
H100 = {"bfloat16": (989_000, 3350), "float32": (67_000, 3350)}
LAPTOP = (100, 20)
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
    measured: places(".measured:not(.absent)", "x", "y"),
    point: places(".point", "cx", "cy")[0],
    ticks: [...figure.querySelectorAll(".tick-y")].map(e => [e.textContent, e.getAttribute("y")]),
    roof: figure.querySelector(".roof").getAttribute("d"),
  }};
}}"""


def set_machine(page, peak, bandwidth):
    page.locator(f"{FIGURE} [name=peak]").fill(str(peak))
    page.locator(f"{FIGURE} [name=bandwidth]").fill(str(bandwidth))


def choose(page, **chosen):
    for name, value in chosen.items():
        page.locator(f"{FIGURE} [name=roofline-{name}][value={value}]").check()


def measured():
    """Return the seconds in benchmarks/gpu.json by type, layer and batch."""
    file = Path(__file__).parents[2] / "benchmarks" / "gpu.json"
    found = {}
    for each in json.loads(file.read_text(encoding="utf-8"))["points"]:
        layer = each["layer"].removeprefix("gpt2-")
        found[each["dtype"], layer, each["N"]] = each["microseconds"] / 1e6
    return found


def integer(text):
    return int(text.replace(",", ""))


def assert_numbers_agree(page, layer, n, peak, bandwidth, kind="bfloat16"):
    D, M = LAYERS[layer]
    size = BYTES[kind]
    cost = linear_cost(n, D, M, bytes_per_number=size)
    seconds = cost.flops / (peak * 1e9), cost.bytes / (bandwidth * 1e9)
    shown = page.evaluate(READ)
    assert shown["layer"].endswith(f"{layer}, {D:,} → {M:,}")
    assert integer(shown["batch"]) == integer(shown["n"]) == n
    assert integer(shown["flops"]) == cost.flops
    assert integer(shown["bytes"]) == cost.bytes
    assert integer(shown["size"]) == size
    intensity = cost.flops / cost.bytes
    assert shown["intensity"] == f"{float(f'{intensity:.3g}'):g} FLOP/byte"
    value, unit = shown["time"].split()
    assert float(value) * UNITS[unit] == pytest.approx(max(seconds), rel=0.005)
    assert shown["bound"] == ("memory" if seconds[1] > seconds[0] else "arithmetic")

    # The first of all batches, not only of the powers of two, that is no longer bound by memory.
    def by_arithmetic(batch):
        flops, moved = linear_cost(batch, D, M, bytes_per_number=size)
        return flops / moved >= peak / bandwidth

    if shown["turn"].startswith("never"):
        assert not by_arithmetic(10**9)
        limit = float(re.search(r"[\d.]+", shown["turn"]).group())
        assert limit == pytest.approx(2 * D * M / (size * (D + M)), rel=0.005)
    else:
        turn = integer(shown["turn"])
        assert by_arithmetic(turn)
        assert turn == 1 or not by_arithmetic(turn - 1)


def assert_drawing_agrees(page, layer, n, peak, bandwidth, kind="bfloat16", taken=None):
    drawn = page.evaluate(DRAWN)
    # "10" and a raised exponent
    exponents = [number(text[2:]) if text.startswith("10") else 0 for text, _ in drawn["ticks"]]
    np.testing.assert_allclose([float(y[:-1]) for _, y in drawn["ticks"]], [100, 66.67, 33.33, 0])
    steps = np.diff(exponents)
    assert np.all(steps == steps[0])
    bottom, top = exponents[0], exponents[-1]
    assert 10**bottom < min(bandwidth / 2, peak)
    assert peak < 10**top

    def place(x, y=None):
        y = np.minimum(peak, bandwidth * x) if y is None else y
        return np.stack(
            [20 * (np.log10(x) + 1), 100 * (top - np.log10(y)) / (top - bottom)], axis=-1
        )

    size = BYTES[kind]
    costs = [linear_cost(n, *LAYERS[layer], bytes_per_number=size) for n in BATCHES]
    intensities = np.array([cost.flops / cost.bytes for cost in costs])
    expected = place(intensities)
    np.testing.assert_allclose(drawn["batches"], expected, atol=0.01)
    if taken is not None:
        rates = np.array([cost.flops for cost in costs]) / np.array(taken) / 1e9
        np.testing.assert_allclose(drawn["measured"], place(intensities, rates), atol=0.01)
    np.testing.assert_allclose(drawn["point"], expected[BATCHES.index(n)], atol=0.01)
    corner = re.findall(r"[ML]([-.\d]+) ([-.\d]+)", drawn["roof"])[1]
    np.testing.assert_allclose(
        np.array(corner, float), place(np.clip(peak / bandwidth, 0.1, 1e4)), atol=0.01
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_every_batch_gives_the_numbers_of_fclib(open_figure, layer):
    page = open_figure()
    for kind in BYTES:
        choose(page, machine="laptop", kind=kind, layer=layer)
        for k, n in enumerate(BATCHES):
            page.locator(f"{FIGURE} [type=range]").fill(str(k))
            assert_numbers_agree(page, layer, n, *LAPTOP, kind)
            assert_drawing_agrees(page, layer, n, *LAPTOP, kind)
            assert page.evaluate(READ)["measured"] == "not here"


@pytest.mark.parametrize("kind", BYTES)
def test_crosses_are_what_was_measured(open_figure, kind):
    page, seconds = open_figure(), measured()
    peak, bandwidth = H100[kind]
    for layer in LAYERS:
        choose(page, machine="h100", kind=kind, layer=layer)
        taken = [seconds[kind, layer, n] for n in BATCHES]
        for k in (0, 7, 12):
            page.locator(f"{FIGURE} [type=range]").fill(str(k))
            assert_numbers_agree(page, layer, BATCHES[k], peak, bandwidth, kind)
            assert_drawing_agrees(page, layer, BATCHES[k], peak, bandwidth, kind, taken)
            cost = linear_cost(BATCHES[k], *LAYERS[layer], bytes_per_number=BYTES[kind])
            least = max(cost.flops / peak, cost.bytes / bandwidth) / 1e9
            value, unit, share = re.match(
                r"([\d.]+) (\S+), (\d+)% of the roof", page.evaluate(READ)["measured"]
            ).groups()
            assert float(value) * UNITS[unit] == pytest.approx(taken[k], rel=0.005)
            assert int(share) == pytest.approx(100 * least / taken[k], abs=0.51)


def test_what_the_chapter_says_of_the_measurements():
    seconds = measured()
    fc7 = [seconds["bfloat16", "fc7", n] for n in BATCHES]
    assert max(fc7[:8]) < 1.1 * fc7[0]  # "128 samples take as long as one"
    least = linear_cost(1, 4096, 4096, bytes_per_number=2).bytes / 3350e9
    assert 0.5 < least / fc7[0] < 0.65  # "little more than half"
    rates = [
        linear_cost(n, 4096, 4096).flops / s / 989e12 for n, s in zip(BATCHES, fc7, strict=True)
    ]
    assert max(rates) < 0.8  # "no batch reaches the peak"


def test_crosses_of_this_pages_core_are_those_of_its_benchmarks(open_figure):
    page = open_figure()
    choose(page, machine="here", kind="float32", layer="fc7")
    file = Path(__file__).parents[2] / "benchmarks" / "results.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["products"]["rows"]
    case = {"layer": "4096→4096", "dtype": "float32", "pass": "forward"}
    batches = {row["case"]["N"] for row in rows if case.items() <= row.get("case", {}).items()}
    assert len(batches) >= 4
    assert len(page.evaluate(DRAWN)["measured"]) == len(batches & set(BATCHES))


@pytest.mark.parametrize(
    "machine", [(989_000, 3350), (5000, 20), (40, 90.5), (1, 1), (2e7, 8000), (0.001, 0.02)]
)
def test_other_machines(open_figure, machine):
    page = open_figure()
    set_machine(page, *machine)
    assert page.locator(f"{FIGURE} [value=own]").is_checked()
    for layer in LAYERS:
        choose(page, layer=layer)
        for k in (0, 6, 12):
            page.locator(f"{FIGURE} [type=range]").fill(str(k))
            assert_numbers_agree(page, layer, BATCHES[k], *machine)
            assert_drawing_agrees(page, layer, BATCHES[k], *machine)


def test_half_a_number_changes_nothing_and_is_said(open_figure):
    page = open_figure()
    set_machine(page, *LAPTOP)
    before = page.evaluate(READ)
    peak, note = page.locator(f"{FIGURE} [name=peak]"), page.locator(f"{FIGURE} .note")
    advice = note.text_content()
    for wrong in ("", "0", "-3"):
        peak.fill(wrong)
        assert peak.get_attribute("aria-invalid") == "true"
        assert note.text_content().startswith("The peak must be a number above 0")
        assert page.evaluate(READ) == before
    page.locator(f"{FIGURE} [name=bandwidth]").fill("")
    assert note.text_content().startswith("The peak and the bandwidth must be")
    set_machine(page, 200, 20)
    assert peak.get_attribute("aria-invalid") == "false"
    assert note.text_content() == advice
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
    assert_numbers_agree(page, "fc7", 2, *H100["bfloat16"])
    said = "N = 2: 2 FLOP/byte, bound by memory, at least 10 µs"
    assert_announces(page, FIGURE, said, more=True)

    plot = page.locator(f"{FIGURE} .plot").bounding_box()
    left, top = plot["x"] + 20, plot["y"] + 20
    across, _ = point(page.locator(f"{FIGURE} .batch").nth(5))
    drag(page, (left, top), across - left, 10)
    assert_numbers_agree(page, "fc7", 32, *H100["bfloat16"])


@checks.on_wide_and_phone
def test_is_complete_without_javascript_and_in_print(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    assert_numbers_agree(page, "fc7", 1, *H100["bfloat16"])
    assert_drawing_agrees(page, "fc7", 1, *H100["bfloat16"])
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
    checks.assert_accessible(page, theme, FIGURE)
    height = page.locator(FIGURE).bounding_box()["height"]
    choose(page, layer="fc6")
    page.locator(f"{FIGURE} [type=range]").press("End")  # the longest numbers
    parts = f"{checks.TEXTS}:not(.crowded)"  # words without room are hidden; lines run on
    checks.assert_fits(page, FIGURE, viewport, parts)
    set_machine(page, 60000, 10)
    assert page.evaluate(READ)["turn"].startswith("never")
    checks.assert_fits(page, FIGURE, viewport, parts)
    assert page.locator(FIGURE).bounding_box()["height"] == height
    checks.assert_targets_are_large_enough(page, FIGURE)

"""The treemaps of chapter 07: their numbers and areas against fclib, and how they are driven."""

import re

import figure_checks as checks
import numpy as np
import pytest
from driving import assert_announces

from fclib.architectures import (
    ALEXNET,
    GPT2_SMALL,
    LENET,
    VGG16,
    FullyConnected,
    LayerNorm,
    Table,
)

pytestmark = pytest.mark.browser

PAGE, FIGURE = "07-parameters-and-cost.html", "fc-where-parameters-are"
NETWORKS = {"LeNet": LENET, "AlexNet": ALEXNET, "VGG16": VGG16, "GPT-2": GPT2_SMALL}
TOTALS = {"LeNet": 431_080, "AlexNet": 60_965_224, "VGG16": 138_357_544, "GPT-2": 124_439_808}

LAYERS = """all => all.map(e => ({
  ...e.dataset,
  name: e.querySelector(".name").textContent,
  full: e.classList.contains("full"),
  box: ["left", "top", "width", "height"].map(side => parseFloat(e.style[side])),
}))"""

# Presses the button by a script: by a mouse it takes twenty times as long, for 150 layers.
WALK = """figure => [...figure.querySelectorAll(".map")].find(map => map.checkVisibility())
  .querySelectorAll(".layer").values().map(() => {
    figure.querySelector("[data-by='1']").click();
    return {
      lines: [...figure.querySelectorAll("[data-line]")].map(e => e.textContent),
      height: figure.getBoundingClientRect().height,
    };
  }).toArray()"""


def count(layer):
    """Count a layer's parameters without fclib's help."""
    if isinstance(layer, FullyConnected):
        return layer.out_features * (layer.in_features + 1)
    if isinstance(layer, Table):
        return layer.rows * layer.columns
    if isinstance(layer, LayerNorm):
        return 2 * layer.features
    channels = layer.in_channels // layer.groups
    return layer.out_channels * (channels * layer.kernel_size**2 + 1)


def lines(page):
    return page.locator(f"{FIGURE} [data-line]").all_text_contents()


def choose(page, network):
    page.locator(f"{FIGURE} [value={network}]").check()


def walk(page):
    """Go through the layers with the button; return the three lines of each, and the heights."""
    steps = page.locator(FIGURE).evaluate(WALK)
    return [step["lines"] for step in steps], {step["height"] for step in steps}


@pytest.mark.parametrize("name", NETWORKS)
def test_rectangles_have_the_area_of_their_parameters(open_figure, name):
    network, total = NETWORKS[name], TOTALS[name]
    page = open_figure(alive=False)
    drawn = page.locator(f"{FIGURE} [data-network={name}] .layer").evaluate_all(LAYERS)
    shown = page.locator(f"{FIGURE} label", has_text=name).text_content()
    assert [layer["name"] for layer in drawn] == [layer.name for layer in network]
    assert [layer["full"] for layer in drawn] == [isinstance(x, FullyConnected) for x in network]
    boxes = np.array([layer["box"] for layer in drawn])
    areas = boxes[:, 2] * boxes[:, 3] / 100**2
    shares = np.array([count(layer) for layer in network]) / total
    np.testing.assert_allclose(areas, shares, rtol=0.01, atol=1e-7)
    # They fill the map, and no two overlap.
    assert np.sum(areas) == pytest.approx(1, abs=1e-4)
    assert boxes.min() >= 0
    assert (boxes[:, :2] + boxes[:, 2:]).max() <= 100.001
    for k, (left, top, width, height) in enumerate(boxes):
        others = np.delete(boxes, k, 0)
        across = np.minimum(left + width, others[:, 0] + others[:, 2]) - np.maximum(
            left, others[:, 0]
        )
        down = np.minimum(top + height, others[:, 1] + others[:, 3]) - np.maximum(top, others[:, 1])
        assert np.all((across < 0.001) | (down < 0.001))

    full = sum(count(layer) for layer in network if isinstance(layer, FullyConnected))
    assert shown == f"{name}{total:,}{full / total:.1%} fully connected"


def test_the_details_are_those_of_fclib(open_figure):
    page = open_figure()
    assert page.locator(f"{FIGURE} .map:visible").get_attribute("data-network") == "VGG16"
    assert lines(page) == [
        "fc6, fully connected",
        "4,096 × 25,088 + 4,096",
        "= 102,764,544 (74.3%)",
    ]
    for name, network in NETWORKS.items():
        choose(page, name)
        assert page.locator(f"{FIGURE} .map:visible").count() == 1
        found = {title.split(",")[0]: rest for title, *rest in walk(page)[0]}
        assert set(found) == {layer.name for layer in network}
        for layer in network:
            formula, result = found[layer.name]
            summed = sum(
                np.prod([int(factor.replace(",", "")) for factor in term.split(" × ")])
                for term in formula.split(" + ")
            )
            written, share = re.fullmatch(r"= ([\d,]+) \(([\d.]+)%\)", result).groups()
            assert summed == int(written.replace(",", "")) == count(layer)
            assert float(share) == pytest.approx(
                100 * count(layer) / TOTALS[name], rel=0.05, abs=0.05 if share[-2] == "." else 0
            )


def test_pointing_keyboard_and_taps(open_figure):
    page = open_figure()
    page.locator(f"{FIGURE} .map:visible .layer", has_text="fc7").hover()
    assert lines(page)[0] == "fc7, fully connected"
    assert_announces(page, FIGURE, "fc7, fully connected 4,096 × 4,096 + 4,096", more=True)
    page.locator(f"{FIGURE} [data-by='1']").click()
    assert lines(page)[0] == "fc8, fully connected"
    back = page.locator(f"{FIGURE} [data-by='-1']")
    back.click()
    back.press("Enter")
    assert lines(page)[0] == "fc6, fully connected"
    page.locator(f"{FIGURE} [value=VGG16]").press("ArrowUp")
    assert page.locator(f"{FIGURE} .map:visible").get_attribute("data-network") == "AlexNet"
    page.wait_for_timeout(100)  # the pointer rests on the new map, and changes nothing
    assert lines(page)[2] == "= 37,752,832 (61.9%)"
    choose(page, "LeNet")
    for _ in LENET:  # comes round
        back.press("Space")
    assert lines(page)[0] == "ip1, fully connected"
    page = open_figure(checks.PHONE, has_touch=True)
    page.locator(f"{FIGURE} .map:visible .layer", has_text="fc8").tap()
    assert lines(page)[0] == "fc8, fully connected"


@checks.on_wide_and_phone
def test_prints_without_controls(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    checks.assert_has_no_controls(page, FIGURE)
    assert page.locator(f"{FIGURE} .bar:visible").count() == len(NETWORKS)
    page = open_figure(viewport)
    page.emulate_media(media="print")
    checks.assert_has_no_controls(page, FIGURE)
    assert page.locator(f"{FIGURE} .bar:visible").count() == len(NETWORKS)


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.in_each_look
def test_fits_and_is_accessible(open_figure, viewport, theme):
    page = open_figure(viewport, theme)
    height = page.locator(FIGURE).bounding_box()["height"]
    checks.assert_accessible(page, theme, FIGURE)
    # In the maps the borders of the thinnest layers stick out a little.
    for name in NETWORKS:
        choose(page, name)
        checks.assert_fits(page, FIGURE, viewport, parts=checks.TEXTS)
        assert walk(page)[1] == {height}
    checks.assert_targets_are_large_enough(page, FIGURE)

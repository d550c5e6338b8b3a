"""The figure of chapter 03, driven as a reader drives it.

All inputs are multiples of 1/2 below 2**6, so products and sums are exact in binary and in two
decimals: what the figure prints is compared as text, without a tolerance.
"""

import re

import figure_checks as checks
import numpy as np
import pytest
from driving import announcements, assert_announces, assert_settled, drag, point, stroke
from printed import assert_prints, assert_sliders_agree, number, written

from fclib import grad_x, linear_forward
from fclib.data import worked_batch, worked_example

pytestmark = pytest.mark.browser

PAGE, FIGURE = "03-grad-x.html", "fc-paths"
INPUTS, OUTPUTS = (1, 2, 3), (1, 2)
GRADIENTS = [f"gy{i}" for i in OUTPUTS]
WEIGHTS = [f"w{i}{j}" for i in OUTPUTS for j in INPUTS]
SLIDERS = WEIGHTS + GRADIENTS


def start():
    """Return ∂L/∂y of the first sample and W; L is half the squared error."""
    _, W, b = worked_example()
    x, target = worked_batch()
    return (linear_forward(x, W, b) - target)[0], W


def entry(page, key):
    return page.locator(f"{FIGURE} .entries [data-value={key}]")


def read(page, key):
    return number(entry(page, key).text_content())


def parameters(page):
    grad_y = np.array([read(page, key) for key in GRADIENTS])
    return grad_y, np.array([read(page, key) for key in WEIGHTS]).reshape(2, 3)


def assert_shows_the_way_back(page, j):
    """Compare everything that the figure shows, with input j chosen, with fclib."""
    grad_y, W = parameters(page)
    gradient = grad_x(grad_y[None], W)[0]
    values = {f"w{i}{k}": W[i - 1, k - 1] for i in OUTPUTS for k in INPUTS}
    for name, vector in (("gy", grad_y), ("gx", gradient)):
        values |= {f"{name}{i}": value for i, value in enumerate(vector, start=1)}

    products = {key: values[key] * values[f"gy{key[1]}"] for key in WEIGHTS}
    # Five gradients at the nodes; gradients and weights in the equation; two terms and their sum.
    assert_prints(page, FIGURE, values, products, 5 + (5 + 6) + (2 * 2 + 1))

    letters, numbers = page.locator(f"{FIGURE} .sums > div").all_text_contents()
    terms = [f"∂L/∂y{i}·W{i}{j}" for i in OUTPUTS]
    assert letters == f"∂L/∂x{j}=" + "+".join(terms)
    factors = [(values[f"gy{i}"], values[f"w{i}{j}"]) for i in OUTPUTS]
    terms = "+".join(f"{written(g)}·{written(w)}" for g, w in factors)
    assert re.sub("[()]", "", numbers) == f"={terms}={written(gradient[j - 1])}"

    # Two edges, arrows and products, a node, an entry of ∂L/∂x and a column of W: 10 parts.
    lit = page.locator(f"{FIGURE} .lit")
    assert lit.evaluate_all("all => all.map(e => e.dataset.column)") == [str(j)] * 10
    for part in ("arrow", "product"):
        assert page.locator(f"{FIGURE} .{part}:visible").count() == 2
    assert page.locator(f"{FIGURE} .entries.entries .lit").count() == 3


@checks.on_wide_and_phone
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    for shown, expected in zip(parameters(page), start(), strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert_shows_the_way_back(page, 2)
    checks.assert_has_no_controls(page, FIGURE)


def test_an_input_is_chosen_by_pointer_and_keyboard(open_figure):
    page = open_figure()
    assert_shows_the_way_back(page, 2)
    for part, j in (
        (f"{FIGURE} .node.q-x[data-column='3']", 3),
        (f"{FIGURE} .gx [data-column='2']", 2),
        (f"{FIGURE} [data-value=w23]", 3),
        (f"{FIGURE} label:nth-of-type(1)", 1),
    ):
        page.locator(part).first.click()
        assert_shows_the_way_back(page, j)
    page.get_by_role("radio", name="x1").press("ArrowRight")
    assert page.get_by_role("group", name="Way back to").get_by_role("radio").nth(1).is_checked()
    assert_shows_the_way_back(page, 2)


def test_gradients_follow_drags_and_keys(open_figure):
    page = open_figure()
    rng = np.random.default_rng(3)
    keys = ["ArrowRight", "PageUp", "ArrowLeft", "PageDown", "Home", "End"]
    j, results = 2, []
    for turn in range(16):
        key = SLIDERS[rng.integers(len(SLIDERS))]
        before = read(page, key)
        if turn % 2:
            entry(page, key).press(keys[turn // 2 % len(keys)])
        else:
            drag(page, point(entry(page, key)), 10 * int(rng.choice([-7, -4, -1, 2, 5])))
        if key.startswith("w") and (read(page, key) != before or turn % 2 == 0):
            j = int(key[2])  # its way is the one to look at; to click it chooses it too
        assert_shows_the_way_back(page, j)
        assert_sliders_agree(page, FIGURE, SLIDERS)
        results.append([read(page, f"gx{k}") for k in INPUTS])
    assert len(np.unique(results, axis=0)) > 8


def test_a_step_is_ten_pixels_in_the_drawing_too(open_figure):
    page = open_figure()
    drag(page, point(page.locator(f"{FIGURE} .node[data-drag=gy2] [data-value]")), 30)
    assert read(page, "gy2") == start()[0][1] + 1.5
    assert_shows_the_way_back(page, 2)
    # A rising edge, taken near its input, where no other edge is.
    drag(page, point(page.locator(f"{FIGURE} .edge[data-key=w23] .line"), 0.3, 0.7), 60)
    assert read(page, "w23") == start()[1][1, 2] + 3
    assert page.locator(f"{FIGURE} .edge[data-key=w23]").get_attribute("data-sign") == "1"
    assert_shows_the_way_back(page, 3)


def test_reset_restores_the_worked_example(open_figure):
    page = open_figure()
    for key in SLIDERS:
        entry(page, key).press("End")
    assert np.all(parameters(page)[1] == 4)
    assert_shows_the_way_back(page, 3)
    page.get_by_role("button", name="Reset").click()
    for shown, expected in zip(parameters(page), start(), strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert_shows_the_way_back(page, 2)
    assert_sliders_agree(page, FIGURE, SLIDERS)
    assert page.get_by_role("radio", name="x2").is_checked()


STILL = "fc-paths .arrow { animation-play-state: paused !important }"
"""An arrow's way takes 0.9 s: on a busy machine it would be over before the test looks."""


def test_arrows_run_to_the_chosen_input_unless_motion_is_reduced(open_figure):
    running = f"""document.querySelector("{FIGURE}").getAnimations({{subtree: true}})
        .map(a => a.effect.target.dataset.column)"""
    for motion, expected in (("no-preference", ["1"] * 2), ("reduce", [])):
        page = open_figure(reduced_motion=motion)
        page.add_style_tag(content=STILL)
        assert page.evaluate(running) == []  # nothing moves before the reader chooses
        page.get_by_role("radio", name="x1").check()
        assert page.evaluate(running) == expected


def test_an_arrow_starts_at_its_output_and_ends_at_its_input(open_figure):
    page = open_figure()
    page.add_style_tag(content=STILL)
    page.get_by_role("radio", name="x1").check()
    middle = """(arrow, time) => {
        const [animation] = arrow.getAnimations();
        animation.currentTime = time;
        const {left, right} = arrow.getBoundingClientRect();
        return (left + right) / 2;
    }"""
    output, input_ = (
        page.locator(f"{FIGURE} .node.q-{k} circle").nth(0).bounding_box() for k in "yx"
    )
    for arrow in page.locator(f"{FIGURE} .arrow.lit").all():
        first, last = (arrow.evaluate(middle, time) for time in (0, 899))
        assert input_["x"] + input_["width"] < last < first < output["x"] + output["width"] / 2
        assert last - input_["x"] < 0.5 * (first - input_["x"])


def test_the_sum_is_announced_once_it_has_settled(open_figure):
    page = open_figure()
    heard = announcements(page, FIGURE)
    page.get_by_role("radio", name="x3").check()
    grad_y, W = start()
    terms = " plus ".join(f"{term:g}" for term in grad_y * W[:, 2])
    said = f"gradient at input 3: {terms} = {grad_y @ W[:, 2]:g}".replace("-", "minus ")
    assert_announces(page, FIGURE, said)
    assert_settled(heard())


def test_a_finger_drags_sideways_and_scrolls_the_page(open_figure):
    page = open_figure(**checks.TOUCH)
    entry(page, "gy1").scroll_into_view_if_needed()
    stroke(page, point(entry(page, "gy1")), 40, 2)
    assert read(page, "gy1") == 4  # and not 3.5 + 2: it stops there
    before = page.evaluate("scrollY")
    stroke(page, point(entry(page, "w22")), -60, -150)
    page.wait_for_function(f"scrollY !== {before}")
    assert read(page, "w22") == start()[1][1, 1]


@checks.on_wide_and_phone
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    checks.assert_nothing_moves_when_the_module_arrives(open_figure, FIGURE, viewport)


@checks.on_each_screen
def test_the_widest_numbers_fit_and_move_nothing(open_figure, viewport):
    page = open_figure(viewport)
    assert_still = checks.still(
        page, f"{FIGURE} :is(svg, .entries, .entries *, .controls), figure ~ *"
    )
    for key in SLIDERS:
        entry(page, key).press("Home" if key.startswith("g") else "End")
    for key in ("w11", "gy1"):
        entry(page, key).press("ArrowLeft" if key == "w11" else "ArrowRight")
    assert read(page, "gx1") == -28.25
    assert_still()
    texts = ":is([data-value], .name, .product, .term *):not(sub, sub *)"
    checks.assert_fits(page, FIGURE, viewport, texts=texts)
    checks.assert_targets_are_large_enough(page, FIGURE, len(SLIDERS) + 1 + 3 + 5)


@checks.in_each_look
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    checks.assert_accessible(page, theme, FIGURE)


def test_prints_without_controls(open_figure):
    page = open_figure(theme="dark")
    page.emulate_media(media="print")
    assert not page.locator(f"{FIGURE} .controls").is_visible()
    colour = "e => getComputedStyle(e).color"
    assert entry(page, "gy1").evaluate(colour) == "rgb(105, 34, 33)"  # --q-g on white paper

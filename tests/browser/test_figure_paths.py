"""The figure of chapter 03, driven as a reader drives it.

All inputs are multiples of 1/2 below 2**6, so products and sums are exact in binary and in two
decimals: what the figure prints is compared as text, without a tolerance.
"""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from fclib import grad_x, linear_forward
from fclib.data import worked_batch, worked_example

pytestmark = pytest.mark.browser

PAGE = "03-grad-x.html"
FIGURE = "fc-paths"
INDICES = (1, 2, 3)
GRADIENTS = [f"gy{i}" for i in INDICES]
WEIGHTS = [f"w{i}{j}" for i in INDICES for j in INDICES]
SLIDERS = GRADIENTS + WEIGHTS
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}

# Where elements are, measured from the figure: text above it may still be settling.
BOXES = f"""all => {{
  const origin = document.querySelector("{FIGURE}").getBoundingClientRect();
  return all.map((element) => {{
    const {{x, y, width, height}} = element.getBoundingClientRect();
    return [x - origin.x, y - origin.y, width, height];
  }});
}}"""


@pytest.fixture
def open_figure(browser, url):
    """Return a function that opens the chapter; an uncaught error in the page fails the test."""
    contexts, errors = [], []

    def open_(viewport=WIDE, theme="light", alive=True, before=None, **options):
        context = browser.new_context(
            viewport=viewport, color_scheme=theme, java_script_enabled=alive, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if before:
            before(page)
        page.goto(url + PAGE)
        page.locator(FIGURE).scroll_into_view_if_needed()
        if alive and before is None:
            page.locator(f"{FIGURE} [role=slider]").first.wait_for()
        return page

    yield open_
    for context in contexts:
        context.close()
    assert errors == []


def start():
    """Return ∂L/∂y of the first sample and W; L is half the squared error."""
    _, W, b = worked_example()
    x, target = worked_batch()
    return (linear_forward(x, W, b) - target)[0], W


def written(value):
    # + 0.0 turns the -0.0 of 0 times a negative number into 0.
    return f"{value + 0.0:g}".replace("-", "\N{MINUS SIGN}")


def entry(page, key):
    return page.locator(f"{FIGURE} .entries [data-value={key}]")


def read(page, key):
    return float(entry(page, key).text_content().replace("\N{MINUS SIGN}", "-"))


def parameters(page):
    grad_y = np.array([read(page, key) for key in GRADIENTS])
    return grad_y, np.array([read(page, key) for key in WEIGHTS]).reshape(3, 3)


def assert_shows_the_way_back(page, j):
    """Compare everything that the figure shows, with input j chosen, with fclib."""
    grad_y, W = parameters(page)
    gradient = grad_x(grad_y[None], W)[0]
    values = {f"w{i}{k}": W[i - 1, k - 1] for i in INDICES for k in INDICES}
    for name, vector in (("gy", grad_y), ("gx", gradient)):
        values |= {f"{name}{i}": vector[i - 1] for i in INDICES}

    shown = page.locator(f"{FIGURE} [data-value]").evaluate_all(
        "all => all.map(e => [e.dataset.value, 'bracketed' in e.dataset, e.textContent])"
    )
    # Six gradients at the nodes; gradients and weights in the equation; three terms and their sum.
    assert len(shown) == 6 + (6 + 9) + (2 * 3 + 1)
    for key, bracketed, text in shown:
        expected = written(values[key])
        assert text == (f"({expected})" if bracketed and values[key] < 0 else expected), key
    products = page.locator(f"{FIGURE} [data-product]").evaluate_all(
        "all => all.map(e => [e.dataset.product, e.textContent])"
    )
    assert dict(products) == {key: written(values[key] * values[f"gy{key[1]}"]) for key in WEIGHTS}

    letters, numbers = page.locator(f"{FIGURE} .sums > div").all_text_contents()
    terms = [f"∂L/∂y{i}·W{i}{j}" for i in INDICES]
    assert letters == f"∂L/∂x{j}=" + "+".join(terms)
    factors = [(values[f"gy{i}"], values[f"w{i}{j}"]) for i in INDICES]
    terms = "+".join(f"{written(g)}·{written(w)}" for g, w in factors)
    assert re.sub("[()]", "", numbers) == f"={terms}={written(gradient[j - 1])}"

    # Three edges, arrows and products, a node, an entry of ∂L/∂x and a column of W: 14 parts.
    lit = page.locator(f"{FIGURE} .lit")
    assert lit.evaluate_all("all => all.map(e => e.dataset.column)") == [str(j)] * 14
    for part in ("arrow", "product"):
        assert page.locator(f"{FIGURE} .{part}:visible").count() == 3
    assert page.locator(f"{FIGURE} .entries.entries .lit").count() == 4


def assert_sliders_agree(page):
    """Compare what assistive technology is told with what is printed."""
    sliders = page.locator(f"{FIGURE} [role=slider]").evaluate_all(
        "all => all.map(e => [e.dataset.value, e.textContent, e.ariaValueNow])"
    )
    assert [key for key, _, _ in sliders] == SLIDERS
    for key, text, now in sliders:
        assert now == text.replace("\N{MINUS SIGN}", "-"), key


def drag(page, locator, pixels):
    box = locator.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=5)
    page.mouse.up()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_is_complete_without_javascript(open_figure, viewport):
    page = open_figure(viewport, alive=False)
    for shown, expected in zip(parameters(page), start(), strict=True):
        np.testing.assert_array_equal(shown, expected)
    assert_shows_the_way_back(page, 1)
    assert page.locator(f"{FIGURE} :is([role=slider], [tabindex])").count() == 0
    assert not page.locator(f"{FIGURE} .controls").is_visible()


def test_an_input_is_chosen_by_pointer_and_keyboard(open_figure):
    page = open_figure()
    assert_shows_the_way_back(page, 1)
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
    j, results = 1, []
    for turn in range(16):
        key = SLIDERS[rng.integers(len(SLIDERS))]
        before = read(page, key)
        if turn % 2:
            entry(page, key).press(keys[turn // 2 % len(keys)])
        else:
            drag(page, entry(page, key), 10 * int(rng.choice([-7, -4, -1, 2, 5])))
        if key.startswith("w") and (read(page, key) != before or turn % 2 == 0):
            j = int(key[2])  # its way is the one to look at; to click it chooses it too
        assert_shows_the_way_back(page, j)
        assert_sliders_agree(page)
        results.append([read(page, f"gx{k}") for k in INDICES])
    assert len(np.unique(results, axis=0)) > 8


def test_a_step_is_ten_pixels_in_the_drawing_too(open_figure):
    page = open_figure()
    drag(page, page.locator(f"{FIGURE} .node[data-drag=gy2] [data-value]"), 30)
    assert read(page, "gy2") == start()[0][1] + 1.5
    assert_shows_the_way_back(page, 1)
    # A horizontal edge, taken near its output, where no other edge is.
    line = page.locator(f"{FIGURE} .edge[data-key=w33] .line").bounding_box()
    x, y = line["x"] + 0.8 * line["width"], line["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y)
    page.mouse.up()
    assert read(page, "w33") == start()[1][2, 2] + 3
    assert page.locator(f"{FIGURE} .edge[data-key=w33]").get_attribute("data-sign") == "1"
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
    assert_shows_the_way_back(page, 1)
    assert_sliders_agree(page)
    assert page.get_by_role("radio", name="x1").is_checked()


def test_arrows_run_to_the_chosen_input_unless_motion_is_reduced(open_figure):
    running = f"""document.querySelector("{FIGURE}").getAnimations({{subtree: true}})
        .map(a => a.effect.target.dataset.column)"""
    for motion, expected in (("no-preference", ["2"] * 3), ("reduce", [])):
        page = open_figure(reduced_motion=motion)
        assert page.evaluate(running) == []  # nothing moves before the reader chooses
        page.get_by_role("radio", name="x2").check()
        assert page.evaluate(running) == expected


def test_an_arrow_starts_at_its_output_and_ends_at_its_input(open_figure):
    page = open_figure()
    page.get_by_role("radio", name="x2").check()
    middle = """(arrow, time) => {
        const [animation] = arrow.getAnimations();
        animation.pause();
        animation.currentTime = time;
        const {left, right} = arrow.getBoundingClientRect();
        return (left + right) / 2;
    }"""
    output, input_ = (
        page.locator(f"{FIGURE} .node.q-{k} circle").nth(1).bounding_box() for k in "yx"
    )
    for arrow in page.locator(f"{FIGURE} .arrow.lit").all():
        first, last = (arrow.evaluate(middle, time) for time in (0, 899))
        assert input_["x"] + input_["width"] < last < first < output["x"] + output["width"] / 2
        assert last - input_["x"] < 0.5 * (first - input_["x"])


def test_the_sum_is_announced_once_it_has_settled(open_figure):
    page = open_figure()
    region = page.locator(f"{FIGURE} [role=status]")
    page.get_by_role("radio", name="x3").check()
    assert region.text_content() == ""
    page.wait_for_function(f"document.querySelector('{FIGURE} [role=status]').textContent")
    grad_y, W = start()
    terms = " plus ".join(f"{term:g}" for term in grad_y * W[:, 2])
    said = f"gradient at input 3: {terms} = {grad_y @ W[:, 2]:g}".replace("-", "minus ")
    assert region.text_content() == said


def test_a_finger_drags_sideways_and_scrolls_the_page(open_figure):
    page = open_figure(PHONE, has_touch=True, is_mobile=True)
    cdp = page.context.new_cdp_session(page)

    def stroke(locator, dx, dy):
        locator.scroll_into_view_if_needed()
        box = locator.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        send = "Input.dispatchTouchEvent"
        cdp.send(send, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for part in np.linspace(0.1, 1, 10):
            point = {"x": x + part * dx, "y": y + part * dy}
            cdp.send(send, {"type": "touchMove", "touchPoints": [point]})
        cdp.send(send, {"type": "touchEnd", "touchPoints": []})

    stroke(entry(page, "gy1"), 40, 2)
    assert read(page, "gy1") == start()[0][0] + 2
    before = page.evaluate("scrollY")
    stroke(entry(page, "w22"), -60, -150)
    page.wait_for_function(f"scrollY !== {before}")
    assert read(page, "w22") == start()[1][1, 1]


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_nothing_moves_when_the_module_arrives(open_figure, viewport):
    late = "window.arrive = () => import('./paths.js?late');"

    def hold_the_module_back(page):
        page.route(
            re.compile(r"paths\.js(?!\?late)"),
            lambda route: route.fulfill(body=late, content_type="text/javascript"),
        )

    page = open_figure(viewport, before=hold_the_module_back)
    page.evaluate("document.fonts.ready.then(() => null)")
    page.wait_for_timeout(300)
    assert not page.locator(f"{FIGURE} button").is_visible()  # it would do nothing yet
    parts = page.locator(f"{FIGURE}, {FIGURE} *, figure.interactive ~ *")
    before = parts.evaluate_all(BOXES)
    page.evaluate("arrive()")
    page.locator(f"{FIGURE} [role=slider]").first.wait_for()
    np.testing.assert_allclose(parts.evaluate_all(BOXES), before, atol=0.01)


@pytest.mark.parametrize("viewport", [WIDE, PHONE, NARROW], ids=["wide", "phone", "narrow"])
def test_the_widest_numbers_fit_and_move_nothing(open_figure, viewport):
    page = open_figure(viewport)
    outer = page.locator(f"{FIGURE} :is(svg, .entries, .entries *, .controls), figure ~ *")
    before = outer.evaluate_all(BOXES)
    for key in SLIDERS:
        entry(page, key).press("Home" if key.startswith("g") else "End")
    for key in ("w11", "gy1"):
        entry(page, key).press("ArrowLeft" if key == "w11" else "ArrowRight")
    assert read(page, "gx1") == -44.25
    np.testing.assert_allclose(outer.evaluate_all(BOXES), before, atol=0.01)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= viewport["width"]
    overflow = page.locator(f"{FIGURE}, {FIGURE} *").evaluate_all(
        """all => {
            const figure = all[0].getBoundingClientRect();
            return all.filter((element) => {
                const {left, right, width} = element.getBoundingClientRect();
                const outside = width && (left < figure.left - 1 || right > figure.right + 1);
                const clipped = element.clientWidth
                    && element.scrollWidth > element.clientWidth + 1;
                return !element.matches(".announcement, .hit") && (outside || clipped);
            }).map((element) => element.outerHTML);
        }"""
    )
    assert overflow == []
    sizes = page.locator(f"{FIGURE} :is([data-value], .name, .product, .term *)").evaluate_all(
        """all => all.filter(e => !e.matches("sub, sub *")).map(e =>
            parseFloat(getComputedStyle(e).fontSize) * (e.getScreenCTM ? e.getScreenCTM().a : 1))"""
    )
    assert min(sizes) >= 12
    targets = page.locator(f"{FIGURE} :is([role=slider], button, label, .node .hit)").evaluate_all(
        "all => all.map(e => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert len(targets) == len(SLIDERS) + 1 + 3 + 6
    assert np.min(targets) >= 24


@pytest.mark.parametrize(("theme", "viewport"), [("light", WIDE), ("dark", WIDE), ("light", PHONE)])
def test_has_no_accessibility_violation(open_figure, theme, viewport):
    page = open_figure(viewport, theme)
    results = Axe().run(page, context="figure.interactive", options={})
    assert results.violations_count == 0, results.generate_report()
    assert any(rule["id"] == "color-contrast" for rule in results.response["passes"])


def test_prints_without_controls(open_figure):
    page = open_figure(theme="dark")
    page.emulate_media(media="print")
    assert not page.locator(f"{FIGURE} .controls").is_visible()
    colour = "e => getComputedStyle(e).color"
    assert entry(page, "gy1").evaluate(colour) == "rgb(105, 34, 33)"  # --q-g on white paper
